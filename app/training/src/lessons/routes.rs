//! Lines of the URL table about lessons.

use axum::extract::Path;
use axum::http::{HeaderValue, header};

use crate::lessons::posts::{
    Code, Key, add, change, change_again, change_progress, list_again, note, progress_again, remove, scan, scan_again, scan_cookie, stored,
    timetable_again,
};
use crate::lessons::reads::Listed;
use crate::lessons::{attendance, pages, reads};
use crate::reach::{PLANNERS, TEACHERS};
use crate::reads::{lessons, of_cohort, planned};
use crate::texts;
use crate::words::named;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::{Filled, Form};
use ground::ids::{CohortId, LessonId};
use ground::route::{Access, Answer, Entry, act, get, post, see_other};
use market::families;

const PLANS: Access = Access::Staff(PLANNERS);
const TEACHES: Access = Access::Staff(TEACHERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/training/teaching", Access::Staff(&[Role::Trainer]), teaching).room(5, texts::training::teaching),
        get("/desk/training/cohorts/{cohort}/lessons", PLANS, timetable),
        post("/desk/training/cohorts/{cohort}/lessons", PLANS, add),
        get("/desk/training/lessons/{lesson}/change", PLANS, change_page),
        post("/desk/training/lessons/{lesson}/change", PLANS, change),
        post("/desk/training/lessons/{lesson}/remove", PLANS, remove),
        get("/desk/training/lessons/{lesson}", TEACHES, list),
        post("/desk/training/lessons/{lesson}", TEACHES, note),
        get("/desk/training/lessons/{lesson}/code", TEACHES, screen),
        get("/desk/training/lessons/{lesson}/sheet", TEACHES, sheet),
        get("/desk/training/cohorts/{cohort}/progress", TEACHES, progress),
        act("/desk/training/cohorts/{cohort}/progress/assess", TEACHES, change_progress),
        act("/desk/training/cohorts/{cohort}/progress/finish", TEACHES, change_progress),
        get("/attend/{lesson}/{code}", Access::Public, scan_page),
        post("/attend/{lesson}/{code}", Access::SignedIn, scan),
    ]
}

async fn teaching(ctx: Ctx) -> Answer {
    Ok(pages::teaching(&ctx, &reads::teaching(&ctx).await?).respond(&ctx))
}

async fn timetable(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let id = CohortId(id);
    let (_, cohort) = planned(&ctx, id).await?;
    // A new row begins where the last one stood.
    let form = match lessons(ctx.db.read(), id).await?.pop() {
        Some(last) => stored(&last),
        None => Form::of([("from", cohort.starts_on.to_string()), ("to", cohort.ends_on.to_string()), ("venue", cohort.venue)]),
    };
    timetable_again(&ctx, id, &Filled::from(form)).await
}

async fn change_page(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let lesson = reads::taught_lesson(&ctx, LessonId(id)).await?;
    change_again(&ctx, LessonId(id), &Filled::from(stored(&lesson))).await
}

async fn list(ctx: Ctx, Path((_, id)): Key) -> Answer {
    list_again(&ctx, LessonId(id), &Filled::default()).await
}

async fn screen(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (lesson, code) = attendance::on_screen(&ctx, LessonId(id)).await?;
    Ok(pages::screen(&ctx, &lesson, &code).respond(&ctx))
}

async fn sheet(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let (lesson, rows) = reads::attendance(&ctx, LessonId(id)).await?;
    let (course, cohort) = of_cohort(&ctx, lesson.cohort).await?;
    let names = families::public_names(ctx.db.read(), rows.iter().map(|row| row.family).collect(), ctx.now).await?;
    let family = |row: &Listed| names.get(&row.family).map(|name| name.ar.clone()).unwrap_or_default();
    let rows: Vec<(Listed, String)> = rows.into_iter().map(|row| (family(&row), row)).map(|(family, row)| (row, family)).collect();
    Ok(pages::sheet(&ctx, &lesson, &named(ctx.l, &course, &cohort), &rows).respond(&ctx))
}

async fn progress(ctx: Ctx, Path((_, id)): Key) -> Answer {
    progress_again(&ctx, CohortId(id), &Filled::default()).await
}

/// Seen by everyone, so that the time of the scan is kept before anybody is asked to sign in: in the browser that scanned, and in no
/// address, which would be good for everyone who is given it.
async fn scan_page(ctx: Ctx, Path((_, id, code)): Code) -> Answer {
    let id = LessonId(id);
    let first = match ctx.actor.person() {
        Err(AppError::SignInFirst) => Some("/sign-in"),
        Err(AppError::SecondFactorFirst) => Some("/sign-in/code"),
        _ => None,
    };
    let Some(page) = first else {
        attendance::may_scan(&ctx, id).await?;
        return scan_again(&ctx, id, &Filled::default()).await;
    };
    let mut response = see_other(ctx.link(&format!("{page}?{}", Form::of([("next", ctx.path.clone())]).encode())));
    if let Some(kept) = attendance::keep(&ctx, id, &code).await? {
        let secure = if ctx.site.public_url.starts_with("https:") { "; Secure" } else { "" };
        let life = attendance::KEPT_MINUTES * 60;
        let cookie = format!("{}={kept}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={life}", scan_cookie(id));
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}
