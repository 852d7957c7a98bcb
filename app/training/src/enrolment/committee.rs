//! What a committee does for a cohort: the files before it, and what a signed minute means.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::courses;
use crate::enrolment::notices::Notice;
use crate::enrolment::offers;
use crate::enrolment::refusals;
use crate::entity::{cohort, course, enrolment};
use crate::reach::{PLANNERS, in_reach, locked, not_mine};
use crate::rules::{CohortState, EnrolmentMove, EnrolmentState, Policy};
use cases::casework;
use cases::committee::{self, Decided, NewFile, NewSitting, SittingKind};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{CohortId, FamilyId, SittingId};
use ground::states::States;
use ground::t;
use ground::texts::Locale;
use market::families;
use people::notifications::tell;
use people::place;

/// An officer calls the committee for a cohort whose window is over and whose people were all looked at.
pub async fn call(ctx: &Ctx, id: CohortId, held_on: NaiveDate, venue: String, agenda: String) -> Result<SittingId, AppError> {
    let me = ctx.actor.staff(PLANNERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = in_reach(&tx, ctx, id).await?;
    not_mine(&tx, id, me).await?;
    if held_on >= cohort.starts_on {
        return Err(FieldErrors::one("held_on", courses::refusals::AFTER_BEGIN).into());
    }
    if cohort.policy != Policy::Committee || cohort.state != CohortState::Open {
        return Err(Reason::NOT_NOW.into());
    }
    if !cohort.window().over(day_in_tripoli(ctx.now)) {
        return Err(refusals::WINDOW_OPEN.into());
    }
    if !enrolment::of_cohort(&tx, id, &EnrolmentState::OPEN).await?.is_empty() {
        return Err(refusals::NOT_SCREENED.into());
    }
    let files = files(&tx, ctx, &cohort).await?;
    // Who found the conditions met does not vote on the same people.
    let screened =
        enrolment::of_cohort(&tx, id, &[EnrolmentState::Screened]).await?.into_iter().filter_map(|row| row.screened_by).collect();
    let title = format!("{} — {}", course::title_of(&tx, &cohort).await?, t!(Locale::Ar, training.cohort_number, n = cohort.number));
    let municipality = cohort.municipality_code.clone();
    let new = NewSitting { kind: SittingKind::Cohort, subject_id: id.0, title, municipality, agenda, held_on, venue, files, not: screened };
    let sitting = committee::call(&tx, ctx, new).await?;
    tx.commit().await?;
    Ok(sitting)
}

async fn files(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model) -> Result<Vec<NewFile>, AppError> {
    let rows = enrolment::of_cohort(tx, cohort.id, &[EnrolmentState::Screened]).await?;
    let places = place::places(&ctx.db).await?;
    let names = families::public_names(&**tx, rows.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let applicants = rows.iter().map(|row| row.applicant_id).collect();
    let records = casework::product_records(&**tx, applicants, DateTime::UNIX_EPOCH, ctx.now).await?;
    let earlier = earlier(tx, &rows).await?;
    let file = |row: enrolment::Model| {
        let record = records
            .get(&row.applicant_id)
            .map(|record| t!(Locale::Ar, training.record, decided = record.decided, first = record.first_try, returned = record.returned));
        let courses = earlier.get(&row.family_id).map(|titles| t!(Locale::Ar, training.earlier, courses = titles.join("، ")));
        let family = names.get(&row.family_id).map(|name| name.ar.clone()).unwrap_or_default();
        // Stored in Arabic, the language of minutes.
        let place = places.name(Locale::Ar, &row.municipality_code);
        let details = [family, place, record.unwrap_or_default(), courses.unwrap_or_default(), row.words]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        NewFile { subject: row.id.0, applicant: row.applicant_id, reference: row.reference, name: row.name, details, rank: None }
    };
    Ok(rows.into_iter().map(file).collect())
}

/// Titles of courses that somebody of each family completed before.
async fn earlier(tx: &Tx, rows: &[enrolment::Model]) -> Result<HashMap<FamilyId, Vec<String>>, AppError> {
    let done = enrolment::Entity::find()
        .filter(enrolment::Column::FamilyId.is_in(rows.iter().map(|row| row.family_id)))
        .filter(enrolment::Column::State.is_in([EnrolmentState::Completed, EnrolmentState::Certified]))
        .all(&**tx)
        .await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(done.iter().map(|row| row.course_id))).all(&**tx).await?;
    let mut titles: HashMap<FamilyId, Vec<String>> = HashMap::new();
    for row in done {
        let title = courses.iter().find(|course| course.id == row.course_id).map(|course| course.title_ar.clone());
        titles.entry(row.family_id).or_default().extend(title);
    }
    Ok(titles)
}

/// Holds the cohort that a sitting is about before anything else of it is held: everyone locks in this order.
pub async fn hold(tx: &Tx, subject: i64) -> Result<(), AppError> {
    locked(tx, CohortId(subject)).await.map(|_| ())
}

/// A signed minute holds: its order is published, seats are offered, and everyone hears the reason. Who withdrew meanwhile is
/// left out; everything else is as the committee said.
pub async fn apply_minute(tx: &Tx, ctx: &Ctx, decided: &Decided) -> Result<(), AppError> {
    let id = CohortId(decided.subject_id);
    let cohort = locked(tx, id).await?;
    if cohort.state != CohortState::Open {
        return Err(Reason::NOT_NOW.into());
    }
    if cohort.starts_on <= day_in_tripoli(ctx.now) {
        return Err(refusals::COHORT_BEGUN.into());
    }
    if !enrolment::of_cohort(tx, id, &EnrolmentState::OPEN).await?.is_empty() {
        return Err(refusals::NOT_SCREENED.into());
    }
    let title = course::title_of(tx, &cohort).await?;
    for row in enrolment::of_cohort(tx, id, &[EnrolmentState::Screened]).await? {
        // Everyone who was screened stands in the minute: nobody signs up while the committee sits.
        let verdict = decided.verdicts.iter().find(|verdict| verdict.subject == row.id.0).ok_or(Reason::NOT_NOW)?;
        let by = if verdict.position.is_some() { EnrolmentMove::Order } else { EnrolmentMove::Refuse };
        let state = row.state.step(by)?;
        let applicant = row.applicant_id;
        let mut row = row.into_active_model();
        row.state = state.set();
        row.position = Set(verdict.position);
        row.reason = Set(verdict.reason.clone());
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        if verdict.position.is_none() {
            let notice = Notice::NotEnrolled { title: title.clone(), words: verdict.reason.clone() };
            tell(tx, ctx, applicant, &notice, "/me/training").await?;
        }
    }
    let mut row = cohort.into_active_model();
    row.seed = Set(Some(decided.seed.clone()));
    row.minute = Set(Some(decided.number.clone()));
    let cohort = row.update(&**tx).await?;
    offers::publish_order(tx, ctx, cohort).await
}
