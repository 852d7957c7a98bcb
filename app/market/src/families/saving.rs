//! Saving a change of what a family said: at once, or by a case.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::acts::{Target, claim_identities, in_hand, tell_of_held_identity};
use super::change::{Change, NewMember, member_row, new_of};
use super::corrections::propose;
use super::decisions::locked;
use super::entity::{family, family_craft, family_member};
use super::reads::application_in;
use super::rules::{CONSENT_VERSION, FamilyState, MOST_MEMBERS, Part, Way};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::history::Event;
use ground::ids::{CaseId, FamilyId, MemberId};

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It holds.
    Now,
    /// This case decides it; nothing when the same one waits already.
    Asked(Option<CaseId>),
}

/// Saves a change, or asks for it where [`Target::way`] says so; `why` stands on the case. What an officer changes of a licensed
/// family always has to be decided by somebody else. One's own application is begun by the first thing saved.
pub async fn save(ctx: &Ctx, target: Target, change: Change, why: &str) -> Result<Saved, AppError> {
    match save_once(ctx, target, &change, why).await {
        Err(AppError::Invalid(errors)) if errors.of("identity_number") == Some(&Problem::IdentityHeld) => {
            if let (Some(family), Change::Member { new: Some(new), .. }) = (super::acts::find(ctx, target).await?, &change) {
                tell_of_held_identity(ctx, family.id, new.identity.iter().map(|(_, number)| number.clone()).collect()).await?;
            }
            Err(errors.into())
        }
        done => done,
    }
}

async fn save_once(ctx: &Ctx, target: Target, change: &Change, why: &str) -> Result<Saved, AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    let (id, licensed) = (family.id, FamilyState::LICENSED.contains(&family.state));
    let by = target.way(family.state, change.part()).ok_or(Reason::NotNow)?;
    let now = application_in(&*tx, family.clone()).await?;
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
            tx.public_changed().await?;
        }
    }
    let saved = match judged {
        true => {
            let family = locked(&tx, id).await?;
            propose(&tx, ctx, &application_in(&*tx, family).await?, change, why).await?
        }
        false => Saved::Now,
    };
    tx.commit().await?;
    Ok(saved)
}

/// Writes what is known of a family that the Authority took over with a licence. For the demo town.
pub async fn write(tx: &Tx, ctx: &Ctx, id: FamilyId, change: Change) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    apply(tx, ctx, family, change).await
}

/// Notes which parts of an application that came back were changed since.
pub(super) async fn touch(tx: &Tx, family: &family::Model, part: Part) -> Result<(), AppError> {
    if family.state != FamilyState::Returned || family.changed(part) {
        return Ok(());
    }
    let parts = format!("{},{}", family.changed_parts, part.code());
    tx.run("UPDATE family SET changed_parts = $1 WHERE id = $2", vec![parts.into(), family.id.into()]).await?;
    Ok(())
}

impl family::Model {
    /// Whether a part was changed since the application came back.
    pub fn changed(&self, part: Part) -> bool {
        self.changed_parts.split(',').any(|code| code == part.code())
    }
}

/// Makes a change hold.
pub(super) async fn apply(tx: &Tx, ctx: &Ctx, family: family::Model, change: Change) -> Result<(), AppError> {
    let id = family.id;
    let licensed = FamilyState::LICENSED.contains(&family.state);
    let mut row = family.into_active_model();
    match change {
        Change::Household { size, registration } => {
            row.household_size = Set(Some(size));
            row.registration_number = Set(registration);
        }
        Change::Member { replaces, new } => {
            change_members(tx, id, replaces.map(MemberId), new).await?;
            if licensed {
                claim_identities(tx, id).await?;
            }
            return Ok(());
        }
        Change::Crafts { codes } => return set_crafts(tx, id, codes).await,
        Change::Place { municipality, quarter, landmark } => {
            row.municipality_code = Set(Some(municipality));
            row.quarter = Set(quarter);
            row.landmark = Set(landmark);
        }
        Change::Contact { phone } => row.contact_phone = Set(phone),
        Change::Public(face) => {
            row.trade_name = Set(face.trade_name);
            row.trade_name_en = Set(face.trade_name_en);
            row.story = Set(face.story);
            row.show_story = Set(face.show_story);
        }
        Change::Consent => {
            row.consent_version = Set(Some(CONSENT_VERSION.to_owned()));
            row.consent_at = Set(Some(ctx.now));
        }
    }
    row.update(&**tx).await?;
    Ok(())
}

/// What is wrong with a change of members, if something is. The same number twice in one family is a slip, said at once; in two
/// families it is found when the application is sent or the change decided.
pub(super) fn member_problem(
    members: &[family_member::Model],
    replaces: Option<MemberId>,
    new: Option<&NewMember>,
    licensed: bool,
) -> Option<(&'static str, Problem)> {
    let others = || members.iter().filter(|member| Some(member.id) != replaces);
    let number = new.and_then(|new| new.identity.as_ref()).map(|(_, number)| number);
    if number.is_some() && others().any(|member| member.identity_number.as_ref() == number) {
        return Some(("identity_number", Problem::Twice));
    }
    if new.is_some() && others().count() >= MOST_MEMBERS {
        return Some(("name", Problem::AtMost(MOST_MEMBERS)));
    }
    // A licence stands on somebody who can be told from others.
    let nobody = number.is_none() && !others().any(|member| member.identity_number.is_some());
    (licensed && nobody).then_some(("identity_number", Problem::LastIdentity))
}

/// The same form sent twice changes once.
pub(super) fn done_already(members: &[family_member::Model], replaces: Option<MemberId>, new: Option<&NewMember>) -> bool {
    let there = replaces.is_some_and(|id| members.iter().any(|member| member.id == id));
    !there && new.is_some_and(|new| members.iter().any(|member| new_of(member) == *new))
}

async fn change_members(tx: &Tx, family: FamilyId, replaces: Option<MemberId>, new: Option<NewMember>) -> Result<(), AppError> {
    let members = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family)).all(&**tx).await?;
    let gone = replaces.and_then(|id| members.iter().find(|member| member.id == id));
    if done_already(&members, replaces, new.as_ref()) {
        return Ok(());
    }
    if replaces.is_some() && gone.is_none() {
        return Err(AppError::NotFound);
    }
    let claimed = members.iter().any(|member| member.claimed);
    if let Some((field, problem)) = member_problem(&members, replaces, new.as_ref(), claimed) {
        return Err(FieldErrors::one(field, problem).into());
    }
    let position = gone.map_or(members.len() as i64, |member| member.position);
    if let Some(gone) = gone {
        family_member::Entity::delete_by_id(gone.id).exec(&**tx).await?;
    }
    let Some(new) = new.map(|new| member_row(family, new)) else { return Ok(()) };
    // Who was compared with the original paper stays so while the number is the same.
    let same_number = gone.filter(|gone| (gone.identity_kind, &gone.identity_number) == (new.identity_kind, &new.identity_number));
    let mut row = new.into_active_model();
    row.id = sea_orm::ActiveValue::NotSet;
    row.position = Set(position);
    row.verified_at = Set(same_number.and_then(|gone| gone.verified_at));
    row.verified_by = Set(same_number.and_then(|gone| gone.verified_by));
    row.insert(&**tx).await?;
    Ok(())
}

pub(super) async fn set_crafts(tx: &Tx, family: FamilyId, codes: Vec<String>) -> Result<(), AppError> {
    family_craft::Entity::delete_many().filter(family_craft::Column::FamilyId.eq(family)).exec(&**tx).await?;
    let rows = codes.into_iter().map(|code| family_craft::ActiveModel { family_id: Set(family), craft_code: Set(code) });
    family_craft::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
