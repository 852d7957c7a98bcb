//! Columns of codes hold codes that the program knows, and keys lead somewhere.

use crate::constraints::{self, Constraint};
use crate::ddl;

/// The codes of each column as they are now. A later migration that knows more of them adds its constraint under the same name.
const CODES: &[(&str, &str, &[&str])] = &[
    ("outbox", "state", &["waiting", "done", "dead"]),
    ("casefile", "kind", &["family", "product", "renewal", "correction", "membership", "suspension", "report", "objection"]),
    ("casefile", "state", &["submitted", "in_review", "returned", "recommended", "decided", "objection_open", "closed"]),
    ("casefile", "recommended_outcome", &["approved", "refused"]),
    ("casefile", "outcome", &["approved", "refused"]),
    (
        "casefile",
        "reason_code",
        &["meets", "outside_scope", "not_true", "duplicate", "not_homemade", "no_permit", "prohibited", "misleading", "other"],
    ),
    (
        "case_event",
        "act",
        &[
            "open",
            "help",
            "take",
            "assign",
            "note",
            "flag",
            "document",
            "return",
            "resubmit",
            "recommend",
            "send_back",
            "decide",
            "object",
            "close",
            "withdraw",
        ],
    ),
    ("sitting", "kind", &["cohort", "fair"]),
    ("sitting", "state", &["called", "counted", "signed", "cancelled"]),
    ("sitting_vote", "choice", &["yes", "no"]),
    ("certificate", "state", &["issued", "superseded", "revoked", "expired"]),
    ("issuing", "state", &["running", "done", "failed"]),
    ("attendance", "mark", &["present", "late", "absent", "excused"]),
    ("attendance", "source", &["list", "code", "sheet"]),
    ("course", "field", &["quality", "craft", "marketing", "finance", "food"]),
    ("cohort", "state", &["planned", "open", "closed", "running", "finished", "certified", "cancelled"]),
    ("cohort", "policy", &["first_come", "lottery", "score", "balance", "committee"]),
    ("cohort_question", "kind", &["text", "choice", "file"]),
    (
        "enrolment",
        "state",
        &[
            "submitted",
            "screened",
            "returned",
            "nominated",
            "waitlisted",
            "offered",
            "confirmed",
            "attending",
            "completed",
            "certified",
            "incomplete",
            "no_show",
            "not_seated",
            "declined",
            "offer_expired",
            "withdrawn",
            "refused",
        ],
    ),
    ("fair", "kind", &["local", "national", "international"]),
    (
        "fair",
        "state",
        &["planned", "call_open", "call_closed", "reviewing", "results_published", "set_up", "running", "closed", "settled", "cancelled"],
    ),
    (
        "fair_application",
        "state",
        &[
            "draft",
            "submitted",
            "screened",
            "under_review",
            "accepted",
            "waitlisted",
            "refused",
            "confirmed",
            "expired",
            "booth_allocated",
            "ready",
            "checked_in",
            "closed_out",
            "withdrawn",
            "no_show",
        ],
    ),
    ("fair_application", "size", &["table", "small", "large", "kitchen"]),
    ("fair_application", "part", &["whole", "morning", "evening"]),
    ("fair_ride", "kind", &["bus", "room"]),
    ("fair_rider", "kind", &["bus", "room"]),
    ("booth", "kind", &["table", "small", "large", "kitchen"]),
    ("hall_part", "kind", &["aisle", "entrance", "zone"]),
    ("fair_counted", "what", &["brought", "sold", "returned", "damaged"]),
    ("fair_rating", "side", &["family", "visitor"]),
    ("fair_words", "side", &["family", "visitor"]),
    ("fair_review", "state", &["asked", "given", "tied"]),
    ("fair_objection", "state", &["open", "upheld", "rejected"]),
    ("import_job", "state", &["checked", "queued", "running", "done", "failed"]),
    ("product", "state", &["draft", "in_review", "returned", "published", "paused", "suspended", "retired", "refused"]),
    ("product", "making", &["hand", "half", "machine"]),
    ("product", "availability", &["in_stock", "made_to_order"]),
    ("product_version", "state", &["draft", "in_review", "returned", "live", "superseded", "refused"]),
    ("family", "state", &["draft", "submitted", "returned", "approved", "suspended", "expired", "refused", "left"]),
    ("family_correction", "state", &["waiting", "applied", "refused"]),
    ("outbox", "lane", &["mail", "work"]),
    ("role_grant", "role", &["officer", "branch_head", "committee_member", "trainer", "organiser", "auditor", "administrator"]),
    ("media", "kind", &["photo", "document"]),
    ("family_member", "relation", &["self", "spouse", "child", "parent", "sibling", "relative", "other"]),
    ("family_member", "identity_kind", &["national", "administrative", "passport"]),
    ("fair_tick", "item", &["booth", "bus", "room", "papers", "goods", "labels"]),
    ("listing_report", "reason", &["prohibited", "misleading", "stolen_photo", "unsafe_food", "sample", "other"]),
];

/// Columns, and what their keys lead to.
const KEYS: &[(&str, &str, &str)] = &[
    ("casefile", "version_id", "product_version (id)"),
    ("enrolment", "municipality_code", "municipality (code)"),
    ("fair_application", "municipality_code", "municipality (code)"),
    ("sitting", "municipality_code", "municipality (code)"),
    ("sitting_file", "applicant_id", "person (id)"),
    ("hall_part", "craft", "craft (code)"),
    ("form_sent", "person_id", "person (id)"),
];

/// A version has its product, and a product its versions.
const EACH_OTHER: &[(&str, &str, &str)] =
    &[("product", "live_version_id", "product_version (id)"), ("product", "draft_version_id", "product_version (id)")];

const INDEXES: &str = "
CREATE INDEX casefile_version ON casefile (version_id)
;;
CREATE INDEX product_live_version ON product (live_version_id)
;;
CREATE INDEX product_draft_version ON product (draft_version_id)
;;
CREATE INDEX enrolment_municipality ON enrolment (municipality_code)
;;
CREATE INDEX fair_application_municipality ON fair_application (municipality_code)
;;
CREATE INDEX sitting_municipality ON sitting (municipality_code)
;;
CREATE INDEX sitting_file_applicant ON sitting_file (applicant_id)
;;
CREATE INDEX hall_part_craft ON hall_part (craft)
";

ddl::migration! {
    /// CHECKs and foreign keys that the first migrations left out.
    |manager| {
        ddl::run(manager, INDEXES).await?;
        let codes = CODES.iter().map(|(table, column, codes)| Constraint::codes(table, column, codes));
        let keys = KEYS.iter().map(|(table, column, other)| Constraint::key(table, column, other));
        let each_other = EACH_OTHER.iter().map(|(table, column, other)| Constraint::key_at_the_end(table, column, other));
        constraints::add(manager, &codes.chain(keys).chain(each_other).collect::<Vec<_>>()).await
    }
}
