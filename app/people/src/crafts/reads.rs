//! Crafts as pages and rules need them.

use std::sync::Arc;

use sea_orm::{EntityTrait, QueryOrder};

use super::entity::{craft, craft_item};
use super::types::{Craft, Item};
use ground::db::Db;
use ground::error::AppError;
use ground::texts::{self, Locale};

/// All crafts with their items, in the Authority's order.
#[derive(Debug, Clone, Default)]
pub struct Crafts {
    /// Crafts.
    pub crafts: Vec<Craft>,
    /// Items of all crafts.
    pub items: Vec<Item>,
}

impl Crafts {
    /// A craft by its code.
    pub fn craft(&self, code: &str) -> Option<&Craft> {
        self.crafts.iter().find(|craft| craft.code == code)
    }

    /// An item by its code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The name of a craft, or its code if it is gone.
    pub fn name(&self, l: Locale, code: &str) -> String {
        self.craft(code).map_or_else(|| code.to_owned(), |c| texts::pick(l, &c.name_ar, &c.name_en).to_owned())
    }

    /// The name of an item, or its code if it is gone.
    pub fn item_name(&self, l: Locale, code: &str) -> String {
        self.item(code).map_or_else(|| code.to_owned(), |i| texts::pick(l, &i.name_ar, &i.name_en).to_owned())
    }

    /// Items of a craft that can be chosen.
    pub fn items_of<'a>(&'a self, craft: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.craft == craft && item.active)
    }

    /// Codes and names of crafts that can be chosen.
    pub fn options(&self, l: Locale) -> Vec<(String, String)> {
        let active = self.crafts.iter().filter(|craft| craft.active);
        active.map(|c| (c.code.clone(), texts::pick(l, &c.name_ar, &c.name_en).to_owned())).collect()
    }
}

/// All crafts: two small queries, kept until one of them is edited.
pub async fn crafts(db: &Db) -> Result<Arc<Crafts>, AppError> {
    let seen = match db.kept::<Crafts>() {
        Ok(kept) => return Ok(kept),
        Err(seen) => seen,
    };
    let crafts = craft::Entity::find().order_by_asc(craft::Column::Position).all(db.read()).await?;
    let items = craft_item::Entity::find().order_by_asc(craft_item::Column::CraftCode).order_by_asc(craft_item::Column::Position);
    let items = items.all(db.read()).await?;
    let craft = |row: craft::Model| Craft {
        code: row.code,
        name_ar: row.name_ar,
        name_en: row.name_en,
        food: row.food,
        position: row.position,
        active: row.active,
    };
    let item = |row: craft_item::Model| Item {
        code: row.code,
        craft: row.craft_code,
        name_ar: row.name_ar,
        name_en: row.name_en,
        active: row.active,
    };
    Ok(db.keep(seen, Crafts { crafts: crafts.into_iter().map(craft).collect(), items: items.into_iter().map(item).collect() }))
}
