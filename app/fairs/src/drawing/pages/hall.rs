//! The desk's page of a hall: its plan, moved by hand where there is JavaScript, and what stands in it.

use leptos::prelude::*;

use crate::drawing::pages::forms::forms;
use crate::drawing::types::HallPage;
use crate::hall::pages::plan::{Labels, drawing};
use crate::hall::rules::{LEAST_AISLE, in_the_way, walled_in};
use crate::hall::types::{Area, Booth, Hall, Part};
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, error_summary, hidden, notice, tag};
use people::crafts::Crafts;

/// The desk's page of a hall.
pub fn hall(ctx: &Ctx, view: &HallPage, crafts: &Crafts, filled: &Filled) -> Page {
    let l = ctx.l;
    let HallPage { fair, hall, plans, .. } = view;
    let heading = t!(l, fairs.hall);
    let action = ctx.link(&format!("/desk/fairs/{}/hall", fair.id));
    let drawn = hall.as_ref().map(|hall| drawing(l, hall, view.picture.as_ref(), &Labels::new(), &heading));
    let hint = (*plans && hall.is_some()).then(|| view! { <p class="hint moving" hidden>{t!(l, fairs.hall_drag)}</p> });
    let warned = hall.as_ref().map(|hall| ways(l, hall));
    let booths = hall.as_ref().map(|hall| booths(ctx, view, hall));
    let parts = hall.as_ref().map(|hall| parts(l, view, hall, &action));
    let forms = plans.then(|| forms(l, view, crafts, filled, &action));
    // Moves booths by hand; without it, numbers do.
    let script = plans.then(|| view! { <script type="module" src=ctx.site.asset("hall.js")></script> });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {hall.is_none().then(|| notice(Tone::Plain, t!(l, fairs.hall_none)))}
            {hint}
            {warned}
            <div data-hall=action.clone()>{drawn}</div>
            {forms}
            {booths}
            {parts}
            {script}
        </div>
    };
    Page::new(heading, body)
}

/// Booths that nobody can walk to, and booths that stand in the way.
fn ways(l: Locale, hall: &Hall) -> AnyView {
    let numbers = |booths: Vec<&Booth>| booths.iter().map(|booth| booth.number.as_str()).collect::<Vec<_>>().join(" · ");
    let walled = walled_in(hall);
    let walled =
        (!walled.is_empty()).then(|| notice(Tone::Attention, t!(l, fairs.walled_in, metres = LEAST_AISLE, numbers = numbers(walled))));
    let standing = in_the_way(hall);
    let standing = (!standing.is_empty()).then(|| notice(Tone::Attention, t!(l, fairs.in_the_way, numbers = numbers(standing))));
    view! { {walled}{standing} }.into_any()
}

/// A place in words, counted from one as people do.
fn place(l: Locale, area: Area) -> String {
    t!(l, fairs.place_of, x = area.x + 1, y = area.y + 1)
}

fn booths(ctx: &Ctx, view: &HallPage, hall: &Hall) -> AnyView {
    let l = ctx.l;
    let free = hall.booths.iter().filter(|booth| !booth.blocked).count();
    let rows: Vec<AnyView> = hall.booths.iter().map(|booth| row(ctx, view, booth)).collect();
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.booths, count = hall.booths.len(), free = free)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.booth)>
                <table class="grades">
                    <thead><tr>
                        <th scope="col">{t!(l, fairs.booth)}</th><th scope="col">{t!(l, fairs.booth_kind)}</th>
                        <th scope="col">{t!(l, fairs.booth_at)}</th><th scope="col">{t!(l, fairs.booth_has)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(ctx: &Ctx, view: &HallPage, booth: &Booth) -> AnyView {
    let l = ctx.l;
    let path = ctx.link(&format!("/desk/fairs/{}/hall/{}", view.fair.id, booth.id));
    let number = if view.plans {
        view! { <a href=path><bdi>{booth.number.clone()}</bdi></a> }.into_any()
    } else {
        view! { <bdi>{booth.number.clone()}</bdi> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{number}</th>
            <td>{booth.kind.word(l)}</td>
            <td>{place(l, booth.area)}</td>
            <td>{features(l, booth)}</td>
        </tr>
    }
    .into_any()
}

fn features(l: Locale, booth: &Booth) -> String {
    let words = [
        (booth.power, t!(l, fairs.power)),
        (booth.water, t!(l, fairs.water)),
        (booth.accessible, t!(l, fairs.accessible)),
        (booth.blocked, t!(l, fairs.blocked)),
    ];
    words.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect::<Vec<_>>().join(" · ")
}

fn parts(l: Locale, view: &HallPage, hall: &Hall, action: &str) -> Option<AnyView> {
    let rows: Vec<AnyView> = hall.parts.iter().map(|found| part(l, view, found, action)).collect();
    (!rows.is_empty())
        .then(|| view! { <section class="apart"><h2>{t!(l, fairs.parts)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

fn part(l: Locale, view: &HallPage, part: &Part, action: &str) -> AnyView {
    let area = part.area;
    let gone = view.plans.then(|| {
        view! { <form method="post" action=format!("{action}/remove-part")>{hidden("part", part.id.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
    });
    view! {
        <li class="row">
            <div><span dir="auto">{part.title.clone()}</span>" "{tag(Tone::Plain, part.kind.word(l))}<p class="small">{place(l, area)}" · "{t!(l, fairs.metres_of, across = area.width, down = area.height)}</p></div>
            {gone}
        </li>
    }
    .into_any()
}
