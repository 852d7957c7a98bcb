//! Booths on real databases: given as a proposal, moved by hand, never twice at the same time.
#![allow(clippy::unwrap_used)]

use super::tests::{OFFICER, called, day, filled, later, phone, refused, rows};
use fairs::applications::confirmation;
use fairs::entity::{application, fair, given_booth};
use fairs::hall::types::Booth;
use fairs::rules::FairState;
use fairs::rules::application::{ApplicationState, DayPart};
use fairs::{applications, booths, drawing, hall};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::ids::{BoothId, FairId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder};
use std::collections::HashSet;
use testing::on_both;
use testing::person;

/// So many families said that they come to a fair with so many booths; results are published.
pub(crate) async fn confirmed(ctx: &Ctx, booths: i64, families: usize) -> FairId {
    let id = called(ctx, booths, |_| ()).await;
    for n in 1..=families {
        let (family, key) = filled(ctx, id, n).await;
        applications::acts::send(&family, key).await.unwrap();
    }
    let tx = ctx.begin().await.unwrap();
    for row in rows(ctx, id).await {
        let mut row = row.into_active_model();
        row.state = Set(ApplicationState::Confirmed);
        row.update(&*tx).await.unwrap();
    }
    let mut row = fair::Entity::find_by_id(id).one(&*tx).await.unwrap().unwrap().into_active_model();
    row.state = Set(FairState::ResultsPublished);
    row.update(&*tx).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn set_part(ctx: &Ctx, row: &application::Model, part: DayPart) {
    let tx = ctx.begin().await.unwrap();
    let mut row = row.clone().into_active_model();
    row.part = Set(part);
    row.update(&*tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn booths(ctx: &Ctx, id: FairId) -> Vec<Booth> {
    hall::reads::of(ctx.db.read(), id).await.unwrap().unwrap().booths
}

on_both! {
    async fn booths_are_given_told_and_shown(ctx: &Ctx) {
        let id = confirmed(ctx, 3, 4).await;
        let officer = later(&person(ctx, OFFICER).await, 30);
        let sent = rows(ctx, id).await;
        // Two of half a day share the third booth.
        set_part(ctx, &sent[0], DayPart::Morning).await;
        set_part(ctx, &sent[1], DayPart::Evening).await;
        assert_eq!(booths::acts::allocate(&officer, id).await.unwrap(), 4);
        let given = booths::reads::of(ctx.db.read(), id).await.unwrap();
        let of = |n: usize| given.iter().find(|given| given.application == sent[n].id).unwrap().booth;
        assert_eq!(of(0), of(1));
        assert_eq!(HashSet::from([of(0), of(2), of(3)]).len(), 3);
        assert!(booths::reads::exhibitors(ctx.db.read(), id, day(ctx, 0)).await.unwrap().is_empty(), "nothing is shown before it is taken over");
        assert_eq!(booths::acts::take_over(&officer, id).await.unwrap(), 4);
        assert_eq!(booths::acts::take_over(&officer, id).await.unwrap(), 0, "told once");
        let shown = booths::reads::exhibitors(ctx.db.read(), id, day(ctx, 0)).await.unwrap();
        assert_eq!(shown.len(), 4);
        let state = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().state;
        assert_eq!(state, FairState::SetUp);
        // Who leaves frees the booth.
        let family = later(&person(ctx, &phone(1)).await, 31);
        let mine = applications::reads::mine(&family).await.unwrap()[0].0.id;
        confirmation::withdraw(&family, mine).await.unwrap();
        assert_eq!(booths::reads::exhibitors(ctx.db.read(), id, day(ctx, 0)).await.unwrap().len(), 3);
        // A booth that somebody has stays in the plan.
        refused(drawing::acts::remove_booth(&officer, id, of(2)).await, drawing::refusals::BOOTH_GIVEN);
    }

    async fn by_hand_needs_are_met_and_nobody_is_there(ctx: &Ctx) {
        let id = confirmed(ctx, 2, 2).await;
        let officer = later(&person(ctx, OFFICER).await, 30);
        let (sent, all) = (rows(ctx, id).await, booths(ctx, id).await);
        let wrong = |result: Result<(), AppError>, problem: Problem| {
            assert!(matches!(&result, Err(AppError::Invalid(errors)) if errors.0[0].1 == problem), "{result:?}");
        };
        booths::acts::give(&officer, id, sent[0].id, Some(all[0].id)).await.unwrap();
        wrong(booths::acts::give(&officer, id, sent[1].id, Some(all[0].id)).await, booths::refusals::BOOTH_TAKEN);
        wrong(booths::acts::give(&officer, id, sent[1].id, Some(BoothId(999_999))).await, Problem::NotAChoice);
        let tx = ctx.begin().await.unwrap();
        let mut row = sent[1].clone().into_active_model();
        row.water = Set(true);
        row.update(&*tx).await.unwrap();
        tx.commit().await.unwrap();
        wrong(booths::acts::give(&officer, id, sent[1].id, Some(all[1].id)).await, booths::refusals::BOOTH_UNFIT);
        booths::acts::give(&officer, id, sent[0].id, None).await.unwrap();
        assert!(booths::reads::of(ctx.db.read(), id).await.unwrap().is_empty());
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(booths::acts::give(&mountain, id, sent[0].id, None).await, Err(AppError::NotFound)));
        assert!(matches!(booths::acts::allocate(&person(ctx, &phone(1)).await, id).await, Err(AppError::NotFound)));
    }

    async fn a_booth_is_given_once_however_many_give_it(ctx: &Ctx) {
        let id = confirmed(ctx, 1, 8).await;
        let officer = later(&person(ctx, OFFICER).await, 30);
        let (sent, only) = (rows(ctx, id).await, booths(ctx, id).await[0].id);
        // Everyone at once, each on a connection of its own.
        let all = sent.iter().map(|row| {
            let (officer, key) = (officer.clone(), row.id);
            tokio::spawn(async move { booths::acts::give(&officer, id, key, Some(only)).await })
        });
        let mut given = 0;
        for one in all.collect::<Vec<_>>() {
            match one.await.unwrap() {
                Ok(()) => given += 1,
                Err(AppError::Invalid(errors)) => assert_eq!(errors.0[0].1, booths::refusals::BOOTH_TAKEN),
                Err(AppError::Busy) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((given, booths::reads::of(ctx.db.read(), id).await.unwrap().len()), (1, 1));
        // The schema guards it, past every act.
        let holder = given_booth::Entity::find().one(ctx.db.read()).await.unwrap().unwrap();
        let other = sent.iter().find(|row| row.id != holder.application_id).unwrap().id;
        let tx = ctx.begin().await.unwrap();
        let sql = "INSERT INTO stand (application_id, booth_id, half_from, half_to, by_hand) VALUES ($1, $2, 1, 2, TRUE)";
        let error = tx.run(sql, vec![other.into(), only.into()]).await.unwrap_err();
        assert!(error.to_string().contains("stands_apart"), "{error}");
    }

    async fn the_demo_tells_of_fairs_past_running_and_open(ctx: &Ctx) {
        world::fairs(ctx, Vec::new()).await.unwrap();
        let all = fair::Entity::find().order_by_asc(fair::Column::Id).all(ctx.db.read()).await.unwrap();
        let states: Vec<FairState> = all.iter().map(|row| row.state).collect();
        assert_eq!(states, [FairState::Settled, FairState::Running, FairState::CallOpen, FairState::Planned, FairState::SetUp]);
        let settled = fairs::days::settlement::accounts(ctx.db.read(), all[0].id).await.unwrap();
        assert!(settled.len() >= 4 && settled.iter().all(|(_, found)| found.as_ref().is_some_and(|found| found.sales.0 > 0)), "{settled:?}");
        assert!(booths::reads::exhibitors(ctx.db.read(), all[1].id, day(ctx, 0)).await.unwrap().len() >= 6);
        // Who went lately stands lower in the second fair's proposal.
        let places = fairs::selection::reads::proposals(ctx.db.read(), rows(ctx, all[1].id).await.iter().map(|row| row.id).collect()).await.unwrap();
        assert!(places.iter().any(|place| place.recent == 1 && place.rotation == 100), "{places:?}");
        assert!(places.iter().any(|place| place.recent == 0 && place.rotation == 0), "{places:?}");
    }
}
