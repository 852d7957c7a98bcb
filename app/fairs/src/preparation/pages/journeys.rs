//! Buses and rooms with their lists.

use leptos::prelude::*;

use crate::entity::application;
use crate::plan::pages::desk::back;
use crate::preparation::entity::ride;
use crate::preparation::journeys::Journey;
use crate::preparation::rules::RideKind;
use crate::types::DeskFair;
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, error_summary, hidden, pick_one, select_or, submit};
use people::place::Places;

/// Buses and rooms with their lists, by municipality.
pub fn journey(ctx: &Ctx, view: &DeskFair, found: &Journey, names: &Names, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.journeys);
    let action = ctx.link(&format!("/desk/fairs/{}/journey", fair.id));
    let word = |kind: RideKind| match kind {
        RideKind::Bus => t!(l, fairs.bus),
        RideKind::Room => t!(l, fairs.lodging_room),
    };
    let rides: Vec<AnyView> = found
        .rides
        .iter()
        .map(|ride| {
            let inside: Vec<_> = found.riders.iter().filter(|rider| rider.ride_id == ride.id).collect();
            let taken: i64 = inside.iter().map(|rider| rider.people).sum();
            let mut rows: Vec<(String, String, i64)> = inside
                .iter()
                .filter_map(|rider| found.guests.iter().find(|(row, _)| row.id == rider.application_id).map(|(row, _)| (row, rider.people)))
                .map(|(row, people)| (places.name(l, &row.municipality_code), named(l, names, row.family_id), people))
                .collect();
            rows.sort();
            let list: Vec<AnyView> = rows
                .into_iter()
                .map(|(town, family, people)| view! { <li>{town}" — "<span dir="auto">{family}</span>" × "{people.to_string()}</li> }.into_any())
                .collect();
            let kind = RideKind::from_code(&ride.kind).map(word).unwrap_or_default();
            let gone = (view.reached && taken == 0).then(|| {
                view! { <form method="post" action=action.clone()>{hidden("do", "remove".to_owned())}{hidden("ride", ride.id.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
            });
            view! { <section class="card pad"><h2><span dir="auto">{ride.title.clone()}</span>" — "{kind}</h2><p class="number">{t!(l, fairs.seats_of, n = taken, all = ride.capacity)}</p><ul>{list}</ul>{gone}</section> }
                .into_any()
        })
        .collect();
    let who: Vec<AnyView> = found
        .guests
        .iter()
        .filter(|(row, _)| row.transport || row.lodging > 0)
        .map(|(row, people)| seats(ctx, found, row, *people, &named(l, names, row.family_id), &action, view.reached, filled))
        .collect();
    let kinds = vec![("bus".to_owned(), word(RideKind::Bus)), ("room".to_owned(), word(RideKind::Room))];
    let add = view.reached.then(|| {
        view! {
            <form method="post" action=action.clone() novalidate class="card pad">
                <h2>{t!(l, fairs.add_ride)}</h2>
                {hidden("do", "add".to_owned())}
                {pick_one(l, filled, "kind", t!(l, fairs.ride_kind), &kinds)}
                {Field::line(filled, "title", t!(l, fairs.ride_title)).view(l)}
                {Field::number(filled, "capacity", t!(l, fairs.ride_capacity)).view(l)}
                {submit(t!(l, fairs.add_ride))}
            </form>
        }
    });
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

#[allow(clippy::too_many_arguments)]
fn seats(
    ctx: &Ctx,
    found: &Journey,
    row: &application::Model,
    people: i64,
    family: &str,
    action: &str,
    reached: bool,
    filled: &Filled,
) -> AnyView {
    let l = ctx.l;
    let form = |kind: RideKind, label: String, n: i64| {
        let options: Vec<(String, String)> = found
            .rides
            .iter()
            .filter(|ride: &&ride::Model| ride.kind == kind.code())
            .map(|ride| (ride.id.to_string(), ride.title.clone()))
            .collect();
        let field = format!("{}_{}", kind.code(), row.id);
        let mut known = filled.clone();
        if known.form.get(&field).is_empty() {
            let mine = found.riders.iter().find(|rider| rider.application_id == row.id && rider.kind == kind.code());
            known.form.set(&field, mine.map(|rider| rider.ride_id.to_string()).unwrap_or_default());
        }
        view! {
            <form method="post" action=action.to_owned() novalidate>
                {hidden("do", "seat".to_owned())}{hidden("application", row.id.to_string())}{hidden("kind", kind.code().to_owned())}
                {select_or(l, &known, &field, format!("{label} ({n}) — {family}"), &options, t!(l, fairs.none_yet))}
                <button class="button quiet" type="submit">{t!(l, common.save)}</button>
            </form>
        }
        .into_any()
    };
    let bus = (reached && row.transport).then(|| form(RideKind::Bus, t!(l, fairs.bus), people));
    let room = (reached && row.lodging > 0).then(|| form(RideKind::Room, t!(l, fairs.lodging_room), row.lodging));
    view! { <li class="row"><div><strong dir="auto">{family.to_owned()}</strong>{bus}{room}</div></li> }.into_any()
}
