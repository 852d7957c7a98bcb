//! The arrows between areas, the size of files, and where the database and `cfg` may stand.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Areas from the bottom up. A file may use what stands in its own row or in a row before it.
const ROWS: [&[&str]; 12] = [
    &["ids", "error", "codes", "money", "text", "i18n", "form", "lots"],
    &["actor", "db", "ctx", "route", "ui"],
    &["history", "outbox", "place", "crafts"],
    &["accounts", "notifications"],
    &["casework", "media", "committee"],
    &["families"],
    &["catalogue", "training"],
    &["fairs"],
    &["desk"],
    &["home"],
    &["routes", "world"],
    &["testing", "lib"],
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn area(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

fn row(area: &str) -> usize {
    ROWS.iter().position(|row| row.contains(&area)).unwrap_or_else(|| panic!("{area} has no row: say where it stands"))
}

fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file == "testing.rs"
}

/// Areas that a text names as `crate::area`, also inside `crate::{a, b}`.
fn named(text: &str) -> Vec<String> {
    let mut areas = Vec::new();
    for part in text.split("crate::").skip(1) {
        if let Some(list) = part.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or_default();
            areas.extend(list.split(',').map(|item| item.trim().split("::").next().unwrap_or_default().to_owned()));
        } else {
            areas.push(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    areas.retain(|area| !area.is_empty() && !["t", "on_both"].contains(&area.as_str()));
    areas
}

#[test]
fn no_arrow_points_upward() {
    let mut wrong = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| !is_test(file) && file != "lib.rs") {
        let own = row(area(file));
        for used in named(text) {
            if row(&used) > own {
                wrong.push(format!("{file} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(file, text)| (file, text.lines().count(), if is_test(file) { 600 } else { 400 }))
        .filter(|(_, lines, most)| lines > most)
        .map(|(file, lines, _)| format!("{file}: {lines}"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_database_stands_where_it_belongs() {
    // Beside entities, reads and acts: what is one table or one rule of its own.
    const OTHERS: &[&str] = &[
        "db",
        "history",
        "outbox",
        "ids",
        "error",
        "actor",
        "codes",
        "decisions",
        "shelf",
        "for_desk",
        "saving",
        "seats",
        "courses",
        "terms",
        "committee",
        "minutes",
        "committee_tests",
        "running_tests",
        "ready_tests",
        "selection_tests",
        "room_tests",
        "room",
        "feedback",
        "figures",
        "telling_tests",
        "asking",
        "asking_tests",
        "selection",
        "proposals",
        "attendance",
        "calendar",
        "enrolling",
        "certificates",
        "lessons",
        "corrections",
        "drafts",
        "import",
        "search",
        "sessions",
        "throttle",
        "grants",
        "town",
        "testing",
        "spelling",
        "links",
        "colleagues",
        "documents",
        "objections",
        "licences",
        "register",
        "samples",
        "reports",
        "photos",
        "index",
        "queue",
        "rules",
        "applying",
        "answers",
        "stands",
        "stand_tests",
        "running",
        "stand",
        "report",
        "hall",
        "journeys",
        "proposing",
        "past",
        "issuing",
        "ready",
        "counting",
        "keeping",
        "told",
        "papers",
        "crowd",
    ];
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.contains("sea_orm"))
        .map(|(file, _)| file)
        .filter(|file| {
            let stem = file.rsplit('/').next().unwrap().trim_end_matches(".rs");
            !["entity", "reads", "acts", "tests"].contains(&stem) && !OTHERS.contains(&stem)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn cfg_stands_in_mod_files_only() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(file, text)| !file.ends_with("mod.rs") && file != "lib.rs" && text.lines().any(|line| line.contains("cfg(feature")))
        .map(|(file, _)| file)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Names of acts in a source: `act: "family.leave"`, and those of cases and reference data.
fn acts_in(text: &str) -> Vec<String> {
    let quoted = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
    let named = text.split("act: \"").skip(1).map(quoted);
    let of_cases = ["\"case.", "\"reference.", "\"training.", "\"fair."].into_iter();
    let of_cases = of_cases.flat_map(|start| text.split(start).skip(1).map(move |rest| format!("{}{}", &start[1..], quoted(rest))));
    let acts = named.chain(of_cases.collect::<Vec<_>>());
    acts.filter(|act| !act.is_empty() && act.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_')).collect()
}

#[test]
fn every_act_of_the_trail_has_words() {
    let sources = sources();
    let words = &sources.iter().find(|(file, _)| file == "desk/pages/act_words.rs").unwrap().1;
    let written = sources.iter().filter(|(file, _)| !is_test(file) && !file.ends_with("act_words.rs"));
    let acts: Vec<String> = written.flat_map(|(_, text)| acts_in(text)).collect();
    assert!(acts.len() > 25, "{acts:?}");
    let missing: Vec<&String> = acts.iter().filter(|act| !act.ends_with('.') && !words.contains(&format!("\"{act}\" =>"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
