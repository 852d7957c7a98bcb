//! What the rules of accounts say no with.

use ground::actor::Role;
use ground::error::{Problem, Reason};
use ground::t;
use ground::texts::Text;

use super::notices::role_word;
use crate::texts::accounts;

/// This phone has an account.
pub const PHONE_TAKEN: Problem = Problem::of(accounts::phone_taken);
/// Phone or password do not fit; not said which.
pub const WRONG_CREDENTIALS: Problem = Problem::of(accounts::wrong_credentials);
/// The six digits do not fit or were used.
pub const WRONG_CODE: Problem = Problem::of(accounts::wrong_code);
/// One of the most used passwords, or the phone or name itself.
pub const WEAK_PASSWORD: Problem = Problem::of(accounts::weak_password);
/// The present password is another.
pub const WRONG_PASSWORD: Problem = Problem::of(accounts::wrong_password);
/// The last administrator cannot be removed.
pub const LAST_ADMINISTRATOR: Reason = Reason(accounts::last_administrator);

/// Whoever holds a role asks an administrator to take it back first.
pub const HOLDS_A_ROLE: Reason = Reason(accounts::holds_a_role);
/// The database already holds people.
pub const NOT_EMPTY: Reason = Reason(accounts::not_empty);
/// This role waits for this person already.
pub const ALREADY_PROPOSED: Problem = Problem::of(accounts::already_proposed);
/// Who proposed a role does not confirm it.
pub const ANOTHER_CONFIRMS: Reason = Reason(accounts::another_confirms);
/// What was proposed has ended, or who proposed it is no administrator any more.
pub const PROPOSAL_OVER: Reason = Reason(accounts::proposal_over);
/// Who gives somebody a link to a password neither proposes nor confirms a role for them.
pub const GAVE_THE_LINK: Reason = Reason(accounts::gave_the_link);
/// Nobody gives rights or links to themselves.
pub const OWN_ACCOUNT: Reason = Reason(accounts::own_account);
/// The link of a member of staff goes to a confirmed address, and there is none.
pub const NO_CONFIRMED_ADDRESS: Reason = Reason(accounts::no_confirmed_address);

/// From so many free tries on they are counted down.
const COUNTED_DOWN: i64 = 3;

/// Phone or password do not fit, with so many free tries left.
pub fn wrong_credentials(free: i64) -> Problem {
    if !(0..=COUNTED_DOWN).contains(&free) {
        return WRONG_CREDENTIALS;
    }
    Problem::with(|l| format!("{}. {}", t!(l, accounts.wrong_credentials), t!(l, accounts.tries_left, count = free)))
}

/// Two roles that nobody holds at one time, and why.
pub fn roles_apart(held: Role, new: Role, why: Text) -> Problem {
    Problem::with(|l| t!(l, accounts.roles_apart, held = role_word(l, held), new = role_word(l, new), why = why.text(l)))
}

/// Too many tries; wait this many seconds.
pub fn too_many_tries(seconds: i64) -> Problem {
    let minutes = (seconds + 59) / 60;
    Problem::with(
        |l| if seconds > 90 { t!(l, accounts.wait_minutes, count = minutes) } else { t!(l, accounts.wait_seconds, count = seconds) },
    )
}
