//! The rules of the house. Each speaks of folders and of names of files, never of one file.

use crate::graph::House;
use crate::notices;
use crate::offence::{Offence, arrow, arrows, of_files, of_functions};
use crate::order;
use crate::reader::File;
use crate::states;
use crate::texts;

/// A rule.
pub struct Rule {
    /// What the table of `LEFT` calls it.
    pub name: &'static str,
    /// The rule in words.
    pub says: &'static str,
    /// What is against it.
    pub against: fn(&House) -> Vec<Offence>,
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule { name: "rules", says: "rules.rs knows no database, and nothing of its area that does", against: rules_know_no_database },
    Rule { name: "entity", says: "entity names of its own area only rules and types", against: entity_knows_rules_and_types },
    Rule { name: "upward", says: "only routes and posts name pages, posts name no routes; pages name pages", against: names_upward },
    Rule { name: "pages", says: "pages take views and never name entity", against: pages_never_name_entity },
    Rule { name: "length", says: "no file is longer than 400 lines, no tests than 600", against: files_stay_small },
    Rule { name: "cfg", says: "only islands is built in two ways: no cfg(feature) elsewhere", against: cfg_stands_in_islands },
    Rule { name: "circles", says: "no more than four files of a wing name each other in a circle", against: circles_stay_small },
    Rule { name: "faces", says: "a wing enters an area of another wing through its mod.rs or lib.rs", against: faces_are_entered },
    Rule { name: "functions", says: "no function has more than 60 lines, tables of words apart", against: functions_stay_short },
    Rule { name: "switches", says: "no bool parameter decides what a function does", against: no_parameter_splits_a_function },
    Rule { name: "order", says: "a part of a wing uses only those before it", against: order::parts_use_those_before_them },
    Rule { name: "texts", says: "every text of locales is shown by something", against: texts::every_text_is_shown },
    Rule { name: "plurals", says: "a number beside a counted noun has its forms", against: texts::numbers_have_forms },
    Rule { name: "notices", says: "every notice is told and read by one area", against: notices::every_notice_is_read_by_one_area },
    Rule { name: "words", says: "every act of the audit trail has words in act_words.rs", against: acts_have_words },
    Rule { name: "states", says: "a state is written as a step of its table", against: states::states_are_steps },
];

/// The most files that may stand in a circle.
pub const MOST_IN_A_CIRCLE: usize = 4;
/// The most lines of a file.
pub const MOST_LINES: usize = 400;
/// The most lines of tests.
pub const MOST_LINES_OF_TESTS: usize = 600;
/// The most lines of a function.
pub const MOST_LINES_OF_A_FUNCTION: usize = 60;

fn same_area(house: &House, from: usize, to: usize) -> bool {
    house.area(from).is_some() && house.area(from) == house.area(to)
}

/// An enum that is stored in a column derives these two: that is a type, no query, and may stand in `rules.rs`.
const STORED: [&str; 2] = ["sea_orm::DeriveActiveEnum", "sea_orm::EnumIter"];

fn rules_know_no_database(house: &House) -> Vec<Offence> {
    let of_the_database = |file: usize| ["app/ground/src/db.rs", "app/ground/src/ctx.rs"].contains(&house.files()[file].path.as_str());
    let above = ["acts", "reads", "reach", "entity", "pages", "posts", "routes"];
    let mut wrong = arrows(house, |from, to| {
        house.room(from) == "rules" && (of_the_database(to) || same_area(house, from, to) && above.contains(&house.room(to)))
    });
    for (file, paths) in house.foreign.iter().filter(|(file, _)| house.room(**file) == "rules") {
        let queries = paths.iter().filter(|path| path.split("::").next() == Some("sea_orm") && !STORED.contains(&path.as_str()));
        let file = &house.files()[*file];
        wrong.extend(queries.map(|path| Offence { wing: file.wing.clone(), what: format!("{} -> {path}", file.path) }));
    }
    wrong
}

fn entity_knows_rules_and_types(house: &House) -> Vec<Offence> {
    let may = ["entity", "rules", "types"];
    arrows(house, |from, to| house.room(from) == "entity" && same_area(house, from, to) && !may.contains(&house.room(to)))
}

fn names_upward(house: &House) -> Vec<Offence> {
    arrows(house, |from, to| {
        let lines = ["posts", "routes"];
        let may = lines.contains(&house.room(from)) || house.is_face_of_area(from);
        let among_pages = house.room(from) == "pages" && house.room(to) == "pages";
        let upward = house.room(to) == "pages" || lines.contains(&house.room(to));
        // The demo town plays people, and the server answers forms with files: both stand above all areas.
        let above_all = ["world", "testing", "server"].contains(&house.files()[from].wing.as_str());
        let back = house.room(from) == "posts" && house.room(to) == "routes";
        back || upward && !may && !among_pages && !above_all
    })
}

fn pages_never_name_entity(house: &House) -> Vec<Offence> {
    arrows(house, |from, to| house.room(from) == "pages" && house.room(to) == "entity")
}

fn files_stay_small(house: &House) -> Vec<Offence> {
    of_files(house, |file| {
        let most = if file.is_test() { MOST_LINES_OF_TESTS } else { MOST_LINES };
        (file.lines() > most).then(|| format!("{} lines", file.lines()))
    })
}

fn functions_stay_short(house: &House) -> Vec<Offence> {
    of_functions(house, |function| {
        (function.lines > MOST_LINES_OF_A_FUNCTION).then(|| format!("{} has {} lines", function.name, function.lines))
    })
}

fn no_parameter_splits_a_function(house: &House) -> Vec<Offence> {
    of_functions(house, |function| {
        (!function.switches.is_empty()).then(|| format!("{} is split by {}", function.name, function.switches.join(" and ")))
    })
}

fn cfg_stands_in_islands(house: &House) -> Vec<Offence> {
    let two_ways = |line: &&str| line.contains("cfg") && line.contains("feature =");
    of_files(house, |file| {
        let judged = file.wing != "islands" && file.path.contains("src/");
        file.text.lines().find(two_ways).filter(|_| judged).map(|line| line.trim().to_owned())
    })
}

/// Each file in a circle that is too large counts, so that a circle that grows by a file is seen.
fn circles_stay_small(house: &House) -> Vec<Offence> {
    let mut wrong = Vec::new();
    for wing in house.wings() {
        for circle in house.circles(wing).iter().filter(|circle| circle.files.len() > MOST_IN_A_CIRCLE) {
            let paths = circle.files.iter().map(|file| &house.files()[*file].path);
            wrong
                .extend(paths.map(|path| Offence { wing: wing.to_owned(), what: format!("{path} in a circle of {}", circle.files.len()) }));
        }
    }
    wrong
}

/// The demo town lays down what only acts of areas can make, and tests look at their tables: both may look behind faces.
fn faces_are_entered(house: &House) -> Vec<Offence> {
    let strict = house.past_faces.iter().filter(|((from, _), _)| !["world", "testing"].contains(&house.files()[*from].wing.as_str()));
    strict.map(|((from, to), names)| arrow(house, *from, *to, names)).collect()
}

/// Names of acts in a source: `act: "family.leave"`, and those of accounts, cases, reference data, training and fairs. Names of files, as
/// `fair.csv`, are none.
fn acts_in(text: &str) -> Vec<String> {
    let quoted = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
    let mut acts: Vec<String> = text.split("act: \"").skip(1).map(quoted).collect();
    for start in ["\"account.", "\"case.", "\"reference.", "\"training.", "\"fair."] {
        acts.extend(text.split(start).skip(1).map(|rest| format!("{}{}", &start[1..], quoted(rest))));
    }
    let is_file = |act: &str| [".csv", ".xlsx"].iter().any(|kind| act.ends_with(kind));
    acts.retain(|act| {
        !act.is_empty() && !act.ends_with('.') && !is_file(act) && act.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_')
    });
    acts
}

fn acts_have_words(house: &House) -> Vec<Offence> {
    let (words, others): (Vec<&File>, Vec<&File>) =
        house.files().iter().filter(|file| !file.is_test()).partition(|file| file.stem() == "act_words");
    let words: String = words.iter().map(|file| file.text.as_str()).collect();
    let mut found = 0;
    let mut wrong = Vec::new();
    for file in others {
        let acts = acts_in(&file.text);
        found += acts.len();
        let missing = acts.into_iter().filter(|act| !words.contains(&format!("\"{act}\" =>")));
        wrong.extend(missing.map(|act| Offence { wing: file.wing.clone(), what: format!("{}: {act}", file.path) }));
    }
    assert!(found > 25, "only {found} acts were found: this test reads them wrongly");
    wrong
}
