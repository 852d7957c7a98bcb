//! What is shown, in memory: of each product what lists order and count by (some hundred bytes). It is read again when
//! something public has changed. Which words fit is asked of the database's word index, once for each question.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Statement};

use super::filter::Filter;
use super::query::match_expression;
use ground::ctx::Ctx;
use ground::error::AppError;

/// Filters that are counted: craft, region, municipality, making, availability, quality mark.
pub(super) const COUNTED: usize = 6;

/// The code of the quality mark among the others.
pub(super) const MARKED: &str = "marked";

/// Questions whose answers are kept at a time.
const KEPT_QUESTIONS: usize = 64;

/// A product that is shown.
pub(super) struct Line {
    /// Key.
    pub id: i64,
    /// Numbers of its codes.
    pub codes: [u32; COUNTED],
    /// Dirhams.
    pub price: i64,
    /// Microseconds.
    pub published: i64,
    /// Its folded title, with a space at both ends.
    pub title: Box<str>,
}

/// All of them at one epoch.
pub(super) struct Shelf {
    epoch: i64,
    /// Newest first.
    pub lines: Vec<Line>,
    /// Places in `lines`, cheapest first.
    pub by_price: Vec<u32>,
    /// Codes.
    pub codes: Codes,
    places: HashMap<i64, u32>,
    found: Mutex<HashMap<String, Arc<Vec<u32>>>>,
}

/// Codes as small numbers; 0 is none.
pub(super) struct Codes {
    by_name: HashMap<String, u32>,
    /// By number.
    pub names: Vec<String>,
}

impl Codes {
    fn number(&mut self, code: Option<String>) -> u32 {
        let Some(code) = code else { return 0 };
        if let Some(number) = self.by_name.get(&code) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(code.clone());
        self.by_name.insert(code, number);
        number
    }

    /// What a filter asks for; a code that no product has is the number of none.
    fn wanted(&self, code: Option<&str>) -> Option<u32> {
        code.map(|code| self.by_name.get(code).copied().unwrap_or(u32::MAX))
    }
}

/// A filter in numbers.
pub(super) struct Wanted {
    codes: [Option<u32>; COUNTED],
    least: i64,
    most: i64,
}

impl Wanted {
    /// Whether the price fits.
    pub fn price_fits(&self, line: &Line) -> bool {
        (self.least..=self.most).contains(&line.price)
    }

    /// Filters of codes that the product fails.
    pub fn failed<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = usize> + 'a {
        (0..COUNTED).filter(|at| self.codes[*at].is_some_and(|wanted| wanted != line.codes[*at]))
    }

    /// Whether everything fits.
    pub fn fits(&self, line: &Line) -> bool {
        self.price_fits(line) && self.failed(line).next().is_none()
    }
}

impl Shelf {
    /// A filter in the numbers of this shelf.
    pub fn wanted(&self, filter: &Filter) -> Wanted {
        let codes = &self.codes;
        Wanted {
            codes: [
                codes.wanted(filter.craft.as_deref()),
                codes.wanted(filter.region.as_deref()),
                codes.wanted(filter.municipality.as_deref()),
                codes.wanted(filter.making.map(|making| making.code())),
                codes.wanted(filter.availability.map(|availability| availability.code())),
                codes.wanted(filter.marked.then_some(MARKED)),
            ],
            least: filter.price_min.map_or(i64::MIN, |price| price.0),
            most: filter.price_max.map_or(i64::MAX, |price| price.0),
        }
    }

    /// Places of the products whose words fit, newest first.
    pub async fn fitting(&self, ctx: &Ctx, tokens: &[String]) -> Result<Arc<Vec<u32>>, AppError> {
        #[derive(FromQueryResult)]
        struct Key {
            id: i64,
        }
        let backend = ctx.db.backend();
        let expression = match_expression(backend, tokens);
        if let Some(found) = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&expression) {
            return Ok(found.clone());
        }
        let sql = match backend {
            DbBackend::Postgres => "SELECT id FROM product WHERE words @@ to_tsquery('simple', $1)",
            _ => "SELECT rowid AS id FROM product_words WHERE product_words MATCH $1",
        };
        let statement = Statement::from_sql_and_values(backend, sql, [expression.clone().into()]);
        let keys = Key::find_by_statement(statement).all(ctx.db.read()).await?;
        let mut places: Vec<u32> = keys.into_iter().filter_map(|key| self.places.get(&key.id).copied()).collect();
        places.sort_unstable();
        let places = Arc::new(places);
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= KEPT_QUESTIONS {
            found.clear();
        }
        found.insert(expression, places.clone());
        Ok(places)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    craft_code: Option<String>,
    region_code: Option<String>,
    municipality_code: Option<String>,
    making: Option<String>,
    availability: Option<String>,
    marked_until: Option<String>,
    price_from: i64,
    published_at: Option<DateTime<Utc>>,
    search_title: String,
}

/// What is shown now; read once for all who ask at the same time.
pub(super) async fn shelf(ctx: &Ctx) -> Result<Arc<Shelf>, AppError> {
    static READING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let kept = |epoch: i64| ctx.db.kept_long::<Shelf>().filter(|shelf| shelf.epoch >= epoch);
    if let Some(shelf) = kept(ctx.db.epoch().await?) {
        return Ok(shelf);
    }
    let _reading = READING.lock().await;
    // Whoever waited takes what was read meanwhile; the number is older than the rows or as old.
    let epoch = ctx.db.epoch().await?;
    if let Some(shelf) = kept(epoch) {
        return Ok(shelf);
    }
    let sql = "SELECT p.id, p.craft_code, p.region_code, p.municipality_code, p.making, p.availability, p.price_from, p.published_at, \
               p.search_title, f.marked_until FROM product p JOIN family f ON f.id = p.family_id WHERE p.state = 'published' AND NOT p.withheld";
    let rows = Row::find_by_statement(Statement::from_string(ctx.db.backend(), sql)).all(ctx.db.read()).await?;
    let mut codes = Codes { by_name: HashMap::new(), names: vec![String::new()] };
    let line = |row: Row| {
        let marked = crate::families::marked(row.marked_until.as_deref(), ctx.now).then(|| MARKED.to_owned());
        let all = [row.craft_code, row.region_code, row.municipality_code, row.making, row.availability, marked];
        Line {
            id: row.id,
            codes: all.map(|code| codes.number(code)),
            price: row.price_from,
            published: row.published_at.unwrap_or_default().timestamp_micros(),
            title: row.search_title.into(),
        }
    };
    let mut lines: Vec<Line> = rows.into_iter().map(line).collect();
    lines.sort_unstable_by_key(|line| std::cmp::Reverse((line.published, line.id)));
    let places: HashMap<i64, u32> = (0_u32..).zip(&lines).map(|(at, line)| (line.id, at)).collect();
    let mut by_price: Vec<u32> = (0_u32..).take(lines.len()).collect();
    by_price.sort_unstable_by_key(|at| {
        let line = &lines[*at as usize];
        (line.price, line.id)
    });
    Ok(ctx.db.keep(Shelf { epoch, lines, by_price, codes, places, found: Mutex::default() }))
}
