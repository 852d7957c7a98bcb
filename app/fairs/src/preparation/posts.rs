//! Pages and posts of what has to be done before a fair.

use axum::extract::Path;

use crate::applications::reads::names;
use crate::preparation::rules::RideKind;
use crate::preparation::{checklist, journeys, pages};
use crate::reach::READERS;
use crate::reach::STAFF;
use crate::reads;
use crate::rules::application::ApplicationState;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId};
use ground::route::Access;
use ground::route::Entry;
use ground::route::post;
use ground::route::{Answer, get};
use ground::ui::{Done, done};
use people::place;

const PLANS: Access = Access::Staff(STAFF);
const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/readiness", READS, readiness),
        get("/desk/fairs/{fair}/journey", READS, journey),
        post("/desk/fairs/{fair}/journey", PLANS, change_journey),
    ]
}

type Key = Path<(String, i64)>;

async fn readiness(ctx: Ctx, Path((_, id)): Path<(String, i64)>) -> Answer {
    let view = reads::desk_fair(&ctx, FairId(id)).await?;
    let mut rows = checklist::of_fair(ctx.db.read(), &view.fair).await?;
    let open = [ApplicationState::Confirmed, ApplicationState::BoothAllocated, ApplicationState::Ready];
    rows.retain(|(row, _)| open.contains(&row.state));
    let names = names(&ctx, rows.iter().map(|(row, _)| row.family_id).collect()).await?;
    Ok(pages::checklist::readiness(&ctx, &view, &rows, &names).respond(&ctx))
}

async fn journey(ctx: Ctx, Path((_, id)): Key) -> Answer {
    journey_again(&ctx, FairId(id), &Filled::default()).await
}

async fn journey_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let found = journeys::journey(ctx.db.read(), id).await?;
    let names = names(ctx, found.guests.iter().map(|(row, _)| row.family_id).collect()).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::journeys::journey(ctx, &view, &found, &names, &places, filled).answering(filled).respond(ctx))
}

async fn change_journey(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairId(id);
    let changed = async {
        match form.get("do") {
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
