//! Families (أسرة): the application, the licence, the public storefront.

pub mod acts;
mod apply;
pub mod change;
pub mod corrections;
pub mod decisions;
pub mod documents;
pub mod entity;
pub mod forms;
mod identities;
pub mod licences;
pub mod likeness;
pub mod notices;
mod pages;
mod posts;
pub mod reach;
pub mod reads;
mod refusals;
pub mod register;
mod routes;
pub mod rules;
pub mod saving;
pub mod storefronts;
pub mod types;

pub use acts::{revise, send};
pub use change::{Change, NewMember, PublicFace, RELATIONS};
pub use corrections::{Corrected, apply_correction, cases_about, correction};
pub use decisions::{Imported, apply_decision, call_back, forget_approval, import_family, note_product_decision, reopen};
pub use documents::{DocumentFile, add_document, may_add_document};
pub use identities::{uncompared, verify_identity};
pub use licences::{
    Licence, apply_renewal, apply_suspension, ask_renewal, ask_renewal_for, ended, expire, give_account, leave, propose_suspension, remind,
};
pub use likeness::say_apart;
pub use notices::Notice;
pub use pages::{Audience, application_panel, case_panel, correction_panel};
pub use posts::{application_base, documents_again};
pub use reach::lock;
pub use reads::{
    Registered, any_within, application, cards, document_case_scope, for_desk, has_left, helps, import_keys, import_left,
    import_registered, licence_holds, licensed_own, marked, member_count, municipality_of, own_family, own_trainees, owner_of,
    public_names, set_mark, told_apart, totals, trainees,
};
pub use refusals::{
    BEGUN, CONSENT_FIRST, CONSENT_NEEDED, CORRECTION_NEWER, CORRECTION_WAITS, FAMILY_THERE, IDENTITY_HELD, LAST_IDENTITY, MEMBER_GONE,
    NOT_AN_IDENTITY, NOT_LICENSED, OBJECTION_OPEN,
};
pub use register::{
    ENDS_SOON_DAYS, MOST_OF_FILE, RegisterFilter, RegisterRow, called, crafts_of, licensed_until, licensed_untils, licensed_within,
    register, register_all, registered,
};
pub use routes::entries;
pub use rules::{FamilyState, IdentityKind, MOST_OF_NAME, MOST_OF_STORY, TRUSTED_AFTER, may_ask_renewal, renewal_opens};
pub use saving::{save, write};
pub use storefronts::storefront;
pub use types::{
    Application, Correction, Family, FamilyCard, ForDesk, FoundStorefront, Member, OwnFamily, PublicName, Saved, Storefront, Target,
    Trainee,
};
