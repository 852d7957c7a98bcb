//! Identity numbers of members: each stands in one active family, and is compared with the original paper.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
};

use super::entity::family_member;
use super::refusals;
use super::types::Member;
use cases::casework::{self, CaseKind};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, unique_violation};
use ground::history::Event;
use ground::ids::{FamilyId, MemberId};

/// Of the identities of this family those belong to it from now on that no other one holds. The unique index, not this code, keeps one
/// from standing in two.
pub(super) async fn claim_free(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    let sql = "UPDATE family_member SET claimed = $1 WHERE family_id = $2 AND identity_number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \
               family_member o WHERE o.claimed AND o.family_id <> $2 AND o.identity_kind = family_member.identity_kind \
               AND o.identity_number = family_member.identity_number)";
    match tx.run(sql, vec![true.into(), family.into()]).await {
        Ok(_) => Ok(()),
        // Another one was faster by a moment: tried again, it is found.
        Err(error) if unique_violation(&error).is_some() => Err(AppError::Busy),
        Err(error) => Err(error.into()),
    }
}

/// All of them belong to it: nobody is licensed with a number of somebody else.
pub(super) async fn claim(tx: &Tx, family: FamilyId) -> Result<(), AppError> {
    // A file that waits for its family keeps no number from one that is decided: nobody but that family could ever give it back.
    let sql = "UPDATE family_member SET claimed = $1 WHERE claimed AND family_id <> $2 AND family_id IN (SELECT id FROM family \
               WHERE state = 'returned') AND EXISTS (SELECT 1 FROM family_member m WHERE m.family_id = $2 \
               AND m.identity_kind = family_member.identity_kind AND m.identity_number = family_member.identity_number)";
    tx.run(sql, vec![false.into(), family.into()]).await?;
    claim_free(tx, family).await?;
    let left = family_member::Entity::find()
        .filter(family_member::Column::FamilyId.eq(family))
        .filter(family_member::Column::IdentityNumber.is_not_null())
        .filter(family_member::Column::Claimed.eq(false));
    if left.count(&**tx).await? > 0 { Err(FieldErrors::one("outcome", refusals::IDENTITY_HELD).into()) } else { Ok(()) }
}

/// The identities of a family are free for another one.
pub(super) async fn release(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    tx.run("UPDATE family_member SET claimed = $1 WHERE family_id = $2", vec![false.into(), id.into()]).await?;
    Ok(())
}

/// Marks of a file for numbers, of whatever kind, that stand in other families; the officers of those hear of it. Whoever sent it hears
/// nothing: the sentence would tell who is registered. The numbers do not stand in the trail.
pub(super) async fn held_elsewhere(tx: &Tx, ctx: &Ctx, family: FamilyId, members: &[Member]) -> Result<Vec<String>, AppError> {
    let numbers: Vec<&str> = members.iter().filter_map(|member| member.identity.as_ref()).map(|(_, number)| number.as_str()).collect();
    let holders: Vec<FamilyId> = family_member::Entity::find()
        .select_only()
        .column(family_member::Column::FamilyId)
        .filter(family_member::Column::IdentityNumber.is_in(numbers))
        .filter(family_member::Column::Claimed.eq(true))
        .filter(family_member::Column::FamilyId.ne(family))
        .distinct()
        .into_tuple()
        .all(&**tx)
        .await?;
    for holder in &holders {
        casework::flag(tx, ctx, CaseKind::Family, holder.0, &format!("claimed-by:{family}")).await?;
        let details = format!("held by family {holder}");
        tx.record(ctx, Event { act: "family.identity_held", subject_kind: "family", subject_id: family.0, details }).await?;
    }
    Ok(holders.iter().map(|holder| format!("held-by:{holder}")).collect())
}

/// Members of a family whose identity was not compared with the original paper.
pub async fn uncompared<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<u64, AppError> {
    let query = family_member::Entity::find()
        .filter(family_member::Column::FamilyId.eq(family))
        .filter(family_member::Column::IdentityNumber.is_not_null())
        .filter(family_member::Column::VerifiedAt.is_null());
    Ok(query.count(db).await?)
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
