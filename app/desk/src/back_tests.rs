//! What is taken back: by whom, how long, and what becomes of it.
#![allow(clippy::unwrap_used)]

use super::tests::{FAMILY, OFFICER, last_case, no, number, yes};
use cases::casework::{self, CaseKind, CaseState, EventAct, Outcome, QueueFilter};
use chrono::Duration;
use desk::{backs, decide, recommend, return_to_applicant};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::{CaseId, ProductId};
use market::{catalogue, families};
use testing::{on_both, person};

const HEAD: &str = "0910000002";

async fn waiting(officer: &Ctx, kind: CaseKind) -> CaseId {
    let filter = QueueFilter { kind: Some(kind), state: Some(CaseState::Submitted), ..QueueFilter::default() };
    casework::queue(officer, &filter).await.unwrap().0[0].id
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> Reason {
    match result {
        Err(AppError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

async fn shown(ctx: &Ctx, product: i64) -> i64 {
    number(ctx, &format!("SELECT COUNT(*) AS n FROM product WHERE id = {product} AND state = 'published' AND NOT withheld")).await
}

async fn run(ctx: &Ctx, sql: &str) {
    let tx = ctx.begin().await.unwrap();
    tx.run(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn write(family: &Ctx, product: ProductId, title: &str) {
    let mut what = catalogue::reads::own_product(family, product).await.unwrap().open.what;
    what.title_ar = title.into();
    catalogue::save_what(family, product, what).await.unwrap();
}

/// The case of a product that its family has changed and sent.
async fn edit(officer: &Ctx, family: &Ctx, product: ProductId, title: &str) -> CaseId {
    write(family, product, title).await;
    assert!(matches!(catalogue::send(family, product).await.unwrap(), catalogue::Sent::ForReview(_)));
    let filter = QueueFilter { text: title.into(), ..QueueFilter::default() };
    casework::queue(officer, &filter).await.unwrap().0.remove(0).id
}

on_both! {
    async fn an_approval_is_taken_back_by_a_second_person_with_a_reason(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let case = waiting(&officer, CaseKind::Product).await;
        decide(&officer, case, &yes("")).await.unwrap();
        let decided = casework::case_for_staff(&officer, case).await.unwrap();
        let decision = decided.decision.unwrap().3;
        assert_eq!(shown(ctx, decided.subject_id).await, 1);
        let family = decided.involved.applicant.unwrap();
        let told = async || number(ctx, &format!("SELECT COUNT(*) AS n FROM notice WHERE person_id = {family}")).await;
        let before = told().await;
        // Nobody takes it back who was not asked to, and not alone.
        assert_eq!(refused(backs::take_back(&head, case).await), Reason::NOT_NOW);
        casework::ask_back(&officer, case, "الصورة لمنتج آخر للأسرة نفسها").await.unwrap();
        assert_eq!(refused(casework::ask_back(&officer, case, "الصورة لمنتج آخر").await), Reason::NOT_NOW);
        assert_eq!(refused(backs::take_back(&officer, case).await), casework::ASKED_BACK);
        assert_eq!(shown(ctx, decided.subject_id).await, 1, "nothing moves before the second person");
        backs::take_back(&head, case).await.unwrap();
        let after = casework::case_for_staff(&head, case).await.unwrap();
        assert_eq!((after.state, after.decision.is_none(), after.due_on.is_some()), (CaseState::InReview, true, true));
        assert_eq!(shown(ctx, decided.subject_id).await, 0);
        assert_eq!(told().await, before + 1);
        // Its number and the reason stay, for the family too.
        let applicant = Ctx { actor: world::signed_in(ctx, family).await.unwrap(), ..ctx.clone() };
        let seen = casework::own_case(&applicant, case).await.unwrap();
        let back = seen.events.iter().find(|event| event.act == EventAct::TakeBack).unwrap();
        assert_eq!(back.fields, decision);
        assert!(back.words.contains("الصورة"));
        assert!(seen.events.iter().all(|event| event.act != EventAct::AskBack));
        // It is decided again, with a number of its own.
        decide(&head, case, &yes("")).await.unwrap();
        assert_ne!(casework::case_for_staff(&head, case).await.unwrap().decision.unwrap().3, decision);
        assert_eq!(shown(ctx, decided.subject_id).await, 1);
    }

    async fn a_second_person_may_leave_a_decision_as_it_is(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let case = waiting(&officer, CaseKind::Product).await;
        decide(&officer, case, &yes("")).await.unwrap();
        assert_eq!(refused(casework::keep(&head, case).await), Reason::NOT_NOW);
        casework::ask_back(&officer, case, "أظن أن السعر غير صحيح").await.unwrap();
        assert_eq!(refused(casework::keep(&officer, case).await), casework::ASKED_BACK);
        casework::keep(&head, case).await.unwrap();
        assert_eq!(refused(backs::take_back(&head, case).await), Reason::NOT_NOW);
        assert_eq!(casework::case_for_staff(&head, case).await.unwrap().state, CaseState::Decided);
        casework::ask_back(&head, case, "السعر غير صحيح فعلًا").await.unwrap();
        backs::take_back(&officer, case).await.unwrap();
    }

    async fn ones_own_approval_is_undone_for_some_minutes(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let case = waiting(&officer, CaseKind::Product).await;
        decide(&officer, case, &yes("")).await.unwrap();
        let of = casework::case_for_staff(&officer, case).await.unwrap().subject_id;
        assert_eq!(refused(backs::undo(&head, case).await), Reason::NOT_NOW, "another's");
        let late = Ctx { now: ctx.now + Duration::minutes(casework::UNDO_MINUTES + 1), ..officer.clone() };
        assert_eq!(refused(backs::undo(&late, case).await), casework::UNDO_TOO_LATE);
        backs::undo(&officer, case).await.unwrap();
        assert_eq!(shown(ctx, of).await, 0);
        assert!(backs::undo(&officer, case).await.is_err(), "once");
        decide(&officer, case, &yes("")).await.unwrap();
        assert_eq!(shown(ctx, of).await, 1);
    }

    async fn what_was_shown_before_is_shown_again(ctx: &Ctx) {
        let (officer, family) = (person(ctx, OFFICER).await, person(ctx, FAMILY).await);
        let (product, slug) = world::live_product(&family).await.unwrap().unwrap();
        let live = format!("SELECT live_version_id AS n FROM product WHERE id = {product}");
        let before = number(ctx, &live).await;
        // A trusted family's would be shown at once.
        run(ctx, "UPDATE family SET approvals_in_row = 0").await;
        let case = edit(&officer, &family, product, "اسم جديد للمنتج نفسه").await;
        decide(&officer, case, &yes("")).await.unwrap();
        assert_ne!(number(ctx, &live).await, before);
        backs::undo(&officer, case).await.unwrap();
        assert_eq!(number(ctx, &live).await, before);
        assert!(catalogue::reads::public_product(ctx, &slug).await.is_ok());
        let unlooked = format!("SELECT COUNT(*) AS n FROM product WHERE id = {product} AND sampled");
        assert_eq!(number(ctx, &unlooked).await, 1, "a later look is due again");
        // Nor does a trusted family show it again unseen by beginning anew; once it is decided, it is trusted as before.
        run(ctx, "UPDATE family SET approvals_in_row = 9, ever_refused = FALSE").await;
        catalogue::acts::withdraw(&family, product).await.unwrap();
        catalogue::drafts::discard(&family, product).await.unwrap();
        let case = edit(&officer, &family, product, "اسم ثالث للمنتج نفسه").await;
        assert_eq!(number(ctx, &live).await, before);
        decide(&officer, case, &yes("")).await.unwrap();
        write(&family, product, "اسم رابع للمنتج نفسه").await;
        assert_eq!(catalogue::send(&family, product).await.unwrap(), catalogue::Sent::Published);
    }

    async fn what_lost_its_photos_is_not_shown_again(ctx: &Ctx) {
        let (officer, family) = (person(ctx, OFFICER).await, person(ctx, FAMILY).await);
        let (product, _) = world::live_product(&family).await.unwrap().unwrap();
        let before = number(ctx, &format!("SELECT live_version_id AS n FROM product WHERE id = {product}")).await;
        run(ctx, "UPDATE family SET approvals_in_row = 0").await;
        let case = edit(&officer, &family, product, "اسم جديد للمنتج نفسه").await;
        decide(&officer, case, &yes("")).await.unwrap();
        run(ctx, &format!("DELETE FROM product_photo WHERE version_id = {before}")).await;
        backs::undo(&officer, case).await.unwrap();
        let waits = format!("SELECT COUNT(*) AS n FROM product WHERE id = {product} AND state = 'in_review' AND live_version_id IS NULL");
        assert_eq!(number(ctx, &waits).await, 1);
    }

    async fn who_decided_first_does_not_hear_the_objection_to_what_came_after(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let (product, _) = world::live_product(&family).await.unwrap().unwrap();
        run(ctx, "UPDATE family SET approvals_in_row = 0").await;
        let case = edit(&officer, &family, product, "اسم جديد للمنتج نفسه").await;
        decide(&officer, case, &yes("")).await.unwrap();
        casework::ask_back(&officer, case, "الصورة لمنتج آخر للأسرة نفسها").await.unwrap();
        backs::take_back(&head, case).await.unwrap();
        decide(&head, case, &no()).await.unwrap();
        casework::object(&family, case, "الصورة لمنتجنا هذا").await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        for decider in [&officer, &head] {
            assert_eq!(refused(decide(decider, objection, &yes("")).await), casework::DECIDED_BEFORE);
        }
    }

    async fn a_recommendation_and_a_return_are_taken_back_by_who_made_them(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let case = waiting(&officer, CaseKind::Family).await;
        recommend(&officer, case, Outcome::Refused, "لا تكفي المستندات").await.unwrap();
        assert_eq!(refused(backs::recall(&head, case).await), Reason::NOT_NOW);
        backs::recall(&officer, case).await.unwrap();
        let seen = casework::case_for_staff(&officer, case).await.unwrap();
        assert_eq!((seen.state, seen.recommended, seen.assigned_to), (CaseState::InReview, None, officer.actor.id()));
        // A return of a family, and of a product that its family has not touched.
        for kind in [CaseKind::Family, CaseKind::Product] {
            let case = if kind == CaseKind::Family { case } else { waiting(&officer, kind).await };
            let asked = [("title".to_owned(), "اكتبوا اسمًا أوضح".to_owned())];
            return_to_applicant(&officer, case, &asked).await.unwrap();
            assert_eq!(refused(backs::recall(&head, case).await), Reason::NOT_NOW);
            backs::recall(&officer, case).await.unwrap();
            let seen = casework::case_for_staff(&officer, case).await.unwrap();
            assert_eq!((seen.state, seen.due_on.is_some()), (CaseState::InReview, true));
            // Touched by the family, it stays with it.
            return_to_applicant(&officer, case, &asked).await.unwrap();
            let touch = match kind {
                CaseKind::Family => format!("UPDATE family SET changed_parts = ',place' WHERE id = {}", seen.subject_id),
                _ => format!("UPDATE product SET changed_at = '2099-01-01 00:00:00+00:00' WHERE id = {}", seen.subject_id),
            };
            let tx = ctx.begin().await.unwrap();
            tx.run(&touch, vec![]).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(refused(backs::recall(&officer, case).await), families::BEGUN);
        }
    }
}
