//! What is wrong with one field.

use std::borrow::Cow;

use super::Reason;
use crate::money::NotMoney;
use crate::texts::{Locale, Text};

/// What is wrong with one field. What forms of many areas may find is named here; what only one area knows, the area says in
/// its own words, with [`Problem::of`] or [`Problem::with`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed or chosen.
    Required,
    /// More characters than fit.
    TooLong(usize),
    /// Fewer characters than needed.
    TooShort(usize),
    /// Only signs and marks.
    NoLetters,
    /// Not one of the choices.
    NotAChoice,
    /// Not a whole number.
    NotANumber,
    /// Outside these bounds.
    OutOfRange(i64, i64),
    /// Not a price.
    Price(NotMoney),
    /// Not a Libyan mobile number.
    NotAPhone,
    /// Not a mail address.
    NotAnEmail,
    /// Not a date.
    NotADate,
    /// A date that has passed.
    DatePassed,
    /// The same number twice in one form.
    Twice,
    /// At least one must stand there.
    AtLeastOne,
    /// At most so many.
    AtMost(usize),
    /// A reason in words is needed.
    ReasonNeeded,
    /// Not a JPEG, PNG or WebP picture, or damaged.
    NotAPicture,
    /// A file of another kind, which is named with what to do.
    ForeignPicture(Foreign),
    /// Part of a picture only; it did not arrive as a whole.
    PictureCutOff,
    /// Not a picture or PDF.
    NotADocument,
    /// More megabytes than allowed.
    FileTooBig(usize),
    /// More pixels than allowed.
    PictureTooLarge,
    /// Fewer pixels than needed.
    PictureTooSmall,
    /// A letter of the Arabic script is needed.
    ArabicNeeded,
    /// Not a time of day.
    NotATime,
    /// An end that does not lie behind its beginning.
    EndsBefore,
    /// A tick is needed to go on.
    TickNeeded,
    /// What the rule of an area finds, in its words.
    Own(Words),
    /// The rule said no to the whole form; see [`super::kept`].
    NotDone(Reason),
    /// What is wrong with one file among several.
    InFile(String, Box<Problem>),
}

/// Words of an area, in both languages: which of them is read is known only where the page is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    ar: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Words {
    /// In the reader's language.
    pub fn text(&self, l: Locale) -> &str {
        match l {
            Locale::Ar => &self.ar,
            Locale::En => &self.en,
        }
    }
}

impl Problem {
    /// A problem of an area, by its text.
    pub const fn of(text: Text) -> Self {
        let [ar, en] = text.words;
        Self::Own(Words { ar: Cow::Borrowed(ar), en: Cow::Borrowed(en) })
    }

    /// A problem of an area by a text with values.
    pub fn with(words: impl Fn(Locale) -> String) -> Self {
        Self::Own(Words { ar: Cow::Owned(words(Locale::Ar)), en: Cow::Owned(words(Locale::En)) })
    }
}

/// A file that is not taken where a picture is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A picture of an iPhone.
    Heic,
    /// A film.
    Film,
    /// A PDF.
    Pdf,
    /// A picture of another kind, by its name.
    Named(&'static str),
}
