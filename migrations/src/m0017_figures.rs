//! What a cohort cost, and the field that a course belongs to.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Its columns.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// `spent` is in dirhams.
const COLUMNS: &str = r"
ALTER TABLE cohort ADD COLUMN spent BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE course ADD COLUMN field TEXT NOT NULL DEFAULT 'quality'
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, COLUMNS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
