//! Applications on real databases.
#![allow(clippy::unwrap_used)]

use super::acts::{self, NewMember, PublicFace, Target};
use super::rules::{FamilyState, IdentityKind};
use super::{DocumentFile, add_document, own_family};
use crate::accounts::{self, NewAccount};
use crate::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use crate::ctx::Ctx;
use crate::desk;
use crate::error::{AppError, Problem, Reason};
use crate::media::{Kind, NewMedia};
use crate::on_both;
use crate::testing::{person, town};

async fn newcomer(ctx: &Ctx, phone: &str) -> Ctx {
    let new = NewAccount { name: "سالمة".into(), phone: phone.into(), email: None, password: "x".into() };
    let tx = ctx.begin().await.unwrap();
    accounts::create_account(&tx, ctx, new).await.unwrap();
    tx.commit().await.unwrap();
    person(ctx, phone).await
}

fn member(number: &str) -> NewMember {
    NewMember {
        name: "سالمة علي".into(),
        birth_year: Some(1985),
        relation: "self".into(),
        identity: Some((IdentityKind::Administrative, number.into())),
    }
}

async fn complete(family: &Ctx, identity: &str) {
    let own = Target::Own;
    acts::save_household(family, own, 5, String::new()).await.unwrap();
    acts::add_member(family, own, member(identity)).await.unwrap();
    acts::save_crafts(family, own, vec!["palm".into()]).await.unwrap();
    acts::save_place(family, own, "LYM108".into(), "حي النخيل".into(), String::new()).await.unwrap();
    acts::save_contact(family, own, "0925551234".into()).await.unwrap();
    let face = PublicFace { trade_name: "سعف سالمة".into(), trade_name_en: String::new(), story: String::new(), show_story: true };
    acts::save_public(family, own, face).await.unwrap();
    let media = NewMedia {
        kind: Kind::Document,
        address: "a".repeat(64),
        mime: "image/jpeg".into(),
        width: 0,
        height: 0,
        color: String::new(),
        perceptual_hash: None,
        bytes: 1,
    };
    add_document(family, None, DocumentFile { kind: "identity".into(), name: "id.jpg".into(), media }).await.unwrap();
    acts::save_consent(family, own).await.unwrap();
}

async fn family_case(ctx: &Ctx) -> crate::ids::CaseId {
    let officer = person(ctx, "0910000001").await;
    let filter = QueueFilter { kind: Some(CaseKind::Family), ..QueueFilter::default() };
    casework::queue(&officer, &filter).await.unwrap().0.last().unwrap().id
}

on_both! {
    async fn two_people_license_a_family(ctx: &Ctx) {
        town(ctx).await;
        let family = newcomer(ctx, "0925551234").await;
        assert!(matches!(acts::send(&family, Target::Own).await, Err(AppError::Refused(Reason::Incomplete))));
        complete(&family, "778812").await;
        acts::send(&family, Target::Own).await.unwrap();
        let case = family_case(ctx).await;
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let approve = Decision { outcome: Outcome::Approved, reason: ReasonCode::Meets, words: String::new() };
        assert!(matches!(desk::decide(&officer, case, &approve).await, Err(AppError::Refused(Reason::NotNow))));
        casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
        assert!(matches!(desk::decide(&officer, case, &approve).await, Err(AppError::Refused(Reason::Recommended))));
        desk::decide(&head, case, &approve).await.unwrap();
        let own = own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        assert_eq!(own.state, FamilyState::Approved);
        assert_eq!(own.licence.unwrap().1, "2027-11-24");
        assert_eq!(own.slug.as_deref(), Some("سعف-سالمة"));
    }

    async fn one_identity_stands_in_one_family(ctx: &Ctx) {
        town(ctx).await;
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "778812").await;
        complete(&b, "778812").await;
        let (one, two) = tokio::join!(acts::send(&a, Target::Own), acts::send(&b, Target::Own));
        let refused = match (one, two) {
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
            other => panic!("{other:?}"),
        };
        let AppError::Invalid(errors) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.of("members"), Some(&Problem::IdentityHeld));
        // The officer of the family that holds it sees that someone else gave it.
        let officer = person(ctx, "0910000001").await;
        let case = casework::case_for_staff(&officer, family_case(ctx).await).await.unwrap();
        assert!(case.flagged.unwrap().starts_with("claimed-by:"));
    }

    async fn families_that_look_alike_are_shown_side_by_side(ctx: &Ctx) {
        town(ctx).await;
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "1111").await;
        complete(&b, "2222").await;
        acts::send(&a, Target::Own).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let officer = person(ctx, "0910000001").await;
        let filter = QueueFilter { kind: Some(CaseKind::Family), ..QueueFilter::default() };
        let rows = casework::queue(&officer, &filter).await.unwrap().0;
        assert_eq!(rows.iter().rev().take(2).map(|row| row.flagged).collect::<Vec<_>>(), [true, false]);
    }

    async fn who_filled_it_in_does_not_decide(ctx: &Ctx) {
        town(ctx).await;
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let id = acts::start_for(&officer, "سالمة".into(), "0925550003".into(), "signed".into()).await.unwrap();
        assert!(matches!(acts::save_contact(&head, Target::Helped(id), "0925550003".into()).await, Err(AppError::NotFound)));
        complete(&person(ctx, "0925550003").await, "3333").await;
        acts::send(&officer, Target::Helped(id)).await.unwrap();
        let case = family_case(ctx).await;
        let result = casework::recommend(&officer, case, Outcome::Approved, "نعم نوصي").await;
        assert!(matches!(result, Err(AppError::Refused(Reason::OwnCase))), "{result:?}");
    }
}
