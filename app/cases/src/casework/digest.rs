//! What waits for a member of staff: shown at the head of the desk, and told once on each working day.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::clock::works;
use super::entity::casefile;
use super::notices::Notice;
use super::reads::in_scope;
use super::rules::{CaseKind, CaseState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, from_tripoli, tripoli};
use ground::error::AppError;
use ground::ids::PersonId;
use people::notifications::tell;
use people::{accounts, place};

/// The hour of Tripoli from which it is told.
const MORNING: u32 = 7;

/// What waits for the actor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// Files that came since the last working day began.
    pub new: i64,
    /// Files whose last day is over.
    pub overdue: i64,
    /// Files that a colleague recommended: another decides them.
    pub recommended: i64,
    /// Objections that nobody has decided.
    pub objections: i64,
}

impl Waits {
    /// Whether there is nothing to say.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// The beginning of the last working day before a day.
fn last_morning(day: NaiveDate, holidays: &HashSet<NaiveDate>) -> DateTime<Utc> {
    let before = day.iter_days().rev().skip(1).take(60).find(|day| works(*day, holidays)).unwrap_or(day);
    from_tripoli(before.and_time(NaiveTime::MIN))
}

/// What waits for the actor, in one look.
pub async fn waits(ctx: &Ctx) -> Result<Waits, AppError> {
    use casefile::Column as C;
    let db = ctx.db.read();
    let today = day_in_tripoli(ctx.now);
    let since = last_morning(today, &place::holidays(db).await?);
    let those = |when: Condition| Expr::from(Func::sum(Expr::case(when, 1).finally(0)));
    let waiting = [CaseState::Submitted, CaseState::InReview, CaseState::Recommended];
    let objections = [CaseKind::Objection, CaseKind::FairResult, CaseKind::CourseResult];
    let by_others = Condition::all().add(C::State.eq(CaseState::Recommended)).add(C::RecommendedBy.ne(ctx.actor.id()));
    let row: Option<[Option<i64>; 4]> = casefile::Entity::find()
        .filter(in_scope(ctx, Role::CASEWORKERS))
        .filter(C::State.is_in(waiting))
        .select_only()
        .column_as(those(Condition::all().add(C::OpenedAt.gte(since))), "new")
        .column_as(those(Condition::all().add(C::DueOn.lt(today))), "overdue")
        .column_as(those(by_others), "recommended")
        .column_as(those(Condition::all().add(C::Kind.is_in(objections))), "objections")
        .into_tuple::<(Option<i64>, Option<i64>, Option<i64>, Option<i64>)>()
        .one(db)
        .await?
        .map(|(new, overdue, recommended, objections)| [new, overdue, recommended, objections]);
    let [new, overdue, recommended, objections] = row.unwrap_or_default().map(Option::unwrap_or_default);
    Ok(Waits { new, overdue, recommended, objections })
}

/// On each working day from seven in the morning everybody who works on files is told once what waits; nobody where nothing does. Gives how
/// many were told.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    if tripoli(ctx.now).hour() < MORNING || !works(today, &place::holidays(ctx.db.read()).await?) {
        return Ok(0);
    }
    let mut told = 0;
    for person in accounts::untold(ctx, Role::CASEWORKERS, today).await? {
        told += usize::from(tell_one(ctx, person, today).await?);
    }
    Ok(told)
}

async fn tell_one(ctx: &Ctx, person: PersonId, today: NaiveDate) -> Result<bool, AppError> {
    let actor = accounts::actor_of_task(&ctx.db, person, ctx.now).await?;
    let waits = waits(&Ctx { actor, ..ctx.clone() }).await?;
    let tx = ctx.begin().await?;
    let tells = accounts::tells(&tx, person, today).await?;
    if tells && !waits.is_nothing() {
        let Waits { new, overdue, recommended, objections } = waits;
        tell(&tx, ctx, person, &Notice::Digest { new, overdue, recommended, objections }, "/desk").await?;
    }
    tx.commit().await?;
    Ok(tells && !waits.is_nothing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_working_day_leaves_out_weekends_and_holidays() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| from_tripoli(day(text).and_time(NaiveTime::MIN));
        let holidays = HashSet::from([day("2026-12-24")]);
        // A Sunday after a holiday on Thursday.
        assert_eq!(last_morning(day("2026-12-27"), &holidays), at("2026-12-23"));
        assert_eq!(last_morning(day("2026-12-23"), &holidays), at("2026-12-22"));
    }
}
