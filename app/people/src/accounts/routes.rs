//! Lines of the URL table of accounts, and the pages they show.

use axum::extract::Query;
use serde::Deserialize;

use super::acts;
use super::links::{self, Purpose};
use super::posts::{account, code, confirm, device, devices, forgotten, home_of, join, password, reset, set_up, sign_in, sign_out};
use super::{pages, reads};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::route::{Access, Answer, Entry, get, post, see_other};

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/join", Access::Public, join_page),
        post("/join", Access::Public, join),
        get("/sign-in", Access::Public, sign_in_page),
        post("/sign-in", Access::Public, sign_in),
        get("/sign-in/code", Access::SigningIn, code_page),
        post("/sign-in/code", Access::SigningIn, code),
        get("/sign-in/set-up", Access::SigningIn, set_up_page),
        post("/sign-in/set-up", Access::SigningIn, set_up),
        post("/sign-out", Access::Public, sign_out),
        get("/forgotten", Access::Public, forgotten_page),
        post("/forgotten", Access::Public, forgotten),
        get("/reset", Access::Public, reset_page),
        post("/reset", Access::Public, reset),
        get("/confirm-email", Access::Public, confirm_page),
        post("/confirm-email", Access::Public, confirm),
        get("/me/account", Access::SignedIn, account_page),
        post("/me/account", Access::SignedIn, account),
        post("/me/account/password", Access::SignedIn, password),
        post("/me/account/devices", Access::SignedIn, devices),
        post("/me/account/devices/{device}", Access::SignedIn, device),
    ]
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn join_page(ctx: Ctx) -> Answer {
    Ok(pages::join(&ctx, &Filled::default()).respond(&ctx))
}

async fn sign_in_page(ctx: Ctx, Query(Next { next }): Query<Next>) -> Answer {
    if matches!(ctx.actor, Actor::Person(_)) {
        return Ok(see_other(home_of(&ctx, &next)));
    }
    Ok(pages::sign_in(&ctx, &Filled::from(Form::of([("next", next)]))).respond(&ctx))
}

async fn code_page(ctx: Ctx, Query(Next { next }): Query<Next>) -> Answer {
    if !ctx.actor.known().is_some_and(|signed| signed.has_second_factor) {
        return Ok(see_other(ctx.link("/sign-in/set-up")));
    }
    Ok(pages::code(&ctx, &Filled::from(Form::of([("next", next)]))).respond(&ctx))
}

async fn set_up_page(ctx: Ctx) -> Answer {
    let secret = acts::begin_second_factor(&ctx).await?;
    Ok(pages::set_up(&ctx, &Filled::default(), &secret).respond(&ctx))
}

async fn forgotten_page(ctx: Ctx) -> Answer {
    Ok(pages::forgotten(&ctx, &Filled::default()).respond(&ctx))
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

async fn reset_page(ctx: Ctx, Query(Token { token }): Query<Token>) -> Answer {
    if !links::token_holds(&ctx, &token, Purpose::Reset).await? {
        return Ok(pages::link_over(&ctx).respond(&ctx));
    }
    Ok(pages::reset(&ctx, &Filled::from(Form::of([("token", token)]))).respond(&ctx))
}

async fn confirm_page(ctx: Ctx, Query(Token { token }): Query<Token>) -> Answer {
    if !links::token_holds(&ctx, &token, Purpose::Confirm).await? {
        return Ok(pages::link_over(&ctx).respond(&ctx));
    }
    Ok(pages::confirm(&ctx, &token).respond(&ctx))
}

async fn account_page(ctx: Ctx) -> Answer {
    let own = reads::own_account(&ctx).await?;
    Ok(pages::account(&ctx, &own, None).respond(&ctx))
}
