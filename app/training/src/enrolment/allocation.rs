//! Who gets a seat: never more than there are, and none of a quota before its day. Pure.

/// Someone in the order, or on a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Key of the enrolment.
    pub id: i64,
    /// The quotas that are for them, by their place in the cohort.
    pub of: Vec<usize>,
}

/// Seats of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    /// All.
    pub capacity: usize,
    /// Kept for each quota until it spills over; together no more than all.
    pub quotas: Vec<usize>,
    /// Whether what the quotas do not need is for everyone.
    pub spilled: bool,
}

/// Who of the order gets a seat beside those who hold one. Everyone sits on a seat of the first quota that is for them and has
/// one left, else on a seat that is for all; after the day of the spill-over on any. Nobody who holds a seat loses it.
pub fn seat(held: &[Place], order: &[Place], seats: &Seats) -> Vec<i64> {
    let mut kept = seats.quotas.clone();
    let mut open = seats.capacity.saturating_sub(kept.iter().sum());
    let mut free = seats.capacity.saturating_sub(held.len());
    let mut sit = |place: &Place, anyhow: bool| {
        if let Some(own) = place.of.iter().copied().find(|quota| kept.get(*quota).is_some_and(|left| *left > 0)) {
            kept[own] -= 1;
            return true;
        }
        let sits = open > 0;
        open = open.saturating_sub(1);
        sits || anyhow
    };
    for place in held {
        sit(place, true);
    }
    let mut seated = Vec::new();
    for place in order {
        if free == 0 {
            break;
        }
        if sit(place, seats.spilled) {
            free -= 1;
            seated.push(place.id);
        }
    }
    seated
}

/// An order in which groups take turns: the first of each, then the second of each; within a turn as they came.
pub fn in_turns<T, K: PartialEq>(came: Vec<T>, group: impl Fn(&T) -> K) -> Vec<T> {
    let mut groups: Vec<(K, usize)> = Vec::new();
    let mut turns: Vec<(usize, T)> = Vec::new();
    for one in came {
        let key = group(&one);
        let turn = match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, turn)) => {
                *turn += 1;
                *turn
            }
            None => {
                groups.push((key, 0));
                0
            }
        };
        turns.push((turn, one));
    }
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn people() -> impl Strategy<Value = Vec<Place>> {
        proptest::collection::vec((any::<bool>(), any::<bool>()), 0..60).prop_map(|all| {
            let of = |(first, second): (bool, bool)| [(first, 0), (second, 1)].into_iter().filter_map(|(is, n)| is.then_some(n)).collect();
            all.into_iter().zip(0..).map(|(kinds, id)| Place { id, of: of(kinds) }).collect()
        })
    }

    /// Two quotas that together are no more than the seats.
    fn cohort() -> impl Strategy<Value = Seats> {
        (1_usize..40, 0_usize..40, 0_usize..40, any::<bool>()).prop_map(|(capacity, first, second, spilled)| {
            let first = first.min(capacity);
            Seats { capacity, quotas: vec![first, second.min(capacity - first)], spilled }
        })
    }

    proptest! {
        #[test]
        fn nobody_sits_on_a_seat_that_is_not_there(order in people(), seats in cohort()) {
            let seated = seat(&[], &order, &seats);
            let sits = |place: &&Place| seated.contains(&place.id);
            prop_assert!(seated.len() <= seats.capacity);
            // Before the day of the spill-over others have only what is not kept, and each quota's people at most theirs beside it.
            let open = seats.capacity - seats.quotas.iter().sum::<usize>();
            if !seats.spilled {
                prop_assert!(order.iter().filter(sits).filter(|place| place.of.is_empty()).count() <= open);
                for quota in [0, 1] {
                    let without = order.iter().filter(sits).filter(|place| !place.of.contains(&quota)).count();
                    prop_assert!(without <= seats.capacity - seats.quotas[quota]);
                }
            }
            // Nothing stays empty that somebody may have.
            if seated.len() < seats.capacity {
                if seats.spilled {
                    prop_assert_eq!(seated.len(), order.len());
                }
                let waits: Vec<&Place> = order.iter().filter(|place| !seated.contains(&place.id)).collect();
                for place in waits {
                    for quota in &place.of {
                        let members = order.iter().filter(sits).filter(|other| other.of.contains(quota)).count();
                        prop_assert!(members >= seats.quotas[*quota]);
                    }
                }
            }
            // The order is kept among equals.
            for kind in [vec![], vec![0], vec![1], vec![0, 1]] {
                let of_kind: Vec<i64> = order.iter().filter(|place| place.of == kind).map(|place| place.id).collect();
                let taken: Vec<i64> = seated.iter().copied().filter(|id| of_kind.contains(id)).collect();
                prop_assert_eq!(&of_kind[..taken.len()], &taken[..]);
            }
        }

        #[test]
        fn who_holds_a_seat_keeps_it_and_no_seat_is_given_beyond_them(all in people(), seats in cohort(), held in 0_usize..40) {
            let held = held.min(seats.capacity).min(all.len());
            let (held, order) = all.split_at(held);
            let seated = seat(held, order, &seats);
            prop_assert!(held.len() + seated.len() <= seats.capacity);
            prop_assert!(seated.iter().all(|id| order.iter().any(|place| place.id == *id)));
            if !seats.spilled {
                let open = seats.capacity - seats.quotas.iter().sum::<usize>();
                let others = order.iter().filter(|place| seated.contains(&place.id) && place.of.is_empty()).count();
                prop_assert!(others <= open.saturating_sub(held.iter().filter(|place| place.of.is_empty()).count()));
            }
        }

        #[test]
        fn seats_that_are_given_one_by_one_are_given_as_at_once(order in people(), seats in cohort()) {
            let at_once = seat(&[], &order, &Seats { spilled: false, ..seats.clone() });
            let seats = Seats { spilled: false, ..seats };
            let (mut held, mut rest, mut one_by_one) = (Vec::new(), order.clone(), Vec::new());
            while let Some(first) = seat(&held, &rest, &seats).first().copied() {
                let at = rest.iter().position(|place| place.id == first).unwrap_or_default();
                held.push(rest.remove(at));
                one_by_one.push(first);
            }
            prop_assert_eq!(one_by_one, at_once);
        }

        #[test]
        fn groups_take_turns(came in proptest::collection::vec(0_u8..4, 0..60)) {
            let came: Vec<(usize, u8)> = came.into_iter().enumerate().collect();
            let order = in_turns(came.clone(), |one| one.1);
            prop_assert_eq!(order.len(), came.len());
            let total = |group: u8| came.iter().filter(|one| one.1 == group).count();
            for length in 0..=order.len() {
                let had = |group: u8| order[..length].iter().filter(|one| one.1 == group).count();
                for (one, other) in (0_u8..4).flat_map(|one| (0_u8..4).map(move |other| (one, other))) {
                    // Nobody is two turns ahead of a group that still waits.
                    prop_assert!(had(one) <= had(other) + 1 || had(other) == total(other));
                }
            }
            for group in 0..4 {
                let of_group: Vec<usize> = order.iter().filter(|one| one.1 == group).map(|one| one.0).collect();
                prop_assert!(of_group.is_sorted());
            }
        }
    }
}
