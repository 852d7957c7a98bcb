//! Lines of the URL table of `plan`, and its pages.

use axum::extract::{Path, RawQuery};
use chrono::{Datelike, Months, NaiveDate};

use crate::plan::posts::{change, fair_again, form_again, save, save_new};
use crate::plan::types::{BUDGET, FairPlan, YearPlan};
use crate::plan::{pages, reads};
use crate::reach::{READERS, STAFF};
use crate::rules::FairKind;
use crate::texts::common;
use ground::ctx::Ctx;
use ground::days::{clock, day_in_tripoli};
use ground::form::{Filled, Form};
use ground::ids::FairId;
use ground::money::{Money, plain};
use ground::route::{Access, Answer, Entry, act, get, post, see_other};
use people::place;

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs", Access::Public, fairs).reading(&["year", "kind", "view"]),
        get("/desk/fairs", READS, plan).room(7, common::fairs),
        get("/desk/fairs/new", PLANS, new),
        post("/desk/fairs/new", PLANS, save_new),
        get("/desk/fairs/{fair}", READS, show),
        act("/desk/fairs/{fair}/open-call", PLANS, change),
        act("/desk/fairs/{fair}/close-call", PLANS, change),
        act("/desk/fairs/{fair}/extend-call", PLANS, change),
        act("/desk/fairs/{fair}/announce", PLANS, change),
        act("/desk/fairs/{fair}/cancel", PLANS, change),
        act("/desk/fairs/{fair}/spending", PLANS, change),
        get("/desk/fairs/{fair}/edit", PLANS, edit),
        post("/desk/fairs/{fair}/edit", PLANS, save),
    ]
}

/// The year of an address, or this one.
fn year_of(ctx: &Ctx, query: &Form) -> i32 {
    query.get("year").parse().ok().filter(|year| (1990..2100).contains(year)).unwrap_or_else(|| day_in_tripoli(ctx.now).year())
}

async fn fairs(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let found = reads::fairs(&ctx, FairKind::from_code(query.get("kind"))).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::public::fairs(&ctx, &found, &query, year_of(&ctx, &query), &places).respond(&ctx))
}

async fn plan(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let year = year_of(&ctx, &Form::parse(&query.unwrap_or_default()));
    let view = YearPlan { year, planned: reads::plan(&ctx, year).await?, plans: ctx.actor.holds(STAFF) };
    Ok(pages::desk::plan(&ctx, &view).respond(&ctx))
}

type Key = Path<(String, i64)>;

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    fair_again(&ctx, FairId(id), &Filled::default()).await
}

fn stored(view: &FairPlan) -> Form {
    let FairPlan { fair, particulars, .. } = view;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut form = Form::of([
        ("name_ar", fair.name_ar.clone()),
        ("name_en", fair.name_en.clone()),
        ("kind", fair.kind.code().to_owned()),
        ("municipality", fair.municipality.clone()),
        ("venue", fair.venue.clone()),
        ("landmark", fair.landmark.clone()),
        ("city", fair.city.clone()),
        ("country", fair.country.clone()),
        ("starts_on", fair.starts_on.to_string()),
        ("ends_on", fair.ends_on.to_string()),
        ("opens_at", clock(fair.opens_at)),
        ("closes_at", clock(fair.closes_at)),
        ("organiser", particulars.organiser.clone()),
        ("partners", particulars.partners.clone()),
        ("about", particulars.about.clone()),
        ("costs", particulars.costs.clone()),
        ("contact", particulars.contact.clone()),
        ("call_opens_on", day(fair.call.map(|(first, _)| first))),
        ("call_closes_on", day(fair.call.map(|(_, last)| last))),
        ("needs_mark", if fair.needs_mark { "yes".to_owned() } else { String::new() }),
    ]);
    for code in &view.terms.crafts {
        form.add("only_craft", code.clone());
    }
    for code in &view.terms.regions {
        form.add("only_region", code.clone());
    }
    for (person, _) in &view.team {
        form.add("team", person.to_string());
    }
    for row in &view.budget {
        form.set(&format!("budget_{}", row.position), row.title.clone());
        form.set(&format!("planned_{}", row.position), plain(row.planned));
        form.set(&format!("spent_{}", row.position), if row.spent > Money(0) { plain(row.spent) } else { String::new() });
        form.set(&format!("seen_{}", row.position), row.spent.0.to_string());
    }
    form
}

async fn new(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let form = match query.get("from").parse::<FairId>() {
        // Last year's, a year later; what was spent then was not spent again.
        Ok(from) => {
            let mut form = stored(&reads::planned_fair(&ctx, from).await?);
            for field in ["starts_on", "ends_on", "call_opens_on", "call_closes_on"] {
                let later = form.get(field).parse::<NaiveDate>().ok().and_then(|day| day.checked_add_months(Months::new(12)));
                form.set(field, later.map(|day| day.to_string()).unwrap_or_default());
            }
            for n in 1..=BUDGET {
                form.set(&format!("spent_{n}"), "");
                form.set(&format!("seen_{n}"), "");
            }
            form.set("from", from.to_string());
            form
        }
        Err(_) => Form::of([("opens_at", "10:00".to_owned()), ("closes_at", "20:00".to_owned())]),
    };
    form_again(&ctx, &Filled::from(form)).await
}

async fn edit(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let view = reads::planned_fair(&ctx, FairId(id)).await?;
    // What is over is read on its page, where its spending is written, too.
    if !(view.reached && view.fair.state.plannable()) {
        return Ok(see_other(ctx.link(&format!("/desk/fairs/{id}"))));
    }
    form_again(&ctx, &Filled::from(stored(&view))).await
}
