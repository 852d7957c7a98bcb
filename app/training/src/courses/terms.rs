//! Who may sign up for a cohort, and for whom its seats are kept. Pure.

use chrono::NaiveDate;

use crate::courses::refusals;
use ground::error::{FieldErrors, Problem, Reason};
use ground::t;
use ground::texts::Locale;
use people::crafts::Crafts;
use people::place::{Places, REGIONS};

/// Families that live in a place or make something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Of a region, by its code.
    Region(String),
    /// Of a municipality, by its code.
    Municipality(String),
    /// Of a craft, by its code.
    Craft(String),
}

impl Group {
    /// Kind and code, as they are stored.
    pub(crate) fn parts(&self) -> (&'static str, &str) {
        match self {
            Group::Region(code) => ("region", code),
            Group::Municipality(code) => ("municipality", code),
            Group::Craft(code) => ("craft", code),
        }
    }

    /// The group of a stored kind and code.
    pub(crate) fn of(kind: &str, code: &str) -> Option<Self> {
        match kind {
            "region" => Some(Group::Region(code.to_owned())),
            "municipality" => Some(Group::Municipality(code.to_owned())),
            "craft" => Some(Group::Craft(code.to_owned())),
            _ => None,
        }
    }

    /// As it stands in a form: `region:fezzan`.
    pub fn code(&self) -> String {
        let (kind, code) = self.parts();
        format!("{kind}:{code}")
    }

    /// The group of a [`Self::code`], if there is one.
    pub fn from_code(typed: &str, places: &Places, crafts: &Crafts) -> Option<Self> {
        let group = typed.split_once(':').and_then(|(kind, code)| Self::of(kind, code))?;
        let known = match &group {
            Group::Region(code) => REGIONS.iter().any(|(region, ..)| region == code),
            Group::Municipality(code) => places.municipality(code).is_some(),
            Group::Craft(code) => crafts.craft(code).is_some(),
        };
        known.then_some(group)
    }

    /// Whether a family is of it.
    pub fn holds(&self, family: &Lives) -> bool {
        match self {
            Group::Region(code) => *code == family.region,
            Group::Municipality(code) => *code == family.municipality,
            Group::Craft(code) => family.crafts.contains(code),
        }
    }

    /// Its name: «الجنوب», «سبها», «الخوص».
    pub fn word(&self, l: Locale, places: &Places, crafts: &Crafts) -> String {
        match self {
            Group::Region(code) => t!(l, training.group_region, name = Places::region(l, code)),
            Group::Municipality(code) => t!(l, training.group_municipality, name = places.name(l, code)),
            Group::Craft(code) => t!(l, training.group_craft, name = crafts.name(l, code)),
        }
    }
}

/// Where a family lives and what it makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lives {
    /// Code of the municipality.
    pub municipality: String,
    /// Code of the region.
    pub region: String,
    /// Codes of the crafts.
    pub crafts: Vec<String>,
}

/// A family that might sign up.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Where and what.
    pub lives: Lives,
    /// Last day of the licence.
    pub licensed_until: NaiveDate,
    /// Whether somebody of it completed the course before.
    pub took_it: bool,
}

/// Who may sign up beside the licence: nothing named, nothing wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Of one of these; groups of one kind are choices, every kind that is named has to hold.
    pub groups: Vec<Group>,
    /// The licence holds until the last day of the cohort.
    pub licence_through: bool,
    /// Nobody of the family completed the course before.
    pub first_time: bool,
}

impl Terms {
    /// The first condition that a family does not meet, for a cohort that ends on a day.
    pub fn unmet(&self, family: &Applicant, ends_on: NaiveDate) -> Option<Reason> {
        let holds = |kinds: &[&str]| {
            let mut of_kind = self.groups.iter().filter(|group| kinds.contains(&group.parts().0)).peekable();
            of_kind.peek().is_none() || of_kind.any(|group| group.holds(&family.lives))
        };
        // A municipality named beside a region widens it: both say where.
        if !holds(&["region", "municipality"]) {
            Some(refusals::ELSEWHERE)
        } else if !holds(&["craft"]) {
            Some(refusals::NOT_OF_CRAFT)
        } else if self.licence_through && family.licensed_until < ends_on {
            Some(refusals::LICENCE_ENDS)
        } else if self.first_time && family.took_it {
            Some(refusals::TOOK_IT)
        } else {
            None
        }
    }

    /// All conditions in words, the licence first.
    pub fn words(&self, l: Locale, places: &Places, crafts: &Crafts) -> Vec<String> {
        let mut words = vec![if self.licence_through { t!(l, training.term_licence_through) } else { t!(l, training.needs_licence) }];
        let join = |kinds: &[&str]| {
            let names: Vec<String> =
                self.groups.iter().filter(|group| kinds.contains(&group.parts().0)).map(|group| group.word(l, places, crafts)).collect();
            names.join(&t!(l, training.or))
        };
        for (names, craft) in [(join(&["region", "municipality"]), false), (join(&["craft"]), true)] {
            match (names.is_empty(), craft) {
                (true, _) => {}
                (false, false) => words.push(t!(l, training.term_place, names = names)),
                (false, true) => words.push(t!(l, training.term_craft, names = names)),
            }
        }
        if self.first_time {
            words.push(t!(l, training.term_first));
        }
        words
    }
}

/// Seats that are kept for a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its place among the quotas of the cohort: who is of several sits on the first that has a seat left.
    pub position: i64,
    /// For whom.
    pub group: Group,
    /// How many.
    pub seats: i64,
}

/// Quotas that are kept twice, or together are more than the seats.
pub(crate) fn check_quotas(quotas: &[Quota], capacity: i64) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut left = capacity;
    for (n, quota) in quotas.iter().enumerate() {
        if quotas[..n].iter().any(|other| other.group == quota.group) {
            errors.add(&format!("quota_{}", quota.position), Problem::Twice);
        }
        if quota.seats > left {
            errors.add(&format!("quota_seats_{}", quota.position), Problem::OutOfRange(0, left));
        }
        left = (left - quota.seats).max(0);
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(municipality: &str, region: &str, crafts: &[&str], until: &str, took_it: bool) -> Applicant {
        let crafts = crafts.iter().map(|code| (*code).to_owned()).collect();
        let lives = Lives { municipality: municipality.to_owned(), region: region.to_owned(), crafts };
        Applicant { lives, licensed_until: until.parse().unwrap_or_default(), took_it }
    }

    #[test]
    fn who_may_sign_up_is_a_rule() {
        let ends: NaiveDate = "2026-12-20".parse().unwrap_or_default();
        let region = |code: &str| Group::Region(code.to_owned());
        let craft = |code: &str| Group::Craft(code.to_owned());
        let sabha = family("LYM083", "fezzan", &["palm"], "2027-01-01", false);
        let zliten = family("LYM057", "tripolitania", &["weaving", "bread"], "2026-12-19", true);
        let of = |groups: Vec<Group>| Terms { groups, ..Terms::default() };
        for (terms, first, second) in [
            (Terms::default(), None, None),
            (of(vec![region("fezzan")]), None, Some(refusals::ELSEWHERE)),
            (of(vec![region("fezzan"), Group::Municipality("LYM057".to_owned())]), None, None),
            (of(vec![craft("bread"), craft("palm")]), None, None),
            (of(vec![craft("bread")]), Some(refusals::NOT_OF_CRAFT), None),
            (of(vec![region("fezzan"), craft("bread")]), Some(refusals::NOT_OF_CRAFT), Some(refusals::ELSEWHERE)),
            (Terms { licence_through: true, ..Terms::default() }, None, Some(refusals::LICENCE_ENDS)),
            (Terms { first_time: true, ..Terms::default() }, None, Some(refusals::TOOK_IT)),
        ] {
            assert_eq!(terms.unmet(&sabha, ends), first, "{terms:?}");
            assert_eq!(terms.unmet(&zliten, ends), second, "{terms:?}");
        }
    }

    #[test]
    fn more_seats_kept_than_there_are_and_two_for_the_same_are_said_at_their_field() {
        let quota = |position, group: &Group, seats| Quota { position, group: group.clone(), seats };
        let (south, sabha) = (Group::Region("fezzan".to_owned()), Group::Municipality("LYM083".to_owned()));
        assert!(check_quotas(&[quota(1, &south, 20), quota(2, &sabha, 10)], 30).is_ok());
        let over = check_quotas(&[quota(1, &south, 20), quota(3, &sabha, 11)], 30);
        assert_eq!(over, Err(FieldErrors::one("quota_seats_3", Problem::OutOfRange(0, 10))));
        let twice = check_quotas(&[quota(1, &south, 2), quota(2, &south, 3)], 30);
        assert_eq!(twice, Err(FieldErrors::one("quota_2", Problem::Twice)));
    }
}
