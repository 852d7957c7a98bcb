//! The schema of Souq, on SQLite and on PostgreSQL. Migrations only go forward.

use sea_orm_migration::prelude::*;

pub mod constraints;
pub mod ddl;
mod m0001_reference;
mod m0002_history;
mod m0003_accounts;
mod m0004_casework;
mod m0005_families;
mod m0006_catalogue;
mod m0007_licences;
mod m0008_corrections;
mod m0009_training;
mod m0010_committee;
mod m0011_teaching;
mod m0012_certificates;
mod m0013_calendar;
mod m0014_terms;
mod m0015_asking;
mod m0016_reminders;
mod m0017_figures;
mod m0018_room;
mod m0019_issuing;
mod m0020_fairs;
mod m0021_halls;
mod m0022_calls;
mod m0023_selection;
mod m0024_stands;
mod m0025_running;
mod m0026_counted;
mod m0027_ready;
mod m0028_told;
mod m0029_reminded;
mod m0030_site_map;
mod m0031_changes;
mod m0032_looked_up;
mod m0033_lanes;
mod m0034_withdrawn;
mod m0035_once;
mod m0036_anonymous;
mod m0037_seal;
mod m0038_indexes;
mod m0039_refused;
mod m0040_checkpoints;
mod m0041_days;
mod m0042_checks;
mod m0043_results;
mod m0044_identities;
mod m0045_packed;
mod m0046_visitors;
mod m0047_draws;
mod m0049_rights;
mod m0050_backs;
mod reference;

/// Boxes of the migrations of these files.
macro_rules! of {
    ($($name:ident),+ $(,)?) => { vec![$(Box::new($name::Migration)),+] };
}

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        of![
            m0001_reference,
            m0002_history,
            m0003_accounts,
            m0004_casework,
            m0005_families,
            m0006_catalogue,
            m0007_licences,
            m0008_corrections,
            m0009_training,
            m0010_committee,
            m0011_teaching,
            m0012_certificates,
            m0013_calendar,
            m0014_terms,
            m0015_asking,
            m0016_reminders,
            m0017_figures,
            m0018_room,
            m0019_issuing,
            m0020_fairs,
            m0021_halls,
            m0022_calls,
            m0023_selection,
            m0024_stands,
            m0025_running,
            m0026_counted,
            m0027_ready,
            m0028_told,
            m0029_reminded,
            m0030_site_map,
            m0031_changes,
            m0032_looked_up,
            m0033_lanes,
            m0034_withdrawn,
            m0035_once,
            m0036_anonymous,
            m0037_seal,
            m0038_indexes,
            m0039_refused,
            m0040_checkpoints,
            m0041_days,
            m0042_checks,
            m0043_results,
            m0044_identities,
            m0045_packed,
            m0046_visitors,
            m0047_draws,
            m0049_rights,
            m0050_backs,
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use sha2::{Digest, Sha256};

    /// What has landed was run by databases out there: a text or a file of data that is changed afterwards makes new databases other than
    /// old ones. `SUMS` has the sum of each; a new migration adds its own line.
    /// What they share (`ddl`, `constraints`, `reference`) may grow, and does for the old ones what it did.
    #[test]
    fn no_migration_changes_after_it_has_landed() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found: Vec<String> = Vec::new();
        let loads = fs::read_dir(here.join("data")).unwrap().map(|load| format!("data/{}", load.unwrap().file_name().to_str().unwrap()));
        for folder in loads.chain(["src".to_owned()]) {
            for entry in fs::read_dir(here.join(&folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if folder != "src" || name.starts_with("m0") {
                    let sum = hex::encode(Sha256::digest(fs::read(here.join(&folder).join(&name)).unwrap()));
                    found.push(format!("{sum}  {folder}/{name}\n"));
                }
            }
        }
        found.sort_by(|one, other| one.split("  ").nth(1).cmp(&other.split("  ").nth(1)));
        let (found, written) = (found.concat(), fs::read_to_string(here.join("SUMS")).unwrap());
        let changed: Vec<&str> = written.lines().filter(|line| !found.contains(*line)).collect();
        assert!(changed.is_empty(), "these have changed, and only a new migration changes what is there:\n{}", changed.join("\n"));
        assert_eq!(found, written, "a new migration has no line in SUMS yet");
    }
}
