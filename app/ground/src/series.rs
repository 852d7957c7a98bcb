//! Numbers that people read to each other on the phone. Each series has a prefix of its own, so no two things bear the same number.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::DbErr;

use crate::days::tripoli;
use crate::db::Tx;

/// What is numbered, year by year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// A family's application for its licence.
    FamilyCase,
    /// A product, or a new version of one.
    ProductCase,
    /// The renewal of a licence.
    RenewalCase,
    /// A correction of what stands in a licence.
    CorrectionCase,
    /// A new member of a licensed family.
    MembershipCase,
    /// A suspension.
    SuspensionCase,
    /// A report of a listing.
    ReportCase,
    /// An objection to a decision.
    ObjectionCase,
    /// A decision, of whatever case.
    Decision,
    /// A licence.
    Licence,
    /// Somebody's application for a seat in a course.
    Enrolment,
    /// A family's application for a fair. Until 2026 these began with `F`, as family cases do.
    FairApplication,
    /// What a committee signed. Until 2026 these began with `M`, as memberships do.
    Minute,
}

impl Series {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::FamilyCase,
        Self::ProductCase,
        Self::RenewalCase,
        Self::CorrectionCase,
        Self::MembershipCase,
        Self::SuspensionCase,
        Self::ReportCase,
        Self::ObjectionCase,
        Self::Decision,
        Self::Licence,
        Self::Enrolment,
        Self::FairApplication,
        Self::Minute,
    ];

    /// What its numbers begin with; a decision's with its year alone.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::FamilyCase => "F",
            Self::ProductCase => "P",
            Self::RenewalCase => "N",
            Self::CorrectionCase => "C",
            Self::MembershipCase => "M",
            Self::SuspensionCase => "S",
            Self::ReportCase => "R",
            Self::ObjectionCase => "O",
            Self::Decision => "",
            Self::Licence => "LY",
            Self::Enrolment => "E",
            Self::FairApplication => "FA",
            Self::Minute => "MN",
        }
    }

    /// The name of its counter.
    fn counter(self) -> String {
        match self {
            Self::Decision => "decision".to_owned(),
            Self::Licence => "licence".to_owned(),
            Self::Enrolment => "enrolment".to_owned(),
            Self::FairApplication => "fair".to_owned(),
            Self::Minute => "minute".to_owned(),
            case => format!("case-{}", case.prefix()),
        }
    }

    fn written(self, year: i32, number: i64) -> String {
        match self {
            Self::Decision => format!("{year}/{number:05}"),
            Self::Minute => format!("{}-{year}-{number:04}", self.prefix()),
            _ => format!("{}-{year}-{number:05}", self.prefix()),
        }
    }
}

impl Tx {
    /// The next number of a series in the year that it is in Tripoli, as it is written; gaps only where a transaction failed.
    pub async fn next_reference(&self, series: Series, now: DateTime<Utc>) -> Result<String, DbErr> {
        let year = tripoli(now).year();
        Ok(series.written(year, self.next_number(&format!("{}-{year}", series.counter())).await?))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_series_share_a_number_or_a_counter() {
        let numbers: HashSet<String> = Series::ALL.iter().map(|series| series.written(2026, 1)).collect();
        let counters: HashSet<String> = Series::ALL.iter().map(|series| series.counter()).collect();
        assert_eq!((numbers.len(), counters.len()), (Series::ALL.len(), Series::ALL.len()));
        assert_eq!(Series::FamilyCase.written(2026, 7), "F-2026-00007");
        assert_eq!(Series::Decision.written(2026, 7), "2026/00007");
    }
}
