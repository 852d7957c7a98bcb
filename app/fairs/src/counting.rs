//! Goods in custody counted one by one, from the label on a product: what was brought, sold, returned, damaged, and who counted it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::{STAFF, record};
use crate::applying::within_reach;
use crate::entity::{application, counted, fair, fair_product, goods};
use crate::running::custody;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairApplicationId, FairId, ProductId};
use ground::texts::Locale;
use ground::{codes, t};
use market::catalogue;

codes! {
    /// What is counted.
    Count {
        /// Came to the fair.
        Brought = "brought",
        /// Was sold.
        Sold = "sold",
        /// Goes home again.
        Returned = "returned",
        /// Was damaged.
        Damaged = "damaged",
    }
}

impl Count {
    /// It in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Count::Brought => t!(l, fairs.brought),
            Count::Sold => t!(l, fairs.sold),
            Count::Returned => t!(l, fairs.returned),
            Count::Damaged => t!(l, fairs.damaged),
        }
    }

    /// How many of it a line of custody says.
    pub fn of(self, row: &goods::Model) -> i64 {
        match self {
            Count::Brought => row.brought,
            Count::Sold => row.sold,
            Count::Returned => row.returned,
            Count::Damaged => row.damaged,
        }
    }
}

/// How many are counted at a time.
pub const MOST_AT_A_TIME: i64 = 1_000;

/// Counts some of a product. `seen` is how many stood there when the form was opened: sent twice it counts once, and what
/// somebody else counted meanwhile is shown first.
pub async fn count(ctx: &Ctx, key: FairApplicationId, product: ProductId, what: Count, n: i64, seen: i64) -> Result<FairId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let (fair, row) = within_reach(&tx, ctx, key).await?;
    custody(&fair, &row)?;
    if row.applicant_id == me {
        return Err(Reason::OwnCase.into());
    }
    if fair_product::Entity::find_by_id((key, product)).one(&*tx).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let known = goods::Entity::find_by_id((key, product)).one(&*tx).await?;
    let before = known.as_ref().map_or(0, |row| what.of(row));
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
    if shown && crate::stands::told(row.state) { Ok((fair, row)) } else { Err(AppError::NotFound) }
}
