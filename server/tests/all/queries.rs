//! How many statements a public page needs: few, and as many for 24 rows as for 2,400.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use server::cache::Pages;
use server::clock;
use server::front::Front;
use server::state::State;
use tower::ServiceExt;

use crate::place::{Place, body};

const MOST: u64 = 6;

#[tokio::test(flavor = "multi_thread")]
async fn pages_need_few_statements_however_much_is_there() {
    let counter = Arc::new(AtomicU64::new(0));
    let told = counter.clone();
    let place = Place::watched(move |_| {
        told.fetch_add(1, Ordering::Relaxed);
    })
    .await;
    let ask = async |path: &str| {
        // Nothing is kept from the last time.
        let front = Front::new(&State { pages: Pages::new(place.state.db.clone()), ..place.state.clone() });
        let before = counter.load(Ordering::Relaxed);
        let request = Request::builder().uri(ground::route::encoded(path)).body(Body::empty()).unwrap();
        let response = front.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        (counter.load(Ordering::Relaxed) - before, body(response).await)
    };
    let (_, list) = ask("/ar/products").await;
    let slug = list.split("/ar/products/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (_, product) = ask(&format!("/ar/products/{slug}")).await;
    let store = product.split("/ar/families/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let paths = [
        "/ar".to_owned(),
        "/ar/products".to_owned(),
        "/ar/products?q=سلة".to_owned(),
        "/ar/products?craft=palm&sort=price".to_owned(),
        "/ar/crafts".to_owned(),
        "/ar/crafts/palm".to_owned(),
        format!("/ar/products/{slug}"),
        format!("/ar/families/{store}"),
        format!("/ar/fairs/{}", place.text("SELECT slug FROM fair WHERE state = 'running'").await),
        format!("/ar/fairs/{}", place.text("SELECT slug FROM fair WHERE state = 'settled' ORDER BY id").await),
    ];
    let counts = async || {
        let mut all = Vec::new();
        for path in &paths {
            // What all pages have in common is read by whichever comes first: the fewer of two asks is the page's own.
            let (first, second) = (ask(path).await.0, ask(path).await.0);
            all.push((path.clone(), first.min(second)));
        }
        all
    };
    let few = counts().await;
    for (path, n) in &few {
        // What stands in memory needs none.
        assert!(*n <= MOST && (*n > 0 || path == "/ar/crafts"), "{path}: {n} statements");
    }
    let ctx = world::console(place.state.db.clone(), place.state.site.clone(), clock::now());
    world::stress(&ctx, 2_400, |_| {}).await.unwrap();
    assert_eq!(counts().await, few);
}
