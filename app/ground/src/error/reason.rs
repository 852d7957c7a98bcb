//! Why a rule says no.

use std::fmt;

use crate::texts::{Locale, Text, problems};

/// Why a rule says no: its text. Each area says its own in its file `refusals.rs`; those that many share stand here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reason(
    /// What the reader is told.
    pub Text,
);

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reason").field(&self.0.text(Locale::En)).finish()
    }
}

impl Reason {
    /// In the reader's language.
    pub fn text(self, l: Locale) -> String {
        self.0.text(l)
    }
}

#[allow(non_upper_case_globals)]
impl Reason {
    /// The thing is not in a state in which this can be done; someone may have been faster.
    pub const NotNow: Self = Self(problems::not_now);
    /// Something is still missing before it can be sent.
    pub const Incomplete: Self = Self(problems::incomplete);
    /// Nothing was chosen.
    pub const NothingChosen: Self = Self(problems::nothing_chosen);
}

/// Names of areas, until they stand there.
#[allow(non_upper_case_globals)]
impl Reason {
    /// One's own application is decided by others.
    pub const OwnCase: Self = Self(problems::own_case);
    /// Who recommended does not decide.
    pub const Recommended: Self = Self(problems::recommended);
    /// Who decided does not hear the objection.
    pub const DecidedBefore: Self = Self(problems::decided_before);
    /// The family is not licensed at present.
    pub const NotLicensed: Self = Self(problems::not_licensed);
    /// The days for an objection are over.
    pub const ObjectionTooLate: Self = Self(problems::objection_too_late);
    /// An objection is being heard; what it is about stays as it was decided upon.
    pub const ObjectionOpen: Self = Self(problems::objection_open);
    /// The database already holds people.
    pub const NotEmpty: Self = Self(problems::not_empty);
    /// The last administrator cannot be removed.
    pub const LastAdministrator: Self = Self(problems::last_administrator);
    /// Families cannot sign up now.
    pub const WindowClosed: Self = Self(problems::window_closed);
    /// Families still sign up.
    pub const WindowOpen: Self = Self(problems::window_open);
    /// Somebody who signed up was not looked at yet.
    pub const NotScreened: Self = Self(problems::not_screened);
    /// Nobody signed up.
    pub const NobodyThere: Self = Self(problems::nobody_there);
    /// The offer was not answered in time.
    pub const OfferOver: Self = Self(problems::offer_over);
    /// Too few committee members are appointed.
    pub const NoCommittee: Self = Self(problems::no_committee);
    /// Too few members are present.
    pub const NoQuorum: Self = Self(problems::no_quorum);
    /// The day of the sitting has not come.
    pub const NotTheDay: Self = Self(problems::not_the_day);
    /// The member is not present.
    pub const NotPresent: Self = Self(problems::not_present);
    /// A file has too few votes.
    pub const NotVoted: Self = Self(problems::not_voted);
    /// The lesson has not come yet.
    pub const LessonAhead: Self = Self(problems::lesson_ahead);
    /// Somebody's attendance was not noted.
    pub const AttendanceMissing: Self = Self(problems::attendance_missing);
    /// Somebody was not assessed.
    pub const AssessmentMissing: Self = Self(problems::assessment_missing);
    /// There are no lessons.
    pub const NoLessons: Self = Self(problems::no_lessons);
    /// Attendance was noted, so the lesson stays.
    pub const LessonHeld: Self = Self(problems::lesson_held);
    /// The code on the screen is an older one.
    pub const CodeOver: Self = Self(problems::code_over);
    /// The person is not among the trainees.
    pub const NotOfCohort: Self = Self(problems::not_of_cohort);
    /// The trainer noted that the person was not there.
    pub const MarkedAbsent: Self = Self(problems::marked_absent);
    /// The cohort has begun.
    pub const CohortBegun: Self = Self(problems::cohort_begun);
    /// The family has no quality mark.
    pub const NotMarked: Self = Self(problems::not_marked);
    /// Accounts of an earlier fair are open.
    pub const Unsettled: Self = Self(problems::unsettled);
    /// What was brought is not accounted for.
    pub const GoodsOpen: Self = Self(problems::goods_open);
    /// Accounts of a family are open.
    pub const AccountsOpen: Self = Self(problems::accounts_open);
    /// Somebody has the booth.
    pub const BoothGiven: Self = Self(problems::booth_given);
    /// An application has too few scores.
    pub const NotScored: Self = Self(problems::not_scored);
    /// There is no proposal to decide on.
    pub const NoProposal: Self = Self(problems::no_proposal);
    /// There is no room for it there.
    pub const NoRoom: Self = Self(problems::no_room);
    /// Somebody has a place in the bus or the room.
    pub const RideTaken: Self = Self(problems::ride_taken);
    /// Families do not apply for the fair now.
    pub const CallOver: Self = Self(problems::call_over);
    /// The fair has begun.
    pub const FairBegun: Self = Self(problems::fair_begun);
    /// Not a day of the fair, or one that has not come.
    pub const NotADayOfFair: Self = Self(problems::not_a_day_of_fair);
    /// The last day of the fair has not come.
    pub const FairGoesOn: Self = Self(problems::fair_goes_on);
    /// A fair has no days of a call.
    pub const NoCall: Self = Self(problems::no_call);
    /// There are no modules to be assessed.
    pub const NoModules: Self = Self(problems::no_modules);
    /// The family has no account of its own.
    pub const NoAccount: Self = Self(problems::no_account);
    /// A file that is asked for was not sent.
    pub const FileMissing: Self = Self(problems::file_missing);
    /// Somebody's points are missing.
    pub const PointsMissing: Self = Self(problems::points_missing);
    /// An order by points needs criteria.
    pub const NoCriteria: Self = Self(problems::no_criteria);
    /// Families of other places only.
    pub const Elsewhere: Self = Self(crate::texts::common::unmet_elsewhere);
    /// Families of other crafts only.
    pub const NotOfCraft: Self = Self(crate::texts::common::unmet_craft);
    /// The licence ends before the cohort does.
    pub const LicenceEnds: Self = Self(crate::texts::common::unmet_licence);
    /// The family had its turn.
    pub const TookIt: Self = Self(crate::texts::common::unmet_took);
}
