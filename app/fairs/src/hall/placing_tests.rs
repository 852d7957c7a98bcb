//! Booths are given well: against what is possible, and against the best there is.
#![allow(clippy::unwrap_used)]

use super::placing::*;
use crate::rules::application::BoothKind;
use proptest::prelude::*;

const CRAFTS: [&str; 4] = ["palm", "bread", "weaving", "pottery"];
const REGIONS: [&str; 3] = ["fezzan", "tripolitania", "cyrenaica"];

fn booth(key: i64, columns: i64, (kind, power, water, accessible, zone): (usize, bool, bool, bool, usize)) -> Booth {
    let kind = BoothKind::ALL[kind];
    Booth {
        key,
        kind,
        area: ((key % columns) * 3, (key / columns) * 5, 3, 3),
        power,
        water: water || kind == BoothKind::Kitchen,
        accessible,
        zones: CRAFTS.get(zone).map(|craft| (*craft).to_owned()).into_iter().collect(),
    }
}

fn guest(key: i64, (kind, half, power, accessible, craft, region): (usize, usize, bool, bool, usize, usize)) -> Guest {
    Guest {
        key,
        reference: format!("F-{key}"),
        kind: BoothKind::ALL[kind],
        halves: [(0, 2), (0, 1), (1, 2), (0, 2)][half],
        power,
        water: false,
        accessible,
        craft: CRAFTS[craft].to_owned(),
        food: CRAFTS[craft] == "bread",
        region: REGIONS[region].to_owned(),
    }
}

fn booths(most: usize) -> impl Strategy<Value = Vec<Booth>> {
    let one = (0_usize..4, any::<bool>(), any::<bool>(), any::<bool>(), 0_usize..6);
    proptest::collection::vec(one, 1..most).prop_map(|all| (0..).zip(all).map(|(key, one)| booth(key, 5, one)).collect())
}

fn guests(most: usize) -> impl Strategy<Value = Vec<Guest>> {
    let one = (0_usize..4, 0_usize..4, any::<bool>(), any::<bool>(), 0_usize..4, 0_usize..3);
    proptest::collection::vec(one, 1..most).prop_map(|all| (100..).zip(all).map(|(key, one)| guest(key, one)).collect())
}

/// How many can be placed at most when everyone is there all day: paths that augment a matching.
fn most_placed(guests: &[Guest], booths: &[Booth]) -> usize {
    fn find(g: usize, guests: &[Guest], booths: &[Booth], seen: &mut [bool], of: &mut [Option<usize>]) -> bool {
        for (b, booth) in booths.iter().enumerate() {
            if !seen[b] && fits(&guests[g], booth) {
                seen[b] = true;
                if of[b].is_none_or(|other| find(other, guests, booths, seen, of)) {
                    of[b] = Some(g);
                    return true;
                }
            }
        }
        false
    }
    let mut of = vec![None; booths.len()];
    (0..guests.len()).filter(|g| find(*g, guests, booths, &mut vec![false; booths.len()], &mut of)).count()
}

/// The best that there is, by trying everything, among allocations that place as many as possible.
fn best_of_all(guests: &[Guest], booths: &[Booth]) -> (usize, i64) {
    fn go(at: usize, guests: &[Guest], booths: &[Booth], used: &mut Vec<Option<usize>>) -> (usize, i64) {
        if at == guests.len() {
            let placed = used.iter().flatten().count();
            let mut score = 0;
            for (g, b) in used.iter().enumerate() {
                let Some(b) = *b else { continue };
                score += alone(&guests[g], &booths[b]);
                for (other, there) in used.iter().enumerate().skip(g + 1) {
                    if there.is_some_and(|there| touch(&booths[b], &booths[there])) {
                        score -= beside(&guests[g], &guests[other]);
                    }
                }
            }
            return (placed, score);
        }
        used.push(None);
        let mut best = go(at + 1, guests, booths, used);
        used.pop();
        for b in 0..booths.len() {
            if !used.contains(&Some(b)) && fits(&guests[at], &booths[b]) {
                used.push(Some(b));
                best = best.max(go(at + 1, guests, booths, used));
                used.pop();
            }
        }
        best
    }
    go(0, guests, booths, &mut Vec::new())
}

proptest! {
    #[test]
    fn nobody_stands_where_needs_are_not_met_or_somebody_is(guests in guests(40), booths in booths(30)) {
        let placed = place(&guests, &booths, "seed");
        prop_assert_eq!(placed.of.len() + placed.left_out.len(), guests.len());
        let guest = |key: i64| guests.iter().find(|guest| guest.key == key).unwrap();
        let booth = |key: i64| booths.iter().find(|booth| booth.key == key).unwrap();
        for (one, at) in &placed.of {
            prop_assert!(fits(guest(*one), booth(*at)));
            for (other, there) in placed.of.iter().filter(|(other, there)| *other != one && *there == at) {
                let (a, b) = (guest(*one).halves, guest(*other).halves);
                prop_assert!(a.1 <= b.0 || b.1 <= a.0, "{one} and {other} at {there}");
            }
        }
        // The same again, whatever order they are written in but by their lots.
        prop_assert_eq!(&placed, &place(&guests, &booths, "seed"));
    }

    #[test]
    fn as_many_as_possible_are_placed_when_all_stay_all_day(guests in guests(25), booths in booths(20)) {
        let guests: Vec<Guest> = guests.into_iter().map(|guest| Guest { halves: (0, 2), ..guest }).collect();
        prop_assert_eq!(place(&guests, &booths, "seed").of.len(), most_placed(&guests, &booths));
    }
}

/// Against the best by trying everything, over many small halls: less than a point away from it, taken together. One wrong
/// neighbour costs twelve.
#[test]
fn small_halls_are_nearly_as_good_as_the_best() {
    let (mut away, mut halls) = (0, 0);
    for n in 0..60_usize {
        let booths: Vec<Booth> = (0..6)
            .map(|k| {
                let m = n * 7 + k as usize * 5;
                booth(k, 3, (m % 3, m.is_multiple_of(2), false, m.is_multiple_of(5), m % 5))
            })
            .collect();
        let guests: Vec<Guest> = (0..5)
            .map(|k| {
                let m = n * 11 + k as usize * 3;
                guest(100 + k, (m % 3, 0, m.is_multiple_of(4), m.is_multiple_of(7), m % 4, m % 3))
            })
            .collect();
        let (placed, score) = best_of_all(&guests, &booths);
        let found = place(&guests, &booths, "seed");
        assert_eq!(found.of.len(), placed, "hall {n}");
        away += score - found.score;
        halls += 1;
    }
    assert!(away < halls, "{away} points in {halls} halls");
}

#[test]
fn kitchens_are_for_food_first() {
    let kitchen = |key| booth(key, 1, (3, true, true, false, 9));
    let small = |key| booth(key, 1, (1, true, false, false, 9));
    let (bread, pottery) = (|key, kind| guest(key, (kind, 0, false, false, 1, 0)), |key, kind| guest(key, (kind, 0, false, false, 3, 1)));
    // Both asked for the only kitchen.
    let placed = place(&[pottery(100, 3), bread(101, 3)], &[kitchen(0)], "seed");
    assert_eq!((placed.of.get(&101), placed.left_out), (Some(&0), vec![100]));
    // Nobody asked for it.
    let placed = place(&[pottery(100, 1), bread(101, 1)], &[kitchen(0), small(1)], "seed");
    assert_eq!((placed.of.get(&100), placed.of.get(&101)), (Some(&1), Some(&0)));
}
