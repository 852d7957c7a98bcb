//! Fairs at the desk: the plan of a year with what stands in its way, and one fair.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::plan::pages::public::{months, who_may};
use crate::plan::types::{BudgetLine, Clash, FairPlan, YearPlan};
use crate::rules::{FairMove, FairState};
use crate::types::Fair;
use crate::words::{at, days, hours, name};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::money::Money;
use ground::states::States;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, fact, facts, notice, price, submit, tag};
use ground::{days, t};
use people::crafts::Crafts;
use people::place::Places;

fn clash(l: Locale, clash: &Clash) -> String {
    match clash {
        Clash::Venue(other) => t!(l, fairs.clash_venue, other = other),
        Clash::Team(who, other) => t!(l, fairs.clash_team, who = who, other = other),
        Clash::Families(n, other) => t!(l, fairs.clash_families, count = *n, other = other),
        Clash::Holiday(name, day) => t!(l, fairs.clash_holiday, name = name, day = days::date(l, *day)),
        Clash::Ramadan => t!(l, fairs.clash_ramadan),
    }
}

fn clashes(l: Locale, all: &[Clash]) -> Option<AnyView> {
    let lines: Vec<AnyView> = all.iter().map(|found| view! { <li>{clash(l, found)}</li> }.into_any()).collect();
    (!lines.is_empty()).then(|| view! { <ul class="clashes">{lines}</ul> }.into_any())
}

/// The plan of a year.
pub fn plan(ctx: &Ctx, view: &YearPlan) -> Page {
    let l = ctx.l;
    let YearPlan { year, planned, plans } = view;
    let year = *year;
    let heading = t!(l, fairs.plan_of, year = year);
    let entries = planned.iter().map(|row| {
        let path = ctx.link(&format!("/desk/fairs/{}", row.fair.id));
        let entry = view! {
            <li>
                <a href=path dir="auto">{name(l, &row.fair)}</a>
                <p class="small">{days(l, row.fair.starts_on, row.fair.ends_on)}</p>
                {tag(row.fair.state.tone(), row.fair.state.word(l))}
                {clashes(l, &row.clashes)}
            </li>
        };
        // One that began last year stands in January.
        let first = row.fair.starts_on;
        (first.max(NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(first)), entry.into_any())
    });
    let new = ctx.link("/desk/fairs/new");
    let list = if planned.is_empty() {
        empty(t!(l, fairs.plan_none), t!(l, fairs.plan_none_text), plans.then(|| (new.clone(), t!(l, fairs.new))))
    } else {
        months(l, year, entries.collect())
    };
    let beside = |year: i32| view! { <a href=ctx.link(&format!("/desk/fairs?year={year}"))>{year.to_string()}</a> }.into_any();
    let add = plans.then(|| view! { <p class="actions"><a class="button" href=new>{t!(l, fairs.new)}</a></p> });
    let body = view! {
        <div class="desk">
            <h1>{heading.clone()}</h1>
            <p class="years">{beside(year - 1)}" · "{beside(year + 1)}</p>
            {add}
            {list}
        </div>
    };
    Page::new(heading, body)
}

/// One fair: what can be done now, and where its parts are.
pub fn fair(ctx: &Ctx, view: &FairPlan, filled: &Filled, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let heading = name(l, &view.fair);
    let warned =
        clashes(l, &view.clashes).map(|list| view! { <section class="notice attention"><h2>{t!(l, fairs.clashes)}</h2>{list}</section> });
    let why = &view.particulars.why_cancelled;
    let gone = (view.fair.state == FairState::Cancelled).then(|| notice(Tone::Danger, t!(l, fairs.cancelled_because, words = why)));
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link("/desk/fairs")>{t!(l, fairs.desk)}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{heading.clone()}</h1>
            {gone}
            <div class="case-grid">
                <div>
                    {warned}
                    {known(l, view, places, crafts)}
                    {money(ctx, &view.budget)}
                </div>
                <aside>
                    {parts(ctx, view)}
                    {view.reached.then(|| doings(ctx, view, filled))}
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

/// What its plan says.
fn known(l: Locale, view: &FairPlan, places: &Places, crafts: &Crafts) -> AnyView {
    let FairPlan { fair, terms, team, .. } = view;
    let call = fair.call.map(|(first, last)| days(l, first, last));
    let people: Vec<&str> = team.iter().map(|(_, name)| name.as_str()).collect();
    let mut rows = vec![(t!(l, common.status), tag(fair.state.tone(), fair.state.word(l)))];
    rows.extend(
        [
            fact(t!(l, fairs.kind), &fair.kind.word(l)),
            fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
            fact(t!(l, fairs.hours), &hours(l, fair)),
            fact(t!(l, training.place), &at(l, fair, places)),
            fact(t!(l, fairs.call), &call.unwrap_or_default()),
            fact(t!(l, fairs.who_may), &who_may(l, fair, terms, crafts)),
            fact(t!(l, fairs.team), &people.join("، ")),
        ]
        .into_iter()
        .flatten(),
    );
    facts(rows)
}

/// Where its parts are, as far as its state has them.
fn parts(ctx: &Ctx, view: &FairPlan) -> AnyView {
    let l = ctx.l;
    let FairPlan { fair, reached, .. } = view;
    let part = |part: &str, word: String| view! { <li><a href=ctx.link(&format!("/desk/fairs/{}/{part}", fair.id))>{word}</a></li> };
    let edit = (*reached && fair.state.plannable()).then(|| part("edit", t!(l, common.change)));
    let sent = (fair.state != FairState::Planned).then(|| part("applications", t!(l, fairs.applications)));
    let selection = (!matches!(fair.state, FairState::Planned | FairState::CallOpen)).then(|| part("selection", t!(l, fairs.selection)));
    let given =
        [FairState::ResultsPublished, FairState::SetUp, FairState::Running, FairState::Closed, FairState::Settled].contains(&fair.state);
    let booths = given.then(|| part("booths", t!(l, fairs.stands)));
    let running = given.then(|| {
        let parts = [
            ("journey", t!(l, fairs.journeys)),
            ("readiness", t!(l, fairs.readiness)),
            ("signs", t!(l, fairs.signs)),
            ("days", t!(l, fairs.on_days)),
            ("accounts", t!(l, fairs.accounts)),
            ("report", t!(l, fairs.report)),
        ];
        parts.map(|(path, word)| part(path, word).into_any())
    });
    let again = reached.then(|| {
        let path = ctx.link(&format!("/desk/fairs/new?from={}", fair.id));
        view! { <li><a href=path>{t!(l, fairs.next_year)}</a></li> }
    });
    let seen = (fair.state != FairState::Planned).then(|| {
        view! { <li><a href=ctx.link(&format!("/fairs/{}", fair.slug))>{t!(l, fairs.public_page)}</a></li> }
    });
    let (hall, kept) = (part("hall", t!(l, fairs.hall)), part("files", t!(l, fairs.files_and_photos)));
    view! { <ul class="plain">{edit}{hall}{sent}{selection}{booths}{running}{kept}{again}{seen}</ul> }.into_any()
}

/// Lines of the budget, planned and spent, with their sums.
fn money(ctx: &Ctx, lines: &[BudgetLine]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|row| {
            view! { <tr><th scope="row" dir="auto">{row.title.clone()}</th><td>{price(l, row.planned)}</td><td>{price(l, row.spent)}</td></tr> }
                .into_any()
        })
        .collect();
    let sum = |of: fn(&BudgetLine) -> Money| price(l, Money(lines.iter().map(|line| of(line).0).sum()));
    (!rows.is_empty()).then(|| {
        view! {
            <section class="apart">
                <h2>{t!(l, fairs.budget)}</h2>
                <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.budget)><table class="grades">
                    <thead><tr><th scope="col">{t!(l, fairs.budget_line)}</th><th scope="col">{t!(l, fairs.planned)}</th><th scope="col">{t!(l, fairs.spent)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr><th scope="row">{t!(l, fairs.sum)}</th><td>{sum(|row| row.planned)}</td><td>{sum(|row| row.spent)}</td></tr></tfoot>
                </table></div>
            </section>
        }
        .into_any()
    })
}

/// What can be done with the fair now.
fn doings(ctx: &Ctx, view: &FairPlan, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let fair = &view.fair;
    let action = ctx.link(&format!("/desk/fairs/{}", fair.id));
    let button = |code: &'static str, verb: String, hint: String| {
        view! { <form method="post" action=format!("{action}/{code}")><p class="hint">{hint}</p>{submit(verb)}</form> }.into_any()
    };
    let mut forms = Vec::new();
    match fair.state {
        FairState::Planned if fair.call.is_some() => {
            forms.push(button("open-call", t!(l, fairs.open_call), t!(l, fairs.open_call_hint)));
        }
        FairState::Planned | FairState::CallClosed => forms.push(button("announce", t!(l, fairs.announce), t!(l, fairs.announce_hint))),
        FairState::CallOpen => forms.push(button("close-call", t!(l, fairs.close_call), t!(l, fairs.close_call_hint))),
        _ => {}
    }
    if fair.state.can(FairMove::Cancel) {
        forms.push(
            view! {
                <details open=filled.errors.of("cancel_words").is_some()>
                    <summary>{t!(l, fairs.cancel)}</summary>
                    <form method="post" action=format!("{action}/cancel") novalidate>
                        {Field::lines(filled, "cancel_words", t!(l, fairs.cancel_words), 3).view(l)}
                        {submit(t!(l, fairs.cancel))}
                    </form>
                </details>
            }
            .into_any(),
        );
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}

/// The way back to the desk's page of a fair.
pub(crate) fn back(ctx: &Ctx, fair: &Fair) -> AnyView {
    view! { <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(ctx.l, fair)}</a></p> }.into_any()
}
