//! An objection to a refusal or to a place on the waiting list is a case: heard by others, and with something behind it.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, join, later, open, phone, rows};
use cases::casework::{self, CaseState, Decision, Outcome, ReasonCode};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, EnrolmentId};
use testing::{on_both, person};
use training::enrolment::{objections, offers, ordering, screening};
use training::rules::{EnrolmentState, Policy};

fn refused(result: Result<(), AppError>, reason: Reason) {
    assert!(matches!(result, Err(AppError::Refused(found)) if found == reason), "{result:?} instead of {reason:?}");
}

fn decision(outcome: Outcome) -> Decision {
    Decision { outcome, reason: ReasonCode::Followed, words: "نظرنا في التظلّم وفي أوراق الدورة".to_owned() }
}

async fn state(ctx: &Ctx, cohort: CohortId, id: EnrolmentId) -> (EnrolmentState, Option<i64>) {
    rows(ctx, cohort).await.into_iter().find(|row| row.id == id).map(|row| (row.state, row.position)).unwrap()
}

on_both! {
    async fn who_was_refused_objects_and_comes_first_of_those_who_wait(ctx: &Ctx) {
        use EnrolmentState::{Offered, Refused, Waitlisted};
        let cohort = open(ctx, 1, Policy::FirstCome, None).await;
        for n in 1..=3 {
            join(ctx, cohort, n).await.unwrap();
        }
        let (officer, head) = (later(&person(ctx, OFFICER).await, 11), later(&person(ctx, HEAD).await, 11));
        let all: Vec<EnrolmentId> = rows(ctx, cohort).await.iter().map(|row| row.id).collect();
        screening::screen(&officer, all[0]).await.unwrap();
        screening::screen(&officer, all[1]).await.unwrap();
        screening::refuse(&officer, all[2], "لا تعمل في هذه الحرفة").await.unwrap();
        ordering::order(&officer, cohort).await.unwrap();
        offers::announce(&head, cohort).await.unwrap();
        let (seated, third) = (later(&person(ctx, &phone(1)).await, 12), later(&person(ctx, &phone(3)).await, 12));
        // A seat is nothing to object to, nobody objects for others, and not for ever.
        refused(objections::object(&seated, all[0], "أريد مقعدًا آخر").await, casework::OBJECTION_TOO_LATE);
        assert!(matches!(objections::object(&seated, all[2], "ليس تسجيلي").await, Err(AppError::NotFound)));
        refused(objections::object(&later(&third, 8), all[2], "أعمل في هذه الحرفة").await, casework::OBJECTION_TOO_LATE);
        objections::object(&third, all[2], "أعمل في هذه الحرفة منذ سنين").await.unwrap();
        objections::object(&third, all[2], "مرة أخرى").await.unwrap();
        let made = objections::of(ctx.db.read(), &all).await.unwrap().remove(&all[2]).unwrap();
        assert_eq!((made.open, made.words.as_str()), (true, "أعمل في هذه الحرفة منذ سنين"));
        // Who looked at it, or made the order, does not hear it.
        refused(desk::acts::decide(&officer, made.case, &decision(Outcome::Approved)).await, casework::DECIDED_BEFORE);
        desk::acts::decide(&later(&head, 1), made.case, &decision(Outcome::Approved)).await.unwrap();
        assert_eq!(state(ctx, cohort, all[2]).await, (Waitlisted, Some(0)));
        assert_eq!(state(ctx, cohort, all[1]).await.0, Waitlisted);
        offers::answer(&seated, all[0], offers::Answer::Decline, String::new()).await.unwrap();
        assert_eq!((state(ctx, cohort, all[2]).await.0, state(ctx, cohort, all[1]).await.0), (Offered, Waitlisted));
        // Who waits objects too; it is heard once, and not upheld nothing moves.
        let second = later(&person(ctx, &phone(2)).await, 12);
        objections::object(&second, all[1], "كنت قبلها في الترتيب").await.unwrap();
        let made = objections::of(ctx.db.read(), &all).await.unwrap().remove(&all[1]).unwrap();
        desk::acts::decide(&later(&head, 1), made.case, &decision(Outcome::Refused)).await.unwrap();
        assert_eq!(state(ctx, cohort, all[1]).await.0, Waitlisted);
        let case = casework::own_case(&second, made.case).await.unwrap();
        assert_eq!((case.state, case.decision.unwrap().0), (CaseState::Decided, Outcome::Refused));
        refused(casework::object(&second, made.case, "لا أقبل بهذا القرار").await.map(|_| ()), Reason::NOT_NOW);
        assert!(rows(ctx, cohort).await.iter().all(|row| row.state != Refused));
    }

    async fn upheld_before_the_order_it_is_looked_at_again_with_the_others(ctx: &Ctx) {
        let cohort = open(ctx, 2, Policy::FirstCome, None).await;
        for n in 1..=2 {
            join(ctx, cohort, n).await.unwrap();
        }
        let (officer, head) = (later(&person(ctx, OFFICER).await, 11), later(&person(ctx, HEAD).await, 11));
        let all: Vec<EnrolmentId> = rows(ctx, cohort).await.iter().map(|row| row.id).collect();
        screening::screen(&officer, all[0]).await.unwrap();
        screening::refuse(&officer, all[1], "لا تعمل في هذه الحرفة").await.unwrap();
        ordering::order(&officer, cohort).await.unwrap();
        let second = later(&person(ctx, &phone(2)).await, 11);
        objections::object(&second, all[1], "أعمل في هذه الحرفة منذ سنين").await.unwrap();
        let made = objections::of(ctx.db.read(), &all).await.unwrap().remove(&all[1]).unwrap();
        desk::acts::decide(&head, made.case, &decision(Outcome::Approved)).await.unwrap();
        assert_eq!(state(ctx, cohort, all[1]).await, (EnrolmentState::Screened, None));
        // The order that was made without her is none any more.
        assert!(offers::announce(&head, cohort).await.is_err());
        ordering::order(&officer, cohort).await.unwrap();
        offers::announce(&head, cohort).await.unwrap();
        assert_eq!(state(ctx, cohort, all[1]).await.0, EnrolmentState::Offered);
    }
}
