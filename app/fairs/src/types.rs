//! What every sub-area hands to its pages.

use crate::entity::fair;

/// A fair for the desk.
#[derive(Debug, Clone)]
pub struct DeskFair {
    /// The fair.
    pub fair: fair::Model,
    /// Whether the actor plans it, and does not only read.
    pub reached: bool,
}
