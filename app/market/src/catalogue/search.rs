//! Finding products: the shelf in memory gives order and counts, the database's own word index what fits the words.

use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{FromQueryResult, Statement, Value};

use super::facets::{Facets, count};
use super::filter::{Filter, Found, Mark, Sort};
use super::query::tokens;
use super::rules::Availability;
use super::shelf::{AVAILABILITY, Fitting, Line, Lines, Shelf, Wanted, shelf};
use super::types::Card;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::ProductId;
use ground::money::Money;

/// Cards a page shows.
pub const CARDS: usize = 24;

/// Where nothing is searched, everything fits alike.
const WHOLE: u8 = 1;

impl Sort {
    /// One group towards the end.
    fn later(self) -> i64 {
        if self == Sort::Cheapest { 1 } else { -1 }
    }

    /// In every order what bears a word of the query in its title stands before what only speaks of it.
    fn mark(self, line: &Line, tier: i64) -> Mark {
        let group = if tier > 0 { 0 } else { self.later() };
        match self {
            Sort::Cheapest | Sort::Dearest => (group, line.price, line.id),
            Sort::Newest => (group, line.published, line.id),
            Sort::Relevance => (tier, line.published, line.id),
        }
    }

    /// Where a line stands that is sold out: behind all others.
    fn last(self, line: &Line) -> Mark {
        let (_, key, id) = self.mark(line, 0);
        (2 * self.later(), key, id)
    }

    /// Whether a mark is one of what is sold out.
    fn is_last(self, mark: Mark) -> bool {
        mark.0 == 2 * self.later()
    }

    /// Whether a line stands behind a mark.
    fn behind(self, line: Mark, mark: Mark) -> bool {
        if self == Sort::Cheapest { line > mark } else { line < mark }
    }
}

/// Products that fit. Words that stand in the title themselves weigh more than synonyms and words of the description.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Found, AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    let stands = stands(&shelf.lines(), filter, fitting.as_deref());
    page(ctx, stands).await
}

/// The same, with the counts of all filters.
pub async fn list_counted(ctx: &Ctx, filter: &Filter) -> Result<(Found, Facets), AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    let (stands, facets) = {
        let lines = shelf.lines();
        (stands(&lines, filter, fitting.as_deref()), count(&lines, filter, fitting.as_deref()))
    };
    Ok((page(ctx, stands).await?, facets))
}

/// Reads what lists are made of before the first visitor asks for one.
pub async fn warm(ctx: &Ctx) -> Result<(), AppError> {
    shelf(ctx).await.map(drop)
}

/// Counts for all filters.
pub async fn facets(ctx: &Ctx, filter: &Filter) -> Result<Facets, AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    let facets = count(&shelf.lines(), filter, fitting.as_deref());
    Ok(facets)
}

async fn fitting(ctx: &Ctx, shelf: &Shelf, filter: &Filter) -> Result<Option<Arc<Fitting>>, AppError> {
    let tokens = tokens(&filter.q);
    if tokens.is_empty() { Ok(None) } else { shelf.fitting(ctx, &tokens).await.map(Some) }
}

/// Keys of a page's products in order, and where the next page begins.
pub(super) struct Stands {
    pub ids: Vec<i64>,
    pub next: Option<Mark>,
}

pub(super) fn stands(lines: &Lines, filter: &Filter, fitting: Option<&Fitting>) -> Stands {
    let wanted = lines.wanted(filter);
    let most = CARDS + 1;
    let gone = lines.sold_out();
    let marked = |place: u32, tier: u8| {
        let line = &lines.all[place as usize];
        let mark = || if line.codes[AVAILABILITY] == gone { filter.sort.last(line) } else { filter.sort.mark(line, i64::from(tier)) };
        wanted.fits(line).then(mark)
    };
    let behind = |mark: &Mark| filter.after.is_none_or(|after| filter.sort.behind(*mark, after));
    let order = |a: &Mark, b: &Mark| if filter.sort == Sort::Cheapest { a.cmp(b) } else { b.cmp(a) };
    let mut found = match (fitting, few(lines, &wanted)) {
        // The last places are the newest, which most lists begin with.
        (Some(fitting), _) => {
            first(most, fitting.places.iter().rev().filter_map(|(place, tier)| marked(*place, *tier)).filter(behind), order)
        }
        (None, Some(few)) => first(most, few.iter().rev().filter_map(|place| marked(*place, WHOLE)).filter(behind), order),
        (None, None) => {
            let mut found = Vec::new();
            if filter.after.is_none_or(|after| !filter.sort.is_last(after)) {
                let there =
                    ordered(lines, filter, &wanted).filter_map(|place| marked(place, WHOLE)).filter(|mark| !filter.sort.is_last(*mark));
                found.extend(there.filter(behind).take(most));
            }
            if found.len() < most {
                let last = lines.having(gone).iter().rev().filter_map(|place| marked(*place, WHOLE)).filter(behind);
                found.extend(first(most - found.len(), last, order));
            }
            found
        }
    };
    found.sort_unstable_by(order);
    let more = found.len() > CARDS;
    found.truncate(CARDS);
    Stands { next: found.last().filter(|_| more).copied(), ids: found.into_iter().map(|(.., id)| id).collect() }
}

/// Those that come first in an order, in any order among themselves. However many there are, few are held at a time.
fn first(most: usize, all: impl Iterator<Item = Mark>, order: impl Fn(&Mark, &Mark) -> Ordering) -> Vec<Mark> {
    let held = most * 8;
    let mut found: Vec<Mark> = Vec::with_capacity(held);
    // What comes behind it is not among them any more.
    let mut last = None;
    for mark in all {
        if last.as_ref().is_some_and(|last| order(&mark, last).is_ge()) {
            continue;
        }
        found.push(mark);
        if found.len() == held {
            last = Some(*found.select_nth_unstable_by(most - 1, &order).1);
            found.truncate(most);
        }
    }
    if found.len() > most {
        found.select_nth_unstable_by(most - 1, &order);
        found.truncate(most);
    }
    found
}

/// The places that the narrowest filter leaves, where these are so few that looking at all of them is less work than walking
/// along the shelf until a page is full.
fn few<'a>(lines: &'a Lines, wanted: &Wanted) -> Option<&'a [u32]> {
    let narrowest = wanted.set().map(|(_, code)| lines.having(code)).min_by_key(|places| places.len())?;
    (narrowest.len() < 5 * lines.shown().isqrt()).then_some(narrowest)
}

/// All places in the order of a list, from the mark on where the page begins.
fn ordered<'a>(lines: &'a Lines, filter: &Filter, wanted: &Wanted) -> Box<dyn Iterator<Item = u32> + 'a> {
    let after = filter.after.map(|(_, key, id)| (key, id));
    let most = wanted.most;
    match filter.sort {
        Sort::Relevance | Sort::Newest => Box::new(lines.newest(after)),
        Sort::Cheapest => {
            let from = after.map_or((wanted.least, i64::MIN), |after| after.max((wanted.least, i64::MIN)));
            Box::new(lines.by_price.after(from).take_while(move |row| row.price <= most).map(|row| row.place))
        }
        Sort::Dearest => {
            let least = wanted.least;
            let before = after.map_or((most, i64::MAX), |after| after.min((most, i64::MAX)));
            Box::new(lines.by_price.before(before).take_while(move |row| row.price >= least).map(|row| row.place))
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: String,
    title_ar: String,
    title_en: String,
    price_from: i64,
    price_most: Option<i64>,
    availability: String,
    stock: i64,
    craft_code: Option<String>,
    municipality_code: Option<String>,
    address: Option<String>,
    color: Option<String>,
    alt: Option<String>,
    marked_until: Option<NaiveDate>,
}

async fn page(ctx: &Ctx, stands: Stands) -> Result<Found, AppError> {
    let Stands { ids, next } = stands;
    if ids.is_empty() {
        return Ok(Found::default());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    // The state is asked once more: what left the market since the shelf was read is not shown.
    let sql = format!(
        "SELECT p.id, p.slug, v.title_ar, v.title_en, p.price_from, p.availability, p.stock, p.craft_code, p.municipality_code, \
         (SELECT MAX(x.price) FROM product_variant x WHERE x.product_id = p.id) AS price_most, \
         m.address, m.color, f.alt, y.marked_until FROM product p JOIN family y ON y.id = p.family_id JOIN product_version v ON v.id = p.live_version_id \
         LEFT JOIN product_photo f ON f.version_id = v.id AND f.position = 0 LEFT JOIN media m ON m.id = f.media_id \
         WHERE p.id IN ({}) AND p.state = 'published' AND NOT p.withheld AND y.state = 'approved' AND y.licence_expires_on >= ${}",
        marks.join(", "),
        marks.len() + 1
    );
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).chain([day_in_tripoli(ctx.now).into()]).collect();
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(ctx.db.read()).await?;
    let mut rows: HashMap<i64, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(Found { cards: ids.iter().filter_map(|id| rows.remove(id)).map(|row| card(ctx, row)).collect(), next })
}

fn card(ctx: &Ctx, row: Row) -> Card {
    let availability = Availability::from_code(&row.availability).unwrap_or(Availability::InStock);
    Card {
        id: ProductId(row.id),
        marked: crate::families::marked(row.marked_until, ctx.now),
        slug: row.slug,
        title_ar: row.title_ar,
        title_en: row.title_en,
        price_from: Money(row.price_from),
        several: row.price_most.is_some_and(|most| most != row.price_from),
        availability,
        sold_out: availability.sold_out(row.stock),
        craft: row.craft_code.unwrap_or_default(),
        municipality: row.municipality_code.unwrap_or_default(),
        photo: row.address.zip(row.color),
        alt: row.alt.unwrap_or_default(),
    }
}
