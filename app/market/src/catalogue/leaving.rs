//! A family that leaves takes what it wrote and showed with it.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::entity::{photo, product, variant, version};
use super::index::WORDS;
use super::rules::ProductMove;
use ground::changes::Thing;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId, ProductId, VersionId};
use ground::states::States;
use people::media;

/// Texts, photos and addresses of a family's products go. Their rows stay, without words, for the decisions that point to them.
pub async fn forget(tx: &Tx, ctx: &Ctx, family: FamilyId) -> Result<(), AppError> {
    let products = product::Entity::find().filter(product::Column::FamilyId.eq(family)).lock_exclusive().all(&**tx).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    for product in products {
        let state = product.state.step(ProductMove::Retire);
        let mut row = product.into_active_model();
        if let Ok(state) = state {
            row.state = state.set();
        }
        row.slug = Set(None);
        row.search_title = Set(String::new());
        row.search_text = Set(String::new());
        row.update(&**tx).await?;
    }
    let versions = version::Entity::find().select_only().column(version::Column::Id).filter(version::Column::ProductId.is_in(ids.clone()));
    let versions: Vec<VersionId> = versions.into_tuple().all(&**tx).await?;
    let photos = photo::Entity::find().select_only().column(photo::Column::MediaId).distinct();
    let photos: Vec<MediaId> = photos.filter(photo::Column::VersionId.is_in(versions.clone())).into_tuple().all(&**tx).await?;
    photo::Entity::delete_many().filter(photo::Column::VersionId.is_in(versions)).exec(&**tx).await?;
    for photo in photos {
        media::discard(tx, ctx, photo).await?;
    }
    without_words(tx, &ids).await?;
    let things = ids.iter().flat_map(|id| [Thing::from(*id), WORDS.of(id.0)]);
    Ok(tx.all_changed(things).await?)
}

async fn without_words(tx: &Tx, ids: &[ProductId]) -> Result<(), AppError> {
    let none = || Set(String::new());
    let row = version::ActiveModel {
        title_ar: none(),
        title_en: none(),
        description_ar: none(),
        description_en: none(),
        material: none(),
        size: none(),
        care: none(),
        ingredients: none(),
        allergens: none(),
        permit_number: none(),
        ..Default::default()
    };
    version::Entity::update_many().set(row).filter(version::Column::ProductId.is_in(ids.to_vec())).exec(&**tx).await?;
    let row = variant::ActiveModel { name_ar: none(), name_en: none(), ..Default::default() };
    variant::Entity::update_many().set(row).filter(variant::Column::ProductId.is_in(ids.to_vec())).exec(&**tx).await?;
    for id in ids {
        tx.run("DELETE FROM product_former_slug WHERE product_id = $1", vec![(*id).into()]).await?;
        if tx.get_database_backend() == DbBackend::Sqlite {
            tx.run("DELETE FROM product_words WHERE rowid = $1", vec![(*id).into()]).await?;
        }
    }
    Ok(())
}
