//! What forms of `days` do, and the same pages again with what is wrong.

use std::collections::BTreeSet;

use axum::extract::Path;
use chrono::NaiveDate;

use crate::applications::reads::names;
use crate::days::goods::MOST_AT_A_TIME;
use crate::days::pages::accounts::Sheet;
use crate::days::pages::goods::InCustody;
use crate::days::pages::packing::Packing;
use crate::days::pages::presence::FairDay;
use crate::days::rules::Count;
use crate::days::types::{Account, GoodsForm, SettlementForm};
use crate::days::{goods, pages, presence, settlement};
use crate::plan::spending::spent;
use crate::preparation::packing;
use crate::rules::application::ApplicationState;
use crate::types::DeskFair;
use crate::words::named;
use crate::{applications, booths, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};
use market::catalogue;
use people::accounts as people_accounts;
use people::place;

type Key = Path<(String, i64)>;

/// Pieces of one product that a family brings, at most.
const MOST_PACKED: i64 = 100_000;

pub(crate) async fn days_again(ctx: &Ctx, id: FairId, day: Option<NaiveDate>, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let day = day.unwrap_or_else(|| view.fair.day_at(ctx.now)).clamp(view.fair.starts_on, view.fair.ends_on);
    let mut guests = applications::reads::guests_of(db, id).await?;
    guests.retain(|row| row.state != ApplicationState::Confirmed);
    let there = presence::present(db, guests.iter().map(|row| row.id).collect(), day).await?;
    let names = names(ctx, guests.iter().map(|row| row.family).collect()).await?;
    let (incidents, visitors) = (presence::incidents(db, id).await?, presence::visitors(db, id).await?);
    let page = FairDay { view, day, guests, there, incidents, visitors };
    Ok(pages::presence::on_days(ctx, &page, &names, filled).answering(filled).respond(ctx))
}

pub(crate) async fn note(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let day = form.get("day").parse::<NaiveDate>().ok();
    let noted = async {
        match act {
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
            "visitors" => {
                let mut check = Check::new(&form);
                let visitors = check.needed_number("visitors", 0, presence::MOST_VISITORS);
                check.done()?;
                presence::count_visitors(&ctx, id, visitors).await
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

pub(crate) async fn accounts_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let all = settlement::accounts(ctx.db.read(), id).await?;
    let names = names(ctx, all.iter().map(|(row, _)| row.family).collect()).await?;
    let spent = spent(ctx.db.read(), id).await?;
    let page = pages::accounts::Accounts { view, all, names, spent };
    Ok(pages::accounts::accounts(ctx, &page, filled).answering(filled).respond(ctx))
}

pub(crate) async fn close(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let closed = match act {
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

async fn found(ctx: &Ctx, id: FairId, key: FairApplicationId) -> Result<(DeskFair, Account), AppError> {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let row = settlement::account(db, id, key).await?;
    let account = goods::account(db, view.fair.clone(), row).await?;
    Ok((view, account))
}

/// Name of the family of an account.
async fn name_of(ctx: &Ctx, account: &Account) -> Result<String, AppError> {
    let family = account.whole.application.family;
    Ok(named(ctx.l, &names(ctx, vec![family]).await?, family))
}

pub(crate) async fn account_again(ctx: &Ctx, id: FairId, key: FairApplicationId, filled: &Filled) -> Answer {
    let (view, account) = found(ctx, id, key).await?;
    let items = catalogue::exhibits(ctx.db.read(), account.whole.products.clone()).await?;
    let name = name_of(ctx, &account).await?;
    let sheet = Sheet { view, account, items, name };
    Ok(pages::accounts::account(ctx, &sheet, filled).answering(filled).respond(ctx))
}

pub(crate) async fn packing_again(ctx: &Ctx, id: FairApplicationId, filled: &Filled) -> Answer {
    let whole = applications::reads::own_application(ctx, id).await?;
    if !whole.application.state.told() {
        return Err(AppError::NotFound);
    }
    let db = ctx.db.read();
    let number = booths::reads::number_of(db, &whole.application).await?;
    let items = catalogue::exhibits(db, whole.products.clone()).await?;
    let family = whole.application.family;
    let name = named(ctx.l, &names(ctx, vec![family]).await?, family);
    let page = Packing { whole, number, name, items };
    let places = place::places(&ctx.db).await?;
    Ok(pages::packing::packing(ctx, &page, &places, filled).answering(filled).respond(ctx))
}

pub(crate) async fn pack(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let whole = applications::reads::own_application(&ctx, id).await?;
    let packed = async {
        let mut check = Check::new(&form);
        let mut packed = Vec::new();
        for product in whole.products.iter().copied() {
            packed.push((product, check.number(&format!("packed_{product}"), 0, MOST_PACKED).unwrap_or(0)));
        }
        check.done()?;
        packing::pack(&ctx, id, &packed).await
    };
    match packed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/fairs/{id}/packing"), Done::Saved)),
        Err(AppError::Invalid(errors)) => packing_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// A custody sheet as it was typed, line by line.
fn read_sheet(form: &Form, products: &[ProductId]) -> Result<Vec<GoodsForm>, AppError> {
    let mut check = Check::new(form);
    let mut lines = Vec::new();
    for product in products.iter().copied() {
        let price = check.price(&format!("price_{product}"));
        let fields = [Count::Brought, Count::Sold, Count::Returned, Count::Damaged].map(Count::code);
        let counts = fields.map(|field| check.number(&format!("{field}_{product}"), 0, MOST_PACKED).unwrap_or(0));
        let seen = fields.map(|field| form.get(&format!("seen_{field}_{product}")).parse().unwrap_or(0));
        lines.push(GoodsForm { product, price, counts, seen });
    }
    check.done()?;
    Ok(lines)
}

fn read_settlement(form: &Form) -> Result<SettlementForm, AppError> {
    let mut check = Check::new(form);
    let signed_by = check.needed_line("signed_by", 3, 80);
    let by_hand = if form.get("by_hand").trim().is_empty() { None } else { Some(check.amount("by_hand")) };
    let words = check.lines("words", 600);
    check.done()?;
    Ok(SettlementForm { by_hand, words, signed_by })
}

pub(crate) async fn change_account(ctx: Ctx, Path((_, id, key)): One, act: Act, form: Form) -> Answer {
    let (id, key) = (FairId(id), FairApplicationId(key));
    let (_, known) = found(&ctx, id, key).await?;
    let changed = async {
        match act {
            "goods" => goods::note_goods(&ctx, key, read_sheet(&form, &known.whole.products)?).await,
            "settle" => settlement::settle(&ctx, key, read_settlement(&form)?).await,
            "miss" => settlement::miss(&ctx, key).await,
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/accounts/{key}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, id, key, &Filled::wrong(form, errors).of(act)).await,
        Err(error) => Err(error),
    }
}

type Product = Path<(String, i64, i64, i64)>;

pub(crate) async fn goods_again(ctx: &Ctx, id: FairId, key: FairApplicationId, product: ProductId, filled: &Filled) -> Answer {
    let (view, account) = found(ctx, id, key).await?;
    if !account.whole.products.contains(&product) {
        return Err(AppError::NotFound);
    }
    let db = ctx.db.read();
    let item = catalogue::exhibits(db, vec![product]).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let name = name_of(ctx, &account).await?;
    let mut log = goods::counted_of(db, key).await?;
    log.retain(|row| row.product == product);
    let who = people_accounts::names(db, log.iter().map(|row| row.by).collect()).await?;
    let page = InCustody { view, account, item, name, log, who };
    Ok(pages::goods::goods(ctx, &page, filled).answering(filled).respond(ctx))
}

pub(crate) async fn count(ctx: Ctx, Path((_, fair, key, product)): Product, form: Form) -> Answer {
    let (id, key, product) = (FairId(fair), FairApplicationId(key), ProductId(product));
    found(&ctx, id, key).await?;
    let counted = async {
        let what = Count::from_code(form.get("what")).ok_or(AppError::NotFound)?;
        let seen = form.get(&format!("seen_{}", what.code())).parse::<i64>().map_err(|_| AppError::NotFound)?;
        let mut check = Check::new(&form);
        let n = check.needed_number("n", 1, MOST_AT_A_TIME);
        check.done()?;
        goods::count(&ctx, key, product, what, n, seen).await
    };
    match counted.await.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/accounts/{key}/goods/{product}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => goods_again(&ctx, id, key, product, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
