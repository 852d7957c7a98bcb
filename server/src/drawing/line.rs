//! Lines of text as a browser sets them: piece after piece in the order of the line, each in a font that has its letters, and in its
//! room. What draws SVG takes every line for English, and one font for all of a line.

use std::sync::LazyLock;

use bytes::Bytes;
use ground::text;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_bidi_mirroring::get_mirrored;

use super::escaped;
use crate::assets::unpacked;

/// Families of fonts in the order in which they are asked, regular and bold.
pub(super) static FONTS: LazyLock<[(&str, [Bytes; 2]); 3]> = LazyLock::new(|| {
    let tifinagh = unpacked!("NotoSansTifinagh-Regular.ttf");
    [
        ("Noto Naskh Arabic", [unpacked!("NotoNaskhArabic-Regular.ttf"), unpacked!("NotoNaskhArabic-Bold.ttf")]),
        ("Noto Sans", [unpacked!("NotoSans-Regular.ttf"), unpacked!("NotoSans-Bold.ttf")]),
        ("Noto Sans Tifinagh", [tifinagh.clone(), tifinagh]),
    ]
});

/// A smaller line is read as long as it has this part of its size; below that it stands in two rows.
const SMALLEST: f64 = 0.6;

/// How far rows stand apart, by the height of their letters.
const ROW: f64 = 1.25;

/// Attributes of a line that are worked out for each of its pieces.
const OWN: [&str; 5] = ["x", "y", "font-size", "text-anchor", "data-room"];

/// What stands in one font and one direction.
#[derive(Debug)]
struct Piece {
    text: String,
    family: &'static str,
    /// By the height of its letters.
    width: f64,
}

struct Fonts(Vec<(&'static str, Face<'static>)>);

impl Fonts {
    fn of(weight: Option<&str>) -> Self {
        let at = usize::from(weight == Some("bold"));
        let face = |(family, files): &'static (&'static str, [Bytes; 2])| Some((*family, Face::from_slice(files.get(at)?, 0)?));
        Self(FONTS.iter().filter_map(face).collect())
    }

    fn has(&self, font: usize, c: char) -> bool {
        self.0.get(font).is_some_and(|(_, face)| face.glyph_index(c).is_some())
    }

    /// A piece in one of the fonts.
    fn piece(&self, (font, text): (usize, String)) -> Option<Piece> {
        let (family, face) = self.0.get(font)?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.set_direction(if text.chars().any(joins) { Direction::RightToLeft } else { Direction::LeftToRight });
        let glyphs = rustybuzz::shape(face, &[], buffer);
        let width = glyphs.glyph_positions().iter().map(|at| f64::from(at.x_advance)).sum::<f64>() / f64::from(face.units_per_em());
        Some(Piece { text, family, width })
    }
}

/// Letters of Arabic and their marks, which are shaped together; all else stands alone in a line from right to left.
fn joins(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM | BidiClass::BN)
}

/// A line in pieces from left to right, by the Unicode bidirectional algorithm (UAX 9); one with Arabic letters begins on the right. What
/// no font has is left out.
fn pieces(line: &str, fonts: &Fonts) -> Vec<Piece> {
    let arabic = text::has_arabic(line);
    let bidi = BidiInfo::new(line, Some(if arabic { Level::rtl() } else { Level::ltr() }));
    let Some(paragraph) = bidi.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    // Of signs that several fonts have those of the letters around them are taken.
    let order: [usize; 3] = if arabic { [0, 1, 2] } else { [1, 0, 2] };
    let mut all = Vec::new();
    for run in runs {
        let right = levels.get(run.start).is_some_and(Level::is_rtl);
        let mut set: Vec<(usize, String)> = Vec::new();
        for c in line[run].chars() {
            let c = if right && !joins(c) { get_mirrored(c).unwrap_or(c) } else { c };
            let before = set.last().map(|(font, _)| *font).filter(|font| fonts.has(*font, c));
            let Some(font) = before.or_else(|| order.into_iter().find(|font| fonts.has(*font, c))) else { continue };
            match set.last_mut() {
                Some((known, text)) if *known == font && (!right || joins(c) && text.chars().all(joins)) => text.push(c),
                _ => set.push((font, c.to_string())),
            }
        }
        if right {
            set.reverse();
        }
        all.extend(set.into_iter().filter_map(|piece| fonts.piece(piece)));
    }
    all
}

fn wide(row: &[Piece]) -> f64 {
    row.iter().map(|piece| piece.width).sum()
}

/// One row, or two of words if it would be too small; `fits` is the room by the height of its letters.
fn rows(line: &str, fits: f64, fonts: &Fonts) -> Vec<Vec<Piece>> {
    let one = pieces(line, fonts);
    if wide(&one) * SMALLEST <= fits {
        return vec![one];
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let halves = (1..words.len()).map(|at| [pieces(&words[..at].join(" "), fonts), pieces(&words[at..].join(" "), fonts)]);
    let widest = |both: &[Vec<Piece>; 2]| wide(&both[0]).max(wide(&both[1]));
    halves.min_by(|a, b| widest(a).total_cmp(&widest(b))).map_or(vec![one], Vec::from)
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = tag.trim_start_matches("<text").trim_end_matches('>').split('"').collect();
    parts.chunks_exact(2).map(|pair| (pair[0].trim().trim_end_matches('='), pair[1])).collect()
}

/// The elements that draw a line. `tag` is the template's `<text …>`: `x`, `y` and `font-size` as in SVG, `data-room` how wide the line may
/// be. It stands in the middle of `x`, or ends there if `text-anchor` says so.
pub(super) fn set(tag: &str, line: &str) -> String {
    let said = attributes(tag);
    let of = |name: &str| said.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let number = |name: &str| of(name).and_then(|value| value.parse::<f64>().ok()).unwrap_or_default();
    let (x, most, room) = (number("x"), number("font-size"), number("data-room"));
    let fonts = Fonts::of(of("font-weight"));
    let plain: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let rows = rows(plain.trim(), room / most, &fonts);
    let widest = rows.iter().map(|row| wide(row)).fold(f64::EPSILON, f64::max);
    let size = most.min(room / widest);
    let kept: String = said.iter().filter(|(name, _)| !OWN.contains(name)).map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
    let mut drawn = String::new();
    for (n, row) in rows.iter().enumerate() {
        // Two rows stand around the one for which there is a place.
        let y = number("y") + size * ROW * (n as f64 - (rows.len() - 1) as f64 / 2.0);
        let mut left = if of("text-anchor") == Some("end") { x - wide(row) * size } else { x - wide(row) * size / 2.0 };
        for Piece { text, family, width } in row {
            if !text.trim().is_empty() {
                let text = escaped(text);
                drawn += &format!(
                    "<text xml:space=\"preserve\" text-anchor=\"start\" x=\"{left:.2}\" y=\"{y:.2}\" font-size=\"{size:.2}\" font-family=\"{family}\"{kept}>{text}</text>"
                );
            }
            left += width * size;
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(line: &str) -> Vec<String> {
        pieces(line, &Fonts::of(None)).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn pieces_stand_where_a_browser_draws_them() {
        for (line, drawn) in [
            ("شهادة!", vec!["!", "شهادة"]),
            ("12 حرفة", vec!["حرفة", " ", "12"]),
            ("(أ) قاعة", vec!["قاعة", " ", "(", "أ", ")"]),
            ("معرض Souq 2026.", vec![".", "Souq 2026", " ", "معرض"]),
            ("Souq!", vec!["Souq!"]),
        ] {
            assert_eq!(order(line), drawn, "{line}");
        }
    }

    #[test]
    fn every_letter_that_a_font_has_is_drawn() {
        for line in ["عبد الله (سبها) - 3", "مُعَلِّم", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "Zürich / عين زارة", "نخلة؛ ورمل، وبحر؟"]
        {
            let sorted = |text: &str| {
                let mut letters: Vec<char> = text.chars().map(|c| get_mirrored(c).map_or(c, |other| c.min(other))).collect();
                letters.sort_unstable();
                letters
            };
            assert_eq!(sorted(&order(line).concat()), sorted(line), "{line}");
        }
        assert_eq!(order("نخلة 🌴"), [" ", "نخلة"], "what no font has is no box");
    }

    #[test]
    fn a_line_stays_in_its_room() {
        let tag = "<text x=\"500\" y=\"100\" font-size=\"40\" data-room=\"800\">";
        for line in ["م".repeat(120), "W".repeat(60), "دورة في ضبط جودة المنتجات اليدوية والغذائية ".repeat(4), "ن".into()]
        {
            let fonts = Fonts::of(None);
            let rows = rows(line.trim(), 20.0, &fonts);
            let drawn = set(tag, &line);
            let size: f64 =
                drawn.split("font-size=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default().parse().unwrap_or_default();
            assert!(rows.iter().all(|row| wide(row) * size <= 800.5) && size <= 40.0, "{line}: {size}");
        }
    }
}
