//! What forms of `booths` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::booths::types::{Booths, Guest};
use crate::booths::{acts, pages};
use crate::types::DeskFair;
use crate::words::named;
use crate::{applications, booths, hall, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Filled, Form};
use ground::ids::{FairApplicationId, FairId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};

type Key = Path<(String, i64)>;

pub(crate) async fn booths_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let DeskFair { fair, reached } = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let hall = hall::reads::of(db, id).await?;
    let picture = hall::reads::picture(ctx, hall.as_ref()).await?;
    let guests = applications::reads::guests_of(db, id).await?;
    let names = applications::reads::names(ctx, guests.iter().map(|one| one.family).collect()).await?;
    let guests = guests.into_iter().map(|application| Guest { name: named(ctx.l, &names, application.family), application }).collect();
    let (given, made) = (booths::reads::of(db, id).await?, booths::reads::made(db, id).await?);
    let page = Booths { fair, reached, hall, picture, guests, given, made };
    Ok(pages::booths::booths(ctx, &page, filled).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let changed = match act {
        "allocate" => acts::allocate(&ctx, id).await,
        "take-over" => acts::take_over(&ctx, id).await,
        _ => return Err(AppError::NotFound),
    };
    match changed.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/booths"), Done::Saved)),
        Err(AppError::Invalid(errors)) => booths_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

type One = Path<(String, i64, i64)>;

pub(crate) async fn one_again(ctx: &Ctx, id: FairId, key: FairApplicationId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let guests = applications::reads::guests_of(db, id).await?;
    let application = guests.into_iter().find(|one| one.id == key).ok_or(AppError::NotFound)?;
    let name = named(ctx.l, &applications::reads::names(ctx, vec![application.family]).await?, application.family);
    let hall = hall::reads::of(db, id).await?.ok_or(AppError::NotFound)?;
    let given = booths::reads::of(db, id).await?;
    let guest = Guest { application, name };
    Ok(pages::booths::booth(ctx, &view.fair, &guest, &hall, &given, filled).answering(filled).respond(ctx))
}

pub(crate) async fn give(ctx: Ctx, Path((_, fair, key)): One, form: Form) -> Answer {
    let (id, key) = (FairId(fair), FairApplicationId(key));
    let field = format!("booth_{key}");
    let given = async {
        let booth = match form.get(&field) {
            "" => None,
            typed => Some(typed.parse().map_err(|_| FieldErrors::one(&field, Problem::NotAChoice))?),
        };
        acts::give(&ctx, id, key, booth).await
    };
    match given.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/booths"), Done::Saved)),
        Err(AppError::Invalid(errors)) => one_again(&ctx, id, key, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
