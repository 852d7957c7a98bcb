//! Stages of a fair: where it stands, what is to be done now and by when, and the pages of each.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::plan::pages::desk::OneFair;
use crate::plan::rules::Stage;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::Fair;
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Tone, tag};

/// The bar of stages with their last days, and what is to be done now.
pub(crate) fn bar(ctx: &Ctx, page: &OneFair) -> Option<AnyView> {
    let (l, fair) = (ctx.l, &page.view.fair);
    if fair.state == FairState::Cancelled {
        return None;
    }
    let now = Stage::of(fair.state);
    let items: Vec<AnyView> = Stage::ALL
        .into_iter()
        .filter(|stage| stage.held_by(fair))
        .map(|stage| {
            let done = now.is_none_or(|now| stage < now);
            let until = stage.until(fair).map(|day| view! { <small>{t!(l, fairs.stage_until, day = date(l, day))}</small> });
            view! { <li class:done=done aria-current=(now == Some(stage)).then_some("step")><span>{stage.word(l)}</span>{until}</li> }
                .into_any()
        })
        .collect();
    Some(
        view! { <ol class="steps stages" aria-label=t!(l, fairs.stages)>{items}</ol>{page.view.reached.then(|| to_do(ctx, page)).flatten()} }
            .into_any(),
    )
}

/// What is to be done now, where, and whether its last day has passed.
fn to_do(ctx: &Ctx, page: &OneFair) -> Option<AnyView> {
    let (l, fair) = (ctx.l, &page.view.fair);
    let (words, part) = next(l, page)?;
    let until = Stage::of(fair.state).and_then(|stage| stage.until(fair));
    let late = until.is_some_and(|day| day < day_in_tripoli(ctx.now)).then(|| tag(Tone::Danger, t!(l, fairs.late)));
    let by = |day: NaiveDate| view! { " · "{t!(l, fairs.by_day, day = date(l, day))} };
    let words = match part {
        Some(part) => view! { <a href=ctx.link(&format!("/desk/fairs/{}/{part}", fair.id))>{words}</a> }.into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    Some(view! { <section class="notice"><h2>{t!(l, fairs.now_to_do)}</h2><p>{words}{until.map(by)}" "{late}</p></section> }.into_any())
}

/// What is to be done next, and the page where; none where it is done on this one, or all is done.
fn next(l: Locale, page: &OneFair) -> Option<(String, Option<&'static str>)> {
    let (fair, states) = (&page.view.fair, &page.states);
    let screened = states.among(&[ApplicationState::Screened]);
    let next = match fair.state {
        FairState::Planned if fair.call.is_some() => (t!(l, fairs.next_open_call), None),
        FairState::Planned => (t!(l, fairs.next_announce), None),
        FairState::CallOpen | FairState::CallClosed if page.to_screen > 0 => {
            (t!(l, fairs.n_to_screen, count = page.to_screen), Some("applications"))
        }
        FairState::CallOpen => (t!(l, fairs.next_wait), Some("applications")),
        FairState::CallClosed if screened > 0 => (t!(l, fairs.next_review), Some("selection")),
        FairState::CallClosed => (t!(l, fairs.next_nobody), None),
        FairState::Reviewing => (t!(l, fairs.next_choose), Some("selection")),
        FairState::ResultsPublished => (t!(l, fairs.next_booths), Some("booths")),
        FairState::SetUp => (t!(l, fairs.next_ready), Some("readiness")),
        FairState::Running => (t!(l, fairs.next_days), Some("days")),
        FairState::Closed => (t!(l, fairs.next_accounts), Some("accounts")),
        FairState::Settled | FairState::Cancelled => return None,
    };
    Some(next)
}

/// Pages of the fair under its stages, as far as its state has them.
pub(crate) fn parts(ctx: &Ctx, page: &OneFair) -> AnyView {
    let l = ctx.l;
    let now = Stage::of(page.view.fair.state);
    let groups: Vec<AnyView> = Stage::ALL
        .into_iter()
        .map(|stage| (stage, pages_of(ctx, page, stage)))
        .filter(|(_, links)| !links.is_empty())
        .map(|(stage, links)| {
            let links: Vec<AnyView> = links.into_iter().map(|(path, word)| view! { <li><a href=path>{word}</a></li> }.into_any()).collect();
            let here = (now == Some(stage)).then(|| view! { " "{tag(Tone::Waiting, t!(l, fairs.now_to_do))} });
            view! { <h2>{stage.word(l)}{here}</h2><ul class="plain">{links}</ul> }.into_any()
        })
        .collect();
    view! { <nav aria-label=t!(l, fairs.stages)>{groups}</nav> }.into_any()
}

/// Addresses of the pages of a stage with their words.
fn pages_of(ctx: &Ctx, page: &OneFair, stage: Stage) -> Vec<(String, String)> {
    let (l, fair) = (ctx.l, &page.view.fair);
    let part = |part: &str, word: String| (ctx.link(&format!("/desk/fairs/{}/{part}", fair.id)), word);
    let chosen = given(fair);
    match stage {
        Stage::Plan => {
            let edits = page.view.reached && fair.state.plannable();
            let edit = edits.then(|| part("edit", t!(l, common.change)));
            let again = page.view.reached.then(|| (ctx.link(&format!("/desk/fairs/new?from={}", fair.id)), t!(l, fairs.next_year)));
            let kept = [part("hall", t!(l, fairs.hall)), part("files", t!(l, fairs.files_and_photos))];
            edit.into_iter().chain(kept).chain(again).collect()
        }
        Stage::Call if fair.state != FairState::Planned => {
            let seen = (ctx.link(&format!("/fairs/{}", fair.slug)), t!(l, fairs.public_page));
            vec![seen, part("applications", t!(l, fairs.applications))]
        }
        Stage::Selection if !matches!(fair.state, FairState::Planned | FairState::CallOpen) => {
            vec![part("selection", t!(l, fairs.selection))]
        }
        Stage::SetUp if chosen => vec![
            part("booths", t!(l, fairs.stands)),
            part("journey", t!(l, fairs.journeys)),
            part("readiness", t!(l, fairs.readiness)),
            part("signs", t!(l, fairs.signs)),
        ],
        Stage::Days if chosen => vec![part("days", t!(l, fairs.on_days))],
        Stage::Accounts if chosen => vec![part("accounts", t!(l, fairs.accounts)), part("report", t!(l, fairs.report))],
        _ => Vec::new(),
    }
}

/// Whether everyone knows who goes there.
fn given(fair: &Fair) -> bool {
    [FairState::ResultsPublished, FairState::SetUp, FairState::Running, FairState::Closed, FairState::Settled].contains(&fair.state)
}
