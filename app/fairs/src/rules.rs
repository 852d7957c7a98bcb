//! States of a fair and the moves between them.

pub mod application;

use ground::states::States;
use ground::texts::Locale;
use ground::ui::Tone;
use ground::{codes, t};

codes! {
    /// How far from home a fair is.
    FairKind {
        /// In one municipality, for its surroundings.
        Local = "local",
        /// For the whole country.
        National = "national",
        /// Abroad.
        International = "international",
    }
}

impl FairKind {
    /// The kind in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            FairKind::Local => t!(l, fairs.kind_local),
            FairKind::National => t!(l, fairs.kind_national),
            FairKind::International => t!(l, fairs.kind_international),
        }
    }
}

codes! {
    /// Where a fair stands.
    FairState {
        /// Being planned; nobody but staff sees it.
        Planned = "planned",
        /// Announced: families apply within the days of its call.
        CallOpen = "call_open",
        /// Nobody applies any more.
        CallClosed = "call_closed",
        /// Jurors and the committee are at work.
        Reviewing = "reviewing",
        /// Everyone knows who goes.
        ResultsPublished = "results_published",
        /// Booths are given and everything is got ready.
        SetUp = "set_up",
        /// Its days have come.
        Running = "running",
        /// Its days are over; accounts are open.
        Closed = "closed",
        /// Accounts are settled.
        Settled = "settled",
        /// Will not take place.
        Cancelled = "cancelled",
    }
}

impl FairState {
    /// What everyone sees.
    pub const SHOWN: [FairState; 9] = [
        FairState::CallOpen,
        FairState::CallClosed,
        FairState::Reviewing,
        FairState::ResultsPublished,
        FairState::SetUp,
        FairState::Running,
        FairState::Closed,
        FairState::Settled,
        FairState::Cancelled,
    ];

    /// The state in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            FairState::Planned => t!(l, fairs.state_planned),
            FairState::CallOpen => t!(l, fairs.state_call_open),
            FairState::CallClosed => t!(l, fairs.state_call_closed),
            FairState::Reviewing => t!(l, fairs.state_reviewing),
            FairState::ResultsPublished => t!(l, fairs.state_results_published),
            FairState::SetUp => t!(l, fairs.state_set_up),
            FairState::Running => t!(l, fairs.state_running),
            FairState::Closed => t!(l, fairs.state_closed),
            FairState::Settled => t!(l, fairs.state_settled),
            FairState::Cancelled => t!(l, fairs.state_cancelled),
        }
    }

    /// How it looks.
    pub fn tone(self) -> Tone {
        match self {
            FairState::CallOpen | FairState::Running => Tone::Good,
            FairState::CallClosed | FairState::Reviewing | FairState::ResultsPublished | FairState::SetUp => Tone::Waiting,
            FairState::Cancelled => Tone::Danger,
            FairState::Planned | FairState::Closed | FairState::Settled => Tone::Plain,
        }
    }

    /// Whether days and place can still be changed.
    pub fn plannable(self) -> bool {
        !matches!(self, FairState::Closed | FairState::Settled | FairState::Cancelled)
    }

    /// Whether spending is written down: bills come after the last day too, and those of a fair that was called off; what is
    /// settled stays.
    pub fn spends(self) -> bool {
        self != FairState::Settled
    }
}

/// What happens to a fair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FairMove {
    /// Everyone sees it, and families apply within the days of its call.
    OpenCall,
    /// The days of the call are over, or an officer ends it.
    CloseCall,
    /// Families get more days to apply, before anybody chooses.
    ExtendCall,
    /// It is announced without a call, or nobody answered it.
    Announce,
    /// Jurors are given what was sent.
    Review,
    /// Results are published at one moment.
    Publish,
    /// Booths are given.
    SetUp,
    /// Its first day has come.
    Begin,
    /// Its last day is over.
    End,
    /// Accounts are settled.
    Settle,
    /// It does not take place.
    Cancel,
}

impl States for FairState {
    type Move = FairMove;
    const FIRST: Self = FairState::Planned;

    fn after(self, by: FairMove) -> Option<Self> {
        use FairMove as M;
        use FairState as S;
        match (self, by) {
            (S::Planned, M::OpenCall) => Some(S::CallOpen),
            (S::CallOpen, M::CloseCall) => Some(S::CallClosed),
            (S::CallOpen | S::CallClosed, M::ExtendCall) => Some(S::CallOpen),
            (S::Planned | S::CallClosed, M::Announce) => Some(S::SetUp),
            (S::CallClosed, M::Review) => Some(S::Reviewing),
            (S::Reviewing, M::Publish) => Some(S::ResultsPublished),
            (S::ResultsPublished, M::SetUp) => Some(S::SetUp),
            (S::SetUp, M::Begin) => Some(S::Running),
            (S::Running, M::End) => Some(S::Closed),
            (S::Closed, M::Settle) => Some(S::Settled),
            (S::Planned | S::CallOpen | S::CallClosed | S::Reviewing | S::ResultsPublished | S::SetUp | S::Running, M::Cancel) => {
                Some(S::Cancelled)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const MOVES: [FairMove; 11] = [
        FairMove::OpenCall,
        FairMove::CloseCall,
        FairMove::ExtendCall,
        FairMove::Announce,
        FairMove::Review,
        FairMove::Publish,
        FairMove::SetUp,
        FairMove::Begin,
        FairMove::End,
        FairMove::Settle,
        FairMove::Cancel,
    ];

    #[test]
    fn spending_is_written_until_accounts_are_settled() {
        for state in FairState::ALL.iter().copied() {
            assert_eq!(state.spends(), !matches!(state, FairState::Settled), "{state:?}");
            assert!(state.spends() || !state.plannable(), "what is planned is paid: {state:?}");
        }
    }

    #[test]
    fn a_fair_moves_by_lines_of_its_table_only() {
        use FairMove as M;
        use FairState as S;
        let on = [
            (S::Planned, M::OpenCall, S::CallOpen),
            (S::CallOpen, M::CloseCall, S::CallClosed),
            (S::CallOpen, M::ExtendCall, S::CallOpen),
            (S::CallClosed, M::ExtendCall, S::CallOpen),
            (S::Planned, M::Announce, S::SetUp),
            (S::CallClosed, M::Announce, S::SetUp),
            (S::CallClosed, M::Review, S::Reviewing),
            (S::Reviewing, M::Publish, S::ResultsPublished),
            (S::ResultsPublished, M::SetUp, S::SetUp),
            (S::SetUp, M::Begin, S::Running),
            (S::Running, M::End, S::Closed),
            (S::Closed, M::Settle, S::Settled),
        ];
        for state in FairState::ALL.iter().copied() {
            for by in MOVES {
                let lawful = on.iter().find(|(from, with, _)| (*from, *with) == (state, by)).map(|(_, _, to)| *to);
                let ended = matches!(state, S::Closed | S::Settled | S::Cancelled);
                let cancelled = (by == M::Cancel && !ended).then_some(S::Cancelled);
                assert_eq!(state.after(by), lawful.or(cancelled), "{state:?} {by:?}");
            }
        }
    }
}
