//! What is searched, as the database's word index reads it. One function makes the searched text of rows and of queries alike.

use sea_orm::DbBackend;

use super::synonyms;
use ground::text;

/// Words of a query; more than eight only make it slow.
pub(super) fn tokens(q: &str) -> Vec<String> {
    let mut words = text::words(q);
    words.truncate(8);
    words.retain(|word| word.chars().count() <= 40);
    words
}

/// A word and its synonyms.
pub(super) fn forms(token: &str) -> Vec<String> {
    std::iter::once(token.to_owned()).chain(synonyms::of(token).iter().cloned()).collect()
}

/// All words must be there, each itself or as a synonym.
pub(super) fn match_expression(backend: DbBackend, tokens: &[String]) -> String {
    let (quote, or, and) = if backend == DbBackend::Postgres { ('\'', " | ", " & ") } else { ('"', " OR ", " AND ") };
    let group = |token: &String| {
        let forms: Vec<String> = forms(token).into_iter().map(|word| format!("{quote}{word}{quote}")).collect();
        format!("({})", forms.join(or))
    };
    tokens.iter().map(group).collect::<Vec<_>>().join(and)
}
