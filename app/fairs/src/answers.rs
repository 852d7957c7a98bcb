//! What follows on the results: a family says that it comes or takes its application back, and booths go to who waits.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

use crate::acts::{locked, record};
use crate::application::{ApplicationMove, ApplicationState, step};
use crate::applying::own;
use crate::calendar;
use crate::entity::{application, booth, fair};
use crate::pages::at;
use crate::placing::{self, Guest};
use crate::rules::FairState;
use crate::running::has_goods;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId, FamilyId};
use people::notifications::{Notice, tell, tell_inviting};

/// Days in which a family says that it comes.
pub const ANSWER_DAYS: u64 = 7;

/// One's own family says that it comes.
pub async fn confirm(ctx: &Ctx, id: FairApplicationId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = own(&tx, ctx, id).await?;
    if found.state == ApplicationState::Confirmed {
        return Ok(());
    }
    if fair.state == FairState::Cancelled {
        return Err(Reason::NotNow.into());
    }
    if found.answer_by.as_deref().is_some_and(|last| last < day_in_tripoli(ctx.now).to_string().as_str()) {
        return Err(Reason::OfferOver.into());
    }
    moved(&tx, ctx, found, ApplicationMove::Confirm).await?;
    record(&tx, ctx, "fair.confirm", fair.id, id.to_string()).await?;
    Ok(tx.commit().await?)
}

/// The same for a fair, if one's own family was accepted.
pub async fn confirm_any(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    match crate::applying::mine(ctx).await?.into_iter().find(|(row, fair)| fair.id == id && row.state == ApplicationState::Accepted) {
        Some((row, _)) => confirm(ctx, row.id).await,
        None => Ok(()),
    }
}

/// One's own family takes its application back; its booth goes to who waits. A draft is gone.
pub async fn withdraw(ctx: &Ctx, id: FairApplicationId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = own(&tx, ctx, id).await?;
    if found.state == ApplicationState::Withdrawn {
        return Ok(());
    }
    if found.state == ApplicationState::Draft {
        erase(&tx, id).await?;
        return Ok(tx.commit().await?);
    }
    let (state, applicant) = (found.state, found.applicant_id);
    if settles_instead(&fair, state) || has_goods(&*tx, id).await? {
        return Err(Reason::NotNow.into());
    }
    moved(&tx, ctx, found, ApplicationMove::Withdraw).await?;
    record(&tx, ctx, "fair.withdraw", fair.id, id.to_string()).await?;
    if ApplicationState::TAKING_PART.contains(&state) {
        let places = people::place::places(&ctx.db).await?;
        let out = |l, to: &str| Some(calendar::cancellation(l, &ctx.site, &fair, &at(l, &fair, &places), to));
        let notice = Notice::FairWithdrawn { title: fair.name_ar.clone() };
        tell_inviting(&tx, ctx, applicant, &notice, &format!("/me/fairs/{id}"), out).await?;
        crate::stands::leave(&tx, id).await?;
        fill(&tx, ctx, &fair).await?;
    }
    Ok(tx.commit().await?)
}

/// Who has a booth at a fair that began settles, and does not take its application back.
pub(crate) fn settles_instead(fair: &fair::Model, state: ApplicationState) -> bool {
    let booth = matches!(state, ApplicationState::BoothAllocated | ApplicationState::Ready);
    booth && !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp)
}

async fn erase(tx: &Tx, id: FairApplicationId) -> Result<(), AppError> {
    for sql in [
        "DELETE FROM fair_product WHERE application_id = $1",
        "DELETE FROM fair_attendant WHERE application_id = $1",
        "DELETE FROM fair_application WHERE id = $1",
    ] {
        tx.run(sql, vec![id.into()]).await?;
    }
    Ok(())
}

async fn moved(tx: &Tx, ctx: &Ctx, found: application::Model, by: ApplicationMove) -> Result<application::Model, AppError> {
    let state = step(found.state, by).ok_or(Reason::NotNow)?;
    let mut row = found.into_active_model();
    row.state = Set(state);
    row.changed_at = Set(ctx.now);
    // The published order, and who is where, are everyone's to see.
    tx.public_changed().await?;
    Ok(row.update(&**tx).await?)
}

/// Booths that can be given.
pub(crate) async fn room<C: sea_orm::ConnectionTrait>(db: &C, id: FairId) -> Result<u64, AppError> {
    let free = booth::Entity::find().filter(booth::Column::FairId.eq(id)).filter(booth::Column::Blocked.eq(false));
    Ok(free.count(db).await?)
}

/// Accepts those who wait, in their order, as long as everyone who takes part can be placed: kinds, power and half days counted.
/// Every condition is met still, or somebody is passed over. On its first day a fair accepts nobody any more.
pub(crate) async fn fill(tx: &Tx, ctx: &Ctx, fair: &fair::Model) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    if !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) || fair.starts_on <= today.to_string() {
        return Ok(0);
    }
    let Some(found) = crate::hall::of(&**tx, fair.id).await? else { return Ok(0) };
    let booths = crate::stands::booths(&found);
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(fair.id));
    let taken = of_fair.clone().filter(application::Column::State.is_in(ApplicationState::TAKING_PART)).all(&**tx).await?;
    let mut placed: Vec<Guest> = taken.iter().map(crate::stands::guest).collect();
    let waiting = of_fair.filter(application::Column::State.eq(ApplicationState::Waitlisted)).order_by_asc(application::Column::Position);
    let terms = crate::reads::terms(&**tx, fair.id).await?;
    let mut accepted = 0;
    for row in waiting.order_by_asc(application::Column::Id).all(&**tx).await? {
        placed.push(crate::stands::guest(&row));
        let (known, _) = crate::applying::applicant(ctx, &**tx, row.family_id).await?;
        if !placing::all_fit(&placed, &booths) || crate::application::unmet(fair, &terms, &known).is_some() {
            placed.pop();
            continue;
        }
        accept(tx, ctx, fair, row, today).await?;
        accepted += 1;
    }
    Ok(accepted)
}

/// Accepts one, who has some days to say that it comes; not longer than until the day before the fair.
pub(crate) async fn accept(
    tx: &Tx,
    ctx: &Ctx,
    fair: &fair::Model,
    row: application::Model,
    today: chrono::NaiveDate,
) -> Result<(), AppError> {
    let last = today.checked_add_days(chrono::Days::new(ANSWER_DAYS)).unwrap_or(today).to_string();
    let eve = fair.starts_on.parse::<chrono::NaiveDate>().ok().and_then(|day| day.pred_opt()).unwrap_or(today).to_string();
    let last = last.min(eve);
    let (id, applicant) = (row.id, row.applicant_id);
    let row = moved(tx, ctx, row, ApplicationMove::Accept).await?;
    let mut row = row.into_active_model();
    row.answer_by = Set(Some(last.clone()));
    row.update(&**tx).await?;
    let notice = Notice::FairAccepted { title: fair.name_ar.clone(), until: last };
    tell(tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await
}

/// What the calendar does: who did not say in time that it comes loses the booth to who waits. Gives how many.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now).to_string();
    let late = application::Entity::find()
        .filter(application::Column::State.eq(ApplicationState::Accepted))
        .filter(application::Column::AnswerBy.lt(&today));
    let mut ended = 0;
    for known in late.order_by_asc(application::Column::FairId).all(ctx.db.read()).await? {
        let tx = ctx.begin().await?;
        let fair = locked(&tx, known.fair_id).await?;
        let found = application::Entity::find_by_id(known.id).one(&*tx).await?;
        let late = |row: &application::Model| row.state == ApplicationState::Accepted && row.answer_by == known.answer_by;
        let Some(found) = found.filter(late).filter(|_| fair.state != FairState::Cancelled) else { continue };
        let (id, applicant) = (found.id, found.applicant_id);
        moved(&tx, ctx, found, ApplicationMove::Expire).await?;
        tell(&tx, ctx, applicant, &Notice::FairAnswerOver { title: fair.name_ar.clone() }, &format!("/me/fairs/{id}")).await?;
        fill(&tx, ctx, &fair).await?;
        tx.commit().await?;
        ended += 1;
    }
    Ok(ended)
}

/// A family leaves: its applications are taken back, and no words of it stay.
pub async fn forget(tx: &Tx, ctx: &Ctx, family: FamilyId) -> Result<(), AppError> {
    let rows = application::Entity::find().filter(application::Column::FamilyId.eq(family)).order_by_asc(application::Column::FairId);
    for known in rows.all(&**tx).await? {
        let fair = locked(tx, known.fair_id).await?;
        let found = application::Entity::find_by_id(known.id).one(&**tx).await?.ok_or(AppError::NotFound)?;
        if found.state == ApplicationState::Draft {
            erase(tx, found.id).await?;
            continue;
        }
        for sql in [
            "UPDATE fair_attendant SET name = '' WHERE application_id = $1",
            "UPDATE fair_objection SET words = '', reason = '' WHERE application_id = $1",
            "UPDATE fair_settlement SET words = '', signed_by = '' WHERE application_id = $1",
            "UPDATE fair_review SET words = '' WHERE application_id = $1",
        ] {
            tx.run(sql, vec![found.id.into()]).await?;
        }
        cases::committee::forget(tx, crate::KIND, &[found.id.0]).await?;
        // What it left at a fair is accounted for still.
        let held = settles_instead(&fair, found.state) || has_goods(&**tx, found.id).await?;
        let state = step(found.state, ApplicationMove::Withdraw).filter(|_| !held);
        let freed = ApplicationState::TAKING_PART.contains(&found.state);
        let mut row = found.clone().into_active_model();
        row.words = Set(String::new());
        row.reason = Set(String::new());
        row.passport_until = Set(None);
        row.state = Set(state.unwrap_or(found.state));
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        if freed && state.is_some() {
            crate::stands::leave(tx, known.id).await?;
            fill(tx, ctx, &fair).await?;
        }
    }
    Ok(())
}
