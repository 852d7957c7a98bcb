//! Lessons as calendars (RFC 5545): of a cohort for everyone, of a person behind a secret address.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::courses::reads;
use crate::entity::{calendar_link, cohort, course, enrolment, lesson};
use crate::rules::{CohortState, EnrolmentState};
use ground::ctx::{Ctx, Site};
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{CohortId, PersonId};
use ground::outbox::Invitation;
use ground::texts::{self, Locale};
use ground::{days, t};

/// An hour of a day in Tripoli.
fn instant(day: NaiveDate, hour: NaiveTime) -> DateTime<Utc> {
    days::from_tripoli(day.and_time(hour))
}

fn calendar(l: Locale, name: &str, events: Vec<Event>) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name).description(&t!(l, common.authority));
    for event in events {
        calendar.push(event);
    }
    calendar.done().to_string()
}

/// What is sent to who holds a seat: the lessons that are set, or do not take place.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    course: course::Model,
    pub(crate) cohort: cohort::Model,
    lessons: Vec<lesson::Model>,
    cancelled: bool,
}

impl Times {
    fn new(course: course::Model, cohort: cohort::Model, lessons: Vec<lesson::Model>) -> Self {
        let cancelled = cohort.state == CohortState::Cancelled;
        Self { course, cohort, lessons, cancelled }
    }

    /// Each lesson once; the whole span of days while there is no timetable. What is cancelled says so.
    fn events(&self, l: Locale, site: &Site) -> Vec<Event> {
        let Self { course, cohort, lessons, cancelled } = self;
        let title =
            format!("{} — {}", texts::pick(l, &course.title_ar, &course.title_en), t!(l, training.cohort_number, n = cohort.number));
        let page = site.address(&format!("/{}/courses/{}/{}", texts::code(l), course.slug, cohort.number));
        let status = || if *cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
        let host = site.public_url.split("://").nth(1).unwrap_or_default();
        let of_lesson = |lesson: &lesson::Model| {
            let (begins, ends) = (instant(lesson.day, lesson.begins), instant(lesson.day, lesson.ends));
            let sequence = u32::try_from(lesson.version).unwrap_or(0) + u32::from(*cancelled);
            let about = [lesson.topic.as_str(), lesson.link.as_str(), page.as_str()];
            let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
            Event::new()
                .uid(&format!("lesson-{}@{host}", lesson.id))
                .sequence(sequence)
                .timestamp(lesson.changed_at)
                .summary(&title)
                .description(&about)
                .location(&lesson.venue)
                .url(&page)
                .starts(begins)
                .ends(ends)
                .status(status())
                .done()
        };
        if !lessons.is_empty() {
            return lessons.iter().map(of_lesson).collect();
        }
        let (first, last) = (cohort.starts_on, cohort.ends_on);
        // A day's end is the beginning of the next one.
        let span = Event::new()
            .uid(&format!("cohort-{}@{host}", cohort.id))
            .timestamp(cohort.created_at)
            .summary(&title)
            .description(&page)
            .location(&cohort.venue)
            .starts(first)
            .ends(last.succ_opt().unwrap_or(last))
            .status(status())
            .done();
        vec![span]
    }

    /// Lessons of a cohort, or some of them.
    pub async fn of(tx: &Tx, cohort: &cohort::Model, lessons: Vec<lesson::Model>) -> Result<Self, AppError> {
        let course = course::Entity::find_by_id(cohort.course_id).one(&**tx).await?.ok_or(AppError::NotFound)?;
        Ok(Self::new(course, cohort.clone(), lessons))
    }

    /// A lesson that does not take place.
    pub fn cancelled(mut self) -> Self {
        self.cancelled = true;
        self
    }

    /// For a mail to an address. One event is an invitation that can be answered; several are published together, as mail
    /// programs read only the first of several invitations.
    pub fn invitation(&self, l: Locale, site: &Site, to: &str) -> Option<Invitation> {
        let mut events = self.events(l, site);
        let method = match (self.cancelled, events.len()) {
            (_, 0) => return None,
            (true, _) => "CANCEL",
            (false, 1) => "REQUEST",
            (false, _) => "PUBLISH",
        };
        let host = site.public_url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost");
        for event in &mut events {
            event.add_property("ORGANIZER", format!("mailto:souq@{host}"));
            if method != "PUBLISH" {
                event.add_property("ATTENDEE", format!("mailto:{to}"));
            }
        }
        let title = texts::pick(l, &self.course.title_ar, &self.course.title_en);
        let mut all = Calendar::new();
        all.name(title).append_property(("METHOD", method));
        for event in events {
            all.push(event);
        }
        Some(Invitation { method: method.to_owned(), text: all.done().to_string() })
    }
}

/// Lessons of one cohort that everyone sees.
pub async fn of_cohort(ctx: &Ctx, slug: &str, number: i64) -> Result<String, AppError> {
    let (course, cohort) = reads::shown(ctx, slug, number).await?;
    let lessons = lesson::of_cohort(ctx.db.read(), cohort.id).await?;
    let title = texts::pick(ctx.l, &course.title_ar, &course.title_en).to_owned();
    Ok(calendar(ctx.l, &title, Times::new(course, cohort, lessons).events(ctx.l, &ctx.site)))
}

/// The secret of one's own calendar, if there is one.
pub async fn link(ctx: &Ctx) -> Result<Option<String>, AppError> {
    let me = ctx.actor.person()?.id;
    Ok(calendar_link::Entity::find_by_id(me).one(ctx.db.read()).await?.map(|row| row.secret))
}

/// A new secret; the address before it leads nowhere from now on.
pub async fn renew(ctx: &Ctx) -> Result<(), AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let sql = "INSERT INTO calendar_link (person_id, secret, created_at) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at";
    tx.run(sql, vec![me.into(), ground::lots::seed().into(), ctx.now.into()]).await?;
    Ok(tx.commit().await?)
}

/// The address of a person's calendar leads nowhere any more.
pub async fn forget(tx: &Tx, person: PersonId) -> Result<(), AppError> {
    calendar_link::Entity::delete_by_id(person).exec(&**tx).await?;
    Ok(())
}

/// The calendar behind a secret address: lessons of the cohorts in which its owner holds a seat or held one until the cohort was
/// cancelled, and those that the owner teaches.
pub async fn of_secret(ctx: &Ctx, secret: &str) -> Result<String, AppError> {
    let db = ctx.db.read();
    let owner = calendar_link::Entity::find().filter(calendar_link::Column::Secret.eq(secret)).one(db).await?;
    let owner: PersonId = owner.ok_or(AppError::NotFound)?.person_id;
    let mine = enrolment::Entity::find().filter(enrolment::Column::ApplicantId.eq(owner)).all(db).await?;
    let seated: HashSet<CohortId> =
        mine.iter().filter(|row| row.state.holds_seat() && row.state != EnrolmentState::Offered).map(|row| row.cohort_id).collect();
    let left: HashSet<CohortId> = mine.iter().filter(|row| row.state == EnrolmentState::Withdrawn).map(|row| row.cohort_id).collect();
    let taught = lesson::Entity::find().filter(lesson::Column::TrainerId.eq(owner)).all(db).await?;
    let teaches: HashSet<CohortId> = taught.iter().map(|lesson| lesson.cohort_id).collect();
    let known = seated.iter().chain(&left).chain(&teaches).copied();
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(known)).all(db).await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(cohorts.iter().map(|row| row.course_id))).all(db).await?;
    let timetables = lesson::of_cohorts(db, cohorts.iter().map(|row| row.id).collect()).await?;
    let mut all = Vec::new();
    for cohort in cohorts {
        let cancelled = cohort.state == CohortState::Cancelled;
        if !cancelled && !seated.contains(&cohort.id) && !teaches.contains(&cohort.id) {
            continue;
        }
        let Some(course) = courses.iter().find(|course| course.id == cohort.course_id) else { continue };
        let mut lessons: Vec<lesson::Model> = timetables.iter().filter(|lesson| lesson.cohort_id == cohort.id).cloned().collect();
        if !seated.contains(&cohort.id) && !left.contains(&cohort.id) {
            lessons.retain(|lesson| lesson.trainer_id == Some(owner));
        }
        all.extend(Times::new(course.clone(), cohort, lessons).events(ctx.l, &ctx.site));
    }
    Ok(calendar(ctx.l, &t!(ctx.l, training.my_calendar), all))
}
