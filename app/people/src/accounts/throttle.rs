//! Slows guessing down: tries are counted per account and per address, in the database, so that every
//! process counts the same; counted before they are looked at, so that many at once gain nothing. A count is not what a form does: it is
//! no part of its transaction.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};

use super::refusals;
use super::rules::WINDOW_MINUTES;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors};

/// Counts a try of each subject and refuses when one has too many, with the minutes to wait. A window
/// begins with its first try; one that ends much later than a new one would is of a clock that was set back, and is over.
pub async fn count(ctx: &Ctx, field: &str, subjects: &[(String, i64)]) -> Result<(), AppError> {
    let tx = ctx.db.begin().await?;
    let ends = ctx.now + Duration::minutes(WINDOW_MINUTES);
    // Clocks of two servers may differ by some seconds.
    let longest = ends + Duration::minutes(1);
    let mut wait = None;
    for (subject, most) in subjects {
        let statement = Statement::from_sql_and_values(
            ctx.db.backend(),
            "INSERT INTO throttle (subject, failures, window_ends_at) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE SET \
             failures = CASE WHEN throttle.window_ends_at > $3 AND throttle.window_ends_at <= $4 THEN throttle.failures + 1 ELSE 1 END, \
             window_ends_at = CASE WHEN throttle.window_ends_at > $3 AND throttle.window_ends_at <= $4 THEN throttle.window_ends_at ELSE $2 END \
             RETURNING failures, window_ends_at",
            [subject.as_str().into(), ends.into(), ctx.now.into(), longest.into()],
        );
        if let Some(row) = tx.query_one_raw(statement).await? {
            let (tries, ends): (i64, DateTime<Utc>) = (row.try_get("", "failures")?, row.try_get("", "window_ends_at")?);
            if tries > *most {
                wait = Some((ends - ctx.now).num_minutes() + 1);
            }
        }
    }
    tx.commit().await?;
    match wait {
        Some(minutes) => Err(FieldErrors::one(field, refusals::too_many_tries(minutes)).into()),
        None => Ok(()),
    }
}

/// After success: the account's tries are forgotten, the address's is taken back.
pub async fn succeed(ctx: &Ctx, subjects: &[(String, i64)]) -> Result<(), AppError> {
    let tx = ctx.db.begin().await?;
    for (n, (subject, _)) in subjects.iter().enumerate() {
        let sql = match n {
            0 => "DELETE FROM throttle WHERE subject = $1",
            _ => "UPDATE throttle SET failures = failures - 1 WHERE subject = $1 AND failures > 0",
        };
        tx.run(sql, vec![subject.as_str().into()]).await?;
    }
    Ok(tx.commit().await?)
}

/// A limit on what one address may send without an account, such as reports.
pub async fn limit(ctx: &Ctx, field: &str, what: &str, most: i64) -> Result<(), AppError> {
    count(ctx, field, &[(format!("{what}:{}", ctx.address), most)]).await
}
