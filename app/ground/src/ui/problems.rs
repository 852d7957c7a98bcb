//! Problems in words.

use crate::error::{Foreign, Problem};
use crate::money::NotMoney;
use crate::t;
use crate::texts::Locale;

/// What is wrong with a field, and what would be right.
pub fn problem(l: Locale, problem: &Problem) -> String {
    match problem {
        Problem::Required => t!(l, problems.required),
        Problem::TooLong(most) => t!(l, problems.too_long, count = *most),
        Problem::TooShort(least) => t!(l, problems.too_short, n = *least as u64),
        Problem::NoLetters => t!(l, problems.no_letters),
        Problem::NotAChoice => t!(l, problems.not_a_choice),
        Problem::NotANumber => t!(l, problems.not_a_number),
        Problem::OutOfRange(least, most) => t!(l, problems.out_of_range, least = *least, most = *most),
        Problem::Price(NotMoney::Empty) => t!(l, problems.required),
        Problem::Price(NotMoney::NotANumber) => t!(l, problems.price_number),
        Problem::Price(NotMoney::Ambiguous) => t!(l, problems.price_ambiguous),
        Problem::Price(NotMoney::TooPrecise) => t!(l, problems.price_precise),
        Problem::Price(NotMoney::NotPositive) => t!(l, problems.price_positive),
        Problem::Price(NotMoney::TooHigh) => t!(l, problems.price_high),
        Problem::NotAPhone => t!(l, problems.not_a_phone),
        Problem::NotAnEmail => t!(l, problems.not_an_email),
        Problem::NotADate => t!(l, problems.not_a_date),
        Problem::DatePassed => t!(l, problems.date_passed),
        Problem::Twice => t!(l, problems.twice),
        Problem::AtLeastOne => t!(l, problems.at_least_one),
        Problem::AtMost(most) => t!(l, problems.at_most, n = *most as u64),
        Problem::NotATime => t!(l, problems.not_a_time),
        Problem::ReasonNeeded => t!(l, problems.reason_needed),
        Problem::NotAPicture => t!(l, problems.not_a_picture),
        Problem::ForeignPicture(Foreign::Heic) => t!(l, problems.picture_heic),
        Problem::ForeignPicture(Foreign::Film) => t!(l, problems.picture_film),
        Problem::ForeignPicture(Foreign::Pdf) => t!(l, problems.picture_pdf),
        Problem::ForeignPicture(Foreign::Named(kind)) => t!(l, problems.picture_of_kind, kind = *kind),
        Problem::PictureCutOff => t!(l, problems.picture_cut_off),
        Problem::NotADocument => t!(l, problems.not_a_document),
        Problem::FileTooBig(megabytes) => t!(l, problems.file_too_big, n = *megabytes as u64),
        Problem::PictureTooLarge => t!(l, problems.picture_too_large),
        Problem::PictureTooSmall => t!(l, problems.picture_too_small),
        Problem::ArabicNeeded => t!(l, problems.arabic_needed),
        Problem::EndsBefore => t!(l, problems.ends_before),
        Problem::TickNeeded => t!(l, problems.tick_needed),
        Problem::Own(words) => words.text(l).to_owned(),
        Problem::NotDone(why) => why.text(l),
        Problem::InFile(name, what) => format!("\u{2068}{name}\u{2069}: {}", self::problem(l, what)),
    }
}
