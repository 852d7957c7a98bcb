//! What is shown, in memory: of each product what lists order and count by. It is read once and then follows what changes,
//! product by product. Which words fit is asked of the database's word index, and kept until words change that it can touch.

mod by_price;
mod codes;
mod lines;
mod questions;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::index::WORDS;
use super::query;
use codes::Codes;
pub(super) use codes::{AVAILABILITY, COUNTED, MARK};
use lines::New;
pub(super) use lines::{Line, Lines, Wanted};
pub(super) use questions::Fitting;
use questions::Questions;

use ground::changes::{Kind, Thing};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Db;
use ground::error::{AppError, Incident};
use ground::ids::{FamilyId, ProductId};
use ground::sql;

/// Products read at a time when all are read.
const AT_ONCE: i64 = 20_000;
/// Reads at a time.
const READERS: usize = 3;
/// Things whose changes are followed one by one; after more of them all products are read again.
const MOST_CHANGES: usize = 5_000;

/// What is shown now.
#[derive(Debug)]
pub(super) struct Shelf {
    /// The number of the last change that is in it.
    seen: AtomicU64,
    lines: RwLock<Lines>,
    questions: Questions,
    following: tokio::sync::Mutex<()>,
}

/// Columns of a product on the shelf, as [`Row`] has them.
const COLUMNS: [&str; 12] = [
    "p.id",
    "p.craft_code",
    "p.region_code",
    "p.municipality_code",
    "p.making",
    "CASE WHEN p.availability = 'in_stock' AND p.stock <= 0 THEN 'sold_out' ELSE p.availability END",
    "p.price_from",
    "p.published_at",
    "p.search_title",
    "f.marked_until",
    "f.licence_expires_on",
    "CASE WHEN p.state = 'published' AND NOT p.withheld THEN 1 ELSE 0 END",
];

#[derive(Deserialize)]
struct Row<'a> {
    id: i64,
    craft_code: Option<&'a str>,
    region_code: Option<&'a str>,
    municipality_code: Option<&'a str>,
    making: Option<&'a str>,
    availability: Option<&'a str>,
    price_from: i64,
    published_at: Option<DateTime<Utc>>,
    #[serde(borrow)]
    search_title: Cow<'a, str>,
    marked_until: Option<NaiveDate>,
    licence_expires_on: Option<NaiveDate>,
    shown: u8,
}

impl Row<'_> {
    fn as_new(&self) -> New<'_> {
        New {
            id: self.id,
            price: self.price_from,
            published: self.published_at.unwrap_or_default().timestamp_micros(),
            codes: [self.craft_code, self.region_code, self.municipality_code, self.making, self.availability],
            marked_until: self.marked_until.map_or(0, |day| day.num_days_from_ce()),
            licensed_until: self.licence_expires_on.map_or(0, |day| day.num_days_from_ce()),
            title: &self.search_title,
        }
    }
}

/// The products of a condition, as JSON that [`rows_in`] reads: a million are read in 2.7 s, where rows took 10.8 s.
async fn arrays_of(db: &Db, condition: &str, values: Vec<Value>) -> Result<String, DbErr> {
    let all = sql::in_arrays(db.backend(), &COLUMNS);
    let sql = format!("SELECT {all} AS products FROM product p JOIN family f ON f.id = p.family_id WHERE {condition}");
    let row = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?;
    row.map_or(Ok(String::from("[]")), |row| row.try_get("", "products"))
}

fn rows_in(arrays: &str) -> Result<Vec<Row<'_>>, DbErr> {
    serde_json::from_str(arrays).map_err(|error| DbErr::Type(format!("products: {error}")))
}

/// What is shown now, with everything that this process has heard of; read once for all who ask at the same time.
pub(super) async fn shelf(ctx: &Ctx) -> Result<Arc<Shelf>, AppError> {
    static READING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    if let Some(shelf) = ctx.db.held::<Shelf>() {
        shelf.follow(ctx).await?;
        return Ok(shelf);
    }
    let _reading = READING.lock().await;
    if let Some(shelf) = ctx.db.held::<Shelf>() {
        shelf.follow(ctx).await?;
        return Ok(shelf);
    }
    let seen = ctx.db.changes().now();
    let lines = read(&ctx.db, day(ctx)).await?;
    let shelf =
        Shelf { seen: seen.into(), lines: RwLock::new(lines), questions: Questions::default(), following: tokio::sync::Mutex::default() };
    Ok(ctx.db.hold(shelf))
}

fn day(ctx: &Ctx) -> i32 {
    day_in_tripoli(ctx.now).num_days_from_ce()
}

/// Reads all products that are shown, some thousands at a time.
async fn read(db: &Db, day: i32) -> Result<Lines, AppError> {
    let last = "SELECT COALESCE(MAX(id), 0) AS last FROM product";
    let last: i64 =
        db.read().query_one_raw(Statement::from_string(db.backend(), last)).await?.map_or(Ok(0), |row| row.try_get("", "last"))?;
    let parts = stream::iter((0..=last / AT_ONCE).map(|part| part * AT_ONCE)).map(|from| {
        let condition = "p.id > $1 AND p.id <= $2 AND p.state = 'published' AND NOT p.withheld";
        arrays_of(db, condition, vec![from.into(), (from + AT_ONCE).into()])
    });
    let mut codes = Codes::default();
    let mut all = Vec::new();
    let mut parts = parts.buffer_unordered(READERS);
    while let Some(arrays) = parts.try_next().await? {
        all.extend(rows_in(&arrays)?.iter().map(|row| Lines::line(&mut codes, &row.as_new(), day)));
    }
    // Putting a million in order takes half a second.
    spawn_blocking(move || Lines::of(all, codes, day)).await.map_err(|error| AppError::Unexpected(Incident::log(&error)))
}

impl Shelf {
    /// The lines, for as long as nothing is waited for.
    pub fn lines(&self) -> RwLockReadGuard<'_, Lines> {
        self.lines.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lines_mut(&self) -> RwLockWriteGuard<'_, Lines> {
        self.lines.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what has changed since the last time.
    async fn follow(&self, ctx: &Ctx) -> Result<(), AppError> {
        let (changes, today) = (ctx.db.changes(), day(ctx));
        if changes.now() == self.seen.load(Ordering::Acquire) && self.lines().day() == today {
            return Ok(());
        }
        let _following = self.following.lock().await;
        let (seen, now) = (self.seen.load(Ordering::Acquire), changes.now());
        if seen == now && self.lines().day() == today {
            return Ok(());
        }
        // What was over and is not any more, because the clock was set back, is not on the shelf.
        let set_back = today < self.lines().day();
        let things = changes.since(seen, &[ProductId::KIND, FamilyId::KIND, WORDS]);
        match things.filter(|things| !set_back && things.len() <= MOST_CHANGES && things.iter().all(|thing| thing.key != 0)) {
            Some(things) if things.is_empty() => {}
            Some(things) => self.take_in(ctx, &things).await?,
            None => {
                let lines = read(&ctx.db, today).await?;
                *self.lines_mut() = lines;
                self.questions.clear();
            }
        }
        self.lines_mut().on_day(today);
        self.seen.store(now, Ordering::Release);
        Ok(())
    }

    async fn take_in(&self, ctx: &Ctx, things: &[Thing]) -> Result<(), AppError> {
        let keys = |kind: &Kind| things.iter().filter(|thing| thing.kind == *kind).map(|thing| thing.key).collect::<Vec<_>>();
        let mut parts = Vec::new();
        for (column, keys) in [("p.id", keys(&ProductId::KIND)), ("p.family_id", keys(&FamilyId::KIND))] {
            for some in keys.chunks(400) {
                let condition = format!("{column} IN ({})", marks(some.len()));
                parts.push(arrays_of(&ctx.db, &condition, some.iter().map(|key| (*key).into()).collect()).await?);
            }
        }
        let mut reworded: HashSet<i64> = keys(&WORDS).into_iter().collect();
        {
            let rows = parts.iter().map(|arrays| rows_in(arrays)).collect::<Result<Vec<_>, _>>()?;
            let mut lines = self.lines_mut();
            for row in rows.iter().flatten() {
                if row.shown == 0 {
                    lines.take(row.id);
                } else if lines.put(&row.as_new()) {
                    reworded.insert(row.id);
                }
            }
        }
        for (id, words) in words_of(&ctx.db, reworded).await? {
            self.questions.words_changed(self.lines().place(id), &words);
        }
        Ok(())
    }

    /// Places of the products whose words fit.
    pub async fn fitting(&self, ctx: &Ctx, tokens: &[String]) -> Result<Arc<Fitting>, AppError> {
        #[derive(FromQueryResult)]
        struct Key {
            id: i64,
        }
        let backend = ctx.db.backend();
        let expression = query::match_expression(backend, tokens);
        let asked_at = match self.questions.find(&expression) {
            Ok(found) => return Ok(found),
            Err(asked_at) => asked_at,
        };
        let sql = match backend {
            DbBackend::Postgres => "SELECT id FROM product WHERE words @@ to_tsquery('simple', $1)",
            _ => "SELECT rowid AS id FROM product_words WHERE product_words MATCH $1",
        };
        let statement = Statement::from_sql_and_values(backend, sql, [expression.clone().into()]);
        let keys = Key::find_by_statement(statement).all(ctx.db.read()).await?;
        let forms: Vec<Vec<String>> = tokens.iter().map(|token| query::forms(token)).collect();
        let titled: Vec<Vec<String>> = forms.iter().map(|forms| forms.iter().map(|form| format!(" {form} ")).collect()).collect();
        let mut places: Vec<(u32, u8)> = {
            let lines = self.lines();
            // The word itself weighs more than another word for it.
            let weight = |title: &str, forms: &[String]| match forms.iter().position(|form| title.contains(form.as_str())) {
                Some(0) => 2,
                Some(_) => 1,
                None => 0,
            };
            let in_title = |place: u32| titled.iter().map(|forms| weight(&lines.all[place as usize].title, forms)).sum::<usize>();
            keys.into_iter().filter_map(|key| lines.place(key.id)).map(|place| (place, in_title(place) as u8)).collect()
        };
        places.sort_unstable();
        let fitting = Arc::new(Fitting { places, forms });
        self.questions.keep(expression, asked_at, &fitting);
        Ok(fitting)
    }
}

async fn words_of(db: &Db, keys: HashSet<i64>) -> Result<Vec<(i64, String)>, DbErr> {
    let keys: Vec<i64> = keys.into_iter().collect();
    let mut words = Vec::new();
    for some in keys.chunks(400) {
        let sql = format!("SELECT id, search_text FROM product WHERE id IN ({})", marks(some.len()));
        let statement = Statement::from_sql_and_values(db.backend(), sql, some.iter().map(|key| (*key).into()));
        for row in db.read().query_all_raw(statement).await? {
            words.push((row.try_get("", "id")?, row.try_get("", "search_text")?));
        }
    }
    Ok(words)
}

fn marks(n: usize) -> String {
    (1..=n).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
