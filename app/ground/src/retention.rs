//! What is kept no longer than it is needed. Each area says which of its rows go and when; the worker erases them each day.

use chrono::{DateTime, Duration, Utc};

use crate::db::Db;
use crate::error::AppError;

/// Rows of one kind, which go.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Table and condition, in which `$1` is the time before which they are erased.
    pub rows: &'static str,
    /// Days that they are kept after that.
    pub days: i64,
}

/// Erases what is spent. Gives how many rows went.
pub async fn erase(db: &Db, now: DateTime<Utc>, spent: &[Spent]) -> Result<u64, AppError> {
    let mut erased = 0;
    for Spent { rows, days } in spent {
        let tx = db.begin().await?;
        erased += tx.run(&format!("DELETE FROM {rows}"), vec![(now - Duration::days(*days)).into()]).await?;
        tx.commit().await?;
    }
    Ok(erased)
}
