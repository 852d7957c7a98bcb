//! Whether two files may be of one family, wherever in the country they were sent.

/// What two families have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// A member of the same folded name and birth year.
    pub member: bool,
    /// A member of the same folded name whose year is off by one or not known.
    pub name: bool,
    /// The phone to be called on.
    pub phone: bool,
    /// The number in the family registry (رقم القيد).
    pub registration: bool,
    /// The municipality.
    pub municipality: bool,
}

/// How alike they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Perhaps the same.
    Possible,
    /// Most likely the same.
    Probable,
}

impl Likeness {
    /// The mark of a file, before the key of the other family.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Possible => "near",
            Self::Probable => "same",
        }
    }

    /// How alike two families with these signs are; nothing below the lower threshold. A name alone is none: many bear the same.
    pub fn of(signs: Signs) -> Option<Self> {
        const POSSIBLE: u32 = 2;
        const PROBABLE: u32 = 3;
        let Signs { member, name, phone, registration, municipality } = signs;
        let worth = |is: bool, points: u32| if is { points } else { 0 };
        let person = worth(member, 2).max(worth(name, 1));
        let beside = worth(municipality && person > 0, 1);
        match person + worth(phone, 2) + worth(registration, 2) + beside {
            PROBABLE.. => Some(Self::Probable),
            POSSIBLE => Some(Self::Possible),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thresholds() {
        let none = Signs::default();
        let member = Signs { member: true, ..none };
        let name = Signs { name: true, ..none };
        for (signs, expected) in [
            (none, None),
            (name, None),
            (Signs { municipality: true, ..none }, None),
            (member, Some(Likeness::Possible)),
            (Signs { municipality: true, ..name }, Some(Likeness::Possible)),
            (Signs { phone: true, municipality: true, ..none }, Some(Likeness::Possible)),
            (Signs { registration: true, ..none }, Some(Likeness::Possible)),
            (Signs { municipality: true, ..member }, Some(Likeness::Probable)),
            (Signs { phone: true, ..name }, Some(Likeness::Probable)),
            (Signs { registration: true, phone: true, ..none }, Some(Likeness::Probable)),
        ] {
            assert_eq!(Likeness::of(signs), expected, "{signs:?}");
        }
    }
}
