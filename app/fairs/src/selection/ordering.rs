//! The proposal for a fair: jurors' scores, less points for who went lately, less points for regions and crafts that are there
//! already. It is arithmetic that everyone can follow, and never decides by itself.

use ground::lots::lot;

/// Months in which going to a fair counts as lately.
pub const LATELY_MONTHS: u32 = 24;

/// What the Authority sets for a fair: points out of a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// For each fair that a family went to lately.
    pub rotation: i64,
    /// For a region and a craft that all chosen so far share.
    pub balance: i64,
}

/// One that is put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Key.
    pub key: i64,
    /// Reference number, for the lot among equals.
    pub reference: String,
    /// Score of the jurors in tenths of points, at most 1,000.
    pub score: i64,
    /// How many fairs the family went to lately.
    pub recent: i64,
    /// Its region.
    pub region: String,
    /// Its craft.
    pub craft: String,
}

/// A place in the proposal, in tenths of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Key.
    pub key: i64,
    /// Score of the jurors.
    pub score: i64,
    /// How many fairs the family went to lately.
    pub recent: i64,
    /// Points taken for them.
    pub rotation: i64,
    /// Points taken for its region and craft, as they stood when its turn came.
    pub balance: i64,
    /// What is left.
    pub total: i64,
    /// The most that anybody who was left had at that step; none for the last.
    pub next: Option<i64>,
}

/// Everyone in order. The next is always who has most points left; among equals the lot of the seed decides.
pub fn propose(candidates: &[Candidate], weights: Weights, seed: &str) -> Vec<Place> {
    let mut left: Vec<(&Candidate, String)> = candidates.iter().map(|one| (one, lot(seed, &one.reference))).collect();
    let mut chosen: Vec<&Candidate> = Vec::new();
    let mut places = Vec::new();
    while !left.is_empty() {
        let place = |one: &Candidate| {
            let same = |of: fn(&Candidate) -> &str| chosen.iter().filter(|other| of(other) == of(one)).count() as i64;
            let shared = same(|one| &one.region) + same(|one| &one.craft);
            let balance = weights.balance * 10 * shared / (2 * chosen.len().max(1) as i64);
            let rotation = weights.rotation * 10 * one.recent;
            Place {
                key: one.key,
                score: one.score,
                recent: one.recent,
                rotation,
                balance,
                total: one.score - rotation - balance,
                next: None,
            }
        };
        let mut step: Vec<(usize, Place, &str)> = left.iter().enumerate().map(|(at, (one, lot))| (at, place(one), lot.as_str())).collect();
        step.sort_by(|(_, a, lot_a), (_, b, lot_b)| b.total.cmp(&a.total).then_with(|| lot_a.cmp(lot_b)));
        let mut step = step.into_iter();
        let Some((at, best, _)) = step.next() else { break };
        let next = step.next().map(|(_, beaten, _)| beaten.total);
        chosen.push(left.remove(at).0);
        places.push(Place { next, ..best });
    }
    places
}

/// The score of an application in tenths of points: the weighted mean of what jurors gave, out of a hundred.
pub fn score(given: &[Vec<i64>], weights: &[i64]) -> i64 {
    let all: i64 = weights.iter().sum::<i64>() * given.len() as i64;
    if all == 0 {
        return 0;
    }
    let sum: i64 = given.iter().map(|points| points.iter().zip(weights).map(|(points, weight)| points * weight).sum::<i64>()).sum();
    // Ten is the most that a criterion can have.
    sum * 100 / all
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (0_i64..=1_000, 0_i64..4, 0_usize..3, 0_usize..4);
        proptest::collection::vec(one, 1..40).prop_map(|all| {
            let candidate = |(key, (score, recent, region, craft)): (i64, (i64, i64, usize, usize))| Candidate {
                key,
                reference: format!("F-{key}"),
                score,
                recent,
                region: ["fezzan", "tripolitania", "cyrenaica"][region].to_owned(),
                craft: ["palm", "bread", "weaving", "pottery"][craft].to_owned(),
            };
            (1..).zip(all).map(candidate).collect()
        })
    }

    proptest! {
        #[test]
        fn everyone_has_one_place_and_the_arithmetic_holds(all in candidates(), rotation in 0_i64..30, balance in 0_i64..30) {
            let weights = Weights { rotation, balance };
            let places = propose(&all, weights, "seed");
            let mut keys: Vec<i64> = places.iter().map(|place| place.key).collect();
            keys.sort_unstable();
            prop_assert_eq!(keys, (1..=all.len() as i64).collect::<Vec<_>>());
            for place in &places {
                let one = all.iter().find(|one| one.key == place.key).unwrap();
                prop_assert_eq!(place.rotation, rotation * 10 * one.recent);
                prop_assert_eq!(place.total, one.score - place.rotation - place.balance);
                prop_assert!((0..=balance * 10).contains(&place.balance), "{:?}", place);
                prop_assert!(place.next.is_none_or(|next| next <= place.total), "{:?}", place);
            }
            prop_assert_eq!(places.iter().filter(|place| place.next.is_none()).count(), 1, "the last alone was compared with nobody");
            // However they are put, the order is the same.
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(places, propose(&turned, weights, "seed"));
        }

        #[test]
        fn without_weights_the_score_alone_decides(all in candidates()) {
            let places = propose(&all, Weights { rotation: 0, balance: 0 }, "seed");
            prop_assert!(places.windows(2).all(|pair| pair[0].score >= pair[1].score));
        }

        #[test]
        fn who_went_lately_never_comes_before_an_equal_who_did_not(all in candidates(), rotation in 1_i64..30, balance in 0_i64..30) {
            let places = propose(&all, Weights { rotation, balance }, "seed");
            let of = |key: i64| all.iter().find(|one| one.key == key).unwrap();
            for (at, place) in places.iter().enumerate() {
                for later in &places[at + 1..] {
                    let (a, b) = (of(place.key), of(later.key));
                    let equal = (a.score, &a.region, &a.craft) == (b.score, &b.region, &b.craft);
                    prop_assert!(!equal || a.recent <= b.recent, "{a:?} before {b:?}");
                }
            }
        }
    }

    #[test]
    fn balance_brings_the_region_forward_that_has_nobody_yet() {
        let one = |key: i64, score: i64, region: &str| Candidate {
            key,
            reference: format!("F-{key}"),
            score,
            recent: 0,
            region: region.to_owned(),
            craft: format!("craft-{key}"),
        };
        let all = [one(1, 900, "fezzan"), one(2, 890, "fezzan"), one(3, 860, "cyrenaica")];
        let keys =
            |balance: i64| -> Vec<i64> { propose(&all, Weights { rotation: 0, balance }, "seed").iter().map(|place| place.key).collect() };
        assert_eq!(keys(0), [1, 2, 3]);
        // All chosen are of the south: half of ten points are taken from the next of it.
        assert_eq!(keys(10), [1, 3, 2]);
        // The second has more points when its own turn comes than when it was compared: half of those chosen are of the south then.
        let steps = propose(&all, Weights { rotation: 0, balance: 10 }, "seed");
        let steps: Vec<(i64, Option<i64>)> = steps.iter().map(|place| (place.total, place.next)).collect();
        assert_eq!(steps, [(900, Some(890)), (860, Some(840)), (865, None)]);
    }

    #[test]
    fn a_score_is_the_weighted_mean_out_of_a_hundred() {
        assert_eq!(score(&[vec![10, 10], vec![10, 10]], &[3, 1]), 1_000);
        assert_eq!(score(&[vec![8, 4], vec![6, 4]], &[3, 1]), 625);
        assert_eq!(score(&[], &[3, 1]), 0);
    }
}
