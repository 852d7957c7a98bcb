//! What happens after a licence was given: suspension, expiry, renewal, leaving. Identities that were
//! checked against the original, papers that officers add to a case, holidays that are known.

use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

use crate::ddl;

/// `withheld`: the family's licence does not hold now, so its products are not shown.
const TABLES: &str = r"
ALTER TABLE product ADD COLUMN withheld BOOLEAN NOT NULL DEFAULT FALSE
;;
ALTER TABLE family ADD COLUMN reminded_of TEXT
;;
ALTER TABLE family_member ADD COLUMN verified_at {at}
;;
ALTER TABLE family_member ADD COLUMN verified_by BIGINT REFERENCES person (id)
;;
DROP INDEX casefile_one_open
;;
CREATE UNIQUE INDEX casefile_one_open ON casefile (kind, subject_id)
WHERE state NOT IN ('decided', 'objection_open', 'closed') AND kind IN ('family', 'product', 'renewal', 'suspension')
;;
ALTER TABLE casefile ADD COLUMN concerns_id BIGINT REFERENCES person (id)
;;
ALTER TABLE casefile ADD COLUMN version_id BIGINT
;;
CREATE INDEX casefile_applicant ON casefile (applicant_id, id)
;;
CREATE TABLE case_document (
    id {id}, case_id BIGINT NOT NULL REFERENCES casefile (id), media_id BIGINT NOT NULL REFERENCES media (id),
    name TEXT NOT NULL, added_by BIGINT REFERENCES person (id), added_at {at} NOT NULL
)
;;
CREATE INDEX case_document_case ON case_document (case_id)
;;
CREATE INDEX case_document_media ON case_document (media_id)
;;
CREATE INDEX family_document_family ON family_document (family_id)
;;
CREATE INDEX family_document_media ON family_document (media_id)
;;
CREATE INDEX product_photo_media ON product_photo (media_id)
;;
CREATE TABLE family_former_slug (slug TEXT PRIMARY KEY, family_id BIGINT NOT NULL REFERENCES family (id))
;;
CREATE TABLE import_job (
    id {id}, token TEXT NOT NULL UNIQUE, state TEXT NOT NULL, all_or_nothing BOOLEAN NOT NULL,
    rows_total BIGINT NOT NULL, rows_done BIGINT NOT NULL, report TEXT NOT NULL,
    begun_by BIGINT REFERENCES person (id), begun_at {at} NOT NULL, touched_at {at} NOT NULL, ended_at {at}
)
";

/// Official holidays whose day is the same each year (Law 5/2012). The others follow the moon and are
/// announced by the Cabinet: the desk enters them.
const HOLIDAYS: [(&str, &str, &str); 2] = [("10-23", "عيد التحرير", "Liberation Day"), ("12-24", "عيد الاستقلال", "Independence Day")];

ddl::migration! {
    /// Columns and tables of the life of a licence.
    |manager| {
        ddl::run(manager, TABLES).await?;
        let connection = manager.get_connection();
        for year in 2026..=2030 {
            for (day, ar, en) in HOLIDAYS {
                let sql = "INSERT INTO holiday (day, name_ar, name_en) VALUES ($1, $2, $3) ON CONFLICT (day) DO NOTHING";
                let values = [format!("{year}-{day}").into(), ar.into(), en.into()];
                connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), sql, values)).await?;
            }
        }
        Ok(())
    }
}
