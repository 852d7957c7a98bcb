//! Who counted the votes of a sitting has a hand in what comes of it.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// One column.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, "ALTER TABLE sitting ADD COLUMN counted_by BIGINT REFERENCES person (id)").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
