//! What the forms of lessons do, and their pages again with what is wrong.

use axum::extract::Path;
use axum::http::{HeaderMap, header};

use crate::lessons::acts::{self, LessonForm};
use crate::lessons::assessment::{self, Points};
use crate::lessons::refusals;
use crate::lessons::schedule::PASSING;
use crate::lessons::{attendance, pages, reads, results};
use crate::reach::taught_in_reach;
use crate::reads::{lessons, modules, of_cohort, planned};
use crate::rules::{EnrolmentState, Mark, Source};
use crate::types::Lesson;
use crate::words::named;
use ground::ctx::Ctx;
use ground::days::clock;
use ground::error::{AppError, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CohortId, EnrolmentId, LessonId, PersonId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};

/// Points of a module at most.
const MOST_POINTS: i64 = 2 * PASSING;

pub(crate) type Key = Path<(String, i64)>;

pub(crate) async fn timetable_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    let (course, cohort) = planned(ctx, id).await?;
    let trainers = acts::trainers(ctx, &cohort.municipality).await?;
    let all = lessons(ctx.db.read(), id).await?;
    Ok(pages::lessons(ctx, &course, &cohort, &all, &trainers, filled).answering(filled).respond(ctx))
}

pub(crate) fn stored(lesson: &Lesson) -> Form {
    Form::of([
        ("day", lesson.day.to_string()),
        ("begins", clock(lesson.begins)),
        ("ends", clock(lesson.ends)),
        ("venue", lesson.venue.clone()),
        ("topic", lesson.topic.clone()),
        ("link", lesson.link.clone()),
        ("trainer", lesson.trainer.map(|id| id.to_string()).unwrap_or_default()),
    ])
}

fn read(check: &mut Check<'_>, form: &Form) -> LessonForm {
    let (begins, ends) = check.evening("begins", "ends");
    let trainer = match form.get("trainer") {
        "" => None,
        _ => check.choice("trainer", |typed| typed.parse::<PersonId>().ok()),
    };
    let link = check.line("link", 300);
    if !link.is_empty() && !link.starts_with("https://") {
        check.wrong("link", refusals::NOT_A_LINK);
    }
    LessonForm { begins, ends, venue: check.needed_line("venue", 3, 120), link, topic: check.line("topic", 120), trainer }
}

pub(crate) async fn add(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = CohortId(id);
    let added = async {
        let mut check = Check::new(&form);
        let days = (check.needed_date("from"), check.needed_date("to"));
        if check.is_clean() && days.1 < days.0 {
            check.wrong("to", Problem::EndsBefore);
        }
        let new = read(&mut check, &form);
        check.done()?;
        acts::add(&ctx, id, days, new).await
    };
    match added.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/lessons"), Done::Added)),
        Err(AppError::Invalid(errors)) => timetable_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn change_again(ctx: &Ctx, id: LessonId, filled: &Filled) -> Answer {
    let lesson = reads::taught_lesson(ctx, id).await?;
    let (_, cohort) = planned(ctx, lesson.cohort).await?;
    let trainers = acts::trainers(ctx, &cohort.municipality).await?;
    Ok(pages::change_lesson(ctx, &lesson, &trainers, filled).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = LessonId(id);
    let changed = async {
        let mut check = Check::new(&form);
        let on = check.needed_date("day");
        let new = read(&mut check, &form);
        check.done()?;
        acts::change(&ctx, id, on, new).await
    };
    match changed.await.map_err(kept) {
        Ok(cohort) => Ok(done(&ctx, &format!("/desk/training/cohorts/{cohort}/lessons"), Done::Saved)),
        Err(AppError::Invalid(errors)) => change_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// The lesson does not take place.
pub(crate) async fn remove(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let id = LessonId(id);
    match acts::remove(&ctx, id).await.map_err(kept) {
        Ok(cohort) => Ok(done(&ctx, &format!("/desk/training/cohorts/{cohort}/lessons"), Done::Saved)),
        Err(AppError::Invalid(errors)) => {
            let form = stored(&reads::taught_lesson(&ctx, id).await?);
            change_again(&ctx, id, &Filled::wrong(form, errors)).await
        }
        Err(error) => Err(error),
    }
}

pub(crate) async fn list_again(ctx: &Ctx, id: LessonId, filled: &Filled) -> Answer {
    let (lesson, rows) = reads::attendance(ctx, id).await?;
    let (course, cohort) = of_cohort(ctx, lesson.cohort).await?;
    let noting = attendance::noting(ctx, &cohort, &lesson);
    Ok(pages::list(ctx, &lesson, &named(ctx.l, &course, &cohort), noting, &rows, filled).answering(filled).respond(ctx))
}

pub(crate) async fn note(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = LessonId(id);
    let noted = async {
        let source = Source::from_code(form.get("source")).filter(|source| *source != Source::Code).unwrap_or(Source::List);
        let mark = |(name, value): &(String, String)| {
            let who = name.strip_prefix("mark_")?.parse::<EnrolmentId>().ok()?;
            Some((who, Mark::from_code(value)?))
        };
        let mut marks: Vec<(EnrolmentId, Mark)> = form.0.iter().filter_map(mark).collect();
        if form.get("rest") == "present" {
            let (_, rows) = reads::attendance(&ctx, id).await?;
            let unmarked = rows
                .into_iter()
                .filter(|row| row.noted.is_none() && matches!(row.state, EnrolmentState::Attending | EnrolmentState::Confirmed));
            let rest: Vec<EnrolmentId> = unmarked.map(|row| row.id).filter(|id| !marks.iter().any(|(known, _)| known == id)).collect();
            marks.extend(rest.into_iter().map(|id| (id, Mark::Present)));
        }
        attendance::note(&ctx, id, source, form.get("seen").parse().unwrap_or(0), &marks).await
    };
    match noted.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/training/lessons/{id}"), Done::Noted)),
        Err(AppError::Invalid(errors)) => list_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn progress_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    let db = ctx.db.read();
    taught_in_reach(db, ctx, id).await?;
    let (course, cohort) = of_cohort(ctx, id).await?;
    let modules = modules(db, course.id).await?;
    let people = results::progress(db, id, cohort.completion, &modules, &lessons(db, id).await?).await?;
    let page = pages::progress(ctx, &course, &cohort, &modules, &people, filled);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn change_progress(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = CohortId(id);
    let changed = async {
        match act {
            "assess" => assess(&ctx, id, &form).await,
            "finish" => results::finish(&ctx, id).await,
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/progress"), Done::Saved)),
        Err(AppError::Invalid(errors)) => progress_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn assess(ctx: &Ctx, id: CohortId, form: &Form) -> Result<(), AppError> {
    let (modules, trainees) = reads::assessed(ctx, id).await?;
    let mut check = Check::new(form);
    let mut results = Vec::new();
    for who in trainees {
        for module in &modules {
            let field = format!("points_{who}_{}", module.id);
            if let Some(points) = check.number(&field, 0, MOST_POINTS) {
                let seen = form.get(&format!("seen_{who}_{}", module.id)).parse().ok();
                results.push(Points {
                    who,
                    module: module.id,
                    points,
                    words: check.line(&format!("words_{who}_{}", module.id), 300),
                    seen,
                });
            }
        }
    }
    check.done()?;
    assessment::assess(ctx, id, &results).await
}

pub(crate) type Code = Path<(String, i64, String)>;

pub(crate) async fn scan_again(ctx: &Ctx, id: LessonId, filled: &Filled) -> Answer {
    let lesson = reads::lesson(ctx, id).await?;
    let (course, cohort) = of_cohort(ctx, lesson.cohort).await?;
    Ok(pages::scan(ctx, &lesson, &named(ctx.l, &course, &cohort), filled).answering(filled).respond(ctx))
}

/// The cookie in which a browser keeps that it scanned the code of a lesson.
pub(crate) fn scan_cookie(id: LessonId) -> String {
    format!("souq_scan_{id}")
}

fn scan_of(headers: &HeaderMap, id: LessonId) -> Option<String> {
    let name = scan_cookie(id);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split("; "));
    cookies.filter_map(|cookie| cookie.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

pub(crate) async fn scan(ctx: Ctx, headers: HeaderMap, Path((_, id, code)): Code) -> Answer {
    let id = LessonId(id);
    attendance::may_scan(&ctx, id).await?;
    match attendance::scan(&ctx, id, &code, scan_of(&headers, id).as_deref()).await.map_err(kept) {
        Ok(()) => Ok(pages::scanned(&ctx).respond(&ctx)),
        Err(AppError::Invalid(errors)) => scan_again(&ctx, id, &Filled::wrong(Form::default(), errors)).await,
        Err(error) => Err(error),
    }
}
