//! What every wing stands on: outcomes, forms, money, days and texts; the database, the transaction of an act, the outbox and
//! the audit trail; the URL table and the parts of pages.

pub mod actor;
pub mod anonymous;
pub mod changes;
pub mod checkpoints;
pub mod codes;
pub mod ctx;
pub mod days;
pub mod db;
pub mod error;
pub mod form;
pub mod history;
pub mod ids;
pub mod lots;
pub mod money;
pub mod network;
pub mod once;
pub mod outbox;
pub mod retention;
pub mod rooms;
pub mod route;
pub mod seal;
pub mod series;
pub mod sql;
pub mod states;
pub mod text;
pub mod texts;
pub mod ui;
