//! The diagrams of states in `docs/domain.md` are the tables of the code.
//!
//! A table is the function `after` of an `impl States for …`. It is read as it is written, arm by arm, so that a diagram has the order of its
//! table and no wing has to open its rules for this test. An arm of another form than those known here stops the test: it is
//! never passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Expr, ExprMatch, ImplItem, ImplItemFn, Item, Pat, Type};

use crate::root;

/// The enum of each table, and the key of its diagram.
const DIAGRAMS: [(&str, &str); 15] = [
    ("CaseState", "case"),
    ("FamilyState", "family"),
    ("ProductState", "product"),
    ("SittingState", "sitting"),
    ("EnrolmentState", "enrolment"),
    ("CertificateState", "certificate"),
    ("FairState", "fair"),
    ("ApplicationState", "fair-application"),
    ("CorrectionState", "correction"),
    ("VersionState", "version"),
    ("CohortState", "cohort"),
    ("IssuingState", "issuing"),
    ("ReviewState", "review"),
    ("JobState", "import"),
    ("TaskState", "task"),
];

/// `from --> to: move`, in the words of the code.
type Line = (String, String, String);

/// `CallOpen` as `call_open`, which is its code in the database.
fn code(variant: &str) -> String {
    let mut code = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.extend(letter.to_lowercase());
    }
    code
}

fn last(path: &syn::Path) -> String {
    path.segments.last().unwrap().ident.to_string()
}

/// The names that a pattern stands for: `S::Draft | S::Returned`.
fn choices(pattern: &Pat) -> Vec<String> {
    match pattern {
        Pat::Path(path) => vec![last(&path.path)],
        Pat::Or(or) => or.cases.iter().flat_map(choices).collect(),
        Pat::Paren(within) => choices(&within.pat),
        _ => panic!("a pattern of a table of states is neither a name nor several"),
    }
}

/// What an arm gives: the name within `Some(…)`, nothing for `None`.
fn given(body: &Expr) -> Option<String> {
    match body {
        Expr::Call(call) => match call.args.first() {
            Some(Expr::Path(path)) => Some(last(&path.path)),
            _ => panic!("an arm of a table of states gives something else than a state"),
        },
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(within, None)] => given(within),
            _ => panic!("an arm of a table of states does more than give a state"),
        },
        Expr::Path(path) if path.path.is_ident("None") => None,
        _ => panic!("an arm of a table of states gives something else than a state"),
    }
}

/// The lines of `match (self, by) { (S::Draft | S::Returned, M::Send) => Some(S::Submitted), … }`.
fn lines_of_match(table: &ExprMatch) -> Vec<Line> {
    let mut lines = Vec::new();
    for arm in &table.arms {
        assert!(arm.guard.is_none(), "an arm of a table of states has a condition");
        let Some(to) = given(&arm.body) else { continue };
        let Pat::Tuple(pair) = &arm.pat else { panic!("an arm of a table of states is no pair") };
        let [states, moves] = [&pair.elems[0], &pair.elems[1]].map(choices);
        for from in &states {
            // `Some(self)` is the state as it was.
            let to = if to == "self" { from } else { &to };
            lines.extend(moves.iter().map(|by| (code(from), code(to), code(by))));
        }
    }
    lines
}

/// The lines of `const TABLE: &[(State, Move, State)]`.
fn lines_of_rows(table: &Expr) -> Vec<Line> {
    let Expr::Reference(table) = table else { panic!("TABLE is no slice") };
    let Expr::Array(rows) = table.expr.as_ref() else { panic!("TABLE is no slice") };
    let name = |part: &Expr| match part {
        Expr::Path(path) => code(&last(&path.path)),
        _ => panic!("a row of TABLE has something else than names"),
    };
    let rows = rows.elems.iter().map(|row| match row {
        Expr::Tuple(row) => [&row.elems[0], &row.elems[2], &row.elems[1]].map(name).into(),
        _ => panic!("a row of TABLE is no tuple"),
    });
    rows.collect()
}

/// The enum of states of an `impl States for …`, and its table.
fn table_of(item: &Item) -> Option<(String, &ImplItemFn)> {
    let Item::Impl(item) = item else { return None };
    let of_states = item.trait_.as_ref().is_some_and(|(_, path, _)| last(path) == "States");
    let Type::Path(state) = item.self_ty.as_ref() else { return None };
    let table = item.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "after" => Some(function),
        _ => None,
    });
    table.filter(|_| of_states).map(|table| (last(&state.path), table))
}

#[derive(Default)]
struct Matches<'ast>(Vec<&'ast ExprMatch>);

impl<'ast> Visit<'ast> for Matches<'ast> {
    fn visit_expr_match(&mut self, found: &'ast ExprMatch) {
        self.0.push(found);
        visit::visit_expr_match(self, found);
    }
}

/// The tables of a file, by the name of their states.
fn tables_of(file: &Path) -> Vec<(String, Vec<Line>)> {
    let text = fs::read_to_string(file).unwrap();
    if !text.contains("impl States for") {
        return Vec::new();
    }
    let tree = syn::parse_file(&text).unwrap();
    let rows = tree.items.iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "TABLE" => Some(lines_of_rows(&item.expr)),
        _ => None,
    });
    let lines = |table: &ImplItemFn| {
        let mut matches = Matches::default();
        matches.visit_block(&table.block);
        match matches.0.as_slice() {
            [table] => lines_of_match(table),
            _ => panic!("{}: `after` is no table", file.display()),
        }
    };
    let tables = tree.items.iter().filter_map(table_of);
    tables.map(|(state, table)| (state, rows.clone().unwrap_or_else(|| lines(table)))).collect()
}

/// Files of Rust below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Each diagram as it should be, by its key.
fn drawn() -> BTreeMap<&'static str, String> {
    let mut files = Vec::new();
    sources(&root().join("app"), &mut files);
    let tables = files.iter().flat_map(|file| tables_of(file)).map(|(state, lines)| {
        let moves: BTreeSet<(&str, &str)> = lines.iter().map(|(from, _, by)| (from.as_str(), by.as_str())).collect();
        assert_eq!(moves.len(), lines.len(), "{state}: of two lines for one move of one state the second means nothing");
        let known = DIAGRAMS.iter().find(|(known, _)| *known == state);
        let key = known.unwrap_or_else(|| panic!("no diagram is named for {state}")).1;
        let lines: String = lines.iter().map(|(from, to, by)| format!("    {from} --> {to}: {by}\n")).collect();
        (key, format!("```mermaid\nstateDiagram-v2\n{lines}```\n"))
    });
    tables.collect()
}

/// The diagrams that stand in a document, by their key.
fn written(text: &str) -> BTreeMap<&str, &str> {
    let blocks = text.split("<!-- states: ").skip(1);
    blocks.filter_map(|block| block.split_once(" -->\n")).map(|(key, rest)| (key, rest.split("<!-- end -->").next().unwrap())).collect()
}

#[test]
fn diagrams_are_the_tables_of_states() {
    let text = fs::read_to_string(root().join("docs/domain.md")).unwrap();
    let (drawn, written) = (drawn(), written(&text));
    let keys: Vec<&str> = DIAGRAMS.iter().map(|(_, key)| *key).collect();
    for key in written.keys() {
        assert!(keys.contains(key), "docs/domain.md: no table is known as {key}");
    }
    let wrong = keys.iter().filter(|key| {
        assert!(drawn.contains_key(*key), "the table of {key} was not found");
        written.get(*key).copied() != drawn.get(*key).map(String::as_str)
    });
    let wrong: String = wrong.map(|key| format!("<!-- states: {key} -->\n{}<!-- end -->\n\n", drawn[key])).collect();
    assert!(wrong.is_empty(), "docs/domain.md is not what the code does. These blocks should stand there:\n\n{wrong}");
}

#[test]
fn every_form_of_an_arm_is_read() {
    let table = syn::parse_str::<ExprMatch>(
        "match (self, by) {
            (S::Draft | S::SetUp, M::CallOff) => Some(S::Left),
            (S::Live, M::Send | M::Return) => { Some(self) }
            _ => None,
        }",
    );
    let lines = [("draft", "left", "call_off"), ("set_up", "left", "call_off"), ("live", "live", "send"), ("live", "live", "return")];
    let lines = lines.map(|(from, to, by)| (from.to_owned(), to.to_owned(), by.to_owned()));
    assert_eq!(lines_of_match(&table.unwrap()), lines);
    assert_eq!(written("a\n<!-- states: b -->\nc\n<!-- end -->\n"), BTreeMap::from([("b", "c\n")]));
}
