//! What forms of `drawing` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::drawing::types::{BoothForm, HallPage, PartForm, RowForm, Way};
use crate::drawing::{acts, pages};
use crate::hall::rules::PartKind;
use crate::hall::types::{Area, Booth};
use crate::rules::application::BoothKind;
use crate::types::Fair;
use crate::{hall, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{BoothId, FairId};
use ground::route::{Act, Answer};
use ground::ui::{Done, done};
use people::crafts;

type Key = Path<(String, i64)>;

pub(crate) async fn hall_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let hall = hall::reads::of(ctx.db.read(), id).await?;
    let picture = hall::reads::picture(ctx, hall.as_ref()).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let page = HallPage { plans: view.reached && view.fair.state.plannable(), fair: view.fair, hall, picture };
    Ok(pages::hall::hall(ctx, &page, &crafts, filled).answering(filled).respond(ctx))
}

/// The plan again, with what is wrong with its picture.
pub async fn hall_with(ctx: &Ctx, id: FairId, errors: FieldErrors) -> Answer {
    hall_again(ctx, id, &Filled::wrong(Form::default(), errors)).await
}

/// A place as people count it, from one.
fn place(check: &mut Check<'_>, field: &str) -> i64 {
    check.needed_number(field, 1, 100) - 1
}

fn read_booth(check: &mut Check<'_>) -> BoothForm {
    BoothForm {
        number: check.needed_line("number", 1, 12),
        kind: check.choice("kind", BoothKind::from_code).unwrap_or(BoothKind::Small),
        x: place(check, "x"),
        y: place(check, "y"),
        power: check.flag("power"),
        water: check.flag("water"),
        accessible: check.flag("accessible"),
        blocked: check.flag("blocked"),
    }
}

async fn read_part(ctx: &Ctx, form: &Form) -> Result<PartForm, AppError> {
    let known = crafts::crafts(&ctx.db).await?;
    let mut check = Check::new(form);
    let kind = check.choice("part_kind", PartKind::from_code).unwrap_or(PartKind::Aisle);
    let title = check.line("title", 60);
    let craft = match form.get("craft") {
        "" => None,
        _ => check.choice("craft", |code| known.craft(code).map(|craft| craft.code.clone())),
    };
    let (x, y) = (place(&mut check, "part_x"), place(&mut check, "part_y"));
    let (width, height) = (check.needed_number("across", 1, 100), check.needed_number("downward", 1, 100));
    check.done()?;
    Ok(PartForm { kind, title, craft, area: Area { x, y, width, height } })
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let changed = async {
        match act {
            "size" => {
                let mut check = Check::new(&form);
                let (width, height) = (check.needed_number("width", 4, 100), check.needed_number("height", 4, 100));
                check.done()?;
                acts::set_size(&ctx, id, width, height).await
            }
            "row" => {
                let mut check = Check::new(&form);
                let first = read_booth(&mut check);
                let count = check.needed_number("count", 1, 60);
                let gap = check.number("gap", 0, 20).unwrap_or(0);
                let way = if check.flag("down") { Way::Down } else { Way::Across };
                check.done()?;
                acts::add_row(&ctx, id, RowForm { first, count, gap, way }).await
            }
            "move" => {
                let number = |field: &str| form.get(field).parse::<i64>().map_err(|_| AppError::NotFound);
                acts::move_booth(&ctx, id, BoothId(number("booth")?), number("x")?, number("y")?).await
            }
            "part" => acts::add_part(&ctx, id, read_part(&ctx, &form).await?).await,
            "remove-part" => acts::remove_part(&ctx, id, form.get("part").parse().map_err(|_| AppError::NotFound)?).await,
            "no-picture" => acts::set_picture(&ctx, id, None).await,
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/hall"), Done::Saved)),
        Err(AppError::Invalid(errors)) => hall_again(&ctx, id, &Filled::wrong(form, errors).of(act)).await,
        Err(error) => Err(error),
    }
}

type BoothKey = Path<(String, i64, i64)>;

pub(crate) async fn found(ctx: &Ctx, id: FairId, key: BoothId) -> Result<(Fair, Booth), AppError> {
    let view = reads::desk_fair(ctx, id).await?;
    let found = hall::reads::of(ctx.db.read(), id).await?.ok_or(AppError::NotFound)?;
    let booth = found.booths.into_iter().find(|booth| booth.id == key).ok_or(AppError::NotFound)?;
    Ok((view.fair, booth))
}

pub(crate) async fn change_booth(ctx: Ctx, Path((_, id, key)): BoothKey, act: Act, form: Form) -> Answer {
    let (id, key) = (FairId(id), BoothId(key));
    let saved = async {
        if act == "remove" {
            return acts::remove_booth(&ctx, id, key).await;
        }
        let mut check = Check::new(&form);
        let new = read_booth(&mut check);
        check.done()?;
        acts::save_booth(&ctx, id, key, new).await
    };
    match saved.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/hall"), Done::Saved)),
        Err(AppError::Invalid(errors)) => {
            let (fair, booth) = found(&ctx, id, key).await?;
            let filled = Filled::wrong(form, errors);
            Ok(pages::booth::booth(&ctx, &fair, &booth, &filled).answering(&filled).respond(&ctx))
        }
        Err(error) => Err(error),
    }
}
