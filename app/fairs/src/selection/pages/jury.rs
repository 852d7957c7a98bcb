//! Jurors score without names: a number, what is shown, and points for each criterion.

use leptos::prelude::*;

use crate::selection::rules::ReviewState;
use crate::selection::types::{Before, Blind};
use crate::types::Fair;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, fact, facts, notice, submit, tag};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::crafts::Crafts;

fn state(l: Locale, state: ReviewState) -> AnyView {
    match state {
        ReviewState::Asked => tag(Tone::Attention, t!(l, fairs.review_asked)),
        ReviewState::Given => tag(Tone::Good, t!(l, fairs.review_given)),
        ReviewState::Tied => tag(Tone::Plain, t!(l, fairs.review_tied)),
    }
}

/// Fairs that a juror is asked to score for.
pub fn juries(ctx: &Ctx, all: &[Fair]) -> Page {
    let l = ctx.l;
    let heading = t!(l, committee.to_score);
    let rows: Vec<AnyView> = all
        .iter()
        .map(|fair| {
            view! { <li class="row"><a href=ctx.link(&format!("/committee/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></li> }
                .into_any()
        })
        .collect();
    let list = if rows.is_empty() {
        empty(t!(l, fairs.to_score_none), t!(l, fairs.to_score_none_text), None)
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let body = view! { <div class="desk narrow"><p><a href=ctx.link("/committee")>{t!(l, committee.heading)}</a></p><h1>{heading.clone()}</h1>{list}</div> };
    Page::new(heading, body)
}

/// What is to be scored, by numbers.
pub fn to_score(ctx: &Ctx, fair: &Fair, all: &[Blind]) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.score_for, title = format!("\u{2068}{}\u{2069}", name(l, fair)));
    let left = all.iter().filter(|blind| blind.state == ReviewState::Asked).count();
    let rows: Vec<AnyView> = all
        .iter()
        .map(|blind| {
            let path = ctx.link(&format!("/committee/fairs/{}/{}", fair.id, blind.number));
            view! { <li class="row"><a href=path>{t!(l, fairs.blind_number, n = blind.number)}</a>{state(l, blind.state)}</li> }.into_any()
        })
        .collect();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link("/committee/fairs")>{t!(l, committee.to_score)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, fairs.score_left, count = left)}</p>
            <p class="hint">{t!(l, fairs.blind_hint)}</p>
            <ul class="rows">{rows}</ul>
        </div>
    };
    Page::new(heading, body)
}

/// Products without whose they are. Photos bear no metadata, and are named by their place on the page.
fn exhibit(l: Locale, one: &Exhibit, crafts: &Crafts, named: impl Fn(usize) -> String) -> AnyView {
    let title = texts::pick(l, &one.title_ar, &one.title_en).to_owned();
    let photos: Vec<AnyView> = one
        .photos
        .iter()
        .enumerate()
        .map(|(n, photo)| {
            view! { <img src=named(n) width=photo.width.to_string() height=photo.height.to_string() alt=title.clone() loading="lazy"/> }
                .into_any()
        })
        .collect();
    let rows = [fact(t!(l, catalogue.craft), &crafts.name(l, &one.craft)), fact(t!(l, catalogue.material), &one.material)];
    view! {
        <section class="card pad exhibit">
            <h2 dir="auto">{title.clone()}</h2>
            <div class="photos">{photos}</div>
            <p class="lines" dir="auto">{one.description.clone()}</p>
            {facts(rows.into_iter().flatten().collect())}
        </section>
    }
    .into_any()
}

/// One application before a juror.
pub fn before(ctx: &Ctx, seen: &Before, number: i64, exhibits: &[Exhibit], crafts: &Crafts, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.blind_number, n = number);
    let base = ctx.link(&format!("/committee/fairs/{}/{number}", seen.fair.id));
    let mut known = filled.clone();
    if known.act.is_none() {
        for (criterion, points) in &seen.criteria {
            if let Some(points) = points {
                known.form.set(&format!("points_{}", criterion.position), points.to_string());
            }
        }
        known.form.set("words", seen.words.clone());
    }
    let mut before = 0;
    let mut shown = Vec::new();
    for one in exhibits {
        shown.push(exhibit(l, one, crafts, |n| format!("/media/blind/{}/{number}/{}-640.webp", seen.fair.id, before + n)));
        before += one.photos.len();
    }
    let fields: Vec<AnyView> = seen
        .criteria
        .iter()
        .map(|(criterion, _)| {
            let label = format!("{} (× {})", criterion.title, criterion.weight);
            Field::number(&known, &format!("points_{}", criterion.position), label).hint(t!(l, fairs.points_hint)).view(l)
        })
        .collect();
    let form = if seen.state == ReviewState::Tied {
        notice(Tone::Plain, t!(l, fairs.review_tied))
    } else {
        view! {
            <form method="post" action=format!("{base}/give") novalidate>
                {fields}
                {Field::lines(&known, "words", t!(l, fairs.score_words), 2).optional().view(l)}
                {submit(t!(l, fairs.score_give))}
            </form>
            <details open=filled.errors.of("tie").is_some()>
                <summary>{t!(l, fairs.tie)}</summary>
                <form method="post" action=format!("{base}/tie") novalidate>
                    {Field::lines(filled, "tie", t!(l, fairs.tie_words), 2).hint(t!(l, fairs.tie_hint)).view(l)}
                    {submit(t!(l, fairs.tie))}
                </form>
            </details>
        }
        .into_any()
    };
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/committee/fairs/{}", seen.fair.id))>{name(l, &seen.fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid"><div>{shown}</div><aside>{form}</aside></div>
        </div>
    };
    Page::new(heading, body)
}
