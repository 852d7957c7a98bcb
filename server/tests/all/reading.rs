//! Numbers are taken out of pages by their structure: facts, bars, tables, choices of filters, and words with a number in them.

use ground::texts::Locale;
use scraper::{ElementRef, Html, Selector};
use training::texts::training as words;

pub fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

pub fn within<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selector).unwrap()).collect()
}

pub fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

pub fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}

/// Numbers that are written in digits, in their order.
pub fn numbers(text: &str) -> Vec<i64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// How many of something, where one, two and none are words: «ملف واحد», «ملفان», «لا ملفات».
pub fn counted(text: &str) -> i64 {
    let first = text.split_whitespace().next().unwrap_or_default();
    match numbers(text).first() {
        Some(n) => *n,
        None if first == "لا" => 0,
        None if first.ends_with("ان") || first.ends_with('ا') => 2,
        None => 1,
    }
}

/// Dirhams of an amount that is written without its currency.
pub fn dirhams(plain: &str) -> i64 {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    numbers(&whole.replace(',', "")).first().copied().unwrap_or_default() * 1_000 + format!("{part:0<3}").parse::<i64>().unwrap()
}

/// The amounts of an element.
pub fn amounts(element: ElementRef<'_>) -> Vec<i64> {
    within(element, "data[value]").into_iter().map(|data| dirhams(&attribute(data, "value"))).collect()
}

/// What a list of facts says of something.
pub fn fact(page: &Html, term: &str) -> i64 {
    let rows = all(page, "dl.facts > div");
    let row = rows.into_iter().find(|row| within(*row, "dt").into_iter().any(|dt| text(dt) == term));
    counted(&text(within(row.unwrap_or_else(|| panic!("no fact of {term}")), "dd")[0]))
}

/// Words and numbers of bars, with where their words lead.
pub fn bars(page: &Html) -> Vec<(String, String, i64)> {
    let row = |row: ElementRef<'_>| {
        let (word, n) = (within(row, "th")[0], numbers(&text(within(row, "td.number")[0]))[0]);
        (text(word), within(word, "a").first().map(|link| attribute(*link, "href")).unwrap_or_default(), n)
    };
    all(page, "table.bars tbody tr").into_iter().map(row).collect()
}

/// Options of a filter with how many there are of each: «سعفيات (12)».
pub fn choices(page: &Html, name: &str) -> Vec<(String, i64)> {
    let options = all(page, &format!("select[name={name}] option[value]")).into_iter();
    let of = |option: ElementRef<'_>| (attribute(option, "value"), text(option).rsplit_once('(').map_or(-1, |(_, n)| counted(n)));
    options.map(of).filter(|(code, _)| !code.is_empty()).collect()
}

/// Tiles of crafts with how much there is of each.
pub fn tiles(page: &Html) -> Vec<(String, i64)> {
    let tiles = all(page, "li.tile").into_iter().filter_map(|tile| {
        let to = attribute(*within(tile, "a").first()?, "href");
        Some((to.strip_prefix("/ar/crafts/")?.to_owned(), counted(&text(*within(tile, "span.small").first()?))))
    });
    tiles.collect()
}

/// Tables of figures as a file has them: title, heads, rows, sum.
pub fn tables(page: &Html) -> Vec<Vec<String>> {
    let cell = |cell: ElementRef<'_>| match (within(cell, "data[value]").first(), text(cell)) {
        (Some(data), _) => attribute(*data, "value"),
        (None, text) if text == "—" => String::new(),
        (None, text) if text == words::figures_withheld.text(Locale::Ar) => "–".to_owned(),
        (None, text) => text.trim_end_matches('%').to_owned(),
    };
    let mut records = Vec::new();
    for section in all(page, "section.apart").into_iter().filter(|section| !within(*section, "table.grades").is_empty()) {
        records.push(vec![text(within(section, "h2")[0])]);
        records.extend(within(section, "table.grades tr").into_iter().map(|row| within(row, "th, td").into_iter().map(cell).collect()));
    }
    records
}

#[test]
fn numbers_are_read_in_words_and_digits() {
    assert_eq!(["لا ملفات", "ملف واحد", "ملفان", "7 ملفات", "طلبا تسجيل ينتظران الفحص"].map(counted), [0, 1, 2, 7, 2]);
    assert_eq!(["45", "45.5", "1,020.125"].map(dirhams), [45_000, 45_500, 1_020_125]);
}
