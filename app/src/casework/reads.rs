//! Cases as the desk and the applicant see them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{case_event, casefile};
use super::rules::{CaseKind, CaseState, Involved, Outcome, ReasonCode};
use crate::accounts;
use crate::actor::{Role, Scope};
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::i18n::day_in_tripoli;
use crate::ids::{BranchId, CaseId, PersonId};
use crate::place::municipality;

fn of_branch(branch: BranchId) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::BranchId.eq(branch))
        .into_query()
}

/// The cases that these roles of the actor reach. Without a role it is a condition that nothing
/// fulfils.
pub(super) fn in_scope(ctx: &Ctx, roles: &[Role]) -> Condition {
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    for scope in ctx.actor.scopes(roles) {
        any = match scope {
            Scope::Whole => any.add(Expr::cust("1 = 1")),
            Scope::Branch(branch) => any.add(casefile::Column::MunicipalityCode.in_subquery(of_branch(branch))),
            Scope::Municipality(code) => any.add(casefile::Column::MunicipalityCode.eq(code)),
        };
    }
    // Nobody reads the desk's side of their own case.
    let others = Condition::any().add(casefile::Column::ApplicantId.is_null()).add(casefile::Column::ApplicantId.ne(ctx.actor.id()));
    Condition::all().add(any).add(others)
}

/// Who is involved, with those who decided the first case of an objection.
pub(super) async fn involved<C: ConnectionTrait>(db: &C, case: &casefile::Model) -> Result<Involved, AppError> {
    let first_deciders = match case.objection_of {
        None => [None, None],
        Some(first) => {
            let first = casefile::Entity::find_by_id(first).one(db).await?;
            first.map_or([None, None], |first| [first.recommended_by, first.decided_by])
        }
    };
    let helpers = case_event::Entity::find()
        .select_only()
        .column(case_event::Column::PersonId)
        .filter(case_event::Column::CaseId.eq(case.id))
        .filter(case_event::Column::Act.eq("help"))
        .into_tuple::<Option<PersonId>>()
        .all(db)
        .await?;
    Ok(Involved {
        helpers: helpers.into_iter().flatten().collect(),
        kind: case.kind,
        state: case.state,
        applicant: case.applicant_id,
        filed_by: case.filed_by,
        recommended_by: case.recommended_by,
        first_deciders: first_deciders.map(|person| person.filter(|_| case.objection_of.is_some())),
    })
}

/// What the queue is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Kind.
    pub kind: Option<CaseKind>,
    /// State; without it all that wait for staff.
    pub state: Option<CaseState>,
    /// Municipality.
    pub municipality: Option<String>,
    /// Only mine.
    pub mine: bool,
    /// Only overdue.
    pub overdue: bool,
    /// Part of a title or a whole reference number.
    pub text: String,
    /// Rows after this one.
    pub after: Option<CaseId>,
}

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// Key.
    pub id: CaseId,
    /// Number.
    pub reference: String,
    /// Kind.
    pub kind: CaseKind,
    /// Title.
    pub title: String,
    /// State.
    pub state: CaseState,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Last day; nothing while the applicant has it.
    pub due_on: Option<NaiveDate>,
    /// Whether that day is over.
    pub overdue: bool,
    /// Who has it.
    pub assigned_to: Option<String>,
    /// Whether the program noticed something.
    pub flagged: bool,
}

/// Rows a page of the queue shows.
pub const QUEUE_ROWS: u64 = 50;

const WAITING: [CaseState; 3] = [CaseState::Submitted, CaseState::InReview, CaseState::Recommended];

fn filtered(ctx: &Ctx, filter: &QueueFilter) -> sea_orm::Select<casefile::Entity> {
    let today = day_in_tripoli(ctx.now).to_string();
    let mut query = casefile::Entity::find().filter(in_scope(ctx, Role::DESK));
    query = match filter.state {
        Some(state) => query.filter(casefile::Column::State.eq(state)),
        None => query.filter(casefile::Column::State.is_in(WAITING)),
    };
    if let Some(kind) = filter.kind {
        query = query.filter(casefile::Column::Kind.eq(kind));
    }
    if let Some(code) = &filter.municipality {
        query = query.filter(casefile::Column::MunicipalityCode.eq(code));
    }
    if filter.mine {
        query = query.filter(casefile::Column::AssignedTo.eq(ctx.actor.id()));
    }
    if filter.overdue {
        query = query.filter(casefile::Column::DueOn.lt(today));
    }
    if !filter.text.is_empty() {
        let part = format!("%{}%", filter.text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let like = sea_orm::sea_query::LikeExpr::new(part).escape('\\');
        let any = Condition::any().add(casefile::Column::Title.like(like)).add(casefile::Column::Reference.eq(filter.text.to_uppercase()));
        query = query.filter(any);
    }
    query
}

/// The oldest cases first, and whether there are more.
pub async fn queue(ctx: &Ctx, filter: &QueueFilter) -> Result<(Vec<QueueRow>, Option<CaseId>), AppError> {
    let db = ctx.db.read();
    let mut query = filtered(ctx, filter).order_by_asc(casefile::Column::Id).limit(QUEUE_ROWS + 1);
    if let Some(after) = filter.after {
        query = query.filter(casefile::Column::Id.gt(after));
    }
    let mut cases = query.all(db).await?;
    let more = cases.len() as u64 > QUEUE_ROWS;
    cases.truncate(QUEUE_ROWS as usize);
    let names = accounts::names(db, cases.iter().filter_map(|case| case.assigned_to).collect()).await?;
    let today = day_in_tripoli(ctx.now);
    let rows: Vec<QueueRow> = cases.into_iter().map(|case| queue_row(case, &names, today)).collect();
    let next = rows.last().map(|row| row.id).filter(|_| more);
    Ok((rows, next))
}

fn queue_row(case: casefile::Model, names: &HashMap<PersonId, String>, today: NaiveDate) -> QueueRow {
    let due_on = case.due_on.as_deref().and_then(|day| day.parse().ok());
    QueueRow {
        id: case.id,
        reference: case.reference,
        kind: case.kind,
        title: case.title,
        state: case.state,
        municipality: case.municipality_code,
        opened_at: case.opened_at,
        due_on,
        overdue: due_on.is_some_and(|due: NaiveDate| due < today),
        assigned_to: case.assigned_to.and_then(|id| names.get(&id).cloned()),
        flagged: case.flagged.is_some(),
    }
}

/// How many wait, by kind, and how many of them are overdue.
pub async fn counts(ctx: &Ctx) -> Result<(Vec<(CaseKind, i64)>, u64), AppError> {
    let db = ctx.db.read();
    let filter = QueueFilter::default();
    let by_kind: Vec<(CaseKind, i64)> = filtered(ctx, &filter)
        .select_only()
        .column(casefile::Column::Kind)
        .column_as(casefile::Column::Id.count(), "n")
        .group_by(casefile::Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let overdue = filtered(ctx, &QueueFilter { overdue: true, ..filter }).count(db).await?;
    Ok((by_kind, overdue))
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nothing for the applicant's own view of staff.
    pub who: Option<String>,
    /// `open`, `take`, `return`, …
    pub act: String,
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
    /// What the first of two said.
    pub recommended: Option<Outcome>,
    /// The decision: outcome, reason, words, number, when.
    pub decision: Option<(Outcome, ReasonCode, String, String, DateTime<Utc>)>,
    /// The decision objected to.
    pub objection_of: Option<CaseId>,
    /// What the program noticed.
    pub flagged: Option<String>,
    /// Who is involved, for [`super::moves`].
    pub involved: Involved,
    /// Oldest first.
    pub events: Vec<EventRow>,
}

async fn view(ctx: &Ctx, case: casefile::Model, for_staff: bool) -> Result<CaseView, AppError> {
    let db = ctx.db.read();
    let mut query = case_event::Entity::find().filter(case_event::Column::CaseId.eq(case.id)).order_by_asc(case_event::Column::Id);
    if !for_staff {
        query = query.filter(case_event::Column::Act.is_not_in(["note", "assign", "recommend", "send_back", "help", "flag"]));
    }
    let events = query.all(db).await?;
    let names = accounts::names(db, events.iter().filter_map(|event| event.person_id).collect()).await?;
    let involved = involved(db, &case).await?;
    let due_on: Option<NaiveDate> = case.due_on.as_deref().and_then(|day| day.parse().ok());
    let decision = match (case.outcome, case.reason_code, case.decision_number, case.decided_at) {
        (Some(outcome), Some(reason), Some(number), Some(at)) => Some((outcome, reason, case.reason_text.unwrap_or_default(), number, at)),
        _ => None,
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
        recommended: case.recommended_outcome.filter(|_| for_staff),
        decision,
        objection_of: case.objection_of,
        flagged: case.flagged.filter(|_| for_staff),
        involved,
        events: events
            .into_iter()
            .map(|event| EventRow {
                at: event.at,
                who: event.person_id.filter(|_| for_staff).and_then(|id| names.get(&id).cloned()),
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
    view(ctx, case, true).await
}

/// A case for its applicant: no names of staff, no notes.
pub async fn own_case(ctx: &Ctx, id: CaseId) -> Result<CaseView, AppError> {
    let signed = ctx.actor.person()?;
    let query = casefile::Entity::find_by_id(id).filter(casefile::Column::ApplicantId.eq(signed.id));
    let case = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    view(ctx, case, false).await
}

/// One's own cases, newest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<QueueRow>, AppError> {
    let signed = ctx.actor.person()?;
    let query = casefile::Entity::find().filter(casefile::Column::ApplicantId.eq(signed.id)).order_by_desc(casefile::Column::Id).limit(50);
    let cases = query.all(ctx.db.read()).await?;
    let today = day_in_tripoli(ctx.now);
    Ok(cases.into_iter().map(|case| queue_row(case, &HashMap::new(), today)).collect())
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
