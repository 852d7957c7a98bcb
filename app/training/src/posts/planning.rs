//! Planning at the desk: courses and their cohorts.

use axum::extract::{Path, RawQuery};
use chrono::NaiveDate;

use crate::cohorts::{self, CohortForm};
use crate::courses::{self, CourseForm, ModuleForm};
use crate::entity::{cohort, module, question};
use crate::posts::conditions::{read_criteria, read_questions, read_quotas, read_terms};
use crate::reach::STAFF;
use crate::rules::{CourseField, Policy};
use crate::terms::{self, Conditions, Group, Quota};
use crate::{asking, pages, proposals, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::{CohortId, CourseId};
use ground::route::{Access, Answer, Entry, get, post};
use ground::ui::{Done, done};
use people::{crafts, place};

const DESK: Access = Access::Staff(STAFF);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/training", DESK, desk),
        get("/desk/training/courses/{course}", DESK, course_form),
        post("/desk/training/courses/{course}", DESK, save_course),
        post("/desk/training/courses/{course}/no-logo", DESK, no_logo),
        get("/desk/training/courses/{course}/cohorts/{cohort}", DESK, cohort_form),
        post("/desk/training/courses/{course}/cohorts/{cohort}", DESK, save_cohort),
    ]
}

async fn desk(ctx: Ctx) -> Answer {
    let courses = reads::desk_courses(&ctx).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::desk(&ctx, &courses, &places).respond(&ctx))
}

/// `new`, or a key.
fn key(typed: &str) -> Result<Option<i64>, AppError> {
    match typed {
        "new" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| AppError::NotFound),
    }
}

async fn course_form(ctx: Ctx, Path((_, course)): Path<(String, String)>) -> Answer {
    let id = key(&course)?.map(CourseId);
    let form = course_as_typed(&ctx, id).await?;
    show_course(&ctx, id, &Filled::from(form)).await
}

async fn show_course(ctx: &Ctx, id: Option<CourseId>, filled: &Filled) -> Answer {
    let saved = match id {
        Some(id) => {
            let course = reads::desk_course(ctx, id).await?.course;
            let logo = courses::logo(ctx, &course).await?;
            Some((course, logo))
        }
        None => None,
    };
    Ok(pages::course_form(ctx, filled, saved.as_ref()).answering(filled).respond(ctx))
}

/// The form of a course again, with what is wrong with its logo.
pub async fn course_with(ctx: &Ctx, id: CourseId, errors: FieldErrors) -> Answer {
    let form = course_as_typed(ctx, Some(id)).await?;
    show_course(ctx, Some(id), &Filled::wrong(form, errors)).await
}

async fn no_logo(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    courses::set_logo(&ctx, CourseId(id), None).await?;
    Ok(done(&ctx, &format!("/desk/training/courses/{id}"), Done::Saved))
}

async fn course_as_typed(ctx: &Ctx, id: Option<CourseId>) -> Result<Form, AppError> {
    let form = match id {
        None => Form::of([("valid_months", "24".to_owned())]),
        Some(id) => {
            let course = reads::desk_course(ctx, id).await?.course;
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
                ("gives_mark", if course.gives_mark { "yes".to_owned() } else { String::new() }),
            ]);
            for module in module::of_course(ctx.db.read(), course.id).await? {
                form.set(&format!("module_{}", module.position), module.title);
                form.set(&format!("module_hours_{}", module.position), module.hours.to_string());
                form.set(&format!("module_learnt_{}", module.position), module.learnt);
            }
            form
        }
    };
    Ok(form)
}

async fn save_course(ctx: Ctx, Path((_, course)): Path<(String, String)>, form: Form) -> Answer {
    let id = key(&course)?.map(CourseId);
    let saved = async {
        let mut check = Check::new(&form);
        let new = CourseForm {
            title_ar: check.needed_line("title_ar", 3, 100),
            title_en: check.line("title_en", 100),
            aims: check.needed_lines("aims", 10, 2_000),
            prerequisites: check.lines("prerequisites", 600),
            partner: check.line("partner", 100),
            partner_since: check.line("partner_since", 60),
            language: check.line("language", 60),
            accessibility: check.lines("accessibility", 600),
            field: check.choice("field", CourseField::from_code).unwrap_or(CourseField::Quality),
            hours: check.needed_number("hours", 1, 1_000),
            valid_months: check.needed_number("valid_months", 1, 120),
            gives_mark: check.flag("gives_mark"),
            modules: read_modules(&mut check, &form),
        };
        if !new.title_ar.is_empty() && !ground::text::has_arabic(&new.title_ar) {
            check.wrong("title_ar", Problem::ArabicNeeded);
        }
        let hours: i64 = new.modules.iter().map(|(_, module)| module.hours).sum();
        if check.is_clean() && hours > new.hours {
            check.wrong("hours", Problem::ModulesLonger(hours));
        }
        check.done()?;
        courses::save_course(&ctx, id, new).await
    };
    match saved.await {
        Ok(_) => Ok(done(&ctx, "/desk/training", Done::Saved)),
        Err(AppError::Invalid(errors)) => show_course(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Modules that a course form has room for.
pub const MODULES: i64 = 8;

/// The rows of modules that are not empty, with their place.
fn read_modules(check: &mut Check<'_>, form: &Form) -> Vec<(i64, ModuleForm)> {
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

type CohortKey = Path<(String, i64, String)>;

fn stored(cohort: &cohort::Model, conditions: &Conditions, questions: &[question::Model]) -> Form {
    let mut form = Form::of([
        ("municipality", cohort.municipality_code.clone()),
        ("venue", cohort.venue.clone()),
        ("starts_on", cohort.starts_on.clone()),
        ("ends_on", cohort.ends_on.clone()),
        ("opens_on", cohort.opens_on.clone()),
        ("closes_on", cohort.closes_on.clone()),
        ("capacity", cohort.capacity.to_string()),
        ("policy", cohort.policy.code().to_owned()),
        ("offer_days", cohort.offer_days.to_string()),
        ("spill_on", cohort.spill_on.clone().unwrap_or_default()),
        ("costs", cohort.costs.clone()),
        ("contact", cohort.contact.clone()),
        ("attendance_min", cohort.attendance_min.to_string()),
        ("assessed", if cohort.assessed { "yes".to_owned() } else { String::new() }),
    ]);
    for Quota { position: n, group, seats } in &conditions.quotas {
        form.set(&format!("quota_{n}"), group.code());
        form.set(&format!("quota_seats_{n}"), seats.to_string());
    }
    let mut towns = 0;
    for group in &conditions.terms.groups {
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
    for (field, holds) in [("licence_through", conditions.terms.licence_through), ("first_time", conditions.terms.first_time)] {
        form.set(field, if holds { "yes" } else { "" });
    }
    for question in questions {
        let n = question.position;
        form.set(&format!("question_{n}"), question.words.clone());
        form.set(&format!("question_kind_{n}"), question.kind.code());
        form.set(&format!("question_choices_{n}"), question.choices.clone());
        form.set(&format!("question_needed_{n}"), if question.needed { "yes" } else { "" });
    }
    if let Some(from) = cohort.carries_from {
        form.set("from", from.to_string());
        form.set("carry", "yes");
    }
    for (n, row) in (1..).zip(&conditions.criteria) {
        form.set(&format!("criterion_{n}"), row.title.clone());
        form.set(&format!("weight_{n}"), row.weight.to_string());
    }
    form
}

async fn cohort_form(ctx: Ctx, Path((_, course, cohort)): CohortKey, RawQuery(query): RawQuery) -> Answer {
    let view = reads::desk_course(&ctx, CourseId(course)).await?;
    let query = Form::parse(&query.unwrap_or_default());
    let (known, from) = match key(&cohort)? {
        Some(id) => (Some(view.cohorts.iter().find(|cohort| cohort.id == CohortId(id)).ok_or(AppError::NotFound)?), None),
        // A new one begins where another stood: the one it follows, or the last.
        None => {
            let from = query.get("from").parse().ok().and_then(|from| view.cohorts.iter().find(|cohort| cohort.id == from));
            (from.or(view.cohorts.first()), from)
        }
    };
    let mut form = match known {
        Some(cohort) => {
            let (conditions, questions) =
                (terms::conditions(ctx.db.read(), cohort.id).await?, asking::questions(ctx.db.read(), cohort.id).await?);
            stored(cohort, &conditions, &questions)
        }
        None => Form::of([("offer_days", "3".to_owned()), ("attendance_min", "80".to_owned())]),
    };
    if key(&cohort)?.is_none() {
        // Days of its own, and nobody carried over unless it is wanted.
        for field in ["starts_on", "ends_on", "opens_on", "closes_on", "spill_on", "from", "carry"] {
            form.set(field, "");
        }
        if let Some(from) = from {
            form.set("from", from.id.to_string());
            form.set("carry", "yes");
        }
    }
    cohort_again(&ctx, course, &Filled::from(form)).await
}

async fn cohort_again(ctx: &Ctx, course: i64, filled: &Filled) -> Answer {
    let view = reads::desk_course(ctx, CourseId(course)).await?;
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let from = filled.form.get("from").parse().ok().and_then(|from| view.cohorts.iter().find(|cohort| cohort.id == from));
    let waited = match from {
        Some(from) => proposals::not_seated(ctx.db.read(), from.id).await?,
        None => 0,
    };
    Ok(pages::cohort_form(ctx, &view.course, filled, waited, &places, &crafts).answering(filled).respond(ctx))
}

async fn save_cohort(ctx: Ctx, Path((_, course, cohort)): CohortKey, form: Form) -> Answer {
    let saved = async {
        let id = key(&cohort)?.map(CohortId);
        let new = read_cohort(&ctx, &form).await?;
        cohorts::save_cohort(&ctx, CourseId(course), id, new).await
    };
    match saved.await {
        Ok(id) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => cohort_again(&ctx, course, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn read_cohort(ctx: &Ctx, form: &Form) -> Result<CohortForm, AppError> {
    let places = place::places(&ctx.db).await?;
    let mut check = Check::new(form);
    let known = |code: &str| places.municipality(code).filter(|m| m.active_at(ctx.now)).map(|m| m.code.clone());
    let municipality = check.choice("municipality", known).unwrap_or_default();
    let venue = check.needed_line("venue", 3, 120);
    let days = range(&mut check, "starts_on", "ends_on");
    let window = range(&mut check, "opens_on", "closes_on");
    if window.1 >= days.0 && check.is_clean() {
        check.wrong("closes_on", Problem::AfterBegin);
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

/// Two days of which the second does not lie before the first.
fn range(check: &mut Check<'_>, first: &str, last: &str) -> (NaiveDate, NaiveDate) {
    let (from, to) = (check.date(first), check.date(last));
    for (field, day) in [(first, from), (last, to)] {
        if day.is_none() {
            check.wrong(field, Problem::Required);
        }
    }
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    if to < from {
        check.wrong(last, Problem::EndsBefore);
    }
    (from, to)
}
