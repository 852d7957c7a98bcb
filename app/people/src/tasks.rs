//! What this wing leaves for the worker.

use ground::outbox::Task;
use serde::{Deserialize, Serialize};

/// The bytes of a document or a photo that was taken out, unless another one holds the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    /// SHA-256 of the bytes, hex.
    pub address: String,
}

impl Task for Erase {
    const NAME: &'static str = "erase";
}

/// Words by which products are found, after the name of a craft or municipality has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reindex {
    /// Products of this craft.
    pub craft: Option<String>,
    /// Products of this municipality.
    pub municipality: Option<String>,
}

impl Task for Reindex {
    const NAME: &'static str = "reindex";
}
