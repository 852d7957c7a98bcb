//! What search engines ask for.

use std::fmt::Write;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::route;
use market::{catalogue, families};
use people::crafts;

/// All public pages in both languages, each naming the other.
pub async fn sitemap(ctx: Ctx) -> Result<Response, AppError> {
    let site = &ctx.site.public_url;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let mut page = |path: &str, changed: Option<String>| {
        let path = route::encoded(path);
        for lang in ["ar", "en"] {
            let changed = changed.as_ref().map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
            let links: String = ["ar", "en"]
                .map(|other| format!("<xhtml:link rel=\"alternate\" hreflang=\"{other}\" href=\"{site}/{other}{path}\"/>"))
                .concat();
            let _ = writeln!(xml, "<url><loc>{site}/{lang}{path}</loc>{changed}{links}</url>");
        }
    };
    for path in ["", "/products", "/crafts", "/courses", "/fairs"] {
        page(path, None);
    }
    for craft in crafts::crafts(&ctx.db).await?.crafts.iter().filter(|craft| craft.active) {
        page(&format!("/crafts/{}", craft.code), None);
    }
    for path in training::public_paths(&ctx).await?.into_iter().chain(fairs::public_paths(&ctx).await?) {
        page(&path, None);
    }
    for slug in families::storefront_slugs(&ctx).await? {
        page(&format!("/families/{slug}"), None);
    }
    for (slug, changed) in catalogue::product_slugs(&ctx).await? {
        page(&format!("/products/{slug}"), Some(changed.date_naive().to_string()));
    }
    xml.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

/// Personal and staff pages are nobody's to index.
pub async fn robots(ctx: Ctx) -> String {
    let rules = ["me", "desk", "inbox", "sign-in", "reset", "forgotten", "confirm-email"];
    let rules: String = rules.iter().flat_map(|path| ["ar", "en"].map(|lang| format!("Disallow: /{lang}/{path}\n"))).collect();
    format!("User-agent: *\n{rules}Sitemap: {}/sitemap.xml\n", ctx.site.public_url)
}
