//! Lines of the URL table about the classroom. Files arrive by the server's own lines.

use axum::extract::Path;

use crate::classroom::posts::{Key, change, rate, reply, show_classroom, show_desk_classroom};
use crate::reach::TEACHERS;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::{CohortId, EnrolmentId};
use ground::route::{Access, Answer, Entry, act, get, post};

const TEACHES: Access = Access::Staff(TEACHERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/me/training/{enrolment}", Access::SignedIn, show),
        post("/me/training/{enrolment}/feedback", Access::SignedIn, rate),
        get("/desk/training/cohorts/{cohort}/room", TEACHES, desk),
        act("/desk/training/cohorts/{cohort}/room/write", TEACHES, change),
        act("/desk/training/cohorts/{cohort}/room/remove", TEACHES, change),
        post("/desk/training/homework/{homework}", TEACHES, reply),
    ]
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    show_classroom(&ctx, EnrolmentId(id), &Filled::default()).await
}

async fn desk(ctx: Ctx, Path((_, id)): Key) -> Answer {
    show_desk_classroom(&ctx, CohortId(id), &Filled::default()).await
}
