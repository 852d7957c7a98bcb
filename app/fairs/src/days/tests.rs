//! A fair while it is held and after, on real databases: places in buses, presence, custody, settlement.
#![allow(clippy::unwrap_used)]

use super::booths::confirmed;
use super::tests::{HEAD, OFFICER, day, form, later, phone, refused, rows};
use fairs::days::rules::Count;
use fairs::days::types::{GoodsForm, SettlementForm};
use fairs::days::{goods, presence, settlement};
use fairs::entity::fair;
use fairs::plan::spending::note_spending;
use fairs::plan::types::{Bill, FairForm};
use fairs::preparation::journeys;
use fairs::preparation::rules::RideKind;
use fairs::rules::FairState;
use fairs::rules::application::ApplicationState;
use fairs::{applications, booths, days, hall, plan, preparation};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, Reason};
use ground::ids::{BoothId, FairId, ProductId};
use ground::money::Money;
use sea_orm::EntityTrait;
use std::collections::BTreeSet;
use testing::on_both;
use testing::person;

async fn state(ctx: &Ctx, id: FairId) -> FairState {
    fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().state
}

pub(crate) fn wrong<T: std::fmt::Debug>(result: Result<T, AppError>, field: &str, problem: &Problem) {
    assert!(matches!(&result, Err(AppError::Invalid(errors)) if errors.of(field) == Some(problem)), "{result:?}");
}

/// Everyone has a booth, and the first day has come.
pub(crate) async fn held(ctx: &Ctx, families: usize) -> (FairId, Ctx) {
    let id = confirmed(ctx, families.max(4) as i64, families).await;
    let before = later(&person(ctx, OFFICER).await, 30);
    booths::acts::allocate(&before, id).await.unwrap();
    booths::acts::take_over(&before, id).await.unwrap();
    (id, later(&person(ctx, OFFICER).await, 60))
}

on_both! {
    async fn a_change_that_nobody_took_over_costs_no_booth(ctx: &Ctx) {
        let (id, _) = held(ctx, 2).await;
        let (before, sent) = (later(&person(ctx, OFFICER).await, 59), rows(ctx, id).await);
        let taken: Vec<BoothId> = booths::reads::of(ctx.db.read(), id).await.unwrap().iter().map(|given| given.booth).collect();
        let all = hall::reads::of(ctx.db.read(), id).await.unwrap().unwrap().booths;
        let free = all.iter().find(|booth| !taken.contains(&booth.id)).unwrap().id;
        booths::acts::give(&before, id, sent[0].id, Some(free)).await.unwrap();
        booths::acts::give(&before, id, sent[1].id, None).await.unwrap();
        let states = async || rows(ctx, id).await.iter().map(|row| row.state).collect::<Vec<_>>();
        assert_eq!(states().await, [ApplicationState::Confirmed; 2]);
        fairs::daily(&later(ctx, 60)).await.unwrap();
        assert_eq!(states().await, [ApplicationState::BoothAllocated, ApplicationState::NotPlaced]);
    }

    async fn a_bus_has_so_many_seats(ctx: &Ctx) {
        let (id, _) = held(ctx, 2).await;
        let officer = later(&person(ctx, OFFICER).await, 31);
        for _ in 0..2 {
            journeys::add_ride(&officer, id, RideKind::Bus, "حافلة".into(), 1).await.unwrap();
        }
        let found = journeys::journey(ctx.db.read(), id).await.unwrap();
        assert_eq!(found.rides.len(), 1, "sent twice, added once");
        let (bus, sent) = (found.rides[0].id, rows(ctx, id).await);
        journeys::seat(&officer, id, sent[0].id, RideKind::Bus, Some(bus)).await.unwrap();
        journeys::seat(&officer, id, sent[0].id, RideKind::Bus, Some(bus)).await.unwrap();
        let full = journeys::seat(&officer, id, sent[1].id, RideKind::Bus, Some(bus)).await;
        wrong(full, &format!("bus_{}", sent[1].id), &preparation::refusals::RIDE_FULL);
        refused(journeys::remove_ride(&officer, id, bus).await, preparation::refusals::RIDE_TAKEN);
        journeys::seat(&officer, id, sent[0].id, RideKind::Bus, None).await.unwrap();
        journeys::remove_ride(&officer, id, bus).await.unwrap();
        assert!(journeys::journey(ctx.db.read(), id).await.unwrap().rides.is_empty());
        let mountain = later(&person(ctx, "0910000006").await, 31);
        assert!(matches!(journeys::add_ride(&mountain, id, RideKind::Room, "سكن".into(), 4).await, Err(AppError::NotFound)));
    }

    async fn presence_begins_the_fair_and_a_mistake_is_taken_back(ctx: &Ctx) {
        use ApplicationState::{BoothAllocated, CheckedIn};
        let (id, officer) = held(ctx, 2).await;
        let sent = rows(ctx, id).await;
        let (first, second) = (sent[0].id.0, sent[1].id.0);
        let none = BTreeSet::new();
        let today = day(ctx, 60);
        let eve = later(&person(ctx, OFFICER).await, 59);
        refused(presence::note_presence(&eve, id, today, &none, &none).await, days::refusals::NOT_A_DAY_OF_FAIR);
        refused(presence::note_presence(&officer, id, day(ctx, 61), &none, &none).await, days::refusals::NOT_A_DAY_OF_FAIR);
        presence::note_presence(&officer, id, today, &[first].into(), &none).await.unwrap();
        assert_eq!(state(ctx, id).await, FairState::Running);
        // At another door, somebody whose list was opened before takes nobody away.
        let head = later(&person(ctx, HEAD).await, 60);
        presence::note_presence(&head, id, today, &[second].into(), &none).await.unwrap();
        let states = async || rows(ctx, id).await.iter().map(|row| row.state).collect::<Vec<_>>();
        assert_eq!(states().await, [CheckedIn, CheckedIn]);
        presence::note_presence(&officer, id, today, &[first].into(), &[first, second].into()).await.unwrap();
        assert_eq!(states().await, [CheckedIn, BoothAllocated]);
        // Who was taken off meanwhile stays off, though an older list has them ticked.
        presence::note_presence(&head, id, today, &[first, second].into(), &[first, second].into()).await.unwrap();
        assert_eq!(states().await, [CheckedIn, BoothAllocated]);
    }

    async fn who_never_came_is_missed_on_the_last_day(ctx: &Ctx) {
        let (id, officer) = held(ctx, 2).await;
        let sent = rows(ctx, id).await;
        refused(presence::count_visitors(&officer, id, 1).await, Reason::NOT_NOW);
        presence::note_presence(&officer, id, day(ctx, 60), &[sent[0].id.0].into(), &BTreeSet::new()).await.unwrap();
        refused(settlement::miss(&officer, sent[1].id).await, Reason::NOT_NOW);
        let last = later(&person(ctx, OFFICER).await, 63);
        refused(settlement::miss(&last, sent[0].id).await, Reason::NOT_NOW);
        presence::count_visitors(&last, id, 420).await.unwrap();
        assert_eq!(presence::visitors(ctx.db.read(), id).await.unwrap(), Some(420));
        settlement::miss(&last, sent[1].id).await.unwrap();
        settlement::miss(&last, sent[1].id).await.unwrap();
        assert_eq!(rows(ctx, id).await.iter().map(|row| row.state).collect::<Vec<_>>(), [ApplicationState::CheckedIn, ApplicationState::NoShow]);
        assert_eq!(state(ctx, id).await, FairState::Running);
    }

    async fn bills_are_written_until_the_settlement(ctx: &Ctx) {
        let (id, _) = held(ctx, 1).await;
        let officer = later(&person(ctx, OFFICER).await, 65);
        fairs::daily(&officer).await.unwrap();
        fairs::daily(&officer).await.unwrap();
        assert_eq!(state(ctx, id).await, FairState::Closed);
        let unplanned = |title: &str, sum| Some((title.to_owned(), Money(sum)));
        let bill = |position, spent, seen| Bill { position, spent: Money(spent), seen: Money(seen) };
        note_spending(&officer, id, &[], unplanned("مكبّرات صوت", 340_000)).await.unwrap();
        note_spending(&officer, id, &[bill(1, 350_000, 340_000)], None).await.unwrap();
        // A page opened before leaves what is untouched, and writes over nothing that it did not show.
        note_spending(&officer, id, &[bill(1, 340_000, 340_000)], None).await.unwrap();
        let meanwhile = plan::refusals::spent_meanwhile(Money(350_000));
        wrong(note_spending(&officer, id, &[bill(1, 1_000, 340_000)], None).await, "spent_1", &meanwhile);
        let budget = plan::reads::planned_fair(&officer, id).await.unwrap().budget;
        assert_eq!(budget.iter().map(|line| (line.position, line.planned.0, line.spent.0)).collect::<Vec<_>>(), [(1, 0, 350_000)]);
        wrong(note_spending(&officer, id, &[], unplanned("مكبّرات صوت", 1_000)).await, "unplanned", &Problem::Twice);
        assert!(matches!(note_spending(&officer, id, &[bill(2, 1, 0)], None).await, Err(AppError::NotFound)));
        let mountain = later(&person(ctx, "0910000006").await, 65);
        assert!(matches!(note_spending(&mountain, id, &[bill(1, 0, 0)], None).await, Err(AppError::NotFound)));
        settlement::miss(&officer, rows(ctx, id).await[0].id).await.unwrap();
        settlement::close(&officer, id).await.unwrap();
        refused(note_spending(&officer, id, &[bill(1, 0, 0)], None).await, Reason::NOT_NOW);
    }

    async fn what_was_brought_is_accounted_for(ctx: &Ctx) {
        let (id, officer) = held(ctx, 2).await;
        let sent = rows(ctx, id).await;
        let none = BTreeSet::new();
        presence::note_presence(&officer, id, day(ctx, 60), &[sent[0].id.0].into(), &none).await.unwrap();
        let held = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let whole = applications::reads::whole(ctx.db.read(), (&held).into(), (&sent[0]).into()).await.unwrap();
        let product = whole.products[0];
        let line = |product: ProductId, counts, seen| GoodsForm { product, price: Money(20_000), counts, seen };
        let none_yet = [0; 4];
        let more = goods::note_goods(&officer, sent[0].id, vec![line(product, [10, 8, 3, 0], none_yet)]).await;
        wrong(more, &format!("brought_{product}"), &days::refusals::MORE_THAN_BROUGHT);
        let foreign = goods::note_goods(&officer, sent[0].id, vec![line(ProductId(999_999), [1, 0, 0, 0], none_yet)]).await;
        assert!(matches!(foreign, Err(AppError::NotFound)));
        goods::note_goods(&officer, sent[0].id, vec![line(product, [10, 8, 1, 0], none_yet)]).await.unwrap();
        // A sheet that was opened before writes nothing over; the same sheet again is the same answer.
        let stale = goods::note_goods(&officer, sent[0].id, vec![line(product, [9, 1, 0, 0], none_yet)]).await;
        wrong(stale, &format!("brought_{product}"), &days::refusals::COUNTED_MEANWHILE);
        goods::note_goods(&officer, sent[0].id, vec![line(product, [10, 8, 1, 0], none_yet)]).await.unwrap();
        let signed = |by_hand| SettlementForm { by_hand, words: String::new(), signed_by: "ربة الأسرة".into() };
        refused(settlement::settle(&officer, sent[0].id, signed(None)).await, Reason::NOT_NOW);
        refused(presence::end(&officer, id).await, days::refusals::FAIR_GOES_ON);
        refused(settlement::miss(&officer, sent[1].id).await, Reason::NOT_NOW);
        let after = later(&person(ctx, OFFICER).await, 64);
        presence::end(&after, id).await.unwrap();
        presence::end(&after, id).await.unwrap();
        // One piece is neither sold nor back.
        refused(settlement::settle(&after, sent[0].id, signed(None)).await, days::refusals::GOODS_OPEN);
        refused(settlement::close(&after, id).await, days::refusals::ACCOUNTS_OPEN);
        goods::note_goods(&after, sent[0].id, vec![line(product, [10, 8, 1, 1], [10, 8, 1, 0])]).await.unwrap();
        settlement::settle(&after, sent[0].id, signed(None)).await.unwrap();
        settlement::settle(&after, sent[0].id, signed(Some(Money(1)))).await.unwrap();
        // As long as the other's accounts are open, it applies for no other fair.
        let family = later(&person(ctx, &phone(2)).await, 65);
        let next = plan::acts::save(&after, None, FairForm { days: (day(ctx, 120), day(ctx, 121)), call: Some((day(ctx, 64), day(ctx, 80))), ..form(ctx, "معرض لاحق") }).await.unwrap();
        plan::acts::open_call(&after, next).await.unwrap();
        let slug = fair::Entity::find_by_id(next).one(ctx.db.read()).await.unwrap().unwrap().slug;
        refused(applications::acts::begin(&family, &slug).await, applications::refusals::UNSETTLED);
        settlement::miss(&after, sent[1].id).await.unwrap();
        settlement::close(&after, id).await.unwrap();
        assert_eq!(state(ctx, id).await, FairState::Settled);
        applications::acts::begin(&family, &slug).await.unwrap();
        let accounts = settlement::accounts(ctx.db.read(), id).await.unwrap();
        assert_eq!(accounts[0].1.as_ref().map(|settled| (settled.sales, settled.by_hand)), Some((Money(160_000), false)), "settled once, by custody");
        assert_eq!(accounts[1].0.state, ApplicationState::NoShow);
    }

    async fn a_family_sees_what_was_counted_today_and_how_its_account_was_closed(ctx: &Ctx) {
        let (id, officer) = held(ctx, 1).await;
        let key = rows(ctx, id).await[0].id;
        presence::note_presence(&officer, id, day(ctx, 60), &[key.0].into(), &BTreeSet::new()).await.unwrap();
        let own = async |days| {
            let held = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
            let application = (&rows(ctx, id).await[0]).into();
            goods::own_account(ctx.db.read(), &(&held).into(), &application, later(ctx, days).now).await.unwrap()
        };
        let held = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let whole = applications::reads::whole(ctx.db.read(), (&held).into(), (&rows(ctx, id).await[0]).into()).await.unwrap();
        let product = whole.products[0];
        goods::count(&officer, key, product, Count::Brought, 10, 0).await.unwrap();
        let next = later(&person(ctx, OFFICER).await, 61);
        goods::count(&next, key, product, Count::Sold, 4, 0).await.unwrap();
        let seen = own(61).await;
        assert_eq!(seen.today.iter().map(|one| (one.what, one.n)).collect::<Vec<_>>(), [(Count::Sold, 4)], "not what was counted yesterday");
        assert_eq!(seen.goods[0].sum(), Money(4 * seen.goods[0].price.0));
        assert!(seen.settled.is_none() && own(62).await.today.is_empty());
        let after = later(&person(ctx, OFFICER).await, 64);
        presence::end(&after, id).await.unwrap();
        goods::count(&after, key, product, Count::Returned, 6, 0).await.unwrap();
        let signed = SettlementForm { by_hand: None, words: String::new(), signed_by: "ربة الأسرة".into() };
        settlement::settle(&after, key, signed).await.unwrap();
        let closed = own(64).await;
        assert!(closed.today.is_empty());
        assert_eq!(closed.settled.map(|settled| settled.sales), Some(seen.goods[0].sum()));
    }

    async fn a_cancelled_fair_tells_its_families_and_bars_nobody(ctx: &Ctx) {
        let (id, officer) = held(ctx, 1).await;
        let family = later(&person(ctx, &phone(1)).await, 60);
        let before = people::notifications::unread(&family).await.unwrap();
        plan::acts::cancel(&officer, id, "أُغلقت القاعة للصيانة").await.unwrap();
        assert_eq!(people::notifications::unread(&family).await.unwrap(), before + 1);
        let (known, _) = applications::reads::applicant(&later(ctx, 90), ctx.db.read(), rows(ctx, id).await[0].family_id).await.unwrap();
        assert!(!known.unsettled);
    }

    async fn a_fair_that_two_plan_at_once_stands_once(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let new = || plan::acts::save(&officer, None, form(ctx, "معرض واحد"));
        let (a, b, c) = tokio::join!(new(), new(), new());
        let said = [a, b, c];
        assert_eq!(said.iter().filter(|said| said.is_ok()).count(), 1, "{said:?}");
        assert!(said.iter().all(|said| matches!(said, Ok(_) | Err(AppError::Busy | AppError::Invalid(_)))), "{said:?}");
    }

    async fn a_fair_without_a_call_is_announced(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let id = plan::acts::save(&officer, None, FairForm { call: None, ..form(ctx, "معرض بالدعوة") }).await.unwrap();
        refused(plan::acts::open_call(&officer, id).await, plan::refusals::NO_CALL);
        plan::acts::announce(&officer, id).await.unwrap();
        plan::acts::announce(&officer, id).await.unwrap();
        assert_eq!(plan::acts::daily(&later(ctx, 60)).await.unwrap(), 1);
        assert_eq!(state(ctx, id).await, FairState::Running);
        let called = plan::acts::save(&officer, None, form(ctx, "معرض بدعوة مفتوحة")).await.unwrap();
        refused(plan::acts::announce(&officer, called).await, Reason::NOT_NOW);
    }
}
