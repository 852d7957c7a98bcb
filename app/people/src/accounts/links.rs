//! Links that are good for one thing, once: confirm an address, set a new password.

use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::changes::{self, set_password};
use super::entity::{mail_token, person, role_grant, role_proposal};
use super::notices::Notice;
pub use super::rules::Purpose;
use super::throttle::Limit;
use super::{refusals, rules, secrets, sessions, throttle};
use crate::notifications;
use ground::actor::{Actor, Role};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, unique_violation};
use ground::history;
use ground::ids::PersonId;
use ground::outbox::Urgent;

fn life(purpose: Purpose) -> Duration {
    match purpose {
        Purpose::Confirm => Duration::days(3),
        Purpose::Reset => Duration::minutes(30),
    }
}

async fn new_token(tx: &Tx, ctx: &Ctx, person: PersonId, purpose: Purpose, email: &str) -> Result<String, AppError> {
    let (token, token_hash) = secrets::token();
    let row = mail_token::ActiveModel {
        person_id: Set(person),
        purpose: Set(purpose),
        email: Set(email.to_owned()),
        token_hash: Set(token_hash),
        expires_at: Set(ctx.now + life(purpose)),
        ..Default::default()
    };
    mail_token::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(token)
}

pub(super) async fn send_token(tx: &Tx, ctx: &Ctx, person: PersonId, purpose: Purpose, email: &str) -> Result<(), AppError> {
    let token = new_token(tx, ctx, person, purpose, email).await?;
    let link = |path: &str| format!("{}{}?token={token}", ctx.site.public_url, ctx.link(path));
    let mail = match purpose {
        Purpose::Confirm => notifications::confirm_mail(ctx.l, &ctx.site, email, &link("/confirm-email")),
        Purpose::Reset => notifications::reset_mail(ctx.l, &ctx.site, email, &link("/reset")),
    };
    tx.later(ctx.now, &Urgent(mail)).await
}

/// Sends a link to the confirmed address of a phone's account. The answer is the same whether
/// there is one or not.
pub async fn ask_reset(ctx: &Ctx, phone: &str) -> Result<(), AppError> {
    let address = Limit::new(format!("reset-address:{}", ctx.address), rules::MOST_FAILURES_OF_ADDRESS);
    // Each is a mail to somebody who may not have asked for it.
    let phone_of = Limit { subject: format!("reset:{phone}"), most: 3, slowed: Duration::minutes(rules::WINDOW_MINUTES) };
    throttle::count(ctx, "phone", &[phone_of, address]).await?;
    let tx = ctx.begin().await?;
    let found = person::Entity::find().filter(person::Column::Phone.eq(phone)).one(&*tx).await?;
    if let Some(person) = found.filter(|person| person.email_confirmed_at.is_some())
        && let Some(email) = &person.email
    {
        send_token(&tx, ctx, person.id, Purpose::Reset, email).await?;
    }
    Ok(tx.commit().await?)
}

/// What became of a link that an officer asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// It is shown to the officer, who hands it on.
    Shown(String),
    /// It went to the confirmed address of the account.
    Mailed,
}

/// A link that sets a new password, for a person whose identity somebody of the Authority has checked; one that was given before leads
/// nowhere any more. The link of a member of staff is the administrator's to make and nobody's to see: it goes to their own confirmed
/// address; who has none gets it at the command line. Nobody makes one for themselves, and its person is told.
pub async fn reset_by_officer(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<Given, AppError> {
    if ctx.actor.id() == Some(person) {
        return Err(refusals::OWN_ACCOUNT.into());
    }
    let found = person::Entity::find_by_id(person).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    // Also of who was staff before: a role that is taken for a moment shows nothing.
    let ever = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(person)).count(&**tx).await? > 0;
    let shown = !ever || matches!(ctx.actor, Actor::Console);
    if !shown && !ctx.actor.holds(&[Role::Administrator]) {
        return Err(AppError::NotFound);
    }
    if shown {
        proposes_no_role(tx, ctx, person).await?;
    }
    let open = mail_token::Entity::find().filter(mail_token::Column::PersonId.eq(person)).filter(mail_token::Column::Email.eq(""));
    let open = open.filter(mail_token::Column::UsedAt.is_null()).filter(mail_token::Column::ExpiresAt.gt(ctx.now)).one(&**tx).await?;
    let given = mail_token::Entity::delete_many().filter(mail_token::Column::PersonId.eq(person)).filter(mail_token::Column::Email.eq(""));
    given.filter(mail_token::Column::Purpose.eq(Purpose::Reset.code())).exec(&**tx).await?;
    changes::note(tx, ctx, person, if shown { LINK_SHOWN } else { "account.reset_mailed" }).await?;
    // Of a link in place of one that is still open its person has been told.
    if open.is_none() {
        let by = ctx.actor.known().map(|signed| signed.name.clone()).unwrap_or_default();
        changes::warn(tx, ctx, &found, &Notice::LinkGiven { by }).await?;
    }
    if shown {
        let token = new_token(tx, ctx, person, Purpose::Reset, "").await?;
        return Ok(Given::Shown(format!("{}{}?token={token}", ctx.site.public_url, ctx.link("/reset"))));
    }
    let email = found.email.filter(|_| found.email_confirmed_at.is_some()).ok_or(refusals::NO_CONFIRMED_ADDRESS)?;
    send_token(tx, ctx, person, Purpose::Reset, &email).await?;
    Ok(Given::Mailed)
}

/// A link that was shown to whoever asked for it, as the trail calls it.
const LINK_SHOWN: &str = "account.reset_link";

/// Who has seen a link to a person's password may hold the account: they neither propose nor confirm a role of it.
pub(super) async fn no_link_by(tx: &Tx, who: PersonId, person: PersonId) -> Result<(), AppError> {
    let given = history::doings(&**tx, LINK_SHOWN, "person", person.0).await?;
    if given.iter().any(|(by, _)| *by == Some(who)) { Err(refusals::GAVE_THE_LINK.into()) } else { Ok(()) }
}

/// The same from the other side: who proposed a role that waits is shown no link.
async fn proposes_no_role(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
    let Some(me) = ctx.actor.id() else { return Ok(()) };
    let own = role_proposal::Entity::find().filter(role_proposal::Column::PersonId.eq(person));
    let own = own.filter(role_proposal::Column::ProposedBy.eq(me)).count(&**tx).await?;
    if own > 0 { Err(refusals::GAVE_THE_LINK.into()) } else { Ok(()) }
}

/// Whether a link is still good; changes nothing, so that a mail scanner cannot use it up.
pub async fn token_holds(ctx: &Ctx, token: &str, purpose: Purpose) -> Result<bool, AppError> {
    let found = mail_token::Entity::find()
        .filter(mail_token::Column::TokenHash.eq(secrets::token_hash(token)))
        .filter(mail_token::Column::Purpose.eq(purpose))
        .filter(mail_token::Column::UsedAt.is_null())
        .filter(mail_token::Column::ExpiresAt.gt(ctx.now))
        .one(ctx.db.read())
        .await?;
    Ok(found.is_some())
}

async fn spend_token(tx: &Tx, ctx: &Ctx, token: &str, purpose: Purpose) -> Result<mail_token::Model, AppError> {
    let spent = mail_token::ActiveModel { used_at: Set(Some(ctx.now)), ..Default::default() };
    let rows = mail_token::Entity::update_many()
        .set(spent)
        .filter(mail_token::Column::TokenHash.eq(secrets::token_hash(token)))
        .filter(mail_token::Column::Purpose.eq(purpose))
        .filter(mail_token::Column::UsedAt.is_null())
        .filter(mail_token::Column::ExpiresAt.gt(ctx.now))
        .exec_with_returning(&**tx)
        .await?;
    rows.into_iter().next().ok_or(AppError::NotFound)
}

/// A reset link sets a new password once, ends every session and every other link.
pub async fn reset(ctx: &Ctx, token: &str, new: &str) -> Result<(), AppError> {
    // A hash is dear: nobody gets one for a link that does not hold.
    if !token_holds(ctx, token, Purpose::Reset).await? {
        return Err(AppError::NotFound);
    }
    let hash = secrets::hash_password(new.to_owned()).await?;
    let tx = ctx.begin().await?;
    let spent = spend_token(&tx, ctx, token, Purpose::Reset).await?;
    let person = person::Entity::find_by_id(spent.person_id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let phone = person.phone.clone().unwrap_or_default();
    rules::password(new, &phone, &person.name).map_err(|problem| FieldErrors::one("new", problem))?;
    set_password(&tx, ctx, person, hash).await?;
    sessions::close_others(&tx, spent.person_id, None).await?;
    Ok(tx.commit().await?)
}

/// Spends every open link of a person: who has a new password or address wants none of those that were sent before.
pub(super) async fn spend_all(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
    let used = mail_token::ActiveModel { used_at: Set(Some(ctx.now)), ..Default::default() };
    let open = mail_token::Entity::update_many().filter(mail_token::Column::UsedAt.is_null());
    open.set(used).filter(mail_token::Column::PersonId.eq(person)).exec(&**tx).await?;
    Ok(())
}

/// Spends open links to a new password: one that was shown to somebody before its person was given a role opens more than it was made for.
pub(super) async fn spend_resets(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
    let used = mail_token::ActiveModel { used_at: Set(Some(ctx.now)), ..Default::default() };
    let open = mail_token::Entity::update_many().filter(mail_token::Column::UsedAt.is_null());
    let open = open.filter(mail_token::Column::Purpose.eq(Purpose::Reset));
    open.set(used).filter(mail_token::Column::PersonId.eq(person)).exec(&**tx).await?;
    Ok(())
}

/// A confirmation link confirms the address it was sent to, if it is still the person's.
pub async fn confirm_email(ctx: &Ctx, token: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let spent = spend_token(&tx, ctx, token, Purpose::Confirm).await?;
    let row = person::ActiveModel { email_confirmed_at: Set(Some(ctx.now)), email_refused_at: Set(None), ..Default::default() };
    let confirmed = person::Entity::update_many()
        .set(row)
        .filter(person::Column::Id.eq(spent.person_id))
        .filter(person::Column::Email.eq(&spent.email))
        .exec(&*tx)
        .await;
    match confirmed {
        Ok(done) if done.rows_affected == 1 => Ok(tx.commit().await?),
        Ok(_) => Err(AppError::NotFound),
        // Another account confirmed this address first.
        Err(error) if unique_violation(&error).is_some() => Err(AppError::NotFound),
        Err(error) => Err(error.into()),
    }
}
