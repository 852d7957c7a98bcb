//! States of a sitting, its quorum, and the order that votes make.

use std::cmp::Ordering;

use ground::codes;
use ground::lots::lot;
use ground::states::States;
use ground::t;
use ground::texts::Locale;

codes! {
    /// What a sitting is about; what its minute does is done there.
    SittingKind {
        /// Seats of a course.
        Cohort = "cohort",
        /// Places at a fair.
        Fair = "fair",
    }
}

codes! {
    /// Where a sitting stands.
    SittingState {
        /// Members are invited; on its day they vote.
        Called = "called",
        /// Votes are counted; the minute waits for signatures, and nobody else knows it.
        Counted = "counted",
        /// Signed by all who were present: it holds.
        Signed = "signed",
        /// Did not come about.
        Cancelled = "cancelled",
    }
}

codes! {
    /// A vote. Who gives none abstains.
    Choice {
        /// For.
        Yes = "yes",
        /// Against.
        No = "no",
    }
}

/// What happens to a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SittingMove {
    /// The votes are counted.
    Count,
    /// A mistake is found before all signed: members vote again.
    Reopen,
    /// The last of those present signs.
    Sign,
    /// It does not come about.
    CallOff,
}

impl States for SittingState {
    type Move = SittingMove;
    const FIRST: Self = SittingState::Called;

    fn after(self, by: SittingMove) -> Option<Self> {
        use SittingMove as M;
        use SittingState as S;
        match (self, by) {
            (S::Called, M::Count) => Some(S::Counted),
            (S::Counted, M::Reopen) => Some(S::Called),
            (S::Counted, M::Sign) => Some(S::Signed),
            (S::Called | S::Counted, M::CallOff) => Some(S::Cancelled),
            _ => None,
        }
    }
}

impl SittingState {
    /// The word in the reader's language.
    pub fn word(self, l: Locale) -> String {
        match self {
            SittingState::Called => t!(l, committee.state_called),
            SittingState::Counted => t!(l, committee.state_counted),
            SittingState::Signed => t!(l, committee.state_signed),
            SittingState::Cancelled => t!(l, committee.state_cancelled),
        }
    }
}

/// How many must be present: more than half of those appointed, and never fewer than two.
pub fn quorum(appointed: usize) -> usize {
    (appointed / 2 + 1).max(2)
}

/// How many must have voted on a file for the vote to count.
pub const LEAST_VOTES: usize = 2;

/// The votes on a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Key of the file.
    pub file: i64,
    /// Its reference number.
    pub reference: String,
    /// The place that a proposal gave it.
    pub rank: Option<i64>,
    /// Votes for it.
    pub yes: u32,
    /// Votes against it.
    pub no: u32,
}

impl Ballot {
    /// More votes for it than against it.
    pub fn accepted(&self) -> bool {
        self.yes > self.no
    }
}

/// The keys of the accepted files in order: the larger share of votes for it first, ties by the
/// place that a proposal gave them, and then by a lot that anybody can draw again.
pub fn order(ballots: &[Ballot], seed: &str) -> Vec<i64> {
    // a/b against c/d without fractions.
    let share = |a: &Ballot, b: &Ballot| (b.yes * (a.yes + a.no)).cmp(&(a.yes * (b.yes + b.no)));
    let mut accepted: Vec<&Ballot> = ballots.iter().filter(|ballot| ballot.accepted()).collect();
    accepted.sort_by(|a, b| match share(a, b) {
        Ordering::Equal => a.rank.cmp(&b.rank).then_with(|| lot(seed, &a.reference).cmp(&lot(seed, &b.reference))),
        other => other,
    });
    accepted.into_iter().map(|ballot| ballot.file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sittings_move_by_the_table_only() {
        use SittingMove as M;
        use SittingState as S;
        let allowed =
            [(S::Called, M::Count), (S::Counted, M::Reopen), (S::Counted, M::Sign), (S::Called, M::CallOff), (S::Counted, M::CallOff)];
        for state in S::ALL.iter().copied() {
            for by in [M::Count, M::Reopen, M::Sign, M::CallOff] {
                assert_eq!(state.after(by).is_some(), allowed.contains(&(state, by)), "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn a_quorum_is_more_than_half_and_never_one_alone() {
        for (appointed, needed) in [(0, 2), (1, 2), (2, 2), (3, 2), (4, 3), (5, 3), (7, 4)] {
            assert_eq!(quorum(appointed), needed, "{appointed}");
        }
    }

    fn ballots() -> impl Strategy<Value = Vec<Ballot>> {
        let one = (0_u32..8, 0_u32..8);
        proptest::collection::vec(one, 0..30).prop_map(|all| {
            let ballot = |(file, (yes, no)): (i64, (u32, u32))| Ballot {
                file,
                reference: format!("E-{file}"),
                rank: (file % 3 == 0).then_some(file),
                yes,
                no,
            };
            (1..).zip(all).map(ballot).collect()
        })
    }

    proptest! {
        #[test]
        fn only_a_majority_is_accepted_and_a_larger_share_comes_first(ballots in ballots(), seed in "[0-9a-f]{8}") {
            let order = order(&ballots, &seed);
            let of = |file: i64| ballots.iter().find(|ballot| ballot.file == file).unwrap();
            prop_assert_eq!(order.len(), ballots.iter().filter(|ballot| ballot.yes > ballot.no).count());
            for pair in order.windows(2) {
                let (a, b) = (of(pair[0]), of(pair[1]));
                prop_assert!(a.yes * (b.yes + b.no) >= b.yes * (a.yes + a.no), "{a:?} before {b:?}");
            }
            // However the files are put, the order is the same.
            let mut turned = ballots.clone();
            turned.reverse();
            prop_assert_eq!(order, super::order(&turned, &seed));
        }
    }
}
