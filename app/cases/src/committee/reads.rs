//! Sittings as pages need them.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

use super::READERS;
use super::acts::{SECRETARIES, files_of, members_of, votes_on};
use super::entity::{conflict, file, member, sitting, vote};
use super::minutes::ballots;
use super::rules::{Ballot, SittingKind, SittingState};
use super::types::{FileView, Member, Part, Sitting, SittingView, Standing, Tie};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{PersonId, SittingFileId, SittingId};
use ground::sql::is_not;
use people::{accounts, place};

/// How the reader stands to a sitting, of which `reached` is one in the reader's reach as a secretary.
fn part_of(ctx: &Ctx, reached: Option<&sitting::Model>, members: &[member::Model], files: &[file::Model]) -> Option<Part> {
    let me = ctx.actor.id();
    // Whose own family is before it sees nothing of it.
    if files.iter().any(|file| Some(file.applicant_id) == me) {
        return None;
    }
    if members.iter().any(|member| Some(member.person_id) == me) {
        return Some(Part::Member);
    }
    if reached.is_some() && ctx.actor.holds(SECRETARIES) {
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
    let files = files_of(db, id).await?;
    let reach = place::within(ctx.actor.scopes(SECRETARIES), sitting::Column::MunicipalityCode);
    let reached = sitting::Entity::find_by_id(id).filter(reach).one(db).await?;
    let part = part_of(ctx, reached.as_ref(), &members, &files).ok_or(AppError::NotFound)?;
    let votes = votes_on(db, &files).await?;
    let conflicts = conflict::Entity::find().filter(conflict::Column::FileId.is_in(files.iter().map(|file| file.id))).all(db).await?;
    let said = Said { me: ctx.actor.id(), shown: part != Part::Member || found.state != SittingState::Called, votes, conflicts };
    let ballots = ballots(&files, &said.votes);
    let files: Vec<FileView> = files.into_iter().zip(ballots).map(|(file, ballot)| said.file_view(file, ballot)).collect();
    let counted = found.digest.is_some();
    let ties = if counted { said.ties(&files, &members) } else { Vec::new() };
    let secretary = match found.counted_by.filter(|_| counted) {
        Some(who) => accounts::names(db, vec![who]).await?.remove(&who),
        None => None,
    };
    let members: Vec<Member> = members.into_iter().map(member_view).collect();
    let me = members.iter().find(|member| Some(member.id) == ctx.actor.id()).cloned();
    Ok(SittingView { sitting: sitting_view(found), part, members, me, files, ties, secretary })
}

/// What members said of the files of a sitting, and who reads it.
struct Said {
    me: Option<PersonId>,
    /// The reader sees how others voted.
    shown: bool,
    votes: Vec<vote::Model>,
    conflicts: Vec<conflict::Model>,
}

impl Said {
    fn ties(&self, files: &[FileView], members: &[member::Model]) -> Vec<Tie> {
        let of_file = |file: &FileView| {
            let (id, reference, hidden) = (file.id, file.reference.clone(), file.hidden);
            let tie = move |said: &conflict::Model| {
                let member = members.iter().find(|member| member.person_id == said.person_id)?.name.clone();
                // Not even in the answer's bytes.
                let words = if hidden && Some(said.person_id) != self.me { String::new() } else { said.words.clone() };
                Some(Tie { member, reference: reference.clone(), words })
            };
            self.conflicts.iter().filter(move |said| said.file_id == id).filter_map(tie).collect::<Vec<_>>()
        };
        files.iter().flat_map(of_file).collect()
    }

    fn file_view(&self, file: file::Model, ballot: Ballot) -> FileView {
        let own = self.votes.iter().find(|vote| vote.file_id == file.id && Some(vote.person_id) == self.me).map(|vote| vote.choice);
        let conflicts = self.conflicts.iter().filter(|conflict| conflict.file_id == file.id);
        let declared = conflicts.clone().any(|conflict| Some(conflict.person_id) == self.me);
        let hidden = declared || Some(file.applicant_id) == self.me;
        // Not even in the answer's bytes.
        let unless_hidden = |text: String| if hidden { String::new() } else { text };
        FileView {
            id: file.id,
            reference: file.reference,
            name: unless_hidden(file.name),
            details: unless_hidden(file.details),
            yes: file.yes.filter(|_| !hidden),
            no: file.no.filter(|_| !hidden),
            position: file.position.filter(|_| !hidden),
            reason: unless_hidden(file.reason),
            proposed: file.file_rank.filter(|_| !hidden),
            ballot: (self.shown && !hidden).then_some(ballot),
            own,
            hidden,
            conflicts: conflicts.count(),
        }
    }
}

fn member_view(row: member::Model) -> Member {
    Member { id: row.person_id, name: row.name, present_at: row.present_at, signed_at: row.signed_at }
}

fn sitting_view(row: sitting::Model) -> Sitting {
    Sitting {
        id: row.id,
        kind: row.kind,
        subject_id: row.subject_id,
        title: row.title,
        agenda: row.agenda,
        held_on: row.held_on,
        venue: row.venue,
        state: row.state,
        number: row.number,
        digest: row.digest,
        seed: row.seed,
        words: row.words,
        counted_at: row.counted_at,
    }
}

/// Keys of the files that the reader may see.
pub async fn files(ctx: &Ctx, id: SittingId) -> Result<Vec<SittingFileId>, AppError> {
    Ok(sitting(ctx, id).await?.files.into_iter().filter(|view| !view.hidden).map(|view| view.id).collect())
}

/// Sittings of the reader as a member, in reach as an officer, or all for an auditor; the latest first.
pub async fn sittings(ctx: &Ctx) -> Result<Vec<Sitting>, AppError> {
    let me = ctx.actor.staff(READERS)?.id;
    let db = ctx.db.read();
    let own = member::Entity::find().select_only().column(member::Column::SittingId).filter(member::Column::PersonId.eq(me));
    let own: Vec<SittingId> = own.into_tuple().all(db).await?;
    let reach = place::within(ctx.actor.scopes(SECRETARIES), sitting::Column::MunicipalityCode).add(sitting::Column::Id.is_in(own));
    let mut query = sitting::Entity::find().order_by_desc(sitting::Column::HeldOn).order_by_desc(sitting::Column::Id).limit(200);
    if !ctx.actor.holds(&[Role::Auditor]) {
        query = query.filter(reach);
    }
    Ok(query.all(db).await?.into_iter().map(sitting_view).collect())
}

/// Keys of what the actor declared ties to.
pub async fn declared(ctx: &Ctx, kind: SittingKind, subject_id: i64) -> Result<HashSet<i64>, AppError> {
    let Some(me) = ctx.actor.id() else { return Ok(HashSet::new()) };
    let sql = "SELECT f.file_subject AS subject FROM sitting_conflict c JOIN sitting_file f ON f.id = c.file_id \
               JOIN sitting s ON s.id = f.sitting_id \
               WHERE c.person_id = $1 AND s.kind = $2 AND s.subject_id = $3 AND s.state <> 'cancelled'";
    let values = [me.into(), kind.into(), subject_id.into()];
    let rows = ctx.db.read().query_all_raw(Statement::from_sql_and_values(ctx.db.backend(), sql, values)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "subject")).collect::<Result<_, _>>()?)
}

/// The sitting about a thing, if it was not called off.
pub async fn standing<C: ConnectionTrait>(db: &C, kind: SittingKind, subject_id: i64) -> Result<Option<Standing>, AppError> {
    let query = sitting::Entity::find().filter(sitting::Column::Kind.eq(kind)).filter(sitting::Column::SubjectId.eq(subject_id));
    let found = query.filter(is_not(sitting::Column::State, SittingState::Cancelled)).one(db).await?;
    Ok(found.map(|found| Standing { id: found.id, state: found.state }))
}

/// Whether a sitting about a thing was ever called, also one that was called off: its members have read the files.
pub async fn ever_called<C: ConnectionTrait>(db: &C, kind: SittingKind, subject_id: i64) -> Result<bool, AppError> {
    let query = sitting::Entity::find().filter(sitting::Column::Kind.eq(kind)).filter(sitting::Column::SubjectId.eq(subject_id));
    Ok(query.one(db).await?.is_some())
}

/// Who had a hand in the sitting about a thing: its members, who called it, and who counted.
pub async fn hands<C: ConnectionTrait>(db: &C, kind: SittingKind, subject_id: i64) -> Result<HashSet<PersonId>, AppError> {
    let Some(found) = standing(db, kind, subject_id).await? else { return Ok(HashSet::new()) };
    let mut hands: HashSet<_> = members_of(db, found.id).await?.into_iter().map(|member| member.person_id).collect();
    if let Some(row) = sitting::Entity::find_by_id(found.id).one(db).await? {
        hands.insert(row.called_by);
        hands.extend(row.counted_by);
    }
    Ok(hands)
}

/// Whether the committee has it in its hands: what stands before it does not change meanwhile.
pub async fn at_work<C: ConnectionTrait>(db: &C, kind: SittingKind, subject_id: i64) -> Result<bool, AppError> {
    Ok(standing(db, kind, subject_id).await?.is_some_and(|found| found.state != SittingState::Signed))
}
