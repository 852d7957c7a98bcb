//! What HTTP adds: guards, cookies, caching, headers, forms shown again.

use crate::place::{Place, body, location};
use axum::http::{Method, StatusCode, header};

#[tokio::test(flavor = "multi_thread")]
async fn the_front_door_knows_the_language() {
    let place = Place::open().await;
    for (cookie, accept, expected) in [
        ("", "", "/ar"),
        ("", "en-GB,en;q=0.9", "/en"),
        ("", "fr, ar;q=0.5", "/ar"),
        ("souq_lang=en", "ar", "/en"),
        ("souq_lang=xx", "", "/ar"),
    ] {
        let headers = [("cookie", cookie), ("accept-language", accept)];
        let response = place.ask(Method::GET, "/", &headers, "").await;
        assert_eq!(location(&response), expected, "{cookie} {accept}");
    }
}

/// Messengers and social networks add a query of their own to every link.
#[tokio::test(flavor = "multi_thread")]
async fn links_that_were_shared_lead_home() {
    let place = Place::open().await;
    for path in ["/ar?fbclid=abc", "/en?utm_source=whatsapp", "/ar/products?fbclid=abc", "/ar/crafts/palm?fbclid=abc", "/?fbclid=abc"] {
        let status = place.get(path).await.status();
        assert!(matches!(status, StatusCode::OK | StatusCode::SEE_OTHER), "{path}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_foreign_things_are_404_in_the_readers_language() {
    let place = Place::open().await;
    for (path, words) in [
        ("/ar/products/لا-شيء", "غير معروض الآن"),
        ("/ar/crafts/لا-شيء", "غير موجودة"),
        ("/en/families/nobody", "does not exist"),
        ("/de/products", ""),
        ("/ar/desk", ""),
    ] {
        let response = place.get(path).await;
        let status = response.status();
        let text = body(response).await;
        assert!(status == StatusCode::NOT_FOUND || status == StatusCode::SEE_OTHER, "{path} {status}");
        assert!(text.contains(words), "{path}");
    }
}

/// PostgreSQL takes no zero byte, SQLite does: on both nothing has one in its address.
#[tokio::test(flavor = "multi_thread")]
async fn a_zero_byte_is_in_no_address() {
    let place = Place::open().await;
    for path in ["/ar/products/%00", "/ar/fairs/%00.ics", "/ar/products?q=%00", "/ar/me/calendar.ics?key=a%00", "/%00", "/media/%00"] {
        let response = place.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(body(response).await.contains("<html"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_limited_by_their_line() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let large = "a".repeat(600 * 1024);
    for kind in ["text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let headers = [("content-type", kind), ("cookie", family.as_str())];
        let response = place.ask(Method::POST, "/en/me/account", &headers, &large).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE, "{kind}");
        assert!(body(response).await.contains("larger than allowed"), "{kind}");
    }
    // One file is sixteen megabytes at most with what is around it; who may not send it is not told how large it may be.
    let larger = "a".repeat(17 * 1024 * 1024);
    let length = larger.len().to_string();
    let kind = ("content-type", "multipart/form-data; boundary=x");
    for (path, length, expected) in [
        ("/ar/me/family/documents/upload", length.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("/ar/me/family/documents/upload", "", StatusCode::UNPROCESSABLE_ENTITY),
        ("/ar/desk/import", length.as_str(), StatusCode::NOT_FOUND),
    ] {
        let cookie = place.sign_in(if expected == StatusCode::NOT_FOUND { "0920000003" } else { "0930000004" }).await;
        let response = place.ask(Method::POST, path, &[kind, ("cookie", &cookie), ("content-length", length)], &larger).await;
        assert_eq!(response.status(), expected, "{path}");
        if expected != StatusCode::NOT_FOUND {
            assert!(body(response).await.contains("15"), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_suggestions_say_who_may_keep_them() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000001").await;
    let fair = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    for file in ["training/figures.csv", "training/figures.xlsx", &format!("fairs/{fair}/report.csv"), &format!("fairs/{fair}/report.xlsx")]
    {
        let response = place.get_as(&officer, &format!("/ar/desk/{file}")).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store", "{file}");
    }
    assert_eq!(place.get("/ar/suggest?q=تمر").await.headers()[header::CACHE_CONTROL], "private, max-age=60");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let place = Place::open().await;
    for path in ["/ar", "/ar/nothing", "/healthz", "/assets/nothing.css", "/media/nothing", "/ar/me", "/robots.txt"] {
        let response = place.get(path).await;
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy", "x-frame-options"] {
            assert!(response.headers().contains_key(name), "{path} lacks {name}");
        }
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let text = body(response).await;
        assert!(
            !text.contains("<script>") && !text.contains(" onclick=") && !text.contains(" style="),
            "{path} holds inline script or style"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_still_there() {
    let place = Place::open().await;
    let response = place.post("/ar/join", "name=%D8%B3%D8%A7%D9%84%D9%85%D8%A9+%22%3Cb%3E&phone=123&password=geheim-99&email=x").await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = body(response).await;
    assert!(text.contains("سالمة &quot;&lt;b&gt;"), "the name is kept, escaped");
    assert!(text.contains("رقم هاتف ليبي") && text.contains("href=\"#f-phone\""));
    assert!(!text.contains("geheim-99"), "passwords are never sent back");
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_are_refused() {
    let place = Place::open().await;
    let headers =
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")];
    let response = place.ask(Method::POST, "/ar/sign-in", &headers, "phone=0920000001&password=x").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

/// A proxy that says a name of its own instead of the one that browsers know, and browsers that do not say where a form comes from (B30).
#[tokio::test(flavor = "multi_thread")]
async fn forms_of_our_address_pass_a_proxy() {
    let place = Place::open().await;
    let sent = async |origin: &str| {
        let headers = [("host", "souq-internal:8080"), ("origin", origin), ("content-type", "application/x-www-form-urlencoded")];
        place.ask(Method::POST, "/ar/sign-in", &headers, "phone=0920000001&password=x").await.status()
    };
    assert_eq!(sent("http://127.0.0.1:3000").await, StatusCode::UNPROCESSABLE_ENTITY);
    for origin in ["https://evil.example", "http://127.0.0.1:3001", "https://127.0.0.1:3000", "null"] {
        assert_eq!(sent(origin).await, StatusCode::FORBIDDEN, "{origin}");
    }
}

/// X9: a stroke at the end is no other address.
#[tokio::test(flavor = "multi_thread")]
async fn a_stroke_at_the_end_leads_to_the_page() {
    let place = Place::open().await;
    for (path, to) in [("/ar/", "/ar"), ("/ar/products/?q=x", "/ar/products?q=x"), ("/en/desk///", "/en/desk")] {
        let response = place.get(path).await;
        assert_eq!((response.status(), location(&response).as_str()), (StatusCode::PERMANENT_REDIRECT, to), "{path}");
    }
    assert_eq!(place.get("//evil.example/").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(place.post("/ar/sign-in/", "phone=1").await.status(), StatusCode::NOT_FOUND, "a form is sent where it says");
}

/// B57: the language changes, and nothing else comes along.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_language_is_the_same_page() {
    let place = Place::open().await;
    let family = place.sign_in("0920000001").await;
    let page = body(place.get_as(&family, "/ar/products?q=x&fbclid=abc").await).await;
    assert!(page.contains("href=\"/en/products?q=x\"") && !page.contains("fbclid=abc\" lang"));
    let page = body(place.get_as(&family, "/ar/me/account?done=saved").await).await;
    assert!(page.contains("href=\"/en/me/account\""), "what was done is not done once more");
}

/// A8: the life of a cookie is that of its session.
#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_lives_as_long_as_its_session() {
    let place = Place::open().await;
    let lives = async |phone: &str| {
        let response = place.post("/ar/sign-in", &format!("phone={phone}&password={}", world::DEMO_PASSWORD)).await;
        let set: Vec<_> = response.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
        let session = set.iter().find(|cookie| cookie.starts_with("souq_session=")).unwrap();
        session.split("Max-Age=").nth(1).unwrap().parse::<i64>().unwrap()
    };
    assert_eq!(lives("0920000001").await, 60 * 24 * 3_600);
    assert_eq!(lives("0910000001").await, 12 * 3_600, "of staff: a day of work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_over_in_the_middle_of_a_form_loses_nothing() {
    let place = Place::open().await;
    let typed = "trade_name=%D8%A8%D9%8A%D8%AA&story=%D8%AD%D9%83%D8%A7%D9%8A%D8%A9";
    let response = place.post("/ar/me/family/public", typed).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = body(response).await;
    assert!(page.contains("name=\"kept\"") && page.contains("/ar/me/family/public"));
    let kept = serde_urlencoded_of(&[
        ("phone", "0920000001"),
        ("password", world::DEMO_PASSWORD),
        ("next", "/ar/me/family/public"),
        ("kept", typed),
    ]);
    let response = place.post("/ar/sign-in", &kept).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = body(response).await;
    assert!(page.contains("value=\"بيت\"") && page.contains("value=\"حكاية\"") && page.contains("action=\"/ar/me/family/public\""));
}

fn serde_urlencoded_of(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_tells_nothing() {
    let place = Place::open().await;
    let known = body(place.post("/ar/sign-in", "phone=0920000001&password=wrong-password").await).await;
    let unknown = body(place.post("/ar/sign-in", "phone=0929999999&password=wrong-password").await).await;
    assert_eq!(known.replace("0920000001", ""), unknown.replace("0929999999", ""));
    for _ in 0..8 {
        // A forged address does not help: it is not believed without a proxy of one's own.
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-forwarded-for", "10.9.8.7")];
        place.ask(Method::POST, "/ar/sign-in", &headers, "phone=0920000001&password=wrong-password").await;
    }
    let right = format!("phone=0920000001&password={}", world::DEMO_PASSWORD);
    let response = place.post("/ar/sign-in", &right).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body(response).await.contains("انتظر"));
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_are_kept_and_personal_ones_never() {
    let place = Place::open().await;
    let first = place.get("/ar/products").await;
    let etag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
    let again = place.ask(Method::GET, "/ar/products", &[("if-none-match", &etag)], "").await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let family = place.sign_in("0920000001").await;
    let own = place.ask(Method::GET, "/ar/products", &[("cookie", &family)], "").await;
    assert_eq!(own.headers()[header::CACHE_CONTROL], "private, no-store");
    assert!(body(own).await.contains("/ar/me"));
    assert!(!body(place.get("/ar/products").await).await.contains("/ar/sign-out"), "a personal page was kept for others");
    // A change of price shows at once.
    let slug = body(place.get("/ar/products").await).await;
    let slug = slug.split("/ar/products/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = body(place.get(&format!("/ar/products/{slug}")).await).await;
    place.raise_all_prices().await;
    assert_ne!(body(place.get(&format!("/ar/products/{slug}")).await).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn link_previews_and_structured_data() {
    let place = Place::open().await;
    let list = body(place.get("/ar/products").await).await;
    let slug = list.split("/ar/products/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = body(place.get(&format!("/ar/products/{slug}")).await).await;
    for part in [
        "property=\"og:title\"",
        "property=\"og:image\"",
        "rel=\"canonical\"",
        "hreflang=\"en\"",
        "\"@type\":\"Product\"",
        "\"priceCurrency\":\"LYD\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(body(place.get("/sitemap.xml").await).await.contains("/sitemap-products-1.xml</loc>"));
    let map = body(place.get("/sitemap-products-1.xml").await).await;
    assert!(map.contains("/ar/products/") && map.contains("hreflang=\"en\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_of_what_is_not_published_is_not_there() {
    let place = Place::open().await;
    let address = place.unpublished_photo().await;
    let path = format!("/media/{address}-640.webp");
    assert_eq!(place.get(&path).await.status(), StatusCode::NOT_FOUND);
    let stranger = place.sign_in("0920000016").await;
    assert_eq!(place.ask(Method::GET, &path, &[("cookie", &stranger)], "").await.status(), StatusCode::NOT_FOUND);
    let list = body(place.get("/ar/products").await).await;
    let public = list.split("src=\"/media/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let response = place.get(&format!("/media/{public}")).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=86400, immutable");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_is_sent_unchanged_by_who_says_so() {
    let place = Place::open().await;
    let family = place.sign_in("0930000002").await;
    let asked = place.post_as(&family, "/ar/me/family/check", "").await;
    assert_eq!(asked.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let asked = body(asked).await;
    assert!(asked.contains("/ar/me/family/documents\">المستندات</a>") && asked.contains("name=\"sure\""), "{asked}");
    let sent = place.post_as(&family, "/ar/me/family/check", "sure=yes").await;
    assert_eq!((sent.status(), location(&sent).as_str()), (StatusCode::SEE_OTHER, "/ar/me/family/sent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_of_a_product_is_kept_on_the_way_to_another_step() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let begun = location(&place.post_as(&family, "/ar/me/products", "").await);
    let what = begun.replace("/photos", "/what");
    // One field is wrong, and the family goes back to its photos.
    let typed = "title_ar=%D8%B3%D9%84%D8%A9+%D9%83%D8%A8%D9%8A%D8%B1%D8%A9&weight=many&material=wool&then=photos";
    let left = place.post_as(&family, &what, typed).await;
    assert_eq!(left.status(), StatusCode::SEE_OTHER);
    assert!(location(&left).starts_with(&begun));
    let page = body(place.get_as(&family, &what).await).await;
    assert!(page.contains("سلة كبيرة") && page.contains("wool"), "{page}");
    // A form with mistakes is kept too, and told what is wrong.
    let typed = "title_ar=%D8%B3%D9%84%D8%A9+%D8%B5%D8%BA%D9%8A%D8%B1%D8%A9&craft=palm";
    assert_eq!(place.post_as(&family, &what, typed).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = body(place.get_as(&family, &what).await).await;
    assert!(page.contains("سلة صغيرة"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_renews_too_early_reads_when_it_opens() {
    let place = Place::open().await;
    let family = place.sign_in("0920000001").await;
    place.run("UPDATE family SET licence_expires_on = '2099-12-31' WHERE licence_number IS NOT NULL").await;
    let early = place.get_as(&family, "/en/me/renewal").await;
    assert_eq!(early.status(), StatusCode::OK);
    let early = body(early).await;
    assert!(early.contains("2099") && early.contains("1 November 2099") && !early.contains("name=\"words\""), "{early}");
    let sent = place.post_as(&family, "/en/me/renewal", "words=now").await;
    assert_eq!((sent.status(), location(&sent).as_str()), (StatusCode::SEE_OTHER, "/en/me/renewal"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_products_are_seen_approved_and_taken_back() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000001").await;
    let sql = "SELECT MIN(id) FROM casefile WHERE kind = 'product' AND state = 'submitted' AND flagged IS NULL AND assigned_to IS NULL";
    let case = place.number(sql).await;
    let list = body(place.get_as(&officer, "/ar/desk?kind=product").await).await;
    assert!(list.contains("class=\"brief\"") && list.contains("class=\"price\""), "pictures and prices stand in the list");
    let seen = body(place.get_as(&officer, &format!("/ar/desk/approve?kind=product&case={case}")).await).await;
    assert!(seen.contains("منتج واحد: تأكيد") && seen.contains("class=\"brief\""));
    let state = async || place.text(&format!("SELECT state FROM casefile WHERE id = {case}")).await;
    assert_eq!(state().await, "submitted", "looking decides nothing");
    let done = body(place.post_as(&officer, "/ar/desk/approve?kind=product", &format!("case={case}")).await).await;
    assert!(done.contains("/ar/desk/approve/undo?kind=product") && done.contains("/ar/desk?kind=product"), "back to the same list");
    assert_eq!(state().await, "decided");
    let undone = body(place.post_as(&officer, "/ar/desk/approve/undo?kind=product", &format!("case={case}")).await).await;
    assert!(undone.contains("عاد إلى المراجعة"));
    assert_eq!(state().await, "in_review");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_end_of_a_list_stands_its_last_page() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000001").await;
    let page = body(place.get_as(&officer, "/ar/desk?page=99").await).await;
    assert!(page.contains("class=\"queue") && !page.contains("لا ملفات بهذه الشروط"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_before_a_juror_is_for_who_was_asked_and_names_no_other_address() {
    let place = Place::open().await;
    let with_photo = "fair_application a JOIN fair_product s ON s.application_id = a.id JOIN product p ON p.id = s.product_id \
                      JOIN product_photo f ON f.version_id = p.live_version_id \
                      WHERE a.blind IS NOT NULL AND EXISTS (SELECT 1 FROM fair_review r WHERE r.application_id = a.id)";
    let key = place.number(&format!("SELECT MIN(a.id) FROM {with_photo}")).await;
    let fair = place.number(&format!("SELECT fair_id FROM fair_application WHERE id = {key}")).await;
    let number = place.number(&format!("SELECT blind FROM fair_application WHERE id = {key}")).await;
    let path = format!("/media/blind/{fair}/{number}/0-640.webp");
    let reviews = format!("SELECT juror_id FROM fair_review WHERE application_id = {key}");
    let juror =
        |is: &str| format!("SELECT MIN(phone) FROM person WHERE phone BETWEEN '0910000007' AND '0910000009' AND id {is} ({reviews})");
    let asked = place.sign_in(&place.text(&juror("IN")).await).await;
    let response = place.get_as(&asked, &path).await;
    assert_eq!((response.status(), response.headers()[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "image/webp"));
    assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().starts_with("private"));
    let addresses = place.text("SELECT GROUP_CONCAT(address, ' ') FROM media WHERE kind = 'photo'").await;
    let told: String = response.headers().values().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned() + "\n").collect();
    assert!(addresses.split(' ').all(|address| !told.contains(address)), "{told}");
    // Neither who keeps the desk, nor another juror, nor a visitor sees it.
    for phone in ["0910000001".to_owned(), place.text(&juror("NOT IN")).await] {
        let cookie = place.sign_in(&phone).await;
        assert_eq!(place.get_as(&cookie, &path).await.status(), StatusCode::NOT_FOUND, "{phone}");
    }
    assert_eq!(place.get(&path).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_for_a_fair_is_kept_on_the_way_to_another_step() {
    let place = Place::open().await;
    let family = place.sign_in("0920000008").await;
    let mine = "state = 'draft' AND applicant_id = (SELECT id FROM person WHERE phone = '0920000008')";
    let key = place.number(&format!("SELECT MAX(id) FROM fair_application WHERE {mine}")).await;
    let needs = format!("/ar/me/fairs/{key}/needs");
    let left = place.post_as(&family, &needs, "size=small&part=whole&words=near+the+door&then=people").await;
    assert_eq!(left.status(), StatusCode::SEE_OTHER);
    assert!(location(&left).starts_with(&format!("/ar/me/fairs/{key}/people")));
    let page = body(place.get_as(&family, &needs).await).await;
    assert!(page.contains("near the door") && page.contains("value=\"people\""), "{page}");
    // What cannot be kept is said, and nothing of it is lost.
    let wrong = place.post_as(&family, &needs, "size=small&part=whole&lodging=many&words=near+the+gate&then=people").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body(wrong).await.contains("near the gate"));
}
