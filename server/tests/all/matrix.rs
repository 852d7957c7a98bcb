//! Role × route, generated from the URL table: who is not let in by the table gets 404, a way to sign
//! in, or to the second factor; never an answer.

use crate::place::{self, Place, location};
use ground::actor::Role;
use ground::route::Access;

use axum::http::{Method, StatusCode};
use server::web;

/// A path of the table with keys that are not there.
fn concrete(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "999999" } else { part });
    format!("/ar{}", parts.collect::<Vec<_>>().join("/"))
}

async fn asks(place: &Place, method: &str, path: &str, cookie: &str) -> (StatusCode, String) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
    let response = place.ask(method, path, &headers, "").await;
    (response.status(), location(&response))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whom_the_table_lets_in() {
    let place = Place::open().await;
    let visitor = String::new();
    let family = place.sign_in("0920000001").await;
    let mut staff = Vec::new();
    for member in &world::STAFF {
        staff.push((member.role, place.sign_in(member.phone).await));
    }
    // An officer who has given the password only.
    let form = format!("phone={}&password={}", world::STAFF[1].phone, world::DEMO_PASSWORD);
    let half = place::cookie(&place.post("/ar/sign-in", &form).await);
    let (mut checked, mut halves) = (0, 0);
    for entry in web::table() {
        let (method, path) = (entry.method, concrete(entry.path));
        match entry.access {
            Access::Public => {}
            Access::SigningIn | Access::SignedIn => {
                let (status, to) = asks(&place, method, &path, &visitor).await;
                let led = to.contains("/sign-in") || status == StatusCode::UNPROCESSABLE_ENTITY;
                assert!(led, "visitor {method} {path}: {status} {to}");
                if entry.access == Access::SignedIn {
                    // A password alone opens no page of a member of staff: not the account, not the inbox.
                    let (status, to) = asks(&place, method, &path, &half).await;
                    let led = to.contains("/sign-in/code") || status == StatusCode::UNPROCESSABLE_ENTITY;
                    assert!(led, "without second factor {method} {path}: {status} {to}");
                    halves += 1;
                }
            }
            Access::Staff(roles) => {
                let (status, to) = asks(&place, method, &path, &visitor).await;
                assert!(to.contains("/sign-in") || status == StatusCode::UNPROCESSABLE_ENTITY, "visitor {method} {path}: {status}");
                assert_eq!(asks(&place, method, &path, &family).await.0, StatusCode::NOT_FOUND, "family {method} {path}");
                if roles.contains(&world::STAFF[1].role) {
                    let (status, to) = asks(&place, method, &path, &half).await;
                    let led = to.contains("/sign-in/code") || status == StatusCode::UNPROCESSABLE_ENTITY;
                    assert!(led, "without second factor {method} {path}: {status} {to}");
                }
                for (role, cookie) in staff.iter().filter(|(role, _)| !roles.contains(role)) {
                    assert_eq!(asks(&place, method, &path, cookie).await.0, StatusCode::NOT_FOUND, "{role:?} {method} {path}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 50 && halves > 50, "the table was read: {checked}, {halves}");
    // The same for what stands outside the table, and for the head of a page.
    let paper = place.ask(Method::GET, "/media/private/1", &[("cookie", half.as_str())], "").await;
    assert_ne!(paper.status(), StatusCode::OK);
    let home = place::body(place.ask(Method::GET, "/ar", &[("cookie", half.as_str())], "").await).await;
    assert!(home.contains("/ar/sign-in/code") && !home.contains("/ar/inbox") && !home.contains("/ar/me/account"), "{home}");
}

/// The auditor reads the desk and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_changes_nothing() {
    let posts = web::table().into_iter().filter(|entry| entry.method == "POST");
    let writable = posts.filter(|entry| matches!(entry.access, Access::Staff(roles) if roles.contains(&Role::Auditor)));
    assert_eq!(writable.map(|entry| entry.path).collect::<Vec<_>>(), Vec::<&str>::new());
}
