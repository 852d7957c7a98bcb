//! Lines of the URL table of the front page and of one's own page, and the pages they show.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use super::kept::kept;
use super::pages;
use super::posts::{erase, leave, object, own_case, renewal, renewal_again};
use cases::casework;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::form::Filled;
use ground::route::{Access, Answer, Entry, get, post, see_other};
use market::catalogue;
use market::families;
use people::{crafts, place};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/", Access::Public, home).reading(&[]),
        get("/branches", Access::Public, branches).reading(&[]),
        get("/me", Access::SignedIn, me),
        get("/me/renewal", Access::SignedIn, renewal_page),
        post("/me/renewal", Access::SignedIn, renewal),
        get("/me/leave", Access::SignedIn, leave_page),
        post("/me/leave", Access::SignedIn, leave),
        get("/me/left", Access::SignedIn, left),
        get("/me/copy", Access::SignedIn, copy),
        get("/me/account/erase", Access::SignedIn, erase_page),
        post("/me/account/erase", Access::SignedIn, erase),
        get("/me/cases/{case}", Access::SignedIn, case),
        post("/me/cases/{case}/object", Access::SignedIn, object),
    ]
}

async fn home(ctx: Ctx) -> Answer {
    let newest = catalogue::newest(&ctx, 8).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let counts = catalogue::counts_by_craft(&ctx).await?;
    let south: Vec<String> = places.municipalities.iter().filter(|m| m.south == "core").map(|m| m.code.clone()).collect();
    let families_of_south = families::cards(&ctx, south, 8).await?;
    let (families, municipalities) = families::totals(&ctx).await?;
    let front = pages::Front { newest, counts, families_of_south, families, municipalities };
    Ok(pages::home(&ctx, &front, &places, &crafts).respond(&ctx))
}

async fn branches(ctx: Ctx) -> Answer {
    Ok(pages::branches(&ctx, &*place::places(&ctx.db).await?).respond(&ctx))
}

async fn me(ctx: Ctx) -> Answer {
    let family = families::own_family(ctx.db.read(), &ctx).await?;
    // Who works for the Authority starts there.
    if let Some(path) = ctx.actor.workplace().filter(|_| family.is_none()) {
        return Ok(see_other(ctx.link(path)));
    }
    let cases = casework::mine(&ctx).await?;
    let unread = u64::try_from(ctx.actor.person()?.unread).unwrap_or(0);
    let mut todo = training::to_do(&ctx).await?;
    if let Some(family) = &family {
        todo.extend(catalogue::to_do(&ctx, family.id).await?);
        todo.extend(fairs::to_do(&ctx).await?);
    }
    Ok(pages::me(&ctx, family.as_ref(), &cases, unread, todo).respond(&ctx))
}

async fn renewal_page(ctx: Ctx) -> Answer {
    renewal_again(&ctx, &Filled::default()).await
}

async fn leave_page(ctx: Ctx) -> Answer {
    let family = families::own_family(ctx.db.read(), &ctx).await?.ok_or(AppError::NotFound)?;
    Ok(pages::leave(&ctx, &family, &Filled::default()).respond(&ctx))
}

/// What went and what stays, for whose family has left; anybody else is led to their own page.
async fn left(ctx: Ctx) -> Answer {
    let stays = families::own_family(ctx.db.read(), &ctx).await?.is_some();
    if stays || !families::has_left(&ctx).await? {
        return Ok(see_other(ctx.link("/me")));
    }
    Ok(pages::left(&ctx).respond(&ctx))
}

/// What is kept of who asks, as a file; of identity numbers as much as the family's other pages show.
async fn copy(ctx: Ctx) -> Answer {
    let kept = kept(&ctx).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let html = pages::copy(&ctx, &kept, &places, &crafts);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"souq-data.html\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, html).into_response())
}

async fn erase_page(ctx: Ctx) -> Answer {
    Ok(pages::erase(&ctx, &Filled::default()).respond(&ctx))
}

async fn case(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    own_case(&ctx, id, &Filled::default()).await
}
