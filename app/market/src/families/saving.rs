//! Saving a change of what a family said: at once, or by a case.

use super::apply::apply;
use super::change::Change;
use super::corrections::propose;
use super::entity::family;
use super::reach::{held_or_begun, locked};
use super::reads::application_in;
use super::refusals;
use super::rules::{FamilyState, Part, Way};
use super::types::{Saved, Target};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::history::Event;
use ground::ids::FamilyId;

/// Saves a change, or asks for it where [`Target::way`] says so; `why` stands on the case. What an officer changes of a licensed
/// family always has to be decided by somebody else. One's own application is begun by the first thing saved.
pub async fn save(ctx: &Ctx, target: Target, change: Change, why: &str) -> Result<Saved, AppError> {
    let change = &change;
    let tx = ctx.begin().await?;
    let family = held_or_begun(&tx, ctx, target).await?;
    agreed(&family, change.part())?;
    let (id, licensed) = (family.id, FamilyState::LICENSED.contains(&family.state));
    let by = target.way(family.state, change.part()).ok_or(Reason::NOT_NOW)?;
    let now = application_in(&*tx, &family).await?;
    if licensed && change.standing(&now).as_ref() == Some(change) {
        return Ok(Saved::Now);
    }
    let judged = by == Way::ByCase && (target != Target::Own || change.judged(&now));
    if judged && target != Target::Own && why.is_empty() {
        return Err(FieldErrors::one("why", Problem::ReasonNeeded).into());
    }
    let at_once = if judged { change.free(&now).filter(|_| target == Target::Own) } else { Some(change.clone()) };
    if let Some(at_once) = at_once {
        touch(&tx, &family, change.part()).await?;
        apply(&tx, ctx, family, at_once).await?;
        if licensed {
            let part = change.part().code().to_owned();
            tx.record(ctx, Event { act: "family.correct", subject_kind: "family", subject_id: id.0, details: part }).await?;
            tx.changed(id).await?;
        }
    }
    let saved = match judged {
        true => {
            let family = locked(&tx, id).await?;
            propose(&tx, ctx, &application_in(&*tx, &family).await?, change, why).await?
        }
        false => Saved::Now,
    };
    tx.commit().await?;
    Ok(saved)
}

/// Nothing is kept of a family before it has agreed to that (Law 6/2022, articles 73 to 81). A family that the Authority took over with
/// a licence agreed on paper.
pub(super) fn agreed(family: &family::Model, part: Part) -> Result<(), AppError> {
    let may = part == Part::Consent || family.consent_at.is_some() || !family.state.open();
    if may { Ok(()) } else { Err(refusals::CONSENT_FIRST.into()) }
}

/// Writes what is known of a family that the Authority took over with a licence. For the demo town.
pub async fn write(tx: &Tx, ctx: &Ctx, id: FamilyId, change: Change) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    apply(tx, ctx, family, change).await
}

/// Notes which parts of an application that came back were changed since.
pub(super) async fn touch(tx: &Tx, family: &family::Model, part: Part) -> Result<(), AppError> {
    if family.state != FamilyState::Returned || family.changed_parts.split(',').any(|code| code == part.code()) {
        return Ok(());
    }
    let parts = format!("{},{}", family.changed_parts, part.code());
    tx.run("UPDATE family SET changed_parts = $1 WHERE id = $2", vec![parts.into(), family.id.into()]).await?;
    Ok(())
}
