//! What the forms of people and roles do, and the page of people again with what is wrong; mails that could not be sent,
//! sent once more.

use axum::extract::Path;
use chrono::{NaiveDate, NaiveTime};

use crate::pages;
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::days;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::history::Event;
use ground::ids::{BranchId, GrantId, PersonId, RoleProposalId, TaskId};
use ground::outbox;
use ground::route::Answer;
use ground::text;
use ground::ui::{Done, done};
use people::accounts::{self, Granted, NewGrant};
use people::place::{self, Places};

type Key = Path<(String, i64)>;

pub(crate) async fn people_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let asked = text::clean_line(filled.form.get("phone"));
    let people = match accounts::phone(&asked) {
        Ok(phone) => accounts::people(ctx, Some(&phone)).await?,
        Err(_) if is_name(&asked) => accounts::people_by_name(ctx, &asked).await?,
        Err(_) => accounts::people(ctx, None).await?,
    };
    let (places, waiting) = (place::places(&ctx.db).await?, accounts::waiting(ctx).await?);
    let page = pages::people(ctx, &people, &waiting, filled, &places);
    Ok(page.answering(filled).respond(ctx))
}

/// Whether somebody is looked for by name.
pub(crate) fn is_name(asked: &str) -> bool {
    asked.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// A role as it was typed.
fn read_grant(ctx: &Ctx, form: &Form, places: &Places) -> Result<NewGrant, AppError> {
    let mut check = Check::new(form);
    let role = check.choice("role", Role::from_code);
    let scope = check.choice("scope", |code| match code.split_once(':') {
        None if code == "whole" => Some(Scope::Whole),
        Some(("branch", id)) => id.parse().ok().map(BranchId).filter(|id| places.branches.iter().any(|b| b.id == *id)).map(Scope::Branch),
        Some(("municipality", code)) => places.municipality(code).map(|m| Scope::Municipality(m.code.clone())),
        _ => None,
    });
    let basis = check.needed_line("basis", 2, 80);
    let today = days::day_in_tripoli(ctx.now);
    let (from, until) = (check.date("active_from"), check.date("until"));
    if until.is_some_and(|day| day <= today) {
        check.wrong("until", Problem::DatePassed);
    }
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        check.wrong("until", Problem::EndsBefore);
    }
    check.done()?;
    let (Some(role), Some(scope)) = (role, scope) else { return Err(AppError::NotFound) };
    let at = |day: NaiveDate| days::from_tripoli(day.and_time(NaiveTime::MIN));
    // A first day that has begun is now.
    let from = from.filter(|day| *day > today).map(at);
    Ok(NewGrant { role, scope, from, until: until.map(at), basis })
}

pub(crate) async fn grant(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    let granted = async {
        let new = read_grant(&ctx, &form, &*place::places(&ctx.db).await?)?;
        let tx = ctx.begin().await?;
        let granted = accounts::grant(&tx, &ctx, PersonId(person), &new).await?;
        tx.commit().await?;
        Ok(granted)
    };
    match granted.await {
        // It stands above the list from now on.
        Ok(Granted::Waits(_)) => Ok(done(&ctx, "/desk/people", Done::Proposed)),
        other => saved(&ctx, other.map(drop), form).await,
    }
}

pub(crate) async fn confirm_role(ctx: Ctx, Path((_, proposal)): Key, form: Form) -> Answer {
    let confirmed = async {
        let tx = ctx.begin().await?;
        accounts::confirm(&tx, &ctx, RoleProposalId(proposal)).await?;
        Ok(tx.commit().await?)
    };
    saved(&ctx, confirmed.await, form).await
}

pub(crate) async fn reject_role(ctx: Ctx, Path((_, proposal)): Key, form: Form) -> Answer {
    let rejected = async {
        let tx = ctx.begin().await?;
        accounts::reject(&tx, &ctx, RoleProposalId(proposal)).await?;
        Ok(tx.commit().await?)
    };
    saved(&ctx, rejected.await, form).await
}

/// An account for a colleague; the page of the new person follows, where the link and the role are given.
pub(crate) async fn invite(ctx: Ctx, form: Form) -> Answer {
    let invited = async {
        let mut check = Check::new(&form);
        let name = check.needed_line("name", 2, 80);
        let phone = check.take("new_phone", accounts::phone(form.get("new_phone")));
        check.done()?;
        let tx = ctx.begin().await?;
        accounts::invite(&tx, &ctx, name, phone.clone()).await.map_err(|error| match error {
            AppError::Invalid(_) => FieldErrors::one("new_phone", accounts::PHONE_TAKEN).into(),
            other => other,
        })?;
        tx.commit().await?;
        Ok(phone)
    };
    match invited.await {
        Ok(phone) => Ok(done(&ctx, &format!("/desk/people?phone={phone}"), Done::Added)),
        other => saved(&ctx, other.map(drop), form).await,
    }
}

pub(crate) async fn revoke(ctx: Ctx, Path((_, grant)): Key, form: Form) -> Answer {
    let revoked = async {
        let tx = ctx.begin().await?;
        accounts::revoke(&tx, &ctx, GrantId(grant)).await?;
        Ok(tx.commit().await?)
    };
    saved(&ctx, revoked.await, form).await
}

/// The page of people with what was done, or with what kept it from being done above what was typed.
async fn saved(ctx: &Ctx, result: Result<(), AppError>, form: Form) -> Answer {
    match result.map_err(kept) {
        Ok(()) => Ok(done(ctx, "/desk/people", Done::Saved)),
        Err(AppError::Invalid(errors)) => people_again(ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// A link with which a person sets a new password, after the officer has checked who it is.
pub(crate) async fn reset_link(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    if form.get("checked").is_empty() {
        let errors = FieldErrors::one("checked", Problem::TickNeeded);
        return people_again(&ctx, &Filled::wrong(form, errors)).await;
    }
    let given = async {
        let tx = ctx.begin().await?;
        let given = accounts::reset_by_officer(&tx, &ctx, PersonId(person)).await?;
        tx.commit().await?;
        Ok(given)
    };
    match given.await.map_err(kept) {
        Ok(given) => Ok(pages::reset_link(&ctx, &given).respond(&ctx)),
        Err(AppError::Invalid(errors)) => people_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Who lost both the phone and the recovery codes sets the second factor up anew at the next sign-in, after the
/// administrator has checked who it is.
pub(crate) async fn forget_factor(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    if form.get("factor_checked").is_empty() {
        let errors = FieldErrors::one("factor_checked", Problem::TickNeeded);
        return people_again(&ctx, &Filled::wrong(form, errors)).await;
    }
    let forgotten = async {
        let tx = ctx.begin().await?;
        accounts::forget_second_factor(&tx, &ctx, PersonId(person)).await?;
        Ok(tx.commit().await?)
    };
    saved(&ctx, forgotten.await, form).await
}

pub(crate) async fn revive(ctx: Ctx, Path((_, task)): Key) -> Answer {
    let tx = ctx.begin().await?;
    if !outbox::revive(&tx, ctx.now, TaskId(task)).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(done(&ctx, "/desk/mails", Done::Sent))
}

/// A task that nobody will do any more goes from the list; the trail keeps what it was and for whom, masked.
pub(crate) async fn discard(ctx: Ctx, Path((_, task)): Key) -> Answer {
    let tx = ctx.begin().await?;
    let about = outbox::discard(&tx, TaskId(task)).await?.ok_or(AppError::NotFound)?;
    let to = about.to.as_deref().map(accounts::masked);
    let details = [Some(about.name), about.subject, to].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    tx.record(&ctx, Event { act: "mail.discard", subject_kind: "task", subject_id: task, details }).await?;
    tx.commit().await?;
    Ok(done(&ctx, "/desk/mails", Done::Removed))
}
