//! Fairs of earlier years, as they are on record.

use chrono::NaiveDate;

use super::cohorts::hour;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use fairs::entity::fair;
use fairs::{FairKind, FairMove, FairState};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::history::Event;
use ground::states::States;
use ground::text;

/// A fair of earlier years, as it is on record.
#[derive(Debug, Clone)]
pub struct PastFair {
    /// Name.
    pub name: String,
    /// Municipality code, or that of the branch for one abroad.
    pub municipality: String,
    /// Where, as it was written down.
    pub place: String,
    /// City and country abroad; both empty at home.
    pub abroad: (String, String),
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Who held it.
    pub organiser: String,
    /// What is known of it.
    pub about: String,
}

/// Writes down a fair that is long over: nobody applied for it here. One that is known already is left as it is.
pub(crate) async fn record(ctx: &Ctx, past: PastFair) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let PastFair { name, municipality, place, abroad: (city, country), days, organiser, about } = past;
    let slug = text::slug(&format!("{name} {}", days.0.format("%Y")));
    if fair::Entity::find().filter(fair::Column::Slug.eq(&slug)).one(&*tx).await?.is_some() {
        return Ok(());
    }
    let over = FairState::first().step(FairMove::Announce)?.step(FairMove::Begin)?.step(FairMove::End)?.step(FairMove::Settle)?;
    let row = fair::ActiveModel {
        slug: Set(slug),
        name_ar: Set(name),
        name_en: Set(String::new()),
        kind: Set(if country.is_empty() { FairKind::National } else { FairKind::International }),
        state: over.set(),
        municipality_code: Set(municipality),
        venue: Set(place),
        landmark: Set(String::new()),
        city: Set(city),
        country: Set(country),
        starts_on: Set(days.0),
        ends_on: Set(days.1),
        opens_at: Set(hour("09:00")),
        closes_at: Set(hour("21:00")),
        organiser: Set(organiser),
        partners: Set(String::new()),
        about: Set(about),
        costs: Set(String::new()),
        contact: Set(String::new()),
        call_opens_on: Set(None),
        call_closes_on: Set(None),
        needs_mark: Set(false),
        words: Set(String::new()),
        version: Set(0),
        least_scores: Set(2),
        rotation: Set(10),
        balance: Set(10),
        created_at: Set(ctx.now),
        changed_at: Set(ctx.now),
        ..Default::default()
    };
    let saved = row.insert(&*tx).await?;
    tx.record(ctx, Event { act: "fair.save", subject_kind: "fair", subject_id: saved.id.0, details: saved.slug }).await?;
    tx.changed(saved.id).await?;
    Ok(tx.commit().await?)
}
