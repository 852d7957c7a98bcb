//! Buses and rooms with their lists.

use leptos::prelude::*;

use crate::plan::pages::desk::back;
use crate::preparation::rules::RideKind;
use crate::preparation::types::{Journey, Ride};
use crate::types::{Application, DeskFair};
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::text;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, hidden, pick_one, select_or, submit};
use people::place::Places;

/// Journeys of a fair.
pub struct Journeys {
    /// The fair.
    pub view: DeskFair,
    /// Buses and rooms with who has a place in them.
    pub journey: Journey,
    /// Names of families.
    pub names: Names,
}

/// Buses and rooms with their lists, by municipality.
pub fn journey(ctx: &Ctx, page: &Journeys, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &page.view.fair;
    let heading = t!(l, fairs.journeys);
    let action = ctx.link(&format!("/desk/fairs/{}/journey", fair.id));
    let rides: Vec<AnyView> = page.journey.rides.iter().map(|found| ride(l, page, found, places, &action)).collect();
    let asks = |guest: &Application| guest.needs.transport || guest.needs.lodging > 0;
    let asked = page.journey.guests.iter().filter(|(guest, _)| asks(guest));
    let who: Vec<AnyView> = asked.map(|(guest, people)| seats(l, page, guest, *people, &action, filled)).collect();
    let add = page.view.reached.then(|| add(l, &action, filled));
    let none = who.is_empty().then(|| view! { <p class="hint">{t!(l, fairs.nobody_rides)}</p> });
    let body = view! {
        <div class="desk">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid"><div><h2>{t!(l, fairs.who_rides)}</h2>{none}<ul class="rows">{who}</ul></div><aside>{rides}{add}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

/// A bus or a room with its list; it can be taken away while nobody has a place in it.
fn ride(l: Locale, page: &Journeys, ride: &Ride, places: &Places, action: &str) -> AnyView {
    let inside = page.journey.riders.iter().filter(|rider| rider.ride == ride.id);
    let taken: i64 = inside.clone().map(|rider| rider.people).sum();
    let guest = |id| page.journey.guests.iter().find(|(guest, _)| guest.id == id).map(|(guest, _)| guest);
    let mut rows: Vec<(String, String, i64)> = inside
        .filter_map(|rider| guest(rider.application).map(|guest| (guest, rider.people)))
        .map(|(guest, people)| (places.name(l, &guest.municipality), named(l, &page.names, guest.family), people))
        .collect();
    rows.sort_by_cached_key(|(town, family, _)| (text::order(town), text::order(family)));
    let list: Vec<AnyView> = rows
        .into_iter()
        .map(|(town, family, people)| view! { <li>{town}" — "<span dir="auto">{family}</span>" × "{people.to_string()}</li> }.into_any())
        .collect();
    let gone = (page.view.reached && taken == 0).then(|| {
        view! { <form method="post" action=format!("{action}/remove")>{hidden("ride", ride.id.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
    });
    view! { <section class="card pad"><h2><span dir="auto">{ride.title.clone()}</span>" — "{ride.kind.word(l)}</h2><p class="number">{t!(l, fairs.seats_of, n = taken, all = ride.capacity)}</p><ul>{list}</ul>{gone}</section> }
        .into_any()
}

fn add(l: Locale, action: &str, filled: &Filled) -> AnyView {
    let kinds: Vec<(String, String)> = RideKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    view! {
        <form method="post" action=format!("{action}/add") novalidate class="card pad">
            <h2>{t!(l, fairs.add_ride)}</h2>
            {pick_one(l, filled, "kind", t!(l, fairs.ride_kind), &kinds)}
            {Field::line(filled, "title", t!(l, fairs.ride_title)).view(l)}
            {Field::number(filled, "capacity", t!(l, fairs.ride_capacity)).view(l)}
            {submit(t!(l, fairs.add_ride))}
        </form>
    }
    .into_any()
}

/// What one family asked for, with where its places are.
fn seats(l: Locale, page: &Journeys, guest: &Application, people: i64, action: &str, filled: &Filled) -> AnyView {
    let family = named(l, &page.names, guest.family);
    let form = |kind: RideKind, n: i64| seat(l, page, guest, (kind, n), action, filled);
    let bus = (page.view.reached && guest.needs.transport).then(|| form(RideKind::Bus, people));
    let room = (page.view.reached && guest.needs.lodging > 0).then(|| form(RideKind::Room, guest.needs.lodging));
    view! { <li class="row"><div><strong dir="auto">{family}</strong>{bus}{room}</div></li> }.into_any()
}

/// The form that gives so many places of a kind.
fn seat(l: Locale, page: &Journeys, guest: &Application, (kind, n): (RideKind, i64), action: &str, filled: &Filled) -> AnyView {
    let rides = page.journey.rides.iter().filter(|ride| ride.kind == kind);
    let options: Vec<(String, String)> = rides.map(|ride| (ride.id.to_string(), ride.title.clone())).collect();
    let field = format!("{}_{}", kind.code(), guest.id);
    let mut known = filled.clone();
    if known.form.get(&field).is_empty() {
        let mine = page.journey.riders.iter().find(|rider| rider.application == guest.id && rider.kind == kind);
        known.form.set(&field, mine.map(|rider| rider.ride.to_string()).unwrap_or_default());
    }
    let label = format!("{} ({n}) — {}", kind.word(l), named(l, &page.names, guest.family));
    view! {
        <form method="post" action=format!("{action}/seat") novalidate>
            {hidden("application", guest.id.to_string())}{hidden("kind", kind.code().to_owned())}
            {select_or(l, &known, &field, label, &options, t!(l, fairs.none_yet))}
            <button class="button quiet" type="submit">{t!(l, common.save)}</button>
        </form>
    }
    .into_any()
}
