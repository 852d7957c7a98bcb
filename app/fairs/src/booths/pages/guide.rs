//! The guide of a fair for everyone: a map with a family at each booth, and who is there, found by name and craft. It is kept on
//! the phone once it was opened, for halls without a network.

use std::collections::HashMap;
use std::fmt::Display;

use leptos::prelude::*;

use crate::booths::types::{Exhibitor, Guide};
use crate::hall::pages::plan::{Labels, drawing};
use crate::plan::pages::public::of_fair;
use crate::plan::types::When;
use crate::rules::application::DayPart;
use crate::types::Fair;
use crate::words::{at, days, name};
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::{Filled, Form};
use ground::ids::FamilyId;
use ground::money::{self, Money};
use ground::ui::{Field, Markup, Page, Tone, empty, hidden, tag};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::crafts::Crafts;
use people::place::Places;

/// Products of a family that are shown in the guide.
const MOST_SHOWN: usize = 4;

/// Name of a family in the reader's language.
fn called<'a>(ctx: &Ctx, one: &'a Exhibitor) -> &'a str {
    texts::pick(ctx.l, &one.name_ar, &one.name_en)
}

fn storefront(ctx: &Ctx, one: &Exhibitor) -> String {
    ctx.link(&format!("/families/{}", one.slug))
}

fn head(ctx: &Ctx, fair: &Fair, places: &Places, current: &str) -> AnyView {
    let l = ctx.l;
    let base = format!("/fairs/{}", fair.slug);
    let link = |part: &'static str, word: String| {
        let path = ctx.link(&if part.is_empty() { base.clone() } else { format!("{base}/{part}") });
        view! { <a href=path aria-current=(part == current).then_some("page")>{word}</a> }.into_any()
    };
    let now = (When::of(fair, day_in_tripoli(ctx.now)) == When::Running).then(|| tag(Tone::Good, t!(l, fairs.here_now)));
    view! {
        <p class="lead">{days(l, fair.starts_on, fair.ends_on)}" · "{at(l, fair, places)}" "{now}</p>
        <nav class="chips" aria-label=t!(l, fairs.guide)>
            {link("", t!(l, fairs.fair))}{link("map", t!(l, fairs.map))}{link("families", t!(l, fairs.who_is_there))}
        </nav>
    }
    .into_any()
}

/// The map.
pub fn map(ctx: &Ctx, guide: &Guide, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let fair = &guide.fair;
    let heading = t!(l, fairs.map_of, title = format!("\u{2068}{}\u{2069}", name(l, fair)));
    let mut labels: Labels = HashMap::new();
    for one in &guide.exhibitors {
        let label = labels.entry(one.booth).or_insert_with(|| (String::new(), storefront(ctx, one)));
        if !label.0.is_empty() {
            label.0.push_str(" · ");
        }
        label.0.push_str(called(ctx, one));
    }
    let drawn = guide.hall.as_ref().map(|hall| drawing(l, hall, guide.picture.as_ref(), &labels, &heading));
    let mut rows = Markup::default();
    for one in &guide.exhibitors {
        line(&mut rows, ctx, one, crafts);
    }
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            {head(ctx, fair, places, "map")}
            {drawn}
            <ul class="rows" inner_html=rows.into_html()></ul>
            <p class="hint kept" hidden>{t!(l, fairs.kept_offline)}</p>
            <script type="module" src=ctx.site.asset("guide.js")></script>
        </div>
    };
    let summary = t!(l, fairs.map_summary, count = guide.exhibitors.len());
    // Nothing of products stands here, so that it holds while they are sold.
    let shows = Shows::one(fair.id).and_any(FamilyId::KIND).and_any(REFERENCE).today(ctx.now);
    Page::new(heading, body).public(summary, format!("/fairs/{}/map", fair.slug)).shows(shows)
}

/// A family with its crafts and its booth, as a row of a list.
fn line(rows: &mut Markup, ctx: &Ctx, one: &Exhibitor, crafts: &Crafts) {
    let l = ctx.l;
    let made: Vec<String> = one.crafts.split(' ').filter(|code| !code.is_empty()).map(|code| crafts.name(l, code)).collect();
    rows.open("li", &[("class", &"row")]).open("div", &[]);
    rows.element("a", &[("href", &storefront(ctx, one)), ("dir", &"auto")], &called(ctx, one));
    rows.element("p", &[("class", &"small")], &made.join("، ")).close("div");
    if one.part != DayPart::Whole {
        rows.element("span", &[("class", &"tag waiting")], &one.part.word(l));
    }
    rows.element("span", &[("class", &"tag plain")], &one.number).close("li");
}

/// Who is there, with what they bring, found by name and craft.
pub fn who(ctx: &Ctx, guide: &Guide, exhibits: &HashMap<FamilyId, Vec<Exhibit>>, query: &Form, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let fair = &guide.fair;
    let heading = t!(l, fairs.who_is_at, title = format!("\u{2068}{}\u{2069}", name(l, fair)));
    let wanted = ground::text::fold(query.get("name"));
    let craft = query.get("craft");
    let fits = |one: &&Exhibitor| {
        let called = wanted.is_empty() || ground::text::fold(called(ctx, one)).contains(&wanted);
        called && (craft.is_empty() || one.crafts.split(' ').any(|code| code == craft))
    };
    let there: std::collections::BTreeSet<&str> = guide.exhibitors.iter().flat_map(|one| one.crafts.split(' ')).collect();
    let options: Vec<(String, String)> = crafts.options(l).into_iter().filter(|(code, _)| there.contains(code.as_str())).collect();
    let found: Vec<&Exhibitor> = guide.exhibitors.iter().filter(fits).collect();
    let list = if found.is_empty() {
        empty(t!(l, fairs.nobody_found), t!(l, fairs.nobody_found_text), None)
    } else {
        let mut rows = Markup::default();
        for one in found {
            rows.open("section", &[("class", &"card pad")]).open("ul", &[("class", &"plain")]);
            line(&mut rows, ctx, one, crafts);
            rows.close("ul").open("ul", &[("class", &"brings")]);
            for item in exhibits.get(&one.family).into_iter().flatten().take(MOST_SHOWN) {
                exhibit(&mut rows, ctx, item);
            }
            rows.close("ul").close("section");
        }
        view! { <div class="stack" inner_html=rows.into_html()></div> }.into_any()
    };
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            {head(ctx, fair, places, "families")}
            {by_craft(ctx, fair, query, &options)}
            {by_name(ctx, fair, query)}
            {list}
            <script type="module" src=ctx.site.asset("guide.js")></script>
        </div>
    };
    let summary = t!(l, fairs.map_summary, count = guide.exhibitors.len());
    Page::new(heading, body).public(summary, format!("/fairs/{}/families", fair.slug)).shows(of_fair(fair.id))
}

/// The crafts that are there, each a link to who makes it.
fn by_craft(ctx: &Ctx, fair: &Fair, query: &Form, options: &[(String, String)]) -> Option<AnyView> {
    let l = ctx.l;
    let chosen = query.get("craft");
    let chip = |code: &str, word: String| {
        let mut other = query.clone();
        other.set("craft", code);
        other.0.retain(|(name, value)| matches!(name.as_str(), "name" | "craft") && !value.is_empty());
        let asked = other.encode();
        let path = format!("/fairs/{}/families", fair.slug);
        let path = if asked.is_empty() { path } else { format!("{path}?{asked}") };
        view! { <a href=ctx.link(&path) aria-current=(code == chosen).then_some("true")>{word}</a> }.into_any()
    };
    let chips: Vec<AnyView> = options.iter().map(|(code, word)| chip(code, word.clone())).collect();
    (chips.len() > 1)
        .then(|| view! { <nav class="chips" aria-label=t!(l, catalogue.craft)>{chip("", t!(l, fairs.all_crafts))}{chips}</nav> }.into_any())
}

/// The search for a name, folded until somebody looks for one.
fn by_name(ctx: &Ctx, fair: &Fair, query: &Form) -> AnyView {
    let l = ctx.l;
    let filled = Filled::from(query.clone());
    let craft = query.get("craft").to_owned();
    let craft = (!craft.is_empty()).then(|| hidden("craft", craft));
    let open = !query.get("name").is_empty();
    view! {
        <details open=open>
            <summary>{t!(l, fairs.find_by_name)}</summary>
            <form class="filters" action=ctx.link(&format!("/fairs/{}/families", fair.slug))>
                {craft}
                {Field::line(&filled, "name", t!(l, fairs.by_name)).optional().view(l)}
                <button class="button quiet" type="submit">{t!(l, training.figures_show)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// A product as a picture with its title and its price.
fn exhibit(rows: &mut Markup, ctx: &Ctx, item: &Exhibit) {
    let l = ctx.l;
    let amount = Money(item.price_from);
    rows.open("li", &[]).open("a", &[("href", &ctx.link(&format!("/products/{}", item.slug)))]);
    if let Some(photo) = item.photos.first() {
        let small: [(&str, &dyn Display); 5] =
            [("src", &photo.path(320, "webp")), ("width", &160), ("height", &120), ("alt", &""), ("loading", &"lazy")];
        rows.open("img", &small);
    }
    rows.element("span", &[("dir", &"auto")], &texts::pick(l, &item.title_ar, &item.title_en)).close("a");
    rows.open("p", &[("class", &"small")]).open("bdi", &[("class", &"price")]);
    rows.element("data", &[("value", &money::plain(amount))], &amount).text(&format_args!(" {}", t!(l, common.currency)));
    rows.close("bdi").close("p").close("li");
}
