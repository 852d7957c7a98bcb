//! Places as pages and rules need them.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::entity::{branch, holiday, municipality};
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::{self, Locale};
use crate::text;

/// Regions in the order in which they are offered: code, Arabic, English.
pub const REGIONS: [(&str, &str, &str); 3] =
    [("fezzan", "فزان", "Fezzan"), ("tripolitania", "طرابلس", "Tripolitania"), ("cyrenaica", "برقة", "Cyrenaica")];

/// All municipalities and branches, ordered by Arabic name.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Municipalities, also those no longer active.
    pub municipalities: Vec<municipality::Model>,
    /// Branches of the Authority.
    pub branches: Vec<branch::Model>,
}

impl Places {
    /// A municipality by its code.
    pub fn municipality(&self, code: &str) -> Option<&municipality::Model> {
        self.municipalities.iter().find(|m| m.code == code)
    }

    /// The name of a municipality, or its code if it is gone.
    pub fn name(&self, l: Locale, code: &str) -> String {
        self.municipality(code).map_or_else(|| code.to_owned(), |m| i18n::pick(l, &m.name_ar, &m.name_en).to_owned())
    }

    /// The name of a region.
    pub fn region(l: Locale, code: &str) -> String {
        REGIONS.iter().find(|(c, ..)| *c == code).map_or_else(|| code.to_owned(), |(_, ar, en)| i18n::pick(l, ar, en).to_owned())
    }

    /// Codes and names of those that can be chosen now.
    pub fn options(&self, l: Locale) -> Vec<(String, String)> {
        let active = self.municipalities.iter().filter(|m| m.active_to.is_none());
        active.map(|m| (m.code.clone(), i18n::pick(l, &m.name_ar, &m.name_en).to_owned())).collect()
    }
}

/// All places: two small queries, kept for a while.
pub async fn places(db: &Db) -> Result<Arc<Places>, AppError> {
    if let Some(kept) = db.kept::<Places>() {
        return Ok(kept);
    }
    let municipalities = municipality::Entity::find().order_by_asc(municipality::Column::NameAr).all(db.read()).await?;
    let branches = branch::Entity::find().order_by_asc(branch::Column::Id).all(db.read()).await?;
    Ok(db.keep(Places { municipalities, branches }))
}

/// A municipality by its code or by any of its names, folded.
pub fn find_by_name<'a>(places: &'a Places, name: &str) -> Option<&'a municipality::Model> {
    let wanted = text::fold(name.trim());
    places.municipalities.iter().find(|m| {
        m.code == name.trim()
            || text::fold(&m.name_ar) == wanted
            || text::fold(&m.name_en) == wanted
            || m.aliases.split('|').any(|alias| !alias.is_empty() && text::fold(alias) == wanted)
    })
}

/// Official holidays; the weekend is not among them.
pub async fn holidays<C: ConnectionTrait>(db: &C) -> Result<HashSet<NaiveDate>, AppError> {
    let days = holiday::Entity::find().all(db).await?;
    Ok(days.iter().filter_map(|row| row.day.parse().ok()).collect())
}
