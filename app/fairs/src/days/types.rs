//! Accounts of a family, and what is typed about them.

use crate::applications::types::Whole;
use crate::days::entity::settlement;
use crate::entity::goods;
use ground::ids::ProductId;
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

/// The accounts of a family at a fair.
#[derive(Debug, Clone)]
pub struct Account {
    /// The application with everything in it.
    pub whole: Whole,
    /// Lines of the custody sheet.
    pub goods: Vec<goods::Model>,
    /// How it was settled.
    pub settled: Option<settlement::Model>,
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
