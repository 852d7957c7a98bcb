//! The register of families as officers see it: everyone within their scope, in any state.

use chrono::NaiveDate;
use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{family, family_craft};
use super::reads::application_in;
use super::rules::FamilyState;
use super::types::Application;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FamilyId;
use ground::sql;
use ground::text;
use people::place;

/// Rows a page shows.
const ROWS: u64 = 50;

/// What the register is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct RegisterFilter {
    /// Part of a trade name, or a whole licence number.
    pub text: String,
    /// State.
    pub state: Option<FamilyState>,
    /// Municipality.
    pub municipality: Option<String>,
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

/// Families that fit, the newest first, and whether there are more.
pub async fn register(ctx: &Ctx, filter: &RegisterFilter) -> Result<(Vec<RegisterRow>, Option<FamilyId>), AppError> {
    let me = ctx.actor.id();
    let mut query = family::Entity::find().filter(reached(ctx)).order_by_desc(family::Column::Id).limit(ROWS + 1);
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
    if !filter.text.is_empty() {
        let licence = family::Column::LicenceNumber.eq(text::typed(&filter.text).to_uppercase());
        query = query.filter(Condition::any().add(sql::holds_text(ctx.db.backend(), "trade_name", &filter.text)).add(licence));
    }
    if let Some(after) = filter.after {
        query = query.filter(family::Column::Id.lt(after));
    }
    let mut rows = query.all(ctx.db.read()).await?;
    let more = rows.len() as u64 > ROWS;
    rows.truncate(ROWS as usize);
    let next = rows.last().map(|row| row.id).filter(|_| more);
    let row = |row: family::Model| RegisterRow {
        id: row.id,
        trade_name: row.trade_name,
        state: row.state,
        municipality: row.municipality_code,
        licence: row.licence_number.zip(row.licence_expires_on),
        helped: row.helped_by.is_some() && row.helped_by == me,
    };
    Ok((rows.into_iter().map(row).collect(), next))
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
