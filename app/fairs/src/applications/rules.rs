//! What has to be said in an application, and which conditions a family meets.

use chrono::{Months, NaiveDate};
use market::families;

use crate::applications::refusals;
use crate::plan::rules::Terms;
use crate::plan::types::When;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::types::{Application, Fair};
use ground::error::Reason;
use ground::states::States;
use ground::t;
use ground::texts::Locale;

/// Months for which a passport has to hold behind the last day of a fair abroad, as most countries want it.
pub const PASSPORT_MONTHS: u32 = 6;

/// Whether a passport holds long enough for a fair.
pub fn passport_holds(ends_on: NaiveDate, until: NaiveDate) -> bool {
    ends_on.checked_add_months(Months::new(PASSPORT_MONTHS)).is_some_and(|needed| until >= needed)
}

/// What is known of a family when it applies.
#[derive(Debug, Clone, Default)]
pub struct Applicant {
    /// Its region.
    pub region: String,
    /// Its crafts.
    pub crafts: Vec<String>,
    /// The last day of its licence.
    pub licensed_until: Option<NaiveDate>,
    /// Whether it has the quality mark.
    pub marked: bool,
    /// Whether accounts of an earlier fair are open.
    pub unsettled: bool,
}

/// The first condition of a fair until its last day, with or without the quality mark, that a family does not meet.
pub fn unmet((last, needs_mark): (NaiveDate, bool), terms: &Terms, family: &Applicant) -> Option<Reason> {
    if family.licensed_until.is_none() {
        return Some(families::NOT_LICENSED);
    }
    if family.licensed_until.is_some_and(|until| until < last) {
        return Some(training::LICENCE_ENDS);
    }
    if !terms.crafts.is_empty() && !family.crafts.iter().any(|craft| terms.crafts.contains(craft)) {
        return Some(training::NOT_OF_CRAFT);
    }
    if !terms.regions.is_empty() && !terms.regions.contains(&family.region) {
        return Some(training::ELSEWHERE);
    }
    if needs_mark && !family.marked {
        return Some(refusals::NOT_MARKED);
    }
    family.unsettled.then_some(refusals::UNSETTLED)
}

/// Who has a booth at a fair that began settles, and does not take its application back.
pub fn settles_instead(fair: FairState, application: ApplicationState) -> bool {
    let booth = matches!(application, ApplicationState::BoothAllocated | ApplicationState::Ready);
    booth && !matches!(fair, FairState::ResultsPublished | FairState::SetUp)
}

/// Whether a family takes its application back: not one of a fair that is over or called off, as long as it was sent.
pub fn may_withdraw(fair: &Fair, application: ApplicationState, today: NaiveDate) -> bool {
    let ahead = application == ApplicationState::Draft || When::of(fair, today) != When::Past;
    application.can(ApplicationMove::Withdraw) && ahead && !settles_instead(fair.state, application)
}

/// Whether an accepted family says that it comes: until the last day for it, and before the fair begins.
pub fn may_confirm(fair: &Fair, application: &Application, today: NaiveDate) -> bool {
    let ahead = matches!(fair.state, FairState::ResultsPublished | FairState::SetUp);
    let in_time = application.answer_by.is_none_or(|last| last >= today);
    application.state.can(ApplicationMove::Confirm) && ahead && in_time
}

/// Whether what was taken back can be filled in again: while families apply.
pub fn may_take_up(fair: &Fair, application: ApplicationState, today: NaiveDate) -> bool {
    application.can(ApplicationMove::TakeUp) && fair.call_open(today)
}

/// Where an application stands, seen from a day: nobody waits, or is waited for, once the fair is over, whether or not the calendar has
/// said so yet.
pub fn standing(fair: &Fair, application: ApplicationState, today: NaiveDate) -> ApplicationState {
    match application {
        _ if fair.state == FairState::Cancelled || When::of(fair, today) != When::Past => application,
        ApplicationState::Waitlisted => ApplicationState::NotPlaced,
        ApplicationState::Accepted => ApplicationState::Expired,
        _ => application,
    }
}

/// What is still missing before an application can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What is shown.
    Products,
    /// Who goes there.
    People,
    /// What is needed.
    Needs,
}

impl Section {
    /// In the order in which they are filled in.
    pub const ALL: [Section; 3] = [Section::Products, Section::People, Section::Needs];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Section::Products => "products",
            Section::People => "people",
            Section::Needs => "needs",
        }
    }

    /// The section of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// The section in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Section::Products => t!(l, fairs.section_products),
            Section::People => t!(l, fairs.section_people),
            Section::Needs => t!(l, fairs.section_needs),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rules::FairKind;
    use ground::ids::FairId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fair(state: FairState) -> Fair {
        Fair {
            id: FairId(1),
            slug: "fair".to_owned(),
            name_ar: "معرض".to_owned(),
            name_en: String::new(),
            kind: FairKind::Local,
            state,
            municipality: String::new(),
            venue: String::new(),
            landmark: String::new(),
            city: String::new(),
            country: String::new(),
            starts_on: day("2026-05-08"),
            ends_on: day("2026-05-10"),
            opens_at: Default::default(),
            closes_at: Default::default(),
            call: Some((day("2026-03-01"), day("2026-03-20"))),
            needs_mark: false,
            published_on: None,
            version: 0,
            changed_at: Default::default(),
        }
    }

    #[test]
    fn nobody_waits_for_a_fair_that_is_over() {
        use ApplicationState::{Accepted, Draft, Expired, NotPlaced, Ready, Refused, Waitlisted, Withdrawn};
        let (fair, last, after) = (fair(FairState::SetUp), day("2026-05-10"), day("2026-05-11"));
        for state in ApplicationState::ALL.iter().copied() {
            assert_eq!(standing(&fair, state, last), state, "its last day is a day of it");
        }
        assert_eq!([Waitlisted, Accepted, Refused].map(|state| standing(&fair, state, after)), [NotPlaced, Expired, Refused]);
        assert_eq!([Waitlisted, Ready, Draft].map(|state| may_withdraw(&fair, state, last)), [true; 3]);
        assert_eq!([Waitlisted, Ready, Draft].map(|state| may_withdraw(&fair, state, after)), [false, false, true]);
        assert!(!may_withdraw(&fair, Withdrawn, last));
    }

    #[test]
    fn what_was_taken_back_is_filled_in_again_while_families_apply() {
        use ApplicationState::{Refused, Withdrawn};
        let (called, closed) = (fair(FairState::CallOpen), fair(FairState::CallClosed));
        assert!(may_take_up(&called, Withdrawn, day("2026-03-20")));
        assert!(!may_take_up(&called, Withdrawn, day("2026-03-21")));
        assert!(!may_take_up(&closed, Withdrawn, day("2026-03-10")));
        assert!(!may_take_up(&called, Refused, day("2026-03-10")));
    }

    #[test]
    fn a_passport_holds_half_a_year_longer_than_the_fair() {
        assert!(passport_holds(day("2026-05-10"), day("2026-11-10")));
        assert!(!passport_holds(day("2026-05-10"), day("2026-11-09")));
        assert!(!passport_holds(day("2026-08-31"), day("2027-02-27")));
    }
}
