//! Files that people and attackers send.

use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use futures::TryStreamExt;
use ground::ids::PersonId;
use server::blobs::Blobs;
use server::front::Front;
use server::state::State;
use server::sweep::{WITHOUT_ROW, sweep};
use server::uploads::Uploads;

use crate::place::{Place, body, jpeg, location};

/// A product of a family, begun; its photos page and key.
async fn begun(place: &Place, cookie: &str) -> (String, i64) {
    let to = location(&place.post_as(cookie, "/ar/me/products", "").await);
    let id = to.split('/').nth(4).unwrap().parse().unwrap();
    (to, id)
}

async fn photos(place: &Place, product: i64) -> i64 {
    let sql = "SELECT COUNT(*) FROM product_photo f JOIN product p ON p.draft_version_id = f.version_id WHERE p.id = ";
    place.number(&format!("{sql}{product}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn content_decides_and_nothing_hostile_is_kept() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let (path, id) = begun(&place, &family).await;
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let html: &[u8] = b"\xFF\xD8\xFF\xE0<html><script>alert(1)</script></html>";
    let truncated = &jpeg(3)[..900];
    for (name, bytes, words) in [
        ("photo.jpg", svg, "ليس صورة سليمة"),
        ("photo.png", html, "ليس صورة سليمة"),
        ("photo.webp", truncated, "وصل جزء من الصورة فقط"),
        ("photo.jpg", b"GIF89a\x01\0\x01\0", "هذه صورة GIF"),
        ("photo.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC من آيفون"),
    ] {
        let response = place.upload(&family, &path, &[], &[("photos", name, bytes)]).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(body(response).await.contains(words), "{name}");
    }
    let large = vec![0xFF; 15 * 1024 * 1024 + 10];
    let response = place.upload(&family, &path, &[], &[("photos", "large.jpg", &large)]).await;
    assert!(body(response).await.contains("أكبر من 15"));
    let response = place.upload(&family, &path, &[], &[("photos", "empty.jpg", b"")]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(photos(&place, id).await, 0);
    // Names are words, never paths.
    for (n, name) in ["../../souq.sqlite", "/etc/passwd", "صورة\u{202E}gpj.exe", "a\"; x=\"b.jpg"].into_iter().enumerate() {
        let response = place.upload(&family, &path, &[], &[("photos", name, &jpeg(20 + n as u32))]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{name}");
    }
    assert_eq!(photos(&place, id).await, 4);
    assert!(place.folder.path().join("souq.sqlite").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_photos_and_no_more() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let (path, id) = begun(&place, &family).await;
    let pictures: Vec<Vec<u8>> = (0..9).map(|n| jpeg(40 + n * 3)).collect();
    let files: Vec<(&str, &str, &[u8])> = pictures.iter().map(|bytes| ("photos", "a.jpg", bytes.as_slice())).collect();
    assert_eq!(place.upload(&family, &path, &[], &files).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(place.upload(&family, &path, &[], &files[..8]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(photos(&place, id).await, 8);
    assert_eq!(place.upload(&family, &path, &[], &files[8..]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // The same photo sent twice is one photo; another family's product is not there.
    assert_eq!(photos(&place, id).await, 8);
    let other = place.sign_in("0920000016").await;
    assert_eq!(place.upload(&other, &path, &[], &files[..1]).await.status(), StatusCode::NOT_FOUND);
}

/// The same place with a store of its own, as other tests use theirs at the same time.
fn with_own_store(place: Place) -> Place {
    let state = State { blobs: Blobs::in_memory(), ..place.state.clone() };
    Place { router: Front::new(&state), state, ..place }
}

async fn files(place: &Place) -> usize {
    let later = server::clock::now() + chrono::TimeDelta::hours(1);
    let mut many = 0;
    for folder in ["photos", "documents"] {
        many += place.state.blobs.older(folder, later).try_collect::<Vec<_>>().await.unwrap().len();
    }
    many
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_leaves_no_file() {
    let place = with_own_store(Place::open().await);
    let family = place.sign_in("0920000003").await;
    let (path, id) = begun(&place, &family).await;
    let pictures: Vec<Vec<u8>> = (0..9).map(|n| jpeg(60 + n * 3)).collect();
    let sent: Vec<(&str, &str, &[u8])> = pictures.iter().map(|bytes| ("photos", "a.jpg", bytes.as_slice())).collect();
    place.upload(&family, &path, &[], &sent[..7]).await;
    assert_eq!((photos(&place, id).await, files(&place).await), (7, 7 * 6));
    // One of two has room, and the other one is said to be too many.
    assert_eq!(place.upload(&family, &path, &[], &sent[7..]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((photos(&place, id).await, files(&place).await), (8, 8 * 6));
    // Only the act that writes the row knows that a fair has its twenty-four photos: the files of one more go again.
    let fair = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    let officer = place.sign_in("0910000001").await;
    let before = place.number("SELECT COUNT(*) FROM fair_photo").await;
    for n in 0..26 {
        let photo: &[(&str, &str, &[u8])] = &[("photo", "hall.jpg", &jpeg(100 + 3 * n))];
        place.upload(&officer, &format!("/ar/desk/fairs/{fair}/photos/upload"), &[("alt", "زوار عند الأجنحة")], photo).await;
    }
    let added = place.number("SELECT COUNT(*) FROM fair_photo").await - before;
    assert!(added <= 24);
    assert_eq!(files(&place).await, 8 * 6 + added as usize * 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_without_a_row_go_after_a_day() {
    let place = with_own_store(Place::open().await);
    let family = place.sign_in("0920000003").await;
    let (path, _) = begun(&place, &family).await;
    place.upload(&family, &path, &[], &[("photos", "a.jpg", &jpeg(91))]).await;
    let lost = "0b".repeat(32);
    for name in [format!("photos/{lost}-640.webp"), format!("documents/{lost}"), "photos/readme.txt".to_owned()] {
        place.state.blobs.put(&name, bytes::Bytes::from_static(b"lost")).await.unwrap();
    }
    let now = server::clock::now();
    assert_eq!(sweep(&place.state, now - WITHOUT_ROW).await.unwrap(), 0, "written today");
    assert_eq!(sweep(&place.state, now + chrono::TimeDelta::hours(1)).await.unwrap(), 2);
    assert_eq!(files(&place).await, 6 + 1, "what has a row, and what is not ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_already_is_asked_to_wait() {
    let place = Place::open().await;
    let state = State { uploads: Uploads::waiting(Duration::from_millis(50)), ..place.state.clone() };
    let place = Place { router: Front::new(&state), state, ..place };
    let family = place.sign_in("0920000003").await;
    let (path, id) = begun(&place, &family).await;
    let person = place.number("SELECT id FROM person WHERE phone = '0920000003'").await;
    let sending = place.state.uploads.place(PersonId(person)).await.unwrap();
    for (path, words) in [(path.clone(), "مزدحمة"), (path.replace("/ar/", "/en/"), "busy")] {
        let answer = place.upload(&family, &path, &[], &[("photos", "a.jpg", &jpeg(7))]).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(header::RETRY_AFTER));
        assert!(body(answer).await.contains(words), "{path}");
    }
    drop(sending);
    // One after the other, as the island sends them.
    for n in 0..3 {
        assert_eq!(place.upload(&family, &path, &[], &[("photos", "a.jpg", &jpeg(30 + 5 * n))]).await.status(), StatusCode::SEE_OTHER);
    }
    assert_eq!(photos(&place, id).await, 3);
}

/// An animated WebP of ten thousand frames, each the same small picture.
fn ten_thousand_frames() -> Vec<u8> {
    let still = webp::Encoder::from_rgb(&[90; 300 * 300 * 3], 300, 300).encode(20.0).to_vec();
    let frame = &still[12..];
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut out = name.to_vec();
        out.extend((data.len() as u32).to_le_bytes());
        out.extend_from_slice(data);
        out.extend(std::iter::repeat_n(0, data.len() % 2));
        out
    };
    let side = &299_u32.to_le_bytes()[..3];
    let mut body = b"WEBP".to_vec();
    body.extend(chunk(b"VP8X", &[&[0x02, 0, 0, 0], side, side].concat()));
    body.extend(chunk(b"ANIM", &[0; 6]));
    let shown = chunk(b"ANMF", &[&[0; 6], side, side, &[100, 0, 0, 0], frame].concat());
    for _ in 0..10_000 {
        body.extend_from_slice(&shown);
    }
    chunk(b"RIFF", &body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_one_picture_or_none() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let (path, id) = begun(&place, &family).await;
    let response = place.upload(&family, &path, &[], &[("photos", "film.webp", &ten_thousand_frames())]).await;
    let taken = match response.status() {
        StatusCode::SEE_OTHER => 1,
        StatusCode::UNPROCESSABLE_ENTITY => 0,
        other => panic!("{other}"),
    };
    assert_eq!(photos(&place, id).await, taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_for_their_owner_and_officers_in_scope() {
    let place = Place::open().await;
    // The first applicant of the demo town lives in Murzuq, of Sabha's branch.
    let id = place.number("SELECT MIN(media_id) FROM family_document").await;
    let path = format!("/media/private/{id}");
    let owner = place.sign_in("0930000001").await;
    let response = place.get_as(&owner, &path).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    for (phone, expected) in [
        ("0910000001", StatusCode::OK),
        ("0910000003", StatusCode::OK),
        ("0910000005", StatusCode::NOT_FOUND),
        ("0920000001", StatusCode::NOT_FOUND),
        ("0930000002", StatusCode::NOT_FOUND),
    ] {
        let cookie = place.sign_in(phone).await;
        assert_eq!(place.get_as(&cookie, &path).await.status(), expected, "{phone}");
    }
    assert_eq!(location(&place.get(&path).await), "/ar/sign-in");
    // What is still being filled in at home is nobody's to read.
    let begun = place.sign_in("0930000004").await;
    let sent = [("kind", "identity")];
    place.upload(&begun, "/ar/me/family/documents/upload", &sent, &[("document", "id.jpg", &jpeg(3))]).await;
    let draft = format!("/media/private/{}", place.number("SELECT MAX(media_id) FROM family_document").await);
    assert_eq!(place.get_as(&begun, &draft).await.status(), StatusCode::OK);
    for phone in ["0910000002", "0910000010", "0910000011"] {
        let cookie = place.sign_in(phone).await;
        assert_eq!(place.get_as(&cookie, &draft).await.status(), StatusCode::NOT_FOUND, "{phone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_a_case_stay_within_its_scope() {
    let place = Place::open().await;
    let case = place.number("SELECT MIN(id) FROM casefile WHERE kind = 'family'").await;
    let path = format!("/ar/desk/cases/{case}/documents");
    let sabha = place.sign_in("0910000003").await;
    let mountain = place.sign_in("0910000005").await;
    let paper = jpeg(77);
    let files: [(&str, &str, &[u8]); 1] = [("document", "زيارة.jpg", &paper)];
    assert_eq!(place.upload(&mountain, &path, &[], &files).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(place.upload(&sabha, &path, &[], &[("document", "x.exe", b"MZ")]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(place.upload(&sabha, &path, &[], &files).await.status(), StatusCode::SEE_OTHER);
    let page = body(place.get_as(&sabha, &format!("/ar/desk/cases/{case}")).await).await;
    let link = page.split("/media/private/").filter(|part| part.contains("زيارة")).last().unwrap();
    let link = format!("/media/private/{}", link.split('"').next().unwrap());
    assert_eq!(place.get_as(&sabha, &link).await.status(), StatusCode::OK);
    assert_eq!(place.get_as(&mountain, &link).await.status(), StatusCode::NOT_FOUND);
    // The applicant does not see what colleagues keep.
    let applicant = place.sign_in("0930000001").await;
    assert_eq!(place.get_as(&applicant, &link).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn unpublished_photos_are_for_officers_in_scope() {
    let place = Place::open().await;
    let sql = "SELECT m.address FROM media m JOIN product_photo f ON f.media_id = m.id JOIN product_version v ON v.id = f.version_id \
               JOIN product p ON p.id = v.product_id JOIN family x ON x.id = p.family_id \
               WHERE m.public_since IS NULL AND x.municipality_code = 'LYM108' LIMIT 1";
    let path = format!("/media/{}-640.webp", place.text(sql).await);
    for (phone, expected) in [("0910000003", StatusCode::OK), ("0910000005", StatusCode::NOT_FOUND), ("0910000010", StatusCode::OK)] {
        let cookie = place.sign_in(phone).await;
        assert_eq!(place.get_as(&cookie, &path).await.status(), expected, "{phone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_out_is_erased() {
    let place = Place::open().await;
    let family = place.sign_in("0930000004").await;
    let files: [(&str, &str, &[u8]); 1] = [("document", "هوية.jpg", &jpeg(88))];
    let response = place.upload(&family, "/ar/me/family/documents/upload", &[("kind", "identity")], &files).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let (id, media) =
        (place.number("SELECT MAX(id) FROM family_document").await, place.number("SELECT MAX(media_id) FROM family_document").await);
    let address = place.text(&format!("SELECT address FROM media WHERE id = {media}")).await;
    let file = format!("documents/{address}");
    assert!(place.state.blobs.get(&file).await.unwrap().is_some());
    place.post_as(&family, &format!("/ar/me/family/documents/{id}/remove"), "").await;
    while server::worker::drain(&place.state).await.unwrap() > 0 {}
    assert!(place.state.blobs.get(&file).await.unwrap().is_none());
    assert_eq!(
        place.ask(Method::GET, &format!("/media/private/{media}"), &[("cookie", &family)], "").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_plan_are_the_desk_s_and_photos_of_a_fair_everyone_s() {
    let place = Place::open().await;
    let held = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    let slug = place.text(&format!("SELECT slug FROM fair WHERE id = {held}")).await;
    let page = format!("/ar/desk/fairs/{held}/files");
    let officer = place.sign_in("0910000001").await;
    let (elsewhere, auditor, family) =
        (place.sign_in("0910000006").await, place.sign_in("0910000010").await, place.sign_in("0920000001").await);
    let file: &[(&str, &str, &[u8])] = &[("file", "contract.jpg", &jpeg(71))];
    let photo: &[(&str, &str, &[u8])] = &[("photo", "hall.jpg", &jpeg(72))];
    for (who, refused) in [(&elsewhere, true), (&auditor, true), (&family, true), (&officer, false), (&officer, false)] {
        for (kind, texts, files) in [("files", &[][..], file), ("photos", &[("alt", "زوار عند الأجنحة")][..], photo)] {
            let answer = place.upload(who, &format!("/ar/desk/fairs/{held}/{kind}/upload"), texts, files).await;
            assert_eq!(answer.status() == StatusCode::NOT_FOUND, refused, "{kind} {}", answer.status());
        }
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM fair_file").await, 1, "sent twice, there once");
    let private = format!("/media/private/{}", place.number("SELECT media_id FROM fair_file").await);
    for (who, status) in
        [(&officer, StatusCode::OK), (&auditor, StatusCode::OK), (&elsewhere, StatusCode::NOT_FOUND), (&family, StatusCode::NOT_FOUND)]
    {
        assert_eq!(place.get_as(who, &private).await.status(), status);
    }
    assert_ne!(place.get(&private).await.status(), StatusCode::OK);
    let shown = body(place.get(&format!("/ar/fairs/{slug}")).await).await;
    assert_eq!(shown.matches("زوار عند الأجنحة").count(), 2, "alt and caption of one photo");
    let address = place.text("SELECT m.address FROM fair_photo p JOIN media m ON m.id = p.media_id").await;
    let small = format!("/media/{address}-320.webp");
    assert_eq!(place.get(&small).await.status(), StatusCode::OK);
    let key = place.number("SELECT id FROM fair_photo").await;
    let words_missing = place.upload(&officer, &format!("/ar/desk/fairs/{held}/photos/upload"), &[("alt", "")], photo).await;
    assert_eq!(words_missing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    place.post_as(&officer, &format!("{page}/remove-photo"), &format!("key={key}")).await;
    assert_eq!(place.get(&small).await.status(), StatusCode::NOT_FOUND);
}
