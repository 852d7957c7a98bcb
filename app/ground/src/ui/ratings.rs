//! Questions that are answered from 1 to 5, and what was answered.

use leptos::prelude::*;

use super::{bars, radios};
use crate::form::{Check, Filled};
use crate::t;
use crate::texts::Locale;

/// A rating from 1 to 5 in words.
fn rating_word(l: Locale, n: usize) -> String {
    match n {
        1 => t!(l, common.rating_1),
        2 => t!(l, common.rating_2),
        3 => t!(l, common.rating_3),
        4 => t!(l, common.rating_4),
        _ => t!(l, common.rating_5),
    }
}

/// Questions as a form asks them: codes and words.
pub fn rating_fields(l: Locale, filled: &Filled, questions: &[(&str, String)]) -> AnyView {
    let ratings: Vec<(String, String)> = (1..=5).map(|n| (n.to_string(), rating_word(l, n))).collect();
    let options: Vec<(&str, String, Option<String>)> = ratings.iter().rev().map(|(n, word)| (n.as_str(), word.clone(), None)).collect();
    let questions: Vec<AnyView> = questions.iter().map(|(code, word)| radios(l, filled, code, word.clone(), &options)).collect();
    questions.into_any()
}

/// Ratings as they were sent; each question wants one.
pub fn read_ratings<const N: usize>(check: &mut Check<'_>, codes: [&str; N]) -> [i64; N] {
    let one = |typed: &str| typed.parse::<i64>().ok().filter(|rating| (1..=5).contains(rating));
    codes.map(|code| check.choice(code, one).unwrap_or(1))
}

/// How many gave each rating, as charts with their tables, and what was said beside.
pub fn rating_charts(l: Locale, ratings: &[(String, [i64; 5])], words: &[String]) -> AnyView {
    let charts: Vec<AnyView> = ratings
        .iter()
        .map(|(question, counts)| {
            let rows: Vec<(String, i64)> = (1..=5).rev().map(|n| (rating_word(l, n), counts[n - 1])).collect();
            bars(question.clone(), &rows)
        })
        .collect();
    let words: Vec<AnyView> = words.iter().map(|words| view! { <li class="lines" dir="auto">{words.clone()}</li> }.into_any()).collect();
    view! { <div class="columns">{charts}</div><ul class="rows">{words}</ul> }.into_any()
}
