//! What a family has to do about its products.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{product, version};
use super::rules::{ProductState, VersionState};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{FamilyId, ProductId, VersionId};
use ground::t;
use ground::ui::ToDo;

/// Products that came back to be changed.
pub async fn to_do(ctx: &Ctx, family: FamilyId) -> Result<Vec<ToDo>, AppError> {
    let (db, l) = (ctx.db.read(), ctx.l);
    let written: Vec<(ProductId, VersionId)> = product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .column(product::Column::DraftVersionId)
        .filter(product::Column::FamilyId.eq(family))
        .filter(product::Column::DraftVersionId.is_not_null())
        .filter(product::Column::State.ne(ProductState::Retired))
        .order_by_desc(product::Column::ChangedAt)
        .into_tuple()
        .all(db)
        .await?;
    let back = version::Entity::find()
        .filter(version::Column::Id.is_in(written.iter().map(|(_, draft)| *draft)))
        .filter(version::Column::State.eq(VersionState::Returned));
    let back = back.all(db).await?;
    let what = |(id, draft): (ProductId, VersionId)| {
        let title = &back.iter().find(|version| version.id == draft)?.title_ar;
        Some(ToDo {
            words: t!(l, catalogue.todo_returned, title = title),
            until: None,
            path: format!("/me/products/{id}"),
            verb: t!(l, catalogue.verb_returned),
        })
    };
    Ok(written.into_iter().filter_map(what).collect())
}
