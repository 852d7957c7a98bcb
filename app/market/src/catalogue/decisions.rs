//! What the Authority's decisions do to a product.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::entity::{product, report, version};
use super::index;
use super::notices::Notice;
use super::reach::locked;
use super::rules::{Making, ProductMove, ProductState, STOREFRONT, VersionMove, VersionState};
use super::shown::{Of, photos_follow};
use crate::families::{self, Licence};
use cases::casework::{Outcome, Round};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::history::Event;
use ground::ids::{FamilyId, ProductId, VersionId};
use ground::states::{States, Step};
use ground::text;
use people::Reindex;
use people::notifications::tell;
use people::place;

/// Whether an officer has seen a version before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// An officer approved it.
    ByOfficer,
    /// Its family is trusted: it is looked at afterwards.
    Afterwards,
}

/// The Authority publishes a version: the live page shows it, what was shown before is kept as
/// superseded.
pub(super) async fn publish(tx: &Tx, ctx: &Ctx, product: product::Model, draft: VersionId, seen: Seen) -> Result<(), AppError> {
    let id = product.id;
    let state = product.state.step(ProductMove::Publish)?;
    let version = version::Entity::find_by_id(draft).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let shown = version.state.step(VersionMove::Publish)?;
    if let Some(live) = product.live_version_id {
        move_version(tx, live, VersionMove::Supersede).await?;
    }
    write_state(tx, draft, shown).await?;
    let municipality = families::municipality_of(&**tx, product.family_id).await?;
    let places = place::places(&ctx.db).await?;
    let region = municipality.as_deref().and_then(|code| places.municipality(code)).map(|m| m.region_code.clone());
    let holds = families::licence_holds(&**tx, product.family_id, day_in_tripoli(ctx.now)).await?;
    let (first, drafted) = (product.published_at.is_none(), product.draft_version_id);
    let slug = match &product.slug {
        Some(slug) => slug.clone(),
        None => tx.free_slug("product", &text::slug(&version.title_ar), id.0).await?,
    };
    let mut row = product.into_active_model();
    row.state = state.set();
    row.slug = Set(Some(slug));
    row.live_version_id = Set(Some(draft));
    if drafted == Some(draft) {
        row.draft_version_id = Set(None);
    }
    row.craft_code = Set(version.craft_code.clone());
    row.craft_item_code = Set(version.craft_item_code.clone());
    row.municipality_code = Set(municipality);
    row.region_code = Set(region);
    row.making = Set(Making::from_code(&version.making));
    row.sampled = Set(seen == Seen::Afterwards);
    row.withheld = Set(!holds);
    row.changed_at = Set(ctx.now);
    if first {
        row.published_at = Set(Some(ctx.now));
    }
    let product = row.update(&**tx).await?;
    index::index(tx, ctx, &product, &version).await?;
    photos_follow(tx, ctx, Of::Product(id)).await?;
    if seen == Seen::Afterwards {
        let event = Event {
            act: "product.publish_trusted",
            subject_kind: "product",
            subject_id: id.0,
            details: format!("version {}", version.number),
        };
        tx.record(ctx, event).await?;
    }
    Ok(tx.changed(STOREFRONT.of(product.family_id.0)).await?)
}

/// An approved version goes live; a refused one does not, and a first version's product with it.
pub async fn apply_decision(
    tx: &Tx,
    ctx: &Ctx,
    id: ProductId,
    outcome: Outcome,
    about: Option<VersionId>,
    round: Round,
) -> Result<(), AppError> {
    let product = locked(tx, id).await?;
    match (round, outcome) {
        (Round::First, _) => {}
        (Round::Objection, Outcome::Approved) => return publish_refused(tx, ctx, product, about).await,
        (Round::Objection, Outcome::Refused) => return Ok(()),
    }
    families::note_product_decision(tx, product.family_id, outcome).await?;
    if outcome == Outcome::Approved {
        let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
        return publish(tx, ctx, product, draft, Seen::ByOfficer).await;
    }
    let state = product.state.step(ProductMove::Refuse)?;
    let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
    move_version(tx, draft, VersionMove::Refuse).await?;
    let mut row = product.into_active_model();
    // A refused first version stays in hand for an objection; beside a live one it is laid aside.
    if state != ProductState::Refused {
        row.draft_version_id = Set(None);
    }
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    Ok(())
}

/// An upheld objection publishes the version that it is about. What the family has sent or begun since goes on beside it;
/// where a later version is shown already, or the product was taken off for good, nothing is left to publish.
async fn publish_refused(tx: &Tx, ctx: &Ctx, product: product::Model, about: Option<VersionId>) -> Result<(), AppError> {
    let Some(about) = about else { return Err(Reason::NOT_NOW.into()) };
    let refused = version::Entity::find_by_id(about).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let shown = match product.live_version_id {
        Some(live) => version::Entity::find_by_id(live).one(&**tx).await?.map_or(0, |live| live.number),
        None => 0,
    };
    let moot = refused.state != VersionState::Refused || refused.number < shown || !product.state.can(ProductMove::Publish);
    families::note_product_decision(tx, product.family_id, Outcome::Approved).await?;
    if moot { Ok(()) } else { publish(tx, ctx, product, about, Seen::ByOfficer).await }
}

/// A family's products are shown while its licence holds, and withheld when it is over.
pub async fn follow_licence(tx: &Tx, ctx: &Ctx, family: FamilyId, licence: Licence) -> Result<(), AppError> {
    let withheld = licence == Licence::Over;
    tx.run("UPDATE product SET withheld = $1 WHERE family_id = $2", vec![withheld.into(), family.into()]).await?;
    photos_follow(tx, ctx, Of::Family(family)).await?;
    Ok(tx.changed(family).await?)
}

/// Moves a version of a locked product.
pub(super) async fn move_version(tx: &Tx, id: VersionId, by: VersionMove) -> Result<(), AppError> {
    let found = version::Entity::find_by_id(id).one(&**tx).await?.ok_or(AppError::NotFound)?;
    write_state(tx, id, found.state.step(by)?).await
}

async fn write_state(tx: &Tx, id: VersionId, state: Step<VersionState>) -> Result<(), AppError> {
    let row = version::ActiveModel { state: state.set(), ..Default::default() };
    version::Entity::update_many().set(row).filter(version::Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// The version goes back to the family, to be changed; a live page stays.
pub async fn reopen(tx: &Tx, ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let product = locked(tx, id).await?;
    let state = product.state.step(ProductMove::Return)?;
    let draft = product.draft_version_id.ok_or(Reason::NOT_NOW)?;
    move_version(tx, draft, VersionMove::Return).await?;
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    Ok(())
}

/// A report that is found true takes the listing off the market.
pub async fn take_down(tx: &Tx, ctx: &Ctx, report: i64, outcome: Outcome, words: &str) -> Result<(), AppError> {
    let report = report::Entity::find_by_id(report).one(&**tx).await?.ok_or(AppError::NotFound)?;
    let product = locked(tx, report.product_id).await?;
    if outcome == Outcome::Refused {
        return Ok(());
    }
    let Ok(state) = product.state.step(ProductMove::Suspend) else { return Ok(()) };
    let (id, family) = (product.id, product.family_id);
    if let Some(owner) = families::owner_of(&**tx, family).await? {
        let notice = Notice::TakenDown { words: words.to_owned() };
        tell(tx, ctx, owner, &notice, &format!("/me/products/{}", product.id)).await?;
    }
    let mut row = product.into_active_model();
    row.state = state.set();
    row.changed_at = Set(ctx.now);
    row.update(&**tx).await?;
    photos_follow(tx, ctx, Of::Product(id)).await?;
    families::note_product_decision(tx, family, Outcome::Refused).await?;
    Ok(tx.changed(id).await?)
}

/// After a family has moved, its products are found where it lives now.
pub async fn follow_family(tx: &Tx, ctx: &Ctx, family: FamilyId) -> Result<(), AppError> {
    let municipality = families::municipality_of(&**tx, family).await?;
    let moved =
        product::Entity::find().filter(product::Column::FamilyId.eq(family)).filter(product::Column::LiveVersionId.is_not_null()).filter(
            sea_orm::Condition::any()
                .add(product::Column::MunicipalityCode.ne(municipality.clone()))
                .add(product::Column::MunicipalityCode.is_null()),
        );
    if moved.count(&**tx).await? == 0 {
        return Ok(());
    }
    let row = product::ActiveModel { municipality_code: Set(municipality.clone()), ..Default::default() };
    product::Entity::update_many().set(row).filter(product::Column::FamilyId.eq(family)).exec(&**tx).await?;
    tx.later(ctx.now, &Reindex { craft: None, municipality }).await
}
