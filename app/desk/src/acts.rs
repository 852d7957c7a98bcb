//! Decisions with what they do, in one transaction.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::refusals;
use cases::casework::{self, CaseKind, CaseView, Decided, Decision, Outcome};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{CaseId, CorrectionId, EnrolmentId, FairApplicationId, FamilyId, MemberId, ProductId};
use market::catalogue;
use market::families::{self, FamilyState, Licence};
use people::{accounts, media, place};
use sea_orm::ConnectionTrait;

/// Approves or refuses a case, and does to its subject what that means.
pub async fn decide(ctx: &Ctx, id: CaseId, decision: &Decision) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let decided = casework::decide(&tx, ctx, id, decision).await?;
    compared(&*tx, (decided.kind, decided.subject_id), id, decision.outcome, "outcome").await?;
    apply(&tx, ctx, &decided).await?;
    Ok(tx.commit().await?)
}

/// The first of two says what should be decided.
pub async fn recommend(ctx: &Ctx, id: CaseId, outcome: Outcome, words: &str) -> Result<(), AppError> {
    let case = casework::case_for_work(ctx, id).await?;
    compared(ctx.db.read(), (case.involved.about, case.subject_id), id, outcome, "recommend").await?;
    casework::recommend(ctx, id, outcome, words).await
}

/// No family is licensed before each identity was compared with its paper, or it stands on the case why one could not be.
async fn compared<C: ConnectionTrait>(
    db: &C,
    (about, subject): (CaseKind, i64),
    id: CaseId,
    outcome: Outcome,
    field: &str,
) -> Result<(), AppError> {
    let licenses = about == CaseKind::Family && outcome == Outcome::Approved;
    if licenses && families::uncompared(db, FamilyId(subject)).await? > 0 && !casework::uncompared(db, id).await? {
        return Err(FieldErrors::one(field, refusals::NOT_COMPARED).into());
    }
    Ok(())
}

async fn apply(tx: &Tx, ctx: &Ctx, decided: &Decided) -> Result<(), AppError> {
    let Decided { subject_id, outcome, first, version, .. } = *decided;
    let round = decided.round();
    match decided.kind {
        CaseKind::Family => families::apply_decision(tx, ctx, FamilyId(subject_id), outcome, round).await,
        CaseKind::Product => catalogue::apply_decision(tx, ctx, ProductId(subject_id), outcome, version, round).await,
        CaseKind::FairResult => fairs::apply_objection(tx, ctx, FairApplicationId(subject_id), outcome).await,
        CaseKind::CourseResult => training::apply_objection(tx, ctx, EnrolmentId(subject_id), outcome).await,
        CaseKind::Report => catalogue::take_down(tx, ctx, subject_id, outcome, &decided.words).await,
        CaseKind::Renewal => {
            let licence = families::apply_renewal(tx, ctx, FamilyId(subject_id), outcome, round).await?;
            catalogue::follow_licence(tx, ctx, FamilyId(subject_id), licence).await
        }
        CaseKind::Correction | CaseKind::Membership => {
            let done = families::apply_correction(tx, ctx, CorrectionId(subject_id), outcome).await?;
            if let Some(corrected) = done.filter(|corrected| corrected.moved) {
                let (family, to) = (corrected.family, families::municipality_of(&**tx, corrected.family).await?);
                catalogue::follow_family(tx, ctx, family).await?;
                // The branch where it lives now goes on with what is open.
                casework::move_cases(tx, families::cases_about(&**tx, family).await?, to).await?;
            }
            Ok(())
        }
        CaseKind::Suspension => {
            // An objection gives back what its own first case took, not what a later one did.
            let moot = first.is_some() && first != casework::last_approved(tx, CaseKind::Suspension, subject_id).await?;
            if moot {
                return Ok(());
            }
            let licence = families::apply_suspension(tx, ctx, FamilyId(subject_id), outcome, round).await?;
            catalogue::follow_licence(tx, ctx, FamilyId(subject_id), licence).await
        }
        // An objection carries the kind of its first case; one to an objection is not possible.
        CaseKind::Objection => Err(AppError::NotFound),
    }
}

/// Sends a case back to its applicant and opens its subject for changes.
pub async fn return_to_applicant(ctx: &Ctx, id: CaseId, fields: &[(String, String)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (kind, subject) = casework::return_to_applicant(&tx, ctx, id, fields).await?;
    match kind {
        CaseKind::Family => families::reopen(&tx, FamilyId(subject)).await?,
        CaseKind::Product => catalogue::reopen(&tx, ctx, ProductId(subject)).await?,
        _ => return Err(AppError::NotFound),
    }
    Ok(tx.commit().await?)
}

/// A member's identity was compared with the original paper, by someone who may work on the family's case.
pub async fn verify_identity(ctx: &Ctx, id: CaseId, member: MemberId) -> Result<(), AppError> {
    let case = casework::case_for_work(ctx, id).await?;
    let family = family_of(ctx, &case).await?;
    if casework::moves(&ctx.actor, &case.involved).is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    let tx = ctx.begin().await?;
    families::verify_identity(&tx, ctx, family, member).await?;
    Ok(tx.commit().await?)
}

/// Whoever may move a file says that its family is not one that it was compared with.
pub async fn say_apart(ctx: &Ctx, id: CaseId, other: FamilyId) -> Result<(), AppError> {
    let case = casework::case_for_work(ctx, id).await?;
    let family = family_of(ctx, &case).await?;
    if casework::moves(&ctx.actor, &case.involved).is_empty() {
        return Err(Reason::NOT_NOW.into());
    }
    let compared =
        |flag: &str| flag.split_once(':').is_some_and(|(mark, key)| ["same", "near"].contains(&mark) && key == other.to_string());
    if !case.flagged.as_deref().unwrap_or_default().split(',').any(compared) {
        return Err(AppError::NotFound);
    }
    let tx = ctx.begin().await?;
    families::say_apart(&tx, ctx, family, other).await?;
    Ok(tx.commit().await?)
}

/// The family that a case about a family is about.
async fn family_of(ctx: &Ctx, case: &CaseView) -> Result<FamilyId, AppError> {
    match case.involved.about {
        CaseKind::Family | CaseKind::Renewal | CaseKind::Suspension => Ok(FamilyId(case.subject_id)),
        CaseKind::Correction | CaseKind::Membership => {
            let correction = families::correction(ctx, CorrectionId(case.subject_id), "").await?;
            Ok(correction.ok_or(AppError::NotFound)?.now.family.id)
        }
        CaseKind::Product | CaseKind::Report | CaseKind::Objection | CaseKind::FairResult | CaseKind::CourseResult => {
            Err(AppError::NotFound)
        }
    }
}

/// The family of the actor leaves; its products are not shown any longer.
pub async fn leave(ctx: &Ctx) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let me = ctx.actor.person()?.id;
    casework::withdraw(&tx, ctx, me, &[]).await?;
    let family = families::leave(&tx, ctx).await?;
    casework::discard_documents(&tx, ctx, me).await?;
    casework::forget(&tx, me).await?;
    catalogue::follow_licence(&tx, ctx, family, Licence::Over).await?;
    catalogue::forget(&tx, ctx, family).await?;
    training::forget(&tx, ctx, family).await?;
    fairs::forget(&tx, ctx, family).await?;
    media::take_back(&tx, me).await?;
    Ok(tx.commit().await?)
}

/// The same by the family itself, with the password once more: nothing of it can be taken back.
pub async fn leave_by_password(ctx: &Ctx, password: &str) -> Result<(), AppError> {
    accounts::password_is(ctx, "password", password).await?;
    leave(ctx).await
}

/// The account of the actor is erased, with the password once more. A family leaves first; whoever works for the Authority is let go first.
pub async fn erase_account(ctx: &Ctx, password: &str) -> Result<(), AppError> {
    accounts::password_is(ctx, "password", password).await?;
    let tx = ctx.begin().await?;
    let me = ctx.actor.person()?.id;
    accounts::hold(&tx, me).await?;
    if families::own_family(&*tx, ctx).await?.is_some_and(|family| family.state != FamilyState::Left) {
        return Err(refusals::LEAVE_FIRST.into());
    }
    training::forget_calendar(&tx, me).await?;
    accounts::erase(&tx, ctx).await?;
    Ok(tx.commit().await?)
}

/// What the calendar does: licences end, families are reminded. Each licence has its own transaction; run
/// by several workers it is still done once. Gives how many licences ended and how many families were reminded.
pub async fn daily(ctx: &Ctx) -> Result<(usize, usize), AppError> {
    let (mut over, mut seen, mut failed) = (0, HashSet::new(), None);
    loop {
        let due: Vec<FamilyId> = families::ended(ctx).await?.into_iter().filter(|id| seen.insert(*id)).collect();
        if due.is_empty() {
            break;
        }
        for id in due {
            match expire(ctx, id).await {
                Ok(ended) => over += usize::from(ended),
                // What stands in the way of one holds up no other; all are looked at again soon.
                Err(error) => failed = Some(error),
            }
        }
    }
    let reminded = families::remind(ctx).await?;
    failed.map_or(Ok((over, reminded)), Err)
}

async fn expire(ctx: &Ctx, id: FamilyId) -> Result<bool, AppError> {
    let tx = ctx.begin().await?;
    if !families::expire(&tx, ctx, id).await? {
        return Ok(false);
    }
    catalogue::follow_licence(&tx, ctx, id, Licence::Over).await?;
    tx.commit().await?;
    Ok(true)
}

/// Saves a holiday; a moved one leaves its old day. The days that cases may take are counted anew.
pub async fn save_holiday(ctx: &Ctx, before: Option<NaiveDate>, day: NaiveDate, name_ar: String, name_en: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    if before != Some(day) && place::is_holiday(&tx, day).await? {
        return Err(FieldErrors::one("day", Problem::Twice).into());
    }
    if let Some(before) = before.filter(|before| *before != day) {
        place::remove_holiday(&tx, ctx, before).await?;
    }
    place::save_holiday(&tx, ctx, day, name_ar, name_en).await?;
    casework::count_days_anew(&tx).await?;
    Ok(tx.commit().await?)
}

/// Takes a holiday out again, with the same.
pub async fn remove_holiday(ctx: &Ctx, day: NaiveDate) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    place::remove_holiday(&tx, ctx, day).await?;
    casework::count_days_anew(&tx).await?;
    Ok(tx.commit().await?)
}
