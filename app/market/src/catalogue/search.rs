//! Finding products: the shelf in memory gives order and counts, the database's own word index what fits the words.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{FromQueryResult, Statement, Value};

use super::facets::{Facets, count};
use super::filter::{Filter, Found, Mark, Sort};
use super::query::tokens;
use super::rules::Availability;
use super::shelf::{Line, Shelf, shelf};
use super::types::Card;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::money::Money;

/// Cards a page shows.
pub const CARDS: usize = 24;

impl Sort {
    fn mark(self, line: &Line, tier: i64) -> Mark {
        match self {
            Sort::Cheapest | Sort::Dearest => (0, line.price, line.id),
            Sort::Newest => (0, line.published, line.id),
            Sort::Relevance => (tier, line.published, line.id),
        }
    }

    /// Whether a line stands behind a mark.
    fn behind(self, line: Mark, mark: Mark) -> bool {
        match self {
            Sort::Cheapest => line > (0, mark.1, mark.2),
            Sort::Dearest | Sort::Newest => line < (0, mark.1, mark.2),
            Sort::Relevance => line < mark,
        }
    }
}

/// Products that fit. Words that stand in the title themselves weigh more than synonyms and words of the description.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Found, AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    page(ctx, &shelf, filter, fitting.as_deref().map(Vec::as_slice)).await
}

/// The same, with the counts of all filters.
pub async fn list_counted(ctx: &Ctx, filter: &Filter) -> Result<(Found, Facets), AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    let fitting = fitting.as_deref().map(Vec::as_slice);
    Ok((page(ctx, &shelf, filter, fitting).await?, count(&shelf, filter, fitting)))
}

/// Counts for all filters.
pub async fn facets(ctx: &Ctx, filter: &Filter) -> Result<Facets, AppError> {
    let shelf = shelf(ctx).await?;
    let fitting = fitting(ctx, &shelf, filter).await?;
    Ok(count(&shelf, filter, fitting.as_deref().map(Vec::as_slice)))
}

async fn fitting(ctx: &Ctx, shelf: &Shelf, filter: &Filter) -> Result<Option<Arc<Vec<u32>>>, AppError> {
    let tokens = tokens(&filter.q);
    if tokens.is_empty() { Ok(None) } else { shelf.fitting(ctx, &tokens).await.map(Some) }
}

/// The page's lines with their marks, and whether there are more.
fn lines<'a>(shelf: &'a Shelf, filter: &Filter, fitting: Option<&[u32]>) -> (Vec<(&'a Line, Mark)>, bool) {
    let tokens: Vec<String> = tokens(&filter.q).into_iter().map(|token| format!(" {token} ")).collect();
    let wanted = shelf.wanted(filter);
    let tier = |line: &Line| tokens.iter().filter(|token| line.title.contains(token.as_str())).count() as i64;
    let marked = |at: u32| {
        let line = &shelf.lines[at as usize];
        let tier = if filter.sort == Sort::Relevance { tier(line) } else { 0 };
        wanted.fits(line).then(|| (line, filter.sort.mark(line, tier)))
    };
    let behind = |(_, mark): &(&Line, Mark)| filter.after.is_none_or(|after| filter.sort.behind(*mark, after));
    let most = CARDS + 1;
    let all = || (0_u32..).take(shelf.lines.len());
    // Without words the shelf stands in order already.
    let mut found: Vec<(&Line, Mark)> = match (fitting, filter.sort) {
        (None, Sort::Relevance | Sort::Newest) => all().filter_map(marked).filter(behind).take(most).collect(),
        (None, Sort::Cheapest) => shelf.by_price.iter().copied().filter_map(marked).filter(behind).take(most).collect(),
        (None, Sort::Dearest) => shelf.by_price.iter().rev().copied().filter_map(marked).filter(behind).take(most).collect(),
        (Some(places), _) => places.iter().copied().filter_map(marked).filter(behind).collect(),
    };
    if fitting.is_some() {
        let order = |a: &(&Line, Mark), b: &(&Line, Mark)| if filter.sort == Sort::Cheapest { a.1.cmp(&b.1) } else { b.1.cmp(&a.1) };
        if found.len() > most {
            found.select_nth_unstable_by(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by(order);
    }
    let more = found.len() > CARDS;
    found.truncate(CARDS);
    (found, more)
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: String,
    title_ar: String,
    title_en: String,
    price_from: i64,
    availability: String,
    craft_code: Option<String>,
    municipality_code: Option<String>,
    address: Option<String>,
    color: Option<String>,
    alt: Option<String>,
    marked_until: Option<String>,
}

async fn page(ctx: &Ctx, shelf: &Shelf, filter: &Filter, fitting: Option<&[u32]>) -> Result<Found, AppError> {
    let (found, more) = lines(shelf, filter, fitting);
    let next = found.last().filter(|_| more).map(|(_, mark)| *mark);
    if found.is_empty() {
        return Ok(Found::default());
    }
    let ids: Vec<i64> = found.iter().map(|(line, _)| line.id).collect();
    let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    // The state is asked once more: what left the market since the shelf was read is not shown.
    let sql = format!(
        "SELECT p.id, p.slug, v.title_ar, v.title_en, p.price_from, p.availability, p.craft_code, p.municipality_code, \
         m.address, m.color, f.alt, y.marked_until FROM product p JOIN family y ON y.id = p.family_id JOIN product_version v ON v.id = p.live_version_id \
         LEFT JOIN product_photo f ON f.version_id = v.id AND f.position = 0 LEFT JOIN media m ON m.id = f.media_id \
         WHERE p.id IN ({}) AND p.state = 'published' AND NOT p.withheld",
        marks.join(", ")
    );
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(ctx.db.read()).await?;
    let mut rows: HashMap<i64, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(Found { cards: ids.iter().filter_map(|id| rows.remove(id)).map(|row| card(ctx, row)).collect(), next })
}

fn card(ctx: &Ctx, row: Row) -> Card {
    Card {
        marked: crate::families::marked(row.marked_until.as_deref(), ctx.now),
        slug: row.slug,
        title_ar: row.title_ar,
        title_en: row.title_en,
        price_from: Money(row.price_from),
        availability: Availability::from_code(&row.availability).unwrap_or(Availability::InStock),
        craft: row.craft_code.unwrap_or_default(),
        municipality: row.municipality_code.unwrap_or_default(),
        photo: row.address.zip(row.color),
        alt: row.alt.unwrap_or_default(),
    }
}
