//! Addresses of storefronts and products for the site map, some thousands at a time: as many keys as one of its files holds.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Statement, Value};

use ground::ctx::Ctx;
use ground::error::AppError;

/// Keys of one file. Each is an address in two languages, of at most sixty Arabic letters (360 bytes) named three times:
/// with all keys in use 20,000 addresses and 30 MB, where 50,000 and 50 MB are allowed.
pub const KEYS: i64 = 10_000;

/// What is listed by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    /// Storefronts of licensed families.
    Families,
    /// Products on the market.
    Products,
}

/// The table and what stands of it in public, as the index that serves it says it; and when a row changed last.
struct Source {
    table: &'static str,
    shown: &'static str,
    changed: &'static str,
}

impl Listed {
    fn source(self) -> Source {
        match self {
            // The address of a storefront is made when it is licensed.
            Listed::Families => Source { table: "family", shown: "state = 'approved'", changed: "approved_at" },
            Listed::Products => Source { table: "product", shown: "state = 'published' AND NOT withheld", changed: "changed_at" },
        }
    }
}

/// What a file would hold, in figures: they change when anything in it does.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Extent {
    /// Number of the file, from 1.
    pub part: i64,
    /// Rows.
    pub rows: i64,
    /// Sum of their keys: one that went while another came is seen.
    pub keys: i64,
    /// The last change.
    pub newest: Option<DateTime<Utc>>,
}

/// An address, without what stands before it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Address {
    /// Last part of the path.
    pub slug: String,
    /// Its last change.
    pub changed: Option<DateTime<Utc>>,
}

async fn rows<T: FromQueryResult>(ctx: &Ctx, sql: &str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
    T::find_by_statement(Statement::from_sql_and_values(ctx.db.backend(), sql, values)).all(ctx.db.read()).await
}

/// Figures of a file's rows, for a statement that may be about more of them.
fn figures(Source { table, shown, changed }: &Source, part: &str, within: &str) -> String {
    format!(
        "SELECT {part} AS part, COUNT(*) AS rows, CAST(SUM(id) AS BIGINT) AS keys, MAX({changed}) AS newest \
         FROM {table} WHERE {shown}{within}"
    )
}

/// The first key of a file and the first behind it.
fn span(part: i64) -> Vec<Value> {
    let first = part.saturating_sub(1).saturating_mul(KEYS).saturating_add(1);
    vec![first.into(), first.saturating_add(KEYS).into()]
}

/// The figures of all files that hold anything, in order; one statement that reads an index.
pub async fn extents(ctx: &Ctx, listed: Listed) -> Result<Vec<Extent>, AppError> {
    let part = format!("(id - 1) / {KEYS} + 1");
    let sql = figures(&listed.source(), &part, " GROUP BY 1 ORDER BY 1");
    Ok(rows(ctx, &sql, Vec::new()).await?)
}

/// The figures of one file; nothing where it would hold nothing.
pub async fn extent(ctx: &Ctx, listed: Listed, part: i64) -> Result<Option<Extent>, AppError> {
    let number = format!("CAST({part} AS BIGINT)");
    let sql = figures(&listed.source(), &number, " AND id >= $1 AND id < $2 HAVING COUNT(*) > 0");
    Ok(rows(ctx, &sql, span(part)).await?.pop())
}

/// The addresses in one file, in the order of their keys.
pub async fn addresses(ctx: &Ctx, listed: Listed, part: i64) -> Result<Vec<Address>, AppError> {
    let Source { table, shown, changed } = listed.source();
    let sql =
        format!("SELECT slug, {changed} AS changed FROM {table} WHERE {shown} AND slug IS NOT NULL AND id >= $1 AND id < $2 ORDER BY id");
    Ok(rows(ctx, &sql, span(part)).await?)
}
