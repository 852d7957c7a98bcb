//! Rights wait for a second administrator and say by which decision they were given, branches say where they are, and staff are told once a day
//! what waits.

use sea_orm_migration::prelude::*;

use crate::constraints::{self, Column, Constraint};
use crate::ddl;

const TABLES: &str = r"
CREATE TABLE role_proposal (
    id {id}, person_id BIGINT NOT NULL REFERENCES person (id), role TEXT NOT NULL,
    branch_id BIGINT REFERENCES branch (id), municipality_code TEXT REFERENCES municipality (code),
    starts_at {at}, ends_at {at}, basis TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES person (id), proposed_at {at} NOT NULL,
    CHECK (branch_id IS NULL OR municipality_code IS NULL)
)
;;
CREATE INDEX role_proposal_person ON role_proposal (person_id)
;;
CREATE INDEX role_proposal_branch ON role_proposal (branch_id)
;;
CREATE INDEX role_proposal_municipality ON role_proposal (municipality_code)
;;
CREATE INDEX role_proposal_by ON role_proposal (proposed_by)
;;
ALTER TABLE role_grant ADD COLUMN basis TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE role_grant ADD COLUMN confirmed_by BIGINT REFERENCES person (id)
;;
CREATE INDEX role_grant_by_confirmed_by ON role_grant (confirmed_by)
;;
ALTER TABLE branch ADD COLUMN municipality_code TEXT REFERENCES municipality (code)
;;
CREATE INDEX branch_municipality ON branch (municipality_code)
;;
ALTER TABLE branch ADD COLUMN address_ar TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE branch ADD COLUMN address_en TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE branch ADD COLUMN phone TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE branch ADD COLUMN hours_ar TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE branch ADD COLUMN hours_en TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE branch ADD COLUMN networks TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE person ADD COLUMN digested_on {day}
";

const ROLES: &[&str] = &["officer", "branch_head", "committee_member", "trainer", "organiser", "auditor", "administrator"];

/// Holidays that fall on the same day each year by the table of Law 5/2012 and were not entered before. Those that follow the moon are
/// announced year by year and entered at the desk.
const DAYS: &[(&str, &str, &str)] = &[
    ("02-17", "عيد ثورة 17 فبراير", "Revolution Day, 17 February"),
    ("05-01", "عيد العمل", "Labour Day"),
    ("09-16", "يوم الشهيد", "Martyrs Day"),
];

ddl::migration! {
    /// Proposals of roles, what branches say of themselves, the day of the last digest, the fixed holidays to 2030.
    |manager| {
        ddl::run(manager, TABLES).await?;
        constraints::add(manager, &[Constraint::codes("role_proposal", "role", ROLES)]).await?;
        constraints::days_and_times(manager, &[Column::Day("person", "digested_on")]).await?;
        for year in 2026..=2030 {
            for (day, ar, en) in DAYS {
                let row = format!("'{year}-{day}', '{ar}', '{en}'");
                ddl::run(manager, &format!("INSERT INTO holiday (day, name_ar, name_en) VALUES ({row}) ON CONFLICT (day) DO NOTHING")).await?;
            }
        }
        Ok(())
    }
}
