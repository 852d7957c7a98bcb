//! What a family, or an officer for it, does with the application.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::entity::{family, family_member};
use super::reads::{application_in, near_matches};
use super::rules::{FamilyMove, FamilyState, Part, Way, step, way};
use cases::casework::{self, CaseKind, NewCase};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Incident, Problem, Reason, unique_violation};
use ground::history::Event;
use ground::ids::FamilyId;
use people::accounts::{self, NewAccount};
use people::place;

/// Whose application is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One's own.
    Own,
    /// One that the officer fills in for a family.
    Helped(FamilyId),
    /// The data of a licensed family in the officer's scope, to be put right for it.
    InScope(FamilyId),
}

impl Target {
    /// Where its pages stand, below the language.
    pub fn base(self) -> String {
        match self {
            Target::Own => "/me/family".to_owned(),
            Target::Helped(id) => format!("/desk/families/{id}/application"),
            Target::InScope(id) => format!("/desk/families/{id}/correction"),
        }
    }
}

impl Target {
    /// How a part can be changed in a state by whom this target stands for. Who helped with an application does so while it is
    /// open; after that the family is an officer's as far as the scope reaches.
    pub fn way(self, state: FamilyState, part: Part) -> Option<Way> {
        match self {
            Target::Own => way(true, state, part),
            Target::Helped(_) => way(false, state, part).filter(|_| state.open()),
            Target::InScope(_) => way(false, state, part),
        }
    }
}

/// The families that this actor may fill in as the target says.
fn scoped(ctx: &Ctx, target: Target) -> Result<Select<family::Entity>, AppError> {
    let signed = ctx.actor.person()?;
    let not_left = family::Column::State.ne(FamilyState::Left);
    Ok(match target {
        Target::Own => family::Entity::find().filter(family::Column::OwnerId.eq(signed.id)).filter(not_left),
        Target::Helped(id) => {
            ctx.actor.staff(Role::CASEWORKERS)?;
            family::Entity::find_by_id(id).filter(family::Column::HelpedBy.eq(signed.id))
        }
        Target::InScope(id) => {
            ctx.actor.staff(Role::CASEWORKERS)?;
            let of_others = Condition::any().add(family::Column::OwnerId.is_null()).add(family::Column::OwnerId.ne(signed.id));
            family::Entity::find_by_id(id)
                .filter(place::within(ctx.actor.scopes(Role::CASEWORKERS), family::Column::MunicipalityCode))
                .filter(family::Column::State.is_in(FamilyState::LICENSED))
                .filter(of_others)
        }
    })
}

/// The family of a target; one's own may not have been begun.
pub async fn find(ctx: &Ctx, target: Target) -> Result<Option<family::Model>, AppError> {
    let found = scoped(ctx, target)?.one(ctx.db.read()).await?;
    if found.is_none() && target != Target::Own { Err(AppError::NotFound) } else { Ok(found) }
}

/// One's own family within a transaction, locked.
pub(super) async fn find_own(tx: &Tx, ctx: &Ctx) -> Result<Option<family::Model>, AppError> {
    Ok(scoped(ctx, Target::Own)?.lock_exclusive().one(&**tx).await?)
}

/// The family in hand, locked; one's own is begun by the first thing saved.
pub(super) async fn in_hand(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    let signed = ctx.actor.person()?;
    match (scoped(ctx, target)?.lock_exclusive().one(&**tx).await?, target) {
        (Some(family), _) => Ok(family),
        (None, Target::Own) => match new_draft(ctx, signed.id).insert(&**tx).await {
            Ok(family) => Ok(family),
            // The same first form at the same time: tried again, it finds what the other one began.
            Err(error) if unique_violation(&error).is_some() => Err(AppError::Busy),
            Err(error) => Err(error.into()),
        },
        (None, Target::Helped(_) | Target::InScope(_)) => Err(AppError::NotFound),
    }
}

/// The family in hand while its application can be changed.
pub(super) async fn in_hand_open(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    let family = in_hand(tx, ctx, target).await?;
    if family.state.open() { Ok(family) } else { Err(Reason::NotNow.into()) }
}

fn new_draft(ctx: &Ctx, owner: ground::ids::PersonId) -> family::ActiveModel {
    family::ActiveModel {
        state: Set(FamilyState::Draft),
        owner_id: Set(Some(owner)),
        trade_name: Set(String::new()),
        trade_name_en: Set(String::new()),
        story: Set(String::new()),
        quarter: Set(String::new()),
        landmark: Set(String::new()),
        contact_phone: Set(String::new()),
        registration_number: Set(String::new()),
        show_story: Set(true),
        approvals_in_row: Set(0),
        ever_refused: Set(false),
        changed_parts: Set(String::new()),
        created_at: Set(ctx.now),
        ..Default::default()
    }
}

/// After a refusal the application is opened to be written anew, unless an objection to the refusal is being heard.
pub async fn revise(ctx: &Ctx, target: Target) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = scoped(ctx, target)?.lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    if family.state.open() {
        return Ok(());
    }
    if casework::objection_open(&tx, CaseKind::Family, family.id.0).await? {
        return Err(Reason::ObjectionOpen.into());
    }
    let state = step(family.state, FamilyMove::Revise).ok_or(Reason::NotNow)?;
    let mut row = family.into_active_model();
    row.state = Set(state);
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
    let held = family::Entity::find().filter(family::Column::OwnerId.eq(owner)).filter(family::Column::State.ne(FamilyState::Left));
    match held.one(&*tx).await? {
        // The same form sent twice begins one application.
        Some(held) if held.helped_by == Some(officer) && held.state == FamilyState::Draft => return Ok(held.id),
        Some(_) => return Err(FieldErrors::one("phone", Problem::FamilyThere).into()),
        None if owner == officer => return Err(FieldErrors::one("phone", Problem::PhoneTaken).into()),
        None => {}
    }
    let mut row = new_draft(ctx, owner);
    row.helped_by = Set(Some(officer));
    row.contact_phone = Set(phone);
    row.consent_how = Set(Some(how.clone()));
    let family = row.insert(&*tx).await?;
    tx.record(ctx, Event { act: "family.start_for", subject_kind: "family", subject_id: family.id.0, details: how }).await?;
    tx.commit().await?;
    Ok(family.id)
}

/// The application is sent: every part is there, every identity is in no other active family, and
/// families that look alike are shown to the officer. Gives the reference number.
pub async fn send(ctx: &Ctx, target: Target) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand_open(&tx, ctx, target).await?;
    let id = family.id;
    let application = application_in(&*tx, family).await?;
    if Part::ALL.into_iter().any(|part| !application.done(part)) {
        return Err(Reason::Incomplete.into());
    }
    match claim_identities(&tx, id).await {
        Ok(()) => {}
        Err(AppError::Invalid(errors)) => {
            drop(tx);
            let numbers = application.members.iter().filter_map(|member| member.identity_number.clone()).collect();
            tell_of_held_identity(ctx, id, numbers).await?;
            return Err(errors.into());
        }
        Err(error) => return Err(error),
    }
    let near = near_matches(&*tx, &application).await?;
    let flagged = (!near.is_empty()).then(|| near.iter().map(|id| format!("near:{id}")).collect::<Vec<_>>().join(","));
    let family = &application.family;
    let new = NewCase {
        applicant: family.owner_id,
        flagged,
        helper: family.helped_by,
        ..NewCase::new(CaseKind::Family, id.0, family.trade_name.clone(), family.municipality_code.clone())
    };
    let reference = match casework::resubmit(&tx, ctx, &new).await? {
        Some((_, reference)) => reference,
        None => casework::open(&tx, ctx, new).await?.1,
    };
    let state = step(application.family.state, FamilyMove::Send).ok_or(Reason::NotNow)?;
    let mut row = application.family.into_active_model();
    row.state = Set(state);
    row.submitted_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(reference)
}

/// From now on these identities belong to this family. The unique index, not this code, keeps one
/// from standing in two.
pub(super) async fn claim_identities(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    let claim = family_member::ActiveModel { claimed: Set(true), ..Default::default() };
    let claimed = family_member::Entity::update_many()
        .set(claim)
        .filter(family_member::Column::FamilyId.eq(family))
        .filter(family_member::Column::IdentityNumber.is_not_null())
        .exec(&**tx)
        .await;
    match claimed {
        Ok(_) => Ok(()),
        Err(error) if unique_violation(&error).is_some() => Err(FieldErrors::one("members", Problem::IdentityHeld).into()),
        Err(error) => Err(error.into()),
    }
}

/// The family hears a neutral sentence; the officer of the family that holds the number hears
/// that someone else gave it, without the number standing in the trail.
pub(super) async fn tell_of_held_identity(ctx: &Ctx, family: FamilyId, numbers: Vec<String>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let holder = family_member::Entity::find()
        .filter(family_member::Column::IdentityNumber.is_in(numbers))
        .filter(family_member::Column::Claimed.eq(true))
        .filter(family_member::Column::FamilyId.ne(family))
        .order_by_asc(family_member::Column::Id)
        .one(&*tx)
        .await?;
    let Some(holder) = holder else { return Err(AppError::Unexpected(Incident::log(&"identity held by nobody"))) };
    casework::flag(&tx, ctx, CaseKind::Family, holder.family_id.0, &format!("claimed-by:{family}")).await?;
    let details = format!("held by family {}", holder.family_id);
    tx.record(ctx, Event { act: "family.identity_held", subject_kind: "family", subject_id: family.0, details }).await?;
    Ok(tx.commit().await?)
}
