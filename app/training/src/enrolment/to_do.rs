//! What somebody who signed up has to do.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{cohort, course, enrolment};
use crate::rules::{CohortState, EnrolmentState};
use crate::types::Course;
use crate::words::named;
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::error::AppError;
use ground::ids::CohortId;
use ground::t;
use ground::ui::ToDo;

/// Seats that wait for an answer, and applications that came back.
pub async fn to_do(ctx: &Ctx) -> Result<Vec<ToDo>, AppError> {
    let (l, today) = (ctx.l, day_in_tripoli(ctx.now));
    let rows = enrolment::Entity::find()
        .filter(enrolment::Column::ApplicantId.eq(ctx.actor.person()?.id))
        .filter(enrolment::Column::State.is_in([EnrolmentState::Offered, EnrolmentState::Returned]))
        .all(ctx.db.read())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(rows.iter().map(|row| row.cohort_id)));
    let cohorts = cohorts.find_also_related(course::Entity).all(ctx.db.read()).await?;
    let cohorts: HashMap<CohortId, (cohort::Model, course::Model)> =
        cohorts.into_iter().filter_map(|(cohort, course)| Some((cohort.id, (cohort, course?)))).collect();
    let what = |row: enrolment::Model| {
        let (cohort, about) = cohorts.get(&row.cohort_id)?;
        let title = named(l, &Course::of(l, about), &cohort.clone().into());
        match row.state {
            EnrolmentState::Offered => {
                let until = row.answer_by.filter(|last| *last >= today)?;
                let words = t!(l, training.todo_offer, course = title, day = date(l, until));
                Some(ToDo { words, until: Some(until), path: "/me/training".to_owned(), verb: t!(l, training.confirm) })
            }
            _ if cohort.state == CohortState::Open => {
                let words = t!(l, training.todo_returned, course = title);
                Some(ToDo { words, until: None, path: "/me/training".to_owned(), verb: t!(l, training.complete_it) })
            }
            _ => None,
        }
    };
    Ok(rows.into_iter().filter_map(what).collect())
}
