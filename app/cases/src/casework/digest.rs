//! What waits for a member of staff, told once on each working day.

use chrono::{NaiveDate, Timelike};

use super::clock::works;
use super::notices::Notice;
use super::queue::counts;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, tripoli};
use ground::error::AppError;
use ground::ids::PersonId;
use people::notifications::tell;
use people::{accounts, place};

/// The hour of Tripoli from which it is told.
const MORNING: u32 = 7;

/// On each working day from seven in the morning everybody who works on files is told once what waits; nobody where nothing does. Gives how
/// many were told.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    if tripoli(ctx.now).hour() < MORNING || !works(today, &place::holidays(ctx.db.read()).await?) {
        return Ok(0);
    }
    let (mut told, mut failed) = (0, None);
    for person in accounts::untold(ctx, Role::CASEWORKERS, today).await? {
        match tell_one(ctx, person, today).await {
            Ok(news) => told += usize::from(news),
            // The others are told all the same; who was not is tried again.
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(told), Err)
}

async fn tell_one(ctx: &Ctx, person: PersonId, today: NaiveDate) -> Result<bool, AppError> {
    let actor = accounts::actor_of_task(&ctx.db, person, ctx.now).await?;
    let found = counts(&Ctx { actor, ..ctx.clone() }).await?;
    let objections: i64 = found.kinds.iter().filter(|(kind, _)| kind.objects()).map(|(_, n)| n).sum();
    let (new, overdue, recommended) = (found.new, found.overdue.cast_signed(), found.recommended);
    let tx = ctx.begin().await?;
    let tells = accounts::tells(&tx, person, today).await?;
    let something = [new, overdue, recommended, objections].iter().any(|n| *n > 0);
    if tells && something {
        tell(&tx, ctx, person, &Notice::Digest { new, overdue, recommended, objections }, "/desk").await?;
    }
    tx.commit().await?;
    Ok(tells && something)
}
