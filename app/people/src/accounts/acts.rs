//! What people do with their accounts.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};

use super::entity::{person, recovery_code, role_grant, session};
use super::links::{Purpose, send_token};
use super::notices::Notice;
use super::secrets::Fits;
use super::throttle::Limit;
use super::{changes, refusals, rules, secrets, sessions, throttle};
use crate::place;
use ground::actor::holds_at;
use ground::actor::{Actor, Signed};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use ground::history::Event;
use ground::ids::{PersonId, SessionId};
use ground::texts;

/// Someone who joins.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name, for the Authority.
    pub name: String,
    /// Stored form of the phone, see [`rules::phone`].
    pub phone: String,
    /// Mail address, not confirmed yet.
    pub email: Option<String>,
    /// Password in clear; only its hash is stored.
    pub password: String,
}

impl NewAccount {
    /// Hashes the password. Done before a transaction begins: it takes longer than anything in it.
    pub async fn hashed(mut self) -> Result<Self, AppError> {
        self.password = secrets::hash_password(self.password).await?;
        Ok(self)
    }
}

/// Writes an account whose password is [`NewAccount::hashed`]. A phone has one account only.
pub async fn create_account(tx: &Tx, ctx: &Ctx, new: NewAccount) -> Result<PersonId, AppError> {
    let NewAccount { name, phone, email, password: password_hash } = new;
    let row = person::ActiveModel {
        name: Set(name),
        phone: Set(Some(phone)),
        email: Set(email),
        password_hash: Set(password_hash),
        locale: Set(texts::code(ctx.l).to_owned()),
        mail_notices: Set(true),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    match row.insert(&**tx).await {
        Ok(person) => Ok(person.id),
        Err(error) if unique_violation(&error).is_some() => Err(FieldErrors::one("phone", refusals::PHONE_TAKEN).into()),
        Err(error) => Err(error.into()),
    }
}

/// An administrator opens an account for a colleague. No password fits it until its person has set one by a link, and it gives no
/// rights: a role is given afterwards.
pub async fn invite(tx: &Tx, ctx: &Ctx, name: String, phone: String) -> Result<PersonId, AppError> {
    ctx.actor.staff(&[ground::actor::Role::Administrator])?;
    let new = NewAccount { name, phone, email: None, password: String::new() };
    let person = create_account(tx, ctx, new).await?;
    changes::note(tx, ctx, person, "account.invite").await?;
    Ok(person)
}

/// Anyone may open an account with a phone and a password. It gives no rights; a mail address is
/// asked to confirm itself. What slows an address down are tries in vain; accounts that are opened count by themselves, and more are free
/// where a branch of the Authority sits.
pub async fn sign_up(ctx: &Ctx, new: NewAccount, device: &Device) -> Result<Opened, AppError> {
    let times = if place::places(&ctx.db).await?.at_a_branch(&ctx.address) { rules::AT_A_BRANCH } else { 1 };
    let tries = Limit::new(format!("join:{}", ctx.address), rules::MOST_FAILURES_OF_ADDRESS * times);
    let opened = Limit::new(format!("joined:{}", ctx.address), rules::MOST_JOINS_OF_ADDRESS * times);
    throttle::count(ctx, "phone", &[tries.clone(), opened]).await?;
    let joined = open_account(ctx, new, device).await?;
    throttle::take_back(ctx, &tries.subject).await?;
    Ok(joined)
}

async fn open_account(ctx: &Ctx, new: NewAccount, device: &Device) -> Result<Opened, AppError> {
    let (email, phone, password) = (new.email.clone(), new.phone.clone(), new.password.clone());
    let new = new.hashed().await?;
    let hash = new.password.clone();
    let tx = ctx.begin().await?;
    let person = match create_account(&tx, ctx, new).await {
        Ok(person) => person,
        // The same form sent twice: who knows the password is the one who just joined.
        Err(AppError::Invalid(taken)) => {
            drop(tx);
            return sign_in(ctx, &phone, &password, device).await.map_err(|error| match error {
                AppError::Invalid(_) => AppError::Invalid(taken),
                other => other,
            });
        }
        Err(error) => return Err(error),
    };
    if let Some(email) = email {
        send_token(&tx, ctx, person, Purpose::Confirm, &email).await?;
    }
    let token = sessions::open(&tx, ctx, person, sessions::LIFE, false, &device.name).await?;
    tx.commit().await?;
    Ok(Opened { token, mark: rules::known_mark(&ctx.site.keys, person, &hash) })
}

/// What somebody signs in with.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Browser and system, as it says.
    pub name: String,
    /// Its marks of accounts that it has been in, see [`rules::known_mark`].
    pub known: Vec<String>,
}

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its token, for the cookie.
    pub token: String,
    /// By which this device is known from now on.
    pub mark: String,
}

/// Phone and password open a session. Which of them was wrong is not said. Tries are counted by account, and failures by address; from a
/// device that has been in the account they are counted apart from all others.
pub async fn sign_in(ctx: &Ctx, phone: &str, password: &str, device: &Device) -> Result<Opened, AppError> {
    let found = person::Entity::find().filter(person::Column::Phone.eq(phone)).one(ctx.db.read()).await?;
    let mark = |person: &person::Model| rules::known_mark(&ctx.site.keys, person.id, &person.password_hash);
    let known = found.as_ref().is_some_and(|person| device.known.contains(&mark(person)));
    let account = if known { format!("account:{phone}:known") } else { format!("account:{phone}") };
    if !known {
        throttle::crowd(ctx, "phone", phone, rules::MOST_FAILURES_OF_ADDRESS).await?;
    }
    let free = throttle::count(ctx, "phone", &[Limit::new(account.clone(), rules::MOST_FAILURES_OF_ACCOUNT)]).await?;
    let hash = found.as_ref().map(|person| person.password_hash.clone());
    let fits = secrets::password_fits(password.to_owned(), hash).await?;
    let Some(mut person) = found.filter(|_| fits != Fits::No) else {
        return Err(FieldErrors::one("phone", refusals::wrong_credentials(free)).into());
    };
    throttle::succeed(ctx, &account).await?;
    throttle::not_in_vain(ctx, phone).await?;
    let anew = if fits == Fits::AsTyped { Some(secrets::hash_password(password.to_owned()).await?) } else { None };
    let tx = ctx.begin().await?;
    if let Some(hash) = anew {
        tx.run("UPDATE person SET password_hash = $1 WHERE id = $2", vec![hash.clone().into(), person.id.into()]).await?;
        person.password_hash = hash;
    }
    let life = if is_staff(&tx, ctx, person.id).await? { sessions::STAFF_LIFE } else { sessions::LIFE };
    let token = sessions::open(&tx, ctx, person.id, life, false, &device.name).await?;
    tx.commit().await?;
    Ok(Opened { token, mark: mark(&person) })
}

pub(super) async fn is_staff(tx: &Tx, ctx: &Ctx, person: PersonId) -> Result<bool, AppError> {
    let grants = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(person)).all(&**tx).await?;
    Ok(grants.iter().any(|row| holds_at(row.starts_at, row.ends_at, ctx.now)))
}

/// The second factor turns the session into one of staff: six digits of the app, or a recovery
/// code, each taken once.
pub async fn give_second_factor(ctx: &Ctx, code: &str, device: &str) -> Result<String, AppError> {
    let signed = ctx.actor.known().ok_or(AppError::SignInFirst)?;
    count_code(ctx).await?;
    let tx = ctx.begin().await?;
    spend(&tx, ctx, code).await?;
    let token = sessions::open(&tx, ctx, signed.id, sessions::STAFF_LIFE, true, device).await?;
    tx.commit().await?;
    Ok(token)
}

/// Counts a try of the second factor, in a transaction of its own: it stands whatever comes of the try.
pub async fn count_code(ctx: &Ctx) -> Result<(), AppError> {
    let signed = ctx.actor.known().ok_or(AppError::SignInFirst)?;
    let limit = Limit::new(format!("code:{}", signed.id), rules::MOST_FAILURES_OF_ACCOUNT);
    throttle::count(ctx, "code", &[Limit { slowed: rules::SLOWED_CODES, ..limit }]).await.map(|_| ())
}

/// Takes a code of the person's second factor, once, together with what it is given for: a session, a signature. Who has the right
/// one guesses at nothing, so the tries before it are forgotten; an officer signs in as often as the day wants.
pub async fn spend(tx: &Tx, ctx: &Ctx, code: &str) -> Result<(), AppError> {
    let signed = ctx.actor.known().ok_or(AppError::SignInFirst)?;
    if !spend_code(tx, ctx, signed.id, code).await? {
        return Err(FieldErrors::one("code", refusals::WRONG_CODE).into());
    }
    for subject in [format!("code:{}", signed.id), format!("turn:code:{}", signed.id)] {
        tx.run("DELETE FROM throttle WHERE subject = $1", vec![subject.into()]).await?;
    }
    Ok(())
}

/// The secret of a person's authenticator app; none if it was kept under a key that is not here.
fn secret_of(ctx: &Ctx, person: &person::Model) -> Option<String> {
    ctx.site.keys.reveal(rules::HIDDEN, person.id.0, person.totp_secret.as_deref()?)
}

/// Takes an app code or a recovery code, once. The conditions stand in the update itself, so two
/// requests with one code cannot both pass.
async fn spend_code(tx: &Tx, ctx: &Ctx, id: PersonId, code: &str) -> Result<bool, AppError> {
    let Some(person) = person::Entity::find_by_id(id).one(&**tx).await? else { return Ok(false) };
    let (Some(secret), Some(_)) = (secret_of(ctx, &person), person.totp_confirmed_at) else { return Ok(false) };
    let code = rules::code(code);
    if let Some(step) = secrets::totp_step(&secret, &code, ctx.now.timestamp(), person.totp_last_step) {
        let sql = "UPDATE person SET totp_last_step = $1 WHERE id = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)";
        return Ok(tx.run(sql, vec![step.into(), id.into()]).await? == 1);
    }
    let used = recovery_code::ActiveModel { used_at: Set(Some(ctx.now)), ..Default::default() };
    let spent = recovery_code::Entity::update_many()
        .set(used)
        .filter(recovery_code::Column::PersonId.eq(id))
        .filter(recovery_code::Column::CodeHash.eq(ctx.site.keys.seal(&code)))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    if spent.rows_affected == 0 {
        return Ok(false);
    }
    let unused =
        recovery_code::Entity::find().filter(recovery_code::Column::PersonId.eq(id)).filter(recovery_code::Column::UsedAt.is_null());
    let left = unused.count(&**tx).await?;
    changes::note(tx, ctx, id, "account.recovery_code").await?;
    changes::warn(tx, ctx, &person, &Notice::RecoveryCodeUsed { left }).await?;
    Ok(true)
}

/// The secret that the set-up page shows: made once, kept until it is confirmed.
pub async fn begin_second_factor(ctx: &Ctx) -> Result<String, AppError> {
    let signed = ctx.actor.known().ok_or(AppError::SignInFirst)?;
    let tx = ctx.begin().await?;
    let person = person::Entity::find_by_id(signed.id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if person.totp_confirmed_at.is_some() {
        return Err(AppError::NotFound);
    }
    if let Some(secret) = secret_of(ctx, &person) {
        return Ok(secret);
    }
    let secret = secrets::totp_secret();
    let mut row = person.into_active_model();
    row.totp_secret = Set(ctx.site.keys.hide(rules::HIDDEN, signed.id.0, &secret));
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(secret)
}

/// A first right code confirms the app; recovery codes are given once, and the session becomes
/// one of staff.
pub async fn confirm_second_factor(ctx: &Ctx, code: &str, device: &str) -> Result<(String, Vec<String>), AppError> {
    let signed = ctx.actor.known().ok_or(AppError::SignInFirst)?;
    let tx = ctx.begin().await?;
    let person = person::Entity::find_by_id(signed.id).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let secret = secret_of(ctx, &person).filter(|_| person.totp_confirmed_at.is_none()).ok_or(AppError::NotFound)?;
    let code = rules::code(code);
    let Some(step) = secrets::totp_step(&secret, &code, ctx.now.timestamp(), None) else {
        return Err(FieldErrors::one("code", refusals::WRONG_CODE).into());
    };
    let mut row = person.clone().into_active_model();
    row.totp_confirmed_at = Set(Some(ctx.now));
    row.totp_last_step = Set(Some(step));
    row.update(&*tx).await?;
    let codes = secrets::recovery_codes();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        person_id: Set(signed.id),
        code_hash: Set(ctx.site.keys.seal(code)),
        ..Default::default()
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    let token = sessions::open(&tx, ctx, signed.id, sessions::STAFF_LIFE, true, device).await?;
    changes::note(&tx, ctx, signed.id, "account.second_factor").await?;
    changes::warn(&tx, ctx, &person, &Notice::SecondFactorSet).await?;
    tx.commit().await?;
    Ok((token, codes))
}

/// Takes the second factor and the recovery codes of a person away, after the administrator has checked who it is: they
/// are set up anew at the next sign-in. All devices end. Nobody does it for themselves.
pub async fn forget_second_factor(tx: &Tx, ctx: &Ctx, id: PersonId) -> Result<(), AppError> {
    if ctx.actor.staff(&[ground::actor::Role::Administrator])?.id == id {
        return Err(Reason::NOT_NOW.into());
    }
    let person = person::Entity::find_by_id(id).one(&**tx).await?.filter(|person| person.totp_confirmed_at.is_some());
    let person = person.ok_or(AppError::NotFound)?;
    let mut row = person.clone().into_active_model();
    row.totp_secret = Set(None);
    row.totp_confirmed_at = Set(None);
    row.totp_last_step = Set(None);
    row.update(&**tx).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::PersonId.eq(id)).exec(&**tx).await?;
    sessions::close_others(tx, id, None).await?;
    changes::note(tx, ctx, id, "account.forget_second_factor").await?;
    changes::warn(tx, ctx, &person, &Notice::SecondFactorForgotten).await
}

/// Ends the session of this device; who has none is signed out already.
pub async fn sign_out(ctx: &Ctx) -> Result<(), AppError> {
    let Actor::Person(signed) = &ctx.actor else { return Ok(()) };
    let tx = ctx.begin().await?;
    session::Entity::delete_by_id(signed.session).exec(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Ends one device of one's own, or all but this one.
pub async fn sign_out_devices(ctx: &Ctx, device: Option<SessionId>) -> Result<(), AppError> {
    let signed = ctx.actor.person()?;
    let tx = ctx.begin().await?;
    match device {
        None => {
            sessions::close_others(&tx, signed.id, Some(signed.session)).await?;
            changes::end_calendar(&tx, signed.id).await?;
        }
        Some(device) => {
            let own = session::Entity::delete_many()
                .filter(session::Column::Id.eq(device))
                .filter(session::Column::PersonId.eq(signed.id))
                .exec(&*tx)
                .await?;
            if own.rows_affected == 0 {
                return Err(AppError::NotFound);
            }
        }
    }
    Ok(tx.commit().await?)
}

/// The password is typed once more before something that cannot be taken back. Wrong ones are counted.
pub async fn password_is(ctx: &Ctx, field: &str, password: &str) -> Result<person::Model, AppError> {
    let signed = ctx.actor.person()?;
    if password.is_empty() {
        return Err(FieldErrors::one(field, Problem::Required).into());
    }
    let subject = format!("password:{}", signed.id);
    throttle::count(ctx, field, &[Limit::new(subject.clone(), rules::MOST_FAILURES_OF_ACCOUNT)]).await?;
    let person = person::Entity::find_by_id(signed.id).one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    if secrets::password_fits(password.to_owned(), Some(person.password_hash.clone())).await? == Fits::No {
        return Err(FieldErrors::one(field, refusals::WRONG_PASSWORD).into());
    }
    throttle::succeed(ctx, &subject).await?;
    Ok(person)
}

/// The account of the actor goes: name, phone, address, password, second factor, devices, links and inbox. Its row stays without any of
/// them, for what points to it. Whoever holds a role is let go first.
pub async fn erase(tx: &Tx, ctx: &Ctx) -> Result<(), AppError> {
    let signed = ctx.actor.person()?;
    let id = signed.id;
    let person = person::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or(AppError::NotFound)?;
    let roles = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(id)).all(&**tx).await?;
    if roles.iter().any(|role| role.ends_at.is_none_or(|end| end > ctx.now)) {
        return Err(refusals::HOLDS_A_ROLE.into());
    }
    let mut row = person.into_active_model();
    row.name = Set(String::new());
    row.phone = Set(None);
    row.email = Set(None);
    row.email_confirmed_at = Set(None);
    row.email_refused_at = Set(None);
    // No password fits it.
    row.password_hash = Set(String::new());
    row.totp_secret = Set(None);
    row.totp_confirmed_at = Set(None);
    row.totp_last_step = Set(None);
    row.update(&**tx).await?;
    for table in ["session", "mail_token", "recovery_code", "notice", "form_sent", "role_proposal"] {
        tx.run(&format!("DELETE FROM {table} WHERE person_id = $1"), vec![id.into()]).await?;
    }
    // The trail says that it was done, and by which account; whose it was it has not to learn now.
    let nameless = Actor::Person(Box::new(Signed { name: String::new(), ..signed.clone() }));
    let ctx = &Ctx { actor: nameless, ..ctx.clone() };
    tx.record(ctx, Event { act: "account.erase", subject_kind: "person", subject_id: id.0, details: String::new() }).await
}
