//! Pages of the desk.

mod act_words;
mod alike;
mod attention;
mod audit;
mod backs;
mod bulk;
mod case;
mod identities;
mod import;
mod later_looks;
mod mails;
mod papers;
mod people;
mod queue;
mod reference;
mod register;
mod register_list;
mod returning;
mod trail_words;
mod wide;

pub use audit::audit;
pub use bulk::{approve_many, approved_many, undone_many};
pub use case::{Subject, case};
pub use import::{HowRead, ImportError, ImportResult, ImportWarning, how_read, import_failed, import_form, import_result, import_running};
pub use later_looks::later_looks;
pub use mails::mails;
pub use people::{people, reset_link};
pub use queue::queue;
pub use reference::{SOUTH, parts, reference_list, reference_row, reference_rows};
pub use register::family;
pub use register_list::{register, register_lines};
pub use returning::returned;
pub use trail_words::{trail_cells, trail_columns};
