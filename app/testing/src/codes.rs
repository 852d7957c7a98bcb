//! Which columns hold which codes, as the sources say it: enums of `codes!`, and entities whose columns are such enums.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{GenericArgument, ItemMacro, ItemStruct, PathArguments, Type};

/// Codes by table and column.
pub type Columns = BTreeMap<(String, String), BTreeSet<String>>;

#[derive(Default)]
struct Read {
    enums: BTreeMap<String, BTreeSet<String>>,
    /// Table, column and the name of its type.
    columns: Vec<(String, String, String)>,
}

/// The name of an enum of `codes!` and its words.
fn codes(tokens: TokenStream) -> Option<(String, BTreeSet<String>)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let [.., TokenTree::Ident(name), TokenTree::Group(values)] = tokens.as_slice() else { return None };
    let values: Vec<TokenTree> = values.stream().into_iter().collect();
    let words = values.windows(3).filter_map(|three| match three {
        [TokenTree::Ident(_), TokenTree::Punct(is), TokenTree::Literal(word)] if is.as_char() == '=' => {
            Some(word.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    });
    Some((name.to_string(), words.collect()))
}

/// The name of a type, or of what may be there.
fn type_name(kind: &Type) -> Option<String> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(inner) if last.ident == "Option" => match inner.args.first()? {
            GenericArgument::Type(inner) => type_name(inner),
            _ => None,
        },
        _ => Some(last.ident.to_string()),
    }
}

impl<'ast> Visit<'ast> for Read {
    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        if item.mac.path.segments.last().is_some_and(|name| name.ident == "codes") {
            let (name, words) = codes(item.mac.tokens.clone()).expect("an enum of codes");
            assert!(self.enums.insert(name.clone(), words).is_none(), "two enums of codes are called {name}");
        }
        visit::visit_item_macro(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        let table = item.attrs.iter().filter(|attribute| attribute.path().is_ident("sea_orm")).find_map(|attribute| {
            let mut table = None;
            let read = attribute.parse_nested_meta(|meta| {
                let value = meta.value().and_then(syn::parse::ParseBuffer::parse::<syn::LitStr>);
                if meta.path.is_ident("table_name") {
                    table = value.ok().map(|name| name.value());
                }
                Ok(())
            });
            read.ok().and(table)
        });
        for (table, field) in table.iter().flat_map(|table| item.fields.iter().map(move |field| (table, field))) {
            if let (Some(column), Some(kind)) = (&field.ident, type_name(&field.ty)) {
                self.columns.push((table.clone(), column.to_string(), kind));
            }
        }
    }
}

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

/// Reads the sources of all wings.
pub fn columns() -> Columns {
    let mut files = Vec::new();
    sources(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(), &mut files);
    let mut read = Read::default();
    for file in files {
        read.visit_file(&syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap());
    }
    let Read { enums, columns } = read;
    columns.into_iter().filter_map(|(table, column, kind)| Some(((table, column), enums.get(&kind)?.clone()))).collect()
}
