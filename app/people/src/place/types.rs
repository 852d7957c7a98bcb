//! Places as pages and rules see them.

use chrono::{DateTime, NaiveDate, Utc};

use ground::ids::BranchId;

/// A municipality (بلدية).
#[derive(Debug, Clone)]
pub struct Municipality {
    /// Code, such as `LYM083`; it never changes.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Other spellings and former names.
    pub aliases: Vec<String>,
    /// Code of its district.
    pub district_code: Option<String>,
    /// Code of its region, see [`super::REGIONS`].
    pub region_code: String,
    /// Whether it counts as the south: `core`, `extended` or `no`.
    pub south: String,
    /// The branch that looks after it.
    pub branch_id: Option<BranchId>,
    /// Since when it is one; nothing if always.
    pub active_from: Option<DateTime<Utc>>,
    /// From when it is none any longer.
    pub active_to: Option<DateTime<Utc>>,
}

impl Municipality {
    /// Whether it is one at a time: municipalities are founded, merged and parted.
    pub fn active_at(&self, now: DateTime<Utc>) -> bool {
        self.active_from.is_none_or(|from| from <= now) && self.active_to.is_none_or(|to| now < to)
    }
}

/// A district (شعبية) of 2007.
#[derive(Debug, Clone)]
pub struct District {
    /// ISO 3166-2 code, such as `LY-SB`.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

/// A branch (فرع) of the Authority.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Key.
    pub id: BranchId,
    /// What it says of itself.
    pub form: BranchForm,
}

/// What a branch says of itself, as typed and checked.
#[derive(Debug, Clone, Default)]
pub struct BranchForm {
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// The municipality where its office is.
    pub municipality: Option<String>,
    /// Quarter and landmark, in Arabic; empty while nobody has written it.
    pub address_ar: String,
    /// The same in English.
    pub address_en: String,
    /// Phones, as they are to be shown.
    pub phone: String,
    /// Hours of work, in Arabic.
    pub hours_ar: String,
    /// The same in English.
    pub hours_en: String,
    /// Addresses of its network, one a line, as throttling counts them: many people join there in one morning.
    pub networks: String,
}

impl std::ops::Deref for Branch {
    type Target = BranchForm;

    fn deref(&self) -> &BranchForm {
        &self.form
    }
}

/// An official holiday.
#[derive(Debug, Clone)]
pub struct Holiday {
    /// The day, as `2026-12-24`.
    pub day: NaiveDate,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}
