//! A family applies: section by section, saved as it is filled in, sent once with a reference number.

use std::collections::BTreeSet;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::acts::record;
use crate::applications::entity::{attendant, fair_product};
use crate::applications::reach::own;
use crate::applications::reads::{applicant, whole};
use crate::applications::refusals;
use crate::applications::rules::{Applicant, Section, passport_holds, unmet};
use crate::entity::application;
use crate::notices::Notice;
use crate::reach::locked;
use crate::rules::application::{ApplicationMove, ApplicationState, BoothKind, DayPart};
use crate::types::{Application, Fair, Needs};
use crate::{plan, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason, unique_violation};
use ground::ids::{FairApplicationId, FairId, FamilyId, MemberId, PersonId, ProductId};
use ground::series::Series;
use ground::states::States;
use market::{catalogue, families};
use people::notifications::tell;

/// Products that a family shows, at most.
pub const MOST_PRODUCTS: usize = 10;

/// People who go there, at most.
pub const MOST_PEOPLE: usize = 4;

/// One's own family begins to apply; begun already, it goes on with it. What it took back it fills in again, as long as the call lasts.
pub async fn begin(ctx: &Ctx, slug: &str) -> Result<FairApplicationId, AppError> {
    let me = ctx.actor.person()?.id;
    let seen = reads::fair(ctx, slug).await?;
    let tx = ctx.begin().await?;
    let fair = Fair::from(&locked(&tx, seen.id).await?);
    let own = families::licensed_own(&*tx, ctx).await?;
    let mine = application::Entity::find().filter(application::Column::FairId.eq(fair.id)).filter(application::Column::FamilyId.eq(own.id));
    let begun = mine.one(&*tx).await?;
    if let Some(known) = begun.as_ref().filter(|known| known.state != ApplicationState::Withdrawn) {
        return Ok(known.id);
    }
    if !fair.call_open(day_in_tripoli(ctx.now)) {
        return Err(crate::refusals::CALL_OVER.into());
    }
    let (known, municipality) = applicant(ctx, &*tx, own.id).await?;
    if let Some(reason) = unmet(fair.asks(), &plan::reads::terms(&*tx, fair.id).await?, &known) {
        return Err(reason.into());
    }
    let id = match begun {
        Some(taken_back) => take_up(&tx, ctx, taken_back).await?,
        None => draft(&tx, ctx, fair.id, (own.id, me), (known, municipality)).await?,
    };
    tx.commit().await?;
    Ok(id)
}

/// What was taken back is a draft again, with what was said in it; it gets another number when it is sent.
async fn take_up(tx: &Tx, ctx: &Ctx, found: application::Model) -> Result<FairApplicationId, AppError> {
    let state = found.state.step(ApplicationMove::TakeUp)?;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reference = Set(None);
    row.sent_at = Set(None);
    row.reason = Set(String::new());
    row.screened_by = Set(None);
    row.changed_at = Set(ctx.now);
    Ok(row.update(&**tx).await?.id)
}

/// An empty application of a family, by who applies for it.
async fn draft(
    tx: &Tx,
    ctx: &Ctx,
    fair: FairId,
    (family, me): (FamilyId, PersonId),
    (known, municipality): (Applicant, String),
) -> Result<FairApplicationId, AppError> {
    let row = application::ActiveModel {
        fair_id: Set(fair),
        family_id: Set(family),
        applicant_id: Set(me),
        state: ApplicationState::first().set(),
        municipality_code: Set(municipality),
        region_code: Set(known.region),
        crafts: Set(known.crafts.join(" ")),
        words: Set(String::new()),
        size: Set(BoothKind::Small),
        part: Set(DayPart::Whole),
        power: Set(false),
        water: Set(false),
        accessible: Set(false),
        transport: Set(false),
        lodging: Set(0),
        samples: Set(false),
        origin_paper: Set(false),
        labels: Set(false),
        needs_said: Set(false),
        reason: Set(String::new()),
        created_at: Set(ctx.now),
        changed_at: Set(ctx.now),
        ..Default::default()
    };
    match row.insert(&**tx).await {
        Ok(row) => Ok(row.id),
        Err(error) if unique_violation(&error).is_some() => Err(AppError::Busy),
        Err(error) => Err(error.into()),
    }
}

/// The same while it can still be filled in.
async fn open(tx: &Tx, ctx: &Ctx, id: FairApplicationId) -> Result<(Fair, application::Model), AppError> {
    let (fair, found) = own(tx, ctx, id).await?;
    let fair = Fair::from(&fair);
    if found.state != ApplicationState::Draft {
        return Err(Reason::NOT_NOW.into());
    }
    if !fair.call_open(day_in_tripoli(ctx.now)) {
        return Err(crate::refusals::CALL_OVER.into());
    }
    Ok((fair, found))
}

/// Says which of one's published products are shown.
pub async fn save_products(ctx: &Ctx, id: FairApplicationId, chosen: BTreeSet<i64>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (_, found) = open(&tx, ctx, id).await?;
    if chosen.is_empty() {
        return Err(FieldErrors::one("product", Problem::AtLeastOne).into());
    }
    if chosen.len() > MOST_PRODUCTS {
        return Err(FieldErrors::one("product", Problem::AtMost(MOST_PRODUCTS)).into());
    }
    let published = catalogue::published_of(&*tx, found.family_id).await?;
    if chosen.iter().any(|key| !published.contains(&ProductId(*key))) {
        return Err(FieldErrors::one("product", Problem::NotAChoice).into());
    }
    fair_product::Entity::delete_many().filter(fair_product::Column::ApplicationId.eq(id)).exec(&*tx).await?;
    for key in chosen {
        let row = fair_product::ActiveModel { application_id: Set(id), product_id: Set(ProductId(key)), packed: Set(0) };
        fair_product::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Says who of the family goes there.
pub async fn save_people(ctx: &Ctx, id: FairApplicationId, chosen: BTreeSet<i64>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (_, found) = open(&tx, ctx, id).await?;
    if chosen.is_empty() {
        return Err(FieldErrors::one("member", Problem::AtLeastOne).into());
    }
    if chosen.len() > MOST_PEOPLE {
        return Err(FieldErrors::one("member", Problem::AtMost(MOST_PEOPLE)).into());
    }
    let members = families::trainees(&*tx, found.family_id).await?;
    attendant::Entity::delete_many().filter(attendant::Column::ApplicationId.eq(id)).exec(&*tx).await?;
    for key in chosen {
        let member = members.iter().find(|member| member.id == MemberId(key));
        let member = member.ok_or_else(|| FieldErrors::one("member", Problem::NotAChoice))?;
        let row = attendant::ActiveModel { application_id: Set(id), member_id: Set(member.id), name: Set(member.name.clone()) };
        attendant::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Says what is needed there.
pub async fn save_needs(ctx: &Ctx, id: FairApplicationId, form: Needs) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = open(&tx, ctx, id).await?;
    if fair.abroad() {
        match form.passport_until {
            None => return Err(FieldErrors::one("passport_until", Problem::Required).into()),
            Some(until) if !passport_holds(fair.ends_on, until) => {
                return Err(FieldErrors::one("passport_until", refusals::PASSPORT_ENDS).into());
            }
            Some(_) => {}
        }
    }
    let mut row = found.into_active_model();
    row.size = Set(form.size);
    row.part = Set(form.part);
    row.power = Set(form.power || form.size == BoothKind::Kitchen);
    row.water = Set(form.water || form.size == BoothKind::Kitchen);
    row.accessible = Set(form.accessible);
    row.transport = Set(form.transport);
    row.lodging = Set(form.lodging);
    row.passport_until = Set(form.passport_until.filter(|_| fair.abroad()));
    row.samples = Set(form.samples);
    row.origin_paper = Set(form.origin_paper);
    row.labels = Set(form.labels);
    row.words = Set(form.words);
    row.needs_said = Set(true);
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    Ok(tx.commit().await?)
}

/// Sends an application: every section is filled in, and every condition holds still. Gives its reference number.
pub async fn send(ctx: &Ctx, id: FairApplicationId) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = own(&tx, ctx, id).await?;
    if let Some(reference) = found.reference {
        return Ok(reference);
    }
    let fair = Fair::from(&fair);
    let state = found.state.step(ApplicationMove::Send)?;
    if !fair.call_open(day_in_tripoli(ctx.now)) {
        return Err(crate::refusals::CALL_OVER.into());
    }
    let (known, municipality) = applicant(ctx, &*tx, found.family_id).await?;
    if let Some(reason) = unmet(fair.asks(), &plan::reads::terms(&*tx, fair.id).await?, &known) {
        return Err(reason.into());
    }
    complete(&tx, &fair, &found).await?;
    let reference = tx.next_reference(Series::FairApplication, ctx.now).await?;
    let applicant = found.applicant_id;
    let mut row = found.into_active_model();
    row.state = state.set();
    row.reference = Set(Some(reference.clone()));
    row.municipality_code = Set(municipality);
    row.region_code = Set(known.region);
    row.crafts = Set(known.crafts.join(" "));
    row.sent_at = Set(Some(ctx.now));
    row.changed_at = Set(ctx.now);
    row.update(&*tx).await?;
    let notice = Notice::FairApplied { title: fair.name_ar, reference: reference.clone() };
    tell(&tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await?;
    record(&tx, ctx, "fair.apply", fair.id, reference.clone()).await?;
    tx.commit().await?;
    Ok(reference)
}

/// Whether every section is filled in, and holds still.
async fn complete(tx: &Tx, fair: &Fair, found: &application::Model) -> Result<(), AppError> {
    let whole = whole(&**tx, fair.clone(), Application::from(found)).await?;
    // The fair may have moved since the passports were looked at.
    let until = whole.application.needs.passport_until;
    let ends = fair.abroad() && !until.is_some_and(|until| passport_holds(fair.ends_on, until));
    // A product that was taken down since is no longer shown.
    let published = catalogue::published_of(&**tx, found.family_id).await?;
    let gone = whole.products.iter().any(|product| !published.contains(product));
    if ends || gone || Section::ALL.into_iter().any(|section| !whole.done(section)) {
        return Err(Reason::INCOMPLETE.into());
    }
    Ok(())
}
