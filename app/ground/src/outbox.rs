//! What has to leave the database: a row written with the change, taken up by the worker.

use chrono::{DateTime, Duration, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::ctx::Ctx;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::ids::TaskId;
use crate::retention::Spent;
use crate::sql::is;
use crate::states::States;

/// A thing that the worker does. Each belongs to the area that leaves it; the server, which does them, joins them by name.
pub trait Task: Serialize + DeserializeOwned {
    /// What it is stored under: it stays for as long as rows may wait.
    const NAME: &'static str;
    /// What it waits among.
    const LANE: Lane = Lane::Work;
}

impl Task for Mail {
    const NAME: &'static str = "mail";
    const LANE: Lane = Lane::Mail;
}

/// A mail whose link is good for minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Urgent(pub Mail);

impl Task for Urgent {
    const NAME: &'static str = Mail::NAME;
    const LANE: Lane = Lane::Urgent;
}

codes! {
    /// Tasks of one lane do not wait for those of another: a mail server that does not answer holds up no import.
    Lane {
        /// What is handed to the mail server.
        Mail = "mail",
        /// The same, of use for minutes only: it does not wait behind thousands of notices.
        Urgent = "urgent",
        /// Everything else, which may take long.
        Work = "work",
    }
}

/// Times that a mail brings for a calendar (RFC 5545).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// `REQUEST` for one event, `PUBLISH` for several, `CANCEL` for what does not take place.
    pub method: String,
    /// The calendar.
    pub text: String,
}

/// A mail in one language, as text and as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Recipient's address.
    pub to: String,
    /// Subject without line ends.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML with its direction set.
    pub html: String,
    /// Times for the recipient's calendar, if it carries any.
    #[serde(default)]
    pub invitation: Option<Invitation>,
    /// Constant over retries, so that a mail handed over twice is shown once.
    pub message_id: String,
}

/// How long a claim lasts. Who works renews it ([`keep`]), so a task of a worker that was killed waits no longer than this.
pub const CLAIM: Duration = Duration::minutes(1);
/// Tasks go a week after they were done, and a month after they were given up.
pub const SPENT: &[Spent] = &[
    Spent { rows: "outbox WHERE state = 'done' AND done_at < $1", days: 7 },
    Spent { rows: "outbox WHERE state = 'dead' AND due_at < $1", days: 30 },
];
/// Tries before a task is given up and shown to the administrator.
pub const MOST_ATTEMPTS: i64 = 12;

codes! {
    /// Where a task stands.
    TaskState {
        /// It is to be done, or is being done.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Given up, and shown to the administrator.
        Dead = "dead",
    }
}

/// What happens to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskMove {
    /// The worker did it.
    Finish,
    /// It cannot be done, or was tried [`MOST_ATTEMPTS`] times.
    GiveUp,
    /// The administrator has it tried again.
    Revive,
}

impl States for TaskState {
    type Move = TaskMove;
    const FIRST: Self = TaskState::Waiting;

    fn after(self, by: TaskMove) -> Option<Self> {
        use TaskMove as M;
        use TaskState as S;
        match (self, by) {
            (S::Waiting, M::Finish) => Some(S::Done),
            (S::Waiting, M::GiveUp) => Some(S::Dead),
            (S::Dead, M::Revive) => Some(S::Waiting),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
#[allow(missing_docs)]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TaskId,
    pub task: String,
    pub state: TaskState,
    pub attempts: i64,
    pub due_at: DateTime<Utc>,
    pub claimed_until: Option<DateTime<Utc>>,
    pub claimed_by: Option<String>,
    pub lane: Lane,
    pub created_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
#[allow(missing_docs)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How a task is stored: its name beside its values.
#[derive(Serialize)]
struct Stored<'a, T> {
    task: &'static str,
    #[serde(flatten)]
    values: &'a T,
}

impl Tx {
    /// Leaves a task for the worker; it exists if and only if this transaction commits.
    pub async fn later<T: Task>(&self, now: DateTime<Utc>, task: &T) -> Result<(), AppError> {
        let stored = serde_json::to_string(&Stored { task: T::NAME, values: task });
        let row = ActiveModel {
            task: Set(stored.map_err(|error| DbErr::Custom(error.to_string()))?),
            state: TaskState::first().set(),
            lane: Set(T::LANE),
            attempts: Set(0),
            due_at: Set(now),
            created_at: Set(now),
            ..Default::default()
        };
        Entity::insert(row).exec_without_returning(&**self).await?;
        Ok(self.task_left().await?)
    }
}

/// A task that this worker does now.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Key of its row.
    pub id: TaskId,
    /// Tries before this one.
    pub attempts: i64,
    claim: String,
    stored: serde_json::Value,
}

impl Claimed {
    /// What it is stored under; nothing where it cannot be read.
    pub fn name(&self) -> Option<&str> {
        self.stored.get("task").and_then(serde_json::Value::as_str)
    }

    /// The task, if it is one of these.
    pub fn read<T: Task>(&self) -> Option<T> {
        let values = (self.name() == Some(T::NAME)).then(|| serde_json::from_value(self.stored.clone()))?;
        values.inspect_err(|error| tracing::error!(task = self.id.0, name = T::NAME, %error, "a task has other values than it should")).ok()
    }
}

/// Takes up to `most` due tasks of a lane, for as long as [`CLAIM`]; another worker takes them again after that.
pub async fn claim(db: &Db, now: DateTime<Utc>, lane: Lane, most: u64) -> Result<Vec<Claimed>, AppError> {
    let any = sea_orm::Condition::any;
    // No claim is so long, and nothing was left behind later than now: then the clock was set back, and nothing waits until it is there again.
    // Clocks of two servers may differ by as much as a claim.
    let free = any().add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lt(now)).add(Column::ClaimedUntil.gt(now + CLAIM * 2));
    // Of such a task one that was tried since waits like every other, so that its attempts are not spent at once.
    let set_back = any().add(Column::Attempts.eq(0)).add(Column::DueAt.gt(now + wait(MOST_ATTEMPTS)));
    let due = any().add(Column::DueAt.lte(now)).add(sea_orm::Condition::all().add(Column::CreatedAt.gt(now)).add(set_back));
    let due = Entity::find()
        .filter(is(Column::State, TaskState::Waiting))
        .filter(Column::Lane.eq(lane))
        .filter(due)
        .filter(free)
        .order_by_asc(Column::Id)
        .limit(most);
    // Asked every two seconds by each loop: without a transaction, which only one can have on SQLite.
    if due.clone().one(db.read()).await?.is_none() {
        return Ok(Vec::new());
    }
    let tx = db.begin().await?;
    let rows = due.lock_with_behavior(sea_orm::sea_query::LockType::Update, sea_orm::sea_query::LockBehavior::SkipLocked).all(&*tx).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let claim = hex::encode(rand::random::<[u8; 16]>());
    let ids = rows.iter().map(|row| row.id);
    Entity::update_many()
        .set(ActiveModel { claimed_until: Set(Some(now + CLAIM)), claimed_by: Set(Some(claim.clone())), ..Default::default() })
        .filter(Column::Id.is_in(ids))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    let claimed = |row: Model| Claimed {
        id: row.id,
        attempts: row.attempts,
        claim: claim.clone(),
        // What is no JSON has no name, so nothing takes it for its own.
        stored: serde_json::from_str(&row.task).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(claimed).collect())
}

/// Changes the row of a task, if it still belongs to this claim: what another worker has taken up is that worker's to end.
async fn change(db: &Db, task: &Claimed, row: ActiveModel) -> Result<bool, AppError> {
    let tx = db.begin().await?;
    let mine = Entity::update_many().set(row).filter(Column::Id.eq(task.id)).filter(Column::ClaimedBy.eq(&task.claim));
    let changed = mine.exec(&*tx).await?.rows_affected > 0;
    tx.commit().await?;
    Ok(changed)
}

/// Keeps a task that is worked on. Says whether it is still this worker's.
pub async fn keep(db: &Db, now: DateTime<Utc>, task: &Claimed) -> Result<bool, AppError> {
    change(db, task, ActiveModel { claimed_until: Set(Some(now + CLAIM)), ..Default::default() }).await
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Done.
    Done,
    /// Not now; again later, until [`MOST_ATTEMPTS`].
    Retry(String),
    /// Never; shown to the administrator.
    Fail(String),
}

/// Writes down how a task ended. Of one that was done only the name stays: a mail holds links and what concerns nobody else. Retries wait 1, 2, 4 … minutes, at most 6 hours. Says whether it counted.
pub async fn finish(db: &Db, now: DateTime<Utc>, task: &Claimed, ending: Ending) -> Result<bool, AppError> {
    let attempts = task.attempts + 1;
    let mut row = ActiveModel { attempts: Set(attempts), claimed_until: Set(None), claimed_by: Set(None), ..Default::default() };
    match ending {
        Ending::Done => {
            row.state = TaskState::Waiting.step(TaskMove::Finish)?.set();
            row.done_at = Set(Some(now));
            row.task = Set(serde_json::json!({ "task": task.name() }).to_string());
        }
        Ending::Retry(error) if attempts < MOST_ATTEMPTS => {
            row.due_at = Set(now + wait(attempts));
            row.last_error = Set(Some(error));
        }
        Ending::Retry(error) | Ending::Fail(error) => {
            row.state = TaskState::Waiting.step(TaskMove::GiveUp)?.set();
            row.last_error = Set(Some(error));
        }
    }
    change(db, task, row).await
}

/// Lays a task down that was not done; the next worker takes it at once.
pub async fn release(db: &Db, task: &Claimed) -> Result<bool, AppError> {
    change(db, task, ActiveModel { claimed_until: Set(None), claimed_by: Set(None), ..Default::default() }).await
}

fn wait(attempts: i64) -> Duration {
    const LONGEST: i64 = 360;
    Duration::minutes(2_i64.checked_pow(attempts.clamp(1, 20) as u32 - 1).unwrap_or(LONGEST).min(LONGEST))
}

/// Tasks given up, newest first.
pub async fn dead(ctx: &Ctx) -> Result<Vec<Model>, AppError> {
    Ok(Entity::find().filter(Column::State.eq(TaskState::Dead)).order_by_desc(Column::Id).limit(100).all(ctx.db.read()).await?)
}

/// Tasks that wait because doing them failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// How many.
    pub many: u64,
    /// Since when the oldest of them waits.
    pub since: DateTime<Utc>,
    /// What was said last, by the mail server or by the program.
    pub said: String,
}

/// Tasks of some lanes that were tried and wait: mails that the mail server does not take now, work of another version of the program.
/// Nothing where all was done.
pub async fn held(db: &Db, lanes: &[Lane]) -> Result<Option<Held>, AppError> {
    let held = Entity::find()
        .filter(Column::State.eq(TaskState::Waiting))
        .filter(Column::Lane.is_in(lanes.iter().copied()))
        .filter(Column::Attempts.gt(0));
    let Some(oldest) = held.clone().order_by_asc(Column::Id).one(db.read()).await? else { return Ok(None) };
    let last = held.clone().order_by_desc(Column::DueAt).one(db.read()).await?;
    let said = last.and_then(|row| row.last_error).unwrap_or_default();
    Ok(Some(Held { many: held.count(db.read()).await?, since: oldest.created_at, said }))
}

/// Puts a task that was given up back in line.
pub async fn revive(tx: &Tx, now: DateTime<Utc>, id: TaskId) -> Result<bool, AppError> {
    let row =
        ActiveModel { state: TaskState::Dead.step(TaskMove::Revive)?.set(), attempts: Set(0), due_at: Set(now), ..Default::default() };
    let revived = Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(Column::State.eq(TaskState::Dead)).exec(&**tx).await?;
    Ok(revived.rows_affected > 0)
}

/// What of a given-up task is shown: a mail names its reader and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What the task is stored under; empty where it cannot be read.
    pub name: String,
    /// The recipient's address.
    pub to: Option<String>,
    /// The subject.
    pub subject: Option<String>,
}

impl Model {
    /// What it is about.
    pub fn about(&self) -> About {
        let stored: serde_json::Value = serde_json::from_str(&self.task).unwrap_or_default();
        let text = |key: &str| stored.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        About { name: text("task").unwrap_or_default(), to: text("to"), subject: text("subject") }
    }
}

/// Takes a task that was given up out for good; gives what it was.
pub async fn discard(tx: &Tx, id: TaskId) -> Result<Option<About>, AppError> {
    let dead = Entity::find_by_id(id).filter(Column::State.eq(TaskState::Dead)).lock_exclusive().one(&**tx).await?;
    let Some(row) = dead else { return Ok(None) };
    Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(Some(row.about()))
}

/// How many tasks were given up.
pub async fn dead_count(db: &Db) -> Result<u64, AppError> {
    Ok(Entity::find().filter(Column::State.eq(TaskState::Dead)).count(db.read()).await?)
}

/// How many tasks wait, for readiness and metrics.
pub async fn waiting(db: &Db) -> Result<u64, AppError> {
    Ok(Entity::find().filter(Column::State.eq(TaskState::Waiting)).count(db.read()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let minutes: Vec<i64> = (1..=12).map(|n| wait(n).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }
}
