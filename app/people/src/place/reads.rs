//! Places as pages and rules need them.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{branch, district, holiday, municipality};
use super::types::{Branch, BranchForm, District, Holiday, Municipality};
use ground::actor::Scope;
use ground::db::Db;
use ground::error::AppError;
use ground::ids::BranchId;
use ground::network::share_of;
use ground::text;
use ground::texts::{self, Locale};
use ground::ui::Choices;

/// Regions in the order in which they are offered: code, Arabic, English.
pub const REGIONS: [(&str, &str, &str); 3] =
    [("fezzan", "فزان", "Fezzan"), ("tripolitania", "طرابلس", "Tripolitania"), ("cyrenaica", "برقة", "Cyrenaica")];

/// All municipalities, branches and districts, ordered by Arabic name.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Municipalities, also those no longer active.
    pub municipalities: Vec<Municipality>,
    /// Branches of the Authority.
    pub branches: Vec<Branch>,
    /// Districts.
    pub districts: Vec<District>,
}

impl Places {
    /// A municipality by its code.
    pub fn municipality(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|m| m.code == code)
    }

    /// The name of a municipality, or its code if it is gone.
    pub fn name(&self, l: Locale, code: &str) -> String {
        self.municipality(code).map_or_else(|| code.to_owned(), |m| texts::pick(l, &m.name_ar, &m.name_en).to_owned())
    }

    /// Municipalities that a branch looks after at a time, by name.
    pub fn looked_after(&self, l: Locale, branch: BranchId, now: DateTime<Utc>) -> Vec<String> {
        self.named(l, |m| m.branch_id == Some(branch) && m.active_at(now)).into_iter().map(|(_, name)| name).collect()
    }

    /// Whether somebody who comes from this address sits at a branch of the Authority. Its lines may be written in any form of an address;
    /// a visitor's is the share that counts.
    pub fn at_a_branch(&self, address: &str) -> bool {
        let is_of = |line: &str| line.trim().parse::<IpAddr>().is_ok_and(|line| share_of(line).to_string() == address);
        self.branches.iter().any(|branch| branch.networks.lines().any(is_of))
    }

    /// The name of a region.
    pub fn region(l: Locale, code: &str) -> String {
        REGIONS.iter().find(|(c, ..)| *c == code).map_or_else(|| code.to_owned(), |(_, ar, en)| texts::pick(l, ar, en).to_owned())
    }

    /// Codes and names of those that can be chosen at a time.
    pub fn options(&self, l: Locale, now: DateTime<Utc>) -> Vec<(String, String)> {
        self.named(l, |m| m.active_at(now))
    }

    /// The same by their region.
    pub fn by_region(&self, l: Locale, now: DateTime<Utc>) -> Vec<Choices> {
        Self::in_regions(l, |region| self.named(l, |m| m.region_code == region && m.active_at(now)))
    }

    /// Choices under the names of the regions; a region without any is left out.
    pub fn in_regions(l: Locale, of: impl Fn(&str) -> Vec<(String, String)>) -> Vec<Choices> {
        let regions = REGIONS.iter().map(|(code, ..)| (Self::region(l, code), of(code)));
        regions.filter(|(_, choices)| !choices.is_empty()).collect()
    }

    /// Codes and names of all, also of those that are no more: for filters.
    pub fn all(&self, l: Locale) -> Vec<(String, String)> {
        self.named(l, |_| true)
    }

    /// Whether one of these scopes reaches a municipality.
    pub fn reached(&self, scopes: &[Scope], municipality: &str) -> bool {
        let branch = self.municipality(municipality).and_then(|m| m.branch_id);
        scopes.iter().any(|scope| match scope {
            Scope::Whole => true,
            Scope::Branch(id) => branch == Some(*id),
            Scope::Municipality(code) => code == municipality,
        })
    }

    fn named(&self, l: Locale, keep: impl Fn(&Municipality) -> bool) -> Vec<(String, String)> {
        let kept = self.municipalities.iter().filter(|m| keep(m));
        kept.map(|m| (m.code.clone(), texts::pick(l, &m.name_ar, &m.name_en).to_owned())).collect()
    }
}

/// All places: three small queries, kept until one of them is edited.
pub async fn places(db: &Db) -> Result<Arc<Places>, AppError> {
    let seen = match db.kept::<Places>() {
        Ok(kept) => return Ok(kept),
        Err(seen) => seen,
    };
    let municipalities = municipality::Entity::find().all(db.read()).await?;
    let mut municipalities: Vec<Municipality> = municipalities.into_iter().map(municipality_view).collect();
    // As a reader looks for them: أ, إ and ا are one letter.
    municipalities.sort_by_cached_key(|m| (text::order(&m.name_ar), m.code.clone()));
    let branches = branch::Entity::find().order_by_asc(branch::Column::Id).all(db.read()).await?;
    let mut districts = district::Entity::find().all(db.read()).await?;
    districts.sort_by_cached_key(|d| (text::order(&d.name_ar), d.code.clone()));
    let district = |row: district::Model| District { code: row.code, name_ar: row.name_ar, name_en: row.name_en };
    let (branches, districts) = (branches.into_iter().map(branch_view).collect(), districts.into_iter().map(district).collect());
    Ok(db.keep(seen, Places { municipalities, branches, districts }))
}

fn branch_view(row: branch::Model) -> Branch {
    let branch::Model { id, name_ar, name_en, municipality_code, address_ar, address_en, phone, hours_ar, hours_en, networks } = row;
    let municipality = municipality_code;
    Branch { id, form: BranchForm { name_ar, name_en, municipality, address_ar, address_en, phone, hours_ar, hours_en, networks } }
}

fn municipality_view(row: municipality::Model) -> Municipality {
    Municipality {
        code: row.code,
        name_ar: row.name_ar,
        name_en: row.name_en,
        aliases: row.aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        district_code: row.district_code,
        region_code: row.region_code,
        south: row.south,
        branch_id: row.branch_id,
        active_from: row.active_from,
        active_to: row.active_to,
    }
}

/// A municipality by its code or by any of its names, folded.
pub fn find_by_name<'a>(places: &'a Places, name: &str) -> Option<&'a Municipality> {
    let wanted = text::fold(name.trim());
    places.municipalities.iter().find(|m| {
        m.code == name.trim()
            || text::fold(&m.name_ar) == wanted
            || text::fold(&m.name_en) == wanted
            || m.aliases.iter().any(|alias| text::fold(alias) == wanted)
    })
}

/// Official holidays with their names, the coming ones first.
pub async fn holiday_rows(db: &Db) -> Result<Vec<Holiday>, AppError> {
    let rows = holiday::Entity::find().order_by_desc(holiday::Column::Day).all(db.read()).await?;
    let view = |row: holiday::Model| Holiday { day: row.day, name_ar: row.name_ar, name_en: row.name_en };
    Ok(rows.into_iter().map(view).collect())
}

/// Official holidays; the weekend is not among them.
pub async fn holidays<C: ConnectionTrait>(db: &C) -> Result<HashSet<NaiveDate>, AppError> {
    let days = holiday::Entity::find().all(db).await?;
    Ok(days.into_iter().map(|row| row.day).collect())
}

fn of_branch(branch: BranchId) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::BranchId.eq(branch))
        .into_query()
}

/// Rows whose municipality lies within one of these scopes. Without a scope it is a condition that
/// nothing fulfils.
pub fn within(scopes: Vec<Scope>, municipality: impl ColumnTrait) -> Condition {
    scopes.into_iter().fold(Condition::any().add(Expr::cust("1 = 0")), |any, scope| match scope {
        Scope::Whole => any.add(Expr::cust("1 = 1")),
        Scope::Branch(branch) => any.add(municipality.in_subquery(of_branch(branch))),
        Scope::Municipality(code) => any.add(municipality.eq(code)),
    })
}
