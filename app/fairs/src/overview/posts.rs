//! Pages that show what every sub-area knows: one fair for everyone, one application for its family.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::applications::confirmation;
use crate::applications::pages::mine::Beside;
use crate::applications::posts::choices;
use crate::days::goods::account;
use crate::overview::pages;
use crate::overview::pages::application::Outlook;
use crate::overview::pages::fair::After;
use crate::plan::calendar;
use crate::preparation::checklist;
use crate::preparation::rules::Item;
use crate::record::rules::Side;
use crate::record::{feedback, photos, report};
use crate::rules::FairState;
use crate::selection::{objections, proposal};
use crate::{applications, booths, plan, reads, words};
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::FairApplicationId;
use ground::route::Access;
use ground::route::Entry;
use ground::route::post;
use ground::route::{Answer, get};
use ground::ui::{Done, done, read_ratings};
use people::{crafts, place};

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}", Access::Public, fair),
        get("/me/fairs/{application}", Access::SignedIn, show),
        post("/me/fairs/{application}", Access::SignedIn, change),
        post("/me/fairs/{application}/objection", Access::SignedIn, object),
    ]
}

type Key = Path<(String, i64)>;

/// The page of a fair, or its calendar at the same address with `.ics`.
async fn fair(ctx: Ctx, Path((_, slug)): Path<(String, String)>) -> Answer {
    let places = place::places(&ctx.db).await?;
    if let Some(slug) = slug.strip_suffix(".ics") {
        let fair = reads::fair(&ctx, slug).await?;
        let text = calendar::of_fair(&ctx, &fair, &words::at(ctx.l, &fair, &places));
        let head = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
        return Ok((head, text).into_response());
    }
    let fair = reads::fair(&ctx, &slug).await?;
    let (db, crafts) = (ctx.db.read(), crafts::crafts(&ctx.db).await?);
    // Each state asks only for what it shows.
    let called = matches!(fair.state, FairState::CallOpen | FairState::CallClosed | FairState::Reviewing);
    let began = matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled);
    let terms = if called { plan::reads::terms(db, fair.id).await? } else { plan::rules::Terms::default() };
    let guided = (began || fair.state == FairState::SetUp) && booths::reads::guided(db, fair.id).await?;
    let order = plan::reads::published(&ctx, &fair).await?;
    let photos = if began { photos::photos_of(db, fair.id).await? } else { Vec::new() };
    let photos = photos.into_iter().map(|(_, photo)| photo).collect();
    let after = After { photos, went: report::went_to(db, &fair).await? };
    Ok(pages::fair::fair(&ctx, &fair, &terms, (&order, guided), &after, &places, &crafts).respond(&ctx))
}

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    application_again(&ctx, FairApplicationId(id), &Filled::default()).await
}

pub(crate) async fn application_again(ctx: &Ctx, id: FairApplicationId, filled: &Filled) -> Answer {
    let whole = applications::reads::own_application(ctx, id).await?;
    let (cards, members) = choices(ctx, &whole).await?;
    let places = place::places(&ctx.db).await?;
    let beside = Beside { cards: &cards, members: &members, places: &places };
    let db = ctx.db.read();
    let outlook = Outlook {
        came: proposal::outcome(ctx, &whole).await?,
        objected: objections::of(db, id).await?,
        booth: booths::reads::number_of(db, &whole.application).await?,
        ready: checklist::of(db, &whole.fair, &whole.application).await?,
        goods: account(db, whole.fair.clone(), whole.application.clone()).await?.goods,
    };
    Ok(pages::application::application(ctx, &whole, &beside, &outlook, filled).answering(filled).respond(ctx))
}

async fn change(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let (changed, what) = match form.get("do") {
        "send" => (applications::acts::send(&ctx, id).await.map(|_| ()), Done::Sent),
        "confirm" => (confirmation::confirm(&ctx, id).await, Done::Saved),
        "withdraw" => (confirmation::withdraw(&ctx, id).await, Done::Saved),
        "ready" => (ticked(&ctx, id, &form).await, Done::Saved),
        "feedback" => (said(&ctx, id, &form).await, Done::Sent),
        _ => return Err(AppError::NotFound),
    };
    match changed.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/fairs/{id}"), what)),
        Err(AppError::Invalid(errors)) => application_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

async fn ticked(ctx: &Ctx, id: FairApplicationId, form: &Form) -> Result<(), AppError> {
    let done: Option<Vec<Item>> = form.all("done").map(Item::from_code).collect();
    checklist::note(ctx, id, &done.ok_or(AppError::NotFound)?).await
}

async fn said(ctx: &Ctx, id: FairApplicationId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let ratings = read_ratings(&mut check, Side::Family.questions());
    let words = check.lines("said", 1_000);
    check.done()?;
    feedback::of_family(ctx, id, ratings, words).await
}

async fn object(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let made = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("objection", 10, 1_000);
        check.done()?;
        objections::object(&ctx, id, &words).await
    };
    match made.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/fairs/{id}"), Done::Sent)),
        Err(AppError::Invalid(errors)) => application_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
