//! Who is there, day by day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::days::rules::{counts_visitors, may_be_missed};
use crate::days::types::Incident;
use crate::plan::pages::desk::back;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, DeskFair};
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::ids::FairApplicationId;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, hidden, submit, tag};
use ground::{days, t};

/// A day of a fair.
pub struct FairDay {
    /// The fair.
    pub view: DeskFair,
    /// The day.
    pub day: NaiveDate,
    /// Who has a booth.
    pub guests: Vec<Application>,
    /// Who of them was there.
    pub there: BTreeSet<FairApplicationId>,
    /// What happened on all days, the latest first.
    pub incidents: Vec<Incident>,
    /// How many people came to see the fair, once somebody counted.
    pub visitors: Option<i64>,
}

impl FairDay {
    /// Whether the actor writes down what happens now.
    fn notes(&self) -> bool {
        self.view.reached && matches!(self.view.fair.state, FairState::SetUp | FairState::Running | FairState::Closed)
    }
}

/// Who is there, day by day, and what happened.
pub fn on_days(ctx: &Ctx, page: &FairDay, names: &Names, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &page.view.fair;
    let heading = t!(l, fairs.on_days);
    let until = fair.ends_on.min(day_in_tripoli(ctx.now));
    let links: Vec<AnyView> = fair
        .starts_on
        .iter_days()
        .take_while(|other| *other <= until)
        .map(|other| {
            let path = ctx.link(&format!("/desk/fairs/{}/days?day={other}", fair.id));
            view! { <a href=path aria-current=(other == page.day).then_some("page")>{days::date(l, other)}</a> }.into_any()
        })
        .collect();
    let base = ctx.link(&format!("/desk/fairs/{}/days", fair.id));
    let now = page.notes();
    let list = if page.guests.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        presence(ctx, page, names, &base)
    };
    let body = view! {
        <div class="desk">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <nav class="chips" aria-label=heading.clone()>{links}</nav>
            <div class="case-grid"><div>{list}</div><aside><h2>{t!(l, fairs.incidents)}</h2>{incidents(l, page)}{now.then(|| add_incident(l, filled, &base))}{visitors(l, page, filled, &base)}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

/// The list of a day; who only reads, or before its time, cannot tick.
fn presence(ctx: &Ctx, page: &FairDay, names: &Names, base: &str) -> AnyView {
    let l = ctx.l;
    let begun = page.view.fair.starts_on <= day_in_tripoli(ctx.now);
    let noting = page.notes() && begun;
    let boxes: Vec<AnyView> = page
        .guests
        .iter()
        .map(|row| {
            let id = format!("there-{}", row.id);
            let checked = page.there.contains(&row.id);
            let never = (begun && !came(row)).then(|| view! { " "{tag(Tone::Attention, t!(l, fairs.not_come_yet))} });
            view! {
                <div class="box">
                    {checked.then(|| hidden("seen", row.id.to_string()))}
                    <input type="checkbox" id=id.clone() name="there" value=row.id.to_string() checked=checked disabled=!noting/>
                    <label for=id><span dir="auto">{named(l, names, row.family)}</span><small><bdi>{row.reference.clone()}</bdi></small>{never}</label>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <form method="post" action=format!("{base}/presence") novalidate>
            {hidden("day", page.day.to_string())}
            <fieldset class="boxes"><legend>{t!(l, fairs.there_on, day = days::date(l, page.day))}</legend>{boxes}</fieldset>
            <p class="number">{t!(l, fairs.placed_of, n = page.there.len(), all = page.guests.len())}</p>
            {noting.then(|| submit(t!(l, fairs.note_presence)))}
        </form>
        {page.view.reached.then(|| absent(ctx, page, names)).flatten()}
    }
    .into_any()
}

/// Whether a family was there on any day.
fn came(row: &Application) -> bool {
    !matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready)
}

/// Families that were there on no day, from the last day on: who never came is said here.
fn absent(ctx: &Ctx, page: &FairDay, names: &Names) -> Option<AnyView> {
    let l = ctx.l;
    let fair = &page.view.fair;
    let today = day_in_tripoli(ctx.now);
    let missed = page.guests.iter().filter(|row| may_be_missed((fair.state, fair.ends_on), row.state, today));
    let rows: Vec<AnyView> = missed
        .map(|row| {
            let action = ctx.link(&format!("/desk/fairs/{}/accounts/{}/miss", fair.id, row.id));
            view! {
                <li class="row">
                    <span dir="auto">{named(l, names, row.family)}</span>
                    <form method="post" action=action><button class="button quiet" type="submit">{t!(l, fairs.never_came)}</button></form>
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <section class="apart"><h2>{t!(l, fairs.not_come_yet)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

fn incidents(l: Locale, page: &FairDay) -> AnyView {
    let told: Vec<AnyView> = page
        .incidents
        .iter()
        .map(|row| {
            view! { <li><p class="lines" dir="auto">{row.words.clone()}</p><p class="small">{days::moment(l, row.at)}</p></li> }.into_any()
        })
        .collect();
    view! { <ul class="rows">{told}</ul> }.into_any()
}

fn add_incident(l: Locale, filled: &Filled, base: &str) -> AnyView {
    view! {
        <form method="post" action=format!("{base}/incident") novalidate>
            {Field::lines(filled, "incident", t!(l, fairs.incident), 3).view(l)}
            {submit(t!(l, fairs.add_incident))}
        </form>
    }
    .into_any()
}

/// How many came to see the fair, and the form in which it is counted.
fn visitors(l: Locale, page: &FairDay, filled: &Filled, base: &str) -> Option<AnyView> {
    let counted = page.visitors.map(|n| view! { <p class="number">{t!(l, fairs.n_visitors, count = n)}</p> });
    let counts = page.view.reached && counts_visitors(page.view.fair.state);
    let form = counts.then(|| {
        let mut known = filled.clone();
        if let (true, Some(n)) = (known.form.get("visitors").is_empty(), page.visitors) {
            known.form.set("visitors", n.to_string());
        }
        view! {
            <form method="post" action=format!("{base}/visitors") novalidate>
                {Field::number(&known, "visitors", t!(l, fairs.visitors_so_far)).view(l)}
                {submit(t!(l, common.save))}
            </form>
        }
    });
    (counted.is_some() || form.is_some())
        .then(|| view! { <section class="apart"><h2>{t!(l, fairs.visitors)}</h2>{counted}{form}</section> }.into_any())
}
