//! Moves of cases on real databases.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;

use cases::casework::{
    self, CaseKind, CaseState, Decision, EventAct, Outcome, QueueFilter, ReasonCode, case_for_staff, object, own_case, queue, recommend,
    take,
};
use ground::actor::Actor;
use ground::checkpoints;
use ground::ctx::{Ctx, Site};
use ground::error::{AppError, Reason};
use ground::history;
use ground::ids::CaseId;
use ground::seal::Keys;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::on_both;
use testing::person;

const OFFICER: &str = "0910000001";
const HEAD: &str = "0910000002";
const SABHA: &str = "0910000003";
const MOUNTAIN: &str = "0910000005";
const AUDITOR: &str = "0910000010";
const ADMINISTRATOR: &str = "0910000011";

fn decision(outcome: Outcome) -> Decision {
    let reason = if outcome == Outcome::Approved { ReasonCode::Meets } else { ReasonCode::Other };
    Decision { outcome, reason, words: "لأن الشروط لم تكتمل".into() }
}

async fn waiting_product(ctx: &Ctx) -> CaseId {
    let officer = person(ctx, OFFICER).await;
    let filter = QueueFilter { kind: Some(CaseKind::Product), state: Some(CaseState::Submitted), ..QueueFilter::default() };
    queue(&officer, &filter).await.unwrap().0[0].id
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> Reason {
    match result {
        Err(AppError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn who_works_on_files_is_told_once_a_day_what_waits(ctx: &Ctx) {
        let at = |moment: &str| Ctx { actor: Actor::Console, now: moment.parse().unwrap(), ..ctx.clone() };
        for quiet in ["2026-12-04T08:00:00Z", "2026-12-06T04:00:00Z"] {
            assert_eq!(casework::daily(&at(quiet)).await.unwrap(), 0, "a Friday, and before seven in the morning");
        }
        let sunday = at("2026-12-06T08:00:00Z");
        let told = casework::daily(&sunday).await.unwrap();
        assert!(told >= 2, "{told}");
        assert_eq!(casework::daily(&sunday).await.unwrap(), 0, "once a day");
        assert!(casework::daily(&at("2026-12-07T08:00:00Z")).await.unwrap() >= 2);
        let digests = async |phone: &str| {
            let sql = "SELECT COUNT(*) AS n FROM notice WHERE details LIKE '{\"notice\":\"digest\"%' AND person_id = (SELECT id FROM person WHERE phone = $1)";
            let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, [phone.into()]);
            ctx.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get::<i64>("", "n").unwrap()
        };
        assert_eq!((digests(OFFICER).await, digests(HEAD).await), (2, 2));
        assert_eq!((digests(AUDITOR).await, digests(ADMINISTRATOR).await), (0, 0), "who decides nothing is not told");
        // What the desk shows is what the person may do something about.
        let officer = person(ctx, OFFICER).await;
        let before = casework::counts(&officer).await.unwrap().recommended;
        let families = QueueFilter { kind: Some(CaseKind::Family), state: Some(CaseState::Submitted), ..QueueFilter::default() };
        let case = queue(&officer, &families).await.unwrap().0[0].id;
        recommend(&officer, case, Outcome::Approved, "نعم").await.unwrap();
        assert_eq!(casework::counts(&officer).await.unwrap().recommended, before, "one's own recommendation waits for others");
        let head = person(ctx, HEAD).await;
        assert!(casework::counts(&head).await.unwrap().recommended > 0);
    }

    async fn only_caseworkers_in_scope_decide(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        // The product is of Murzuq: the mountain's officer does not even see it.
        let sent = case_for_staff(&person(ctx, OFFICER).await, case).await.unwrap();
        assert_eq!(sent.state, CaseState::Submitted);
        for phone in [AUDITOR, ADMINISTRATOR, MOUNTAIN, "0920000001"] {
            let actor = person(ctx, phone).await;
            let result = desk::decide(&actor, case, &decision(Outcome::Approved)).await;
            assert!(matches!(result, Err(AppError::NotFound)), "{phone}: {result:?}");
        }
        assert!(matches!(case_for_staff(&person(ctx, MOUNTAIN).await, case).await, Err(AppError::NotFound)));
        desk::decide(&person(ctx, SABHA).await, case, &decision(Outcome::Approved)).await.unwrap();
    }

    async fn a_case_is_decided_once(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        let (a, b) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let (first, second) = (decision(Outcome::Approved), decision(Outcome::Refused));
        let (one, two) = tokio::join!(desk::decide(&a, case, &first), desk::decide(&b, case, &second));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
        let seen = case_for_staff(&a, case).await.unwrap();
        assert_eq!(seen.events.iter().filter(|event| event.act == EventAct::Decide).count(), 1);
    }

    async fn the_clock_stands_still_while_the_applicant_has_it(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        let officer = person(ctx, OFFICER).await;
        let before = case_for_staff(&officer, case).await.unwrap();
        assert!(before.due_on.is_some());
        let later = Ctx { now: ctx.now + Duration::days(2), ..officer.clone() };
        desk::return_to_applicant(&later, case, &[("title".to_owned(), "اكتب اسمًا أوضح".to_owned())]).await.unwrap();
        let after = case_for_staff(&officer, case).await.unwrap();
        assert_eq!((after.state, after.due_on, after.overdue), (CaseState::Returned, None, false));
        let much_later = Ctx { now: ctx.now + Duration::days(60), ..officer };
        assert!(!case_for_staff(&much_later, case).await.unwrap().overdue);
        assert_eq!(refused(take(&much_later, case).await), Reason::NOT_NOW);
    }

    async fn an_objection_is_heard_by_others(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        desk::decide(&officer, case, &decision(Outcome::Refused)).await.unwrap();
        let applicant = case_for_staff(&officer, case).await.unwrap().involved.applicant.unwrap();
        let family = Ctx { actor: world::signed_in(ctx, applicant).await.unwrap(), ..ctx.clone() };
        let late = Ctx { now: ctx.now + Duration::days(31), ..family.clone() };
        assert_eq!(refused(object(&late, case, "أرى أن القرار غير صحيح").await), casework::OBJECTION_TOO_LATE);
        object(&family, case, "أرى أن القرار غير صحيح").await.unwrap();
        assert_eq!(refused(object(&family, case, "مرة أخرى أتظلم").await), Reason::NOT_NOW);
        let filter = QueueFilter { kind: Some(CaseKind::Objection), ..QueueFilter::default() };
        let objection = queue(&head, &filter).await.unwrap().0[0].id;
        assert_eq!(refused(desk::decide(&officer, objection, &decision(Outcome::Approved)).await), casework::DECIDED_BEFORE);
        desk::decide(&head, objection, &decision(Outcome::Approved)).await.unwrap();
        assert_eq!(own_case(&family, case).await.unwrap().state, CaseState::Closed);
    }

    async fn products_are_not_recommended(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        let officer = person(ctx, OFFICER).await;
        assert_eq!(refused(recommend(&officer, case, Outcome::Approved, "نعم").await), Reason::NOT_NOW);
    }

    async fn every_decision_stands_in_the_trail(ctx: &Ctx) {
        let case = waiting_product(ctx).await;
        let officer = person(ctx, OFFICER).await;
        let before = history::verify(ctx).await.unwrap().unwrap();
        desk::decide(&officer, case, &decision(Outcome::Approved)).await.unwrap();
        assert_eq!(history::verify(ctx).await.unwrap(), Ok(before + 1));
        for change in ["UPDATE audit SET actor_name = 'x'", "DELETE FROM audit"] {
            let tx = ctx.begin().await.unwrap();
            assert!(tx.run(change, vec![]).await.is_err(), "{change}");
        }
    }

    async fn a_trail_that_was_written_anew_is_seen_by_its_seals(ctx: &Ctx) {
        let keys = Keys::parse(&"0a".repeat(32)).unwrap();
        let site = Site { keys: keys.clone(), ..Site::default() };
        let ctx = &Ctx { site: Arc::new(site), ..ctx.clone() };
        keys.settle(&ctx.db, &[checkpoints::SEALED], &[]).await.unwrap();
        let case = waiting_product(ctx).await;
        desk::decide(&person(ctx, OFFICER).await, case, &decision(Outcome::Approved)).await.unwrap();
        assert_eq!(checkpoints::set(ctx).await.unwrap().unwrap().number, 1);
        assert!(checkpoints::set(ctx).await.unwrap().is_none(), "one a day");
        let tomorrow = Ctx { now: ctx.now + Duration::days(1), ..ctx.clone() };
        assert!(checkpoints::set(&tomorrow).await.unwrap().is_none(), "nothing has happened since");
        let rows = history::verify(ctx).await.unwrap().unwrap();
        // With the keys of another nothing of it is ours; a new key behind ours seals what is there.
        let other = Site { keys: Keys::parse(&"0b".repeat(32)).unwrap(), ..Site::default() };
        assert!(history::verify(&Ctx { site: Arc::new(other), ..ctx.clone() }).await.unwrap().is_err());
        let both = Keys::parse(&format!("{},{}", "0a".repeat(32), "0b".repeat(32))).unwrap();
        both.settle(&ctx.db, &[checkpoints::SEALED], &[]).await.unwrap();
        let ctx = &Ctx { site: Arc::new(Site { keys: both, ..Site::default() }), ..ctx.clone() };
        assert_eq!(history::verify(ctx).await.unwrap(), Ok(rows));
        // Whoever can do everything in the database erases the last act; the chain itself holds.
        let tx = ctx.begin().await.unwrap();
        if ctx.db.backend() == DbBackend::Postgres {
            tx.run("ALTER TABLE audit DISABLE TRIGGER USER", vec![]).await.unwrap();
        } else {
            tx.run("DROP TRIGGER audit_no_delete", vec![]).await.unwrap();
        }
        tx.run("DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(history::verify(ctx).await.unwrap().is_err());
        let tx = ctx.begin().await.unwrap();
        tx.run("UPDATE audit_checkpoint SET audit_id = (SELECT MAX(id) FROM audit), hash = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1)", vec![])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(history::verify(ctx).await.unwrap().is_err(), "a seal cannot be made without the key");
        let without = Ctx { site: Arc::default(), ..ctx.clone() };
        assert_eq!(history::verify(&without).await.unwrap(), Ok(rows - 1), "the chain alone says nothing of it");
    }
}
