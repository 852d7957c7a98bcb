//! Reads the sources of all wings, of the server and of the migrations: their modules, and every path that stands in them.
//!
//! A macro is not expanded. Its tokens are searched for paths instead, so that `view! { {parts::row(l)} }` counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

use crate::functions::{Function, functions};
use crate::items::{for_tests, head};

/// A file of Rust.
pub struct File {
    /// The crate in which it stands, by the name that others call it.
    pub wing: String,
    /// Its path in the repository.
    pub path: String,
    /// What is written in it.
    pub text: String,
}

impl File {
    /// Its name without `.rs`.
    pub fn stem(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The folder in which it stands.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether others enter its folder through it.
    pub fn is_face(&self) -> bool {
        ["mod", "lib", "main"].contains(&self.stem())
    }

    /// Whether only tests stand in it.
    pub fn is_test(&self) -> bool {
        self.stem().ends_with("tests") || self.path.split('/').any(|part| part == "tests")
    }

    /// How long it is.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// A module: a file, or a `mod x { … }` within one.
#[derive(Default)]
pub struct Module {
    /// The file in which its text stands.
    pub file: usize,
    /// The module around it; none for that of a crate.
    pub parent: Option<usize>,
    /// The module of its crate.
    pub root: usize,
    /// Where the files of its children are looked for.
    folder: PathBuf,
    /// Modules within it.
    pub children: BTreeMap<String, usize>,
    /// What a `use` brings into it, and from where.
    pub imports: BTreeMap<String, Vec<String>>,
    /// From where a `use …::*` brings all there is.
    pub globs: Vec<Vec<String>>,
    /// What is defined in it.
    pub items: BTreeSet<String>,
}

/// A path that stands in a module, `["super", "rules", "step"]`.
pub struct Mention {
    /// Where.
    pub module: usize,
    /// Its parts; `::` first where it begins with that, `*` last for all there is.
    pub path: Vec<String>,
    /// Whether a `use` names it.
    pub imported: bool,
}

/// All that was read.
#[derive(Default)]
pub struct Sources {
    /// Files, tests too.
    pub files: Vec<File>,
    /// Modules, without tests.
    pub modules: Vec<Module>,
    /// Paths, without those of tests.
    pub mentions: Vec<Mention>,
    /// The module of each crate.
    pub crates: BTreeMap<String, usize>,
    /// Functions, each with its file, without those of tests.
    pub functions: Vec<(usize, Function)>,
}

impl Sources {
    /// Reads everything below some folders of the repository.
    pub fn read(repository: &Path, folders: &[&str]) -> Sources {
        let mut all = Sources::default();
        for folder in folders {
            all.list(repository, &repository.join(folder), folder);
        }
        all.files.sort_by(|a, b| a.path.cmp(&b.path));
        let roots =
            all.files.iter().enumerate().filter(|(_, file)| file.path.ends_with("src/lib.rs") || file.path.ends_with("src/main.rs"));
        let roots: Vec<(usize, String)> = roots.map(|(at, file)| (at, file.wing.clone())).collect();
        for (file, wing) in roots {
            let folder = repository.join(all.files[file].folder());
            let root = all.modules.len();
            all.modules.push(Module { file, root, folder, ..Module::default() });
            // Others name the library of a crate, and never the program beside it.
            all.crates.entry(wing).or_insert(root);
            all.read_module(repository, root);
        }
        all
    }

    fn list(&mut self, repository: &Path, folder: &Path, wing: &str) {
        let own = folder.file_name().unwrap().to_str().unwrap();
        let wing = if folder.join("Cargo.toml").exists() { own } else { wing };
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.list(repository, &path, wing);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(repository).unwrap().to_str().unwrap().to_owned();
                self.files.push(File { wing: wing.to_owned(), path, text });
            }
        }
    }

    fn read_module(&mut self, repository: &Path, module: usize) {
        let at = self.modules[module].file;
        let file = &self.files[at];
        let tree = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        self.functions.extend(functions(&tree, &file.text).into_iter().map(|function| (at, function)));
        let mut reader = Reader { repository, all: self, module };
        for item in &tree.items {
            reader.visit_item(item);
        }
    }

    fn file_of(&self, repository: &Path, folder: &Path, name: &str) -> Option<usize> {
        let places = [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")];
        let is = |file: &File| places.iter().any(|place| repository.join(&file.path) == *place);
        self.files.iter().position(is)
    }
}

struct Reader<'a> {
    repository: &'a Path,
    all: &'a mut Sources,
    module: usize,
}

impl Reader<'_> {
    fn here(&mut self) -> &mut Module {
        &mut self.all.modules[self.module]
    }

    fn mention(&mut self, path: Vec<String>, imported: bool) {
        self.all.mentions.push(Mention { module: self.module, path, imported });
    }

    fn take_module(&mut self, item: &syn::ItemMod) {
        let (name, outer) = (item.ident.to_string(), self.module);
        let (root, around) = (self.here().root, self.here().folder.clone());
        let within = self.here().file;
        let file = match item.content {
            Some(_) => within,
            None => self
                .all
                .file_of(self.repository, &around, &name)
                .unwrap_or_else(|| panic!("{}: no file of mod {name}", self.all.files[within].path)),
        };
        // The children of `x/mod.rs` stand beside it, those of `x.rs` in the folder `x`: it is the same folder.
        let inner = self.all.modules.len();
        self.here().children.insert(name.clone(), inner);
        self.all.modules.push(Module { file, parent: Some(outer), root, folder: around.join(name), ..Module::default() });
        if let Some((_, items)) = &item.content {
            self.module = inner;
            items.iter().for_each(|item| self.visit_item(item));
            self.module = outer;
        } else {
            self.all.read_module(self.repository, inner);
        }
    }

    fn take_use(&mut self, tree: &UseTree, mut path: Vec<String>) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.take_use(&part.tree, path);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.take_use(tree, path.clone())),
            UseTree::Name(name) => self.bring(&name.ident.to_string(), path, None),
            UseTree::Rename(name) => self.bring(&name.ident.to_string(), path, Some(name.rename.to_string())),
            UseTree::Glob(_) => {
                self.here().globs.push(path.clone());
                path.push("*".to_owned());
                self.mention(path, true);
            }
        }
    }

    fn bring(&mut self, name: &str, mut path: Vec<String>, renamed: Option<String>) {
        if name != "self" {
            path.push(name.to_owned());
        }
        let known_as = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
        self.here().imports.insert(known_as, path.clone());
        self.mention(path, true);
    }

    /// Paths among the tokens of a macro or an attribute.
    fn search(&mut self, mut cursor: Cursor) {
        let mut path: Vec<String> = Vec::new();
        // After a dot stands a field or a method and no path.
        let (mut joined, mut dotted) = (false, false);
        while !cursor.eof() {
            if let Some((name, next)) = cursor.ident() {
                if !joined {
                    self.found(&mut path);
                }
                if !dotted {
                    path.push(name.to_string());
                }
                (joined, dotted, cursor) = (false, false, next);
            } else if let Some((mark, next)) = cursor.punct() {
                let second = (mark.as_char() == ':').then(|| next.punct()).flatten().filter(|(mark, _)| mark.as_char() == ':');
                joined = second.is_some() && !path.is_empty();
                if !joined {
                    self.found(&mut path);
                }
                dotted = mark.as_char() == '.';
                cursor = second.map_or(next, |(_, next)| next);
            } else {
                self.found(&mut path);
                (joined, dotted) = (false, false);
                if let Some((inner, _, _, next)) = cursor.any_group() {
                    self.search(inner);
                    cursor = next;
                } else if let Some((_, next)) = cursor.token_tree() {
                    cursor = next;
                }
            }
        }
        self.found(&mut path);
    }

    fn found(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            let path = std::mem::take(path);
            self.mention(path, false);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = head(item);
        if for_tests(attributes) {
            return;
        }
        if let Some(name) = name {
            self.here().items.insert(name.to_string());
        }
        match item {
            Item::Mod(module) => self.take_module(module),
            Item::Use(item) => {
                let start = item.leading_colon.map(|_| "::".to_owned()).into_iter().collect();
                self.take_use(&item.tree, start);
            }
            other => visit::visit_item(self, other),
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let start = path.leading_colon.map(|_| "::".to_owned());
        let parts = path.segments.iter().map(|part| part.ident.to_string());
        self.mention(start.into_iter().chain(parts).collect(), false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.search(TokenBuffer::new2(call.tokens.clone()).begin());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.search(TokenBuffer::new2(list.tokens.clone()).begin());
        }
    }
}
