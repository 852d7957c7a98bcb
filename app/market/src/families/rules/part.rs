//! Parts of what a family says, and how each can be changed.

use super::FamilyState;
use ground::t;
use ground::texts::Locale;

/// A part of the application, one page each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Size and registration number.
    Household,
    /// Members with their identity.
    Members,
    /// Crafts.
    Crafts,
    /// Municipality, quarter, landmark.
    Place,
    /// Phone.
    Contact,
    /// Trade name and story.
    Public,
    /// Photos or PDFs.
    Documents,
    /// Consent.
    Consent,
}

impl Part {
    /// All parts in order: nothing is kept of a family before it has agreed.
    pub const ALL: [Part; 8] =
        [Part::Consent, Part::Household, Part::Members, Part::Crafts, Part::Place, Part::Contact, Part::Public, Part::Documents];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Part::Household => "household",
            Part::Members => "members",
            Part::Crafts => "crafts",
            Part::Place => "place",
            Part::Contact => "contact",
            Part::Public => "public",
            Part::Documents => "documents",
            Part::Consent => "consent",
        }
    }

    /// The part of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The heading of its page.
    pub fn word(self, l: Locale) -> String {
        match self {
            Part::Household => t!(l, families.part_household),
            Part::Members => t!(l, families.part_members),
            Part::Crafts => t!(l, families.part_crafts),
            Part::Place => t!(l, families.part_place),
            Part::Contact => t!(l, families.part_contact),
            Part::Public => t!(l, families.part_public),
            Part::Documents => t!(l, families.part_documents),
            Part::Consent => t!(l, families.part_consent),
        }
    }
}

/// How a part can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// At once.
    AtOnce,
    /// By a case that somebody decides.
    ByCase,
}

/// Who asks for a change of what a family said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The family itself.
    Family,
    /// An officer for it.
    Officer,
}

/// How a part of what a family said can be changed in a state, by whom. While the application
/// is open everything; after a licence was given what it stands on by a case. How the family is reached is not decided upon,
/// so that it puts it right itself at any time; papers are added then, not taken away, and consent ends by leaving.
pub fn way(asker: Asker, state: FamilyState, part: Part) -> Option<Way> {
    use FamilyState as S;
    let own = asker == Asker::Family;
    match (state, part) {
        (S::Draft | S::Returned, _) => Some(Way::AtOnce),
        (S::Refused | S::Left, _) => None,
        (_, Part::Contact) if own => Some(Way::AtOnce),
        (S::Submitted, _) | (_, Part::Consent) => None,
        (_, Part::Documents) => own.then_some(Way::AtOnce),
        (S::Approved | S::Suspended | S::Expired, _) => Some(Way::ByCase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state × part pair, by the family itself and by an officer for it.
    #[test]
    fn after_a_licence_was_given_changes_take_a_case() {
        for state in FamilyState::ALL {
            for part in Part::ALL {
                let licensed = FamilyState::LICENSED.contains(state);
                let by_case = (licensed && !matches!(part, Part::Documents | Part::Consent)).then_some(Way::ByCase);
                let own = match part {
                    Part::Contact if licensed || *state == FamilyState::Submitted => Some(Way::AtOnce),
                    Part::Documents if licensed => Some(Way::AtOnce),
                    _ => by_case,
                };
                let open = state.open().then_some(Way::AtOnce);
                assert_eq!(way(Asker::Family, *state, part), open.or(own), "{state:?} {part:?}");
                assert_eq!(way(Asker::Officer, *state, part), open.or(by_case), "{state:?} {part:?}");
            }
        }
    }
}
