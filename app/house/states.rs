//! States are written as steps of their tables: what a row becomes stands in the table, and nowhere beside it.

use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprLit, ExprMethodCall, ExprStruct, Item, Lit, Member};

use crate::graph::House;
use crate::items::{for_tests, head};
use crate::offence::Offence;

/// Where a state is written past its table.
#[derive(Default)]
struct Past(Vec<String>);

/// `step.set()`: only a step of a table has it.
fn is_step(value: &Expr) -> bool {
    matches!(value, Expr::MethodCall(call) if call.method == "set" && call.args.is_empty())
}

fn is_state(member: &Member) -> bool {
    matches!(member, Member::Named(name) if name == "state")
}

/// `UPDATE family SET state = …`.
fn moves_by_hand(sql: &str) -> bool {
    let sql = sql.to_lowercase();
    let set = sql.split_once("update ").and_then(|(_, rest)| rest.split_once(" set ")).map(|(_, set)| set);
    let set = set.map(|set| set.split(" where ").next().unwrap_or_default());
    set.is_some_and(|set| set.split(',').any(|column| column.split('=').next().is_some_and(|name| name.trim() == "state")))
}

impl<'ast> Visit<'ast> for Past {
    fn visit_item(&mut self, item: &'ast Item) {
        if !for_tests(head(item).0) {
            visit::visit_item(self, item);
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        let row = literal.path.segments.last().is_some_and(|name| name.ident == "ActiveModel");
        for field in literal.fields.iter().filter(|field| row && is_state(&field.member)) {
            if !is_step(&field.expr) {
                self.0.push("a new row has a state that no table gave".to_owned());
            }
        }
        visit::visit_expr_struct(self, literal);
    }

    fn visit_expr_assign(&mut self, assignment: &'ast ExprAssign) {
        let state = matches!(assignment.left.as_ref(), Expr::Field(field) if is_state(&field.member));
        if state && !is_step(&assignment.right) {
            self.0.push("a row gets a state that no table gave".to_owned());
        }
        visit::visit_expr_assign(self, assignment);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let of_state = |path: &syn::Path| path.segments.last().is_some_and(|name| name.ident == "State");
        if call.method == "col_expr" && matches!(call.args.first(), Some(Expr::Path(column)) if of_state(&column.path)) {
            self.0.push("an update writes a state that no table gave".to_owned());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_lit(&mut self, literal: &'ast ExprLit) {
        if let Lit::Str(text) = &literal.lit
            && moves_by_hand(&text.value())
        {
            self.0.push(format!("a statement writes a state: {}", text.value()));
        }
    }
}

fn past(tree: &syn::File) -> Vec<String> {
    let mut found = Past::default();
    found.visit_file(tree);
    found.0
}

/// Migrations write what no table knows any longer; everything else goes by it.
pub fn states_are_steps(house: &House) -> Vec<Offence> {
    let mut wrong = Vec::new();
    for file in house.files().iter().filter(|file| !file.is_test() && !["migrations", "testing", "house"].contains(&file.wing.as_str())) {
        let found = past(&syn::parse_file(&file.text).unwrap());
        wrong.extend(found.into_iter().map(|what| Offence { wing: file.wing.clone(), what: format!("{}: {what}", file.path) }));
    }
    wrong
}

#[test]
fn every_way_past_a_table_is_seen() {
    let found = |code: &str| past(&syn::parse_file(&format!("async fn f() {{ {code} }}")).unwrap()).len();
    for wrong in [
        "let row = fair::ActiveModel { state: Set(FairState::Running), ..Default::default() };",
        "let row = ActiveModel { state, ..Default::default() };",
        "row.state = Set(state);",
        "row.state = ActiveValue::Set(state);",
        "case.state = CaseState::Closed;",
        "Entity::update_many().col_expr(Column::State, Expr::value(CaseState::Closed));",
        "tx.run(\"UPDATE family SET story = '', state = 'left' WHERE id = $1\", vec![]);",
    ] {
        assert_eq!(found(wrong), 1, "{wrong}");
    }
    for right in [
        "let row = fair::ActiveModel { state: FairState::first().set(), ..Default::default() };",
        "row.state = found.state.step(by)?.set();",
        "row.state = state.set();",
        "let view = Job { state: row.state };",
        "tx.run(\"UPDATE product SET withheld = $1 WHERE state = 'published'\", vec![]);",
    ] {
        assert_eq!(found(right), 0, "{right}");
    }
}
