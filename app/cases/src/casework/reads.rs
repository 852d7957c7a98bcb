//! Cases as the desk and the applicant see them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement,
};

use super::entity::{case_event, casefile};
use super::queue::{QueueRow, queue_row};
use super::rules::{CaseKind, CaseState, EventAct, Involved, Outcome, ReasonCode};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CaseId, PersonId, VersionId};
use people::{accounts, place};

/// The cases that these roles of the actor reach. Without a role it is a condition that nothing
/// fulfils.
pub(super) fn in_scope(ctx: &Ctx, roles: &[Role]) -> Condition {
    let any = place::within(ctx.actor.scopes(roles), casefile::Column::MunicipalityCode);
    // Nobody reads the desk's side of their own case.
    let not_me = |column: casefile::Column| Condition::any().add(column.is_null()).add(column.ne(ctx.actor.id()));
    Condition::all().add(any).add(not_me(casefile::Column::ApplicantId)).add(not_me(casefile::Column::ConcernsId))
}

/// Who is involved, with those who decided the first case of an objection.
pub(super) async fn involved<C: ConnectionTrait>(db: &C, case: &casefile::Model) -> Result<Involved, AppError> {
    involved_beside(db, case, who(db, case.id, TELLING).await?).await
}

/// What of a case's history says who may move it.
const TELLING: &[EventAct] =
    &[EventAct::Help, EventAct::Hand, EventAct::Return, EventAct::Decide, EventAct::AskBack, EventAct::Keep, EventAct::TakeBack];

/// Who did one of these things to a case, oldest first.
async fn who<C: ConnectionTrait>(db: &C, id: CaseId, acts: &[EventAct]) -> Result<Vec<(EventAct, PersonId)>, AppError> {
    let query = case_event::Entity::find()
        .select_only()
        .columns([case_event::Column::Act, case_event::Column::PersonId])
        .filter(case_event::Column::CaseId.eq(id))
        .filter(case_event::Column::Act.is_in(acts.iter().copied()))
        .filter(case_event::Column::PersonId.is_not_null())
        .order_by_asc(case_event::Column::Id);
    Ok(query.into_tuple().all(db).await?)
}

fn of_act(all: &[(EventAct, PersonId)], act: EventAct) -> impl Iterator<Item = PersonId> {
    all.iter().filter(move |(done, _)| *done == act).map(|(_, who)| *who)
}

/// The same where it is known who did what of [`TELLING`].
async fn involved_beside<C: ConnectionTrait>(
    db: &C,
    case: &casefile::Model,
    known: Vec<(EventAct, PersonId)>,
) -> Result<Involved, AppError> {
    let first = match case.objection_of {
        None => None,
        Some(first) => casefile::Entity::find_by_id(first).one(db).await?,
    };
    let first_filer = first.as_ref().and_then(|first| first.filed_by).filter(|filer| Some(*filer) != case.applicant_id);
    let first_deciders = first.as_ref().map_or([None, None], |first| [first.recommended_by, first.decided_by]);
    // Who helped in the first case does not hear the objection either, nor who decided it before it was taken back, or had it taken back.
    let before = match case.objection_of {
        None => Vec::new(),
        Some(first) => who(db, first, &[EventAct::Help, EventAct::Decide, EventAct::AskBack, EventAct::TakeBack]).await?,
    };
    let decided_before = before.iter().filter(|(act, _)| *act != EventAct::Help).map(|(_, who)| *who);
    let helped = of_act(&known, EventAct::Help).chain(of_act(&before, EventAct::Help));
    let answered = |act: EventAct| matches!(act, EventAct::Decide | EventAct::AskBack | EventAct::Keep | EventAct::TakeBack);
    let asked = known.iter().rfind(|(act, _)| answered(*act)).filter(|(act, _)| *act == EventAct::AskBack);
    Ok(Involved {
        helpers: helped.chain(first_filer).chain(case.concerns_id).collect(),
        deciders: first_deciders.into_iter().flatten().chain(decided_before).chain(of_act(&known, EventAct::Hand)).collect(),
        kind: case.kind,
        about: first.as_ref().map_or(case.kind, |first| first.kind),
        state: case.state,
        applicant: case.applicant_id,
        filed_by: case.filed_by,
        recommended_by: case.recommended_by,
        returned_by: of_act(&known, EventAct::Return).last(),
        asked_back: asked.map(|(_, who)| *who),
    })
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nothing for the applicant's own view of staff.
    pub who: Option<String>,
    /// What.
    pub act: EventAct,
    /// Words.
    pub words: String,
    /// Outcome code, or what to change by field.
    pub fields: String,
}

/// A case with its timeline.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// Key.
    pub id: CaseId,
    /// Number.
    pub reference: String,
    /// Kind.
    pub kind: CaseKind,
    /// Key of the subject.
    pub subject_id: i64,
    /// Title.
    pub title: String,
    /// State.
    pub state: CaseState,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Last day.
    pub due_on: Option<NaiveDate>,
    /// Whether that day is over.
    pub overdue: bool,
    /// Who has it.
    pub assigned_to: Option<PersonId>,
    /// The same by name, for colleagues.
    pub holder: Option<String>,
    /// What the first of two said.
    pub recommended: Option<Outcome>,
    /// Who decided, for colleagues.
    pub decided_by: Option<PersonId>,
    /// The decision: outcome, reason, words, number, when.
    pub decision: Option<(Outcome, ReasonCode, String, String, DateTime<Utc>)>,
    /// The decision objected to.
    pub objection_of: Option<CaseId>,
    /// The version of a product that it is about.
    pub version: Option<VersionId>,
    /// What the program noticed.
    pub flagged: Option<String>,
    /// Who is involved, for [`super::moves`].
    pub involved: Involved,
    /// Oldest first.
    pub events: Vec<EventRow>,
}

impl CaseView {
    /// Whether a colleague of this person has it in hand.
    pub fn of_colleague(&self, me: Option<PersonId>) -> bool {
        self.assigned_to.is_some() && self.assigned_to != me
    }
}

/// Who reads a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A colleague, who sees all of it.
    Staff,
    /// The applicant, who sees what was decided and asked of them, and not by whom.
    Applicant,
}

#[derive(FromQueryResult)]
struct Happened {
    at: DateTime<Utc>,
    person_id: Option<PersonId>,
    who: Option<String>,
    act: EventAct,
    words: String,
    fields: String,
}

async fn view(ctx: &Ctx, case: casefile::Model, reader: Reader) -> Result<CaseView, AppError> {
    let db = ctx.db.read();
    let sql = "SELECT e.at, e.person_id, p.name AS who, e.act, e.words, e.fields FROM case_event e LEFT JOIN person p ON p.id = e.person_id \
               WHERE e.case_id = $1 ORDER BY e.id";
    let query = Happened::find_by_statement(Statement::from_sql_and_values(ctx.db.backend(), sql, [case.id.into()]));
    let mut events = query.all(db).await?;
    let known = events.iter().filter(|event| TELLING.contains(&event.act));
    let known = known.filter_map(|event| event.person_id.map(|who| (event.act, who))).collect();
    let involved = involved_beside(db, &case, known).await?;
    if reader == Reader::Applicant {
        events.retain(|event| event.act.shown_to_applicant());
    }
    let due_on = case.due_on;
    let decision = match (case.outcome, case.reason_code, case.decision_number, case.decided_at) {
        (Some(outcome), Some(reason), Some(number), Some(at)) => Some((outcome, reason, case.reason_text.unwrap_or_default(), number, at)),
        _ => None,
    };
    let holder = match case.assigned_to.filter(|_| reader == Reader::Staff) {
        Some(id) => accounts::names(db, vec![id]).await?.remove(&id),
        None => None,
    };
    Ok(CaseView {
        id: case.id,
        reference: case.reference,
        kind: case.kind,
        subject_id: case.subject_id,
        title: case.title,
        state: case.state,
        municipality: case.municipality_code,
        opened_at: case.opened_at,
        due_on,
        overdue: due_on.is_some_and(|due| due < day_in_tripoli(ctx.now)),
        assigned_to: case.assigned_to,
        holder,
        recommended: case.recommended_outcome.filter(|_| reader == Reader::Staff),
        decided_by: case.decided_by.filter(|_| reader == Reader::Staff),
        decision,
        objection_of: case.objection_of,
        version: case.version_id,
        flagged: case.flagged.filter(|_| reader == Reader::Staff),
        involved,
        events: events
            .into_iter()
            .map(|event| EventRow {
                at: event.at,
                who: event.who.filter(|_| reader == Reader::Staff),
                act: event.act,
                words: event.words,
                fields: event.fields,
            })
            .collect(),
    })
}

/// A case for the desk, within the actor's scope.
pub async fn case_for_staff(ctx: &Ctx, id: CaseId) -> Result<CaseView, AppError> {
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::DESK));
    let case = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    view(ctx, case, Reader::Staff).await
}

/// A case that the actor may work on: only the scopes of an officer or branch head count, not those of who may read.
pub async fn case_for_work(ctx: &Ctx, id: CaseId) -> Result<CaseView, AppError> {
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS));
    let case = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    view(ctx, case, Reader::Staff).await
}

/// A case for its applicant: no names of staff, no notes.
pub async fn own_case(ctx: &Ctx, id: CaseId) -> Result<CaseView, AppError> {
    let signed = ctx.actor.person()?;
    let query = casefile::Entity::find_by_id(id).filter(casefile::Column::ApplicantId.eq(signed.id));
    let case = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    view(ctx, case, Reader::Applicant).await
}

/// Cases with these numbers that the actor may see, for links.
pub async fn numbered(ctx: &Ctx, references: Vec<String>) -> Result<HashMap<String, CaseId>, AppError> {
    let query = casefile::Entity::find().select_only().columns([casefile::Column::Reference, casefile::Column::Id]);
    let query = query.filter(casefile::Column::Reference.is_in(references)).filter(in_scope(ctx, Role::DESK));
    Ok(query.into_tuple::<(String, CaseId)>().all(ctx.db.read()).await?.into_iter().collect())
}

/// One's own cases, newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<QueueRow>, AppError> {
    let signed = ctx.actor.person()?;
    let query = casefile::Entity::find().filter(casefile::Column::ApplicantId.eq(signed.id)).order_by_desc(casefile::Column::Id).limit(50);
    let cases = query.all(ctx.db.read()).await?;
    let (today, holidays) = (day_in_tripoli(ctx.now), place::holidays(ctx.db.read()).await?);
    Ok(cases.into_iter().map(|case| queue_row(case, &HashMap::new(), today, &holidays)).collect())
}

/// What the actor has written in one's own cases, oldest first: in which one, when, the words.
pub async fn own_words(ctx: &Ctx) -> Result<Vec<(CaseId, DateTime<Utc>, String)>, AppError> {
    let signed = ctx.actor.person()?;
    let own = casefile::Entity::find().select_only().column(casefile::Column::Id).filter(casefile::Column::ApplicantId.eq(signed.id));
    let written = case_event::Entity::find()
        .filter(case_event::Column::CaseId.in_subquery(own.into_query()))
        .filter(case_event::Column::PersonId.eq(signed.id))
        .filter(case_event::Column::Words.ne(""))
        .order_by_asc(case_event::Column::Id);
    Ok(written.all(ctx.db.read()).await?.into_iter().map(|row| (row.case_id, row.at, row.words)).collect())
}

/// Cases of these kinds about these subjects.
pub(super) fn subjects(about: Vec<(CaseKind, Vec<i64>)>) -> Condition {
    about.into_iter().fold(Condition::any(), |any, (kind, subjects)| {
        any.add(Condition::all().add(casefile::Column::Kind.eq(kind)).add(casefile::Column::SubjectId.is_in(subjects)))
    })
}

/// Cases of some kinds about subjects that the actor may see, newest first.
pub async fn of_subjects(ctx: &Ctx, about: Vec<(CaseKind, Vec<i64>)>) -> Result<Vec<QueueRow>, AppError> {
    let query =
        casefile::Entity::find().filter(subjects(about)).filter(in_scope(ctx, Role::DESK)).order_by_desc(casefile::Column::Id).limit(50);
    let cases = query.all(ctx.db.read()).await?;
    let (today, holidays) = (day_in_tripoli(ctx.now), place::holidays(ctx.db.read()).await?);
    Ok(cases.into_iter().map(|case| queue_row(case, &HashMap::new(), today, &holidays)).collect())
}

/// What the last return of a subject's case asked to change: field name and words.
pub async fn returned_fields(ctx: &Ctx, kind: CaseKind, subject: i64) -> Result<Vec<(String, String)>, AppError> {
    let db = ctx.db.read();
    let case = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(casefile::Column::State.eq(CaseState::Returned))
        .order_by_desc(casefile::Column::Id)
        .one(db)
        .await?;
    let Some(case) = case else { return Ok(Vec::new()) };
    let last = case_event::Entity::find()
        .filter(case_event::Column::CaseId.eq(case.id))
        .filter(case_event::Column::Act.eq("return"))
        .order_by_desc(case_event::Column::Id)
        .one(db)
        .await?;
    Ok(last.and_then(|event| serde_json::from_str(&event.fields).ok()).unwrap_or_default())
}

/// What was said about subjects whose newest case came back or was refused, in the officer's words.
pub async fn said_of(ctx: &Ctx, kind: CaseKind, subjects: Vec<i64>) -> Result<HashMap<i64, Vec<String>>, AppError> {
    let db = ctx.db.read();
    let cases = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.is_in(subjects))
        .order_by_asc(casefile::Column::Id)
        .all(db)
        .await?;
    // Later cases of a subject take the place of earlier ones.
    let newest: HashMap<i64, casefile::Model> = cases.into_iter().map(|case| (case.subject_id, case)).collect();
    let returned = newest.values().filter(|case| case.state == CaseState::Returned).map(|case| case.id);
    let events = case_event::Entity::find()
        .filter(case_event::Column::CaseId.is_in(returned))
        .filter(case_event::Column::Act.eq("return"))
        .order_by_asc(case_event::Column::Id)
        .all(db)
        .await?;
    let mut said: HashMap<i64, Vec<String>> = HashMap::new();
    for case in newest.into_values() {
        let words = match (case.state, case.outcome) {
            (CaseState::Returned, _) => {
                let last = events.iter().rfind(|event| event.case_id == case.id);
                let fields: Vec<(String, String)> = last.and_then(|event| serde_json::from_str(&event.fields).ok()).unwrap_or_default();
                fields.into_iter().map(|(_, words)| words).collect()
            }
            (CaseState::Decided | CaseState::ObjectionOpen, Some(Outcome::Refused)) => case.reason_text.into_iter().collect(),
            _ => Vec::new(),
        };
        said.insert(case.subject_id, words);
    }
    Ok(said)
}

/// Whether the last thing done to a case was this, by the actor: a form that was sent twice.
pub async fn done_already(ctx: &Ctx, id: CaseId, act: EventAct) -> Result<bool, AppError> {
    let query = case_event::Entity::find()
        .filter(case_event::Column::CaseId.eq(id))
        .filter(case_event::Column::Act.is_in(EventAct::ALL.iter().copied().filter(|act| act.moves())))
        .order_by_desc(case_event::Column::Id);
    let last = query.one(ctx.db.read()).await?;
    Ok(last.is_some_and(|event| event.act == act && event.person_id == ctx.actor.id()))
}

/// Number of the newest case of a subject.
pub async fn reference_of(ctx: &Ctx, kind: CaseKind, subject: i64) -> Result<String, AppError> {
    let query = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .order_by_desc(casefile::Column::Id);
    Ok(query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?.reference)
}

/// Whether a case about this subject is within the actor's scope.
pub async fn subject_in_scope(ctx: &Ctx, kind: CaseKind, subject: i64) -> Result<bool, AppError> {
    let query = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(kind))
        .filter(casefile::Column::SubjectId.eq(subject))
        .filter(in_scope(ctx, Role::DESK));
    Ok(query.count(ctx.db.read()).await? > 0)
}
