//! One fair as everyone sees it.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::applications::pages::mine::{lacks, stands};
use crate::applications::rules::may_take_up;
use crate::overview::types::{Own, PublicFair};
use crate::plan::pages::public::of_fair;
use crate::plan::pages::public::who_may;
use crate::plan::types::Results;
use crate::record::pages::files::gallery;
use crate::record::rules::open_to_visitors;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::words::{at, days, hours, mapped, name};
use ground::ctx::Ctx;
use ground::days::{clock, day_in_tripoli};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, fact, facts, notice, proof, prose, tag};
use people::crafts::Crafts;
use people::place::Places;

/// One fair.
pub fn fair(ctx: &Ctx, view: &PublicFair, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let PublicFair { fair, particulars, .. } = view;
    let heading = name(l, fair);
    let place = at(l, fair, places);
    let went = view.went.map(|went| {
        let words = t!(l, fairs.went_there, families = went.families, regions = went.regions, crafts = went.crafts);
        notice(Tone::Plain, words)
    });
    let why = &particulars.why_cancelled;
    let gone = (fair.state == FairState::Cancelled).then(|| notice(Tone::Danger, t!(l, fairs.cancelled_because, words = why)));
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/fairs")>{t!(l, fairs.fairs)}</a></p>
            <h1 dir="auto">{heading.clone()}</h1>
            <p>{tag(fair.state.tone(), fair.state.word(l))}</p>
            {gone}
            {known(l, view, &place)}
            {guide(ctx, view)}
            {join(ctx, view)}
            {prose(&particulars.about)}
            {went}
            {ask(ctx, view)}
            {gallery(l, &view.photos)}
            <p><a href=ctx.link(&format!("/fairs/{}.ics", fair.slug)) rel="nofollow">{t!(l, training.calendar_file)}</a></p>
            {for_families(l, view, crafts)}
            {view.results.as_ref().and_then(|results| published(l, view.fair.state, results))}
        </div>
    };
    let summary = format!("{}. {place}", days(l, fair.starts_on, fair.ends_on));
    let image = Some(format!("{}/share.png", ctx.link(&format!("/fairs/{}", fair.slug))));
    let data = event(l, view, &heading, &place);
    Page::new(heading, body).public(summary, format!("/fairs/{}", fair.slug)).shows(of_fair(fair.id)).image(image).json_ld(&data)
}

/// The way to apply while families do; for whom it is known where the own application stands, or what is lacking.
fn join(ctx: &Ctx, view: &PublicFair) -> Option<AnyView> {
    let (l, fair, today) = (ctx.l, &view.fair, day_in_tripoli(ctx.now));
    match &view.own {
        Some(Own::Applied(row)) => {
            let verb = match row.state {
                ApplicationState::Draft if fair.call_open(today) => t!(l, fairs.own_finish),
                state if may_take_up(fair, state, today) => t!(l, fairs.apply_again),
                _ => t!(l, fairs.own_open),
            };
            let path = ctx.link(&format!("/me/fairs/{}", row.id));
            let view = view! {
                <section class="card pad">
                    <p>{t!(l, fairs.own_stands)}" "{stands(ctx, fair, row.state)}</p>
                    <p><a class="button quiet" href=path>{verb}</a></p>
                </section>
            };
            Some(view.into_any())
        }
        Some(Own::Lacks(unmet)) => Some(lacks(ctx, *unmet)),
        None => fair.call_open(today).then(|| {
            let path = ctx.link(&format!("/fairs/{}/apply", fair.slug));
            view! { <p><a class="button" href=path>{t!(l, fairs.apply_verb)}</a></p> }.into_any()
        }),
    }
}

fn guide(ctx: &Ctx, view: &PublicFair) -> Option<AnyView> {
    let l = ctx.l;
    view.guided.then(|| {
        let base = format!("/fairs/{}", view.fair.slug);
        view! {
            <p class="actions">
                <a class="button" href=ctx.link(&format!("{base}/map"))>{t!(l, fairs.map)}</a>
                <a class="button quiet" href=ctx.link(&format!("{base}/families"))>{t!(l, fairs.who_is_there)}</a>
            </p>
        }
        .into_any()
    })
}

fn ask(ctx: &Ctx, view: &PublicFair) -> Option<AnyView> {
    open_to_visitors(&view.fair, day_in_tripoli(ctx.now)).then(|| {
        let path = ctx.link(&format!("/fairs/{}/feedback", view.fair.slug));
        view! { <p><a href=path rel="nofollow">{t!(ctx.l, fairs.say_how_it_was)}</a></p> }.into_any()
    })
}

/// What a visitor wants to know: when, where, who holds it.
fn known(l: Locale, view: &PublicFair, place: &str) -> AnyView {
    let PublicFair { fair, particulars, .. } = view;
    let rows = [
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, fairs.hours), &hours(l, fair)),
        Some((t!(l, training.place), mapped(l, place))),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.organiser), &particulars.organiser),
        fact(t!(l, fairs.partners), &particulars.partners),
        fact(t!(l, training.contact), &particulars.contact),
    ];
    facts(rows.into_iter().flatten().collect())
}

/// What families want to know; its call as long as that is of use.
fn for_families(l: Locale, view: &PublicFair, crafts: &Crafts) -> Option<AnyView> {
    let PublicFair { fair, particulars, .. } = view;
    let called = fair.call.filter(|_| matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing));
    let (first, last) = called?;
    let rows = [
        fact(t!(l, fairs.call), &days(l, first, last)),
        fact(t!(l, fairs.who_may), &who_may(l, fair, &view.terms, crafts)),
        fact(t!(l, training.costs), &particulars.costs),
        fact(t!(l, fairs.kind), &fair.kind.word(l)),
    ];
    let rows = facts(rows.into_iter().flatten().collect());
    Some(view! { <section><h2>{t!(l, fairs.for_families)}</h2>{rows}</section> }.into_any())
}

/// What came of an application, as it is told to everybody: of a fair that is over in the past.
fn came_of(l: Locale, fair: FairState, state: ApplicationState) -> String {
    let over = matches!(fair, FairState::Closed | FairState::Settled);
    match state {
        ApplicationState::CheckedIn | ApplicationState::ClosedOut if over => t!(l, fairs.took_part),
        // Whether it came is not written down yet.
        ApplicationState::BoothAllocated | ApplicationState::Ready if over => state.word(l),
        _ if over => t!(l, fairs.took_no_part),
        _ if ApplicationState::TAKING_PART.contains(&state) => t!(l, fairs.goes),
        _ => state.word(l),
    }
}

/// The published order by reference numbers, with how it was made and the seed of the lots, so that anybody can do it again: folded, as it
/// says nothing to who visits the fair.
fn published(l: Locale, fair: FairState, results: &Results) -> Option<AnyView> {
    let rows: Vec<AnyView> = results
        .order
        .iter()
        .map(|(reference, state)| view! { <li><bdi>{reference.clone()}</bdi>" — "{came_of(l, fair, *state)}</li> }.into_any())
        .collect();
    let seed = results.seed.clone().map(|seed| {
        let lots = view! { <p>{t!(l, fairs.lots_repeat)}</p><p><bdi><code class="seed">{seed}</code></bdi></p> };
        proof(t!(l, common.how_to_check), lots)
    });
    let points = |n: i64| t!(l, training.points_of, count = n);
    (!rows.is_empty()).then(|| {
        let inner = view! {
            {notice(Tone::Plain, t!(l, fairs.how_made, rotation = points(results.rotation), balance = points(results.balance)))}
            <ol>{rows}</ol>
            {seed}
        };
        proof(t!(l, fairs.results_of_families), inner)
    })
}

/// The fair for search engines (schema.org).
fn event(l: Locale, view: &PublicFair, heading: &str, place: &str) -> Value {
    let PublicFair { fair, particulars, .. } = view;
    let status = if fair.state == FairState::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let organiser = if particulars.organiser.is_empty() { t!(l, common.authority) } else { particulars.organiser.clone() };
    json!({
        "@context": "https://schema.org", "@type": "Event", "name": heading, "description": particulars.about,
        "startDate": format!("{}T{}:00+02:00", fair.starts_on, clock(fair.opens_at)), "endDate": format!("{}:00+02:00", fair.closing(fair.ends_on).format("%Y-%m-%dT%H:%M")),
        "eventStatus": format!("https://schema.org/{status}"), "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": { "@type": "Place", "name": fair.venue, "address": place },
        "organizer": { "@type": "Organization", "name": organiser },
    })
}
