//! Questions that are answered with one of a few words, and what was answered.

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

/// How a question is answered; in each a number from 1 to 5 is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// «كيف كان …؟»: from excellent to very bad.
    How,
    /// «هل …؟»: yes, perhaps, no.
    Whether,
}

impl Scale {
    /// What can be answered, the best first.
    fn answers(self, l: Locale) -> Vec<(usize, String)> {
        match self {
            Scale::How => (1..=5).rev().map(|n| (n, rating_word(l, n))).collect(),
            Scale::Whether => vec![(5, t!(l, common.answer_yes)), (3, t!(l, common.answer_perhaps)), (1, t!(l, common.answer_no))],
        }
    }

    fn takes(self, rating: i64) -> bool {
        match self {
            Scale::How => (1..=5).contains(&rating),
            Scale::Whether => matches!(rating, 1 | 3 | 5),
        }
    }
}

/// Questions as a form asks them: codes, words and how they are answered.
pub fn rating_fields(l: Locale, filled: &Filled, questions: &[(&str, String, Scale)]) -> AnyView {
    let question = |(code, word, scale): &(&str, String, Scale)| {
        let answers: Vec<(String, String)> = scale.answers(l).into_iter().map(|(n, word)| (n.to_string(), word)).collect();
        let options: Vec<(&str, String, Option<String>)> = answers.iter().map(|(n, word)| (n.as_str(), word.clone(), None)).collect();
        radios(l, filled, code, word.clone(), &options)
    };
    questions.iter().map(question).collect::<Vec<_>>().into_any()
}

/// Ratings as they were sent; each question wants one.
pub fn read_ratings<const N: usize>(check: &mut Check<'_>, asked: [(&str, Scale); N]) -> [i64; N] {
    asked.map(|(code, scale)| {
        let one = |typed: &str| typed.parse::<i64>().ok().filter(|rating| scale.takes(*rating));
        check.choice(code, one).unwrap_or(1)
    })
}

/// How many gave each answer, as charts with their tables, and what was said beside.
pub fn rating_charts(l: Locale, ratings: &[(String, Scale, [i64; 5])], words: &[String]) -> AnyView {
    let charts: Vec<AnyView> = ratings
        .iter()
        .map(|(question, scale, counts)| {
            let rows: Vec<(String, i64)> = scale.answers(l).into_iter().map(|(n, word)| (word, counts[n - 1])).collect();
            bars(question.clone(), &rows)
        })
        .collect();
    let words: Vec<AnyView> = words.iter().map(|words| view! { <li class="lines" dir="auto">{words.clone()}</li> }.into_any()).collect();
    view! { <div class="columns">{charts}</div><ul class="rows">{words}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Problem;
    use crate::form::Form;

    #[test]
    fn a_question_takes_the_answers_that_it_offers() {
        for (typed, scale, taken) in
            [("4", Scale::How, true), ("4", Scale::Whether, false), ("3", Scale::Whether, true), ("6", Scale::How, false)]
        {
            let form = Form::of([("q", typed.to_owned())]);
            let mut check = Check::new(&form);
            read_ratings(&mut check, [("q", scale)]);
            let wrong = check.done().err().and_then(|errors| errors.of("q").cloned());
            assert_eq!(wrong, (!taken).then_some(Problem::NotAChoice), "{typed} {scale:?}");
            assert_eq!(scale.answers(Locale::Ar).iter().any(|(n, _)| n.to_string() == typed), taken);
        }
    }
}
