//! The plan of a hall, drawn as SVG.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::hall::types::{Area, Booth, Hall, Part};
use ground::ids::BoothId;
use ground::texts::Locale;
use people::media::Photo;

/// Units of the drawing for a metre.
const METRE: i64 = 20;

/// What stands in a booth of the drawing beside its number: words and an address.
pub(crate) type Labels = HashMap<BoothId, (String, String)>;

/// The plan as a drawing. Booths with a label lead to its address.
pub(crate) fn drawing(l: Locale, hall: &Hall, picture: Option<&Photo>, labels: &Labels, title: &str) -> AnyView {
    let (width, height) = (hall.width * METRE, hall.height * METRE);
    let picture = picture.map(|photo| {
        view! { <image href=photo.path(1280, "jpg") width=width.to_string() height=height.to_string() preserveAspectRatio="none" opacity="0.35"/> }
    });
    let parts: Vec<AnyView> = hall.parts.iter().map(|part| drawn_part(l, part)).collect();
    let booths: Vec<AnyView> = hall.booths.iter().map(|booth| drawn_booth(l, booth, labels.get(&booth.id))).collect();
    let lines: String = (1..hall.width)
        .map(|x| format!("M{0} 0V{height}", x * METRE))
        .chain((1..hall.height).map(|y| format!("M0 {0}H{width}", y * METRE)))
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

/// Left, top, width and height in the drawing, and its middle.
fn drawn(area: Area) -> ([String; 4], [String; 2]) {
    let corner = [area.x, area.y, area.width, area.height].map(|n| (n * METRE).to_string());
    let middle = [area.x + area.right(), area.y + area.bottom()].map(|n| (n * METRE / 2).to_string());
    (corner, middle)
}

fn drawn_part(l: Locale, part: &Part) -> AnyView {
    let ([x, y, width, height], [middle_x, middle_y]) = drawn(part.area);
    let words = if part.title.is_empty() { part.kind.word(l) } else { part.title.clone() };
    view! {
        <g class=format!("part {}", part.kind.code())>
            <rect x=x y=y width=width height=height></rect>
            <text x=middle_x y=middle_y>{words}</text>
        </g>
    }
    .into_any()
}

fn drawn_booth(l: Locale, booth: &Booth, label: Option<&(String, String)>) -> AnyView {
    let ([x, y, width, height], [middle_x, middle_y]) = drawn(booth.area);
    let state = if booth.blocked {
        "blocked"
    } else if label.is_some() {
        "taken"
    } else {
        "free"
    };
    let class = format!("booth {} {state}", booth.kind.code());
    let words = match label {
        Some((words, _)) => format!("{} — {words}", booth.number),
        None => format!("{} — {}", booth.number, booth.kind.word(l)),
    };
    let shape = view! {
        <title>{words}</title>
        <rect x=x y=y width=width height=height rx="2"></rect>
        <text x=middle_x y=middle_y>{booth.number.clone()}</text>
    };
    match label.filter(|(_, path)| !path.is_empty()) {
        Some((_, path)) => view! { <a href=path.clone() class=class id=format!("booth-{}", booth.id)>{shape}</a> }.into_any(),
        None => {
            view! { <g class=class data-booth=booth.id.to_string() data-x=booth.area.x.to_string() data-y=booth.area.y.to_string()>{shape}</g> }.into_any()
        }
    }
}
