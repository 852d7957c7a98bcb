//! The order in which the parts of a wing use each other, as the head of its `lib.rs` says it.

use crate::graph::House;
use crate::offence::{Offence, arrow};

/// What leads the names in, in the order in which each uses those before it. The sentence ends them.
const LEADS_IN: &str = "only those before it:";

/// The names of an order: what stands in backticks in its sentence.
fn names(text: &str) -> Option<Vec<&str>> {
    let head = text.find("\npub ").map_or(text, |end| &text[..end]);
    let (_, sentence) = head.split_once(LEADS_IN)?;
    let sentence = sentence.split(['.', ';']).next().unwrap_or_default();
    Some(sentence.split('`').skip(1).step_by(2).collect())
}

/// The part of a wing in which a file stands: the name of a folder or of a file beside `lib.rs`.
fn part<'a>(house: &'a House, wing: &str, file: usize) -> Option<&'a str> {
    let file = &house.files()[file];
    let within = file.path.split_once("src/").map(|(_, within)| within).filter(|_| file.wing == wing)?;
    let part = within.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    (part != "lib").then_some(part)
}

/// Arrows to a later part. What an order does not name comes before all that it names.
pub fn parts_use_those_before_them(house: &House) -> Vec<Offence> {
    let mut wrong = Vec::new();
    let mut found = 0;
    for face in house.files().iter().filter(|file| file.path.ends_with("src/lib.rs")) {
        let Some(order) = names(&face.text) else { continue };
        found += 1;
        let is_there = |name: &str| (0..house.files().len()).any(|file| part(house, &face.wing, file) == Some(name));
        let unknown = order.iter().filter(|name| !is_there(name));
        wrong.extend(unknown.map(|name| Offence { wing: face.wing.clone(), what: format!("{}: no part is called {name}", face.path) }));
        let place = |file| part(house, &face.wing, file).map(|part| order.iter().position(|name| *name == part));
        let ahead = house.arrows.iter().filter(|((from, to), _)| place(*from).is_some_and(|from| place(*to).is_some_and(|to| from < to)));
        wrong.extend(ahead.map(|((from, to), names)| arrow(house, *from, *to, names)));
    }
    assert!(found > 1, "only {found} orders were found: this test reads them wrongly");
    wrong
}

#[test]
fn the_sentence_ends_the_names() {
    let text = "//! Each uses only those before it: `hall`,\n//! `plan` (days), `acts`. Below stands `rules`.\n\npub mod hall; // `x`";
    assert_eq!(names(text), Some(vec!["hall", "plan", "acts"]));
    assert_eq!(names("//! Tables.\npub mod a; // uses only those before it: `b`"), None);
}
