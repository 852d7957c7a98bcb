//! The plan of a hall: drawn as SVG, edited in forms, moved by hand where there is JavaScript.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::entity::fair;
use crate::hall::entity::{booth, part};
use crate::hall::rules::PartKind;
use crate::hall::types::Hall;
use crate::rules::application::BoothKind;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::BoothId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, pick_one, select_or, send_file, submit, tag, tick};
use people::crafts::Crafts;
use people::media::Photo;

/// Units of the drawing for a metre.
const METRE: i64 = 20;

/// What stands in a booth of the drawing beside its number: words and an address.
pub(crate) type Labels = HashMap<BoothId, (String, String)>;

/// The plan as a drawing. Booths with a label lead to its address.
pub(crate) fn drawing(l: Locale, hall: &Hall, picture: Option<&Photo>, labels: &Labels, title: &str) -> AnyView {
    let (width, height) = (hall.hall.width * METRE, hall.hall.height * METRE);
    let picture = picture.map(|photo| {
        view! { <image href=photo.path(1280, "jpg") width=width.to_string() height=height.to_string() preserveAspectRatio="none" opacity="0.35"/> }
    });
    let parts: Vec<AnyView> = hall.parts.iter().map(|row| drawn_part(l, row)).collect();
    let booths: Vec<AnyView> = hall.booths.iter().map(|row| drawn_booth(l, row, labels.get(&row.id))).collect();
    let lines: String = (1..hall.hall.width)
        .map(|x| format!("M{0} 0V{height}", x * METRE))
        .chain((1..hall.hall.height).map(|y| format!("M0 {0}H{width}", y * METRE)))
        .collect();
    // A drawing with links in it is a group for readers, not one picture.
    view! {
        <div class="hall scroll" tabindex="0" role="region" aria-label=title.to_owned()>
            <svg viewBox=format!("0 0 {width} {height}") data-metre=METRE.to_string()>
                <title>{title.to_owned()}</title>
                <rect class="floor" width=width.to_string() height=height.to_string()></rect>
                {picture}
                <path class="grid" d=lines></path>
                {parts}
                {booths}
            </svg>
        </div>
    }
    .into_any()
}

fn area((x, y, width, height): (i64, i64, i64, i64)) -> [String; 4] {
    [x, y, width, height].map(|n| (n * METRE).to_string())
}

fn drawn_part(l: Locale, row: &part::Model) -> AnyView {
    let [x, y, width, height] = area((row.x, row.y, row.width, row.height));
    let words = if row.title.is_empty() { row.kind.word(l) } else { row.title.clone() };
    let middle = ((2 * row.x + row.width) * METRE / 2, (2 * row.y + row.height) * METRE / 2);
    view! {
        <g class=format!("part {}", row.kind.code())>
            <rect x=x y=y width=width height=height></rect>
            <text x=middle.0.to_string() y=middle.1.to_string()>{words}</text>
        </g>
    }
    .into_any()
}

fn drawn_booth(l: Locale, row: &booth::Model, label: Option<&(String, String)>) -> AnyView {
    let [x, y, width, height] = area((row.x, row.y, row.width, row.height));
    let state = if row.blocked {
        "blocked"
    } else if label.is_some() {
        "taken"
    } else {
        "free"
    };
    let class = format!("booth {} {state}", row.kind.code());
    let middle = ((2 * row.x + row.width) * METRE / 2, (2 * row.y + row.height) * METRE / 2);
    let words = match label {
        Some((words, _)) => format!("{} — {words}", row.number),
        None => format!("{} — {}", row.number, row.kind.word(l)),
    };
    let shape = view! {
        <title>{words}</title>
        <rect x=x y=y width=width height=height rx="2"></rect>
        <text x=middle.0.to_string() y=middle.1.to_string()>{row.number.clone()}</text>
    };
    match label.filter(|(_, path)| !path.is_empty()) {
        Some((_, path)) => view! { <a href=path.clone() class=class id=format!("booth-{}", row.id)>{shape}</a> }.into_any(),
        None => {
            view! { <g class=class data-booth=row.id.to_string() data-x=row.x.to_string() data-y=row.y.to_string()>{shape}</g> }.into_any()
        }
    }
}

fn features(l: Locale, row: &booth::Model) -> String {
    let words = [
        (row.power, t!(l, fairs.power)),
        (row.water, t!(l, fairs.water)),
        (row.accessible, t!(l, fairs.accessible)),
        (row.blocked, t!(l, fairs.blocked)),
    ];
    words.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect::<Vec<_>>().join(" · ")
}

/// The desk's page of a hall.
pub fn hall(
    ctx: &Ctx,
    fair: &fair::Model,
    found: Option<&Hall>,
    picture: Option<&Photo>,
    plans: bool,
    crafts: &Crafts,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.hall);
    let action = ctx.link(&format!("/desk/fairs/{}/hall", fair.id));
    let drawn = found.map(|found| drawing(l, found, picture, &Labels::new(), &heading));
    let hint = (plans && found.is_some()).then(|| view! { <p class="hint moving" hidden>{t!(l, fairs.hall_drag)}</p> });
    let rows = found.map(|found| table(ctx, fair, found, plans));
    let parts = found.map(|found| parts(ctx, found, plans, &action));
    let forms = plans.then(|| forms(ctx, found, picture, crafts, filled, &action));
    // Moves booths by hand; without it, numbers do.
    let script = plans.then(|| view! { <script type="module" src=ctx.site.asset("hall.js")></script> });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {found.is_none().then(|| notice(Tone::Plain, t!(l, fairs.hall_none)))}
            {hint}
            <div data-hall=action.clone()>{drawn}</div>
            {forms}
            {rows}
            {parts}
            {script}
        </div>
    };
    Page::new(heading, body)
}

fn table(ctx: &Ctx, fair: &fair::Model, found: &Hall, plans: bool) -> AnyView {
    let l = ctx.l;
    let free = found.booths.iter().filter(|row| !row.blocked).count();
    let rows: Vec<AnyView> = found
        .booths
        .iter()
        .map(|row| {
            let path = ctx.link(&format!("/desk/fairs/{}/hall/{}", fair.id, row.id));
            let number = if plans {
                view! { <a href=path><bdi>{row.number.clone()}</bdi></a> }.into_any()
            } else {
                view! { <bdi>{row.number.clone()}</bdi> }.into_any()
            };
            view! {
                <tr>
                    <th scope="row">{number}</th>
                    <td>{row.kind.word(l)}</td>
                    <td><bdi>{format!("{}, {}", row.x + 1, row.y + 1)}</bdi></td>
                    <td>{features(l, row)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.booths, count = found.booths.len(), free = free)}</h2>
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

fn parts(ctx: &Ctx, found: &Hall, plans: bool, action: &str) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = found
        .parts
        .iter()
        .map(|row| {
            let gone = plans.then(|| {
                view! { <form method="post" action=action.to_owned()>{hidden("do", "remove_part".to_owned())}{hidden("part", row.id.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
            });
            view! {
                <li class="row">
                    <div><span dir="auto">{row.title.clone()}</span>" "{tag(Tone::Plain, row.kind.word(l))}<p class="small"><bdi>{format!("{}, {} · {} × {}", row.x + 1, row.y + 1, row.width, row.height)}</bdi></p></div>
                    {gone}
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <section class="apart"><h2>{t!(l, fairs.parts)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

fn kinds(l: Locale) -> Vec<(String, String)> {
    BoothKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect()
}

/// Fields of a booth.
fn booth_fields(l: Locale, filled: &Filled) -> AnyView {
    view! {
        <div class="pair">
            {Field::line(filled, "number", t!(l, fairs.booth_number)).view(l)}
            {pick_one(l, filled, "kind", t!(l, fairs.booth_kind), &kinds(l))}
        </div>
        <div class="pair">
            {Field::number(filled, "x", t!(l, fairs.from_left)).view(l)}
            {Field::number(filled, "y", t!(l, fairs.from_top)).view(l)}
        </div>
        {tick(l, filled, "power", t!(l, fairs.power))}
        {tick(l, filled, "water", t!(l, fairs.water))}
        {tick(l, filled, "accessible", t!(l, fairs.accessible))}
        {tick(l, filled, "blocked", t!(l, fairs.blocked))}
    }
    .into_any()
}

fn forms(ctx: &Ctx, found: Option<&Hall>, picture: Option<&Photo>, crafts: &Crafts, filled: &Filled, action: &str) -> AnyView {
    let l = ctx.l;
    // Each form has its own names in the errors: what was sent is shown where it was typed.
    let sent = filled.form.get("do").to_owned();
    let nothing = Filled::default();
    let of = |code: &str| if sent == code { filled } else { &nothing };
    let wrong = |code: &str| sent == code && !filled.errors.0.is_empty();
    let mut size = of("size").clone();
    if let Some(found) = found.filter(|_| sent != "size") {
        size.form.set("width", found.hall.width.to_string());
        size.form.set("height", found.hall.height.to_string());
    }
    let sizes = view! {
        <details open=found.is_none() || wrong("size")>
            <summary>{t!(l, fairs.hall_size)}</summary>
            <form method="post" action=action.to_owned() novalidate>
                {hidden("do", "size".to_owned())}
                <div class="pair">
                    {Field::number(&size, "width", t!(l, fairs.hall_width)).view(l)}
                    {Field::number(&size, "height", t!(l, fairs.hall_height)).view(l)}
                </div>
                {submit(t!(l, common.save))}
            </form>
        </details>
    };
    let more = found.map(|_| {
        let row = of("row");
        let part = of("part");
        let zones = crafts.options(l);
        let kinds: Vec<(String, String)> = PartKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
        let gone = picture.map(|_| {
            view! { <form method="post" action=action.to_owned()>{hidden("do", "no_picture".to_owned())}{submit(t!(l, fairs.picture_remove))}</form> }
        });
        view! {
            <details open=wrong("row")>
                <summary>{t!(l, fairs.add_booths)}</summary>
                <form method="post" action=action.to_owned() novalidate>
                    {hidden("do", "row".to_owned())}
                    <p class="hint">{t!(l, fairs.add_booths_hint)}</p>
                    {booth_fields(l, row)}
                    <div class="pair">
                        {Field::number(row, "count", t!(l, fairs.row_count)).view(l)}
                        {Field::number(row, "gap", t!(l, fairs.row_gap)).optional().view(l)}
                    </div>
                    {tick(l, row, "down", t!(l, fairs.row_down))}
                    {submit(t!(l, fairs.add_booths))}
                </form>
            </details>
            <details open=wrong("part")>
                <summary>{t!(l, fairs.add_part)}</summary>
                <form method="post" action=action.to_owned() novalidate>
                    {hidden("do", "part".to_owned())}
                    {pick_one(l, part, "part_kind", t!(l, fairs.part_kind), &kinds)}
                    {Field::line(part, "title", t!(l, fairs.part_title)).optional().view(l)}
                    {select_or(l, part, "craft", t!(l, fairs.part_craft), &zones, t!(l, fairs.no_craft))}
                    <div class="pair">
                        {Field::number(part, "x", t!(l, fairs.from_left)).view(l)}
                        {Field::number(part, "y", t!(l, fairs.from_top)).view(l)}
                    </div>
                    <div class="pair">
                        {Field::number(part, "across", t!(l, fairs.part_across)).view(l)}
                        {Field::number(part, "downward", t!(l, fairs.part_downward)).view(l)}
                    </div>
                    {submit(t!(l, fairs.add_part))}
                </form>
            </details>
            <details open=filled.errors.of("picture").is_some()>
                <summary>{t!(l, fairs.picture)}</summary>
                {gone}
                {send_file(l, filled, format!("{action}/picture"), ("picture", 0), t!(l, fairs.picture_file), ())}
            </details>
        }
    });
    view! { <div class="doings-wide">{sizes}{more}</div> }.into_any()
}

/// One booth.
pub fn booth(ctx: &Ctx, fair: &fair::Model, row: &booth::Model, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.booth_of, number = format!("\u{2068}{}\u{2069}", row.number));
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/hall", fair.id))>{t!(l, fairs.hall)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form method="post" novalidate>
                {hidden("do", "save".to_owned())}
                {booth_fields(l, filled)}
                {submit(t!(l, common.save))}
            </form>
            <form method="post" class="apart">{hidden("do", "remove".to_owned())}<button class="button quiet" type="submit">{t!(l, fairs.booth_remove)}</button></form>
        </div>
    };
    Page::new(heading, body)
}
