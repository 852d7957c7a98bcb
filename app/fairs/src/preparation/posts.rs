//! What forms of `preparation` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::applications::reads::names;
use crate::preparation::pages::checklist::Readiness;
use crate::preparation::pages::journeys::Journeys;
use crate::preparation::rules::RideKind;
use crate::preparation::{checklist, journeys, pages};
use crate::reads;
use crate::rules::application::ApplicationState;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};
use people::place;

type Key = Path<(String, i64)>;

pub(crate) async fn journey_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let journey = journeys::journey(ctx.db.read(), id).await?;
    let names = names(ctx, journey.guests.iter().map(|(guest, _)| guest.family).collect()).await?;
    let places = place::places(&ctx.db).await?;
    let page = Journeys { view, journey, names };
    Ok(pages::journeys::journey(ctx, &page, &places, filled).answering(filled).respond(ctx))
}

pub(crate) async fn readiness_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let mut rows = checklist::of_fair(db, &view.fair).await?;
    let open = [ApplicationState::Confirmed, ApplicationState::BoothAllocated, ApplicationState::Ready];
    rows.retain(|(row, _)| open.contains(&row.state));
    let names = names(ctx, rows.iter().map(|(row, _)| row.family).collect()).await?;
    let page = Readiness { rows, names, reminded: checklist::reminded_today(ctx, db, id).await?, view };
    Ok(pages::checklist::readiness(ctx, &page, filled).answering(filled).respond(ctx))
}

pub(crate) async fn remind(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairId(id);
    match checklist::remind(&ctx, id).await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/readiness"), Done::Reminded)),
        Err(AppError::Invalid(errors)) => readiness_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn change_journey(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let changed = async {
        match act {
            "add" => {
                let mut check = Check::new(&form);
                let kind = check.choice("kind", RideKind::from_code).unwrap_or(RideKind::Bus);
                let title = check.needed_line("title", 2, 60);
                let capacity = check.needed_number("capacity", 1, 500);
                check.done()?;
                journeys::add_ride(&ctx, id, kind, title, capacity).await
            }
            "remove" => journeys::remove_ride(&ctx, id, form.get("ride").parse().map_err(|_| AppError::NotFound)?).await,
            "seat" => {
                let kind = RideKind::from_code(form.get("kind")).ok_or(AppError::NotFound)?;
                let key = form.get("application").parse::<FairApplicationId>().map_err(|_| AppError::NotFound)?;
                let to = match form.get(&format!("{}_{key}", kind.code())) {
                    "" => None,
                    typed => Some(typed.parse().map_err(|_| AppError::NotFound)?),
                };
                journeys::seat(&ctx, id, key, kind, to).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/journey"), Done::Saved)),
        Err(AppError::Invalid(errors)) => journey_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
