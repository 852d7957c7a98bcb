//! Reports of listings: anyone's words, an officer's case.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{product, report, version};
use super::rules::ReportReason;
use crate::families;
use cases::casework::{self, CaseKind, NewCase};
use ground::ctx::Ctx;
use ground::error::AppError;

/// Anyone may report a listing; it reaches the desk as a case.
pub async fn report(ctx: &Ctx, slug: &str, reason: ReportReason, words: String, contact: String) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let product =
        product::Entity::shown().filter(product::Column::Slug.eq(slug)).lock_exclusive().one(&*tx).await?.ok_or(AppError::NotFound)?;
    // The same report sent twice is one report.
    let sent = report::Entity::find()
        .filter(report::Column::ProductId.eq(product.id))
        .filter(report::Column::Reason.eq(reason))
        .filter(report::Column::Words.eq(&words))
        .filter(report::Column::Contact.eq(&contact))
        .filter(report::Column::CreatedAt.gt(ctx.now - chrono::Duration::days(1)));
    if let Some(sent) = sent.one(&*tx).await? {
        return casework::reference_of(ctx, CaseKind::Report, sent.id).await;
    }
    let live = product.live_version_id.ok_or(AppError::NotFound)?;
    let version = version::Entity::find_by_id(live).one(&*tx).await?.ok_or(AppError::NotFound)?;
    let row = report::ActiveModel {
        product_id: Set(product.id),
        reason: Set(reason),
        words: Set(words),
        contact: Set(contact),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let row = row.insert(&*tx).await?;
    let new = NewCase {
        concerns: families::owner_of(&*tx, product.family_id).await?,
        version: Some(live),
        ..NewCase::new(CaseKind::Report, row.id, version.title_ar, product.municipality_code.clone())
    };
    let (_, reference) = casework::open(&tx, ctx, new).await?;
    tx.commit().await?;
    Ok(reference)
}
