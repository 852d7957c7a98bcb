//! Crafts as pages and rules see them.

/// A craft (حرفة).
#[derive(Debug, Clone)]
pub struct Craft {
    /// Code, such as `palm`; it never changes.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Whether its products are food, with all that food has to say.
    pub food: bool,
    /// Place in lists.
    pub position: i64,
    /// Whether it can be chosen.
    pub active: bool,
}

/// An item of a craft: one kind of thing that is made.
#[derive(Debug, Clone)]
pub struct Item {
    /// Code, such as `wv-kilim`; it never changes.
    pub code: String,
    /// Code of its craft.
    pub craft: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Whether it can be chosen.
    pub active: bool,
}
