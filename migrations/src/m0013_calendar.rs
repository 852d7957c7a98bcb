//! The secret address under which a person's calendar is fetched by a calendar program.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Its table.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// The address is shown again whenever its owner asks, so it is stored as it is; it opens nothing but times of lessons.
const TABLE: &str = r"
CREATE TABLE calendar_link (
    person_id BIGINT PRIMARY KEY REFERENCES person (id), secret TEXT NOT NULL UNIQUE, created_at {at} NOT NULL
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, TABLE).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
