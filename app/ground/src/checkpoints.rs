//! Points of the audit trail, sealed with keys that are not in the database: whoever can write to it, and writes the whole chain anew,
//! cannot seal it.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::seal::{Keys, Sealed};

/// Where seals are kept.
pub const SEALED: Sealed = Sealed { table: "audit_checkpoint", column: "seal", rows: "TRUE" };

/// How far apart they are at least.
const EVERY: Duration = Duration::hours(24);

/// A sealed point.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Checkpoint {
    /// From 1, without a gap.
    pub number: i64,
    /// The row of the trail.
    pub audit_id: i64,
    /// When it was sealed.
    pub at: DateTime<Utc>,
    hash: String,
    seal: String,
}

fn seal(keys: &Keys, number: i64, audit_id: i64, hash: &str) -> String {
    keys.seal(&format!("audit:{number}:{audit_id}:{hash}"))
}

async fn last<C: ConnectionTrait>(db: &C) -> Result<Option<Checkpoint>, DbErr> {
    let sql = "SELECT number, audit_id, at, hash, seal FROM audit_checkpoint ORDER BY number DESC LIMIT 1";
    Checkpoint::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await
}

/// Seals the last row of the trail, if the last seal is a day old and something has happened since.
pub async fn set(ctx: &Ctx) -> Result<Option<Checkpoint>, AppError> {
    let before = last(ctx.db.read()).await?;
    if before.as_ref().is_some_and(|before| before.at + EVERY > ctx.now) {
        return Ok(None);
    }
    let tx = ctx.begin().await?;
    tx.alone("audit_checkpoint").await?;
    // Again, as it stands now that nobody else sets one.
    let before = last(&*tx).await?;
    let row = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
    let Some(row) = tx.query_one_raw(Statement::from_string(ctx.db.backend(), row)).await? else { return Ok(None) };
    let (audit_id, hash): (i64, String) = (row.try_get("", "id")?, row.try_get("", "hash")?);
    if before.as_ref().is_some_and(|before| before.at + EVERY > ctx.now || before.audit_id == audit_id) {
        return Ok(None);
    }
    let number = before.map_or(1, |before| before.number + 1);
    let sealed = Checkpoint { number, audit_id, at: ctx.now, seal: seal(&ctx.site.keys, number, audit_id, &hash), hash };
    let values = vec![number.into(), audit_id.into(), ctx.now.into(), sealed.hash.as_str().into(), sealed.seal.as_str().into()];
    tx.run("INSERT INTO audit_checkpoint (number, audit_id, at, hash, seal) VALUES ($1, $2, $3, $4, $5)", values).await?;
    tx.commit().await?;
    Ok(Some(sealed))
}

/// The first row of the trail that is not as it was sealed, or whose seal is none of ours or missing. Without keys only the rows are
/// compared.
pub async fn broken(ctx: &Ctx) -> Result<Option<i64>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        number: i64,
        audit_id: i64,
        hash: String,
        seal: String,
        stands: Option<String>,
    }
    let sql = "SELECT c.number, c.audit_id, c.hash, c.seal, a.hash AS stands FROM audit_checkpoint c \
               LEFT JOIN audit a ON a.id = c.audit_id ORDER BY c.number";
    let rows = Row::find_by_statement(Statement::from_string(ctx.db.backend(), sql)).all(ctx.db.read()).await?;
    let keys = &ctx.site.keys;
    let holds = |row: &Row, number: i64| {
        let ours = keys.is_empty() || row.seal == seal(keys, row.number, row.audit_id, &row.hash);
        ours && row.number == number && row.stands.as_deref() == Some(row.hash.as_str())
    };
    Ok((1..).zip(&rows).find(|(number, row)| !holds(row, *number)).map(|(_, row)| row.audit_id))
}
