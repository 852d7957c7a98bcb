//! Charts as SVG for eyes; each stands beside the table that says the same to everyone.

use leptos::prelude::*;
use plotters::prelude::{ChartBuilder, IntoDrawingArea, IntoFont, RGBColor, Rectangle, SVGBackend, Text};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::text::{isolated, shortened};
use crate::texts::Locale;

/// Units of the drawing; a narrow phone shows them nearly one to one.
const WIDTH: u32 = 420;
/// Room beside the bars for what they are about.
const LABEL: u32 = 150;
/// Letters that have room there.
const LETTERS: usize = 18;
const BAR: u32 = 20;
const GAP: u32 = 12;
/// Room beside the longest bar for its number.
const NUMBER: u32 = 44;
const LETTER: u32 = 15;

/// One colour for each series; words say which is which, and numbers stand at the bars.
const COLORS: [RGBColor; SERIES] = [RGBColor(84, 98, 190), RGBColor(200, 106, 62), RGBColor(112, 138, 96)];

/// Series that one chart has room for.
const SERIES: usize = 3;

/// Horizontal bars: a group for each row with a bar for each series, from the side on which one begins to read.
pub fn chart(l: Locale, title: &str, series: &[String], rows: &[(String, Vec<i64>)]) -> Option<AnyView> {
    if rows.is_empty() || series.is_empty() || series.len() > COLORS.len() {
        return None;
    }
    let svg = draw(l, series.len(), rows).ok()?;
    let legend: Vec<AnyView> = series
        .iter()
        .zip(COLORS)
        .map(|(word, RGBColor(r, g, b))| {
            view! { <li><svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" rx="3" fill=format!("rgb({r} {g} {b})")></rect></svg>{word.clone()}</li> }
                .into_any()
        })
        .collect();
    Some(
        view! {
            <figure class="chart">
                <div role="img" aria-label=title.to_owned() inner_html=svg></div>
                <figcaption><ul class="legend">{legend}</ul></figcaption>
            </figure>
        }
        .into_any(),
    )
}

type Failed = Box<dyn std::error::Error>;

fn draw(l: Locale, series: usize, rows: &[(String, Vec<i64>)]) -> Result<String, Failed> {
    let rtl = l == Locale::Ar;
    let group = BAR * u32::try_from(series)? + GAP;
    let height = group * u32::try_from(rows.len())? + GAP;
    let most = rows.iter().flat_map(|(_, values)| values).copied().max().unwrap_or(0).max(1) as f64;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        let across = if rtl { most..0.0 } else { 0.0..most };
        let mut builder = ChartBuilder::on(&area);
        builder.margin_top(GAP / 2).margin_bottom(GAP / 2);
        // Words stand where the reader's line begins, the number of the longest bar where it ends. No line runs through them: each bar
        // has its number.
        if rtl {
            builder.margin_left(NUMBER).margin_right(LABEL)
        } else {
            builder.margin_left(LABEL).margin_right(NUMBER)
        };
        let down = f64::from(group) * rows.len() as f64;
        let mut chart = builder.build_cartesian_2d(across, down..0.0)?;
        let side = if rtl { HPos::Right } else { HPos::Left };
        let style = plotters::style::TextStyle::from(("sans-serif", LETTER).into_font()).pos(Pos::new(side, VPos::Center));
        let edge = if rtl { i32::try_from(WIDTH)? - 4 } else { 4 };
        for (n, (label, values)) in rows.iter().enumerate() {
            let top = f64::from(group) * n as f64 + f64::from(GAP) / 2.0;
            let middle = top + f64::from(BAR) * values.len() as f64 / 2.0;
            let (_, line) = chart.backend_coord(&(0.0, middle));
            // Isolated: quotation marks and numbers at the ends of a name stay there.
            area.draw(&Text::new(isolated(&shortened(label, LETTERS)), (edge, line), style.clone()))?;
            for ((at, value), color) in values.iter().enumerate().zip(COLORS) {
                let y = top + f64::from(BAR) * at as f64;
                let end = *value as f64;
                chart.draw_series([Rectangle::new([(0.0, y + 1.0), (end, y + f64::from(BAR) - 1.0)], color.filled())])?;
                let (px, py) = chart.backend_coord(&(end, y + f64::from(BAR) / 2.0));
                area.draw(&Text::new(value.to_string(), (px + if rtl { -5 } else { 5 }, py), style.clone()))?;
            }
        }
        area.present()?;
    }
    Ok(svg.replace(&format!("width=\"{WIDTH}\" height=\"{height}\""), ""))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_from_the_side_of_the_reader_and_their_words_are_text() {
        let rows = vec![("سبها".to_owned(), vec![8, 20]), ("مرزق".to_owned(), vec![4, 10])];
        let bars = |svg: &str| -> Vec<(i64, i64)> {
            let of = |rect: &str, name: &str| {
                rect.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap().parse::<i64>().unwrap()
            };
            let rects = svg.split("<rect").skip(1).filter(|rect| rect.contains("fill=\"#5462BE\"") || rect.contains("fill=\"#C86A3E\""));
            rects.map(|rect| (of(rect, "x"), of(rect, "width"))).collect()
        };
        let (arabic, english) = (draw(Locale::Ar, 2, &rows).unwrap(), draw(Locale::En, 2, &rows).unwrap());
        for svg in [&arabic, &english] {
            assert!(svg.contains("سبها") && svg.contains("viewBox"), "{svg}");
            let found = bars(svg);
            assert_eq!(found.len(), 4);
            // Twenty is two and a half times eight, within what pixels can say.
            assert!((found[1].1 * 8 - found[0].1 * 20).abs() <= 40, "{found:?}");
        }
        let (right, left) = (bars(&arabic), bars(&english));
        assert!(right.iter().all(|(x, width)| x + width == right[0].0 + right[0].1), "{right:?}");
        assert!(left.iter().all(|(x, _)| *x == left[0].0), "{left:?}");
        // A long name is cut, and a mark at its end is isolated.
        let long = draw(Locale::Ar, 1, &[("تأهيل الأسر: «صناعة السعفيات»".to_owned(), vec![1])]).unwrap();
        assert!(long.contains("\u{2068}تأهيل الأسر…\u{2069}"), "{long}");
        // What is typed is never markup.
        let sharp = draw(Locale::Ar, 1, &[("<b>".to_owned(), vec![1])]).unwrap();
        assert!(!sharp.contains("<b>"), "{sharp}");
    }
}
