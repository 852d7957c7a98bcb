//! What the forms of accounts do, and their pages again with what is wrong. Here the cookie of a session is set and taken away.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::acts::{self, Device, NewAccount, Opened};
use super::changes::{self, Reached};
use super::{links, pages, reads, rules, sessions};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Filled, Form};
use ground::ids::SessionId;
use ground::route::{Answer, see_other};
use ground::texts;
use ground::ui::{Done, done};

/// Name of the session's cookie.
pub const COOKIE: &str = "souq_session";

/// Name of the cookie by which a device is known for accounts that it has been in. It opens nothing.
const KNOWN: &str = "souq_known";

fn device_of(headers: &HeaderMap) -> String {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned()
}

fn from(headers: &HeaderMap) -> Device {
    Device { name: device_of(headers), known: known_of(headers) }
}

fn known_of(headers: &HeaderMap) -> Vec<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split("; "));
    let marks = cookies.filter_map(|cookie| cookie.split_once('=')).find(|(name, _)| *name == KNOWN).map(|(_, value)| value);
    marks.unwrap_or_default().split('~').filter(|mark| !mark.is_empty()).take(rules::MOST_KNOWN).map(str::to_owned).collect()
}

/// The session, and the mark by which this device is known the next time, beside those of others who share it.
fn opened(ctx: &Ctx, headers: &HeaderMap, response: Response, opened: &Opened) -> Response {
    let mut response = with_session(ctx, response, &opened.token);
    let of = |mark: &str| mark.split('.').next().map(str::to_owned);
    let others = known_of(headers).into_iter().filter(|mark| of(mark) != of(&opened.mark));
    let marks: Vec<String> = std::iter::once(opened.mark.clone()).chain(others).take(rules::MOST_KNOWN).collect();
    let cookie = format!("{KNOWN}={}; Path=/; HttpOnly; SameSite=Lax{}; Max-Age=31536000", marks.join("~"), secure(ctx));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn secure(ctx: &Ctx) -> &'static str {
    if ctx.site.public_url.starts_with("https:") { "; Secure" } else { "" }
}

/// `Lax` keeps other sites from posting with the cookie, `HttpOnly` keeps scripts from reading it.
fn with_session(ctx: &Ctx, mut response: Response, token: &str) -> Response {
    let life = match token {
        "" => 0,
        _ if ctx.actor.known().is_some_and(|signed| !signed.grants.is_empty()) => sessions::STAFF_LIFE.num_seconds(),
        _ => sessions::LIFE.num_seconds(),
    };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{}; Max-Age={life}", secure(ctx));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

pub(super) fn home_of(ctx: &Ctx, asked: &str) -> String {
    rules::next_path(asked).map_or_else(|| ctx.link("/me"), str::to_owned)
}

pub(super) async fn join(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match join_with(&ctx, &headers, &form).await {
        Ok(new) => Ok(opened(&ctx, &headers, see_other(ctx.link("/me/family")), &new)),
        Err(AppError::Invalid(errors)) => Ok(pages::join(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn join_with(ctx: &Ctx, headers: &HeaderMap, form: &Form) -> Result<Opened, AppError> {
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
    acts::sign_up(ctx, new, &from(headers)).await
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
    let page = if ctx.actor.known().is_some() { pages::code(ctx, &filled) } else { pages::sign_in(ctx, &filled) };
    page.unprocessable().respond(ctx)
}

pub(super) async fn sign_in(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    let new = match sign_in_with(&ctx, &headers, &form).await {
        Ok(new) => new,
        Err(AppError::Invalid(errors)) => {
            return Ok(pages::sign_in(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx));
        }
        Err(error) => return Err(error),
    };
    let actor = super::actor_of(&ctx.db, &new.token, ctx.now).await?;
    let signed_in = Ctx { actor, ..ctx };
    let person = signed_in.actor.known().ok_or(AppError::SignInFirst)?;
    let response = match (person.grants.is_empty(), person.has_second_factor) {
        (true, _) => resume(&signed_in, &form),
        (false, true) => pages::code(&signed_in, &Filled::from(passed_on(&form))).respond(&signed_in),
        (false, false) => see_other(signed_in.link("/sign-in/set-up")),
    };
    Ok(opened(&signed_in, &headers, response, &new))
}

async fn sign_in_with(ctx: &Ctx, headers: &HeaderMap, form: &Form) -> Result<Opened, AppError> {
    let mut check = Check::new(form);
    let phone = check.take("phone", rules::phone(form.get("phone")));
    if form.get("password").is_empty() {
        check.wrong("password", Problem::Required);
    }
    check.done()?;
    acts::sign_in(ctx, &phone, form.get("password"), &from(headers)).await
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

pub(super) async fn code(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match acts::give_second_factor(&ctx, form.get("code"), &device_of(&headers)).await {
        Ok(token) => Ok(with_session(&ctx, resume(&ctx, &form), &token)),
        Err(AppError::Invalid(errors)) => Ok(pages::code(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

pub(super) async fn set_up(ctx: Ctx, headers: HeaderMap, form: Form) -> Answer {
    match acts::confirm_second_factor(&ctx, form.get("code"), &device_of(&headers)).await {
        Ok((token, codes)) => Ok(with_session(&ctx, pages::recovery_codes(&ctx, &codes).respond(&ctx), &token)),
        Err(AppError::Invalid(errors)) => {
            let secret = acts::begin_second_factor(&ctx).await?;
            Ok(pages::set_up(&ctx, &Filled::wrong(form, errors), &secret).unprocessable().respond(&ctx))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn sign_out(ctx: Ctx) -> Answer {
    acts::sign_out(&ctx).await?;
    Ok(with_session(&ctx, see_other(ctx.link("")), ""))
}

pub(super) async fn forgotten(ctx: Ctx, form: Form) -> Answer {
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

pub(super) async fn reset(ctx: Ctx, form: Form) -> Answer {
    match links::reset(&ctx, form.get("token"), form.get("new")).await {
        Ok(()) => Ok(pages::reset_done(&ctx).respond(&ctx)),
        Err(AppError::Invalid(errors)) => Ok(pages::reset(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(AppError::NotFound) => Ok(pages::link_over(&ctx).respond(&ctx)),
        Err(error) => Err(error),
    }
}

pub(super) async fn confirm(ctx: Ctx, form: Form) -> Answer {
    match links::confirm_email(&ctx, form.get("token")).await {
        Ok(()) => Ok(pages::confirmed(&ctx).respond(&ctx)),
        Err(AppError::NotFound) => Ok(pages::link_over(&ctx).respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn account_again(ctx: &Ctx, form: Form, errors: FieldErrors) -> Answer {
    let own = reads::own_account(ctx).await?;
    Ok(pages::account(ctx, &own, Some(&Filled::wrong(form, errors))).unprocessable().respond(ctx))
}

pub(super) async fn account(ctx: Ctx, form: Form) -> Answer {
    let changed = async {
        let email = match rules::email(form.get("email")) {
            Err(Problem::Required) => None,
            read => Some(read.map_err(|problem| FieldErrors::one("email", problem))?),
        };
        let locale = form.get("locale").parse().unwrap_or(ctx.l);
        let new = Reached { email, mail_notices: form.has("mail_notices", "yes"), locale: texts::code(locale) };
        changes::change_contact(&ctx, new, form.get("password")).await
    };
    match changed.await {
        Ok(()) => Ok(done(&ctx, "/me/account", Done::Saved)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, form, errors).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn password(ctx: Ctx, form: Form) -> Answer {
    match changes::change_password(&ctx, form.get("old"), form.get("new")).await {
        Ok(token) => Ok(with_session(&ctx, done(&ctx, "/me/account", Done::Saved), &token)),
        Err(AppError::Invalid(errors)) => account_again(&ctx, form, errors).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn devices(ctx: Ctx) -> Answer {
    acts::sign_out_devices(&ctx, None).await?;
    Ok(done(&ctx, "/me/account", Done::SignedOut))
}

pub(super) async fn device(ctx: Ctx, Path((_, device)): Path<(String, i64)>) -> Answer {
    acts::sign_out_devices(&ctx, Some(SessionId(device))).await?;
    Ok(done(&ctx, "/me/account", Done::SignedOut))
}
