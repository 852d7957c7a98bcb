//! What the site map asks of products on the market by key: how many there are, and what changed last.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// One index, which answers by itself. Families are few, and have their key.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE INDEX product_site_map ON product (id, changed_at) WHERE state = 'published' AND NOT withheld";
        ddl::run(manager, sql).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(ddl::no_way_back())
    }
}
