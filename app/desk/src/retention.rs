//! What is kept no longer than it is needed, of all areas: the one list that the worker goes through each day.

use ground::ctx::Ctx;
use ground::error::AppError;
use ground::retention::{self, Spent};
use ground::{once, outbox};
use people::{accounts, notifications};

/// Imports that ended go with their report, which quotes what stood in wrong rows.
const IMPORTS: &[Spent] = &[Spent { rows: "import_job WHERE ended_at < $1", days: 90 }];

/// All of it.
pub const SPENT: [&[Spent]; 5] = [outbox::SPENT, accounts::SPENT, notifications::SPENT, once::SPENT, IMPORTS];

/// Erases what is spent, and what changed so long ago that every process has heard of it. Gives how many rows went.
pub async fn erase_spent(ctx: &Ctx) -> Result<usize, AppError> {
    ctx.db.erase_old_changes().await?;
    let mut gone = 0;
    for spent in SPENT {
        gone += usize::try_from(retention::erase(&ctx.db, ctx.now, spent).await?).unwrap_or(usize::MAX);
    }
    Ok(gone)
}
