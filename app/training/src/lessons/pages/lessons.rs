//! The timetable at the desk, and one's own lessons as a trainer.

use leptos::prelude::*;

use crate::lessons::reads::Taught;
use crate::lessons::schedule::of_its_day;
use crate::types::{Cohort, Course, Lesson};
use crate::words::{named, number, when};
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::form::Filled;
use ground::ids::PersonId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, empty, error_summary, select_or, submit};

/// Lessons of a cohort, and the form that adds a row of them.
pub fn lessons(ctx: &Ctx, course: &Course, cohort: &Cohort, all: &[Lesson], trainers: &[(PersonId, String)], filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.lessons);
    let back = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let rows: Vec<AnyView> = all.iter().map(|lesson| planned_row(ctx, lesson, trainers)).collect();
    let list = if rows.is_empty() {
        view! { <p class="hint">{t!(l, training.lessons_none)}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {list}
            <h2>{t!(l, training.add_lessons)}</h2>
            <p class="hint">{t!(l, training.add_lessons_hint)}</p>
            <form method="post" novalidate>
                <div class="pair">
                    {Field::date(filled, "from", t!(l, training.from_day)).view(l)}
                    {Field::date(filled, "to", t!(l, training.to_day)).view(l)}
                </div>
                {fields(l, filled, trainers)}
                {submit(t!(l, training.add_lessons))}
            </form>
        </div>
    };
    Page::new(heading, body)
}

fn fields(l: Locale, filled: &Filled, trainers: &[(PersonId, String)]) -> AnyView {
    let trainers: Vec<(String, String)> = trainers.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    view! {
        <div class="pair">
            {Field::time(filled, "begins", t!(l, training.begins)).view(l)}
            {Field::time(filled, "ends", t!(l, training.ends)).view(l)}
        </div>
        {Field::line(filled, "venue", t!(l, training.venue)).view(l)}
        {Field::line(filled, "topic", t!(l, training.topic)).optional().view(l)}
        {select_or(l, filled, "trainer", t!(l, training.trainer), &trainers, t!(l, training.no_trainer))}
        {Field::line(filled, "link", t!(l, training.link)).optional().latin().view(l)}
    }
    .into_any()
}

/// A lesson for who plans: with its trainer, and the way to change it.
fn planned_row(ctx: &Ctx, lesson: &Lesson, trainers: &[(PersonId, String)]) -> AnyView {
    let trainer = trainers.iter().find(|(id, _)| Some(*id) == lesson.trainer).map(|(_, name)| name.clone());
    let path = ctx.link(&format!("/desk/training/lessons/{}/change", lesson.id));
    let change = view! { <a class="button quiet" href=path>{t!(ctx.l, common.change)}</a> };
    row(ctx, lesson, trainer, Some(change.into_any()))
}

fn row(ctx: &Ctx, lesson: &Lesson, trainer: Option<String>, change: Option<AnyView>) -> AnyView {
    let l = ctx.l;
    let path = ctx.link(&format!("/desk/training/lessons/{}", lesson.id));
    let held = lesson.day <= day_in_tripoli(ctx.now);
    let list = held.then(|| view! { <a class="button quiet" href=path.clone()>{t!(l, training.list)}</a> });
    let details = [lesson.topic.clone(), lesson.venue.clone(), trainer.unwrap_or_default()];
    let details = details.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li class="row">
            <div><strong>{when(l, lesson)}</strong><p class="small" dir="auto">{details}</p></div>
            <div class="actions">{list}<a class="button quiet" href=format!("{path}/sheet")>{t!(l, training.sheet)}</a>{change}</div>
        </li>
    }
    .into_any()
}

/// One lesson, to be moved or left out.
pub fn change_lesson(ctx: &Ctx, lesson: &Lesson, trainers: &[(PersonId, String)], filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.change_lesson);
    let back = ctx.link(&format!("/desk/training/cohorts/{}/lessons", lesson.cohort));
    let base = ctx.link(&format!("/desk/training/lessons/{}", lesson.id));
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{t!(l, training.lessons)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="hint">{t!(l, training.lesson_changed_hint)}</p>
            <form method="post" action=format!("{base}/change") novalidate>
                {Field::date(filled, "day", t!(l, training.lesson_day)).view(l)}
                {fields(l, filled, trainers)}
                {submit(t!(l, common.save))}
            </form>
            <form method="post" action=format!("{base}/remove") class="apart"><button class="button quiet" type="submit">{t!(l, training.remove_lesson)}</button></form>
        </div>
    };
    Page::new(heading, body)
}

/// A trainer's lessons: those of the next day first, then by cohort.
pub fn teaching(ctx: &Ctx, all: &[Taught]) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.teaching);
    let items: Vec<AnyView> = all.iter().map(|taught| of_cohort(ctx, taught)).collect();
    let list = if items.is_empty() {
        empty(t!(l, training.teaching_none), String::new(), None)
    } else {
        view! { <div class="stack">{next_day(ctx, all)}{items}</div> }.into_any()
    };
    Page::new(heading.clone(), view! { <div class="desk narrow"><h1>{heading}</h1>{list}</div> })
}

/// The lessons of today or, without any, of the next day that has some.
fn next_day(ctx: &Ctx, all: &[Taught]) -> Option<AnyView> {
    let l = ctx.l;
    let today = day_in_tripoli(ctx.now);
    let coming = all.iter().flat_map(|taught| &taught.lessons).filter(|lesson| !over(ctx, lesson));
    let day = coming.map(|lesson| lesson.day).min()?;
    let of_day = |taught: &Taught| {
        let name = named(l, &taught.course, &taught.cohort);
        taught
            .lessons
            .iter()
            .filter(|lesson| lesson.day == day)
            .map(|lesson| row(ctx, lesson, Some(name.clone()), None))
            .collect::<Vec<_>>()
    };
    let rows: Vec<AnyView> = all.iter().flat_map(of_day).collect();
    let heading = if day <= today { t!(l, training.lessons_today) } else { t!(l, training.lessons_next) };
    Some(view! { <section class="card pad"><h2>{heading}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// Whether a lesson's day has passed; of an evening also what comes after midnight.
fn over(ctx: &Ctx, lesson: &Lesson) -> bool {
    lesson.day < day_in_tripoli(ctx.now) && !of_its_day((lesson.day, lesson.begins, lesson.ends), ctx.now)
}

/// The lessons of a cohort: what comes, and folded what is over, the latest first.
fn of_cohort(ctx: &Ctx, taught: &Taught) -> AnyView {
    let l = ctx.l;
    let Taught { course, cohort, lessons } = taught;
    let room = ctx.link(&format!("/desk/training/cohorts/{}/room", cohort.id));
    let results = ctx.link(&format!("/desk/training/cohorts/{}/progress", cohort.id));
    let (past, coming): (Vec<_>, Vec<_>) = lessons.iter().partition(|lesson| over(ctx, lesson));
    let rows = |lessons: Vec<&Lesson>| lessons.into_iter().map(|lesson| row(ctx, lesson, None, None)).collect::<Vec<_>>();
    let words = t!(l, training.lessons_past, count = past.len());
    let folded = (!past.is_empty())
        .then(|| view! { <details><summary>{words}</summary><ul class="rows">{rows(past.into_iter().rev().collect())}</ul></details> });
    view! {
        <section class="card pad">
            <h2>{course.title.clone()}" — "{number(l, cohort)}</h2>
            <ul class="rows">{rows(coming)}</ul>
            {folded}
            <p class="actions"><a href=results>{t!(l, training.progress)}</a><a href=room>{t!(l, training.room)}</a></p>
        </section>
    }
    .into_any()
}

/// The heading of pages about one lesson.
pub(crate) fn head(ctx: &Ctx, lesson: &Lesson) -> String {
    t!(ctx.l, training.attendance_of, day = date(ctx.l, lesson.day))
}
