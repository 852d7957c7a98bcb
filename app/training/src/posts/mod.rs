//! Pages and posts of training.

mod certificates;
mod conditions;
mod figures;
mod planning;
mod room;
mod running;

pub(super) use conditions::{CRITERIA, ONLY, QUESTIONS, QUOTAS};
pub(super) use planning::MODULES;
pub use planning::course_with;
pub use room::{desk_room_with, room_with};

use std::collections::HashMap;

use axum::extract::{Path, RawQuery};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::enrolling::{self, Said};
use crate::entity::module;
use crate::reach::STAFF;
use crate::reads::{self, CourseFilter};
use crate::rules::{CourseField, QuestionKind};
use crate::seats::{self, Answer as Reply};
use crate::terms::{self, MOST_POINTS};
use crate::{asking, calendar, cohorts, committee, courses, pages, proposals};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CohortId, EnrolmentId, FamilyId, MemberId};
use ground::route::{Access, Answer, Entry, get, post};
use ground::ui::{Done, done};
use market::families;
use people::{crafts, place};

const DESK: Access = Access::Staff(STAFF);

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    [signing_up(), planning::entries(), running::entries(), certificates::entries(), figures::entries(), room::entries()]
        .into_iter()
        .flatten()
        .collect()
}

fn signing_up() -> Vec<Entry> {
    vec![
        get("/courses", Access::Public, courses),
        get("/courses/{slug}", Access::Public, course),
        get("/courses/{slug}/{cohort}", Access::Public, cohort_page),
        get("/courses/{slug}/{cohort}/apply", Access::SignedIn, apply_page),
        post("/courses/{slug}/{cohort}/apply", Access::SignedIn, apply),
        get("/me/calendar.ics", Access::Public, my_calendar),
        post("/me/training/calendar", Access::SignedIn, new_calendar),
        get("/me/training", Access::SignedIn, mine),
        post("/me/training/{enrolment}", Access::SignedIn, answer),
        get("/desk/training/cohorts/{cohort}", DESK, desk_cohort),
        post("/desk/training/cohorts/{cohort}", DESK, move_cohort),
        post("/desk/training/enrolments/{enrolment}", DESK, screen),
        get("/desk/training/propose/{family}", DESK, propose_page),
        post("/desk/training/propose/{family}", DESK, propose),
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
    let modules = module::of_course(ctx.db.read(), view.course.id).await?;
    let places = place::places(&ctx.db).await?;
    let logo = courses::logo(&ctx, &view.course).await?;
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

async fn new_calendar(ctx: Ctx) -> Answer {
    calendar::renew(&ctx).await?;
    Ok(done(&ctx, "/me/training", Done::Saved))
}

type Address = Path<(String, String, i64)>;

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

async fn apply_page(ctx: Ctx, Path((_, slug, number)): Address, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let view = reads::cohort(&ctx, &slug, number).await?;
    // What was sent back stands in the form.
    let mut form = Form::default();
    if let Some(returned) = reads::returned(&ctx, view.cohort.id, query.get("enrolment")).await? {
        form.set("enrolment", returned.id.to_string());
        form.set("words", returned.words.clone());
        let questions = asking::questions(ctx.db.read(), view.cohort.id).await?;
        let known = asking::answers(ctx.db.read(), vec![returned.id]).await?;
        for question in questions {
            let answer = known.get(&(returned.id, question.id)).map(|row| row.answer.clone()).unwrap_or_default();
            let n = question.choices.lines().position(|choice| choice == answer);
            let typed = if question.kind == QuestionKind::Choice { n.map(|n| (n + 1).to_string()).unwrap_or_default() } else { answer };
            form.set(&asking::field(question.id), typed);
        }
    }
    apply_again(&ctx, &slug, number, &Filled::from(form)).await
}

async fn apply_again(ctx: &Ctx, slug: &str, number: i64, filled: &Filled) -> Answer {
    let view = reads::cohort(ctx, slug, number).await?;
    // Whether one may is said before the form.
    let family = families::licensed_own(ctx.db.read(), ctx).await;
    let trainees = match &family {
        Ok(family) => families::trainees(ctx.db.read(), family.id).await?,
        Err(_) => Vec::new(),
    };
    let unmet = match &family {
        Ok(family) => enrolling::unmet_of(ctx, &view, family).await?,
        Err(_) => Some(Reason::NotLicensed),
    };
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let terms = view.conditions.terms.words(ctx.l, &places, &crafts);
    let proposed = match &family {
        Ok(family) => proposals::proposed(ctx.db.read(), view.cohort.id, family.id).await?,
        Err(_) => None,
    };
    let asked = pages::Asked {
        unmet,
        terms,
        trainees,
        questions: asking::questions(ctx.db.read(), view.cohort.id).await?,
        returned: reads::returned(ctx, view.cohort.id, filled.form.get("enrolment")).await?,
        proposed,
    };
    Ok(pages::apply(ctx, &view, &asked, filled).answering(filled).respond(ctx))
}

async fn apply(ctx: Ctx, Path((_, slug, number)): Address, form: Form) -> Answer {
    let sent = async {
        let view = reads::cohort(&ctx, &slug, number).await?;
        let mut check = Check::new(&form);
        let returned = reads::returned(&ctx, view.cohort.id, form.get("enrolment")).await?;
        let member = if returned.is_some() { None } else { check.choice("member", |typed| typed.parse::<MemberId>().ok()) };
        let words = check.lines("words", 1_000);
        let mut answers = HashMap::new();
        for question in asking::questions(ctx.db.read(), view.cohort.id).await? {
            answers.insert(question.id, check.lines(&asking::field(question.id), 1_000));
        }
        if !check.flag("true") {
            check.wrong("true", Problem::TickNeeded);
        }
        check.done()?;
        let said = Said { words, answers };
        match returned {
            Some(returned) => enrolling::resend(&ctx, returned.id, said).await,
            None => enrolling::apply(&ctx, view.cohort.id, member.unwrap_or(MemberId(0)), said).await.map(|_| ()),
        }
    };
    match sent.await {
        Ok(_) => Ok(done(&ctx, "/me/training", Done::Sent)),
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => apply_again(&ctx, &slug, number, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

async fn mine(ctx: Ctx) -> Answer {
    mine_again(&ctx, &Filled::default()).await
}

async fn mine_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let trainees = match families::own_family(ctx.db.read(), ctx).await? {
        Some(family) => families::trainees(ctx.db.read(), family.id).await?,
        None => Vec::new(),
    };
    let link = calendar::link(ctx).await?;
    Ok(pages::mine(ctx, &reads::mine(ctx).await?, &trainees, link.as_deref(), filled).answering(filled).respond(ctx))
}

async fn answer(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    if form.get("do") == "substitute" {
        return substitute(ctx, EnrolmentId(id), form).await;
    }
    let said = match form.get("do") {
        "confirm" => Reply::Confirm,
        "decline" => Reply::Decline,
        "withdraw" => Reply::Withdraw,
        _ => return Err(AppError::NotFound),
    };
    let sent = async {
        let mut check = Check::new(&form);
        let words = check.lines("words", 600);
        check.done()?;
        seats::answer(&ctx, EnrolmentId(id), said, words).await
    };
    match sent.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, "/me/training", Done::Saved)),
        Err(AppError::Invalid(errors)) => mine_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn substitute(ctx: Ctx, id: EnrolmentId, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let member = check.choice(&format!("member_{id}"), |typed| typed.parse::<MemberId>().ok());
        let words = check.needed_lines(&format!("why_{id}"), 3, 300);
        check.done()?;
        enrolling::substitute(&ctx, id, member.unwrap_or(MemberId(0)), &words).await
    };
    match sent.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, "/me/training", Done::Saved)),
        Err(AppError::Invalid(errors)) => mine_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

type Key = Path<(String, i64)>;

async fn desk_cohort(ctx: Ctx, Path((_, id)): Key) -> Answer {
    desk_again(&ctx, CohortId(id), &Filled::default()).await
}

pub(crate) async fn desk_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    let view = reads::desk_cohort(ctx, id).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::desk_cohort(ctx, &view, filled, &places, &crafts).answering(filled).respond(ctx))
}

async fn move_cohort(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = CohortId(id);
    let moved = async {
        match form.get("do") {
            "publish" => cohorts::publish(&ctx, id).await,
            "close" => cohorts::close_window(&ctx, id).await,
            "order" => seats::order(&ctx, id).await,
            "announce" => seats::announce(&ctx, id).await,
            "call" => call(&ctx, id, &form).await,
            "screen_many" => screen_many(&ctx, &form).await,
            "cancel" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("cancel_words", 10, 1_000);
                check.done()?;
                cohorts::cancel(&ctx, id, &words).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match moved.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => desk_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn call(ctx: &Ctx, id: CohortId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let held_on = check.date("held_on");
    if held_on.is_none() {
        check.wrong("held_on", Problem::Required);
    }
    let venue = check.needed_line("sitting_venue", 3, 120);
    let agenda = check.lines("agenda", 2_000);
    check.done()?;
    committee::call(ctx, id, held_on.unwrap_or_default(), venue, agenda).await?;
    Ok(())
}

/// Each of those ticked; the first that cannot be accepted ends it, and says why.
async fn screen_many(ctx: &Ctx, form: &Form) -> Result<(), AppError> {
    if form.all("enrolment").next().is_none() {
        return Err(Reason::NothingChosen.into());
    }
    for typed in form.all("enrolment") {
        let id = typed.parse().map_err(|_| AppError::NotFound)?;
        enrolling::screen(ctx, id, true, "").await?;
    }
    Ok(())
}

/// One enrolment at the desk: looked at, or given points.
async fn screen(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let cohort = form.get("cohort").parse::<CohortId>().map_err(|_| AppError::NotFound)?;
    let screened = async {
        let id = EnrolmentId(id);
        let field = format!("words_{id}");
        let mut check = Check::new(&form);
        let words = check.lines(&field, 600);
        match form.get("do") {
            "screen" | "refuse" => {
                check.done()?;
                enrolling::screen(&ctx, id, form.get("do") == "screen", &words).await.map_err(|error| match error {
                    AppError::Invalid(_) => FieldErrors::one(&field, Problem::ReasonNeeded).into(),
                    other => other,
                })
            }
            "return" | "again" => {
                let words = check.needed_lines(&field, 5, 600);
                check.done()?;
                match form.get("do") {
                    "return" => enrolling::send_back(&ctx, id, &words).await,
                    _ => proposals::allow_again(&ctx, id, &words).await,
                }
            }
            "points" => {
                let conditions = terms::conditions(ctx.db.read(), cohort).await?;
                let given = conditions.criteria.iter().map(|row| {
                    let field = format!("points_{id}_{}", row.id);
                    (row.id, check.needed_number(&field, 0, MOST_POINTS))
                });
                let given = given.collect();
                check.done()?;
                enrolling::give_points(&ctx, id, given).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match screened.await.map_err(kept) {
        Ok(cohort) => Ok(done(&ctx, &format!("/desk/training/cohorts/{cohort}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => desk_again(&ctx, cohort, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn propose_page(ctx: Ctx, Path((_, family)): Key) -> Answer {
    propose_again(&ctx, FamilyId(family), &Filled::default()).await
}

async fn propose_again(ctx: &Ctx, family: FamilyId, filled: &Filled) -> Answer {
    let application = families::registered(ctx, family).await?;
    let open = proposals::joinable(ctx).await?;
    Ok(pages::propose(ctx, &application.family.trade_name, family, &open, filled).answering(filled).respond(ctx))
}

async fn propose(ctx: Ctx, Path((_, family)): Key, form: Form) -> Answer {
    let family = FamilyId(family);
    families::registered(&ctx, family).await?;
    let sent = async {
        let mut check = Check::new(&form);
        let cohort = check.choice("cohort", |typed| typed.parse::<CohortId>().ok());
        let words = check.needed_lines("words", 10, 600);
        check.done()?;
        proposals::propose(&ctx, cohort.unwrap_or(CohortId(0)), family, &words).await
    };
    match sent.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/families/{family}"), Done::Sent)),
        Err(AppError::Invalid(errors)) => propose_again(&ctx, family, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
