//! Kinds, states, outcomes and reasons in the reader's language.

use super::rules::{CaseKind, CaseState, Outcome, ReasonCode};
use ground::t;
use ground::texts::Locale;

impl CaseKind {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CaseKind::Family => t!(l, casework.kind_family),
            CaseKind::Product => t!(l, casework.kind_product),
            CaseKind::Renewal => t!(l, casework.kind_renewal),
            CaseKind::Correction => t!(l, casework.kind_correction),
            CaseKind::Membership => t!(l, casework.kind_membership),
            CaseKind::Suspension => t!(l, casework.kind_suspension),
            CaseKind::Report => t!(l, casework.kind_report),
            CaseKind::Objection => t!(l, casework.kind_objection),
            CaseKind::FairResult => t!(l, casework.kind_fair_result),
            CaseKind::CourseResult => t!(l, casework.kind_course_result),
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
    /// What it does to a case of a kind, in the reader's language.
    pub fn word(self, kind: CaseKind, l: Locale) -> String {
        match (kind, self) {
            (CaseKind::Family | CaseKind::Product, Outcome::Approved) => t!(l, casework.approved),
            (CaseKind::Family | CaseKind::Product, Outcome::Refused) => t!(l, casework.refused),
            (CaseKind::Renewal, Outcome::Approved) => t!(l, casework.renewed),
            (CaseKind::Renewal, Outcome::Refused) => t!(l, casework.not_renewed),
            (CaseKind::Correction | CaseKind::Membership, Outcome::Approved) => t!(l, casework.corrected),
            (CaseKind::Correction | CaseKind::Membership, Outcome::Refused) => t!(l, casework.not_corrected),
            (CaseKind::Suspension, Outcome::Approved) => t!(l, casework.suspended),
            (CaseKind::Suspension, Outcome::Refused) => t!(l, casework.not_suspended),
            (CaseKind::Report, Outcome::Approved) => t!(l, casework.taken_down),
            (CaseKind::Report, Outcome::Refused) => t!(l, casework.left_up),
            (CaseKind::Objection | CaseKind::FairResult | CaseKind::CourseResult, Outcome::Approved) => t!(l, casework.objection_upheld),
            (CaseKind::Objection | CaseKind::FairResult | CaseKind::CourseResult, Outcome::Refused) => t!(l, casework.objection_rejected),
        }
    }
}

impl ReasonCode {
    /// Reasons for taking something from the person whom a case of a kind is about.
    pub fn against(kind: CaseKind) -> impl Iterator<Item = ReasonCode> {
        let of_result = matches!(kind, CaseKind::FairResult | CaseKind::CourseResult);
        ReasonCode::ALL.iter().copied().filter(move |reason| match reason {
            ReasonCode::Meets => false,
            ReasonCode::NotTrue | ReasonCode::Other => true,
            ReasonCode::Followed => of_result,
            _ if of_result => false,
            ReasonCode::NoPermit => true,
            ReasonCode::OutsideScope => kind != CaseKind::Suspension,
            ReasonCode::Duplicate => {
                matches!(kind, CaseKind::Family | CaseKind::Renewal | CaseKind::Correction | CaseKind::Membership | CaseKind::Objection)
            }
            ReasonCode::NotHomemade | ReasonCode::Prohibited => {
                !matches!(kind, CaseKind::Family | CaseKind::Renewal | CaseKind::Correction)
            }
            ReasonCode::Misleading => matches!(kind, CaseKind::Product | CaseKind::Report | CaseKind::Objection),
        })
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            ReasonCode::Meets => t!(l, casework.reason_meets),
            ReasonCode::Followed => t!(l, casework.reason_followed),
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

/// The part of an application or of a product that is to be changed, by the code it was returned with.
pub fn part_word(l: Locale, code: &str) -> Option<String> {
    Some(match code {
        "household" => t!(l, casework.part_household),
        "members" => t!(l, casework.part_members),
        "crafts" => t!(l, casework.part_crafts),
        "place" => t!(l, casework.part_place),
        "contact" => t!(l, casework.part_contact),
        "public" => t!(l, casework.part_public),
        "documents" => t!(l, casework.part_documents),
        "photos" => t!(l, casework.part_photos),
        "title" => t!(l, casework.part_title),
        "description" => t!(l, casework.part_description),
        "craft" => t!(l, casework.part_craft),
        "food" => t!(l, casework.part_food),
        "price" => t!(l, casework.part_price),
        _ => return None,
    })
}
