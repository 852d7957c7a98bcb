//! Finding products: one Rust function makes the searched text of rows and of queries alike; the
//! database's own word index does the rest.

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult, Statement, Value};

use super::reads::Card;
use super::rules::{Availability, Making};
use super::synonyms;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::money::Money;
use crate::text;

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first; without a query the newest.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Cheapest first.
    Cheapest,
    /// Dearest first.
    Dearest,
}

impl Sort {
    /// All orders.
    pub const ALL: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Cheapest, Sort::Dearest];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Cheapest => "price",
            Sort::Dearest => "price_desc",
        }
    }

    /// The order of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What is searched, as typed.
    pub q: String,
    /// Craft code.
    pub craft: Option<String>,
    /// Region code.
    pub region: Option<String>,
    /// Municipality code.
    pub municipality: Option<String>,
    /// How it is made.
    pub making: Option<Making>,
    /// Availability.
    pub availability: Option<Availability>,
    /// At least.
    pub price_min: Option<Money>,
    /// At most.
    pub price_max: Option<Money>,
    /// Order.
    pub sort: Sort,
    /// Where the page begins, see [`Page::next`].
    pub after: Option<(i64, i64, i64)>,
}

/// Cards a page shows.
pub const CARDS: usize = 24;

/// Words of a query; more than eight only make it slow.
pub(super) fn tokens(q: &str) -> Vec<String> {
    let mut words = text::words(q);
    words.truncate(8);
    words.retain(|word| word.chars().count() <= 40);
    words
}

/// All words must be there, each itself or as a synonym.
pub(super) fn match_expression(backend: DbBackend, tokens: &[String]) -> String {
    let (quote, or, and) = if backend == DbBackend::Postgres { ('\'', " | ", " & ") } else { ('"', " OR ", " AND ") };
    let group = |token: &String| {
        let forms: Vec<String> = std::iter::once(token).chain(synonyms::of(token)).map(|word| format!("{quote}{word}{quote}")).collect();
        format!("({})", forms.join(or))
    };
    tokens.iter().map(group).collect::<Vec<_>>().join(and)
}

/// SQL conditions with their values, in step.
struct Where {
    backend: DbBackend,
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn of(backend: DbBackend, values: Vec<Value>, filter: &Filter, tokens: &[String]) -> Self {
        let mut it = Self { backend, parts: vec!["p.state = 'published' AND NOT p.withheld".to_owned()], values };
        if !tokens.is_empty() {
            let expression = it.value(match_expression(it.backend, tokens));
            it.parts.push(match it.backend {
                DbBackend::Postgres => format!("p.words @@ to_tsquery('simple', {expression})"),
                _ => format!("p.id IN (SELECT rowid FROM product_words WHERE product_words MATCH {expression})"),
            });
        }
        let codes = [("craft_code", &filter.craft), ("region_code", &filter.region), ("municipality_code", &filter.municipality)];
        for (column, code) in codes {
            if let Some(code) = code {
                let value = it.value(code.as_str());
                it.parts.push(format!("p.{column} = {value}"));
            }
        }
        if let Some(making) = filter.making {
            let value = it.value(making.code());
            it.parts.push(format!("p.making = {value}"));
        }
        if let Some(availability) = filter.availability {
            let value = it.value(availability.code());
            it.parts.push(format!("p.availability = {value}"));
        }
        if let Some(least) = filter.price_min {
            let value = it.value(least.0);
            it.parts.push(format!("p.price_from >= {value}"));
        }
        if let Some(most) = filter.price_max {
            let value = it.value(most.0);
            it.parts.push(format!("p.price_from <= {value}"));
        }
        it
    }

    fn text(&self) -> String {
        self.parts.join(" AND ")
    }
}

/// One page of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Cards in order.
    pub cards: Vec<Card>,
    /// Where the next page begins.
    pub next: Option<(i64, i64, i64)>,
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
    published_at: DateTime<Utc>,
    tier: i64,
    address: Option<String>,
    color: Option<String>,
    alt: Option<String>,
}

/// Products that fit, in one query. Words that stand in the title themselves weigh more than
/// synonyms and words of the description.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page, AppError> {
    let tokens = tokens(&filter.q);
    let mut it = Where::of(ctx.db.backend(), Vec::new(), filter, &tokens);
    let tier = if tokens.is_empty() || filter.sort != Sort::Relevance {
        "0".to_owned()
    } else {
        let in_title = |token: &String| {
            let value = it.value(format!("% {token} %"));
            format!("(CASE WHEN p.search_title LIKE {value} THEN 1 ELSE 0 END)")
        };
        tokens.iter().map(in_title).collect::<Vec<_>>().join(" + ")
    };
    let at = "p.published_at";
    if let Some((tier_before, key, id)) = filter.after {
        let id = it.value(id);
        let condition = match filter.sort {
            Sort::Cheapest | Sort::Dearest => {
                let sign = if filter.sort == Sort::Cheapest { ">" } else { "<" };
                let price = it.value(key);
                format!("(p.price_from {sign} {price} OR (p.price_from = {price} AND p.id {sign} {id}))")
            }
            Sort::Relevance | Sort::Newest => {
                let time = it.value(DateTime::<Utc>::from_timestamp_micros(key).unwrap_or_default());
                let later = format!("({at} < {time} OR ({at} = {time} AND p.id < {id}))");
                if tier == "0" {
                    later
                } else {
                    let before = it.value(tier_before);
                    format!("(({tier}) < {before} OR (({tier}) = {before} AND {later}))")
                }
            }
        };
        it.parts.push(condition);
    }
    let order = match filter.sort {
        Sort::Cheapest => "p.price_from, p.id".to_owned(),
        Sort::Dearest => "p.price_from DESC, p.id DESC".to_owned(),
        Sort::Newest => format!("{at} DESC, p.id DESC"),
        Sort::Relevance if tier == "0" => format!("{at} DESC, p.id DESC"),
        Sort::Relevance => format!("tier DESC, {at} DESC, p.id DESC"),
    };
    let sql = format!(
        "SELECT p.id, p.slug, v.title_ar, v.title_en, p.price_from, p.availability, p.craft_code, p.municipality_code, p.published_at, \
         CAST({tier} AS BIGINT) AS tier, m.address, m.color, f.alt FROM product p JOIN product_version v ON v.id = p.live_version_id \
         LEFT JOIN product_photo f ON f.version_id = v.id AND f.position = 0 LEFT JOIN media m ON m.id = f.media_id \
         WHERE {} ORDER BY {order} LIMIT {}",
        it.text(),
        CARDS + 1
    );
    let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, it.values);
    let mut rows = Row::find_by_statement(statement).all(ctx.db.read()).await?;
    let more = rows.len() > CARDS;
    rows.truncate(CARDS);
    let next = rows.last().filter(|_| more).map(|row| {
        let key = match filter.sort {
            Sort::Cheapest | Sort::Dearest => row.price_from,
            Sort::Relevance | Sort::Newest => row.published_at.timestamp_micros(),
        };
        (row.tier, key, row.id)
    });
    Ok(Page { cards: rows.into_iter().map(card).collect(), next })
}

fn card(row: Row) -> Card {
    Card {
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
