//! Which family gets which booth: needs are met or it is not a booth for them; then crafts stand in their zones, the same craft
//! not side by side, regions mixed. A plain method: first who is hardest to place takes the best booth, then pairs are exchanged
//! as long as that makes the whole better. The same input and seed give the same allocation.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::rules::application::BoothKind;
use ground::lots::lot;

/// A booth that can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booth {
    /// Key.
    pub key: i64,
    /// What it is.
    pub kind: BoothKind,
    /// Left, top, across, down.
    pub area: (i64, i64, i64, i64),
    /// With power.
    pub power: bool,
    /// With water.
    pub water: bool,
    /// For a wheelchair.
    pub accessible: bool,
    /// Crafts of the zones that it stands in.
    pub zones: BTreeSet<String>,
}

/// Who is to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Key.
    pub key: i64,
    /// Reference number, for the lot among equals.
    pub reference: String,
    /// The kind of booth asked for.
    pub kind: BoothKind,
    /// Halves of the day, from and to: 0–2, 0–1 or 1–2.
    pub halves: (i64, i64),
    /// Needs power.
    pub power: bool,
    /// Needs water.
    pub water: bool,
    /// Needs room for a wheelchair.
    pub accessible: bool,
    /// Its craft.
    pub craft: String,
    /// Whether what it makes is food: kitchens are for food first.
    pub food: bool,
    /// Its region.
    pub region: String,
}

/// Whether a booth gives what somebody needs. A table is enough for nobody who asked for more; a kitchen is for who cooks.
pub fn fits(guest: &Guest, booth: &Booth) -> bool {
    let size = |kind: BoothKind| match kind {
        BoothKind::Table => 0,
        BoothKind::Small => 1,
        BoothKind::Large | BoothKind::Kitchen => 2,
    };
    let kind = if guest.kind == BoothKind::Kitchen { booth.kind == BoothKind::Kitchen } else { size(booth.kind) >= size(guest.kind) };
    kind && (booth.power || !guest.power) && (booth.water || !guest.water) && (booth.accessible || !guest.accessible)
}

/// Points of one in its booth: the kind that was asked for, its craft's zone.
pub(crate) fn alone(guest: &Guest, booth: &Booth) -> i64 {
    let kind = if guest.kind == booth.kind { 10 } else { 0 };
    let zone = if booth.zones.contains(&guest.craft) {
        30
    } else if booth.zones.is_empty() {
        0
    } else {
        -20
    };
    let cooks = booth.kind == BoothKind::Kitchen && guest.food;
    // What somebody else may need is not used up.
    let spare = i64::from(booth.accessible && !guest.accessible) * 6
        + i64::from(booth.water && !guest.water) * 4
        + i64::from(booth.power && !guest.power) * 2
        + i64::from(booth.kind == BoothKind::Kitchen && guest.kind != BoothKind::Kitchen) * 15;
    kind + zone + i64::from(cooks) * 10 - spare
}

/// Points taken for two that stand side by side at the same time.
pub(crate) fn beside(a: &Guest, b: &Guest) -> i64 {
    let together = a.halves.0 < b.halves.1 && b.halves.0 < a.halves.1;
    if !together {
        return 0;
    }
    i64::from(a.craft == b.craft) * 12 + i64::from(a.region == b.region) * 3
}

/// Whether two booths touch, or have less than a metre between them.
pub(crate) fn touch(a: &Booth, b: &Booth) -> bool {
    let near = |from_a: i64, len_a: i64, from_b: i64, len_b: i64| from_a <= from_b + len_b && from_b <= from_a + len_a;
    near(a.area.0, a.area.2, b.area.0, b.area.2) && near(a.area.1, a.area.3, b.area.1, b.area.3)
}

/// An allocation: who has which booth, what it is worth, and who found none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Booth of each guest, by key.
    pub of: HashMap<i64, i64>,
    /// What the whole is worth; more is better.
    pub score: i64,
    /// Who found no booth that gives what they need.
    pub left_out: Vec<i64>,
}

struct Plan<'a> {
    guests: &'a [Guest],
    booths: &'a [Booth],
    near: Vec<Vec<usize>>,
    /// Booth of each guest.
    at: Vec<Option<usize>>,
    /// Guests of each booth.
    inside: Vec<Vec<usize>>,
}

impl Plan<'_> {
    fn free(&self, guest: usize, booth: usize, but: Option<usize>) -> bool {
        let halves = self.guests[guest].halves;
        let others = self.inside[booth].iter().filter(|other| **other != guest && Some(**other) != but);
        others.map(|other| self.guests[*other].halves).all(|(from, to)| to <= halves.0 || halves.1 <= from)
    }

    fn may(&self, guest: usize, booth: usize, but: Option<usize>) -> bool {
        fits(&self.guests[guest], &self.booths[booth]) && self.free(guest, booth, but)
    }

    /// What a guest would be worth in a booth, as the others stand; `but` is left out.
    fn worth(&self, guest: usize, booth: usize, but: Option<usize>) -> i64 {
        let me = &self.guests[guest];
        let around = self.near[booth].iter().flat_map(|near| &self.inside[*near]).filter(|other| **other != guest && Some(**other) != but);
        alone(me, &self.booths[booth]) - around.map(|other| beside(me, &self.guests[*other])).sum::<i64>()
    }

    /// What two would be worth where they are put, the pair counted once.
    fn both(&self, (a, at_a): (usize, usize), (b, at_b): (usize, usize)) -> i64 {
        let pair = if self.near[at_a].contains(&at_b) { beside(&self.guests[a], &self.guests[b]) } else { 0 };
        self.worth(a, at_a, Some(b)) + self.worth(b, at_b, Some(a)) - pair
    }

    fn put(&mut self, guest: usize, booth: Option<usize>) {
        if let Some(before) = self.at[guest].take() {
            self.inside[before].retain(|other| *other != guest);
        }
        if let Some(booth) = booth {
            self.inside[booth].push(guest);
            self.at[guest] = Some(booth);
        }
    }

    fn score(&self) -> i64 {
        let own: i64 = self.at.iter().enumerate().filter_map(|(guest, at)| at.map(|at| alone(&self.guests[guest], &self.booths[at]))).sum();
        let pairs: i64 = (0..self.booths.len())
            .flat_map(|booth| self.near[booth].iter().filter(move |near| **near > booth).map(move |near| (booth, *near)))
            .flat_map(|(a, b)| self.inside[a].iter().flat_map(move |one| self.inside[b].iter().map(move |other| (*one, *other))))
            .map(|(one, other)| beside(&self.guests[one], &self.guests[other]))
            .sum();
        own - pairs
    }
}

/// Rounds of exchanging, at most: each goes over everyone once.
const ROUNDS: usize = 12;

/// Work that is done at most: small halls are tried from many beginnings, large ones from few.
const WORK: usize = 600_000;

/// Beginnings, at most.
const BEGINNINGS: usize = 32;

/// Places as many as can be placed, well: from several beginnings, of which the best is kept.
pub fn place(guests: &[Guest], booths: &[Booth], seed: &str) -> Placed {
    let near =
        |a: &Booth| -> Vec<usize> { booths.iter().enumerate().filter(|(_, b)| a.key != b.key && touch(a, b)).map(|(at, _)| at).collect() };
    let near: Vec<Vec<usize>> = booths.iter().map(near).collect();
    let choice: Vec<usize> = guests.iter().map(|guest| booths.iter().filter(|booth| fits(guest, booth)).count()).collect();
    let beginnings = (WORK / (guests.len() * booths.len()).max(1)).clamp(2, BEGINNINGS);
    let tried = (0..beginnings).map(|round| {
        let lots: Vec<String> = guests.iter().map(|guest| lot(&format!("{seed}:{round}"), &guest.reference)).collect();
        let mut order: Vec<usize> = (0..guests.len()).collect();
        // First the hardest first: who has fewest booths to choose from, then whole days, then the lot. After that lots alone.
        if round == 0 {
            order.sort_by_key(|at| (choice[*at], guests[*at].halves.0 - guests[*at].halves.1, &lots[*at]));
        } else {
            order.sort_by_key(|at| &lots[*at]);
        }
        let plan = from(guests, booths, &near, &order);
        (plan.at.iter().flatten().count(), plan.score(), Reverse(round), plan.at)
    });
    let best = tried.max_by_key(|(placed, score, round, _)| (*placed, *score, *round));
    let (score, at) = best.map(|(_, score, _, at)| (score, at)).unwrap_or_default();
    let of = at.iter().enumerate().filter_map(|(guest, at)| at.map(|at| (guests[guest].key, booths[at].key))).collect();
    let left_out = at.iter().enumerate().filter(|(_, at)| at.is_none()).map(|(guest, _)| guests[guest].key).collect();
    Placed { of, score, left_out }
}

/// One beginning: everyone in order takes the best that is left, then room is made, then the whole is made better.
fn from<'a>(guests: &'a [Guest], booths: &'a [Booth], near: &[Vec<usize>], order: &[usize]) -> Plan<'a> {
    let mut plan = Plan { guests, booths, near: near.to_vec(), at: vec![None; guests.len()], inside: vec![Vec::new(); booths.len()] };
    for guest in order {
        best(&mut plan, *guest);
    }
    make_room(&mut plan, order);
    for _ in 0..ROUNDS {
        if !improve(&mut plan, order) {
            break;
        }
    }
    plan
}

/// Whether everyone can be placed at once. Whole days come first, so that halves share what is left.
pub fn all_fit(guests: &[Guest], booths: &[Booth]) -> bool {
    let mut plan =
        Plan { guests, booths, near: vec![Vec::new(); booths.len()], at: vec![None; guests.len()], inside: vec![Vec::new(); booths.len()] };
    let mut order: Vec<usize> = (0..guests.len()).collect();
    order.sort_by_key(|at| (guests[*at].halves.0 - guests[*at].halves.1, guests[*at].halves.0, *at));
    order.into_iter().all(|guest| chain(&mut plan, guest, &mut vec![false; booths.len()]))
}

/// Puts somebody where it is worth most; half days first where another half day is.
fn best(plan: &mut Plan<'_>, guest: usize) -> bool {
    let half = plan.guests[guest].halves != (0, 2);
    let found = (0..plan.booths.len())
        .filter(|booth| plan.may(guest, *booth, None))
        .max_by_key(|booth| (half && !plan.inside[*booth].is_empty(), plan.worth(guest, *booth, None), Reverse(*booth)));
    plan.put(guest, found);
    found.is_some()
}

/// Who found no booth gets one whose guest can go elsewhere, and so on along a chain: as many as possible are placed.
fn make_room(plan: &mut Plan<'_>, order: &[usize]) {
    for guest in order.iter().copied() {
        if plan.at[guest].is_none() {
            let mut seen = vec![false; plan.booths.len()];
            chain(plan, guest, &mut seen);
        }
    }
}

fn chain(plan: &mut Plan<'_>, guest: usize, seen: &mut [bool]) -> bool {
    for booth in 0..plan.booths.len() {
        if seen[booth] || !fits(&plan.guests[guest], &plan.booths[booth]) {
            continue;
        }
        seen[booth] = true;
        if plan.free(guest, booth, None) {
            plan.put(guest, Some(booth));
            return true;
        }
        for other in plan.inside[booth].clone() {
            if !plan.free(guest, booth, Some(other)) {
                continue;
            }
            plan.put(other, None);
            plan.put(guest, Some(booth));
            if chain(plan, other, seen) {
                return true;
            }
            plan.put(guest, None);
            plan.put(other, Some(booth));
        }
    }
    false
}

/// One round of moves and exchanges that make the whole better; says whether there was any.
fn improve(plan: &mut Plan<'_>, order: &[usize]) -> bool {
    let mut better = false;
    for (n, guest) in order.iter().copied().enumerate() {
        let Some(at) = plan.at[guest] else { continue };
        let now = plan.worth(guest, at, None);
        let moved = (0..plan.booths.len())
            .filter(|booth| *booth != at && plan.may(guest, *booth, None))
            .map(|booth| (plan.worth(guest, booth, None), Reverse(booth)))
            .max();
        if let Some((_, Reverse(booth))) = moved.filter(|(worth, _)| *worth > now) {
            plan.put(guest, Some(booth));
            better = true;
            continue;
        }
        for other in order[n + 1..].iter().copied() {
            let Some(there) = plan.at[other].filter(|there| *there != at) else { continue };
            if !plan.may(guest, there, Some(other)) || !plan.may(other, at, Some(guest)) {
                continue;
            }
            if plan.both((guest, there), (other, at)) > plan.both((guest, at), (other, there)) {
                plan.put(guest, None);
                plan.put(other, Some(at));
                plan.put(guest, Some(there));
                better = true;
                break;
            }
        }
    }
    better
}
