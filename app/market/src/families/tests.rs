//! Applications on real databases.
#![allow(clippy::unwrap_used)]

use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use ground::ctx::Ctx;
use market::families::acts;
use market::families::change::{Change, NewMember, PublicFace};
use market::families::entity::family_member;
use market::families::rules::{FamilyState, IdentityKind, Part};
use market::families::saving::save;
use market::families::{
    CONSENT_FIRST, CORRECTION_NEWER, CORRECTION_WAITS, DocumentFile, IDENTITY_HELD, LAST_IDENTITY, Saved, Target, add_document,
    may_add_document, own_family,
};
use market::families::{reach, reads, storefronts};
use people::accounts::{self, NewAccount};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
        Change::Consent,
        Change::Household { size: 5, registration: String::new() },
        Change::Member { replaces: None, new: Some(member(identity)) },
        Change::Crafts { codes: vec!["palm".into()] },
        Change::Place { municipality: "LYM108".into(), quarter: "حي النخيل".into(), landmark: String::new() },
        Change::Contact { phone: "0925551234".into() },
        Change::Public(face),
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

/// Each identity of a family's case is compared with its paper.
async fn compare(officer: &Ctx, case: ground::ids::CaseId) {
    let subject = casework::case_for_staff(officer, case).await.unwrap().subject_id;
    let of_it = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(subject));
    for member in of_it.all(officer.db.read()).await.unwrap() {
        desk::verify_identity(officer, case, member.id).await.unwrap();
    }
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
    async fn who_makes_food_hears_of_the_health_certificate(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551290").await;
        complete(&family, "8877290").await;
        let crafts = people::crafts::crafts(&ctx.db).await.unwrap();
        let lacks = async || reads::application(&family, Target::Own).await.unwrap().unwrap().lacks_permit(&crafts);
        assert!(!lacks().await, "baskets are not eaten");
        let food = crafts.crafts.iter().find(|craft| craft.food && craft.active).unwrap().code.clone();
        save(&family, Target::Own, Change::Crafts { codes: vec![food, "palm".into()] }, "").await.unwrap();
        assert!(lacks().await);
        let media = NewMedia {
            kind: Kind::Document,
            address: "c".repeat(64),
            mime: "image/jpeg".into(),
            width: 0,
            height: 0,
            color: String::new(),
            perceptual_hash: None,
            bytes: 1,
        };
        let file = DocumentFile { kind: "health_permit".into(), name: "permit.jpg".into(), media };
        add_document(&family, None, file).await.unwrap();
        assert!(!lacks().await);
    }

    async fn a_trade_name_that_another_family_bears_is_known(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551291").await;
        complete(&family, "8877291").await;
        let own = own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        for (name, own, borne) in [("سعف سالمة", None, true), ("سعف سالمة", Some(own.id), false), ("سعف لا يحمله أحد", None, false)] {
            assert_eq!(storefronts::name_borne(ctx.db.read(), name, own).await.unwrap(), borne, "{name} {own:?}");
        }
    }

    async fn two_people_license_a_family(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551234").await;
        assert!(matches!(acts::send(&family, Target::Own).await, Err(AppError::Refused(Reason::INCOMPLETE))));
        complete(&family, "778812").await;
        acts::send(&family, Target::Own).await.unwrap();
        let case = family_case(ctx).await;
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(Reason::NOT_NOW))));
        // Not before the identity was compared with its paper.
        let early = desk::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await;
        assert!(matches!(early, Err(AppError::Invalid(errors)) if errors.of("recommend").is_some()));
        casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
        assert!(matches!(desk::decide(&officer, case, &approve()).await, Err(AppError::Refused(casework::RECOMMENDED))));
        let early = desk::decide(&head, case, &approve()).await;
        assert!(matches!(early, Err(AppError::Invalid(errors)) if errors.of("outcome").is_some()));
        compare(&head, case).await;
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
        // Neither hears of the other; both files are marked for who decides.
        acts::send(&a, Target::Own).await.unwrap();
        let first = family_case(ctx).await;
        acts::send(&b, Target::Own).await.unwrap();
        let second = family_case(ctx).await;
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let flags = async |case| casework::case_for_staff(&officer, case).await.unwrap().flagged.unwrap_or_default();
        assert!(flags(first).await.starts_with("claimed-by:"));
        assert!(flags(second).await.starts_with("held-by:"));
        // It is not licensed before the number is free.
        for case in [first, second] {
            compare(&officer, case).await;
            casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
        }
        let held = desk::decide(&head, second, &approve()).await;
        assert!(matches!(held, Err(AppError::Invalid(errors)) if errors.of("outcome") == Some(&IDENTITY_HELD)));
        let refuse = Decision { outcome: Outcome::Refused, reason: ReasonCode::Duplicate, words: "مسجلة باسم أسرة أخرى".into() };
        desk::decide(&head, first, &refuse).await.unwrap();
        desk::decide(&head, second, &approve()).await.unwrap();
    }

    async fn a_number_stays_with_a_file_that_came_back(ctx: &Ctx) {
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "778812").await;
        complete(&b, "778812").await;
        acts::send(&a, Target::Own).await.unwrap();
        let (officer, case) = (person(ctx, "0910000001").await, family_case(ctx).await);
        desk::return_to_applicant(&officer, case, &[("documents".into(), "صورة أوضح من فضلكم".into())]).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let second = casework::case_for_staff(&officer, family_case(ctx).await).await.unwrap();
        assert!(second.flagged.unwrap().starts_with("held-by:"));
        let now = reads::application(&a, Target::Own).await.unwrap().unwrap();
        let renamed = NewMember { name: "سالمة بنت علي".into(), ..member("778812") };
        save(&a, Target::Own, Change::Member { replaces: Some(now.members[0].id.0), new: Some(renamed) }, "").await.unwrap();
        acts::send(&a, Target::Own).await.unwrap();
        let then = reads::application(&a, Target::Own).await.unwrap().unwrap();
        let row = family_member::Entity::find_by_id(then.members[0].id).one(ctx.db.read()).await.unwrap().unwrap();
        assert!(row.claimed);
    }

    async fn who_never_comes_back_keeps_nobody_out(ctx: &Ctx) {
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "778812").await;
        complete(&b, "778812").await;
        acts::send(&a, Target::Own).await.unwrap();
        let (officer, head, first) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await, family_case(ctx).await);
        let fields = [("documents".into(), "صورة أوضح من فضلكم".into())];
        desk::return_to_applicant(&officer, first, &fields).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let second = family_case(ctx).await;
        // Both are found by their name, what waits before the other; working through them leads to none that does not wait.
        let named = QueueFilter { text: "سعف سالمة".into(), ..QueueFilter::default() };
        let found = casework::queue(&officer, &named).await.unwrap().0;
        assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [second, first]);
        assert_eq!(casework::next_of(&officer, &named, second).await.unwrap(), None);
        compare(&officer, second).await;
        desk::recommend(&officer, second, Outcome::Approved, "كامل").await.unwrap();
        desk::decide(&head, second, &approve()).await.unwrap();
        // Now the number is somebody else's; with another one the warning goes.
        let flags = async || casework::case_for_staff(&officer, first).await.unwrap().flagged.unwrap_or_default();
        for (number, held) in [("778812", true), ("778899", false)] {
            let now = reads::application(&a, Target::Own).await.unwrap().unwrap();
            let change = Change::Member { replaces: Some(now.members[0].id.0), new: Some(NewMember { birth_year: Some(1986), ..member(number) }) };
            save(&a, Target::Own, change, "").await.unwrap();
            acts::send(&a, Target::Own).await.unwrap();
            assert_eq!(flags().await.contains("held-by:"), held, "{number}");
            if held {
                desk::return_to_applicant(&officer, first, &fields).await.unwrap();
            }
        }
    }

    async fn of_a_family_of_another_branch_only_the_question_is_seen(ctx: &Ctx) {
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "778812").await;
        complete(&b, "778812").await;
        let elsewhere = Change::Place { municipality: "LYM101".into(), quarter: "وسط المدينة".into(), landmark: String::new() };
        save(&b, Target::Own, elsewhere, "").await.unwrap();
        acts::send(&a, Target::Own).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let mountain = person(ctx, "0910000005").await;
        let case = casework::case_for_staff(&mountain, family_case(ctx).await).await.unwrap();
        let (id, flags) = (ground::ids::FamilyId(case.subject_id), case.flagged.unwrap());
        let seen = async |officer: &Ctx| reads::for_desk(officer, id, &flags).await.unwrap().alike.remove(0);
        let (whole, part) = (seen(&person(ctx, "0910000001").await).await, seen(&mountain).await);
        assert_eq!((whole.family.contact_phone.as_str(), whole.documents.len()), ("0925551234", 1));
        assert_eq!((part.family.contact_phone.as_str(), part.documents.len()), ("", 0));
        assert_eq!(part.family.trade_name, whole.family.trade_name);
        assert_eq!(part.members.len(), 1, "whose number it is");
    }

    async fn what_was_assigned_is_not_taken_by_another(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551234").await;
        complete(&family, "778812").await;
        acts::send(&family, Target::Own).await.unwrap();
        let (officer, head, case) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await, family_case(ctx).await);
        casework::assign(&officer, case, head.actor.id().unwrap()).await.unwrap();
        assert!(matches!(casework::take(&officer, case).await, Err(AppError::Refused(Reason::NOT_NOW))));
        casework::take(&head, case).await.unwrap();
    }

    async fn who_cannot_compare_says_why(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551234").await;
        complete(&family, "778812").await;
        acts::send(&family, Target::Own).await.unwrap();
        let (officer, head, case) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await, family_case(ctx).await);
        casework::say_uncompared(&officer, case, "الأصل عند السجل المدني حتى الأحد").await.unwrap();
        let fields = [("documents".into(), "صورة أوضح من فضلكم".into())];
        desk::return_to_applicant(&officer, case, &fields).await.unwrap();
        acts::send(&family, Target::Own).await.unwrap();
        // What was said of the file before it came back is not said of it now.
        assert!(matches!(desk::recommend(&officer, case, Outcome::Approved, "كامل").await, Err(AppError::Invalid(_))));
        casework::say_uncompared(&officer, case, "الأصل عند السجل المدني حتى الأحد").await.unwrap();
        desk::recommend(&officer, case, Outcome::Approved, "كامل").await.unwrap();
        desk::decide(&head, case, &approve()).await.unwrap();
    }

    async fn nothing_is_kept_before_a_family_agreed(ctx: &Ctx) {
        let family = newcomer(ctx, "0925551234").await;
        let size = || Change::Household { size: 4, registration: String::new() };
        assert!(matches!(save(&family, Target::Own, size(), "").await, Err(AppError::Refused(CONSENT_FIRST))));
        assert!(matches!(may_add_document(&family, None).await, Err(AppError::Refused(CONSENT_FIRST))));
        assert!(reads::application(&family, Target::Own).await.unwrap().is_none());
        save(&family, Target::Own, Change::Consent, "").await.unwrap();
        save(&family, Target::Own, size(), "").await.unwrap();
        let now = reads::application(&family, Target::Own).await.unwrap().unwrap();
        assert_eq!(now.next_after(Part::Household), Some(Part::Members));
        assert_eq!(now.next_after(Part::Documents), Some(Part::Members));
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

    async fn what_an_officer_says_of_two_alike_is_remembered(ctx: &Ctx) {
        let (a, b) = (newcomer(ctx, "0925550001").await, newcomer(ctx, "0925550002").await);
        complete(&a, "1111").await;
        complete(&b, "2222").await;
        // In another part of the country.
        let elsewhere = Change::Place { municipality: "LYM101".into(), quarter: "وسط المدينة".into(), landmark: String::new() };
        save(&b, Target::Own, elsewhere, "").await.unwrap();
        acts::send(&a, Target::Own).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let (officer, case) = (person(ctx, "0910000001").await, family_case(ctx).await);
        let seen = casework::case_for_staff(&officer, case).await.unwrap();
        let flags = seen.flagged.unwrap();
        let (id, first) = (ground::ids::FamilyId(seen.subject_id), reach::find(&a, Target::Own).await.unwrap().unwrap().id);
        assert!(flags.split(',').any(|flag| flag == format!("same:{first}")), "{flags}");
        assert!(matches!(desk::acts::say_apart(&officer, case, ground::ids::FamilyId(1)).await, Err(AppError::NotFound)), "not compared with it");
        for _ in 0..2 {
            desk::acts::say_apart(&officer, case, first).await.unwrap();
        }
        let shown = reads::for_desk(&officer, id, &flags).await.unwrap();
        assert!(shown.alike.iter().all(|other| other.family.id != first));
        assert_eq!(shown.apart.iter().map(|other| other.family.id).collect::<Vec<_>>(), [first]);
        // Sent again, it is not asked again.
        let fields = [("documents".into(), "صورة أوضح من فضلكم".into())];
        desk::return_to_applicant(&officer, case, &fields).await.unwrap();
        acts::send(&b, Target::Own).await.unwrap();
        let shown = reads::for_desk(&officer, id, &casework::case_for_staff(&officer, case).await.unwrap().flagged.unwrap()).await.unwrap();
        assert!(shown.alike.iter().all(|other| other.family.id != first));
    }

    async fn who_filled_it_in_does_not_decide(ctx: &Ctx) {
        let (officer, head) = (person(ctx, "0910000001").await, person(ctx, "0910000002").await);
        let id = acts::start_for(&officer, "سالمة".into(), "0925550003".into(), "signed".into()).await.unwrap();
        // How the family agreed is not asked a second time.
        assert!(Target::Helped(id).way(FamilyState::Draft, Part::Consent).is_none());
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
            compare(&officer, case).await;
            casework::recommend(&officer, case, Outcome::Approved, "الأوراق كاملة").await.unwrap();
            desk::decide(&head, case, &approve()).await.unwrap();
        }
        let now = reads::application(&a, Target::Own).await.unwrap().unwrap();
        let only = now.members[0].id.0;
        let gone = save(&a, Target::Own, Change::Member { replaces: Some(only), new: None }, "").await;
        assert!(matches!(gone, Err(AppError::Invalid(errors)) if errors.of("identity_number") == Some(&LAST_IDENTITY)));
        // An identity of another family is said to who decides, not to who gives it.
        let held = Change::Member { replaces: Some(only), new: Some(member("2222")) };
        let Saved::Asked(Some(asked)) = save(&a, Target::Own, held, "").await.unwrap() else { panic!() };
        casework::recommend(&officer, asked, Outcome::Approved, "طابقت الورقة").await.unwrap();
        let refused = desk::decide(&head, asked, &approve()).await;
        assert!(matches!(refused, Err(AppError::Invalid(errors)) if errors.of("outcome") == Some(&IDENTITY_HELD)));
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
