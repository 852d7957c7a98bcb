//! Who is not told of: groups so small that their people could be known. Pure.

use crate::figures::types::{Row, Value};
use crate::rules::SMALL;

/// Rows about fewer people than [`SMALL`] become one, with the next larger ones until it is large enough itself: from what is
/// told nobody can work out a small group. Fewer in all: nothing is told.
pub(crate) fn without_small(rows: Vec<Row>, word: &str) -> Vec<Row> {
    let (mut told, mut small): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.people >= SMALL);
    let people = |rows: &[Row]| rows.iter().map(|row| row.people).sum::<i64>();
    if small.is_empty() {
        return told;
    }
    while people(&small) < SMALL {
        let least = told.iter().enumerate().min_by_key(|(_, row)| row.people).map(|(n, _)| n);
        let Some(least) = least else { return Vec::new() };
        small.push(told.remove(least));
    }
    let columns = small.first().map_or(0, |row| row.values.len());
    let sum = |column: usize| {
        small.iter().map(|row| row.values[column]).reduce(|a, b| match (a, b) {
            (Value::Count(a), Value::Count(b)) => Value::Count(a + b),
            // Shares and costs of several groups are not a sum.
            _ => Value::None,
        })
    };
    let values = (0..columns).map(|column| sum(column).unwrap_or(Value::None)).collect();
    told.push(Row { label: word.to_owned(), people: people(&small), values });
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_small_group_is_told_or_can_be_worked_out(sizes in proptest::collection::vec(1_i64..12, 0..20)) {
            let rows: Vec<Row> =
                sizes.iter().map(|n| Row { label: n.to_string(), people: *n, values: vec![Value::Count(*n), Value::Percent(50)] }).collect();
            let told = without_small(rows, "others");
            let all: i64 = sizes.iter().sum();
            prop_assert!(told.iter().all(|row| row.people >= SMALL));
            // All or nothing: a missing remainder would tell of a small group.
            prop_assert!(told.is_empty() || told.iter().map(|row| row.people).sum::<i64>() == all);
            prop_assert!(!told.is_empty() || all < SMALL || sizes.is_empty());
            for row in told {
                prop_assert_eq!(row.values[0], Value::Count(row.people));
            }
        }
    }
}
