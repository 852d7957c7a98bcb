//! What is seen of a case by whom, and of photos by the public once what showed them is taken down.
#![allow(clippy::unwrap_used)]

use super::tests::{FAMILY, OFFICER, number, yes};
use cases::casework::{self, CaseKind, Decision, EventAct, Outcome, QueueFilter, ReasonCode};
use chrono::Days;
use desk::{daily, decide};
use ground::ctx::Ctx;
use market::{catalogue, families};
use testing::{on_both, person};

const HEAD: &str = "0910000002";

async fn newest(officer: &Ctx, kind: CaseKind) -> casework::QueueRow {
    let filter = QueueFilter { kind: Some(kind), ..QueueFilter::default() };
    casework::queue(officer, &filter).await.unwrap().0.pop().unwrap()
}

/// How many photos of products of a family the public may see.
async fn public(ctx: &Ctx, family: i64) -> i64 {
    let sql = format!(
        "SELECT COUNT(DISTINCT m.id) AS n FROM media m JOIN product_photo f ON f.media_id = m.id JOIN product_version v ON v.id = f.version_id \
         JOIN product p ON p.id = v.product_id WHERE p.family_id = {family} AND m.public_since IS NOT NULL"
    );
    number(ctx, &sql).await
}

on_both! {
    async fn an_applicant_reads_what_was_decided_and_nothing_of_how(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        let case = families::propose_suspension(&officer, own.id, "وصلتنا شكاوى وتحققنا منها".into()).await.unwrap();
        casework::take(&head, case).await.unwrap();
        casework::note(&head, case, "سرٌّ بين الزملاء").await.unwrap();
        let tx = ctx.begin().await.unwrap();
        casework::flag(&tx, ctx, CaseKind::Suspension, own.id.0, "near:7").await.unwrap();
        tx.commit().await.unwrap();
        casework::assign(&head, case, head.actor.id().unwrap()).await.unwrap();
        decide(&head, case, &yes("الشكاوى ثابتة بالصور")).await.unwrap();
        let seen = casework::own_case(&family, case).await.unwrap();
        let acts: Vec<EventAct> = seen.events.iter().map(|event| event.act).collect();
        assert_eq!(acts, [EventAct::Open, EventAct::Take, EventAct::Decide]);
        assert!(seen.events.iter().all(|event| event.who.is_none() && !event.words.contains("سرٌّ")));
        assert_eq!((seen.flagged, seen.recommended), (None, None));
        let whole = casework::case_for_staff(&head, case).await.unwrap();
        assert!(whole.events.iter().any(|event| event.act == EventAct::Note && event.who.is_some()));
    }

    async fn photos_go_with_what_showed_them(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        let all = public(ctx, own.id.0).await;
        assert!(all > 1);
        // A listing that a report takes down.
        let (product, slug) = world::live_product(&family).await.unwrap().unwrap();
        let words = || "الصورة لمنتج آخر".to_owned();
        catalogue::report(ctx, &slug, catalogue::ReportReason::Misleading, words(), "0911111111".into()).await.unwrap();
        let report = newest(&officer, CaseKind::Report).await.id;
        decide(&officer, report, &Decision { outcome: Outcome::Approved, reason: ReasonCode::Misleading, words: words() }).await.unwrap();
        let left = public(ctx, own.id.0).await;
        assert!(left < all, "{left} of {all} after product {product} was taken down");
        // A licence that is suspended, and given back.
        let case = families::propose_suspension(&officer, own.id, words()).await.unwrap();
        decide(&head, case, &yes("الشكاوى ثابتة بالصور")).await.unwrap();
        assert_eq!(public(ctx, own.id.0).await, 0);
        casework::object(&family, case, "لم يسمعنا أحد قبل القرار").await.unwrap();
        let objection = newest(&officer, CaseKind::Objection).await.id;
        decide(&person(ctx, "0910000005").await, objection, &yes("")).await.unwrap();
        assert_eq!(public(ctx, own.id.0).await, left);
        // One that has ended.
        let over = own.licence.unwrap().1 + Days::new(1);
        let after = Ctx { now: over.and_hms_opt(10, 0, 0).unwrap().and_utc(), ..ctx.clone() };
        daily(&after).await.unwrap();
        assert_eq!(public(ctx, own.id.0).await, 0);
    }
}
