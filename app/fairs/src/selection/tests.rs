//! Who goes to a fair: scored without names, decided by a committee, published at one moment, heard again by others.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, called, day, filled, later, phone, refused, rows};
use cases::casework::{self, Decision, Outcome, ReasonCode};
use cases::committee::{self, Choice};
use fairs::applications::confirmation;
use fairs::entity::fair;
use fairs::rules::application::ApplicationState;
use fairs::selection::entity::review;
use fairs::selection::rules::{ReviewState, Rules};
use fairs::selection::{committee as deciding, jury, objections, proposal};
use fairs::{applications, plan, selection};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::form::Filled;
use ground::ids::{FairId, SittingId};
use market::{catalogue, families};
use people::{accounts, crafts};
use sea_orm::EntityTrait;
use std::collections::HashMap;
use testing::on_both;
use testing::person;

const MEMBERS: [&str; 3] = ["0910000007", "0910000008", "0910000009"];

fn rules() -> Rules {
    Rules { criteria: selection::rules::usual_criteria(), least_scores: 2, rotation: 10, balance: 10 }
}

/// So many families applied and were looked at, the call is closed, and jurors have their numbers.
async fn reviewing(ctx: &Ctx, booths: i64, families: usize) -> FairId {
    let id = called(ctx, booths, |_| ()).await;
    for n in 1..=families {
        let (family, key) = filled(ctx, id, n).await;
        applications::acts::send(&family, key).await.unwrap();
    }
    let officer = later(&person(ctx, OFFICER).await, 21);
    plan::acts::daily(&officer).await.unwrap();
    refused(jury::begin_review(&officer, id, rules()).await, selection::refusals::NOT_SCREENED);
    for row in rows(ctx, id).await {
        applications::screening::pass(&officer, row.id, "").await.unwrap();
    }
    jury::begin_review(&officer, id, rules()).await.unwrap();
    id
}

async fn juror(ctx: &Ctx, n: usize) -> Ctx {
    later(&person(ctx, MEMBERS[n]).await, 22)
}

/// Every juror scores everything asked: the higher the number, the better.
async fn score_all(ctx: &Ctx, id: FairId) {
    for n in 0..MEMBERS.len() {
        let me = juror(ctx, n).await;
        let Ok((_, asked)) = jury::to_score(&me, id).await else { continue };
        for blind in asked.into_iter().filter(|blind| blind.state == ReviewState::Asked) {
            jury::give(&me, id, blind.number, &[blind.number.min(10); 5], "").await.unwrap();
        }
    }
}

async fn sat(ctx: &Ctx, id: FairId) -> SittingId {
    let officer = later(&person(ctx, OFFICER).await, 23);
    let sitting = deciding::call(&officer, id, day(ctx, 24), "قاعة الاجتماعات".into(), String::new()).await.unwrap();
    for phone in MEMBERS {
        let member = later(&person(ctx, phone).await, 24);
        committee::attend(&member, sitting).await.unwrap();
        let files = committee::files(&member, sitting).await.unwrap();
        committee::vote(&member, sitting, &files.into_iter().map(|file| (file, Choice::Yes)).collect::<Vec<_>>()).await.unwrap();
    }
    let secretary = later(&person(ctx, OFFICER).await, 24);
    let reasons: Vec<_> =
        committee::files(&secretary, sitting).await.unwrap().into_iter().map(|file| (file, "حسب ما رأته اللجنة".to_owned())).collect();
    committee::count(&secretary, sitting, &reasons).await.unwrap();
    sitting
}

async fn sign(ctx: &Ctx, sitting: SittingId, n: usize) {
    let member = later(&person(ctx, MEMBERS[n]).await, 24);
    let code = accounts::totp_code(world::DEMO_TOTP_SECRET, member.now.timestamp()).unwrap();
    let read = committee::sitting(&member, sitting).await.unwrap().sitting.digest.unwrap_or_default();
    desk::sign_minute(&member, sitting, &read, &code).await.unwrap();
}

async fn text(page: ground::ui::Page, ctx: &Ctx) -> String {
    let bytes = axum::body::to_bytes(page.respond(ctx).into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

on_both! {
    async fn jurors_see_numbers_and_never_whose_they_are(ctx: &Ctx) {
        let id = reviewing(ctx, 2, 6).await;
        let sent = rows(ctx, id).await;
        // Each application has two jurors, and no juror has more than one above another.
        let reviews = review::Entity::find().all(ctx.db.read()).await.unwrap();
        let mut load: HashMap<_, usize> = HashMap::new();
        for row in &reviews {
            *load.entry(row.juror_id).or_default() += 1;
        }
        assert_eq!((reviews.len(), load.len()), (12, 3));
        assert!(load.values().max().unwrap() - load.values().min().unwrap() <= 1, "{load:?}");
        let mut numbers: Vec<i64> = sent.iter().filter_map(|row| row.blind).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        // Neither the page nor the files nor the notices say whose it is.
        let me = juror(ctx, 0).await;
        let (_, asked) = jury::to_score(&me, id).await.unwrap();
        let names = families::public_names(ctx.db.read(), sent.iter().map(|row| row.family_id).collect(), ctx.now).await.unwrap();
        let known = crafts::crafts(&ctx.db).await.unwrap();
        for blind in &asked {
            let db = ctx.db.read();
            let seen = jury::before(&me, db, id, blind.number).await.unwrap();
            let exhibits = catalogue::exhibits(db, jury::shown(db, &seen).await.unwrap()).await.unwrap();
            assert!(!exhibits.is_empty());
            let page = fairs::selection::pages::jury::before(&me, &seen, blind.number, &exhibits, &known, &Filled::default());
            let html = text(page, &me).await;
            for row in &sent {
                let name = &names[&row.family_id];
                for told in [name.ar.as_str(), row.reference.as_deref().unwrap()] {
                    assert!(!html.contains(told), "{told} in {html}");
                }
                assert!(exhibits.iter().all(|one| !html.contains(&one.slug)), "a product's address leads to its family");
            }
            let photos: Vec<&str> = exhibits.iter().flat_map(|one| &one.photos).map(|photo| photo.address.as_str()).collect();
            assert!(photos.iter().all(|address| !html.contains(address)), "the market shows the photo under the same address");
            for (at, address) in photos.iter().enumerate() {
                assert!(html.contains(&format!("/media/blind/{id}/{}/{at}-640.webp", blind.number)), "{html}");
                assert_eq!(jury::blind_photo(&me, id, blind.number, at).await.unwrap(), *address);
            }
            assert!(matches!(jury::blind_photo(&me, id, blind.number, photos.len()).await, Err(AppError::NotFound)));
            assert!(jury::blind_photo(&person(ctx, OFFICER).await, id, blind.number, 0).await.is_err());
        }
        // Who is not asked finds nothing.
        let other = jury::before(&me, ctx.db.read(), id, (1..=6).find(|n| !asked.iter().any(|blind| blind.number == *n)).unwrap()).await;
        assert!(matches!(other, Err(AppError::NotFound)));
        assert!(matches!(jury::to_score(&person(ctx, OFFICER).await, id).await, Err(AppError::NotFound)));
    }

    async fn ties_are_declared_and_somebody_else_is_asked(ctx: &Ctx) {
        let id = reviewing(ctx, 2, 4).await;
        let me = juror(ctx, 0).await;
        let (_, asked) = jury::to_score(&me, id).await.unwrap();
        let number = asked[0].number;
        jury::give(&me, id, number, &[5; 5], "").await.unwrap();
        jury::declare(&me, id, number, "قريبتي").await.unwrap();
        jury::declare(&me, id, number, "قريبتي").await.unwrap();
        refused(jury::give(&me, id, number, &[9; 5], "").await, casework::OWN_CASE);
        let application = rows(ctx, id).await.into_iter().find(|row| row.blind == Some(number)).unwrap();
        let reviews = review::Entity::find().all(ctx.db.read()).await.unwrap();
        let of: Vec<_> = reviews.iter().filter(|row| row.application_id == application.id).map(|row| row.state).collect();
        assert_eq!((of.len(), of.iter().filter(|state| **state == ReviewState::Asked).count()), (3, 2), "{of:?}");
        assert!(selection::reads::given(ctx.db.read(), vec![application.id]).await.unwrap().is_empty(), "points given before are gone");
        // Points outside of their bounds, or too few of them, are not taken.
        let other = asked[1].number;
        assert!(matches!(jury::give(&me, id, other, &[11, 1, 1, 1, 1], "").await, Err(AppError::Invalid(_))));
        assert!(matches!(jury::give(&me, id, other, &[1; 4], "").await, Err(AppError::Invalid(_))));
        let officer = later(&person(ctx, OFFICER).await, 22);
        refused(proposal::propose(&officer, id).await, selection::refusals::NOT_SCORED);
    }

    async fn results_are_private_until_the_minute_is_signed_and_come_at_once(ctx: &Ctx) {
        use ApplicationState::{Accepted, Confirmed, Expired, UnderReview, Waitlisted};
        let id = reviewing(ctx, 2, 4).await;
        let officer = later(&person(ctx, OFFICER).await, 23);
        score_all(ctx, id).await;
        refused(deciding::call(&officer, id, day(ctx, 24), "قاعة".into(), String::new()).await, selection::refusals::NO_PROPOSAL);
        proposal::propose(&officer, id).await.unwrap();
        let keys: Vec<_> = rows(ctx, id).await.iter().map(|row| row.id).collect();
        let places = selection::reads::proposals(ctx.db.read(), keys.clone()).await.unwrap();
        assert_eq!(places.iter().map(|place| place.place).collect::<Vec<_>>(), [1, 2, 3, 4]);
        // Each place but the last was compared with the best of those left, and had no less.
        let seen = selection::reads::selection(&officer, id).await.unwrap();
        assert_eq!(seen.compared.len(), 3);
        assert!(seen.places.iter().all(|place| seen.compared.get(&place.application).is_none_or(|next| *next <= place.total)));
        assert_eq!((seen.means.len(), seen.means.iter().map(|one| one.scored).sum::<usize>()), (3, 8));
        // Another score makes the proposal stale.
        let me = juror(ctx, 0).await;
        let number = jury::to_score(&me, id).await.unwrap().1[0].number;
        jury::give(&me, id, number, &[number.min(10); 5], "").await.unwrap();
        assert!(selection::reads::proposals(ctx.db.read(), keys.clone()).await.unwrap().is_empty());
        proposal::propose(&officer, id).await.unwrap();
        let places = selection::reads::proposals(ctx.db.read(), keys).await.unwrap();
        let sitting = sat(ctx, id).await;
        refused(jury::give(&me, id, number, &[1; 5], "").await, Reason::NOT_NOW);
        sign(ctx, sitting, 0).await;
        sign(ctx, sitting, 1).await;
        assert!(rows(ctx, id).await.iter().all(|row| row.state == UnderReview && row.position.is_none()), "private");
        let whole = async |n: usize| {
            let family = later(&person(ctx, &phone(n)).await, 24);
            let key = applications::reads::mine(&family).await.unwrap()[0].0.id;
            (family.clone(), applications::reads::own_application(&family, key).await.unwrap())
        };
        let (family, before) = whole(1).await;
        assert!(proposal::outcome(&family, &before.fair, &before.application).await.unwrap().is_none());
        sign(ctx, sitting, 2).await;
        let after = rows(ctx, id).await;
        let state = |place: usize| after.iter().find(|row| row.id == places[place].application).unwrap();
        // Equal votes: the proposal's order holds.
        assert_eq!([0, 1, 2, 3].map(|place| state(place).state), [Accepted, Accepted, Waitlisted, Waitlisted]);
        assert_eq!([0, 1, 2, 3].map(|place| state(place).position), [Some(1), Some(2), Some(3), Some(4)]);
        let (family, now) = whole(1).await;
        let outcome = proposal::outcome(&family, &now.fair, &now.application).await.unwrap().unwrap();
        assert_eq!((outcome.criteria.len(), outcome.place.is_some()), (5, true));
        // One says yes, the other says nothing: the next one is asked.
        let whose = async |place: usize| {
            let row = state(place);
            let owner = (1..=4).map(phone).collect::<Vec<_>>();
            for phone in owner {
                let family = person(ctx, &phone).await;
                if family.actor.id() == Some(row.applicant_id) {
                    return (later(&family, 25), row.id);
                }
            }
            panic!("nobody's")
        };
        let (first, key) = whose(0).await;
        confirmation::confirm(&first, key).await.unwrap();
        confirmation::confirm(&first, key).await.unwrap();
        assert_eq!(confirmation::daily(&later(ctx, 31)).await.unwrap(), 0, "the last day is a day to answer");
        assert_eq!(confirmation::daily(&later(ctx, 32)).await.unwrap(), 1);
        let after = rows(ctx, id).await;
        let now = |place: usize| after.iter().find(|row| row.id == places[place].application).unwrap().state;
        assert_eq!([0, 1, 2, 3].map(now), [Confirmed, Expired, Accepted, Waitlisted]);
        // Taken back, the booth goes on to the next.
        confirmation::withdraw(&first, key).await.unwrap();
        let after = rows(ctx, id).await;
        assert_eq!(after.iter().filter(|row| row.state == Accepted).count(), 2);
        let fair = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let published = plan::reads::results(ctx, &fair).await.unwrap().unwrap();
        assert_eq!(published.order.len(), 4);
    }

    async fn an_objection_is_heard_by_somebody_else(ctx: &Ctx) {
        let id = reviewing(ctx, 1, 2).await;
        score_all(ctx, id).await;
        let officer = later(&person(ctx, OFFICER).await, 23);
        proposal::propose(&officer, id).await.unwrap();
        let sitting = sat(ctx, id).await;
        for n in 0..3 {
            sign(ctx, sitting, n).await;
        }
        let waiting = rows(ctx, id).await.into_iter().find(|row| row.state == ApplicationState::Waitlisted).unwrap();
        let accepted = rows(ctx, id).await.into_iter().find(|row| row.state == ApplicationState::Accepted).unwrap();
        let mut whose = Vec::new();
        for row in [&waiting, &accepted] {
            for n in 1..=2 {
                let family = person(ctx, &phone(n)).await;
                if family.actor.id() == Some(row.applicant_id) {
                    whose.push(family);
                }
            }
        }
        let (unhappy, happy) = (later(&whose[0], 25), later(&whose[1], 25));
        refused(objections::object(&happy, accepted.id, "لا شيء أعترض عليه").await, casework::OBJECTION_TOO_LATE);
        refused(objections::object(&later(&unhappy, 8), waiting.id, "لم تُحتسب شهادتي").await, casework::OBJECTION_TOO_LATE);
        assert!(matches!(objections::object(&happy, waiting.id, "ليس طلبي").await, Err(AppError::NotFound)));
        objections::object(&unhappy, waiting.id, "لم تُحتسب شهادتي").await.unwrap();
        objections::object(&unhappy, waiting.id, "مرة أخرى").await.unwrap();
        // It is a case with its clock. Who screened and called the sitting does not hear it; another officer does, once.
        let made = objections::of(ctx.db.read(), waiting.id).await.unwrap().unwrap();
        assert_eq!((made.open, made.words.as_str()), (true, "لم تُحتسب شهادتي"));
        let decision = |outcome, words: &str| Decision { outcome, reason: ReasonCode::Other, words: words.to_owned() };
        let upheld = decision(Outcome::Approved, "الشهادة صحيحة ولم تُحتسب");
        refused(desk::acts::decide(&officer, made.case, &upheld).await, casework::DECIDED_BEFORE);
        let head = later(&person(ctx, HEAD).await, 26);
        assert!(casework::case_for_staff(&head, made.case).await.unwrap().due_on.is_some());
        desk::acts::decide(&head, made.case, &upheld).await.unwrap();
        assert!(desk::acts::decide(&head, made.case, &decision(Outcome::Refused, "رأي آخر")).await.is_err());
        let made = objections::of(ctx.db.read(), waiting.id).await.unwrap().unwrap();
        assert_eq!((made.outcome, made.answer.as_str(), made.open), (Some(Outcome::Approved), "الشهادة صحيحة ولم تُحتسب", false));
        // There is no booth yet; it is the first to get one.
        let now = rows(ctx, id).await.into_iter().find(|row| row.id == waiting.id).unwrap();
        assert_eq!((now.state, now.position), (ApplicationState::Waitlisted, Some(0)));
        confirmation::withdraw(&happy, accepted.id).await.unwrap();
        let now = rows(ctx, id).await.into_iter().find(|row| row.id == waiting.id).unwrap();
        assert_eq!(now.state, ApplicationState::Accepted);
    }
}
