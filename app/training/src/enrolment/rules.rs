//! Keys of who signs up, and until when a declined seat is asked for again.

use chrono::NaiveDate;

use crate::rules::{CohortState, EnrolmentMove, EnrolmentState};
use ground::seal::Sealed;
use ground::states::States;

/// Keys of persons are made from numbers of twelve digits. Who left has another one.
pub const SEALED: Sealed = Sealed { table: "enrolment", column: "person_key", rows: "person_key NOT LIKE 'left-%'" };

/// Whether somebody who declined a seat may come back: as long as the offer would have lasted, and before the first day.
pub(crate) fn reconsiders(state: EnrolmentState, cohort: CohortState, answer_by: Option<NaiveDate>, today: NaiveDate) -> bool {
    state.can(EnrolmentMove::Reconsider) && cohort == CohortState::Closed && answer_by.is_some_and(|last| today <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_declined_comes_back_while_the_offer_would_have_lasted() {
        use {CohortState as C, EnrolmentState as S};
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day);
        let (last, today) = (day(5), day(5).unwrap_or_default());
        assert!(reconsiders(S::Declined, C::Closed, last, today));
        for (state, cohort, last) in [
            (S::Declined, C::Closed, day(4)),
            (S::Declined, C::Closed, None),
            (S::Declined, C::Running, last),
            (S::Declined, C::Cancelled, last),
            (S::OfferExpired, C::Closed, last),
            (S::Withdrawn, C::Closed, last),
        ] {
            assert!(!reconsiders(state, cohort, last, today), "{state:?} {cohort:?} {last:?}");
        }
    }
}
