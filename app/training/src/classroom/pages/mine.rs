//! The classroom of a trainee.

use leptos::prelude::*;

use crate::classroom::feedback::RATED;
use crate::classroom::pages::parts::{file_link, materials, piece, question_word, said};
use crate::classroom::reads::Classroom;
use crate::rules::CohortState;
use crate::words::{days, named, when};
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli};
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Scale, error_summary, pick_one, rating_fields, send_file, submit};

/// A trainee's classroom.
pub fn classroom(ctx: &Ctx, room: &Classroom, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = named(l, &room.course, &room.cohort);
    let today = day_in_tripoli(ctx.now);
    let next = room.lessons.iter().find(|lesson| room.inside && lesson.day >= today);
    let next = next.map(|lesson| {
        let link = (!lesson.link.is_empty())
            .then(|| view! { <p><a href=lesson.link.clone()><bdi class="break">{lesson.link.clone()}</bdi></a></p> });
        view! {
            <section class="card pad">
                <h2>{t!(l, training.next_lesson)}</h2>
                <p><strong>{when(l, lesson)}</strong></p>
                <p dir="auto">{lesson.venue.clone()}</p>
                <p dir="auto">{lesson.topic.clone()}</p>
                {link}
            </section>
        }
    });
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/me/training")>{t!(l, training.mine)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{days(l, room.cohort.starts_on, room.cohort.ends_on)}" · "<span dir="auto">{room.cohort.venue.clone()}</span></p>
            {next}
            {files(ctx, room, filled)}
            {room.may_rate.then(|| rate(ctx, room, filled))}
            {said(ctx, &room.messages)}
            {materials(ctx, &room.modules, None)}
            {homework(ctx, room, filled)}
        </div>
    };
    Page::new(heading, body)
}

/// Questions that are answered with a file.
fn files(ctx: &Ctx, room: &Classroom, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = room
        .files
        .iter()
        .enumerate()
        .map(|(n, (question, answer))| {
            let action = ctx.link(&format!("/me/training/{}/answers/{}", room.enrolment, question.id));
            let there = answer
                .as_ref()
                .and_then(|answer| answer.file.map(|media| view! { <p>{t!(l, training.file_sent)}" "{file_link(media, &answer.words)}</p> }));
            view! { <li><h3 dir="auto">{question.words.clone()}</h3>{there}{send_file(l, filled, action, ("file", n), t!(l, training.file), ())}</li> }
                .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.files)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// The form at the end.
fn rate(ctx: &Ctx, room: &Classroom, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let questions = RATED.map(|code| (code, question_word(l, code), Scale::How));
    view! {
        <section class="card pad">
            <h2>{t!(l, training.feedback)}</h2>
            <p class="hint">{t!(l, training.feedback_hint)}</p>
            <form method="post" action=ctx.link(&format!("/me/training/{}/feedback", room.enrolment)) novalidate>
                {rating_fields(l, filled, &questions)}
                {Field::lines(filled, "words", t!(l, training.feedback_words), 4).optional().view(l)}
                {submit(t!(l, training.feedback_send))}
            </form>
        </section>
    }
    .into_any()
}

/// One's own homework, and the form that sends more.
fn homework(ctx: &Ctx, room: &Classroom, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if !room.inside || room.lessons.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = room
        .homework
        .iter()
        .map(|row| view! { <li>{piece(ctx, row, room.lessons.iter().find(|lesson| lesson.id == row.lesson))}</li> }.into_any())
        .collect();
    let open = matches!(room.cohort.state, CohortState::Closed | CohortState::Running);
    let form = open.then(|| {
        let options: Vec<(String, String)> = room
            .lessons
            .iter()
            .map(|lesson| (lesson.id.to_string(), format!("{} — {}", days::date(l, lesson.day), lesson.topic)))
            .collect();
        let more = view! {
            {pick_one(l, filled, "lesson", t!(l, training.homework_lesson), &options)}
            {Field::lines(filled, "words", t!(l, training.homework_words), 2).optional().view(l)}
        };
        send_file(l, filled, ctx.link(&format!("/me/training/{}/homework", room.enrolment)), ("homework", 0), t!(l, training.picture), more)
    });
    (form.is_some() || !rows.is_empty())
        .then(|| view! { <section><h2>{t!(l, training.homework)}</h2><ul class="rows">{rows}</ul>{form}</section> }.into_any())
}
