//! What people are told.
use ground::texts::Locale;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What people are told, in words. Each area has an enum of its notices that gives them; a notice is stored as it is, and put
/// into words when it is read, in the reader's language.
pub trait Told {
    /// One line.
    fn title(&self, l: Locale) -> String;
    /// What it means and what to do.
    fn text(&self, l: Locale) -> String;
}

/// Reads a stored notice, if it is one of an area's.
pub type ReadNotice = fn(&str) -> Option<Box<dyn Told>>;

/// Reads what [`super::tell`] has stored, if it is one of these notices.
pub fn read<N: Told + DeserializeOwned + 'static>(stored: &str) -> Option<Box<dyn Told>> {
    let notice = serde_json::from_str::<N>(stored).ok()?;
    Some(Box::new(notice))
}

/// A notice. Stored as it is; put into words when it is read, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A case was received; its number.
    Received {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// Something has to be changed before it goes on.
    Returned {
        /// What it is about.
        title: String,
        /// What to change, in the officer's words.
        words: String,
    },
    /// Approved.
    Approved {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
    },
    /// A family was licensed.
    Licensed {
        /// Licence number.
        licence: String,
        /// Last day, `2027-11-24`.
        until: String,
    },
    /// Refused, with the reason and the right to object.
    Refused {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// An officer proposes to suspend the licence; the family hears why before it is decided.
    Questioned {
        /// Reference number.
        reference: String,
        /// Why, in the officer's words.
        words: String,
    },
    /// The licence is suspended, with the reason and the right to object.
    Suspended {
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// A proposed suspension was not decided; the licence holds.
    NotSuspended {
        /// Decision number.
        number: String,
    },
    /// The licence was renewed or given back.
    Renewed {
        /// Last day, `2027-11-24`.
        until: String,
    },
    /// The licence ends soon.
    Expiring {
        /// Last day.
        until: String,
    },
    /// The licence is over; products are not shown until it is renewed.
    Expired,
    /// A correction of the family's data was asked for.
    CorrectionAsked {
        /// Reference number.
        reference: String,
    },
    /// It holds.
    Corrected {
        /// Decision number.
        number: String,
    },
    /// It does not, with the reason and the right to object.
    NotCorrected {
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// A family signed someone up for a course.
    Enrolled {
        /// Course.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// The conditions were not met, with the reason.
    NotEnrolled {
        /// Course.
        title: String,
        /// Why, in the officer's words.
        words: String,
    },
    /// Something is missing, in an officer's words.
    EnrolmentReturned {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
    /// An officer proposes a course.
    CourseProposed {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A course may be taken once more.
    MayRepeat {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// Signed up for the next cohort by having waited for this one.
    CarriedOver {
        /// Course.
        title: String,
        /// Its number.
        reference: String,
    },
    /// A seat is held until a day.
    SeatOffered {
        /// Course.
        title: String,
        /// Last day.
        until: String,
    },
    /// No seat yet.
    OnWaitingList {
        /// Course.
        title: String,
        /// Place in the order.
        place: i64,
    },
    /// The offer was not answered in time.
    OfferOver {
        /// Course.
        title: String,
    },
    /// A cohort does not take place.
    CohortCancelled {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A lesson was moved.
    LessonMoved {
        /// Course.
        title: String,
        /// Its day now.
        day: String,
        /// When it begins.
        begins: String,
    },
    /// A lesson is left out.
    LessonLeftOut {
        /// Course.
        title: String,
        /// Its day.
        day: String,
        /// When it would have begun.
        begins: String,
    },
    /// The rule of the cohort is met.
    CourseCompleted {
        /// Course.
        title: String,
    },
    /// It is not.
    CourseNotCompleted {
        /// Course.
        title: String,
        /// Attended part of the hours, percent.
        share: i64,
        /// What is needed.
        least: i64,
    },
    /// A certificate is issued.
    CertificateIssued {
        /// Course.
        title: String,
        /// Its code.
        code: String,
    },
    /// A certificate is taken back.
    CertificateRevoked {
        /// Course.
        title: String,
        /// Why.
        words: String,
    },
    /// A certificate ends, or has ended.
    CertificateEnding {
        /// Course.
        title: String,
        /// Its last day.
        until: String,
    },
    /// The cohort began without a seat for who waited.
    NotSeated {
        /// Course.
        title: String,
    },
    /// A cohort has other days, or another place.
    CohortMoved {
        /// Course.
        title: String,
        /// First day.
        from: String,
        /// Last day.
        to: String,
        /// Where.
        venue: String,
    },
    /// An application for a fair was received.
    FairApplied {
        /// Fair.
        title: String,
        /// Reference number.
        reference: String,
    },
    /// An application for a fair was not taken.
    FairRefused {
        /// Fair.
        title: String,
        /// Why.
        words: String,
    },
    /// The family goes to a fair, and has to say so.
    FairAccepted {
        /// Fair.
        title: String,
        /// Last day to answer.
        until: String,
    },
    /// The family did not say in time that it comes.
    FairAnswerOver {
        /// Fair.
        title: String,
    },
    /// A juror is asked to score for a fair.
    FairToScore {
        /// Fair.
        title: String,
    },
    /// An application waits for a booth.
    FairWaiting {
        /// Fair.
        title: String,
        /// Place in the order.
        position: i64,
    },
    /// An objection about a fair was heard.
    FairObjectionHeard {
        /// Fair.
        title: String,
        /// What came of it, and why.
        words: String,
    },
    /// A family has a booth at a fair.
    FairBooth {
        /// Fair.
        title: String,
        /// Number of the booth.
        number: String,
    },
    /// An application for a fair was taken back.
    FairWithdrawn {
        /// Fair.
        title: String,
    },
    /// A fair is near, and something is left to do.
    FairGetReady {
        /// Fair.
        title: String,
        /// The day by which it has to be done.
        day: String,
    },
    /// A fair has other days, or another place.
    FairMoved {
        /// Fair.
        title: String,
        /// First day.
        from: String,
        /// Last day.
        to: String,
        /// Where.
        venue: String,
    },
    /// A fair does not take place.
    FairCancelled {
        /// Fair.
        title: String,
        /// Why.
        words: String,
    },
    /// Who teaches wrote to all who have a seat.
    CohortMessage {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
    /// Homework was answered.
    HomeworkAnswered {
        /// Course.
        title: String,
        /// What.
        words: String,
    },
    /// A seat is taken.
    SeatConfirmed {
        /// Course.
        title: String,
        /// First day.
        from: String,
    },
    /// Lessons were put into the timetable.
    LessonsSet {
        /// Course.
        title: String,
        /// How many.
        count: u64,
        /// Day of the first.
        day: String,
        /// When it begins.
        begins: String,
    },
    /// A cohort begins soon.
    CohortNear {
        /// Course.
        title: String,
        /// First day.
        from: String,
        /// Where.
        venue: String,
    },
    /// A certificate has ended.
    CertificateEnded {
        /// Course.
        title: String,
    },
    /// A committee member is called to a sitting.
    SittingCalled {
        /// What it is about.
        title: String,
        /// Its day.
        day: String,
    },
    /// A sitting does not come about.
    SittingCalledOff {
        /// What it was about.
        title: String,
        /// Why.
        words: String,
    },
    /// A minute waits for a member's signature.
    MinuteToSign {
        /// What it is about.
        title: String,
        /// Its number.
        number: String,
    },
    /// An objection was heard and not upheld.
    NotUpheld {
        /// What it is about.
        title: String,
        /// Decision number.
        number: String,
        /// The reason in the officer's words.
        words: String,
    },
    /// A listing was taken off the market by the Authority.
    TakenDown {
        /// Why, in the officer's words.
        words: String,
    },
    /// A case was handed to a colleague.
    Assigned {
        /// What it is about.
        title: String,
        /// Reference number.
        reference: String,
    },
}
