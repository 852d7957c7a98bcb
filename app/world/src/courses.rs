//! Courses of the demo town: one that families sign up for now, with seats kept for the south.

use super::cohorts::{day, hour};
use super::residents::STAFF;
use super::town::{as_person, family_phone};
use ground::ctx::Ctx;
use ground::days::from_tripoli;
use ground::error::AppError;
use ground::ids::CohortId;
use market::families;
use training::{CohortForm, CourseField, CourseForm, Group, ModuleForm, NewQuestion, Policy, QuestionKind, Quota, Said, Terms};

/// What the course teaches: title, hours, what is learnt.
const MODULES: [(&str, i64, &str); 3] = [
    ("اختيار الخامات", 10, "تمييز الخامة الجيدة من الرديئة، ومصادرها وأسعارها."),
    ("أساليب التطوير", 10, "مقاسات ثابتة، وألوان متناسقة، وتصميم يناسب السوق."),
    ("ضبط الجودة", 10, "فحص كل قطعة بقائمة، وتسجيل العيوب ومعالجتها."),
];

/// Families of the town, by number, that signed up already.
const APPLIED: [usize; 6] = [0, 2, 4, 8, 10, 11];

/// A course with an open cohort, and some who signed up.
pub(super) async fn courses(ctx: &Ctx) -> Result<(), AppError> {
    let officer = as_person(ctx, STAFF[0].phone).await?;
    let course = training::save_course(&officer, None, quality_control()).await?;
    let cohort = training::save_cohort(&officer, course, None, in_sabha(ctx)).await?;
    training::publish(&officer, cohort).await?;
    training::announce_draw(&officer, cohort, from_tripoli(day(ctx, 23).and_time(hour("10:00")))).await?;
    sign_up(ctx, cohort).await
}

fn quality_control() -> CourseForm {
    CourseForm {
        title_ar: "تأهيل الأسر المنتجة: ضبط الجودة".to_owned(),
        title_en: "Qualifying productive families: quality control".to_owned(),
        aims: "اختيار الخامات الجيدة.\nأساليب تطوير المنتج اليدوي.\nضبط الجودة من أول قطعة إلى آخرها.".to_owned(),
        prerequisites: "ترخيص سارٍ، ومن يحضر كل الأيام.".to_owned(),
        partner: String::new(),
        partner_since: String::new(),
        language: "العربية".to_owned(),
        accessibility: "القاعة في الدور الأرضي، وفيها مكان للأطفال مع أمهاتهم.".to_owned(),
        field: CourseField::Quality,
        hours: 30,
        valid_months: 24,
        gives_mark: true,
        modules: (1..)
            .zip(MODULES.map(|(title, hours, learnt)| ModuleForm { title: title.to_owned(), hours, learnt: learnt.to_owned() }))
            .collect(),
    }
}

/// The cohort in Sabha, for which families sign up for twenty days from now.
fn in_sabha(ctx: &Ctx) -> CohortForm {
    CohortForm {
        municipality: "LYM083".to_owned(),
        venue: "مقر فرع الجنوب".to_owned(),
        days: (day(ctx, 45), day(ctx, 49)),
        window: (day(ctx, 0), day(ctx, 20)),
        capacity: 30,
        policy: Policy::Lottery,
        offer_days: 3,
        terms: Terms { first_time: true, ..Terms::default() },
        quotas: vec![
            Quota { position: 1, group: Group::Region("fezzan".to_owned()), seats: 20 },
            Quota { position: 2, group: Group::Craft("palm".to_owned()), seats: 4 },
        ],
        spill_on: Some(day(ctx, 30)),
        criteria: Vec::new(),
        questions: questions(),
        carries_from: None,
        costs: "المواصلات والسكن لمن يأتي من خارج المدينة.".to_owned(),
        contact: "مكتب التدريب في الفرع".to_owned(),
        attendance_min: 80,
        assessed: true,
    }
}

/// Who needs a room, and what each wants to learn.
fn questions() -> Vec<NewQuestion> {
    vec![
        NewQuestion {
            position: 1,
            kind: QuestionKind::Choice,
            words: "هل تحتاجون إلى سكن أثناء الدورة؟".to_owned(),
            choices: "نعم\nلا".to_owned(),
            needed: true,
        },
        NewQuestion {
            position: 2,
            kind: QuestionKind::Text,
            words: "أي منتج تريدون تحسينه؟".to_owned(),
            choices: String::new(),
            needed: false,
        },
    ]
}

/// The first of each family of [`APPLIED`] signs up; every second one needs a room.
async fn sign_up(ctx: &Ctx, cohort: CohortId) -> Result<(), AppError> {
    let asked = training::questions_of(ctx.db.read(), cohort).await?;
    for n in APPLIED {
        let family = as_person(ctx, &family_phone(n)).await?;
        let Some(own) = families::own_family(ctx.db.read(), &family).await? else { continue };
        if let Some(trainee) = families::trainees(ctx.db.read(), own.id).await?.first() {
            let answers = asked.iter().take(1).map(|question| (question.id, if n % 4 == 0 { "1" } else { "2" }.to_owned())).collect();
            training::apply(&family, cohort, trainee.id, Said { words: "نريد أن نرفع جودة ما نصنعه.".to_owned(), answers }).await?;
        }
    }
    Ok(())
}
