//! How many products each choice of a filter would show. What the counts need of the products that are shown fits into
//! memory (some thirty bytes each); it is read again when something public has changed, and counted in one pass.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sea_orm::{DbBackend, FromQueryResult, Statement};
use tokio::sync::Mutex;

use super::search::{Filter, match_expression, tokens};
use crate::ctx::Ctx;
use crate::error::AppError;

/// How many products each choice of a filter would show; a filter's own choice is ignored in its
/// own counts.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// All that fit.
    pub total: i64,
    /// By craft code.
    pub crafts: Vec<(String, i64)>,
    /// By region code.
    pub regions: Vec<(String, i64)>,
    /// By municipality code.
    pub municipalities: Vec<(String, i64)>,
    /// By making code.
    pub makings: Vec<(String, i64)>,
    /// By availability code.
    pub availabilities: Vec<(String, i64)>,
}

/// Filters that are counted.
const COUNTED: usize = 5;

/// A product that is shown: key, numbers of its codes, price in dirhams.
struct Line {
    id: i64,
    codes: [u32; COUNTED],
    price: i64,
}

/// All of them at one epoch.
struct Shown {
    epoch: i64,
    lines: Vec<Line>,
    codes: Codes,
}

/// Codes as small numbers; 0 is none.
struct Codes {
    by_name: HashMap<String, u32>,
    names: Vec<String>,
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

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    craft_code: Option<String>,
    region_code: Option<String>,
    municipality_code: Option<String>,
    making: Option<String>,
    availability: Option<String>,
    price_from: i64,
}

/// What is shown now; read once for all who ask at the same time.
async fn shown(ctx: &Ctx) -> Result<Arc<Shown>, AppError> {
    static READING: Mutex<()> = Mutex::const_new(());
    let epoch = ctx.db.epoch().await?;
    let kept = || ctx.db.kept::<Shown>().filter(|shown| shown.epoch == epoch);
    if let Some(shown) = kept() {
        return Ok(shown);
    }
    let _reading = READING.lock().await;
    if let Some(shown) = kept() {
        return Ok(shown);
    }
    let sql = "SELECT p.id, p.craft_code, p.region_code, p.municipality_code, p.making, p.availability, p.price_from FROM product p \
               WHERE p.state = 'published' AND NOT p.withheld";
    let rows = Row::find_by_statement(Statement::from_string(ctx.db.backend(), sql)).all(ctx.db.read()).await?;
    let mut codes = Codes { by_name: HashMap::new(), names: vec![String::new()] };
    let line = |row: Row| {
        let all = [row.craft_code, row.region_code, row.municipality_code, row.making, row.availability];
        Line { id: row.id, codes: all.map(|code| codes.number(code)), price: row.price_from }
    };
    let lines = rows.into_iter().map(line).collect();
    Ok(ctx.db.keep(Shown { epoch, lines, codes }))
}

/// Keys of the products whose words fit.
async fn matching(ctx: &Ctx, tokens: &[String]) -> Result<HashSet<i64>, AppError> {
    #[derive(FromQueryResult)]
    struct Key {
        id: i64,
    }
    let backend = ctx.db.backend();
    let sql = match backend {
        DbBackend::Postgres => "SELECT id FROM product WHERE words @@ to_tsquery('simple', $1)",
        _ => "SELECT rowid AS id FROM product_words WHERE product_words MATCH $1",
    };
    let statement = Statement::from_sql_and_values(backend, sql, [match_expression(backend, tokens).into()]);
    Ok(Key::find_by_statement(statement).all(ctx.db.read()).await?.into_iter().map(|key| key.id).collect())
}

/// Counts for all filters.
pub async fn facets(ctx: &Ctx, filter: &Filter) -> Result<Facets, AppError> {
    let tokens = tokens(&filter.q);
    let fitting = if tokens.is_empty() { None } else { Some(matching(ctx, &tokens).await?) };
    let shown = shown(ctx).await?;
    Ok(count(&shown, filter, fitting.as_ref()))
}

/// A product that fails no filter counts everywhere; one that fails a single filter counts among that filter's choices.
fn count(shown: &Shown, filter: &Filter, fitting: Option<&HashSet<i64>>) -> Facets {
    let codes = &shown.codes;
    let wanted = [
        codes.wanted(filter.craft.as_deref()),
        codes.wanted(filter.region.as_deref()),
        codes.wanted(filter.municipality.as_deref()),
        codes.wanted(filter.making.map(|making| making.code())),
        codes.wanted(filter.availability.map(|availability| availability.code())),
    ];
    let least = filter.price_min.map_or(i64::MIN, |price| price.0);
    let most = filter.price_max.map_or(i64::MAX, |price| price.0);
    let mut counts = vec![[0_i64; COUNTED]; codes.names.len()];
    let mut total = 0;
    for line in &shown.lines {
        if line.price < least || line.price > most || fitting.is_some_and(|fitting| !fitting.contains(&line.id)) {
            continue;
        }
        let fails = |at: &usize| wanted[*at].is_some_and(|wanted| wanted != line.codes[*at]);
        let mut failed = (0..COUNTED).filter(fails);
        match (failed.next(), failed.next()) {
            (None, _) => {
                total += 1;
                for (at, code) in line.codes.iter().enumerate() {
                    counts[*code as usize][at] += 1;
                }
            }
            (Some(at), None) => counts[line.codes[at] as usize][at] += 1,
            _ => {}
        }
    }
    let of = |at: usize| {
        let named = codes.names.iter().zip(&counts).skip(1);
        named.filter(|(_, counts)| counts[at] > 0).map(|(name, counts)| (name.clone(), counts[at])).collect()
    };
    Facets { total, crafts: of(0), regions: of(1), municipalities: of(2), makings: of(3), availabilities: of(4) }
}
