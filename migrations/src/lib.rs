//! The schema of Souq, on SQLite and on PostgreSQL. Migrations only go forward.

use sea_orm_migration::prelude::*;

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

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_reference::Migration),
            Box::new(m0002_history::Migration),
            Box::new(m0003_accounts::Migration),
            Box::new(m0004_casework::Migration),
            Box::new(m0005_families::Migration),
            Box::new(m0006_catalogue::Migration),
            Box::new(m0007_licences::Migration),
            Box::new(m0008_corrections::Migration),
            Box::new(m0009_training::Migration),
            Box::new(m0010_committee::Migration),
            Box::new(m0011_teaching::Migration),
            Box::new(m0012_certificates::Migration),
            Box::new(m0013_calendar::Migration),
            Box::new(m0014_terms::Migration),
            Box::new(m0015_asking::Migration),
            Box::new(m0016_reminders::Migration),
            Box::new(m0017_figures::Migration),
            Box::new(m0018_room::Migration),
            Box::new(m0019_issuing::Migration),
            Box::new(m0020_fairs::Migration),
            Box::new(m0021_halls::Migration),
            Box::new(m0022_calls::Migration),
            Box::new(m0023_selection::Migration),
            Box::new(m0024_stands::Migration),
            Box::new(m0025_running::Migration),
            Box::new(m0026_counted::Migration),
            Box::new(m0027_ready::Migration),
            Box::new(m0028_told::Migration),
            Box::new(m0029_reminded::Migration),
            Box::new(m0030_site_map::Migration),
            Box::new(m0031_changes::Migration),
            Box::new(m0032_looked_up::Migration),
            Box::new(m0033_lanes::Migration),
            Box::new(m0034_withdrawn::Migration),
            Box::new(m0035_once::Migration),
            Box::new(m0036_anonymous::Migration),
            Box::new(m0037_seal::Migration),
            Box::new(m0038_indexes::Migration),
            Box::new(m0039_refused::Migration),
            Box::new(m0040_checkpoints::Migration),
        ]
    }
}
