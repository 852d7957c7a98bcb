//! How an enrolment moves from state to state. Pure.

use crate::rules::EnrolmentState;
use ground::seal::Sealed;

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

/// Keys of persons are made from numbers of twelve digits. Who left has another one.
pub const SEALED: Sealed = Sealed { table: "enrolment", column: "person_key", rows: "person_key NOT LIKE 'left-%'" };

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
