//! Goods in custody, noted by the sheet or counted one by one from the label on a product.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::record;
use crate::applications;
use crate::applications::entity::fair_product;
use crate::applications::reads::whole;
use crate::days::entity::{counted, settlement};
use crate::days::rules::Count;
use crate::days::types::{Account, GoodsForm};
use crate::entity::{application, fair, goods};
use crate::reach::STAFF;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::money::Money;
use market::catalogue;

/// How many of something a line of custody says.
pub fn said(row: &goods::Model, what: Count) -> i64 {
    match what {
        Count::Brought => row.brought,
        Count::Sold => row.sold,
        Count::Returned => row.returned,
        Count::Damaged => row.damaged,
    }
}

/// How many are counted at a time.
pub const MOST_AT_A_TIME: i64 = 1_000;

/// Counts some of a product. `seen` is how many stood there when the form was opened: sent twice it counts once, and what
/// somebody else counted meanwhile is shown first.
pub async fn count(ctx: &Ctx, key: FairApplicationId, product: ProductId, what: Count, n: i64, seen: i64) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let (fair, row) = applications::reach::in_reach(&tx, ctx, key).await?;
    custody(&fair, &row)?;
    if row.applicant_id == me {
        return Err(Reason::OwnCase.into());
    }
    if fair_product::Entity::find_by_id((key, product)).one(&*tx).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let known = goods::Entity::find_by_id((key, product)).one(&*tx).await?;
    let before = known.as_ref().map_or(0, |row| said(row, what));
    if before != seen {
        let last = counted::Entity::find()
            .filter(counted::Column::ApplicationId.eq(key))
            .filter(counted::Column::ProductId.eq(product))
            .order_by_desc(counted::Column::Id);
        let same = |row: counted::Model| (row.what, row.before, row.n, row.by_id) == (what, seen, n, me) && before == seen + n;
        return if last.one(&*tx).await?.is_some_and(same) {
            Ok(fair.id)
        } else {
            Err(FieldErrors::one("n", Problem::CountedMeanwhile).into())
        };
    }
    let price = match &known {
        Some(row) => row.price,
        None => catalogue::exhibits(&*tx, vec![product]).await?.first().map_or(0, |item| item.price_from),
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
        return Err(FieldErrors::one("n", Problem::MoreThanBrought).into());
    }
    let line = line.into_active_model().reset_all();
    if is_new {
        line.insert(&*tx).await?
    } else {
        line.update(&*tx).await?
    };
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
    record(&tx, ctx, "fair.count", fair.id, format!("{key} {product} {} +{n}", what.code())).await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// What was counted of a family's goods, the latest first.
pub async fn counted_of<C: ConnectionTrait>(db: &C, key: FairApplicationId) -> Result<Vec<counted::Model>, AppError> {
    Ok(counted::Entity::find().filter(counted::Column::ApplicationId.eq(key)).order_by_desc(counted::Column::Id).all(db).await?)
}

/// The fair and the application of a label, if goods are in custody there or will be; others are not found.
pub async fn labelled(
    ctx: &Ctx,
    slug: &str,
    key: FairApplicationId,
    product: ProductId,
) -> Result<(fair::Model, application::Model), AppError> {
    let fair = crate::reads::fair(ctx, slug).await?;
    let db = ctx.db.read();
    let row = application::Entity::find_by_id(key).one(db).await?.filter(|row| row.fair_id == fair.id).ok_or(AppError::NotFound)?;
    let shown = fair_product::Entity::find_by_id((key, product)).one(db).await?.is_some();
    if shown && row.state.told() { Ok((fair, row)) } else { Err(AppError::NotFound) }
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
    let (fair, row) = applications::reach::in_reach(&tx, ctx, key).await?;
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

/// Goods are in custody from the day on which booths are told until accounts are closed.
pub(crate) fn custody(fair: &fair::Model, row: &application::Model) -> Result<(), AppError> {
    let open = matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let here = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn);
    if open && here { Ok(()) } else { Err(Reason::NotNow.into()) }
}
