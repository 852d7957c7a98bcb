//! People as other areas and pages need them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{person, role_grant, session};
use crate::place;
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{GrantId, PersonId, SessionId};
use ground::sql::holds_text;
use ground::text;
use ground::texts::Locale;

/// How a person is told.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Language of mails.
    pub l: Locale,
    /// A confirmed address, if notices by mail are wanted.
    pub email: Option<String>,
}

/// How a person is told; nothing for an unknown key.
pub async fn contact<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Option<Contact>, AppError> {
    let found = person::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|person| Contact {
        l: person.locale.parse().unwrap_or_default(),
        email: person.email.filter(|_| person.mail_notices && person.email_confirmed_at.is_some() && person.email_refused_at.is_none()),
    }))
}

/// The phone of an account, if it has one.
pub async fn phone_of<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Option<String>, AppError> {
    Ok(person::Entity::find_by_id(id).one(db).await?.and_then(|person| person.phone))
}

/// Phones of accounts that have one, by key.
pub async fn phones<C: ConnectionTrait>(db: &C, ids: Vec<PersonId>) -> Result<HashMap<PersonId, String>, AppError> {
    let query = person::Entity::find().select_only().column(person::Column::Id).column(person::Column::Phone);
    let known = query.filter(person::Column::Id.is_in(ids)).filter(person::Column::Phone.is_not_null());
    Ok(known.into_tuple().all(db).await?.into_iter().collect())
}

/// Names of colleagues, by key.
pub async fn names<C: ConnectionTrait>(db: &C, ids: Vec<PersonId>) -> Result<HashMap<PersonId, String>, AppError> {
    let query = person::Entity::find().select_only().column(person::Column::Id).column(person::Column::Name);
    Ok(query.filter(person::Column::Id.is_in(ids)).into_tuple().all(db).await?.into_iter().collect())
}

/// A person by the stored form of a phone.
pub async fn person_by_phone<C: ConnectionTrait>(db: &C, phone: &str) -> Result<Option<PersonId>, AppError> {
    Ok(person::Entity::find().filter(person::Column::Phone.eq(phone)).one(db).await?.map(|person| person.id))
}

/// A grant as the administrator sees it.
#[derive(Debug, Clone)]
pub struct GrantRow {
    /// Key.
    pub id: GrantId,
    /// Role.
    pub role: Role,
    /// Scope.
    pub scope: Scope,
    /// Since when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: Option<DateTime<Utc>>,
    /// Number of the act or decision by which it was given; empty for what is older.
    pub basis: String,
}

/// A person as the administrator sees one.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Key.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Stored phone.
    pub phone: String,
    /// Grants that hold now or begin later.
    pub grants: Vec<GrantRow>,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
}

/// People with a role, or those whose phone is asked for.
pub async fn people(ctx: &Ctx, phone: Option<&str>) -> Result<Vec<PersonRow>, AppError> {
    rows(
        ctx,
        match phone {
            Some(phone) => person::Column::Phone.eq(phone),
            None => role_grant::Column::Id.is_not_null(),
        },
    )
    .await
}

/// The most people that a name finds.
const MOST_BY_NAME: u64 = 30;

/// People whose name holds these words, with or without a role.
pub async fn people_by_name(ctx: &Ctx, name: &str) -> Result<Vec<PersonRow>, AppError> {
    let query = person::Entity::find().select_only().column(person::Column::Id).filter(holds_text(ctx.db.backend(), "name", name));
    let ids: Vec<PersonId> = query.order_by_asc(person::Column::Id).limit(MOST_BY_NAME).into_tuple().all(ctx.db.read()).await?;
    rows(ctx, person::Column::Id.is_in(ids)).await
}

async fn rows(ctx: &Ctx, asked: Expr) -> Result<Vec<PersonRow>, AppError> {
    let db = ctx.db.read();
    let query = person::Entity::find().filter(asked).order_by_asc(person::Column::Id);
    let mut people = query.find_with_related(role_grant::Entity).order_by_asc(role_grant::Column::Id).all(db).await?;
    people.sort_by_cached_key(|(person, _)| text::order(&person.name));
    let grants_of = |grants: Vec<role_grant::Model>| {
        let own = grants.into_iter().filter(|row| row.ends_at.is_none_or(|end| ctx.now < end));
        let view = |row: role_grant::Model| GrantRow {
            id: row.id,
            role: row.role,
            scope: row.scope(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            basis: row.basis,
        };
        own.map(view).collect()
    };
    Ok(people
        .into_iter()
        .map(|(person, grants)| PersonRow {
            grants: grants_of(grants),
            id: person.id,
            name: person.name,
            phone: person.phone.unwrap_or_default(),
            has_second_factor: person.totp_confirmed_at.is_some(),
        })
        .collect())
}

/// Holds a person's row until the transaction ends.
pub async fn hold(tx: &Tx, id: PersonId) -> Result<(), AppError> {
    person::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.map(|_| ()).ok_or(AppError::NotFound)
}

/// Colleagues who hold one of these roles now over a municipality, to hand a case to.
pub async fn staff_in_scope(ctx: &Ctx, roles: &[Role], municipality: Option<&str>) -> Result<Vec<PersonRow>, AppError> {
    let staff = people(ctx, None).await?;
    let places = place::places(&ctx.db).await?;
    let branch = municipality.and_then(|code| places.municipality(code)).and_then(|m| m.branch_id);
    let reaches = |scope: &Scope| match scope {
        Scope::Whole => true,
        Scope::Branch(id) => branch == Some(*id),
        Scope::Municipality(code) => municipality == Some(code.as_str()),
    };
    let holds = |grant: &GrantRow| roles.contains(&grant.role) && grant.starts_at <= ctx.now && reaches(&grant.scope);
    Ok(staff.into_iter().filter(|person| person.grants.iter().any(holds)).collect())
}

/// What is known of somebody's mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailState {
    /// There is none.
    None,
    /// It waits for its link to be opened.
    Unconfirmed,
    /// It is whose it should be.
    Confirmed,
    /// Its server says that there is nobody.
    Refused,
}

impl EmailState {
    fn of(person: &person::Model) -> Self {
        match (&person.email, person.email_refused_at, person.email_confirmed_at) {
            (None, _, _) => Self::None,
            (_, Some(_), _) => Self::Refused,
            (_, _, Some(_)) => Self::Confirmed,
            _ => Self::Unconfirmed,
        }
    }
}

/// The mail address of a person, for officers: whether mails reach it.
pub async fn email_state<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<EmailState, AppError> {
    Ok(person::Entity::find_by_id(id).one(db).await?.map_or(EmailState::None, |person| EmailState::of(&person)))
}

/// One's own account page.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// Stored phone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// What is known of it.
    pub email_state: EmailState,
    /// Whether notices go there.
    pub mail_notices: bool,
    /// `ar` or `en`.
    pub locale: String,
    /// Devices, newest first: key, words, since when, seen when.
    pub devices: Vec<(SessionId, String, DateTime<Utc>, DateTime<Utc>)>,
}

/// Loads one's own account.
pub async fn own_account(ctx: &Ctx) -> Result<OwnAccount, AppError> {
    let signed = ctx.actor.person()?;
    let db = ctx.db.read();
    let person = person::Entity::find_by_id(signed.id).one(db).await?.ok_or(AppError::SignInFirst)?;
    let devices = session::Entity::find()
        .filter(session::Column::PersonId.eq(signed.id))
        .filter(session::Column::ExpiresAt.gt(ctx.now))
        .order_by_desc(session::Column::SeenAt)
        .limit(50)
        .all(db)
        .await?;
    let email_state = EmailState::of(&person);
    Ok(OwnAccount {
        phone: person.phone.unwrap_or_default(),
        email: person.email.unwrap_or_default(),
        email_state,
        mail_notices: person.mail_notices,
        locale: person.locale,
        devices: devices.into_iter().map(|row| (row.id, row.device, row.created_at, row.seen_at)).collect(),
    })
}
