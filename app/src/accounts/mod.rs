//! People with accounts: sign-up and sign-in by phone, sessions, second factor, roles.

mod acts;
mod entity;
mod grants;
mod links;
mod pages;
mod posts;
mod reads;
pub mod rules;
mod secrets;
mod sessions;
#[cfg(test)]
mod tests;
mod throttle;

pub use acts::{NewAccount, count_code, create_account, forget_second_factor, hash_once, spend};
pub use grants::{grant, revoke, revoke_all};
pub use links::reset_by_officer;
pub use posts::{COOKIE, entries, resume_page};
pub use reads::{Contact, GrantRow, PersonRow, contact, hold, names, people, person_by_phone, staff_in_scope};
pub use secrets::totp_code;
pub use sessions::{actor_of, actor_of_task, demo_actor, set_demo_second_factor};
pub use throttle::limit;
