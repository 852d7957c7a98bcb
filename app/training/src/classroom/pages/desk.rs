//! The classroom of who teaches or plans.

use leptos::prelude::*;

use crate::classroom::feedback::{Feedback, RATED};
use crate::classroom::pages::parts::{materials, piece, question_word, said};
use crate::classroom::reads::DeskClassroom;
use crate::words::{back, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Scale, error_summary, hidden, pick_one, rating_charts, send_file, submit};

/// The classroom of who teaches or plans.
pub fn desk_classroom(ctx: &Ctx, room: &DeskClassroom, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.room);
    let base = ctx.link(&format!("/desk/training/cohorts/{}/room", room.cohort.id));
    let modules: Vec<(String, String)> = room.modules.iter().map(|(row, _)| (row.id.to_string(), row.title.clone())).collect();
    let add = (!modules.is_empty()).then(|| {
        let action = ctx.link(&format!("/desk/training/cohorts/{}/materials", room.cohort.id));
        let more = pick_one(l, filled, "module", t!(l, training.material_module), &modules);
        view! { <details open=filled.errors.of("material").is_some()><summary>{t!(l, training.add_material)}</summary>{send_file(l, filled, action, ("material", 0), t!(l, training.file), more)}</details> }
    });
    let body = view! {
        <div class="desk narrow">
            <p><a href=back(ctx, room.cohort.id)>{named(l, &room.course, &room.cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{named(l, &room.course, &room.cohort)}</p>
            <form method="post" action=format!("{base}/write") novalidate>
                {Field::lines(filled, "message", t!(l, training.write), 3).hint(t!(l, training.write_hint)).view(l)}
                {submit(t!(l, training.write_verb))}
            </form>
            {said(ctx, &room.messages)}
            {materials(ctx, &room.modules, Some(&base))}
            {add}
            {homework(ctx, room, filled)}
            {results(l, &room.feedback)}
        </div>
    };
    Page::new(heading, body)
}

/// What trainees sent, each with the form that answers it.
fn homework(ctx: &Ctx, room: &DeskClassroom, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    let sent: Vec<AnyView> = room
        .homework
        .iter()
        .map(|(row, lesson, name)| {
            let field = format!("reply_{}", row.id);
            let mut known = filled.clone();
            if known.form.get(&field).is_empty() {
                known.form.set(&field, row.reply.clone());
            }
            view! {
                <li>
                    <strong dir="auto">{name.clone()}</strong>
                    {piece(ctx, row, Some(lesson))}
                    <details open=filled.errors.of(&field).is_some()>
                        <summary>{t!(l, training.reply)}</summary>
                        <form method="post" action=ctx.link(&format!("/desk/training/homework/{}", row.id)) novalidate>
                            {hidden("cohort", room.cohort.id.to_string())}
                            {Field::lines(&known, &field, t!(l, training.reply), 2).view(l)}
                            {submit(t!(l, training.reply))}
                        </form>
                    </details>
                </li>
            }
            .into_any()
        })
        .collect();
    (!sent.is_empty()).then(|| view! { <section><h2>{t!(l, training.homework)}</h2><ul class="rows">{sent}</ul></section> }.into_any())
}

/// Ratings as charts with their tables.
fn results(l: Locale, feedback: &Feedback) -> AnyView {
    if feedback.ratings.is_empty() {
        let words = t!(l, training.feedback_few, n = feedback.people);
        return view! { <section><h2>{t!(l, training.feedback)}</h2><p class="hint">{words}</p></section> }.into_any();
    }
    let counted = RATED.into_iter().zip(feedback.ratings.iter().copied());
    let ratings: Vec<_> = counted.map(|(code, counts)| (question_word(l, code), Scale::How, counts)).collect();
    view! {
        <section>
            <h2>{t!(l, training.feedback)}</h2>
            <p class="hint">{t!(l, training.feedback_people, n = feedback.people)}</p>
            {rating_charts(l, &ratings, &feedback.words)}
        </section>
    }
    .into_any()
}
