//! What trainees say at the end: anonymous by its form, and told only when nobody can be told from it.

use chrono::{Days, NaiveDate};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::{enrolment, feedback, feedback_words};
use crate::reach::inside;
use crate::reads::lessons;
use crate::rules::{CohortState, EnrolmentState, INSIDE, SMALL};
use crate::types::{Cohort, Lesson};
use ground::anonymous::Anonymous;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, Reason};
use ground::ids::EnrolmentId;

/// What is asked at the end, rated from 1 to 5.
pub const RATED: [&str; 4] = ["useful", "taught", "clear", "place"];

/// Days after a cohort in which its people say how it was.
const RATED_DAYS: u64 = 14;

const ANONYMOUS: &[Anonymous] = &[("feedback_count", "cohort_id"), ("feedback_words", "cohort_id")];

/// Whether feedback is taken on a day: from the day after the last lesson, for [`RATED_DAYS`] after the cohort.
fn taken(cohort: &Cohort, lessons: &[Lesson], today: NaiveDate) -> bool {
    let over = match cohort.state {
        CohortState::Finished | CohortState::Certified => true,
        CohortState::Running => lessons.last().is_some_and(|last| last.day < today),
        _ => false,
    };
    over && !closed(cohort, today)
}

fn closed(cohort: &Cohort, today: NaiveDate) -> bool {
    let last = cohort.ends_on.checked_add_days(Days::new(RATED_DAYS));
    last.is_some_and(|last| last < today)
}

/// Whether somebody can say it now.
pub(crate) fn may_rate(row: &enrolment::Model, cohort: &Cohort, lessons: &[Lesson], today: NaiveDate) -> bool {
    taken(cohort, lessons, today) && !row.gave_feedback && row.state != EnrolmentState::Confirmed
}

/// Ratings from 1 to 5 in the order of [`RATED`], and words if wanted; once, and nothing says whose they are.
pub async fn rate(ctx: &Ctx, id: EnrolmentId, ratings: [i64; RATED.len()], words: String) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (row, cohort) = inside(&*tx, ctx, id).await?;
    let row = enrolment::Entity::find_by_id(row.id).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    if row.gave_feedback {
        return Ok(());
    }
    let (id, lessons) = (cohort.id, lessons(&*tx, cohort.id).await?);
    if !may_rate(&row, &cohort.into(), &lessons, day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    tx.mixing(ANONYMOUS, id.0).await?;
    let sql = "INSERT INTO feedback_count (cohort_id, question, rating, people) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (cohort_id, question, rating) DO UPDATE SET people = feedback_count.people + 1";
    for (question, rating) in RATED.into_iter().zip(ratings) {
        tx.run(sql, vec![id.into(), question.into(), rating.into()]).await?;
    }
    if !words.is_empty() {
        let said = feedback_words::ActiveModel { id: Set(ground::lots::seed()), cohort_id: Set(id), words: Set(words) };
        feedback_words::Entity::insert(said).exec_without_returning(&*tx).await?;
    }
    let mut row = row.into_active_model();
    row.gave_feedback = Set(true);
    row.update(&*tx).await?;
    tx.mix(ANONYMOUS, id.0).await?;
    Ok(tx.commit().await?)
}

/// What was said at the end; nothing while fewer than [`SMALL`] people answered, or while one more could be told from those before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// How many answered.
    pub people: i64,
    /// How many gave each rating from 1 to 5, in the order of [`RATED`].
    pub ratings: Vec<[i64; 5]>,
    /// Words, in no order.
    pub words: Vec<String>,
}

pub(crate) async fn feedback_of<C: ConnectionTrait>(db: &C, cohort: &Cohort, today: NaiveDate) -> Result<Feedback, AppError> {
    let id = cohort.id;
    let taught = enrolment::taught(db, id).await?;
    let everyone = taught.iter().filter(|row| INSIDE.contains(&row.state)).all(|row| row.gave_feedback);
    let rows = feedback::Entity::find().filter(feedback::Column::CohortId.eq(id)).all(db).await?;
    let of = |question: &str| {
        let count = |rating: i64| rows.iter().find(|row| row.question == question && row.rating == rating).map_or(0, |row| row.people);
        [count(1), count(2), count(3), count(4), count(5)]
    };
    let ratings: Vec<[i64; 5]> = RATED.into_iter().map(of).collect();
    let people = ratings.first().map_or(0, |of| of.iter().sum());
    if people < SMALL || !(everyone || closed(cohort, today)) {
        return Ok(Feedback { people, ..Feedback::default() });
    }
    let words = feedback_words::Entity::find().filter(feedback_words::Column::CohortId.eq(id)).order_by_asc(feedback_words::Column::Id);
    Ok(Feedback { people, ratings, words: words.all(db).await?.into_iter().map(|row| row.words).collect() })
}
