//! Who is told once a day what waits, and who was told today.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::entity::{person, role_grant};
use ground::actor::{Role, holds_at};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::PersonId;

/// Who holds one of these roles now and was not told on this day.
pub async fn untold(ctx: &Ctx, roles: &[Role], day: NaiveDate) -> Result<Vec<PersonId>, AppError> {
    let not_yet = Condition::any().add(person::Column::DigestedOn.is_null()).add(person::Column::DigestedOn.lt(day));
    let held = role_grant::Column::Role.is_in(roles.iter().copied());
    let query = role_grant::Entity::find().find_also_related(person::Entity).filter(held).filter(not_yet);
    let rows = query.all(ctx.db.read()).await?.into_iter().map(|(grant, _)| grant);
    let mut people: Vec<PersonId> = rows.filter(|row| holds_at(row.starts_at, row.ends_at, ctx.now)).map(|row| row.person_id).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Writes down that a person is told today. Says whether that is news: of several workers one tells.
pub async fn tells(tx: &Tx, person: PersonId, day: NaiveDate) -> Result<bool, AppError> {
    let sql = "UPDATE person SET digested_on = $1 WHERE id = $2 AND (digested_on IS NULL OR digested_on < $1)";
    Ok(tx.run(sql, vec![day.into(), person.into()]).await? == 1)
}
