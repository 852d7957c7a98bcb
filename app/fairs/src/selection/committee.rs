//! What a committee does for a fair: the files before it, and what a signed minute means.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::{go, record};
use crate::entity::application;
use crate::notices::Notice;
use crate::reach::{in_reach, locked, not_mine};
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::rules::{FairMove, FairState};
use crate::selection::reads::{proposals, under_review};
use crate::selection::refusals;
use crate::words::tenths;
use crate::{applications, hall};
use cases::committee;
use cases::committee::{Decided, NewFile, NewSitting, SittingKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{FairId, SittingId};
use ground::states::States;
use ground::t;
use ground::texts::Locale;
use market::families;
use people::notifications::tell;
use people::place;

/// An officer calls the committee for a fair whose proposal was made.
pub async fn call(ctx: &Ctx, id: FairId, held_on: NaiveDate, venue: String, agenda: String) -> Result<SittingId, AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state != FairState::Reviewing {
        return Err(Reason::NOT_NOW.into());
    }
    not_mine(&*tx, id, ctx.actor.person()?.id).await?;
    // Nobody can be accepted into a hall without booths.
    if hall::reads::room(&*tx, id).await? == 0 {
        return Err(crate::refusals::NO_ROOM.into());
    }
    if held_on >= fair.starts_on {
        return Err(FieldErrors::one("held_on", crate::refusals::BEFORE_FAIR).into());
    }
    let rows = under_review(&*tx, id).await?;
    let places = proposals(&*tx, rows.iter().map(|row| row.id).collect()).await?;
    if places.is_empty() || places.len() != rows.len() {
        return Err(refusals::NO_PROPOSAL.into());
    }
    let names = families::public_names(&*tx, rows.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let towns = place::places(&ctx.db).await?;
    let l = Locale::Ar;
    let mut files = Vec::new();
    for place in places {
        let Some(row) = rows.iter().find(|row| row.id == place.application) else { continue };
        let arithmetic = t!(
            l,
            fairs.arithmetic,
            score = tenths(place.score),
            rotation = tenths(place.rotation),
            recent = place.recent,
            balance = tenths(place.balance),
            total = tenths(place.total)
        );
        let proposed = t!(l, fairs.proposed_place, n = place.place);
        files.push(NewFile {
            subject: row.id.0,
            applicant: row.applicant_id,
            reference: row.reference.clone().unwrap_or_default(),
            name: names.get(&row.family_id).map(|name| name.ar.clone()).unwrap_or_default(),
            details: [towns.name(l, &row.municipality_code), proposed, arithmetic].join("\n"),
            rank: Some(place.place),
        });
    }
    let screened = rows.iter().filter_map(|row| row.screened_by).collect();
    let (title, municipality) = (fair.name_ar.clone(), fair.municipality_code.clone());
    let new = NewSitting { kind: SittingKind::Fair, subject_id: id.0, title, municipality, agenda, held_on, venue, files, not: screened };
    let sitting = committee::call(&tx, ctx, new).await?;
    tx.commit().await?;
    Ok(sitting)
}

/// Holds the fair that a sitting is about before anything else of it is held: everyone locks in this order.
pub async fn hold(tx: &Tx, subject: i64) -> Result<(), AppError> {
    locked(tx, FairId(subject)).await.map(|_| ())
}

/// A signed minute holds: results are published at one moment, and everyone hears them with the reason.
pub async fn apply_minute(tx: &Tx, ctx: &Ctx, decided: &Decided) -> Result<(), AppError> {
    let id = FairId(decided.subject_id);
    let fair = locked(tx, id).await?;
    if fair.state != FairState::Reviewing {
        return Err(Reason::NOT_NOW.into());
    }
    let today = day_in_tripoli(ctx.now);
    if fair.starts_on <= today {
        return Err(refusals::FAIR_BEGUN.into());
    }
    let fair = go(tx, ctx, fair, FairMove::Publish).await?;
    for row in under_review(&**tx, id).await? {
        let verdict = decided.verdicts.iter().find(|verdict| verdict.subject == row.id.0).ok_or(Reason::NOT_NOW)?;
        let by = if verdict.position.is_some() { ApplicationMove::Wait } else { ApplicationMove::Refuse };
        let state = row.state.step(by)?;
        let (key, applicant) = (row.id, row.applicant_id);
        let mut row = row.into_active_model();
        row.state = state.set();
        row.position = Set(verdict.position);
        row.reason = Set(verdict.reason.clone());
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        if verdict.position.is_none() {
            let notice = Notice::FairRefused { title: fair.name_ar.clone(), words: verdict.reason.clone() };
            tell(tx, ctx, applicant, &notice, &format!("/me/fairs/{key}")).await?;
        }
    }
    let mut row = fair.into_active_model();
    row.minute = Set(Some(decided.number.clone()));
    row.published_on = Set(Some(today));
    let fair = row.update(&**tx).await?;
    applications::waiting::fill(tx, ctx, &fair).await?;
    for row in waiting(tx, id).await? {
        let notice = Notice::FairWaiting { title: fair.name_ar.clone(), position: row.position.unwrap_or_default() };
        tell(tx, ctx, row.applicant_id, &notice, &format!("/me/fairs/{}", row.id)).await?;
    }
    record(tx, ctx, "fair.publish", id, decided.number.clone()).await
}

async fn waiting(tx: &Tx, id: FairId) -> Result<Vec<application::Model>, AppError> {
    let query = application::Entity::find().filter(application::Column::FairId.eq(id));
    Ok(query
        .filter(application::Column::State.eq(ApplicationState::Waitlisted))
        .order_by_asc(application::Column::Position)
        .all(&**tx)
        .await?)
}
