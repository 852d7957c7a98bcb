//! What forms of `plan` do, and the same pages again with what is wrong.

use std::collections::BTreeSet;

use axum::extract::Path;
use chrono::NaiveDate;

use crate::plan::types::{BUDGET, Bill, BudgetLine, FairForm};
use crate::plan::{acts, pages, reads, refusals, spending};
use crate::reach::STAFF;
use crate::rules::FairKind;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::FairId;
use ground::money::Money;
use ground::route::{Act, Answer};
use ground::text;
use ground::ui::{Done, done};
use people::place::REGIONS;
use people::{accounts, crafts, place};

type Key = Path<(String, i64)>;

pub(crate) async fn fair_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::planned_fair(ctx, id).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let db = ctx.db.read();
    let page = pages::desk::OneFair { view, states: reads::states(db, id).await?, to_screen: reads::n_to_screen(db, id).await? };
    Ok(pages::desk::fair(ctx, &page, filled, &places, &crafts).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let changed = async {
        match act {
            "open-call" => acts::open_call(&ctx, id).await,
            "close-call" => acts::close_call(&ctx, id).await,
            "extend-call" => {
                let mut check = Check::new(&form);
                let last = check.needed_date("call_until");
                check.done()?;
                acts::extend_call(&ctx, id, last).await
            }
            "announce" => acts::announce(&ctx, id).await,
            "cancel" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("cancel_words", 10, 600);
                check.done()?;
                acts::cancel(&ctx, id, &words).await
            }
            "spending" => {
                let (lines, unplanned) = read_spending(&form)?;
                spending::note_spending(&ctx, id, &lines, unplanned).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => fair_again(&ctx, id, &Filled::wrong(form, errors).of(act)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn form_again(ctx: &Ctx, filled: &Filled) -> Answer {
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let staff = planners(ctx).await?;
    Ok(pages::form::fair_form(ctx, filled, &staff, &places, &crafts).answering(filled).respond(ctx))
}

pub(crate) async fn save_new(ctx: Ctx, form: Form) -> Answer {
    save_as(&ctx, None, form).await
}

pub(crate) async fn save(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    save_as(&ctx, Some(FairId(id)), form).await
}

async fn save_as(ctx: &Ctx, id: Option<FairId>, form: Form) -> Answer {
    let saved = async {
        let new = read(ctx, &form).await?;
        acts::save(ctx, id, new).await
    };
    match saved.await.map_err(kept) {
        Ok(id) => Ok(done(ctx, &format!("/desk/fairs/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => {
            let form = seen_now(ctx, id, form, &errors).await?;
            form_again(ctx, &Filled::wrong(form, errors)).await
        }
        Err(error) => Err(error),
    }
}

/// The form again, with what was spent meanwhile as seen where its field says so.
async fn seen_now(ctx: &Ctx, id: Option<FairId>, form: Form, errors: &FieldErrors) -> Result<Form, AppError> {
    let mut form = form;
    if let Some(id) = id {
        for line in reads::planned_fair(ctx, id).await?.budget {
            if errors.of(&format!("spent_{}", line.position)) == Some(&refusals::spent_meanwhile(line.spent)) {
                form.set(&format!("seen_{}", line.position), line.spent.0.to_string());
            }
        }
    }
    Ok(form)
}

async fn read(ctx: &Ctx, form: &Form) -> Result<FairForm, AppError> {
    let places = place::places(&ctx.db).await?;
    let known_crafts = crafts::crafts(&ctx.db).await?;
    let staff = planners(ctx).await?;
    let mut check = Check::new(form);
    let (name_ar, name_en) = read_names(&mut check);
    let kind = check.choice("kind", FairKind::from_code).unwrap_or(FairKind::Local);
    let about = check.needed_lines("about", 10, 2_000);
    let known = |code: &str| places.municipality(code).filter(|m| m.active_at(ctx.now)).map(|m| m.code.clone());
    let municipality = check.choice("municipality", known).unwrap_or_default();
    let (venue, landmark) = (check.needed_line("venue", 3, 120), check.line("landmark", 120));
    let (city, country) = read_abroad(&mut check, kind);
    let (days, hours, call) = (check.days("starts_on", "ends_on"), check.evening("opens_at", "closes_at"), read_call(&mut check, form));
    let crafts = several(&mut check, form, "only_craft", |code| known_crafts.craft(code).is_some());
    let regions = several(&mut check, form, "only_region", |code| REGIONS.iter().any(|(known, ..)| *known == code));
    let needs_mark = check.flag("needs_mark");
    let team = several(&mut check, form, "team", |key| staff.iter().any(|person| person.id.to_string() == key));
    let team = team.iter().filter_map(|key| key.parse().ok()).collect();
    let (organiser, partners) = (check.line("organiser", 120), check.line("partners", 200));
    let (costs, contact) = (check.lines("costs", 600), check.line("contact", 120));
    let budget = read_budget(&mut check, form);
    check.done()?;
    Ok(FairForm {
        name_ar,
        name_en,
        kind,
        municipality,
        venue,
        landmark,
        city,
        country,
        days,
        hours,
        organiser,
        partners,
        about,
        costs,
        contact,
        call,
        needs_mark,
        crafts,
        regions,
        team,
        hall_from: form.get("from").parse().ok(),
        budget,
        seen: (1..=BUDGET).filter_map(|n| Some((n, seen(form, n)?))).collect(),
    })
}

fn read_names(check: &mut Check<'_>) -> (String, String) {
    let name_ar = check.needed_line("name_ar", 3, 120);
    if !name_ar.is_empty() && !text::has_arabic(&name_ar) {
        check.wrong("name_ar", Problem::ArabicNeeded);
    }
    (name_ar, check.line("name_en", 120))
}

/// City and country, needed for a fair abroad and empty for every other.
fn read_abroad(check: &mut Check<'_>, kind: FairKind) -> (String, String) {
    let typed = (check.line("city", 60), check.line("country", 60));
    if kind != FairKind::International {
        return (String::new(), String::new());
    }
    for (field, typed) in [("city", &typed.0), ("country", &typed.1)] {
        if typed.is_empty() {
            check.wrong(field, Problem::Required);
        }
    }
    typed
}

/// First and last day of applying: both, or none.
fn read_call(check: &mut Check<'_>, form: &Form) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = ("call_opens_on", "call_closes_on");
    let none = [first, last].into_iter().all(|field| text::clean_line(form.get(field)).is_empty());
    (!none).then(|| check.days(first, last))
}

fn several(check: &mut Check<'_>, form: &Form, field: &str, known: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let typed: BTreeSet<String> = form.all(field).map(ToOwned::to_owned).collect();
    if typed.iter().any(|code| !known(code)) {
        check.wrong(field, Problem::NotAChoice);
    }
    typed
}

/// Staff who can be in a team: whoever plans anywhere.
async fn planners(ctx: &Ctx) -> Result<Vec<accounts::PersonRow>, AppError> {
    let all = accounts::people(ctx, None).await?;
    Ok(all
        .into_iter()
        .filter(|person| person.grants.iter().any(|grant| STAFF.contains(&grant.role) && grant.starts_at <= ctx.now))
        .collect())
}

/// The lines of a budget that are not empty.
fn read_budget(check: &mut Check<'_>, form: &Form) -> Vec<BudgetLine> {
    let mut lines = Vec::new();
    for n in 1..=BUDGET {
        let (title, planned, spent) = (format!("budget_{n}"), format!("planned_{n}"), format!("spent_{n}"));
        if [&title, &planned, &spent].into_iter().all(|field| form.get(field).trim().is_empty()) {
            continue;
        }
        let title = check.needed_line(&title, 2, 80);
        let mut sum = |field: &str| if form.get(field).trim().is_empty() { Money(0) } else { check.amount(field) };
        lines.push(BudgetLine { position: n, title, planned: sum(&planned), spent: sum(&spent) });
    }
    lines
}

/// What stood as spent on a line when the form was opened.
fn seen(form: &Form, n: i64) -> Option<Money> {
    form.get(&format!("seen_{n}")).parse().ok().map(Money)
}

/// What was paid that nobody planned, and on what.
type Unplanned = Option<(String, Money)>;

/// What was spent on each line, and on what nobody planned.
fn read_spending(form: &Form) -> Result<(Vec<Bill>, Unplanned), AppError> {
    let mut check = Check::new(form);
    let mut lines = Vec::new();
    for n in 1..=BUDGET {
        let field = format!("spent_{n}");
        let Some(typed) = form.all(&field).next() else { continue };
        let spent = if typed.trim().is_empty() { Money(0) } else { check.amount(&field) };
        lines.push(Bill { position: n, spent, seen: seen(form, n).unwrap_or_default() });
    }
    let typed = ["unplanned", "unplanned_spent"].into_iter().any(|field| !form.get(field).trim().is_empty());
    let unplanned = typed.then(|| (check.needed_line("unplanned", 2, 80), check.price("unplanned_spent")));
    check.done()?;
    Ok((lines, unplanned))
}
