//! Corrections of what a licensed family said, each decided as a case of its own; and what a family has changed of an application
//! that came back.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// The table of corrections.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// `slot`: what of the family is to be changed; one correction of it waits at a time.
/// `changed_parts`: what the family has changed since its application came back.
const TABLES: &str = r"
CREATE TABLE family_correction (
    id {id}, family_id BIGINT NOT NULL REFERENCES family (id), slot TEXT NOT NULL, change_json TEXT NOT NULL,
    state TEXT NOT NULL, asked_at {at} NOT NULL
)
;;
CREATE INDEX family_correction_family ON family_correction (family_id, id)
;;
ALTER TABLE family ADD COLUMN changed_parts TEXT NOT NULL DEFAULT ''
;;
CREATE UNIQUE INDEX family_correction_waiting ON family_correction (family_id, slot) WHERE state = 'waiting'
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
