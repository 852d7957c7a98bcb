//! Kinds, states, outcomes and reasons in the reader's language.

use super::rules::{CaseKind, CaseState, Outcome, ReasonCode};
use crate::i18n::Locale;
use crate::t;

impl CaseKind {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CaseKind::Family => t!(l, casework.kind_family),
            CaseKind::Product => t!(l, casework.kind_product),
            CaseKind::Renewal => t!(l, casework.kind_renewal),
            CaseKind::Suspension => t!(l, casework.kind_suspension),
            CaseKind::Report => t!(l, casework.kind_report),
            CaseKind::Objection => t!(l, casework.kind_objection),
        }
    }
}

impl CaseState {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CaseState::Submitted => t!(l, casework.state_submitted),
            CaseState::InReview => t!(l, casework.state_in_review),
            CaseState::Returned => t!(l, casework.state_returned),
            CaseState::Recommended => t!(l, casework.state_recommended),
            CaseState::Decided => t!(l, casework.state_decided),
            CaseState::ObjectionOpen => t!(l, casework.state_objection_open),
            CaseState::Closed => t!(l, casework.state_closed),
        }
    }
}

impl Outcome {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            Outcome::Approved => t!(l, casework.approved),
            Outcome::Refused => t!(l, casework.refused),
        }
    }
}

impl ReasonCode {
    /// Reasons that fit an outcome.
    pub fn of(outcome: Outcome) -> impl Iterator<Item = ReasonCode> {
        ReasonCode::ALL.iter().copied().filter(move |code| (*code == ReasonCode::Meets) == (outcome == Outcome::Approved))
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            ReasonCode::Meets => t!(l, casework.reason_meets),
            ReasonCode::OutsideScope => t!(l, casework.reason_outside_scope),
            ReasonCode::NotTrue => t!(l, casework.reason_not_true),
            ReasonCode::Duplicate => t!(l, casework.reason_duplicate),
            ReasonCode::NotHomemade => t!(l, casework.reason_not_homemade),
            ReasonCode::NoPermit => t!(l, casework.reason_no_permit),
            ReasonCode::Prohibited => t!(l, casework.reason_prohibited),
            ReasonCode::Misleading => t!(l, casework.reason_misleading),
            ReasonCode::Other => t!(l, casework.reason_other),
        }
    }
}
