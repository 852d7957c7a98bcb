//! Planning of courses and cohorts, and signing up.

use chrono::{Days, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use super::entity::{assessment, cohort, course, enrolment, module};
use super::rules::{CohortState, EnrolmentMove, EnrolmentState, Policy, step};
use super::seats;
use crate::actor::Role;
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use crate::history::Event;
use crate::i18n::{day_in_tripoli, tripoli};
use crate::ids::{CohortId, CourseId, EnrolmentId, MemberId};
use crate::notifications::{Notice, tell};
use crate::{families, place, text};

/// Who plans courses and looks at who signed up.
pub(super) const STAFF: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser];

/// A course as it is typed.
#[derive(Debug, Clone)]
pub struct CourseForm {
    /// Title.
    pub title_ar: String,
    /// In English.
    pub title_en: String,
    /// What is learnt.
    pub aims: String,
    /// What one has to bring.
    pub prerequisites: String,
    /// With whom; only where it is really run with them.
    pub partner: String,
    /// Hours in all.
    pub hours: i64,
    /// Months for which its certificates hold.
    pub valid_months: i64,
    /// Whether a certificate of it gives the quality mark.
    pub gives_mark: bool,
    /// What is taught, in order; hours of each.
    pub modules: Vec<ModuleForm>,
}

/// A module as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleForm {
    /// Title.
    pub title: String,
    /// Hours.
    pub hours: i64,
    /// What is learnt.
    pub learnt: String,
}

/// A cohort as it is typed.
#[derive(Debug, Clone)]
pub struct CohortForm {
    /// Municipality code.
    pub municipality: String,
    /// Where.
    pub venue: String,
    /// First and last day of teaching.
    pub days: (NaiveDate, NaiveDate),
    /// First and last day of signing up.
    pub window: (NaiveDate, NaiveDate),
    /// Seats.
    pub capacity: i64,
    /// How the order is made.
    pub policy: Policy,
    /// Days in which an offer is answered.
    pub offer_days: i64,
    /// Region with seats of its own, how many, and the day from which the rest of them is for everyone.
    pub quota: Option<(String, i64, NaiveDate)>,
    /// What is paid for.
    pub costs: String,
    /// Whom to ask.
    pub contact: String,
    /// Attended part of the hours that completes it, percent.
    pub attendance_min: i64,
    /// Whether the modules are assessed too.
    pub assessed: bool,
}

pub(super) async fn record(tx: &Tx, ctx: &Ctx, act: &str, kind: &str, id: i64, details: String) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: kind, subject_id: id, details }).await
}

/// Saves a course, or a new one. Its address never changes.
pub async fn save_course(ctx: &Ctx, id: Option<CourseId>, form: CourseForm) -> Result<CourseId, AppError> {
    ctx.actor.staff(STAFF)?;
    let CourseForm { title_ar, title_en, aims, prerequisites, partner, hours, valid_months, gives_mark, modules } = form;
    let tx = ctx.begin().await?;
    // The same form sent twice makes one course.
    let twin = course::Entity::find().filter(course::Column::TitleAr.eq(&title_ar)).one(&*tx).await?;
    if twin.is_some_and(|twin| Some(twin.id) != id) {
        return Err(FieldErrors::one("title_ar", Problem::Twice).into());
    }
    let mut row = match id {
        Some(id) => course::Entity::find_by_id(id).one(&*tx).await?.ok_or(AppError::NotFound)?.into_active_model(),
        None => course::ActiveModel {
            slug: Set(tx.free_slug("course", &text::slug(&title_ar)).await?),
            created_at: Set(ctx.now),
            ..Default::default()
        },
    };
    row.title_ar = Set(title_ar);
    row.title_en = Set(title_en);
    row.aims = Set(aims);
    row.prerequisites = Set(prerequisites);
    row.partner = Set(partner);
    row.hours = Set(hours);
    row.valid_months = Set(valid_months);
    row.gives_mark = Set(gives_mark);
    let saved = if id.is_some() { row.update(&*tx).await? } else { row.insert(&*tx).await? };
    save_modules(&tx, saved.id, modules).await?;
    record(&tx, ctx, "training.course", "course", saved.id.0, saved.slug).await?;
    tx.public_changed().await?;
    tx.commit().await?;
    Ok(saved.id)
}

/// Modules by their place: what was assessed stays what it was about.
async fn save_modules(tx: &Tx, course: CourseId, modules: Vec<ModuleForm>) -> Result<(), AppError> {
    let known = super::reads::modules(&**tx, course).await?;
    for (position, new) in (1_i64..).zip(&modules) {
        let ModuleForm { title, hours, learnt } = new.clone();
        let mut row = match known.iter().find(|row| row.position == position) {
            Some(row) => row.clone().into_active_model(),
            None => module::ActiveModel { course_id: Set(course), position: Set(position), ..Default::default() },
        };
        let there = row.id.is_unchanged();
        row.title = Set(title);
        row.hours = Set(hours);
        row.learnt = Set(learnt);
        if there {
            row.update(&**tx).await?
        } else {
            row.insert(&**tx).await?
        };
    }
    for row in known.into_iter().skip(modules.len()) {
        let assessed = assessment::Entity::find().filter(assessment::Column::ModuleId.eq(row.id)).one(&**tx).await?;
        if assessed.is_some() {
            return Err(FieldErrors::one(&format!("module_{}", row.position), Problem::FixedNow).into());
        }
        module::Entity::delete_by_id(row.id).exec(&**tx).await?;
    }
    Ok(())
}

/// A cohort, held until the transaction ends: seats of one cohort are given by one act at a time.
pub(super) async fn locked(tx: &Tx, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)
}

/// Saves a cohort, or a new one. What people signed up under, the policy and the quota, stays once it is open; seats can be
/// added, and taken away as far as nobody holds them.
pub async fn save_cohort(ctx: &Ctx, course: CourseId, id: Option<CohortId>, form: CohortForm) -> Result<CohortId, AppError> {
    ctx.actor.staff(STAFF)?;
    let tx = ctx.begin().await?;
    course::Entity::find_by_id(course).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    let known = match id {
        Some(id) => Some(locked(&tx, id).await?),
        None => None,
    };
    let fixed = known.as_ref().is_some_and(|known| known.state != CohortState::Planned);
    let over = |known: &cohort::Model| matches!(known.state, CohortState::Finished | CohortState::Certified | CohortState::Cancelled);
    if known.as_ref().is_some_and(over) {
        return Err(Reason::NotNow.into());
    }
    let is_new = known.is_none();
    let mut row = match known {
        Some(known) => known.into_active_model(),
        None => {
            let last = cohort::Entity::find().filter(cohort::Column::CourseId.eq(course)).order_by_desc(cohort::Column::Number);
            let number = last.one(&*tx).await?.map_or(1, |last| last.number + 1);
            cohort::ActiveModel {
                course_id: Set(course),
                number: Set(number),
                state: Set(CohortState::Planned),
                created_at: Set(ctx.now),
                ..Default::default()
            }
        }
    };
    let day = |day: NaiveDate| day.to_string();
    let (region, seats, spill) = form.quota.map_or((None, 0, None), |(region, seats, spill)| (Some(region), seats, Some(day(spill))));
    if fixed {
        // Under these families signed up.
        let mut errors = FieldErrors::default();
        for (field, changed) in [
            ("opens_on", row.opens_on.as_ref() != &day(form.window.0)),
            ("policy", row.policy.as_ref() != &form.policy),
            ("quota_region", row.quota_region.as_ref() != &region),
            ("quota_seats", row.quota_seats.as_ref() != &seats),
            ("spill_on", row.spill_on.as_ref() != &spill),
            ("attendance_min", row.attendance_min.as_ref() != &form.attendance_min),
            ("assessed", row.assessed.as_ref() != &form.assessed),
        ] {
            if changed {
                errors.add(field, Problem::FixedNow);
            }
        }
        if !errors.0.is_empty() {
            return Err(errors.into());
        }
    }
    row.municipality_code = Set(form.municipality);
    row.venue = Set(form.venue);
    row.starts_on = Set(day(form.days.0));
    row.ends_on = Set(day(form.days.1));
    row.closes_on = Set(day(form.window.1));
    row.capacity = Set(form.capacity);
    row.offer_days = Set(form.offer_days);
    row.costs = Set(form.costs);
    row.contact = Set(form.contact);
    row.attendance_min = Set(form.attendance_min);
    row.assessed = Set(form.assessed);
    row.opens_on = Set(day(form.window.0));
    row.policy = Set(form.policy);
    row.quota_region = Set(region);
    row.quota_seats = Set(seats);
    row.spill_on = Set(spill);
    let saved = if is_new { row.insert(&*tx).await? } else { row.update(&*tx).await? };
    seats::make(&tx, &saved).await?;
    if saved.state == CohortState::Closed {
        seats::fill(&tx, ctx, &saved).await?;
    }
    record(&tx, ctx, "training.cohort", "cohort", saved.id.0, format!("{} seats", saved.capacity)).await?;
    tx.public_changed().await?;
    tx.commit().await?;
    Ok(saved.id)
}

/// From now on everyone sees the cohort, and families sign up within its window.
pub async fn publish(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    ctx.actor.staff(STAFF)?;
    let tx = ctx.begin().await?;
    let cohort = locked(&tx, id).await?;
    if cohort.state == CohortState::Open {
        return Ok(());
    }
    if cohort.state != CohortState::Planned {
        return Err(Reason::NotNow.into());
    }
    let mut row = cohort.into_active_model();
    row.state = Set(CohortState::Open);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.publish", "cohort", id.0, String::new()).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

/// Signing up ends now, before its last day: an act of its own in the trail.
pub async fn close_window(ctx: &Ctx, id: CohortId) -> Result<(), AppError> {
    ctx.actor.staff(STAFF)?;
    let tx = ctx.begin().await?;
    let cohort = locked(&tx, id).await?;
    let today = day_in_tripoli(ctx.now);
    if cohort.state != CohortState::Open {
        return Err(Reason::NotNow.into());
    }
    let yesterday = today.pred_opt().unwrap_or(today).to_string();
    if cohort.closes_on <= yesterday {
        return Ok(());
    }
    let (before, opens_on) = (cohort.closes_on.clone(), cohort.opens_on.clone().min(yesterday.clone()));
    let mut row = cohort.into_active_model();
    row.opens_on = Set(opens_on);
    row.closes_on = Set(yesterday);
    row.update(&*tx).await?;
    record(&tx, ctx, "training.close", "cohort", id.0, format!("instead of {before}")).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

/// The cohort does not take place; everyone who signed up is told why.
pub async fn cancel(ctx: &Ctx, id: CohortId, words: &str) -> Result<(), AppError> {
    ctx.actor.staff(STAFF)?;
    let tx = ctx.begin().await?;
    let cohort = locked(&tx, id).await?;
    if cohort.state == CohortState::Cancelled {
        return Ok(());
    }
    if matches!(cohort.state, CohortState::Finished | CohortState::Certified) {
        return Err(Reason::NotNow.into());
    }
    let title = title_of(&tx, &cohort).await?;
    crate::committee::call_off(&tx, ctx, super::committee::KIND, id.0, words).await?;
    let mut row = cohort.into_active_model();
    row.state = Set(CohortState::Cancelled);
    row.update(&*tx).await?;
    let of_cohort = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(id));
    let active = of_cohort.filter(enrolment::Column::State.is_not_in(EnrolmentState::OUT));
    for row in active.all(&*tx).await? {
        let applicant = row.applicant_id;
        let mut row = row.into_active_model();
        row.state = Set(EnrolmentState::Withdrawn);
        row.seat = Set(None);
        row.reason = Set(words.to_owned());
        row.changed_at = Set(ctx.now);
        row.update(&*tx).await?;
        tell(&tx, ctx, applicant, &Notice::CohortCancelled { title: title.clone(), words: words.to_owned() }, "/me/training").await?;
    }
    record(&tx, ctx, "training.cancel", "cohort", id.0, words.to_owned()).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

pub(super) async fn title_of(tx: &Tx, cohort: &cohort::Model) -> Result<String, AppError> {
    let course = course::Entity::find_by_id(cohort.course_id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    Ok(course.title_ar)
}

/// The key of a person by identity number: the same in every family, and no number in another table.
fn person_key(identity: &str) -> String {
    hex::encode(Sha256::digest(format!("trainee:{identity}")))
}

/// A licensed family signs one of its members up, within the window. Gives the reference number. The same person signs up for
/// a course once, through whichever family.
pub async fn apply(ctx: &Ctx, id: CohortId, member: MemberId, words: String) -> Result<String, AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let family = families::licensed_own(&*tx, ctx).await?;
    let cohort = locked(&tx, id).await?;
    if !window_open(&cohort, day_in_tripoli(ctx.now)) {
        return Err(Reason::WindowClosed.into());
    }
    let trainees = families::trainees(&*tx, family.id).await?;
    let trainee = trainees.into_iter().find(|trainee| trainee.id == member);
    let trainee = trainee.ok_or(FieldErrors::one("member", Problem::NotAChoice))?;
    let municipality = family.municipality.clone().unwrap_or_default();
    let places = place::places(&ctx.db).await?;
    let region = places.municipality(&municipality).map(|m| m.region_code.clone()).unwrap_or_default();
    let key = person_key(&trainee.identity);
    // The same form sent twice signs up once.
    let twin = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(id))
        .filter(enrolment::Column::PersonKey.eq(&key))
        .filter(enrolment::Column::FamilyId.eq(family.id))
        .filter(enrolment::Column::State.eq(EnrolmentState::Submitted));
    if let Some(twin) = twin.one(&*tx).await? {
        return Ok(twin.reference);
    }
    let year = chrono::Datelike::year(&tripoli(ctx.now));
    let reference = format!("E-{year}-{:05}", tx.next_number(&format!("enrolment-{year}")).await?);
    let row = enrolment::ActiveModel {
        cohort_id: Set(id),
        course_id: Set(cohort.course_id),
        family_id: Set(family.id),
        applicant_id: Set(me),
        reference: Set(reference.clone()),
        name: Set(trainee.name),
        person_key: Set(key),
        municipality_code: Set(municipality),
        region_code: Set(region),
        words: Set(words),
        state: Set(EnrolmentState::Submitted),
        reason: Set(String::new()),
        applied_at: Set(ctx.now),
        changed_at: Set(ctx.now),
        ..Default::default()
    };
    match row.insert(&*tx).await {
        Ok(_) => {}
        Err(error) if unique_violation(&error).is_some() => return Err(FieldErrors::one("member", Problem::EnrolledAlready).into()),
        Err(error) => return Err(error.into()),
    }
    let title = title_of(&tx, &cohort).await?;
    tell(&tx, ctx, me, &Notice::Enrolled { title, reference: reference.clone() }, "/me/training").await?;
    tx.commit().await?;
    Ok(reference)
}

/// Whether families sign up on a day.
pub(super) fn window_open(cohort: &cohort::Model, today: NaiveDate) -> bool {
    let today = today.to_string();
    cohort.state == CohortState::Open && (cohort.opens_on.as_str()..=cohort.closes_on.as_str()).contains(&today.as_str())
}

/// An officer looks at who signed up: the conditions are met, or not, with the reason. Nobody looks at their own family.
pub async fn screen(ctx: &Ctx, id: EnrolmentId, fits: bool, words: &str) -> Result<CohortId, AppError> {
    let me = ctx.actor.staff(STAFF)?.id;
    let tx = ctx.begin().await?;
    let reach = place::within(ctx.actor.scopes(STAFF), enrolment::Column::MunicipalityCode);
    let found = enrolment::Entity::find_by_id(id).filter(reach).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    if found.applicant_id == me {
        return Err(Reason::OwnCase.into());
    }
    // What the committee has before it is not changed from outside.
    if crate::committee::at_work(&*tx, super::committee::KIND, found.cohort_id.0).await? {
        return Err(Reason::NotNow.into());
    }
    let by = if fits { EnrolmentMove::Screen } else { EnrolmentMove::Refuse };
    let state = step(found.state, by).ok_or(Reason::NotNow)?;
    if !fits && words.is_empty() {
        return Err(FieldErrors::one("words", Problem::ReasonNeeded).into());
    }
    let (cohort, applicant, reference) = (found.cohort_id, found.applicant_id, found.reference.clone());
    let mut row = found.into_active_model();
    row.state = Set(state);
    row.reason = Set(words.to_owned());
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    if !fits {
        let title = title_of(&tx, &locked(&tx, cohort).await?).await?;
        tell(&tx, ctx, applicant, &Notice::NotEnrolled { title, words: words.to_owned() }, "/me/training").await?;
    }
    record(&tx, ctx, if fits { "training.screen" } else { "training.refuse" }, "enrolment", id.0, reference).await?;
    tx.commit().await?;
    Ok(cohort)
}

/// The last day on which an offer that is made today is answered.
pub(super) fn answer_by(today: NaiveDate, days: i64) -> String {
    today.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(today).to_string()
}
