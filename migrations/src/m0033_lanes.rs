//! Lanes of the worker, and whose a task is that is worked on. Mails that were sent are emptied.

use crate::ddl;

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

ddl::migration! {
    /// Two columns of the outbox. A version that does not know them leaves its mails among the work, where they are done too.
    |manager| ddl::run(manager, SQL).await
}
