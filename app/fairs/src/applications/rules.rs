//! What has to be said in an application, and which conditions a family meets.

use chrono::{Months, NaiveDate};
use market::families;

use crate::applications::refusals;
use crate::plan::rules::Terms;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use ground::error::Reason;
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

    #[test]
    fn a_passport_holds_half_a_year_longer_than_the_fair() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(passport_holds(day("2026-05-10"), day("2026-11-10")));
        assert!(!passport_holds(day("2026-05-10"), day("2026-11-09")));
        assert!(!passport_holds(day("2026-08-31"), day("2027-02-27")));
    }
}
