//! Slows guessing down: failures are counted per account and per address, in the database, so
//! that every process counts the same.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};

use super::rules::WINDOW_MINUTES;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldErrors, Problem};

/// Refuses when one of the subjects has failed too often, with the minutes to wait.
pub async fn check(ctx: &Ctx, field: &str, subjects: &[(String, i64)]) -> Result<(), AppError> {
    for (subject, most) in subjects {
        let statement = Statement::from_sql_and_values(
            ctx.db.backend(),
            "SELECT window_ends_at FROM throttle WHERE subject = $1 AND failures >= $2 AND window_ends_at > $3",
            [subject.as_str().into(), (*most).into(), ctx.now.into()],
        );
        if let Some(row) = ctx.db.read().query_one_raw(statement).await? {
            let ends: DateTime<Utc> = row.try_get("", "window_ends_at")?;
            let minutes = (ends - ctx.now).num_minutes() + 1;
            return Err(FieldErrors::one(field, Problem::TooManyTries(minutes)).into());
        }
    }
    Ok(())
}

/// Counts a failure of each subject; a window begins with its first failure.
pub async fn fail(ctx: &Ctx, subjects: &[(String, i64)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let ends = ctx.now + Duration::minutes(WINDOW_MINUTES);
    for (subject, _) in subjects {
        tx.run(
            "INSERT INTO throttle (subject, failures, window_ends_at) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE SET \
             failures = CASE WHEN throttle.window_ends_at > $3 THEN throttle.failures + 1 ELSE 1 END, \
             window_ends_at = CASE WHEN throttle.window_ends_at > $3 THEN throttle.window_ends_at ELSE $2 END",
            vec![subject.as_str().into(), ends.into(), ctx.now.into()],
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets the failures of an account after it signed in.
pub async fn clear(ctx: &Ctx, subject: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    tx.run("DELETE FROM throttle WHERE subject = $1", vec![subject.into()]).await?;
    Ok(tx.commit().await?)
}
