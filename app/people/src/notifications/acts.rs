//! Telling people, and reading what was told.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity;
use super::mail::notice_mail;
use super::types::{ReadNotice, Told};
use crate::accounts;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Incident};
use ground::ids::PersonId;
use ground::outbox::{Invitation, Mail, Urgent};
use ground::retention::Spent;
use ground::t;
use ground::texts;
use ground::texts::Locale;
use serde::Serialize;

/// A notice goes a year after it was read.
pub const SPENT: &[Spent] = &[Spent { rows: "notice WHERE read_at < $1", days: 365 }];

/// Tells a person: a row in the inbox and, if wanted, a mail. `link` is a path below the language.
pub async fn tell<N: Told + Serialize + Sync>(tx: &Tx, ctx: &Ctx, person: PersonId, notice: &N, link: &str) -> Result<(), AppError> {
    tell_inviting(tx, ctx, person, notice, link, |_, _| None::<Invitation>).await
}

/// The same, with times for the calendar in the mail: made for an address, in the reader's language. Calendars read one message of a mail,
/// so each further one has a mail of its own.
pub async fn tell_inviting<N: Told + Serialize + Sync, I: IntoIterator<Item = Invitation>>(
    tx: &Tx,
    ctx: &Ctx,
    person: PersonId,
    notice: &N,
    link: &str,
    invite: impl FnOnce(Locale, &str) -> I,
) -> Result<(), AppError> {
    put(tx, ctx, person, notice, link).await?;
    let Some(contact) = accounts::contact(&**tx, person).await? else { return Ok(()) };
    let Some(email) = contact.email else { return Ok(()) };
    let address = ctx.site.address(&format!("/{}{link}", texts::code(contact.l)));
    let mut invitations: Vec<Option<Invitation>> = invite(contact.l, &email).into_iter().map(Some).collect();
    if invitations.is_empty() {
        invitations.push(None);
    }
    for invitation in invitations {
        tx.later(ctx.now, &Mail { invitation, ..notice_mail(contact.l, &ctx.site, &email, notice, &address) }).await?;
    }
    Ok(())
}

/// Tells a person at once of what touches the safety of the account: in the inbox, and at this address, wanted or not.
pub async fn warn<N: Told + Serialize + Sync>(
    tx: &Tx,
    ctx: &Ctx,
    person: PersonId,
    l: Locale,
    email: Option<&str>,
    notice: &N,
    link: &str,
) -> Result<(), AppError> {
    put(tx, ctx, person, notice, link).await?;
    let Some(email) = email else { return Ok(()) };
    let address = ctx.site.address(&format!("/{}{link}", texts::code(l)));
    tx.later(ctx.now, &Urgent(notice_mail(l, &ctx.site, email, notice, &address))).await
}

async fn put<N: Told + Serialize + Sync>(tx: &Tx, ctx: &Ctx, person: PersonId, notice: &N, link: &str) -> Result<(), AppError> {
    let details = serde_json::to_string(notice).map_err(|error| AppError::Unexpected(Incident::log(&error)))?;
    let row = entity::ActiveModel {
        person_id: Set(person),
        kind: Set("notice".to_owned()),
        details: Set(details),
        link: Set(link.to_owned()),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    entity::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// A notice that only another version of the program has words for.
struct Unknown;

impl Told for Unknown {
    fn title(&self, l: Locale) -> String {
        t!(l, notifications.unknown)
    }

    fn text(&self, l: Locale) -> String {
        t!(l, notifications.unknown_text)
    }
}

/// A notice in the inbox.
pub struct InboxRow {
    /// What is told.
    pub notice: Box<dyn Told>,
    /// Path below the language.
    pub link: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Whether it was seen before.
    pub read: bool,
}

/// How many of one's own notices were not read yet.
pub async fn unread(ctx: &Ctx) -> Result<u64, AppError> {
    let signed = ctx.actor.person()?;
    let query = entity::Entity::find().filter(entity::Column::PersonId.eq(signed.id)).filter(entity::Column::ReadAt.is_null());
    Ok(query.count(ctx.db.read()).await?)
}

/// Notices on a page.
pub const SHOWN: u64 = 100;

/// One's own notices, new ones first and by day, the newest first, at most [`SHOWN`]; marks them as read. `areas` are those that know notices.
pub async fn open_inbox(ctx: &Ctx, areas: &[&[ReadNotice]]) -> Result<Vec<InboxRow>, AppError> {
    let signed = ctx.actor.person()?;
    // Only what is shown becomes read: who has more than fit on the page finds the rest the next time, before what was read.
    let query = entity::Entity::find().filter(entity::Column::PersonId.eq(signed.id));
    let query = query.order_by_asc(entity::Column::ReadAt.is_not_null());
    let query = query.order_by_desc(entity::Column::CreatedAt).order_by_desc(entity::Column::Id).limit(SHOWN);
    let rows = query.all(ctx.db.read()).await?;
    let told = |row: &entity::Model| areas.iter().copied().flatten().find_map(|read| read(&row.details));
    // What a newer version told is not read by this one, and stays new.
    let new: Vec<_> = rows.iter().filter(|row| row.read_at.is_none() && told(row).is_some()).map(|row| row.id).collect();
    if !new.is_empty() {
        let tx = ctx.begin().await?;
        let read = entity::ActiveModel { read_at: Set(Some(ctx.now)), ..Default::default() };
        entity::Entity::update_many().set(read).filter(entity::Column::Id.is_in(new)).exec(&*tx).await?;
        tx.commit().await?;
    }
    let row = |row: entity::Model| {
        let notice = told(&row).unwrap_or_else(|| {
            tracing::error!(notice = row.id.0, "no area knows this notice");
            Box::new(Unknown)
        });
        InboxRow { notice, link: row.link, at: row.created_at, read: row.read_at.is_some() }
    };
    Ok(rows.into_iter().map(row).collect())
}
