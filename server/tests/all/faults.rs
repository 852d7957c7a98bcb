//! Parts that are away: nothing is approved, nothing personal or internal is shown, reading goes on where it can.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use server::blobs::Blobs;
use server::config::{BlobsAt, Config};
use server::front::Front;
use server::listen::{self, Limits};
use server::state::State;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::place::{Place, body, jpeg, location};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_nothing_is_approved_and_kept_pages_stay() {
    let place = Place::open().await;
    let officer = place.sign_in("0910000001").await;
    let case = place.number("SELECT MIN(id) FROM casefile WHERE kind = 'product' AND state = 'submitted'").await;
    place.get("/ar/products").await;
    place.state.db.read().clone().close().await.unwrap();
    assert_eq!(place.get("/ar/products").await.status(), StatusCode::OK, "a kept page needs no database");
    assert_eq!(place.get("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(place.get("/healthz").await.status(), StatusCode::OK);
    for (path, words) in [("/ar/products?craft=palm", "غير متاحة"), ("/en/products?craft=palm", "not available")] {
        let response = place.get(path).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(response.headers().contains_key(header::RETRY_AFTER));
        let text = body(response).await;
        assert!(text.contains(words), "{path}");
        for inside in ["sqlx", "SELECT", "panicked", "src/", "Sqlx"] {
            assert!(!text.contains(inside), "{path} shows {inside}");
        }
    }
    // Even the session cannot be read: still words, still no approval.
    let answer = place.post_as(&officer, &format!("/ar/desk/cases/{case}/decide"), "outcome=approved").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_store_browsing_goes_on_and_no_photo_is_torn() {
    let place = Place::open().await;
    let folder = place.folder.path().join("blobs");
    let blobs = Blobs::open(&BlobsAt::Folder(folder.clone())).unwrap();
    // The folder is a file now: nothing can be read or written below it.
    std::fs::remove_dir(&folder).unwrap();
    std::fs::write(&folder, b"").unwrap();
    let state = State { blobs, ..place.state.clone() };
    let place = Place { router: Front::new(&state), state, ..place };
    let family = place.sign_in("0920000003").await;
    let to = location(&place.post_as(&family, "/ar/me/products", "").await);
    let photos = place.number("SELECT COUNT(*) FROM media").await;
    let response = place.upload(&family, &to, &[], &[("photos", "a.jpg", &jpeg(9))]).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(place.number("SELECT COUNT(*) FROM media").await, photos, "no row without its bytes");
    assert_eq!(place.get("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    for path in ["/ar", "/ar/products", "/ar/crafts/palm"] {
        assert_eq!(place.get(path).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_takes_nothing_is_said() {
    let place = Place::open().await;
    assert_eq!(body(place.get("/readyz").await).await, "ready");
    // A file system on which nobody makes files.
    let config = Config { data: "/proc".into(), ..place.state.config.as_ref().clone() };
    let state = State { config: Arc::new(config), ..place.state.clone() };
    let place = Place { router: Front::new(&state), state, ..place };
    let ready = place.get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body(ready).await, "disk");
    let family = place.sign_in("0920000003").await;
    let to = location(&place.post_as(&family, "/ar/me/products", "").await);
    let response = place.upload(&family, &to, &[], &[("photos", "a.jpg", &jpeg(9))]).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_layers_have_words_too() {
    let place = Place::open().await;
    let family = place.sign_in("0920000001").await;
    // A cross-site post, a method that a page does not have, a form that is too large.
    let headers = [("sec-fetch-site", "cross-site"), ("content-type", "application/x-www-form-urlencoded"), ("cookie", family.as_str())];
    let response = place.ask(Method::POST, "/en/me/account/devices", &headers, "").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(body(response).await.contains("another site"));
    let response = place.ask(Method::DELETE, "/ar/products", &[], "").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(body(response).await.contains("غير موجودة"));
    let response = place.post_as(&family, "/ar/me/account", &format!("email={}", "a".repeat(600 * 1024))).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body(response).await.contains("أكبر من المسموح"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_stay_texts() {
    let place = Place::open().await;
    let family = place.sign_in("0920000003").await;
    let to = location(&place.post_as(&family, "/ar/me/products", "").await);
    let base = to.trim_end_matches("/photos");
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let hostile = "سلة</script><script>alert(1)</script><img src=x onerror=alert(1)>\u{202E}\u{0007}";
    // Every column's name as an extra field: none of them is looked at.
    let extra = "&state=published&sampled=1&withheld=0&live_version_id=1&family_id=1&slug=x&price_from=1&id=1&published_at=2026-01-01&role=administrator";
    let text = encode(hostile);
    let form = format!("title_ar={text}&craft=weaving&making=hand&description_ar={text}{text}&material={text}{extra}");
    let response = place.post_as(&family, &format!("{base}/what"), &form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let id: i64 = base.rsplit('/').next().unwrap().parse().unwrap();
    let row = format!(
        "SELECT COUNT(*) FROM product WHERE id = {id} AND state = 'draft' AND live_version_id IS NULL AND slug IS NULL AND price_from = 0"
    );
    assert_eq!(place.number(&row).await, 1);
    for page in [format!("{base}/what"), base.to_owned(), format!("{base}/check"), "/ar/me/products".to_owned()] {
        let html = body(place.get_as(&family, &page).await).await;
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{page}");
        assert!(!html.contains('\u{202E}') && !html.contains('\u{0007}'), "{page}");
    }
    // Numbers as attackers type them.
    for price in ["-1", "0", "1e3", "9223372036854775808", "1.0005", "NaN", "0x10", "=1+1"] {
        let form = format!("availability=in_stock&rows=1&price_0={}&stock_0=1", encode(price));
        let response = place.post_as(&family, &format!("{base}/price"), &form).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{price}");
        assert!(body(response).await.contains(&format!("value=\"{}\"", price.replace('"', "&quot;"))), "{price} is still there");
    }
    for stock in ["-1", "1.5", "100001", "9223372036854775807"] {
        let form = format!("availability=in_stock&rows=1&price_0=5&stock_0={stock}");
        assert_eq!(place.post_as(&family, &format!("{base}/price"), &form).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{stock}");
    }
    // Steps cannot be skipped: nothing is sent while something is missing.
    assert_eq!(location(&place.post_as(&family, &format!("{base}/check"), "").await), format!("{base}/check"));
    let page = body(place.get_as(&family, &format!("{base}/check")).await).await;
    assert!(
        page.contains(&format!("{base}/photos#f-photos")) && !page.contains("أرسل للمراجعة"),
        "what is missing is named, with its field"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_hold_nobody_up() {
    const SLOW: usize = 2_000;
    let place = Place::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, stop) = watch::channel(false);
    let limits = Limits { of_an_address: None, ..Limits::default() };
    let served = tokio::spawn(listen::serve(listener, place.router.clone(), limits, place.state.leaving.clone(), stop));
    let mut slow = Vec::new();
    while slow.len() < SLOW {
        let mut socket = match TcpStream::connect(address).await {
            Ok(socket) => socket,
            // Both ends of each socket are files of this process.
            Err(error) if error.raw_os_error() == Some(24) => panic!("raise the limit of open files: {} sockets", slow.len()),
            Err(error) => panic!("{error}"),
        };
        socket.write_all(b"GET /ar HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ").await.unwrap();
        slow.push(socket);
    }
    let answer = ask(address, "/ar/products").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{}", answer.lines().next().unwrap_or_default());
    drop(slow);
    tell.send(true).unwrap();
    served.await.unwrap();
}

async fn ask(address: SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_running_requests_end() {
    let place = Place::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, stop) = watch::channel(false);
    let limits = Limits { of_an_address: None, ..Limits::default() };
    let served = tokio::spawn(listen::serve(listener, place.router.clone(), limits, place.state.leaving.clone(), stop));
    // The heads have arrived and the bodies are on their way when the signal comes.
    let form = "phone=0929999999&password=wrong-password";
    let mut sockets = Vec::new();
    for _ in 0..20 {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /ar/sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Expect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            form.len()
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        // The server asks for the body: the request is running.
        let mut asked = [0; 25];
        socket.read_exact(&mut asked).await.unwrap();
        assert!(asked.starts_with(b"HTTP/1.1 100"));
        sockets.push(socket);
    }
    tell.send(true).unwrap();
    for mut socket in sockets {
        socket.write_all(form.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 422"), "{}", String::from_utf8_lossy(&answer[..40.min(answer.len())]));
    }
    served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
