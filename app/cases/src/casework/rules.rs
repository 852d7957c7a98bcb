//! Kinds and states of cases, and what a decision says.

mod moves;

pub use moves::{CaseMove, Involved, Move, Policy, adverse, backs, last_day_to_object, may, may_ask_back, may_be_given, moves, policy};

use ground::codes;
use ground::series::Series;

codes! {
    /// What a case is about.
    CaseKind {
        /// A family asks for a licence.
        Family = "family",
        /// A version of a product asks to be published.
        Product = "product",
        /// A family asks for its licence to be renewed or given back.
        Renewal = "renewal",
        /// A licensed family, or an officer for it, asks for its data to be put right.
        Correction = "correction",
        /// The same about who belongs to it.
        Membership = "membership",
        /// An officer proposes to suspend a licence.
        Suspension = "suspension",
        /// Someone reports a listing.
        Report = "report",
        /// An objection (تظلّم) to a decision.
        Objection = "objection",
        /// An objection to what became of an application to a fair.
        FairResult = "fair_result",
        /// An objection to what became of an enrolment in a course.
        CourseResult = "course_result",
    }
}

impl CaseKind {
    /// How its cases are numbered.
    pub const fn series(self) -> Series {
        match self {
            Self::Family => Series::FamilyCase,
            Self::Product => Series::ProductCase,
            Self::Renewal => Series::RenewalCase,
            Self::Correction => Series::CorrectionCase,
            Self::Membership => Series::MembershipCase,
            Self::Suspension => Series::SuspensionCase,
            Self::Report => Series::ReportCase,
            Self::Objection | Self::FairResult | Self::CourseResult => Series::ObjectionCase,
        }
    }

    /// Whether somebody objects in it to what others decided.
    pub const fn objects(self) -> bool {
        matches!(self, Self::Objection | Self::FairResult | Self::CourseResult)
    }
}

codes! {
    /// What happens to a case, as its history keeps it.
    EventAct {
        /// It was sent.
        Open = "open",
        /// Somebody helped the applicant to write it.
        Help = "help",
        /// Somebody had a hand in what is objected to.
        Hand = "hand",
        /// An officer took it.
        Take = "take",
        /// It was given to a colleague.
        Assign = "assign",
        /// A note among colleagues.
        Note = "note",
        /// The program or a colleague noticed something.
        Flag = "flag",
        /// A paper was added.
        Document = "document",
        /// The applicant was asked to change something.
        Return = "return",
        /// The applicant sent it again.
        Resubmit = "resubmit",
        /// The first of two said what should be decided.
        Recommend = "recommend",
        /// The second of two did not follow.
        SendBack = "send_back",
        /// It was decided.
        Decide = "decide",
        /// The applicant objected to the decision.
        Object = "object",
        /// The objection was heard.
        Close = "close",
        /// It came to nothing.
        Withdraw = "withdraw",
        /// Why identities were not compared with their papers.
        Uncompared = "uncompared",
        /// Who recommended took it back before anybody had acted on it.
        Recall = "recall",
        /// Who returned it took it back before the applicant had acted on it.
        CallBack = "call_back",
        /// Somebody asked to take a decision back for a material error.
        AskBack = "ask_back",
        /// A second person left the decision as it is.
        Keep = "keep",
        /// A decision was taken back: its number, and why.
        TakeBack = "take_back",
    }
}

impl EventAct {
    /// Whether the applicant reads of it: what was asked and decided, and nothing of how colleagues came to it.
    pub const fn shown_to_applicant(self) -> bool {
        match self {
            Self::Open | Self::Take | Self::Return | Self::Resubmit | Self::Decide | Self::Object | Self::Close | Self::Withdraw => true,
            Self::CallBack | Self::TakeBack => true,
            Self::Help
            | Self::Hand
            | Self::Assign
            | Self::Note
            | Self::Flag
            | Self::Document
            | Self::Recommend
            | Self::SendBack
            | Self::Recall
            | Self::AskBack
            | Self::Keep
            | Self::Uncompared => false,
        }
    }

    /// Whether it moves the case, so that it is the last thing that was done to it.
    pub const fn moves(self) -> bool {
        !matches!(self, Self::Note | Self::Document | Self::Flag | Self::Hand | Self::Uncompared)
    }
}

codes! {
    /// Where a case stands.
    CaseState {
        /// Waits for an officer.
        Submitted = "submitted",
        /// An officer has it.
        InReview = "in_review",
        /// Waits for the applicant; the clock stands still.
        Returned = "returned",
        /// One has recommended; another decides.
        Recommended = "recommended",
        /// Approved or refused.
        Decided = "decided",
        /// The decision is objected to.
        ObjectionOpen = "objection_open",
        /// Nothing more can happen.
        Closed = "closed",
    }
}

codes! {
    /// What a decision says.
    Outcome {
        /// Yes.
        Approved = "approved",
        /// No.
        Refused = "refused",
    }
}

codes! {
    /// Why, in a word that can be counted; the words beside it are for the person.
    ReasonCode {
        /// All conditions are met.
        Meets = "meets",
        /// The rules were kept, and it stays as it is.
        Followed = "followed",
        /// Not within what the Authority supports.
        OutsideScope = "outside_scope",
        /// What was said is not so.
        NotTrue = "not_true",
        /// There is one already.
        Duplicate = "duplicate",
        /// Not made at home or by the family.
        NotHomemade = "not_homemade",
        /// A permit is missing or over.
        NoPermit = "no_permit",
        /// May not be sold.
        Prohibited = "prohibited",
        /// Photos or text do not show the thing.
        Misleading = "misleading",
        /// The words say it.
        Other = "other",
    }
}

/// In which round something was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// For the first time.
    First,
    /// On an objection to the first decision.
    Objection,
}

/// A decision before it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub outcome: Outcome,
    /// Why, to be counted.
    pub reason: ReasonCode,
    /// Why, for the person.
    pub words: String,
}
