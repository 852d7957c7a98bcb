//! Certificates: given, put right, taken back, ended; and the quality mark that hangs on them.

use cases::casework;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::certificates::notices::Notice;
use crate::certificates::rules::{CertificateMove, expires, new_code};
use crate::entity::{certificate, cohort, course, enrolment};
use crate::reach::{PLANNERS, in_reach, record};
use crate::rules::{CertificateState, EnrolmentMove, EnrolmentState};
use ground::changes::CERTIFICATE;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{CertificateId, CohortId, EnrolmentId, FamilyId, PersonId};
use ground::sql::is;
use ground::states::States;
use market::families;
use people::notifications::tell;

/// Days before the last one on which its holder is reminded.
const REMIND_DAYS: u64 = 60;

/// The first certificate of somebody who completed a cohort.
pub(crate) async fn first(
    tx: &Tx,
    ctx: &Ctx,
    course: &course::Model,
    cohort: &cohort::Model,
    row: enrolment::Model,
    by: PersonId,
) -> Result<(), AppError> {
    let today = day_in_tripoli(ctx.now);
    let new = certificate::ActiveModel {
        code: Set(new_code()),
        enrolment_id: Set(row.id),
        family_id: Set(row.family_id),
        cohort_id: Set(cohort.id),
        state: CertificateState::first().set(),
        name: Set(row.name),
        name_en: Set(String::new()),
        title_ar: Set(course.title_ar.clone()),
        title_en: Set(course.title_en.clone()),
        number: Set(cohort.number),
        hours: Set(course.hours),
        partner: Set(course.partner.clone()),
        gives_mark: Set(course.gives_mark),
        issued_on: Set(today),
        expires_on: Set(expires(today, course.valid_months)),
        issued_by: Set(by),
        reason: Set(String::new()),
        reminded: Set(false),
        changed_at: Set(ctx.now),
        ..Default::default()
    };
    move_enrolment(tx, ctx, row.id, EnrolmentMove::Certify).await?;
    give(tx, ctx, new, row.applicant_id).await.map(|_| ())
}

/// A new certificate that says what another one says, with a code of its own.
fn another(ctx: &Ctx, found: &certificate::Model, by: PersonId) -> certificate::ActiveModel {
    let mut new = found.clone().into_active_model().reset_all();
    new.id = NotSet;
    new.code = Set(new_code());
    new.state = CertificateState::first().set();
    new.reason = Set(String::new());
    new.issued_on = Set(day_in_tripoli(ctx.now));
    new.issued_by = Set(by);
    new.changed_at = Set(ctx.now);
    new
}

/// Writes a new certificate down, with the mark that may come of it, and tells its holder.
async fn give(tx: &Tx, ctx: &Ctx, new: certificate::ActiveModel, holder: PersonId) -> Result<certificate::Model, AppError> {
    let new = new.insert(&**tx).await?;
    mark(tx, ctx, new.family_id).await?;
    let notice = Notice::CertificateIssued { title: new.title_ar.clone(), code: new.code.clone() };
    tell(tx, ctx, holder, &notice, &format!("/certificates/{}", new.code)).await?;
    Ok(new)
}

async fn move_enrolment(tx: &Tx, ctx: &Ctx, id: EnrolmentId, by: EnrolmentMove) -> Result<enrolment::Model, AppError> {
    let row = enrolment::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let Ok(state) = row.state.step(by) else { return Ok(row) };
    let mut row = row.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    Ok(row.update(&**tx).await?)
}

/// The quality mark of a family holds as long as the last of its valid certificates that give it.
async fn mark(tx: &Tx, ctx: &Ctx, family: FamilyId) -> Result<(), AppError> {
    let last = certificate::Entity::find()
        .filter(certificate::Column::FamilyId.eq(family))
        .filter(is(certificate::Column::State, CertificateState::Issued))
        .filter(certificate::Column::GivesMark.eq(true))
        .filter(certificate::Column::ExpiresOn.gte(day_in_tripoli(ctx.now)))
        .order_by_desc(certificate::Column::ExpiresOn);
    let until = last.one(&**tx).await?.map(|last| last.expires_on);
    families::set_mark(tx, family, until).await
}

/// A certificate in the hands of an officer, with whose it is; nobody changes their own family's.
async fn certificate_in_reach(tx: &Tx, ctx: &Ctx, id: CertificateId) -> Result<(certificate::Model, enrolment::Model), AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let known = certificate::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    in_reach(tx, ctx, known.cohort_id).await?;
    let found = certificate::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let whose = enrolment::Entity::find_by_id(found.enrolment_id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    if whose.applicant_id == me { Err(casework::OWN_CASE.into()) } else { Ok((found, whose)) }
}

/// An officer takes a certificate back, with a reason that its holder hears; the quality mark goes with it at once.
pub async fn revoke(ctx: &Ctx, id: CertificateId, words: &str) -> Result<CohortId, AppError> {
    let tx = ctx.begin().await?;
    let (found, whose) = certificate_in_reach(&tx, ctx, id).await?;
    // The same form sent twice has one effect.
    if found.state == CertificateState::Revoked && found.reason == words {
        return Ok(found.cohort_id);
    }
    let state = found.state.step(CertificateMove::Revoke)?;
    let (family, cohort, code, title) = (found.family_id, found.cohort_id, found.code.clone(), found.title_ar.clone());
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reason = Set(words.to_owned());
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    move_enrolment(&tx, ctx, whose.id, EnrolmentMove::Revoke).await?;
    mark(&tx, ctx, family).await?;
    let notice = Notice::CertificateRevoked { title, words: words.to_owned() };
    tell(&tx, ctx, whose.applicant_id, &notice, &format!("/certificates/{code}")).await?;
    record(&tx, ctx, "training.revoke", "certificate", id.0, format!("{code}: {words}")).await?;
    tx.changed(CERTIFICATE.of(id.0)).await?;
    tx.commit().await?;
    Ok(cohort)
}

/// An officer issues a certificate again to somebody whose last one was revoked, with a reason in the trail.
pub async fn issue_again(ctx: &Ctx, id: CertificateId, words: &str) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let (found, whose) = certificate_in_reach(&tx, ctx, id).await?;
    let other = certificate::Entity::find()
        .filter(certificate::Column::EnrolmentId.eq(whose.id))
        .filter(is(certificate::Column::State, CertificateState::Issued));
    if other.one(&*tx).await?.is_some() {
        return Ok(found.cohort_id);
    }
    if found.state != CertificateState::Revoked || whose.state != EnrolmentState::Completed {
        return Err(Reason::NOT_NOW.into());
    }
    let course = course::Entity::find_by_id(whose.course_id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let mut new = another(ctx, &found, me);
    new.expires_on = Set(expires(day_in_tripoli(ctx.now), course.valid_months));
    new.reminded = Set(false);
    move_enrolment(&tx, ctx, whose.id, EnrolmentMove::Certify).await?;
    let new = give(&tx, ctx, new, whose.applicant_id).await?;
    record(&tx, ctx, "training.certify", "certificate", new.id.0, format!("{} after {}: {words}", new.code, found.code)).await?;
    tx.changed(CERTIFICATE.of(id.0)).await?;
    tx.commit().await?;
    Ok(new.cohort_id)
}

/// An officer puts the name on a certificate right: another one is issued with the same last day, and the first says so.
pub async fn replace(ctx: &Ctx, id: CertificateId, name: String, name_en: String, words: &str) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let (found, whose) = certificate_in_reach(&tx, ctx, id).await?;
    if found.state == CertificateState::Superseded && found.reason == words {
        return Ok(found.cohort_id);
    }
    if found.expires_on < day_in_tripoli(ctx.now) {
        return Err(Reason::NOT_NOW.into());
    }
    let state = found.state.step(CertificateMove::Replace)?;
    // First the old one leaves its place, then the new one takes it.
    let mut row = found.clone().into_active_model();
    row.state = state.set();
    row.reason = Set(words.to_owned());
    row.changed_at = Set(ctx.now);
    let mut row = row.update(&*tx).await?.into_active_model();
    let mut new = another(ctx, &found, me);
    new.name = Set(name);
    new.name_en = Set(name_en);
    let new = give(&tx, ctx, new, whose.applicant_id).await?;
    row.replaced_by = Set(Some(new.id));
    row.update(&*tx).await?;
    record(&tx, ctx, "training.replace", "certificate", id.0, format!("{} by {}: {words}", found.code, new.code)).await?;
    tx.changed(CERTIFICATE.of(id.0)).await?;
    tx.commit().await?;
    Ok(new.cohort_id)
}

/// What the calendar does: certificates whose last day is over end and their marks with them; holders are reminded two months
/// before. Gives how many ended.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    let soon = today.checked_add_days(chrono::Days::new(REMIND_DAYS)).unwrap_or(today);
    let due: Vec<CertificateId> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(is(certificate::Column::State, CertificateState::Issued))
        .filter(certificate::Column::ExpiresOn.lte(soon))
        .filter(sea_orm::Condition::any().add(certificate::Column::Reminded.eq(false)).add(certificate::Column::ExpiresOn.lt(today)))
        .into_tuple()
        .all(ctx.db.read())
        .await?;
    let mut ended = 0;
    for id in due {
        let tx = ctx.begin().await?;
        let found = certificate::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?;
        // Revoked or replaced meanwhile, there is nothing to say of its end.
        let Some(found) = found.filter(|found| found.state == CertificateState::Issued) else { continue };
        let whose = enrolment::Entity::find_by_id(found.enrolment_id).one(&*tx).await?.ok_or(AppError::NotFound)?;
        let over = found.expires_on < today;
        let (family, title, until, link) =
            (found.family_id, found.title_ar.clone(), found.expires_on, format!("/certificates/{}", found.code));
        let state = found.state;
        let mut row = found.into_active_model();
        row.reminded = Set(true);
        if over && let Ok(state) = state.step(CertificateMove::Expire) {
            row.state = state.set();
            ended += 1;
        }
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        if over {
            mark(&tx, ctx, family).await?;
        }
        let notice = if over { Notice::CertificateEnded { title } } else { Notice::CertificateEnding { title, until: until.to_string() } };
        tell(&tx, ctx, whose.applicant_id, &notice, &link).await?;
        if over {
            tx.changed(CERTIFICATE.of(id.0)).await?;
        }
        tx.commit().await?;
    }
    Ok(ended)
}

/// A family leaves: its certificates hold no longer, and no name stands on them.
pub(crate) async fn forget(tx: &Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(), AppError> {
    for found in certificate::Entity::find().filter(certificate::Column::EnrolmentId.eq(id)).all(&**tx).await? {
        let state = found.state.step(CertificateMove::Revoke);
        let mut row = found.into_active_model();
        if let Ok(state) = state {
            row.state = state.set();
        }
        row.name = Set(String::new());
        row.name_en = Set(String::new());
        row.reason = Set(String::new());
        row.changed_at = Set(ctx.now);
        let family = row.update(&**tx).await?.family_id;
        mark(tx, ctx, family).await?;
    }
    tx.run("UPDATE assessment SET words = '' WHERE enrolment_id = $1", vec![id.into()]).await?;
    Ok(())
}
