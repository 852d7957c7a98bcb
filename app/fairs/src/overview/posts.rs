//! What forms of `overview` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::applications;
use crate::applications::confirmation;
use crate::applications::pages::mine::Beside;
use crate::applications::posts::choices;
use crate::overview::{pages, reads};
use crate::preparation::checklist;
use crate::preparation::rules::Item;
use crate::record::feedback;
use crate::record::rules::Side;
use crate::selection::objections;
use ground::ctx::Ctx;
use ground::error::{AppError, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::FairApplicationId;
use ground::route::{Act, Answer};
use ground::ui::{Done, done, read_ratings};
use people::place;

type Key = Path<(String, i64)>;

pub(crate) async fn application_again(ctx: &Ctx, id: FairApplicationId, filled: &Filled) -> Answer {
    let whole = applications::reads::own_application(ctx, id).await?;
    let (cards, members) = choices(ctx, &whole).await?;
    let places = place::places(&ctx.db).await?;
    let beside = Beside { cards: &cards, members: &members, places: &places };
    let outlook = reads::outlook(ctx, &whole).await?;
    Ok(pages::application::application(ctx, &whole, &beside, &outlook, filled).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let here = format!("/me/fairs/{id}");
    let changed = match act {
        "send" => applications::acts::send(&ctx, id).await.map(|_| (here, Done::Applied)),
        "confirm" => confirmation::confirm(&ctx, id).await.map(|()| (here, Done::Going)),
        "withdraw" => withdrawn(&ctx, id, here).await,
        "ready" => ticked(&ctx, id, &form).await.map(|()| (here, Done::Packed)),
        "feedback" => said(&ctx, id, &form).await.map(|()| (here, Done::Said)),
        _ => return Err(AppError::NotFound),
    };
    match changed.map_err(kept) {
        Ok((path, what)) => Ok(done(&ctx, &path, what)),
        Err(AppError::Invalid(errors)) => application_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// A draft is gone when it is taken back, and its page with it.
async fn withdrawn(ctx: &Ctx, id: FairApplicationId, here: String) -> Result<(String, Done), AppError> {
    confirmation::withdraw(ctx, id).await?;
    match applications::reads::own_application(ctx, id).await {
        Ok(_) => Ok((here, Done::Withdrawn)),
        Err(AppError::NotFound) => Ok(("/me/fairs".to_owned(), Done::Removed)),
        Err(error) => Err(error),
    }
}

async fn ticked(ctx: &Ctx, id: FairApplicationId, form: &Form) -> Result<(), AppError> {
    let done: Option<Vec<Item>> = form.all("done").map(Item::from_code).collect();
    checklist::note(ctx, id, &done.ok_or(AppError::NotFound)?).await
}

async fn said(ctx: &Ctx, id: FairApplicationId, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    let ratings = read_ratings(&mut check, Side::Family.asked());
    let words = check.lines("said", 1_000);
    check.done()?;
    feedback::of_family(ctx, id, ratings, words).await
}

pub(crate) async fn object(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let made = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("objection", 10, 1_000);
        check.done()?;
        objections::object(&ctx, id, &words).await
    };
    match made.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/fairs/{id}"), Done::Objected)),
        Err(AppError::Invalid(errors)) => application_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
