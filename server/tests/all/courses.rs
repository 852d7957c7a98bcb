//! Pages of training that say something first.

use axum::http::{StatusCode, header};
use sea_orm::EntityTrait;
use server::clock;
use training::entity::lesson;
use training::lessons::attendance::code_at;

use crate::place::{Place, body, location};

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_up_is_told_where_that_stands() {
    let place = Place::open().await;
    let open = "FROM cohort x JOIN course c ON c.id = x.course_id WHERE x.state = 'open' ORDER BY x.id LIMIT 1";
    let path = place.text(&format!("SELECT '/ar/courses/' || c.slug || '/' || x.number || '/apply' {open}")).await;
    let page = body(place.get_as(&place.sign_in("0920000001").await, &path).await).await;
    let mine = "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.applicant_id WHERE p.phone = '0920000001' AND e.state = 'submitted'";
    assert!(page.contains(&format!("/ar/me/training#e-{}", place.number(mine).await)), "{page}");
    assert!(page.contains("سجّلتم فيها"), "{page}");
    // Who did not has the form, and when and where before it.
    let other = body(place.get_as(&place.sign_in("0921000001").await, &path).await).await;
    assert!(!other.contains("سجّلتم فيها") && other.find("مقر فرع الجنوب") < other.find("name=\"member\""), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_keeps_its_time_while_somebody_signs_in() {
    let place = Place::open().await;
    let found = lesson::Entity::find().one(place.state.db.read()).await.unwrap().unwrap();
    let fresh = format!("/ar/attend/{}/{}", found.id, code_at(&found, clock::now().timestamp()));
    // In the browser, and in no address that others could be given.
    let asked = place.get(&fresh).await;
    let kept = asked.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(kept.starts_with(&format!("souq_scan_{}=", found.id)) && kept.contains("HttpOnly") && kept.contains("Max-Age=600"), "{kept}");
    let to = location(&asked);
    assert!(to.starts_with("/ar/sign-in?next=") && to.contains(fresh.rsplit('/').next().unwrap()), "{to}");
    // What is none leads to signing in as it is, and nothing is kept; neither is it for who is signed in.
    let old = place.get(&format!("/ar/attend/{}/0123456789abcdef", found.id)).await;
    assert!(location(&old).contains("0123456789abcdef") && !old.headers().contains_key(header::SET_COOKIE));
    let known = place.get_as(&place.sign_in("0920000001").await, &fresh).await;
    assert!(known.headers().get_all(header::SET_COOKIE).iter().all(|value| !value.to_str().unwrap().contains("souq_scan")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_says_first_whether_it_holds() {
    let place = Place::open().await;
    let code = place.text("SELECT code FROM certificate WHERE state = 'issued' ORDER BY id LIMIT 1").await;
    let name = place.text(&format!("SELECT name FROM certificate WHERE code = '{code}'")).await;
    let path = format!("/ar/certificates/{code}");
    let page = body(place.get(&path).await).await;
    assert!(page.contains("verdict good") && page.contains(&name) && page.contains(&format!("{path}/certificate.png")), "{page}");
    place.run(&format!("UPDATE certificate SET state = 'revoked' WHERE code = '{code}'")).await;
    let page = body(place.get(&path).await).await;
    assert!(page.contains("verdict danger") && !page.contains(&name) && !page.contains("certificate.png"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_up_is_given_as_a_workbook_to_who_plans() {
    let place = Place::open().await;
    let cohort = place.number("SELECT id FROM cohort WHERE state = 'open' ORDER BY id LIMIT 1").await;
    let path = format!("/ar/desk/training/cohorts/{cohort}/people.xlsx");
    let file = place.get_as(&place.sign_in("0910000001").await, &path).await;
    assert_eq!((file.status(), file.headers()[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "private, no-store"));
    assert_eq!(place.get_as(&place.sign_in("0920000001").await, &path).await.status(), StatusCode::NOT_FOUND);
    let taken = format!("SELECT COUNT(*) FROM audit WHERE act = 'training.export' AND subject_id = {cohort} AND details LIKE 'rows: %'");
    assert_eq!(place.number(&taken).await, 1, "who took it stands in the trail");
}
