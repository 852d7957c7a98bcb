//! How many products each choice of a filter would show, counted in one pass over the [`super::shelf`].

use super::filter::Filter;
use super::shelf::{COUNTED, Shelf};

/// How many products each choice of a filter would show; a filter's own choice is ignored in its
/// own counts.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// All that fit.
    pub total: i64,
    /// By craft code.
    pub crafts: Vec<(String, i64)>,
    /// By region code.
    pub regions: Vec<(String, i64)>,
    /// By municipality code.
    pub municipalities: Vec<(String, i64)>,
    /// By making code.
    pub makings: Vec<(String, i64)>,
    /// By availability code.
    pub availabilities: Vec<(String, i64)>,
    /// With the quality mark.
    pub marked: i64,
}

/// A product that fails no filter counts everywhere; one that fails a single filter counts among that filter's choices.
pub(super) fn count(shelf: &Shelf, filter: &Filter, fitting: Option<&[u32]>) -> Facets {
    let wanted = shelf.wanted(filter);
    let mut counts = vec![[0_i64; COUNTED]; shelf.codes.names.len()];
    let mut total = 0;
    let mut see = |at: usize| {
        let line = &shelf.lines[at];
        if !wanted.price_fits(line) {
            return;
        }
        let mut failed = wanted.failed(line);
        match (failed.next(), failed.next()) {
            (None, _) => {
                total += 1;
                for (at, code) in line.codes.iter().enumerate() {
                    counts[*code as usize][at] += 1;
                }
            }
            (Some(at), None) => counts[line.codes[at] as usize][at] += 1,
            _ => {}
        }
    };
    match fitting {
        Some(places) => places.iter().for_each(|at| see(*at as usize)),
        None => (0..shelf.lines.len()).for_each(see),
    }
    let of = |at: usize| -> Vec<(String, i64)> {
        let named = shelf.codes.names.iter().zip(&counts).skip(1);
        named.filter(|(_, counts)| counts[at] > 0).map(|(name, counts)| (name.clone(), counts[at])).collect()
    };
    Facets {
        total,
        crafts: of(0),
        regions: of(1),
        municipalities: of(2),
        makings: of(3),
        availabilities: of(4),
        marked: of(5).first().map_or(0, |(_, n)| *n),
    }
}
