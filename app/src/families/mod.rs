//! Families (أسرة): the application, the licence, the public storefront.

mod acts;
mod decisions;
mod entity;
mod pages;
mod posts;
mod reads;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::{DocumentFile, add_document, may_add_document};
pub use decisions::{Imported, apply_decision, import_family, note_product_decision, reopen};
pub use entity::{family, family_member};
pub use pages::case_panel;
pub use posts::{application_base, documents_again, entries};
pub use reads::{
    FamilyCard, ForDesk, OwnFamily, Storefront, cards, document_case_scope, for_desk, helps, import_keys, licensed_own, member_count,
    municipality_of, own_family, owner_of, public_names, storefront, storefront_slugs, totals,
};
pub use rules::{FamilyState, TRUSTED_AFTER};
