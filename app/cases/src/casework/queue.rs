//! The queue: what is late and what is due soon stands first.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::clock::{add_working_days, last_morning, working_days_between};
use super::entity::casefile;
use super::reads::in_scope;
use super::rules::{CaseKind, CaseState, Outcome};
use ground::actor::Role;
use ground::codes;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CaseId, PersonId, VersionId};
use ground::sql;
use ground::text;
use people::{accounts, place};

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
    /// Due within [`SOON_DAYS`].
    pub soon: bool,
    /// Part of a title or a whole reference number.
    pub text: String,
    /// In which order.
    pub order: QueueOrder,
    /// Which page of [`QUEUE_ROWS`], from 0.
    pub page: u64,
}

codes! {
    /// In which order the queue stands.
    #[derive(Default)]
    QueueOrder {
        /// Overdue and due soon first.
        #[default]
        Due = "due",
        /// What waits longest first.
        Oldest = "oldest",
        /// The newest first.
        Newest = "newest",
        /// By name.
        Title = "title",
    }
}

/// Working days before its last one in which a file counts as due soon.
pub const SOON_DAYS: i64 = 2;

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
    /// Key of the subject.
    pub subject_id: i64,
    /// The version of a product that it is about.
    pub version: Option<VersionId>,
    /// Title.
    pub title: String,
    /// State.
    pub state: CaseState,
    /// What was decided; nothing before.
    pub outcome: Option<Outcome>,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Working days since then.
    pub waits: i64,
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

fn filtered(ctx: &Ctx, filter: &QueueFilter, holidays: &HashSet<NaiveDate>) -> Select<casefile::Entity> {
    let today = day_in_tripoli(ctx.now);
    let mut query = casefile::Entity::find().filter(in_scope(ctx, Role::DESK));
    query = match filter.state {
        Some(state) => query.filter(casefile::Column::State.eq(state)),
        // Whoever looks for a file by its name wants it wherever it stands.
        None if !filter.text.is_empty() => query,
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
    if filter.soon {
        query = query.filter(casefile::Column::DueOn.lte(add_working_days(today, SOON_DAYS, holidays)));
    }
    if !filter.text.is_empty() {
        let titled = sql::holds_text(ctx.db.backend(), "title", &filter.text);
        let any = Condition::any().add(titled).add(casefile::Column::Reference.eq(text::typed(&filter.text).to_uppercase()));
        query = query.filter(any);
    }
    query
}

fn ordered(query: Select<casefile::Entity>, filter: &QueueFilter) -> Select<casefile::Entity> {
    use casefile::Column as C;
    // A search finds what is decided, too: behind what waits.
    let query = if filter.text.is_empty() { query } else { query.order_by_desc(C::State.is_in(WAITING)) };
    match filter.order {
        // What the applicant has in hand has no last day, and stands last on both databases.
        QueueOrder::Due => query.order_by_asc(C::DueOn.is_null()).order_by_asc(C::DueOn).order_by_asc(C::Id),
        QueueOrder::Oldest => query.order_by_asc(C::OpenedAt).order_by_asc(C::Id),
        QueueOrder::Newest => query.order_by_desc(C::OpenedAt).order_by_desc(C::Id),
        QueueOrder::Title => query.order_by_asc(C::Title).order_by_asc(C::Id),
    }
}

/// The rows of a page, and how many there are on all pages.
pub async fn queue(ctx: &Ctx, filter: &QueueFilter) -> Result<(Vec<QueueRow>, u64), AppError> {
    let db = ctx.db.read();
    let holidays = place::holidays(db).await?;
    let all = filtered(ctx, filter, &holidays).count(db).await?;
    let page = ordered(filtered(ctx, filter, &holidays), filter).offset(filter.page * QUEUE_ROWS).limit(QUEUE_ROWS);
    let cases = page.all(db).await?;
    let names = accounts::names(db, cases.iter().filter_map(|case| case.assigned_to).collect()).await?;
    let today = day_in_tripoli(ctx.now);
    Ok((cases.into_iter().map(|case| queue_row(case, &names, today, &holidays)).collect(), all))
}

/// These files in the order given, for who may work on them; what is gone or out of scope is left out.
pub async fn rows_of(ctx: &Ctx, ids: &[CaseId]) -> Result<Vec<QueueRow>, AppError> {
    let db = ctx.db.read();
    let query = casefile::Entity::find().filter(casefile::Column::Id.is_in(ids.iter().copied()));
    let mut cases = query.filter(in_scope(ctx, Role::CASEWORKERS)).all(db).await?;
    cases.sort_by_key(|case| ids.iter().position(|id| *id == case.id));
    let (today, holidays) = (day_in_tripoli(ctx.now), place::holidays(db).await?);
    Ok(cases.into_iter().map(|case| queue_row(case, &HashMap::new(), today, &holidays)).collect())
}

/// The file that stands behind one in a list, or the first of it; none when there is no other.
pub async fn next_of(ctx: &Ctx, filter: &QueueFilter, id: CaseId) -> Result<Option<CaseId>, AppError> {
    let db = ctx.db.read();
    let holidays = place::holidays(db).await?;
    let mut query = ordered(filtered(ctx, filter, &holidays), filter).select_only().column(casefile::Column::Id);
    if filter.state.is_none() {
        query = query.filter(casefile::Column::State.is_in(WAITING));
    }
    let all: Vec<CaseId> = query.into_tuple().all(db).await?;
    let behind = all.iter().position(|other| *other == id).and_then(|at| all.get(at + 1));
    Ok(behind.or_else(|| all.iter().find(|other| **other != id)).copied())
}

pub(super) fn queue_row(
    case: casefile::Model,
    names: &HashMap<PersonId, String>,
    today: NaiveDate,
    holidays: &HashSet<NaiveDate>,
) -> QueueRow {
    let due_on = case.due_on;
    QueueRow {
        id: case.id,
        reference: case.reference,
        kind: case.kind,
        subject_id: case.subject_id,
        version: case.version_id,
        title: case.title,
        state: case.state,
        outcome: case.outcome,
        municipality: case.municipality_code,
        opened_at: case.opened_at,
        waits: working_days_between(day_in_tripoli(case.opened_at), today, holidays),
        due_on,
        overdue: due_on.is_some_and(|due| due < today),
        assigned_to: case.assigned_to.and_then(|id| names.get(&id).cloned()),
        flagged: case.flagged.is_some(),
    }
}

/// What waits in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// How many, by kind.
    pub kinds: Vec<(CaseKind, i64)>,
    /// How many of them are overdue.
    pub overdue: u64,
    /// How many are overdue or due within [`SOON_DAYS`].
    pub soon: u64,
    /// How many came since the last working day began.
    pub new: i64,
    /// How many a colleague recommended: another decides them.
    pub recommended: i64,
}

/// A kind with how many wait, and how many of them are overdue, due soon, new, and recommended by a colleague.
type OfKind = (CaseKind, i64, i64, i64, i64, i64);

/// How many wait, by kind, and how many of them are late or will be, are new, or wait for the actor's decision.
pub async fn counts(ctx: &Ctx) -> Result<QueueCounts, AppError> {
    let db = ctx.db.read();
    let holidays = place::holidays(db).await?;
    let today = day_in_tripoli(ctx.now);
    let those = |when: Condition| Expr::from(Func::sum(Expr::case(when, 1).finally(0)));
    let all = Condition::all;
    let recommended = all().add(casefile::Column::State.eq(CaseState::Recommended)).add(casefile::Column::RecommendedBy.ne(ctx.actor.id()));
    let soon = casefile::Column::DueOn.lte(add_working_days(today, SOON_DAYS, &holidays));
    let rows: Vec<OfKind> = filtered(ctx, &QueueFilter::default(), &holidays)
        .select_only()
        .column(casefile::Column::Kind)
        .column_as(casefile::Column::Id.count(), "n")
        .column_as(those(all().add(casefile::Column::DueOn.lt(today))), "overdue")
        .column_as(those(all().add(soon)), "soon")
        .column_as(those(all().add(casefile::Column::OpenedAt.gte(last_morning(today, &holidays)))), "new")
        .column_as(those(recommended), "recommended")
        .group_by(casefile::Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let sum = |of: fn(&OfKind) -> i64| rows.iter().map(of).sum::<i64>();
    let (overdue, soon) = (sum(|row| row.2).cast_unsigned(), sum(|row| row.3).cast_unsigned());
    let (new, recommended) = (sum(|row| row.4), sum(|row| row.5));
    Ok(QueueCounts { kinds: rows.into_iter().map(|(kind, n, ..)| (kind, n)).collect(), overdue, soon, new, recommended })
}
