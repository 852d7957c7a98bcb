//! What figures are made of.

use chrono::NaiveDate;

use ground::form::Form;
use ground::ids::CourseId;
use ground::money::Money;

/// Which cohorts are counted, and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Of one course.
    pub course: Option<CourseId>,
    /// That begin on this day or later.
    pub from: Option<NaiveDate>,
    /// That begin on this day or earlier.
    pub until: Option<NaiveDate>,
    /// For whom.
    pub audience: Audience,
}

/// For whom figures are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Audience {
    /// The Authority, that knows everyone.
    #[default]
    Authority,
    /// A partner: no small group is told.
    Partner,
}

impl Choice {
    /// From an address; what cannot be read is left out.
    pub fn of(query: &Form) -> Self {
        let day = |name: &str| query.get(name).parse().ok();
        let audience = if query.has("for", "partner") { Audience::Partner } else { Audience::Authority };
        Self { course: query.get("course").parse().ok(), from: day("from"), until: day("until"), audience }
    }
}

/// A number of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// People or products.
    Count(i64),
    /// Percent of something.
    Percent(i64),
    /// Money.
    Money(Money),
    /// Not told: few people stand behind it.
    Withheld,
    /// Not known.
    None,
}

impl Value {
    /// This and another one; what is not told makes the sum not told.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Value::Count(a), Value::Count(b)) => Value::Count(a + b),
            (Value::Withheld, _) | (_, Value::Withheld) => Value::Withheld,
            // Shares and costs of several groups are not a sum.
            _ => Value::None,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// How many people it is about.
    pub people: i64,
    /// Its numbers, one for each column.
    pub values: Vec<Value>,
}

/// A table with a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// What its rows are.
    pub of: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether the same people may stand in several rows, so that rows are not summed.
    pub overlapping: bool,
    /// Columns that count people, each among those of the column before it.
    pub chains: &'static [&'static [usize]],
    /// The sum of all rows, where they are about different people.
    pub sum: Option<Row>,
}

impl Table {
    /// The sum of rows that are about different people.
    pub fn summed(&self, label: String) -> Option<Row> {
        if self.overlapping || self.rows.len() < 2 {
            return None;
        }
        let values = (0..self.columns.len()).map(|at| self.rows.iter().map(|row| row.values[at]).reduce(Value::and).unwrap_or(Value::None));
        Some(Row { label, people: self.rows.iter().map(|row| row.people).sum(), values: values.collect() })
    }
}
