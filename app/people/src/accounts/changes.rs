//! Changes of an account by which somebody else may come in: a password, an address, a second factor, a link. Each stands in the trail, and
//! its person is told at once: in the inbox, and at the address that was confirmed before it, whether notices by mail are wanted or not.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::entity::person;
use super::links::{Purpose, send_token, spend_all};
use super::notices::{Notice, masked};
use super::secrets::Fits;
use super::{acts, refusals, rules, secrets, sessions};
use crate::notifications::{self, tell};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors};
use ground::history::Event;
use ground::ids::{PersonId, SessionId};

/// A row of the trail about an account.
pub(super) async fn note(tx: &Tx, ctx: &Ctx, person: PersonId, act: &str) -> Result<(), AppError> {
    tx.record(ctx, Event { act, subject_kind: "person", subject_id: person.0, details: String::new() }).await
}

/// Tells the person of an account, as it was before the change, what was changed.
pub(super) async fn warn(tx: &Tx, ctx: &Ctx, before: &person::Model, notice: &Notice) -> Result<(), AppError> {
    let email = before.email.as_deref().filter(|_| before.email_confirmed_at.is_some());
    notifications::warn(tx, ctx, before.id, before.locale.parse().unwrap_or_default(), email, notice, "/me/account").await
}

/// The address at which a calendar program fetches the person's lessons leads nowhere any more. Its table is of training, which
/// is told nothing of passwords.
pub(super) async fn end_calendar(tx: &Tx, person: PersonId) -> Result<(), AppError> {
    tx.run("DELETE FROM calendar_link WHERE person_id = $1", vec![person.into()]).await?;
    Ok(())
}

/// A new password needs the old one, ends all other devices and the address of the calendar, and spends every open link. This device goes on with a
/// new token, which is given: one that was copied is worth nothing.
pub async fn change_password(ctx: &Ctx, old: &str, new: &str) -> Result<String, AppError> {
    let signed = ctx.actor.person()?;
    let person = match acts::password_is(ctx, "old", old).await {
        Ok(person) => person,
        Err(error) => return changed_before(ctx, signed.session, new, error).await,
    };
    let phone = person.phone.clone().unwrap_or_default();
    rules::password(new, &phone, &person.name).map_err(|problem| FieldErrors::one("new", problem))?;
    let hash = secrets::hash_password(new.to_owned()).await?;
    let tx = ctx.begin().await?;
    set_password(&tx, ctx, person, hash).await?;
    sessions::close_others(&tx, signed.id, Some(signed.session)).await?;
    let token = sessions::renew(&tx, signed.session).await?;
    tx.commit().await?;
    Ok(token)
}

/// The same form sent twice: its second finds the new password in place of the old one, and is as good as the first.
async fn changed_before(ctx: &Ctx, session: SessionId, new: &str, error: AppError) -> Result<String, AppError> {
    let AppError::Invalid(errors) = &error else { return Err(error) };
    if errors.of("old") != Some(&refusals::WRONG_PASSWORD) {
        return Err(error);
    }
    let id = ctx.actor.person()?.id;
    let hash = person::Entity::find_by_id(id).one(ctx.db.read()).await?.map(|person| person.password_hash);
    if secrets::password_fits(new.to_owned(), hash).await? == Fits::No {
        return Err(error);
    }
    let tx = ctx.begin().await?;
    let token = sessions::renew(&tx, session).await?;
    tx.commit().await?;
    Ok(token)
}

/// Writes the hash of a new password.
pub(super) async fn set_password(tx: &Tx, ctx: &Ctx, person: person::Model, hash: String) -> Result<(), AppError> {
    spend_all(tx, ctx, person.id).await?;
    end_calendar(tx, person.id).await?;
    let mut row = person.clone().into_active_model();
    row.password_hash = Set(hash);
    row.update(&**tx).await?;
    note(tx, ctx, person.id, "account.password").await?;
    warn(tx, ctx, &person, &Notice::PasswordChanged).await
}

/// How a person wants to be reached.
#[derive(Debug, Clone)]
pub struct Reached {
    /// Mail address; none to have none.
    pub email: Option<String>,
    /// Whether notices come by mail, too.
    pub mail_notices: bool,
    /// Code of the language of mails.
    pub locale: &'static str,
}

/// Language, notices by mail, and the mail address. Another address needs the password, as it is what a new password is sent to; it
/// confirms itself anew, and links to the former one are spent.
pub async fn change_contact(ctx: &Ctx, new: Reached, password: &str) -> Result<(), AppError> {
    let signed = ctx.actor.person()?;
    let before = person::Entity::find_by_id(signed.id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    if before.email != new.email {
        acts::password_is(ctx, "password", password).await?;
    }
    let tx = ctx.begin().await?;
    let person = person::Entity::find_by_id(signed.id).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    if person.email != before.email {
        return Err(AppError::Twice);
    }
    // Confirmed anew also where mails were refused and nothing else was typed.
    let again = person.email_refused_at.is_some();
    let another = person.email != new.email;
    let mut row = person.clone().into_active_model();
    row.mail_notices = Set(new.mail_notices);
    row.locale = Set(new.locale.to_owned());
    if another || again {
        row.email = Set(new.email.clone());
        row.email_confirmed_at = Set(None);
        row.email_refused_at = Set(None);
    }
    row.update(&*tx).await?;
    if another || again {
        spend_all(&tx, ctx, signed.id).await?;
    }
    if another {
        note(&tx, ctx, signed.id, "account.email").await?;
        warn(&tx, ctx, &person, &Notice::AddressChanged { to: new.email.as_deref().map(masked) }).await?;
    }
    if let Some(email) = new.email.filter(|_| another || again) {
        send_token(&tx, ctx, signed.id, Purpose::Confirm, &email).await?;
    }
    Ok(tx.commit().await?)
}

/// A mail server says that there is nobody at an address: no notices are sent there until a mail arrives again, and whoever gave it reads so in
/// the inbox.
pub async fn address_refused(ctx: &Ctx, email: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let of = person::Entity::find().filter(person::Column::Email.eq(email)).filter(person::Column::EmailRefusedAt.is_null());
    for person in of.lock_exclusive().all(&*tx).await? {
        let id = person.id;
        let mut row = person.into_active_model();
        row.email_refused_at = Set(Some(ctx.now));
        row.update(&*tx).await?;
        tell(&tx, ctx, id, &Notice::AddressRefused { email: email.to_owned() }, "/me/account").await?;
    }
    Ok(tx.commit().await?)
}

/// A mail was taken for an address that had been refused.
pub async fn address_reached(ctx: &Ctx, email: &str) -> Result<(), AppError> {
    let of = || person::Entity::find().filter(person::Column::Email.eq(email)).filter(person::Column::EmailRefusedAt.is_not_null());
    // Nearly always there is nobody, and nothing is written.
    if of().one(ctx.db.read()).await?.is_none() {
        return Ok(());
    }
    let tx = ctx.begin().await?;
    for person in of().lock_exclusive().all(&*tx).await? {
        let mut row = person.into_active_model();
        row.email_refused_at = Set(None);
        row.update(&*tx).await?;
    }
    Ok(tx.commit().await?)
}
