//! The documents are true where a program can tell: every relative link leads to a file and to a heading that is there, and
//! every path of the repository in backticks exists. Diagrams of states are the tables of the code.
#![allow(clippy::unwrap_used, clippy::panic)]

mod diagrams;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of the repository; a text in backticks that begins with one of them is a path.
const FOLDERS: [&str; 8] = ["app/", "server/", "migrations/", "assets/", "end2end/", "docs/", "deploy/", ".ci/"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// Markdown at the top, and everything below `docs`.
fn documents() -> Vec<PathBuf> {
    fn gather(folder: &Path, deep: bool, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && deep {
                gather(&path, deep, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    gather(root(), false, &mut found);
    gather(&root().join("docs"), true, &mut found);
    found.sort();
    found
}

/// The lines outside of fenced code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fence && !fenced
    })
}

/// What stands in backticks in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of `[words](target)` and `![words](target)`, which may stand in backticks only as an example.
fn links(line: &str) -> Vec<String> {
    let plain: String = line.split('`').step_by(2).collect();
    plain.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// The anchor of a heading, as code hosts make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>();
    kept.replace(' ', "-")
}

fn anchors(text: &str) -> BTreeSet<String> {
    prose(text).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| anchor(line.trim_start_matches('#'))).collect()
}

/// `a/{b,c}/d` as `a/b/d` and `a/c/d`.
fn spread(path: &str) -> Vec<String> {
    let Some((before, (choices, after))) = path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) else {
        return vec![path.to_owned()];
    };
    choices.split(',').flat_map(|choice| spread(&format!("{before}{choice}{after}"))).collect()
}

/// The paths that a text in backticks names: none for a pattern such as `app/<wing>/…`, or for a command.
fn paths(quoted: &str) -> Vec<String> {
    let known = FOLDERS.iter().any(|folder| quoted.starts_with(folder));
    let pattern = quoted.contains(['<', '…', '*', ' ']);
    if known && !pattern { spread(quoted) } else { Vec::new() }
}

fn wrong_in(document: &Path) -> Vec<String> {
    let text = fs::read_to_string(document).unwrap();
    let name = document.strip_prefix(root()).unwrap().display();
    let mut wrong = Vec::new();
    for (number, line) in prose(&text) {
        let mut say = |what: String| wrong.push(format!("{name}:{number}: {what}"));
        for path in quoted(line).flat_map(paths) {
            if !root().join(&path).exists() {
                say(format!("`{path}` is not there"));
            }
        }
        for link in links(line).into_iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { document.to_path_buf() } else { document.parent().unwrap().join(file) };
            if !target.exists() {
                say(format!("({link}) leads nowhere"));
            } else if !heading.is_empty() && !anchors(&fs::read_to_string(&target).unwrap()).contains(heading) {
                say(format!("({link}) leads to no heading"));
            }
        }
    }
    if text.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1 {
        wrong.push(format!("{name}: a block of code does not end"));
    }
    wrong
}

#[test]
fn links_and_paths_of_the_documents_exist() {
    let documents = documents();
    assert!(documents.len() > 10, "only {} documents were found", documents.len());
    let wrong: Vec<String> = documents.iter().flat_map(|document| wrong_in(document)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A decision that the index does not name is found by nobody.
#[test]
fn every_decision_is_in_the_index() {
    let folder = root().join("docs/decisions");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let missing: Vec<String> = names.filter(|name| name != "README.md" && !index.contains(&format!("({name})"))).collect();
    assert!(missing.is_empty(), "not in docs/decisions/README.md: {missing:?}");
}

/// Whoever opens the repository reads its first page to the end.
#[test]
fn the_first_page_stays_short() {
    let lines = fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(lines <= 100, "README.md has {lines} lines");
}

#[test]
fn what_is_read_is_told_from_what_is_not() {
    assert_eq!(links("see [a](x.md#b) and `[no](link)` and ![c](d.png)"), ["x.md#b", "d.png"]);
    assert_eq!(
        paths("app/people/locales/{ar,en}/accounts.yaml"),
        ["app/people/locales/ar/accounts.yaml", "app/people/locales/en/accounts.yaml"]
    );
    for text in ["app/<wing>/locales", "migrations/src/m0030_….rs", "server", "make run", "https://souq.example/app/"] {
        assert_eq!(paths(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(anchor(" Life of a request: a family lists a product"), "life-of-a-request-a-family-lists-a-product");
    assert_eq!(prose("a\n```\nb\n```\nc").map(|(number, _)| number).collect::<Vec<_>>(), [1, 5]);
}
