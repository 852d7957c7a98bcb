//! Every table says how long its rows stay.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use desk::retention::SPENT;
use ground::ctx::Ctx;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::on_both;

/// Tables whose rows stay, and why; a new table stands here or has a line of [`SPENT`].
const KEPT: &[(&str, &str)] = &[
    (
        "what was decided, by whom and why: it is answered for",
        "audit audit_checkpoint casefile case_event case_document sitting sitting_conflict sitting_file sitting_member sitting_vote \
         certificate issuing listing_report family_apart",
    ),
    (
        "of a person or a family: it goes when they leave (0035)",
        "person role_grant recovery_code calendar_link family family_correction family_craft family_document family_former_slug \
         family_member product product_former_slug product_photo product_variant product_version product_words search_word media",
    ),
    (
        "of a course: words and names go when their family leaves, numbers are its figures",
        "course course_module course_proposal cohort cohort_criterion cohort_draw cohort_message cohort_question cohort_quota cohort_reminder \
         cohort_seat cohort_term enrolment enrolment_answer enrolment_points lesson attendance assessment homework module_material \
         feedback_count feedback_words",
    ),
    (
        "of a fair, likewise",
        "allocation fair fair_application fair_attendant fair_budget fair_counted fair_criterion fair_day fair_file fair_goods fair_incident \
         fair_photo fair_product fair_proposal fair_rating fair_review fair_ride fair_rider fair_score fair_settlement fair_team \
         fair_term fair_tick fair_words hall hall_part booth stand",
    ),
    ("reference data", "branch municipality district craft craft_item holiday return_phrase"),
    ("of the program itself, a row a thing", "numbering seal_key seaql_migrations"),
    ("erased after a day by the database's own clock", "public_change"),
];

on_both! {
    async fn every_table_says_how_long_its_rows_stay(ctx: &Ctx) {
        let sql = match ctx.db.backend() {
            DbBackend::Postgres => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
            // The tables that an index of words keeps for itself are not the program's.
            _ => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'product_words_%'",
        };
        let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
        let there: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let spent = SPENT.iter().copied().flatten().map(|spent| spent.rows.split(' ').next().unwrap());
        let said: BTreeSet<String> = KEPT.iter().flat_map(|(_, tables)| tables.split_whitespace()).chain(spent).map(str::to_owned).collect();
        let silent: Vec<_> = there.difference(&said).collect();
        assert!(silent.is_empty(), "how long do rows of {silent:?} stay?");
        // What only one of the databases has.
        let gone: Vec<_> = said.difference(&there).filter(|table| !["product_words", "search_word"].contains(&table.as_str())).collect();
        assert!(gone.is_empty(), "there is no {gone:?}");
    }
}
