//! The queue: what waits longest stands first.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::casefile;
use super::reads::in_scope;
use super::rules::{CaseKind, CaseState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CaseId, PersonId};
use ground::sql;
use ground::text;
use people::accounts;

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

/// What waits for an officer and is no case: who signed up for a course or for a fair, and who objects to a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherWork {
    /// What it belongs to, by name.
    pub title: String,
    /// How many wait.
    pub count: i64,
    /// How many of what, in words.
    pub what: String,
    /// Since when the first of them waits.
    pub since: DateTime<Utc>,
    /// Path of the page on which it is done.
    pub path: String,
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
    let today = day_in_tripoli(ctx.now);
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
        let titled = sql::holds_text(ctx.db.backend(), "title", &filter.text);
        let any = Condition::any().add(titled).add(casefile::Column::Reference.eq(text::typed(&filter.text).to_uppercase()));
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

pub(super) fn queue_row(case: casefile::Model, names: &HashMap<PersonId, String>, today: NaiveDate) -> QueueRow {
    let due_on = case.due_on;
    QueueRow {
        id: case.id,
        reference: case.reference,
        kind: case.kind,
        title: case.title,
        state: case.state,
        municipality: case.municipality_code,
        opened_at: case.opened_at,
        due_on,
        overdue: due_on.is_some_and(|due| due < today),
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
