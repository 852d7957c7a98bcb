//! What the forms of people and roles do, and the page of people again with what is wrong; mails that could not be sent,
//! sent once more.

use axum::extract::Path;
use chrono::NaiveTime;

use crate::pages;
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{BranchId, GrantId, PersonId, TaskId};
use ground::outbox;
use ground::route::Answer;
use ground::ui::{Done, done};
use people::accounts;
use people::place;

type Key = Path<(String, i64)>;

pub(crate) async fn people_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let phone = accounts::phone(filled.form.get("phone")).ok();
    let people = accounts::people(ctx, phone.as_deref()).await?;
    let places = place::places(&ctx.db).await?;
    let page = pages::people(ctx, &people, filled, &places);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn grant(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    let granted = async {
        let places = place::places(&ctx.db).await?;
        let mut check = Check::new(&form);
        let role = check.choice("role", Role::from_code);
        let scope = check.choice("scope", |code| match code.split_once(':') {
            None if code == "whole" => Some(Scope::Whole),
            Some(("branch", id)) => {
                id.parse().ok().map(BranchId).filter(|id| places.branches.iter().any(|b| b.id == *id)).map(Scope::Branch)
            }
            Some(("municipality", code)) => places.municipality(code).map(|m| Scope::Municipality(m.code.clone())),
            _ => None,
        });
        let until = check.date("until");
        if until.is_some_and(|day| day <= ground::days::day_in_tripoli(ctx.now)) {
            check.wrong("until", Problem::DatePassed);
        }
        check.done()?;
        let (Some(role), Some(scope)) = (role, scope) else { return Err(AppError::NotFound) };
        let until = until.map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let tx = ctx.begin().await?;
        accounts::grant(&tx, &ctx, PersonId(person), role, scope, until).await?;
        Ok(tx.commit().await?)
    };
    saved(&ctx, granted.await, form).await
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
