//! Who is not told of: groups so small that their people could be known. Pure.

use std::collections::BTreeSet;

use crate::figures::types::{Row, Table, Value};
use crate::rules::SMALL;

fn small(n: i64) -> bool {
    (1..SMALL).contains(&n)
}

/// Cells that tell of few people: few themselves, or few less than the last cell of their chain that is told.
fn few(row: &Row, chains: &[&[usize]]) -> BTreeSet<usize> {
    let mut few = BTreeSet::new();
    for chain in chains {
        let mut whole: Option<i64> = None;
        for at in chain.iter().copied() {
            let Some(Value::Count(n)) = row.values.get(at).copied() else { continue };
            if small(n) || whole.is_some_and(|whole| small(whole - n)) {
                few.insert(at);
            } else {
                whole = Some(n);
            }
        }
    }
    few
}

fn plain(row: &Row, chains: &[&[usize]]) -> bool {
    row.people >= SMALL && few(row, chains).is_empty()
}

/// A table for somebody outside: no group of fewer than [`SMALL`] people is in it, and no number from which one could be worked out. Groups
/// of different people are joined until they are large enough; what is left of few is withheld, and each share and cost beside it.
pub(crate) fn tell_no_few(table: &mut Table, word: &str) {
    let rows = std::mem::take(&mut table.rows);
    table.rows = match table.overlapping {
        true => rows.into_iter().filter(|row| row.people >= SMALL).collect(),
        false => joined(rows, word, table.chains),
    };
    for row in &mut table.rows {
        let few = few(row, table.chains);
        for (at, value) in row.values.iter_mut().enumerate() {
            if few.contains(&at) || (!few.is_empty() && matches!(value, Value::Percent(_) | Value::Money(_))) {
                *value = Value::Withheld;
            }
        }
    }
}

/// Rows that tell of few become one, with the next larger ones until it tells of none, or nothing is left to join it with. Fewer than
/// [`SMALL`] in all: nothing is told.
fn joined(rows: Vec<Row>, word: &str, chains: &[&[usize]]) -> Vec<Row> {
    let (mut told, small): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| plain(row, chains));
    let Some(mut rest) = small.into_iter().reduce(and) else { return told };
    while !plain(&rest, chains) {
        let least = told.iter().enumerate().min_by_key(|(_, row)| row.people).map(|(n, _)| n);
        let Some(least) = least else { break };
        rest = and(rest, told.remove(least));
    }
    if rest.people < SMALL {
        return Vec::new();
    }
    rest.label = word.to_owned();
    told.push(rest);
    told
}

fn and(one: Row, other: Row) -> Row {
    let values = one.values.into_iter().zip(other.values).map(|(a, b)| a.and(b)).collect();
    Row { label: one.label, people: one.people + other.people, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHAINS: &[&[usize]] = &[&[0, 1, 2]];

    proptest! {
        #[test]
        fn no_small_group_is_told_or_can_be_worked_out(
            groups in proptest::collection::vec((1_i64..40, 0_i64..=100, 0_i64..=100), 0..12), overlapping in any::<bool>(),
        ) {
            let row = |(a, b, c): &(i64, i64, i64)| {
                let b = a * b / 100;
                Row { label: String::new(), people: *a, values: vec![Value::Count(*a), Value::Count(b), Value::Count(b * c / 100), Value::Percent(50)] }
            };
            let rows: Vec<Row> = groups.iter().map(row).collect();
            let all: i64 = groups.iter().map(|(a, ..)| a).sum();
            let columns = vec![String::new(); 4];
            let mut table = Table { title: String::new(), of: String::new(), columns, rows, overlapping, chains: CHAINS, sum: None };
            tell_no_few(&mut table, "others");
            for row in &table.rows {
                prop_assert!(row.people >= SMALL);
                let told: Vec<i64> = row.values.iter().filter_map(|value| if let Value::Count(n) = value { Some(*n) } else { None }).collect();
                prop_assert!(told.iter().all(|n| !small(*n)), "{row:?}");
                prop_assert!(told.windows(2).all(|pair| !small(pair[0] - pair[1])), "{row:?}");
                if row.values.contains(&Value::Withheld) {
                    prop_assert_eq!(row.values[3], if row.values[3] == Value::None { Value::None } else { Value::Withheld });
                }
            }
            if !overlapping {
                // All or nothing: a missing remainder would tell of a small group.
                let people: i64 = table.rows.iter().map(|row| row.people).sum();
                prop_assert!(people == all || (table.rows.is_empty() && all < SMALL), "{people} of {all}");
            }
        }
    }
}
