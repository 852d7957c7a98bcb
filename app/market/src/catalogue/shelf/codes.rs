//! Codes of what products are filtered by, as small numbers: one for each code of each filter.

use std::collections::HashMap;

/// Filters that are counted: craft, region, municipality, making, availability, quality mark.
pub const COUNTED: usize = 6;

/// The code of the quality mark among the others.
pub const MARKED: &str = "marked";

/// The place of the quality mark among the filters.
pub const MARK: usize = COUNTED - 1;

/// The place of availability among the filters.
pub const AVAILABILITY: usize = 4;

/// The code of what is sold out, in place of that of its availability: no filter asks for it.
pub const SOLD_OUT: &str = "sold_out";

/// Codes by number. The first numbers stand for "none" of each filter.
#[derive(Debug, Clone)]
pub struct Codes {
    numbers: [HashMap<String, u16>; COUNTED],
    names: Vec<(usize, String)>,
}

impl Default for Codes {
    fn default() -> Self {
        Self { numbers: Default::default(), names: (0..COUNTED).map(|of| (of, String::new())).collect() }
    }
}

impl Codes {
    /// The number of a code, a new one if it was not there.
    pub fn number(&mut self, of: usize, code: Option<&str>) -> u16 {
        let Some(code) = code else { return u16::try_from(of).unwrap_or_default() };
        if let Some(number) = self.numbers[of].get(code) {
            return *number;
        }
        // Some hundred codes are there in all; what would not fit counts as none.
        let Ok(number) = u16::try_from(self.names.len()) else { return u16::try_from(of).unwrap_or_default() };
        self.names.push((of, code.to_owned()));
        self.numbers[of].insert(code.to_owned(), number);
        number
    }

    /// What a filter asks for; a code that no product has is the number of none.
    pub fn wanted(&self, of: usize, code: Option<&str>) -> Option<u16> {
        code.map(|code| self.numbers[of].get(code).copied().unwrap_or(u16::MAX))
    }

    /// How many numbers are given.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Codes of a filter with their numbers.
    pub fn of(&self, of: usize) -> impl Iterator<Item = (usize, &str)> {
        self.names
            .iter()
            .enumerate()
            .skip(COUNTED)
            .filter(move |(_, (filter, _))| *filter == of)
            .map(|(number, (_, name))| (number, name.as_str()))
    }
}
