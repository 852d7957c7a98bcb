//! Who has which booth, at the desk.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::booths::types::{Booths, Given, Giver, Guest};
use crate::hall::pages::plan::{Labels, drawing};
use crate::hall::types::Hall;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::Fair;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::BoothId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, error_summary, facts, notice, select_or, submit, tag};

/// The page: the plan with names, how it was made, and the list in which it is changed.
pub fn booths(ctx: &Ctx, view: &Booths, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.stands);
    let drawn = view.hall.as_ref().map(|hall| drawing(l, hall, view.picture.as_ref(), &labels(ctx, view), &t!(l, fairs.hall)));
    let can = movable(view);
    let rows: Vec<AnyView> = view.guests.iter().map(|guest| row(ctx, view, guest)).collect();
    let dragged = can.then(|| view! { <p class="hint moving" hidden>{t!(l, fairs.stands_drag)}</p> });
    let doings = can.then(|| doings(ctx, view));
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {view.hall.is_none().then(|| notice(Tone::Attention, t!(l, fairs.hall_none)))}
            {drawn}
            {dragged}
            <div class="case-grid">
                <div data-stands=ctx.link(&format!("/desk/fairs/{}/booths", fair.id))>
                    <div class="scroll" tabindex="0" role="region" aria-label=heading.clone()><table class="grades wide">
                        <thead><tr>
                            <th scope="col">{t!(l, fairs.family)}</th><th scope="col">{t!(l, fairs.booth)}</th><th scope="col">{t!(l, fairs.booth_kind)}</th>
                            <th scope="col">{t!(l, fairs.day_part)}</th><th scope="col">{t!(l, common.status)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                </div>
                <aside>{made(l, view)}{doings}</aside>
            </div>
            {can.then(|| view! { <script type="module" src=ctx.site.asset("stands.js")></script> })}
        </div>
    };
    Page::new(heading, body)
}

/// Whether the actor can give booths now.
fn movable(view: &Booths) -> bool {
    view.reached && matches!(view.fair.state, FairState::ResultsPublished | FairState::SetUp) && view.hall.is_some()
}

/// Where the booth of a guest is given; nowhere for who only reads.
fn path(ctx: &Ctx, view: &Booths, guest: &Guest) -> String {
    if !movable(view) {
        return String::new();
    }
    ctx.link(&format!("/desk/fairs/{}/booths/{}", view.fair.id, guest.application.id))
}

/// Names in the booths of the drawing; the address is that of the first in each.
fn labels(ctx: &Ctx, view: &Booths) -> Labels {
    let mut labels: Labels = HashMap::new();
    for given in &view.given {
        let Some(guest) = view.guests.iter().find(|guest| guest.application.id == given.application) else { continue };
        let label = labels.entry(given.booth).or_insert_with(|| (String::new(), path(ctx, view, guest)));
        label.0 = if label.0.is_empty() { guest.name.clone() } else { format!("{} · {}", label.0, guest.name) };
    }
    labels
}

fn number(view: &Booths, id: BoothId) -> String {
    let found = view.hall.as_ref().and_then(|hall| hall.booths.iter().find(|booth| booth.id == id));
    found.map(|booth| booth.number.clone()).unwrap_or_default()
}

fn row(ctx: &Ctx, view: &Booths, guest: &Guest) -> AnyView {
    let l = ctx.l;
    let Guest { application, name } = guest;
    let given = view.given.iter().find(|given| given.application == application.id);
    let booth = match given {
        Some(given) => view! { <bdi>{number(view, given.booth)}</bdi> }.into_any(),
        None => tag(Tone::Attention, t!(l, fairs.no_booth)),
    };
    let handle = movable(view).then(|| {
        view! { <span class="handle" hidden aria-hidden="true" data-guest=application.id.to_string() data-words=name.clone()>"⠿"</span> }
    });
    let who = match path(ctx, view, guest) {
        path if path.is_empty() => view! { <span dir="auto">{name.clone()}</span> }.into_any(),
        path => view! { <a href=path dir="auto">{name.clone()}</a> }.into_any(),
    };
    let hand = given.filter(|given| given.by == Giver::Officer).map(|_| view! { <span class="small">{t!(l, fairs.by_hand)}</span> });
    view! {
        <tr>
            <th scope="row">{handle}{who}<br/><bdi class="small">{application.reference.clone()}</bdi></th>
            <td>{booth}" "{hand}</td>
            <td>{application.needs.size.word(l)}</td>
            <td>{application.needs.part.word(l)}</td>
            <td>{tag(application.state.tone(), application.state.word(l))}</td>
        </tr>
    }
    .into_any()
}

/// How booths were given.
fn made(l: Locale, view: &Booths) -> Option<AnyView> {
    view.made.as_ref().map(|made| {
        let placed = t!(l, fairs.placed_of, n = view.given.len(), all = view.guests.len());
        facts(vec![
            (t!(l, fairs.placed), view! { <span>{placed}</span> }.into_any()),
            (t!(l, fairs.worth), view! { <bdi>{made.score.to_string()}</bdi> }.into_any()),
            (t!(l, fairs.seed), view! { <bdi><code class="seed">{made.seed.clone()}</code></bdi> }.into_any()),
        ])
    })
}

fn doings(ctx: &Ctx, view: &Booths) -> AnyView {
    let l = ctx.l;
    let action = ctx.link(&format!("/desk/fairs/{}/booths", view.fair.id));
    let verb = if view.made.is_some() { t!(l, fairs.allocate_again) } else { t!(l, fairs.allocate) };
    let waiting = view.guests.iter().any(|guest| guest.application.state == ApplicationState::Confirmed);
    let over = (!view.given.is_empty() && waiting).then(|| {
        view! { <form method="post" action=format!("{action}/take-over")><p class="hint">{t!(l, fairs.take_over_hint)}</p>{submit(t!(l, fairs.take_over))}</form> }
    });
    view! {
        <div class="doings">
            <form method="post" action=format!("{action}/allocate")><p class="hint">{t!(l, fairs.allocate_hint)}</p>{submit(verb)}</form>
            {over}
        </div>
    }
    .into_any()
}

/// One guest: another booth, or none.
pub fn booth(ctx: &Ctx, fair: &Fair, guest: &Guest, hall: &Hall, given: &[Given], filled: &Filled) -> Page {
    let l = ctx.l;
    let Guest { application, name } = guest;
    let heading = t!(l, fairs.booth_for, name = format!("\u{2068}{name}\u{2069}"));
    let field = format!("booth_{}", application.id);
    let options: Vec<(String, String)> = hall
        .booths
        .iter()
        .filter(|booth| !booth.blocked)
        .map(|booth| {
            let others = given.iter().filter(|given| given.booth == booth.id && given.application != application.id).count();
            let taken = if others > 0 { format!(" — {}", t!(l, fairs.taken)) } else { String::new() };
            (booth.id.to_string(), format!("{} · {}{taken}", booth.number, booth.kind.word(l)))
        })
        .collect();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/booths", fair.id))>{t!(l, fairs.stands)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{application.needs.size.word(l)}" · "{application.needs.part.word(l)}</p>
            <form method="post" novalidate>
                {select_or(l, filled, &field, t!(l, fairs.booth), &options, t!(l, fairs.no_booth))}
                {submit(t!(l, common.save))}
            </form>
        </div>
    };
    Page::new(heading, body)
}
