//! States of an application (طلب مشاركة), the moves between them, and what it asks for.

use ground::states::States;
use ground::texts::Locale;
use ground::ui::Tone;
use ground::{codes, t};

codes! {
    /// Where an application stands.
    ApplicationState {
        /// Being filled in.
        Draft = "draft",
        /// Sent.
        Submitted = "submitted",
        /// All conditions are met.
        Screened = "screened",
        /// Jurors have it.
        UnderReview = "under_review",
        /// Goes to the fair, and has to say so.
        Accepted = "accepted",
        /// Waits for a booth to become free.
        Waitlisted = "waitlisted",
        /// Does not go.
        Refused = "refused",
        /// Said that it comes.
        Confirmed = "confirmed",
        /// Did not say so in time.
        Expired = "expired",
        /// Has a booth.
        BoothAllocated = "booth_allocated",
        /// Everything that is needed is there.
        Ready = "ready",
        /// Is at the fair.
        CheckedIn = "checked_in",
        /// Accounts are settled.
        ClosedOut = "closed_out",
        /// Taken back by the family.
        Withdrawn = "withdrawn",
        /// Never came.
        NoShow = "no_show",
        /// The fair began without a booth for it.
        NotPlaced = "not_placed",
    }
}

impl ApplicationState {
    /// Those that take part: each counts for a booth.
    pub const TAKING_PART: [ApplicationState; 6] = [
        ApplicationState::Accepted,
        ApplicationState::Confirmed,
        ApplicationState::BoothAllocated,
        ApplicationState::Ready,
        ApplicationState::CheckedIn,
        ApplicationState::ClosedOut,
    ];

    /// Who said that they come, and who has a booth already.
    pub const PLACED: [ApplicationState; 5] = [
        ApplicationState::Confirmed,
        ApplicationState::BoothAllocated,
        ApplicationState::Ready,
        ApplicationState::CheckedIn,
        ApplicationState::ClosedOut,
    ];

    /// Whether a family was told of its booth, and is at the fair or will be.
    pub fn told(self) -> bool {
        Self::PLACED.contains(&self) && self != ApplicationState::Confirmed
    }

    /// The state in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            ApplicationState::Draft => t!(l, fairs.app_draft),
            ApplicationState::Submitted => t!(l, fairs.app_submitted),
            ApplicationState::Screened => t!(l, fairs.app_screened),
            ApplicationState::UnderReview => t!(l, fairs.app_under_review),
            ApplicationState::Accepted => t!(l, fairs.app_accepted),
            ApplicationState::Waitlisted => t!(l, fairs.app_waitlisted),
            ApplicationState::Refused => t!(l, fairs.app_refused),
            ApplicationState::Confirmed => t!(l, fairs.app_confirmed),
            ApplicationState::Expired => t!(l, fairs.app_expired),
            ApplicationState::BoothAllocated => t!(l, fairs.app_booth_allocated),
            ApplicationState::Ready => t!(l, fairs.app_ready),
            ApplicationState::CheckedIn => t!(l, fairs.app_checked_in),
            ApplicationState::ClosedOut => t!(l, fairs.app_closed_out),
            ApplicationState::Withdrawn => t!(l, fairs.app_withdrawn),
            ApplicationState::NoShow => t!(l, fairs.app_no_show),
            ApplicationState::NotPlaced => t!(l, fairs.app_not_placed),
        }
    }

    /// How it looks.
    pub fn tone(self) -> Tone {
        match self {
            ApplicationState::Confirmed
            | ApplicationState::BoothAllocated
            | ApplicationState::Ready
            | ApplicationState::CheckedIn
            | ApplicationState::ClosedOut => Tone::Good,
            ApplicationState::Draft | ApplicationState::Accepted => Tone::Attention,
            ApplicationState::Refused | ApplicationState::Expired | ApplicationState::NoShow => Tone::Danger,
            ApplicationState::Withdrawn | ApplicationState::NotPlaced => Tone::Plain,
            ApplicationState::Submitted | ApplicationState::Screened | ApplicationState::UnderReview | ApplicationState::Waitlisted => {
                Tone::Waiting
            }
        }
    }
}

codes! {
    /// Which part of each day a family is there; two of half a day share a booth.
    DayPart {
        /// All day.
        Whole = "whole",
        /// Until the middle of the day.
        Morning = "morning",
        /// From the middle of the day.
        Evening = "evening",
    }
}

impl DayPart {
    /// Halves of the day that it takes, from and to.
    pub fn halves(self) -> (i64, i64) {
        match self {
            DayPart::Whole => (0, 2),
            DayPart::Morning => (0, 1),
            DayPart::Evening => (1, 2),
        }
    }

    /// The part in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            DayPart::Whole => t!(l, fairs.part_whole),
            DayPart::Morning => t!(l, fairs.part_morning),
            DayPart::Evening => t!(l, fairs.part_evening),
        }
    }
}

/// What happens to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationMove {
    /// The family sends it.
    Send,
    /// An officer finds the conditions met.
    Screen,
    /// It is not taken, by an officer or by the committee.
    Refuse,
    /// Jurors are given it.
    Review,
    /// Results are published: it goes.
    Accept,
    /// Results are published: it waits.
    Wait,
    /// The family says that it comes.
    Confirm,
    /// The day passes without an answer.
    Expire,
    /// The family takes it back.
    Withdraw,
    /// What was taken back is filled in again, while families apply.
    TakeUp,
    /// It hears which booth it has.
    Allocate,
    /// Its booth was changed or taken away: it is to be told again.
    Displace,
    /// Nothing is left to do before the fair.
    Prepare,
    /// Something is to do again.
    Reopen,
    /// The family is there.
    CheckIn,
    /// That it was there was a mistake.
    CheckOut,
    /// Its accounts are settled.
    CloseOut,
    /// It never came.
    Miss,
    /// The fair begins, and no booth is there for it.
    PassOver,
}

impl States for ApplicationState {
    type Move = ApplicationMove;
    const FIRST: Self = ApplicationState::Draft;

    fn after(self, by: ApplicationMove) -> Option<Self> {
        use ApplicationMove as M;
        use ApplicationState as S;
        match (self, by) {
            (S::Draft, M::Send) => Some(S::Submitted),
            // Looked at again, a refusal that was proposed falls.
            (S::Submitted | S::Screened, M::Screen) => Some(S::Screened),
            (S::Submitted | S::Screened | S::UnderReview, M::Refuse) => Some(S::Refused),
            (S::Screened, M::Review) => Some(S::UnderReview),
            (S::UnderReview | S::Waitlisted | S::Refused, M::Accept) => Some(S::Accepted),
            // Who waits and objects with success waits on, before the others.
            (S::UnderReview | S::Refused | S::Waitlisted, M::Wait) => Some(S::Waitlisted),
            (S::Accepted, M::Confirm) => Some(S::Confirmed),
            (S::Accepted, M::Expire) => Some(S::Expired),
            (
                S::Draft
                | S::Submitted
                | S::Screened
                | S::UnderReview
                | S::Accepted
                | S::Waitlisted
                | S::Confirmed
                | S::BoothAllocated
                | S::Ready,
                M::Withdraw,
            ) => Some(S::Withdrawn),
            (S::Withdrawn, M::TakeUp) => Some(S::Draft),
            (S::Confirmed, M::Allocate) => Some(S::BoothAllocated),
            (S::BoothAllocated | S::Ready, M::Displace) => Some(S::Confirmed),
            (S::BoothAllocated, M::Prepare) => Some(S::Ready),
            (S::Ready, M::Reopen) => Some(S::BoothAllocated),
            (S::BoothAllocated | S::Ready, M::CheckIn) => Some(S::CheckedIn),
            (S::CheckedIn, M::CheckOut) => Some(S::BoothAllocated),
            (S::BoothAllocated | S::Ready | S::CheckedIn, M::CloseOut) => Some(S::ClosedOut),
            (S::BoothAllocated | S::Ready, M::Miss) => Some(S::NoShow),
            (S::Waitlisted | S::Confirmed, M::PassOver) => Some(S::NotPlaced),
            _ => None,
        }
    }
}

codes! {
    /// What a booth is.
    BoothKind {
        /// A table.
        Table = "table",
        /// Two metres by two.
        Small = "small",
        /// Three metres by three.
        Large = "large",
        /// With what cooking needs.
        Kitchen = "kitchen",
    }
}

impl BoothKind {
    /// Metres across and down.
    pub fn size(self) -> (i64, i64) {
        match self {
            BoothKind::Table => (2, 1),
            BoothKind::Small => (2, 2),
            BoothKind::Large | BoothKind::Kitchen => (3, 3),
        }
    }

    /// What its word does not say of it: the size of a table, and what a kitchen has.
    pub fn hint(self, l: Locale) -> Option<String> {
        match self {
            BoothKind::Table => Some(t!(l, fairs.booth_table_hint)),
            BoothKind::Small | BoothKind::Large => None,
            BoothKind::Kitchen => Some(t!(l, fairs.booth_kitchen_hint)),
        }
    }

    /// The kind in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            BoothKind::Table => t!(l, fairs.booth_table),
            BoothKind::Small => t!(l, fairs.booth_small),
            BoothKind::Large => t!(l, fairs.booth_large),
            BoothKind::Kitchen => t!(l, fairs.booth_kitchen),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_application_moves_by_lines_of_its_table_only() {
        use ApplicationMove as M;
        use ApplicationState as S;
        let moves = [
            M::Send,
            M::Screen,
            M::Refuse,
            M::Review,
            M::Accept,
            M::Wait,
            M::Confirm,
            M::Expire,
            M::Withdraw,
            M::TakeUp,
            M::Allocate,
            M::Displace,
            M::Prepare,
            M::Reopen,
            M::CheckIn,
            M::CheckOut,
            M::CloseOut,
            M::Miss,
            M::PassOver,
        ];
        let lawful: &[(S, M, S)] = &[
            (S::Draft, M::Send, S::Submitted),
            (S::Submitted, M::Screen, S::Screened),
            (S::Screened, M::Screen, S::Screened),
            (S::Submitted, M::Refuse, S::Refused),
            (S::Screened, M::Refuse, S::Refused),
            (S::UnderReview, M::Refuse, S::Refused),
            (S::Screened, M::Review, S::UnderReview),
            (S::UnderReview, M::Accept, S::Accepted),
            (S::Waitlisted, M::Accept, S::Accepted),
            (S::Refused, M::Accept, S::Accepted),
            (S::UnderReview, M::Wait, S::Waitlisted),
            (S::Refused, M::Wait, S::Waitlisted),
            (S::Waitlisted, M::Wait, S::Waitlisted),
            (S::Accepted, M::Confirm, S::Confirmed),
            (S::Accepted, M::Expire, S::Expired),
            (S::Withdrawn, M::TakeUp, S::Draft),
            (S::Confirmed, M::Allocate, S::BoothAllocated),
            (S::BoothAllocated, M::Displace, S::Confirmed),
            (S::Ready, M::Displace, S::Confirmed),
            (S::BoothAllocated, M::Prepare, S::Ready),
            (S::Ready, M::Reopen, S::BoothAllocated),
            (S::BoothAllocated, M::CheckIn, S::CheckedIn),
            (S::Ready, M::CheckIn, S::CheckedIn),
            (S::CheckedIn, M::CheckOut, S::BoothAllocated),
            (S::BoothAllocated, M::CloseOut, S::ClosedOut),
            (S::Ready, M::CloseOut, S::ClosedOut),
            (S::CheckedIn, M::CloseOut, S::ClosedOut),
            (S::BoothAllocated, M::Miss, S::NoShow),
            (S::Ready, M::Miss, S::NoShow),
            (S::Waitlisted, M::PassOver, S::NotPlaced),
            (S::Confirmed, M::PassOver, S::NotPlaced),
        ];
        let leave =
            [S::Draft, S::Submitted, S::Screened, S::UnderReview, S::Accepted, S::Waitlisted, S::Confirmed, S::BoothAllocated, S::Ready];
        for state in ApplicationState::ALL.iter().copied() {
            for by in moves {
                let to = lawful.iter().find(|(from, with, _)| (*from, *with) == (state, by)).map(|(_, _, to)| *to);
                let left = (by == M::Withdraw && leave.contains(&state)).then_some(S::Withdrawn);
                assert_eq!(state.after(by), to.or(left), "{state:?} {by:?}");
            }
        }
    }
}
