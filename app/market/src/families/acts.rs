//! What a family, or an officer for it, does with the application.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::family;
use super::identities;
use super::likeness::near_matches;
use super::reach::{held, held_open};
use super::reads::application_in;
use super::refusals;
use super::rules::{CONSENT_VERSION, FamilyMove, FamilyState};
use super::types::Target;
use cases::casework::{self, CaseKind, NewCase};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::history::Event;
use ground::ids::FamilyId;
use ground::sql::is_not;
use ground::states::States;
use people::accounts::{self, NewAccount};

/// After a refusal the application is opened to be written anew, unless an objection to the refusal is being heard.
pub async fn revise(ctx: &Ctx, target: Target) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = held(&tx, ctx, target).await?;
    if family.state.open() {
        return Ok(());
    }
    if casework::objection_open(&tx, CaseKind::Family, family.id.0).await? {
        return Err(refusals::OBJECTION_OPEN.into());
    }
    let state = family.state.step(FamilyMove::Revise)?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// An officer begins an application for a family whose consent he has recorded. The family gets an
/// account by its phone, so that it can go on alone later.
pub async fn start_for(ctx: &Ctx, name: String, phone: String, how: String) -> Result<FamilyId, AppError> {
    let officer = ctx.actor.staff(Role::CASEWORKERS)?.id;
    let password = format!("{:032x}", rand::random::<u128>());
    let new = NewAccount { name, phone: phone.clone(), email: None, password }.hashed().await?;
    let tx = ctx.begin().await?;
    let owner = match accounts::person_by_phone(&*tx, &phone).await? {
        Some(owner) => owner,
        None => accounts::create_account(&tx, ctx, new).await?,
    };
    let held = family::Entity::find().filter(family::Column::OwnerId.eq(owner)).filter(is_not(family::Column::State, FamilyState::Left));
    match held.one(&*tx).await? {
        // The same form sent twice begins one application.
        Some(held) if held.helped_by == Some(officer) && held.state == FamilyState::Draft => return Ok(held.id),
        Some(_) => return Err(FieldErrors::one("phone", refusals::FAMILY_THERE).into()),
        None if owner == officer => return Err(FieldErrors::one("phone", accounts::PHONE_TAKEN).into()),
        None => {}
    }
    let row = family::ActiveModel {
        owner_id: Set(Some(owner)),
        helped_by: Set(Some(officer)),
        contact_phone: Set(phone),
        // The officer's tick is the consent that was given on paper or by word.
        consent_how: Set(Some(how.clone())),
        consent_at: Set(Some(ctx.now)),
        consent_version: Set(Some(CONSENT_VERSION.to_owned())),
        ..family::blank(ctx.now)
    };
    let family = row.insert(&*tx).await?;
    tx.record(ctx, Event { act: "family.start_for", subject_kind: "family", subject_id: family.id.0, details: how }).await?;
    tx.commit().await?;
    Ok(family.id)
}

/// The application is sent: every part is there. Families that hold one of its identities or look alike are shown to the officer; it is
/// approved when each identity is in no other family. Gives the reference number.
pub async fn send(ctx: &Ctx, target: Target) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let family = held_open(&tx, ctx, target).await?;
    let id = family.id;
    let application = application_in(&*tx, &family).await?;
    if !application.complete() {
        return Err(Reason::INCOMPLETE.into());
    }
    identities::claim_free(&tx, id).await?;
    let mut flags = identities::held_elsewhere(&tx, ctx, id, &application.members).await?;
    flags.extend(near_matches(&*tx, &application).await?);
    let new = NewCase {
        applicant: family.owner_id,
        flagged: (!flags.is_empty()).then(|| flags.join(",")),
        helper: family.helped_by,
        ..NewCase::new(CaseKind::Family, id.0, family.trade_name.clone(), family.municipality_code.clone())
    };
    let reference = match casework::resubmit(&tx, ctx, &new).await? {
        Some((_, reference)) => reference,
        None => casework::open(&tx, ctx, new).await?.1,
    };
    let state = family.state.step(FamilyMove::Send)?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.submitted_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(reference)
}
