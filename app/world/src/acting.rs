//! What only the demo town does: signing in without a password, a known second factor, a change of its own.

use ground::actor::Actor;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{PersonId, ProductId};
use market::catalogue;
use market::catalogue::drafts::open_version;
use market::catalogue::reach::own;
use people::accounts;
use people::accounts::entity::person;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// A person of the town as an actor with all that their grants give.
pub async fn signed_in(ctx: &Ctx, person: PersonId) -> Result<Actor, AppError> {
    let tx = ctx.begin().await?;
    let token = accounts::sessions::open(&tx, ctx, person, accounts::sessions::STAFF_LIFE, true, "demo").await?;
    tx.commit().await?;
    accounts::actor_of(&ctx.db, &token, ctx.now).await
}

/// Gives a person of the town a known second factor, so that tests and newcomers can use it.
pub(crate) async fn set_second_factor(tx: &Tx, ctx: &Ctx, person: PersonId, secret: &str) -> Result<(), AppError> {
    let secret = ctx.site.keys.hide(accounts::HIDDEN, person.0, secret);
    let row = person::ActiveModel { totp_secret: Set(secret), totp_confirmed_at: Set(Some(ctx.now)), ..Default::default() };
    person::Entity::update_many().set(row).filter(person::Column::Id.eq(person)).exec(&**tx).await?;
    Ok(())
}

/// One of a family's products on the market with no version beside it: key and address.
pub async fn live_product(ctx: &Ctx) -> Result<Option<(ProductId, String)>, AppError> {
    let rows = catalogue::reads::mine(ctx).await?;
    Ok(rows.into_iter().filter(|row| row.pending.is_none()).find_map(|row| row.slug.map(|slug| (row.id, slug))))
}

/// A family writes a little more about a product and sends it.
pub async fn change_product(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = own(&tx, ctx, id).await?;
    let version = open_version(&tx, ctx, &product).await?;
    let words = format!("{} أضفنا هذا الموسم لونًا جديدًا.", version.description_ar);
    let mut row = version.into_active_model();
    row.description_ar = Set(words);
    row.update(&*tx).await?;
    tx.commit().await?;
    catalogue::send(ctx, id).await.map(|_| ())
}
