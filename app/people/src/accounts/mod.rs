//! People with accounts: sign-up and sign-in by phone, sessions, second factor, roles.

pub mod acts;
pub mod changes;
mod digests;
#[allow(missing_docs)]
pub mod entity;
pub mod grants;
pub mod links;
pub mod notices;
mod pages;
mod posts;
pub mod proposals;
pub mod reads;
pub mod refusals;
pub mod rights;
mod routes;
pub mod rules;
pub mod secrets;
pub mod sessions;
pub mod throttle;

pub use acts::{NewAccount, count_code, create_account, forget_second_factor, invite, spend};
pub use acts::{erase, password_is};
pub use changes::{address_reached, address_refused};
pub use digests::{tells, untold};
pub use grants::{Granted, grant, revoke, revoke_all};
pub use links::{Given, reset_by_officer};
pub use notices::{Notice, masked, role_word};
pub use posts::{COOKIE, resume_page};
pub use proposals::{ProposalRow, confirm, reject, waiting};
pub use reads::{
    Contact, EmailState, GrantRow, OwnAccount, PersonRow, contact, email_state, hold, names, own_account, people, people_by_name,
    person_by_phone, phone_of, phones, staff_in_scope,
};
pub use refusals::{NOT_EMPTY, PHONE_TAKEN};
pub use rights::{NewGrant, why_apart};
pub use routes::entries;
pub use rules::{HIDDEN, SEALED, SPENT, email, password, phone, phone_shown};
pub use secrets::totp_code;
pub use sessions::{actor_of, actor_of_task};
pub use throttle::limit;
