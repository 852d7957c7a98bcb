//! The minute of a sitting: votes counted, written down, signed.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sha2::{Digest, Sha256};

use super::acts::{files_of, members_of, of_member, of_secretary, record, sits, votes_on};
use super::entity::{file, member, sitting, vote};
use super::notices::Notice;
use super::refusals;
use super::rules::{Ballot, Choice, LEAST_VOTES, SittingKind, SittingMove, SittingState, order, quorum};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{SittingFileId, SittingId};
use ground::series::Series;
use ground::states::States;
use people::notifications::tell;

/// What a signed minute says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Key of what the file is about.
    pub subject: i64,
    /// The place in the order; none when the committee did not accept.
    pub position: Option<i64>,
    /// Why, for the person.
    pub reason: String,
}

/// A signed minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What it is about.
    pub kind: SittingKind,
    /// Its key.
    pub subject_id: i64,
    /// Number of the minute.
    pub number: String,
    /// Seed of the lots among equals.
    pub seed: String,
    /// What was decided of each.
    pub verdicts: Vec<Verdict>,
}

/// Votes as they stand on each file.
pub(super) fn ballots(files: &[file::Model], votes: &[vote::Model]) -> Vec<Ballot> {
    let count = |file: &file::Model, choice: Choice| {
        u32::try_from(votes.iter().filter(|vote| vote.file_id == file.id && vote.choice == choice).count()).unwrap_or(u32::MAX)
    };
    let ballot = |file: &file::Model| Ballot {
        file: file.id.0,
        reference: file.reference.clone(),
        rank: file.file_rank,
        yes: count(file, Choice::Yes),
        no: count(file, Choice::No),
    };
    files.iter().map(ballot).collect()
}

/// What a minute says of one file, as it is counted.
struct Line<'a> {
    file: &'a file::Model,
    ballot: &'a Ballot,
    /// The place in the order; none when the committee did not accept.
    position: Option<i64>,
    /// Why, for the person.
    reason: String,
}

/// The lines of a minute; a file without a reason is named.
fn lines<'a>(
    files: &'a [file::Model],
    ballots: &'a [Ballot],
    order: &[i64],
    reasons: &[(SittingFileId, String)],
) -> Result<Vec<Line<'a>>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut lines = Vec::with_capacity(files.len());
    for (file, ballot) in files.iter().zip(ballots) {
        let reason = reasons.iter().find(|(id, _)| *id == file.id).map(|(_, words)| words.trim().to_owned()).unwrap_or_default();
        if reason.is_empty() {
            errors.add(&format!("reason_{}", file.id), Problem::ReasonNeeded);
        }
        let position = order.iter().position(|key| *key == file.id.0).and_then(|at| i64::try_from(at + 1).ok());
        lines.push(Line { file, ballot, position, reason });
    }
    if errors.0.is_empty() { Ok(lines) } else { Err(errors) }
}

/// The fingerprint of a minute: SHA-256 of all that it says, in hexadecimal digits.
fn fingerprint(number: &str, sitting: &sitting::Model, present: &[&member::Model], lines: &[Line<'_>]) -> String {
    let mut digest = Sha256::new();
    // Each part behind its length, so that none can be read as another.
    let mut part = |text: &str| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    };
    for text in [number, &sitting.title, &sitting.held_on.to_string(), &sitting.seed] {
        part(text);
    }
    for member in present {
        part(&member.name);
    }
    for Line { file, ballot, position, reason } in lines {
        for text in [&file.reference, &format!("{} {} {position:?}", ballot.yes, ballot.no), reason] {
            part(text);
        }
    }
    hex::encode(digest.finalize())
}

/// The officer counts the votes and writes the minute: it needs a quorum of those appointed, at least two votes on each file,
/// and for each person a reason. Nothing of it is known outside until it is signed.
pub async fn count(ctx: &Ctx, id: SittingId, reasons: &[(SittingFileId, String)]) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let found = of_secretary(&tx, ctx, id).await?;
    if found.state == SittingState::Counted {
        return Ok(());
    }
    sits(&found, ctx)?;
    let state = found.state.step(SittingMove::Count)?;
    let members = members_of(&*tx, id).await?;
    let present: Vec<&member::Model> = members.iter().filter(|member| member.present_at.is_some()).collect();
    if present.len() < quorum(members.len()) {
        return Err(refusals::NO_QUORUM.into());
    }
    let files = files_of(&*tx, id).await?;
    let ballots = ballots(&files, &votes_on(&*tx, &files).await?);
    if ballots.iter().any(|ballot| ((ballot.yes + ballot.no) as usize) < LEAST_VOTES) {
        return Err(refusals::NOT_VOTED.into());
    }
    let lines = lines(&files, &ballots, &order(&ballots, &found.seed), reasons)?;
    let number = tx.next_reference(Series::Minute, ctx.now).await?;
    let digest = fingerprint(&number, &found, &present, &lines);
    write_lines(&tx, lines).await?;
    for member in present {
        let notice = Notice::MinuteToSign { title: found.title.clone(), number: number.clone() };
        tell(&tx, ctx, member.person_id, &notice, &format!("/committee/{id}")).await?;
    }
    let details = format!("{number} {digest}");
    let mut row = found.into_active_model();
    row.state = state.set();
    row.number = Set(Some(number));
    row.digest = Set(Some(digest));
    row.counted_at = Set(Some(ctx.now));
    row.counted_by = Set(ctx.actor.id());
    row.update(&*tx).await?;
    record(&tx, ctx, "committee.count", id, details).await?;
    Ok(tx.commit().await?)
}

async fn write_lines(tx: &Tx, lines: Vec<Line<'_>>) -> Result<(), AppError> {
    for Line { file, ballot, position, reason } in lines {
        let mut row = file.clone().into_active_model();
        row.yes = Set(Some(i64::from(ballot.yes)));
        row.no = Set(Some(i64::from(ballot.no)));
        row.position = Set(position);
        row.reason = Set(reason);
        row.update(&**tx).await?;
    }
    Ok(())
}

/// A mistake is found before the last signature: the signatures go, and members may vote again.
pub async fn reopen(ctx: &Ctx, id: SittingId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let found = of_secretary(&tx, ctx, id).await?;
    if found.state == SittingState::Called {
        return Ok(());
    }
    let state = found.state.step(SittingMove::Reopen)?;
    let number = found.number.clone().unwrap_or_default();
    let mut row = found.into_active_model();
    row.state = state.set();
    row.number = Set(None);
    row.digest = Set(None);
    row.update(&*tx).await?;
    tx.run("UPDATE sitting_member SET signed_at = NULL WHERE sitting_id = $1", vec![id.into()]).await?;
    tx.run("UPDATE sitting_file SET yes = NULL, no = NULL, position = NULL WHERE sitting_id = $1", vec![id.into()]).await?;
    record(&tx, ctx, "committee.reopen", id, format!("{number}: {words}")).await?;
    Ok(tx.commit().await?)
}

/// A present member signs the minute. With the last of them it holds, and what it says is given back to be done in the same
/// transaction. `read` is the fingerprint of the minute that stood on the page. The second factor is asked for again.
pub async fn sign(tx: &Tx, ctx: &Ctx, id: SittingId, read: &str) -> Result<Option<Decided>, AppError> {
    let (found, member) = of_member(tx, ctx, id).await?;
    if member.signed_at.is_some() {
        return Ok(None);
    }
    if member.present_at.is_none() {
        return Err(refusals::NOT_PRESENT.into());
    }
    let state = found.state.step(SittingMove::Sign)?;
    // Signed is what was read, not what was written since.
    if found.digest.as_deref() != Some(read) {
        return Err(Reason::NOT_NOW.into());
    }
    let mut row = member.into_active_model();
    row.signed_at = Set(Some(ctx.now));
    row.update(&**tx).await?;
    let (number, digest) = (found.number.clone().unwrap_or_default(), found.digest.clone().unwrap_or_default());
    record(tx, ctx, "committee.sign", id, format!("{number} {digest}")).await?;
    if members_of(&**tx, id).await?.iter().any(|member| member.present_at.is_some() && member.signed_at.is_none()) {
        return Ok(None);
    }
    let (kind, subject_id, seed) = (found.kind, found.subject_id, found.seed.clone());
    let mut row = found.into_active_model();
    row.state = state.set();
    row.signed_at = Set(Some(ctx.now));
    row.update(&**tx).await?;
    let verdict = |file: file::Model| Verdict { subject: file.file_subject, position: file.position, reason: file.reason };
    let verdicts = files_of(&**tx, id).await?.into_iter().map(verdict).collect();
    Ok(Some(Decided { kind, subject_id, number, seed, verdicts }))
}
