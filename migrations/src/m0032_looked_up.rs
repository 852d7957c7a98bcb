//! What is looked up by: parts of perceptual hashes, and notices that were not read.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Indexes. One over the whole hash found nothing that differs in a bit.
#[derive(DeriveMigrationName)]
pub struct Migration;

const SQL: &str = "
DROP INDEX media_perceptual_hash
;;
CREATE INDEX media_hash_1 ON media (((perceptual_hash >> 48) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_2 ON media (((perceptual_hash >> 32) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_3 ON media (((perceptual_hash >> 16) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_4 ON media ((perceptual_hash & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL
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
