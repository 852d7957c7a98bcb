//! Who gets a seat: never more than there are, and none of the quota before its day. Pure.

/// Someone in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Key of the enrolment.
    pub id: i64,
    /// Whether the quota is for them.
    pub of_quota: bool,
}

/// Seats of a cohort and what is held of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// All.
    pub capacity: usize,
    /// Kept for the quota until it spills over.
    pub quota: usize,
    /// Whether what the quota does not need is for everyone.
    pub spilled: bool,
    /// Held by people of the quota.
    pub held_of_quota: usize,
    /// Held by others.
    pub held_by_others: usize,
}

/// Who gets a seat, in order: never more than there are, and before the quota spills over nobody else sits on its seats.
pub fn seat(order: &[Place], seats: Seats) -> Vec<i64> {
    let Seats { capacity, quota, spilled, mut held_of_quota, mut held_by_others } = seats;
    let mut seated = Vec::new();
    for place in order {
        if held_of_quota + held_by_others >= capacity {
            break;
        }
        let kept = if spilled { 0 } else { quota.saturating_sub(held_of_quota) };
        if !place.of_quota && held_of_quota + held_by_others + kept >= capacity {
            continue;
        }
        *if place.of_quota { &mut held_of_quota } else { &mut held_by_others } += 1;
        seated.push(place.id);
    }
    seated
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn people() -> impl Strategy<Value = Vec<Place>> {
        proptest::collection::vec(any::<bool>(), 0..60)
            .prop_map(|all| all.into_iter().zip(0..).map(|(of_quota, id)| Place { id, of_quota }).collect())
    }

    proptest! {
        #[test]
        fn nobody_sits_on_a_seat_that_is_not_there(order in people(), capacity in 1_usize..40, quota in 0_usize..40, spilled: bool) {
            let quota = quota.min(capacity);
            let seats = Seats { capacity, quota, spilled, held_of_quota: 0, held_by_others: 0 };
            let seated = seat(&order, seats);
            prop_assert!(seated.len() <= capacity);
            let others = seated.iter().filter(|id| order.iter().any(|place| place.id == **id && !place.of_quota)).count();
            // Before the day of the spill-over others have only what is not kept.
            let of_quota = order.iter().filter(|place| place.of_quota).count();
            if !spilled {
                prop_assert!(others <= capacity - quota, "{others} of {capacity} with {quota} kept");
            }
            // Nothing stays empty that somebody may have.
            let free = capacity - seated.len();
            let waiting_of_quota = of_quota - (seated.len() - others);
            prop_assert!(free == 0 || waiting_of_quota == 0);
            if spilled {
                prop_assert!(free == 0 || seated.len() == order.len());
            }
            // The order is kept among equals.
            for of_quota in [true, false] {
                let of_kind: Vec<i64> = order.iter().filter(|place| place.of_quota == of_quota).map(|place| place.id).collect();
                let taken: Vec<i64> = seated.iter().copied().filter(|id| of_kind.contains(id)).collect();
                prop_assert_eq!(&of_kind[..taken.len()], &taken[..]);
            }
        }

        #[test]
        fn seats_that_are_given_one_by_one_are_given_as_at_once(order in people(), capacity in 1_usize..40, quota in 0_usize..40) {
            let quota = quota.min(capacity);
            let mut seats = Seats { capacity, quota, spilled: false, held_of_quota: 0, held_by_others: 0 };
            let at_once = seat(&order, seats);
            let (mut rest, mut one_by_one) = (order.clone(), Vec::new());
            while let Some(first) = seat(&rest, seats).first().copied() {
                let at = rest.iter().position(|place| place.id == first).unwrap_or_default();
                *if rest.remove(at).of_quota { &mut seats.held_of_quota } else { &mut seats.held_by_others } += 1;
                one_by_one.push(first);
            }
            one_by_one.sort_unstable();
            let mut sorted = at_once;
            sorted.sort_unstable();
            prop_assert_eq!(one_by_one, sorted);
        }
    }
}
