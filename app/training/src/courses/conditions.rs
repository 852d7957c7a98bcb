//! Conditions of a cohort as they are stored: who may sign up, for whom seats are kept, and what gives points.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::courses::terms::{Group, Lives, Quota, Terms};
use crate::entity::{criterion, enrolment, points, quota, term};
use crate::rules::{EnrolmentState, QuotaKind, TermKind};
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{CohortId, CourseId, CriterionId, EnrolmentId, FamilyId};

impl Lives {
    /// What stands with somebody who signed up.
    pub fn of(row: &enrolment::Model) -> Self {
        let crafts = row.crafts.split_whitespace().map(str::to_owned).collect();
        Self { municipality: row.municipality_code.clone(), region: row.region_code.clone(), crafts }
    }
}

/// What gives points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its key.
    pub id: CriterionId,
    /// What is looked at.
    pub title: String,
    /// How much a point of it counts.
    pub weight: i64,
}

impl From<criterion::Model> for Criterion {
    fn from(row: criterion::Model) -> Self {
        Self { id: row.id, title: row.title, weight: row.weight }
    }
}

/// Conditions, quotas in their order, and criteria of a cohort.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Who may sign up.
    pub terms: Terms,
    /// Seats kept.
    pub quotas: Vec<Quota>,
    /// What gives points.
    pub criteria: Vec<Criterion>,
}

impl Conditions {
    /// Quotas that are for a family, by their place.
    pub fn quotas_of(&self, family: &Lives) -> Vec<usize> {
        self.quotas.iter().enumerate().filter(|(_, quota)| quota.group.holds(family)).map(|(n, _)| n).collect()
    }

    /// The most points there are.
    pub fn most_points(&self) -> i64 {
        self.criteria.iter().map(|row| row.weight * MOST_POINTS).sum()
    }
}

/// Points of one criterion are 0 to this.
pub const MOST_POINTS: i64 = 4;

/// Conditions of a cohort.
pub async fn of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Conditions, AppError> {
    let mut terms = Terms::default();
    for row in term::Entity::find().filter(term::Column::CohortId.eq(id)).all(db).await? {
        match row.kind {
            TermKind::LicenceThrough => terms.licence_through = true,
            TermKind::FirstTime => terms.first_time = true,
            TermKind::Region => terms.groups.push(Group::Region(row.code)),
            TermKind::Municipality => terms.groups.push(Group::Municipality(row.code)),
            TermKind::Craft => terms.groups.push(Group::Craft(row.code)),
        }
    }
    terms.groups.sort_by_key(Group::code);
    let quotas = quotas(db, vec![id]).await?.remove(&id).unwrap_or_default();
    let criteria = criterion::Entity::find().filter(criterion::Column::CohortId.eq(id)).order_by_asc(criterion::Column::Position);
    let criteria = criteria.all(db).await?.into_iter().map(Criterion::from).collect();
    Ok(Conditions { terms, quotas, criteria })
}

/// Seats kept in some cohorts, in their order.
pub async fn quotas<C: ConnectionTrait>(db: &C, ids: Vec<CohortId>) -> Result<HashMap<CohortId, Vec<Quota>>, AppError> {
    let query = quota::Entity::find().filter(quota::Column::CohortId.is_in(ids)).order_by_asc(quota::Column::Position);
    let mut all: HashMap<CohortId, Vec<Quota>> = HashMap::new();
    for row in query.all(db).await? {
        let group = match row.kind {
            QuotaKind::Region => Group::Region(row.code),
            QuotaKind::Municipality => Group::Municipality(row.code),
            QuotaKind::Craft => Group::Craft(row.code),
        };
        all.entry(row.cohort_id).or_default().push(Quota { position: row.position, group, seats: row.seats });
    }
    Ok(all)
}

/// Writes them for a cohort that is still planned.
pub(crate) async fn save(tx: &Tx, id: CohortId, terms: &Terms, quotas: &[Quota], criteria: Vec<(String, i64)>) -> Result<(), AppError> {
    term::Entity::delete_many().filter(term::Column::CohortId.eq(id)).exec(&**tx).await?;
    let row = |kind: TermKind, code: &str| term::ActiveModel { cohort_id: Set(id), kind: Set(kind), code: Set(code.to_owned()) };
    let of_group = |group: &Group| match group {
        Group::Region(code) => row(TermKind::Region, code),
        Group::Municipality(code) => row(TermKind::Municipality, code),
        Group::Craft(code) => row(TermKind::Craft, code),
    };
    let mut rows: Vec<term::ActiveModel> = terms.groups.iter().map(of_group).collect();
    rows.extend(terms.licence_through.then(|| row(TermKind::LicenceThrough, "")));
    rows.extend(terms.first_time.then(|| row(TermKind::FirstTime, "")));
    for row in rows {
        row.insert(&**tx).await?;
    }
    quota::Entity::delete_many().filter(quota::Column::CohortId.eq(id)).exec(&**tx).await?;
    for Quota { position, group, seats } in quotas {
        let (kind, code) = match group {
            Group::Region(code) => (QuotaKind::Region, code),
            Group::Municipality(code) => (QuotaKind::Municipality, code),
            Group::Craft(code) => (QuotaKind::Craft, code),
        };
        let row = quota::ActiveModel {
            cohort_id: Set(id),
            position: Set(*position),
            kind: Set(kind),
            code: Set(code.to_owned()),
            seats: Set(*seats),
        };
        row.insert(&**tx).await?;
    }
    criterion::Entity::delete_many().filter(criterion::Column::CohortId.eq(id)).exec(&**tx).await?;
    for (position, (title, weight)) in (1..).zip(criteria) {
        let row = criterion::ActiveModel {
            cohort_id: Set(id),
            position: Set(position),
            title: Set(title),
            weight: Set(weight),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Which of some families have somebody who completed a course.
pub async fn took<C: ConnectionTrait>(db: &C, course: CourseId, families: Vec<FamilyId>) -> Result<HashSet<FamilyId>, AppError> {
    let query = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::FamilyId)
        .filter(enrolment::Column::CourseId.eq(course))
        .filter(enrolment::Column::FamilyId.is_in(families))
        .filter(enrolment::Column::State.is_in([EnrolmentState::Completed, EnrolmentState::Certified]));
    Ok(query.into_tuple().all(db).await?.into_iter().collect())
}

/// Points that were given, by person and criterion.
pub type Given = HashMap<(EnrolmentId, CriterionId), i64>;

/// Points that some people were given, with what each is for, in its order.
pub async fn points_of<C: ConnectionTrait>(db: &C, ids: Vec<EnrolmentId>) -> Result<HashMap<EnrolmentId, Vec<(Criterion, i64)>>, AppError> {
    let query = points::Entity::find().filter(points::Column::EnrolmentId.is_in(ids)).find_also_related(criterion::Entity);
    let mut all: HashMap<EnrolmentId, Vec<(Criterion, i64)>> = HashMap::new();
    for (row, criterion) in query.order_by_asc(criterion::Column::Position).all(db).await? {
        all.entry(row.enrolment_id).or_default().extend(criterion.map(|criterion| (criterion.into(), row.points)));
    }
    Ok(all)
}

/// Points of everybody by some criteria.
pub async fn points<C: ConnectionTrait>(db: &C, criteria: &[Criterion]) -> Result<Given, AppError> {
    let query = points::Entity::find().filter(points::Column::CriterionId.is_in(criteria.iter().map(|row| row.id)));
    Ok(query.all(db).await?.into_iter().map(|row| ((row.enrolment_id, row.criterion_id), row.points)).collect())
}

/// The weighted sum of somebody's points; nothing while one is missing.
pub fn total(conditions: &Conditions, given: &Given, id: EnrolmentId) -> Option<i64> {
    conditions.criteria.iter().map(|row| given.get(&(id, row.id)).map(|points| points * row.weight)).sum()
}

/// Notes points of somebody, one for each criterion; earlier ones are replaced.
pub(crate) async fn give(tx: &Tx, row: points::ActiveModel) -> Result<(), AppError> {
    let id = (row.enrolment_id.clone().take(), row.criterion_id.clone().take());
    let (Some(enrolment), Some(criterion)): (Option<EnrolmentId>, Option<CriterionId>) = id else { return Err(AppError::NotFound) };
    match points::Entity::find_by_id((enrolment, criterion)).one(&**tx).await? {
        Some(there) => {
            let mut there = there.into_active_model();
            (there.points, there.given_by, there.given_at) = (row.points, row.given_by, row.given_at);
            there.update(&**tx).await?;
        }
        None => {
            row.insert(&**tx).await?;
        }
    }
    Ok(())
}
