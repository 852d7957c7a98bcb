//! The classroom of a cohort: of a trainee, and of who teaches.

use leptos::prelude::*;

use crate::classroom::feedback::{Feedback, RATED};
use crate::classroom::reads::{Classroom, DeskClassroom};
use crate::entity::{homework, lesson, material, message, module};
use crate::rules;
use crate::words::{days, number, title, when};
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli};
use ground::form::Filled;
use ground::ids::MediaId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, hidden, pick_one, rating_charts, rating_fields, send_file, submit};

fn file_link(id: MediaId, name: &str) -> AnyView {
    view! { <a href=format!("/media/private/{id}") dir="auto">{name.to_owned()}</a> }.into_any()
}

fn said(ctx: &Ctx, messages: &[message::Model]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = messages
        .iter()
        .map(|row| {
            view! { <li><p class="lines" dir="auto">{row.words.clone()}</p><p class="small">{days::moment(l, row.at)}</p></li> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.messages)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

fn materials(ctx: &Ctx, modules: &[(module::Model, Vec<material::Model>)], remove: Option<&str>) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = modules
        .iter()
        .filter(|(_, materials)| !materials.is_empty())
        .map(|(module, materials)| {
            let files: Vec<AnyView> = materials
                .iter()
                .map(|row| {
                    let gone = remove.map(|action| {
                        view! {
                            <form method="post" action=action.to_owned()>
                                {hidden("do", "remove".to_owned())}
                                {hidden("material", row.id.to_string())}
                                <button class="button quiet" type="submit">{t!(l, training.remove_file)}</button>
                            </form>
                        }
                    });
                    view! { <li class="row">{file_link(row.media_id, &row.name)}{gone}</li> }.into_any()
                })
                .collect();
            view! { <h3 dir="auto">{module.title.clone()}</h3><ul class="rows">{files}</ul> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.materials)}</h2>{rows}</section> }.into_any())
}

fn question_word(l: Locale, code: &str) -> String {
    match code {
        "useful" => t!(l, training.rate_useful),
        "taught" => t!(l, training.rate_taught),
        "clear" => t!(l, training.rate_clear),
        _ => t!(l, training.rate_place),
    }
}

/// A trainee's room.
pub fn room(ctx: &Ctx, room: &Classroom, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = format!("{} — {}", title(l, &room.course), number(l, &room.cohort));
    let today = day_in_tripoli(ctx.now).to_string();
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
            <p class="lead">{days(l, &room.cohort.starts_on, &room.cohort.ends_on)}" · "<span dir="auto">{room.cohort.venue.clone()}</span></p>
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
            let action = ctx.link(&format!("/me/training/{}/answers/{}", room.enrolment.id, question.id));
            let there = answer
                .as_ref()
                .and_then(|answer| answer.media_id.map(|media| view! { <p>{t!(l, training.file_sent)}" "{file_link(media, &answer.answer)}</p> }));
            view! { <li><h3 dir="auto">{question.words.clone()}</h3>{there}{send_file(l, filled, action, ("file", n), t!(l, training.file), ())}</li> }
                .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.files)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// The form at the end.
fn rate(ctx: &Ctx, room: &Classroom, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let questions = RATED.map(|code| (code, question_word(l, code)));
    view! {
        <section class="card pad">
            <h2>{t!(l, training.feedback)}</h2>
            <p class="hint">{t!(l, training.feedback_hint)}</p>
            <form method="post" action=ctx.link(&format!("/me/training/{}/feedback", room.enrolment.id)) novalidate>
                {rating_fields(l, filled, &questions)}
                {Field::lines(filled, "words", t!(l, training.feedback_words), 4).optional().view(l)}
                {submit(t!(l, training.feedback_send))}
            </form>
        </section>
    }
    .into_any()
}

fn piece(ctx: &Ctx, row: &homework::Model, lesson: Option<&lesson::Model>) -> AnyView {
    let l = ctx.l;
    let file = row.media_id.map(|media| view! { <p>{file_link(media, &t!(l, training.picture))}</p> });
    let words = (!row.words.is_empty()).then(|| view! { <p class="lines" dir="auto">{row.words.clone()}</p> });
    let reply = (!row.reply.is_empty()).then(|| view! { <p class="lines notice good" dir="auto">{row.reply.clone()}</p> });
    let lesson = lesson.map(|lesson| view! { <p class="small">{when(l, lesson)}" · "<span dir="auto">{lesson.topic.clone()}</span></p> });
    view! { {lesson}{words}{file}{reply} }.into_any()
}

/// One's own homework, and the form that sends more.
fn homework(ctx: &Ctx, room: &Classroom, filled: &Filled) -> Option<AnyView> {
    use rules::CohortState;
    let l = ctx.l;
    if !room.inside || room.lessons.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = room
        .homework
        .iter()
        .map(|row| view! { <li>{piece(ctx, row, room.lessons.iter().find(|lesson| lesson.id == row.lesson_id))}</li> }.into_any())
        .collect();
    let open = matches!(room.cohort.state, CohortState::Closed | CohortState::Running);
    let form = open.then(|| {
        let options: Vec<(String, String)> = room
            .lessons
            .iter()
            .map(|lesson| (lesson.id.to_string(), format!("{} — {}", days::stored_date(l, &lesson.day), lesson.topic)))
            .collect();
        let more = view! {
            {pick_one(l, filled, "lesson", t!(l, training.homework_lesson), &options)}
            {Field::lines(filled, "words", t!(l, training.homework_words), 2).optional().view(l)}
        };
        send_file(
            l,
            filled,
            ctx.link(&format!("/me/training/{}/homework", room.enrolment.id)),
            ("homework", 0),
            t!(l, training.picture),
            more,
        )
    });
    (form.is_some() || !rows.is_empty())
        .then(|| view! { <section><h2>{t!(l, training.homework)}</h2><ul class="rows">{rows}</ul>{form}</section> }.into_any())
}

/// The room of who teaches or plans.
pub fn desk_room(ctx: &Ctx, room: &DeskClassroom, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.room);
    let base = ctx.link(&format!("/desk/training/cohorts/{}/room", room.cohort.id));
    let modules: Vec<(String, String)> = room.modules.iter().map(|(row, _)| (row.id.to_string(), row.title.clone())).collect();
    let add = (!modules.is_empty()).then(|| {
        let action = ctx.link(&format!("/desk/training/cohorts/{}/materials", room.cohort.id));
        let more = pick_one(l, filled, "module", t!(l, training.material_module), &modules);
        view! { <details open=filled.errors.of("material").is_some()><summary>{t!(l, training.add_material)}</summary>{send_file(l, filled, action, ("material", 0), t!(l, training.file), more)}</details> }
    });
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
    let homework = (!sent.is_empty()).then(|| view! { <section><h2>{t!(l, training.homework)}</h2><ul class="rows">{sent}</ul></section> });
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link("/desk/training/teaching")>{t!(l, training.teaching)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{format!("{} — {}", title(l, &room.course), number(l, &room.cohort))}</p>
            <form method="post" action=base.clone() novalidate>
                {hidden("do", "write".to_owned())}
                {Field::lines(filled, "message", t!(l, training.write), 3).hint(t!(l, training.write_hint)).view(l)}
                {submit(t!(l, training.write_verb))}
            </form>
            {said(ctx, &room.messages)}
            {materials(ctx, &room.modules, Some(&base))}
            {add}
            {homework}
            {results(l, &room.feedback)}
        </div>
    };
    Page::new(heading, body)
}

/// Ratings as charts with their tables.
fn results(l: Locale, feedback: &Feedback) -> AnyView {
    if feedback.ratings.is_empty() {
        let words = t!(l, training.feedback_few, n = feedback.people);
        return view! { <section><h2>{t!(l, training.feedback)}</h2><p class="hint">{words}</p></section> }.into_any();
    }
    let ratings: Vec<_> = RATED.into_iter().map(|code| question_word(l, code)).zip(feedback.ratings.iter().copied()).collect();
    view! {
        <section>
            <h2>{t!(l, training.feedback)}</h2>
            <p class="hint">{t!(l, training.feedback_people, n = feedback.people)}</p>
            {rating_charts(l, &ratings, &feedback.words)}
        </section>
    }
    .into_any()
}
