//! Forms with files. Plain multipart; the island sends the same form with smaller photos.
//!
//! Whether this person may send is asked before a byte is read. On a problem the page of the form comes again, with what was
//! typed beside the file.

mod fairs;
mod families;
mod receive;
mod training;

use ground::actor::Role;
use ground::route::{Access, Entry, post};

/// Lines of the URL table that receive files.
pub fn entries() -> Vec<Entry> {
    vec![
        post("/me/products/{product}/photos", Access::SignedIn, families::product_photos),
        post("/me/family/documents/upload", Access::SignedIn, families::own_document),
        post("/desk/families/{family}/application/documents/upload", Access::Staff(Role::CASEWORKERS), families::helped_document),
        post("/desk/cases/{case}/documents", Access::Staff(Role::CASEWORKERS), families::case_document),
        post("/desk/fairs/{fair}/hall/picture", Access::Staff(::fairs::STAFF), fairs::hall_picture),
        post("/desk/fairs/{fair}/files/upload", Access::Staff(::fairs::STAFF), fairs::file),
        post("/desk/fairs/{fair}/photos/upload", Access::Staff(::fairs::STAFF), fairs::photo),
        post("/desk/training/courses/{course}/logo", Access::Staff(::training::PLANNERS), training::partner_logo),
        post("/desk/training/cohorts/{cohort}/materials", Access::Staff(::training::TEACHERS), training::material),
        post("/me/training/{enrolment}/answers/{question}", Access::SignedIn, training::answer_file),
        post("/me/training/{enrolment}/homework", Access::SignedIn, training::homework),
    ]
}
