//! The audit trail (سجل التدقيق): one row per privileged act, in the act's transaction, each
//! bound to the one before it by a hash, so that a removed or changed row shows.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use crate::actor::Actor;
use crate::checkpoints;
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::AppError;
use crate::ids::PersonId;
use crate::sql;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
#[allow(missing_docs)]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor_id: Option<PersonId>,
    pub actor_name: String,
    pub act: String,
    pub subject_kind: String,
    pub subject_id: i64,
    pub details: String,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
#[allow(missing_docs)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// SHA-256 over every field and the previous hash, each preceded by its length.
    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let at = self.at.timestamp_micros().to_string();
        let actor = self.actor_id.map(|id| id.to_string()).unwrap_or_default();
        let subject = self.subject_id.to_string();
        for part in [&self.previous_hash, &at, &actor, &self.actor_name, &self.act, &self.subject_kind, &subject, &self.details] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hex::encode(hash.finalize())
    }
}

/// What a privileged act did, in words that never hold an identity number.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// A verb phrase such as `family.approve`.
    pub act: &'a str,
    /// The kind of thing it was done to.
    pub subject_kind: &'a str,
    /// Its key.
    pub subject_id: i64,
    /// Number, reason code and the like.
    pub details: String,
}

impl Tx {
    /// Writes one row of the audit trail.
    pub async fn record(&self, ctx: &Ctx, event: Event<'_>) -> Result<(), AppError> {
        // The lock on the counter's row keeps two acts from taking the same predecessor.
        self.next_number("audit").await?;
        let previous = Entity::find().order_by_desc(Column::Id).limit(1).one(&**self).await?;
        let actor_name = match &ctx.actor {
            Actor::Person(signed) => signed.name.clone(),
            Actor::Console => "console".to_owned(),
            Actor::Visitor => "visitor".to_owned(),
        };
        let mut row = Model {
            id: 0,
            at: ctx.now,
            actor_id: ctx.actor.known().map(|signed| signed.id),
            actor_name,
            act: event.act.to_owned(),
            subject_kind: event.subject_kind.to_owned(),
            subject_id: event.subject_id,
            details: event.details,
            previous_hash: previous.map(|row| row.hash).unwrap_or_default(),
            hash: String::new(),
        };
        row.hash = row.digest();
        let Model { id: _, at, actor_id, actor_name, act, subject_kind, subject_id, details, previous_hash, hash } = row;
        let row = ActiveModel {
            id: sea_orm::NotSet,
            at: Set(at),
            actor_id: Set(actor_id),
            actor_name: Set(actor_name),
            act: Set(act),
            subject_kind: Set(subject_kind),
            subject_id: Set(subject_id),
            details: Set(details),
            previous_hash: Set(previous_hash),
            hash: Set(hash),
        };
        Entity::insert(row).exec_without_returning(&**self).await?;
        Ok(())
    }
}

/// What the auditor's page is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Rows before this key.
    pub before: Option<i64>,
    /// Acts that begin so, such as `case.` or `family.leave`.
    pub act: String,
    /// A part of the name of who acted.
    pub who: String,
    /// A part of what is said besides, such as the number of a file.
    pub file: String,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// The newest rows that fit, for the auditor's page.
pub async fn page(ctx: &Ctx, filter: &Filter, rows: u64) -> Result<Vec<Model>, AppError> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(rows);
    if let Some(before) = filter.before {
        query = query.filter(Column::Id.lt(before));
    }
    if !filter.act.is_empty() {
        query = query.filter(Column::Act.starts_with(&filter.act));
    }
    if !filter.who.is_empty() {
        query = query.filter(sql::holds_text(ctx.db.backend(), "actor_name", &filter.who));
    }
    if !filter.file.is_empty() {
        query = query.filter(sql::holds_text(ctx.db.backend(), "details", &filter.file));
    }
    if let Some(from) = filter.from {
        query = query.filter(Column::At.gte(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(Column::At.lt(to));
    }
    Ok(query.all(ctx.db.read()).await?)
}

/// Walks the whole chain. `Ok(rows)` when every hash fits, `Err(id)` with the first row that does not follow from the one before it, or
/// that is not as it was sealed.
pub async fn verify(ctx: &Ctx) -> Result<Result<u64, i64>, AppError> {
    const STEP: u64 = 1_000;
    let (mut last, mut previous, mut rows) = (0_i64, String::new(), 0_u64);
    loop {
        let step = Entity::find().filter(Column::Id.gt(last)).order_by_asc(Column::Id).limit(STEP);
        let step = step.all(ctx.db.read()).await?;
        if step.is_empty() {
            return Ok(checkpoints::broken(ctx).await?.map_or(Ok(rows), Err));
        }
        for row in step {
            if row.previous_hash != previous || row.digest() != row.hash {
                return Ok(Err(row.id));
            }
            (last, previous, rows) = (row.id, row.hash, rows + 1);
        }
    }
}

/// Whether any row names this subject and act.
pub async fn holds(ctx: &Ctx, act: &str, subject_id: i64) -> Result<bool, AppError> {
    let query = Entity::find().filter(Column::Act.eq(act)).filter(Column::SubjectId.eq(subject_id));
    Ok(query.limit(1).one(ctx.db.read()).await?.is_some())
}

/// Who did an act to a thing and when, the latest first; none for who is no person.
pub async fn doings<C: ConnectionTrait>(
    db: &C,
    act: &str,
    subject_kind: &str,
    subject_id: i64,
) -> Result<Vec<(Option<PersonId>, DateTime<Utc>)>, AppError> {
    let of_thing = Entity::find().filter(Column::SubjectKind.eq(subject_kind)).filter(Column::SubjectId.eq(subject_id));
    let columns = of_thing.filter(Column::Act.eq(act)).order_by_desc(Column::Id).select_only().column(Column::ActorId).column(Column::At);
    Ok(columns.into_tuple().all(db).await?)
}

/// Whether an act was done since a time.
pub async fn since(ctx: &Ctx, act: &str, from: DateTime<Utc>) -> Result<bool, AppError> {
    let query = Entity::find().filter(Column::Act.eq(act)).filter(Column::At.gt(from));
    Ok(query.limit(1).one(ctx.db.read()).await?.is_some())
}
