//! What families and visitors say of a fair: anonymous by its form, and families' words told only when nobody can be told from them.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::applications::reach::own;
use crate::record::entity::{rating, words};
use crate::record::rules::{ASKED, FEW, Side, closed, open_to, open_to_visitors};
use crate::record::types::Said;
use crate::types::{Application, Fair};
use ground::anonymous::Anonymous;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId};

const ANONYMOUS: &[Anonymous] = &[("fair_rating", "fair_id"), ("fair_words", "fair_id")];

async fn add(tx: &Tx, id: FairId, side: Side, ratings: [i64; ASKED]) -> Result<(), AppError> {
    let sql = "INSERT INTO fair_rating (fair_id, side, question, rating, people) VALUES ($1, $2, $3, $4, 1) \
               ON CONFLICT (fair_id, side, question, rating) DO UPDATE SET people = fair_rating.people + 1";
    for (question, rating) in side.questions().into_iter().zip(ratings) {
        tx.run(sql, vec![id.into(), side.code().into(), question.into(), rating.into()]).await?;
    }
    Ok(())
}

/// A family that was there says how it was: once, and nothing says whose words they are.
pub async fn of_family(ctx: &Ctx, id: FairApplicationId, ratings: [i64; ASKED], said: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = own(&tx, ctx, id).await?;
    if row.gave_feedback {
        return Ok(());
    }
    if !open_to(&Fair::from(&fair), &Application::from(&row), day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    tx.mixing(ANONYMOUS, fair.id.0).await?;
    add(&tx, fair.id, Side::Family, ratings).await?;
    if !said.is_empty() {
        let new = words::ActiveModel { id: Set(ground::lots::seed()), fair_id: Set(fair.id), side: Set(Side::Family), words: Set(said) };
        words::Entity::insert(new).exec_without_returning(&*tx).await?;
    }
    let mut row = row.into_active_model();
    row.gave_feedback = Set(true);
    row.update(&*tx).await?;
    tx.mix(ANONYMOUS, fair.id.0).await?;
    Ok(tx.commit().await?)
}

/// A visitor says how it is. The key comes with the form, so that one sent twice counts once.
pub async fn of_visitor(ctx: &Ctx, slug: &str, key: &str, ratings: [i64; ASKED], said: String) -> Result<(), AppError> {
    let fair = crate::reads::fair(ctx, slug).await?;
    if !open_to_visitors(&fair, day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    if key.len() != 32 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(AppError::NotFound);
    }
    let tx = ctx.begin().await?;
    tx.mixing(ANONYMOUS, fair.id.0).await?;
    let sql = "INSERT INTO fair_words (id, fair_id, side, words) VALUES ($1, $2, 'visitor', $3) ON CONFLICT (id) DO NOTHING";
    if tx.run(sql, vec![key.into(), fair.id.into(), said.into()]).await? == 1 {
        add(&tx, fair.id, Side::Visitor, ratings).await?;
    }
    Ok(tx.commit().await?)
}

/// What was said of a fair, for the Authority.
pub async fn said<C: ConnectionTrait>(db: &C, fair: &Fair, today: NaiveDate) -> Result<Vec<Said>, AppError> {
    let rows = rating::Entity::find().filter(rating::Column::FairId.eq(fair.id)).all(db).await?;
    let all = words::Entity::find().filter(words::Column::FairId.eq(fair.id)).order_by_asc(words::Column::Id).all(db).await?;
    let of = |side: Side| {
        let count = |question: &str, n: i64| {
            rows.iter().find(|row| row.side == side && row.question == question && row.rating == n).map_or(0, |row| row.people)
        };
        let each = |question: &str| [1, 2, 3, 4, 5].map(|n| count(question, n));
        let ratings: Vec<[i64; 5]> = side.questions().into_iter().map(each).collect();
        let people: i64 = ratings.first().map_or(0, |of| of.iter().sum());
        let hidden = people == 0 || (side == Side::Family && (people < FEW || !closed(fair, today)));
        if hidden {
            return Said { side, people, ratings: Vec::new(), words: Vec::new() };
        }
        let words = all.iter().filter(|row| row.side == side && !row.words.is_empty()).map(|row| row.words.clone()).collect();
        Said { side, people, ratings, words }
    };
    Ok(Side::ALL.iter().copied().map(of).collect())
}
