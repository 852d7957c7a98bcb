//! Lines of the URL table about signing up.

use axum::extract::{Path, RawQuery};

use crate::courses::{self, questions};
use crate::enrolment::posts::{
    Address, Key, answer, apply, apply_again, desk_shown, mine_again, move_cohort, object, propose, propose_again, reconsider, save_cohort,
    screen, substitute,
};
use crate::enrolment::reads;
use crate::reach::PLANNERS;
use crate::rules::QuestionKind;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::ids::{CohortId, FamilyId};
use ground::route::{Access, Answer, Entry, act, get, post};

const DESK: Access = Access::Staff(PLANNERS);
/// Who works on the files of families.
const PROPOSES: Access = Access::Staff(Role::CASEWORKERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/courses/{slug}/{cohort}/apply", Access::SignedIn, apply_page),
        post("/courses/{slug}/{cohort}/apply", Access::SignedIn, apply),
        get("/me/training", Access::SignedIn, mine),
        act("/me/training/{enrolment}/confirm", Access::SignedIn, answer),
        act("/me/training/{enrolment}/decline", Access::SignedIn, answer),
        post("/me/training/{enrolment}/reconsider", Access::SignedIn, reconsider),
        act("/me/training/{enrolment}/withdraw", Access::SignedIn, answer),
        post("/me/training/{enrolment}/objection", Access::SignedIn, object),
        post("/me/training/{enrolment}/substitute", Access::SignedIn, substitute),
        post("/desk/training/courses/{course}/cohorts/{cohort}", DESK, save_cohort),
        get("/desk/training/cohorts/{cohort}", DESK, desk_cohort),
        act("/desk/training/cohorts/{cohort}/publish", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/close", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/draw", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/draw-again", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/order", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/announce", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/call", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/screen-many", DESK, move_cohort),
        act("/desk/training/cohorts/{cohort}/cancel", DESK, move_cohort),
        act("/desk/training/enrolments/{enrolment}/screen", DESK, screen),
        act("/desk/training/enrolments/{enrolment}/refuse", DESK, screen),
        act("/desk/training/enrolments/{enrolment}/return", DESK, screen),
        act("/desk/training/enrolments/{enrolment}/again", DESK, screen),
        act("/desk/training/enrolments/{enrolment}/points", DESK, screen),
        get("/desk/training/propose/{family}", PROPOSES, propose_page),
        post("/desk/training/propose/{family}", PROPOSES, propose),
    ]
}

async fn apply_page(ctx: Ctx, Path((_, slug, number)): Address, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    if query.get("enrolment").is_empty() {
        return apply_again(&ctx, &slug, number, &Filled::default()).await;
    }
    let view = courses::reads::cohort(&ctx, &slug, number).await?;
    // What was sent back stands in the form.
    let mut form = Form::default();
    if let Some(returned) = reads::returned(&ctx, view.cohort.id, query.get("enrolment")).await? {
        form.set("enrolment", returned.id.to_string());
        form.set("words", returned.words.clone());
        let questions = questions::of_cohort(ctx.db.read(), view.cohort.id).await?;
        let known = questions::answers(ctx.db.read(), vec![returned.id]).await?;
        for question in questions {
            let answer = known.get(&(returned.id, question.id)).map(|row| row.words.clone()).unwrap_or_default();
            let n = question.choices.lines().position(|choice| choice == answer);
            let typed = if question.kind == QuestionKind::Choice { n.map(|n| (n + 1).to_string()).unwrap_or_default() } else { answer };
            form.set(&questions::field(question.id), typed);
        }
    }
    apply_again(&ctx, &slug, number, &Filled::from(form)).await
}

async fn mine(ctx: Ctx) -> Answer {
    mine_again(&ctx, &Filled::default()).await
}

async fn desk_cohort(ctx: Ctx, Path((_, id)): Key, RawQuery(query): RawQuery) -> Answer {
    desk_shown(&ctx, CohortId(id), &Form::parse(&query.unwrap_or_default()), &Filled::default()).await
}

async fn propose_page(ctx: Ctx, Path((_, family)): Key) -> Answer {
    propose_again(&ctx, FamilyId(family), &Filled::default()).await
}
