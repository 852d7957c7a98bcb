//! A fair while it is held, and its accounts.

pub mod labels;

use std::collections::BTreeSet;

use axum::extract::{Path, RawQuery};
use chrono::NaiveDate;

use crate::applications::reads::names;
use crate::days::pages::accounts::FIELDS;
use crate::days::types::{Account, GoodsForm, SettlementForm};
use crate::days::{goods, pages, presence, settlement};
use crate::plan::posts::amount;
use crate::reach::{READERS, STAFF};
use crate::rules::application::ApplicationState;
use crate::types::DeskFair;
use crate::{applications, entity, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId};
use ground::route::{Access, Answer, Entry, get, post};
use ground::texts;
use ground::ui::{Done, done};
use market::catalogue;

const PLANS: Access = Access::Staff(STAFF);
const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/days", READS, days),
        post("/desk/fairs/{fair}/days", PLANS, note),
        get("/desk/fairs/{fair}/accounts", READS, accounts),
        post("/desk/fairs/{fair}/accounts", PLANS, close),
        get("/desk/fairs/{fair}/accounts/{application}", READS, account),
        post("/desk/fairs/{fair}/accounts/{application}", PLANS, change_account),
    ]
}

type Key = Path<(String, i64)>;

async fn days(ctx: Ctx, Path((_, id)): Key, RawQuery(query): RawQuery) -> Answer {
    let day = Form::parse(&query.unwrap_or_default()).get("day").parse::<NaiveDate>().ok();
    days_again(&ctx, FairId(id), day, &Filled::default()).await
}

async fn days_again(ctx: &Ctx, id: FairId, day: Option<NaiveDate>, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let (first, last) = (view.fair.starts_on.parse().unwrap_or_default(), view.fair.ends_on.parse().unwrap_or_default());
    let day = day.unwrap_or_else(|| day_in_tripoli(ctx.now)).clamp(first, last);
    let mut guests = applications::reads::guests_of(db, id).await?;
    guests.retain(|row| row.state != ApplicationState::Confirmed);
    let there = presence::present(db, guests.iter().map(|row| row.id).collect()).await?;
    let names = names(ctx, guests.iter().map(|row| row.family_id).collect()).await?;
    let of = |id: FairApplicationId| there.iter().filter(|one| one.application_id == id).cloned().collect();
    let rows: Vec<_> = guests.into_iter().map(|row| (of(row.id), row)).map(|(there, row)| (row, there)).collect();
    let told = presence::incidents(db, id).await?;
    Ok(pages::presence::on_days(ctx, &view, day, &rows, &told, &names, filled).answering(filled).respond(ctx))
}

async fn note(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairId(id);
    let day = form.get("day").parse::<NaiveDate>().ok();
    let noted = async {
        match form.get("do") {
            "presence" => {
                let keys = |field: &str| -> Result<BTreeSet<i64>, AppError> {
                    form.all(field).map(|typed| typed.parse().map_err(|_| AppError::NotFound)).collect()
                };
                presence::note_presence(&ctx, id, day.ok_or(AppError::NotFound)?, &keys("there")?, &keys("seen")?).await
            }
            "incident" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("incident", 5, 1_000);
                check.done()?;
                presence::add_incident(&ctx, id, words).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match noted.await.map_err(kept) {
        Ok(()) => {
            let day = day.map(|day| format!("?day={day}")).unwrap_or_default();
            Ok(done(&ctx, &format!("/desk/fairs/{id}/days{day}"), Done::Saved))
        }
        Err(AppError::Invalid(errors)) => days_again(&ctx, id, day, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn accounts(ctx: Ctx, Path((_, id)): Key) -> Answer {
    accounts_again(&ctx, FairId(id), &Filled::default()).await
}

async fn accounts_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let rows = settlement::accounts(ctx.db.read(), id).await?;
    let names = names(ctx, rows.iter().map(|(row, _)| row.family_id).collect()).await?;
    Ok(pages::accounts::accounts(ctx, &view, &rows, &names, filled).answering(filled).respond(ctx))
}

async fn close(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairId(id);
    let closed = match form.get("do") {
        "end" => presence::end(&ctx, id).await,
        "close" => settlement::close(&ctx, id).await,
        _ => return Err(AppError::NotFound),
    };
    match closed.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/accounts"), Done::Saved)),
        Err(AppError::Invalid(errors)) => accounts_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

type One = Path<(String, i64, i64)>;

pub(crate) async fn found(ctx: &Ctx, id: FairId, key: FairApplicationId) -> Result<(DeskFair, Account), AppError> {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let row = settlement::accounts(db, id).await?.into_iter().map(|(row, _)| row).find(|row: &entity::application::Model| row.id == key);
    let account = goods::account(db, view.fair.clone(), row.ok_or(AppError::NotFound)?).await?;
    Ok((view, account))
}

async fn account(ctx: Ctx, Path((_, id, key)): One) -> Answer {
    account_again(&ctx, FairId(id), FairApplicationId(key), &Filled::default()).await
}

async fn account_again(ctx: &Ctx, id: FairId, key: FairApplicationId, filled: &Filled) -> Answer {
    let (view, found) = found(ctx, id, key).await?;
    let items = catalogue::exhibits(ctx.db.read(), found.whole.products.clone()).await?;
    let family = found.whole.application.family_id;
    let name =
        names(ctx, vec![family]).await?.get(&family).map(|name| texts::pick(ctx.l, &name.ar, &name.en).to_owned()).unwrap_or_default();
    Ok(pages::accounts::account(ctx, &view, &found, &items, &name, filled).answering(filled).respond(ctx))
}

async fn change_account(ctx: Ctx, Path((_, id, key)): One, form: Form) -> Answer {
    let (id, key) = (FairId(id), FairApplicationId(key));
    let (_, known) = found(&ctx, id, key).await?;
    let changed = async {
        let mut check = Check::new(&form);
        match form.get("do") {
            "goods" => {
                let mut lines = Vec::new();
                for product in known.whole.products.iter().copied() {
                    let price = check.price(&format!("price_{product}"));
                    let counts = FIELDS.map(|field| check.number(&format!("{field}_{product}"), 0, 100_000).unwrap_or(0));
                    let seen = FIELDS.map(|field| form.get(&format!("seen_{field}_{product}")).parse().unwrap_or(0));
                    lines.push(GoodsForm { product, price, counts, seen });
                }
                check.done()?;
                goods::note_goods(&ctx, key, lines).await
            }
            "settle" => {
                let signed_by = check.needed_line("signed_by", 3, 80);
                let by_hand = if form.get("by_hand").trim().is_empty() { None } else { Some(amount(&mut check, &form, "by_hand")) };
                let words = check.lines("words", 600);
                check.done()?;
                settlement::settle(&ctx, key, SettlementForm { by_hand, words, signed_by }).await
            }
            "miss" => settlement::miss(&ctx, key).await,
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/accounts/{key}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, id, key, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
