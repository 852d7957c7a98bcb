//! Sessions: a random token with the device, its hash in a row.

use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

use super::entity::{person, role_grant, session};
use super::secrets;
use ground::actor::{Actor, Grant, Signed, holds_at};
use ground::ctx::Ctx;
use ground::db::{Db, Tx};
use ground::error::AppError;
use ground::ids::{PersonId, SessionId};

/// How long a family or a buyer stays signed in.
pub const LIFE: Duration = Duration::days(60);
/// How long staff do: a day of work.
pub const STAFF_LIFE: Duration = Duration::hours(12);
/// A session is marked as seen at most this often, so that reading does not write.
const SEEN_EVERY_HOURS: i64 = 6;

/// Opens a session and gives its token. Any earlier session of this device ends with it, so a
/// token planted before sign-in is worth nothing.
pub async fn open(tx: &Tx, ctx: &Ctx, person: PersonId, life: Duration, second_factor: bool, device: &str) -> Result<String, AppError> {
    if let Actor::Person(signed) = &ctx.actor {
        session::Entity::delete_by_id(signed.session).exec(&**tx).await?;
    }
    let (token, token_hash) = secrets::token();
    let row = session::ActiveModel {
        token_hash: Set(token_hash),
        person_id: Set(person),
        second_factor: Set(second_factor),
        device: Set(device.chars().take(200).collect()),
        created_at: Set(ctx.now),
        seen_at: Set(ctx.now),
        expires_at: Set(ctx.now + life),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(token)
}

/// Ends all sessions of a person but one.
pub async fn close_others(tx: &Tx, person: PersonId, keep: Option<SessionId>) -> Result<(), AppError> {
    let mut delete = session::Entity::delete_many().filter(session::Column::PersonId.eq(person));
    if let Some(keep) = keep {
        delete = delete.filter(session::Column::Id.ne(keep));
    }
    delete.exec(&**tx).await?;
    Ok(())
}

/// Who a cookie's token stands for. Unknown and expired tokens are visitors.
pub async fn actor_of(db: &Db, token: &str, now: chrono::DateTime<chrono::Utc>) -> Result<Actor, AppError> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(secrets::token_hash(token)))
        .filter(session::Column::ExpiresAt.gt(now))
        .one(db.read())
        .await?;
    let Some(found) = found else { return Ok(Actor::Visitor) };
    let Some(person) = person::Entity::find_by_id(found.person_id).one(db.read()).await? else { return Ok(Actor::Visitor) };
    let grants = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(person.id)).all(db.read()).await?;
    let grants = grants
        .iter()
        .filter(|row| holds_at(row.starts_at, row.ends_at, now))
        .map(|row| Grant { role: row.role, scope: row.scope() })
        .collect();
    if now - found.seen_at > Duration::hours(SEEN_EVERY_HOURS) {
        let tx = db.begin().await?;
        let seen = session::ActiveModel { seen_at: Set(now), ..Default::default() };
        session::Entity::update_many().set(seen).filter(session::Column::Id.eq(found.id)).exec(&*tx).await?;
        tx.commit().await?;
    }
    Ok(Actor::Person(Box::new(Signed {
        id: person.id,
        name: person.name,
        session: found.id,
        second_factor: found.second_factor,
        has_second_factor: person.totp_confirmed_at.is_some(),
        unread: unread(db, person.id).await?,
        grants,
    })))
}

async fn unread(db: &Db, person: PersonId) -> Result<i64, AppError> {
    let sql = "SELECT COUNT(*) AS n FROM notice WHERE person_id = $1 AND read_at IS NULL";
    let row = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, [person.into()])).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}

/// A person as the actor of work that they confirmed and the worker does, with the roles that hold now.
pub async fn actor_of_task(db: &Db, id: PersonId, now: chrono::DateTime<chrono::Utc>) -> Result<Actor, AppError> {
    let person = person::Entity::find_by_id(id).one(db.read()).await?.ok_or(AppError::NotFound)?;
    let rows = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(id)).all(db.read()).await?;
    let holding = rows.iter().filter(|row| holds_at(row.starts_at, row.ends_at, now));
    Ok(Actor::Person(Box::new(Signed {
        id,
        name: person.name,
        session: SessionId(0),
        second_factor: true,
        has_second_factor: true,
        unread: 0,
        grants: holding.map(|row| Grant { role: row.role, scope: row.scope() }).collect(),
    })))
}
