//! Booths are given: a saved proposal that can be made again, moved by hand, and never twice at the same time.

use cases::casework;
use cases::committee;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::acts::{go, record};
use crate::applications::reads::guest_rows;
use crate::applications::waiting::guest;
use crate::booths::entity::allocation;
use crate::booths::reads::of;
use crate::booths::refusals;
use crate::booths::types::Giver;
use crate::entity::{application, given_booth};
use crate::hall::placing;
use crate::hall::placing::{Booth, Guest};
use crate::hall::reads::booths;
use crate::notices::Notice;
use crate::plan::calendar;
use crate::reach::{in_reach, in_reach_now, not_mine};
use crate::rules::application::ApplicationMove;
use crate::rules::{FairMove, FairState};
use crate::types::Fair;
use crate::words::at;
use crate::{hall, preparation};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{BoothId, FairApplicationId, FairId};
use ground::lots;
use ground::states::States;
use people::crafts;
use people::notifications::tell_inviting;

/// A fair whose booths can be given: results are published, and it has not begun.
fn givable(state: FairState) -> Result<(), AppError> {
    if matches!(state, FairState::ResultsPublished | FairState::SetUp) { Ok(()) } else { Err(Reason::NOT_NOW.into()) }
}

/// What an allocation is made of: who is to be placed, and where.
#[derive(Clone, PartialEq)]
struct Asked {
    guests: Vec<Guest>,
    booths: Vec<Booth>,
}

impl Asked {
    async fn read<C: ConnectionTrait>(ctx: &Ctx, db: &C, id: FairId) -> Result<Self, AppError> {
        let crafts = crafts::crafts(&ctx.db).await?;
        let food = |guest: Guest| Guest { food: crafts.craft(&guest.craft).is_some_and(|craft| craft.food), ..guest };
        let guests: Vec<Guest> = guest_rows(db, id).await?.iter().map(|row| food(guest(row))).collect();
        let found = hall::reads::of(db, id).await?.ok_or(crate::refusals::NO_ROOM)?;
        if guests.is_empty() {
            return Err(committee::NOBODY_THERE.into());
        }
        Ok(Self { guests, booths: booths(&found) })
    }
}

/// An officer has booths given to all who said that they come. Made again, it is made anew from another seed; nothing is told
/// before it is taken over.
pub async fn allocate(ctx: &Ctx, id: FairId) -> Result<usize, AppError> {
    let me = ctx.actor.person()?.id;
    givable(in_reach_now(ctx, id).await?.state)?;
    not_mine(ctx.db.read(), id, me).await?;
    let (seed, asked) = (lots::seed(), Asked::read(ctx, ctx.db.read(), id).await?);
    // Arithmetic over everyone: on a thread of its own, and while anybody else may write.
    let (work, drawn) = (asked.clone(), seed.clone());
    let placed = tokio::task::spawn_blocking(move || placing::place(&work.guests, &work.booths, &drawn)).await;
    let placed = placed.map_err(|error| AppError::Unexpected(ground::error::Incident::log(&error)))?;
    let tx = ctx.begin().await?;
    givable(in_reach(&tx, ctx, id).await?.state)?;
    not_mine(&*tx, id, me).await?;
    // Somebody came, left or drew meanwhile: it is worth trying again at once.
    if Asked::read(ctx, &*tx, id).await? != asked {
        return Err(AppError::Busy);
    }
    let (rows, before) = (guest_rows(&*tx, id).await?, of(&*tx, id).await?);
    clear(&tx, id).await?;
    for row in &rows {
        let booth = placed.of.get(&row.id.0).copied().map(BoothId);
        if before.iter().find(|given| given.application == row.id).map(|given| given.booth) != booth {
            untold(&tx, row).await?;
        }
        if let Some(booth) = booth {
            put(&tx, row, booth, Giver::Allocation).await?;
        }
    }
    let row = allocation::ActiveModel {
        fair_id: Set(id),
        seed: Set(seed),
        score: Set(placed.score),
        left_out: Set(i64::try_from(placed.left_out.len()).unwrap_or(i64::MAX)),
        made_by: Set(me),
        at: Set(ctx.now),
    };
    allocation::Entity::insert(row).exec_without_returning(&*tx).await?;
    record(&tx, ctx, "fair.allocate", id, format!("{} placed, {} left out", placed.of.len(), placed.left_out.len())).await?;
    tx.changed(id).await?;
    tx.commit().await?;
    Ok(placed.of.len())
}

/// Who was told of a booth and has another one now, or none, is to be told again.
async fn untold(tx: &Tx, row: &application::Model) -> Result<(), AppError> {
    if let Ok(state) = row.state.step(ApplicationMove::Displace) {
        let mut row = row.clone().into_active_model();
        row.state = state.set();
        row.update(&**tx).await?;
    }
    Ok(())
}

async fn clear(tx: &Tx, id: FairId) -> Result<(), AppError> {
    let sql = "DELETE FROM stand WHERE application_id IN (SELECT id FROM fair_application WHERE fair_id = $1)";
    tx.run(sql, vec![id.into()]).await?;
    allocation::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

async fn put(tx: &Tx, row: &application::Model, booth: BoothId, by: Giver) -> Result<(), AppError> {
    let (from, to) = row.part.halves();
    let new = given_booth::ActiveModel {
        application_id: Set(row.id),
        booth_id: Set(booth),
        half_from: Set(from),
        half_to: Set(to),
        by_hand: Set(by == Giver::Officer),
    };
    match given_booth::Entity::insert(new).exec_without_returning(&**tx).await {
        Ok(_) => Ok(()),
        // Somebody else gave it a moment before: the schema knows.
        Err(error) if ground::error::breaks(&error, "stands_apart") => {
            Err(FieldErrors::one(&format!("booth_{}", row.id), refusals::BOOTH_TAKEN).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// An officer gives somebody another booth, or none. What is not met is refused; two may exchange.
pub async fn give(ctx: &Ctx, id: FairId, application: FairApplicationId, booth: Option<BoothId>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    givable(fair.state)?;
    let rows = guest_rows(&*tx, id).await?;
    let row = rows.iter().find(|row| row.id == application).ok_or(AppError::NotFound)?;
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(casework::OWN_CASE.into());
    }
    let held = given_booth::Entity::find_by_id(application).one(&*tx).await?.map(|given| given.booth_id);
    if held != booth {
        untold(&tx, row).await?;
    }
    let field = format!("booth_{application}");
    given_booth::Entity::delete_by_id(application).exec(&*tx).await?;
    if let Some(booth) = booth {
        let found = hall::reads::of(&*tx, id).await?.ok_or(AppError::NotFound)?;
        let known = booths(&found);
        let known = known.iter().find(|known| known.key == booth.0).ok_or_else(|| FieldErrors::one(&field, Problem::NotAChoice))?;
        if !placing::fits(&guest(row), known) {
            return Err(FieldErrors::one(&field, refusals::BOOTH_UNFIT).into());
        }
        put(&tx, row, booth, Giver::Officer).await?;
    }
    record(&tx, ctx, "fair.stand", id, format!("{} {booth:?}", row.reference.clone().unwrap_or_default())).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// The allocation is taken over: everyone with a booth hears its number, and the fair is set up. Done again after changes, those
/// who were not told yet are told.
pub async fn take_over(ctx: &Ctx, id: FairId) -> Result<usize, AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    givable(fair.state)?;
    let given = of(&*tx, id).await?;
    if given.is_empty() {
        return Err(committee::NOBODY_THERE.into());
    }
    let found = hall::reads::of(&*tx, id).await?.ok_or(AppError::NotFound)?;
    let seen = Fair::from(&fair);
    let places = people::place::places(&ctx.db).await?;
    let mut told = 0;
    for row in guest_rows(&*tx, id).await? {
        let Some(given) = given.iter().find(|given| given.application == row.id) else { continue };
        let Ok(state) = row.state.step(ApplicationMove::Allocate) else { continue };
        let number = found.booths.iter().find(|booth| booth.id == given.booth).map(|booth| booth.number.clone()).unwrap_or_default();
        let (key, applicant) = (row.id, row.applicant_id);
        let mut row = row.into_active_model();
        row.state = state.set();
        row.changed_at = Set(ctx.now);
        let row = row.update(&*tx).await?;
        preparation::checklist::look(&tx, ctx, &fair, row).await?;
        let invite = |l, to: &str| Some(calendar::invitation(l, &ctx.site, &seen, &at(l, &seen, &places), to));
        let notice = Notice::FairBooth { title: seen.name_ar.clone(), number };
        tell_inviting(&tx, ctx, applicant, &notice, &format!("/me/fairs/{key}"), invite).await?;
        told += 1;
    }
    if fair.state == FairState::ResultsPublished {
        go(&tx, ctx, fair, FairMove::SetUp).await?;
    }
    record(&tx, ctx, "fair.set_up", id, format!("{told} told")).await?;
    tx.changed(id).await?;
    tx.commit().await?;
    Ok(told)
}
