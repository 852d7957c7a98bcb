//! Owner × state × route: what a family may do in each state of its licence, through every form it has.

use axum::http::{Method, StatusCode};
use ground::route::Access;
use server::web;

use crate::place::{Place, cookie};

/// States of a family, and whether its products are shown then.
const STATES: [(&str, bool); 8] = [
    ("draft", false),
    ("submitted", false),
    ("returned", false),
    ("approved", true),
    ("suspended", false),
    ("expired", false),
    ("refused", false),
    ("left", false),
];

/// Forms that a filled-in person could send, with what they send.
fn filled(path: &str) -> &'static str {
    match path.rsplit('/').next().unwrap_or_default() {
        "order" => "order=x",
        "price" => "availability=in_stock&rows=1&price_0=45&stock_0=3",
        _ => "",
    }
}

/// In no state but «approved» does any form of the family bring a product to the market, open a review, or begin a product.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_licensed_family_reaches_the_market() {
    let place = Place::open().await;
    let phone = "0920000006";
    let family = place.sign_in(phone).await;
    let owner = "(SELECT id FROM person WHERE phone = '0920000006')";
    let id = place.number(&format!("SELECT id FROM family WHERE owner_id = {owner}")).await;
    let products = place.number(&format!("SELECT COUNT(*) FROM product WHERE family_id = {id}")).await;
    let shown = format!("SELECT COUNT(*) FROM product WHERE family_id = {id} AND state = 'published' AND NOT withheld");
    let on_market = place.number(&shown).await;
    assert!(on_market > 0);
    // A product of each kind that the family has: on the market, paused, in review.
    let mut keys = Vec::new();
    for state in ["published", "paused", "in_review"] {
        let sql = format!("SELECT COALESCE(MIN(id), 0) FROM product WHERE family_id = {id} AND state = '{state}'");
        keys.push(place.number(&sql).await);
    }
    assert!(keys.iter().all(|key| *key > 0), "{keys:?}");
    let cases = place.number("SELECT COUNT(*) FROM casefile WHERE kind = 'product'").await;
    for (state, holds) in STATES.into_iter().filter(|(_, holds)| !holds) {
        place.run(&format!("UPDATE family SET state = '{state}' WHERE id = {id}")).await;
        place.run(&format!("UPDATE product SET withheld = {} WHERE family_id = {id}", !holds)).await;
        for entry in web::table().into_iter().filter(|entry| entry.access == Access::SignedIn && entry.path.starts_with("/me/products")) {
            for key in &keys {
                let path = entry.path.split('/').map(|part| if part.starts_with('{') { key.to_string() } else { part.to_owned() });
                let path = format!("/ar{}", path.collect::<Vec<_>>().join("/"));
                // What takes off for good is the family's own at any time; it is not what is asked here.
                if path.ends_with("/discard") {
                    continue;
                }
                let method = Method::from_bytes(entry.method.as_bytes()).unwrap();
                let headers = [("cookie", family.as_str()), ("content-type", "application/x-www-form-urlencoded")];
                let answer = place.ask(method, &path, &headers, filled(&path)).await;
                assert!(!answer.status().is_server_error(), "{state} {} {path}: {}", entry.method, answer.status());
            }
        }
        assert_eq!(place.number(&shown).await, 0, "{state}: something came to the market");
        assert_eq!(
            place.number(&format!("SELECT COUNT(*) FROM product WHERE family_id = {id}")).await,
            products,
            "{state}: a product was begun"
        );
        assert_eq!(place.number("SELECT COUNT(*) FROM casefile WHERE kind = 'product'").await, cases, "{state}: a review was opened");
        let direct = place.text(&format!("SELECT slug FROM product WHERE id = {}", keys[0])).await;
        assert_eq!(place.get(&format!("/ar/products/{direct}")).await.status(), StatusCode::NOT_FOUND, "{state}: a direct link");
    }
}

/// A role that has ended, one that has not begun, and one of another branch let nobody in.
#[tokio::test(flavor = "multi_thread")]
async fn roles_hold_within_their_dates_and_scope() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000003").await;
    let person = "(SELECT id FROM person WHERE phone = '0910000003')";
    assert_eq!(place.get_as(&officer, "/ar/desk").await.status(), StatusCode::OK);
    for (change, expected) in [
        (format!("UPDATE role_grant SET ends_at = '2020-01-01 00:00:00+00:00' WHERE person_id = {person}"), StatusCode::NOT_FOUND),
        (format!("UPDATE role_grant SET ends_at = NULL WHERE person_id = {person}"), StatusCode::OK),
        (format!("UPDATE role_grant SET starts_at = '2999-01-01 00:00:00+00:00' WHERE person_id = {person}"), StatusCode::NOT_FOUND),
        (format!("UPDATE role_grant SET starts_at = '2020-01-01 00:00:00+00:00' WHERE person_id = {person}"), StatusCode::OK),
    ] {
        place.run(&change).await;
        assert_eq!(place.get_as(&officer, "/ar/desk").await.status(), expected, "{change}");
    }
    // Every case of another branch is not there, for every form of the desk.
    let sql = "SELECT MIN(c.id) FROM casefile c JOIN municipality m ON m.code = c.municipality_code WHERE m.branch_id = 2";
    let foreign = place.number(sql).await;
    for entry in web::table().into_iter().filter(|entry| entry.path.starts_with("/desk/cases/{case}")) {
        let path = entry.path.replace("{case}", &foreign.to_string()).replace("{member}", "1");
        let method = Method::from_bytes(entry.method.as_bytes()).unwrap();
        let form = "checked=yes&note=hello&outcome=approved&recommend=approved&recommend_words=good&assigned_to=1&send_back_words=look&return_title=x";
        let kind = if path.ends_with("/documents") { "multipart/form-data; boundary=x" } else { "application/x-www-form-urlencoded" };
        let answer = place.ask(method, &format!("/ar{path}"), &[("cookie", &officer), ("content-type", kind)], form).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{} {path}", entry.method);
    }
}

/// A session ends with its last day, on the server, whatever the browser keeps.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_over_is_nobodys() {
    let place = Place::open().await;
    let form = format!("phone=0920000001&password={}", world::DEMO_PASSWORD);
    let family = cookie(&place.post("/ar/sign-in", &form).await);
    assert_eq!(place.get_as(&family, "/ar/me").await.status(), StatusCode::OK);
    place.run("UPDATE session SET expires_at = '2020-01-01 00:00:00+00:00'").await;
    assert_eq!(place.get_as(&family, "/ar/me").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(place.get_as("souq_session=guessed", "/ar/me").await.status(), StatusCode::SEE_OTHER);
}
