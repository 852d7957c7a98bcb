//! What a fair cost, written down as bills come.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::acts::record;
use crate::plan::entity::budget;
use crate::plan::refusals;
use crate::plan::types::{BUDGET, Bill, BudgetLine};
use crate::reach::in_reach;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::FairId;
use ground::money::{Money, plain};

/// Writes down what was spent on lines of the budget, and what nobody planned, until the fair is settled. The plan of a line stays
/// as it is, and so does a line on which nothing else was typed; a line that was not planned gets the first place that is free.
pub async fn note_spending(ctx: &Ctx, id: FairId, lines: &[Bill], unplanned: Option<(String, Money)>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if !fair.state.spends() {
        return Err(Reason::NOT_NOW.into());
    }
    let known = budget::Entity::find().filter(budget::Column::FairId.eq(id)).all(&*tx).await?;
    let free = (1..=BUDGET).find(|place| known.iter().all(|row| row.position != *place));
    let mut errors = FieldErrors::default();
    for Bill { position, spent, seen } in lines {
        let row = known.iter().find(|row| row.position == *position).ok_or(AppError::NotFound)?;
        if spent == seen || row.spent == spent.0 {
            continue;
        }
        if row.spent != seen.0 {
            errors.add(&format!("spent_{position}"), refusals::spent_meanwhile(Money(row.spent)));
            continue;
        }
        let mut row = row.clone().into_active_model();
        row.spent = Set(spent.0);
        row.update(&*tx).await?;
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    if let Some((title, spent)) = unplanned {
        if known.iter().any(|row| row.title == title) {
            return Err(FieldErrors::one("unplanned", Problem::Twice).into());
        }
        let position = free.ok_or_else(|| FieldErrors::one("unplanned", Problem::AtMost(BUDGET as usize)))?;
        let row =
            budget::ActiveModel { fair_id: Set(id), position: Set(position), title: Set(title), planned: Set(0), spent: Set(spent.0) };
        budget::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    record(&tx, ctx, "fair.spend", id, plain(spent(&*tx, id).await?)).await?;
    Ok(tx.commit().await?)
}

/// Lines of a budget as a form leaves them. `seen` is what was spent on each when it was opened: bills that came meanwhile stay, and
/// where something else was typed, they are shown first.
pub(crate) async fn merged(tx: &Tx, id: FairId, typed: Vec<BudgetLine>, seen: &[(i64, Money)]) -> Result<Vec<BudgetLine>, AppError> {
    let mut lines = typed;
    let mut errors = FieldErrors::default();
    for row in budget::Entity::find().filter(budget::Column::FairId.eq(id)).all(&**tx).await? {
        let now = BudgetLine::from(row);
        let seen = seen.iter().find(|(position, _)| *position == now.position).map(|(_, sum)| *sum);
        if seen == Some(now.spent) {
            continue;
        }
        match lines.iter_mut().find(|line| line.position == now.position) {
            None if seen.is_none() => lines.push(now),
            Some(line) if Some(line.spent) == seen => line.spent = now.spent,
            Some(line) if line.spent == now.spent && (seen.is_some() || line.title == now.title) => {}
            _ => errors.add(&format!("spent_{}", now.position), refusals::spent_meanwhile(now.spent)),
        }
    }
    if errors.0.is_empty() { Ok(lines) } else { Err(errors.into()) }
}

/// What a fair cost so far.
pub(crate) async fn spent<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Money, AppError> {
    let of_fair = budget::Entity::find().select_only().column(budget::Column::Spent).filter(budget::Column::FairId.eq(id));
    let all: Vec<i64> = of_fair.into_tuple().all(db).await?;
    Ok(Money(all.into_iter().sum()))
}
