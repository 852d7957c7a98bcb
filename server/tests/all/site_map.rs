//! The site map: a list of files, each kept until what it lists has changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::to_bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use chrono::TimeDelta;
use ground::changes::REFERENCE;
use ground::ctx::Ctx;
use ground::db::Db;
use ground::error::AppError;
use server::files::Asked;
use server::site_map::{Name, SiteMap};

use crate::place::{Place, body, counting, location};

/// What stands between marks, in order.
fn all(xml: &str, mark: &str) -> Vec<String> {
    let (open, close) = (format!("<{mark}>"), format!("</{mark}>"));
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
}

async fn file(place: &Place, path: &str) -> String {
    let response = place.get(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(response.headers()["content-type"], "application/xml; charset=utf-8");
    let xml = body(response).await;
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "{path}");
    xml
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_the_list_name_every_public_page_once() {
    let place = Place::open().await;
    let site = place.state.site.public_url.clone();
    assert!(body(place.get("/robots.txt").await).await.contains(&format!("Sitemap: {site}/sitemap.xml\n")));
    let list = file(&place, "/sitemap.xml").await;
    let files = all(&list, "loc");
    let paths: Vec<&str> = files.iter().map(|file| file.strip_prefix(&site).unwrap()).collect();
    assert_eq!(paths, ["/sitemap-pages.xml", "/sitemap-families-1.xml", "/sitemap-products-1.xml"]);
    assert_eq!(all(&list, "lastmod").len(), 2, "families and products say when they changed");
    let mut listed = Vec::new();
    for path in paths {
        let xml = file(&place, path).await;
        assert!(xml.contains("hreflang=\"en\"") && xml.ends_with("</urlset>\n"));
        listed.extend(all(&xml, "loc"));
    }
    let products = place.number("SELECT COUNT(*) FROM product WHERE state = 'published' AND NOT withheld").await;
    let families = place.number("SELECT COUNT(*) FROM family WHERE state = 'approved'").await;
    for (part, count) in [("/ar/products/", products), ("/en/products/", products), ("/ar/families/", families)] {
        assert_eq!(listed.iter().filter(|address| address.contains(part)).count() as i64, count, "{part}");
    }
    for path in ["/ar", "/en/crafts", "/ar/courses", "/en/fairs", "/ar/crafts/palm"] {
        assert!(listed.contains(&format!("{site}{path}")), "{path}");
    }
    let many = listed.len();
    listed.sort();
    listed.dedup();
    assert_eq!(listed.len(), many);
    // Not all of them in a test that is run often: one of each kind opens.
    for part in ["/ar/products/", "/ar/families/", "/ar/courses/", "/ar/fairs/"] {
        let address = listed.iter().find(|address| address.contains(part)).unwrap();
        assert_eq!(place.get(address.strip_prefix(&site).unwrap()).await.status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_leave_the_site_are_ascii_and_short_ones_lead_to_their_page() {
    let place = Place::open().await;
    let site = place.state.site.public_url.clone();
    let mut pages = Vec::new();
    for path in ["/sitemap-pages.xml", "/sitemap-families-1.xml", "/sitemap-products-1.xml"] {
        pages.extend(all(&file(&place, path).await, "loc"));
    }
    let mut short = Vec::new();
    for kind in ["products", "families", "courses", "fairs", "crafts"] {
        for address in pages.iter().filter(|address| address.contains(&format!("/ar/{kind}/"))).take(3) {
            let path = address.strip_prefix(&site).unwrap();
            let html = body(place.get(path).await).await;
            let said: Vec<&str> = html.split('"').filter(|text| text.starts_with("http")).collect();
            assert!(said.len() > 4 && said.contains(&address.as_str()), "{address}: {said:?}");
            for one in said {
                assert!(one.is_ascii(), "{one} on {address}");
            }
            let shared = html.split("https://wa.me/?text=").nth(1).map(|rest| rest.split('"').next().unwrap());
            if let Some(shared) = shared {
                let text = percent_encoding::percent_decode_str(shared).decode_utf8().unwrap();
                short.push((text.lines().last().unwrap().to_owned(), path.to_owned()));
            }
        }
    }
    assert_eq!(short.len(), 6, "products and families are shared: {short:?}");
    for (address, path) in short {
        let own = address.strip_prefix(&site).unwrap();
        assert!(own.len() < 16, "{own}");
        assert_eq!(location(&place.get(own).await), path);
    }
    for gone in ["/ar/p/999999", "/ar/f/999999", "/ar/p/0", "/en/f/-1", "/ar/p/x"] {
        assert_eq!(place.get(gone).await.status(), StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_packed_or_plain_and_are_told_by_their_tag() {
    let place = Place::open().await;
    let path = "/sitemap-products-1.xml";
    let plain = place.get(path).await;
    let length = plain.headers()["content-length"].to_str().unwrap().parse::<usize>().unwrap();
    let etag = plain.headers()["etag"].to_str().unwrap().to_owned();
    let plain = to_bytes(plain.into_body(), usize::MAX).await.unwrap();
    assert_eq!(plain.len(), length);
    let small = place.ask(Method::GET, path, &[("accept-encoding", "gzip")], "").await;
    assert_eq!(small.headers()["content-encoding"], "gzip");
    assert_eq!(small.headers().get_all("content-encoding").iter().count(), 1);
    assert!(small.headers().contains_key("content-security-policy"));
    let small = to_bytes(small.into_body(), usize::MAX).await.unwrap();
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&small[..]), &mut unpacked).unwrap();
    assert!(unpacked == plain);
    let again = place.ask(Method::GET, path, &[("if-none-match", &etag)], "").await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let head = place.ask(Method::HEAD, path, &[], "").await;
    assert_eq!(head.headers()["content-length"], length.to_string());
    assert!(body(head).await.is_empty());
    for nothing in ["/sitemap-products-2.xml", "/sitemap-products-0.xml", "/sitemap-families-9.xml", "/sitemap-people-1.xml"] {
        assert_eq!(place.get(nothing).await.status(), StatusCode::NOT_FOUND, "{nothing}");
    }
}

/// A file of the map as a client with nothing sees it.
async fn tag(map: &SiteMap, ctx: &Ctx, name: Name) -> Result<String, AppError> {
    let headers = HeaderMap::new();
    let answer = map.answer(ctx, name, Asked { method: &Method::HEAD, headers: &headers }).await?;
    Ok(answer.headers()["etag"].to_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_file_asks_once_a_minute_whether_it_changed() {
    let place = Place::open().await;
    let url = format!("sqlite://{}", place.folder.path().join("souq.sqlite").display());
    let counter = Arc::new(AtomicU64::new(0));
    let db = Db::open_watched(&url, 4, counting(&counter)).await.unwrap();
    let begun = Ctx { db, ..place.ctx() };
    let map = SiteMap::default();
    let after = |seconds: i64| Ctx { now: begun.now + TimeDelta::seconds(seconds), ..begun.clone() };
    let asked = async |seconds: i64, name: Name| {
        let before = counter.load(Ordering::Relaxed);
        let tag = tag(&map, &after(seconds), name).await.unwrap();
        (tag, counter.load(Ordering::Relaxed) - before)
    };
    let products = Name::of("/sitemap-products-1.xml").unwrap();
    for name in [Name::Index, Name::Pages, Name::of("/sitemap-families-1.xml").unwrap(), products] {
        let (first, statements) = asked(0, name).await;
        assert!(statements > 1, "{name:?} is made");
        assert_eq!(asked(59, name).await, (first.clone(), 0), "{name:?}");
        let (again, statements) = asked(60, name).await;
        assert!(again == first && statements <= 1, "{name:?}: {statements}");
        assert_eq!(asked(119, name).await, (first, 0), "{name:?}");
    }
    let (before, _) = asked(120, products).await;
    place
        .run("UPDATE product SET withheld = TRUE WHERE id = (SELECT MIN(id) FROM product WHERE state = 'published' AND NOT withheld)")
        .await;
    assert_eq!(asked(179, products).await, (before.clone(), 0));
    let (changed, statements) = asked(180, products).await;
    assert!(changed != before && statements == 2, "asked, and its addresses read: {statements}");
    // The pages go by what is heard of courses, fairs and crafts; the list by families and products.
    let (pages, _) = asked(180, Name::Pages).await;
    place.run("UPDATE craft SET active = FALSE WHERE code = 'palm'").await;
    assert_eq!(asked(240, Name::Pages).await, (pages.clone(), 0), "nobody said so");
    let tx = begun.begin().await.unwrap();
    tx.changed(REFERENCE.all()).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(asked(300, Name::Pages).await.0, pages);
    // A file of which nothing is left is not there any more, and is when something comes back.
    place.run("UPDATE product SET withheld = TRUE").await;
    assert!(matches!(tag(&map, &after(360), products).await, Err(AppError::NotFound)));
    place.run("UPDATE product SET withheld = FALSE WHERE state = 'published'").await;
    assert!(tag(&map, &after(361), products).await.is_ok());
}
