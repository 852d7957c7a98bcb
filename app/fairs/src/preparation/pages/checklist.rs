//! A family's list before a fair, and who lacks what.

use leptos::prelude::*;

use crate::plan::pages::desk::back;
use crate::preparation::types::Line;
use crate::rules::application::ApplicationState;
use crate::types::{Application, DeskFair};
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ui::{Page, Tone, bars, check_boxes, empty, notice, submit, tag};
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

/// Who is ready for a fair, and what the others lack by when.
pub fn readiness(ctx: &Ctx, view: &DeskFair, rows: &[(Application, Vec<Line>)], names: &Names) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.readiness);
    let today = days::day_in_tripoli(ctx.now);
    let list: Vec<AnyView> = rows
        .iter()
        .map(|(row, lines)| {
            let missing: Vec<AnyView> = lines
                .iter()
                .filter(|line| !line.done)
                .map(|line| {
                    let late = (line.by < today).then(|| tag(Tone::Danger, t!(l, fairs.late)));
                    view! { <li>{line.item.word(l)}" · "{t!(l, fairs.by_day, day = days::date(l, line.by))}" "{late}</li> }.into_any()
                })
                .collect();
            let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", fair.id, row.id));
            view! {
                <li class="row">
                    <div><a href=path dir="auto">{named(l, names, row.family)}</a><ul class="plain small">{missing}</ul></div>
                    {tag(row.state.tone(), row.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let done = rows.iter().filter(|(_, lines)| lines.iter().all(|line| line.done)).count();
    let counts = [(t!(l, fairs.app_ready), done as i64), (t!(l, fairs.not_ready), (rows.len() - done) as i64)];
    let body = if rows.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! { <div class="case-grid"><div><ul class="rows">{list}</ul></div><aside>{bars(heading.clone(), &counts)}</aside></div> }
            .into_any()
    };
    let body = view! { <div class="desk">{back(ctx, fair)}<h1>{heading.clone()}</h1>{body}</div> };
    Page::new(heading, body)
}
