//! What search engines ask for.

use std::fmt::Write;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use ground::changes::{REFERENCE, Shows, Standing};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CourseId, FairId, FamilyId, ProductId};
use ground::route;
use market::site_map::{Extent, Listed, addresses, extent, extents};
use people::crafts;

use crate::files::Asked;
use crate::site_map::{Name, SiteMap};

/// The most addresses of a file, by the protocol of site maps.
const MOST_ADDRESSES: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Gives out the files of the site map. They stand at the root, where every other address is below a language, and their number is
/// a part of a name: no line of a router says that.
pub async fn site_map(State(files): State<SiteMap>, request: Request, next: Next) -> Response {
    let name = Name::of(request.uri().path()).filter(|_| matches!(*request.method(), Method::GET | Method::HEAD));
    let (Some(name), Some(ctx)) = (name, request.extensions().get::<Ctx>()) else { return next.run(request).await };
    let asked = Asked { method: request.method(), headers: request.headers() };
    files.answer(ctx, name, asked).await.unwrap_or_else(IntoResponse::into_response)
}

/// What changes when a file would say something else: of a range of keys its figures, in one statement. Files that would list nothing
/// are not there. The day counts for others, as courses and fairs come and go with it.
pub async fn stamp(ctx: &Ctx, name: Name) -> Result<String, AppError> {
    let figures = |Extent { part, rows, keys, newest }: Extent| format!("{part} {rows} {keys} {newest:?}");
    Ok(match name {
        Name::Index | Name::Pages => day_in_tripoli(ctx.now).to_string(),
        Name::Part(listed, number) => figures(extent(ctx, listed, number.into()).await?.ok_or(AppError::NotFound)?),
    })
}

/// Whether nothing was heard, after a number, that a file without figures would say.
pub fn holds(ctx: &Ctx, name: Name, seen: u64) -> bool {
    let shows = match name {
        Name::Index => Shows::any(FamilyId::KIND).and_any(ProductId::KIND),
        Name::Pages => Shows::any(REFERENCE).and_any(CourseId::KIND).and_any(FairId::KIND),
        Name::Part(..) => return true,
    };
    ctx.db.changes().standing(&shows, seen) == Standing::Holds
}

/// A file, drawn anew.
pub async fn xml(ctx: &Ctx, name: Name) -> Result<String, AppError> {
    let mut pages = Pages { site: &ctx.site.public_url, xml: String::from(HEAD), left: MOST_ADDRESSES };
    match name {
        Name::Index => return index(ctx).await,
        Name::Pages => {
            pages.begin();
            for path in ["", "/products", "/crafts", "/courses", "/fairs", "/branches"] {
                pages.page(path, None);
            }
            for craft in crafts::crafts(&ctx.db).await?.crafts.iter().filter(|craft| craft.active) {
                pages.page(&format!("/crafts/{}", craft.code), None);
            }
            for path in training::public_paths(ctx).await?.into_iter().chain(fairs::public_paths(ctx).await?) {
                pages.page(&path, None);
            }
        }
        Name::Part(listed, number) => {
            pages.begin();
            let above = match listed {
                Listed::Families => "/families",
                Listed::Products => "/products",
            };
            for address in addresses(ctx, listed, number.into()).await? {
                pages.page(&format!("{above}/{}", address.slug), address.changed);
            }
        }
    }
    pages.xml.push_str("</urlset>\n");
    Ok(pages.xml)
}

/// The list of all files that hold something, each with its last change where that is known.
async fn index(ctx: &Ctx) -> Result<String, AppError> {
    let site = &ctx.site.public_url;
    let mut xml = format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut file = |name: Name, newest: Option<DateTime<Utc>>| {
        let changed = newest.map(|at| format!("<lastmod>{}</lastmod>", at.to_rfc3339_opts(SecondsFormat::Secs, true)));
        let _ = writeln!(xml, "<sitemap><loc>{site}{}</loc>{}</sitemap>", name.path(), changed.unwrap_or_default());
    };
    file(Name::Pages, None);
    for listed in [Listed::Families, Listed::Products] {
        for Extent { part, newest, .. } in extents(ctx, listed).await? {
            if let Ok(number) = u32::try_from(part) {
                file(Name::Part(listed, number), newest);
            }
        }
    }
    xml.push_str("</sitemapindex>\n");
    Ok(xml)
}

/// A file of addresses that is being written.
struct Pages<'a> {
    site: &'a str,
    xml: String,
    left: usize,
}

impl Pages<'_> {
    fn begin(&mut self) {
        self.xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    }

    /// A page in both languages, each naming the other; none where both do not fit any more.
    fn page(&mut self, path: &str, changed: Option<DateTime<Utc>>) {
        const LANGUAGES: [&str; 2] = ["ar", "en"];
        let Some(left) = self.left.checked_sub(LANGUAGES.len()) else { return };
        self.left = left;
        let (site, path) = (self.site, route::encoded(path));
        let changed = changed.map(|at| format!("<lastmod>{}</lastmod>", at.date_naive())).unwrap_or_default();
        let link = |lang: &str| format!("<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{site}/{lang}{path}\"/>");
        let links = LANGUAGES.map(link).concat();
        for lang in LANGUAGES {
            let _ = writeln!(self.xml, "<url><loc>{site}/{lang}{path}</loc>{changed}{links}</url>");
        }
    }
}

/// Personal and staff pages are nobody's to index.
pub async fn robots(ctx: Ctx) -> String {
    let rules = ["me", "desk", "inbox", "sign-in", "reset", "forgotten", "confirm-email"];
    let rules: String = rules.iter().flat_map(|path| ["ar", "en"].map(|lang| format!("Disallow: /{lang}/{path}\n"))).collect();
    format!("User-agent: *\n{rules}Sitemap: {}{}\n", ctx.site.public_url, Name::Index.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_what_the_protocol_allows() {
        let mut pages = Pages { site: "https://souq.example", xml: String::new(), left: MOST_ADDRESSES };
        let longest = format!("/products/{}", "ع".repeat(60));
        for _ in 0..30_000 {
            pages.page(&longest, Some(DateTime::UNIX_EPOCH));
        }
        assert_eq!(pages.xml.matches("<url>").count(), MOST_ADDRESSES);
        // As many keys as a file has, each with the longest address, stay below fifty megabytes.
        assert!(pages.xml.len() as i64 / 25_000 * market::site_map::KEYS < 50_000_000);
    }
}
