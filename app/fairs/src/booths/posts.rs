//! What forms of `booths` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::booths::pages::booths::Stands;
use crate::booths::{acts, pages};
use crate::hall::posts::picture;
use crate::{applications, booths, entity, hall, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Filled, Form};
use ground::ids::{FairApplicationId, FairId, FamilyId};
use ground::route::Answer;
use ground::texts;
use ground::ui::{Done, done};
use market::families;

type Key = Path<(String, i64)>;

pub(crate) async fn stands_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let hall = hall::reads::of(db, id).await?;
    let picture = picture(ctx, hall.as_ref()).await?;
    let guests = applications::reads::guests_of(db, id).await?;
    let names = families::public_names(db, guests.iter().map(|row| row.family_id).collect(), ctx.now).await?;
    let named = |family: FamilyId| names.get(&family).map(|name| texts::pick(ctx.l, &name.ar, &name.en).to_owned()).unwrap_or_default();
    let page = Stands {
        reached: view.reached,
        hall,
        picture,
        guests: guests.into_iter().map(|row| (named(row.family_id), row)).map(|(name, row)| (row, name)).collect(),
        stands: booths::reads::of(db, id).await?,
        made: booths::reads::made(db, id).await?,
        fair: view.fair,
    };
    Ok(pages::booths::stands(ctx, &page, filled).answering(filled).respond(ctx))
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let id = FairId(id);
    let changed = match form.get("do") {
        "allocate" => acts::allocate(&ctx, id).await,
        "take_over" => acts::take_over(&ctx, id).await,
        _ => return Err(AppError::NotFound),
    };
    match changed.map_err(kept) {
        Ok(_) => Ok(done(&ctx, &format!("/desk/fairs/{id}/booths"), Done::Saved)),
        Err(AppError::Invalid(errors)) => stands_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

type One = Path<(String, i64, i64)>;

async fn found(
    ctx: &Ctx,
    id: FairId,
    key: FairApplicationId,
) -> Result<(entity::fair::Model, entity::application::Model, String), AppError> {
    let view = reads::desk_fair(ctx, id).await?;
    let row = applications::reads::guests_of(ctx.db.read(), id).await?.into_iter().find(|row| row.id == key).ok_or(AppError::NotFound)?;
    let names = families::public_names(ctx.db.read(), vec![row.family_id], ctx.now).await?;
    let name = names.get(&row.family_id).map(|name| texts::pick(ctx.l, &name.ar, &name.en).to_owned()).unwrap_or_default();
    Ok((view.fair, row, name))
}

pub(crate) async fn one_again(ctx: &Ctx, id: FairId, key: FairApplicationId, filled: &Filled) -> Answer {
    let (fair, row, name) = found(ctx, id, key).await?;
    let hall = hall::reads::of(ctx.db.read(), id).await?.ok_or(AppError::NotFound)?;
    let taken = booths::reads::of(ctx.db.read(), id).await?;
    Ok(pages::booths::stand(ctx, &fair, &row, &name, &hall, &taken, filled).answering(filled).respond(ctx))
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
