//! What a cohort shares: messages, materials, homework, files that were asked for, and feedback at the end.

pub mod feedback;
pub mod files;
pub mod homework;
pub mod materials;
pub mod messages;
pub mod notices;
pub(crate) mod pages;
pub(crate) mod posts;
pub mod reads;
pub(crate) mod routes;

pub use files::{answer_with_file, file_in_scope, may_answer};
pub use homework::{may_send, send_homework};
pub use materials::add_material;
pub use messages::write;
pub use reads::{classroom, desk_classroom};
