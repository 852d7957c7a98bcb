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

/// Letters that keyboards have in several forms, each with the one by which they are matched. Letters that Libyans type on purpose
/// (ڤ، پ، چ، گ) are none of them.
pub(crate) const LETTERS: [(char, char); 24] = [
    ('أ', 'ا'),
    ('إ', 'ا'),
    ('آ', 'ا'),
    ('ٱ', 'ا'),
    ('ٲ', 'ا'),
    ('ٳ', 'ا'),
    ('ى', 'ي'),
    ('ی', 'ي'),
    ('ې', 'ي'),
    ('ۍ', 'ي'),
    ('ێ', 'ي'),
    ('ے', 'ي'),
    ('ک', 'ك'),
    ('ڪ', 'ك'),
    ('ڬ', 'ك'),
    ('ة', 'ه'),
    ('ۃ', 'ه'),
    ('ۀ', 'ه'),
    ('ۂ', 'ه'),
    ('ہ', 'ه'),
    ('ھ', 'ه'),
    ('ە', 'ه'),
    ('ؤ', 'و'),
    ('ئ', 'ي'),
];

/// What is no letter of a word: vowel signs, tatweel, joiners, and what cannot be seen.
pub(crate) const DROPPED: [(char, char); 10] = [
    ('\u{064B}', '\u{065F}'),
    ('\u{0670}', '\u{0670}'),
    ('\u{0640}', '\u{0640}'),
    ('\u{06D6}', '\u{06DC}'),
    ('\u{06DF}', '\u{06E4}'),
    ('\u{06E7}', '\u{06E8}'),
    ('\u{06EA}', '\u{06ED}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{00AD}', '\u{00AD}'),
    ('\u{FEFF}', '\u{FEFF}'),
];

fn is_dropped(c: char) -> bool {
    DROPPED.iter().any(|(first, last)| (*first..=*last).contains(&c)) || is_invisible(c)
}

/// What a person typed, without bidirectional overrides, marks that cannot be seen and outer blanks. Line ends become `\n`, tabs and other
/// controls blanks, Arabic presentation forms the letters that they show. Overrides are dropped because they make a text read otherwise
/// than it is stored (CVE-2021-42574 is the same trick in source code).
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            c if c.is_control() => kept.push(' '),
            c if is_invisible(c) => {}
            '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFC}' => kept.extend(std::iter::once(c).nfkc()),
            c => kept.push(c),
        }
    }
    // Joiners are needed between letters, and nowhere else.
    kept.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}')).to_owned()
}

/// Like [`clean`], on one line.
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// How many letters and digits a text has: neither signs nor marks nor tatweel make a name.
pub fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric() && !is_dropped(*c)).count()
}

/// What somebody typed where digits, signs and codes are meant, in one spelling: one line, digits of any keyboard as Latin ones, all hyphens
/// as `-`, letters and signs of full width as usual ones. Numbers that are copied from a chat carry marks and hyphens of its own.
pub fn typed(text: &str) -> String {
    let one = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c => digit_of_any(c),
    };
    let wide = |c: char| matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{1D7CE}'..='\u{1D7FF}');
    let plain = clean_line(text).chars().fold(String::new(), |mut plain, c| {
        match one(c) {
            c if wide(c) => plain.extend(std::iter::once(c).nfkc()),
            '\u{200C}' | '\u{200D}' => {}
            c => plain.push(c),
        }
        plain
    });
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A digit of Arabic, Persian, N'Ko, Devanagari or Bengali.
fn digit_of_any(c: char) -> char {
    let zero = [0x07C0, 0x0966, 0x09E6].into_iter().find(|zero| (*zero..*zero + 10).contains(&(c as u32)));
    zero.and_then(|zero| char::from_digit(c as u32 - zero, 10)).unwrap_or_else(|| latin_digit(c))
}

/// A whole number whose thousands are parted (`1,250`, `1 250`, `١٬٢٥٠`) without its marks; anything else as it is.
pub fn ungrouped(typed: &str) -> String {
    let Some(mark) = typed.chars().find(|c| matches!(c, ' ' | ',' | '،' | '٬' | '\'' | '’')) else { return typed.to_owned() };
    let mut groups = typed.split(mark);
    let digits = |group: &str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let parted = (1..=3).contains(&first.len()) && digits(first) && groups.all(|group| group.len() == 3 && digits(group));
    if parted { typed.chars().filter(|c| *c != mark).collect() } else { typed.to_owned() }
}

/// One spelling for all: NFKC, forms of letters unified ([`LETTERS`]), vowels and tatweel dropped, digits Latin, letters lower case. Used for
/// matching only, never shown.
pub fn fold(text: &str) -> String {
    let one = |c: char| LETTERS.iter().find(|(form, _)| *form == c).map_or_else(|| latin_digit(c), |(_, letter)| *letter);
    text.nfkc().filter(|c| !is_dropped(*c)).map(one).flat_map(char::to_lowercase).collect()
}

/// By what a list of names is put in order: letter by letter as a reader looks for them, all spellings of one name together (عبد الله and
/// عبدالله, أحمد and احمد). Letters that Arabic has taken in stand beside those that they look like. The same on both databases.
pub fn order(name: &str) -> String {
    let near = |c| match c {
        'پ' => 'ب',
        'چ' => 'ج',
        'ڤ' => 'ف',
        'گ' => 'ك',
        c => c,
    };
    fold(name).chars().filter(|c| c.is_alphanumeric()).map(near).collect()
}

/// A text among others, kept in a direction of its own: what stands around it is not turned by it, nor it by that. Where no markup can
/// say so.
pub fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// A text of at most so many letters, cut between words where it is longer.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches(|c: char| !c.is_alphanumeric()))
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
    text.chars().any(|c| {
        matches!(c, '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{06FA}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08C7}')
    })
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

    #[test]
    fn a_long_text_is_cut_between_words() {
        for (text, most, expected) in [
            ("سبها", 10, "سبها"),
            ("تأهيل الأسر: «صناعة السعفيات»", 18, "تأهيل الأسر…"),
            ("السعفيات", 4, "السع…"),
            ("Quality control", 15, "Quality control"),
        ] {
            assert_eq!(shortened(text, most), expected);
        }
    }

    #[test]
    fn names_stand_in_the_order_of_letters_in_all_their_spellings() {
        assert_eq!(order("عبدالله"), order("عبد الله"));
        assert_eq!(order("عبد اللّه"), order("عبد الله"));
        let sorted = ["أمل", "إيمان", "آية", "پاسمين", "بسمة", "تسنيم", "يسرى"];
        let mut names = sorted;
        names.reverse();
        names.sort_by_cached_key(|name| order(name));
        assert_eq!(names, sorted);
    }
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("أزياء", "ازياء"),
            ("حلوى", "حلوي"),
            ("سلّة", "سله"),
            ("مـقروض", "مقروض"),
            ("٢٠٢٦", "2026"),
            ("ڪرسی", "كرسي"),
            ("سلۃ", "سله"),
            ("ﺳﻠﺔ", "سله"),
            ("سل\u{00AD}ة", "سلة"),
            ("هٰذا", "هذا"),
        ] {
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
    fn what_parts_words_still_parts_them() {
        for between in ["\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\r", "\r\n", "\u{00A0}", "\u{202F}", "\u{3000}", "\0"]
        {
            assert_eq!(clean_line(&format!("سلة{between}سعف")), "سلة سعف", "{between:?}");
        }
        assert_eq!(clean("سطر\r\nآخر\rثالث"), "سطر\nآخر\nثالث");
        assert_eq!(clean("ﻻ ﺳﻠﺔ"), "لا سلة", "forms of fonts are the letters that they show");
        assert_eq!(clean("\u{200D}می\u{200C}خواهم\u{200C}"), "می\u{200C}خواهم");
    }

    #[test]
    fn marks_make_no_name() {
        for nothing in ["ـــ", "ًٌٍ", "...", "\u{00AD}\u{00AD}", "\u{3164}\u{3164}", "\u{2800}", "", "—"] {
            assert_eq!(letters(nothing), 0, "{nothing:?}");
        }
        assert_eq!((letters("سلّـة"), letters("A1"), letters("ⵜⴰⵎⴰⵣⵉⵖⵜ")), (3, 2, 8));
        assert!(has_arabic("ﺳﻠﺔ") || has_arabic(&clean("ﺳﻠﺔ")));
        assert!(has_arabic("ڤ") && !has_arabic("ـ") && !has_arabic("basket"));
    }

    #[test]
    fn codes_and_numbers_have_one_spelling() {
        for (written, read) in [
            ("\u{202A}+218 91\u{2011}234\u{2011}5678\u{202C}", "+218 91-234-5678"),
            ("\u{2068}٠٩١\u{2069} ٢٣٤", "091 234"),
            ("０９１２", "0912"),
            ("०९१", "091"),
            ("F–٢٠٢٦−١", "F-2026-1"),
            ("𝟘𝟙", "01"),
        ] {
            assert_eq!(typed(written), read);
        }
        for (written, read) in
            [("1,250", "1250"), ("1 250 000", "1250000"), ("١٬٢٥٠", "١٬٢٥٠"), ("1,25", "1,25"), ("12", "12"), (",250", ",250")]
        {
            assert_eq!(ungrouped(written), read);
        }
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
        fn what_was_typed_is_typed_again(text in "\\PC{0,40}") {
            prop_assert_eq!(typed(&typed(&text)), typed(&text));
            prop_assert_eq!(clean(&clean(&text)), clean(&text));
        }

        #[test]
        fn distance_is_symmetric(a in "[ابتث]{0,8}", b in "[ابتث]{0,8}") {
            prop_assert_eq!(distance(&a, &b, 8), distance(&b, &a, 8));
        }
    }
}
