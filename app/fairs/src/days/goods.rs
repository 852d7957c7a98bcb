//! Goods in custody, noted by the sheet or counted one by one from the label on a product.

use cases::casework;
use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::record;
use crate::applications;
use crate::applications::entity::fair_product;
use crate::applications::reads::whole;
use crate::days::entity::{counted, settlement};
use crate::days::refusals;
use crate::days::rules::{Count, in_custody};
use crate::days::types::{Account, Counted, Goods, GoodsForm, OwnAccount, Settled};
use crate::entity::{application, goods};
use crate::reach::STAFF;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, Fair};
use ground::ctx::Ctx;
use ground::days::from_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{FairApplicationId, FairId, PersonId, ProductId};
use market::catalogue;

/// How many are counted at a time.
pub const MOST_AT_A_TIME: i64 = 1_000;

/// Counts some of a product. `seen` is how many stood there when the form was opened: sent twice it counts once, and what
/// somebody else counted meanwhile is shown first.
pub async fn count(ctx: &Ctx, key: FairApplicationId, product: ProductId, what: Count, n: i64, seen: i64) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let fair = held(&tx, ctx, key).await?;
    if fair_product::Entity::find_by_id((key, product)).one(&*tx).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let known = goods::Entity::find_by_id((key, product)).one(&*tx).await?;
    let before = known.as_ref().map_or(0, |row| Goods::from(row).said(what));
    if before != seen {
        let sent_twice = before == seen + n && counted_last(&tx, (key, product), (what, seen, n), me).await?;
        return if sent_twice { Ok(fair) } else { Err(FieldErrors::one("n", refusals::COUNTED_MEANWHILE).into()) };
    }
    put(&tx, key, product, known, what, n).await?;
    let noted = counted::ActiveModel {
        application_id: Set(key),
        product_id: Set(product),
        what: Set(what),
        before: Set(before),
        n: Set(n),
        by_id: Set(me),
        at: Set(ctx.now),
        ..Default::default()
    };
    noted.insert(&*tx).await?;
    record(&tx, ctx, "fair.count", fair, format!("{key} {product} {} +{n}", what.code())).await?;
    tx.commit().await?;
    Ok(fair)
}

/// The fair of somebody else's goods that are in custody.
async fn held(tx: &Tx, ctx: &Ctx, key: FairApplicationId) -> Result<FairId, AppError> {
    let (fair, row) = applications::reach::in_reach(tx, ctx, key).await?;
    if !in_custody(fair.state, row.state) {
        return Err(Reason::NOT_NOW.into());
    }
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(casework::OWN_CASE.into());
    }
    Ok(fair.id)
}

/// Whether somebody counted last just this of a product.
async fn counted_last(
    tx: &Tx,
    (key, product): (FairApplicationId, ProductId),
    (what, before, n): (Count, i64, i64),
    who: PersonId,
) -> Result<bool, AppError> {
    let last = counted::Entity::find()
        .filter(counted::Column::ApplicationId.eq(key))
        .filter(counted::Column::ProductId.eq(product))
        .order_by_desc(counted::Column::Id);
    let same = |row: counted::Model| (row.what, row.before, row.n, row.by_id) == (what, before, n, who);
    Ok(last.one(&**tx).await?.is_some_and(same))
}

/// Adds to a line of custody, or begins one at the price of the product; never more is gone than was brought.
async fn put(
    tx: &Tx,
    key: FairApplicationId,
    product: ProductId,
    known: Option<goods::Model>,
    what: Count,
    n: i64,
) -> Result<(), AppError> {
    let price = match &known {
        Some(row) => row.price,
        None => catalogue::exhibits(&**tx, vec![product]).await?.first().map_or(0, |item| item.price_from),
    };
    let is_new = known.is_none();
    let mut line =
        known.unwrap_or(goods::Model { application_id: key, product_id: product, price, brought: 0, sold: 0, returned: 0, damaged: 0 });
    let place = match what {
        Count::Brought => &mut line.brought,
        Count::Sold => &mut line.sold,
        Count::Returned => &mut line.returned,
        Count::Damaged => &mut line.damaged,
    };
    *place += n;
    if line.sold + line.returned + line.damaged > line.brought {
        return Err(FieldErrors::one("n", refusals::MORE_THAN_BROUGHT).into());
    }
    let line = line.into_active_model().reset_all();
    if is_new {
        line.insert(&**tx).await?
    } else {
        line.update(&**tx).await?
    };
    Ok(())
}

/// What was counted of a family's goods, the latest first.
pub async fn counted_of<C: ConnectionTrait>(db: &C, key: FairApplicationId) -> Result<Vec<Counted>, AppError> {
    let rows = counted::Entity::find().filter(counted::Column::ApplicationId.eq(key)).order_by_desc(counted::Column::Id);
    Ok(rows.all(db).await?.into_iter().map(Counted::from).collect())
}

/// The fair of a label, if goods are in custody there or will be; others are not found.
pub async fn labelled(ctx: &Ctx, slug: &str, key: FairApplicationId, product: ProductId) -> Result<Fair, AppError> {
    let fair = crate::reads::fair(ctx, slug).await?;
    let db = ctx.db.read();
    let row = application::Entity::find_by_id(key).one(db).await?.filter(|row| row.fair_id == fair.id).ok_or(AppError::NotFound)?;
    let shown = fair_product::Entity::find_by_id((key, product)).one(db).await?.is_some();
    if shown && row.state.told() { Ok(fair) } else { Err(AppError::NotFound) }
}

/// What custody says of a family's goods, by product.
pub async fn custody_of<C: ConnectionTrait>(db: &C, key: FairApplicationId) -> Result<Vec<Goods>, AppError> {
    let rows = goods::Entity::find().filter(goods::Column::ApplicationId.eq(key)).order_by_asc(goods::Column::ProductId).all(db).await?;
    Ok(rows.iter().map(Goods::from).collect())
}

/// The accounts of one family.
pub async fn account<C: ConnectionTrait>(db: &C, fair: Fair, application: Application) -> Result<Account, AppError> {
    let settled = settlement::Entity::find_by_id(application.id).one(db).await?.map(Settled::from);
    Ok(Account { goods: custody_of(db, application.id).await?, settled, whole: whole(db, fair, application).await? })
}

/// What a family sees of its own accounts; of a fair that goes on, with what was counted since this day began.
pub async fn own_account<C: ConnectionTrait>(
    db: &C,
    fair: &Fair,
    application: &Application,
    now: DateTime<Utc>,
) -> Result<OwnAccount, AppError> {
    let goods = custody_of(db, application.id).await?;
    let day = fair.day_at(now);
    let begins = from_tripoli(day.and_time(NaiveTime::MIN));
    let today = if fair.state == FairState::Running && !goods.is_empty() {
        let rows = counted::Entity::find().filter(counted::Column::ApplicationId.eq(application.id));
        let mut rows = rows.filter(counted::Column::At.gte(begins)).order_by_asc(counted::Column::Id).all(db).await?;
        // After midnight an evening is not over.
        rows.retain(|row| fair.day_at(row.at) == day);
        rows
    } else {
        Vec::new()
    };
    let settled = if application.state == ApplicationState::ClosedOut {
        settlement::Entity::find_by_id(application.id).one(db).await?.map(Settled::from)
    } else {
        None
    };
    Ok(OwnAccount { goods, today: today.into_iter().map(Counted::from).collect(), settled })
}

/// Notes what a family brought, and what became of it: never more than was brought, and only what it said it would show. What a
/// colleague counted since the sheet was opened is shown first.
pub async fn note_goods(ctx: &Ctx, key: FairApplicationId, lines: Vec<GoodsForm>) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let fair = held(&tx, ctx, key).await?;
    plausible(&tx, key, &lines).await?;
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
    record(&tx, ctx, "fair.goods", fair, key.to_string()).await?;
    tx.commit().await?;
    Ok(fair)
}

/// Whether a sheet can be as it was typed.
async fn plausible(tx: &Tx, key: FairApplicationId, lines: &[GoodsForm]) -> Result<(), AppError> {
    let shown = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.eq(key)).all(&**tx).await?;
    let known = custody_of(&**tx, key).await?;
    let mut errors = FieldErrors::default();
    for line in lines {
        if !shown.iter().any(|row| row.product_id == line.product) {
            return Err(AppError::NotFound);
        }
        let [brought, sold, returned, damaged] = line.counts;
        let there = known.iter().find(|known| known.product == line.product).map(|known| known.counts).unwrap_or_default();
        if there != line.seen && there != line.counts {
            errors.add(&format!("brought_{}", line.product), refusals::COUNTED_MEANWHILE);
        } else if sold + returned + damaged > brought {
            errors.add(&format!("brought_{}", line.product), refusals::MORE_THAN_BROUGHT);
        }
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors.into()) }
}
