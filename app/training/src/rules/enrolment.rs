//! States of an enrolment, and the moves between them.

use ground::states::States;
use ground::texts::Locale;
use ground::{codes, t};

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
    /// The person takes that back.
    Reconsider,
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
    /// An objection to a refusal is upheld before there is an order.
    Readmit,
    /// An objection to a refusal is upheld, and the order is public.
    Reinstate,
    /// The cohort does not take place.
    CallOff,
    /// The family leaves the Authority, and its data go.
    Leave,
}

impl States for EnrolmentState {
    type Move = EnrolmentMove;
    const FIRST: Self = EnrolmentState::Submitted;

    fn after(self, by: EnrolmentMove) -> Option<Self> {
        use EnrolmentMove as M;
        use EnrolmentState as S;
        match (self, by) {
            (S::Submitted, M::Screen) => Some(S::Screened),
            (S::Submitted | S::Screened | S::Returned, M::Refuse) => Some(S::Refused),
            (S::Submitted | S::Screened, M::Return) => Some(S::Returned),
            (S::Returned, M::Resend) => Some(S::Submitted),
            // Until it is published, the order can be made anew.
            (S::Screened | S::Nominated, M::Order) => Some(S::Nominated),
            (S::Nominated | S::Waitlisted, M::Offer) => Some(S::Offered),
            (S::Nominated, M::Wait) => Some(S::Waitlisted),
            (S::Offered, M::Confirm) => Some(S::Confirmed),
            (S::Offered, M::Decline) => Some(S::Declined),
            // To one's own place; the seat follows if nobody has it.
            (S::Declined, M::Reconsider) => Some(S::Waitlisted),
            (S::Offered, M::Expire) => Some(S::OfferExpired),
            (S::Submitted | S::Returned | S::Screened | S::Nominated | S::Waitlisted | S::Confirmed, M::Withdraw) => Some(S::Withdrawn),
            (S::Confirmed, M::Begin) => Some(S::Attending),
            (S::Refused, M::Readmit) => Some(S::Screened),
            (S::Refused, M::Reinstate) => Some(S::Waitlisted),
            (S::Waitlisted, M::PassOver) => Some(S::NotSeated),
            (S::Attending, M::Complete) => Some(S::Completed),
            (S::Attending, M::Fall) => Some(S::Incomplete),
            (S::Attending, M::Miss) => Some(S::NoShow),
            (S::Completed, M::Certify) => Some(S::Certified),
            (S::Certified, M::Revoke) => Some(S::Completed),
            (
                S::Submitted | S::Screened | S::Returned | S::Nominated | S::Waitlisted | S::Offered | S::Confirmed | S::Attending,
                M::CallOff | M::Leave,
            ) => Some(S::Withdrawn),
            (S::Completed | S::Certified, M::Leave) => Some(S::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVES: [EnrolmentMove; 23] = {
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
            M::Reconsider,
            M::Expire,
            M::Withdraw,
            M::PassOver,
            M::Begin,
            M::Complete,
            M::Fall,
            M::Miss,
            M::Certify,
            M::Revoke,
            M::Readmit,
            M::Reinstate,
            M::CallOff,
            M::Leave,
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
            (S::Nominated, M::Order),
            (S::Nominated, M::Offer),
            (S::Nominated, M::Wait),
            (S::Waitlisted, M::Offer),
            (S::Offered, M::Confirm),
            (S::Offered, M::Decline),
            (S::Declined, M::Reconsider),
            (S::Offered, M::Expire),
            (S::Submitted, M::Withdraw),
            (S::Screened, M::Withdraw),
            (S::Nominated, M::Withdraw),
            (S::Waitlisted, M::Withdraw),
            (S::Confirmed, M::Withdraw),
            (S::Confirmed, M::Begin),
            (S::Refused, M::Readmit),
            (S::Refused, M::Reinstate),
            (S::Waitlisted, M::PassOver),
            (S::Attending, M::Complete),
            (S::Attending, M::Fall),
            (S::Attending, M::Miss),
            (S::Completed, M::Certify),
            (S::Certified, M::Revoke),
        ];
        for state in S::ALL.iter().copied() {
            for by in MOVES {
                let active = !EnrolmentState::OUT.contains(&state);
                let over = matches!(state, S::Completed | S::Certified);
                let ends = (by == M::Leave && active) || (by == M::CallOff && active && !over);
                assert_eq!(state.after(by).is_some(), ends || allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }
}
