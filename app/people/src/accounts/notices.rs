//! What people are told of their account.

use serde::{Deserialize, Serialize};

use crate::notifications::Told;
use ground::actor::Role;
use ground::t;
use ground::texts::Locale;

/// A notice about an account, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A mail server said that there is nobody at this address.
    AddressRefused {
        /// The address.
        email: String,
    },
    /// The mail address is another, or gone.
    AddressChanged {
        /// The new one, see [`masked`].
        to: Option<String>,
    },
    /// A new password holds.
    PasswordChanged,
    /// An authenticator app was set up.
    SecondFactorSet,
    /// An administrator took the second factor away.
    SecondFactorForgotten,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u64,
    },
    /// Somebody of the Authority made a link that sets a new password.
    LinkGiven {
        /// Who.
        by: String,
    },
    /// A role begins, or has another last day.
    RoleGiven {
        /// Which.
        role: Role,
    },
    /// An administrator proposed a role, which another one confirms.
    RoleProposed {
        /// Which.
        role: Role,
        /// For whom.
        name: String,
    },
    /// Another administrator did not confirm what was proposed.
    RoleRejected {
        /// Which.
        role: Role,
        /// For whom.
        name: String,
    },
    /// A role ended.
    RoleTaken {
        /// Which.
        role: Role,
    },
}

/// What is shown of an address where others may read it: `s…@example.ly`.
pub fn masked(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

/// A role in words.
pub fn role_word(l: Locale, role: Role) -> String {
    match role {
        Role::Officer => t!(l, accounts.role_officer),
        Role::BranchHead => t!(l, accounts.role_branch_head),
        Role::CommitteeMember => t!(l, accounts.role_committee_member),
        Role::Trainer => t!(l, accounts.role_trainer),
        Role::Organiser => t!(l, accounts.role_organiser),
        Role::Auditor => t!(l, accounts.role_auditor),
        Role::Administrator => t!(l, accounts.role_administrator),
    }
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::AddressRefused { .. } => t!(l, accounts.notice_address_refused),
            Notice::AddressChanged { .. } => t!(l, accounts.notice_address_changed),
            Notice::PasswordChanged => t!(l, accounts.notice_password_changed),
            Notice::SecondFactorSet => t!(l, accounts.notice_factor_set),
            Notice::SecondFactorForgotten => t!(l, accounts.notice_factor_forgotten),
            Notice::RecoveryCodeUsed { .. } => t!(l, accounts.notice_recovery_used),
            Notice::LinkGiven { .. } => t!(l, accounts.notice_link_given),
            Notice::RoleGiven { role } => t!(l, accounts.notice_role_given, role = role_word(l, *role)),
            Notice::RoleProposed { role, name } => t!(l, accounts.notice_role_proposed, role = role_word(l, *role), name = name),
            Notice::RoleRejected { role, name } => t!(l, accounts.notice_role_rejected, role = role_word(l, *role), name = name),
            Notice::RoleTaken { role } => t!(l, accounts.notice_role_taken, role = role_word(l, *role)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::AddressRefused { email } => t!(l, accounts.notice_address_refused_text, email = email),
            Notice::AddressChanged { to: Some(to) } => t!(l, accounts.notice_address_changed_text, to = to),
            Notice::AddressChanged { to: None } => t!(l, accounts.notice_address_gone_text),
            Notice::PasswordChanged => t!(l, accounts.notice_password_changed_text),
            Notice::SecondFactorSet => t!(l, accounts.notice_factor_set_text),
            Notice::SecondFactorForgotten => t!(l, accounts.notice_factor_forgotten_text),
            Notice::RecoveryCodeUsed { left } => t!(l, accounts.notice_recovery_used_text, left = left),
            Notice::LinkGiven { by } => t!(l, accounts.notice_link_given_text, by = by),
            Notice::RoleGiven { .. } => t!(l, accounts.notice_role_given_text),
            Notice::RoleProposed { .. } => t!(l, accounts.notice_role_proposed_text),
            Notice::RoleRejected { .. } => t!(l, accounts.notice_role_rejected_text),
            Notice::RoleTaken { .. } => t!(l, accounts.notice_role_taken_text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        let stored = r#"{"notice":"address_refused","email":"a@example.org"}"#;
        let notice: Notice = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
        for l in [Locale::Ar, Locale::En] {
            assert!(!notice.title(l).is_empty() && notice.text(l).contains("a@example.org"));
        }
    }
}
