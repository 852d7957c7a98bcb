//! What is drawn: PDF whose Arabic reads in the right order, and pictures. `pdftotext` reads it, which knows nothing of us.

use std::io::Write;
use std::process::{Command, Stdio};

use axum::body::{Body, to_bytes};
use axum::http::{Response, StatusCode, header};
use ground::seal::Keys;
use server::config::Config;
use server::drawing;
use unicode_normalization::UnicodeNormalization;

use crate::place::{Place, location};

async fn bytes(response: Response<Body>) -> Vec<u8> {
    assert_eq!(response.status(), StatusCode::OK);
    to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}

/// The text of a PDF by pages: letters as they are typed, without marks of direction.
fn read(pdf: &[u8]) -> Vec<String> {
    // Where it is missing: `.ci/needs` installs it.
    let mut reader =
        Command::new("pdftotext").args(["-enc", "UTF-8", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut sent = reader.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let sending = std::thread::spawn(move || sent.write_all(&pdf).unwrap());
    let said = reader.wait_with_output().unwrap();
    sending.join().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    let marks = [
        '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ];
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    pages.map(|page| page.nfkc().filter(|c| !marks.contains(c)).collect::<String>()).collect()
}

fn says(page: &str, words: &str) -> bool {
    let plain = |text: &str| text.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    plain(page).contains(&plain(words))
}

/// Words of a page with how far they stand from the left; their letters come as they stand, which is backwards in Arabic.
fn stands(pdf: &[u8]) -> Vec<(f64, String)> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let said = Command::new("pdftotext").arg("-bbox").arg(file.path()).arg("-").output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    let word = |line: &str| {
        let from = line.split("xMin=\"").nth(1)?.split('"').next()?.parse().ok()?;
        let word = line.split('>').nth(1)?.split('<').next()?;
        let letters: String = word.nfkc().filter(|c| c.is_alphabetic()).collect();
        Some((from, if letters.is_ascii() { letters } else { letters.chars().rev().collect() }))
    };
    text.lines().filter_map(word).filter(|(_, word)| !word.is_empty()).collect()
}

#[test]
fn a_line_of_two_scripts_begins_on_the_right() {
    let template = r#"<svg xmlns="http://www.w3.org/2000/svg" width="600" height="80"><text x="300" y="50" font-size="24" data-room="560">{{line}}</text></svg>"#;
    let svg = drawing::filled(template, &[("line", "Expo قاعة المعارض Libya سبها".into())], &[]);
    let mut words = stands(&drawing::to_pdf(&[svg]).unwrap());
    words.sort_by(|a, b| b.0.total_cmp(&a.0));
    let from_the_right: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    assert_eq!(from_the_right, ["Expo", "قاعة", "المعارض", "Libya", "سبها"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_reads_in_the_right_order() {
    let place = Place::open().await;
    let of = async |column: &str| place.text(&format!("SELECT {column} FROM certificate WHERE state = 'issued' ORDER BY id LIMIT 1")).await;
    let (code, name, title) = (of("code").await, of("name").await, of("title_ar").await);
    let pages = read(&bytes(place.get(&format!("/ar/certificates/{code}/certificate.pdf")).await).await);
    assert_eq!(pages.len(), 1);
    // B55: who has the code finds it, search engines do not list it.
    for file in ["certificate.pdf", "certificate.png", "badge.json"] {
        let answer = place.get(&format!("/ar/certificates/{code}/{file}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{file}");
        assert_eq!(answer.headers()["x-robots-tag"], "noindex", "{file}");
    }
    // Pieces of a line between a colon or a number are put in the order of the page's main direction, which here is English.
    for words in title.split(':').chain([name.as_str(), code.as_str(), "شهادة إتمام", "CERTIFICATE OF COMPLETION"]) {
        assert!(says(&pages[0], words), "{words} is not in {}", pages[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_is_signed_by_who_tells_the_keys_for_it() {
    // B56: anybody can verify it, also from a page of another site.
    const KEYS: &str = "/.well-known/did.json";
    async fn told(place: &Place, path: &str) -> serde_json::Value {
        let answer = place.get(path).await;
        assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        serde_json::from_slice(&bytes(answer).await).unwrap()
    }
    let place = Place::open().await;
    let of = async |column: &str| place.text(&format!("SELECT {column} FROM certificate WHERE state = 'issued' ORDER BY id LIMIT 1")).await;
    let (code, name) = (of("code").await, of("name").await);
    let badge = format!("/ar/certificates/{code}/badge.json");
    assert_eq!(place.get(KEYS).await.status(), StatusCode::NOT_FOUND, "no key, no signer");
    assert!(told(&place, &badge).await["proof"].is_null());
    let keyed = async |bytes: &[&str]| {
        let keys: Vec<String> = bytes.iter().map(|byte| byte.repeat(32)).collect();
        let set = |config: &mut Config| {
            config.public_url = "https://souq.example:8443".into();
            config.keys = Keys::parse(&keys.join(",")).unwrap();
        };
        place.set(set).await
    };
    let before = keyed(&["0a"]).await;
    let after = keyed(&["0a", "0b"]).await;
    let (old, new) = (told(&before, KEYS).await, told(&after, KEYS).await);
    assert_eq!(new["id"], "did:web:souq.example%3A8443");
    assert_eq!(new["verificationMethod"][1], old["verificationMethod"][0], "what was signed before stays verifiable");
    for (place, keys) in [(&before, &old), (&after, &new)] {
        let signed = told(place, &badge).await;
        assert_eq!(signed, told(place, &badge).await, "each copy is the same");
        assert_eq!(signed["issuer"]["id"], keys["id"]);
        assert_eq!(signed["id"], format!("https://souq.example:8443{badge}"));
        assert_eq!(signed["credentialSubject"]["identifier"][0]["identityHash"], name);
        assert_eq!(signed["proof"]["verificationMethod"], keys["assertionMethod"][0], "the newest key signs");
        assert_eq!(signed["proof"]["cryptosuite"], "eddsa-rdfc-2022");
        let english = told(place, &badge.replacen("/ar/", "/en/", 1)).await;
        assert_ne!(english["proof"]["proofValue"], signed["proof"]["proofValue"], "each language is a credential of its own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_and_badges_are_printed_for_everyone_with_a_booth() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000001").await;
    let held = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    let with_booth = format!(
        "FROM fair_application a JOIN stand s ON s.application_id = a.id JOIN family f ON f.id = a.family_id WHERE a.fair_id = {held}"
    );
    let many = place.number(&format!("SELECT COUNT(*) {with_booth}")).await;
    assert!(many > 3);
    let signs = read(&bytes(place.get_as(&officer, &format!("/ar/desk/fairs/{held}/signs.pdf")).await).await);
    assert_eq!(signs.len() as i64, many, "a page for each");
    let first = place.text(&format!("SELECT f.trade_name {with_booth} ORDER BY s.booth_id LIMIT 1")).await;
    assert!(signs.iter().any(|page| says(page, &first)), "{first} is not in {signs:?}");
    let badges = read(&bytes(place.get_as(&officer, &format!("/ar/desk/fairs/{held}/badges.pdf")).await).await).concat();
    let person =
        place.text(&format!("SELECT MIN(p.name) FROM fair_attendant p WHERE p.application_id IN (SELECT a.id {with_booth})")).await;
    assert!(says(&badges, &person), "{person} is not in {badges}");
    // Where nobody has a booth there is nothing to print.
    let planned = place.number("SELECT id FROM fair WHERE state = 'planned'").await;
    assert_eq!(place.get_as(&officer, &format!("/ar/desk/fairs/{planned}/signs.pdf")).await.status(), StatusCode::NOT_FOUND);
    // Names of people are not for everyone.
    for cookie in [place.sign_in("0920000001").await, place.sign_in("0910000006").await, String::new()] {
        let answer = place.get_as(&cookie, &format!("/ar/desk/fairs/{held}/badges.pdf")).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::SEE_OTHER].contains(&answer.status()), "{}", answer.status());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_leads_each_to_what_is_theirs() {
    let place = Place::open().await;
    let held = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    let slug = place.text(&format!("SELECT slug FROM fair WHERE id = {held}")).await;
    let key = place
        .number(&format!("SELECT MIN(a.id) FROM fair_application a JOIN stand s ON s.application_id = a.id WHERE a.fair_id = {held}"))
        .await;
    let product = place.number(&format!("SELECT MIN(product_id) FROM fair_product WHERE application_id = {key}")).await;
    let label = format!("/ar/fairs/{slug}/goods/{key}-{product}");
    let custody = format!("/ar/desk/fairs/{held}/accounts/{key}/goods/{product}");
    let officer = place.sign_in("0910000001").await;
    assert_eq!(location(&place.get_as(&officer, &label).await), custody);
    let (elsewhere, family) = (place.sign_in("0910000006").await, place.sign_in("0920000002").await);
    for cookie in [elsewhere.as_str(), family.as_str(), ""] {
        let answer = place.get_as(cookie, &label).await;
        assert!(location(&answer).starts_with("/ar/products/"), "{}", location(&answer));
    }
    for wrong in [format!("{key}-999999"), format!("999999-{product}"), "x".into(), "1-".into(), "-1".into()] {
        assert_eq!(place.get(&format!("/ar/fairs/{slug}/goods/{wrong}")).await.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_fair_shows_a_picture() {
    let place = Place::open().await;
    let slug = place.text("SELECT slug FROM fair WHERE state = 'running'").await;
    for l in ["ar", "en"] {
        let answer = place.get(&format!("/{l}/fairs/{slug}/share.png")).await;
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png");
        let picture = image::load_from_memory(&bytes(answer).await).unwrap();
        assert_eq!((picture.width(), picture.height()), (1_200, 630));
    }
}
