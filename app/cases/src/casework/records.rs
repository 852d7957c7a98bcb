//! How the products of people fared.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::{case_event, casefile};
use super::rules::{CaseKind, Outcome};
use ground::error::AppError;
use ground::ids::{CaseId, PersonId};

/// How products of some people fared: of those decided within a span, how many were approved at the first try, and how many were
/// sent back at least once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProductRecord {
    /// Decided.
    pub decided: i64,
    /// Approved without being sent back.
    pub first_try: i64,
    /// Sent back at least once.
    pub returned: i64,
}

impl std::ops::AddAssign for ProductRecord {
    fn add_assign(&mut self, other: Self) {
        self.decided += other.decided;
        self.first_try += other.first_try;
        self.returned += other.returned;
    }
}

/// Cases about products of some applicants that were decided within `[from, until)`: whose each is, when it was decided, and its
/// record.
pub async fn decided_products<C: ConnectionTrait>(
    db: &C,
    applicants: Vec<PersonId>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<(PersonId, DateTime<Utc>, ProductRecord)>, AppError> {
    let query = casefile::Entity::find()
        .filter(casefile::Column::Kind.eq(CaseKind::Product))
        .filter(casefile::Column::ApplicantId.is_in(applicants))
        .filter(casefile::Column::DecidedAt.gte(from))
        .filter(casefile::Column::DecidedAt.lt(until));
    let ids = query.clone().select_only().column(casefile::Column::Id).into_query();
    let returns = case_event::Entity::find().select_only().column(case_event::Column::CaseId);
    let returns = returns.filter(case_event::Column::CaseId.in_subquery(ids)).filter(case_event::Column::Act.eq("return"));
    let returned: HashSet<CaseId> = returns.into_tuple().all(db).await?.into_iter().collect();
    let record = |case: casefile::Model| {
        let back = returned.contains(&case.id);
        let first_try = case.outcome == Some(Outcome::Approved) && !back;
        let record = ProductRecord { decided: 1, first_try: i64::from(first_try), returned: i64::from(back) };
        Some((case.applicant_id?, case.decided_at?, record))
    };
    Ok(query.all(db).await?.into_iter().filter_map(record).collect())
}

/// The record of each of some applicants within `[from, until)`; who had nothing decided is left out.
pub async fn product_records<C: ConnectionTrait>(
    db: &C,
    applicants: Vec<PersonId>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<HashMap<PersonId, ProductRecord>, AppError> {
    let mut records: HashMap<PersonId, ProductRecord> = HashMap::new();
    for (whose, _, record) in decided_products(db, applicants, from, until).await? {
        *records.entry(whose).or_default() += record;
    }
    Ok(records)
}
