//! What the Authority's decisions do to a family.

use chrono::Months;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::apply::set_crafts;
use super::entity::family;
use super::identities;
use super::notices::Notice;
use super::reach::locked;
use super::refusals;
use super::rules::{FamilyMove, FamilyState, LICENCE_YEARS};
use cases::casework::{Outcome, Round};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, PersonId};
use ground::series::Series;
use ground::states::{States, Step};
use ground::text;
use people::notifications::tell;

/// Approval gives a licence with number and last day, and a storefront; refusal neither. An objection that is not
/// upheld leaves everything as it is, and so does one about an application that was written anew since.
pub async fn apply_decision(tx: &Tx, ctx: &Ctx, id: FamilyId, outcome: Outcome, round: Round) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    if round == Round::Objection && (outcome == Outcome::Refused || family.state != FamilyState::Refused) {
        return Ok(());
    }
    let by = match outcome {
        Outcome::Approved => FamilyMove::Approve,
        Outcome::Refused => FamilyMove::Refuse,
    };
    let state = family.state.step(by)?;
    if state == FamilyState::Refused {
        let mut row = family.into_active_model();
        row.state = state.set();
        row.update(&**tx).await?;
        // The identities are free again: the family may apply anew with better papers.
        return identities::release(tx, id).await;
    }
    // Of its identities those are its own that nobody else holds.
    identities::claim(tx, id).await?;
    let owner = family.owner_id;
    let (licence, until) = license(tx, ctx, family, state).await?;
    if let Some(owner) = owner {
        tell(tx, ctx, owner, &Notice::Licensed { licence, until }, "/me").await?;
    }
    Ok(())
}

async fn license(tx: &Tx, ctx: &Ctx, family: family::Model, state: Step<FamilyState>) -> Result<(String, String), AppError> {
    let number = tx.next_reference(Series::Licence, ctx.now).await?;
    let today = day_in_tripoli(ctx.now);
    let until = today.checked_add_months(Months::new(12 * LICENCE_YEARS)).unwrap_or(today);
    let slug = match &family.slug {
        Some(slug) => slug.clone(),
        None => tx.free_slug("family", &text::slug(&family.trade_name), 2).await?,
    };
    let id = family.id;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.licence_number = Set(Some(number.clone()));
    row.licence_expires_on = Set(Some(until));
    row.slug = Set(Some(slug));
    row.approved_at = Set(Some(ctx.now));
    row.update(&**tx).await?;
    tx.changed(id).await?;
    Ok((number, until.to_string()))
}

/// The application goes back to the family, to be changed.
pub async fn reopen(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    let state = family.state.step(FamilyMove::Return)?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.changed_parts = Set(String::new());
    // Its identities stay with it while it is open.
    row.update(&**tx).await?;
    Ok(())
}

/// A return is taken back: the application is reviewed as it was sent. Not when the family has begun to change it.
pub async fn call_back(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    if !family.changed_parts.is_empty() {
        return Err(refusals::BEGUN.into());
    }
    let state = family.state.step(FamilyMove::CallBack)?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.update(&**tx).await?;
    Ok(())
}

/// An approval that was taken back counts no longer for the trust policy.
pub async fn forget_approval(tx: &Tx, id: FamilyId) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    let in_row = (family.approvals_in_row - 1).max(0);
    let mut row = family.into_active_model();
    row.approvals_in_row = Set(in_row);
    row.update(&**tx).await?;
    Ok(())
}

/// Counts a product decision for the trust policy ([`family::Model::trusted`]).
pub async fn note_product_decision(tx: &Tx, id: FamilyId, outcome: Outcome) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    let (in_row, refused) = match outcome {
        Outcome::Approved => (family.approvals_in_row + 1, family.ever_refused),
        Outcome::Refused => (0, true),
    };
    let mut row = family.into_active_model();
    row.approvals_in_row = Set(in_row);
    row.ever_refused = Set(refused);
    row.update(&**tx).await?;
    Ok(())
}

/// A family as an import brings it.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The id in the file; the same id updates the same family.
    pub import_id: String,
    /// Trade name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Story.
    pub story: String,
    /// Craft code.
    pub craft: String,
    /// Municipality code.
    pub municipality: String,
    /// The account that the family signs in with, if it has one.
    pub owner: Option<PersonId>,
    /// Its address in the catalogue that the file comes from; leads to the present one.
    pub former_slug: Option<String>,
}

/// What the Authority imports is approved by that act: a new family gets its licence. A known one stays as it is registered, because
/// licensed families are changed by corrections; one that has left is not found. Gives the key and whether it is new.
pub async fn import_family(tx: &Tx, ctx: &Ctx, new: Imported) -> Result<(FamilyId, bool), AppError> {
    let Imported { import_id, trade_name, trade_name_en, story, craft, municipality, owner, former_slug } = new;
    let known = family::Entity::find().filter(family::Column::ImportId.eq(&import_id)).lock_exclusive().one(&**tx).await?;
    let (id, is_new) = match known {
        // What it took with it does not come back by a file.
        Some(family) if family.state == FamilyState::Left => return Err(AppError::NotFound),
        Some(family) => (family.id, false),
        None => {
            let row = family::ActiveModel {
                state: FamilyState::first().step(FamilyMove::Send)?.set(),
                import_id: Set(Some(import_id)),
                owner_id: Set(owner),
                consent_how: Set(Some("import".to_owned())),
                submitted_at: Set(Some(ctx.now)),
                trade_name: Set(trade_name),
                trade_name_en: Set(trade_name_en),
                story: Set(story),
                municipality_code: Set(Some(municipality)),
                ..family::blank(ctx.now)
            };
            let family = row.insert(&**tx).await?;
            let id = family.id;
            set_crafts(tx, id, vec![craft]).await?;
            let state = family.state.step(FamilyMove::Approve)?;
            license(tx, ctx, family, state).await?;
            (id, true)
        }
    };
    if let Some(former) = former_slug {
        let sql = "INSERT INTO family_former_slug (slug, family_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING";
        tx.run(sql, vec![former.into(), id.into()]).await?;
    }
    Ok((id, is_new))
}
