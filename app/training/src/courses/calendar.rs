//! Lessons as calendars (RFC 5545): of a cohort for everyone, of a person behind a secret address.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::courses::reads;
use crate::entity::{calendar_link, cohort, course, enrolment, lesson};
use crate::rules::{CohortState, EnrolmentState};
use crate::types::hours;
use ground::ctx::{Ctx, Site};
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{CohortId, PersonId};
use ground::outbox::Invitation;
use ground::t;
use ground::texts::{self, Locale};

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
    /// What is sent here does not take place, or not for its reader.
    cancelled: bool,
    /// The days of the cohort stood in calendars without hours until these lessons came.
    in_place_of_days: bool,
    /// When it is sent; nothing for what is fetched.
    sent: Option<DateTime<Utc>>,
}

impl Times {
    fn new(course: course::Model, cohort: cohort::Model, lessons: Vec<lesson::Model>) -> Self {
        let cancelled = cohort.state == CohortState::Cancelled;
        Self { course, cohort, lessons, cancelled, in_place_of_days: false, sent: None }
    }

    fn title(&self, l: Locale) -> String {
        let course = texts::pick(l, &self.course.title_ar, &self.course.title_en);
        format!("{course} — {}", t!(l, training.cohort_number, n = self.cohort.number))
    }

    fn status(&self) -> EventStatus {
        if self.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed }
    }

    fn page(&self, l: Locale, site: &Site) -> String {
        site.address(&format!("/{}/courses/{}/{}", texts::code(l), self.course.slug, self.cohort.number))
    }

    /// Each lesson once; the whole span of days while there is no timetable. What is cancelled says so.
    fn events(&self, l: Locale, site: &Site) -> Vec<Event> {
        if self.lessons.is_empty() {
            return vec![self.span(l, site)];
        }
        self.lessons.iter().map(|lesson| self.of_lesson(l, site, lesson)).collect()
    }

    fn of_lesson(&self, l: Locale, site: &Site, lesson: &lesson::Model) -> Event {
        let page = self.page(l, site);
        let about = [lesson.topic.as_str(), lesson.link.as_str(), page.as_str()];
        let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        let (begins, ends) = hours(lesson.day, lesson.begins, lesson.ends);
        Event::new()
            .uid(&format!("lesson-{}@{}", lesson.id, authority(site)))
            .sequence(u32::try_from(lesson.version).unwrap_or(0) + u32::from(self.cancelled))
            .timestamp(lesson.changed_at)
            .summary(&self.title(l))
            .description(&about)
            .location(&lesson.venue)
            .url(&page)
            .starts(begins)
            .ends(ends)
            .status(self.status())
            .done()
    }

    /// The days without hours. Each sending has a higher number than those before it, so that the last one holds.
    fn span(&self, l: Locale, site: &Site) -> Event {
        let Self { cohort, sent, cancelled, .. } = self;
        let (first, last) = (cohort.starts_on, cohort.ends_on);
        let age = sent.map_or(0, |at| (at - cohort.created_at).num_minutes());
        // A day's end is the beginning of the next one.
        Event::new()
            .uid(&format!("cohort-{}@{}", cohort.id, authority(site)))
            .sequence(u32::try_from(age).unwrap_or(0) + u32::from(*cancelled))
            .timestamp(sent.unwrap_or(cohort.created_at))
            .summary(&self.title(l))
            .description(&self.page(l, site))
            .location(&cohort.venue)
            .starts(first)
            .ends(last.succ_opt().unwrap_or(last))
            .status(self.status())
            .done()
    }

    /// Lessons of a cohort, or some of them, to be sent.
    pub async fn of(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model, lessons: Vec<lesson::Model>) -> Result<Self, AppError> {
        let course = course::Entity::find_by_id(cohort.course_id).one(&**tx).await?.ok_or(AppError::NotFound)?;
        Ok(Self { sent: Some(ctx.now), ..Self::new(course, cohort.clone(), lessons) })
    }

    /// What does not take place, or not for its reader.
    pub fn cancelled(mut self) -> Self {
        self.cancelled = true;
        self
    }

    /// The first lessons of a cohort: its days without hours are taken back.
    pub fn in_place_of_days(mut self) -> Self {
        self.in_place_of_days = true;
        self
    }

    /// For a mail to an address. One event is an invitation that can be answered; several are published together, as mail
    /// programs read only the first of several invitations. What is taken back is one message for each event (RFC 5546, 3.2.5).
    pub fn invitations(&self, l: Locale, site: &Site, to: &str) -> Vec<Invitation> {
        let mut sent = self.without_days(l, site, to);
        if self.in_place_of_days {
            let days = Self { lessons: Vec::new(), cancelled: true, ..self.clone() };
            sent.push(self.message(l, site, "CANCEL", vec![days.span(l, site)], to));
        }
        sent
    }

    /// The same for who was never sent the days without hours, and has none to be taken back.
    pub fn without_days(&self, l: Locale, site: &Site, to: &str) -> Vec<Invitation> {
        let events = self.events(l, site);
        match events.len() {
            _ if self.cancelled => events.into_iter().map(|event| self.message(l, site, "CANCEL", vec![event], to)).collect(),
            1 => vec![self.message(l, site, "REQUEST", events, to)],
            _ => vec![self.message(l, site, "PUBLISH", events, to)],
        }
    }

    fn message(&self, l: Locale, site: &Site, method: &str, events: Vec<Event>, to: &str) -> Invitation {
        let mut all = Calendar::new();
        all.name(texts::pick(l, &self.course.title_ar, &self.course.title_en)).append_property(("METHOD", method));
        for mut event in events {
            event.add_property("ORGANIZER", site.organizer());
            if method != "PUBLISH" {
                event.add_property("ATTENDEE", format!("mailto:{to}"));
            }
            all.push(event);
        }
        Invitation { method: method.to_owned(), text: all.done().to_string() }
    }
}

/// Where keys of events come from.
fn authority(site: &Site) -> &str {
    site.public_url.split("://").nth(1).unwrap_or_default()
}

/// What was sent for a seat that is given up or lost: everything for one that was taken, lessons that came since for one that was offered.
/// Nothing where nothing was sent.
pub(crate) async fn sent_for(tx: &Tx, ctx: &Ctx, cohort: &cohort::Model, seat: &enrolment::Model) -> Result<Option<Times>, AppError> {
    let mut lessons = lesson::of_cohort(&**tx, cohort.id).await?;
    if seat.state == EnrolmentState::Offered {
        lessons.retain(|lesson| lesson.changed_at >= seat.changed_at);
        if lessons.is_empty() {
            return Ok(None);
        }
    } else if seat.state != EnrolmentState::Confirmed {
        return Ok(None);
    }
    Ok(Some(Times::of(tx, ctx, cohort, lessons).await?.cancelled()))
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
