//! Lanes of the worker, and whose a task is that is worked on. Mails that were sent are emptied.

use sea_orm_migration::prelude::*;

use crate::ddl;

/// Two columns of the outbox. A version that does not know them leaves its mails among the work, where they are done too.
#[derive(DeriveMigrationName)]
pub struct Migration;

const SQL: &str = "
ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT 'work'
;;
ALTER TABLE outbox ADD COLUMN claimed_by TEXT
;;
UPDATE outbox SET lane = 'mail' WHERE task LIKE '{\"task\":\"mail\"%'
;;
UPDATE outbox SET task = '{\"task\":\"mail\"}' WHERE lane = 'mail' AND state = 'done'
;;
DROP INDEX outbox_due
;;
CREATE INDEX outbox_due ON outbox (lane, due_at) WHERE state = 'waiting'
;;
CREATE INDEX outbox_state ON outbox (state)
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
