//! Points of the audit trail that are sealed with a key from outside the database.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// A table. It points to the trail without a foreign key: it has to stay when somebody erases the trail.
#[derive(DeriveMigrationName)]
pub struct Migration;

const SQL: &str = "
CREATE TABLE audit_checkpoint (
    number BIGINT PRIMARY KEY, audit_id BIGINT NOT NULL, at {at} NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, SQL).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
