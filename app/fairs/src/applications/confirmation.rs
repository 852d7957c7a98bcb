//! What follows on the results: a family says that it comes, or takes its application back.

use cases::committee::SittingKind;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::acts::record;
use crate::applications;
use crate::applications::reach::own;
use crate::applications::reads::has_goods;
use crate::applications::rules::{may_withdraw, settles_instead};
use crate::applications::waiting::{fill, moved};
use crate::entity::{application, fair, given_booth};
use crate::hall;
use crate::notices::Notice;
use crate::plan::calendar;
use crate::reach::locked;
use crate::rules::FairState;
use crate::rules::application::{ApplicationMove, ApplicationState};
use crate::types::{Application, Fair};
use crate::words::at;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId, FamilyId};
use ground::states::States;
use people::notifications::{tell, tell_inviting};

/// One's own family says that it comes.
pub async fn confirm(ctx: &Ctx, id: FairApplicationId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let (fair, found) = own(&tx, ctx, id).await?;
    if found.state == ApplicationState::Confirmed {
        return Ok(());
    }
    if fair.state == FairState::Cancelled {
        return Err(Reason::NOT_NOW.into());
    }
    // From its first day on nobody comes any more.
    if !matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) {
        return Err(training::OFFER_OVER.into());
    }
    if found.answer_by.is_some_and(|last| last < day_in_tripoli(ctx.now)) {
        return Err(training::OFFER_OVER.into());
    }
    moved(&tx, ctx, found, ApplicationMove::Confirm).await?;
    record(&tx, ctx, "fair.confirm", fair.id, id.to_string()).await?;
    Ok(tx.commit().await?)
}

/// The same for a fair, if one's own family was accepted.
pub async fn confirm_any(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    match applications::reads::mine(ctx).await?.into_iter().find(|(row, fair)| fair.id == id && row.state == ApplicationState::Accepted) {
        Some((row, _)) => confirm(ctx, row.id).await,
        None => Ok(()),
    }
}

/// One's own family takes its application back, as long as the fair is not over; its booth goes to who waits. A draft is gone.
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
    if !may_withdraw(&Fair::from(&fair), state, day_in_tripoli(ctx.now)) || has_goods(&*tx, id).await? {
        return Err(Reason::NOT_NOW.into());
    }
    let proposed = Application::from(&found).proposed_refusal().is_some();
    let row = moved(&tx, ctx, found, ApplicationMove::Withdraw).await?;
    if proposed {
        // Nobody confirmed it, and nobody will.
        let mut row = row.into_active_model();
        row.reason = Set(String::new());
        row.update(&*tx).await?;
    }
    record(&tx, ctx, "fair.withdraw", fair.id, id.to_string()).await?;
    if ApplicationState::TAKING_PART.contains(&state) {
        let places = people::place::places(&ctx.db).await?;
        let seen = Fair::from(&fair);
        let out = |l, to: &str| Some(calendar::cancellation(l, &ctx.site, &seen, &at(l, &seen, &places), to));
        let notice = Notice::FairWithdrawn { title: fair.name_ar.clone() };
        tell_inviting(&tx, ctx, applicant, &notice, &format!("/me/fairs/{id}"), out).await?;
        leave(&tx, id).await?;
        fill(&tx, ctx, &fair).await?;
    }
    Ok(tx.commit().await?)
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

/// What the calendar does: answers that did not come in time end, and with the first day everything that waits. Gives how many.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    Ok(late(ctx).await? + begun(ctx).await?)
}

/// On its first day a fair takes nobody any more: who did not answer, who waits and who has no booth is out.
async fn begun(ctx: &Ctx) -> Result<usize, AppError> {
    let began = [FairState::Running, FairState::Closed, FairState::Settled];
    let open = [ApplicationState::Accepted, ApplicationState::Waitlisted, ApplicationState::Confirmed];
    let fairs = fair::Entity::find().select_only().column(fair::Column::Id).filter(fair::Column::State.is_in(began)).into_query();
    let waiting = application::Entity::find()
        .filter(application::Column::State.is_in(open))
        .filter(application::Column::FairId.in_subquery(fairs))
        .order_by_asc(application::Column::FairId);
    let mut ended = 0;
    for known in waiting.all(ctx.db.read()).await? {
        let tx = ctx.begin().await?;
        let held = locked(&tx, known.fair_id).await?;
        let found = application::Entity::find_by_id(known.id).one(&*tx).await?.filter(|row| row.state == known.state);
        let Some(found) = found.filter(|_| began.contains(&held.state)) else { continue };
        let title = held.name_ar.clone();
        let (by, notice) = match (found.state, booth_of(&tx, &found).await?) {
            // Given, and nobody took the last change over: it is its booth all the same.
            (ApplicationState::Confirmed, Some(number)) => (ApplicationMove::Allocate, Notice::FairBooth { title, number }),
            (ApplicationState::Accepted, _) => (ApplicationMove::Expire, Notice::FairAnswerOver { title }),
            _ => (ApplicationMove::PassOver, Notice::FairNotPlaced { title }),
        };
        let (id, applicant) = (found.id, found.applicant_id);
        moved(&tx, ctx, found, by).await?;
        // Nobody hears today of a fair that is long over.
        if held.ends_on >= day_in_tripoli(ctx.now) {
            tell(&tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await?;
        }
        tx.commit().await?;
        ended += 1;
    }
    Ok(ended)
}

/// The number of the booth that was given to an application.
async fn booth_of(tx: &Tx, row: &application::Model) -> Result<Option<String>, AppError> {
    let Some(given) = given_booth::Entity::find_by_id(row.id).one(&**tx).await? else { return Ok(None) };
    let drawn = hall::reads::of(&**tx, row.fair_id).await?;
    Ok(drawn.and_then(|hall| hall.booths.into_iter().find(|booth| booth.id == given.booth_id)).map(|booth| booth.number))
}

/// Who did not say in time that it comes loses the booth to who waits.
async fn late(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    let late = application::Entity::find()
        .filter(application::Column::State.eq(ApplicationState::Accepted))
        .filter(application::Column::AnswerBy.lt(today));
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
            "UPDATE fair_settlement SET words = '', signed_by = '' WHERE application_id = $1",
            "UPDATE fair_review SET words = '' WHERE application_id = $1",
        ] {
            tx.run(sql, vec![found.id.into()]).await?;
        }
        cases::committee::forget(tx, SittingKind::Fair, &[found.id.0]).await?;
        // What it left at a fair is accounted for still.
        let held = settles_instead(fair.state, found.state) || has_goods(&**tx, found.id).await?;
        let state = found.state.step(ApplicationMove::Withdraw).ok().filter(|_| !held);
        let freed = ApplicationState::TAKING_PART.contains(&found.state);
        let mut row = found.clone().into_active_model();
        row.words = Set(String::new());
        row.reason = Set(String::new());
        row.passport_until = Set(None);
        if let Some(state) = state {
            row.state = state.set();
        }
        row.changed_at = Set(ctx.now);
        row.update(&**tx).await?;
        if freed && state.is_some() {
            leave(tx, known.id).await?;
            fill(tx, ctx, &fair).await?;
        }
    }
    Ok(())
}

/// Somebody leaves the fair: the booth is free.
pub(crate) async fn leave(tx: &Tx, application: FairApplicationId) -> Result<(), AppError> {
    given_booth::Entity::delete_by_id(application).exec(&**tx).await?;
    tx.run("DELETE FROM fair_rider WHERE application_id = $1", vec![application.into()]).await?;
    Ok(())
}
