//! Identity numbers of members: each stands in one active family, and is compared with the original paper.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

use super::entity::family_member;
use super::refusals;
use cases::casework::{self, CaseKind};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Incident, unique_violation};
use ground::history::Event;
use ground::ids::{FamilyId, MemberId};

/// From now on these identities belong to this family. The unique index, not this code, keeps one
/// from standing in two.
pub(super) async fn claim(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    let row = family_member::ActiveModel { claimed: Set(true), ..Default::default() };
    let claimed = family_member::Entity::update_many()
        .set(row)
        .filter(family_member::Column::FamilyId.eq(family))
        .filter(family_member::Column::IdentityNumber.is_not_null())
        .exec(&**tx)
        .await;
    match claimed {
        Ok(_) => Ok(()),
        Err(error) if unique_violation(&error).is_some() => Err(FieldErrors::one("members", refusals::IDENTITY_HELD).into()),
        Err(error) => Err(error.into()),
    }
}

/// The identities of a family are free for another one.
pub(super) async fn release(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    tx.run("UPDATE family_member SET claimed = $1 WHERE family_id = $2", vec![false.into(), id.into()]).await?;
    Ok(())
}

/// Whether a number belongs to another family.
pub(super) async fn held_by_another(tx: &Tx, family: FamilyId, number: &str) -> Result<bool, AppError> {
    let held = family_member::Entity::find()
        .filter(family_member::Column::IdentityNumber.eq(number))
        .filter(family_member::Column::Claimed.eq(true))
        .filter(family_member::Column::FamilyId.ne(family));
    Ok(held.count(&**tx).await? > 0)
}

/// The family hears a neutral sentence; the officer of the family that holds the number hears
/// that someone else gave it, without the number standing in the trail.
pub(super) async fn tell_of_held(ctx: &Ctx, family: FamilyId, numbers: Vec<String>) -> Result<(), AppError> {
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

/// An officer has compared a member's identity with the original paper.
pub async fn verify_identity(tx: &Tx, ctx: &Ctx, family: FamilyId, member: MemberId) -> Result<(), AppError> {
    let officer = ctx.actor.staff(Role::CASEWORKERS)?.id;
    let query = family_member::Entity::find_by_id(member).filter(family_member::Column::FamilyId.eq(family));
    let found = query.one(&**tx).await?.filter(|member| member.identity_number.is_some()).ok_or(AppError::NotFound)?;
    if found.verified_at.is_some() {
        return Ok(());
    }
    let mut row = found.into_active_model();
    row.verified_at = Set(Some(ctx.now));
    row.verified_by = Set(Some(officer));
    row.update(&**tx).await?;
    let event = Event { act: "family.verify_identity", subject_kind: "family", subject_id: family.0, details: format!("member {member}") };
    tx.record(ctx, event).await
}
