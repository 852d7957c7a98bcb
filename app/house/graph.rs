//! Finds the file in which a path ends, and draws the arrows from file to file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use petgraph::Graph;
use petgraph::algo::feedback_arc_set::greedy_feedback_arc_set;
use petgraph::algo::tarjan_scc;
use petgraph::visit::EdgeRef;

use crate::functions::Function;
use crate::reader::{File, Mention, Sources};

/// The names that files have in every area (`docs/architecture.md`). A folder in which one of them stands is an area.
pub const ROOMS: [&str; 9] = ["types", "rules", "entity", "reach", "reads", "acts", "routes", "posts", "pages"];

/// Names by the pair of files between which they are used: who names, and where it is defined.
pub type Arrows = BTreeMap<(usize, usize), BTreeSet<String>>;

/// The sources, and who names whom.
pub struct House {
    sources: Sources,
    /// From each file to the files where what it names is defined.
    pub arrows: Arrows,
    /// From a file of one wing past the face of an area of another wing, to the file behind it.
    pub past_faces: Arrows,
    /// What each file names of crates that are no wings.
    pub foreign: BTreeMap<usize, BTreeSet<String>>,
    areas: BTreeSet<String>,
}

/// Where a path ends.
struct End {
    module: usize,
    /// What it names there; nothing when it names the module.
    name: Option<String>,
    /// The modules that the path itself names on its way, without those to which a face points further.
    walked: Vec<usize>,
}

/// What a name stands for: `queue` may be a module and a function at once.
#[derive(Clone, Copy, PartialEq)]
enum As {
    /// The last part of a path: rather an item.
    Item,
    /// A part before others: a module.
    Module,
}

/// Files that name each other in a circle.
pub struct Circle {
    /// The files.
    pub files: Vec<usize>,
    /// Arrows without which there is no circle.
    pub cuts: BTreeSet<(usize, usize)>,
}

impl House {
    /// Reads everything below some folders of the repository.
    pub fn read(repository: &Path, folders: &[&str]) -> House {
        let sources = Sources::read(repository, folders);
        let rooms = sources.files.iter().filter(|file| file.path.contains("src/") && !file.is_face() && ROOMS.contains(&file.stem()));
        let folders = sources.files.iter().filter_map(|file| {
            let (outer, name) = file.folder().rsplit_once('/')?;
            ROOMS.contains(&name).then_some(outer)
        });
        let is_no_room = |folder: &&str| !folder.split('/').any(|part| ROOMS.contains(&part));
        let areas = rooms.map(File::folder).chain(folders).filter(is_no_room).map(str::to_owned).collect();
        let mut house = House { sources, areas, arrows: Arrows::new(), past_faces: Arrows::new(), foreign: BTreeMap::new() };
        for at in 0..house.sources.mentions.len() {
            house.draw(at);
        }
        house
    }

    /// All files, tests too.
    pub fn files(&self) -> &[File] {
        &self.sources.files
    }

    /// Functions and methods outside of tests, each with its file.
    pub fn functions(&self) -> &[(usize, Function)] {
        &self.sources.functions
    }

    /// The wings by name.
    pub fn wings(&self) -> BTreeSet<&str> {
        self.files().iter().map(|file| file.wing.as_str()).collect()
    }

    /// Files that no `mod` leads to.
    pub fn unread(&self) -> Vec<&File> {
        let read: BTreeSet<usize> = self.sources.modules.iter().map(|module| module.file).collect();
        let files =
            self.files().iter().enumerate().filter(|(at, file)| file.path.contains("src/") && !file.is_test() && !read.contains(at));
        files.map(|(_, file)| file).collect()
    }

    /// The folder of the area to which a file belongs.
    pub fn area(&self, file: usize) -> Option<&str> {
        let mut folder = self.files()[file].folder();
        loop {
            if let Some(area) = self.areas.get(folder) {
                return Some(area);
            }
            folder = folder.rsplit_once('/')?.0;
        }
    }

    /// What a file is called within its area: `pages` for all that stands in that folder.
    pub fn room(&self, file: usize) -> &str {
        let path = self.files()[file].path.as_str();
        let within = self.area(file).and_then(|area| path.strip_prefix(area)).unwrap_or(path).trim_start_matches('/');
        within.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn draw(&mut self, at: usize) {
        let mention = &self.sources.mentions[at];
        let from = self.sources.modules[mention.module].file;
        let path: Vec<&str> = mention.path.iter().map(String::as_str).filter(|part| *part != "*").collect();
        let Some(end) = self.find(mention.module, &path, As::Item, 0) else {
            self.keep_foreign(from, at);
            return;
        };
        let module = &self.sources.modules[end.module];
        let to = module.file;
        // A single word that is the name of a module is a variable or a field.
        let is_word = end.name.is_none() && path.len() == 1 && !mention.imported;
        // A `use` of a folder counts by what is named through it.
        let is_folder = end.name.is_none() && mention.imported && self.files()[to].is_face();
        if is_word || is_folder {
            return;
        }
        // Of `mod fair { … }` in a file of tables, `fair` says more than `Model` and `Column`.
        let table = module.parent.map(|parent| &self.sources.modules[parent]).filter(|parent| parent.file == to);
        let table = table.and_then(|parent| parent.children.iter().find(|(_, child)| **child == end.module)).map(|(name, _)| name.clone());
        let name = table.or(end.name.clone()).unwrap_or_else(|| path.last().copied().unwrap_or_default().to_owned());
        let behind = self.behind_a_face(mention, &end);
        if to != from {
            self.arrows.entry((from, to)).or_default().insert(name.clone());
        }
        if let Some(behind) = behind {
            self.past_faces.entry((from, behind)).or_default().insert(name);
        }
    }

    fn keep_foreign(&mut self, from: usize, at: usize) {
        let mention = &self.sources.mentions[at];
        if mention.path.len() > 1 || mention.imported {
            let path = mention.path.join("::");
            self.foreign.entry(from).or_default().insert(path.trim_start_matches("::").to_owned());
        }
    }

    /// The file that a path of another crate reaches without asking the face of its area.
    fn behind_a_face(&self, mention: &Mention, end: &End) -> Option<usize> {
        let modules = &self.sources.modules;
        let own = modules[mention.module].root;
        let others = end.walked.iter().map(|at| &modules[*at]).filter(|module| module.root != own);
        let mut others = others.filter(|module| module.parent.is_some_and(|parent| modules[parent].file != module.file));
        others.find(|module| self.area(module.file).is_some() && !self.is_face_of_area(module.file)).map(|module| module.file)
    }

    /// Whether others enter an area through this file.
    pub fn is_face_of_area(&self, file: usize) -> bool {
        self.files()[file].is_face() && self.area(file).is_none_or(|area| area == self.files()[file].folder())
    }

    fn find(&self, from: usize, path: &[&str], last: As, deep: usize) -> Option<End> {
        let (first, rest) = path.split_first()?;
        // Names that are imported by each other end here.
        if deep > 20 {
            return None;
        }
        let modules = &self.sources.modules;
        let at = |module| Some(End { module, name: None, walked: vec![] });
        let mut end = match *first {
            "crate" => at(modules[from].root),
            "self" => at(from),
            "super" => at(modules[from].parent?),
            "::" => return self.find_in_crate(rest, last, deep),
            name => match self.look(from, name, if rest.is_empty() { last } else { As::Module }, deep) {
                Some(end) => Some(end),
                None if path.len() > 1 => return self.find_in_crate(path, last, deep),
                None => None,
            },
        }?;
        self.walk(&mut end, rest, last, deep);
        Some(end)
    }

    fn find_in_crate(&self, path: &[&str], last: As, deep: usize) -> Option<End> {
        let (first, rest) = path.split_first()?;
        let root = *self.sources.crates.get(*first)?;
        let mut end = End { module: root, name: None, walked: vec![] };
        self.walk(&mut end, rest, last, deep);
        Some(end)
    }

    fn walk(&self, end: &mut End, rest: &[&str], last: As, deep: usize) {
        for (at, name) in rest.iter().enumerate() {
            let wanted = if at + 1 == rest.len() { last } else { As::Module };
            if end.name.is_some() {
                return;
            } else if *name == "super" {
                end.module = self.sources.modules[end.module].parent.unwrap_or(end.module);
            } else if let Some(further) = self.look(end.module, name, wanted, deep) {
                // What a face points to further is no part of the way.
                if self.sources.modules[end.module].children.get(*name) == Some(&further.module) && further.name.is_none() {
                    end.walked.push(further.module);
                }
                (end.module, end.name) = (further.module, further.name);
            } else {
                end.name = Some((*name).to_owned());
            }
        }
    }

    /// What a name means within a module.
    fn look(&self, module: usize, name: &str, wanted: As, deep: usize) -> Option<End> {
        let here = &self.sources.modules[module];
        let child = here.children.get(name).map(|child| End { module: *child, name: None, walked: vec![*child] });
        if wanted == As::Module && child.is_some() {
            return child;
        }
        if here.items.contains(name) {
            return Some(End { module, name: Some(name.to_owned()), walked: vec![] });
        }
        if let Some(path) = here.imports.get(name) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            // `use chrono;` brings in what has this name elsewhere.
            let end = if path == [name] { self.find_in_crate(&path, wanted, deep) } else { self.find(module, &path, wanted, deep + 1) };
            return end.or(child);
        }
        let through = |path: &Vec<String>| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let all = self.find(module, &path, As::Module, deep + 1).filter(|all| all.name.is_none() && all.module != module)?;
            self.look(all.module, name, wanted, deep + 1)
        };
        child.or_else(|| here.globs.iter().find_map(through))
    }

    /// Circles within a wing, the largest first. Faces are no part of them: they name all that stands in their folder.
    pub fn circles(&self, wing: &str) -> Vec<Circle> {
        let stands = |file: usize| self.files()[file].wing == wing && !self.files()[file].is_face();
        let arrows: Vec<(usize, usize)> = self.arrows.keys().copied().filter(|(from, to)| stands(*from) && stands(*to)).collect();
        let mut circles: Vec<Circle> = tarjan_scc(&drawn(&arrows).0)
            .into_iter()
            .filter(|circle| circle.len() > 1)
            .map(|circle| {
                let nodes = drawn(&arrows).1;
                let mut files: Vec<usize> = circle.iter().map(|node| nodes[node.index()]).collect();
                files.sort_unstable();
                let within: Vec<(usize, usize)> = arrows.iter().copied().filter(|(a, b)| files.contains(a) && files.contains(b)).collect();
                let (graph, nodes) = drawn(&within);
                let cuts = greedy_feedback_arc_set(&graph).map(|arrow| (nodes[arrow.source().index()], nodes[arrow.target().index()]));
                Circle { cuts: cuts.collect(), files }
            })
            .collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.files.len()));
        circles
    }
}

/// Arrows as a graph, and the file of each of its nodes.
fn drawn(arrows: &[(usize, usize)]) -> (Graph<(), ()>, Vec<usize>) {
    let files: BTreeSet<usize> = arrows.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let files: Vec<usize> = files.into_iter().collect();
    let mut graph = Graph::new();
    let nodes: BTreeMap<usize, _> = files.iter().map(|file| (*file, graph.add_node(()))).collect();
    for (from, to) in arrows {
        graph.add_edge(nodes[from], nodes[to], ());
    }
    (graph, files)
}
