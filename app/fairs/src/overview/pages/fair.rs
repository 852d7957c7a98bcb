//! One fair as everyone sees it.

use leptos::prelude::*;
use serde_json::json;

use crate::entity::fair as row;
use crate::plan::pages::public::who_may;
use crate::plan::rules::Terms;
use crate::record::feedback::open_to_visitors;
use crate::record::pages::files::gallery;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::words::{at, days, name};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, fact, facts, notice, prose, tag};
use people::crafts::Crafts;
use people::media::Photo;
use people::place::Places;

/// The published order by reference numbers, with how it was made and the seed of the lots, so that anybody can do it again.
fn published(l: Locale, fair: &row::Model, order: &[(String, ApplicationState)]) -> Option<AnyView> {
    let rows: Vec<AnyView> = order
        .iter()
        .map(|(reference, state)| {
            let word = if ApplicationState::TAKING_PART.contains(state) { t!(l, fairs.goes) } else { state.word(l) };
            view! { <li><bdi>{reference.clone()}</bdi>" — "{word}</li> }.into_any()
        })
        .collect();
    let seed = fair.seed.clone().map(|seed| view! { <p><bdi><code class="seed">{seed}</code></bdi></p> });
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t!(l, fairs.results)}</h2>
                {notice(Tone::Plain, t!(l, fairs.how_made, rotation = fair.rotation, balance = fair.balance))}
                {seed}
                <ol>{rows}</ol>
            </section>
        }
        .into_any()
    })
}

/// What everyone sees of a fair that began.
pub struct After {
    /// Its photos.
    pub photos: Vec<Photo>,
    /// Families, regions, crafts.
    pub went: Option<(usize, usize, usize)>,
}

/// One fair.
pub fn fair(
    ctx: &Ctx,
    fair: &row::Model,
    terms: &Terms,
    (order, guided): (&[(String, ApplicationState)], bool),
    after: &After,
    places: &Places,
    crafts: &Crafts,
) -> Page {
    let l = ctx.l;
    let heading = name(l, fair);
    let place = at(l, fair, places);
    let called = fair.call_opens_on.as_deref().zip(fair.call_closes_on.as_deref());
    let called = called.filter(|_| matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing));
    let call = called.map(|(first, last)| days(l, first, last)).unwrap_or_default();
    let who = if called.is_some() { who_may(l, fair, terms, crafts) } else { String::new() };
    let rows = [
        fact(t!(l, training.when), &days(l, &fair.starts_on, &fair.ends_on)),
        fact(t!(l, fairs.hours), &format!("\u{2066}{}–{}\u{2069}", fair.opens_at, fair.closes_at)),
        fact(t!(l, training.place), &place),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.kind), &fair.kind.word(l)),
        fact(t!(l, fairs.organiser), &fair.organiser),
        fact(t!(l, fairs.partners), &fair.partners),
        fact(t!(l, fairs.call), &call),
        fact(t!(l, fairs.who_may), &who),
        fact(t!(l, training.costs), &fair.costs),
        fact(t!(l, training.contact), &fair.contact),
    ];
    let join = fair.call_open(day_in_tripoli(ctx.now)).then(|| {
        view! { <p><a class="button" href=ctx.link(&format!("/fairs/{}/apply", fair.slug))>{t!(l, fairs.apply_verb)}</a></p> }
    });
    let guide = guided.then(|| {
        let base = format!("/fairs/{}", fair.slug);
        view! {
            <p class="actions">
                <a class="button" href=ctx.link(&format!("{base}/map"))>{t!(l, fairs.map)}</a>
                <a class="button quiet" href=ctx.link(&format!("{base}/families"))>{t!(l, fairs.who_is_there)}</a>
            </p>
        }
    });
    let ask = open_to_visitors(fair, day_in_tripoli(ctx.now)).then(|| {
        view! { <p><a href=ctx.link(&format!("/fairs/{}/feedback", fair.slug)) rel="nofollow">{t!(l, fairs.say_how_it_was)}</a></p> }
    });
    let went = after.went.map(|(families, regions, crafts)| {
        let words = t!(l, fairs.went_there, families = families, regions = regions, crafts = crafts);
        notice(Tone::Plain, words)
    });
    let gone = (fair.state == FairState::Cancelled).then(|| notice(Tone::Danger, t!(l, fairs.cancelled_because, words = &fair.words)));
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/fairs")>{t!(l, fairs.fairs)}</a></p>
            <h1 dir="auto">{heading.clone()}</h1>
            <p>{tag(fair.state.tone(), fair.state.word(l))}</p>
            {gone}
            {prose(&fair.about)}
            {join}
            {guide}
            {went}
            {ask}
            {gallery(l, &after.photos)}
            {facts(rows.into_iter().flatten().collect())}
            <p><a href=ctx.link(&format!("/fairs/{}.ics", fair.slug)) rel="nofollow">{t!(l, training.calendar_file)}</a></p>
            {published(l, fair, order)}
        </div>
    };
    let status = if fair.state == FairState::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let data = json!({
        "@context": "https://schema.org", "@type": "Event", "name": heading, "description": fair.about,
        "startDate": format!("{}T{}:00+02:00", fair.starts_on, fair.opens_at), "endDate": format!("{}T{}:00+02:00", fair.ends_on, fair.closes_at),
        "eventStatus": format!("https://schema.org/{status}"), "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": { "@type": "Place", "name": fair.venue, "address": place },
        "organizer": { "@type": "Organization", "name": if fair.organiser.is_empty() { t!(l, common.authority) } else { fair.organiser.clone() } },
    });
    let summary = format!("{}. {place}", days(l, &fair.starts_on, &fair.ends_on));
    let image = Some(format!("{}/share.png", ctx.link(&format!("/fairs/{}", fair.slug))));
    Page::new(heading, body).public(summary, format!("/fairs/{}", fair.slug)).image(image).json_ld(&data)
}
