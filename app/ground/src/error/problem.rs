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
    /// The rule said no to the whole form; see [`kept`].
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
        let [ar, en] = text.0;
        Self::Own(Words { ar: Cow::Borrowed(ar), en: Cow::Borrowed(en) })
    }

    /// A problem of an area by a text with values.
    pub fn with(words: impl Fn(Locale) -> String) -> Self {
        Self::Own(Words { ar: Cow::Owned(words(Locale::Ar)), en: Cow::Owned(words(Locale::En)) })
    }
}

/// Names of areas, until they stand there.
#[allow(non_upper_case_globals, non_snake_case, missing_docs)]
impl Problem {
    /// This phone has an account.
    pub const PhoneTaken: Self = Self::of(crate::texts::problems::phone_taken);
    /// Phone or password do not fit; not said which.
    pub const WrongCredentials: Self = Self::of(crate::texts::problems::wrong_credentials);
    /// Too many tries; wait this many minutes.
    pub fn TooManyTries(n: i64) -> Self {
        Self::with(|l| crate::t!(l, problems.too_many_tries, n = n))
    }
    /// The six digits do not fit or were used.
    pub const WrongCode: Self = Self::of(crate::texts::problems::wrong_code);
    /// One of the most used passwords, or the phone or name itself.
    pub const WeakPassword: Self = Self::of(crate::texts::problems::weak_password);
    /// Not an identity number of its kind.
    pub const NotAnIdentity: Self = Self::of(crate::texts::problems::not_an_identity);
    /// Registered already; the Authority looks into it.
    pub const IdentityHeld: Self = Self::of(crate::texts::problems::identity_held);
    /// A licensed family keeps somebody with an identity number.
    pub const LastIdentity: Self = Self::of(crate::texts::problems::last_identity);
    /// A later correction of the same holds or waits.
    pub const CorrectionNewer: Self = Self::of(crate::texts::problems::correction_newer);
    /// A correction of the same waits already.
    pub const CorrectionWaits: Self = Self::of(crate::texts::problems::correction_waits);
    /// The member is not in the family any longer.
    pub const MemberGone: Self = Self::of(crate::texts::problems::member_gone);
    /// Consent is needed to go on.
    pub const ConsentNeeded: Self = Self::of(crate::texts::problems::consent_needed);
    /// A picture that cannot be taken, for one of the reasons below.
    pub const NotTaken: Self = Self::of(crate::texts::problems::not_taken);
    /// Not a CSV file; most often a workbook.
    pub const NotCsv: Self = Self::of(crate::texts::problems::not_csv);
    /// This person signed up for the course already.
    pub const EnrolledAlready: Self = Self::of(crate::texts::problems::enrolled_already);
    /// What people signed up under stays.
    pub const FixedNow: Self = Self::of(crate::texts::problems::fixed_now);
    /// No certificate has this code.
    pub const NoCertificate: Self = Self::of(crate::texts::common::verify_none);
    /// A passport that ends too soon for the journey.
    pub const PassportEnds: Self = Self::of(crate::texts::problems::passport_ends);
    /// More sold, returned and damaged than was brought.
    pub const MoreThanBrought: Self = Self::of(crate::texts::problems::more_than_brought);
    /// Somebody else counted some of it since the form was opened.
    pub const CountedMeanwhile: Self = Self::of(crate::texts::problems::counted_meanwhile);
    /// The bus or the room is full.
    pub const RideFull: Self = Self::of(crate::texts::problems::ride_full);
    /// Somebody else has the booth then.
    pub const BoothTaken: Self = Self::of(crate::texts::problems::booth_taken);
    /// A booth without what is needed.
    pub const BoothUnfit: Self = Self::of(crate::texts::problems::booth_unfit);
    /// Another booth stands there; its number.
    pub fn BoothsMeet(number: String) -> Self {
        if number.is_empty() {
            return Self::of(crate::texts::problems::no_room);
        }
        Self::with(|l| crate::t!(l, problems.booths_meet, number = number))
    }
    /// Reaches out of the hall.
    pub const OutsideHall: Self = Self::of(crate::texts::problems::outside_hall);
    /// A logo of a partner that is not named.
    pub const NoPartner: Self = Self::of(crate::texts::common::logo_no_partner);
    /// Another lesson of the cohort meets it on this day.
    pub fn LessonsMeet(day: chrono::NaiveDate) -> Self {
        Self::with(|l| crate::t!(l, problems.lessons_meet, day = crate::days::date(l, day)))
    }
    /// The trainer has another lesson then.
    pub fn TrainerBusy(day: chrono::NaiveDate) -> Self {
        Self::with(|l| crate::t!(l, problems.trainer_busy, day = crate::days::date(l, day)))
    }
    /// Outside the days of the cohort.
    pub const OutsideCohort: Self = Self::of(crate::texts::problems::outside_cohort);
    /// A lesson lies outside these days.
    pub const LessonOutside: Self = Self::of(crate::texts::problems::lesson_outside);
    /// A choice of fewer than two answers.
    pub const TwoChoices: Self = Self::of(crate::texts::problems::two_choices);
    /// Not an address on the net.
    pub const NotALink: Self = Self::of(crate::texts::problems::not_a_link);
    /// Reserved seats open to everyone before the cohort begins.
    pub const SpillLate: Self = Self::of(crate::texts::problems::spill_late);
    /// Modules take more hours than the course; how many.
    pub fn ModulesLonger(hours: i64) -> Self {
        Self::with(|l| crate::t!(l, problems.modules_longer, hours = hours))
    }
    /// No working day among them.
    pub const NoWorkingDay: Self = Self::of(crate::texts::problems::no_working_day);
    /// Noted otherwise by somebody else meanwhile; what stands there now.
    pub fn MarkedMeanwhile(mark: String) -> Self {
        Self::with(|l| crate::t!(l, problems.marked_meanwhile, mark = mark))
    }
    /// It has to be before the first day of the fair.
    pub const BeforeFair: Self = Self::of(crate::texts::problems::before_fair);
    /// Signing up ends before the course begins.
    pub const AfterBegin: Self = Self::of(crate::texts::problems::after_begin);
    /// A highest price below the lowest.
    pub const BelowLeast: Self = Self::of(crate::texts::problems::below_least);
    /// The owner of this phone has a family already.
    pub const FamilyThere: Self = Self::of(crate::texts::problems::family_there);
    /// Not small Latin letters and digits.
    pub const NotACode: Self = Self::of(crate::texts::problems::not_a_code);
    /// The present password is another.
    pub const WrongPassword: Self = Self::of(crate::texts::problems::wrong_password);
    /// A kind of another craft than the one chosen.
    pub const OtherCraft: Self = Self::of(crate::texts::problems::other_craft);
}
