//! What stands against a rule.

use crate::functions::Function;
use crate::graph::House;
use crate::reader::File;

/// Something against a rule.
pub struct Offence {
    /// The wing in which it stands.
    pub wing: String,
    /// The file, what is wrong with it.
    pub what: String,
}

/// Arrows that are against a rule.
pub fn arrows(house: &House, against: impl Fn(usize, usize) -> bool) -> Vec<Offence> {
    let found = house.arrows.iter().filter(|((from, to), _)| against(*from, *to));
    found.map(|((from, to), names)| arrow(house, *from, *to, names)).collect()
}

/// An arrow that is against a rule.
pub fn arrow<'a>(house: &House, from: usize, to: usize, names: impl IntoIterator<Item = &'a String>) -> Offence {
    let (from, to) = (&house.files()[from], &house.files()[to]);
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    Offence { wing: from.wing.clone(), what: format!("{} -> {}: {}", from.path, to.path, names.join(", ")) }
}

/// What is wrong with files.
pub fn of_files(house: &House, what: impl Fn(&File) -> Option<String>) -> Vec<Offence> {
    let wrong = house.files().iter().filter_map(|file| what(file).map(|what| (file, what)));
    wrong.map(|(file, what)| Offence { wing: file.wing.clone(), what: format!("{}: {what}", file.path) }).collect()
}

/// What is wrong with functions.
pub fn of_functions(house: &House, what: impl Fn(&Function) -> Option<String>) -> Vec<Offence> {
    let wrong = house.functions().iter().filter_map(|(file, function)| what(function).map(|what| (&house.files()[*file], what)));
    wrong.map(|(file, what)| Offence { wing: file.wing.clone(), what: format!("{}: {what}", file.path) }).collect()
}
