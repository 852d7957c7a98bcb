//! More of everything that pages list: copies of the rows of the demo town, `n` times. Copies have keys far from the others.

use ground::changes::REFERENCE;
use ground::ids::{CourseId, FairId, FamilyId, ProductId};
use sea_orm::{ConnectionTrait, Statement};

use crate::place::Place;

/// A table, which of its rows, and the columns that are different in a copy.
type Copies = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Tables whose rows are copied, in this order: which rows, and what is different in a copy. `{k}` is what is added to keys,
/// `{n}` the number of the copy. A column that is not named stays as it is; `id` is given anew.
#[rustfmt::skip]
const COPIES: &[Copies] = &[
    ("notice", "id < 100000", &[]),
    ("audit", "id < 100", &[("hash", "hash || '-{n}'")]),
    ("outbox", "id IN (SELECT MIN(id) FROM outbox)", &[("state", "'dead'"), ("last_error", "'no'")]),
    ("session", "token_hash NOT LIKE '%-%' AND id IN (SELECT MAX(id) FROM session GROUP BY person_id)", &[("token_hash", "token_hash || '-{n}'")]),
    ("import_job", "token NOT LIKE '%-%'", &[("token", "token || '-{n}'")]),
    ("person", "id < 20", &[("id", "id + {k}"), ("phone", "phone || '{n}'")]),
    ("role_grant", "person_id < 20", &[("person_id", "person_id + {k}")]),
    ("family_member", "identity_number IS NOT NULL AND claimed", &[("claimed", "FALSE"), ("identity_number", "identity_number || '{n}'")]),
    ("family_document", "id < 100000", &[("id", "id + {k}")]),
    ("family", "id < 30", &[("id", "id + {k}"), ("slug", "slug || '-{n}'"), ("import_id", "import_id || '-{n}'"), ("owner_id", "NULL"), ("licence_number", "licence_number || '-{n}'")]),
    ("casefile", "id < 100000", &[("id", "id + {k}"), ("reference", "reference || '-{n}'"), ("decision_number", "decision_number || '-{n}'"), ("objection_of", "NULL"), ("subject_id", "subject_id + {k}")]),
    ("case_event", "case_id < 100000", &[]),
    ("case_document", "id < 100000", &[("id", "id + {k}")]),
    ("product", "id < 100000 AND import_id LIKE 'demo%'", &[("id", "id + {k}"), ("slug", "slug || '-{n}'"), ("import_id", "import_id || '-{n}'"), ("live_version_id", "live_version_id + {k}"), ("draft_version_id", "draft_version_id + {k}")]),
    ("product_version", "id < 100000 AND product_id IN (SELECT id - {k} FROM product)", &[("id", "id + {k}"), ("product_id", "product_id + {k}")]),
    ("product_photo", "version_id < 100000 AND version_id IN (SELECT id - {k} FROM product_version)", &[("version_id", "version_id + {k}")]),
    ("product_variant", "product_id < 100000 AND product_id IN (SELECT id - {k} FROM product)", &[("product_id", "product_id + {k}")]),
    ("product_photo", "id IN (SELECT MIN(id) FROM product_photo WHERE version_id < 100000 GROUP BY version_id)", &[("position", "position + {n}")]),
    ("product_variant", "id IN (SELECT MIN(id) FROM product_variant WHERE product_id < 100000 GROUP BY product_id)", &[("position", "position + {n}")]),
    ("course_module", "position < 10", &[("position", "position + 10 * {n}")]),
    ("course", "id < 100000", &[("id", "id + {k}"), ("slug", "slug || '-{n}'"), ("title_ar", "title_ar || '-{n}'")]),
    ("cohort", "id < 100000", &[("id", "id + {k}"), ("number", "number + 10 * {n}"), ("carries_from", "NULL")]),
    ("cohort", "id < 100000", &[("id", "id + {k} + 50000"), ("course_id", "course_id + {k}"), ("carries_from", "NULL")]),
    ("cohort_quota", "cohort_id < 100000", &[("cohort_id", "cohort_id + {k}")]),
    ("cohort_criterion", "cohort_id < 100000 AND position < 10", &[("position", "position + 10 * {n}")]),
    ("cohort_question", "cohort_id < 100000 AND position < 10", &[("position", "position + 10 * {n}")]),
    ("lesson", "cohort_id < 100000 AND begins < '12:00'", &[("begins", "'1' || (2 + {n}) || ':00'"), ("ends", "'22:00'")]),
    ("lesson", "cohort_id < 100000 AND begins < '12:00'", &[("cohort_id", "cohort_id + {k}")]),
    ("enrolment", "id < 100000", &[("id", "id + {k}"), ("reference", "reference || '-{n}'"), ("person_key", "person_key || '-{n}'"), ("seat", "NULL"), ("state", "CASE WHEN seat IS NULL THEN state ELSE 'incomplete' END")]),
    ("enrolment", "id < 100000", &[("id", "id + {k} + 50000"), ("cohort_id", "cohort_id + {k}"), ("reference", "reference || '-{n}b'"), ("person_key", "person_key || '-{n}b'"), ("seat", "NULL"), ("state", "CASE WHEN seat IS NULL THEN state ELSE 'incomplete' END")]),
    ("attendance", "enrolment_id < 100000", &[("enrolment_id", "enrolment_id + {k}")]),
    ("enrolment_points", "enrolment_id < 100000", &[("enrolment_id", "enrolment_id + {k}")]),
    ("certificate", "enrolment_id < 100000", &[("code", "code || '{n}'"), ("enrolment_id", "enrolment_id + {k}"), ("replaced_by", "NULL")]),
    ("cohort_message", "id IN (SELECT MIN(id) FROM cohort_message GROUP BY cohort_id)", &[]),
    ("module_material", "id IN (SELECT MIN(id) FROM module_material GROUP BY module_id)", &[]),
    ("homework", "id IN (SELECT MIN(id) FROM homework GROUP BY lesson_id, enrolment_id)", &[]),
    ("sitting", "id < 100000", &[("id", "id + {k}"), ("subject_id", "subject_id + {k}"), ("number", "number || '-{n}'")]),
    ("sitting_member", "sitting_id < 100000", &[("sitting_id", "sitting_id + {k}")]),
    ("sitting_file", "id < 100000", &[("id", "id + {k}"), ("file_subject", "file_subject + {k}"), ("reference", "reference || '-{n}'")]),
    ("sitting_vote", "file_id < 100000", &[("file_id", "file_id + {k}")]),
    ("fair", "id < 100000", &[("id", "id + {k}"), ("slug", "slug || '-{n}'"), ("name_ar", "name_ar || '-{n}'")]),
    ("fair_budget", "fair_id < 100000 AND position < 10", &[("position", "position + 10 * {n}")]),
    ("fair_criterion", "fair_id < 100000 AND position < 10", &[("position", "position + 10 * {n}")]),
    ("booth", "id < 100000", &[("id", "id + {k}"), ("number", "number || '-{n}'"), ("y", "y + 14 * {n}")]),
    ("hall_part", "id < 100000", &[("id", "id + {k}"), ("y", "y + 14 * {n}")]),
    ("fair_application", "id < 100000", &[("id", "id + {k} + 50000"), ("fair_id", "fair_id + {k}"), ("reference", "reference || '-{n}b'")]),
    ("fair_product", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_attendant", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("stand", "application_id < 100000", &[("application_id", "application_id + {k}"), ("booth_id", "booth_id + {k}")]),
    ("fair_review", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_score", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_proposal", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_tick", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_ride", "id < 100000", &[("id", "id + {k}")]),
    ("fair_rider", "application_id < 100000", &[("application_id", "application_id + {k}"), ("ride_id", "ride_id + {k}")]),
    ("fair_day", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_goods", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_counted", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_settlement", "application_id < 100000", &[("application_id", "application_id + {k}")]),
    ("fair_incident", "id < 100000", &[("id", "id + {k}")]),
    ("fair_photo", "id < 100000", &[("id", "id + {k}")]),
    ("fair_words", "id NOT LIKE '%-%'", &[("id", "id || '-{n}'")]),
];

/// What the town has none of.
const FIRST: &[&str] = &[
    "INSERT INTO import_job (token, state, all_or_nothing, rows_total, rows_done, report, begun_by, begun_at, touched_at) \
     SELECT 'counted', 'done', FALSE, 1, 1, \
     '{\"rows\":1,\"families_new\":1,\"families_known\":0,\"products_new\":0,\"products_known\":0,\"errors\":[],\"bad\":0,\"written\":true}', \
     11, at, at FROM audit WHERE id = 1",
    "INSERT INTO cohort_message (cohort_id, words, by_id, at) SELECT id, 'words', 1, created_at FROM cohort",
    "INSERT INTO module_material (module_id, name, media_id, added_by, at) \
     SELECT m.id, 'name', (SELECT MIN(id) FROM media), 1, c.created_at FROM course_module m JOIN course c ON c.id = m.course_id",
    "INSERT INTO homework (lesson_id, enrolment_id, words, at) \
     SELECT MIN(l.id), e.id, 'words', e.applied_at FROM lesson l JOIN enrolment e ON e.cohort_id = l.cohort_id GROUP BY e.id",
    "INSERT INTO fair_photo (fair_id, media_id, alt) SELECT id, (SELECT MIN(id) FROM media), '' FROM fair",
    "INSERT INTO fair_file (fair_id, media_id, name, by_id, at) \
     SELECT f.id, (SELECT MAX(id) - f.id FROM media), 'name', 1, f.created_at FROM fair f WHERE id < 50",
    "INSERT INTO cohort_question (cohort_id, position, kind, words, choices, needed) \
     SELECT id, 8, 'file', 'words', '', FALSE FROM cohort UNION ALL SELECT id, 9, 'text', 'words', '', FALSE FROM cohort",
    "INSERT INTO enrolment_answer (enrolment_id, question_id, answer) \
     SELECT e.id, q.id, 'words' FROM enrolment e JOIN cohort_question q ON q.cohort_id = e.cohort_id WHERE q.kind = 'text'",
    "INSERT INTO cohort_criterion (cohort_id, position, title, weight) SELECT id, 1, 'words', 1 FROM cohort",
    "INSERT INTO enrolment_points (enrolment_id, criterion_id, points, given_by, given_at) \
     SELECT e.id, c.id, 3, 1, e.applied_at FROM enrolment e JOIN cohort_criterion c ON c.cohort_id = e.cohort_id",
    "INSERT INTO fair_rider (application_id, kind, ride_id, people) \
     SELECT a.id, r.kind, r.id, 1 FROM fair_application a JOIN fair_ride r ON r.fair_id = a.fair_id WHERE a.transport \
     ON CONFLICT DO NOTHING",
    "INSERT INTO case_document (case_id, media_id, name, added_by, added_at) \
     SELECT id, (SELECT MIN(id) FROM media), 'name', 1, opened_at FROM casefile",
    "INSERT INTO fair_counted (application_id, product_id, what, before, n, by_id, at) \
     SELECT p.application_id, p.product_id, 'brought', 0, 1, 1, a.changed_at FROM fair_product p JOIN fair_application a ON a.id = p.application_id",
    "UPDATE family SET helped_by = 1 WHERE owner_id = (SELECT id FROM person WHERE phone = '0930000001')",
    "UPDATE hall SET height = 100",
];

/// Applications to fairs come from families that have none there: as many of the neighbours as it has applications.
const APPLICATIONS: &str = "FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY fair_id ORDER BY id) AS nth FROM fair_application WHERE id < 100000) t \
     JOIN (SELECT id AS other, owner_id, ROW_NUMBER() OVER (ORDER BY id) AS nth FROM family WHERE import_id LIKE 'neighbour-__') f \
     ON f.nth = t.nth + 12 * ({n} - 1)";

/// What the town has none of, so that every list has at least one row.
pub async fn begin(place: &Place) {
    for sql in FIRST {
        place.run(sql).await;
    }
}

/// The copies of these numbers, at most four.
pub async fn grow(place: &Place, numbers: std::ops::RangeInclusive<i64>) {
    let mut copies = Vec::new();
    for n in numbers {
        let filled = |text: &str| text.replace("{k}", &(n * 100_000).to_string()).replace("{n}", &n.to_string());
        for (table, rows, set) in COPIES {
            if *table == "fair_product" {
                let own = [
                    ("id", "t.id + {k}"),
                    ("family_id", "f.other"),
                    ("applicant_id", "f.owner_id"),
                    ("reference", "t.reference || '-{n}'"),
                    ("blind", "t.blind + 100 * {n}"),
                ];
                copies.push(copy(place, "fair_application", &filled(APPLICATIONS), &own.map(|(column, sql)| (column, filled(sql)))).await);
            }
            let set: Vec<(&str, String)> = set.iter().map(|(column, sql)| (*column, filled(sql))).collect();
            copies.push(copy(place, table, &format!("FROM {table} t WHERE {}", filled(rows)), &set).await);
        }
    }
    // In one transaction: some rows point to others that are copied after them.
    let tx = place.state.db.begin().await.unwrap();
    for sql in copies {
        tx.run(&sql, vec![]).await.unwrap();
    }
    tx.all_changed([ProductId::KIND, FamilyId::KIND, CourseId::KIND, FairId::KIND, REFERENCE].map(|kind| kind.all())).await.unwrap();
    tx.commit().await.unwrap();
    place.state.pages.look().await;
}

/// The statement that copies rows.
async fn copy(place: &Place, table: &str, from: &str, set: &[(&str, String)]) -> String {
    let statement = Statement::from_string(place.state.db.backend(), format!("SELECT name, pk FROM pragma_table_info('{table}')"));
    let columns = place.state.db.read().query_all_raw(statement).await.unwrap();
    let names: Vec<String> = columns.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let keys = names.iter().filter(|name| name.as_str() != "id" || set.iter().any(|(column, _)| column == name));
    let (mut into, mut values) = (Vec::new(), Vec::new());
    for name in keys {
        into.push(name.clone());
        values.push(set.iter().find(|(column, _)| column == name).map_or_else(|| format!("t.{name}"), |(_, sql)| sql.clone()));
    }
    // A child of a row that was not copied is left out with it.
    format!("INSERT OR IGNORE INTO {table} ({}) SELECT {} {from}", into.join(", "), values.join(", "))
}
