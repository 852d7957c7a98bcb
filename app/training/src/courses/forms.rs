//! Forms of courses and cohorts: filled with what stands, and read.

use chrono::NaiveDate;

use crate::courses::questions::NewQuestion;
use crate::courses::reads;
use crate::courses::refusals;
use crate::courses::rules::{CRITERIA, MODULES, ONLY, QUESTIONS, QUOTAS};
use crate::courses::terms::{Group, Quota, Terms};
use crate::courses::types::{CohortForm, CourseForm, ModuleForm};
use crate::rules::{Policy, QuestionKind};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::form::{Check, Form};
use ground::ids::CourseId;
use people::{crafts, place};

/// The rows of quotas that are not empty, and the day on which they end.
fn read_quotas(
    check: &mut Check<'_>,
    form: &Form,
    group: &impl Fn(&str) -> Option<Group>,
    capacity: i64,
) -> (Vec<Quota>, Option<NaiveDate>) {
    let mut quotas = Vec::new();
    for n in 1..=QUOTAS {
        let (field, seats) = (format!("quota_{n}"), format!("quota_seats_{n}"));
        if form.get(&field).is_empty() && form.get(&seats).trim().is_empty() {
            continue;
        }
        let of = check.choice(&field, group);
        let seats = check.needed_number(&seats, 1, capacity.max(1));
        quotas.extend(of.map(|group| Quota { position: n, group, seats }));
    }
    let spill = (!quotas.is_empty()).then(|| check.needed_date("spill_on"));
    (quotas, spill)
}

fn read_terms(check: &mut Check<'_>, form: &Form, group: &impl Fn(&str) -> Option<Group>) -> Terms {
    let mut groups: Vec<Group> = Vec::new();
    for field in ["only_region", "only_craft"] {
        for typed in form.all(field) {
            match group(typed) {
                Some(of) => groups.push(of),
                None => check.wrong(field, Problem::NotAChoice),
            }
        }
    }
    for n in 1..=ONLY {
        let field = format!("only_municipality_{n}");
        if !form.get(&field).is_empty() {
            groups.extend(check.choice(&field, group).filter(|of| !groups.contains(of)));
        }
    }
    // As the database gives them back, so that an unchanged form is seen to be one.
    groups.sort_by_key(Group::code);
    groups.dedup();
    Terms { groups, licence_through: check.flag("licence_through"), first_time: check.flag("first_time") }
}

/// The rows of questions that are not empty.
fn read_questions(check: &mut Check<'_>, form: &Form) -> Vec<NewQuestion> {
    let mut questions = Vec::new();
    for n in 1..=QUESTIONS {
        let (words, kind, choices) = (format!("question_{n}"), format!("question_kind_{n}"), format!("question_choices_{n}"));
        if form.get(&words).trim().is_empty() && form.get(&choices).trim().is_empty() {
            continue;
        }
        let asked = check.needed_line(&words, 3, 200);
        let kind = check.choice(&kind, QuestionKind::from_code).unwrap_or(QuestionKind::Text);
        let offered = check.lines(&choices, 600);
        if kind == QuestionKind::Choice && offered.lines().count() < 2 {
            check.wrong(&choices, refusals::TWO_CHOICES);
        }
        let choices = if kind == QuestionKind::Choice { offered } else { String::new() };
        questions.push(NewQuestion { position: n, kind, words: asked, choices, needed: check.flag(&format!("question_needed_{n}")) });
    }
    questions
}

/// The rows of criteria that are not empty.
fn read_criteria(check: &mut Check<'_>, form: &Form) -> Vec<(String, i64)> {
    let mut criteria = Vec::new();
    for n in 1..=CRITERIA {
        let (title, weight) = (format!("criterion_{n}"), format!("weight_{n}"));
        if !form.get(&title).trim().is_empty() || !form.get(&weight).trim().is_empty() {
            criteria.push((check.needed_line(&title, 3, 100), check.needed_number(&weight, 1, 100)));
        }
    }
    criteria
}

/// Ticks the boxes of what holds.
fn tick<const N: usize>(form: &mut Form, boxes: [(&str, bool); N]) {
    for (field, _) in boxes.into_iter().filter(|(_, holds)| *holds) {
        form.set(field, "yes");
    }
}

/// A course filled in, or the beginning of a new one.
pub(crate) async fn course_as_typed(ctx: &Ctx, id: Option<CourseId>) -> Result<Form, AppError> {
    let Some(id) = id else { return Ok(Form::of([("valid_months", "24".to_owned())])) };
    let course: CourseForm = reads::stored_course(ctx, id).await?;
    let mut form = Form::of([
        ("title_ar", course.title_ar),
        ("title_en", course.title_en),
        ("aims", course.aims),
        ("prerequisites", course.prerequisites),
        ("partner", course.partner),
        ("partner_since", course.partner_since),
        ("language", course.language),
        ("accessibility", course.accessibility),
        ("field", course.field.code().to_owned()),
        ("hours", course.hours.to_string()),
        ("valid_months", course.valid_months.to_string()),
    ]);
    tick(&mut form, [("gives_mark", course.gives_mark)]);
    for (n, module) in course.modules {
        form.set(&format!("module_{n}"), module.title);
        form.set(&format!("module_hours_{n}"), module.hours.to_string());
        form.set(&format!("module_learnt_{n}"), module.learnt);
    }
    Ok(form)
}

/// The rows of modules that are not empty, with their place.
pub(crate) fn read_modules(check: &mut Check<'_>, form: &Form) -> Vec<(i64, ModuleForm)> {
    let mut modules = Vec::new();
    for n in 1..=MODULES {
        let (title, hours, learnt) = (format!("module_{n}"), format!("module_hours_{n}"), format!("module_learnt_{n}"));
        if [&title, &hours, &learnt].into_iter().all(|field| form.get(field).trim().is_empty()) {
            continue;
        }
        let module = ModuleForm {
            title: check.needed_line(&title, 3, 100),
            hours: check.needed_number(&hours, 1, 200),
            learnt: check.lines(&learnt, 600),
        };
        modules.push((n, module));
    }
    modules
}

/// A cohort filled in.
pub(crate) fn cohort_as_typed(cohort: CohortForm) -> Form {
    let mut form = Form::of([
        ("municipality", cohort.municipality),
        ("venue", cohort.venue),
        ("starts_on", cohort.days.0.to_string()),
        ("ends_on", cohort.days.1.to_string()),
        ("opens_on", cohort.window.0.to_string()),
        ("closes_on", cohort.window.1.to_string()),
        ("capacity", cohort.capacity.to_string()),
        ("policy", cohort.policy.code().to_owned()),
        ("offer_days", cohort.offer_days.to_string()),
        ("spill_on", cohort.spill_on.map(|day| day.to_string()).unwrap_or_default()),
        ("costs", cohort.costs),
        ("contact", cohort.contact),
        ("attendance_min", cohort.attendance_min.to_string()),
    ]);
    tick(&mut form, [("assessed", cohort.assessed)]);
    for Quota { position: n, group, seats } in cohort.quotas {
        form.set(&format!("quota_{n}"), group.code());
        form.set(&format!("quota_seats_{n}"), seats.to_string());
    }
    fill_terms(&mut form, &cohort.terms);
    for question in cohort.questions {
        let n = question.position;
        form.set(&format!("question_{n}"), question.words);
        form.set(&format!("question_kind_{n}"), question.kind.code());
        form.set(&format!("question_choices_{n}"), question.choices);
        tick(&mut form, [(&format!("question_needed_{n}"), question.needed)]);
    }
    if let Some(from) = cohort.carries_from {
        form.set("from", from.to_string());
        form.set("carry", "yes");
    }
    for (n, (title, weight)) in (1..).zip(cohort.criteria) {
        form.set(&format!("criterion_{n}"), title);
        form.set(&format!("weight_{n}"), weight.to_string());
    }
    form
}

fn fill_terms(form: &mut Form, terms: &Terms) {
    let mut towns = 0;
    for group in &terms.groups {
        let field = match group {
            Group::Region(_) => "only_region".to_owned(),
            Group::Craft(_) => "only_craft".to_owned(),
            Group::Municipality(_) => {
                towns += 1;
                format!("only_municipality_{towns}")
            }
        };
        form.add(&field, group.code());
    }
    tick(form, [("licence_through", terms.licence_through), ("first_time", terms.first_time)]);
}

pub(crate) async fn read_cohort(ctx: &Ctx, form: &Form) -> Result<CohortForm, AppError> {
    let places = place::places(&ctx.db).await?;
    let mut check = Check::new(form);
    let known = |code: &str| places.municipality(code).filter(|m| m.active_at(ctx.now)).map(|m| m.code.clone());
    let municipality = check.choice("municipality", known).unwrap_or_default();
    let venue = check.needed_line("venue", 3, 120);
    let days = check.days("starts_on", "ends_on");
    let window = check.days("opens_on", "closes_on");
    if window.1 >= days.0 && check.is_clean() {
        check.wrong("closes_on", refusals::AFTER_BEGIN);
    }
    let capacity = check.needed_number("capacity", 1, 500);
    let policy = check.choice("policy", Policy::from_code).unwrap_or(Policy::FirstCome);
    let offer_days = check.needed_number("offer_days", 1, 30);
    let crafts = crafts::crafts(&ctx.db).await?;
    let group = |code: &str| Group::from_code(code, &places, &crafts);
    let (quotas, spill_on) = read_quotas(&mut check, form, &group, capacity);
    let terms = read_terms(&mut check, form, &group);
    let criteria = read_criteria(&mut check, form);
    if policy == Policy::Score && criteria.is_empty() {
        check.wrong("criterion_1", Problem::Required);
    }
    let questions = read_questions(&mut check, form);
    let carries_from = if check.flag("carry") { form.get("from").parse().ok() } else { None };
    let costs = check.lines("costs", 600);
    let contact = check.line("contact", 120);
    let attendance_min = check.needed_number("attendance_min", 1, 100);
    let assessed = check.flag("assessed");
    check.done()?;
    Ok(CohortForm {
        municipality,
        venue,
        days,
        window,
        capacity,
        policy,
        offer_days,
        terms,
        quotas,
        spill_on,
        criteria,
        questions,
        carries_from,
        costs,
        contact,
        attendance_min,
        assessed,
    })
}
