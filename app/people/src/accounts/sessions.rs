//! Sessions: a random token with the device, its hash in a row.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

use super::entity::role_grant::scope;
use super::entity::{person, role_grant, session};
use super::secrets;
use ground::actor::{Actor, Grant, Role, Signed, holds_at};
use ground::ctx::Ctx;
use ground::db::{Db, Tx};
use ground::error::AppError;
use ground::ids::{BranchId, PersonId, SessionId};

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

/// Another token for a session that goes on.
pub async fn renew(tx: &Tx, session: SessionId) -> Result<String, AppError> {
    let (token, token_hash) = secrets::token();
    let row = session::ActiveModel { token_hash: Set(token_hash), ..Default::default() };
    session::Entity::update_many().set(row).filter(session::Column::Id.eq(session)).exec(&**tx).await?;
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

/// A session with its person and one of the person's grants; without any, one row that has none.
#[derive(FromQueryResult)]
struct Known {
    session: SessionId,
    second_factor: bool,
    seen_at: DateTime<Utc>,
    person: PersonId,
    name: String,
    totp_confirmed_at: Option<DateTime<Utc>>,
    unread: i64,
    role: Option<Role>,
    branch_id: Option<BranchId>,
    municipality_code: Option<String>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl Known {
    fn grant(&self, now: DateTime<Utc>) -> Option<Grant> {
        let role = self.role.filter(|_| self.starts_at.is_some_and(|starts| holds_at(starts, self.ends_at, now)))?;
        Some(Grant { role, scope: scope(self.branch_id, self.municipality_code.as_ref()) })
    }
}

/// Who a cookie's token stands for. Unknown and expired tokens are visitors.
pub async fn actor_of(db: &Db, token: &str, now: DateTime<Utc>) -> Result<Actor, AppError> {
    // One statement, as every page of who is signed in begins with it.
    let sql = "SELECT s.id AS session, s.second_factor, s.seen_at, p.id AS person, p.name, p.totp_confirmed_at, \
               (SELECT COUNT(*) FROM notice n WHERE n.person_id = p.id AND n.read_at IS NULL) AS unread, \
               g.role, g.branch_id, g.municipality_code, g.starts_at, g.ends_at \
               FROM session s JOIN person p ON p.id = s.person_id LEFT JOIN role_grant g ON g.person_id = p.id \
               WHERE s.token_hash = $1 AND s.expires_at > $2 ORDER BY g.id";
    let statement = Statement::from_sql_and_values(db.backend(), sql, [secrets::token_hash(token).into(), now.into()]);
    let rows = Known::find_by_statement(statement).all(db.read()).await?;
    let grants = rows.iter().filter_map(|row| row.grant(now)).collect();
    let Some(found) = rows.into_iter().next() else { return Ok(Actor::Visitor) };
    if now - found.seen_at > Duration::hours(SEEN_EVERY_HOURS) {
        let tx = db.begin().await?;
        let seen = session::ActiveModel { seen_at: Set(now), ..Default::default() };
        session::Entity::update_many().set(seen).filter(session::Column::Id.eq(found.session)).exec(&*tx).await?;
        tx.commit().await?;
    }
    Ok(Actor::Person(Box::new(Signed {
        id: found.person,
        name: found.name,
        session: found.session,
        second_factor: found.second_factor,
        has_second_factor: found.totp_confirmed_at.is_some(),
        unread: found.unread,
        grants,
    })))
}

/// A person as the actor of work that they confirmed and the worker does, with the roles that hold now.
pub async fn actor_of_task(db: &Db, id: PersonId, now: DateTime<Utc>) -> Result<Actor, AppError> {
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
