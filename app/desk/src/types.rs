//! What forms and lists of the desk are about.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use cases::casework::{CaseKind, CaseState, OtherWork, QueueCounts, QueueFilter, QueueOrder, QueueRow};
use ground::codes;
use ground::ctx::Ctx;
use ground::form::Form;
use ground::ids::{CaseId, PersonId, ProductId};
use ground::states::States;
use ground::text;
use market::catalogue::Brief;
use market::families::{FamilyState, RegisterFilter};

codes! {
    /// A table of reference data.
    Table {
        /// Municipalities.
        Municipalities = "municipalities",
        /// Districts.
        Districts = "districts",
        /// Branches.
        Branches = "branches",
        /// Official holidays.
        Holidays = "holidays",
        /// Crafts.
        Crafts = "crafts",
        /// Items of crafts.
        Items = "items",
        /// Ready phrases for what a returned file lacks.
        Phrases = "phrases",
    }
}

/// The word in an address for a row that is not there yet.
pub const NEW: &str = "new";

codes! {
    /// Where an import stands.
    JobState {
        /// Its files were checked; it waits for a yes.
        Checked = "checked",
        /// It waits for the worker.
        Queued = "queued",
        /// The worker writes it.
        Running = "running",
        /// Ended; its report says what was written.
        Done = "done",
        /// Broke off; its report is an incident's code.
        Failed = "failed",
    }
}

/// What happens to an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobMove {
    /// The administrator says yes.
    Confirm,
    /// Nobody said yes in time.
    Forget,
    /// The worker takes it up, also one that broke off.
    Start,
    /// The worker has to stop before its end.
    LayDown,
    /// All is written.
    End,
    /// It cannot be written.
    Fail,
}

impl States for JobState {
    type Move = JobMove;
    const FIRST: Self = JobState::Checked;

    fn after(self, by: JobMove) -> Option<Self> {
        use JobMove as M;
        use JobState as S;
        match (self, by) {
            (S::Checked, M::Confirm) => Some(S::Queued),
            (S::Checked, M::Forget) => Some(S::Failed),
            (S::Queued | S::Running, M::Start) => Some(S::Running),
            (S::Running, M::LayDown) => Some(S::Queued),
            (S::Running, M::End) => Some(S::Done),
            (S::Running, M::Fail) => Some(S::Failed),
            _ => None,
        }
    }
}

/// An import as pages and the worker see it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Key.
    pub id: i64,
    /// Names its files in the store.
    pub token: String,
    /// Where it stands.
    pub state: JobState,
    /// One bad row keeps all out.
    pub all_or_nothing: bool,
    /// Rows of its files.
    pub rows_total: i64,
    /// Rows that are written so far.
    pub rows_done: i64,
    /// What the check found or what was written, as JSON; of one that failed the incident's code.
    pub report: String,
    /// Who began it.
    pub begun_by: Option<PersonId>,
    /// Who released it; another than who began it.
    pub released_by: Option<PersonId>,
    /// The same two by name, where it is shown.
    pub names: [Option<String>; 2],
    /// What its files are called.
    pub files: String,
    /// When.
    pub begun_at: DateTime<Utc>,
}

/// Files that were checked and wait for a yes.
#[derive(Debug, Clone)]
pub struct CheckedFiles {
    /// Names them in the store.
    pub token: String,
    /// One bad row keeps all out.
    pub all_or_nothing: bool,
    /// How many rows they have.
    pub rows: u64,
    /// What the check found, as JSON.
    pub report: String,
    /// What they are called.
    pub files: String,
}

/// What a page of the queue shows.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its files.
    pub rows: Vec<QueueRow>,
    /// How many files the filter finds.
    pub all: u64,
    /// What waits in all.
    pub counts: QueueCounts,
    /// What waits and is no file.
    pub others: Vec<OtherWork>,
    /// What waits for an administrator, where one looks.
    pub attention: Option<Attention>,
    /// The products among its files.
    pub briefs: HashMap<ProductId, Brief>,
}

/// What an administrator has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// Roles that another administrator proposed.
    pub proposals: usize,
    /// Tasks that were given up.
    pub dead: u64,
    /// Holidays that are expected and were not entered.
    pub holidays: usize,
}

/// A file that is to be approved together with others, and its product.
#[derive(Debug, Clone)]
pub struct Picked {
    /// The file.
    pub case: QueueRow,
    /// What it is about; nothing where it is gone.
    pub brief: Option<Brief>,
}

/// What an address narrows the queue to.
pub(crate) fn queue_filter(query: &Form) -> QueueFilter {
    QueueFilter {
        kind: CaseKind::from_code(query.get("kind")),
        state: CaseState::from_code(query.get("state")),
        municipality: Some(query.get("municipality").to_owned()).filter(|code| !code.is_empty()),
        mine: query.has("mine", "yes"),
        overdue: query.has("overdue", "yes"),
        soon: query.has("soon", "yes"),
        text: text::clean_line(query.get("text")).chars().take(60).collect(),
        order: QueueOrder::from_code(query.get("order")).unwrap_or_default(),
        page: query.get("page").parse::<u64>().unwrap_or(1).clamp(1, 10_000) - 1,
    }
}

/// What an address narrows the register to.
pub fn register_filter(query: &Form) -> RegisterFilter {
    let given = |name: &str| Some(query.get(name).to_owned()).filter(|code| !code.is_empty());
    RegisterFilter {
        text: text::clean_line(query.get("text")).chars().take(60).collect(),
        state: FamilyState::from_code(query.get("state")),
        municipality: given("municipality"),
        craft: given("craft"),
        ends_soon: query.has("ends_soon", "yes"),
        helped: query.has("helped", "yes"),
        after: query.get("after").parse().ok(),
    }
}

/// What of an address is carried from file to file: the list that somebody works through.
pub(crate) fn carried(ctx: &Ctx) -> Form {
    const LIST: [&str; 8] = ["kind", "state", "municipality", "mine", "overdue", "soon", "text", "order"];
    let mut query = Form::parse(ctx.path.split_once('?').map_or("", |(_, query)| query));
    query.0.retain(|(name, value)| LIST.contains(&name.as_str()) && !value.is_empty());
    query
}

/// A path below the language, with the list that somebody works through.
pub(crate) fn in_list(ctx: &Ctx, path: String) -> String {
    let list = carried(ctx).encode();
    if list.is_empty() { path } else { format!("{path}?{list}") }
}

/// Back to a case, in the list from which it was opened.
pub fn case_path(ctx: &Ctx, id: CaseId) -> String {
    in_list(ctx, format!("/desk/cases/{id}"))
}

/// The address of an act on a case, which carries the list on.
pub(crate) fn act_path(ctx: &Ctx, id: CaseId, act: &str) -> String {
    ctx.link(&in_list(ctx, format!("/desk/cases/{id}/{act}")))
}
