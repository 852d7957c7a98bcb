//! The rules of the house, kept by folder and by the names of files. `make house` prints what this test sees.
//!
//! Which wing may use which is no matter of this test: Cargo's `[dependencies]` keep that.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod functions;
mod graph;
mod items;
mod notices;
mod offence;
mod order;
mod reader;
mod report;
mod rules;
mod states;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use graph::House;
use offence::Offence;
use rules::RULES;

/// What is still against a rule: the rule, the wing, how often. It can only go down: the test fails when there is more, and
/// also when there is less and this table was not lowered. A rule that is not named here holds everywhere.
const LEFT: &[(&str, &str, usize)] = &[];

/// The folders of the repository in which Rust stands.
const READ: [&str; 3] = ["app", "server", "migrations"];

/// The folder of the repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

static HOUSE: LazyLock<House> = LazyLock::new(|| House::read(repository(), &READ));

/// What is against a rule, by wing.
fn against(rule: &str) -> BTreeMap<String, Vec<String>> {
    let rule = RULES.iter().find(|known| known.name == rule).unwrap_or_else(|| panic!("no rule is called {rule}"));
    let mut wings = BTreeMap::<String, Vec<String>>::new();
    for Offence { wing, what } in (rule.against)(&HOUSE) {
        wings.entry(wing).or_default().push(what);
    }
    wings
}

fn left(rule: &str, wing: &str) -> usize {
    LEFT.iter().filter(|row| (row.0, row.1) == (rule, wing)).map(|row| row.2).sum()
}

#[track_caller]
fn keep(rule: &str) {
    let found = against(rule);
    let named = LEFT.iter().filter(|row| row.0 == rule).map(|row| row.1.to_owned());
    let wings: BTreeSet<String> = found.keys().cloned().chain(named).collect();
    let mut said = String::new();
    for wing in wings {
        let offences = found.get(&wing).map(Vec::as_slice).unwrap_or_default();
        let left = left(rule, &wing);
        if offences.len() < left {
            said += &format!(
                "{wing}: {} are left and no longer {left}. Lower the row (\"{rule}\", \"{wing}\", {left}) of LEFT.\n",
                offences.len()
            );
        } else if offences.len() > left {
            said += &format!("{wing}: {} where {left} may be:\n  {}\n", offences.len(), offences.join("\n  "));
        }
    }
    let says = RULES.iter().find(|known| known.name == rule).map(|rule| rule.says).unwrap_or_default();
    assert!(said.is_empty(), "{says}\n{said}");
}

#[test]
fn rules_know_no_database() {
    keep("rules");
}

#[test]
fn entity_knows_rules_and_types() {
    keep("entity");
}

#[test]
fn only_routes_name_pages() {
    keep("upward");
}

#[test]
fn pages_never_name_entity() {
    keep("pages");
}

#[test]
fn files_stay_small() {
    keep("length");
}

#[test]
fn cfg_stands_in_islands() {
    keep("cfg");
}

#[test]
fn circles_stay_small() {
    keep("circles");
}

#[test]
fn areas_are_entered_through_their_faces() {
    keep("faces");
}

#[test]
fn parts_use_those_before_them() {
    keep("order");
}

#[test]
fn every_notice_is_read_by_one_area() {
    keep("notices");
}

#[test]
fn every_act_of_the_trail_has_words() {
    keep("words");
}

#[test]
fn states_are_steps() {
    keep("states");
}

#[test]
fn functions_stay_short() {
    keep("functions");
}

#[test]
fn no_parameter_splits_a_function() {
    keep("switches");
}

#[test]
fn every_text_is_shown() {
    keep("texts");
}

#[test]
fn numbers_have_forms() {
    keep("plurals");
}

/// A row that names no rule or no wing would allow nothing and look as if it did.
#[test]
fn the_table_names_rules_and_wings() {
    let wings = HOUSE.wings();
    for (rule, wing, left) in LEFT {
        assert!(RULES.iter().any(|known| known.name == *rule), "no rule is called {rule}");
        assert!(wings.contains(wing), "no wing is called {wing}");
        assert!(*left > 0, "({rule}, {wing}) is done: take its row away");
    }
}

/// What is not read is not judged: every file is reached from its crate, and known arrows are seen.
#[test]
fn every_file_is_read() {
    let unread: Vec<&str> = HOUSE.unread().iter().map(|file| file.path.as_str()).collect();
    assert!(unread.is_empty(), "no mod leads to {unread:?}");
    assert!(HOUSE.arrows.len() > 500, "only {} arrows were found", HOUSE.arrows.len());
}

/// Prints it all: `make house`.
#[test]
fn the_house() {
    report::print(&HOUSE);
}
