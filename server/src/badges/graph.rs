//! What a credential says, as one list that is written in two ways: as JSON, which is read, and as N-Quads, which are signed.
//!
//! A proof of the suite `eddsa-rdfc-2022` covers the RDF dataset that the JSON stands for (<https://www.w3.org/TR/json-ld11-api/>) in its
//! canonical form (<https://www.w3.org/TR/rdf-canon/>). Both are long algorithms for any document. Ours have one shape, in which everything
//! but at most one thing has an address. So the only blank node is the first, `_:c14n0`, and the canonical form are the sorted lines.

use ground::text::clean_line;
use serde_json::{Map, Value};

/// A term of the contexts.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Its name in JSON.
    pub name: &'static str,
    space: &'static str,
    local: &'static str,
}

impl Term {
    /// One that the vocabulary calls the same.
    pub const fn of(space: &'static str, name: &'static str) -> Self {
        Self { name, space, local: name }
    }

    /// One that the vocabulary calls otherwise than JSON does.
    pub const fn called(name: &'static str, space: &'static str, local: &'static str) -> Self {
        Self { name, space, local }
    }

    fn iri(self) -> String {
        format!("<{}{}>", self.space, self.local)
    }
}

/// What a thing is, by `type` in JSON.
pub const TYPE: Term = Term::of("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type");

/// What is said with a term. The contexts give each term its kind of value.
#[derive(Debug, Clone)]
pub enum Said {
    /// Words of people; see [`Said::text`].
    Text(String),
    /// A value of the type whose address comes first.
    Typed(&'static str, String),
    /// Yes or no, of the type whose address comes first.
    Flag(&'static str, bool),
    /// An address.
    Link(String),
    /// A word of the vocabulary.
    Word(Term),
    /// Several of them.
    Words(Vec<Term>),
    /// A thing, with what is said of it.
    About(Thing),
    /// The only thing of a list.
    Among(Thing),
}

impl Said {
    /// A text on one line, without controls and letters that are none: the canonical form writes them in a way of their own, which not all
    /// who verify do alike.
    pub fn text(text: &str) -> Self {
        Self::Text(clean_line(&text.replace(['\u{FFFE}', '\u{FFFF}'], "")))
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Typed(_, text) | Self::Link(text) => text.as_str().into(),
            Self::Flag(_, flag) => (*flag).into(),
            Self::Word(term) => term.name.into(),
            Self::Words(terms) => terms.iter().map(|term| term.name).collect(),
            Self::About(thing) => thing.json().into(),
            Self::Among(thing) => vec![Value::from(thing.json())].into(),
        }
    }
}

/// A thing with what is said of it.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its address. At most one thing of a document has none.
    pub id: Option<String>,
    /// What is said of it.
    pub says: Vec<(Term, Said)>,
}

/// A string of N-Quads. The other letters that have to be escaped are in none of ours.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Thing {
    /// A thing with an address.
    pub const fn at(id: String, says: Vec<(Term, Said)>) -> Self {
        Self { id: Some(id), says }
    }

    /// The JSON of it, without contexts.
    pub fn json(&self) -> Map<String, Value> {
        let id = self.id.iter().map(|id| ("id".to_owned(), Value::from(id.as_str())));
        id.chain(self.says.iter().map(|(term, said)| (term.name.to_owned(), said.json()))).collect()
    }

    /// The canonical N-Quads of it and of all that it names.
    pub fn canonical(&self) -> String {
        let mut lines = Vec::new();
        self.statements(&mut lines);
        // Bytes of UTF-8 stand in the order of the letters' numbers, which is what the canonical form asks for.
        lines.sort_unstable();
        lines.dedup();
        lines.concat()
    }

    fn place(&self) -> String {
        self.id.as_ref().map_or_else(|| "_:c14n0".to_owned(), |id| format!("<{id}>"))
    }

    fn statements(&self, lines: &mut Vec<String>) {
        let place = self.place();
        for (term, said) in &self.says {
            let objects = match said {
                Said::Text(text) => vec![literal(text)],
                Said::Typed(kind, text) => vec![format!("{}^^<{kind}>", literal(text))],
                Said::Flag(kind, flag) => vec![format!("\"{flag}\"^^<{kind}>")],
                Said::Link(to) => vec![format!("<{to}>")],
                Said::Word(term) => vec![term.iri()],
                Said::Words(terms) => terms.iter().map(|term| term.iri()).collect(),
                Said::About(thing) | Said::Among(thing) => {
                    thing.statements(lines);
                    vec![thing.place()]
                }
            };
            lines.extend(objects.iter().map(|object| format!("{place} {} {object} .\n", term.iri())));
        }
    }
}
