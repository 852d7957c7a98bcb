//! Places and crafts, filled from `assets/reference`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement, Value};
use serde::Deserialize;

use crate::ddl;

/// Tables of places, branches, holidays and crafts.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = r"
CREATE TABLE district (
    code TEXT PRIMARY KEY, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
    region_code TEXT NOT NULL, region_ar TEXT NOT NULL, region_en TEXT NOT NULL
)
;;
CREATE TABLE branch (id {id}, name_ar TEXT NOT NULL, name_en TEXT NOT NULL)
;;
CREATE TABLE municipality (
    code TEXT PRIMARY KEY, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
    district_code TEXT REFERENCES district (code), region_code TEXT NOT NULL, south TEXT NOT NULL,
    lat {real}, lon {real}, aliases TEXT NOT NULL, active_from {at}, active_to {at},
    branch_id BIGINT REFERENCES branch (id)
)
;;
CREATE TABLE holiday (day TEXT PRIMARY KEY, name_ar TEXT NOT NULL, name_en TEXT NOT NULL)
;;
CREATE TABLE craft (
    code TEXT PRIMARY KEY, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
    food BOOLEAN NOT NULL, position BIGINT NOT NULL, active BOOLEAN NOT NULL
)
;;
CREATE TABLE craft_item (
    code TEXT PRIMARY KEY, craft_code TEXT NOT NULL REFERENCES craft (code),
    name_ar TEXT NOT NULL, name_en TEXT NOT NULL, materials_ar TEXT NOT NULL, variants TEXT NOT NULL,
    position BIGINT NOT NULL, active BOOLEAN NOT NULL
)
";

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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await?;
        fill_places(manager).await?;
        fill_crafts(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
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

async fn fill_places(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for d in rows::<District>(include_str!("../../assets/reference/districts.csv"))? {
        insert(
            manager,
            "INSERT INTO district (code, name_ar, name_en, region_code, region_ar, region_en) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![d.iso_3166_2.into(), d.name_ar.into(), d.name_en.into(), d.region_code.into(), d.region_ar.into(), d.region_en.into()],
        )
        .await?;
    }
    for m in rows::<Municipality>(include_str!("../../assets/reference/municipalities.csv"))? {
        let district = (!m.district_iso.is_empty()).then_some(m.district_iso);
        insert(
            manager,
            "INSERT INTO municipality (code, name_ar, name_en, district_code, region_code, south, lat, lon, aliases) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
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

async fn fill_crafts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let crafts: Crafts = serde_json::from_str(include_str!("../../assets/reference/crafts.json"))
        .map_err(|error| DbErr::Migration(format!("crafts.json: {error}")))?;
    for (position, field) in (0_i64..).zip(crafts.fields) {
        insert(
            manager,
            "INSERT INTO craft (code, name_ar, name_en, food, position, active) VALUES ($1, $2, $3, $4, $5, TRUE)",
            vec![field.code.clone().into(), field.ar.into(), field.en.into(), field.food.into(), position.into()],
        )
        .await?;
        for (position, item) in (0_i64..).zip(field.items) {
            insert(
                manager,
                "INSERT INTO craft_item (code, craft_code, name_ar, name_en, materials_ar, variants, position, active) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)",
                vec![
                    item.code.into(),
                    field.code.clone().into(),
                    item.ar.into(),
                    item.en.into(),
                    item.materials_ar.join("|").into(),
                    item.variants.join("|").into(),
                    position.into(),
                ],
            )
            .await?;
        }
    }
    Ok(())
}
