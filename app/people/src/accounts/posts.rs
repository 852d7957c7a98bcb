//! Form posts of accounts.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;

use super::acts::{self, NewAccount};
use super::links::{self, Purpose};
use super::{pages, reads, rules};
use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::SessionId;
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::texts;
use ground::ui::{Done, done};

/// Name of the session's cookie.
pub const COOKIE: &str = "souq_session";

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/join", Access::Public, join_page),
        post("/join", Access::Public, join),
        get("/sign-in", Access::Public, sign_in_page),
        post("/sign-in", Access::Public, sign_in),
        get("/sign-in/code", Access::SignedIn, code_page),
        post("/sign-in/code", Access::SignedIn, code),
        get("/sign-in/set-up", Access::SignedIn, set_up_page),
        post("/sign-in/set-up", Access::SignedIn, set_up),
        post("/sign-out", Access::SignedIn, sign_out),
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

fn device_of(headers: &HeaderMap) -> String {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned()
}

/// `Lax` keeps other sites from posting with the cookie, `HttpOnly` keeps scripts from reading it.
fn with_session(ctx: &Ctx, mut response: Response, token: &str) -> Response {
    let secure = if ctx.site.public_url.starts_with("https:") { "; Secure" } else { "" };
    let life = if token.is_empty() { "; Max-Age=0" } else { "; Max-Age=5184000" };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{life}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

fn home_of(ctx: &Ctx, asked: &str) -> String {
    rules::next_path(asked).map_or_else(|| ctx.link("/me"), str::to_owned)
}

async fn join_page(ctx: Ctx) -> Answer {
    Ok(pages::join(&ctx, &Filled::default()).respond(&ctx))
}

async fn join(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match join_with(&ctx, &headers, &form).await {
        Ok(token) => Ok(with_session(&ctx, see_other(ctx.link("/me/family")), &token)),
        Err(AppError::Invalid(errors)) => Ok(pages::join(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn join_with(ctx: &Ctx, headers: &HeaderMap, form: &Form) -> Result<String, AppError> {
    let mut check = Check::new(form);
    let name = check.needed_line("name", 2, 80);
    let phone = check.take("phone", rules::phone(form.get("phone")));
    let email = match rules::email(form.get("email")) {
        Err(Problem::Required) => None,
        read => Some(check.take("email", read)),
    };
    check.take("password", rules::password(form.get("password"), &phone, &name));
    check.done()?;
    let new = NewAccount { name, phone, email, password: form.get("password").to_owned() };
    acts::sign_up(ctx, new, &device_of(headers)).await
}

async fn sign_in_page(ctx: Ctx, Query(Next { next }): Query<Next>) -> Answer {
    if matches!(ctx.actor, Actor::Person(_)) {
        return Ok(see_other(home_of(&ctx, &next)));
    }
    Ok(pages::sign_in(&ctx, &Filled::from(Form::of([("next", next)]))).respond(&ctx))
}

/// The sign-in page for a form whose session has expired: what was typed goes along and is
/// offered again after signing in. Passwords do not go along.
pub fn resume_page(ctx: &Ctx, body: &str) -> Response {
    let mut typed = Form::parse(body);
    typed.0.retain(|(name, _)| !matches!(name.as_str(), "password" | "old" | "new" | "code"));
    if typed.0.is_empty() {
        // A button alone was pressed; it is offered again too.
        typed.set("again", "yes");
    }
    let filled = Filled::from(Form::of([("next", ctx.path.clone()), ("kept", typed.encode())]));
    let page = if ctx.actor.id().is_some() { pages::code(ctx, &filled) } else { pages::sign_in(ctx, &filled) };
    page.unprocessable().respond(ctx)
}

async fn sign_in(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    let token = match sign_in_with(&ctx, &headers, &form).await {
        Ok(token) => token,
        Err(AppError::Invalid(errors)) => {
            return Ok(pages::sign_in(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx));
        }
        Err(error) => return Err(error),
    };
    let actor = super::actor_of(&ctx.db, &token, ctx.now).await?;
    let signed_in = Ctx { actor, ..ctx };
    let person = signed_in.actor.person()?;
    let response = match (person.grants.is_empty(), person.has_second_factor) {
        (true, _) => resume(&signed_in, &form),
        (false, true) => pages::code(&signed_in, &Filled::from(passed_on(&form))).respond(&signed_in),
        (false, false) => see_other(signed_in.link("/sign-in/set-up")),
    };
    Ok(with_session(&signed_in, response, &token))
}

async fn sign_in_with(ctx: &Ctx, headers: &HeaderMap, form: &Form) -> Result<String, AppError> {
    let mut check = Check::new(form);
    let phone = check.take("phone", rules::phone(form.get("phone")));
    if form.get("password").is_empty() {
        check.wrong("password", Problem::Required);
    }
    check.done()?;
    acts::sign_in(ctx, &phone, form.get("password"), &device_of(headers)).await
}

fn passed_on(form: &Form) -> Form {
    Form::of([("next", form.get("next").to_owned()), ("kept", form.get("kept").to_owned())])
}

/// On to where the person was going: a page, or the form that was interrupted.
fn resume(ctx: &Ctx, form: &Form) -> Response {
    let next = home_of(ctx, form.get("next"));
    match form.get("kept") {
        "" => see_other(next),
        kept => pages::resume(ctx, &next, &Form::parse(kept)).respond(ctx),
    }
}

async fn code_page(ctx: Ctx, Query(Next { next }): Query<Next>) -> Answer {
    if !ctx.actor.person()?.has_second_factor {
        return Ok(see_other(ctx.link("/sign-in/set-up")));
    }
    Ok(pages::code(&ctx, &Filled::from(Form::of([("next", next)]))).respond(&ctx))
}

async fn code(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match acts::give_second_factor(&ctx, form.get("code"), &device_of(&headers)).await {
        Ok(token) => Ok(with_session(&ctx, resume(&ctx, &form), &token)),
        Err(AppError::Invalid(errors)) => Ok(pages::code(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn set_up_page(ctx: Ctx) -> Answer {
    let secret = acts::begin_second_factor(&ctx).await?;
    Ok(pages::set_up(&ctx, &Filled::default(), &secret).respond(&ctx))
}

async fn set_up(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match acts::confirm_second_factor(&ctx, form.get("code"), &device_of(&headers)).await {
        Ok((token, codes)) => Ok(with_session(&ctx, pages::recovery_codes(&ctx, &codes).respond(&ctx), &token)),
        Err(AppError::Invalid(errors)) => {
            let secret = acts::begin_second_factor(&ctx).await?;
            Ok(pages::set_up(&ctx, &Filled::wrong(form, errors), &secret).unprocessable().respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

async fn sign_out(ctx: Ctx) -> Answer {
    acts::sign_out(&ctx).await?;
    Ok(with_session(&ctx, see_other(ctx.link("")), ""))
}

async fn forgotten_page(ctx: Ctx) -> Answer {
    Ok(pages::forgotten(&ctx, &Filled::default()).respond(&ctx))
}

async fn forgotten(ctx: Ctx, form: Form) -> Answer {
    let asked = async {
        let phone = rules::phone(form.get("phone")).map_err(|problem| FieldErrors::one("phone", problem))?;
        links::ask_reset(&ctx, &phone).await
    };
    match asked.await {
        Ok(()) => Ok(pages::forgotten_sent(&ctx).respond(&ctx)),
        Err(AppError::Invalid(errors)) => Ok(pages::forgotten(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
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

async fn reset(ctx: Ctx, form: Form) -> Answer {
    match links::reset(&ctx, form.get("token"), form.get("new")).await {
        Ok(()) => Ok(pages::reset_done(&ctx).respond(&ctx)),
        Err(AppError::Invalid(errors)) => Ok(pages::reset(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(AppError::NotFound) => Ok(pages::link_over(&ctx).respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn confirm_page(ctx: Ctx, Query(Token { token }): Query<Token>) -> Answer {
    if !links::token_holds(&ctx, &token, Purpose::Confirm).await? {
        return Ok(pages::link_over(&ctx).respond(&ctx));
    }
    Ok(pages::confirm(&ctx, &token).respond(&ctx))
}

async fn confirm(ctx: Ctx, form: Form) -> Answer {
    match links::confirm_email(&ctx, form.get("token")).await {
        Ok(()) => Ok(pages::confirmed(&ctx).respond(&ctx)),
        Err(AppError::NotFound) => Ok(pages::link_over(&ctx).respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn account_page(ctx: Ctx) -> Answer {
    let own = reads::own_account(&ctx).await?;
    Ok(pages::account(&ctx, &own, None).respond(&ctx))
}

async fn account_again(ctx: &Ctx, form: Form, errors: FieldErrors) -> Answer {
    let own = reads::own_account(ctx).await?;
    Ok(pages::account(ctx, &own, Some(&Filled::wrong(form, errors))).unprocessable().respond(ctx))
}

async fn account(ctx: Ctx, form: Form) -> Answer {
    let changed = async {
        let email = match rules::email(form.get("email")) {
            Err(Problem::Required) => None,
            read => Some(read.map_err(|problem| FieldErrors::one("email", problem))?),
        };
        let locale = form.get("locale").parse().unwrap_or(ctx.l);
        acts::change_contact(&ctx, email, form.has("mail_notices", "yes"), texts::code(locale)).await
    };
    match changed.await {
        Ok(()) => Ok(done(&ctx, "/me/account", Done::Saved)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, form, errors).await,
        Err(error) => Err(error),
    }
}

async fn password(ctx: Ctx, form: Form) -> Answer {
    match acts::change_password(&ctx, form.get("old"), form.get("new")).await {
        Ok(()) => Ok(done(&ctx, "/me/account", Done::Saved)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, form, errors).await,
        Err(error) => Err(error),
    }
}

async fn devices(ctx: Ctx) -> Answer {
    acts::sign_out_devices(&ctx, None).await?;
    Ok(done(&ctx, "/me/account", Done::SignedOut))
}

async fn device(ctx: Ctx, Path((_, device)): Path<(String, i64)>) -> Answer {
    acts::sign_out_devices(&ctx, Some(SessionId(device))).await?;
    Ok(done(&ctx, "/me/account", Done::SignedOut))
}
