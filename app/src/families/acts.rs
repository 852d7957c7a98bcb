//! What a family, or an officer for it, does with the application.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::entity::{family, family_craft, family_member};
use super::reads::{Application, application_in, near_matches};
use super::rules::{CONSENT_VERSION, FamilyMove, FamilyState, IdentityKind, MOST_MEMBERS, Part, may_correct, step};
use crate::accounts::{self, NewAccount};
use crate::actor::Role;
use crate::casework::{self, CaseKind, NewCase};
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{AppError, FieldErrors, Incident, Problem, Reason, unique_violation};
use crate::history::Event;
use crate::ids::{FamilyId, MemberId};
use crate::text;

/// Whose application is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One's own.
    Own,
    /// One that the officer fills in for a family.
    Helped(FamilyId),
}

impl Target {
    /// Where its pages stand, below the language.
    pub fn base(self) -> String {
        match self {
            Target::Own => "/me/family".to_owned(),
            Target::Helped(id) => format!("/desk/families/{id}/application"),
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
    })
}

/// The family of a target; one's own may not have been begun.
pub(super) async fn find(ctx: &Ctx, target: Target) -> Result<Option<family::Model>, AppError> {
    let found = scoped(ctx, target)?.one(ctx.db.read()).await?;
    if found.is_none() && target != Target::Own { Err(AppError::NotFound) } else { Ok(found) }
}

/// One's own family within a transaction, locked.
pub(super) async fn find_own(tx: &Tx, ctx: &Ctx) -> Result<Option<family::Model>, AppError> {
    Ok(scoped(ctx, Target::Own)?.lock_exclusive().one(&**tx).await?)
}

/// The family in hand, still open to changes; one's own is begun by the first thing saved.
pub(super) async fn in_hand(tx: &Tx, ctx: &Ctx, target: Target) -> Result<family::Model, AppError> {
    let signed = ctx.actor.person()?;
    let family = match (scoped(ctx, target)?.lock_exclusive().one(&**tx).await?, target) {
        (Some(family), _) => family,
        (None, Target::Own) => match new_draft(ctx, signed.id).insert(&**tx).await {
            Ok(family) => family,
            // The same first form at the same time: tried again, it finds what the other one began.
            Err(error) if unique_violation(&error).is_some() => return Err(AppError::Busy),
            Err(error) => return Err(error.into()),
        },
        (None, Target::Helped(_)) => return Err(AppError::NotFound),
    };
    if family.state.open() { Ok(family) } else { Err(Reason::NotNow.into()) }
}

fn new_draft(ctx: &Ctx, owner: crate::ids::PersonId) -> family::ActiveModel {
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
        Some(_) => return Err(FieldErrors::one("phone", Problem::PhoneTaken).into()),
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

/// Size of the household and its number in the family register (رقم القيد).
pub async fn save_household(ctx: &Ctx, target: Target, size: i64, registration: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let mut row = in_hand(&tx, ctx, target).await?.into_active_model();
    row.household_size = Set(Some(size));
    row.registration_number = Set(registration);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// A member as it is typed.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Name.
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// In relation to the applicant.
    pub relation: String,
    /// Identity, in its stored form.
    pub identity: Option<(IdentityKind, String)>,
}

/// Adds a member. The same number twice in one family is a slip, said at once; in two families it
/// is found when the application is sent.
pub async fn add_member(ctx: &Ctx, target: Target, new: NewMember) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    let members = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family.id)).all(&*tx).await?;
    let (identity_kind, identity_number) = new.identity.unzip();
    // The same form sent twice adds one member.
    let same = |member: &family_member::Model| {
        member.name == new.name
            && member.birth_year == new.birth_year
            && member.relation == new.relation
            && member.identity_number == identity_number
    };
    if members.iter().any(same) {
        return Ok(());
    }
    if identity_number.is_some() && members.iter().any(|member| member.identity_number == identity_number) {
        return Err(FieldErrors::one("identity_number", Problem::Twice).into());
    }
    if members.len() >= MOST_MEMBERS {
        return Err(FieldErrors::one("name", Problem::AtMost(MOST_MEMBERS)).into());
    }
    let row = family_member::ActiveModel {
        family_id: Set(family.id),
        folded_name: Set(text::search_form(&new.name).trim().to_owned()),
        name: Set(new.name),
        birth_year: Set(new.birth_year),
        relation: Set(new.relation),
        identity_kind: Set(identity_kind),
        identity_number: Set(identity_number),
        claimed: Set(false),
        position: Set(members.len() as i64),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Takes a member out again.
pub async fn remove_member(ctx: &Ctx, target: Target, id: MemberId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    let delete =
        family_member::Entity::delete_many().filter(family_member::Column::Id.eq(id)).filter(family_member::Column::FamilyId.eq(family.id));
    if delete.exec(&*tx).await?.rows_affected == 0 {
        return Err(AppError::NotFound);
    }
    Ok(tx.commit().await?)
}

/// What the family makes.
pub async fn save_crafts(ctx: &Ctx, target: Target, codes: Vec<String>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    set_crafts(&tx, family.id, codes).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn set_crafts(tx: &Tx, family: FamilyId, codes: Vec<String>) -> Result<(), AppError> {
    family_craft::Entity::delete_many().filter(family_craft::Column::FamilyId.eq(family)).exec(&**tx).await?;
    let rows = codes.into_iter().map(|code| family_craft::ActiveModel { family_id: Set(family), craft_code: Set(code) });
    family_craft::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Where the family lives: municipality, quarter, landmark. Only the municipality is ever public.
pub async fn save_place(ctx: &Ctx, target: Target, municipality: String, quarter: String, landmark: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let mut row = in_hand(&tx, ctx, target).await?.into_active_model();
    row.municipality_code = Set(Some(municipality));
    row.quarter = Set(quarter);
    row.landmark = Set(landmark);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// The phone at which the Authority and buyers' orders reach the family; never public.
pub async fn save_contact(ctx: &Ctx, target: Target, phone: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    // Nothing was decided by it, so that it can be put right at any time.
    let family = scoped(ctx, target)?
        .lock_exclusive()
        .one(&*tx)
        .await?
        .filter(|family| may_correct(target == Target::Own, family.state, Part::Contact));
    let family = match family {
        Some(family) => family,
        None => in_hand(&tx, ctx, target).await?,
    };
    let mut row = family.into_active_model();
    row.contact_phone = Set(phone);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// What visitors see of the family.
#[derive(Debug, Clone)]
pub struct PublicFace {
    /// Trade name, not the family's name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Story.
    pub story: String,
    /// Whether the story is shown.
    pub show_story: bool,
}

/// Trade name and story.
pub async fn save_public(ctx: &Ctx, target: Target, face: PublicFace) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let mut row = in_hand(&tx, ctx, target).await?.into_active_model();
    row.trade_name = Set(face.trade_name);
    row.trade_name_en = Set(face.trade_name_en);
    row.story = Set(face.story);
    row.show_story = Set(face.show_story);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Consent to the text in force, with its date.
pub async fn save_consent(ctx: &Ctx, target: Target) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let mut row = in_hand(&tx, ctx, target).await?.into_active_model();
    row.consent_version = Set(Some(CONSENT_VERSION.to_owned()));
    row.consent_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// The application is sent: every part is there, every identity is in no other active family, and
/// families that look alike are shown to the officer. Gives the reference number.
pub async fn send(ctx: &Ctx, target: Target) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    let id = family.id;
    let application = application_in(&*tx, family).await?;
    if Part::ALL.into_iter().any(|part| !application.done(part)) {
        return Err(Reason::Incomplete.into());
    }
    match claim_identities(&tx, id).await {
        Ok(()) => {}
        Err(AppError::Invalid(errors)) => {
            drop(tx);
            tell_of_held_identity(ctx, &application).await?;
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
async fn tell_of_held_identity(ctx: &Ctx, application: &Application) -> Result<(), AppError> {
    let numbers: Vec<String> = application.members.iter().filter_map(|member| member.identity_number.clone()).collect();
    let tx = ctx.begin().await?;
    let holder = family_member::Entity::find()
        .filter(family_member::Column::IdentityNumber.is_in(numbers))
        .filter(family_member::Column::Claimed.eq(true))
        .filter(family_member::Column::FamilyId.ne(application.family.id))
        .order_by_asc(family_member::Column::Id)
        .one(&*tx)
        .await?;
    let Some(holder) = holder else { return Err(AppError::Unexpected(Incident::log(&"identity held by nobody"))) };
    casework::flag(&tx, ctx, CaseKind::Family, holder.family_id.0, &format!("claimed-by:{}", application.family.id)).await?;
    let details = format!("held by family {}", holder.family_id);
    tx.record(ctx, Event { act: "family.identity_held", subject_kind: "family", subject_id: application.family.id.0, details }).await?;
    Ok(tx.commit().await?)
}
