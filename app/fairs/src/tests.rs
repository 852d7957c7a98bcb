//! Steps on a real database that tests of every sub-area take: a fair is called for, families apply.
#![allow(clippy::unwrap_used)]

use chrono::{Days, Duration, NaiveDate};
use fairs::drawing::types::{BoothForm, RowForm, Way};
use fairs::entity::{application, fair};
use fairs::plan::types::FairForm;
use fairs::rules::FairKind;
use fairs::rules::application::{BoothKind, DayPart};
use fairs::types::Needs;
use fairs::{applications, drawing, plan};
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, read_clock};
use ground::error::{AppError, FieldErrors, Reason};
use ground::ids::{FairApplicationId, FairId};
use market::{catalogue, families};
use sea_orm::EntityTrait;
use std::collections::BTreeSet;
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
        hours: (read_clock("10:00").unwrap(), read_clock("20:00").unwrap()),
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
        seen: Vec::new(),
    }
}

pub(crate) fn booth_form(number: &str, kind: BoothKind, x: i64, y: i64) -> BoothForm {
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

pub(crate) fn wrong<T: std::fmt::Debug>(result: Result<T, AppError>) -> FieldErrors {
    match result {
        Err(AppError::Invalid(errors)) => errors,
        other => panic!("{other:?}"),
    }
}
