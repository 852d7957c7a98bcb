//! Why a rule says no.

/// Why the rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The thing is not in a state in which this can be done; someone may have been faster.
    NotNow,
    /// One's own application is decided by others.
    OwnCase,
    /// Who recommended does not decide.
    Recommended,
    /// Who decided does not hear the objection.
    DecidedBefore,
    /// Something is still missing before it can be sent.
    Incomplete,
    /// The family is not licensed at present.
    NotLicensed,
    /// The days for an objection are over.
    ObjectionTooLate,
    /// An objection is being heard; what it is about stays as it was decided upon.
    ObjectionOpen,
    /// The database already holds people.
    NotEmpty,
    /// The last administrator cannot be removed.
    LastAdministrator,
    /// Families cannot sign up now.
    WindowClosed,
    /// Families still sign up.
    WindowOpen,
    /// Somebody who signed up was not looked at yet.
    NotScreened,
    /// Nobody signed up.
    NobodyThere,
    /// The offer was not answered in time.
    OfferOver,
    /// Too few committee members are appointed.
    NoCommittee,
    /// Too few members are present.
    NoQuorum,
    /// The day of the sitting has not come.
    NotTheDay,
    /// The member is not present.
    NotPresent,
    /// A file has too few votes.
    NotVoted,
    /// The lesson has not come yet.
    LessonAhead,
    /// Somebody's attendance was not noted.
    AttendanceMissing,
    /// Somebody was not assessed.
    AssessmentMissing,
    /// There are no lessons.
    NoLessons,
    /// Attendance was noted, so the lesson stays.
    LessonHeld,
    /// The code on the screen is an older one.
    CodeOver,
    /// The person is not among the trainees.
    NotOfCohort,
    /// The trainer noted that the person was not there.
    MarkedAbsent,
    /// Nothing was chosen.
    NothingChosen,
    /// The cohort has begun.
    CohortBegun,
    /// The family has no quality mark.
    NotMarked,
    /// Accounts of an earlier fair are open.
    Unsettled,
    /// What was brought is not accounted for.
    GoodsOpen,
    /// Accounts of a family are open.
    AccountsOpen,
    /// Somebody has the booth.
    BoothGiven,
    /// An application has too few scores.
    NotScored,
    /// There is no proposal to decide on.
    NoProposal,
    /// There is no room for it there.
    NoRoom,
    /// Somebody has a place in the bus or the room.
    RideTaken,
    /// Families do not apply for the fair now.
    CallOver,
    /// The fair has begun.
    FairBegun,
    /// Not a day of the fair, or one that has not come.
    NotADayOfFair,
    /// The last day of the fair has not come.
    FairGoesOn,
    /// A fair has no days of a call.
    NoCall,
    /// There are no modules to be assessed.
    NoModules,
    /// The family has no account of its own.
    NoAccount,
    /// A file that is asked for was not sent.
    FileMissing,
    /// Somebody's points are missing.
    PointsMissing,
    /// An order by points needs criteria.
    NoCriteria,
    /// Families of other places only.
    Elsewhere,
    /// Families of other crafts only.
    NotOfCraft,
    /// The licence ends before the cohort does.
    LicenceEnds,
    /// The family had its turn.
    TookIt,
}
