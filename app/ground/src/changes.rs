//! What changed, instead of that something changed: an act writes a row for each thing of which the public sees another
//! state ([`crate::db::Tx::changed`]), in its own transaction. Each process follows these rows ([`crate::db::Db::follow`]) and
//! numbers them in the order in which it hears of them; pages and lists in memory know the number they were made at.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

use crate::days::rest_of_day;
use crate::ids::{CourseId, FairId, FamilyId, ProductId};

/// A kind of thing that has public pages, such as `product`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kind(Cow<'static, str>);

/// A thing, by kind and key. Key 0 stands for all of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Thing {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: i64,
}

impl Kind {
    /// A kind by the name that its rows have.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// One thing of this kind.
    pub fn of(&self, key: i64) -> Thing {
        Thing { kind: self.clone(), key }
    }

    /// All things of this kind, as after an import.
    pub fn all(&self) -> Thing {
        self.of(0)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Names of crafts, items and places, which stand on all pages.
pub const REFERENCE: Kind = Kind::new("reference");
/// Certificates, which everyone may check.
pub const CERTIFICATE: Kind = Kind::new("certificate");

macro_rules! shown {
    ($($id:ident $name:literal),+ $(,)?) => {$(
        impl $id {
            /// What changes of it are told by.
            pub const KIND: Kind = Kind::new($name);
        }

        impl From<$id> for Thing {
            fn from(id: $id) -> Self {
                $id::KIND.of(id.0)
            }
        }
    )+};
}

shown! { ProductId "product", FamilyId "family", CourseId "course", FairId "fair" }

/// What a page shows, and so what makes it go.
#[derive(Debug, Clone)]
pub struct Shows {
    things: Vec<Thing>,
    kinds: Vec<Kind>,
    everything: bool,
    lasting: Duration,
}

/// How long a page holds that says nothing of it: some of what pages say ends with an hour or a day.
const LASTING: Duration = Duration::from_secs(60);

impl Default for Shows {
    fn default() -> Self {
        Self { things: Vec::new(), kinds: Vec::new(), everything: false, lasting: LASTING }
    }
}

impl Shows {
    /// Whatever there is: any change may touch it.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Just this thing; a change of it ends the page at once.
    pub fn one(thing: impl Into<Thing>) -> Self {
        Self { things: vec![thing.into()], ..Self::default() }
    }

    /// Any things of this kind, as in a list; the page may be shown a moment longer while it is drawn anew.
    pub fn any(kind: Kind) -> Self {
        Self { kinds: vec![kind], ..Self::default() }
    }

    /// This thing too.
    pub fn and(mut self, thing: impl Into<Thing>) -> Self {
        self.things.push(thing.into());
        self
    }

    /// Things of this kind too.
    pub fn and_any(mut self, kind: Kind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Holds so long though nothing changes.
    pub fn lasting_for(self, lasting: Duration) -> Self {
        Self { lasting, ..self }
    }

    /// Holds at most as long as the day in Tripoli: it says what is so today.
    pub fn today(self, now: DateTime<Utc>) -> Self {
        Self { lasting: self.lasting.min(rest_of_day(now)), ..self }
    }

    /// How long it holds though nothing changes.
    pub fn lasting(&self) -> Duration {
        self.lasting
    }
}

/// How a page or list stands that was made at some number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that it shows has changed.
    Holds,
    /// One of the things that it is about has changed.
    Gone,
    /// Something that may stand in it has changed since this time; none if that is too long ago to be known.
    Old(Option<Instant>),
}

/// Changes remembered one by one; what is older counts as "anything may have changed".
const MOST_REMEMBERED: usize = 16_384;
/// Things whose last change is remembered.
const MOST_THINGS: usize = 65_536;
/// How long it is known when a kind began to change.
const TIMES_FOR: Duration = Duration::from_secs(10);
/// How long a row that was heard of is remembered, so that it does not count twice.
const HEARD_FOR: Duration = Duration::from_secs(600);

/// What this process has heard of.
#[derive(Debug, Default)]
pub struct Changes {
    now: AtomicU64,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Rows below this are heard of: a sequence on SQLite, where commits stand in order; a transaction on PostgreSQL, below
    /// which none is open.
    horizon: Option<i64>,
    heard: HashMap<i64, Instant>,
    recent: VecDeque<(u64, Thing)>,
    /// The number of the last change that fell out of `recent`.
    cut: u64,
    things: HashMap<Thing, u64>,
    things_cut: u64,
    kinds: HashMap<Kind, Times>,
    any: Times,
}

/// When something of a kind changed.
#[derive(Debug, Default)]
struct Times {
    last: u64,
    cut: u64,
    recent: VecDeque<(u64, Instant)>,
}

impl Times {
    fn note(&mut self, number: u64, at: Instant) {
        self.last = number;
        self.recent.push_back((number, at));
        while self.recent.front().is_some_and(|(_, then)| at.duration_since(*then) > TIMES_FOR) {
            self.cut = self.recent.pop_front().map_or(self.cut, |(number, _)| number);
        }
    }

    /// When the first change after a number was; nothing if there was none.
    fn since(&self, seen: u64) -> Option<Option<Instant>> {
        if self.last <= seen {
            return None;
        }
        let first = self.recent.partition_point(|(number, _)| *number <= seen);
        Some(self.recent.get(first).filter(|_| self.cut <= seen).map(|(_, at)| *at))
    }
}

impl Changes {
    /// The number of the last change heard of. Whatever is made from what is read after this holds at least as much.
    pub fn now(&self) -> u64 {
        self.now.load(Ordering::Acquire)
    }

    /// How something stands that was made at a number.
    pub fn standing(&self, shows: &Shows, seen: u64) -> Standing {
        if self.now() <= seen {
            return Standing::Holds;
        }
        let known = self.known();
        let after = |number: Option<&u64>| number.is_some_and(|number| *number > seen);
        let changed = |thing: &Thing| after(known.things.get(thing)) || after(known.things.get(&thing.kind.all()));
        if (!shows.things.is_empty() && known.things_cut > seen) || shows.things.iter().any(changed) {
            return Standing::Gone;
        }
        let mut old = shows.kinds.iter().filter_map(|kind| known.kinds.get(kind)?.since(seen)).collect::<Vec<_>>();
        old.extend(shows.everything.then(|| known.any.since(seen)).flatten());
        // The longest ago counts; one that is not known is longer ago than all.
        old.into_iter().min().map_or(Standing::Holds, Standing::Old)
    }

    /// Things of some kinds that have changed after a number, each once; nothing when that is not remembered any more.
    pub fn since(&self, seen: u64, kinds: &[Kind]) -> Option<Vec<Thing>> {
        if self.now() <= seen {
            return Some(Vec::new());
        }
        let known = self.known();
        if known.cut > seen {
            return None;
        }
        let first = known.recent.partition_point(|(number, _)| *number <= seen);
        let things = known.recent.iter().skip(first).map(|(_, thing)| thing).filter(|thing| kinds.contains(&thing.kind));
        Some(things.collect::<HashSet<_>>().into_iter().cloned().collect())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes rows in, those that were not heard of yet.
    pub(crate) fn hear(&self, rows: impl IntoIterator<Item = (i64, Thing)>) {
        self.take_in(&mut self.known(), rows);
    }

    fn take_in(&self, known: &mut Known, rows: impl IntoIterator<Item = (i64, Thing)>) {
        let at = Instant::now();
        for (row, thing) in rows {
            if known.heard.insert(row, at).is_some() {
                continue;
            }
            self.note(known, thing, at);
        }
    }

    fn note(&self, known: &mut Known, thing: Thing, at: Instant) {
        let number = self.now() + 1;
        known.kinds.entry(thing.kind.clone()).or_default().note(number, at);
        known.any.note(number, at);
        if known.things.len() >= MOST_THINGS {
            known.things.clear();
            known.things_cut = number;
        }
        known.things.insert(thing.clone(), number);
        known.recent.push_back((number, thing));
        if known.recent.len() > MOST_REMEMBERED {
            known.cut = known.recent.pop_front().map_or(known.cut, |(number, _)| number);
        }
        // Last, so that nobody takes a number whose change is not noted yet.
        self.now.store(number, Ordering::Release);
    }

    /// Everything may have changed: what was made before does not hold.
    fn forget(&self, known: &mut Known) {
        let number = self.now() + 1;
        let at = Instant::now();
        known.recent.clear();
        known.things.clear();
        (known.cut, known.things_cut) = (number, number);
        for times in known.kinds.values_mut().chain([&mut known.any]) {
            times.note(number, at);
        }
        self.now.store(number, Ordering::Release);
    }

    /// Reads the rows that came since the last time. The first time there is nothing to compare with.
    pub(crate) async fn follow<C: ConnectionTrait>(&self, db: &C) -> Result<(), DbErr> {
        let backend = db.get_database_backend();
        let horizon = self.known().horizon;
        let Some(horizon) = horizon else {
            let sql = if backend == DbBackend::Postgres { POSTGRES_HORIZON } else { SQLITE_HORIZON };
            let row = db.query_one_raw(Statement::from_string(backend, sql)).await?;
            let now = row.map_or(Ok(0), |row| row.try_get("", "horizon"))?;
            let mut known = self.known();
            known.horizon = Some(now);
            self.forget(&mut known);
            return Ok(());
        };
        let sql = if backend == DbBackend::Postgres { POSTGRES_ROWS } else { SQLITE_ROWS };
        let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [horizon.into()])).await?;
        self.take_up(rows.iter().map(read).collect::<Result<_, _>>()?);
        Ok(())
    }

    fn take_up(&self, rows: Vec<Row>) {
        let mut known = self.known();
        let at = Instant::now();
        let next = rows.iter().map(|row| row.horizon).max();
        known.horizon = known.horizon.max(next);
        let again: HashSet<i64> = rows.iter().filter_map(|row| row.what.as_ref().map(|(number, _)| *number)).collect();
        self.take_in(&mut known, rows.into_iter().filter_map(|row| row.what));
        known.heard.retain(|row, heard| again.contains(row) || at.duration_since(*heard) < HEARD_FOR);
    }
}

/// A row, and from where on rows are to be read the next time.
struct Row {
    horizon: i64,
    what: Option<(i64, Thing)>,
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    let number: Option<i64> = row.try_get("", "seq")?;
    Ok(Row { horizon: row.try_get("", "horizon")?, what: number.map(|_| written(row)).transpose()? })
}

/// A row and its number.
pub(crate) fn written(row: &QueryResult) -> Result<(i64, Thing), DbErr> {
    let kind: String = row.try_get("", "kind")?;
    Ok((row.try_get("", "seq")?, Kind(Cow::Owned(kind)).of(row.try_get("", "key")?)))
}

const SQLITE_HORIZON: &str = "SELECT COALESCE(MAX(seq), 0) AS horizon FROM public_change";
/// Writers follow one another, so the order of rows is the order of commits.
const SQLITE_ROWS: &str = "SELECT seq AS horizon, seq, kind, key FROM public_change WHERE seq > $1 ORDER BY seq LIMIT 20000";
const POSTGRES_HORIZON: &str = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon";
/// A row with a lower sequence may be committed after one with a higher; so rows are read by transaction, from the oldest one that
/// was open the last time, and those that come twice are known.
const POSTGRES_ROWS: &str = "SELECT h.horizon, c.seq, c.kind, c.key \
     FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) h LEFT JOIN public_change c ON c.tx >= $1 ORDER BY c.seq";

#[cfg(test)]
mod tests {
    use super::*;

    fn told(changes: &Changes, row: i64, thing: impl Into<Thing>) {
        changes.hear([(row, thing.into())]);
    }

    #[test]
    fn a_page_goes_by_what_it_shows_and_by_nothing_else() {
        let changes = Changes::default();
        let page = Shows::one(ProductId(1)).and(FamilyId(7)).and_any(REFERENCE);
        let list = Shows::any(ProductId::KIND);
        let seen = changes.now();
        told(&changes, 1, ProductId(2));
        assert_eq!(changes.standing(&page, seen), Standing::Holds);
        assert!(matches!(changes.standing(&list, seen), Standing::Old(Some(_))));
        assert!(matches!(changes.standing(&Shows::everything(), seen), Standing::Old(Some(_))));
        told(&changes, 2, REFERENCE.all());
        assert!(matches!(changes.standing(&page, seen), Standing::Old(Some(_))));
        for thing in [Thing::from(FamilyId(7)), ProductId(1).into(), ProductId::KIND.all()] {
            let seen = changes.now();
            told(&changes, 100 + seen as i64, thing);
            assert_eq!(changes.standing(&page, seen), Standing::Gone);
            assert_eq!(changes.standing(&page, changes.now()), Standing::Holds);
        }
    }

    #[test]
    fn a_row_counts_once_however_often_it_is_heard_of() {
        let changes = Changes::default();
        told(&changes, 5, FairId(1));
        let seen = changes.now();
        told(&changes, 5, FairId(1));
        assert_eq!(changes.now(), seen);
    }

    #[test]
    fn what_is_not_remembered_counts_as_changed() {
        let changes = Changes::default();
        let page = Shows::one(ProductId(1));
        for row in 0..=MOST_THINGS as i64 {
            told(&changes, row, ProductId(row + 10));
        }
        assert_eq!(changes.standing(&page, 0), Standing::Gone);
        assert_eq!(changes.since(0, &[ProductId::KIND]), None);
        let seen = changes.now();
        told(&changes, -1, ProductId(3));
        told(&changes, -2, ProductId(3));
        told(&changes, -3, FairId(3));
        assert_eq!(changes.since(seen, &[ProductId::KIND]), Some(vec![ProductId(3).into()]));
        assert_eq!(changes.standing(&page, seen), Standing::Holds);
    }
}
