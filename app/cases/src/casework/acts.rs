//! Moves of a case. Each takes the transaction of a larger act, or is one itself.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::clock::{add_working_days, working_days_between};
use super::colleagues::still_there;
use super::entity::{case_event, casefile};
use super::notices::Notice;
use super::reads::{in_scope, involved};
use super::rules::{CaseKind, CaseMove, CaseState, EventAct, Involved, Move, Outcome, may, policy};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use ground::history::Event;
use ground::ids::{CaseId, PersonId, VersionId};
use ground::states::{States, Step};
use people::notifications::tell;
use people::place;

/// A case to be opened.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// What it is about.
    pub kind: CaseKind,
    /// Key of the subject.
    pub subject_id: i64,
    /// Trade name or product title.
    pub title: String,
    /// Where; decides who sees it.
    pub municipality: Option<String>,
    /// Whose case it is.
    pub applicant: Option<PersonId>,
    /// The decision objected to.
    pub objection_of: Option<CaseId>,
    /// What the program noticed and an officer has to look at, as words.
    pub flagged: Option<String>,
    /// Who filled it in for the applicant.
    pub helper: Option<PersonId>,
    /// Who had a hand in what is objected to, and so does not hear it.
    pub deciders: Vec<PersonId>,
    /// What is asked for or proposed, in words; may be empty.
    pub words: String,
    /// Whom it concerns without being told: the owner of a listing that was reported. Never works on it.
    pub concerns: Option<PersonId>,
    /// The version of a product that it is about.
    pub version: Option<VersionId>,
}

impl NewCase {
    /// A case with what every case has; the rest is added by struct update.
    pub fn new(kind: CaseKind, subject_id: i64, title: String, municipality: Option<String>) -> Self {
        Self {
            kind,
            subject_id,
            title,
            municipality,
            applicant: None,
            objection_of: None,
            flagged: None,
            helper: None,
            deciders: Vec::new(),
            words: String::new(),
            concerns: None,
            version: None,
        }
    }
}

/// Opens a case: it gets a number, its clock starts, the applicant is told.
pub async fn open(tx: &Tx, ctx: &Ctx, new: NewCase) -> Result<(CaseId, String), AppError> {
    let NewCase { kind, subject_id, title, municipality, applicant, objection_of, flagged, helper, deciders, words, concerns, version } =
        new;
    let reference = tx.next_reference(kind.series(), ctx.now).await?;
    let holidays = place::holidays(&**tx).await?;
    let due = add_working_days(day_in_tripoli(ctx.now), policy(kind).days, &holidays);
    let row = casefile::ActiveModel {
        reference: Set(reference.clone()),
        kind: Set(kind),
        subject_id: Set(subject_id),
        title: Set(title.clone()),
        state: CaseState::first().set(),
        municipality_code: Set(municipality),
        applicant_id: Set(applicant),
        filed_by: Set(ctx.actor.id()),
        opened_at: Set(ctx.now),
        days_used: Set(0),
        clock_since: Set(Some(ctx.now)),
        due_on: Set(Some(due)),
        objection_of: Set(objection_of),
        flagged: Set(flagged),
        concerns_id: Set(concerns),
        version_id: Set(version),
        ..Default::default()
    };
    let row = match row.insert(&**tx).await {
        Ok(row) => row,
        // A second open case about the same thing: the index, not only code, keeps it out.
        Err(error) if unique_violation(&error).is_some() => return Err(Reason::NOT_NOW.into()),
        Err(error) => return Err(error.into()),
    };
    event(tx, ctx, row.id, EventAct::Open, &words, "").await?;
    if let Some(helper) = helper {
        event_of(tx, ctx, row.id, Some(helper), EventAct::Help, "", "").await?;
    }
    for decider in deciders {
        event_of(tx, ctx, row.id, Some(decider), EventAct::Hand, "", "").await?;
    }
    if let Some(applicant) = applicant {
        let reference = reference.clone();
        let notice = match kind {
            CaseKind::Suspension => Notice::Questioned { reference, words },
            CaseKind::Correction | CaseKind::Membership => Notice::CorrectionAsked { reference },
            _ => Notice::Received { title, reference },
        };
        tell(tx, ctx, applicant, &notice, &format!("/me/cases/{}", row.id)).await?;
    }
    Ok((row.id, reference))
}

pub(super) async fn event(tx: &Tx, ctx: &Ctx, case: CaseId, act: EventAct, words: &str, fields: &str) -> Result<(), AppError> {
    event_of(tx, ctx, case, ctx.actor.id(), act, words, fields).await
}

async fn event_of(
    tx: &Tx,
    ctx: &Ctx,
    case: CaseId,
    person: Option<PersonId>,
    act: EventAct,
    words: &str,
    fields: &str,
) -> Result<(), AppError> {
    let row = case_event::ActiveModel {
        case_id: Set(case),
        at: Set(ctx.now),
        person_id: Set(person),
        act: Set(act),
        words: Set(words.to_owned()),
        fields: Set(fields.to_owned()),
        ..Default::default()
    };
    case_event::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Loads a case for a move of staff: in scope, locked, and only if this person may move it so now.
pub(super) async fn in_hand(tx: &Tx, ctx: &Ctx, id: CaseId, wanted: Move) -> Result<Held, AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS)).lock_exclusive();
    let case = query.one(&**tx).await?.ok_or(AppError::NotFound)?;
    let involved = involved(&**tx, &case).await?;
    may(&ctx.actor, &involved, wanted)?;
    // The first thing done to a submitted case takes it.
    let next = if case.state == CaseState::Submitted && wanted != Move::Take {
        let taken = case.state.step(involved.by(Move::Take))?;
        event(tx, ctx, id, EventAct::Take, "", "").await?;
        taken.step(involved.by(wanted))?
    } else {
        case.state.step(involved.by(wanted))?
    };
    Ok(Held { case, involved, next })
}

/// A case in the hands of someone who may move it, and where the move leads.
pub(super) struct Held {
    pub case: casefile::Model,
    pub involved: Involved,
    pub next: Step<CaseState>,
}

pub(super) async fn audit(tx: &Tx, ctx: &Ctx, act: &str, case: &casefile::Model, details: String) -> Result<(), AppError> {
    let details = format!("{} {details}", case.reference);
    tx.record(ctx, Event { act, subject_kind: case.kind.code(), subject_id: case.subject_id, details }).await
}

/// An officer takes a case; colleagues see whose it is.
pub async fn take(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let Held { case, next: state, .. } = in_hand(&tx, ctx, id, Move::Take).await?;
    // It was assigned to somebody, who is asked before it is done for them: taking it is no way around that.
    if case.assigned_to.is_some_and(|holder| Some(holder) != ctx.actor.id()) {
        return Err(Reason::NOT_NOW.into());
    }
    audit(&tx, ctx, "case.take", &case, String::new()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.assigned_to = Set(ctx.actor.id());
    row.update(&*tx).await?;
    event(&tx, ctx, id, EventAct::Take, "", "").await?;
    Ok(tx.commit().await?)
}

/// Back to the applicant with what to change, field by field. The clock stands still meanwhile.
pub async fn return_to_applicant(tx: &Tx, ctx: &Ctx, id: CaseId, fields: &[(String, String)]) -> Result<(CaseKind, i64), AppError> {
    let Held { case, involved, next } = in_hand(tx, ctx, id, Move::Return).await?;
    if fields.is_empty() {
        return Err(FieldErrors::one("return", Problem::ReasonNeeded).into());
    }
    let words = fields.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n");
    let json = serde_json::to_string(fields).unwrap_or_default();
    event(tx, ctx, id, EventAct::Return, "", &json).await?;
    let names = fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",");
    audit(tx, ctx, "case.return", &case, names).await?;
    let notice = Notice::Returned { title: case.title.clone(), words, fields: fields.to_vec() };
    if let Some(applicant) = case.applicant_id {
        tell(tx, ctx, applicant, &notice, &format!("/me/cases/{id}")).await?;
    }
    // Who filled it in for the family can change it too.
    for helper in involved.helpers.iter().filter(|_| case.kind == CaseKind::Family) {
        tell(tx, ctx, *helper, &notice, &format!("/desk/families/{}/application", case.subject_id)).await?;
    }
    let (kind, subject) = (case.kind, case.subject_id);
    // It comes back to who returned it, whether it was taken before or not.
    let holder = case.assigned_to.or(ctx.actor.id());
    let used = case.days_used + days_since(tx, ctx, &case).await?;
    let mut row = case.into_active_model();
    row.state = next.set();
    row.assigned_to = Set(holder);
    row.days_used = Set(used);
    row.clock_since = Set(None);
    row.due_on = Set(None);
    row.update(&**tx).await?;
    Ok((kind, subject))
}

pub(super) async fn days_since(tx: &Tx, ctx: &Ctx, case: &casefile::Model) -> Result<i64, AppError> {
    let Some(since) = case.clock_since else { return Ok(0) };
    let holidays = place::holidays(&**tx).await?;
    Ok(working_days_between(day_in_tripoli(since), day_in_tripoli(ctx.now), &holidays))
}

/// The applicant sends the subject again; the clock goes on where it stood, with the same officer. Title and
/// municipality are those of now, what was noticed before stays noticed. Gives nothing when no returned case of the
/// subject is there.
pub async fn resubmit(tx: &Tx, ctx: &Ctx, new: &NewCase) -> Result<Option<(CaseId, String)>, AppError> {
    let NewCase { kind, subject_id: subject, title, municipality, flagged, version, .. } = new;
    let (kind, subject) = (*kind, *subject);
    let found = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(casefile::Column::State.eq(CaseState::Returned))
        .order_by_desc(casefile::Column::Id)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    let Some(case) = found else { return Ok(None) };
    let state = case.state.step(CaseMove::of(case.kind, Move::Resubmit))?;
    let holidays = place::holidays(&**tx).await?;
    let left = (policy(kind).days - case.days_used).max(1);
    let due = add_working_days(day_in_tripoli(ctx.now), left, &holidays);
    let (id, reference) = (case.id, case.reference.clone());
    // Whose branch it was is not asked again when the family has moved to another one.
    let moved = case.municipality_code != *municipality;
    let assigned = still_there(ctx, case.assigned_to.filter(|_| !moved), municipality.as_deref()).await?;
    let notice = Notice::Assigned { title: title.clone(), reference: reference.clone() };
    // Whose its numbers are is asked anew each time: a warning about a number that was mended would be false.
    let known: Vec<&str> = case.flagged.iter().flat_map(|known| known.split(',')).filter(|flag| !flag.starts_with("held-by:")).collect();
    let flags = merged(Some(&known.join(",")), flagged.as_deref());
    let mut row = case.into_active_model();
    row.state = state.set();
    row.title = Set(title.clone());
    row.municipality_code = Set(municipality.clone());
    row.assigned_to = Set(assigned);
    row.version_id = Set(*version);
    row.flagged = Set(flags);
    row.clock_since = Set(Some(ctx.now));
    row.due_on = Set(Some(due));
    row.update(&**tx).await?;
    event(tx, ctx, id, EventAct::Resubmit, "", "").await?;
    if let Some(officer) = assigned {
        tell(tx, ctx, officer, &notice, &format!("/desk/cases/{id}")).await?;
    }
    Ok(Some((id, reference)))
}

/// Flags of before and of now, each once.
pub(super) fn merged(before: Option<&str>, now: Option<&str>) -> Option<String> {
    let mut flags: Vec<&str> = Vec::new();
    for flag in [before, now].into_iter().flatten().flat_map(|flags| flags.split(',')).filter(|flag| !flag.is_empty()) {
        if !flags.contains(&flag) {
            flags.push(flag);
        }
    }
    (!flags.is_empty()).then(|| flags.join(","))
}

/// The first of two people says what should be decided, and why.
pub async fn recommend(ctx: &Ctx, id: CaseId, outcome: Outcome, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let Held { case, next: state, .. } = in_hand(&tx, ctx, id, Move::Recommend).await?;
    event(&tx, ctx, id, EventAct::Recommend, words, outcome.code()).await?;
    audit(&tx, ctx, "case.recommend", &case, outcome.code().to_owned()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.recommended_by = Set(ctx.actor.id());
    row.recommended_outcome = Set(Some(outcome));
    row.assigned_to = Set(None);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// The second of two asks the first to look again.
pub async fn send_back(ctx: &Ctx, id: CaseId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let Held { case, next: state, .. } = in_hand(&tx, ctx, id, Move::SendBack).await?;
    event(&tx, ctx, id, EventAct::SendBack, words, "").await?;
    audit(&tx, ctx, "case.send_back", &case, String::new()).await?;
    let first = still_there(ctx, case.recommended_by, case.municipality_code.as_deref()).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.assigned_to = Set(first);
    row.recommended_by = Set(None);
    row.recommended_outcome = Set(None);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}
