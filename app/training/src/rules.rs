//! States of cohorts and what belongs to them, the order of those who signed up, and who gets a seat.

mod enrolment;

pub use enrolment::{EnrolmentMove, EnrolmentState};

use ground::states::States;
use ground::texts::Locale;
use ground::{codes, t};

codes! {
    /// Where a cohort stands.
    CohortState {
        /// Being planned; nobody but staff sees it.
        Planned = "planned",
        /// Announced: families sign up within its window.
        Open = "open",
        /// Seats are offered, in the published order.
        Closed = "closed",
        /// Lessons are held.
        Running = "running",
        /// Lessons are over, and it stands who completed it.
        Finished = "finished",
        /// Certificates are issued.
        Certified = "certified",
        /// Will not take place.
        Cancelled = "cancelled",
    }
}

/// What happens to a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CohortMove {
    /// It is announced.
    Announce,
    /// The order of those who signed up is published, and seats are offered.
    Order,
    /// Its first day has come.
    Begin,
    /// Its lessons are over, and it stands who completed it.
    Finish,
    /// All who completed it have their certificates; again when some complete it later.
    Certify,
    /// It does not take place.
    Cancel,
}

impl States for CohortState {
    type Move = CohortMove;
    const FIRST: Self = CohortState::Planned;

    fn after(self, by: CohortMove) -> Option<Self> {
        use CohortMove as M;
        use CohortState as S;
        match (self, by) {
            (S::Planned, M::Announce) => Some(S::Open),
            (S::Open, M::Order) => Some(S::Closed),
            (S::Closed, M::Begin) => Some(S::Running),
            (S::Running, M::Finish) => Some(S::Finished),
            (S::Finished | S::Certified, M::Certify) => Some(S::Certified),
            (S::Planned | S::Open | S::Closed | S::Running, M::Cancel) => Some(S::Cancelled),
            _ => None,
        }
    }
}

codes! {
    /// What a course is about.
    CourseField {
        /// Quality, materials, methods.
        Quality = "quality",
        /// A craft itself.
        Craft = "craft",
        /// Selling, photos, packaging.
        Marketing = "marketing",
        /// Prices and accounts.
        Finance = "finance",
        /// Food and health.
        Food = "food",
    }
}

codes! {
    /// How the order of those who signed up is made.
    Policy {
        /// Who signed up first.
        FirstCome = "first_come",
        /// By lot, from a published seed.
        Lottery = "lottery",
        /// By the points of visible criteria.
        Score = "score",
        /// Regions take turns; within each who signed up first.
        Balance = "balance",
        /// By a committee: votes, a minute, signatures.
        Committee = "committee",
    }
}

codes! {
    /// How far the certificates of a cohort are that are issued together.
    IssuingState {
        /// The worker writes one after the other.
        Running = "running",
        /// All are written.
        Done = "done",
        /// It stopped at an error.
        Failed = "failed",
    }
}

/// What happens to certificates that are issued together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuingMove {
    /// An officer begins, for the first time or for those who completed since.
    Begin,
    /// The last one is written.
    End,
    /// The worker could not go on.
    Fail,
}

impl States for IssuingState {
    type Move = IssuingMove;
    const FIRST: Self = IssuingState::Running;

    fn after(self, by: IssuingMove) -> Option<Self> {
        use IssuingMove as M;
        use IssuingState as S;
        match (self, by) {
            (S::Done | S::Failed, M::Begin) => Some(S::Running),
            (S::Running, M::End) => Some(S::Done),
            (S::Running, M::Fail) => Some(S::Failed),
            _ => None,
        }
    }
}

impl CohortState {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CohortState::Planned => t!(l, training.cohort_planned),
            CohortState::Open => t!(l, training.cohort_open),
            CohortState::Closed => t!(l, training.cohort_closed),
            CohortState::Running => t!(l, training.cohort_running),
            CohortState::Finished => t!(l, training.cohort_finished),
            CohortState::Certified => t!(l, training.cohort_certified),
            CohortState::Cancelled => t!(l, training.cohort_cancelled),
        }
    }
}

impl CourseField {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            CourseField::Quality => t!(l, training.field_quality),
            CourseField::Craft => t!(l, training.field_craft),
            CourseField::Marketing => t!(l, training.field_marketing),
            CourseField::Finance => t!(l, training.field_finance),
            CourseField::Food => t!(l, training.field_food),
        }
    }
}

impl Policy {
    /// How the order is made, in a sentence.
    pub fn word(self, l: Locale) -> String {
        match self {
            Policy::FirstCome => t!(l, training.policy_first_come),
            Policy::Lottery => t!(l, training.policy_lottery),
            Policy::Score => t!(l, training.policy_score),
            Policy::Balance => t!(l, training.policy_balance),
            Policy::Committee => t!(l, training.policy_committee),
        }
    }
}

codes! {
    /// What a condition of a cohort is about. One that this version does not know is an error, and not a condition less.
    TermKind {
        /// Only families of a region.
        Region = "region",
        /// Only families of a municipality.
        Municipality = "municipality",
        /// Only families that make something.
        Craft = "craft",
        /// The licence holds until the cohort ends.
        LicenceThrough = "licence_through",
        /// Nobody of the family took the course before.
        FirstTime = "first_time",
    }
}

codes! {
    /// For whom seats are kept.
    QuotaKind {
        /// Families of a region.
        Region = "region",
        /// Families of a municipality.
        Municipality = "municipality",
        /// Families that make something.
        Craft = "craft",
    }
}

ground::codes! {
    /// How a question is answered.
    QuestionKind {
        /// In words.
        Text = "text",
        /// By one of several answers.
        Choice = "choice",
        /// With a file, sent after signing up.
        File = "file",
    }
}

codes! {
    /// Where a certificate stands.
    CertificateState {
        /// It holds.
        Issued = "issued",
        /// Another one stands in its place.
        Superseded = "superseded",
        /// Taken back, with a reason.
        Revoked = "revoked",
        /// Its time is over.
        Expired = "expired",
    }
}

/// Groups smaller than this are not told to a partner.
pub const SMALL: i64 = 5;

/// States of those who belong to the room: they have a seat, or had one until the end.
pub(crate) const INSIDE: [EnrolmentState; 5] = [
    EnrolmentState::Confirmed,
    EnrolmentState::Attending,
    EnrolmentState::Completed,
    EnrolmentState::Certified,
    EnrolmentState::Incomplete,
];

/// What completes a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    /// Attended part of the hours at least, percent.
    pub attended: i64,
    /// Whether the modules are assessed too.
    pub assessed: bool,
}

codes! {
    /// Whether somebody was there.
    Mark {
        /// There from the beginning.
        Present = "present",
        /// There, but late.
        Late = "late",
        /// Not there.
        Absent = "absent",
        /// Not there, with a reason that was accepted.
        Excused = "excused",
    }
}

codes! {
    /// How it is known.
    Source {
        /// The trainer's list.
        List = "list",
        /// The trainee scanned the code on the trainer's screen.
        Code = "code",
        /// Entered from the signed sheet.
        Sheet = "sheet",
    }
}

impl Source {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            Source::List => t!(l, training.source_list),
            Source::Code => t!(l, training.source_code),
            Source::Sheet => t!(l, training.source_sheet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cohorts_move_by_the_table_only() {
        use CohortMove as M;
        use CohortState as S;
        let way = [
            (S::Planned, M::Announce, S::Open),
            (S::Open, M::Order, S::Closed),
            (S::Closed, M::Begin, S::Running),
            (S::Running, M::Finish, S::Finished),
            (S::Finished, M::Certify, S::Certified),
            (S::Certified, M::Certify, S::Certified),
        ];
        for state in S::ALL.iter().copied() {
            for by in [M::Announce, M::Order, M::Begin, M::Finish, M::Certify, M::Cancel] {
                let on = way.iter().find(|(from, with, _)| (*from, *with) == (state, by)).map(|(_, _, to)| *to);
                let over = matches!(state, S::Finished | S::Certified | S::Cancelled);
                let cancelled = (by == M::Cancel && !over).then_some(S::Cancelled);
                assert_eq!(state.after(by), on.or(cancelled), "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn certificates_are_issued_together_once_at_a_time() {
        use IssuingMove as M;
        use IssuingState as S;
        let allowed = [(S::Done, M::Begin), (S::Failed, M::Begin), (S::Running, M::End), (S::Running, M::Fail)];
        for state in S::ALL.iter().copied() {
            for by in [M::Begin, M::End, M::Fail] {
                assert_eq!(state.can(by), allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }
}
