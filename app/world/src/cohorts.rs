//! Courses of the demo town that have a past: one cohort finished with certificates, and the second one, whose thirty seats a
//! committee gave among more families than seats, in the middle of its lessons.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};

use super::residents::{DEMO_PASSWORD, HEADS, STAFF};
use super::standing::self_member;
use super::town::{as_person, family_phone, person};
use cases::committee::{self, Choice};
use ground::ctx::Ctx;
use ground::days::{day_in_tripoli, from_tripoli, read_clock};
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{CohortId, EnrolmentId, FamilyId};
use market::families::{self, Change, Imported};
use people::accounts;
use training::{Answer, CohortForm, CourseField, CourseForm, Group, LessonForm, Mark, ModuleForm, Policy, Quota, Said, Source, Terms};

/// Families that only take courses: how many, and the municipalities in which they live in turn; most in the south.
const NEIGHBOURS: usize = 52;
const HOMES: [&str; 8] = ["LYM083", "LYM108", "LYM099", "LYM083", "LYM002", "LYM057", "LYM101", "LYM014"];
const CRAFTS: [&str; 5] = ["palm", "weaving", "embroidery", "bread", "pottery"];
const NAMES: [&str; 10] = ["بيت", "أنامل", "نول", "خوص", "مشغل", "خبيز", "غزل", "إبرة", "طين", "ركن"];
/// What trainees of the first cohort wrote at its end.
const SAID: [&str; 2] = ["التدريب العملي أفادنا أكثر من الشرح. نريد منه المزيد.", "القاعة كانت ضيقة على العدد."];
const PLACES: [&str; 6] = ["الواحة", "النخيل", "البادية", "الوادي", "الربيع", "السواني"];

/// What the course teaches, five hours each.
const MODULES: [(&str, &str); 3] = [
    ("اختيار الخامات", "تمييز الجيد منها، ومصادره وأسعاره."),
    ("أساليب التطوير", "مقاسات ثابتة وتصميم يناسب السوق."),
    ("ضبط الجودة", "فحص كل قطعة بقائمة، ومعالجة العيوب."),
];

/// Phone of a neighbour.
pub fn neighbour_phone(n: usize) -> String {
    format!("092100{:04}", n + 1)
}

/// Families, then both cohorts.
pub async fn cohorts(ctx: &Ctx) -> Result<(), AppError> {
    neighbours(ctx, 0..NEIGHBOURS).await?;
    let officer = as_person(ctx, STAFF[0].phone).await?;
    let course = training::save_course(&officer, None, qualification()).await?;
    finished(ctx, course).await?;
    second(ctx, course).await
}

fn qualification() -> CourseForm {
    CourseForm {
        title_ar: "الدورة التأهيلية: الخامات وأساليب التطوير وضبط الجودة".to_owned(),
        title_en: "Qualification course: materials, methods, quality control".to_owned(),
        aims: "كيف نختار الخامة، ونطوّر المنتج، ونضبط جودته من أول قطعة إلى آخرها.".to_owned(),
        prerequisites: "ترخيص سارٍ، ومن يحضر كل الأيام.".to_owned(),
        partner: String::new(),
        partner_since: String::new(),
        language: "العربية".to_owned(),
        accessibility: "القاعة في الدور الأرضي، وفيها مكان للأطفال مع أمهاتهم.".to_owned(),
        field: CourseField::Quality,
        hours: 15,
        valid_months: 24,
        gives_mark: true,
        modules: (1..)
            .zip(MODULES.map(|(title, learnt)| ModuleForm { title: title.to_owned(), hours: 5, learnt: learnt.to_owned() }))
            .collect(),
    }
}

/// Families next door, with accounts and licences.
pub(super) async fn neighbours(ctx: &Ctx, which: std::ops::Range<usize>) -> Result<Vec<FamilyId>, AppError> {
    let password = accounts::secrets::hash_password(DEMO_PASSWORD.to_owned()).await?;
    let tx = ctx.begin().await?;
    let mut made = Vec::new();
    for n in which {
        let name = format!("{} {}", NAMES[n % NAMES.len()], PLACES[n / NAMES.len() % PLACES.len()]);
        let owner = person(&tx, ctx, &format!("أسرة {name}"), &neighbour_phone(n), &password).await?;
        let new = Imported {
            import_id: format!("neighbour-{n:02}"),
            trade_name: name,
            trade_name_en: String::new(),
            story: String::new(),
            craft: CRAFTS[n % CRAFTS.len()].to_owned(),
            municipality: HOMES[n % HOMES.len()].to_owned(),
            owner: Some(owner),
            former_slug: None,
        };
        let at = Ctx { now: ctx.now - Duration::days(200), ..ctx.clone() };
        let (id, _) = families::import_family(&tx, &at, new).await?;
        live(&tx, &at, id, n).await?;
        made.push(id);
    }
    tx.commit().await?;
    Ok(made)
}

async fn live(tx: &Tx, at: &Ctx, id: FamilyId, n: usize) -> Result<(), AppError> {
    let head = format!(
        "{} {}",
        HEADS[n % HEADS.len()],
        ["الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة"][n / HEADS.len() % 7]
    );
    let known = [
        Change::Household { size: 3 + (n as i64) % 6, registration: String::new() },
        Change::Member { replaces: None, new: Some(self_member(&head, 1970 + n as i64 % 30, &format!("{}", 890_001 + n))) },
        Change::Place { municipality: HOMES[n % HOMES.len()].to_owned(), quarter: "حي النخيل".to_owned(), landmark: String::new() },
        Change::Contact { phone: neighbour_phone(n) },
        Change::Consent,
    ];
    for change in known {
        families::write(tx, at, id, change).await?;
    }
    Ok(())
}

/// For benchmarks: so many more families, a cohort that they can sign up for, and one that holds an offer for each of them.
/// Gives the phone of each, and the addresses of both cohorts.
pub async fn stress_cohorts(ctx: &Ctx, most: usize) -> Result<(Vec<String>, [String; 2]), AppError> {
    let which = NEIGHBOURS..NEIGHBOURS + most;
    neighbours(ctx, which.clone()).await?;
    let phones: Vec<String> = which.map(neighbour_phone).collect();
    let mut addresses = [String::new(), String::new()];
    for (offered, address) in [false, true].into_iter().zip(&mut addresses) {
        let officer = at(ctx, STAFF[0].phone, -3).await?;
        let title = if offered { "دورة للقياس: التأكيد" } else { "دورة للقياس: التسجيل" };
        let course = training::save_course(&officer, None, CourseForm { title_ar: title.to_owned(), ..qualification() }).await?;
        let window = (day(ctx, -3), day(ctx, if offered { -2 } else { 5 }));
        let capacity = i64::try_from(most).unwrap_or(i64::MAX);
        let new = form((day(ctx, 20), day(ctx, 24)), window, capacity, Policy::FirstCome, None);
        let cohort = training::save_cohort(&officer, course, None, new).await?;
        training::publish(&officer, cohort).await?;
        if offered {
            sign_up(ctx, cohort, &phones, -3, -1).await?;
            training::order(&at(ctx, STAFF[0].phone, -1).await?, cohort).await?;
            training::announce(&at(ctx, STAFF[1].phone, -1).await?, cohort).await?;
        }
        *address = training::address(ctx, cohort).await?;
    }
    Ok((phones, addresses))
}

/// Somebody some days from now, at eight in the morning.
pub(super) async fn at(ctx: &Ctx, phone: &str, days: i64) -> Result<Ctx, AppError> {
    let morning = morning(day(ctx, days));
    Ok(Ctx { now: morning, ..as_person(ctx, phone).await? })
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    from_tripoli(day.and_hms_opt(8, 0, 0).unwrap_or_default())
}

/// An hour of the town, `09:00`.
pub(super) fn hour(typed: &str) -> NaiveTime {
    read_clock(typed).unwrap_or_default()
}

pub(super) fn day(ctx: &Ctx, days: i64) -> NaiveDate {
    let today = day_in_tripoli(ctx.now);
    let n = Days::new(days.unsigned_abs());
    (if days < 0 { today.checked_sub_days(n) } else { today.checked_add_days(n) }).unwrap_or(today)
}

fn form(
    days: (NaiveDate, NaiveDate),
    window: (NaiveDate, NaiveDate),
    capacity: i64,
    policy: Policy,
    quota: Option<(String, i64, NaiveDate)>,
) -> CohortForm {
    CohortForm {
        municipality: "LYM083".to_owned(),
        venue: "مقر فرع سبها".to_owned(),
        days,
        window,
        capacity,
        policy,
        offer_days: 5,
        terms: Terms::default(),
        spill_on: quota.as_ref().map(|(_, _, spill)| *spill),
        quotas: quota.into_iter().map(|(region, seats, _)| Quota { position: 1, group: Group::Region(region), seats }).collect(),
        criteria: Vec::new(),
        questions: Vec::new(),
        carries_from: None,
        costs: "المواصلات والسكن لمن يأتي من خارج المدينة.".to_owned(),
        contact: "مكتب التدريب في الفرع".to_owned(),
        attendance_min: 80,
        assessed: true,
    }
}

/// Everyone of a list signs up, and is found to meet the conditions.
async fn sign_up(ctx: &Ctx, cohort: CohortId, phones: &[String], days: i64, screened: i64) -> Result<(), AppError> {
    for phone in phones {
        let family = at(ctx, phone, days).await?;
        let Some(own) = families::own_family(ctx.db.read(), &family).await? else { continue };
        if let Some(trainee) = families::trainees(ctx.db.read(), own.id).await?.first() {
            training::apply(
                &family,
                cohort,
                trainee.id,
                Said {
                    words: "نريد أن نرفع جودة ما نصنعه ونثبّت مقاساته.".to_owned(), ..Said::default()
                },
            )
            .await?;
        }
    }
    let officer = at(ctx, STAFF[0].phone, screened).await?;
    for id in training::waiting(&officer, cohort).await? {
        training::screen(&officer, id).await?;
    }
    Ok(())
}

async fn answers(ctx: &Ctx, cohort: CohortId, phones: &[String], days: i64, declines: usize) -> Result<usize, AppError> {
    let mut declined = 0;
    for phone in phones {
        let family = at(ctx, phone, days).await?;
        for offer in training::offers(&family, cohort).await? {
            let said = if declined < declines { Answer::Decline } else { Answer::Confirm };
            declined += usize::from(said == Answer::Decline);
            training::answer(&family, offer, said, String::new()).await?;
        }
    }
    Ok(declined)
}

/// Lessons of three hours on the working days of a cohort; a trainer teaches.
async fn teach(ctx: &Ctx, cohort: CohortId, days: (NaiveDate, NaiveDate)) -> Result<(), AppError> {
    let trainer = accounts::person_by_phone(ctx.db.read(), STAFF[12].phone).await?;
    let lesson = LessonForm {
        begins: hour("09:00"),
        ends: hour("12:00"),
        venue: "القاعة الكبرى".to_owned(),
        link: String::new(),
        topic: "عملي ونظري".to_owned(),
        trainer,
    };
    training::add_lessons(&at(ctx, STAFF[0].phone, -60).await?, cohort, days, lesson).await?;
    Ok(())
}

/// Notes attendance in the lessons until a day: most are there, some late, one or two absent.
async fn attend(ctx: &Ctx, cohort: CohortId, until: i64, most: usize) -> Result<Vec<EnrolmentId>, AppError> {
    let last = day(ctx, until);
    let mut everyone = Vec::new();
    for (n, (lesson, held_on)) in training::lesson_days(ctx, cohort).await?.into_iter().enumerate() {
        if held_on > last || n >= most {
            break;
        }
        let trainer = Ctx { now: morning(held_on) + Duration::hours(2), ..as_person(ctx, STAFF[12].phone).await? };
        // The cohort begins with its first lesson.
        training::note(&trainer, lesson, Source::List, 0, &[]).await?;
        everyone = training::trainees(ctx, cohort).await?;
        let mark = |at: usize| match (at + 3 * n) % 11 {
            0 => Mark::Late,
            7 if at.is_multiple_of(3) => Mark::Absent,
            _ => Mark::Present,
        };
        let marks: Vec<(EnrolmentId, Mark)> = everyone.iter().enumerate().map(|(at, id)| (*id, mark(at))).collect();
        training::note(&trainer, lesson, Source::List, 0, &marks).await?;
    }
    Ok(everyone)
}

/// The first cohort: over, with certificates.
async fn finished(ctx: &Ctx, course: ground::ids::CourseId) -> Result<(), AppError> {
    let days = (day(ctx, -50), day(ctx, -44));
    let officer = at(ctx, STAFF[0].phone, -80).await?;
    let new = form(days, (day(ctx, -80), day(ctx, -70)), 6, Policy::FirstCome, None);
    let cohort = training::save_cohort(&officer, course, None, new).await?;
    training::publish(&officer, cohort).await?;
    let phones: Vec<String> = [1, 3, 6, 7, 9].map(family_phone).to_vec();
    sign_up(ctx, cohort, &phones, -79, -69).await?;
    training::order(&at(ctx, STAFF[0].phone, -69).await?, cohort).await?;
    training::announce(&at(ctx, STAFF[1].phone, -68).await?, cohort).await?;
    answers(ctx, cohort, &phones, -67, 0).await?;
    teach(ctx, cohort, days).await?;
    let everyone = attend(ctx, cohort, -44, usize::MAX).await?;
    let results: Vec<_> = everyone.iter().enumerate().map(|(n, id)| (*id, 2 + (n as i64) % 3)).collect();
    training::assess_all(&at(ctx, STAFF[12].phone, -44).await?, cohort, &results).await?;
    let officer = at(ctx, STAFF[0].phone, -43).await?;
    training::finish(&officer, cohort).await?;
    training::issuing::issue(&officer, cohort).await?;
    training::figures::note_cost(&officer, cohort, ground::money::Money(3_600_000)).await?;
    // Everyone says how it was; whose enrolment is whose is found by asking.
    for (n, phone) in phones.iter().enumerate() {
        let trainee = at(ctx, phone, -42).await?;
        for id in &everyone {
            let words = SAID.get(n).copied().unwrap_or_default();
            match training::feedback::rate(&trainee, *id, [5, 5 - n as i64 % 2, 4, 3 + n as i64 % 3], words.to_owned()).await {
                Err(AppError::NotFound) => {}
                rated => rated?,
            }
        }
    }
    Ok(())
}

/// The second one: thirty seats, twenty of them for the south, given by a committee; two declined and two moved up; two lessons
/// were held, the next ones come.
async fn second(ctx: &Ctx, course: ground::ids::CourseId) -> Result<(), AppError> {
    // Two working days have passed, whatever day it is.
    let days = (day(ctx, -4), day(ctx, 6));
    let officer = at(ctx, STAFF[0].phone, -50).await?;
    let quota = Some(("fezzan".to_owned(), 20, day(ctx, -6)));
    let cohort =
        training::save_cohort(&officer, course, None, form(days, (day(ctx, -40), day(ctx, -25)), 30, Policy::Committee, quota)).await?;
    training::publish(&officer, cohort).await?;
    let phones: Vec<String> = (0..36).map(neighbour_phone).collect();
    sign_up(ctx, cohort, &phones, -35, -24).await?;
    let caller = at(ctx, STAFF[0].phone, -22).await?;
    let sitting =
        training::call(&caller, cohort, day(ctx, -20), "قاعة الاجتماعات بالفرع".to_owned(), "اختيار متدربي الدورة الثانية.".to_owned())
            .await?;
    let mut members = Vec::new();
    for member in &STAFF[6..9] {
        members.push(at(ctx, member.phone, -20).await?);
    }
    for (n, member) in members.iter().enumerate() {
        committee::attend(member, sitting).await?;
        let files = committee::files(member, sitting).await?;
        let choice = |at: usize| if (at + 5 * n) % 13 == 12 { Choice::No } else { Choice::Yes };
        let votes: Vec<_> = files.into_iter().enumerate().map(|(at, file)| (file, choice(at))).collect();
        committee::vote(member, sitting, &votes).await?;
    }
    let secretary = at(ctx, STAFF[0].phone, -20).await?;
    let reason = |file| (file, "خبرة في الحرفة وحاجة واضحة إلى ضبط الجودة، حسب ما صوّت عليه الأعضاء.".to_owned());
    let reasons: Vec<_> = committee::files(&secretary, sitting).await?.into_iter().map(reason).collect();
    committee::count(&secretary, sitting, &reasons).await?;
    for member in &members {
        let read = committee::sitting(member, sitting).await?.sitting.digest.unwrap_or_default();
        let tx = member.begin().await?;
        if let Some(decided) = committee::sign(&tx, member, sitting, &read).await? {
            training::apply_minute(&tx, member, &decided).await?;
        }
        tx.commit().await?;
    }
    answers(ctx, cohort, &phones, -18, 2).await?;
    // Who moved up answers too.
    answers(ctx, cohort, &phones, -17, 0).await?;
    teach(ctx, cohort, days).await?;
    attend(ctx, cohort, 0, 2).await?;
    let officer = as_person(ctx, STAFF[0].phone).await?;
    training::classroom::write(&officer, cohort, "أحضروا معكم إلى الحصة القادمة عيّنة من منتجكم وعيّنة من خامته.").await
}
