//! What the form for one row of reference data does, and the form again with what is wrong: municipalities, districts,
//! branches, holidays, crafts and their items.

use std::net::IpAddr;

use axum::extract::Path;
use chrono::NaiveDate;

use crate::phrases::{Phrase, save_phrase};
use crate::refusals;
use crate::types::{NEW, Table};
use crate::{acts, pages};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::BranchId;
use ground::route::Answer;
use ground::text;
use ground::ui::{Done, done};
use people::crafts::{self, CraftForm, ItemForm};
use people::place::{self, Branch, BranchForm, MunicipalityForm, Places};

pub(crate) fn table_of(code: &str) -> Result<Table, AppError> {
    Table::from_code(code).ok_or(AppError::NotFound)
}

type Key = Path<(String, String, String)>;

fn branch<'a>(places: &'a Places, key: &str) -> Result<&'a Branch, AppError> {
    let id: BranchId = key.parse().map_err(|_| AppError::NotFound)?;
    places.branches.iter().find(|branch| branch.id == id).ok_or(AppError::NotFound)
}

/// The form of a branch that is there.
pub(crate) fn stored_branch(places: &Places, key: &str) -> Result<Form, AppError> {
    let branch = branch(places, key)?;
    Ok(Form::of([
        ("name_ar", branch.name_ar.clone()),
        ("name_en", branch.name_en.clone()),
        ("municipality", branch.municipality.clone().unwrap_or_default()),
        ("address_ar", branch.address_ar.clone()),
        ("address_en", branch.address_en.clone()),
        ("branch_phone", branch.phone.clone()),
        ("hours_ar", branch.hours_ar.clone()),
        ("hours_en", branch.hours_en.clone()),
        ("networks", branch.networks.clone()),
    ]))
}

/// The holiday of an address.
fn holiday(key: &str) -> Result<NaiveDate, AppError> {
    key.parse().map_err(|_| AppError::NotFound)
}

pub(crate) async fn again(ctx: &Ctx, table: Table, key: &str, filled: &Filled) -> Answer {
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let page = pages::reference_row(ctx, table, key, filled, &places, &crafts);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn save(ctx: Ctx, Path((_, table, key)): Key, form: Form) -> Answer {
    let table = table_of(&table)?;
    match write(&ctx, table, &key, &form).await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/reference/{}", table.code()), Done::Saved)),
        Err(AppError::Invalid(errors)) => again(&ctx, table, &key, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Takes a holiday out; no other row of reference data ever goes.
pub(crate) async fn remove(ctx: Ctx, Path((_, key)): Path<(String, String)>) -> Answer {
    acts::remove_holiday(&ctx, holiday(&key)?).await?;
    Ok(done(&ctx, &format!("/desk/reference/{}", Table::Holidays.code()), Done::Removed))
}

async fn write(ctx: &Ctx, table: Table, key: &str, form: &Form) -> Result<(), AppError> {
    let known = (key != NEW).then_some(key);
    match table {
        Table::Municipalities => write_municipality(ctx, known, form).await,
        Table::Districts => write_district(ctx, known.ok_or(AppError::NotFound)?, form).await,
        Table::Branches => write_branch(ctx, known, form).await,
        Table::Holidays => write_holiday(ctx, known, form).await,
        Table::Crafts => write_craft(ctx, known, form).await,
        Table::Items => write_item(ctx, known, form).await,
        Table::Phrases => write_phrase(ctx, known, form).await,
    }
}

/// What a row is called: in Arabic, and in English.
fn names(check: &mut Check<'_>) -> (String, String) {
    let (ar, en) = (check.needed_line("name_ar", 2, 80), check.needed_line("name_en", 2, 80));
    if !ar.is_empty() && !text::has_arabic(&ar) {
        check.wrong("name_ar", Problem::ArabicNeeded);
    }
    (ar, en)
}

async fn write_municipality(ctx: &Ctx, code: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    let places = place::places(&ctx.db).await?;
    let district = |code: &str| places.districts.iter().find(|d| d.code == code).map(|d| d.code.clone());
    let read = MunicipalityForm {
        name_ar,
        name_en,
        district: check.choice("district", district).unwrap_or_default(),
        south: check.choice("south", |code| pages::SOUTH.contains(&code).then(|| code.to_owned())).unwrap_or_default(),
        aliases: check.lines("aliases", 1_000).replace('|', "\n"),
        branch: match form.get("branch") {
            "" => None,
            _ => check.choice("branch", |key| branch(&places, key).ok().map(|branch| branch.id)),
        },
        active_from: check.date("active_from"),
        active_to: check.date("active_to"),
    };
    if read.active_from.zip(read.active_to).is_some_and(|(from, to)| to <= from) {
        check.wrong("active_to", Problem::EndsBefore);
    }
    check.done()?;
    place::save_municipality(ctx, code, read).await.map(|_| ())
}

async fn write_district(ctx: &Ctx, code: &str, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    check.done()?;
    place::save_district(ctx, code, name_ar, name_en).await
}

async fn write_branch(ctx: &Ctx, key: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    let places = place::places(&ctx.db).await?;
    let read = BranchForm {
        name_ar,
        name_en,
        municipality: match form.get("municipality") {
            "" => None,
            _ => check.choice("municipality", |code| places.municipality(code).map(|m| m.code.clone())),
        },
        address_ar: check.line("address_ar", 200),
        address_en: check.line("address_en", 200),
        phone: check.line("branch_phone", 80),
        hours_ar: check.line("hours_ar", 120),
        hours_en: check.line("hours_en", 120),
        networks: check.lines("networks", 1_000),
    };
    // As an address of a visitor is written.
    if read.networks.lines().map(str::trim).any(|line| !line.is_empty() && line.parse::<IpAddr>().is_err()) {
        check.wrong("networks", refusals::NOT_AN_ADDRESS);
    }
    check.done()?;
    let id = key.map(str::parse).transpose().map_err(|_| AppError::NotFound)?;
    place::save_branch(ctx, id, read).await
}

async fn write_holiday(ctx: &Ctx, key: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    let day = check.needed_date("day");
    check.done()?;
    acts::save_holiday(ctx, key.map(holiday).transpose()?, day, name_ar, name_en).await
}

async fn write_craft(ctx: &Ctx, known: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    let code = match known {
        Some(code) => code.to_owned(),
        None => new_code(&mut check),
    };
    let (food, active) = (check.flag("food"), check.flag("active"));
    let position = check.number("position", 0, 1_000).unwrap_or(999);
    check.done()?;
    let form = CraftForm { name_ar, name_en, food, active, position };
    match known {
        Some(_) => crafts::save_craft(ctx, &code, form).await,
        None => crafts::add_craft(ctx, &code, form).await,
    }
}

/// The code of a new craft: small Latin letters and digits, and not the word that stands for a new row.
fn new_code(check: &mut Check<'_>) -> String {
    let code = check.needed_line("code", 2, 30);
    if code == NEW || !code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        check.wrong("code", refusals::NOT_A_CODE);
    }
    code
}

async fn write_phrase(ctx: &Ctx, key: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (words_ar, words_en) = (check.needed_lines("name_ar", 5, 300), check.needed_lines("name_en", 5, 300));
    if !words_ar.is_empty() && !text::has_arabic(&words_ar) {
        check.wrong("name_ar", Problem::ArabicNeeded);
    }
    let parts = pages::parts(ctx.l);
    let part = check.choice("part", |code| parts.iter().any(|(part, _)| part == code).then(|| code.to_owned())).unwrap_or_default();
    let (active, position) = (check.flag("active"), check.number("position", 0, 1_000).unwrap_or(999));
    check.done()?;
    let id = key.map_or(Ok(0), str::parse).map_err(|_| AppError::NotFound)?;
    save_phrase(ctx, Phrase { id, part, words_ar, words_en, active, position }).await
}

async fn write_item(ctx: &Ctx, key: Option<&str>, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let (name_ar, name_en) = names(&mut check);
    let known = crafts::crafts(&ctx.db).await?;
    let craft = check.choice("craft", |code| known.craft(code).map(|craft| craft.code.clone())).unwrap_or_default();
    let active = check.flag("active");
    check.done()?;
    crafts::save_item(ctx, key, ItemForm { craft, name_ar, name_en, active }).await.map(|_| ())
}
