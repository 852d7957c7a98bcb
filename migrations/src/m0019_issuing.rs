//! Certificates issued one by one by the worker, and the mark of a course's partner.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Progress of issuing, and a column for the logo.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = r"
CREATE TABLE issuing (
    cohort_id BIGINT PRIMARY KEY REFERENCES cohort (id), state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    begun_by BIGINT NOT NULL REFERENCES person (id), total BIGINT NOT NULL, issued BIGINT NOT NULL CHECK (issued <= total),
    incident TEXT NOT NULL DEFAULT '', changed_at {at} NOT NULL
)
;;
ALTER TABLE course ADD COLUMN partner_logo_id BIGINT REFERENCES media (id)
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
