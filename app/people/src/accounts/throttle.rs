//! Slows guessing down: tries are counted per account and per address, in the database, so that every
//! process counts the same; counted before they are looked at, so that many at once gain nothing. Nobody is shut out: of those who try too
//! often one passes each some seconds, and a device that has been in the account before is counted by itself, so that others who guess do
//! not keep its owner out. A count is not what a form does: it is no part of its transaction.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::refusals;
use super::rules::{SLOWED, WINDOW_MINUTES};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors};

/// What is counted, and how often it may be within a window before it is slowed down.
#[derive(Debug, Clone)]
pub struct Limit {
    /// An account, an address, and what is tried.
    pub subject: String,
    /// How many tries are free.
    pub most: i64,
    /// How long the others wait for one another.
    pub slowed: Duration,
}

impl Limit {
    /// The usual pause.
    pub fn new(subject: String, most: i64) -> Self {
        Self { subject, most, slowed: SLOWED }
    }
}

/// Counts a try of each subject; when one has too many, this try has to be the only one for some seconds, else it is refused with the
/// seconds to wait. A window begins with its first try; one that ends much later than a new one would is of a clock that was set back, and
/// is over. Gives how many tries are
/// free after this one; below zero when this one had to wait for its turn.
pub async fn count(ctx: &Ctx, field: &str, limits: &[Limit]) -> Result<i64, AppError> {
    let tx = ctx.db.begin().await?;
    let (mut wait, mut free) = (None, i64::MAX);
    for limit in limits {
        let left = limit.most - tried(&tx, ctx, &limit.subject).await?;
        free = free.min(left);
        if left < 0 {
            wait = wait.max(turn(&tx, ctx, limit).await?);
        }
    }
    tx.commit().await?;
    answer(field, wait)?;
    Ok(free)
}

fn answer(field: &str, wait: Option<Duration>) -> Result<(), AppError> {
    match wait {
        Some(wait) => Err(FieldErrors::one(field, refusals::too_many_tries(wait.num_seconds().max(1))).into()),
        None => Ok(()),
    }
}

async fn tried(tx: &Tx, ctx: &Ctx, subject: &str) -> Result<i64, AppError> {
    let ends = ctx.now + Duration::minutes(WINDOW_MINUTES);
    // Clocks of two servers may differ by some seconds.
    let longest = ends + Duration::minutes(1);
    let statement = Statement::from_sql_and_values(
        ctx.db.backend(),
        "INSERT INTO throttle (subject, failures, window_ends_at) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE SET \
         failures = CASE WHEN throttle.window_ends_at > $3 AND throttle.window_ends_at <= $4 THEN throttle.failures + 1 ELSE 1 END, \
         window_ends_at = CASE WHEN throttle.window_ends_at > $3 AND throttle.window_ends_at <= $4 THEN throttle.window_ends_at ELSE $2 END \
         RETURNING failures",
        [subject.into(), ends.into(), ctx.now.into(), longest.into()],
    );
    Ok(tx.query_one_raw(statement).await?.map_or(Ok(1), |row| row.try_get("", "failures"))?)
}

/// Takes the one turn that there is now; gives how long to wait if there is none. The first turn begins when the free tries are used up.
async fn turn(tx: &Tx, ctx: &Ctx, limit: &Limit) -> Result<Option<Duration>, AppError> {
    let subject = format!("turn:{}", limit.subject);
    let (next, longest) = (ctx.now + limit.slowed, ctx.now + limit.slowed + Duration::minutes(1));
    let taken = "UPDATE throttle SET window_ends_at = $1 WHERE subject = $2 AND window_ends_at <= $3";
    if tx.run(taken, vec![next.into(), subject.as_str().into(), ctx.now.into()]).await? == 1 {
        return Ok(None);
    }
    let begun = "INSERT INTO throttle (subject, failures, window_ends_at) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE SET \
                 window_ends_at = CASE WHEN throttle.window_ends_at > $3 THEN $2 ELSE throttle.window_ends_at END RETURNING window_ends_at";
    let begun = Statement::from_sql_and_values(ctx.db.backend(), begun, [subject.into(), next.into(), longest.into()]);
    let until: Option<DateTime<Utc>> = tx.query_one_raw(begun).await?.map(|row| row.try_get("", "window_ends_at")).transpose()?;
    Ok(Some(until.map_or(limit.slowed, |until| until - ctx.now)))
}

/// What was tried with success is no try in vain.
pub async fn take_back(ctx: &Ctx, subject: &str) -> Result<(), AppError> {
    let tx = ctx.db.begin().await?;
    tx.run("UPDATE throttle SET failures = failures - 1 WHERE subject = $1 AND failures > 0", vec![subject.into()]).await?;
    Ok(tx.commit().await?)
}

/// After success: the account's tries are forgotten.
pub async fn succeed(ctx: &Ctx, subject: &str) -> Result<(), AppError> {
    let tx = ctx.db.begin().await?;
    for subject in [subject.to_owned(), format!("turn:{subject}")] {
        tx.run("DELETE FROM throttle WHERE subject = $1", vec![subject.into()]).await?;
    }
    Ok(tx.commit().await?)
}

/// From an address at which many accounts were tried in vain one try passes each some seconds. How often one of them was tried does not
/// count here: thousands share the address of a mobile network, and one who forgot a password does not slow the others down. An account counts from
/// when it is tried until the right password comes, see [`not_in_vain`].
pub async fn crowd(ctx: &Ctx, field: &str, account: &str, most: i64) -> Result<(), AppError> {
    // By the order of bytes, in which `;` follows `:`.
    let bytes = if ctx.db.backend() == DbBackend::Postgres { "COLLATE \"C\"" } else { "" };
    let sql = format!(
        "SELECT COUNT(*) AS n FROM throttle WHERE subject {bytes} >= $1 AND subject {bytes} < $2 AND subject <> $3 AND window_ends_at > $4"
    );
    let own = of_address(ctx, account);
    let values = [of_address(ctx, "").into(), format!("failed:{};", ctx.address).into(), own.as_str().into(), ctx.now.into()];
    let row = ctx.db.read().query_one_raw(Statement::from_sql_and_values(ctx.db.backend(), sql, values)).await?;
    let others: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    let tx = ctx.db.begin().await?;
    let limit = Limit::new(format!("address:{}", ctx.address), most);
    let wait = if others >= most { turn(&tx, ctx, &limit).await? } else { None };
    if wait.is_none() {
        tried(&tx, ctx, &own).await?;
    }
    tx.commit().await?;
    answer(field, wait)
}

fn of_address(ctx: &Ctx, account: &str) -> String {
    format!("failed:{}:{account}", ctx.address)
}

/// An account that was tried from here had its right password.
pub async fn not_in_vain(ctx: &Ctx, account: &str) -> Result<(), AppError> {
    let tx = ctx.db.begin().await?;
    tx.run("DELETE FROM throttle WHERE subject = $1", vec![of_address(ctx, account).into()]).await?;
    Ok(tx.commit().await?)
}

/// A limit on what one address may send without an account, such as reports: then one in a window.
pub async fn limit(ctx: &Ctx, field: &str, what: &str, most: i64) -> Result<(), AppError> {
    let limit = Limit { subject: format!("{what}:{}", ctx.address), most, slowed: Duration::minutes(WINDOW_MINUTES) };
    count(ctx, field, &[limit]).await.map(|_| ())
}
