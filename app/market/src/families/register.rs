//! The register of families as officers see it: everyone within their scope, in any state.

use chrono::{Days, NaiveDate};
use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::entity::{family, family_craft};
use super::reads::application_in;
use super::rules::FamilyState;
use super::types::Application;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::FamilyId;
use ground::sql;
use ground::text;
use people::place;

/// Rows a page shows.
const ROWS: u64 = 50;
/// Most families of a file.
pub const MOST_OF_FILE: usize = 20_000;
/// Days before its last one in which a licence ends soon.
pub const ENDS_SOON_DAYS: u64 = 60;

/// What the register is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct RegisterFilter {
    /// Part of a trade name, or a whole licence number.
    pub text: String,
    /// State.
    pub state: Option<FamilyState>,
    /// Municipality.
    pub municipality: Option<String>,
    /// Craft.
    pub craft: Option<String>,
    /// Only licences that end within [`ENDS_SOON_DAYS`].
    pub ends_soon: bool,
    /// Only applications that the actor fills in.
    pub helped: bool,
    /// Rows after this one.
    pub after: Option<FamilyId>,
}

/// A line of the register.
#[derive(Debug, Clone)]
pub struct RegisterRow {
    /// Key.
    pub id: FamilyId,
    /// Trade name.
    pub trade_name: String,
    /// State.
    pub state: FamilyState,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Codes of what it makes.
    pub crafts: Vec<String>,
    /// The phone to be called on; empty where none is given.
    pub phone: String,
    /// Licence number and last day.
    pub licence: Option<(String, NaiveDate)>,
    /// Whether the actor fills in its application.
    pub helped: bool,
}

/// Families within scope, and those whose application the actor fills in wherever they live.
fn reached(ctx: &Ctx) -> Condition {
    place::within(ctx.actor.scopes(Role::DESK), family::Column::MunicipalityCode).add(family::Column::HelpedBy.eq(ctx.actor.id()))
}

/// Whether a family that has or had a licence lives within the actor's scope.
pub async fn licensed_within(ctx: &Ctx, id: FamilyId) -> Result<bool, AppError> {
    let query = family::Entity::find_by_id(id)
        .filter(place::within(ctx.actor.scopes(Role::DESK), family::Column::MunicipalityCode))
        .filter(family::Column::State.is_in(FamilyState::LICENSED));
    Ok(query.count(ctx.db.read()).await? > 0)
}

fn filtered(ctx: &Ctx, filter: &RegisterFilter) -> Select<family::Entity> {
    let me = ctx.actor.id();
    let mut query = family::Entity::find().filter(reached(ctx));
    match filter.state {
        Some(state) => query = query.filter(family::Column::State.eq(state)),
        // What is still being filled in at home is nobody's to read.
        None => {
            query = query.filter(Condition::any().add(family::Column::State.ne(FamilyState::Draft)).add(family::Column::HelpedBy.eq(me)))
        }
    }
    if filter.state == Some(FamilyState::Draft) || filter.helped {
        query = query.filter(family::Column::HelpedBy.eq(me));
    }
    if let Some(code) = &filter.municipality {
        query = query.filter(family::Column::MunicipalityCode.eq(code));
    }
    if let Some(code) = &filter.craft {
        let of_craft = family_craft::Entity::find().select_only().column(family_craft::Column::FamilyId);
        let of_craft = of_craft.filter(family_craft::Column::CraftCode.eq(code)).into_query();
        query = query.filter(family::Column::Id.in_subquery(of_craft));
    }
    if filter.ends_soon {
        let today = day_in_tripoli(ctx.now);
        let last = today.checked_add_days(Days::new(ENDS_SOON_DAYS)).unwrap_or(today);
        query = query.filter(family::licensed(today)).filter(family::Column::LicenceExpiresOn.lte(last));
    }
    if !filter.text.is_empty() {
        let licence = family::Column::LicenceNumber.eq(text::typed(&filter.text).to_uppercase());
        query = query.filter(Condition::any().add(sql::holds_text(ctx.db.backend(), "trade_name", &filter.text)).add(licence));
    }
    query
}

async fn lines(ctx: &Ctx, rows: Vec<family::Model>) -> Result<Vec<RegisterRow>, AppError> {
    let me = ctx.actor.id();
    // In parts: a database takes so many values at a time.
    let mut crafts: HashMap<FamilyId, Vec<String>> = HashMap::new();
    for part in rows.chunks(1_000) {
        let of_them = family_craft::Entity::find().filter(family_craft::Column::FamilyId.is_in(part.iter().map(|row| row.id)));
        for row in of_them.order_by_asc(family_craft::Column::CraftCode).all(ctx.db.read()).await? {
            crafts.entry(row.family_id).or_default().push(row.craft_code);
        }
    }
    let line = |row: family::Model| RegisterRow {
        id: row.id,
        trade_name: row.trade_name,
        state: row.state,
        municipality: row.municipality_code,
        crafts: crafts.remove(&row.id).unwrap_or_default(),
        phone: row.contact_phone,
        licence: row.licence_number.zip(row.licence_expires_on),
        helped: row.helped_by.is_some() && row.helped_by == me,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Families that fit, the newest first, whether there are more, and how many there are in all.
pub async fn register(ctx: &Ctx, filter: &RegisterFilter) -> Result<(Vec<RegisterRow>, Option<FamilyId>, u64), AppError> {
    let db = ctx.db.read();
    let all = filtered(ctx, filter).count(db).await?;
    let mut query = filtered(ctx, filter).order_by_desc(family::Column::Id).limit(ROWS + 1);
    if let Some(after) = filter.after {
        query = query.filter(family::Column::Id.lt(after));
    }
    let mut rows = query.all(db).await?;
    let more = rows.len() as u64 > ROWS;
    rows.truncate(ROWS as usize);
    let next = rows.last().map(|row| row.id).filter(|_| more);
    Ok((lines(ctx, rows).await?, next, all))
}

/// The same as a whole, for a file: [`MOST_OF_FILE`] at most, and one more where there are more.
pub async fn register_all(ctx: &Ctx, filter: &RegisterFilter) -> Result<Vec<RegisterRow>, AppError> {
    let query = filtered(ctx, filter).order_by_desc(family::Column::Id).limit(MOST_OF_FILE as u64 + 1);
    lines(ctx, query.all(ctx.db.read()).await?).await
}

/// One family of the register with its application.
pub async fn registered(ctx: &Ctx, id: FamilyId) -> Result<Application, AppError> {
    let query = family::Entity::find_by_id(id).filter(reached(ctx));
    let family = query.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    if family.state == FamilyState::Draft && family.helped_by != ctx.actor.id() {
        return Err(AppError::NotFound);
    }
    application_in(ctx.db.read(), &family).await
}

/// What families are called that have been sent and that the actor reaches, by key.
pub async fn called(ctx: &Ctx, ids: Vec<FamilyId>) -> Result<HashMap<FamilyId, String>, AppError> {
    let query = family::Entity::find().select_only().columns([family::Column::Id, family::Column::TradeName]).filter(reached(ctx));
    let query = query.filter(family::Column::Id.is_in(ids)).filter(family::Column::State.ne(FamilyState::Draft));
    Ok(query.into_tuple::<(FamilyId, String)>().all(ctx.db.read()).await?.into_iter().collect())
}

/// Codes of what a family makes.
pub async fn crafts_of<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<Vec<String>, AppError> {
    let rows = family_craft::Entity::find().filter(family_craft::Column::FamilyId.eq(family)).order_by_asc(family_craft::Column::CraftCode);
    Ok(rows.all(db).await?.into_iter().map(|row| row.craft_code).collect())
}

/// The last day of a family's licence, if it holds on a day.
pub async fn licensed_until<C: ConnectionTrait>(db: &C, id: FamilyId, today: NaiveDate) -> Result<Option<NaiveDate>, AppError> {
    Ok(licensed_untils(db, vec![id], today).await?.remove(&id))
}

/// The last day of the licence of each of some families; one whose licence does not hold on a day is left out.
pub async fn licensed_untils<C: ConnectionTrait>(
    db: &C,
    ids: Vec<FamilyId>,
    today: NaiveDate,
) -> Result<HashMap<FamilyId, NaiveDate>, AppError> {
    let query = family::Entity::find().select_only().column(family::Column::Id).column(family::Column::LicenceExpiresOn);
    let query = query.filter(family::Column::Id.is_in(ids)).filter(family::licensed(today));
    let rows: Vec<(FamilyId, Option<NaiveDate>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().filter_map(|(id, day)| Some((id, day?))).collect())
}
