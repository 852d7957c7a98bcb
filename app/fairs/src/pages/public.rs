//! Fairs as everyone sees them.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use serde_json::json;

use crate::application::{ApplicationState, call_open};
use crate::entity::fair as row;
use crate::feedback::open_to_visitors;
use crate::pages::kept::gallery;
use crate::reads::{Fairs, Terms};
use crate::rules::{FairKind, FairState};
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli, stored_date};
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Page, Tone, empty, fact, facts, filter_select, notice, prose, tag};
use people::crafts::Crafts;
use people::media::Photo;
use people::place::Places;

/// The name of a fair in the reader's language.
pub(crate) fn name(l: Locale, fair: &row::Model) -> String {
    texts::pick(l, &fair.name_ar, &fair.name_en).to_owned()
}

/// From when until when.
pub fn days(l: Locale, from: &str, to: &str) -> String {
    if from == to { stored_date(l, from) } else { t!(l, training.from_to, from = stored_date(l, from), to = stored_date(l, to)) }
}

/// Where it is, in one line.
pub fn at(l: Locale, fair: &row::Model, places: &Places) -> String {
    let town = if fair.city.is_empty() { places.name(l, &fair.municipality_code) } else { fair.city.clone() };
    let parts = [fair.venue.clone(), town, fair.country.clone()];
    let mut shown: Vec<String> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !shown.contains(&part) {
            shown.push(part);
        }
    }
    shown.join("، ").replace('،', if l == Locale::Ar { "،" } else { "," })
}

fn line(ctx: &Ctx, fair: &row::Model, places: &Places) -> AnyView {
    let l = ctx.l;
    view! {
        <li class="row">
            <div>
                <a href=ctx.link(&format!("/fairs/{}", fair.slug)) dir="auto">{name(l, fair)}</a>
                <p class="small">{days(l, &fair.starts_on, &fair.ends_on)}" · "{at(l, fair, places)}</p>
            </div>
            {tag(fair.state.tone(), fair.state.word(l))}
        </li>
    }
    .into_any()
}

fn section(ctx: &Ctx, title: String, fairs: &[row::Model], places: &Places) -> Option<AnyView> {
    let rows: Vec<AnyView> = fairs.iter().map(|fair| line(ctx, fair, places)).collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{title}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// Months of a year, each with its fairs.
pub(crate) fn months(l: Locale, year: i32, entries: Vec<(NaiveDate, AnyView)>) -> AnyView {
    let mut months: Vec<Vec<AnyView>> = (0..12).map(|_| Vec::new()).collect();
    for (day, view) in entries {
        months[day.month0() as usize % 12].push(view);
    }
    let months: Vec<AnyView> = (1..)
        .zip(months)
        .map(|(n, fairs)| {
            let heading = days::month(l, NaiveDate::from_ymd_opt(year, n, 1).unwrap_or_default());
            let body = if fairs.is_empty() {
                view! { <p class="hint">"—"</p> }.into_any()
            } else {
                view! { <ul class="plain">{fairs}</ul> }.into_any()
            };
            view! { <section class="month"><h2>{heading}</h2>{body}</section> }.into_any()
        })
        .collect();
    view! { <div class="months">{months}</div> }.into_any()
}

/// All of them: coming, running, past; as a list or as a calendar of one year.
pub fn fairs(ctx: &Ctx, found: &Fairs, query: &Form, year: i32, places: &Places) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.fairs);
    let calendar = query.get("view") == "calendar";
    let none = found.coming.is_empty() && found.running.is_empty() && found.past.is_empty();
    let switch = |view: &str, word: String, current: bool| {
        let mut other = query.clone();
        other.set("view", view);
        let path = ctx.link(&format!("/fairs?{}", other.encode()));
        view! { <a href=path aria-current=current.then_some("page")>{word}</a> }.into_any()
    };
    let kinds: Vec<(String, String)> = FairKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    let filled = Filled::from(query.clone());
    let body = if none {
        empty(t!(l, fairs.none), t!(l, fairs.none_text), None)
    } else if calendar {
        by_month(ctx, found, query, year)
    } else {
        view! {
            {section(ctx, t!(l, fairs.running), &found.running, places)}
            {section(ctx, t!(l, fairs.coming), &found.coming, places)}
            {section(ctx, t!(l, fairs.past), &found.past, places)}
        }
        .into_any()
    };
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, fairs.lead)}</p>
            <nav class="chips" aria-label=t!(l, fairs.views)>{switch("", t!(l, fairs.as_list), !calendar)}{switch("calendar", t!(l, fairs.as_calendar), calendar)}</nav>
            <form class="filters" action=ctx.link("/fairs")>
                {calendar.then(|| view! { <input type="hidden" name="view" value="calendar"/> })}
                {filter_select(l, &filled, "kind", t!(l, fairs.kind), &kinds)}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
            {body}
        </div>
    };
    Page::new(heading, body).public(t!(l, fairs.lead), "/fairs".to_owned())
}

fn by_month(ctx: &Ctx, found: &Fairs, query: &Form, year: i32) -> AnyView {
    let l = ctx.l;
    let all = found.past.iter().rev().chain(&found.running).chain(&found.coming);
    let of_year = all.filter_map(|fair| {
        let first = fair.starts_on.parse::<NaiveDate>().ok().filter(|day| day.year() == year)?;
        let path = ctx.link(&format!("/fairs/{}", fair.slug));
        let entry =
            view! { <li><a href=path dir="auto">{name(l, fair)}</a><p class="small">{days(l, &fair.starts_on, &fair.ends_on)}</p></li> };
        Some((first, entry.into_any()))
    });
    let entries: Vec<_> = of_year.collect();
    let beside = |year: i32| {
        let mut other = query.clone();
        other.set("year", year.to_string());
        view! { <a href=ctx.link(&format!("/fairs?{}", other.encode()))>{year.to_string()}</a> }.into_any()
    };
    view! {
        <h2>{year.to_string()}</h2>
        <p class="years">{beside(year - 1)}" · "{beside(year + 1)}</p>
        {months(l, year, entries)}
    }
    .into_any()
}

/// Who may apply, in words.
pub fn who_may(l: Locale, fair: &row::Model, terms: &Terms, crafts: &Crafts) -> String {
    let mut words = vec![t!(l, fairs.licensed)];
    if !terms.crafts.is_empty() {
        let names: Vec<String> = terms.crafts.iter().map(|code| crafts.name(l, code)).collect();
        words.push(t!(l, fairs.only_crafts, names = names.join(&t!(l, training.and))));
    }
    if !terms.regions.is_empty() {
        let names: Vec<String> = terms.regions.iter().map(|code| Places::region(l, code)).collect();
        words.push(t!(l, fairs.only_regions, names = names.join(&t!(l, training.and))));
    }
    if fair.needs_mark {
        words.push(t!(l, fairs.only_marked));
    }
    words.join(" ")
}

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
    let join = call_open(fair, day_in_tripoli(ctx.now)).then(|| {
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
