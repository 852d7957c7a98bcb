//! Files that the questions of a cohort ask for, and who may read files of training.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{answer, enrolment, homework, material, module, question};
use crate::reach::{PLANNERS, any_taught_in_reach, mine, own, taught_in_reach};
use crate::rules::{EnrolmentState, INSIDE, QuestionKind};
use cases::committee::{self, SittingKind};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, EnrolmentId, MediaId, QuestionId};
use people::media::{self, NewMedia};
use people::place;

/// Whether a question of the cohort is answered with a file by this person now.
pub async fn may_answer(ctx: &Ctx, id: EnrolmentId, question: QuestionId) -> Result<(), AppError> {
    let db = ctx.db.read();
    let row = mine(db, ctx, id).await?;
    let asked = question::Entity::find_by_id(question).filter(question::Column::CohortId.eq(row.cohort_id)).one(db).await?;
    asked.filter(|asked| asked.kind == QuestionKind::File).ok_or(AppError::NotFound)?;
    if EnrolmentState::OPEN.contains(&row.state) { Ok(()) } else { Err(Reason::NOT_NOW.into()) }
}

/// The file that a question asks for; another one takes the place of the first.
pub async fn answer_with_file(ctx: &Ctx, id: EnrolmentId, question: QuestionId, name: String, new: NewMedia) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    may_answer(ctx, id, question).await?;
    let tx = ctx.begin().await?;
    let (_, row) = own(&tx, ctx, id).await?;
    // What was looked at is not exchanged.
    if !EnrolmentState::OPEN.contains(&row.state) {
        return Err(Reason::NOT_NOW.into());
    }
    if let Some(known) = answer::Entity::find_by_id((id, question)).one(&*tx).await? {
        answer::Entity::delete_by_id((id, question)).exec(&*tx).await?;
        if let Some(media) = known.media_id {
            media::discard(&tx, ctx, media).await?;
        }
    }
    let media = media::add(&tx, ctx, Some(me), new).await?;
    let row = answer::ActiveModel { enrolment_id: Set(id), question_id: Set(question), answer: Set(name), media_id: Set(Some(media)) };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Whether a file of training is for this reader: a material for who is taught the course or teaches, homework and answers for
/// who teaches or plans the cohort. Its owner is let in by the file itself.
pub async fn file_in_scope(ctx: &Ctx, id: MediaId) -> Result<bool, AppError> {
    let db = ctx.db.read();
    let teaches = async |cohort: CohortId| match taught_in_reach(db, ctx, cohort).await {
        Ok(_) => Ok(true),
        Err(AppError::NotFound | AppError::SecondFactorFirst) => Ok(false),
        Err(error) => Err(error),
    };
    if let Some(row) = material::Entity::find().filter(material::Column::MediaId.eq(id)).one(db).await? {
        let module = module::Entity::find_by_id(row.module_id).one(db).await?.ok_or(AppError::NotFound)?;
        let mine = enrolment::Entity::find()
            .filter(enrolment::Column::CourseId.eq(module.course_id))
            .filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id))
            .filter(enrolment::Column::State.is_in(INSIDE));
        if mine.one(db).await?.is_some() {
            return Ok(true);
        }
        return any_taught_in_reach(db, ctx, module.course_id).await;
    }
    if let Some(sent) = homework::Entity::find().filter(homework::Column::MediaId.eq(id)).one(db).await? {
        let row = enrolment::Entity::find_by_id(sent.enrolment_id).one(db).await?.ok_or(AppError::NotFound)?;
        return teaches(row.cohort_id).await;
    }
    // What belongs to an application is for who screens it: officers of the family's place, nobody with ties to it.
    let Some(sent) = answer::Entity::find().filter(answer::Column::MediaId.eq(id)).one(db).await? else { return Ok(false) };
    if ctx.actor.staff(PLANNERS).is_err() {
        return Ok(false);
    }
    let reach = place::within(ctx.actor.scopes(PLANNERS), enrolment::Column::MunicipalityCode);
    let Some(row) = enrolment::Entity::find_by_id(sent.enrolment_id).filter(reach).one(db).await? else { return Ok(false) };
    Ok(!committee::declared(ctx, SittingKind::Cohort, row.cohort_id.0).await?.contains(&row.id.0))
}

/// A family that leaves takes along what it sent and answered.
pub(crate) async fn forget(tx: &Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(), AppError> {
    let sent = homework::Entity::find().filter(homework::Column::EnrolmentId.eq(id)).all(&**tx).await?;
    let answered = answer::Entity::find().filter(answer::Column::EnrolmentId.eq(id)).all(&**tx).await?;
    homework::Entity::delete_many().filter(homework::Column::EnrolmentId.eq(id)).exec(&**tx).await?;
    answer::Entity::delete_many().filter(answer::Column::EnrolmentId.eq(id)).exec(&**tx).await?;
    let files = sent.into_iter().filter_map(|row| row.media_id).chain(answered.into_iter().filter_map(|row| row.media_id));
    for media in files.collect::<Vec<_>>() {
        media::discard(tx, ctx, media).await?;
    }
    Ok(())
}
