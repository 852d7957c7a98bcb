//! What the desk does, on real databases: licences, reference data, later looks, imports.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use chrono::{Duration, NaiveDate};

use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use desk::{acts, daily, decide, retention};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::CaseId;
use ground::outbox::{self, Ending, Lane};
use ground::seal::{Foreign, Keys};
use market::catalogue::{self, Filter};
use market::families::{self, Change, FamilyState, RegisterFilter, Target};
use people::crafts;
use people::place::{self, MunicipalityForm};
use sea_orm::{ConnectionTrait, Statement};
use testing::on_both;
use testing::{person, photo};
use world::demo_draft;

pub const OFFICER: &str = "0910000001";
pub const HEAD: &str = "0910000002";
const MOUNTAIN: &str = "0910000005";
pub const ADMINISTRATOR: &str = "0910000011";
/// House of Ghadames: in the Western Mountain's branch, licensed.
pub const FAMILY: &str = "0920000010";
const SUSPENDED: &str = "0920000017";
const EXPIRED: &str = "0920000018";

/// One task in the outbox, and nothing else.
pub(crate) async fn left_alone(ctx: &Ctx) {
    let tx = ctx.begin().await.unwrap();
    tx.run("DELETE FROM outbox", vec![]).await.unwrap();
    tx.later(ctx.now, &people::Erase { address: "00ff".into() }).await.unwrap();
    tx.commit().await.unwrap();
}

/// State and task of the only row of the outbox.
async fn stored(ctx: &Ctx) -> (String, String) {
    let row =
        ctx.db.read().query_one_raw(Statement::from_string(ctx.db.backend(), "SELECT state, task FROM outbox")).await.unwrap().unwrap();
    (row.try_get("", "state").unwrap(), row.try_get("", "task").unwrap())
}

pub async fn number(ctx: &Ctx, sql: &str) -> i64 {
    let row = ctx.db.read().query_one_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

pub fn yes(words: &str) -> Decision {
    Decision { outcome: Outcome::Approved, reason: ReasonCode::Meets, words: words.into() }
}

pub fn no() -> Decision {
    Decision { outcome: Outcome::Refused, reason: ReasonCode::Other, words: "لا نرى ما يدعو إلى ذلك".into() }
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> Reason {
    match result {
        Err(AppError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

pub async fn last_case(officer: &Ctx, kind: CaseKind) -> CaseId {
    let filter = QueueFilter { kind: Some(kind), ..QueueFilter::default() };
    casework::queue(officer, &filter).await.unwrap().0.last().unwrap().id
}

/// The case of a title.
async fn last_of(officer: &Ctx, title: &str) -> CaseId {
    let filter = QueueFilter { text: title.into(), ..QueueFilter::default() };
    casework::queue(officer, &filter).await.unwrap().0.last().unwrap().id
}

async fn own(family: &Ctx) -> families::OwnFamily {
    families::own_family(family.db.read(), family).await.unwrap().unwrap()
}

/// How many products of a family a visitor sees: in the list, in the counts and on the storefront.
async fn seen(family: &Ctx) -> (usize, usize) {
    let own = own(family).await;
    let listed = catalogue::of_family(family, own.id).await.unwrap().len();
    let storefront = families::storefront(family, &own.slug.unwrap()).await;
    (listed, usize::from(storefront.is_ok()))
}

fn household(size: i64) -> Change {
    Change::Household { size, registration: String::new() }
}

on_both! {
    async fn a_suspension_is_proposed_by_one_and_decided_by_another(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let id = own(&family).await.id;
        let before = seen(&family).await;
        assert!(before.0 > 0 && before.1 == 1);
        let shown = async || catalogue::facets(ctx, &Filter::default()).await.unwrap().total;
        let total = shown().await;
        let words = "وصلتنا شكاوى عن جودة المنتج وتحققنا منها";
        // Out of scope, not staff, and oneself.
        assert!(matches!(families::propose_suspension(&family, id, words.into()).await, Err(AppError::NotFound)));
        let sabha = person(ctx, "0910000003").await;
        assert!(matches!(families::propose_suspension(&sabha, id, words.into()).await, Err(AppError::NotFound)));
        let case = families::propose_suspension(&officer, id, words.into()).await.unwrap();
        assert_eq!(refused(families::propose_suspension(&head, id, words.into()).await), Reason::NOT_NOW);
        assert_eq!(refused(decide(&officer, case, &yes(words)).await), casework::OWN_CASE);
        // The family hears why before it is decided, and is still on the market.
        assert_eq!(seen(&family).await, before);
        assert!(matches!(decide(&head, case, &yes("")).await, Err(AppError::Invalid(_))), "a suspension needs its reason");
        decide(&head, case, &yes(words)).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Suspended);
        assert_eq!(seen(&family).await, (0, 0));
        assert_eq!(shown().await, total - before.0 as i64);
        // Heard by others than who proposed and decided; upheld, the licence is given back with its last day.
        let until = own(&family).await.licence.unwrap().1;
        casework::object(&family, case, "لم يسمعنا أحد قبل القرار").await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        assert_eq!(refused(decide(&head, objection, &yes("")).await), casework::DECIDED_BEFORE);
        assert_eq!(refused(decide(&officer, objection, &yes("")).await), casework::OWN_CASE, "who proposed does not hear it");
        decide(&person(ctx, MOUNTAIN).await, objection, &yes("")).await.unwrap();
        let after = own(&family).await;
        assert_eq!((after.state, after.licence.unwrap().1), (FamilyState::Approved, until));
        assert_eq!(seen(&family).await, before);
    }

    async fn a_suspension_ends_an_older_request_for_renewal(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let last = own(&family).await.licence.unwrap().1;
        let at = |of: &Ctx| Ctx { now: (last - Duration::days(20)).and_hms_opt(10, 0, 0).unwrap().and_utc(), ..of.clone() };
        families::ask_renewal(&at(&family), String::new()).await.unwrap();
        let renewal = last_case(&officer, CaseKind::Renewal).await;
        let case = families::propose_suspension(&at(&officer), own(&family).await.id, "شكاوى تحققنا منها".into()).await.unwrap();
        decide(&at(&head), case, &yes("شكاوى تحققنا منها وثبتت")).await.unwrap();
        assert_eq!(refused(decide(&at(&person(ctx, MOUNTAIN).await), renewal, &yes("")).await), Reason::NOT_NOW);
        assert_eq!(own(&family).await.state, FamilyState::Suspended);
        // Upheld after the last day, the licence comes back as over, and nothing is shown.
        casework::object(&at(&family), case, "لم نُسأل قبل القرار").await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        let late = Ctx { now: (last + Duration::days(3)).and_hms_opt(10, 0, 0).unwrap().and_utc(), ..person(ctx, MOUNTAIN).await };
        decide(&late, objection, &yes("")).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Expired);
        assert_eq!(seen(&family).await, (0, 0));
    }

    async fn an_objection_gives_back_what_its_own_case_took(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let id = own(&family).await.id;
        let first = families::propose_suspension(&officer, id, "السبب الأول للإيقاف".into()).await.unwrap();
        decide(&head, first, &yes("السبب الأول للإيقاف")).await.unwrap();
        casework::object(&family, first, "نتظلم من القرار الأول").await.unwrap();
        // Meanwhile it is given back by renewal, and suspended again for another reason.
        families::ask_renewal(&family, "تغيّر كل شيء".into()).await.unwrap();
        decide(&head, last_case(&officer, CaseKind::Renewal).await, &yes("")).await.unwrap();
        let second = families::propose_suspension(&officer, id, "سبب ثانٍ للإيقاف".into()).await.unwrap();
        decide(&head, second, &yes("سبب ثانٍ للإيقاف")).await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        decide(&person(ctx, MOUNTAIN).await, objection, &yes("")).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Suspended, "the second suspension stands");
    }

    async fn an_imported_family_gets_an_account_and_a_renewal(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        let new = families::Imported {
            import_id: "X1".into(),
            trade_name: "أسرة مستوردة".into(),
            trade_name_en: String::new(),
            story: String::new(),
            craft: "palm".into(),
            municipality: "LYM108".into(),
            owner: None,
            former_slug: None,
        };
        let tx = ctx.begin().await.unwrap();
        let (id, _) = families::import_family(&tx, &Ctx { now: ctx.now - Duration::days(400), ..ctx.clone() }, new).await.unwrap();
        tx.commit().await.unwrap();
        daily(ctx).await.unwrap();
        let case = families::ask_renewal_for(&officer, id, "الأسرة لا تملك هاتفًا ذكيًا".into()).await.unwrap();
        assert_eq!(refused(decide(&officer, case, &yes("")).await), casework::OWN_CASE);
        decide(&head, case, &yes("")).await.unwrap();
        assert_eq!(families::registered(&officer, id).await.unwrap().family.state, FamilyState::Approved);
        let account = |phone: &str| people::accounts::NewAccount { name: "سالمة".into(), phone: phone.into(), email: None, password: "x".into() };
        let give = async |by: &Ctx, phone: &str| {
            let tx = ctx.begin().await.unwrap();
            let given = families::give_account(&tx, by, id, account(phone)).await;
            if given.is_ok() {
                tx.commit().await.unwrap();
            }
            given
        };
        assert!(matches!(give(&person(ctx, MOUNTAIN).await, "0925557001").await, Err(AppError::NotFound)), "another branch");
        assert!(matches!(give(&officer, OFFICER).await, Err(AppError::Invalid(_))), "not to oneself");
        assert!(matches!(give(&officer, FAMILY).await, Err(AppError::Invalid(_))), "a phone that has a family");
        give(&officer, "0925557001").await.unwrap();
        assert_eq!(own(&person(ctx, "0925557001").await).await.id, id);
        assert_eq!(refused(give(&officer, "0925557002").await), Reason::NOT_NOW);
    }

    async fn a_refused_application_is_objected_to_or_written_anew(ctx: &Ctx) {
        let head = person(ctx, HEAD).await;
        let filter = QueueFilter { kind: Some(CaseKind::Family), state: Some(casework::CaseState::Recommended), ..QueueFilter::default() };
        let case = casework::queue(&head, &filter).await.unwrap().0[0].id;
        decide(&head, case, &no()).await.unwrap();
        let family = person(ctx, "0930000003").await;
        assert_eq!(refused(families::save(&family, Target::Own, household(9), "").await), Reason::NOT_NOW);
        casework::object(&family, case, "أوراقنا كاملة وزارنا الموظف").await.unwrap();
        assert_eq!(refused(families::revise(&family, Target::Own).await), families::OBJECTION_OPEN);
        let objection = last_case(&head, CaseKind::Objection).await;
        let (third, fourth) = (person(ctx, MOUNTAIN).await, person(ctx, "0910000006").await);
        casework::recommend(&third, objection, Outcome::Refused, "القرار صحيح").await.unwrap();
        decide(&fourth, objection, &no()).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Refused);
        families::revise(&family, Target::Own).await.unwrap();
        families::save(&family, Target::Own, household(9), "").await.unwrap();
        families::send(&family, Target::Own).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Submitted);
        assert_eq!(refused(casework::object(&family, case, "نتظلم مرة أخرى").await), Reason::NOT_NOW);
    }

    async fn who_leaves_leaves_no_case_behind(ctx: &Ctx) {
        let (head, family) = (person(ctx, HEAD).await, person(ctx, "0930000001").await);
        let case = last_of(&head, "خوص تراغن").await;
        acts::leave(&family).await.unwrap();
        assert_eq!(refused(casework::recommend(&head, case, Outcome::Approved, "نعم").await), Reason::NOT_NOW);
        assert!(casework::queue(&head, &QueueFilter { text: "خوص تراغن".into(), ..QueueFilter::default() }).await.unwrap().0.is_empty());
        // The identity is free: the person may come again.
        let tx = ctx.begin().await.unwrap();
        let statement = sea_orm::Statement::from_string(ctx.db.backend(), "SELECT COUNT(*) AS n FROM family_member WHERE identity_number = '770001'");
        let left = sea_orm::ConnectionTrait::query_one_raw(&*tx, statement).await.unwrap().unwrap();
        assert_eq!(left.try_get::<i64>("", "n").unwrap(), 0);
    }

    async fn nobody_works_on_a_report_about_their_own_listing(ctx: &Ctx) {
        let family = person(ctx, FAMILY).await;
        let tx = ctx.begin().await.unwrap();
        let me = family.actor.id().unwrap();
        let console = Ctx { actor: ground::actor::Actor::Console, ..ctx.clone() };
        let officer = people::accounts::NewGrant::of(ground::actor::Role::Officer, ground::actor::Scope::Whole, "قرار 7");
        people::accounts::grant(&tx, &console, me, &officer).await.unwrap();
        tx.commit().await.unwrap();
        let both = person(ctx, FAMILY).await;
        let (_, slug) = world::live_product(&both).await.unwrap().unwrap();
        catalogue::report(ctx, &slug, catalogue::ReportReason::Misleading, "الصورة لمنتج آخر".into(), "0911111111".into()).await.unwrap();
        let case = last_case(&person(ctx, OFFICER).await, CaseKind::Report).await;
        assert!(matches!(casework::case_for_staff(&both, case).await, Err(AppError::NotFound)));
        assert!(matches!(decide(&both, case, &no()).await, Err(AppError::NotFound)));
        // A listing is taken down with its reason only.
        let officer = person(ctx, OFFICER).await;
        assert!(matches!(decide(&officer, case, &yes("")).await, Err(AppError::Invalid(_))));
        decide(&officer, case, &Decision { outcome: Outcome::Approved, reason: ReasonCode::Misleading, words: "الصورة ليست لكم".into() }).await.unwrap();
        // It comes back with a version that an officer approves, trusted or not.
        let rows = catalogue::reads::mine(&both).await.unwrap();
        let id = rows.into_iter().find(|row| row.state == catalogue::ProductState::Suspended).unwrap().id;
        world::change_product(&both, id).await.unwrap();
        let case = last_case(&officer, CaseKind::Product).await;
        decide(&officer, case, &yes("")).await.unwrap();
        assert!(matches!(families::storefront(ctx, &own(&both).await.slug.unwrap()).await, Ok(families::FoundStorefront::Here(_))));
        assert!(catalogue::of_family(ctx, own(&both).await.id).await.unwrap().iter().any(|card| card.slug == slug));
    }

    async fn who_filled_it_in_does_not_hear_the_objection(ctx: &Ctx) {
        let (officer, head, mountain) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, MOUNTAIN).await);
        // The officer gave the applicant a link for a new password: the account was in hand.
        let case = last_of(&head, "كعك غريان").await;
        let tx = ctx.begin().await.unwrap();
        casework::helped(&tx, &mountain, case).await.unwrap();
        tx.commit().await.unwrap();
        decide(&head, case, &no()).await.unwrap();
        casework::object(&person(ctx, "0930000003").await, case, "أوراقنا كاملة").await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        assert_eq!(refused(casework::recommend(&mountain, objection, Outcome::Approved, "نعم").await), casework::OWN_CASE);
    }

    async fn a_suspension_that_is_not_approved_changes_nothing(ctx: &Ctx) {
        let (officer, head, family) = (person(ctx, OFFICER).await, person(ctx, HEAD).await, person(ctx, FAMILY).await);
        let before = seen(&family).await;
        let case = families::propose_suspension(&officer, own(&family).await.id, "بلاغ عن المنتج وصل اليوم".into()).await.unwrap();
        decide(&head, case, &Decision { words: String::new(), ..no() }).await.unwrap();
        assert_eq!((own(&family).await.state, seen(&family).await), (FamilyState::Approved, before));
        assert_eq!(refused(casework::object(&family, case, "لا شيء أتظلم منه").await), Reason::NOT_NOW);
    }

    async fn a_licence_ends_is_asked_for_and_given_back(ctx: &Ctx) {
        let (officer, family) = (person(ctx, OFFICER).await, person(ctx, FAMILY).await);
        let (_, last) = own(&family).await.licence.unwrap();
        let on = |day: NaiveDate, of: &Ctx| Ctx { now: day.and_hms_opt(10, 0, 0).unwrap().and_utc(), ..of.clone() };
        assert_eq!(refused(families::ask_renewal(&family, String::new()).await), Reason::NOT_NOW);
        // Valid to the end of its last day; over the day after, once.
        daily(&on(last, ctx)).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Approved);
        let after = last.succ_opt().unwrap();
        let (one, two) = (on(after, ctx), on(after, ctx));
        let (one, two) = tokio::join!(daily(&one), daily(&two));
        assert!(one.unwrap().0 + two.unwrap().0 >= 1);
        assert_eq!(own(&family).await.state, FamilyState::Expired);
        assert_eq!(seen(&family).await, (0, 0));
        let late = on(after, &family);
        assert_eq!(refused(catalogue::start(&late).await), families::NOT_LICENSED);
        families::ask_renewal(&late, "نعمل كما كنا".into()).await.unwrap();
        assert_eq!(refused(families::ask_renewal(&late, String::new()).await), Reason::NOT_NOW);
        let case = last_case(&officer, CaseKind::Renewal).await;
        decide(&on(after, &officer), case, &yes("")).await.unwrap();
        let renewed = own(&late).await;
        assert_eq!(renewed.state, FamilyState::Approved);
        assert_eq!(renewed.licence.unwrap().1, after.checked_add_months(chrono::Months::new(12)).unwrap());
        assert!(seen(&late).await.0 > 0);
    }

    async fn a_renewal_in_time_loses_no_day_and_reminds_once(ctx: &Ctx) {
        let (officer, family) = (person(ctx, OFFICER).await, person(ctx, FAMILY).await);
        let last = own(&family).await.licence.unwrap().1;
        let soon = Ctx { now: (last - Duration::days(20)).and_hms_opt(10, 0, 0).unwrap().and_utc(), ..family.clone() };
        let (_, reminded) = daily(&Ctx { now: soon.now, ..ctx.clone() }).await.unwrap();
        assert!(reminded >= 1);
        assert_eq!(daily(&Ctx { now: soon.now, ..ctx.clone() }).await.unwrap().1, 0);
        families::ask_renewal(&soon, String::new()).await.unwrap();
        let case = last_case(&officer, CaseKind::Renewal).await;
        decide(&Ctx { now: soon.now, ..officer }, case, &yes("")).await.unwrap();
        let expected = last.checked_add_months(chrono::Months::new(12)).unwrap();
        assert_eq!(own(&family).await.licence.unwrap().1, expected);
    }

    async fn who_leaves_is_gone_at_once_and_may_come_again(ctx: &Ctx) {
        let family = person(ctx, FAMILY).await;
        let slug = own(&family).await.slug.unwrap();
        acts::leave(&family).await.unwrap();
        assert!(matches!(acts::leave(&family).await, Err(AppError::NotFound)));
        assert!(families::own_family(ctx.db.read(), &family).await.unwrap().is_none());
        assert!(matches!(families::storefront(ctx, &slug).await, Err(AppError::NotFound)));
        let id = families::register(&person(ctx, OFFICER).await, &RegisterFilter { state: Some(FamilyState::Left), ..RegisterFilter::default() })
            .await
            .unwrap()
            .0[0]
            .id;
        assert!(catalogue::of_family(ctx, id).await.unwrap().is_empty());
        // The account stays: an application can be begun anew.
        families::save(&family, Target::Own, Change::Consent, "").await.unwrap();
        families::save(&family, Target::Own, household(3), "").await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Draft);
    }

    async fn suspended_and_expired_families_put_nothing_on_the_market(ctx: &Ctx) {
        for phone in [SUSPENDED, EXPIRED] {
            let family = person(ctx, phone).await;
            assert_eq!(seen(&family).await, (0, 0), "{phone}");
            assert_eq!(refused(catalogue::start(&family).await), families::NOT_LICENSED, "{phone}");
            let rows = world::live_product(&family).await.unwrap();
            assert!(rows.is_none(), "{phone}: nothing has an address that is shown");
        }
    }

    async fn an_objection_to_a_refused_family_needs_two_others(ctx: &Ctx) {
        let (officer, head) = (person(ctx, OFFICER).await, person(ctx, HEAD).await);
        // The demo town's third applicant, of Gharyan, was recommended by the officer.
        let filter = QueueFilter { kind: Some(CaseKind::Family), state: Some(casework::CaseState::Recommended), ..QueueFilter::default() };
        let case = casework::queue(&head, &filter).await.unwrap().0[0].id;
        decide(&head, case, &no()).await.unwrap();
        let family = person(ctx, "0930000003").await;
        casework::object(&family, case, "أوراقنا كاملة وزارنا الموظف").await.unwrap();
        let objection = last_case(&officer, CaseKind::Objection).await;
        for decider in [&officer, &head] {
            assert_eq!(refused(casework::recommend(decider, objection, Outcome::Approved, "نعم").await), casework::DECIDED_BEFORE);
        }
        let (third, fourth) = (person(ctx, MOUNTAIN).await, person(ctx, "0910000006").await);
        assert_eq!(refused(decide(&third, objection, &yes("")).await), Reason::NOT_NOW);
        casework::recommend(&third, objection, Outcome::Approved, "الأوراق كاملة فعلًا").await.unwrap();
        assert_eq!(refused(decide(&third, objection, &yes("")).await), casework::RECOMMENDED);
        casework::say_uncompared(&fourth, objection, "الأصل عند السجل المدني").await.unwrap();
        decide(&fourth, objection, &yes("")).await.unwrap();
        assert_eq!(own(&family).await.state, FamilyState::Approved);
    }

    async fn identities_are_compared_by_who_may_work_on_the_case(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let filter = QueueFilter { kind: Some(CaseKind::Family), ..QueueFilter::default() };
        let case = casework::queue(&officer, &filter).await.unwrap().0[0].id;
        let subject = casework::case_for_staff(&officer, case).await.unwrap().subject_id;
        let family = families::for_desk(&officer, ground::ids::FamilyId(subject), "").await.unwrap();
        let member = family.application.members[0].id;
        let mountain = person(ctx, MOUNTAIN).await;
        assert!(matches!(acts::verify_identity(&mountain, case, member).await, Err(AppError::NotFound)));
        acts::verify_identity(&officer, case, member).await.unwrap();
        acts::verify_identity(&officer, case, member).await.unwrap();
        let family = families::for_desk(&officer, ground::ids::FamilyId(subject), "").await.unwrap();
        assert_eq!(family.application.members[0].verified_by, officer.actor.id());
    }

    async fn what_trusted_families_publish_is_looked_at(ctx: &Ctx) {
        let (head, family) = (person(ctx, HEAD).await, person(ctx, "0920000014").await);
        for n in 0..6 {
            let written = demo_draft(&family, "fragrance", 30 + n, Some(photo(10 + n as u64))).await.unwrap();
            catalogue::send(&family, written).await.unwrap();
            let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
            if n < 5 {
                let case = casework::queue(&head, &filter).await.unwrap().0.last().unwrap().id;
                decide(&head, case, &yes("")).await.unwrap();
            }
        }
        let rows = catalogue::later_looks(&head).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert!(catalogue::later_looks(&person(ctx, MOUNTAIN).await).await.unwrap().is_empty(), "another branch's");
        assert!(catalogue::looks_right(&person(ctx, MOUNTAIN).await, rows[0].id).await.is_err());
        let case = catalogue::looks_wrong(&head, rows[0].id, "الصورة لا تظهر المنتج بوضوح".into()).await.unwrap();
        assert!(catalogue::later_looks(&head).await.unwrap().is_empty());
        assert_eq!(refused(decide(&head, case, &yes("خذها من السوق")).await), casework::OWN_CASE);
        decide(&person(ctx, OFFICER).await, case, &yes("خذها من السوق حتى تصوّر من جديد")).await.unwrap();
    }

    async fn an_ending_counts_only_with_its_claim(ctx: &Ctx) {
        let (db, now) = (&ctx.db, ctx.now);
        left_alone(ctx).await;
        let claim = async |at| outbox::claim(db, at, Lane::Work, 1).await.unwrap().pop();
        let first = claim(now).await.unwrap();
        assert!(claim(now).await.is_none(), "it is somebody's");
        // Kept, it stays so; left alone, another one takes it after a minute.
        let later = now + Duration::seconds(50);
        assert!(outbox::keep(db, later, &first).await.unwrap());
        assert!(claim(now + outbox::CLAIM).await.is_none());
        let over = later + outbox::CLAIM + Duration::seconds(1);
        let second = claim(over).await.unwrap();
        assert!(!outbox::keep(db, over, &first).await.unwrap());
        assert!(!outbox::finish(db, over, &first, Ending::Fail("too late".into())).await.unwrap());
        assert_eq!(stored(ctx).await, ("waiting".to_owned(), r#"{"task":"erase","address":"00ff"}"#.to_owned()));
        assert!(outbox::finish(db, over, &second, Ending::Done).await.unwrap());
        // Of one that was done only the name stays.
        assert_eq!(stored(ctx).await, ("done".to_owned(), r#"{"task":"erase"}"#.to_owned()));
        assert!(!outbox::finish(db, over, &second, Ending::Retry("again".into())).await.unwrap(), "once");
    }

    async fn two_who_claim_at_once_get_each_task_once(ctx: &Ctx) {
        left_alone(ctx).await;
        let tx = ctx.begin().await.unwrap();
        for n in 0..19 {
            tx.later(ctx.now, &people::Erase { address: format!("{n:04x}") }).await.unwrap();
        }
        tx.commit().await.unwrap();
        let claims = (0..40).map(|_| outbox::claim(&ctx.db, ctx.now, Lane::Work, 1));
        let claimed = futures::future::join_all(claims).await.into_iter().flat_map(Result::unwrap).map(|task| task.id);
        let (count, distinct) = claimed.fold((0, HashSet::new()), |(n, mut seen), id| {
            seen.insert(id);
            (n + 1, seen)
        });
        assert_eq!((count, distinct.len()), (20, 20));
    }

    async fn what_is_spent_goes_and_nothing_else(ctx: &Ctx) {
        left_alone(ctx).await;
        let done = outbox::claim(&ctx.db, ctx.now, Lane::Work, 1).await.unwrap().pop().unwrap();
        outbox::finish(&ctx.db, ctx.now, &done, Ending::Done).await.unwrap();
        let tx = ctx.begin().await.unwrap();
        tx.later(ctx.now, &people::Erase { address: "waits".into() }).await.unwrap();
        let someone = "(SELECT MIN(id) FROM person)";
        let soon = vec![(ctx.now + Duration::days(1)).into()];
        for sql in [
            format!("INSERT INTO session (token_hash, person_id, second_factor, device, created_at, seen_at, expires_at) VALUES ('s', {someone}, FALSE, '', $1, $1, $1)"),
            format!("INSERT INTO mail_token (person_id, purpose, email, token_hash, expires_at) VALUES ({someone}, 'reset', '', 't', $1)"),
            "INSERT INTO throttle (subject, failures, window_ends_at) VALUES ('x', 1, $1)".to_owned(),
        ] {
            tx.run(&sql, soon.clone()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let erase = async |days| retention::erase_spent(&Ctx { now: ctx.now + Duration::days(days), ..ctx.clone() }).await.unwrap();
        erase(0).await;
        let left = async || {
            let mut left = Vec::new();
            for rows in ["session WHERE token_hash = 's'", "mail_token WHERE token_hash = 't'", "throttle WHERE subject = 'x'", "outbox"] {
                left.push(number(ctx, &format!("SELECT COUNT(*) AS n FROM {rows}")).await);
            }
            left
        };
        assert_eq!(left().await, [1, 1, 1, 2], "nothing of it is spent yet");
        erase(2).await;
        assert_eq!(left().await, [0, 1, 0, 2], "a link is kept a day longer");
        erase(8).await;
        assert_eq!(left().await, [0, 0, 0, 1], "what waits is not spent");
        assert_eq!(stored(ctx).await.0, "waiting");
    }

    async fn a_new_name_of_a_municipality_finds_its_products(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let form = |name: &str, district: &str| MunicipalityForm {
            name_ar: name.into(),
            name_en: "Murzuq".into(),
            district: district.into(),
            south: "core".into(),
            aliases: "مرزك\nالواحة".into(),
            branch: None,
            active_from: None,
            active_to: None,
        };
        place::save_municipality(&admin, Some("LYM108"), form("واحة مرزق", "LY-MQ")).await.unwrap();
        let claimed = outbox::claim(&ctx.db, ctx.now, outbox::Lane::Work, 50).await.unwrap();
        let people::Reindex { craft, municipality } = claimed.iter().find_map(outbox::Claimed::read).unwrap();
        assert!(catalogue::reindex(ctx, craft.as_deref(), municipality.as_deref()).await.unwrap() > 0);
        let filter = catalogue::Filter { q: "واحة".into(), ..catalogue::Filter::default() };
        assert!(!catalogue::list(ctx, &filter).await.unwrap().cards.is_empty());
        let places = place::places(&ctx.db).await.unwrap();
        assert_eq!(place::find_by_name(&places, "مَرزَك").unwrap().code, "LYM108");
        // One that is no more cannot be chosen, and a new one gets a code of its own.
        let taken = place::save_municipality(&admin, None, form("بلدية قديمة", "LY-SB")).await;
        assert!(matches!(taken, Err(AppError::Invalid(errors)) if errors.of("aliases").is_some()), "two municipalities of one name");
        let end = Some("2026-01-01".parse().unwrap());
        let over = MunicipalityForm { active_to: end, aliases: String::new(), ..form("بلدية قديمة", "LY-SB") };
        let code = place::save_municipality(&admin, None, over).await.unwrap();
        let places = place::places(&ctx.db).await.unwrap();
        assert!(places.municipality(&code).is_some());
        assert!(places.options(ctx.l, ctx.now).iter().all(|(other, _)| *other != code));
    }

    async fn a_holiday_moves_the_last_day_of_open_cases(ctx: &Ctx) {
        let (officer, admin) = (person(ctx, OFFICER).await, person(ctx, ADMINISTRATOR).await);
        let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
        let before = casework::queue(&officer, &filter).await.unwrap().0[0].due_on.unwrap();
        acts::save_holiday(&admin, None, before, "عطلة".into(), "Holiday".into()).await.unwrap();
        let moved = casework::queue(&officer, &filter).await.unwrap().0[0].due_on.unwrap();
        assert!(moved > before, "{moved} {before}");
        acts::remove_holiday(&admin, before).await.unwrap();
        assert_eq!(casework::queue(&officer, &filter).await.unwrap().0[0].due_on, Some(before));
        acts::remove_holiday(&admin, before).await.unwrap();
    }

    async fn crafts_are_put_out_of_use_not_deleted(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let form = |active| crafts::CraftForm { name_ar: "زجاج".into(), name_en: "Glass".into(), food: false, active, position: 40 };
        crafts::add_craft(&admin, "glass", form(true)).await.unwrap();
        assert!(matches!(crafts::add_craft(&admin, "glass", form(true)).await, Err(AppError::Invalid(_))));
        let item = crafts::ItemForm { craft: "glass".into(), name_ar: "كأس".into(), name_en: "Cup".into(), active: true };
        let code = crafts::save_item(&admin, None, item).await.unwrap();
        crafts::save_craft(&admin, "glass", form(false)).await.unwrap();
        let known = crafts::crafts(&ctx.db).await.unwrap();
        assert!(known.craft("glass").is_some() && known.item(&code).is_some());
        assert!(known.options(ctx.l).iter().all(|(code, _)| code != "glass"));
    }

    async fn officers_find_the_families_of_their_scope(ctx: &Ctx) {
        let all = families::register(&person(ctx, OFFICER).await, &RegisterFilter::default()).await.unwrap().0;
        let mountain = person(ctx, MOUNTAIN).await;
        let some = families::register(&mountain, &RegisterFilter::default()).await.unwrap().0;
        assert!(!some.is_empty() && some.len() < all.len());
        let foreign = all.iter().find(|row| some.iter().all(|own| own.id != row.id)).unwrap();
        assert!(matches!(families::registered(&mountain, foreign.id).await, Err(AppError::NotFound)));
        // A draft that is being filled in at home is nobody's to read.
        assert!(all.iter().all(|row| row.state != FamilyState::Draft));
        let begun = own(&person(ctx, "0930000004").await).await.id;
        assert!(matches!(families::registered(&person(ctx, OFFICER).await, begun).await, Err(AppError::NotFound)));
    }

    async fn what_could_be_guessed_is_sealed_with_keys_from_elsewhere(ctx: &Ctx) {
        let tx = ctx.begin().await.unwrap();
        let hashed = Keys::default().seal("abcde-fghij");
        tx.run("INSERT INTO recovery_code (person_id, code_hash) SELECT MIN(id), $1 FROM person", vec![hashed.into()]).await.unwrap();
        tx.run("UPDATE person SET totp_secret = 'JBSWY3DPEHPK3PXP' WHERE id = 1", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let keys = |bytes: &[&str]| Keys::parse(&bytes.iter().map(|byte| byte.repeat(32)).collect::<Vec<_>>().join(",")).unwrap();
        let (one, two) = (keys(&["0a"]), keys(&["0a", "0b"]));
        for (keys, again) in [(&one, &one), (&two, &two)] {
            keys.settle(&ctx.db, &[people::accounts::SEALED], &[people::accounts::HIDDEN]).await.unwrap();
            again.settle(&ctx.db, &[people::accounts::SEALED], &[people::accounts::HIDDEN]).await.unwrap();
            let sql = format!("SELECT COUNT(*) AS n FROM recovery_code WHERE code_hash = '{}'", keys.seal("abcde-fghij"));
            assert_eq!(number(ctx, &sql).await, 1);
            // The secret of an app is read again, with its code, and in no text of the database.
            let hidden = Statement::from_string(ctx.db.backend(), "SELECT totp_secret FROM person WHERE id = 1");
            let hidden: String = ctx.db.read().query_one_raw(hidden).await.unwrap().unwrap().try_get("", "totp_secret").unwrap();
            assert_eq!(keys.reveal(people::accounts::HIDDEN, 1, &hidden).as_deref(), Some("JBSWY3DPEHPK3PXP"));
            assert_eq!(number(ctx, "SELECT COUNT(*) AS n FROM person WHERE totp_secret NOT LIKE 'key%'").await, 0);
        }
        assert!(matches!(one.settle(&ctx.db, &[], &[]).await, Err(Foreign::Missing)));
        assert!(matches!(keys(&["0b", "0a"]).settle(&ctx.db, &[], &[]).await, Err(Foreign::Other)));
    }
}
