//! Getting ready for a fair: what a family and the organiser still have to do, and by when. Everything done, the family is ready.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::acts::record;
use crate::applications::reach::own;
use crate::applications::reads::{guest_rows, guests_of};
use crate::entity::{application, fair};
use crate::notices::Notice;
use crate::preparation::entity::{rider, tick};
use crate::preparation::refusals;
use crate::preparation::rules::{Item, RideKind};
use crate::preparation::types::Line;
use crate::reach::{in_reach, locked};
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::types::{Application, Fair};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::history;
use ground::ids::{FairApplicationId, FairId};
use ground::states::States;
use ground::texts::Locale;
use people::notifications::tell;

/// Days before a fair abroad by which its papers are there.
const PAPERS_DAYS: u64 = 14;

/// The list of one family: what it asked for is the organiser's to give, the rest its own to do.
pub fn list(fair: &Fair, application: &Application, rides: &[RideKind], ticks: &HashSet<Item>) -> Vec<Line> {
    let before = |days: u64| fair.starts_on.checked_sub_days(Days::new(days)).unwrap_or(fair.starts_on);
    let needed = |item: &Item| match item {
        Item::Bus => application.needs.transport,
        Item::Room => application.needs.lodging > 0,
        Item::Papers => fair.abroad(),
        Item::Booth | Item::Goods | Item::Labels => true,
    };
    let line = |item: Item| {
        let done = match item {
            Item::Booth => application.state != ApplicationState::Confirmed,
            Item::Bus => rides.contains(&RideKind::Bus),
            Item::Room => rides.contains(&RideKind::Room),
            Item::Papers | Item::Goods | Item::Labels => ticks.contains(&item),
        };
        Line { item, done, by: before(if item == Item::Papers { PAPERS_DAYS } else { 1 }) }
    };
    Item::ALL.iter().copied().filter(needed).map(line).collect()
}

/// Lists of several families of one fair.
async fn lists<C: ConnectionTrait>(db: &C, fair: &Fair, all: &[Application]) -> Result<HashMap<FairApplicationId, Vec<Line>>, AppError> {
    let keys: Vec<FairApplicationId> = all.iter().map(|one| one.id).collect();
    let ticks = tick::Entity::find().filter(tick::Column::ApplicationId.is_in(keys.clone())).all(db).await?;
    let riders = rider::Entity::find().filter(rider::Column::ApplicationId.is_in(keys)).all(db).await?;
    let of = |one: &Application| {
        let rides: Vec<RideKind> = riders.iter().filter(|rider| rider.application_id == one.id).map(|rider| rider.kind).collect();
        let ticks = ticks.iter().filter(|tick| tick.application_id == one.id).map(|tick| tick.item).collect();
        (one.id, list(fair, one, &rides, &ticks))
    };
    Ok(all.iter().map(of).collect())
}

/// The list of one family, as long as there is something to get ready for.
pub async fn of<C: ConnectionTrait>(db: &C, fair: &Fair, application: &Application) -> Result<Vec<Line>, AppError> {
    let ahead = matches!(fair.state, FairState::ResultsPublished | FairState::SetUp | FairState::Running);
    let taking = matches!(application.state, ApplicationState::Confirmed | ApplicationState::BoothAllocated | ApplicationState::Ready);
    if !(ahead && taking) {
        return Ok(Vec::new());
    }
    Ok(lists(db, fair, std::slice::from_ref(application)).await?.remove(&application.id).unwrap_or_default())
}

/// Lists of everyone who takes part, in the order of applications.
pub async fn of_fair<C: ConnectionTrait>(db: &C, fair: &Fair) -> Result<Vec<(Application, Vec<Line>)>, AppError> {
    let guests = guests_of(db, fair.id).await?;
    let mut lists = lists(db, fair, &guests).await?;
    Ok(guests.into_iter().map(|one| (lists.remove(&one.id).unwrap_or_default(), one)).map(|(lines, one)| (one, lines)).collect())
}

/// One's own family ticks what it has done; ticks left out are taken back.
pub async fn note(ctx: &Ctx, id: FairApplicationId, done: &[Item]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, row) = own(&tx, ctx, id).await?;
    let lines = of(&*tx, &Fair::from(&fair), &Application::from(&row)).await?;
    if lines.is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    let asked = |item: &Item| item.own() && lines.iter().any(|line| line.item == *item);
    if !done.iter().all(asked) {
        return Err(AppError::NotFound);
    }
    tick::Entity::delete_many().filter(tick::Column::ApplicationId.eq(id)).exec(&*tx).await?;
    for item in done {
        let new = tick::ActiveModel { application_id: Set(id), item: Set(*item) };
        tick::Entity::insert(new).exec_without_returning(&*tx).await?;
    }
    look(&tx, ctx, &fair, row).await?;
    Ok(tx.commit().await?)
}

/// Ready is who has nothing left to do; something taken back, it is not ready any more.
pub(crate) async fn look(tx: &Tx, ctx: &Ctx, fair: &fair::Model, row: application::Model) -> Result<(), AppError> {
    let lines = of(&**tx, &Fair::from(fair), &Application::from(&row)).await?;
    let all = !lines.is_empty() && lines.iter().all(|line| line.done);
    let by = if all { ApplicationMove::Prepare } else { ApplicationMove::Reopen };
    let Ok(state) = row.state.step(by) else { return Ok(()) };
    let id = row.id;
    let mut row = row.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    record(tx, ctx, "fair.ready", fair.id, format!("{id}: {}", state.code())).await
}

/// Days before something has to be done on which who has not done it is reminded.
const REMINDED_DAYS: u64 = 2;

/// What the calendar does: some days before its time, a family is reminded of what it has to do, once for each day by which there
/// is something. Gives how many.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    let after = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let soon = fair::Entity::find()
        .filter(fair::Column::State.eq(FairState::SetUp))
        .filter(fair::Column::StartsOn.gt(today))
        .filter(fair::Column::StartsOn.lte(after(PAPERS_DAYS + REMINDED_DAYS)));
    let mut reminded = 0;
    for known in soon.all(ctx.db.read()).await? {
        let tx = ctx.begin().await?;
        let fair = locked(&tx, known.id).await?;
        let mut rows = guest_rows(&*tx, fair.id).await?;
        rows.retain(|row| fair.state == FairState::SetUp && row.state == ApplicationState::BoothAllocated);
        let seen: Vec<Application> = rows.iter().map(Application::from).collect();
        let lists = lists(&*tx, &Fair::from(&fair), &seen).await?;
        for row in rows {
            let open = lists.get(&row.id).into_iter().flatten().filter(|line| line.item.own() && !line.done).map(|line| line.by).min();
            let Some(by) = open.filter(|by| *by <= after(REMINDED_DAYS)) else { continue };
            if row.reminded_of == Some(by) {
                continue;
            }
            let notice = Notice::FairGetReady { title: fair.name_ar.clone(), day: by.to_string() };
            tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/fairs/{}", row.id)).await?;
            let mut row = row.into_active_model();
            row.reminded_of = Set(Some(by));
            row.update(&*tx).await?;
            reminded += 1;
        }
        tx.commit().await?;
    }
    Ok(reminded)
}

/// What the audit trail calls a reminder.
const REMIND: &str = "fair.remind";

/// Whether families of a fair were reminded on this day.
pub async fn reminded_today<C: ConnectionTrait>(ctx: &Ctx, db: &C, id: FairId) -> Result<bool, AppError> {
    let last = history::doings(db, REMIND, "fair", id.0).await?.into_iter().next();
    Ok(last.is_some_and(|(_, at)| day_in_tripoli(at) == day_in_tripoli(ctx.now)))
}

/// An officer reminds every family that has something left to do itself of what that is; once a day at most. What the organiser has
/// to give is no family's to hear.
pub async fn remind(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    let rows = guest_rows(&*tx, id).await?;
    let mut lists = open_lists(&*tx, &Fair::from(&fair), &rows).await?;
    lists.retain(|(_, lines)| !lines.is_empty());
    if lists.is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    if reminded_today(ctx, &*tx, id).await? {
        return Err(refusals::REMINDED_TODAY.into());
    }
    for (row, lines) in &lists {
        let words = |l: Locale, sign: &str| lines.iter().map(|line| line.item.word(l)).collect::<Vec<_>>().join(sign);
        let day = lines.iter().map(|line| line.by).min().unwrap_or(fair.starts_on).to_string();
        let notice = Notice::FairLacks { title: fair.name_ar.clone(), ar: words(Locale::Ar, "، "), en: words(Locale::En, ", "), day };
        tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/fairs/{}", row.id)).await?;
    }
    record(&tx, ctx, REMIND, id, lists.len().to_string()).await?;
    Ok(tx.commit().await?)
}

/// Who takes part and is not there yet, with what each has left to do itself.
async fn open_lists<'a, C: ConnectionTrait>(
    db: &C,
    fair: &Fair,
    rows: &'a [application::Model],
) -> Result<Vec<(&'a application::Model, Vec<Line>)>, AppError> {
    let ahead = matches!(fair.state, FairState::ResultsPublished | FairState::SetUp | FairState::Running);
    let taking = [ApplicationState::Confirmed, ApplicationState::BoothAllocated, ApplicationState::Ready];
    let rows: Vec<&application::Model> = rows.iter().filter(|row| ahead && taking.contains(&row.state)).collect();
    let seen: Vec<Application> = rows.iter().map(|row| Application::from(*row)).collect();
    let mut lists = lists(db, fair, &seen).await?;
    let open = |lines: Vec<Line>| lines.into_iter().filter(|line| line.item.own() && !line.done).collect();
    Ok(rows.into_iter().map(|row| (row, open(lists.remove(&row.id).unwrap_or_default()))).collect())
}
