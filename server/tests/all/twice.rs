//! The same form sent many times at once and again: one effect, the same answer.

use std::collections::HashSet;

use axum::http::StatusCode;
use futures::future::join_all;

use crate::place::{Place, body, jpeg, location};

const TIMES: usize = 20;

/// Sends a form many times at once and once more; gives the answers that differ.
async fn many(place: &Place, cookie: &str, path: &str, form: &str) -> HashSet<(StatusCode, String)> {
    let answers = join_all((0..TIMES).map(|_| place.post_as(cookie, path, form))).await;
    let again = place.post_as(cookie, path, form).await;
    answers.iter().chain([&again]).map(|answer| (answer.status(), location(answer))).collect()
}

fn once(status: StatusCode, to: &str) -> HashSet<(StatusCode, String)> {
    HashSet::from([(status, to.to_owned())])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_sent_and_decided_once() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let starts = many(&place, &family, "/ar/me/products", "").await;
    assert_eq!(starts.len(), 1, "a draft that nothing was written into is taken up again: {starts:?}");
    let photos = starts.into_iter().next().unwrap().1;
    let base = photos.trim_end_matches("/photos").to_owned();
    let id: i64 = base.rsplit('/').next().unwrap().parse().unwrap();
    place.upload(&family, &photos, &[], &[("photos", "a.jpg", &jpeg(5))]).await;
    let what = "title_ar=%D9%83%D9%84%D9%8A%D9%85&craft=weaving&making=hand&description_ar=%D9%83%D9%84%D9%8A%D9%85+%D9%85%D9%86+%D8%B5%D9%88%D9%81";
    assert_eq!(
        many(&place, &family, &format!("{base}/what"), what).await,
        once(StatusCode::SEE_OTHER, &format!("{base}/price?done=saved"))
    );
    let price = "availability=in_stock&rows=1&price_0=45&stock_0=3";
    assert_eq!(
        many(&place, &family, &format!("{base}/price"), price).await,
        once(StatusCode::SEE_OTHER, &format!("{base}/check?done=saved"))
    );
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM product_variant WHERE product_id = {id}")).await, 1);
    assert_eq!(many(&place, &family, &format!("{base}/check"), "").await, once(StatusCode::SEE_OTHER, &format!("{base}/sent")));
    let cases = format!("SELECT COUNT(*) FROM casefile WHERE kind = 'product' AND subject_id = {id}");
    assert_eq!(place.number(&cases).await, 1);
    let case = place.number(&cases.replace("COUNT(*)", "MAX(id)")).await;
    let officer = place.sign_in("0910000001").await;
    let path = format!("/ar/desk/cases/{case}");
    for (act, form, done) in [("take", "", "taken"), ("decide", "outcome=approved", "decided")] {
        let expected = once(StatusCode::SEE_OTHER, &format!("{path}?done={done}"));
        assert_eq!(many(&place, &officer, &format!("{path}/{act}"), form).await, expected, "{act}");
    }
    let decided = format!("SELECT COUNT(*) FROM audit WHERE act = 'case.decide' AND subject_kind = 'product' AND subject_id = {id}");
    assert_eq!(place.number(&decided).await, 1);
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM product WHERE id = {id} AND state = 'published'")).await, 1);
    let told = "SELECT COUNT(*) FROM notice WHERE details LIKE '%\"approved\"%' AND link = '/me/cases/";
    assert_eq!(place.number(&format!("{told}{case}'")).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_reports_and_families_are_added_once() {
    let place = Place::open().await;
    let applicant = place.sign_in("0930000004").await;
    let before = place.number("SELECT COUNT(*) FROM family_member").await;
    let member = "name=%D8%A3%D9%85%D9%8A%D9%86%D8%A9&relation=sibling&birth_year=1990&identity_kind=&identity_number=";
    let answers = many(&place, &applicant, "/ar/me/family/members", member).await;
    assert_eq!(answers, once(StatusCode::SEE_OTHER, "/ar/me/family/members?done=saved"));
    assert_eq!(place.number("SELECT COUNT(*) FROM family_member").await, before + 1);
    // A stranger's report, from one page.
    let list = body(place.get("/ar/products").await).await;
    let slug = list.split("/ar/products/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let reports = place.number("SELECT COUNT(*) FROM listing_report").await;
    let form = "reason=misleading&words=the+photo+shows+another+thing&contact=";
    let mut numbers = HashSet::new();
    for _ in 0..5 {
        let page = body(place.post(&format!("/ar/products/{slug}/report"), form).await).await;
        numbers.insert(page.split("R-2").nth(1).unwrap().chars().take(9).collect::<String>());
    }
    assert_eq!((numbers.len(), place.number("SELECT COUNT(*) FROM listing_report").await), (1, reports + 1));
    // An officer begins an application for a family.
    let officer = place.sign_in("0910000001").await;
    let form = "name=%D9%85%D9%86%D9%89&phone=0925557777&how=signed&consent=yes";
    assert_eq!(many(&place, &officer, "/ar/desk/families/new", form).await.len(), 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM family WHERE contact_phone = '0925557777'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_cannot_both_decide() {
    let place = Place::open().await;
    let case = place.number("SELECT MIN(id) FROM casefile WHERE kind = 'product' AND state = 'submitted'").await;
    let (one, two) = (place.sign_in("0910000001").await, place.sign_in("0910000002").await);
    let path = format!("/ar/desk/cases/{case}/decide");
    let refuse = "outcome=refused&reason=other&words=%D8%B3%D8%A8%D8%A8+%D9%88%D8%A7%D8%B6%D8%AD+%D9%87%D9%86%D8%A7";
    let (a, b) = tokio::join!(place.post_as(&one, &path, "outcome=approved"), place.post_as(&two, &path, refuse));
    let mut statuses = [a.status(), b.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM case_event WHERE case_id = {case} AND act = 'decide'")).await, 1);
}
