//! What trusted families published at once: looked at afterwards, by officers in scope.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{product, report, version};
use super::reach::{in_reach, unlooked};
use super::rules::ReportReason;
use crate::families;
use cases::casework::{self, CaseKind, NewCase};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;
use ground::ids::{CaseId, ProductId};

/// A product that is still to be looked at.
#[derive(Debug, Clone)]
pub struct LaterLook {
    /// Key.
    pub id: ProductId,
    /// Address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Trade name of its family.
    pub family: String,
    /// Municipality code.
    pub municipality: Option<String>,
    /// When it changed.
    pub at: DateTime<Utc>,
}

/// The oldest fifty.
pub async fn later_looks(ctx: &Ctx) -> Result<Vec<LaterLook>, AppError> {
    let db = ctx.db.read();
    let products = unlooked(ctx).order_by_asc(product::Column::ChangedAt).limit(50).all(db).await?;
    let versions = version::Entity::find().filter(version::Column::Id.is_in(products.iter().filter_map(|p| p.live_version_id)));
    let versions = versions.all(db).await?;
    let names = families::public_names(db, products.iter().map(|p| p.family_id).collect(), ctx.now).await?;
    let row = |p: product::Model| {
        let version = versions.iter().find(|version| Some(version.id) == p.live_version_id)?;
        let family = names.get(&p.family_id).map(|name| name.ar.clone()).unwrap_or_default();
        Some(LaterLook {
            id: p.id,
            slug: p.slug?,
            title: version.title_ar.clone(),
            family,
            municipality: p.municipality_code,
            at: p.changed_at,
        })
    };
    Ok(products.into_iter().filter_map(row).collect())
}

async fn looked_at(tx: &Tx, ctx: &Ctx, product: product::Model, details: String) -> Result<(), AppError> {
    let id = product.id;
    let mut row = product.into_active_model();
    row.sampled = Set(false);
    row.update(&**tx).await?;
    tx.record(ctx, Event { act: "product.sample", subject_kind: "product", subject_id: id.0, details }).await
}

/// Looked at, and nothing is wrong with it.
pub async fn looks_right(ctx: &Ctx, id: ProductId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let product = in_reach(&tx, ctx, id).await?;
    looked_at(&tx, ctx, product, "right".to_owned()).await?;
    Ok(tx.commit().await?)
}

/// Something is wrong: a case is opened as for a report, and decided by another officer.
pub async fn looks_wrong(ctx: &Ctx, id: ProductId, words: String) -> Result<CaseId, AppError> {
    let tx = ctx.begin().await?;
    let product = in_reach(&tx, ctx, id).await?;
    let live = product.live_version_id.ok_or(AppError::NotFound)?;
    let title = version::Entity::find_by_id(live).one(&*tx).await?.ok_or(AppError::NotFound)?.title_ar;
    let row = report::ActiveModel {
        product_id: Set(id),
        reason: Set(ReportReason::Sample),
        words: Set(words.clone()),
        contact: Set(String::new()),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let report = row.insert(&*tx).await?;
    let new = NewCase {
        words,
        concerns: families::owner_of(&*tx, product.family_id).await?,
        version: Some(live),
        ..NewCase::new(CaseKind::Report, report.id, title, product.municipality_code.clone())
    };
    let (case, reference) = casework::open(&tx, ctx, new).await?;
    looked_at(&tx, ctx, product, format!("case {reference}")).await?;
    tx.commit().await?;
    Ok(case)
}
