//! Fairs on real databases: planned, called for, applied for.
#![allow(clippy::unwrap_used)]

use chrono::{Days, Duration, NaiveDate};
use fairs::drawing::types::{BoothForm, RowForm, Way};
use fairs::entity::{application, fair};
use fairs::hall::entity::booth;
use fairs::plan::types::{Clash, FairForm};
use fairs::rules::application::{ApplicationState, BoothKind, DayPart};
use fairs::rules::{FairKind, FairState};
use fairs::types::{Fair, Needs};
use fairs::{applications, drawing, hall, plan, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairApplicationId, FairId};
use market::{catalogue, families};
use people::notifications;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use testing::on_both;
use testing::person;

pub(crate) const OFFICER: &str = "0910000001";
pub(crate) const HEAD: &str = "0910000002";

pub(crate) fn day(ctx: &Ctx, days: u64) -> NaiveDate {
    day_in_tripoli(ctx.now) + Days::new(days)
}

pub(crate) fn later(ctx: &Ctx, days: i64) -> Ctx {
    Ctx { now: ctx.now + Duration::days(days), ..ctx.clone() }
}

pub(crate) fn phone(n: usize) -> String {
    format!("09200000{n:02}")
}

pub(crate) fn form(ctx: &Ctx, name: &str) -> FairForm {
    FairForm {
        name_ar: name.into(),
        name_en: String::new(),
        kind: FairKind::National,
        municipality: "LYM083".into(),
        venue: "قاعة المعارض".into(),
        landmark: String::new(),
        city: String::new(),
        country: String::new(),
        days: (day(ctx, 60), day(ctx, 63)),
        hours: ("10:00".into(), "20:00".into()),
        organiser: String::new(),
        partners: String::new(),
        about: "معرض الأسر المنتجة".into(),
        costs: String::new(),
        contact: String::new(),
        call: Some((day(ctx, 0), day(ctx, 20))),
        needs_mark: false,
        crafts: BTreeSet::new(),
        regions: BTreeSet::new(),
        team: BTreeSet::new(),
        hall_from: None,
        budget: Vec::new(),
    }
}

fn booth_form(number: &str, kind: BoothKind, x: i64, y: i64) -> BoothForm {
    BoothForm { number: number.into(), kind, x, y, power: true, water: false, accessible: false, blocked: false }
}

/// A fair whose call is open, with a row of so many booths.
pub(crate) async fn called(ctx: &Ctx, booths: i64, change: impl FnOnce(&mut FairForm)) -> FairId {
    let officer = person(ctx, OFFICER).await;
    let mut new = form(ctx, "معرض الجنوب");
    change(&mut new);
    let id = plan::acts::save(&officer, None, new).await.unwrap();
    drawing::acts::set_size(&officer, id, 90, 20).await.unwrap();
    let row = RowForm { first: booth_form("1", BoothKind::Small, 0, 0), count: booths, gap: 0, way: Way::Across };
    drawing::acts::add_row(&officer, id, row).await.unwrap();
    plan::acts::open_call(&officer, id).await.unwrap();
    id
}

pub(crate) fn needs() -> Needs {
    Needs {
        size: BoothKind::Small,
        part: DayPart::Whole,
        power: false,
        water: false,
        accessible: false,
        transport: true,
        lodging: 2,
        passport_until: None,
        samples: false,
        origin_paper: false,
        labels: false,
        words: String::new(),
    }
}

/// The nth family begins to apply and fills everything in.
pub(crate) async fn filled(ctx: &Ctx, id: FairId, n: usize) -> (Ctx, FairApplicationId) {
    let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
    let family = person(ctx, &phone(n)).await;
    let key = applications::acts::begin(&family, &slug).await.unwrap();
    let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
    let products = catalogue::published_of(ctx.db.read(), own.id).await.unwrap();
    applications::acts::save_products(&family, key, products.iter().take(3).map(|id| id.0).collect()).await.unwrap();
    let members = families::trainees(ctx.db.read(), own.id).await.unwrap();
    applications::acts::save_people(&family, key, members.iter().take(1).map(|member| member.id.0).collect()).await.unwrap();
    applications::acts::save_needs(&family, key, needs()).await.unwrap();
    (family, key)
}

pub(crate) async fn rows(ctx: &Ctx, id: FairId) -> Vec<application::Model> {
    applications::reads::sent_rows(ctx.db.read(), id).await.unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, AppError>, reason: Reason) {
    assert!(matches!(result, Err(AppError::Refused(found)) if found == reason), "{result:?} instead of {reason:?}");
}

fn wrong<T: std::fmt::Debug>(result: Result<T, AppError>) -> FieldErrors {
    match result {
        Err(AppError::Invalid(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

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

    async fn a_call_opens_and_closes_by_itself_and_holds_its_terms(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let head = person(ctx, HEAD).await;
        let id = called(ctx, 2, |form| form.team = [head.actor.id().unwrap().0].into()).await;
        let state = async || fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let mut other = form(ctx, "معرض الجنوب");
        other.team = [head.actor.id().unwrap().0].into();
        other.regions = ["fezzan".to_owned()].into();
        assert_eq!(wrong(plan::acts::save(&officer, Some(id), other).await).of("only_region"), Some(&Problem::FixedNow));
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
        refused(plan::acts::open_call(&officer, id).await, Reason::NotNow);
    }

    async fn no_two_booths_share_a_metre(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let id = plan::acts::save(&officer, None, form(ctx, "معرض")).await.unwrap();
        drawing::acts::set_size(&officer, id, 12, 8).await.unwrap();
        drawing::acts::add_booth(&officer, id, booth_form("أ-1", BoothKind::Large, 0, 0)).await.unwrap();
        let meets = wrong(drawing::acts::add_booth(&officer, id, booth_form("أ-2", BoothKind::Small, 2, 2)).await);
        assert_eq!(meets.of("x"), Some(&Problem::BoothsMeet("أ-1".into())));
        let outside = wrong(drawing::acts::add_booth(&officer, id, booth_form("أ-2", BoothKind::Large, 10, 6)).await);
        assert_eq!((outside.of("x"), outside.of("y")), (Some(&Problem::OutsideHall), Some(&Problem::OutsideHall)));
        let twice = wrong(drawing::acts::add_booth(&officer, id, booth_form("أ-1", BoothKind::Small, 6, 0)).await);
        assert_eq!(twice.of("number"), Some(&Problem::Twice));
        // A row is drawn whole or not at all, and its numbers count on.
        let row = |count| RowForm { first: booth_form("ب-9", BoothKind::Small, 4, 0), count, gap: 0, way: Way::Across };
        assert_eq!(wrong(drawing::acts::add_row(&officer, id, row(5)).await).of("x"), Some(&Problem::OutsideHall));
        drawing::acts::add_row(&officer, id, row(3)).await.unwrap();
        let found = hall::reads::of(ctx.db.read(), id).await.unwrap().unwrap();
        let numbers: Vec<&str> = found.booths.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers, ["أ-1", "ب-9", "ب-10", "ب-11"]);
        let (first, last) = (found.booths[0].id, found.booths[3].id);
        refused(drawing::acts::move_booth(&officer, id, last, 1, 1).await, Reason::NoRoom);
        drawing::acts::move_booth(&officer, id, last, 0, 6).await.unwrap();
        assert_eq!(wrong(drawing::acts::set_size(&officer, id, 12, 7).await).of("height"), Some(&Problem::OutOfRange(8, 100)));
        // The schema guards it too, whoever writes.
        for sql in [
            "INSERT INTO booth (fair_id, number, kind, x, y, width, height, power, water, accessible, blocked) \
             SELECT fair_id, 'x', kind, x + 1, y + 1, width, height, power, water, accessible, blocked FROM booth WHERE id = $1",
            "UPDATE booth SET x = 4 WHERE id = $1",
        ] {
            let tx = ctx.begin().await.unwrap();
            let error = tx.run(sql, vec![first.into()]).await.unwrap_err();
            assert!(error.to_string().contains("booths_apart"), "{error}");
        }
        // Next year's fair takes the plan over.
        let mut next = form(ctx, "معرض السنة القادمة");
        next.hall_from = Some(id);
        let next = plan::acts::save(&officer, None, next).await.unwrap();
        assert_eq!(hall::reads::of(ctx.db.read(), next).await.unwrap().unwrap().booths.len(), 4);
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(drawing::acts::remove_booth(&mountain, id, first).await, Err(AppError::NotFound)));
        drawing::acts::remove_booth(&officer, id, first).await.unwrap();
        assert_eq!(booth::Entity::find().filter(booth::Column::FairId.eq(id)).all(ctx.db.read()).await.unwrap().len(), 3);
    }

    async fn a_family_applies_section_by_section(ctx: &Ctx) {
        let id = called(ctx, 2, |_| ()).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        let family = person(ctx, &phone(1)).await;
        let key = applications::acts::begin(&family, &slug).await.unwrap();
        assert_eq!(applications::acts::begin(&family, &slug).await.unwrap(), key, "begun twice, it goes on");
        refused(applications::acts::send(&family, key).await, Reason::Incomplete);
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
        refused(applications::acts::save_needs(&family, key, needs()).await, Reason::NotNow);
        // Officers see what was sent, not what is being written.
        filled(ctx, id, 2).await;
        let sent = rows(ctx, id).await;
        assert_eq!((sent.len(), sent[0].reference.as_deref()), (1, Some(reference.as_str())));
        let officer = person(ctx, OFFICER).await;
        applications::acts::pass(&officer, key).await.unwrap();
        assert_eq!(rows(ctx, id).await[0].state, ApplicationState::Screened);
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(applications::acts::refuse(&mountain, key, "لا يستوفي").await, Err(AppError::NotFound)));
        // After the last day nothing is sent.
        let (late, draft) = filled(ctx, id, 3).await;
        refused(applications::acts::send(&later(&late, 21), draft).await, Reason::CallOver);
        refused(applications::acts::begin(&later(&person(ctx, &phone(4)).await, 21), &slug).await, Reason::CallOver);
    }

    async fn who_does_not_meet_the_terms_is_told_before(ctx: &Ctx) {
        let id = called(ctx, 2, |form| form.needs_mark = true).await;
        let slug = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap().slug;
        refused(applications::acts::begin(&person(ctx, &phone(1)).await, &slug).await, Reason::NotMarked);
        let id = called(ctx, 2, |form| {
            form.name_ar = "معرض الفخار".into();
            form.crafts = ["pottery".to_owned()].into();
        }).await;
        let fair = fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap();
        let mut told = Vec::new();
        for n in 1..=8 {
            told.push(applications::reads::unmet_of(&person(ctx, &phone(n)).await, &Fair::from(&fair)).await.unwrap());
        }
        assert!(told.contains(&None) && told.contains(&Some(Reason::NotOfCraft)), "{told:?}");
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
        assert_eq!(wrong(applications::acts::save_needs(&family, key, soon).await).of("passport_until"), Some(&Problem::PassportEnds));
        let long = Needs { passport_until: Some(day(ctx, 300)), ..needs() };
        applications::acts::save_needs(&family, key, long).await.unwrap();
    }
}
