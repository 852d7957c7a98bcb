//! Kept pages: drawn once, gone when what they show changes, and never another's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use ground::db::Db;
use ground::ids::{FamilyId, ProductId};
use ground::route::Access;
use server::blobs::Blobs;
use server::config::Config;
use server::front::Front;
use server::mailer::Mailer;
use server::state::State;
use server::web;
use tower::ServiceExt;

use crate::place::{Place, body, counting};

/// Another process on the same file, with its reading statements counted.
struct Other {
    state: State,
    front: Front,
    statements: Arc<AtomicU64>,
}

impl Other {
    async fn of(place: &Place) -> Self {
        let url = format!("sqlite://{}", place.folder.path().join("souq.sqlite").display());
        let statements = Arc::new(AtomicU64::new(0));
        let db = Db::open_watched(&url, 4, counting(&statements)).await.unwrap();
        let config = Config::read(|name| (name == "DATABASE_URL").then(|| url.clone())).unwrap();
        let state = State::of(config, db, Blobs::in_memory(), Mailer::in_memory().0);
        state.pages.look().await;
        Self { front: Front::new(&state), state, statements }
    }

    async fn ask(&self, path: &str) -> Response<Body> {
        let request = Request::builder().uri(ground::route::encoded(path)).header(header::ACCEPT_ENCODING, "identity");
        self.front.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    /// A page, and how many statements it took.
    async fn page(&self, path: &str) -> (String, u64) {
        let before = self.statements.load(Ordering::Relaxed);
        let response = self.ask(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        (body(response).await, self.statements.load(Ordering::Relaxed) - before)
    }

    /// Asks until the page says it: a list is drawn anew behind the back of who asks.
    async fn until(&self, path: &str, said: &str) -> String {
        for _ in 0..20_000 {
            let (page, _) = self.page(path).await;
            if page.contains(said) {
                return page;
            }
            tokio::task::yield_now().await;
        }
        panic!("{path} never says {said}");
    }
}

/// Two products of two families: key, address of the page.
async fn two(place: &Place) -> [(i64, String); 2] {
    let key =
        |order: &str| format!("SELECT id FROM product WHERE state = 'published' AND NOT withheld ORDER BY family_id {order}, id LIMIT 1");
    let mut found = Vec::new();
    for order in ["ASC", "DESC"] {
        let id = place.number(&key(order)).await;
        found.push((id, format!("/ar/products/{}", place.text(&format!("SELECT slug FROM product WHERE id = {id}")).await)));
    }
    found.try_into().unwrap()
}

/// A price as an act would change it, in the first process.
async fn price(place: &Place, product: i64, dirhams: i64) {
    let tx = place.state.db.begin().await.unwrap();
    for sql in ["UPDATE product SET price_from = $1 WHERE id = $2", "UPDATE product_variant SET price = $1 WHERE product_id = $2"] {
        tx.run(sql, vec![dirhams.into(), product.into()]).await.unwrap();
    }
    tx.changed(ProductId(product)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_goes_exactly_when_its_thing_changes() {
    let place = Place::open().await;
    let other = Other::of(&place).await;
    let [(mine, path), (another, another_path)] = two(&place).await;
    let (first, drawn) = other.page(&path).await;
    assert!(drawn > 0);
    assert_eq!(other.page(&path).await, (first.clone(), 0));
    other.page(&another_path).await;

    price(&place, another, 77_777_000).await;
    other.state.pages.look().await;
    assert_eq!(other.page(&path).await, (first.clone(), 0), "another product's price is no reason");
    assert!(other.page(&another_path).await.0.contains("77777"));

    price(&place, mine, 88_888_000).await;
    assert_eq!(other.page(&path).await.1, 0, "not heard of yet");
    other.state.pages.look().await;
    let (second, drawn) = other.page(&path).await;
    assert!(drawn > 0 && second.contains("88888") && second != first);
    assert_eq!(other.page(&path).await, (second, 0));

    // Its family's name stands on it too.
    let family = place.number(&format!("SELECT family_id FROM product WHERE id = {mine}")).await;
    let tx = place.state.db.begin().await.unwrap();
    tx.run("UPDATE family SET trade_name = 'اسم جديد تماما' WHERE id = $1", vec![family.into()]).await.unwrap();
    tx.changed(FamilyId(family)).await.unwrap();
    // What is not committed has not happened.
    other.state.pages.look().await;
    assert_eq!(other.page(&path).await.1, 0);
    tx.commit().await.unwrap();
    other.state.pages.look().await;
    assert!(other.page(&path).await.0.contains("اسم جديد تماما"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_drawn_anew_behind_the_visitors_back() {
    let place = Place::open().await;
    let other = Other::of(&place).await;
    let [(mine, _), _] = two(&place).await;
    let list = "/ar/products?sort=price_desc";
    let (first, _) = other.page(list).await;
    price(&place, mine, 99_999_000).await;
    other.state.pages.look().await;
    assert_eq!(other.page(list).await.0, first, "the former one, at once");
    let second = other.until(list, "99999").await;
    assert!(second.find("99999").unwrap() < second.len());
    // Counts follow as well, and words that nothing touched are not asked again.
    other.page("/ar/products?q=سلة").await;
    price(&place, mine, 11_000).await;
    other.state.pages.look().await;
    let (_, statements) = other.page("/ar/products?q=سلة&sort=price").await;
    assert!(statements <= 2, "{statements}: the product that changed, and the cards");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_link_carries_is_no_part_of_a_page() {
    let place = Place::open().await;
    let other = Other::of(&place).await;
    let [(_, path), _] = two(&place).await;
    let (plain, _) = other.page(&path).await;
    for carried in ["?fbclid=IwAR0", "?utm_source=whatsapp&utm_medium=x", "?gclid=1&igsh=2", "?n=1", "?q=سلة"] {
        assert_eq!(other.page(&format!("{path}{carried}")).await, (plain.clone(), 0), "{carried}");
    }
    // A page that is drawn for such a link does not say to the next visitor where this one came from.
    let (list, drawn) = other.page("/ar/products?utm_campaign=secret&craft=palm").await;
    assert!(drawn > 0 && !list.contains("secret"));
    assert_eq!(other.page("/ar/products?craft=palm").await, (list, 0));
}

/// However many ask for a page that has just gone, it is drawn once.
#[tokio::test(flavor = "multi_thread")]
async fn a_stampede_draws_once() {
    let place = Place::open().await;
    let other = Arc::new(Other::of(&place).await);
    let [(mine, path), (_, another)] = two(&place).await;
    other.page(&path).await;
    price(&place, mine, 66_666_000).await;
    other.state.pages.look().await;
    let once = {
        let alone = Other::of(&place).await;
        // Reference data was read by the page before, as it was there too.
        alone.page(&another).await;
        alone.page(&path).await.1
    };
    let before = other.statements.load(Ordering::Relaxed);
    let asking: Vec<_> = (0..500)
        .map(|_| {
            let (other, path) = (other.clone(), path.clone());
            tokio::spawn(async move { body(other.ask(&path).await).await })
        })
        .collect();
    for asked in asking {
        assert!(asked.await.unwrap().contains("66666"));
    }
    assert_eq!(other.statements.load(Ordering::Relaxed) - before, once);
}

/// A line whose pages everyone may keep says what it reads of a query; else a link with anything behind it would be a page of
/// its own.
#[tokio::test(flavor = "multi_thread")]
async fn every_public_page_says_what_it_reads() {
    let place = Place::open().await;
    let slug = async |sql: &str| place.text(sql).await;
    let product = slug("SELECT slug FROM product WHERE state = 'published' AND NOT withheld ORDER BY id").await;
    let family = slug("SELECT slug FROM family WHERE state = 'approved' ORDER BY id").await;
    let course = slug("SELECT slug FROM course WHERE id IN (SELECT course_id FROM cohort WHERE state = 'open') ORDER BY id").await;
    let fair = slug("SELECT slug FROM fair WHERE state = 'running'").await;
    let cohort = place.number("SELECT id FROM cohort WHERE state = 'open' ORDER BY id").await;
    let (mut kept, mut others) = (0, 0);
    for entry in web::table().into_iter().filter(|entry| entry.method == "GET" && entry.access == Access::Public) {
        let of = entry.path.split('/').nth(1).unwrap_or_default();
        let slug = match of {
            "products" => &product,
            "families" => &family,
            "courses" => &course,
            _ => &fair,
        };
        let path = entry.path.replace("{slug}", slug).replace("{craft}", "palm").replace("{cohort}", &cohort.to_string());
        let response = place.get(&format!("/ar{}", path.trim_end_matches('/'))).await;
        let public = response.headers().get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"));
        let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
        if response.status() == StatusCode::OK && public && page {
            assert!(entry.reads.is_some(), "{} does not say what it reads", entry.path);
            kept += 1;
        } else {
            others += 1;
        }
    }
    assert!(kept >= 12 && others > 0, "{kept} {others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_has_the_same_body_in_a_frame_of_ones_own() {
    let statements = Arc::new(AtomicU64::new(0));
    let place = Place::watched(counting(&statements)).await;
    let [(product, path), _] = two(&place).await;
    let (one, other) = (place.sign_in("0920000001").await, place.sign_in("0910000011").await);
    let page = async |cookie: &str, path: &str| {
        let before = statements.load(Ordering::Relaxed);
        let response = place.get_as(cookie, path).await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-store");
        (body(response).await, statements.load(Ordering::Relaxed) - before)
    };
    let main = |page: &str| page[page.find("<main").unwrap()..page.find("</main>").unwrap()].to_owned();

    let (first, drawn) = page(&one, &path).await;
    let (second, kept) = page(&other, &path).await;
    assert!(drawn > kept && kept == 1, "{drawn}, then {kept}: the session alone");
    assert_eq!(main(&first), main(&second));
    let visitors = body(place.get(&path).await).await;
    assert_eq!(main(&first), main(&visitors));
    assert!(first.contains("href=\"/ar/me\"") && !second.contains("href=\"/ar/me\"") && second.contains("/ar/desk"));
    // Nothing else that may stand behind the path is read, and the other language is another page.
    assert_eq!(page(&one, &format!("{path}?done=saved&utm_source=x")).await.1, 1);
    let english = page(&one, &path.replacen("/ar/", "/en/", 1)).await.0;
    assert!(english.contains("lang=\"en\"") && main(&english) != main(&first));

    price(&place, product, 66_666_000).await;
    let (changed, drawn) = page(&one, &path).await;
    assert!(drawn > 1 && changed.contains("66666"), "at once");
}
