//! Applications on real databases: filled in, sent, looked at, and what they have to meet.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, called, day, filled, later, needs, phone, refused, rows, wrong};
use cases::casework;
use fairs::applications::{confirmation, screening};
use fairs::entity::fair;
use fairs::overview;
use fairs::overview::types::Own;
use fairs::rules::FairKind;
use fairs::rules::application::ApplicationState;
use fairs::types::{Fair, Needs};
use fairs::{applications, refusals};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, Reason};
use market::{catalogue, families};
use people::notifications;
use sea_orm::EntityTrait;
use std::collections::BTreeSet;
use testing::on_both;
use testing::person;

on_both! {
    async fn a_family_applies_section_by_section(ctx: &Ctx) {
        let id = called(ctx, 2, |_| ()).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        let family = person(ctx, &phone(1)).await;
        let key = applications::acts::begin(&family, &slug).await.unwrap();
        assert_eq!(applications::acts::begin(&family, &slug).await.unwrap(), key, "begun twice, it goes on");
        refused(applications::acts::send(&family, key).await, Reason::INCOMPLETE);
        // What is not the family's is not its to show, nor its to send.
        let other = person(ctx, &phone(2)).await;
        let others = families::own_family(ctx.db.read(), &other).await.unwrap().unwrap().id;
        let product = catalogue::published_of(ctx.db.read(), others).await.unwrap()[0].0;
        let member = families::trainees(ctx.db.read(), others).await.unwrap()[0].id.0;
        assert_eq!(wrong(applications::acts::save_products(&family, key, [product].into()).await).of("product"), Some(&Problem::NotAChoice));
        assert_eq!(wrong(applications::acts::save_people(&family, key, [member].into()).await).of("member"), Some(&Problem::NotAChoice));
        assert_eq!(wrong(applications::acts::save_people(&family, key, BTreeSet::new()).await).of("member"), Some(&Problem::AtLeastOne));
        assert!(matches!(applications::reads::own_application(&other, key).await, Err(AppError::NotFound)));
        assert!(matches!(applications::acts::save_needs(&other, key, needs()).await, Err(AppError::NotFound)));
        let (family, key) = filled(ctx, id, 1).await;
        let reference = applications::acts::send(&family, key).await.unwrap();
        assert_eq!(applications::acts::send(&family, key).await.unwrap(), reference, "sent twice, sent once");
        refused(applications::acts::save_needs(&family, key, needs()).await, Reason::NOT_NOW);
        // Officers see what was sent, not what is being written.
        filled(ctx, id, 2).await;
        let sent = rows(ctx, id).await;
        assert_eq!((sent.len(), sent[0].reference.as_deref()), (1, Some(reference.as_str())));
        let officer = person(ctx, OFFICER).await;
        applications::screening::pass(&officer, key, "").await.unwrap();
        assert_eq!(rows(ctx, id).await[0].state, ApplicationState::Screened);
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(applications::screening::propose_refusal(&mountain, key, "لا يستوفي").await, Err(AppError::NotFound)));
        // After the last day nothing is sent.
        let (late, draft) = filled(ctx, id, 3).await;
        refused(applications::acts::send(&later(&late, 21), draft).await, refusals::CALL_OVER);
        refused(applications::acts::begin(&later(&person(ctx, &phone(4)).await, 21), &slug).await, refusals::CALL_OVER);
    }

    async fn one_proposes_a_refusal_and_another_confirms_it(ctx: &Ctx) {
        let id = called(ctx, 2, |_| ()).await;
        let (family, key) = filled(ctx, id, 1).await;
        applications::acts::send(&family, key).await.unwrap();
        let officer = person(ctx, OFFICER).await;
        let head = person(ctx, HEAD).await;
        let row = async || rows(ctx, id).await.remove(0);
        let unread = notifications::unread(&family).await.unwrap();
        refused(screening::confirm_refusal(&head, key, "").await, Reason::NOT_NOW);
        screening::propose_refusal(&officer, key, "المنتج ليس من صنع الأسرة").await.unwrap();
        assert_eq!(row().await.state, ApplicationState::Submitted);
        // The family hears nothing of a proposal.
        assert_eq!(notifications::unread(&family).await.unwrap(), unread);
        assert_eq!(applications::reads::own_application(&family, key).await.unwrap().application.reason, "");
        refused(screening::confirm_refusal(&officer, key, "المنتج ليس من صنع الأسرة").await, casework::RECOMMENDED);
        // Another officer finds the conditions met after all; what was passed can be refused by two still.
        refused(screening::pass(&head, key, "").await, Reason::NOT_NOW);
        assert_eq!(row().await.reason, "المنتج ليس من صنع الأسرة", "a list that does not show it takes nothing back");
        screening::pass(&head, key, "المنتج ليس من صنع الأسرة").await.unwrap();
        assert_eq!((row().await.state, row().await.reason.as_str()), (ApplicationState::Screened, ""));
        let waits = async || fairs::other_work(&head).await.unwrap().iter().any(|work| work.path == format!("/desk/fairs/{id}/applications"));
        assert!(!waits().await, "everything was looked at");
        screening::propose_refusal(&head, key, "المنتج ليس من صنع الأسرة").await.unwrap();
        assert!(waits().await, "the proposal waits for another officer");
        let after = later(&officer, 21);
        fairs::daily(&after).await.unwrap();
        let rules = fairs::Rules { criteria: fairs::usual_criteria(), least_scores: 2, rotation: 10, balance: 10 };
        refused(fairs::begin_review(&after, id, rules).await, fairs::selection::refusals::NOT_SCREENED);
        refused(screening::confirm_refusal(&officer, key, "سبب آخر").await, Reason::NOT_NOW);
        screening::confirm_refusal(&officer, key, "المنتج ليس من صنع الأسرة").await.unwrap();
        screening::confirm_refusal(&officer, key, "المنتج ليس من صنع الأسرة").await.unwrap();
        assert_eq!(row().await.state, ApplicationState::Refused);
        assert_eq!(notifications::unread(&family).await.unwrap(), unread + 1);
        let told = applications::reads::own_application(&family, key).await.unwrap().application.reason;
        assert_eq!(told, "المنتج ليس من صنع الأسرة");
        refused(screening::propose_refusal(&head, key, "سبب آخر").await, Reason::NOT_NOW);
    }

    async fn what_was_taken_back_is_sent_again_while_the_call_lasts(ctx: &Ctx) {
        let id = called(ctx, 2, |_| ()).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        let (family, key) = filled(ctx, id, 1).await;
        let own = async || applications::reads::own_application(&family, key).await.unwrap();
        let first = applications::acts::send(&family, key).await.unwrap();
        confirmation::withdraw(&family, key).await.unwrap();
        assert_eq!(applications::acts::begin(&family, &slug).await.unwrap(), key);
        let whole = own().await;
        assert_eq!((whole.application.state, whole.application.reference.as_deref()), (ApplicationState::Draft, None));
        assert!(!whole.products.is_empty() && whole.application.needs_said, "what was said is there still");
        assert!(rows(ctx, id).await.is_empty(), "officers see it when it is sent again");
        let second = applications::acts::send(&family, key).await.unwrap();
        assert_ne!(second, first, "no number is given twice");
        screening::pass(&person(ctx, OFFICER).await, key, "").await.unwrap();
        assert_eq!(own().await.application.state, ApplicationState::Screened);
        // Of a fair that is over nothing is taken back, and after the call nothing is taken up again.
        refused(confirmation::withdraw(&later(&family, 70), key).await, Reason::NOT_NOW);
        confirmation::withdraw(&family, key).await.unwrap();
        refused(applications::acts::begin(&later(&family, 21), &slug).await, refusals::CALL_OVER);
        assert_eq!(own().await.application.state, ApplicationState::Withdrawn);
        // A draft is gone when it is taken back, and another one may be begun.
        let (other, draft) = filled(ctx, id, 2).await;
        confirmation::withdraw(&other, draft).await.unwrap();
        assert!(matches!(applications::reads::own_application(&other, draft).await, Err(AppError::NotFound)));
        applications::acts::begin(&other, &slug).await.unwrap();
    }

    async fn the_page_of_a_fair_knows_its_reader(ctx: &Ctx) {
        let id = called(ctx, 2, |_| ()).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        let own = async |who: &Ctx| overview::reads::public_fair(who, &slug).await.unwrap().own;
        assert!(own(ctx).await.is_none(), "of a visitor nothing is known");
        let family = person(ctx, &phone(1)).await;
        assert!(own(&family).await.is_none(), "it may apply");
        let (family, key) = filled(ctx, id, 1).await;
        assert!(matches!(own(&family).await, Some(Own::Applied(row)) if row.id == key));
        let expired = person(ctx, "0920000018").await;
        assert!(matches!(own(&expired).await, Some(Own::Lacks(families::NOT_LICENSED))));
        assert!(own(&later(&expired, 21)).await.is_none(), "nobody applies any more");
        assert!(own(&person(ctx, OFFICER).await).await.is_none(), "staff lack nothing");
    }

    async fn who_does_not_meet_the_terms_is_told_before(ctx: &Ctx) {
        let id = called(ctx, 2, |form| form.needs_mark = true).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        refused(applications::acts::begin(&person(ctx, &phone(1)).await, &slug).await, applications::refusals::NOT_MARKED);
        let id = called(ctx, 2, |form| {
            form.name_ar = "معرض الفخار".into();
            form.crafts = ["pottery".to_owned()].into();
        }).await;
        let fair = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let mut told = Vec::new();
        for n in 1..=8 {
            told.push(applications::reads::unmet_of(&person(ctx, &phone(n)).await, &Fair::from(&fair)).await.unwrap());
        }
        assert!(told.contains(&None) && told.contains(&Some(training::NOT_OF_CRAFT)), "{told:?}");
    }

    async fn a_journey_abroad_wants_papers(ctx: &Ctx) {
        let id = called(ctx, 2, |form| {
            form.kind = FairKind::International;
            (form.city, form.country) = ("القاهرة".into(), "مصر".into());
        }).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        let family = person(ctx, &phone(1)).await;
        let key = applications::acts::begin(&family, &slug).await.unwrap();
        assert_eq!(wrong(applications::acts::save_needs(&family, key, needs()).await).of("passport_until"), Some(&Problem::Required));
        let soon = Needs { passport_until: Some(day(ctx, 120)), ..needs() };
        assert_eq!(wrong(applications::acts::save_needs(&family, key, soon).await).of("passport_until"), Some(&applications::refusals::PASSPORT_ENDS));
        let long = Needs { passport_until: Some(day(ctx, 300)), ..needs() };
        applications::acts::save_needs(&family, key, long).await.unwrap();
    }
}
