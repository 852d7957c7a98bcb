//! Places and crafts, as they were known when Souq began.

use crate::{ddl, reference};

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

ddl::migration! {
    /// Tables of places, branches, holidays and crafts.
    |manager| {
        ddl::run(manager, TABLES).await?;
        let (districts, municipalities) =
            (include_str!("../data/2026-11/districts.csv"), include_str!("../data/2026-11/municipalities.csv"));
        reference::places(manager, districts, municipalities).await?;
        reference::crafts(manager, include_str!("../data/2026-11/crafts.json")).await
    }
}
