//! Small parts: notices, tags, prices, lists, pagers, charts.

use leptos::prelude::*;

use crate::form::Form;
use crate::money::{self, Money};
use crate::t;
use crate::texts::Locale;

/// How a notice or tag is meant; never shown by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neutral.
    Plain,
    /// Waiting for someone.
    Waiting,
    /// Published, done.
    Good,
    /// Needs the reader to act.
    Attention,
    /// Refused, failed.
    Danger,
}

impl Tone {
    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Waiting => "waiting",
            Tone::Good => "good",
            Tone::Attention => "attention",
            Tone::Danger => "danger",
        }
    }
}

/// A state in a word.
pub fn tag(tone: Tone, word: String) -> AnyView {
    view! { <span class=format!("tag {}", tone.class())>{word}</span> }.into_any()
}

/// A paragraph that stands out.
pub fn notice(tone: Tone, text: String) -> AnyView {
    view! { <p class=format!("notice {}", tone.class()) role="status">{text}</p> }.into_any()
}

/// `45 د.ل`, isolated from the direction around it.
pub fn price(l: Locale, amount: Money) -> AnyView {
    view! { <bdi class="price"><data value=money::plain(amount)>{amount.to_string()}</data>{format!(" {}", t!(l, common.currency))}</bdi> }
        .into_any()
}

/// Term and value, in the order given; rows without a value are left out.
pub fn facts(rows: Vec<(String, AnyView)>) -> AnyView {
    let rows: Vec<AnyView> =
        rows.into_iter().map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> }.into_any()).collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// A row of [`facts`] when there is something to say.
pub fn fact(term: String, value: &str) -> Option<(String, AnyView)> {
    (!value.is_empty()).then(|| (term, view! { <span dir="auto" class="lines">{value.to_owned()}</span> }.into_any()))
}

/// What an empty list says, and what to do next.
pub fn empty(title: String, text: String, action: Option<(String, String)>) -> AnyView {
    under_band(view! { <h2>{title}</h2> }.into_any(), text, action)
}

/// The same when a page says nothing else: what happened, and what to do next.
pub fn outcome(title: String, text: String, action: Option<(String, String)>) -> AnyView {
    under_band(view! { <h1>{title}</h1> }.into_any(), text, action)
}

fn under_band(heading: AnyView, text: String, action: Option<(String, String)>) -> AnyView {
    view! {
        <div class="empty">
            {band()}
            {heading}
            <p>{text}</p>
            {action.map(|(href, verb)| view! { <a class="button" href=href>{verb}</a> })}
        </div>
    }
    .into_any()
}

/// The band of Libyan weaving, the one ornament.
pub fn band() -> AnyView {
    view! { <div class="band" aria-hidden="true"></div> }.into_any()
}

/// Whole text as paragraphs; blank lines part them, and lines of a paragraph stay lines.
pub fn prose(text: &str) -> AnyView {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let paragraphs: Vec<AnyView> = parts.map(|part| view! { <p class="lines" dir="auto">{part.to_owned()}</p> }.into_any()).collect();
    view! { <div class="prose">{paragraphs}</div> }.into_any()
}

/// On to the next rows, and back to the first.
pub fn pager(l: Locale, first: Option<String>, next: Option<String>) -> AnyView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=t!(l, common.next_page)>
            {first.map(|href| view! { <a class="button quiet" href=href>{t!(l, common.first_page)}</a> })}
            {next.map(|href| view! { <a class="button quiet" rel="next" href=href>{t!(l, common.next_page)}</a> })}
        </nav>
    }
    .into_any()
}

/// The pages of a list that is counted: before, behind, and which of how many. `base` is its address without a query.
pub fn pages(l: Locale, base: &str, query: &Form, (page, rows, all): (u64, u64, u64)) -> AnyView {
    let last = all.div_ceil(rows.max(1));
    if last < 2 {
        return ().into_any();
    }
    let address = |page: u64| {
        let mut next = query.clone();
        next.0.retain(|(name, value)| !matches!(name.as_str(), "page" | "done") && !value.is_empty());
        if page > 0 {
            next.set("page", (page + 1).to_string());
        }
        let encoded = next.encode();
        if encoded.is_empty() { base.to_owned() } else { format!("{base}?{encoded}") }
    };
    let before = (page > 0).then(|| view! { <a class="button quiet" rel="prev" href=address(page - 1)>{t!(l, common.previous_page)}</a> });
    let behind =
        (page + 1 < last).then(|| view! { <a class="button quiet" rel="next" href=address(page + 1)>{t!(l, common.next_page)}</a> });
    let here = t!(l, common.page_of, n = page + 1, all = last);
    view! { <nav class="pager" aria-label=t!(l, common.pages)>{before}<span class="small">{here}</span>{behind}</nav> }.into_any()
}

/// Bars with their table in one: each row a word, a number and a bar of its share.
pub fn bars(caption: String, rows: &[(String, i64)]) -> AnyView {
    let rows = rows.iter().map(|(word, n)| (view! { <span>{word.clone()}</span> }.into_any(), *n)).collect();
    drawn_bars(caption, rows)
}

/// The same, where each row leads to what it counts.
pub fn linked_bars(caption: String, rows: &[(String, i64, String)]) -> AnyView {
    let rows = rows.iter().map(|(word, n, path)| (view! { <a href=path.clone()>{word.clone()}</a> }.into_any(), *n)).collect();
    drawn_bars(caption, rows)
}

fn drawn_bars(caption: String, rows: Vec<(AnyView, i64)>) -> AnyView {
    let most = rows.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(word, n)| {
            let share = format!("{}%", n * 100 / most);
            view! {
                <tr>
                    <th scope="row">{word}</th>
                    <td class="number">{n.to_string()}</td>
                    <td class="bar" aria-hidden="true"><svg width="100%" height="12"><rect width=share height="12" rx="3"></rect></svg></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <table class="bars"><caption>{caption}</caption><tbody>{rows}</tbody></table> }.into_any()
}

/// A page of a form that has several.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub word: String,
    /// Whether everything that it needs is there.
    pub whole: bool,
    /// How it is reached.
    pub way: StepWay,
}

/// How a step is reached from another one.
#[derive(Debug, Clone)]
pub enum StepWay {
    /// Not now, or not from here.
    Closed,
    /// By a link.
    Link(String),
    /// By sending the form of this id, which keeps what is typed in it; the code says as `then` where to go.
    Sending(&'static str, &'static str),
}

/// The steps of a form with several pages, for eyes and readers alike: where one is, which are whole, and the way to the others.
pub fn steps(l: Locale, steps: Vec<Step>, at: usize) -> AnyView {
    // Enter sends the first button of a form, which must not be one that leads elsewhere.
    let sent = steps.iter().find_map(|step| if let StepWay::Sending(form, _) = step.way { Some(form) } else { None });
    let first = sent.map(|form| view! { <button class="first-submit" type="submit" form=form tabindex="-1" aria-hidden="true"></button> });
    let items: Vec<AnyView> = steps
        .into_iter()
        .enumerate()
        .map(|(n, Step { word, whole, way })| {
            let current = (n == at).then_some("step");
            let whole_word = whole.then(|| view! { <span class="unseen">{format!(" ({})", t!(l, common.step_whole))}</span> });
            let name = view! { <span class="name">{word}</span>{whole_word} };
            let name = match way {
                StepWay::Link(path) if n != at => view! { <a href=path>{name}</a> }.into_any(),
                StepWay::Sending(form, code) if n != at => {
                    view! { <button class="plain" type="submit" form=form name="then" value=code>{name}</button> }.into_any()
                }
                _ => name.into_any(),
            };
            view! { <li class:done=whole aria-current=current>{name}</li> }.into_any()
        })
        .collect();
    view! { {first}<ol class="steps">{items}</ol> }.into_any()
}

/// An address as a QR code, with words for who cannot see it.
pub fn qr(address: &str, words: String) -> AnyView {
    let code = qrcode::QrCode::new(address).ok();
    let picture = code.map(|code| code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build());
    let picture = picture.and_then(|svg| svg.find("<svg").map(|start| svg[start..].to_owned())).unwrap_or_default();
    view! { <div class="qr" role="img" aria-label=words inner_html=picture></div> }.into_any()
}

/// What goes for good is asked about once, on the page itself: the verb opens the question and the button that does it.
pub fn asks_first(verb: String, question: String, sure: impl IntoAny) -> AnyView {
    view! { <details class="asks"><summary class="button quiet">{verb}</summary><p class="hint">{question}</p>{sure.into_any()}</details> }
        .into_any()
}

/// What only those need who check a result: folded, and open on paper.
pub fn proof(summary: String, inner: impl IntoAny) -> AnyView {
    view! { <details class="proof"><summary>{summary}</summary>{inner.into_any()}</details> }.into_any()
}
