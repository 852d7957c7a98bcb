//! Making a change hold, in the rows of a family.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::change::{Change, MemberCheck, NewMember, done_already, folded, licensed_member_problem, member_problem};
use super::entity::{family, family_craft, family_member};
use super::identities;
use super::reads::member_view;
use super::rules::{CONSENT_VERSION, FamilyState};
use super::types::Member;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors};
use ground::ids::{FamilyId, MemberId};

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
            let problem = if licensed { licensed_member_problem } else { member_problem };
            change_members(tx, id, replaces.map(MemberId), new, problem).await?;
            if licensed {
                identities::claim(tx, id).await?;
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

async fn change_members(
    tx: &Tx,
    family: FamilyId,
    replaces: Option<MemberId>,
    new: Option<NewMember>,
    problem: MemberCheck,
) -> Result<(), AppError> {
    let rows = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family)).all(&**tx).await?;
    let members: Vec<Member> = rows.iter().cloned().map(member_view).collect();
    if done_already(&members, replaces, new.as_ref()) {
        return Ok(());
    }
    let gone = replaces.and_then(|id| rows.iter().find(|row| row.id == id));
    if replaces.is_some() && gone.is_none() {
        return Err(AppError::NotFound);
    }
    if let Some((field, problem)) = problem(&members, replaces, new.as_ref()) {
        return Err(FieldErrors::one(field, problem).into());
    }
    let position = gone.map_or(rows.len() as i64, |gone| gone.position);
    if let Some(gone) = gone {
        family_member::Entity::delete_by_id(gone.id).exec(&**tx).await?;
    }
    let Some(new) = new else { return Ok(()) };
    let folded_name = folded(&new.name);
    let (identity_kind, identity_number) = new.identity.unzip();
    // Who was compared with the original paper stays so while the number is the same.
    let same_number = gone.filter(|gone| (gone.identity_kind, &gone.identity_number) == (identity_kind, &identity_number));
    let row = family_member::ActiveModel {
        family_id: Set(family),
        name: Set(new.name),
        folded_name: Set(folded_name),
        birth_year: Set(new.birth_year),
        relation: Set(new.relation),
        identity_kind: Set(identity_kind),
        identity_number: Set(identity_number),
        claimed: Set(same_number.is_some_and(|gone| gone.claimed)),
        position: Set(position),
        verified_at: Set(same_number.and_then(|gone| gone.verified_at)),
        verified_by: Set(same_number.and_then(|gone| gone.verified_by)),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    Ok(())
}

/// What a family makes, and nothing else.
pub(super) async fn set_crafts(tx: &Tx, family: FamilyId, codes: Vec<String>) -> Result<(), AppError> {
    family_craft::Entity::delete_many().filter(family_craft::Column::FamilyId.eq(family)).exec(&**tx).await?;
    let rows = codes.into_iter().map(|code| family_craft::ActiveModel { family_id: Set(family), craft_code: Set(code) });
    family_craft::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
