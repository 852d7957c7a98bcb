//! Officers look at what was sent, before jurors have it.

use cases::casework::{self, Finding};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::acts::record;
use crate::applications::reach::in_reach;
use crate::entity::application;
use crate::notices::Notice;
use crate::reach::STAFF;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::types::Application;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::history::Event;
use ground::ids::{FairApplicationId, FairId, PersonId};
use ground::states::States;
use people::notifications::tell;

/// Acts of the audit trail by which somebody had a hand in a refusal.
const REFUSAL: [&str; 2] = ["fair.propose_refusal", "fair.refuse"];

/// What the trail calls an application.
const SUBJECT: &str = "fair_application";

/// An officer looked at what was sent: the conditions are met, whatever a colleague proposed, if it is what the officer has `seen`;
/// empty where nothing was proposed.
pub async fn pass(ctx: &Ctx, id: FairApplicationId, seen: &str) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = in_reach(&tx, ctx, id).await?;
    if found.state == ApplicationState::Screened && found.reason.is_empty() {
        return Ok(fair.id);
    }
    let me = Finding::Meets.by(ctx, STAFF, found.applicant_id)?;
    if Application::from(&found).proposed_refusal().is_some_and(|words| words != seen) {
        return Err(Reason::NOT_NOW.into());
    }
    let state = found.state.step(ApplicationMove::Screen)?;
    let reference = found.reference.clone().unwrap_or_default();
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reason = Set(String::new());
    row.screened_by = Set(Some(me));
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    record(&tx, ctx, "fair.screen", fair.id, format!("{reference} {}", state.code())).await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// An officer looked at what was sent and finds the conditions not met: that is a proposal, and the family hears nothing of it.
/// Nobody looks at what jurors have.
pub async fn propose_refusal(ctx: &Ctx, id: FairApplicationId, words: &str) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = in_reach(&tx, ctx, id).await?;
    let me = Finding::Lacks(words).by(ctx, STAFF, found.applicant_id)?;
    refusable(&found)?;
    if found.screened_by == Some(me) && found.reason == words {
        return Ok(fair.id);
    }
    let mut row = found.into_active_model();
    row.reason = Set(words.to_owned());
    row.screened_by = Set(Some(me));
    let row = row.update(&*tx).await?;
    trail(&tx, ctx, REFUSAL[0], &row).await?;
    tx.commit().await?;
    Ok(fair.id)
}

/// Another officer confirms that the conditions are not met, and the family hears why, in the words that the officer has
/// `seen`. Who proposed it does not confirm it.
pub async fn confirm_refusal(ctx: &Ctx, id: FairApplicationId, seen: &str) -> Result<FairId, AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = in_reach(&tx, ctx, id).await?;
    if found.state == ApplicationState::Refused {
        return Ok(fair.id);
    }
    let words = Application::from(&found).proposed_refusal().map(ToOwned::to_owned).ok_or(Reason::NOT_NOW)?;
    let me = Finding::Lacks(&words).by(ctx, STAFF, found.applicant_id)?;
    if found.screened_by == Some(me) {
        return Err(casework::RECOMMENDED.into());
    }
    if words != seen {
        return Err(Reason::NOT_NOW.into());
    }
    let state = found.state.step(ApplicationMove::Refuse)?;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    let row = row.update(&*tx).await?;
    trail(&tx, ctx, REFUSAL[1], &row).await?;
    let notice = Notice::FairRefused { title: fair.name_ar, words };
    tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/fairs/{id}")).await?;
    tx.commit().await?;
    Ok(fair.id)
}

fn refusable(found: &application::Model) -> Result<(), Reason> {
    let open = matches!(found.state, ApplicationState::Submitted | ApplicationState::Screened);
    if open { Ok(()) } else { Err(Reason::NOT_NOW) }
}

async fn trail(tx: &Tx, ctx: &Ctx, act: &str, row: &application::Model) -> Result<(), AppError> {
    let details = row.reference.clone().unwrap_or_default();
    tx.record(ctx, Event { act, subject_kind: SUBJECT, subject_id: row.id.0, details }).await
}

/// Who proposed or confirmed the refusal of an application.
pub(crate) async fn refused_by(tx: &Tx, id: FairApplicationId) -> Result<Vec<PersonId>, AppError> {
    let mut hands = Vec::new();
    for act in REFUSAL {
        hands.extend(ground::history::doings(&**tx, act, SUBJECT, id.0).await?.into_iter().filter_map(|(who, _)| who));
    }
    Ok(hands)
}
