//! Words that mean the same to someone who searches.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ground::text;

static GROUPS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    let lines = include_str!("../../../../assets/reference/synonyms.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let words = text::words(line);
        for word in &words {
            let known = groups.entry(word.clone()).or_default();
            for other in words.iter().filter(|other| *other != word) {
                if !known.contains(other) {
                    known.push(other.clone());
                }
            }
        }
    }
    groups
});

/// Synonyms of a word in its search form; the word itself is not among them.
pub fn of(word: &str) -> &'static [String] {
    GROUPS.get(word).map(Vec::as_slice).unwrap_or_default()
}

static RIGHT: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../../../assets/reference/right-words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(text::words).collect()
});

/// Whether a word, in its search form, is known to be spelt right, whatever is on the market.
pub fn spelt_right(word: &str) -> bool {
    RIGHT.contains(word) || GROUPS.contains_key(word)
}
