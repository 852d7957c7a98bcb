//! Ready phrases for what a returned file lacks, kept by the Authority as reference data.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder, QuerySelect};

use crate::entity::return_phrase::{ActiveModel, Column, Entity, Model};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::history::Event;

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Key.
    pub id: i64,
    /// The part that it is about, such as `family.members`.
    pub part: String,
    /// What applicants read.
    pub words_ar: String,
    /// The same in English.
    pub words_en: String,
    /// Whether officers choose from it.
    pub active: bool,
    /// Its place among those of its part.
    pub position: i64,
}

/// All phrases in order, also those out of use.
pub async fn phrases(ctx: &Ctx) -> Result<Vec<Phrase>, AppError> {
    let rows = Entity::find().order_by_asc(Column::Part).order_by_asc(Column::Position).order_by_asc(Column::Id);
    let view = |Model { id, part, words_ar, words_en, active, position }: Model| Phrase { id, part, words_ar, words_en, active, position };
    Ok(rows.all(ctx.db.read()).await?.into_iter().map(view).collect())
}

/// An administrator writes a phrase, or a new one where its key is 0; no phrase ever goes, because what was asked with it stays readable.
pub async fn save_phrase(ctx: &Ctx, phrase: Phrase) -> Result<(), AppError> {
    ctx.actor.staff(&[Role::Administrator])?;
    let tx = ctx.begin().await?;
    let Phrase { id, part, words_ar, words_en, active, position } = phrase;
    let row = ActiveModel {
        part: Set(part.clone()),
        words_ar: Set(words_ar),
        words_en: Set(words_en),
        active: Set(active),
        position: Set(position),
        ..Default::default()
    };
    let id = if id == 0 {
        row.insert(&*tx).await?.id
    } else {
        Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
        ActiveModel { id: Set(id), ..row }.update(&*tx).await?.id
    };
    tx.record(ctx, Event { act: "reference.phrase", subject_kind: "phrase", subject_id: id, details: part }).await?;
    Ok(tx.commit().await?)
}
