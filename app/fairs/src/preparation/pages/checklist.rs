//! A family's list before a fair, and who lacks what.

use leptos::prelude::*;

use crate::plan::pages::desk::back;
use crate::preparation::types::Line;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, DeskFair};
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ui::{Page, Tone, bars, check_boxes, empty, error_summary, notice, submit, tag};
use ground::{days, t};

/// What is left to do before a fair, with what the family ticks.
pub(crate) fn checklist(ctx: &Ctx, row: &Application, lines: &[Line]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let l = ctx.l;
    let theirs: Vec<AnyView> = lines
        .iter()
        .filter(|line| !line.item.own())
        .map(|line| {
            let state = if line.done { tag(Tone::Good, t!(l, fairs.given)) } else { tag(Tone::Waiting, t!(l, fairs.to_be_given)) };
            view! { <li class="row"><span>{line.item.word(l)}</span>{state}</li> }.into_any()
        })
        .collect();
    let own: Vec<&Line> = lines.iter().filter(|line| line.item.own()).collect();
    let options: Vec<(&str, String, Option<String>)> =
        own.iter().map(|line| (line.item.code(), line.item.word(l), Some(t!(l, fairs.by_day, day = days::date(l, line.by))))).collect();
    let mut ticked = Filled::default();
    for line in own.iter().filter(|line| line.done) {
        ticked.form.add("done", line.item.code());
    }
    let ready = (row.state == ApplicationState::Ready).then(|| notice(Tone::Good, t!(l, fairs.all_ready)));
    let packing = (row.state != ApplicationState::Confirmed).then(|| {
        view! { <p><a href=ctx.link(&format!("/me/fairs/{}/packing", row.id))>{t!(l, fairs.packing)}</a></p> }
    });
    Some(
        view! {
            <section class="card pad">
                <h2>{t!(l, fairs.getting_ready)}</h2>
                {ready}
                <ul class="rows">{theirs}</ul>
                <form method="post" action=ctx.link(&format!("/me/fairs/{}/ready", row.id)) novalidate>
                    {check_boxes(l, &ticked, "done", t!(l, fairs.for_you_to_do), &options)}
                    {submit(t!(l, common.save))}
                </form>
                {packing}
            </section>
        }
        .into_any(),
    )
}

/// Who is ready for a fair, and who is not.
pub struct Readiness {
    /// The fair.
    pub view: DeskFair,
    /// Who takes part, with what has to be done.
    pub rows: Vec<(Application, Vec<Line>)>,
    /// Names of families.
    pub names: Names,
    /// Whether families were reminded today.
    pub reminded: bool,
}

/// Who is ready for a fair, and what the others lack by when.
pub fn readiness(ctx: &Ctx, page: &Readiness, filled: &Filled) -> Page {
    let l = ctx.l;
    let Readiness { view: DeskFair { fair, .. }, rows, .. } = page;
    let heading = t!(l, fairs.readiness);
    let list: Vec<AnyView> = rows.iter().map(|(row, lines)| one(ctx, page, row, lines)).collect();
    let done = rows.iter().filter(|(_, lines)| lines.iter().all(|line| line.done)).count();
    let counts = [(t!(l, fairs.app_ready), done as i64), (t!(l, fairs.not_ready), (rows.len() - done) as i64)];
    let body = if rows.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! {
            <div class="case-grid">
                <div><ul class="rows">{list}</ul></div>
                <aside>{bars(heading.clone(), &counts)}{reminder(ctx, page)}</aside>
            </div>
        }
        .into_any()
    };
    let body = view! { <div class="desk">{back(ctx, fair)}{error_summary(l, filled)}<h1>{heading.clone()}</h1>{body}</div> };
    Page::new(heading, body)
}

/// A family with what it lacks: red when a day has passed, and green when nothing is left.
fn one(ctx: &Ctx, page: &Readiness, row: &Application, lines: &[Line]) -> AnyView {
    let l = ctx.l;
    let today = days::day_in_tripoli(ctx.now);
    let open: Vec<&Line> = lines.iter().filter(|line| !line.done).collect();
    let missing: Vec<AnyView> = open
        .iter()
        .map(|line| {
            let late = (line.by < today).then(|| tag(Tone::Danger, t!(l, fairs.late)));
            let whose = (!line.item.own()).then(|| format!(" ({})", t!(l, fairs.to_be_given)));
            view! { <li>{line.item.word(l)}{whose}" · "{t!(l, fairs.by_day, day = days::date(l, line.by))}" "{late}</li> }.into_any()
        })
        .collect();
    let mark = match open.len() {
        0 => tag(Tone::Good, t!(l, fairs.app_ready)),
        n if open.iter().any(|line| line.by < today) => tag(Tone::Danger, t!(l, fairs.n_lacks, count = n)),
        n => tag(Tone::Attention, t!(l, fairs.n_lacks, count = n)),
    };
    let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", page.view.fair.id, row.id));
    view! {
        <li class="row">
            <div>
                <a href=path dir="auto">{named(l, &page.names, row.family)}</a>
                <p class="small">{row.state.word(l)}</p>
                <ul class="plain small">{missing}</ul>
            </div>
            {mark}
        </li>
    }
    .into_any()
}

/// The button that tells families what they lack, unless they heard it today.
fn reminder(ctx: &Ctx, page: &Readiness) -> Option<AnyView> {
    let l = ctx.l;
    let lacks = page.rows.iter().any(|(_, lines)| lines.iter().any(|line| line.item.own() && !line.done));
    let ahead = matches!(page.view.fair.state, FairState::ResultsPublished | FairState::SetUp | FairState::Running);
    if !(page.view.reached && lacks && ahead) {
        return None;
    }
    if page.reminded {
        return Some(notice(Tone::Plain, t!(l, fairs.reminded_today)));
    }
    let action = ctx.link(&format!("/desk/fairs/{}/readiness/remind", page.view.fair.id));
    Some(
        view! { <form method="post" action=action class="doings"><p class="hint">{t!(l, fairs.remind_hint)}</p>{submit(t!(l, fairs.remind))}</form> }
            .into_any(),
    )
}
