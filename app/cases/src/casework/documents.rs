//! Papers that officers add to a case: a visit's report, a signed form. Never public.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, Statement};

use super::acts::{audit, event};
use super::entity::{case_document, casefile};
use super::reads::in_scope;
use super::refusals;
use super::rules::EventAct;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CaseId, MediaId};
use people::media::{self, NewMedia};

/// Papers a case can hold.
pub const MOST_DOCUMENTS: usize = 20;

/// A paper of a case.
#[derive(Debug, Clone, FromQueryResult)]
pub struct DocumentRow {
    /// Its file.
    pub media: MediaId,
    /// Its name as it was sent, cleaned.
    pub name: String,
    /// Who added it.
    pub who: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Papers of a case that the actor may see, oldest first.
pub async fn documents(ctx: &Ctx, id: CaseId) -> Result<Vec<DocumentRow>, AppError> {
    let sql = "SELECT d.media_id AS media, d.name, p.name AS who, d.added_at AS at \
               FROM case_document d LEFT JOIN person p ON p.id = d.added_by WHERE d.case_id = $1 ORDER BY d.id";
    let query = DocumentRow::find_by_statement(Statement::from_sql_and_values(ctx.db.backend(), sql, [id.into()]));
    Ok(query.all(ctx.db.read()).await?)
}

/// Whether a paper may be added to this case; asked before a byte is stored.
pub async fn may_add_document(ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    ctx.actor.staff(Role::CASEWORKERS)?;
    let db = ctx.db.read();
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS));
    if query.count(db).await? == 0 {
        return Err(AppError::NotFound);
    }
    let held = case_document::Entity::find().filter(case_document::Column::CaseId.eq(id)).count(db).await?;
    if held >= MOST_DOCUMENTS as u64 { Err(FieldErrors::one("document", Problem::AtMost(MOST_DOCUMENTS)).into()) } else { Ok(()) }
}

/// Adds a stored paper to a case within the actor's scope.
pub async fn add_document(ctx: &Ctx, id: CaseId, name: String, file: NewMedia) -> Result<(), AppError> {
    let signed = ctx.actor.staff(Role::CASEWORKERS)?.id;
    let tx = ctx.begin().await?;
    let query = casefile::Entity::find_by_id(id).filter(in_scope(ctx, Role::CASEWORKERS));
    let case = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    if Some(signed) == case.applicant_id {
        return Err(refusals::OWN_CASE.into());
    }
    // Nobody's own: who may read it is asked of the case each time.
    let media_id = media::add(&tx, ctx, None, file).await?;
    let row = case_document::ActiveModel {
        case_id: Set(id),
        media_id: Set(media_id),
        name: Set(name.clone()),
        added_by: Set(Some(signed)),
        added_at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    event(&tx, ctx, id, EventAct::Document, &name, "").await?;
    audit(&tx, ctx, "case.document", &case, format!("media {media_id}")).await?;
    Ok(tx.commit().await?)
}

/// Whether a file is a paper of a case within the actor's scope.
pub async fn document_in_scope(ctx: &Ctx, media: MediaId) -> Result<bool, AppError> {
    let db = ctx.db.read();
    let Some(row) = case_document::Entity::find().filter(case_document::Column::MediaId.eq(media)).one(db).await? else { return Ok(false) };
    let query = casefile::Entity::find_by_id(row.case_id).filter(in_scope(ctx, Role::DESK));
    Ok(query.count(db).await? > 0)
}
