//! What makes two things the same, kept by the schema: forms that were sent, and names that stand once.

use crate::ddl;

const SQL: &str = "
CREATE TABLE form_sent (
    person_id BIGINT NOT NULL, digest TEXT NOT NULL, at {at} NOT NULL, answer TEXT,
    PRIMARY KEY (person_id, digest)
)
;;
CREATE INDEX form_sent_at ON form_sent (at)
;;
UPDATE branch SET name_ar = name_ar || ' (مكرر ' || id || ')' WHERE id NOT IN (SELECT MIN(id) FROM branch GROUP BY name_ar)
;;
CREATE UNIQUE INDEX branch_name ON branch (name_ar)
;;
UPDATE municipality SET name_ar = name_ar || ' (مكرر ' || code || ')' \
    WHERE code NOT IN (SELECT MIN(code) FROM municipality GROUP BY name_ar)
;;
CREATE UNIQUE INDEX municipality_name ON municipality (name_ar)
;;
UPDATE craft_item SET name_ar = name_ar || ' (مكرر ' || code || ')' \
    WHERE code NOT IN (SELECT MIN(code) FROM craft_item GROUP BY craft_code, name_ar)
;;
CREATE UNIQUE INDEX craft_item_name ON craft_item (craft_code, name_ar)
;;
UPDATE course SET title_ar = title_ar || ' (مكرر ' || id || ')' WHERE id NOT IN (SELECT MIN(id) FROM course GROUP BY title_ar)
;;
CREATE UNIQUE INDEX course_title ON course (title_ar)
;;
UPDATE fair SET name_ar = name_ar || ' (مكرر ' || id || ')' WHERE id NOT IN (SELECT MIN(id) FROM fair GROUP BY name_ar, starts_on)
;;
CREATE UNIQUE INDEX fair_name_and_first_day ON fair (name_ar, starts_on)
;;
UPDATE role_grant SET ends_at = starts_at WHERE ends_at IS NULL AND id NOT IN (SELECT MIN(id) FROM role_grant \
    WHERE ends_at IS NULL GROUP BY person_id, role, branch_id, municipality_code)
;;
CREATE UNIQUE INDEX role_grant_open ON role_grant (person_id, role, COALESCE(branch_id, 0), COALESCE(municipality_code, '')) \
    WHERE ends_at IS NULL
";

ddl::migration! {
    /// A table and unique keys. What former versions let happen twice keeps its place: names get their key behind them, roles that were
    /// given twice end with the first one.
    |manager| ddl::run(manager, SQL).await
}
