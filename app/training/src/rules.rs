//! States of cohorts and enrolments, the order of those who signed up, and who gets a seat.

use chrono::NaiveTime;

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

    /// Whether somebody was taught, or is about to be.
    pub fn taught(self) -> bool {
        Self::TAUGHT.contains(&self) || self == EnrolmentState::Confirmed
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

/// `08:30`, as stored and as a time field sends it; Arabic digits too.
pub fn time(typed: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(&ground::text::latin_digits(typed.trim()), "%H:%M").ok()
}
