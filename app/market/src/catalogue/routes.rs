//! The lines of the URL table of products and the pages they show: the public catalogue, and a family's own products.

use axum::extract::{Path, RawQuery};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use super::filter::{Filter, Sort};
use super::posts::mine::{Key, change_photo, discard, more, order_photos, own, price, send, shelf, start, withdraw};
use super::posts::what::{what, what_again};
use super::posts::{report, reported};
use super::rules::{Availability, MOST_PHOTOS, Making};
use super::types::FoundProduct;
use super::{pages, permit, reads, refusals, search, spelling};
use crate::families;
use crate::families::FoundStorefront;
use cases::casework;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Filled, Form};
use ground::ids::{FamilyId, ProductId};
use ground::money::{self, Money};
use ground::route::{Access, Answer, Entry, act, get, post, see_other};
use ground::text;
use ground::ui::{Page, shared};
use people::place::REGIONS;
use people::{crafts, place};

/// Lines of the URL table. Photos are received by the server, which keeps the bytes.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/products", Access::Public, list).reading(&LIST),
        get("/products/{slug}", Access::Public, show).reading(&[]),
        get("/products/{slug}/report", Access::Public, report_page),
        post("/products/{slug}/report", Access::Public, report),
        get("/p/{product}", Access::Public, short),
        get("/suggest", Access::Public, suggest),
        get("/families/{slug}", Access::Public, storefront).reading(&[]),
        get("/f/{family}", Access::Public, short_of_family),
        get("/crafts", Access::Public, all_crafts).reading(&[]),
        get("/crafts/{craft}", Access::Public, one_craft).reading(&[]),
        get("/me/products", Access::SignedIn, mine),
        post("/me/products", Access::SignedIn, start),
        get("/me/products/{product}", Access::SignedIn, overview),
        get("/me/products/{product}/photos", Access::SignedIn, photos_page),
        post("/me/products/{product}/photos/order", Access::SignedIn, order_photos),
        act("/me/products/{product}/photos/{at}/remove", Access::SignedIn, change_photo),
        act("/me/products/{product}/photos/{at}/forward", Access::SignedIn, change_photo),
        act("/me/products/{product}/photos/{at}/backward", Access::SignedIn, change_photo),
        act("/me/products/{product}/photos/{at}/describe", Access::SignedIn, change_photo),
        get("/me/products/{product}/what", Access::SignedIn, what_page),
        post("/me/products/{product}/what", Access::SignedIn, what),
        get("/me/products/{product}/price", Access::SignedIn, price_page),
        post("/me/products/{product}/price", Access::SignedIn, price),
        act("/me/products/{product}/price/more", Access::SignedIn, more),
        get("/me/products/{product}/check", Access::SignedIn, check_page),
        post("/me/products/{product}/check", Access::SignedIn, send),
        get("/me/products/{product}/sent", Access::SignedIn, sent),
        act("/me/products/{product}/shelf/pause", Access::SignedIn, shelf),
        act("/me/products/{product}/shelf/resume", Access::SignedIn, shelf),
        act("/me/products/{product}/shelf/retire", Access::SignedIn, shelf),
        post("/me/products/{product}/withdraw", Access::SignedIn, withdraw),
        post("/me/products/{product}/discard", Access::SignedIn, discard),
    ]
}

/// What [`filter_of`] and the page of the list read.
const LIST: [&str; 11] =
    ["q", "craft", "region", "municipality", "making", "availability", "mark", "price_min", "price_max", "sort", "after"];

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
    let typed: String = text::clean_line(query.get("q")).chars().take(80).collect();
    // Signs alone are no search.
    let q = if text::words(&typed).is_empty() { String::new() } else { typed };
    let sort = Sort::from_code(query.get("sort")).filter(|sort| *sort != Sort::Relevance || !q.is_empty());
    let sort = sort.unwrap_or(if q.is_empty() { Sort::Newest } else { Sort::Relevance });
    Filter {
        q,
        craft: code("craft"),
        region: code("region"),
        municipality: code("municipality"),
        making: Making::from_code(query.get("making")),
        availability: Availability::from_code(query.get("availability")),
        marked: query.get("mark") == "1",
        price_min,
        price_max: price_max.filter(|most| price_min.is_none_or(|least| least <= *most)),
        sort,
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
    // The reader's browser keeps what it asked for a minute, nobody else does: words of a search are the reader's own.
    Ok(([(header::CACHE_CONTROL, "private, max-age=60")], axum::Json(titles)).into_response())
}

async fn show(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    shared(ctx, |ctx| async move {
        let found = match reads::public_product(&ctx, &slug).await {
            Err(AppError::NotFound) => return Ok(paused(&ctx, &slug).await?.into()),
            found => found?,
        };
        Ok(match found {
            FoundProduct::Moved(slug) => moved(&ctx, &format!("/products/{slug}")).into(),
            FoundProduct::Here(view) => {
                let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
                pages::product(&ctx, &view, &places, &crafts).into()
            }
        })
    })
    .await
}

/// A product that is not shown for a while, with what is like it.
async fn paused(ctx: &Ctx, slug: &str) -> Result<Page, AppError> {
    let view = reads::paused(ctx, slug).await?.ok_or(AppError::NotFound)?;
    let like = search::list(ctx, &Filter { craft: Some(view.craft.clone()), ..Filter::default() }).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::paused(ctx, &view, &like.cards, &places))
}

/// Leads from a former address to the one that stands.
fn moved(ctx: &Ctx, path: &str) -> Response {
    Redirect::permanent(&ground::route::encoded(&ctx.link(path))).into_response()
}

/// The short address of a product, which is shared: it leads to the one that says what it is.
async fn short(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let slug = reads::slug_of(&ctx, ProductId(id)).await?;
    Ok(see_other(ctx.link(&format!("/products/{slug}"))))
}

/// The short address of a storefront.
async fn short_of_family(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let slug = families::storefronts::slug_of(&ctx, FamilyId(id)).await?;
    Ok(see_other(ctx.link(&format!("/families/{slug}"))))
}

async fn report_page(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let view = reported(&ctx, &slug).await?;
    Ok(pages::report(&ctx, &view, &Filled::default()).respond(&ctx))
}

async fn storefront(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    shared(ctx, |ctx| async move {
        let family = match families::storefront(&ctx, &slug).await? {
            FoundStorefront::Here(family) => family,
            FoundStorefront::Moved(slug) => return Ok(moved(&ctx, &format!("/families/{slug}")).into()),
        };
        let cards = reads::of_family(&ctx, family.id).await?;
        let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
        Ok(pages::storefront(&ctx, &family, &cards, &places, &crafts).into())
    })
    .await
}

async fn all_crafts(ctx: Ctx) -> Answer {
    shared(ctx, |ctx| async move {
        let crafts = crafts::crafts(&ctx.db).await?;
        let counts = reads::counts_by_craft(&ctx).await?;
        Ok(pages::crafts(&ctx, &crafts, &counts).into())
    })
    .await
}

async fn one_craft(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Answer {
    shared(ctx, |ctx| async move {
        let crafts = crafts::crafts(&ctx.db).await?;
        let craft = crafts.craft(&code).filter(|craft| craft.active).ok_or(AppError::NotFound)?;
        let page = search::list(&ctx, &Filter { craft: Some(code.clone()), ..Filter::default() }).await?;
        let places = place::places(&ctx.db).await?;
        Ok(pages::craft(&ctx, craft, &crafts, &page.cards, &places).into())
    })
    .await
}

async fn mine(ctx: Ctx) -> Answer {
    let rows = reads::mine(&ctx).await?;
    let family = families::own_family(ctx.db.read(), &ctx).await?;
    Ok(pages::mine(&ctx, &rows, family.as_ref()).respond(&ctx))
}

async fn overview(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let own = own(&ctx, id).await?;
    let returned = casework::returned_fields(&ctx, casework::CaseKind::Product, id).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    Ok(pages::overview(&ctx, &own, &returned, &crafts).respond(&ctx))
}

/// The photos. With JavaScript they are sent one by one, and the page that follows is told which of them were not taken
/// (`refused`), and of those that could not be read on the phone (`unread`).
async fn photos_page(ctx: Ctx, Path((_, id)): Key, RawQuery(query): RawQuery) -> Answer {
    let own = own(&ctx, id).await?;
    let query = Form::parse(&query.unwrap_or_default());
    let left_out = |name: &str, why: Problem| {
        let name = text::clean_line(name).chars().take(80).collect();
        ("photos".to_owned(), Problem::InFile(name, Box::new(why)))
    };
    let refused = query.all("refused").map(|name| left_out(name, refusals::NOT_TAKEN));
    let unread = query.all("unread").map(|name| left_out(name, refusals::UNREAD));
    let refused = refused.chain(unread).take(MOST_PHOTOS).collect();
    let crafts = crafts::crafts(&ctx.db).await?;
    Ok(pages::photos(&ctx, &own, &Filled::wrong(Form::default(), FieldErrors(refused)), &crafts).respond(&ctx))
}

async fn what_page(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let own = own(&ctx, id).await?;
    let mut what = own.open.what;
    // A certificate is typed once: what another product says of it holds for this one, too.
    let over = what.permit_expires_on.is_none_or(|last| last < day_in_tripoli(ctx.now));
    if over && let Some((number, last)) = permit::known(&ctx, own.product.id).await? {
        (what.permit_number, what.permit_expires_on) = (number, Some(last));
    }
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let form = Form::of([
        ("title_ar", what.title_ar),
        ("title_en", what.title_en),
        ("description_ar", what.description_ar),
        ("description_en", what.description_en),
        ("craft", what.craft),
        ("item", what.item.unwrap_or_default()),
        ("material", what.material),
        ("making", what.making.map(Making::code).unwrap_or_default().to_owned()),
        ("size", what.size),
        ("weight", number(what.weight_grams)),
        ("care", what.care),
        ("ingredients", what.ingredients),
        ("allergens", what.allergens),
        ("shelf_life", number(what.shelf_life_days)),
        ("permit_number", what.permit_number),
        ("permit_expires", what.permit_expires_on.map(|day| day.to_string()).unwrap_or_default()),
    ]);
    what_again(&ctx, id, &Filled::from(form)).await
}

async fn price_page(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let own = own(&ctx, id).await?;
    let offer = &own.product.offer;
    let mut form = Form::of([
        ("availability", offer.availability.code().to_owned()),
        ("lead_days", if offer.lead_days == 0 { String::new() } else { offer.lead_days.to_string() }),
        ("weekly_capacity", offer.weekly_capacity.map(|n| n.to_string()).unwrap_or_default()),
    ]);
    for (n, variant) in offer.variants.iter().enumerate() {
        form.set(&format!("name_{n}"), variant.name_ar.clone());
        form.set(&format!("name_en_{n}"), variant.name_en.clone());
        form.set(&format!("price_{n}"), money::plain(variant.price));
        form.set(&format!("stock_{n}"), variant.stock.to_string());
    }
    form.set("rows", offer.variants.len().max(1).to_string());
    form.set("seen", offer.mark());
    let crafts = crafts::crafts(&ctx.db).await?;
    Ok(pages::price(&ctx, &own, &Filled::from(form), &crafts).respond(&ctx))
}

async fn check_page(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let own = own(&ctx, id).await?;
    if !own.product.has_draft || !own.open.state.open() {
        return Ok(see_other(ctx.link(&format!("/me/products/{id}"))));
    }
    let crafts = crafts::crafts(&ctx.db).await?;
    Ok(pages::check(&ctx, &own, &crafts).respond(&ctx))
}

async fn sent(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let own = own(&ctx, id).await?;
    let reference = casework::reference_of(&ctx, casework::CaseKind::Product, id).await.ok();
    Ok(pages::sent(&ctx, &own, reference.as_deref()).respond(&ctx))
}
