//! Photos, documents and other files: known ones before the router, parts of them, and for whom they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use ground::db::Db;
use server::blobs::Blobs;
use server::config::{BlobsAt, Config};
use server::front::Front;
use server::mailer::Mailer;
use server::state::State;
use tower::ServiceExt;

use crate::place::{Place, body, counting, jpeg};

const TO_ALL: &str = "public, max-age=86400, immutable";

/// Another process on the database and in the store of a place, which counts its reading statements.
struct Beside {
    state: State,
    router: Front,
    counter: Arc<AtomicU64>,
}

impl Beside {
    async fn open(place: &Place) -> Self {
        let url = format!("sqlite://{}", place.folder.path().join("souq.sqlite").display());
        let counter = Arc::new(AtomicU64::new(0));
        let db = Db::open_watched(&url, 4, counting(&counter)).await.unwrap();
        let config = Config::read(|name| (name == "DATABASE_URL").then(|| url.clone())).unwrap();
        let state = State::of(config, db, place.state.blobs.clone(), Mailer::in_memory().0);
        state.pages.look().await;
        Self { router: Front::new(&state), state, counter }
    }

    /// An answer, and how many statements it took.
    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> (Response<Body>, u64) {
        let before = self.counter.load(Ordering::Relaxed);
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        (response, self.counter.load(Ordering::Relaxed) - before)
    }
}

async fn bytes(response: Response<Body>) -> Bytes {
    to_bytes(response.into_body(), usize::MAX).await.unwrap()
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// The address of a photo that the list of products shows.
async fn shown(place: &Place) -> String {
    let list = body(place.get("/ar/products").await).await;
    list.split("src=\"/media/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_photo_needs_no_statement() {
    let place = Place::open().await;
    let beside = Beside::open(&place).await;
    let name = shown(&place).await;
    let path = format!("/media/{name}");
    let (first, statements) = beside.ask(Method::GET, &path, &[]).await;
    assert_eq!((first.status(), statements), (StatusCode::OK, 1), "one look at its row");
    let heads = first.headers().clone();
    assert_eq!(said(&heads, "cache-control"), TO_ALL);
    assert_eq!(said(&heads, "etag"), format!("\"{name}\""));
    let whole = bytes(first).await;
    let etag = said(&heads, "etag");
    let size = whole.len();
    let signed_in = place.sign_in("0920000001").await;
    for (method, sent, status, expected) in [
        (Method::GET, vec![], 200, whole.clone()),
        (Method::GET, vec![("cookie", signed_in.as_str())], 200, whole.clone()),
        (Method::HEAD, vec![], 200, Bytes::new()),
        (Method::GET, vec![("if-none-match", etag)], 304, Bytes::new()),
        (Method::HEAD, vec![("if-none-match", etag)], 304, Bytes::new()),
        (Method::GET, vec![("if-none-match", "\"else\"")], 200, whole.clone()),
        (Method::GET, vec![("range", "bytes=10-19")], 206, whole.slice(10..20)),
        (Method::GET, vec![("range", "bytes=-7")], 206, whole.slice(size - 7..)),
        (Method::GET, vec![("range", "bytes=10-19"), ("if-range", etag)], 206, whole.slice(10..20)),
        (Method::GET, vec![("range", "bytes=10-19"), ("if-range", "\"else\"")], 200, whole.clone()),
        (Method::GET, vec![("range", "bytes=99999999-")], 416, Bytes::new()),
    ] {
        let (response, statements) = beside.ask(method.clone(), &path, &sent).await;
        assert_eq!((response.status().as_u16(), statements), (status, 0), "{method} {sent:?}");
        let head = response.headers().clone();
        for name in ["content-security-policy", "x-content-type-options", "strict-transport-security"] {
            assert!(head.contains_key(name), "{method} {sent:?} lacks {name}");
        }
        assert!(!head.contains_key("set-cookie") && !head.contains_key("content-encoding"));
        assert_eq!(said(&head, "accept-ranges"), "bytes");
        if status == 200 {
            assert_eq!(said(&head, "content-length"), size.to_string(), "{method} {sent:?}");
        }
        assert_eq!(bytes(response).await, expected, "{method} {sent:?}");
    }
    let (refused, _) = beside.ask(Method::POST, &path, &[]).await;
    assert!(refused.status().is_client_error(), "{}", refused.status());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_was_taken_away_is_given_out_nowhere() {
    let place = Place::open().await;
    let beside = Beside::open(&place).await;
    let held = place.number("SELECT id FROM fair WHERE state = 'running'").await;
    let officer = place.sign_in("0910000001").await;
    let photo: &[(&str, &str, &[u8])] = &[("photo", "hall.jpg", &jpeg(72))];
    let upload = format!("/ar/desk/fairs/{held}/photos/upload");
    place.upload(&officer, &upload, &[("alt", "زوار عند الأجنحة")], photo).await;
    let address = place.text("SELECT m.address FROM fair_photo p JOIN media m ON m.id = p.media_id").await;
    let path = format!("/media/{address}-320.webp");
    // Both processes know it; the other one hears of changes when it looks, once a second.
    beside.state.pages.look().await;
    for _ in 0..2 {
        assert_eq!(place.get(&path).await.status(), StatusCode::OK);
        assert_eq!(beside.ask(Method::GET, &path, &[]).await.0.status(), StatusCode::OK);
    }
    assert_eq!(beside.ask(Method::GET, &path, &[]).await.1, 0, "known");
    let key = place.number("SELECT id FROM fair_photo").await;
    place.post_as(&officer, &format!("/ar/desk/fairs/{held}/files/remove-photo"), &format!("key={key}")).await;
    let etag = format!("\"{address}-320.webp\"");
    for sent in [vec![], vec![("if-none-match", etag.as_str())], vec![("range", "bytes=0-9")]] {
        assert_eq!(place.ask(Method::GET, &path, &sent, "").await.status(), StatusCode::NOT_FOUND, "{sent:?}");
    }
    beside.state.pages.look().await;
    assert_eq!(beside.ask(Method::GET, &path, &[]).await.0.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_photos_of_who_leaves_are_gone_at_once() {
    let place = Place::open().await;
    let owner = place.sign_in("0920000001").await;
    let sql = "SELECT m.address FROM media m JOIN person p ON p.id = m.owner_id \
               WHERE p.phone LIKE '%920000001' AND m.public_since IS NOT NULL LIMIT 1";
    let path = format!("/media/{}-640.webp", place.text(sql).await);
    for _ in 0..2 {
        assert_eq!(place.get(&path).await.status(), StatusCode::OK);
    }
    let copy = place.get_as(&owner, "/ar/me/copy").await;
    assert_eq!(copy.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"souq-data.html\"");
    let trade_name = place
        .text("SELECT trade_name FROM family f JOIN person p ON p.id = f.owner_id WHERE p.phone LIKE '%920000001' AND f.state <> 'left'")
        .await;
    let copy = body(copy).await;
    assert!(copy.contains(&trade_name));
    let number = "SELECT COALESCE(MAX(m.identity_number), 'no number') FROM family_member m JOIN family f ON f.id = m.family_id \
                  JOIN person p ON p.id = f.owner_id WHERE p.phone LIKE '%920000001' AND f.state <> 'left'";
    assert!(!copy.contains(&place.text(number).await), "a number as a whole");
    let early = place.get_as(&owner, "/ar/me/left").await;
    assert_eq!(early.status(), StatusCode::SEE_OTHER, "nothing has left");
    // Without the password nobody leaves.
    assert_eq!(place.post_as(&owner, "/ar/me/leave", "sure=yes").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let left = place.post_as(&owner, "/ar/me/leave", &format!("sure=yes&password={}", world::DEMO_PASSWORD)).await;
    assert_eq!(left.status(), StatusCode::SEE_OTHER);
    assert_eq!(place.get_as(&owner, "/ar/me/left").await.status(), StatusCode::OK);
    assert_eq!(place.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_public_is_never_known() {
    let place = Place::open().await;
    let owner = place.sign_in("0920000003").await;
    let to = crate::place::location(&place.post_as(&owner, "/ar/me/products", "").await);
    place.upload(&owner, &to, &[], &[("photos", "a.jpg", &jpeg(5))]).await;
    let address = place.text("SELECT address FROM media ORDER BY id DESC LIMIT 1").await;
    let path = format!("/media/{address}-640.webp");
    let etag = format!("\"{address}-640.webp\"");
    let stranger = place.sign_in("0920000016").await;
    for _ in 0..2 {
        let own = place.get_as(&owner, &path).await;
        assert_eq!(own.status(), StatusCode::OK);
        assert_eq!(said(own.headers(), "cache-control"), "private, no-store");
        assert!(!bytes(own).await.is_empty());
        for cookie in ["", stranger.as_str()] {
            for sent in [("if-none-match", etag.as_str()), ("if-none-match", "*"), ("range", "bytes=0-9"), ("accept", "*/*")] {
                let answer = place.ask(Method::GET, &path, &[("cookie", cookie), sent], "").await;
                assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{sent:?}");
            }
        }
    }
    assert!(place.state.known.bytes(&format!("{address}-640.webp")).is_none());
}

/// From a folder, as on a server: the store of the other tests is memory.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_document_is_read_while_it_is_sent_in_whole_or_in_part() {
    let place = Place::open().await;
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&BlobsAt::Folder(folder.path().to_owned())).unwrap();
    let id = place.number("SELECT MIN(media_id) FROM family_document").await;
    let address = place.text(&format!("SELECT address FROM media WHERE id = {id}")).await;
    place.run(&format!("UPDATE media SET mime = 'application/pdf' WHERE id = {id}")).await;
    let whole: Bytes = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    blobs.put(&format!("documents/{address}"), whole.clone()).await.unwrap();
    let config = Config::read(|name| (name == "DATABASE_URL").then(|| "sqlite://elsewhere".to_owned())).unwrap();
    let router = Front::new(&State::of(config, place.state.db.clone(), blobs, Mailer::in_memory().0));
    let owner = place.sign_in("0930000001").await;
    let path = format!("/media/private/{id}");
    let etag = format!("\"{address}\"");
    let packed = ("accept-encoding", "br, gzip");
    for (method, sent, status, expected) in [
        (Method::GET, vec![packed], 200, whole.clone()),
        (Method::HEAD, vec![packed], 200, Bytes::new()),
        (Method::GET, vec![packed, ("range", "bytes=1000000-1999999")], 206, whole.slice(1_000_000..2_000_000)),
        (Method::GET, vec![("range", "bytes=-10")], 206, whole.slice(2_999_990..)),
        (Method::GET, vec![("range", "bytes=5-6"), ("if-range", etag.as_str())], 206, whole.slice(5..7)),
        (Method::GET, vec![("range", "bytes=3000000-")], 416, Bytes::new()),
        (Method::GET, vec![("if-none-match", etag.as_str())], 304, Bytes::new()),
    ] {
        let mut request = Request::builder().method(method.clone()).uri(&path).header(header::COOKIE, &owner);
        for (name, value) in &sent {
            request = request.header(*name, *value);
        }
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status, "{method} {sent:?}");
        let head = response.headers().clone();
        assert!(!head.contains_key("content-encoding"), "{method} {sent:?}");
        if status == 200 {
            assert_eq!(said(&head, "content-length"), "3000000", "{method} {sent:?}");
            assert_eq!((said(&head, "accept-ranges"), said(&head, "cache-control")), ("bytes", "private, no-store"));
        }
        assert_eq!(bytes(response).await, expected, "{method} {sent:?}");
    }
}

fn unpacked(encoding: &str, packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "gzip" => {
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed), &mut plain).unwrap();
        }
        "br" => brotli::BrotliDecompress(&mut &*packed, &mut plain).unwrap(),
        _ => plain.extend_from_slice(packed),
    }
    plain
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_packed_once_and_told_by_their_tag() {
    let place = Place::open().await;
    for name in ["souq.css", "souq.wasm", "souq.js"] {
        let path = format!("/assets/{}", place.state.site.assets[name]);
        let plain = bytes(place.get(&path).await).await;
        let mut tags = Vec::new();
        for encoding in ["", "gzip", "br"] {
            let sent = [("accept-encoding", encoding)];
            let answer = place.ask(Method::GET, &path, &sent, "").await;
            let head = answer.headers().clone();
            assert_eq!(said(&head, "content-encoding"), encoding, "{name}");
            let packed = bytes(answer).await;
            let unpacked = unpacked(encoding, &packed);
            assert!(unpacked == plain, "{name} as «{encoding}» is something else");
            let etag = said(&head, "etag").to_owned();
            let again = place.ask(Method::GET, &path, &[sent[0], ("if-none-match", &etag)], "").await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{name}");
            assert!(said(again.headers(), "cache-control").contains("immutable") && bytes(again).await.is_empty());
            let head = place.ask(Method::HEAD, &path, &sent, "").await;
            assert_eq!(said(head.headers(), "content-length"), packed.len().to_string(), "{name}");
            assert!(bytes(head).await.is_empty());
            tags.push(etag);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "each encoding has a tag of its own: {tags:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_a_craft_is_told_by_its_tag() {
    let place = Place::open().await;
    let first = place.get("/media/craft/palm.jpg").await;
    let etag = said(first.headers(), "etag").to_owned();
    assert_eq!(first.status(), StatusCode::OK);
    let again = place.ask(Method::GET, "/media/craft/palm.jpg", &[("if-none-match", &etag)], "").await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let part = place.ask(Method::GET, "/media/craft/palm.jpg", &[("range", "bytes=0-1")], "").await;
    assert_eq!((part.status(), bytes(part).await), (StatusCode::PARTIAL_CONTENT, bytes(first).await.slice(0..2)));
}
