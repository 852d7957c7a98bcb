//! Lines of the URL table about courses and their cohorts.

use axum::extract::{Path, RawQuery};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::courses::forms::{cohort_as_typed, course_as_typed};
use crate::courses::posts::{self, CohortKey, key, no_logo, save_course, show_cohort, show_course};
use crate::courses::reads;
use crate::courses::types::CourseFilter;
use crate::courses::{calendar, pages};
use crate::reach::{PLANNERS, reached};
use crate::reads::modules;
use crate::rules::CourseField;
use crate::texts;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::form::{Filled, Form};
use ground::ids::{CohortId, CourseId};
use ground::route::{Access, Answer, Entry, get, post};
use people::{crafts, place};

const DESK: Access = Access::Staff(PLANNERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/courses", Access::Public, courses).reading(&["municipality", "field", "from", "until", "open"]),
        get("/courses/{slug}", Access::Public, course).reading(&[]),
        get("/courses/{slug}/{cohort}", Access::Public, cohort_page).reading(&[]),
        get("/me/calendar.ics", Access::Public, my_calendar),
        post("/me/training/calendar", Access::SignedIn, posts::new_calendar),
        get("/desk/training", DESK, desk).room(4, texts::training::desk),
        get("/desk/training/courses/{course}", DESK, course_form),
        post("/desk/training/courses/{course}", DESK, save_course),
        post("/desk/training/courses/{course}/no-logo", DESK, no_logo),
        get("/desk/training/courses/{course}/cohorts/{cohort}", DESK, cohort_form),
    ]
}

async fn courses(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let day = |name: &str| query.get(name).parse().ok();
    let filter = CourseFilter {
        municipality: query.get("municipality").to_owned(),
        field: CourseField::from_code(query.get("field")),
        from: day("from"),
        until: day("until"),
        open: query.has("open", "yes"),
    };
    let courses = filter.narrow(reads::courses(&ctx).await?, day_in_tripoli(ctx.now));
    let places = place::places(&ctx.db).await?;
    Ok(pages::courses(&ctx, &courses, &query, &filter, &places).respond(&ctx))
}

async fn course(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let view = reads::course(&ctx, &slug).await?;
    let modules = modules(ctx.db.read(), view.course.id).await?;
    let places = place::places(&ctx.db).await?;
    let logo = reads::logo(&ctx, &view.about).await?;
    Ok(pages::course(&ctx, &view, &modules, logo.as_ref(), &places).respond(&ctx))
}

fn ics(text: String) -> Response {
    let head = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
    (head, text).into_response()
}

/// One's calendar for a program that cannot sign in: the secret stands in the address.
async fn my_calendar(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    Ok(ics(calendar::of_secret(&ctx, query.get("key")).await?))
}

/// The page of a cohort, or its calendar at the same address with `.ics`.
async fn cohort_page(ctx: Ctx, Path((_, slug, number)): Path<(String, String, String)>) -> Answer {
    if let Some(number) = number.strip_suffix(".ics") {
        let number = number.parse().map_err(|_| AppError::NotFound)?;
        return Ok(ics(calendar::of_cohort(&ctx, &slug, number).await?));
    }
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let view = reads::cohort(&ctx, &slug, number).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::cohort(&ctx, &view, &places, &crafts).respond(&ctx))
}

async fn desk(ctx: Ctx) -> Answer {
    let courses = reads::desk_courses(&ctx).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::desk(&ctx, &courses, &places).respond(&ctx))
}

async fn course_form(ctx: Ctx, Path((_, course)): Path<(String, String)>) -> Answer {
    let id = key(&course)?.map(CourseId);
    let form = course_as_typed(&ctx, id).await?;
    show_course(&ctx, id, &Filled::from(form)).await
}

async fn cohort_form(ctx: Ctx, Path((_, course, cohort)): CohortKey, RawQuery(query): RawQuery) -> Answer {
    let view = reads::desk_course(&ctx, CourseId(course)).await?;
    let query = Form::parse(&query.unwrap_or_default());
    let (known, from) = match key(&cohort)? {
        Some(id) => {
            let known = view.cohorts.iter().find(|cohort| cohort.id == CohortId(id)).ok_or(AppError::NotFound)?;
            // What cannot be saved is no form to show.
            if !reached(&ctx, &known.municipality).await? {
                return Err(AppError::NotFound);
            }
            (Some(known), None)
        }
        // A new one begins where another stood: the one it follows, or the last.
        None => {
            let from = query.get("from").parse().ok().and_then(|from| view.cohorts.iter().find(|cohort| cohort.id == from));
            (from.or(view.cohorts.first()), from)
        }
    };
    let mut form = match known {
        Some(cohort) => cohort_as_typed(reads::stored_cohort(&ctx, cohort.id).await?),
        None => Form::of([("offer_days", "3".to_owned()), ("attendance_min", "80".to_owned())]),
    };
    if key(&cohort)?.is_none() {
        // Days of its own, and nobody carried over unless it is wanted.
        for field in ["starts_on", "ends_on", "opens_on", "closes_on", "spill_on", "from", "carry"] {
            form.set(field, "");
        }
        if let Some(from) = from {
            form.set("from", from.id.to_string());
            form.set("carry", "yes");
        }
    }
    show_cohort(&ctx, &view, &Filled::from(form)).await
}
