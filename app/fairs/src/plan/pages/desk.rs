//! Fairs at the desk: the plan of a year with what stands in its way, and one fair.

use leptos::prelude::*;

use crate::plan::pages::public::{months, who_may};
use crate::plan::pages::{spending, stages};
use crate::plan::rules::{announced_alone, months_of};
use crate::plan::types::{Clash, FairPlan, Planned, States, YearPlan};
use crate::rules::{FairMove, FairState};
use crate::types::Fair;
use crate::words::{at, days, hours, name};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::states::States as _;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, fact, facts, notice, submit, tag};
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
    let entry = |row: &Planned| {
        let path = ctx.link(&format!("/desk/fairs/{}", row.fair.id));
        view! {
            <li>
                <a href=path dir="auto">{name(l, &row.fair)}</a>
                <p class="small">{days(l, row.fair.starts_on, row.fair.ends_on)}</p>
                {tag(row.fair.state.tone(), row.fair.state.word(l))}
                {clashes(l, &row.clashes)}
            </li>
        }
        .into_any()
    };
    let in_months =
        planned.iter().flat_map(|row| months_of((row.fair.starts_on, row.fair.ends_on), year).into_iter().map(move |month| (month, row)));
    let entries = in_months.map(|(month, row)| (month, entry(row)));
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

/// A fair for its page.
pub struct OneFair {
    /// The fair with its plan.
    pub view: FairPlan,
    /// How many of its applications stand where.
    pub states: States,
    /// How many of them an officer has to look at.
    pub to_screen: u64,
}

/// One fair: where it stands, what can be done now, and where its parts are.
pub fn fair(ctx: &Ctx, page: &OneFair, filled: &Filled, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let view = &page.view;
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
            {stages::bar(ctx, page)}
            <div class="case-grid">
                <div>
                    {warned}
                    {known(l, view, places, crafts)}
                    {spending::spending(ctx, view, filled)}
                </div>
                <aside>
                    {stages::parts(ctx, page)}
                    {view.reached.then(|| doings(ctx, page, filled))}
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

/// What can be done with the fair now.
fn doings(ctx: &Ctx, page: &OneFair, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let fair = &page.view.fair;
    let action = ctx.link(&format!("/desk/fairs/{}", fair.id));
    let button = |code: &'static str, verb: String, hint: String| {
        view! { <form method="post" action=format!("{action}/{code}")><p class="hint">{hint}</p>{submit(verb)}</form> }.into_any()
    };
    let mut forms = Vec::new();
    match fair.state {
        FairState::Planned if fair.call.is_some_and(|(_, last)| last < day_in_tripoli(ctx.now)) => {
            forms.push(view! { <p class="hint">{t!(l, fairs.call_passed)}</p> }.into_any());
        }
        FairState::Planned if fair.call.is_some() => {
            forms.push(button("open-call", t!(l, fairs.open_call), t!(l, fairs.open_call_hint)));
        }
        FairState::Planned | FairState::CallClosed if announced_alone(fair, page.states.standing()) => {
            forms.push(button("announce", t!(l, fairs.announce), t!(l, fairs.announce_hint)));
        }
        FairState::CallOpen => forms.push(button("close-call", t!(l, fairs.close_call), t!(l, fairs.close_call_hint))),
        _ => {}
    }
    if fair.state.can(FairMove::ExtendCall) {
        forms.push(extend(l, filled, format!("{action}/extend-call")));
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

/// More days to apply.
fn extend(l: Locale, filled: &Filled, action: String) -> AnyView {
    view! {
        <details open=filled.errors.of("call_until").is_some()>
            <summary>{t!(l, fairs.extend_call)}</summary>
            <form method="post" action=action novalidate>
                {Field::date(filled, "call_until", t!(l, fairs.call_until)).hint(t!(l, fairs.extend_call_hint)).view(l)}
                {submit(t!(l, fairs.extend_call))}
            </form>
        </details>
    }
    .into_any()
}

/// The way back to the desk's page of a fair.
pub(crate) fn back(ctx: &Ctx, fair: &Fair) -> AnyView {
    view! { <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(ctx.l, fair)}</a></p> }.into_any()
}
