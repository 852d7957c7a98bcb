//! Problems and reasons in words.

use crate::error::{Problem, Reason};
use crate::i18n::Locale;
use crate::money::NotMoney;
use crate::t;

/// What is wrong with a field, and what would be right.
pub fn problem(l: Locale, problem: &Problem) -> String {
    match problem {
        Problem::Required => t!(l, problems.required),
        Problem::TooLong(most) => t!(l, problems.too_long, n = *most as u64),
        Problem::TooShort(least) => t!(l, problems.too_short, n = *least as u64),
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
        Problem::PhoneTaken => t!(l, problems.phone_taken),
        Problem::WrongCredentials => t!(l, problems.wrong_credentials),
        Problem::TooManyTries(minutes) => t!(l, problems.too_many_tries, n = *minutes),
        Problem::WrongCode => t!(l, problems.wrong_code),
        Problem::WeakPassword => t!(l, problems.weak_password),
        Problem::NotAnIdentity => t!(l, problems.not_an_identity),
        Problem::IdentityHeld => t!(l, problems.identity_held),
        Problem::Twice => t!(l, problems.twice),
        Problem::LastIdentity => t!(l, problems.last_identity),
        Problem::CorrectionNewer => t!(l, problems.correction_newer),
        Problem::CorrectionWaits => t!(l, problems.correction_waits),
        Problem::MemberGone => t!(l, problems.member_gone),
        Problem::ConsentNeeded => t!(l, problems.consent_needed),
        Problem::AtLeastOne => t!(l, problems.at_least_one),
        Problem::AtMost(most) => t!(l, problems.at_most, n = *most as u64),
        Problem::ReasonNeeded => t!(l, problems.reason_needed),
        Problem::NotTaken => t!(l, problems.not_taken),
        Problem::NotAPicture => t!(l, problems.not_a_picture),
        Problem::NotCsv => t!(l, problems.not_csv),
        Problem::NotADocument => t!(l, problems.not_a_document),
        Problem::FileTooBig(megabytes) => t!(l, problems.file_too_big, n = *megabytes as u64),
        Problem::PictureTooLarge => t!(l, problems.picture_too_large),
        Problem::PictureTooSmall => t!(l, problems.picture_too_small),
        Problem::ArabicNeeded => t!(l, problems.arabic_needed),
        Problem::EnrolledAlready => t!(l, problems.enrolled_already),
        Problem::FixedNow => t!(l, problems.fixed_now),
        Problem::AfterBegin => t!(l, problems.after_begin),
        Problem::BelowLeast => t!(l, problems.below_least),
        Problem::FamilyThere => t!(l, problems.family_there),
        Problem::EndsBefore => t!(l, problems.ends_before),
        Problem::NotACode => t!(l, problems.not_a_code),
        Problem::TickNeeded => t!(l, problems.tick_needed),
        Problem::WrongPassword => t!(l, problems.wrong_password),
        Problem::OtherCraft => t!(l, problems.other_craft),
        Problem::NotDone(why) => reason(l, *why),
        Problem::InFile(name, what) => format!("\u{2068}{name}\u{2069}: {}", self::problem(l, what)),
    }
}

/// Why something was not done.
pub fn reason(l: Locale, reason: Reason) -> String {
    match reason {
        Reason::NotNow => t!(l, problems.not_now),
        Reason::OwnCase => t!(l, problems.own_case),
        Reason::Recommended => t!(l, problems.recommended),
        Reason::DecidedBefore => t!(l, problems.decided_before),
        Reason::Incomplete => t!(l, problems.incomplete),
        Reason::NotLicensed => t!(l, problems.not_licensed),
        Reason::ObjectionOpen => t!(l, problems.objection_open),
        Reason::ObjectionTooLate => t!(l, problems.objection_too_late),
        Reason::NotEmpty => t!(l, problems.not_empty),
        Reason::LastAdministrator => t!(l, problems.last_administrator),
        Reason::WindowClosed => t!(l, problems.window_closed),
        Reason::WindowOpen => t!(l, problems.window_open),
        Reason::NotScreened => t!(l, problems.not_screened),
        Reason::NobodyThere => t!(l, problems.nobody_there),
        Reason::NoCommittee => t!(l, problems.no_committee),
        Reason::NoQuorum => t!(l, problems.no_quorum),
        Reason::NotTheDay => t!(l, problems.not_the_day),
        Reason::NotPresent => t!(l, problems.not_present),
        Reason::NotVoted => t!(l, problems.not_voted),
        Reason::OfferOver => t!(l, problems.offer_over),
    }
}
