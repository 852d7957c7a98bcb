//! Figures of training, and what a cohort cost.

use axum::extract::{Path, RawQuery};

use crate::enrolment;
use crate::figures::reads::{self, READERS};
use crate::figures::types::Choice;
use crate::figures::{acts, pages};
use crate::reach::PLANNERS;
use crate::texts;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::{Check, Filled, Form};
use ground::ids::CohortId;
use ground::route::{Access, Answer, Entry, get, post};
use ground::ui::{Done, done};

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/training/figures", Access::Staff(READERS), show).room(6, texts::training::figures),
        post("/desk/training/cohorts/{cohort}/cost", Access::Staff(PLANNERS), cost),
    ]
}

async fn show(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let choice = Choice::of(&query);
    let tables = reads::tables(&ctx, &choice).await?;
    Ok(pages::figures(&ctx, &query, &choice, &reads::courses(&ctx).await?, &tables).respond(&ctx))
}

async fn cost(ctx: Ctx, Path((_, id)): Path<(String, i64)>, form: Form) -> Answer {
    let id = CohortId(id);
    let noted = async {
        let mut check = Check::new(&form);
        let spent = check.price("spent");
        check.done()?;
        acts::note_cost(&ctx, id, spent).await
    };
    match noted.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => enrolment::posts::desk_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
