//! Pages and posts of products.

pub mod mine;

use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect};

use super::filter::{Filter, Sort};
use super::rules::{Availability, Making};
use super::types::{FoundProduct, ProductView};
use super::{pages, reads, reports, search, spelling};
use crate::families;
use crate::families::FoundStorefront;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::{Check, Filled, Form};
use ground::money::Money;
use ground::route::{Access, Answer, Entry, get, post};
use ground::text;
use people::place::REGIONS;
use people::{accounts, crafts, place};

/// Lines of the URL table. Photos are received by the server, which keeps the bytes.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/products", Access::Public, list),
        get("/products/{slug}", Access::Public, show),
        get("/products/{slug}/report", Access::Public, report_page),
        post("/products/{slug}/report", Access::Public, report),
        get("/suggest", Access::Public, suggest),
        get("/families/{slug}", Access::Public, storefront),
        get("/crafts", Access::Public, all_crafts),
        get("/crafts/{craft}", Access::Public, one_craft),
        get("/me/products", Access::SignedIn, mine::mine),
        post("/me/products", Access::SignedIn, mine::start),
        get("/me/products/{product}", Access::SignedIn, mine::overview),
        get("/me/products/{product}/photos", Access::SignedIn, mine::photos_page),
        post("/me/products/{product}/photos/order", Access::SignedIn, mine::order_photos),
        post("/me/products/{product}/photos/{at}", Access::SignedIn, mine::change_photo),
        get("/me/products/{product}/what", Access::SignedIn, mine::what_page),
        post("/me/products/{product}/what", Access::SignedIn, mine::what),
        get("/me/products/{product}/price", Access::SignedIn, mine::price_page),
        post("/me/products/{product}/price", Access::SignedIn, mine::price),
        get("/me/products/{product}/check", Access::SignedIn, mine::check_page),
        post("/me/products/{product}/check", Access::SignedIn, mine::send),
        get("/me/products/{product}/sent", Access::SignedIn, mine::sent),
        post("/me/products/{product}/shelf", Access::SignedIn, mine::shelf),
        post("/me/products/{product}/discard", Access::SignedIn, mine::discard),
    ]
}

/// The filter that an address asks for. What is not understood is left out: a shared link always
/// shows something.
pub fn filter_of(query: &Form) -> Filter {
    let code = |name: &str| Some(text::clean_line(query.get(name))).filter(|value| !value.is_empty());
    let price = |name: &str| Money::parse_price(query.get(name)).ok();
    let after = |value: &str| {
        let mut parts = value.split('.').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??, parts.next()??))
    };
    let (price_min, price_max) = (price("price_min"), price("price_max"));
    Filter {
        q: text::clean_line(query.get("q")).chars().take(80).collect(),
        craft: code("craft"),
        region: code("region"),
        municipality: code("municipality"),
        making: Making::from_code(query.get("making")),
        availability: Availability::from_code(query.get("availability")),
        marked: query.get("mark") == "1",
        price_min,
        price_max: price_max.filter(|most| price_min.is_none_or(|least| least <= *most)),
        sort: Sort::from_code(query.get("sort")).unwrap_or_default(),
        after: after(query.get("after")),
    }
}

async fn list(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let mut filter = filter_of(&query);
    filter.craft = filter.craft.filter(|code| crafts.craft(code).is_some());
    filter.municipality = filter.municipality.filter(|code| places.municipality(code).is_some());
    filter.region = filter.region.filter(|code| REGIONS.iter().any(|(region, ..)| region == code));
    let (page, facets) = search::list_counted(&ctx, &filter).await?;
    let nearest = if page.cards.is_empty() && !filter.q.is_empty() { spelling::nearest_words(&ctx, &filter.q).await? } else { None };
    // A misspelt word is answered with what was meant, and said.
    let (page, facets, filter, instead) = match nearest {
        Some(nearest) => {
            let corrected = Filter { q: nearest.clone(), ..filter.clone() };
            let (found, counts) = search::list_counted(&ctx, &corrected).await?;
            if found.cards.is_empty() { (page, facets, filter, None) } else { (found, counts, corrected, Some(filter.q)) }
        }
        None => (page, facets, filter, None),
    };
    Ok(pages::list(&ctx, &query, &filter, &page, &facets, instead.as_deref(), &places, &crafts).respond(&ctx))
}

async fn suggest(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let titles = spelling::suggestions(&ctx, query.get("q")).await?;
    Ok(axum::Json(titles).into_response())
}

async fn show(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    match reads::public_product(&ctx, &slug).await? {
        FoundProduct::Moved(slug) => {
            Ok(Redirect::permanent(&ground::route::encoded(&ctx.link(&format!("/products/{slug}")))).into_response())
        }
        FoundProduct::Here(view) => {
            let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
            Ok(pages::product(&ctx, &view, &places, &crafts).respond(&ctx))
        }
    }
}

async fn reported(ctx: &Ctx, slug: &str) -> Result<ProductView, AppError> {
    match reads::public_product(ctx, slug).await? {
        FoundProduct::Here(view) => Ok(*view),
        FoundProduct::Moved(_) => Err(AppError::NotFound),
    }
}

async fn report_page(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let view = reported(&ctx, &slug).await?;
    Ok(pages::report(&ctx, &view, &Filled::default()).respond(&ctx))
}

async fn report(ctx: Ctx, Path((_, slug)): Path<(String, String)>, form: Form) -> Answer {
    let sent = async {
        let mut check = Check::new(&form);
        let reason = check.choice("reason", pages::report_reason).unwrap_or_default();
        let words = check.needed_lines("words", 10, 1_000);
        let contact = check.line("contact", 80);
        check.done()?;
        const MOST_REPORTS: i64 = 10;
        accounts::limit(&ctx, "words", "report", MOST_REPORTS).await?;
        reports::report(&ctx, &slug, reason, words, contact).await
    };
    match sent.await {
        Ok(reference) => Ok(pages::reported(&ctx, &slug, &reference).respond(&ctx)),
        Err(AppError::Invalid(errors)) => {
            let view = reported(&ctx, &slug).await?;
            Ok(pages::report(&ctx, &view, &Filled::wrong(form, errors)).unprocessable().respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

async fn storefront(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let family = match families::storefront(&ctx, &slug).await? {
        FoundStorefront::Here(family) => family,
        FoundStorefront::Moved(slug) => {
            return Ok(Redirect::permanent(&ground::route::encoded(&ctx.link(&format!("/families/{slug}")))).into_response());
        }
    };
    let cards = reads::of_family(&ctx, family.id).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::storefront(&ctx, &family, &cards, &places, &crafts).respond(&ctx))
}

async fn all_crafts(ctx: Ctx) -> Answer {
    let crafts = crafts::crafts(&ctx.db).await?;
    let counts = reads::counts_by_craft(&ctx).await?;
    Ok(pages::crafts(&ctx, &crafts, &counts).respond(&ctx))
}

async fn one_craft(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Answer {
    let crafts = crafts::crafts(&ctx.db).await?;
    let craft = crafts.craft(&code).filter(|craft| craft.active).ok_or(AppError::NotFound)?;
    let page = search::list(&ctx, &Filter { craft: Some(code.clone()), ..Filter::default() }).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::craft(&ctx, craft, &crafts, &page.cards, &places).respond(&ctx))
}
