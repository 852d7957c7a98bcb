//! How long functions are, and which of them a yes or no splits in two.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, Block, Expr, FnArg, ImplItem, Item, ItemFn, ItemImpl, Pat, Signature, Stmt, Type};

use crate::items::{for_tests, head};

/// A function or method outside of tests.
pub struct Function {
    /// Its name.
    pub name: String,
    /// Lines from its `fn` to its end, without empty ones and comments; 0 for a table of words.
    pub lines: usize,
    /// Parameters that are `bool` and decide what it does.
    pub switches: Vec<String>,
}

/// The functions of a file.
pub fn functions(tree: &syn::File, text: &str) -> Vec<Function> {
    let mut reader = Reader { lines: text.lines().collect(), found: Vec::new() };
    tree.items.iter().for_each(|item| reader.visit_item(item));
    reader.found
}

struct Reader<'a> {
    lines: Vec<&'a str>,
    found: Vec<Function>,
}

impl Reader<'_> {
    fn read(&self, signature: &Signature, body: &Block) -> Function {
        let written = &self.lines[signature.span().start().line - 1..body.span().end().line];
        let code: Vec<&str> = written.iter().copied().filter(|line| !line.trim().is_empty() && !line.trim().starts_with("//")).collect();
        let lines = if is_table(body) { 0 } else { code.len() };
        Function { name: signature.ident.to_string(), lines, switches: switches(signature, &code) }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !for_tests(head(item).0) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let read = self.read(&function.sig, &function.block);
        self.found.push(read);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        for method in &item.items {
            if let ImplItem::Fn(method) = method {
                let mut read = self.read(&method.sig, &method.block);
                if item.trait_.is_some() {
                    // The trait says what it takes.
                    read.switches.clear();
                }
                self.found.push(read);
            }
        }
        visit::visit_item_impl(self, item);
    }
}

/// Parameters that are `bool`.
fn flags(signature: &Signature) -> Vec<String> {
    let names = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => match (input.pat.as_ref(), input.ty.as_ref()) {
            (Pat::Ident(name), Type::Path(path)) if path.path.is_ident("bool") => Some(name.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    names.collect()
}

/// Those of them that decide what the function does.
fn switches(signature: &Signature, code: &[&str]) -> Vec<String> {
    let mut flags = flags(signature);
    if !flags.is_empty() {
        let mut tokens = Vec::new();
        flat(code.join("\n").parse().unwrap(), &mut tokens);
        flags.retain(|name| decides(&tokens, name));
    }
    flags
}

/// Tokens in a row, those within macros and brackets too.
fn flat(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                into.push("(".to_owned());
                flat(group.stream(), into);
                into.push(")".to_owned());
            }
            other => into.push(other.to_string()),
        }
    }
}

/// Whether a name is asked, by `if`, `match`, `!`, `&&`, `||` or `.then`, and not only handed on or stored.
fn decides(tokens: &[String], name: &str) -> bool {
    let at = |place: Option<usize>| place.and_then(|place| tokens.get(place)).map(String::as_str).unwrap_or_default();
    let asked = |place: usize| {
        let before = at(place.checked_sub(1));
        let (after, next) = (at(Some(place + 1)), at(Some(place + 2)));
        let a_field = before == "." || after == ":";
        let tried = ["if", "match", "!", "&", "|"].contains(&before) && !a_field;
        tried || (["&", "|"].contains(&after) && after == next) || (after == "." && next.starts_with("then"))
    };
    (0..tokens.len()).any(|place| tokens[place] == name && asked(place))
}

/// Whether a body is one `match` whose arms are an expression of one line each: a table of words.
fn is_table(body: &Block) -> bool {
    let one_line = |arm: &Arm| {
        let given = match arm.body.as_ref() {
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [Stmt::Expr(given, None)] => given,
                _ => return false,
            },
            given => given,
        };
        given.span().start().line == given.span().end().line
    };
    matches!(body.stmts.as_slice(), [Stmt::Expr(Expr::Match(table), None)] if table.arms.iter().all(one_line))
}

#[test]
fn what_is_asked_is_told_from_what_is_stored() {
    let read = |text: &str| functions(&syn::parse_file(text).unwrap(), text).remove(0);
    for asks in ["if open { 1 }", "!open", "a && open", "open.then(f)", "view! { {if open { 1 }} }"] {
        let text = format!("fn f(open: bool) {{\n    {asks}\n}}");
        assert_eq!(read(&text).switches, ["open"], "{asks}");
    }
    for hands_on in ["g(open)", "Door { open }", "if self.open { 1 }", "let door = Door { open: true };"] {
        let text = format!("fn f(open: bool) {{\n    {hands_on}\n}}");
        assert!(read(&text).switches.is_empty(), "{hands_on}");
    }
    assert_eq!(read("fn f() {\n    // why\n\n    g();\n}").lines, 3);
    assert_eq!(
        read("fn f(a: A) -> &str {\n    match a {\n        A::B => \"b\",\n        A::C => {\n            \"c\"\n        }\n    }\n}")
            .lines,
        0
    );
}
