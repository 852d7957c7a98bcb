//! Applications on real databases.
#![allow(clippy::unwrap_used)]

use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use ground::ctx::Ctx;
use market::families::acts;
use market::families::change::{Change, NewMember, PublicFace};
use market::families::entity::family_member;
use market::families::rules::{FamilyState, IdentityKind};
use market::families::saving::save;
use market::families::{
    CORRECTION_NEWER, CORRECTION_WAITS, DocumentFile, IDENTITY_HELD, LAST_IDENTITY, Saved, Target, add_document, own_family,
};
use market::families::{reach, reads};
use people::accounts::{self, NewAccount};
use sea_orm::EntityTrait;

use ground::error::{AppError, Reason};
use people::media::{Kind, NewMedia};
use testing::on_both;
use testing::person;

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
    let face = PublicFace { trade_name: "سعف سالمة".into(), trade_name_en: String::new(), story: String::new(), show_story: true };
    for change in [
        Change::Household { size: 5, registration: String::new() },
        Change::Member { replaces: None, new: Some(member(identity)) },
        Change::Crafts { codes: vec!["palm".into()] },
        Change::Place { municipality: "LYM108".into(), quarter: "حي النخيل".into(), landmark: String::new() },
        Change::Contact { phone: "0925551234".into() },
        Change::Public(face),
        Change::Consent,
    ] {
        save(family, Target::Own, change, "").await.unwrap();
    }
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
}

async fn family_case(ctx: &Ctx) -> ground::ids::CaseId {
    let officer = person(ctx, "0910000001").await;
    let filter = QueueFilter { kind: Some(CaseKind::Family), ..QueueFilter::default() };
    casework::queue(&officer, &filter).await.unwrap().0.last().unwrap().id
}

fn approve() -> Decision {
    Decision { outcome: Outcome::Approved, reason: ReasonCode::Meets, words: String::new() }
}

on_both! {
    async fn two_people_license_a_family(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551234").await;
        assert!(matches!(acts::send(&family, Target::Own).await, Err(AppError::Refused(Reason::INCOMPLETE))));
        complete(&family, "778812").await;
        acts::send(&family, Target::Own).await.unwrap();
        let case = family_case(ctx).await;
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(Reason::NOT_NOW))));
        casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(casework::RECOMMENDED))));
        desk::decide(&head, case, &approve()).await.unwrap();
        let own = own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        assert_eq!(own.state, FamilyState::Approved);
        assert_eq!(own.licence.unwrap().1.to_string(), "2027-11-24");
        assert_eq!(own.slug.as_deref(), Some("سعف-سالمة"));
    }

    async fn one_identity_stands_in_one_family(ctx: &Ctx) {
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "778812").await;
        complete(&b, "778812").await;
        let (one, two) = tokio::join!(acts::send(&a, Target::Own), acts::send(&b, Target::Own));
        let refused = match (one, two) {
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
            other => panic!("{other:?}"),
        };
        let AppError::Invalid(errors) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.of("members"), Some(&IDENTITY_HELD));
        // The officer of the family that holds it sees that someone else gave it.
        let officer = person(ctx, "0910000001").await;
        let case = casework::case_for_staff(&officer, family_case(ctx).await).await.unwrap();
        assert!(case.flagged.unwrap().starts_with("claimed-by:"));
    }

    async fn families_that_look_alike_are_shown_side_by_side(ctx: &Ctx) {
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
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let id = acts::start_for(&officer, "سالمة".into(), "0925550003".into(), "signed".into()).await.unwrap();
        assert!(matches!(save(&head, Target::Helped(id), Change::Consent, "").await, Err(AppError::NotFound)));
        complete(&person(ctx, "0925550003").await, "3333").await;
        acts::send(&officer, Target::Helped(id)).await.unwrap();
        let case = family_case(ctx).await;
        let result = casework::recommend(&officer, case, Outcome::Approved, "نعم نوصي").await;
        assert!(matches!(result, Err(AppError::Refused(casework::OWN_CASE))), "{result:?}");
    }

    async fn a_licensed_family_corrects_its_data_by_a_case(ctx: &Ctx) {
        let (family, officer) = (person(ctx, "0920000001").await, person(ctx, "0910000001").await);
        let before = reach::find(&family, Target::Own).await.unwrap().unwrap();
        let face = |trade_name: &str, show_story| PublicFace {
            trade_name: trade_name.into(),
            trade_name_en: before.trade_name_en.clone(),
            story: before.story.clone(),
            show_story,
        };
        let named = |name: &str| Change::Public(face(name, true));
        // Hiding the story, and moving within the municipality, hold at once.
        let hidden = Change::Public(face(&before.trade_name, false));
        assert_eq!(save(&family, Target::Own, hidden, "").await.unwrap(), Saved::Now);
        let place = |code: &str| Change::Place { municipality: code.into(), quarter: "حي جديد".into(), landmark: String::new() };
        let here = before.municipality_code.clone().unwrap();
        assert_eq!(save(&family, Target::Own, place(&here), "").await.unwrap(), Saved::Now);
        // A name waits for the Authority, once, however often the form is sent.
        let Saved::Asked(Some(case)) = save(&family, Target::Own, named("بيت السعف الجديد"), "غيّرنا الاسم").await.unwrap() else { panic!() };
        assert_eq!(save(&family, Target::Own, named("بيت السعف الجديد"), "غيّرنا الاسم").await.unwrap(), Saved::Asked(None));
        let other = save(&family, Target::Own, named("اسم ثالث"), "").await;
        assert!(matches!(other, Err(AppError::Invalid(errors)) if errors.of("why") == Some(&CORRECTION_WAITS)));
        let name = async || reach::find(&family, Target::Own).await.unwrap().unwrap().trade_name;
        assert_eq!(name().await, before.trade_name);
        desk::decide(&officer, case, &approve()).await.unwrap();
        assert_eq!(name().await, "بيت السعف الجديد");
        // What is changed at once while a correction waits is not undone by it.
        let Saved::Asked(Some(renamed)) = save(&family, Target::Own, named("اسم ثالث"), "").await.unwrap() else { panic!() };
        let hide = Change::Public(face("بيت السعف الجديد", false));
        assert_eq!(save(&family, Target::Own, hide, "").await.unwrap(), Saved::Now);
        desk::decide(&officer, renamed, &approve()).await.unwrap();
        let now = reach::find(&family, Target::Own).await.unwrap().unwrap();
        assert_eq!((now.trade_name.as_str(), now.show_story), ("اسم ثالث", false));
        // What need not be asked for holds at once, also when it is sent with what must be.
        let away = Change::Place { municipality: "LYM101".into(), quarter: "حي آخر".into(), landmark: String::new() };
        let Saved::Asked(Some(moved)) = save(&family, Target::Own, away, "").await.unwrap() else { panic!() };
        let no = Decision { outcome: Outcome::Refused, reason: ReasonCode::NotTrue, words: "لم يثبت الانتقال".into() };
        desk::decide(&officer, moved, &no).await.unwrap();
        let now = reach::find(&family, Target::Own).await.unwrap().unwrap();
        assert_eq!((now.quarter.as_str(), now.municipality_code.as_deref()), ("حي آخر", Some(here.as_str())));
        // An objection to a refusal is upheld, but not over what was asked for since.
        let Saved::Asked(Some(refused)) = save(&family, Target::Own, named("اسم رابع"), "").await.unwrap() else { panic!() };
        desk::decide(&officer, refused, &no).await.unwrap();
        casework::object(&family, refused, "الاسم لنا منذ سنين طويلة").await.unwrap();
        let Saved::Asked(Some(again)) = save(&family, Target::Own, named("اسم خامس"), "").await.unwrap() else { panic!() };
        let head = person(ctx, "0910000002").await;
        let filter = QueueFilter { kind: Some(CaseKind::Objection), ..QueueFilter::default() };
        let objection = casework::queue(&head, &filter).await.unwrap().0.last().unwrap().id;
        let over = desk::decide(&head, objection, &approve()).await;
        assert!(matches!(over, Err(AppError::Invalid(errors)) if errors.of("outcome") == Some(&CORRECTION_NEWER)));
        desk::decide(&officer, again, &no).await.unwrap();
        desk::decide(&head, objection, &approve()).await.unwrap();
        assert_eq!(name().await, "اسم رابع");
    }

    async fn products_follow_a_family_that_moved(ctx: &Ctx) {
        let (family, officer, head) = (person(ctx, "0920000001").await, person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let before = reach::find(&family, Target::Own).await.unwrap().unwrap();
        let municipality = if before.municipality_code.as_deref() == Some("LYM108") { "LYM101" } else { "LYM108" };
        let place = Change::Place { municipality: municipality.into(), quarter: "وسط المدينة".into(), landmark: String::new() };
        // An officer asks for a family; somebody else decides.
        let Saved::Asked(Some(case)) = save(&officer, Target::InScope(before.id), place, "زارت المكتب").await.unwrap() else { panic!() };
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(casework::OWN_CASE))));
        desk::decide(&head, case, &approve()).await.unwrap();
        assert_eq!(reads::municipality_of(ctx.db.read(), before.id).await.unwrap().as_deref(), Some(municipality));
        let products = market::catalogue::of_family(ctx, before.id).await.unwrap();
        assert!(!products.is_empty() && products.iter().all(|product| product.municipality == municipality));
    }

    async fn members_change_by_a_case_and_one_stays_identified(ctx: &Ctx) {
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        for (family, identity) in [(&a, "1111"), (&b, "2222")] {
            complete(family, identity).await;
            acts::send(family, Target::Own).await.unwrap();
            let case = family_case(ctx).await;
            casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
            desk::decide(&head, case, &approve()).await.unwrap();
        }
        let now = reads::application(&a, Target::Own).await.unwrap().unwrap();
        let only = now.members[0].id.0;
        let gone = save(&a, Target::Own, Change::Member { replaces: Some(only), new: None }, "").await;
        assert!(matches!(gone, Err(AppError::Invalid(errors)) if errors.of("identity_number") == Some(&LAST_IDENTITY)));
        // An identity of another family is found at once, neutrally, and its officer hears of it.
        let held = Change::Member { replaces: Some(only), new: Some(member("2222")) };
        let asked = save(&a, Target::Own, held, "").await;
        assert!(matches!(asked, Err(AppError::Invalid(errors)) if errors.of("identity_number") == Some(&IDENTITY_HELD)));
        let still = reads::application(&a, Target::Own).await.unwrap().unwrap();
        assert_eq!(still.members[0].identity.as_ref().map(|(_, number)| number.as_str()), Some("1111"));
        let right = Change::Member { replaces: Some(only), new: Some(member("3333")) };
        let Saved::Asked(Some(case)) = save(&a, Target::Own, right.clone(), "").await.unwrap() else { panic!() };
        // Who belongs to a family is decided by two people.
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(Reason::NOT_NOW))));
        casework::recommend(&officer, case, Outcome::Approved, "طابقت الورقة").await.unwrap();
        desk::decide(&head, case, &approve()).await.unwrap();
        assert_eq!(save(&a, Target::Own, right, "").await.unwrap(), Saved::Asked(None), "the same form an hour later");
        let then = reads::application(&a, Target::Own).await.unwrap().unwrap();
        assert_eq!(then.members.len(), 1);
        let row = family_member::Entity::find_by_id(then.members[0].id).one(ctx.db.read()).await.unwrap().unwrap();
        assert_eq!((row.identity_number.as_deref(), row.claimed), (Some("3333"), true));
    }

    async fn nobody_corrects_for_families_out_of_reach(ctx: &Ctx) {
        let family = reach::find(&person(ctx, "0920000001").await, Target::Own).await.unwrap().unwrap();
        let change = || Change::Household { size: 3, registration: String::new() };
        for phone in ["0910000010", "0910000011", "0920000002", "0910000006"] {
            let asked = save(&person(ctx, phone).await, Target::InScope(family.id), change(), "زارت المكتب").await;
            assert!(matches!(asked, Err(AppError::NotFound)), "{phone}: {asked:?}");
        }
        // Not for one's own family, and not for one that was once helped.
        let officer = person(ctx, "0910000001").await;
        let me = officer.actor.id().unwrap();
        let set = async |column: &str, value: Option<i64>| {
            let tx = ctx.begin().await.unwrap();
            tx.run(&format!("UPDATE family SET {column} = $1 WHERE id = $2"), vec![value.into(), family.id.into()]).await.unwrap();
            tx.commit().await.unwrap();
        };
        set("owner_id", Some(me.0)).await;
        let asked = save(&officer, Target::InScope(family.id), change(), "زارت المكتب").await;
        assert!(matches!(asked, Err(AppError::NotFound)), "{asked:?}");
        set("owner_id", None).await;
        set("helped_by", Some(me.0)).await;
        let asked = save(&officer, Target::Helped(family.id), change(), "زارت المكتب").await;
        assert!(matches!(asked, Err(AppError::Refused(Reason::NOT_NOW))), "{asked:?}");
        assert!(matches!(save(&officer, Target::InScope(family.id), change(), "").await, Err(AppError::Invalid(_))), "a reason is needed");
    }
}
