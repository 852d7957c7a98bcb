//! What changed of what the public sees, a row for each thing, in place of one number that rose with every change.

use crate::ddl;

/// Rows are only read for some minutes; the worker erases them after a day. `tx` tells which rows may still come: a sequence
/// is taken before its transaction is committed.
const POSTGRES: &str = r"
CREATE TABLE public_change (
    seq {id},
    kind TEXT NOT NULL,
    key BIGINT NOT NULL,
    tx BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    at {at} NOT NULL DEFAULT CURRENT_TIMESTAMP
)
;;
CREATE INDEX public_change_tx ON public_change (tx)
;;
CREATE INDEX public_change_at ON public_change (at)
;;
DROP TABLE epoch
";

const SQLITE: &str = r"
CREATE TABLE public_change (
    seq {id},
    kind TEXT NOT NULL,
    key BIGINT NOT NULL,
    at {at} NOT NULL DEFAULT CURRENT_TIMESTAMP
)
;;
CREATE INDEX public_change_at ON public_change (at)
;;
DROP TABLE epoch
";

ddl::migration! {
    /// One table for one row.
    |manager| ddl::run_own(manager, SQLITE, POSTGRES).await
}
