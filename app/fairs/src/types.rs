//! A fair and an application as pages and files show them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::rules::application::{ApplicationState, BoothKind, DayPart};
use crate::rules::{FairKind, FairState};
use ground::days::{day_in_tripoli, from_tripoli};
use ground::ids::{FairApplicationId, FairId, FamilyId};

/// A fair: what it is called, where it stands, when and where it is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Fair {
    /// Key.
    pub id: FairId,
    /// Address below `/fairs`.
    pub slug: String,
    /// Name.
    pub name_ar: String,
    /// Name in English; empty where there is none.
    pub name_en: String,
    /// How far from home.
    pub kind: FairKind,
    /// Where it stands.
    pub state: FairState,
    /// Code of its municipality; for a fair abroad, of the branch that takes families there.
    pub municipality: String,
    /// Where in it.
    pub venue: String,
    /// What is near it.
    pub landmark: String,
    /// City abroad.
    pub city: String,
    /// Country abroad.
    pub country: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Hour of each day, `09:00`.
    pub opens_at: NaiveTime,
    /// Hour of each day, `21:00`.
    pub closes_at: NaiveTime,
    /// First and last day of applying; none where nobody applies.
    pub call: Option<(NaiveDate, NaiveDate)>,
    /// Only families with the quality mark.
    pub needs_mark: bool,
    /// The day of its results.
    pub published_on: Option<NaiveDate>,
    /// Raised with other days, hours or another place, for calendars.
    pub version: i64,
    /// When anything of it changed last.
    pub changed_at: DateTime<Utc>,
}

impl Fair {
    /// Whether families apply on a day.
    pub fn call_open(&self, today: NaiveDate) -> bool {
        self.state == FairState::CallOpen && self.call.is_some_and(|(first, last)| (first..=last).contains(&today))
    }

    /// When a day of the fair ends: an hour that is not behind its opening is one of the day after.
    pub fn closing(&self, day: NaiveDate) -> NaiveDateTime {
        let night = self.closes_at <= self.opens_at;
        let ends = if night { day.succ_opt().unwrap_or(day) } else { day };
        ends.and_time(self.closes_at)
    }

    /// The day of the fair that goes on at a time: that of the evening before, until it closes.
    pub fn day_at(&self, now: DateTime<Utc>) -> NaiveDate {
        let today = day_in_tripoli(now);
        let goes_on = |day: &NaiveDate| (self.starts_on..=self.ends_on).contains(day) && now < from_tripoli(self.closing(*day));
        today.pred_opt().filter(goes_on).unwrap_or(today)
    }

    /// Whether papers for a journey abroad are asked for.
    pub fn abroad(&self) -> bool {
        self.kind == FairKind::International
    }

    /// Its last day, and whether only families with the quality mark come: what conditions are measured by.
    pub fn asks(&self) -> (NaiveDate, bool) {
        (self.ends_on, self.needs_mark)
    }
}

/// A fair for the desk.
#[derive(Debug, Clone)]
pub struct DeskFair {
    /// The fair.
    pub fair: Fair,
    /// Whether the actor plans it, and does not only read.
    pub reached: bool,
}

/// What a family needs at a fair, as it is typed and as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// What kind of booth.
    pub size: BoothKind,
    /// Which part of each day.
    pub part: DayPart,
    /// With power.
    pub power: bool,
    /// With water.
    pub water: bool,
    /// For a wheelchair.
    pub accessible: bool,
    /// A place in the bus.
    pub transport: bool,
    /// How many sleep there.
    pub lodging: i64,
    /// The day until which the passports hold, for a fair abroad.
    pub passport_until: Option<NaiveDate>,
    /// Samples can be sent before.
    pub samples: bool,
    /// With a certificate of origin.
    pub origin_paper: bool,
    /// With labels in the language of the place.
    pub labels: bool,
    /// Anything else.
    pub words: String,
}

/// An application of a family for a fair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Key.
    pub id: FairApplicationId,
    /// Whose it is.
    pub family: FamilyId,
    /// Reference number, once it was sent.
    pub reference: Option<String>,
    /// Number under which jurors see it.
    pub blind: Option<i64>,
    /// Where it stands.
    pub state: ApplicationState,
    /// Code of the family's municipality.
    pub municipality: String,
    /// What is needed.
    pub needs: Needs,
    /// Whether the family said what it needs; before, `needs` is what most need.
    pub needs_said: bool,
    /// Place in the published order.
    pub position: Option<i64>,
    /// The last day on which an accepted family says that it comes.
    pub answer_by: Option<NaiveDate>,
    /// Why it was decided as it was.
    pub reason: String,
    /// Whether the family said how the fair was.
    pub gave_feedback: bool,
}

impl Application {
    /// Why an officer would refuse it before the jury sees it; another officer has to confirm that.
    pub fn proposed_refusal(&self) -> Option<&str> {
        let open = matches!(self.state, ApplicationState::Submitted | ApplicationState::Screened);
        (open && !self.reason.is_empty()).then_some(self.reason.as_str())
    }
}
