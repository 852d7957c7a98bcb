//! Sittings as pages need them.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::READERS;
use super::acts::{SECRETARIES, files_of, members_of, votes_on};
use super::entity::{conflict, file, member, sitting};
use super::minutes::ballots;
use super::rules::{Ballot, Choice, SittingState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{SittingFileId, SittingId};
use people::place;

/// How the reader stands to a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A member of it.
    Member,
    /// An officer in whose reach it is; keeps the minute.
    Secretary,
    /// Reads, changes nothing.
    Reader,
}

/// A file as the reader may see it.
#[derive(Debug, Clone)]
pub struct FileView {
    /// The file.
    pub file: file::Model,
    /// The votes on it; only for who keeps the minute, and for members once they are counted.
    pub ballot: Option<Ballot>,
    /// How the reader voted.
    pub own: Option<Choice>,
    /// The reader declared a conflict, or it is the reader's own: nothing of it is shown.
    pub hidden: bool,
    /// How many members declared a conflict.
    pub conflicts: usize,
}

/// A sitting on one page.
#[derive(Debug, Clone)]
pub struct SittingView {
    /// The sitting.
    pub sitting: sitting::Model,
    /// How the reader stands to it.
    pub part: Part,
    /// Its members.
    pub members: Vec<member::Model>,
    /// The reader among them.
    pub me: Option<member::Model>,
    /// What is before it.
    pub files: Vec<FileView>,
}

fn part_of(ctx: &Ctx, members: &[member::Model], files: &[file::Model], reached: bool) -> Option<Part> {
    let me = ctx.actor.id();
    // Whose own family is before it sees nothing of it.
    if files.iter().any(|file| Some(file.applicant_id) == me) {
        return None;
    }
    if members.iter().any(|member| Some(member.person_id) == me) {
        return Some(Part::Member);
    }
    if reached && ctx.actor.holds(SECRETARIES) {
        return Some(Part::Secretary);
    }
    ctx.actor.holds(&[Role::Auditor]).then_some(Part::Reader)
}

/// One sitting, for its members, the officers in whose reach it is, and auditors.
pub async fn sitting(ctx: &Ctx, id: SittingId) -> Result<SittingView, AppError> {
    ctx.actor.staff(READERS)?;
    let db = ctx.db.read();
    let found = sitting::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let members = members_of(db, id).await?;
    let reach = place::within(ctx.actor.scopes(SECRETARIES), sitting::Column::MunicipalityCode);
    let reached = sitting::Entity::find_by_id(id).filter(reach).one(db).await?.is_some();
    let files = files_of(db, id).await?;
    let part = part_of(ctx, &members, &files, reached).ok_or(AppError::NotFound)?;
    let me = members.iter().find(|member| Some(member.person_id) == ctx.actor.id()).cloned();
    let votes = votes_on(db, &files).await?;
    let conflicts = conflict::Entity::find().filter(conflict::Column::FileId.is_in(files.iter().map(|file| file.id))).all(db).await?;
    let mut count: HashMap<SittingFileId, usize> = HashMap::new();
    for conflict in &conflicts {
        *count.entry(conflict.file_id).or_default() += 1;
    }
    let mine = |conflict: &&conflict::Model| Some(conflict.person_id) == ctx.actor.id();
    let declared: HashSet<SittingFileId> = conflicts.iter().filter(mine).map(|conflict| conflict.file_id).collect();
    let shown = part != Part::Member || found.state != SittingState::Called;
    let view = |(file, ballot): (file::Model, Ballot)| {
        let own = votes.iter().find(|vote| vote.file_id == file.id && Some(vote.person_id) == ctx.actor.id()).map(|vote| vote.choice);
        let hidden = declared.contains(&file.id) || Some(file.applicant_id) == ctx.actor.id();
        let conflicts = count.get(&file.id).copied().unwrap_or_default();
        let mut file = file;
        if hidden {
            // Not even in the answer's bytes.
            file.name.clear();
            file.details.clear();
            file.reason.clear();
            file.position = None;
        }
        FileView { ballot: (shown && !hidden).then_some(ballot), own, hidden, conflicts, file }
    };
    let ballots = ballots(&files, &votes);
    let files = files.into_iter().zip(ballots).map(view).collect();
    Ok(SittingView { sitting: found, part, members, me, files })
}

/// Keys of the files that the reader may see.
pub async fn files(ctx: &Ctx, id: SittingId) -> Result<Vec<SittingFileId>, AppError> {
    Ok(sitting(ctx, id).await?.files.into_iter().filter(|view| !view.hidden).map(|view| view.file.id).collect())
}

/// Sittings of the reader as a member, in reach as an officer, or all for an auditor; the latest first.
pub async fn sittings(ctx: &Ctx) -> Result<Vec<sitting::Model>, AppError> {
    let me = ctx.actor.staff(READERS)?.id;
    let db = ctx.db.read();
    let own = member::Entity::find().select_only().column(member::Column::SittingId).filter(member::Column::PersonId.eq(me));
    let own: Vec<SittingId> = own.into_tuple().all(db).await?;
    let reach = place::within(ctx.actor.scopes(SECRETARIES), sitting::Column::MunicipalityCode).add(sitting::Column::Id.is_in(own));
    let mut query = sitting::Entity::find().order_by_desc(sitting::Column::HeldOn).order_by_desc(sitting::Column::Id).limit(200);
    if !ctx.actor.holds(&[Role::Auditor]) {
        query = query.filter(reach);
    }
    Ok(query.all(db).await?)
}

/// Keys of what the actor declared ties to.
pub async fn declared(ctx: &Ctx, kind: &str, subject_id: i64) -> Result<HashSet<i64>, AppError> {
    let (Some(me), Some(found)) = (ctx.actor.id(), standing(ctx.db.read(), kind, subject_id).await?) else { return Ok(HashSet::new()) };
    let db = ctx.db.read();
    let files = files_of(db, found.id).await?;
    let mine = conflict::Entity::find().filter(conflict::Column::PersonId.eq(me)).all(db).await?;
    let tied = |file: &file::Model| mine.iter().any(|conflict| conflict.file_id == file.id);
    Ok(files.into_iter().filter(tied).map(|file| file.file_subject).collect())
}

/// Whether something of this kind is before the committee now, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The sitting.
    pub id: SittingId,
    /// Where it stands.
    pub state: SittingState,
}

/// The sitting about a thing, if it was not called off.
pub async fn standing<C: ConnectionTrait>(db: &C, kind: &str, subject_id: i64) -> Result<Option<Standing>, AppError> {
    let query = sitting::Entity::find().filter(sitting::Column::Kind.eq(kind)).filter(sitting::Column::SubjectId.eq(subject_id));
    let found = query.filter(sitting::Column::State.ne(SittingState::Cancelled)).one(db).await?;
    Ok(found.map(|found| Standing { id: found.id, state: found.state }))
}

/// Whether a sitting about a thing was ever called, also one that was called off: its members have read the files.
pub async fn ever_called<C: ConnectionTrait>(db: &C, kind: &str, subject_id: i64) -> Result<bool, AppError> {
    let query = sitting::Entity::find().filter(sitting::Column::Kind.eq(kind)).filter(sitting::Column::SubjectId.eq(subject_id));
    Ok(query.one(db).await?.is_some())
}

/// Who had a hand in the sitting about a thing: its members, who called it, and who counted.
pub async fn hands<C: ConnectionTrait>(db: &C, kind: &str, subject_id: i64) -> Result<HashSet<ground::ids::PersonId>, AppError> {
    let Some(found) = standing(db, kind, subject_id).await? else { return Ok(HashSet::new()) };
    let mut hands: HashSet<_> = members_of(db, found.id).await?.into_iter().map(|member| member.person_id).collect();
    if let Some(row) = sitting::Entity::find_by_id(found.id).one(db).await? {
        hands.insert(row.called_by);
        hands.extend(row.counted_by);
    }
    Ok(hands)
}

/// Whether the committee has it in its hands: what stands before it does not change meanwhile.
pub async fn at_work<C: ConnectionTrait>(db: &C, kind: &str, subject_id: i64) -> Result<bool, AppError> {
    Ok(standing(db, kind, subject_id).await?.is_some_and(|found| found.state != SittingState::Signed))
}
