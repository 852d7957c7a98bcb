//! Arabic text: folding for search and matching, digits, slugs, cleaning of what people type.

use unicode_normalization::UnicodeNormalization;

/// The longest text any field takes, in characters, before its own rule is asked.
pub const LONGEST_FIELD: usize = 10_000;

/// Arabic-Indic (٠-٩) and Persian (۰-۹) digits as Latin digits; everything else unchanged.
pub fn latin_digits(text: &str) -> String {
    text.chars().map(latin_digit).collect()
}

fn latin_digit(c: char) -> char {
    let zero = match c {
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        _ => return c,
    };
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

/// What a person typed, without control characters, bidirectional overrides and outer blanks.
/// Line ends become `\n`. Overrides are dropped because they make a text read otherwise than
/// it is stored (CVE-2021-42574 is the same trick in source code).
pub fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| *c == '\n' || !(c.is_control() || is_invisible(*c))).collect();
    kept.trim().to_owned()
}

/// Like [`clean`], on one line.
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// One spelling for all: NFKC, alef forms, ى, ة and seated hamzas unified, vowels and tatweel
/// dropped, digits Latin, letters lower case. Used for matching only, never shown.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|c| !matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{200C}' | '\u{200D}') && !is_invisible(*c))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ی' => 'ي',
            'ک' => 'ك',
            'ة' => 'ه',
            'ؤ' => 'و',
            'ئ' => 'ي',
            _ => latin_digit(c),
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a text in the form in which rows and queries meet: folded, cut at everything
/// that is not a letter or digit, without the article and its proclitics.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| without_article(word).to_owned()).collect()
}

/// The words of [`words`] in a row, each between blanks, so that ` word ` is found by `LIKE`.
pub fn search_form(text: &str) -> String {
    format!(" {} ", words(text).join(" "))
}

/// Takes off ال، وال، بال، فال، كال، لل as often as three letters are left. A single letter such
/// as ف is never taken off: that would make خار of فخار.
fn without_article(word: &str) -> &str {
    const PREFIXES: [&str; 6] = ["وال", "بال", "فال", "كال", "ال", "لل"];
    let mut rest = word;
    while let Some(shorter) = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)).filter(|shorter| shorter.chars().count() >= 3) {
        rest = shorter;
    }
    rest
}

/// Whether a text has a letter of the Arabic script.
pub fn has_arabic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{0621}'..='\u{064A}'))
}

/// The part of an address that names a thing: letters of any script and digits, joined by `-`.
/// Vowels and tatweel go, the spelling stays. Empty when nothing is left.
pub fn slug(text: &str) -> String {
    const LONGEST: usize = 60;
    let kept: String = text
        .nfkc()
        .filter(|c| !matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}'))
        .map(|c| if c.is_alphanumeric() { latin_digit(c) } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let mut slug = String::new();
    for word in kept.split_whitespace() {
        if slug.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// How many letters must change to make one word of the other (insert, drop, replace, swap of
/// neighbours), or `None` when more than `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [("أزياء", "ازياء"), ("حلوى", "حلوي"), ("سلّة", "سله"), ("مـقروض", "مقروض"), ("٢٠٢٦", "2026")]
        {
            assert_eq!(fold(a), fold(b));
        }
    }

    #[test]
    fn articles_go_and_roots_stay() {
        for (with, without) in [("الفخار", "فخار"), ("والفخار", "فخار"), ("للفخار", "فخار"), ("بالفضة", "فضه")]
        {
            assert_eq!(words(with), vec![without.to_owned()]);
        }
        assert_eq!(words("فخار"), vec!["فخار"]);
        assert_eq!(words("الي"), vec!["الي"]);
        assert_ne!(words("فخار"), words("خار"));
    }

    #[test]
    fn overrides_are_not_kept() {
        assert_eq!(clean_line(" سلة\u{202E}gpj.exe\u{2066}\n سعف\u{0007} "), "سلةgpj.exe سعف");
    }

    #[test]
    fn slugs_keep_arabic() {
        assert_eq!(slug("سلّة سعف، كبيرة!"), "سلة-سعف-كبيرة");
        assert_eq!(slug("Palm Basket ٣"), "palm-basket-3");
        assert_eq!(slug("؟!"), "");
    }

    #[test]
    fn distance_counts_a_swap_once() {
        assert_eq!(distance("مقروض", "مقورض", 2), Some(1));
        assert_eq!(distance("مقروض", "مقروظ", 2), Some(1));
        assert_eq!(distance("سلة", "بطانية", 2), None);
        assert_eq!(distance("", "", 0), Some(0));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            let form = search_form(&text);
            prop_assert_eq!(search_form(&form), form);
        }

        #[test]
        fn distance_is_symmetric(a in "[ابتث]{0,8}", b in "[ابتث]{0,8}") {
            prop_assert_eq!(distance(&a, &b, 8), distance(&b, &a, 8));
        }
    }
}
