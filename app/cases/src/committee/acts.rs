//! A sitting: the call, presence, conflicts and votes. What comes of it stands in `minutes.rs`.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use super::entity::{conflict, file, member, sitting, vote};
use super::notices::Notice;
use super::refusals;
use super::rules::{Choice, SittingKind, SittingMove, SittingState, quorum};
use crate::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use ground::history::Event;
use ground::ids::{PersonId, SittingFileId, SittingId};
use ground::lots;
use ground::states::States;
use ground::text;
use people::notifications::tell;
use people::{accounts, place};

/// Who calls sittings and keeps their minutes.
pub(super) const SECRETARIES: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser];

/// A sitting as it is called.
#[derive(Debug, Clone)]
pub struct NewSitting {
    /// What it is about.
    pub kind: SittingKind,
    /// Its key.
    pub subject_id: i64,
    /// What it is called.
    pub title: String,
    /// Where it is; members are those appointed for it.
    pub municipality: String,
    /// What is on the agenda.
    pub agenda: String,
    /// The day.
    pub held_on: NaiveDate,
    /// Where the committee meets.
    pub venue: String,
    /// What is decided one by one.
    pub files: Vec<NewFile>,
    /// Who does not sit, as they had a hand in it before.
    pub not: Vec<PersonId>,
}

/// One file before the committee.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Key of what it is about.
    pub subject: i64,
    /// Whose it is.
    pub applicant: PersonId,
    /// Its reference number.
    pub reference: String,
    /// Whom it is about.
    pub name: String,
    /// What the committee has to know, lines.
    pub details: String,
    /// The place that a proposal gives it, if there is one: it decides between files with equal votes.
    pub rank: Option<i64>,
}

pub(super) async fn record(tx: &Tx, ctx: &Ctx, act: &str, id: SittingId, details: String) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: "sitting", subject_id: id.0, details }).await
}

/// An officer calls the members appointed for the municipality to a sitting. Who calls it keeps the minute and does not vote;
/// there must be enough others for a quorum.
pub async fn call(tx: &Tx, ctx: &Ctx, new: NewSitting) -> Result<SittingId, AppError> {
    let me = ctx.actor.staff(SECRETARIES)?.id;
    let NewSitting { kind, subject_id, title, municipality, agenda, held_on, venue, files, not } = new;
    if held_on < day_in_tripoli(ctx.now) {
        return Err(FieldErrors::one("held_on", Problem::DatePassed).into());
    }
    let appointed = accounts::staff_in_scope(ctx, &[Role::CommitteeMember], Some(&municipality)).await?;
    // Nobody sits over their own family, or over others that it competes with.
    let party = |person: &PersonId| *person == me || not.contains(person) || files.iter().any(|file| file.applicant == *person);
    let members: Vec<_> = appointed.into_iter().filter(|person| !party(&person.id)).collect();
    if members.len() < quorum(members.len()) {
        return Err(refusals::NO_COMMITTEE.into());
    }
    if files.is_empty() {
        return Err(refusals::NOBODY_THERE.into());
    }
    let row = sitting::ActiveModel {
        kind: Set(kind),
        subject_id: Set(subject_id),
        title: Set(title.clone()),
        municipality_code: Set(municipality),
        agenda: Set(agenda),
        held_on: Set(held_on),
        venue: Set(venue),
        state: SittingState::first().set(),
        // Drawn once, before anybody votes; shown with the minute.
        seed: Set(lots::seed()),
        words: Set(String::new()),
        called_by: Set(me),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let id = match row.insert(&**tx).await {
        Ok(row) => row.id,
        Err(error) if unique_violation(&error).is_some() => return Err(Reason::NOT_NOW.into()),
        Err(error) => return Err(error.into()),
    };
    for person in &members {
        let row =
            member::ActiveModel { sitting_id: Set(id), person_id: Set(person.id), name: Set(person.name.clone()), ..Default::default() };
        member::Entity::insert(row).exec_without_returning(&**tx).await?;
        let notice = Notice::SittingCalled { title: title.clone(), day: held_on.to_string() };
        tell(tx, ctx, person.id, &notice, &format!("/committee/{id}")).await?;
    }
    for new in files {
        let NewFile { subject, applicant, reference, name, details, rank } = new;
        let row = file::ActiveModel {
            sitting_id: Set(id),
            file_subject: Set(subject),
            applicant_id: Set(applicant),
            reference: Set(reference),
            name: Set(name),
            details: Set(details),
            file_rank: Set(rank),
            reason: Set(String::new()),
            ..Default::default()
        };
        file::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    record(tx, ctx, "committee.call", id, format!("{} {subject_id}, {held_on}", kind.code())).await?;
    Ok(id)
}

/// A sitting in the hands of a member, held until the transaction ends.
pub(super) async fn of_member(tx: &Tx, ctx: &Ctx, id: SittingId) -> Result<(sitting::Model, member::Model), AppError> {
    let me = ctx.actor.staff(&[Role::CommitteeMember])?.id;
    let sitting = sitting::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let member = member::Entity::find_by_id((id, me)).one(&**tx).await?.ok_or(AppError::NotFound)?;
    Ok((sitting, member))
}

/// A sitting in the hands of an officer in whose reach it is, who is no member of it and has no file before it.
pub(super) async fn of_secretary(tx: &Tx, ctx: &Ctx, id: SittingId) -> Result<sitting::Model, AppError> {
    let me = ctx.actor.staff(SECRETARIES)?.id;
    let reach = place::within(ctx.actor.scopes(SECRETARIES), sitting::Column::MunicipalityCode);
    let sitting = sitting::Entity::find_by_id(id).filter(reach).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let own = file::Entity::find().filter(file::Column::SittingId.eq(id)).filter(file::Column::ApplicantId.eq(me)).one(&**tx).await?;
    if own.is_some() || member::Entity::find_by_id((id, me)).one(&**tx).await?.is_some() {
        return Err(casework::OWN_CASE.into());
    }
    Ok(sitting)
}

pub(super) async fn files_of<C: sea_orm::ConnectionTrait>(db: &C, id: SittingId) -> Result<Vec<file::Model>, AppError> {
    let query = file::Entity::find().filter(file::Column::SittingId.eq(id)).order_by_asc(file::Column::Id);
    let mut files = query.all(db).await?;
    // Who has no place stands behind those who have one, on both databases.
    files.sort_by_key(|file| (file.position.is_none(), file.position));
    Ok(files)
}

pub(super) async fn members_of<C: sea_orm::ConnectionTrait>(db: &C, id: SittingId) -> Result<Vec<member::Model>, AppError> {
    let query = member::Entity::find().filter(member::Column::SittingId.eq(id)).order_by_asc(member::Column::PersonId);
    let mut members = query.all(db).await?;
    members.sort_by_cached_key(|member| text::order(&member.name));
    Ok(members)
}

pub(super) async fn votes_on<C: sea_orm::ConnectionTrait>(db: &C, files: &[file::Model]) -> Result<Vec<vote::Model>, AppError> {
    Ok(vote::Entity::find().filter(vote::Column::FileId.is_in(files.iter().map(|file| file.id))).all(db).await?)
}

/// The day of the sitting has come, and votes are not counted yet.
pub(super) fn sits(sitting: &sitting::Model, ctx: &Ctx) -> Result<(), AppError> {
    if sitting.state != SittingState::Called {
        return Err(Reason::NOT_NOW.into());
    }
    if sitting.held_on > day_in_tripoli(ctx.now) {
        return Err(refusals::NOT_THE_DAY.into());
    }
    Ok(())
}

/// A member is present, on the day of the sitting or after it.
pub async fn attend(ctx: &Ctx, id: SittingId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (sitting, member) = of_member(&tx, ctx, id).await?;
    sits(&sitting, ctx)?;
    if member.present_at.is_some() {
        return Ok(());
    }
    let mut row = member.into_active_model();
    row.present_at = Set(Some(ctx.now));
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// A member declares a conflict of interest in a file: from then on it is neither seen nor voted on, and a vote given before
/// does not count. It is not taken back.
pub async fn declare(ctx: &Ctx, id: SittingId, about: SittingFileId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (sitting, member) = of_member(&tx, ctx, id).await?;
    let me = member.person_id;
    let found = file::Entity::find_by_id(about).filter(file::Column::SittingId.eq(id)).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if sitting.state != SittingState::Called {
        return Err(Reason::NOT_NOW.into());
    }
    let row = conflict::ActiveModel { file_id: Set(about), person_id: Set(me), words: Set(words.to_owned()), at: Set(ctx.now) };
    if conflict::Entity::find_by_id((about, me)).one(&*tx).await?.is_some() {
        return Ok(());
    }
    conflict::Entity::insert(row).exec_without_returning(&*tx).await?;
    vote::Entity::delete_by_id((about, me)).exec(&*tx).await?;
    record(&tx, ctx, "committee.conflict", id, found.reference).await?;
    Ok(tx.commit().await?)
}

/// A present member votes on files, and may change the vote until votes are counted. Nobody votes on their own family or where
/// they declared a conflict.
pub async fn vote(ctx: &Ctx, id: SittingId, choices: &[(SittingFileId, Choice)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (sitting, member) = of_member(&tx, ctx, id).await?;
    let me = member.person_id;
    sits(&sitting, ctx)?;
    if member.present_at.is_none() {
        return Err(refusals::NOT_PRESENT.into());
    }
    let files = files_of(&*tx, id).await?;
    let conflicts = conflict::Entity::find().filter(conflict::Column::PersonId.eq(me)).all(&*tx).await?;
    for (about, choice) in choices {
        let found = files.iter().find(|file| file.id == *about).ok_or(AppError::NotFound)?;
        if found.applicant_id == me || conflicts.iter().any(|conflict| conflict.file_id == *about) {
            return Err(casework::OWN_CASE.into());
        }
        let row = vote::ActiveModel { file_id: Set(*about), person_id: Set(me), choice: Set(*choice), at: Set(ctx.now) };
        let again = OnConflict::columns([vote::Column::FileId, vote::Column::PersonId])
            .update_columns([vote::Column::Choice, vote::Column::At])
            .to_owned();
        vote::Entity::insert(row).on_conflict(again).exec_without_returning(&*tx).await?;
    }
    Ok(tx.commit().await?)
}

/// An officer calls a sitting off before it holds; members are told.
pub async fn cancel(ctx: &Ctx, id: SittingId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let found = of_secretary(&tx, ctx, id).await?;
    if found.state == SittingState::Cancelled {
        return Ok(());
    }
    end(&tx, ctx, found, words).await?;
    Ok(tx.commit().await?)
}

/// What a sitting was to decide about is gone: it does not come about either.
pub async fn call_off(tx: &Tx, ctx: &Ctx, kind: SittingKind, subject_id: i64, words: &str) -> Result<(), AppError> {
    let query = sitting::Entity::find().filter(sitting::Column::Kind.eq(kind)).filter(sitting::Column::SubjectId.eq(subject_id));
    let open = query.filter(sitting::Column::State.is_in([SittingState::Called, SittingState::Counted])).lock_exclusive();
    match open.one(&**tx).await? {
        Some(found) => end(tx, ctx, found, words).await,
        None => Ok(()),
    }
}

async fn end(tx: &Tx, ctx: &Ctx, found: sitting::Model, words: &str) -> Result<(), AppError> {
    let state = found.state.step(SittingMove::CallOff)?;
    let (id, title) = (found.id, found.title.clone());
    let mut row = found.into_active_model();
    row.state = state.set();
    row.words = Set(words.to_owned());
    row.update(&**tx).await?;
    for member in members_of(&**tx, id).await? {
        let notice = Notice::SittingCalledOff { title: title.clone(), words: words.to_owned() };
        tell(tx, ctx, member.person_id, &notice, &format!("/committee/{id}")).await?;
    }
    record(tx, ctx, "committee.call_off", id, words.to_owned()).await
}

/// A person leaves: names and words go from the files; what was decided stays under the reference number.
pub async fn forget(tx: &Tx, kind: SittingKind, subjects: &[i64]) -> Result<(), AppError> {
    for subject in subjects {
        let sql = "UPDATE sitting_file SET name = '', details = '', reason = '' WHERE file_subject = $1 AND sitting_id IN \
                   (SELECT id FROM sitting WHERE kind = $2)";
        tx.run(sql, vec![(*subject).into(), kind.into()]).await?;
        let sql = "UPDATE sitting_conflict SET words = '' WHERE file_id IN (SELECT f.id FROM sitting_file f JOIN sitting s \
                   ON s.id = f.sitting_id WHERE f.file_subject = $1 AND s.kind = $2)";
        tx.run(sql, vec![(*subject).into(), kind.into()]).await?;
    }
    Ok(())
}
