//! Editing crafts and items: names and words change, codes never do; what is used is put out of use, not deleted.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::entity::{craft, craft_item};
use crate::Reindex;
use ground::changes::REFERENCE;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::history::Event;

/// A craft as typed and checked.
#[derive(Debug, Clone)]
pub struct CraftForm {
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Whether its products are food, with all that food has to say.
    pub food: bool,
    /// Whether it can be chosen.
    pub active: bool,
    /// Place in lists.
    pub position: i64,
}

/// Adds a craft under a code that is free.
pub async fn add_craft(ctx: &Ctx, code: &str, form: CraftForm) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    if craft::Entity::find_by_id(code).one(&*tx).await?.is_some() {
        return Err(FieldErrors::one("code", Problem::Twice).into());
    }
    filled(craft::ActiveModel { code: Set(code.to_owned()), ..Default::default() }, form).insert(&*tx).await?;
    saved(ctx, tx, code).await
}

/// Saves a craft. Under another name its products are found by other words.
pub async fn save_craft(ctx: &Ctx, code: &str, form: CraftForm) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let known = craft::Entity::find_by_id(code).one(&*tx).await?.ok_or(AppError::NotFound)?;
    if known.name_ar != form.name_ar || known.name_en != form.name_en {
        tx.later(ctx.now, &Reindex { craft: Some(code.to_owned()), municipality: None }).await?;
    }
    filled(known.into_active_model(), form).update(&*tx).await?;
    saved(ctx, tx, code).await
}

fn filled(row: craft::ActiveModel, form: CraftForm) -> craft::ActiveModel {
    let CraftForm { name_ar, name_en, food, active, position } = form;
    craft::ActiveModel {
        name_ar: Set(name_ar),
        name_en: Set(name_en),
        food: Set(food),
        active: Set(active),
        position: Set(position),
        ..row
    }
}

async fn saved(ctx: &Ctx, tx: Tx, code: &str) -> Result<(), AppError> {
    tx.record(ctx, Event { act: "reference.craft", subject_kind: "craft", subject_id: 0, details: code.to_owned() }).await?;
    tx.changed(REFERENCE.all()).await?;
    Ok(tx.commit().await?)
}

/// An item of a craft as typed and checked.
#[derive(Debug, Clone)]
pub struct ItemForm {
    /// Craft code.
    pub craft: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Whether it can be chosen.
    pub active: bool,
}

/// Saves an item; a new one gets a code of its craft.
pub async fn save_item(ctx: &Ctx, code: Option<&str>, form: ItemForm) -> Result<String, AppError> {
    let ItemForm { craft: of, name_ar, name_en, active } = form;
    let tx = ctx.begin().await?;
    if craft::Entity::find_by_id(&of).one(&*tx).await?.is_none() {
        return Err(FieldErrors::one("craft", Problem::NotAChoice).into());
    }
    // The same form sent twice makes one item.
    let twin = craft_item::Entity::find().filter(craft_item::Column::CraftCode.eq(&of)).filter(craft_item::Column::NameAr.eq(&name_ar));
    if twin.one(&*tx).await?.is_some_and(|twin| Some(twin.code.as_str()) != code) {
        return Err(FieldErrors::one("name_ar", Problem::Twice).into());
    }
    let is_new = code.is_none();
    let mut row = match code {
        Some(code) => {
            let known = craft_item::Entity::find_by_id(code).one(&*tx).await?.ok_or(AppError::NotFound)?;
            if known.name_ar != name_ar || known.name_en != name_en {
                tx.later(ctx.now, &Reindex { craft: Some(known.craft_code.clone()), municipality: None }).await?;
            }
            known.into_active_model()
        }
        None => {
            let number = tx.next_number(&format!("item-{of}")).await?;
            let position = craft_item::Entity::find().count(&*tx).await? as i64;
            craft_item::ActiveModel {
                code: Set(format!("{of}-{number:03}")),
                materials_ar: Set(String::new()),
                variants: Set(String::new()),
                position: Set(position),
                ..Default::default()
            }
        }
    };
    row.craft_code = Set(of);
    row.name_ar = Set(name_ar);
    row.name_en = Set(name_en);
    row.active = Set(active);
    let saved = if is_new { row.insert(&*tx).await? } else { row.update(&*tx).await? };
    tx.record(ctx, Event { act: "reference.item", subject_kind: "item", subject_id: 0, details: saved.code.clone() }).await?;
    tx.changed(REFERENCE.all()).await?;
    tx.commit().await?;
    Ok(saved.code)
}
