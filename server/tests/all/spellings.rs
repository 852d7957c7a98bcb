//! Every form of the town with hostile spellings in each of its fields: an answer that says what is wrong, or does what was asked, and never
//! an error of ours; what was typed is still there; and afterwards every page can still be drawn.

use axum::http::{Method, StatusCode};
use futures::{StreamExt, stream};
use scraper::{Html, Selector};
use server::front::Front;
use server::web;
use url::form_urlencoded;

use crate::doubles::{Sample, Town, ask, cookies, harvest, prepare, process};
use crate::place::body;

/// What people, phones and attackers put into fields.
const SPELLINGS: [&str; 44] = [
    "",
    " ",
    "\u{0}",
    "\u{1}\u{7}",
    "\r\nBcc: x@y.ly",
    "\u{202E}gpj.exe",
    "\u{2066}",
    "\u{FEFF}",
    "ـــ",
    "ًٌٍ",
    "\u{200D}",
    "...",
    "🌴🌴",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "'; DROP TABLE person;--",
    "<script>alert(1)</script>",
    "{{name}}",
    "%00%ff",
    "=cmd()",
    "../../etc/passwd",
    "NaN",
    "1e999",
    "-1",
    "0",
    "1.5",
    "١٢٫٥",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "-9999-01-01",
    "275760-09-14",
    "24:00",
    "25:61",
    "١٠:٠٠",
    "\u{FDFA}\u{FDFA}\u{FDFA}",
    "a@b",
    "a@b\u{2028}c",
    "+218",
    "null",
    "on",
    "\u{10FFFF}",
];

/// How many of them each field is given; each field begins with others.
const OF_A_FIELD: usize = 11;

/// A sending of a form with one field changed.
struct Sending {
    who: usize,
    path: String,
    field: String,
    spelling: String,
    typed: String,
}

fn sendings(n: usize, sample: &Sample) -> Vec<Sending> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(sample.typed.as_bytes()).into_owned().collect();
    let mut all = Vec::new();
    for (at, (field, _)) in pairs.iter().enumerate() {
        let short = (0..OF_A_FIELD).map(|k| SPELLINGS[(n * 7 + at * OF_A_FIELD + k) % SPELLINGS.len()].to_owned());
        for spelling in short.chain(["م".repeat(10_001)]) {
            let mut typed = form_urlencoded::Serializer::new(String::new());
            typed.extend_pairs(pairs.iter().enumerate().map(|(k, (name, value))| (name, if k == at { &spelling } else { value })));
            let typed = typed.finish();
            all.push(Sending { who: sample.who, path: sample.path.clone(), field: field.clone(), spelling, typed });
        }
    }
    // Without anything, and with everything twice.
    for typed in [String::new(), format!("{0}&{0}", sample.typed)] {
        all.push(Sending { who: sample.who, path: sample.path.clone(), field: String::new(), spelling: String::new(), typed });
    }
    all
}

/// As it can stand in a page: without controls, with one kind of blank.
fn plain(text: &str) -> String {
    let shown = text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in the field of a page that people write into, if it shows one of this name.
fn kept(page: &Html, field: &str) -> Option<String> {
    let selector = Selector::parse("main input, main textarea").unwrap();
    let of_it = page.select(&selector).find(|element| element.value().attr("name") == Some(field))?;
    let kind = of_it.value().attr("type").unwrap_or_default();
    let written = !matches!(kind, "hidden" | "password" | "checkbox" | "radio" | "file" | "submit" | "date" | "time");
    written.then(|| of_it.value().attr("value").map_or_else(|| of_it.text().collect(), str::to_owned))
}

async fn fault(front: &Front, cookies: &[String], sending: &Sending) -> Option<String> {
    let answer = ask(front, Method::POST, &sending.path, &cookies[sending.who], &sending.typed).await;
    let status = answer.status();
    let said = || {
        let spelling: String = sending.spelling.chars().take(30).collect();
        format!("{} {} {spelling:?}: {status}", sending.path, sending.field)
    };
    if answer.headers().values().any(|value| value.as_bytes().windows(4).any(|word| word == b"Bcc:")) {
        return Some(format!("{}, in a header", said()));
    }
    let known = [
        StatusCode::OK,
        StatusCode::SEE_OTHER,
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    if !known.contains(&status) {
        return Some(said());
    }
    let text = body(answer).await;
    if text.contains("<script>alert(1)") {
        return Some(format!("{}, raw in the page", said()));
    }
    if status == StatusCode::UNPROCESSABLE_ENTITY && !sending.field.is_empty() {
        let page = Html::parse_document(&text);
        let gone = kept(&page, &sending.field).filter(|kept| plain(kept) != plain(&sending.spelling));
        return gone.map(|kept| format!("{}, but {:?} is kept", said(), kept.chars().take(30).collect::<String>()));
    }
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_in_any_field_is_an_error_of_ours() {
    const AT_ONCE: usize = 4;
    let town = Town::file().await;
    let state = process(&town.url(), &tempfile::tempdir().unwrap()).await;
    let front = Front::new(&state);
    let cookies = cookies(&front).await;
    prepare(&front, &cookies).await;
    let samples = harvest(&front, &cookies).await;
    let all: Vec<Sending> = samples.iter().enumerate().flat_map(|(n, sample)| sendings(n, sample)).collect();
    assert!(all.len() > 3_000, "{} sendings of {} forms", all.len(), samples.len());
    let mut wrong: Vec<String> = stream::iter(&all)
        .map(|sending| fault(&front, &cookies, sending))
        .buffer_unordered(AT_ONCE)
        .filter_map(async |said| said)
        .collect()
        .await;
    // What visitors may ask for.
    for entry in web::table().into_iter().filter(|entry| entry.method == "GET" && !entry.path.contains('{')) {
        for name in entry.reads.unwrap_or_default() {
            for spelling in SPELLINGS {
                let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, spelling).finish();
                let path = format!("/ar{}?{query}", entry.path);
                let status = ask(&front, Method::GET, &path, "", "").await.status();
                if !(status.is_success() || status.is_redirection() || matches!(status.as_u16(), 404 | 422)) {
                    wrong.push(format!("GET {path}: {status}"));
                }
            }
        }
    }
    // What was taken can be drawn.
    for cookie in &cookies {
        for entry in web::table().into_iter().filter(|entry| entry.method == "GET" && !entry.path.contains('{')) {
            let status = ask(&front, Method::GET, &format!("/ar{}", entry.path), cookie, "").await.status();
            if status.is_server_error() {
                wrong.push(format!("afterwards {}: {status}", entry.path));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong[..wrong.len().min(60)].join("\n"));
}
