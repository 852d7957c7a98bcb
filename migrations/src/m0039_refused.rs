//! Addresses to which no mail goes any more.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// One column, and an index by which each mail that arrives is looked up.
#[derive(DeriveMigrationName)]
pub struct Migration;

const SQL: &str = "
ALTER TABLE person ADD COLUMN email_refused_at {at}
;;
CREATE INDEX person_refused ON person (email) WHERE email_refused_at IS NOT NULL
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
