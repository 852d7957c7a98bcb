//! Plans on real databases: what stands in their way, calls, other days, calling off.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, called, day, filled, form, later, refused, wrong};
use fairs::entity::fair;
use fairs::plan::types::{Bill, BudgetLine, Clash, FairForm};
use fairs::rules::FairState;
use fairs::types::Fair;
use fairs::{Rules, applications, begin_review, plan, reads, usual_criteria};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, Reason};
use ground::money::Money;
use people::notifications;
use sea_orm::EntityTrait;
use testing::on_both;
use testing::person;

on_both! {
    async fn a_plan_shows_what_stands_in_its_way(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let me = officer.actor.id().unwrap().0;
        let mut first = form(ctx, "معرض أول");
        first.team = [me].into();
        let first = plan::acts::save(&officer, None, first).await.unwrap();
        let mut second = form(ctx, "معرض ثانٍ");
        second.days = (day(ctx, 63), day(ctx, 65));
        second.venue = "قاعة  المعارض".into();
        second.team = [me].into();
        let second = plan::acts::save(&officer, None, second).await.unwrap();
        let seen = plan::reads::planned_fair(&officer, second).await.unwrap().clashes;
        assert!(seen.contains(&Clash::Venue("معرض أول".into())), "{seen:?}");
        assert!(seen.iter().any(|clash| matches!(clash, Clash::Team(_, other) if other == "معرض أول")), "{seen:?}");
        // Moved away, nothing stands there any more.
        let mut moved = form(ctx, "معرض ثانٍ");
        moved.days = (day(ctx, 70), day(ctx, 72));
        plan::acts::save(&officer, Some(second), moved).await.unwrap();
        let left = plan::reads::planned_fair(&officer, second).await.unwrap().clashes;
        assert!(!left.iter().any(|clash| matches!(clash, Clash::Venue(_) | Clash::Team(..))), "{left:?}");
        // A fair of another branch is not found; the plan of the year holds one's own.
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(reads::desk_fair(&mountain, first).await, Err(AppError::NotFound)));
        let year = chrono::Datelike::year(&day(ctx, 60));
        assert!(plan::reads::plan(&officer, year).await.unwrap().iter().any(|row| row.fair.id == first));
        assert!(plan::reads::plan(&mountain, year).await.unwrap().iter().all(|row| row.fair.id != first));
        // The same name on the same day is the same fair.
        let twin = wrong(plan::acts::save(&officer, None, form(ctx, "معرض أول")).await);
        assert_eq!(twin.of("name_ar"), Some(&Problem::Twice));
    }

    async fn a_plan_saved_late_keeps_the_bills_that_came_meanwhile(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let planned = |spent, seen: Option<i64>| {
            let budget = vec![BudgetLine { position: 1, title: "إيجار القاعة".into(), planned: Money(9_000), spent: Money(spent) }];
            FairForm { budget, seen: seen.into_iter().map(|sum| (1, Money(sum))).collect(), ..form(ctx, "معرض بفواتير") }
        };
        let id = plan::acts::save(&officer, None, planned(0, None)).await.unwrap();
        let bill = Bill { position: 1, spent: Money(5_000), seen: Money(0) };
        plan::spending::note_spending(&officer, id, &[bill], Some(("مكبّرات صوت".into(), Money(340)))).await.unwrap();
        let spent = async || {
            let lines = plan::reads::planned_fair(&officer, id).await.unwrap().budget;
            lines.iter().map(|line| line.spent.0).collect::<Vec<_>>()
        };
        plan::acts::save(&officer, Some(id), planned(0, Some(0))).await.unwrap();
        assert_eq!(spent().await, [5_000, 340], "nothing was typed of it");
        let late = wrong(plan::acts::save(&officer, Some(id), planned(1_000, Some(0))).await);
        assert_eq!(late.of("spent_1"), Some(&plan::refusals::spent_meanwhile(Money(5_000))));
        plan::acts::save(&officer, Some(id), planned(1_000, Some(5_000))).await.unwrap();
        assert_eq!(spent().await, [1_000, 340]);
    }

    async fn a_call_opens_and_closes_by_itself_and_holds_its_terms(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let head = person(ctx, HEAD).await;
        let id = called(ctx, 2, |form| form.team = [head.actor.id().unwrap().0].into()).await;
        let state = async || fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let mut other = form(ctx, "معرض الجنوب");
        other.team = [head.actor.id().unwrap().0].into();
        other.regions = ["fezzan".to_owned()].into();
        assert_eq!(wrong(plan::acts::save(&officer, Some(id), other).await).of("only_region"), Some(&plan::refusals::FIXED_NOW));
        // Another day reaches the team, and raises the calendar's version.
        let mut other = form(ctx, "معرض الجنوب");
        other.team = [head.actor.id().unwrap().0].into();
        other.days = (day(ctx, 61), day(ctx, 64));
        let before = notifications::unread(&head).await.unwrap();
        plan::acts::save(&officer, Some(id), other).await.unwrap();
        assert_eq!(notifications::unread(&head).await.unwrap(), before + 1);
        assert_eq!(state().await.version, 1);
        let calendar = fairs::plan::calendar::of_fair(ctx, &Fair::from(&state().await), "سبها");
        assert!(calendar.contains("SEQUENCE:1") && calendar.contains("RRULE:FREQ=DAILY;COUNT=4"), "{calendar}");
        assert_eq!(plan::acts::daily(&later(ctx, 20)).await.unwrap(), 0, "its last day is a day of the call");
        assert_eq!(plan::acts::daily(&later(ctx, 21)).await.unwrap(), 1);
        assert_eq!(plan::acts::daily(&later(ctx, 21)).await.unwrap(), 0);
        assert_eq!(state().await.state, FairState::CallClosed);
        plan::acts::cancel(&officer, id, "القاعة غير متاحة في هذه الأيام").await.unwrap();
        let calendar = fairs::plan::calendar::of_fair(ctx, &Fair::from(&state().await), "سبها");
        assert!(calendar.contains("SEQUENCE:2") && calendar.contains("STATUS:CANCELLED"), "{calendar}");
        refused(plan::acts::open_call(&officer, id).await, Reason::NOT_NOW);
    }

    async fn a_call_is_extended_until_somebody_chooses(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let head = person(ctx, HEAD).await;
        let id = called(ctx, 2, |form| form.team = [head.actor.id().unwrap().0].into()).await;
        let state = async || fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let (family, draft) = filled(ctx, id, 1).await;
        let before = notifications::unread(&head).await.unwrap();
        plan::acts::extend_call(&officer, id, day(ctx, 20)).await.unwrap();
        assert_eq!(notifications::unread(&head).await.unwrap(), before, "the same day again is no other");
        assert_eq!(wrong(plan::acts::extend_call(&officer, id, day(ctx, 19)).await).of("call_until"), Some(&plan::refusals::NOT_LATER));
        plan::acts::close_call(&officer, id).await.unwrap();
        let before = (notifications::unread(&head).await.unwrap(), notifications::unread(&family).await.unwrap());
        let late = wrong(plan::acts::extend_call(&officer, id, day(ctx, 60)).await);
        assert_eq!(late.of("call_until"), Some(&fairs::refusals::BEFORE_FAIR));
        plan::acts::extend_call(&officer, id, day(ctx, 25)).await.unwrap();
        plan::acts::extend_call(&officer, id, day(ctx, 25)).await.unwrap();
        assert_eq!((state().await.state, state().await.call_closes_on), (FairState::CallOpen, Some(day(ctx, 25))));
        assert_eq!((notifications::unread(&head).await.unwrap(), notifications::unread(&family).await.unwrap()), (before.0 + 1, before.1 + 1));
        applications::acts::send(&later(&family, 24), draft).await.unwrap();
        // With an application that stands nobody announces the fair without one, and none of others extends its call.
        let after = later(&officer, 26);
        plan::acts::daily(&after).await.unwrap();
        refused(plan::acts::announce(&after, id).await, Reason::NOT_NOW);
        let mountain = later(&person(ctx, "0910000006").await, 26);
        assert!(matches!(plan::acts::extend_call(&mountain, id, day(ctx, 30)).await, Err(AppError::NotFound)));
        applications::screening::pass(&after, draft, "").await.unwrap();
        let rules = Rules { criteria: usual_criteria(), least_scores: 2, rotation: 10, balance: 10 };
        begin_review(&after, id, rules).await.unwrap();
        refused(plan::acts::extend_call(&after, id, day(ctx, 30)).await, Reason::NOT_NOW);
    }
}
