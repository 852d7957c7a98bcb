//! Loads of reference data. Each belongs to the migration that makes it, with files of its own below `data`, which stay as they
//! are: another list of places is another migration with another folder. A load adds rows; one that is there already stays as
//! administrators have made it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement, Value};
use serde::Deserialize;

#[derive(Deserialize)]
struct District {
    iso_3166_2: String,
    name_ar: String,
    name_en: String,
    region_code: String,
    region_ar: String,
    region_en: String,
}

#[derive(Deserialize)]
struct Municipality {
    code: String,
    name_ar: String,
    name_en: String,
    district_iso: String,
    region_code: String,
    south: String,
    lat: Option<f64>,
    lon: Option<f64>,
    aliases: String,
}

#[derive(Deserialize)]
struct Crafts {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    code: String,
    ar: String,
    en: String,
    food: bool,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    code: String,
    ar: String,
    en: String,
    materials_ar: Vec<String>,
    variants: Vec<String>,
}

async fn insert(manager: &SchemaManager<'_>, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.execute_raw(statement).await.map(|_| ())
}

fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, DbErr> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| DbErr::Migration(format!("reference data: {error}")))
}

/// Adds districts and municipalities, from texts of CSV.
pub async fn places(manager: &SchemaManager<'_>, districts: &str, municipalities: &str) -> Result<(), DbErr> {
    for d in rows::<District>(districts)? {
        insert(
            manager,
            "INSERT INTO district (code, name_ar, name_en, region_code, region_ar, region_en) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING",
            vec![d.iso_3166_2.into(), d.name_ar.into(), d.name_en.into(), d.region_code.into(), d.region_ar.into(), d.region_en.into()],
        )
        .await?;
    }
    for m in rows::<Municipality>(municipalities)? {
        let district = (!m.district_iso.is_empty()).then_some(m.district_iso);
        insert(
            manager,
            "INSERT INTO municipality (code, name_ar, name_en, district_code, region_code, south, lat, lon, aliases) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (code) DO NOTHING",
            vec![
                m.code.into(),
                m.name_ar.into(),
                m.name_en.into(),
                district.into(),
                m.region_code.into(),
                m.south.into(),
                m.lat.into(),
                m.lon.into(),
                m.aliases.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Adds crafts with their items, from a text of JSON; new ones stand behind those that are there.
pub async fn crafts(manager: &SchemaManager<'_>, crafts: &str) -> Result<(), DbErr> {
    let crafts: Crafts = serde_json::from_str(crafts).map_err(|error| DbErr::Migration(format!("crafts: {error}")))?;
    for field in crafts.fields {
        insert(
            manager,
            "INSERT INTO craft (code, name_ar, name_en, food, position, active) \
             SELECT $1, $2, $3, $4, COALESCE(MAX(position), -1) + 1, TRUE FROM craft WHERE TRUE ON CONFLICT (code) DO NOTHING",
            vec![field.code.clone().into(), field.ar.into(), field.en.into(), field.food.into()],
        )
        .await?;
        for item in field.items {
            insert(
                manager,
                "INSERT INTO craft_item (code, craft_code, name_ar, name_en, materials_ar, variants, position, active) \
                 SELECT $1, $2, $3, $4, $5, $6, COALESCE(MAX(position), -1) + 1, TRUE FROM craft_item WHERE craft_code = $2 \
                 ON CONFLICT (code) DO NOTHING",
                vec![
                    item.code.into(),
                    field.code.clone().into(),
                    item.ar.into(),
                    item.en.into(),
                    item.materials_ar.join("|").into(),
                    item.variants.join("|").into(),
                ],
            )
            .await?;
        }
    }
    Ok(())
}
