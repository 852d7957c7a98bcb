//! Private documents of an application.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::family_document;
use super::reach::{find, held_open, held_or_begun};
use super::refusals;
use super::rules::{MOST_DOCUMENTS, Part};
use super::saving::{agreed, touch};
use super::types::Target;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FamilyId, MediaId};
use people::media;

/// A document that was stored.
#[derive(Debug, Clone)]
pub struct DocumentFile {
    /// What it shows.
    pub kind: String,
    /// Its name as it was sent, cleaned; shown, never used as a path.
    pub name: String,
    /// Where its bytes are.
    pub media: media::NewMedia,
}

/// Whether a document may be added now; asked before a byte is stored.
pub async fn may_add_document(ctx: &Ctx, helped: Option<FamilyId>) -> Result<(), AppError> {
    let target = helped.map_or(Target::Own, Target::Helped);
    let family = find(ctx, target).await?.ok_or(refusals::CONSENT_FIRST)?;
    agreed(&family, Part::Documents)?;
    target.way(family.state, Part::Documents).ok_or(Reason::NOT_NOW)?;
    let held = family_document::Entity::find().filter(family_document::Column::FamilyId.eq(family.id)).count(ctx.db.read()).await?;
    if held >= MOST_DOCUMENTS as u64 { Err(FieldErrors::one("document", Problem::AtMost(MOST_DOCUMENTS)).into()) } else { Ok(()) }
}

/// Adds a private document, also after a licence was given: permits run out and are renewed.
pub async fn add_document(ctx: &Ctx, helped: Option<FamilyId>, file: DocumentFile) -> Result<(), AppError> {
    let target = helped.map_or(Target::Own, Target::Helped);
    let tx = ctx.begin().await?;
    let family = held_or_begun(&tx, ctx, target).await?;
    agreed(&family, Part::Documents)?;
    target.way(family.state, Part::Documents).ok_or(Reason::NOT_NOW)?;
    let held = family_document::Entity::find().filter(family_document::Column::FamilyId.eq(family.id)).count(&*tx).await?;
    if held >= MOST_DOCUMENTS as u64 {
        return Err(FieldErrors::one("document", Problem::AtMost(MOST_DOCUMENTS)).into());
    }
    touch(&tx, &family, Part::Documents).await?;
    let media_id = media::add(&tx, ctx, family.owner_id, file.media).await?;
    let row = family_document::ActiveModel {
        family_id: Set(family.id),
        kind: Set(file.kind),
        media_id: Set(media_id),
        name: Set(file.name),
        added_at: Set(ctx.now),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Takes a document out again.
pub async fn remove_document(ctx: &Ctx, target: Target, id: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let family = held_open(&tx, ctx, target).await?;
    touch(&tx, &family, Part::Documents).await?;
    let query = family_document::Entity::find_by_id(id).filter(family_document::Column::FamilyId.eq(family.id));
    let row = query.one(&*tx).await?.ok_or(AppError::NotFound)?;
    let media: MediaId = row.media_id;
    family_document::Entity::delete_by_id(id).exec(&*tx).await?;
    media::discard(&tx, ctx, media).await?;
    Ok(tx.commit().await?)
}
