//! How many products each choice of a filter would show, counted on the [`super::shelf`].

use super::filter::Filter;
use super::shelf::{COUNTED, Fitting, Lines, MARK, Wanted};

/// How many products each choice of a filter would show; a filter's own choice is ignored in its
/// own counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
pub(super) fn count(lines: &Lines, filter: &Filter, fitting: Option<&Fitting>) -> Facets {
    let wanted = lines.wanted(filter);
    let set: Vec<(usize, u16)> = wanted.set().collect();
    let (total, counts) = match (fitting, set.as_slice()) {
        (Some(fitting), _) => {
            let mut counter = Counter::new(lines, &wanted);
            fitting.places.iter().for_each(|(place, _)| counter.see(*place));
            (counter.total, counter.counts)
        }
        (None, []) => {
            let (total, counts) = lines.by_price.count(wanted.least, wanted.most, lines.codes.len());
            (i64::try_from(total).unwrap_or(i64::MAX), counts)
        }
        (None, [one]) => of_one(lines, &wanted, *one),
        (None, several) => of_several(lines, &wanted, several),
    };
    let of = |at: usize| -> Vec<(String, i64)> {
        let named = lines.codes.of(at).map(|(number, name)| (name.to_owned(), counts[number]));
        named.filter(|(_, count)| *count > 0).collect()
    };
    Facets {
        total,
        crafts: of(0),
        regions: of(1),
        municipalities: of(2),
        makings: of(3),
        availabilities: of(4),
        marked: of(MARK).first().map_or(0, |(_, n)| *n),
    }
}

/// With one filter its own choices are counted from all products, which the shelf has counted already; the others from those
/// that it leaves.
fn of_one(lines: &Lines, wanted: &Wanted, (at, code): (usize, u16)) -> (i64, Vec<i64>) {
    let mut counter = Counter::new(lines, wanted);
    lines.having(code).iter().for_each(|place| counter.see(*place));
    let (_, all) = lines.by_price.count(wanted.least, wanted.most, lines.codes.len());
    for (number, _) in lines.codes.of(at) {
        counter.counts[number] = all[number];
    }
    (counter.total, counter.counts)
}

/// Who fails at most one filter passes one of any two: only those that the two smallest leave need to be looked at.
fn of_several(lines: &Lines, wanted: &Wanted, set: &[(usize, u16)]) -> (i64, Vec<i64>) {
    let mut by_size: Vec<&(usize, u16)> = set.iter().collect();
    by_size.sort_unstable_by_key(|(_, code)| lines.having(*code).len());
    let (first, second) = (by_size[0], by_size[1]);
    let mut counter = Counter::new(lines, wanted);
    lines.having(first.1).iter().for_each(|place| counter.see(*place));
    let rest = lines.having(second.1).iter().filter(|place| lines.all[**place as usize].codes[first.0] != first.1);
    rest.for_each(|place| counter.see(*place));
    (counter.total, counter.counts)
}

struct Counter<'a> {
    lines: &'a Lines,
    wanted: &'a Wanted,
    total: i64,
    counts: Vec<i64>,
}

impl<'a> Counter<'a> {
    fn new(lines: &'a Lines, wanted: &'a Wanted) -> Self {
        Self { lines, wanted, total: 0, counts: vec![0; lines.codes.len()] }
    }

    fn see(&mut self, place: u32) {
        let line = &self.lines.all[place as usize];
        if !self.wanted.price_fits(line) {
            return;
        }
        let mut failed = self.wanted.failed(line);
        match (failed.next(), failed.next()) {
            (None, _) => {
                self.total += 1;
                (0..COUNTED).for_each(|at| self.counts[usize::from(line.codes[at])] += 1);
            }
            (Some(at), None) => self.counts[usize::from(line.codes[at])] += 1,
            _ => {}
        }
    }
}
