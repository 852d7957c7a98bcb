//! The plan of a hall, drawn as SVG.

use std::collections::HashMap;
use std::fmt::Display;

use leptos::prelude::*;

use crate::hall::rules::PartKind;
use crate::hall::types::{Area, Booth, Hall, Part};
use ground::ids::BoothId;
use ground::texts::Locale;
use ground::ui::Markup;
use people::media::Photo;

/// Units of the drawing for a metre.
const METRE: i64 = 20;

/// Units by which a number stands above the middle of its booth, and the name below it.
const NAME_BELOW: i64 = 6;

/// Letters of a name that a metre of the drawing has room for.
const LETTERS: i64 = 6;

/// As much of a name as its booth has room for; all of it is in the title of the booth.
fn shortened(name: &str, metres: i64) -> String {
    let most = usize::try_from(metres * LETTERS).unwrap_or_default();
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// What stands in a booth of the drawing beside its number: words and an address.
pub(crate) type Labels = HashMap<BoothId, (String, String)>;

/// The plan as a drawing. Booths with a label lead to its address.
pub(crate) fn drawing(l: Locale, hall: &Hall, picture: Option<&Photo>, labels: &Labels, title: &str) -> AnyView {
    let (width, height) = (hall.width * METRE, hall.height * METRE);
    let mut svg = Markup::default();
    svg.open("svg", &[("viewBox", &format_args!("0 0 {width} {height}")), ("data-metre", &METRE)]);
    svg.element("title", &[], &title);
    svg.open("rect", &[("class", &"floor"), ("width", &width), ("height", &height)]).close("rect");
    if let Some(photo) = picture {
        let there: [(&str, &dyn Display); 5] = [
            ("href", &photo.path(1280, "jpg")),
            ("width", &width),
            ("height", &height),
            ("preserveAspectRatio", &"none"),
            ("opacity", &"0.35"),
        ];
        svg.open("image", &there).close("image");
    }
    let lines: String = (1..hall.width)
        .map(|x| format!("M{0} 0V{height}", x * METRE))
        .chain((1..hall.height).map(|y| format!("M0 {0}H{width}", y * METRE)))
        .collect();
    svg.open("path", &[("class", &"grid"), ("d", &lines)]).close("path");
    for part in &hall.parts {
        draw_part(&mut svg, l, part);
    }
    for booth in &hall.booths {
        draw_booth(&mut svg, l, booth, labels.get(&booth.id));
    }
    svg.close("svg");
    // A drawing with links in it is a group for readers, not one picture.
    view! { <div class="hall scroll" tabindex="0" role="region" aria-label=title.to_owned() inner_html=svg.into_html()></div> }.into_any()
}

/// Left, top, width and height in the drawing, and its middle.
fn drawn(area: Area) -> ([i64; 4], [i64; 2]) {
    let corner = [area.x, area.y, area.width, area.height].map(|n| n * METRE);
    let middle = [area.x + area.right(), area.y + area.bottom()].map(|n| n * METRE / 2);
    (corner, middle)
}

fn draw_part(svg: &mut Markup, l: Locale, part: &Part) {
    let ([x, y, width, height], [middle_x, middle_y]) = drawn(part.area);
    let words = if part.title.is_empty() { part.kind.word(l) } else { part.title.clone() };
    svg.open("g", &[("class", &format_args!("part {}", part.kind.code()))]);
    svg.open("rect", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]).close("rect");
    // Booths stand in a zone: its name is at its upper edge, where they leave room.
    let at = if part.kind == PartKind::Zone { y + METRE / 2 } else { middle_y };
    svg.element("text", &[("x", &middle_x), ("y", &at)], &words).close("g");
}

fn draw_booth(svg: &mut Markup, l: Locale, booth: &Booth, label: Option<&(String, String)>) {
    let ([x, y, width, height], [middle_x, middle_y]) = drawn(booth.area);
    let state = if booth.blocked {
        "blocked"
    } else if label.is_some() {
        "taken"
    } else {
        "free"
    };
    let class = format!("booth {} {state}", booth.kind.code());
    let words = label.map_or_else(|| booth.kind.word(l), |(words, _)| words.clone());
    let linked = label.map(|(_, path)| path).filter(|path| !path.is_empty());
    match linked {
        Some(path) => svg.open("a", &[("href", path), ("class", &class), ("id", &format_args!("booth-{}", booth.id))]),
        None => svg.open("g", &[("class", &class), ("data-booth", &booth.id), ("data-x", &booth.area.x), ("data-y", &booth.area.y)]),
    };
    svg.element("title", &[], &format_args!("{} — {words}", booth.number));
    svg.open("rect", &[("x", &x), ("y", &y), ("width", &width), ("height", &height), ("rx", &2)]).close("rect");
    match label {
        Some((words, _)) => {
            svg.element("text", &[("x", &middle_x), ("y", &(middle_y - NAME_BELOW))], &booth.number);
            let name = shortened(words, booth.area.width);
            svg.element("text", &[("class", &"name"), ("x", &middle_x), ("y", &(middle_y + NAME_BELOW))], &name);
        }
        None => {
            svg.element("text", &[("x", &middle_x), ("y", &middle_y)], &booth.number);
        }
    }
    svg.close(if linked.is_some() { "a" } else { "g" });
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_name_fits_into_its_booth() {
        assert_eq!(shortened("بيت الواحة", 2), "بيت الواحة");
        assert_eq!(shortened("دار خديجة للمخبوزات", 2), "دار خديجة ل…");
        assert_eq!(shortened("", 2), "");
    }
}
