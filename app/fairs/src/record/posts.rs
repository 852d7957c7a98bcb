//! What forms of `record` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::reads;
use crate::record::rules::{Side, open_to_visitors};
use crate::record::types::Kept;
use crate::record::{feedback, files, pages, photos};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, FieldErrors, kept as keep};
use ground::form::{Check, Filled, Form};
use ground::ids::FairId;
use ground::route::{Act, Answer};
use ground::ui::{Done, done, read_ratings};
use people::accounts;

type Slug = Path<(String, String)>;

pub(crate) async fn ask_again(ctx: &Ctx, slug: &str, key: &str, filled: &Filled) -> Answer {
    let fair = reads::fair(ctx, slug).await?;
    if !open_to_visitors(&fair, day_in_tripoli(ctx.now)) {
        return Err(AppError::NotFound);
    }
    Ok(pages::feedback::of_visitor(ctx, &fair, key, filled).answering(filled).respond(ctx))
}

pub(crate) async fn answer(ctx: Ctx, Path((_, slug)): Slug, form: Form) -> Answer {
    /// Answers from one address within a quarter of an hour: people in a hall share one.
    const MOST_ANSWERS: i64 = 60;
    let said = async {
        let mut check = Check::new(&form);
        let ratings = read_ratings(&mut check, Side::Visitor.asked());
        let words = check.lines("said", 1_000);
        check.done()?;
        accounts::limit(&ctx, "said", "fair", MOST_ANSWERS).await?;
        feedback::of_visitor(&ctx, &slug, form.get("key"), ratings, words).await
    };
    match said.await.map_err(keep) {
        Ok(()) => Ok(done(&ctx, &format!("/fairs/{slug}/feedback"), Done::Sent)),
        Err(AppError::Invalid(errors)) => {
            let key = form.get("key").to_owned();
            ask_again(&ctx, &slug, &key, &Filled::wrong(form, errors)).await
        }
        Err(error) => Err(error),
    }
}

type Key = Path<(String, i64)>;

pub(crate) async fn kept_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let kept = Kept { files: files::files_of(db, id).await?, photos: photos::photos_of(db, id).await? };
    Ok(pages::files::kept(ctx, &view, &kept, filled).answering(filled).respond(ctx))
}

/// The same page with what is wrong with a file that was sent.
pub async fn files_with(ctx: &Ctx, id: FairId, form: Form, errors: FieldErrors) -> Answer {
    kept_again(ctx, id, &Filled::wrong(form, errors)).await
}

pub(crate) async fn remove(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let key = form.get("key").parse::<i64>().map_err(|_| AppError::NotFound)?;
    match act {
        "remove-file" => files::remove_file(&ctx, id, key).await?,
        "remove-photo" => photos::remove_photo(&ctx, id, key).await?,
        _ => return Err(AppError::NotFound),
    }
    Ok(done(&ctx, &format!("/desk/fairs/{id}/files"), Done::Saved))
}
