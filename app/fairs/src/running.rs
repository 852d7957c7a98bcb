//! A fair while it is held, and its accounts after: presence by day, goods in custody, incidents, settlement.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::{STAFF, go, in_reach, record};
use crate::application::{ApplicationMove, ApplicationState, step};
use crate::applying::{Whole, whole, within_reach};
use crate::entity::{application, fair, goods, incident, presence, settlement};
use crate::rules::{FairMove, FairState};
use crate::stands::guests_of;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::money::Money;

/// Who was there on a day, in the order of applications.
pub async fn present<C: ConnectionTrait>(db: &C, ids: Vec<FairApplicationId>) -> Result<Vec<presence::Model>, AppError> {
    Ok(presence::Entity::find().filter(presence::Column::ApplicationId.is_in(ids)).all(db).await?)
}

/// Notes who is there on a day of the fair, today or before; who is there for the first time is checked in. `seen` is who stood as
/// there when the list was opened: what somebody else noted since stays.
pub async fn note_presence(ctx: &Ctx, id: FairId, day: NaiveDate, there: &BTreeSet<i64>, seen: &BTreeSet<i64>) -> Result<(), AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let mut fair = in_reach(&tx, ctx, id).await?;
    let text = day.to_string();
    // With the first to come on its first day it has begun, whether the calendar was looked at or not.
    if fair.state == FairState::SetUp && fair.starts_on <= day_in_tripoli(ctx.now).to_string() {
        fair = go(&tx, ctx, fair, FairMove::Begin).await?;
    }
    let of_fair = (fair.starts_on.as_str()..=fair.ends_on.as_str()).contains(&text.as_str());
    if !of_fair || day > day_in_tripoli(ctx.now) || !matches!(fair.state, FairState::Running | FairState::Closed) {
        return Err(Reason::NotADayOfFair.into());
    }
    for row in guests_of(&*tx, id).await? {
        if row.state == ApplicationState::Confirmed {
            continue;
        }
        if row.applicant_id == me {
            continue;
        }
        if !there.contains(&row.id.0) {
            if seen.contains(&row.id.0) {
                presence::Entity::delete_by_id((row.id, text.clone())).exec(&*tx).await?;
                unmark(&tx, ctx, &fair, row).await?;
            }
            continue;
        }
        let noted = presence::Entity::find_by_id((row.id, text.clone())).one(&*tx).await?.is_some();
        if !noted && seen.contains(&row.id.0) {
            continue;
        }
        if !noted {
            let new = presence::ActiveModel { application_id: Set(row.id), day: Set(text.clone()), by_id: Set(me) };
            presence::Entity::insert(new).exec_without_returning(&*tx).await?;
        }
        if let Some(state) = step(row.state, ApplicationMove::CheckIn) {
            let mut row = row.into_active_model();
            row.state = Set(state);
            row.changed_at = Set(ctx.now);
            row.update(&*tx).await?;
        }
    }
    record(&tx, ctx, "fair.presence", id, format!("{text}: {}", there.len())).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

/// Who was noted by mistake, on no other day and without goods, is not there yet.
async fn unmark(tx: &Tx, ctx: &Ctx, fair: &fair::Model, row: application::Model) -> Result<(), AppError> {
    let there = presence::Entity::find().filter(presence::Column::ApplicationId.eq(row.id)).one(&**tx).await?.is_some();
    if let Some(state) = step(row.state, ApplicationMove::CheckOut).filter(|_| !there) {
        if has_goods(&**tx, row.id).await? {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.state = Set(state);
        row.changed_at = Set(ctx.now);
        let row = row.update(&**tx).await?;
        crate::ready::look(tx, ctx, fair, row).await?;
    }
    Ok(())
}

/// An officer ends a fair on its last day, or after it, when the last family has left.
pub async fn end(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Closed {
        return Ok(());
    }
    if fair.ends_on > day_in_tripoli(ctx.now).to_string() {
        return Err(Reason::FairGoesOn.into());
    }
    go(&tx, ctx, fair, FairMove::End).await?;
    Ok(tx.commit().await?)
}

/// Writes down that something happened.
pub async fn add_incident(ctx: &Ctx, id: FairId, words: String) -> Result<(), AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if !matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed) {
        return Err(Reason::NotNow.into());
    }
    let twin = incident::Entity::find().filter(incident::Column::FairId.eq(id)).filter(incident::Column::Words.eq(&words));
    if twin.one(&*tx).await?.is_some() {
        return Ok(());
    }
    let row = incident::ActiveModel { fair_id: Set(id), words: Set(words), by_id: Set(me), at: Set(ctx.now), ..Default::default() };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// What happened, the latest first.
pub async fn incidents<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<incident::Model>, AppError> {
    Ok(incident::Entity::find().filter(incident::Column::FairId.eq(id)).order_by_desc(incident::Column::Id).all(db).await?)
}

/// A line of a custody sheet as it is typed.
#[derive(Debug, Clone)]
pub struct GoodsForm {
    /// The product.
    pub product: ProductId,
    /// At what price.
    pub price: Money,
    /// Brought, sold, returned, damaged.
    pub counts: [i64; 4],
    /// The same as they stood when the sheet was opened.
    pub seen: [i64; 4],
}

/// The accounts of a family at a fair.
#[derive(Debug, Clone)]
pub struct Account {
    /// The application with everything in it.
    pub whole: Whole,
    /// Lines of the custody sheet.
    pub goods: Vec<goods::Model>,
    /// How it was settled.
    pub settled: Option<settlement::Model>,
}

/// Sales by what custody says.
pub fn sales(goods: &[goods::Model]) -> Money {
    Money(goods.iter().map(|row| row.sold * row.price).sum())
}

/// The accounts of one family.
pub async fn account<C: ConnectionTrait>(db: &C, fair: fair::Model, row: application::Model) -> Result<Account, AppError> {
    let id = row.id;
    let goods = goods::Entity::find().filter(goods::Column::ApplicationId.eq(id)).order_by_asc(goods::Column::ProductId).all(db).await?;
    Ok(Account { goods, settled: settlement::Entity::find_by_id(id).one(db).await?, whole: whole(db, fair, row).await? })
}

/// Notes what a family brought, and what became of it: never more than was brought, and only what it said it would show. What a
/// colleague counted since the sheet was opened is shown first.
pub async fn note_goods(ctx: &Ctx, key: FairApplicationId, lines: Vec<GoodsForm>) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = within_reach(&tx, ctx, key).await?;
    custody(&fair, &row)?;
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(Reason::OwnCase.into());
    }
    let known = account(&*tx, fair, row).await?;
    let mut errors = FieldErrors::default();
    for line in &lines {
        if !known.whole.products.contains(&line.product) {
            return Err(AppError::NotFound);
        }
        let [brought, sold, returned, damaged] = line.counts;
        let there = known.goods.iter().find(|row| row.product_id == line.product);
        let there = there.map(|row| [row.brought, row.sold, row.returned, row.damaged]).unwrap_or_default();
        if there != line.seen && there != line.counts {
            errors.add(&format!("brought_{}", line.product), Problem::CountedMeanwhile);
        } else if sold + returned + damaged > brought {
            errors.add(&format!("brought_{}", line.product), Problem::MoreThanBrought);
        }
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    goods::Entity::delete_many().filter(goods::Column::ApplicationId.eq(key)).exec(&*tx).await?;
    for line in lines {
        let [brought, sold, returned, damaged] = line.counts;
        let row = goods::ActiveModel {
            application_id: Set(key),
            product_id: Set(line.product),
            price: Set(line.price.0),
            brought: Set(brought),
            sold: Set(sold),
            returned: Set(returned),
            damaged: Set(damaged),
        };
        goods::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    let fair = known.whole.fair.id;
    record(&tx, ctx, "fair.goods", fair, key.to_string()).await?;
    tx.commit().await?;
    Ok(fair)
}

/// Whether anything of a family was brought to the fair.
pub(crate) async fn has_goods<C: ConnectionTrait>(db: &C, id: FairApplicationId) -> Result<bool, AppError> {
    let brought = goods::Entity::find().filter(goods::Column::ApplicationId.eq(id)).filter(goods::Column::Brought.gt(0));
    Ok(brought.one(db).await?.is_some())
}

/// Goods are in custody from the day on which booths are told until accounts are closed.
pub(crate) fn custody(fair: &fair::Model, row: &application::Model) -> Result<(), AppError> {
    let open = matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let here = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn);
    if open && here { Ok(()) } else { Err(Reason::NotNow.into()) }
}

/// How a family's accounts are closed.
#[derive(Debug, Clone)]
pub struct SettlementForm {
    /// Sales by hand, where custody does not say them.
    pub by_hand: Option<Money>,
    /// Anything to say.
    pub words: String,
    /// Who of the family signed the sheet.
    pub signed_by: String,
}

/// Closes the accounts of a family after the fair, by a signed sheet: what was brought is accounted for, or sales are said by
/// hand.
pub async fn settle(ctx: &Ctx, key: FairApplicationId, form: SettlementForm) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let (fair, row) = within_reach(&tx, ctx, key).await?;
    if row.state == ApplicationState::ClosedOut {
        return Ok(fair.id);
    }
    let state = step(row.state, ApplicationMove::CloseOut).filter(|_| fair.state == FairState::Closed).ok_or(Reason::NotNow)?;
    if row.applicant_id == me {
        return Err(Reason::OwnCase.into());
    }
    let known = account(&*tx, fair, row).await?;
    let open = known.goods.iter().any(|row| row.sold + row.returned + row.damaged != row.brought);
    if form.by_hand.is_none() && (open || known.goods.is_empty()) {
        return Err(Reason::GoodsOpen.into());
    }
    let total = form.by_hand.unwrap_or_else(|| sales(&known.goods));
    let new = settlement::ActiveModel {
        application_id: Set(key),
        sales: Set(total.0),
        by_hand: Set(form.by_hand.is_some()),
        words: Set(form.words),
        signed_by: Set(form.signed_by),
        settled_by: Set(me),
        at: Set(ctx.now),
    };
    settlement::Entity::insert(new).exec_without_returning(&*tx).await?;
    let (fair, mut row) = (known.whole.fair.id, known.whole.application.into_active_model());
    row.state = Set(state);
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.settle", fair, format!("{key}: {}", ground::money::plain(total))).await?;
    tx.commit().await?;
    Ok(fair)
}

/// A family with a booth never came.
pub async fn miss(ctx: &Ctx, key: FairApplicationId) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = within_reach(&tx, ctx, key).await?;
    if row.state == ApplicationState::NoShow {
        return Ok(fair.id);
    }
    let state = step(row.state, ApplicationMove::Miss).filter(|_| fair.state == FairState::Closed).ok_or(Reason::NotNow)?;
    if has_goods(&*tx, key).await? {
        return Err(Reason::GoodsOpen.into());
    }
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(Reason::OwnCase.into());
    }
    let mut row = row.into_active_model();
    row.state = Set(state);
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.miss", fair.id, key.to_string()).await?;
    tx.public_changed().await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// The fair itself is settled once every family's accounts are.
pub async fn close(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Settled {
        return Ok(());
    }
    let open = |row: &application::Model| {
        !matches!(row.state, ApplicationState::ClosedOut | ApplicationState::NoShow | ApplicationState::Confirmed)
    };
    if guests_of(&*tx, id).await?.iter().any(open) {
        return Err(Reason::AccountsOpen.into());
    }
    go(&tx, ctx, fair, FairMove::Settle).await?;
    Ok(tx.commit().await?)
}

/// Accounts of everyone who has a booth.
pub async fn accounts<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<(application::Model, Option<settlement::Model>)>, AppError> {
    let rows: Vec<application::Model> = application::Entity::find()
        .filter(application::Column::FairId.eq(id))
        .filter(application::Column::State.is_in([
            ApplicationState::BoothAllocated,
            ApplicationState::Ready,
            ApplicationState::CheckedIn,
            ApplicationState::ClosedOut,
            ApplicationState::NoShow,
        ]))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    let known = settlement::Entity::find().filter(settlement::Column::ApplicationId.is_in(rows.iter().map(|row| row.id))).all(db).await?;
    let of = |id: FairApplicationId| known.iter().find(|row| row.application_id == id).cloned();
    Ok(rows.into_iter().map(|row| (of(row.id), row)).map(|(settled, row)| (row, settled)).collect())
}
