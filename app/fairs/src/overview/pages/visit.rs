//! What a family that takes part in a fair must know, on one page for the phone and for paper.

use leptos::prelude::*;

use crate::overview::types::Visit;
use crate::preparation::rules::RideKind;
use crate::rules::FairState;
use crate::rules::application::{ApplicationState, DayPart};
use crate::words::{at, days, hours, mapped, name};
use ground::ctx::Ctx;
use ground::texts::Locale;
use ground::ui::{Page, Tone, fact, facts, notice};
use ground::{days, t};
use people::place::Places;

/// When, where, in which booth, how to get there, and whom to ask.
pub fn visit(ctx: &Ctx, view: &Visit, places: &Places) -> Page {
    let l = ctx.l;
    let (fair, row) = (&view.whole.fair, &view.whole.application);
    let heading = t!(l, fairs.own_guide);
    let who: Vec<&str> = view.whole.people.iter().map(|person| person.name.as_str()).collect();
    let part = Some(row.needs.part).filter(|part| *part != DayPart::Whole).map(|part| part.word(l)).unwrap_or_default();
    let answer = row.answer_by.filter(|_| row.state == ApplicationState::Accepted);
    let answer = answer.map(|day| notice(Tone::Attention, t!(l, fairs.own_guide_answer, day = days::date(l, day))));
    let rows = [
        fact(t!(l, training.when), &days(l, fair.starts_on, fair.ends_on)),
        fact(t!(l, fairs.hours), &hours(l, fair)),
        fact(t!(l, fairs.day_part), &part),
        Some((t!(l, training.place), mapped(l, &at(l, fair, places)))),
        fact(t!(l, fairs.landmark), &fair.landmark),
        Some((t!(l, fairs.booth), booth(ctx, view))),
        ride(l, view, RideKind::Bus),
        ride(l, view, RideKind::Room),
        fact(t!(l, fairs.section_people), &who.join(&t!(l, training.and))),
        fact(t!(l, training.costs), &view.particulars.costs),
        fact(t!(l, training.contact), &view.particulars.contact),
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
    ];
    let packing = row.state.told().then(|| {
        view! { <p class="actions"><a href=ctx.link(&format!("/me/fairs/{}/packing", row.id))>{t!(l, fairs.packing)}</a></p> }
    });
    let body = view! {
        <div class="narrow">
            <p class="actions"><a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{name(l, fair)}</p>
            {answer}
            {facts(rows.into_iter().flatten().collect())}
            {packing}
        </div>
    };
    Page::new(heading, body)
}

/// The number of the booth with the way to the map, once it was told.
fn booth(ctx: &Ctx, view: &Visit) -> AnyView {
    let l = ctx.l;
    if view.booth.is_empty() {
        return view! { <span>{t!(l, fairs.none_yet)}</span> }.into_any();
    }
    let path = ctx.link(&format!("/fairs/{}/map", view.whole.fair.slug));
    let map = (view.whole.fair.state != FairState::Cancelled).then(|| view! { " · "<a href=path>{t!(l, fairs.map)}</a> });
    view! { <bdi>{view.booth.clone()}</bdi>{map} }.into_any()
}

/// The bus or the room that was asked for: which it is, or that nothing was settled yet.
fn ride(l: Locale, view: &Visit, kind: RideKind) -> Option<(String, AnyView)> {
    let needs = &view.whole.application.needs;
    let asked = match kind {
        RideKind::Bus => needs.transport,
        RideKind::Room => needs.lodging > 0,
    };
    let given = view.rides.iter().find(|ride| ride.kind == kind).map(|ride| ride.title.clone());
    let said = given.unwrap_or_else(|| t!(l, fairs.none_yet));
    fact(kind.word(l), &said).filter(|_| asked)
}
