//! States of cohorts and enrolments, the order of those who signed up, and who gets a seat.

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
    /// Where an enrolment stands.
    EnrolmentState {
        /// Signed up.
        Submitted = "submitted",
        /// All conditions are met.
        Screened = "screened",
        /// Something is missing; waits for the family.
        Returned = "returned",
        /// Has a place in the order, which is not public yet.
        Nominated = "nominated",
        /// Waits for a seat to become free.
        Waitlisted = "waitlisted",
        /// A seat is held until a day.
        Offered = "offered",
        /// Takes the seat.
        Confirmed = "confirmed",
        /// Lessons have begun.
        Attending = "attending",
        /// Attended and passed as the rule of the cohort wants it.
        Completed = "completed",
        /// Has a certificate.
        Certified = "certified",
        /// Attended too little, or did not pass.
        Incomplete = "incomplete",
        /// Never came.
        NoShow = "no_show",
        /// Still waited when lessons began.
        NotSeated = "not_seated",
        /// Did not want the seat.
        Declined = "declined",
        /// Did not answer in time.
        OfferExpired = "offer_expired",
        /// Took the enrolment back.
        Withdrawn = "withdrawn",
        /// Does not meet the conditions.
        Refused = "refused",
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

/// What happens to an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolmentMove {
    /// An officer finds the conditions met.
    Screen,
    /// An officer finds them not met.
    Refuse,
    /// An officer asks for what is missing.
    Return,
    /// The family sends it again.
    Resend,
    /// The order is made.
    Order,
    /// The order is published: a seat.
    Offer,
    /// The order is published: no seat yet.
    Wait,
    /// The person takes the seat.
    Confirm,
    /// The person does not want it.
    Decline,
    /// The day passes without an answer.
    Expire,
    /// The person takes the enrolment back.
    Withdraw,
    /// Lessons begin.
    Begin,
    /// Lessons begin without a seat for the person.
    PassOver,
    /// Lessons are over, and the rule is met.
    Complete,
    /// Lessons are over, and it is not.
    Fall,
    /// Lessons are over, and the person never came.
    Miss,
    /// A certificate is issued.
    Certify,
    /// It is revoked.
    Revoke,
}

/// The state after a move, if there is one.
pub fn step(state: EnrolmentState, by: EnrolmentMove) -> Option<EnrolmentState> {
    use EnrolmentMove as M;
    use EnrolmentState as S;
    match (state, by) {
        (S::Submitted, M::Screen) => Some(S::Screened),
        (S::Submitted | S::Screened | S::Returned, M::Refuse) => Some(S::Refused),
        (S::Submitted | S::Screened, M::Return) => Some(S::Returned),
        (S::Returned, M::Resend) => Some(S::Submitted),
        (S::Screened, M::Order) => Some(S::Nominated),
        (S::Nominated | S::Waitlisted, M::Offer) => Some(S::Offered),
        (S::Nominated, M::Wait) => Some(S::Waitlisted),
        (S::Offered, M::Confirm) => Some(S::Confirmed),
        (S::Offered, M::Decline) => Some(S::Declined),
        (S::Offered, M::Expire) => Some(S::OfferExpired),
        (S::Submitted | S::Returned | S::Screened | S::Nominated | S::Waitlisted | S::Confirmed, M::Withdraw) => Some(S::Withdrawn),
        (S::Confirmed, M::Begin) => Some(S::Attending),
        (S::Waitlisted, M::PassOver) => Some(S::NotSeated),
        (S::Attending, M::Complete) => Some(S::Completed),
        (S::Attending, M::Fall) => Some(S::Incomplete),
        (S::Attending, M::Miss) => Some(S::NoShow),
        (S::Completed, M::Certify) => Some(S::Certified),
        (S::Certified, M::Revoke) => Some(S::Completed),
        _ => None,
    }
}

impl EnrolmentState {
    /// States in which nothing more is wanted of the cohort.
    pub const OUT: [EnrolmentState; 7] = [
        EnrolmentState::Withdrawn,
        EnrolmentState::Refused,
        EnrolmentState::Declined,
        EnrolmentState::OfferExpired,
        EnrolmentState::NoShow,
        EnrolmentState::Incomplete,
        EnrolmentState::NotSeated,
    ];
    /// States in which something is still to be looked at.
    pub const OPEN: [EnrolmentState; 2] = [EnrolmentState::Submitted, EnrolmentState::Returned];
    /// States that count for a seat.
    pub const SEATED: [EnrolmentState; 5] = [
        EnrolmentState::Offered,
        EnrolmentState::Confirmed,
        EnrolmentState::Attending,
        EnrolmentState::Completed,
        EnrolmentState::Certified,
    ];
    /// States of those who were taught.
    pub const TAUGHT: [EnrolmentState; 5] = [
        EnrolmentState::Attending,
        EnrolmentState::Completed,
        EnrolmentState::Certified,
        EnrolmentState::Incomplete,
        EnrolmentState::NoShow,
    ];

    /// Whether it counts for a seat.
    pub fn holds_seat(self) -> bool {
        Self::SEATED.contains(&self)
    }

    /// What the person sees: an order that is not published yet is not told.
    pub fn told(self) -> EnrolmentState {
        if self == EnrolmentState::Nominated { EnrolmentState::Screened } else { self }
    }

    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            EnrolmentState::Submitted => t!(l, training.state_submitted),
            EnrolmentState::Screened => t!(l, training.state_screened),
            EnrolmentState::Returned => t!(l, training.state_returned),
            EnrolmentState::Nominated => t!(l, training.state_nominated),
            EnrolmentState::Waitlisted => t!(l, training.state_waitlisted),
            EnrolmentState::Offered => t!(l, training.state_offered),
            EnrolmentState::Confirmed => t!(l, training.state_confirmed),
            EnrolmentState::Declined => t!(l, training.state_declined),
            EnrolmentState::Attending => t!(l, training.state_attending),
            EnrolmentState::Completed => t!(l, training.state_completed),
            EnrolmentState::Certified => t!(l, training.state_certified),
            EnrolmentState::Incomplete => t!(l, training.state_incomplete),
            EnrolmentState::NoShow => t!(l, training.state_no_show),
            EnrolmentState::NotSeated => t!(l, training.state_not_seated),
            EnrolmentState::OfferExpired => t!(l, training.state_offer_expired),
            EnrolmentState::Withdrawn => t!(l, training.state_withdrawn),
            EnrolmentState::Refused => t!(l, training.state_refused),
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

/// What sittings about cohorts are kept under.
pub const SITTINGS: &str = "cohort";

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

    const MOVES: [EnrolmentMove; 18] = {
        use EnrolmentMove as M;
        [
            M::Screen,
            M::Refuse,
            M::Return,
            M::Resend,
            M::Order,
            M::Offer,
            M::Wait,
            M::Confirm,
            M::Decline,
            M::Expire,
            M::Withdraw,
            M::PassOver,
            M::Begin,
            M::Complete,
            M::Fall,
            M::Miss,
            M::Certify,
            M::Revoke,
        ]
    };

    /// Every state × move pair.
    #[test]
    fn enrolments_move_by_the_table_only() {
        use EnrolmentMove as M;
        use EnrolmentState as S;
        let allowed = [
            (S::Submitted, M::Screen),
            (S::Submitted, M::Refuse),
            (S::Screened, M::Refuse),
            (S::Returned, M::Refuse),
            (S::Submitted, M::Return),
            (S::Screened, M::Return),
            (S::Returned, M::Resend),
            (S::Returned, M::Withdraw),
            (S::Screened, M::Order),
            (S::Nominated, M::Offer),
            (S::Nominated, M::Wait),
            (S::Waitlisted, M::Offer),
            (S::Offered, M::Confirm),
            (S::Offered, M::Decline),
            (S::Offered, M::Expire),
            (S::Submitted, M::Withdraw),
            (S::Screened, M::Withdraw),
            (S::Nominated, M::Withdraw),
            (S::Waitlisted, M::Withdraw),
            (S::Confirmed, M::Withdraw),
            (S::Confirmed, M::Begin),
            (S::Waitlisted, M::PassOver),
            (S::Attending, M::Complete),
            (S::Attending, M::Fall),
            (S::Attending, M::Miss),
            (S::Completed, M::Certify),
            (S::Certified, M::Revoke),
        ];
        for state in S::ALL.iter().copied() {
            for by in MOVES {
                assert_eq!(step(state, by).is_some(), allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }
}
