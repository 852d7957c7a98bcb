//! What the forms of those who sign up do, and those of the desk about them; their pages again with what is wrong.

use std::collections::HashMap;

use axum::extract::Path;

use crate::courses::conditions::{self, MOST_POINTS};
use crate::courses::forms::read_cohort;
use crate::courses::posts::{CohortKey, cohort_again, key};
use crate::courses::{self, calendar, cohorts, questions};
use crate::enrolment::acts::{self, Said};
use crate::enrolment::offers::{self, Answer as Reply};
use crate::enrolment::types::{Asked, Sought};
use crate::enrolment::{committee, objections, opening, ordering, pages, proposals, reads, screening};
use crate::reach;
use ground::ctx::Ctx;
use ground::days::from_tripoli;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CohortId, CourseId, EnrolmentId, FamilyId, MemberId};
use ground::route::{Act, Answer, see_other};
use ground::t;
use ground::ui::{Done, done};
use market::families;
use people::{crafts, place};

pub(crate) type Address = Path<(String, String, i64)>;

pub(crate) async fn apply_again(ctx: &Ctx, slug: &str, number: i64, filled: &Filled) -> Answer {
    let view = courses::reads::cohort(ctx, slug, number).await?;
    // Whether one may is said before the form.
    let family = families::licensed_own(ctx.db.read(), ctx).await;
    let (trainees, unnumbered) = match &family {
        Ok(family) => families::told_apart(ctx.db.read(), family.id).await?,
        Err(_) => (Vec::new(), Vec::new()),
    };
    let unmet = match &family {
        Ok(family) => acts::unmet_of(ctx, &view, family).await?,
        Err(_) => Some(families::NOT_LICENSED),
    };
    let (there, trainees) = match &family {
        Ok(family) => acts::parted(ctx, view.course.id, family.id, trainees).await?,
        Err(_) => (Vec::new(), trainees),
    };
    let again = filled.form.get("member").parse().ok();
    if again.is_some() && there.iter().any(|one| one.member == again) {
        // What stands is said by the page, not beside a form that is none any more.
        return Ok(see_other(ctx.link(&format!("/courses/{slug}/{number}/apply"))));
    }
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let mut terms = view.conditions.terms.words(ctx.l, &places, &crafts);
    if unmet == Some(families::NOT_LICENSED) {
        // Said by itself, with the way to the licence.
        let said = t!(ctx.l, training.needs_licence);
        terms.retain(|term| *term != said);
    }
    let proposed = match &family {
        Ok(family) => proposals::proposed(ctx.db.read(), view.cohort.id, family.id).await?,
        Err(_) => None,
    };
    let asked = Asked {
        unmet,
        terms,
        trainees,
        questions: questions::of_cohort(ctx.db.read(), view.cohort.id).await?,
        returned: reads::returned(ctx, view.cohort.id, filled.form.get("enrolment")).await?,
        proposed,
        there,
        unnumbered,
    };
    Ok(pages::apply(ctx, &view, &asked, &places, filled).answering(filled).respond(ctx))
}

pub(crate) async fn apply(ctx: Ctx, Path((_, slug, number)): Address, form: Form) -> Answer {
    let sent = async {
        let view = courses::reads::cohort(&ctx, &slug, number).await?;
        let mut check = Check::new(&form);
        let returned = reads::returned(&ctx, view.cohort.id, form.get("enrolment")).await?;
        let member = if returned.is_some() { None } else { check.choice("member", |typed| typed.parse::<MemberId>().ok()) };
        let words = check.lines("words", 1_000);
        let mut answers = HashMap::new();
        for question in questions::of_cohort(ctx.db.read(), view.cohort.id).await? {
            answers.insert(question.id, check.lines(&questions::field(question.id), 1_000));
        }
        if !check.flag("true") {
            check.wrong("true", Problem::TickNeeded);
        }
        check.done()?;
        let said = Said { words, answers };
        match returned {
            Some(returned) => acts::resend(&ctx, returned.id, said).await,
            None => acts::apply(&ctx, view.cohort.id, member.unwrap_or(MemberId(0)), said).await.map(|_| ()),
        }
    };
    match sent.await {
        Ok(_) => Ok(done(&ctx, "/me/training", Done::Enrolled)),
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => apply_again(&ctx, &slug, number, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

pub(crate) async fn mine_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let trainees = families::own_trainees(ctx).await?;
    let link = calendar::link(ctx).await?;
    Ok(pages::mine(ctx, &reads::mine(ctx).await?, &trainees, link.as_deref(), filled).answering(filled).respond(ctx))
}

pub(crate) async fn answer(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let (said, what) = match act {
        "confirm" => (Reply::Confirm, Done::SeatTaken),
        "decline" => (Reply::Decline, Done::SeatLeft),
        "withdraw" => (Reply::Withdraw, Done::Withdrawn),
        _ => return Err(AppError::NotFound),
    };
    let sent = async {
        let mut check = Check::new(&form);
        let words = check.lines("words", 600);
        check.done()?;
        offers::answer(&ctx, EnrolmentId(id), said, words).await
    };
    match sent.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, "/me/training", what)),
        Err(AppError::Invalid(errors)) => mine_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// A seat that was declined is asked for again.
pub(crate) async fn reconsider(ctx: Ctx, Path((_, id)): Key) -> Answer {
    offers::reconsider(&ctx, EnrolmentId(id)).await?;
    Ok(done(&ctx, "/me/training", Done::SeatAsked))
}

/// The family objects to the result.
pub(crate) async fn object(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = EnrolmentId(id);
    reach::mine(ctx.db.read(), &ctx, id).await?;
    let made = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines(&format!("objection_{id}"), 10, 1_000);
        check.done()?;
        objections::object(&ctx, id, &words).await
    };
    match made.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, "/me/training", Done::Objected)),
        Err(AppError::Invalid(errors)) => mine_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Somebody else of the family comes.
pub(crate) async fn substitute(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = EnrolmentId(id);
    if !reads::mine(&ctx).await?.iter().any(|mine| mine.id == id) {
        return Err(AppError::NotFound);
    }
    let sent = async {
        let mut check = Check::new(&form);
        let member = check.choice(&format!("member_{id}"), |typed| typed.parse::<MemberId>().ok());
        let words = check.needed_lines(&format!("why_{id}"), 3, 300);
        check.done()?;
        acts::substitute(&ctx, id, member.unwrap_or(MemberId(0)), &words).await
    };
    match sent.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, "/me/training", Done::Replaced)),
        Err(AppError::Invalid(errors)) => mine_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Saved here and not beside its form, as seats that are added are offered.
pub(crate) async fn save_cohort(ctx: Ctx, Path((_, course, cohort)): CohortKey, form: Form) -> Answer {
    let saved = async {
        let id = key(&cohort)?.map(CohortId);
        let new = read_cohort(&ctx, &form).await?;
        opening::save_cohort(&ctx, CourseId(course), id, new).await
    };
    match saved.await {
        Ok(id) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => cohort_again(&ctx, course, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) type Key = Path<(String, i64)>;

pub(crate) async fn desk_again(ctx: &Ctx, id: CohortId, filled: &Filled) -> Answer {
    desk_shown(ctx, id, &Form::default(), filled).await
}

/// The cohort, with those who are looked for.
pub(crate) async fn desk_shown(ctx: &Ctx, id: CohortId, query: &Form, filled: &Filled) -> Answer {
    let mut view = reads::desk_cohort(ctx, id).await?;
    let (sought, everyone) = (Sought::of(query), view.rows.len());
    view.rows.retain(|row| sought.finds(row));
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::desk_cohort(ctx, &view, (query, everyone), filled, &places, &crafts).answering(filled).respond(ctx))
}

pub(crate) async fn move_cohort(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = CohortId(id);
    let moved = async {
        // Several are looked at by who reaches each of them, wherever the cohort is.
        if act != "screen-many" {
            reach::planned(&ctx, id).await?;
        }
        match act {
            "publish" => opening::publish(&ctx, id).await,
            "close" => cohorts::close_window(&ctx, id).await,
            "draw" => announce_draw(&ctx, id, &form).await,
            "draw-again" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("draw_words", 10, 600);
                check.done()?;
                ordering::draw_again(&ctx, id, &words).await
            }
            "order" => ordering::order(&ctx, id).await,
            "announce" => offers::announce(&ctx, id).await,
            "call" => call(&ctx, id, &form).await,
            "screen-many" => screen_many(&ctx, &form).await,
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

async fn announce_draw(ctx: &Ctx, id: CohortId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (day, hour) = (check.needed_date("draw_on"), check.needed_time("draw_time"));
    check.done()?;
    ordering::announce_draw(ctx, id, from_tripoli(day.and_time(hour.unwrap_or_default()))).await
}

async fn call(ctx: &Ctx, id: CohortId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let held_on = check.needed_date("held_on");
    let venue = check.needed_line("sitting_venue", 3, 120);
    let agenda = check.lines("agenda", 2_000);
    check.done()?;
    committee::call(ctx, id, held_on, venue, agenda).await?;
    Ok(())
}

/// Each of those ticked; the first that cannot be accepted ends it, and says why.
async fn screen_many(ctx: &Ctx, form: &Form) -> Result<(), AppError> {
    if form.all("enrolment").next().is_none() {
        return Err(Reason::NOTHING_CHOSEN.into());
    }
    for typed in form.all("enrolment") {
        let id = typed.parse().map_err(|_| AppError::NotFound)?;
        screening::screen(ctx, id).await?;
    }
    Ok(())
}

/// One enrolment at the desk: looked at, or given points.
pub(crate) async fn screen(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let cohort = form.get("cohort").parse::<CohortId>().map_err(|_| AppError::NotFound)?;
    let screened = async {
        let id = EnrolmentId(id);
        reach::looked_at(&ctx, id).await?;
        let field = format!("{act}_words_{id}");
        let mut check = Check::new(&form);
        let words = check.lines(&field, 600);
        match act {
            "screen" => {
                check.done()?;
                screening::screen(&ctx, id).await
            }
            "refuse" => {
                check.done()?;
                screening::refuse(&ctx, id, &words).await.map_err(|error| match error {
                    AppError::Invalid(_) => FieldErrors::one(&field, Problem::ReasonNeeded).into(),
                    other => other,
                })
            }
            "return" | "again" => {
                let words = check.needed_lines(&field, 5, 600);
                check.done()?;
                match act {
                    "return" => screening::send_back(&ctx, id, &words).await,
                    _ => proposals::allow_again(&ctx, id, &words).await,
                }
            }
            "points" => {
                let conditions = conditions::of_cohort(ctx.db.read(), cohort).await?;
                let given = conditions.criteria.iter().map(|row| {
                    let field = format!("points_{id}_{}", row.id);
                    (row.id, check.needed_number(&field, 0, MOST_POINTS))
                });
                let given = given.collect();
                check.done()?;
                screening::give_points(&ctx, id, given).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match screened.await.map_err(kept) {
        Ok(cohort) => Ok(done(&ctx, &format!("/desk/training/cohorts/{cohort}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => desk_again(&ctx, cohort, &Filled::wrong(form, errors).of(act)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn propose_again(ctx: &Ctx, family: FamilyId, filled: &Filled) -> Answer {
    let application = families::registered(ctx, family).await?;
    let open = proposals::joinable(ctx).await?;
    Ok(pages::propose(ctx, &application.family.trade_name, family, &open, filled).answering(filled).respond(ctx))
}

pub(crate) async fn propose(ctx: Ctx, Path((_, family)): Key, form: Form) -> Answer {
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
