//! One fair as everyone sees it.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::overview::types::PublicFair;
use crate::plan::pages::public::of_fair;
use crate::plan::pages::public::who_may;
use crate::plan::types::Results;
use crate::record::pages::files::gallery;
use crate::record::rules::open_to_visitors;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::words::{at, days, hours, name};
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
            {prose(&particulars.about)}
            {join(ctx, view)}
            {guide(ctx, view)}
            {went}
            {ask(ctx, view)}
            {gallery(l, &view.photos)}
            {known(l, view, &place, crafts)}
            <p><a href=ctx.link(&format!("/fairs/{}.ics", fair.slug)) rel="nofollow">{t!(l, training.calendar_file)}</a></p>
            {view.results.as_ref().and_then(|results| published(l, view.fair.state, results))}
        </div>
    };
    let summary = format!("{}. {place}", days(l, fair.starts_on, fair.ends_on));
    let image = Some(format!("{}/share.png", ctx.link(&format!("/fairs/{}", fair.slug))));
    let data = event(l, view, &heading, &place);
    Page::new(heading, body).public(summary, format!("/fairs/{}", fair.slug)).shows(of_fair(fair.id)).image(image).json_ld(&data)
}

/// The way to apply, while families do.
fn join(ctx: &Ctx, view: &PublicFair) -> Option<AnyView> {
    view.fair.call_open(day_in_tripoli(ctx.now)).then(|| {
        let path = ctx.link(&format!("/fairs/{}/apply", view.fair.slug));
        view! { <p><a class="button" href=path>{t!(ctx.l, fairs.apply_verb)}</a></p> }.into_any()
    })
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

/// What is known of it; its call as long as that is of use.
fn known(l: Locale, view: &PublicFair, place: &str, crafts: &Crafts) -> AnyView {
    let PublicFair { fair, particulars, .. } = view;
    let called = fair.call.filter(|_| matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing));
    let call = called.map(|(first, last)| days(l, first, last)).unwrap_or_default();
    let who = if called.is_some() { who_may(l, fair, &view.terms, crafts) } else { String::new() };
    let rows = [
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, fairs.hours), &hours(fair)),
        fact(t!(l, training.place), place),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.kind), &fair.kind.word(l)),
        fact(t!(l, fairs.organiser), &particulars.organiser),
        fact(t!(l, fairs.partners), &particulars.partners),
        fact(t!(l, fairs.call), &call),
        fact(t!(l, fairs.who_may), &who),
        fact(t!(l, training.costs), &particulars.costs),
        fact(t!(l, training.contact), &particulars.contact),
    ];
    facts(rows.into_iter().flatten().collect())
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

/// The published order by reference numbers, with how it was made and the seed of the lots, so that anybody can do it again.
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
        view! {
            <section>
                <h2>{t!(l, fairs.results)}</h2>
                {notice(Tone::Plain, t!(l, fairs.how_made, rotation = points(results.rotation), balance = points(results.balance)))}
                <ol>{rows}</ol>
                {seed}
            </section>
        }
        .into_any()
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
