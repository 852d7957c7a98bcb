//! Editing places: names, dates and branches change, codes never do.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveTime};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::entity::{branch, district, holiday, municipality};
use super::types::BranchForm;
use crate::Reindex;
use ground::changes::REFERENCE;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::history::Event;
use ground::ids::BranchId;
use ground::text;

async fn record(tx: &Tx, ctx: &Ctx, act: &str, kind: &str, key: &str) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: kind, subject_id: 0, details: key.to_owned() }).await
}

/// A municipality as typed and checked.
#[derive(Debug, Clone)]
pub struct MunicipalityForm {
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// District; decides the region.
    pub district: String,
    /// Whether it counts as the south: `core`, `extended` or `no`.
    pub south: String,
    /// Other spellings, one a line.
    pub aliases: String,
    /// Branch that looks after it.
    pub branch: Option<BranchId>,
    /// First day.
    pub active_from: Option<NaiveDate>,
    /// The day from which it is no more.
    pub active_to: Option<NaiveDate>,
}

/// Saves a municipality, or a new one when no code is given. Gives its code. Products found by its name are
/// written anew by the worker.
pub async fn save_municipality(ctx: &Ctx, code: Option<&str>, form: MunicipalityForm) -> Result<String, AppError> {
    let MunicipalityForm { name_ar, name_en, district: of, south, aliases, branch, active_from, active_to } = form;
    let tx = ctx.begin().await?;
    let found = district::Entity::find_by_id(&of).one(&*tx).await?;
    let region = found.ok_or(FieldErrors::one("district", Problem::NotAChoice))?.region_code;
    let known = match code {
        Some(code) => Some(municipality::Entity::find_by_id(code).one(&*tx).await?.ok_or(AppError::NotFound)?),
        None => None,
    };
    // The same form sent twice makes one municipality.
    let twin = municipality::Entity::find().filter(municipality::Column::NameAr.eq(&name_ar)).one(&*tx).await?;
    if twin.is_some_and(|twin| Some(twin.code.as_str()) != code) {
        return Err(FieldErrors::one("name_ar", Problem::Twice).into());
    }
    // Files and forms find a municipality by any of its names: one name, one municipality.
    let others = municipality::Entity::find().all(&*tx).await?;
    let taken: HashSet<String> = others
        .iter()
        .filter(|other| Some(other.code.as_str()) != code)
        .flat_map(|other| [other.name_ar.as_str(), other.name_en.as_str()].into_iter().chain(other.aliases.split('|')))
        .map(text::fold)
        .collect();
    let is_taken = |name: &str| !name.trim().is_empty() && taken.contains(&text::fold(name.trim()));
    // English names are transliterations, of which two may be alike.
    let wrong = [("name_ar", is_taken(&name_ar)), ("aliases", aliases.lines().any(is_taken))];
    if let Some((field, _)) = wrong.into_iter().find(|(_, taken)| *taken) {
        return Err(FieldErrors::one(field, Problem::Twice).into());
    }
    let renamed = known.as_ref().is_some_and(|m| m.name_ar != name_ar || m.name_en != name_en);
    let moved = known.as_ref().is_some_and(|m| m.region_code != region);
    let is_new = known.is_none();
    let mut row = match known {
        Some(known) => known.into_active_model(),
        None => municipality::ActiveModel { code: Set(free_code(&tx).await?), ..Default::default() },
    };
    let aliases: Vec<&str> = aliases.lines().map(str::trim).filter(|alias| !alias.is_empty()).collect();
    let at = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    row.name_ar = Set(name_ar);
    row.name_en = Set(name_en);
    row.district_code = Set(Some(of));
    row.region_code = Set(region);
    row.south = Set(south);
    row.aliases = Set(aliases.join("|").replace("||", "|"));
    row.branch_id = Set(branch);
    row.active_from = Set(active_from.map(at));
    row.active_to = Set(active_to.map(at));
    let saved = if is_new { row.insert(&*tx).await? } else { row.update(&*tx).await? };
    if renamed || moved {
        tx.later(ctx.now, &Reindex { craft: None, municipality: Some(saved.code.clone()) }).await?;
    }
    record(&tx, ctx, "reference.municipality", "municipality", &saved.code).await?;
    tx.changed(REFERENCE.all()).await?;
    tx.commit().await?;
    Ok(saved.code)
}

async fn free_code(tx: &Tx) -> Result<String, AppError> {
    let mut number = municipality::Entity::find().count(&**tx).await? + 1;
    loop {
        let code = format!("LYM{number:03}");
        if municipality::Entity::find_by_id(&code).one(&**tx).await?.is_none() {
            return Ok(code);
        }
        number += 1;
    }
}

/// Saves the names of a district; districts are those of 2007 and are not added to.
pub async fn save_district(ctx: &Ctx, code: &str, name_ar: String, name_en: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let mut row = district::Entity::find_by_id(code).one(&*tx).await?.ok_or(AppError::NotFound)?.into_active_model();
    row.name_ar = Set(name_ar);
    row.name_en = Set(name_en);
    row.update(&*tx).await?;
    record(&tx, ctx, "reference.district", "district", code).await?;
    tx.changed(REFERENCE.all()).await?;
    Ok(tx.commit().await?)
}

/// Saves a branch of the Authority, or a new one when no key is given.
pub async fn save_branch(ctx: &Ctx, id: Option<BranchId>, form: BranchForm) -> Result<(), AppError> {
    let BranchForm { name_ar, name_en, municipality, address_ar, address_en, phone, hours_ar, hours_en, networks } = form;
    let tx = ctx.begin().await?;
    // One name, one branch.
    let twin = branch::Entity::find().filter(branch::Column::NameAr.eq(&name_ar)).one(&*tx).await?;
    if twin.is_some_and(|twin| Some(twin.id) != id) {
        return Err(FieldErrors::one("name_ar", Problem::Twice).into());
    }
    let mut row = match id {
        Some(id) => branch::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?.into_active_model(),
        None => branch::ActiveModel { ..Default::default() },
    };
    row.name_ar = Set(name_ar);
    row.name_en = Set(name_en);
    row.municipality_code = Set(municipality);
    row.address_ar = Set(address_ar);
    row.address_en = Set(address_en);
    row.phone = Set(phone);
    row.hours_ar = Set(hours_ar);
    row.hours_en = Set(hours_en);
    row.networks = Set(networks);
    let saved = if id.is_some() { row.update(&*tx).await? } else { row.insert(&*tx).await? };
    record(&tx, ctx, "reference.branch", "branch", &saved.id.to_string()).await?;
    tx.changed(REFERENCE.all()).await?;
    Ok(tx.commit().await?)
}

/// Saves an official holiday. Days of cases are counted anew by the caller, in the same transaction.
pub async fn save_holiday(tx: &Tx, ctx: &Ctx, day: NaiveDate, name_ar: String, name_en: String) -> Result<(), AppError> {
    let key = day.to_string();
    let sql = "INSERT INTO holiday (day, name_ar, name_en) VALUES ($1, $2, $3) \
               ON CONFLICT (day) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en";
    tx.run(sql, vec![day.into(), name_ar.into(), name_en.into()]).await?;
    record(tx, ctx, "reference.holiday", "holiday", &key).await
}

/// Whether a day has a holiday already.
pub async fn is_holiday(tx: &Tx, day: NaiveDate) -> Result<bool, AppError> {
    Ok(holiday::Entity::find_by_id(day).one(&**tx).await?.is_some())
}

/// Takes a holiday out again; one that is not there is out already.
pub async fn remove_holiday(tx: &Tx, ctx: &Ctx, day: NaiveDate) -> Result<(), AppError> {
    if holiday::Entity::delete_by_id(day).exec(&**tx).await?.rows_affected == 0 {
        return Ok(());
    }
    record(tx, ctx, "reference.holiday_removed", "holiday", &day.to_string()).await
}
