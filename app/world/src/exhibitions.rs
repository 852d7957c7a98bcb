//! Fairs of the demo town: what is on record of earlier years, one that is settled, one that is held now, one whose call is open,
//! and one abroad that is being prepared.

use std::collections::BTreeSet;

use super::cohorts::{at, day, hour, neighbours};
use super::crowd::crowd;
use super::past::{self, PastFair};
use super::residents::{FAMILIES, STAFF};
use super::town::family_phone;
use cases::committee::{self, Choice};
use fairs::days::types::{GoodsForm, SettlementForm};
use fairs::drawing::{self, BoothForm, PartForm, RowForm, Way};
use fairs::feedback;
use fairs::hall::rules::PartKind;
use fairs::hall::types::Area;
use fairs::preparation::rules::{Item, RideKind};
use fairs::{ApplicationState, Bill, BoothKind, BudgetLine, DayPart, FairForm, FairKind, Needs, Rules};
use fairs::{checklist, goods, journeys, presence, settlement};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FairId;
use ground::money::Money;
use market::catalogue;
use market::families;

/// The municipality in which the Authority has its seat.
pub const SEAT: &str = "LYM094";

/// All of them; the past ones as they are on record.
pub async fn fairs(ctx: &Ctx, past: Vec<PastFair>) -> Result<(), AppError> {
    held(ctx, "معرض الأسر المنتجة بالجنوب", (-45, -42), 8, 6).await.map(|_| ())?;
    held(ctx, "معرض خيرات فزان", (-1, 3), 12, 10).await.map(|_| ())?;
    let officer = at(ctx, STAFF[0].phone, -4).await?;
    let mut open = form(ctx, "المعرض الوطني للأسر المنتجة", (60, 65), Some((-4, 25)));
    open.kind = FairKind::National;
    let open = fairs::save(&officer, None, open).await?;
    hall(&officer, open, 14).await?;
    fairs::open_call(&officer, open).await?;
    for n in [2, 5, 7] {
        apply(ctx, open, n, -2, if n == 7 { Ends::Draft } else { Ends::Sent }).await?;
    }
    let mut abroad = form(ctx, "بيت العرب — القاهرة", (120, 126), Some((10, 40)));
    abroad.kind = FairKind::International;
    abroad.venue = "أرض المعارض".to_owned();
    (abroad.city, abroad.country) = ("القاهرة".to_owned(), "مصر".to_owned());
    fairs::save(&officer, None, abroad).await?;
    for one in past {
        past::record(ctx, one).await?;
    }
    set_up(ctx).await
}

/// A fair that begins in some days: some families are ready, others lack something.
async fn set_up(ctx: &Ctx) -> Result<(), AppError> {
    let fair = held(ctx, "معرض حرف الجنوب", (6, 8), 6, 6).await?;
    for n in 1..=3 {
        let family = at(ctx, &family_phone(n), -5).await?;
        let mine = fairs::mine(&family).await?.into_iter().find(|(_, of)| of.id == fair);
        if let Some((row, _)) = mine {
            checklist::note(&family, row.id, &[Item::Goods, Item::Labels]).await?;
        }
    }
    Ok(())
}

fn form(ctx: &Ctx, name: &str, (first, last): (i64, i64), call: Option<(i64, i64)>) -> FairForm {
    FairForm {
        name_ar: name.to_owned(),
        name_en: String::new(),
        kind: FairKind::Local,
        municipality: "LYM083".to_owned(),
        venue: "قاعة المعارض بسبها".to_owned(),
        landmark: "قرب الملعب البلدي".to_owned(),
        city: String::new(),
        country: String::new(),
        days: (day(ctx, first), day(ctx, last)),
        hours: (hour("10:00"), hour("21:00")),
        organiser: String::new(),
        partners: String::new(),
        about: "معرض تبيع فيه الأسر المنتجة ما تصنعه، من السعف والنسيج والمخبوزات والفخار.".to_owned(),
        costs: "النقل من البلديات، والسكن لمن يأتي من خارج المدينة، والجناح.".to_owned(),
        contact: "مكتب المعارض في الفرع".to_owned(),
        call: call.map(|(first, last)| (day(ctx, first), day(ctx, last))),
        needs_mark: false,
        crafts: BTreeSet::new(),
        regions: BTreeSet::new(),
        team: BTreeSet::new(),
        hall_from: None,
        budget: vec![
            BudgetLine { position: 1, title: "إيجار القاعة".to_owned(), planned: Money(4_000_000), spent: Money(0) },
            BudgetLine { position: 2, title: "النقل والسكن".to_owned(), planned: Money(6_500_000), spent: Money(0) },
        ],
        seen: Vec::new(),
    }
}

/// Two rows of booths with an aisle between them, kitchens at the end, and zones.
async fn hall(officer: &Ctx, fair: FairId, booths: i64) -> Result<(), AppError> {
    drawing::set_size(officer, fair, 30, 14).await?;
    let first = |number: &str, kind, y: i64, power| BoothForm {
        number: number.to_owned(),
        kind,
        x: 1,
        y,
        power,
        water: kind == BoothKind::Kitchen,
        accessible: true,
        blocked: false,
    };
    let row = |first, count| RowForm { first, count, gap: 1, way: Way::Across };
    let half = booths / 2;
    drawing::add_row(officer, fair, row(first("أ-1", BoothKind::Small, 1, true), half)).await?;
    drawing::add_row(officer, fair, row(first("ب-1", BoothKind::Small, 5, true), booths - half - 2)).await?;
    drawing::add_row(officer, fair, row(first("م-1", BoothKind::Kitchen, 9, true), 2)).await?;
    let part = |kind, title: &str, craft: Option<&str>, area| PartForm {
        kind,
        title: title.to_owned(),
        craft: craft.map(ToOwned::to_owned),
        area,
    };
    let area = |x, y, width, height| Area { x, y, width, height };
    drawing::add_part(officer, fair, part(PartKind::Aisle, "", None, area(1, 3, 28, 2))).await?;
    drawing::add_part(officer, fair, part(PartKind::Entrance, "المدخل", None, area(13, 13, 4, 1))).await?;
    drawing::add_part(officer, fair, part(PartKind::Zone, "السعفيات", Some("palm"), area(0, 0, 15, 3))).await
}

/// How far a family comes with its application.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Draft,
    Sent,
}

/// The nth family applies, and sends it or not.
async fn apply(ctx: &Ctx, fair: FairId, n: usize, days: i64, ends: Ends) -> Result<(), AppError> {
    let family = at(ctx, &family_phone(n), days).await?;
    let Some(own) = families::own_family(ctx.db.read(), &family).await? else { return Ok(()) };
    let products = catalogue::published_of(ctx.db.read(), own.id).await?;
    if products.is_empty() {
        return Ok(());
    }
    let slug = fairs::slug_of(ctx, fair).await?;
    let key = fairs::begin(&family, &slug).await?;
    fairs::save_products(&family, key, products.iter().take(3).map(|id| id.0).collect()).await?;
    let members = families::trainees(ctx.db.read(), own.id).await?;
    if members.is_empty() {
        return Ok(());
    }
    fairs::save_people(&family, key, members.iter().take(1).map(|member| member.id.0).collect()).await?;
    let needs = Needs {
        size: if n.is_multiple_of(9) { BoothKind::Kitchen } else { BoothKind::Small },
        part: if n.is_multiple_of(7) { DayPart::Morning } else { DayPart::Whole },
        power: n.is_multiple_of(2),
        water: false,
        accessible: false,
        transport: n.is_multiple_of(3),
        lodging: i64::from(n.is_multiple_of(3)) * 2,
        passport_until: None,
        samples: false,
        origin_paper: false,
        labels: false,
        words: String::new(),
    };
    fairs::save_needs(&family, key, needs).await?;
    if ends == Ends::Sent {
        fairs::send(&family, key).await?;
    }
    Ok(())
}

/// A fair from its plan to its booths; one that is over is accounted for too.
async fn held(ctx: &Ctx, name: &str, days: (i64, i64), families: usize, booths: i64) -> Result<FairId, AppError> {
    let before = days.0 - 60;
    let families = families.min(FAMILIES.len());
    let fair = called(ctx, form(ctx, name, days, Some((before, before + 15))), before, families, booths).await?;
    scored(ctx, fair, before + 16).await?;
    decided(ctx, fair, before + 22).await?;
    for n in 1..=families {
        let family = at(ctx, &family_phone(n), before + 24).await?;
        fairs::confirm_any(&family, fair).await?;
    }
    let officer = at(ctx, STAFF[0].phone, before + 35).await?;
    fairs::allocate(&officer, fair).await?;
    fairs::take_over(&officer, fair).await?;
    let officer = at(ctx, STAFF[0].phone, before + 36).await?;
    journeys::add_ride(&officer, fair, RideKind::Bus, "حافلة سبها".to_owned(), 40).await?;
    if days.0 > 0 {
        return Ok(fair);
    }
    fairs::daily(&at(ctx, STAFF[0].phone, days.0).await?).await?;
    there(ctx, fair, days).await?;
    if days.1 < 0 {
        accounts(ctx, fair, days.1 + 2).await?;
    }
    Ok(fair)
}

/// A fair is planned and called for from a day on, and so many families apply.
async fn called(ctx: &Ctx, form: FairForm, from: i64, families: usize, booths: i64) -> Result<FairId, AppError> {
    let officer = at(ctx, STAFF[0].phone, from).await?;
    let fair = fairs::save(&officer, None, form).await?;
    hall(&officer, fair, booths).await?;
    fairs::open_call(&officer, fair).await?;
    for n in 1..=families {
        apply(ctx, fair, n, from + 2, Ends::Sent).await?;
    }
    Ok(fair)
}

/// The call is closed on a day; some days later everything is scored, and the proposal made.
async fn scored(ctx: &Ctx, fair: FairId, closed: i64) -> Result<(), AppError> {
    let officer = at(ctx, STAFF[0].phone, closed).await?;
    fairs::close_call(&officer, fair).await?;
    for key in fairs::waiting(&officer, fair).await? {
        fairs::pass(&officer, key, "").await?;
    }
    let rules = Rules { criteria: fairs::usual_criteria(), least_scores: 2, rotation: 10, balance: 10 };
    fairs::begin_review(&officer, fair, rules).await?;
    for (n, member) in STAFF[6..9].iter().enumerate() {
        let juror = at(ctx, member.phone, closed + 2).await?;
        for number in fairs::asked(&juror, fair).await? {
            let points = [0, 1, 2, 3, 4].map(|at| 5 + (number + at + n as i64) % 6);
            fairs::give(&juror, fair, number, &points, "").await?;
        }
    }
    fairs::propose(&at(ctx, STAFF[0].phone, closed + 4).await?, fair).await
}

/// The committee sits on a day, and all of it sign.
async fn decided(ctx: &Ctx, fair: FairId, on: i64) -> Result<(), AppError> {
    let officer = at(ctx, STAFF[0].phone, on - 2).await?;
    let sitting = fairs::call(&officer, fair, day(ctx, on), "قاعة الاجتماعات".to_owned(), "اختيار المشاركين.".to_owned()).await?;
    let mut members = Vec::new();
    for member in &STAFF[6..9] {
        let member = at(ctx, member.phone, on).await?;
        committee::attend(&member, sitting).await?;
        let files = committee::files(&member, sitting).await?;
        committee::vote(&member, sitting, &files.into_iter().map(|file| (file, Choice::Yes)).collect::<Vec<_>>()).await?;
        members.push(member);
    }
    let secretary = at(ctx, STAFF[0].phone, on).await?;
    let reason = |file| (file, "عمل متقن يمثّل حرفة المنطقة، حسب ما رآه الأعضاء.".to_owned());
    let reasons: Vec<_> = committee::files(&secretary, sitting).await?.into_iter().map(reason).collect();
    committee::count(&secretary, sitting, &reasons).await?;
    for member in &members {
        let read = committee::sitting(member, sitting).await?.sitting.digest.unwrap_or_default();
        let tx = member.begin().await?;
        if let Some(decided) = committee::sign(&tx, member, sitting, &read).await? {
            fairs::apply_minute(&tx, member, &decided).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Everyone is there on each day until today, but for one who missed the last.
async fn there(ctx: &Ctx, fair: FairId, (first, last): (i64, i64)) -> Result<(), AppError> {
    for n in first..=last.min(0) {
        let officer = at(ctx, STAFF[0].phone, n).await?;
        let mut everyone: BTreeSet<i64> = settlement::accounts(ctx.db.read(), fair).await?.into_iter().map(|(row, _)| row.id.0).collect();
        if n == last {
            everyone.pop_last();
        }
        presence::note_presence(&officer, fair, day(ctx, n), &everyone, &BTreeSet::new()).await?;
    }
    presence::add_incident(&at(ctx, STAFF[0].phone, first).await?, fair, "انقطعت الكهرباء ربع ساعة في أول يوم.".to_owned()).await
}

/// What was brought is accounted for, and every sheet is signed.
async fn accounts(ctx: &Ctx, fair: FairId, days: i64) -> Result<(), AppError> {
    let officer = at(ctx, STAFF[0].phone, days).await?;
    fairs::daily(&officer).await?;
    let held = fairs::reads::fair(ctx, &fairs::slug_of(ctx, fair).await?).await?;
    for (n, (row, _)) in (0..).zip(settlement::accounts(ctx.db.read(), fair).await?) {
        let key = row.id;
        let known = goods::account(ctx.db.read(), held.clone(), row).await?;
        let items = catalogue::exhibits(ctx.db.read(), known.whole.products.clone()).await?;
        let line = |(k, item): (i64, catalogue::Exhibit)| {
            let (brought, sold) = (10 + 2 * k, 5 + (n + k) % 5);
            let damaged = i64::from((n + k) % 7 == 0);
            GoodsForm {
                product: item.id,
                price: Money(item.price_from),
                counts: [brought, sold, brought - sold - damaged, damaged],
                seen: [0; 4],
            }
        };
        goods::note_goods(&officer, key, (0..).zip(items).map(line).collect()).await?;
        let signed_by = known.whole.people.first().map(|person| person.name.clone()).unwrap_or_default();
        settlement::settle(&officer, key, SettlementForm { by_hand: None, words: String::new(), signed_by }).await?;
    }
    presence::count_visitors(&officer, fair, 640).await?;
    let bills = [(1, 3_850_000), (2, 6_120_000)];
    let bills = bills.map(|(position, spent)| Bill { position, spent: Money(spent), seen: Money(0) });
    fairs::note_spending(&officer, fair, &bills, Some(("مكبّرات صوت".to_owned(), Money(340_000)))).await?;
    settlement::close(&officer, fair).await?;
    said(ctx, fair, days).await
}

/// What families and visitors said of a fair, some days after it.
async fn said(ctx: &Ctx, fair: FairId, days: i64) -> Result<(), AppError> {
    for n in 0..FAMILIES.len() {
        let family = at(ctx, &family_phone(n), days).await?;
        let mine = fairs::mine(&family).await?.into_iter().find(|(row, of)| of.id == fair && row.state == ApplicationState::ClosedOut);
        let Some((row, _)) = mine else { continue };
        let good = 3 + (n as i64) % 3;
        let words = if n == 2 { "نحتاج إضاءة أقوى في الأجنحة." } else { "" };
        feedback::of_family(&family, row.id, [5, good, good, 5], words.to_owned()).await?;
    }
    let (visitor, slug) = (Ctx { actor: Actor::Visitor, ..at(ctx, STAFF[0].phone, days).await? }, fairs::slug_of(ctx, fair).await?);
    for n in 1..=9_i64 {
        let words = if n == 4 { "الخبز والتمور ممتازة، والأسعار مناسبة." } else { "" };
        feedback::of_visitor(&visitor, &slug, &format!("{n:032x}"), [5, 3 + n % 3, 4, 5], words.to_owned()).await?;
    }
    Ok(())
}

/// For benchmarks: a fair to which so many families come, with so many booths to be given. Gives its key and its address.
pub async fn stress_fair(ctx: &Ctx, guests: usize, booths: i64) -> Result<(FairId, String), AppError> {
    /// Booths in a row of the hall, and metres from row to row.
    const ROW: i64 = 30;
    const APART: i64 = 4;
    let families = neighbours(ctx, 10_000..10_000 + guests).await?;
    let officer = at(ctx, STAFF[0].phone, -5).await?;
    let fair = fairs::save(&officer, None, form(ctx, "معرض للقياس", (30, 33), Some((-5, 2)))).await?;
    let height = APART * (booths / ROW + 2);
    drawing::set_size(&officer, fair, 100, height).await?;
    for (row, from) in (0..booths).step_by(ROW as usize).enumerate() {
        let row = row as i64;
        let kind = if row % 10 == 9 { BoothKind::Kitchen } else { BoothKind::Small };
        let first = BoothForm {
            number: format!("{row}-1"),
            kind,
            x: 1,
            y: 1 + row * APART,
            power: row % 3 != 0,
            water: kind == BoothKind::Kitchen,
            accessible: row % 2 == 0,
            blocked: false,
        };
        let count = (booths - from).min(ROW);
        drawing::add_row(&officer, fair, RowForm { first, count, gap: i64::from(kind == BoothKind::Small), way: Way::Across }).await?;
    }
    for (n, craft) in ["palm", "weaving", "bread"].into_iter().enumerate() {
        let area = Area { x: 0, y: n as i64 * (height / 4), width: 100, height: height / 4 };
        let zone = PartForm { kind: PartKind::Zone, title: craft.to_owned(), craft: Some(craft.to_owned()), area };
        drawing::add_part(&officer, fair, zone).await?;
    }
    fairs::open_call(&officer, fair).await?;
    crowd(&officer, fair, families).await?;
    Ok((fair, fairs::slug_of(ctx, fair).await?))
}
