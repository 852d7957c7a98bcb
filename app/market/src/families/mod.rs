//! Families (أسرة): the application, the licence, the public storefront.

pub mod acts;
pub mod change;
pub mod corrections;
pub mod decisions;
pub mod documents;
pub mod entity;
pub mod forms;
pub mod licences;
mod pages;
mod posts;
pub mod reads;
pub mod register;
pub mod rules;
pub mod saving;

pub use acts::{Target, revise, send};
pub use change::{Change, NewMember, PublicFace};
pub use corrections::{Corrected, Correction, apply_correction, cases_about, correction};
pub use decisions::{Imported, apply_decision, import_family, lock, note_product_decision, reopen};
pub use documents::{DocumentFile, add_document, may_add_document};
pub use entity::{family, family_member};
pub use licences::{
    apply_renewal, apply_suspension, ask_renewal, ask_renewal_for, ended, expire, give_account, leave, propose_suspension, remind,
    verify_identity,
};
pub use pages::{application_panel, case_panel, correction_panel};
pub use posts::{application_base, documents_again, entries};
pub use reads::{
    Application, FamilyCard, ForDesk, FoundStorefront, OwnFamily, PublicName, Storefront, Trainee, any_within, cards, document_case_scope,
    for_desk, helps, import_keys, licence_holds, licensed_own, marked, member_count, municipality_of, own_family, owner_of, public_names,
    set_mark, storefront, storefront_slugs, totals, trainees,
};
pub use register::{RegisterFilter, RegisterRow, crafts_of, licensed_until, licensed_within, register, registered};
pub use rules::{FamilyState, IdentityKind, TRUSTED_AFTER, may_ask_renewal};
pub use saving::{Saved, save, write};
