//! Planning a course and a cohort.

use leptos::prelude::*;

use crate::courses::pages::public::partner_logo;
use crate::courses::rules::{CRITERIA, MODULES, ONLY, QUESTIONS, QUOTAS};
use crate::courses::terms::Group;
use crate::rules::{CourseField, Policy, QuestionKind};
use crate::types::Course;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::CourseId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, check_boxes, error_summary, hidden, pick_one, radios, select_in_groups, select_or, send_file, submit, tick};
use people::crafts::Crafts;
use people::media::Photo;
use people::place::{Places, REGIONS};

/// A course; one that is saved has a logo too.
pub fn course_form(ctx: &Ctx, filled: &Filled, saved: Option<&(CourseId, Option<Photo>)>) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.course);
    let fields: Vec<(String, String)> = CourseField::ALL.iter().map(|field| (field.code().to_owned(), field.word(l))).collect();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link("/desk/training")>{t!(l, training.desk)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form method="post" novalidate>
                {Field::line(filled, "title_ar", t!(l, training.title_ar)).view(l)}
                {Field::line(filled, "title_en", t!(l, training.title_en)).optional().latin().view(l)}
                {pick_one(l, filled, "field", t!(l, training.field), &fields)}
                {Field::lines(filled, "aims", t!(l, training.aims), 5).view(l)}
                {Field::lines(filled, "prerequisites", t!(l, training.prerequisites), 2).optional().view(l)}
                <div class="pair">
                    {Field::line(filled, "partner", t!(l, training.partner)).hint(t!(l, training.partner_hint)).optional().view(l)}
                    {Field::line(filled, "partner_since", t!(l, training.partner_since)).hint(t!(l, training.partner_since_hint)).optional().view(l)}
                </div>
                {Field::line(filled, "language", t!(l, training.language)).optional().view(l)}
                {Field::lines(filled, "accessibility", t!(l, training.accessibility), 2).hint(t!(l, training.accessibility_hint)).optional().view(l)}
                <div class="pair">
                    {Field::number(filled, "hours", t!(l, training.length_hours)).view(l)}
                    {Field::number(filled, "valid_months", t!(l, training.valid_months)).view(l)}
                </div>
                {tick(l, filled, "gives_mark", t!(l, training.gives_mark))}
                <h2>{t!(l, training.modules)}</h2>
                <p class="hint">{t!(l, training.modules_hint)}</p>
                {(1..=MODULES).map(|n| module(l, filled, n)).collect::<Vec<_>>()}
                {submit(t!(l, common.save))}
            </form>
            {saved.map(|(course, logo)| logo_form(ctx, *course, logo.as_ref(), filled))}
        </div>
    };
    Page::new(heading, body)
}

/// The logo of the partner; a course has to be saved with its partner's name before.
fn logo_form(ctx: &Ctx, course: CourseId, logo: Option<&Photo>, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let path = ctx.link(&format!("/desk/training/courses/{course}"));
    let there = logo.map(|logo| {
        view! {
            {partner_logo(logo)}
            <form method="post" action=format!("{path}/no-logo")>{submit(t!(l, training.logo_remove))}</form>
        }
    });
    view! {
        <section>
            <h2>{t!(l, training.logo)}</h2>
            {there}
            {send_file(l, filled, format!("{path}/logo"), ("logo", 0), t!(l, training.logo_file), ())}
        </section>
    }
    .into_any()
}

fn module(l: Locale, filled: &Filled, n: i64) -> AnyView {
    let (title, hours, learnt) = (format!("module_{n}"), format!("module_hours_{n}"), format!("module_learnt_{n}"));
    let wrong = [&title, &hours, &learnt].into_iter().any(|field| filled.errors.of(field).is_some());
    let there = !filled.form.get(&title).is_empty();
    let heading = if there { format!("{n}. {}", filled.form.get(&title)) } else { t!(l, training.module_n, n = n) };
    view! {
        <details open=wrong || n == 1>
            <summary dir="auto">{heading}</summary>
            {Field::line(filled, &title, format!("{} ({n})", t!(l, training.module_title))).optional().view(l)}
            {Field::number(filled, &hours, format!("{} ({n})", t!(l, training.module_hours))).optional().view(l)}
            {Field::lines(filled, &learnt, format!("{} ({n})", t!(l, training.module_learnt)), 2).optional().view(l)}
        </details>
    }
    .into_any()
}

/// A cohort of a course.
pub fn cohort_form(ctx: &Ctx, course: &Course, filled: &Filled, waited: u64, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.cohort_form);
    let from = filled.form.get("from").to_owned();
    let carry = (!from.is_empty()).then(|| view! { {hidden("from", from)}{tick(l, filled, "carry", t!(l, training.carry, n = waited))} });
    let policies: Vec<(&str, String, Option<String>)> = Policy::ALL.iter().map(|policy| (policy.code(), policy.word(l), None)).collect();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link("/desk/training")>{t!(l, training.desk)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{course.title.clone()}</p>
            <form method="post" novalidate>
                {carry}
                {select_in_groups(l, filled, "municipality", t!(l, families.municipality), None, &places.by_region(l, ctx.now))}
                {Field::line(filled, "venue", t!(l, training.venue)).view(l)}
                <div class="pair">
                    {Field::date(filled, "starts_on", t!(l, training.starts_on)).view(l)}
                    {Field::date(filled, "ends_on", t!(l, training.ends_on)).view(l)}
                </div>
                <div class="pair">
                    {Field::date(filled, "opens_on", t!(l, training.opens)).view(l)}
                    {Field::date(filled, "closes_on", t!(l, training.closes)).view(l)}
                </div>
                <div class="pair">
                    {Field::number(filled, "capacity", t!(l, training.seats)).view(l)}
                    {Field::number(filled, "offer_days", t!(l, training.offer_days)).view(l)}
                </div>
                {radios(l, filled, "policy", t!(l, training.how), &policies)}
                {criteria(l, filled)}
                {quotas(ctx, filled, places, crafts)}
                {terms(ctx, filled, places, crafts)}
                {questions(l, filled)}
                {Field::number(filled, "attendance_min", t!(l, training.attendance_min)).hint(t!(l, training.attendance_hint)).view(l)}
                {tick(l, filled, "assessed", t!(l, training.assessed))}
                {Field::lines(filled, "costs", t!(l, training.costs), 2).hint(t!(l, training.costs_hint)).optional().view(l)}
                {Field::line(filled, "contact", t!(l, training.contact)).optional().view(l)}
                {submit(t!(l, common.save))}
            </form>
        </div>
    };
    Page::new(heading, body)
}

/// Rows of criteria with their weights.
pub fn criterion_rows(l: Locale, filled: &Filled, most: i64) -> Vec<AnyView> {
    (1..=most)
        .map(|n| {
            let (title, weight) = (format!("criterion_{n}"), format!("weight_{n}"));
            view! {
                <div class="pair">
                    {Field::line(filled, &title, format!("{} ({n})", t!(l, training.criterion))).optional().view(l)}
                    {Field::number(filled, &weight, format!("{} ({n})", t!(l, training.weight))).optional().view(l)}
                </div>
            }
            .into_any()
        })
        .collect()
}

/// What gives points, with weights.
fn criteria(l: Locale, filled: &Filled) -> AnyView {
    let rows = criterion_rows(l, filled, CRITERIA);
    let open = !filled.form.get("criterion_1").is_empty() || filled.errors.of("criterion_1").is_some();
    view! {
        <details open=open>
            <summary>{t!(l, training.criteria_form)}</summary>
            <p class="hint">{t!(l, training.criteria_hint)}</p>
            {rows}
        </details>
    }
    .into_any()
}

/// For whom seats are kept.
fn quotas(ctx: &Ctx, filled: &Filled, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let groups: Vec<(String, String)> = REGIONS
        .iter()
        .map(|(code, ..)| Group::Region((*code).to_owned()))
        .chain(crafts.options(l).into_iter().map(|(code, _)| Group::Craft(code)))
        .chain(places.options(l, ctx.now).into_iter().map(|(code, _)| Group::Municipality(code)))
        .map(|group| (group.code(), group.word(l, places, crafts)))
        .collect();
    let rows: Vec<AnyView> = (1..=QUOTAS)
        .map(|n| {
            let (group, seats) = (format!("quota_{n}"), format!("quota_seats_{n}"));
            view! {
                <div class="pair">
                    {select_or(l, filled, &group, format!("{} ({n})", t!(l, training.quota_for)), &groups, t!(l, training.no_quota))}
                    {Field::number(filled, &seats, format!("{} ({n})", t!(l, training.quota_seats))).optional().view(l)}
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset>
            <legend>{t!(l, training.quota)}</legend>
            <p class="hint">{t!(l, training.quota_hint)}</p>
            {rows}
            {Field::date(filled, "spill_on", t!(l, training.spill_on)).optional().view(l)}
        </fieldset>
    }
    .into_any()
}

/// Who may sign up beside the licence.
fn terms(ctx: &Ctx, filled: &Filled, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let regions: Vec<(String, String)> =
        REGIONS.iter().map(|(code, ..)| (Group::Region((*code).to_owned()).code(), Places::region(l, code))).collect();
    let regions: Vec<(&str, String, Option<String>)> = regions.iter().map(|(code, word)| (code.as_str(), word.clone(), None)).collect();
    let kinds: Vec<(String, String)> = crafts.options(l).into_iter().map(|(code, word)| (Group::Craft(code).code(), word)).collect();
    let kinds: Vec<(&str, String, Option<String>)> = kinds.iter().map(|(code, word)| (code.as_str(), word.clone(), None)).collect();
    let towns: Vec<(String, String)> =
        places.options(l, ctx.now).into_iter().map(|(code, word)| (Group::Municipality(code).code(), word)).collect();
    let only: Vec<AnyView> = (1..=ONLY)
        .map(|n| {
            let label = format!("{} ({n})", t!(l, families.municipality));
            select_or(l, filled, &format!("only_municipality_{n}"), label, &towns, t!(l, training.all_places))
        })
        .collect();
    let wrong = ["only_region", "only_craft"].iter().any(|field| filled.errors.of(field).is_some() || !filled.form.get(field).is_empty());
    let towns_chosen = (1..=ONLY).any(|n| !filled.form.get(&format!("only_municipality_{n}")).is_empty());
    view! {
        <fieldset>
            <legend>{t!(l, training.who_may)}</legend>
            <p class="hint">{t!(l, training.who_may_hint)}</p>
            {tick(l, filled, "licence_through", t!(l, training.term_licence_through))}
            {tick(l, filled, "first_time", t!(l, training.term_first))}
            <details open=wrong || towns_chosen>
                <summary>{t!(l, training.only_some)}</summary>
                {check_boxes(l, filled, "only_region", t!(l, training.only_regions), &regions)}
                {only}
                {check_boxes(l, filled, "only_craft", t!(l, training.only_crafts), &kinds)}
            </details>
        </fieldset>
    }
    .into_any()
}

/// What is asked of who signs up.
fn questions(l: Locale, filled: &Filled) -> AnyView {
    let kinds: Vec<(String, String)> = QuestionKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind_word(l, *kind))).collect();
    let rows: Vec<AnyView> = (1..=QUESTIONS)
        .map(|n| {
            let name = |part: &str| format!("question_{part}{n}");
            let (words, kind, choices, needed) = (name(""), name("kind_"), name("choices_"), name("needed_"));
            let numbered = |word: String| format!("{word} ({n})");
            let typed = filled.form.get(&words);
            let heading = if typed.is_empty() { numbered(t!(l, training.question)) } else { format!("{n}. {typed}") };
            let wrong = [&words, &kind, &choices].into_iter().any(|field| filled.errors.of(field).is_some());
            view! {
                <details open=n == 1 || wrong>
                    <summary dir="auto">{heading}</summary>
                    {Field::line(filled, &words, numbered(t!(l, training.question))).optional().view(l)}
                    {pick_one(l, filled, &kind, numbered(t!(l, training.question_kind)), &kinds)}
                    {Field::lines(filled, &choices, numbered(t!(l, training.question_choices)), 3).optional().view(l)}
                    {tick(l, filled, &needed, numbered(t!(l, training.question_needed)))}
                </details>
            }
            .into_any()
        })
        .collect();
    let open = filled.errors.0.iter().any(|(field, _)| field.starts_with("question_")) || !filled.form.get("question_1").is_empty();
    view! {
        <details open=open>
            <summary>{t!(l, training.questions)}</summary>
            <p class="hint">{t!(l, training.questions_hint)}</p>
            {rows}
        </details>
    }
    .into_any()
}

fn kind_word(l: Locale, kind: QuestionKind) -> String {
    match kind {
        QuestionKind::Text => t!(l, training.question_text),
        QuestionKind::Choice => t!(l, training.question_choice),
        QuestionKind::File => t!(l, training.question_file),
    }
}
