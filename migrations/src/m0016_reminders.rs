//! Which reminders of a cohort were sent.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Its table.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// `days` before the first one. The key makes each reminder one, however many workers there are.
const TABLE: &str = r"
CREATE TABLE cohort_reminder (
    cohort_id BIGINT NOT NULL REFERENCES cohort (id), days BIGINT NOT NULL, PRIMARY KEY (cohort_id, days)
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
