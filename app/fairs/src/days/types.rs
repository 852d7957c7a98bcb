//! Accounts of a family, and what is typed about them.

use chrono::{DateTime, Utc};

use crate::applications::types::Whole;
use crate::days::rules::Count;
use ground::ids::{PersonId, ProductId};
use ground::money::Money;

/// A line of a custody sheet as it is typed.
#[derive(Debug, Clone)]
pub struct GoodsForm {
    /// The product.
    pub product: ProductId,
    /// At what price.
    pub price: Money,
    /// Brought, sold, returned, damaged.
    pub counts: [i64; 4],
    /// The same as they stood when the sheet was opened.
    pub seen: [i64; 4],
}

/// A line of a custody sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goods {
    /// The product.
    pub product: ProductId,
    /// At what price.
    pub price: Money,
    /// Brought, sold, returned, damaged, in the order of [`Count::ALL`].
    pub counts: [i64; 4],
}

impl Goods {
    /// How many of something the line says.
    pub fn said(&self, what: Count) -> i64 {
        let [brought, sold, returned, damaged] = self.counts;
        match what {
            Count::Brought => brought,
            Count::Sold => sold,
            Count::Returned => returned,
            Count::Damaged => damaged,
        }
    }

    /// What was sold, at its price.
    pub fn sum(&self) -> Money {
        Money(self.said(Count::Sold) * self.price.0)
    }

    /// What is in custody still.
    pub fn left(&self) -> i64 {
        let [brought, sold, returned, damaged] = self.counts;
        brought - sold - returned - damaged
    }
}

/// Sales by what custody says.
pub fn sales(goods: &[Goods]) -> Money {
    Money(goods.iter().map(|line| line.sum().0).sum())
}

/// How a family's accounts were closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Sales.
    pub sales: Money,
    /// Whether sales were said by hand, where custody does not say them.
    pub by_hand: bool,
    /// What was said besides.
    pub words: String,
    /// Who of the family signed the sheet.
    pub signed_by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something counted from the label of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The product.
    pub product: ProductId,
    /// What was counted.
    pub what: Count,
    /// How many.
    pub n: i64,
    /// Who counted.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a family sees of its own accounts at a fair.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// Lines of the custody sheet.
    pub goods: Vec<Goods>,
    /// What was counted from labels today, as long as the fair goes on.
    pub today: Vec<Counted>,
    /// How it was settled.
    pub settled: Option<Settled>,
}

/// Something that happened at a fair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// What.
    pub words: String,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// The accounts of a family at a fair.
#[derive(Debug, Clone)]
pub struct Account {
    /// The application with everything in it.
    pub whole: Whole,
    /// Lines of the custody sheet.
    pub goods: Vec<Goods>,
    /// How it was settled.
    pub settled: Option<Settled>,
}

/// How a family's accounts are closed.
#[derive(Debug, Clone)]
pub struct SettlementForm {
    /// Sales by hand, where custody does not say them.
    pub by_hand: Option<Money>,
    /// Anything to say.
    pub words: String,
    /// Who of the family signed the sheet.
    pub signed_by: String,
}
