//! People and roles, the audit trail, mails that could not be sent.

use axum::extract::{Path, RawQuery};
use chrono::NaiveTime;

use crate::pages;
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::{BranchId, GrantId, PersonId, TaskId};
use ground::route::{Access, Answer, Entry, get, post};
use ground::ui::{Done, done};
use ground::{history, outbox, text};
use people::accounts;
use people::place;

const ADMIN: Access = Access::Staff(&[Role::Administrator]);
const AUDIT: Access = Access::Staff(&[Role::Auditor, Role::Administrator]);

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk/people", ADMIN, people_page),
        post("/desk/people/{person}/grant", ADMIN, grant),
        post("/desk/people/{person}/reset", ADMIN, reset_link),
        post("/desk/people/{person}/factor", ADMIN, forget_factor),
        post("/desk/grants/{grant}/revoke", ADMIN, revoke),
        get("/desk/audit", AUDIT, audit_page),
        get("/desk/mails", ADMIN, mails_page),
        post("/desk/mails/{task}/revive", ADMIN, revive),
    ]
}

type Key = Path<(String, i64)>;

async fn people_page(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let filled = match accounts::phone(query.get("phone")) {
        Err(problem) if !query.get("phone").is_empty() => Filled::wrong(query.clone(), FieldErrors::one("phone", problem)),
        _ => Filled::from(query.clone()),
    };
    people_again(&ctx, &filled).await
}

async fn people_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let phone = accounts::phone(filled.form.get("phone")).ok();
    let people = accounts::people(ctx, phone.as_deref()).await?;
    let places = place::places(&ctx.db).await?;
    let page = pages::people(ctx, &people, filled, &places);
    Ok(page.answering(filled).respond(ctx))
}

async fn grant(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
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
    match granted.await {
        Ok(()) => Ok(done(&ctx, "/desk/people", Done::Saved)),
        Err(AppError::Invalid(errors)) => people_again(&ctx, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn revoke(ctx: Ctx, Path((_, grant)): Key) -> Answer {
    let tx = ctx.begin().await?;
    accounts::revoke(&tx, &ctx, GrantId(grant)).await?;
    tx.commit().await?;
    Ok(done(&ctx, "/desk/people", Done::Saved))
}

/// A link with which a person sets a new password, after the officer has checked who it is.
async fn reset_link(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    if form.get("checked").is_empty() {
        let errors = FieldErrors::one("checked", Problem::TickNeeded);
        return people_again(&ctx, &Filled::wrong(form, errors)).await;
    }
    let tx = ctx.begin().await?;
    let link = accounts::reset_by_officer(&tx, &ctx, PersonId(person)).await?;
    tx.commit().await?;
    Ok(pages::reset_link(&ctx, &link).respond(&ctx))
}

/// Who lost both the phone and the recovery codes sets the second factor up anew at the next sign-in, after the
/// administrator has checked who it is.
async fn forget_factor(ctx: Ctx, Path((_, person)): Key, form: Form) -> Answer {
    if form.get("factor_checked").is_empty() {
        let errors = FieldErrors::one("factor_checked", Problem::TickNeeded);
        return people_again(&ctx, &Filled::wrong(form, errors)).await;
    }
    let tx = ctx.begin().await?;
    accounts::forget_second_factor(&tx, &ctx, PersonId(person)).await?;
    tx.commit().await?;
    Ok(done(&ctx, "/desk/people", Done::Saved))
}

async fn audit_page(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    const ROWS: u64 = 100;
    let query = Form::parse(&query.unwrap_or_default());
    let filter = history::Filter {
        before: query.get("before").parse().ok(),
        act: text::clean_line(query.get("act")).chars().take(60).collect(),
        who: text::clean_line(query.get("who")).chars().take(80).collect(),
    };
    let rows = history::page(&ctx, &filter, ROWS).await?;
    // The whole chain is walked when it is asked for: it grows with every act.
    let chain = if query.has("verify", "yes") { Some(history::verify(&ctx).await?) } else { None };
    Ok(pages::audit(&ctx, &query, &rows, ROWS, chain).respond(&ctx))
}

async fn mails_page(ctx: Ctx) -> Answer {
    let dead = outbox::dead(&ctx).await?;
    let waiting = outbox::waiting(&ctx.db).await?;
    Ok(pages::mails(&ctx, &dead, waiting).respond(&ctx))
}

async fn revive(ctx: Ctx, Path((_, task)): Key) -> Answer {
    let tx = ctx.begin().await?;
    if !outbox::revive(&tx, ctx.now, TaskId(task)).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(done(&ctx, "/desk/mails", Done::Sent))
}
