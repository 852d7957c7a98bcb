//! Texts in Arabic and English.
//!
//! The texts of a wing stand in its `locales/{ar,en}/<area>.yaml`; the crate `texts` makes constants and structs of them.
//! `t!(l, area.key, name = value)` gives a `String`. A key or a value that is missing or misspelt does not compile.

pub use std::fmt::Display;
use std::str::FromStr;

use icu_locale_core::locale;
use icu_plurals::{PluralOperands, PluralRules};

pub use icu_plurals::PluralCategory as Form;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A text in the reader's language: `t!(l, area.key)`, or `t!(l, area.key, name = value)` for a text with values.
///
/// The texts are those of the wing in which it is written, which holds those of the wings below it, too.
#[macro_export]
#[allow(clippy::crate_in_macro_def)]
macro_rules! t {
    ($l:expr, $area:ident . $key:ident $(,)?) => {
        crate::texts::$area::$key.text($l)
    };
    ($l:expr, $area:ident . $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        crate::texts::$area::$key { $($name: &$value),+ }.text($l)
    };
}

/// The languages of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Arabic, the first one.
    #[default]
    Ar,
    /// English.
    En,
}

impl FromStr for Locale {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "ar" => Ok(Locale::Ar),
            "en" => Ok(Locale::En),
            _ => Err(()),
        }
    }
}

/// A text without values. Two that say the same under other keys are not equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Its key in `locales`.
    pub key: &'static str,
    /// Arabic, English.
    pub words: [&'static str; 2],
}

impl Text {
    /// The text in a language.
    pub fn text(self, l: Locale) -> String {
        let [ar, en] = self.words;
        match l {
            Locale::Ar => ar,
            Locale::En => en,
        }
        .to_owned()
    }
}

/// A whole number that chooses the form of a plural.
pub trait Count: Display {
    /// The form that this number takes in a language, by CLDR.
    fn form(&self, l: Locale) -> Form;
}

macro_rules! counts {
    ($($number:ty),+) => {$(
        impl Count for $number {
            fn form(&self, l: Locale) -> Form {
                form(l, (*self).into())
            }
        }
    )+};
}

counts!(i32, i64, u8, u16, u32, u64, usize);

fn form(l: Locale, number: PluralOperands) -> Form {
    // The rules are not shared between threads: each thread that counts has its own.
    thread_local! {
        static RULES: [Option<PluralRules>; 2] =
            [locale!("ar"), locale!("en")].map(|language| PluralRules::try_new_cardinal(language.into()).ok());
    }
    RULES.with(|rules| rules[l as usize].as_ref().map_or(Form::Other, |rules| rules.category_for(number)))
}

/// The language of a path such as `/ar/products`.
pub fn of_path(path: &str) -> Option<Locale> {
    path.split(['/', '?']).nth(1)?.parse().ok()
}

/// `ar` or `en`, as in addresses.
pub fn code(l: Locale) -> &'static str {
    match l {
        Locale::Ar => "ar",
        Locale::En => "en",
    }
}

/// `rtl` or `ltr`.
pub fn direction(l: Locale) -> &'static str {
    match l {
        Locale::Ar => "rtl",
        Locale::En => "ltr",
    }
}

/// The other language.
pub fn other(l: Locale) -> Locale {
    match l {
        Locale::Ar => Locale::En,
        Locale::En => Locale::Ar,
    }
}

/// The text of the reader's language, or the Arabic one where no English was written.
pub fn pick<'a>(l: Locale, ar: &'a str, en: &'a str) -> &'a str {
    match l {
        Locale::En if !en.is_empty() => en,
        _ => ar,
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn arabic_counts_in_six_forms() {
        for (n, text) in [(0_u64, "لا منتجات"), (1, "منتج واحد"), (2, "منتجان"), (3, "3 منتجات"), (11, "11 منتجًا"), (100, "100 منتج")]
        {
            assert_eq!(crate::t!(Locale::Ar, common.n_products, count = n), text);
        }
    }
}
