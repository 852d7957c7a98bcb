//! Certificates as anybody sees them who has the code, and as the desk does.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::certificates::rules::read_code;
use crate::entity::{certificate, issuing};
use crate::rules::{CertificateState, IssuingState};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{CertificateId, CohortId};
use ground::text;
use people::accounts;

/// What a certificate says. Days stand as `2026-12-20`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its key.
    pub id: CertificateId,
    /// Its code, by which it is found.
    pub code: String,
    /// Whether it holds.
    pub state: CertificateState,
    /// Who completed the course.
    pub name: String,
    /// In Latin letters; may be empty.
    pub name_en: String,
    /// Title of the course.
    pub title_ar: String,
    /// In English; may be empty.
    pub title_en: String,
    /// Number of the cohort.
    pub number: i64,
    /// Hours of the course.
    pub hours: i64,
    /// With whom it was run; may be empty.
    pub partner: String,
    /// Who issued it for the Authority; empty where the account has no name any more.
    pub signed: String,
    /// The day on which it was given.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// A certificate by the code that somebody typed or scanned, and the code of the one that stands in its place.
pub async fn by_code(ctx: &Ctx, typed: &str) -> Result<(Certificate, Option<String>), AppError> {
    let code = read_code(typed).ok_or(AppError::NotFound)?;
    let found = certificate::Entity::find().filter(certificate::Column::Code.eq(code)).one(ctx.db.read()).await?;
    let found = found.ok_or(AppError::NotFound)?;
    // The worker writes it down; the day decides.
    let over = found.state == CertificateState::Issued && found.expires_on < day_in_tripoli(ctx.now);
    let next = match found.replaced_by {
        Some(next) => certificate::Entity::find_by_id(next).one(ctx.db.read()).await?.map(|next| next.code),
        None => None,
    };
    let signed = accounts::names(ctx.db.read(), vec![found.issued_by]).await?.remove(&found.issued_by).unwrap_or_default();
    let certificate = Certificate {
        id: found.id,
        code: found.code,
        state: if over { CertificateState::Expired } else { found.state },
        name: found.name,
        name_en: found.name_en,
        title_ar: found.title_ar,
        title_en: found.title_en,
        number: found.number,
        hours: found.hours,
        partner: found.partner,
        signed,
        issued_on: found.issued_on,
        expires_on: found.expires_on,
        changed_at: found.changed_at,
    };
    Ok((certificate, next))
}

/// A certificate in the list of its cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its key.
    pub id: CertificateId,
    /// Its code.
    pub code: String,
    /// Whether it holds, as it was written down.
    pub state: CertificateState,
    /// Who completed the course.
    pub name: String,
    /// The day on which it was given.
    pub issued_on: NaiveDate,
    /// Why it was taken back or put right.
    pub reason: String,
}

/// Certificates of a cohort, for the desk.
pub async fn of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Given>, AppError> {
    let query = certificate::Entity::find().filter(certificate::Column::CohortId.eq(id)).order_by_asc(certificate::Column::Id);
    let given = |row: certificate::Model| Given {
        id: row.id,
        code: row.code,
        state: row.state,
        name: row.name,
        issued_on: row.issued_on,
        reason: row.reason,
    };
    let mut all: Vec<Given> = query.all(db).await?.into_iter().map(given).collect();
    all.sort_by_cached_key(|given| text::order(&given.name));
    Ok(all)
}

/// How far the certificates of a cohort are that are issued together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Whether they are still being written.
    pub state: IssuingState,
    /// How many there will be.
    pub total: i64,
    /// How many are written.
    pub issued: i64,
    /// The code of the error at which it stopped; empty as long as it did not.
    pub incident: String,
}

/// How far it is, if it was ever begun.
pub async fn progress(ctx: &Ctx, id: CohortId) -> Result<Option<Progress>, AppError> {
    let found = issuing::Entity::find_by_id(id).one(ctx.db.read()).await?;
    Ok(found.map(|row| Progress { state: row.state, total: row.total, issued: row.issued, incident: row.incident }))
}
