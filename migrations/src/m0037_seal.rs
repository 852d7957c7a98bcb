//! With which keys the database is sealed.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// A table of proofs, from which no key can be found. Values are sealed when the program starts, as a migration has no key. A version
/// before this one does not know a recovery code that was sealed, nor that a trainee has signed up already.
#[derive(DeriveMigrationName)]
pub struct Migration;

const SQL: &str = "CREATE TABLE seal_key (position BIGINT PRIMARY KEY, proof TEXT NOT NULL)";

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
