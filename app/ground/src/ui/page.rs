//! The frame of every page: head, header, main, footer; and its way to HTML.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use hydration_context::SsrSharedContext;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

use crate::actor::Actor;
use crate::changes::Shows;
use crate::ctx::Ctx;
use crate::error::Problem;
use crate::form::Filled;
use crate::rooms::{self, Room};
use crate::t;
use crate::texts;
use crate::ui::{Done, Tone, notice};

/// A page before it is drawn.
pub struct Page {
    frame: Frame,
    body: AnyView,
}

/// What a page says of itself, and how it is sent.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    title: String,
    description: Option<String>,
    image: Option<String>,
    json_ld: Option<String>,
    status: StatusCode,
    canonical: Option<String>,
    index: bool,
    query: String,
    renewed_every: Option<u32>,
    answers: bool,
    wrong: bool,
    shows: Shows,
}

/// What stands in `<main>`.
pub(super) enum Main<'a> {
    /// To be drawn.
    View(AnyView),
    /// As it was drawn for another reader.
    Drawn(&'a str),
}

impl Page {
    /// A page of a title and a body that search engines may not list (most are personal).
    pub fn new(title: String, body: impl IntoAny) -> Self {
        let frame = Frame {
            title,
            description: None,
            image: None,
            json_ld: None,
            status: StatusCode::OK,
            canonical: None,
            index: false,
            query: String::new(),
            renewed_every: None,
            answers: false,
            wrong: false,
            shows: Shows::everything(),
        };
        Self { frame, body: body.into_any() }
    }

    fn framed(self, change: impl FnOnce(&mut Frame)) -> Self {
        let Self { mut frame, body } = self;
        change(&mut frame);
        Self { frame, body }
    }

    /// A page for everyone: listed, with the sentence that link previews show.
    pub fn public(self, description: String, canonical: String) -> Self {
        self.framed(|frame| {
            (frame.description, frame.canonical, frame.index) = (Some(description), Some(canonical), true);
        })
    }

    /// What a page for everyone shows, and so when it is drawn anew; it is taken to show everything.
    pub fn shows(self, shows: Shows) -> Self {
        self.framed(|frame| frame.shows = shows)
    }

    /// The picture of link previews: an address on this site.
    pub fn image(self, image: Option<String>) -> Self {
        self.framed(|frame| frame.image = image)
    }

    /// Structured data for search engines.
    pub fn json_ld(self, data: &serde_json::Value) -> Self {
        self.framed(|frame| frame.json_ld = Some(data.to_string()))
    }

    /// What stands in the search box of the header.
    pub fn query(self, query: &str) -> Self {
        self.framed(|frame| frame.query = query.to_owned())
    }

    /// Loaded anew after so many seconds, also without JavaScript: for work that is under way.
    pub fn renewed_every(self, seconds: u32) -> Self {
        self.framed(|frame| frame.renewed_every = Some(seconds))
    }

    /// Another status than 200.
    pub fn status(self, status: StatusCode) -> Self {
        self.framed(|frame| frame.status = status)
    }

    /// The same page with 422: what was typed is still there, with what is wrong.
    pub fn unprocessable(self) -> Self {
        self.wrong(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// A form again with what is wrong, which its title says first.
    fn wrong(self, status: StatusCode) -> Self {
        self.framed(|frame| (frame.status, frame.wrong) = (status, true))
    }

    /// A form again, because one more row was asked for: nothing was done yet.
    pub fn once_more(self) -> Self {
        self.framed(|frame| frame.answers = true)
    }

    /// A form again: 422 when something typed is wrong, 409 when the rule said no to all of it, as it is when it is shown at first.
    pub fn answering(self, filled: &Filled) -> Self {
        let refused = filled.errors.0.iter().any(|(_, problem)| matches!(problem, Problem::NotDone(_)));
        match (filled.errors.0.is_empty(), refused) {
            (true, _) => self,
            (false, true) => self.wrong(StatusCode::CONFLICT),
            (false, false) => self.unprocessable(),
        }
    }

    /// Draws it.
    pub fn respond(self, ctx: &Ctx) -> Response<Body> {
        self.frame.respond(ctx, Main::View(self.body))
    }

    /// Draws what stands in `<main>` alone: for a page that is the same for everyone but for its frame.
    pub(super) fn drawn(self) -> (Frame, String) {
        let Self { frame, body } = self;
        (frame, render(|| body))
    }
}

impl Frame {
    /// What the page shows, if it is one for everyone.
    pub(super) fn public(&self) -> Option<&Shows> {
        (self.index && self.status == StatusCode::OK).then_some(&self.shows)
    }

    /// Bytes of memory that it takes, about.
    pub(super) fn size(&self) -> usize {
        let optional = [&self.description, &self.image, &self.json_ld, &self.canonical].map(|text| text.as_ref().map_or(0, String::len));
        self.title.len() + optional.iter().sum::<usize>() + size_of::<Self>()
    }

    /// The page in this frame.
    pub(super) fn respond(self, ctx: &Ctx, main: Main<'_>) -> Response<Body> {
        let status = self.status;
        let renewed = self.renewed_every.and_then(|seconds| HeaderValue::from_str(&seconds.to_string()).ok());
        let personal = !matches!(ctx.actor, Actor::Visitor) || !self.index;
        let shows = self.shows.clone();
        let html = match main {
            Main::View(body) => render(|| shell(ctx, self, body)),
            Main::Drawn(body) => put_into(&render(|| shell(ctx, self, ().into_any())), body),
        };
        let mut response = Response::new(Body::from(html));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        let caching = if personal { "private, no-store" } else { "public, max-age=0, must-revalidate" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if let Some(seconds) = renewed {
            headers.insert(header::REFRESH, seconds);
        }
        if !personal {
            response.extensions_mut().insert(shows);
        }
        response
    }
}

/// Renders a view built in `f` to HTML, with islands marked for the browser half. Pages hold no
/// resources: everything is loaded before, so nothing here waits.
pub fn render<V: IntoView>(f: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| f().to_html());
    owner.unset_with_forced_cleanup();
    if html.contains("<leptos-island") { html } else { without_comments(&html) }
}

/// Takes the comments away by which the browser half finds its places; a page without islands has nobody to find them. What
/// people write holds none: `<` is escaped in texts and attributes, and in JSON.
fn without_comments(html: &str) -> String {
    let mut bare = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!") {
        bare.push_str(before);
        let comment = after.strip_prefix('>').or_else(|| after.strip_prefix("--").and_then(|words| Some(words.split_once("-->")?.1)));
        match comment {
            Some(behind) => rest = behind,
            None => {
                bare.push_str("<!");
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare
}

/// The page in whose empty `<main>` this stands.
fn put_into(frame: &str, body: &str) -> String {
    let (before, after) = frame.split_at(frame.find("</main>").unwrap_or(frame.len()));
    [before, body, after].concat()
}

/// Text of an element that holds nothing but text, where the browser would show the renderer's marks.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn shell(ctx: &Ctx, frame: Frame, body: AnyView) -> AnyView {
    let l = ctx.l;
    let Frame { title, description, image, json_ld, status, canonical, index, query, renewed_every: _, shows: _, answers, wrong } = frame;
    let site = &ctx.site;
    let rooms = rooms::of(site.rooms.get().map_or(&[], Vec::as_slice), &ctx.actor, ctx.plain_path());
    let title = if wrong { t!(l, common.wrong_title, title = title) } else { title };
    let title = format!("{title} — {}", t!(l, common.site));
    let alternate = |l| canonical.as_ref().map(|path| site.address(&format!("/{}{path}", texts::code(l))));
    let (this, other) = (alternate(l), alternate(texts::other(l)));
    let og = |name: &'static str, content: String| view! { <meta {..custom_attribute("property", name)} content=content/> };
    let said =
        (!index && status == StatusCode::OK && !answers).then(|| Done::asked(ctx)).flatten().map(|done| notice(Tone::Good, done.word(l)));
    let image = image.map(|path| site.address(&path));
    // A `<` can end or swallow a script element; in JSON it may always be written as an escape.
    let json_ld = json_ld.map(|data| data.replace('<', "\\u003c"));
    view! {
        <!DOCTYPE html>
        <html lang=texts::code(l) dir=texts::direction(l)>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title inner_html=plain(&title)></title>
                {description.clone().map(|d| view! { <meta name="description" content=d/> })}
                {(!index).then(|| view! { <meta name="robots" content="noindex"/> })}
                {this.clone().map(|href| view! { <link rel="canonical" href=href/> })}
                {this.clone().map(|href| view! { <link rel="alternate" hreflang=texts::code(l) href=href/> })}
                {other.map(|href| view! { <link rel="alternate" hreflang=texts::code(texts::other(l)) href=href/> })}
                {this.map(|url| og("og:url", url))}
                {og("og:title", title)}
                {og("og:type", "website".into())}
                {og("og:site_name", t!(l, common.site))}
                {og("og:locale", if l == texts::Locale::Ar { "ar_LY".into() } else { "en_GB".into() })}
                {description.map(|d| og("og:description", d))}
                {image.map(|url| og("og:image", url))}
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#3a3470"/>
                <link rel="icon" href=site.asset("icon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=site.asset("souq.css")/>
                <script type="module" src=site.asset("boot.js") data-half=site.asset("souq.js") data-wasm=site.asset("souq.wasm") data-unread=t!(l, common.file_unread)></script>
                {site.reload.then(|| view! { <script type="module" src="/dev/reload.js"></script> })}
                {json_ld.map(|data| view! { <script type="application/ld+json">{data}</script> })}
            </head>
            <body>
                <a class="skip" href="#main">{t!(l, common.skip)}</a>
                {header(ctx, query, &rooms)}
                <main id="main" tabindex="-1">{said}{body}</main>
                {footer(ctx)}
            </body>
        </html>
    }
    .into_any()
}

/// The head of the site. At the desk it leads nowhere but to the reader's own pages: who works there does not shop.
fn header(ctx: &Ctx, query: String, rooms: &[&Room]) -> AnyView {
    let l = ctx.l;
    let market = rooms.is_empty();
    let other = texts::other(l);
    let switch = format!("/{}{}", texts::code(other), ctx.lasting_path());
    let link = |path: &str, word: String| view! { <a href=ctx.link(path)>{word}</a> };
    let leave = || view! { <form method="post" action=ctx.link("/sign-out")><button class="plain" type="submit">{t!(l, common.sign_out)}</button></form> };
    let personal = match &ctx.actor {
        // The name, the page and the inbox of a member of staff are shown after the second factor.
        Actor::Person(signed) if signed.half() => view! { {link("/sign-in/code", t!(l, common.give_code))}{leave()} }.into_any(),
        Actor::Person(signed) => {
            // Who works at the desk has it as their page.
            let own = match ctx.actor.workplace() {
                Some(path) => view! { {link(path, t!(l, common.desk))}{link("/me/account", t!(l, common.my_account))} }.into_any(),
                None => link("/me", t!(l, common.my_page)).into_any(),
            };
            let unread = (signed.unread > 0).then(|| {
                let words = t!(l, common.unread, count = signed.unread);
            view! { " "<span class="count"><span aria-hidden="true">{signed.unread.to_string()}</span><span class="unseen">{words}</span></span> }
            });
            view! {
                {own}
                <a href=ctx.link("/inbox")>{t!(l, common.inbox)}{unread}</a>
                {leave()}
            }
            .into_any()
        }
        _ => view! { {link("/sign-in", t!(l, common.sign_in))}{link("/join", t!(l, common.join_short))} }.into_any(),
    };
    view! {
        <header class="site">
            {crate::ui::band()}
            <div class="wrap">
                <a class="brand" href=ctx.link("")>
                    <img src=ctx.site.asset("icon.svg") alt="" width="36" height="36"/>
                    <span>{t!(l, common.site)}</span>
                </a>
                {market.then(|| search(ctx, query))}
                <nav aria-label=t!(l, common.menu)>
                    {market.then(|| [("/products", t!(l, common.products)), ("/crafts", t!(l, common.crafts)), ("/courses", t!(l, common.courses)), ("/fairs", t!(l, common.fairs))].map(|(path, word)| link(path, word)).into_iter().collect::<Vec<_>>())}
                    {personal}
                </nav>
                <a class="language" href=switch lang=texts::code(other) hreflang=texts::code(other)>{t!(l, common.other_language)}</a>
            </div>
            {bar(ctx, rooms)}
        </header>
    }
    .into_any()
}

fn search(ctx: &Ctx, query: String) -> AnyView {
    let label = || t!(ctx.l, common.search_label);
    view! {
        <form class="search" role="search" aria-label=label() action=ctx.link("/products")>
            <input type="search" name="q" value=query aria-label=label() placeholder=label() maxlength="80" autocomplete="off"/>
            <button type="submit">{t!(ctx.l, common.search)}</button>
        </form>
    }
    .into_any()
}

/// The rooms of the desk that the reader may enter, on each of its pages.
fn bar(ctx: &Ctx, rooms: &[&Room]) -> Option<AnyView> {
    let here = rooms::current(rooms, ctx.plain_path());
    let link = |room: &&Room| {
        let place = (here == Some(room.path)).then(|| if ctx.plain_path() == room.path { "page" } else { "true" });
        view! { <a href=ctx.link(room.path) aria-current=place>{room.word.text(ctx.l)}</a> }
    };
    let links: Vec<_> = rooms.iter().map(link).collect();
    (!links.is_empty()).then(|| view! { <nav class="rooms" aria-label=t!(ctx.l, common.desk)>{links}</nav> }.into_any())
}

fn footer(ctx: &Ctx) -> AnyView {
    let l = ctx.l;
    view! {
        <footer class="site">
            <div class="wrap">
                <p><strong>{t!(l, common.authority)}</strong></p>
                <p>{t!(l, common.footer_about)}</p>
                <p><a href=ctx.link("/branches")>{t!(l, common.branches)}</a></p>
                <p><a href=ctx.link("/certificates")>{t!(l, common.verify)}</a></p>
                <p class="small">{t!(l, common.geonames)}</p>
            </div>
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_its_words_alone() {
        let title = "a <b> & c".to_owned();
        let html = render(|| view! { <title inner_html=plain(&title)></title> });
        assert_eq!(html, "<title>a &lt;b> &amp; c</title>");
    }

    #[test]
    fn a_page_without_islands_has_no_comments_and_keeps_what_was_typed() {
        let typed = "<!> <!-- a --> \"";
        let html = render(|| view! { <!DOCTYPE html><p>{None::<&str>}{Some("a")}{typed}<input value=typed/></p> });
        assert_eq!(html.matches("<!").count(), 1, "only the doctype: {html}");
        assert_eq!(html.matches("&lt;!&gt; &lt;!-- a --&gt;").count(), 2, "{html}");
    }
}
