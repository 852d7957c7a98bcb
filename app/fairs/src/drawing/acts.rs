//! What an officer draws in a hall: booths (جناح) on a grid of metres, aisles, entrances and zones of crafts. Places count from one
//! at the left and at the top for people, and from nought in the database.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use crate::acts::record;
use crate::applications;
use crate::drawing::refusals;
use crate::drawing::types::{BoothForm, PartForm, RowForm, Way};
use crate::entity::{fair, given_booth};
use crate::hall::entity::{booth, hall, part};
use crate::hall::reads::of;
use crate::hall::rules::{PartKind, natural};
use crate::hall::types::{Area, Booth, Hall};
use crate::reach::{in_reach, in_reach_now};
use crate::rules::FairState;
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{BoothId, FairId, HallPartId};
use people::media;
use people::media::NewMedia;

/// Booths that a hall has room for in the plan.
pub const MOST_BOOTHS: u64 = 600;

/// A fair whose hall can still be drawn, held until the transaction ends.
async fn drawable(tx: &Tx, ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    open(&in_reach(tx, ctx, id).await?)
}

fn open(fair: &fair::Model) -> Result<(), AppError> {
    if matches!(fair.state, FairState::Closed | FairState::Settled | FairState::Cancelled) {
        return Err(Reason::NOT_NOW.into());
    }
    Ok(())
}

async fn drawn(tx: &Tx, id: FairId) -> Result<Hall, AppError> {
    of(&**tx, id).await?.ok_or(AppError::NotFound)
}

/// Booths were added, or give other things than before: there may be one for who waits.
async fn more_room(tx: Tx, ctx: &Ctx, id: FairId, details: String) -> Result<(), AppError> {
    let fair = crate::reach::locked(&tx, id).await?;
    applications::waiting::fill(&tx, ctx, &fair).await?;
    changed(tx, ctx, id, details).await
}

async fn changed(tx: Tx, ctx: &Ctx, id: FairId, details: String) -> Result<(), AppError> {
    record(&tx, ctx, "fair.hall", id, details).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}

/// Sets the size of a hall in metres; what stands in it stays inside.
pub async fn set_size(ctx: &Ctx, id: FairId, width: i64, height: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let known = of(&*tx, id).await?;
    if let Some(known) = &known {
        let areas = known.booths.iter().map(|booth| booth.area).chain(known.parts.iter().map(|part| part.area));
        let (right, bottom) = areas.fold((0, 0), |(right, bottom), area| (right.max(area.right()), bottom.max(area.bottom())));
        let mut errors = FieldErrors::default();
        for (field, size, least) in [("width", width, right), ("height", height, bottom)] {
            if size < least {
                errors.add(field, Problem::OutOfRange(least, 100));
            }
        }
        if !errors.0.is_empty() {
            return Err(errors.into());
        }
    }
    let picture = known.as_ref().and_then(|known| known.picture);
    let row = hall::ActiveModel { fair_id: Set(id), width: Set(width), height: Set(height), picture_id: Set(picture) };
    if known.is_some() {
        row.update(&*tx).await?
    } else {
        row.insert(&*tx).await?
    };
    changed(tx, ctx, id, format!("{width} × {height}")).await
}

/// Whether somebody may give a hall a picture; asked before any byte is read.
pub async fn may_set_picture(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    open(&in_reach_now(ctx, id).await?)?;
    of(ctx.db.read(), id).await?.ok_or(AppError::NotFound).map(|_| ())
}

/// Gives a hall the picture of its place as a background; or takes it away.
pub async fn set_picture(ctx: &Ctx, id: FairId, picture: Option<NewMedia>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    drawn(&tx, id).await?;
    let key = match picture {
        Some(new) => {
            let key = media::add(&tx, ctx, None, new).await?;
            media::make_public(&tx, ctx, vec![key]).await?;
            Some(key)
        }
        None => None,
    };
    let row = hall::ActiveModel { fair_id: Unchanged(id), picture_id: Set(key), ..Default::default() };
    row.update(&*tx).await?;
    changed(tx, ctx, id, "picture".to_owned()).await
}

/// What is wrong with the place of something in a hall, by the fields of its form: from the left, from the top.
fn outside(found: &Hall, area: Area, [left, top]: [&str; 2]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if area.right() > found.width {
        errors.add(left, refusals::OUTSIDE_HALL);
    }
    if area.bottom() > found.height {
        errors.add(top, refusals::OUTSIDE_HALL);
    }
    errors
}

/// The same for a booth, which meets no other one.
fn misplaced(found: &Hall, own: Option<BoothId>, area: Area) -> FieldErrors {
    let mut errors = outside(found, area, ["x", "y"]);
    let other = found.booths.iter().find(|booth| Some(booth.id) != own && booth.area.meets(area));
    if let Some(other) = other {
        errors.add("x", refusals::booths_meet(&other.number));
    }
    errors
}

/// What the schema refuses, in words: somebody else drew there a moment before.
fn refused(error: DbErr, field: &str) -> AppError {
    if ground::error::unique_violation(&error).is_some() {
        return FieldErrors::one("number", Problem::Twice).into();
    }
    if ground::error::breaks(&error, "booths_apart") {
        return FieldErrors::one(field, refusals::STANDS_THERE).into();
    }
    error.into()
}

fn area_of(form: &BoothForm) -> Area {
    let (width, height) = form.kind.size();
    Area { x: form.x, y: form.y, width, height }
}

fn row_of(id: FairId, form: BoothForm) -> booth::ActiveModel {
    let Area { x, y, width, height } = area_of(&form);
    booth::ActiveModel {
        fair_id: Set(id),
        number: Set(form.number),
        kind: Set(form.kind),
        x: Set(x),
        y: Set(y),
        width: Set(width),
        height: Set(height),
        power: Set(form.power),
        water: Set(form.water),
        accessible: Set(form.accessible),
        blocked: Set(form.blocked),
        ..Default::default()
    }
}

/// What is wrong with a booth as it is typed: it stands inside the hall, on no other one, with a number of its own.
fn wrong_with(found: &Hall, own: Option<BoothId>, form: &BoothForm) -> Result<(), AppError> {
    let mut errors = misplaced(found, own, area_of(form));
    if found.booths.iter().any(|booth| Some(booth.id) != own && booth.number == form.number) {
        errors.add("number", Problem::Twice);
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Saves a booth. What somebody was told of it, and what somebody needs, stays.
pub async fn save_booth(ctx: &Ctx, id: FairId, key: BoothId, form: BoothForm) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    let known = found.booths.iter().find(|booth| booth.id == key).ok_or(AppError::NotFound)?;
    let given = given_booth::Entity::find().filter(given_booth::Column::BoothId.eq(key)).one(&*tx).await?.is_some();
    if given && !same(known, &form) {
        return Err(refusals::BOOTH_GIVEN.into());
    }
    wrong_with(&found, Some(key), &form)?;
    let number = form.number.clone();
    let row = booth::ActiveModel { id: Set(key), ..row_of(id, form) };
    row.update(&*tx).await.map_err(|error| refused(error, "x"))?;
    more_room(tx, ctx, id, number).await
}

/// Whether a booth is typed as it is, wherever it stands.
fn same(known: &Booth, form: &BoothForm) -> bool {
    let as_known = (known.kind, known.power, known.water, known.accessible, known.blocked);
    known.number == form.number && as_known == (form.kind, form.power, form.water, form.accessible, form.blocked)
}

/// Moves a booth, as a hand on the plan does.
pub async fn move_booth(ctx: &Ctx, id: FairId, key: BoothId, x: i64, y: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    let known = found.booths.iter().find(|booth| booth.id == key).ok_or(AppError::NotFound)?;
    let errors = misplaced(&found, Some(key), Area { x, y, ..known.area });
    if x < 0 || y < 0 || !errors.0.is_empty() {
        return Err(crate::refusals::NO_ROOM.into());
    }
    let row = booth::ActiveModel { id: Unchanged(key), x: Set(x), y: Set(y), ..Default::default() };
    row.update(&*tx).await.map_err(|error| refused(error, "x"))?;
    changed(tx, ctx, id, known.number.clone()).await
}

/// Draws a row of booths, all or none.
pub async fn add_row(ctx: &Ctx, id: FairId, form: RowForm) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let mut found = drawn(&tx, id).await?;
    let (width, height) = form.first.kind.size();
    let (stem, first) = natural(&form.first.number);
    if found.booths.len() as u64 + u64::try_from(form.count).unwrap_or(0) > MOST_BOOTHS {
        return Err(FieldErrors::one("count", Problem::AtMost(usize::try_from(MOST_BOOTHS).unwrap_or(usize::MAX))).into());
    }
    for n in 0..form.count {
        let (x, y) = match form.way {
            Way::Across => (form.first.x + n * (width + form.gap), form.first.y),
            Way::Down => (form.first.x, form.first.y + n * (height + form.gap)),
        };
        let number = format!("{stem}{}", first + u64::try_from(n).unwrap_or(0));
        let one = BoothForm { number, x, y, ..form.first.clone() };
        wrong_with(&found, None, &one)?;
        let row = row_of(id, one).insert(&*tx).await.map_err(|error| refused(error, "x"))?;
        found.booths.push(Booth::from(row));
    }
    more_room(tx, ctx, id, format!("{} booths", form.count)).await
}

/// Takes a booth out of the plan.
pub async fn remove_booth(ctx: &Ctx, id: FairId, key: BoothId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    // Nothing of this hall, or gone already: nothing is done, and nothing written down.
    if booth::Entity::find_by_id(key).filter(booth::Column::FairId.eq(id)).one(&*tx).await?.is_none() {
        return Ok(());
    }
    if given_booth::Entity::find().filter(given_booth::Column::BoothId.eq(key)).one(&*tx).await?.is_some() {
        return Err(refusals::BOOTH_GIVEN.into());
    }
    booth::Entity::delete_by_id(key).exec(&*tx).await?;
    changed(tx, ctx, id, format!("without {key}")).await
}

/// Draws an aisle, an entrance or a zone.
pub async fn add_part(ctx: &Ctx, id: FairId, form: PartForm) -> Result<(), AppError> {
    const MOST: u64 = 100;
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    let errors = outside(&found, form.area, ["part_x", "part_y"]);
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    if part::Entity::find().filter(part::Column::FairId.eq(id)).count(&*tx).await? >= MOST {
        return Err(crate::refusals::NO_ROOM.into());
    }
    // The same form sent twice draws one.
    if found.parts.iter().any(|part| part.kind == form.kind && part.area == form.area) {
        return Ok(());
    }
    let details = form.kind.code().to_owned();
    let row = part::ActiveModel {
        fair_id: Set(id),
        kind: Set(form.kind),
        title: Set(form.title),
        craft: Set(form.craft.filter(|_| form.kind == PartKind::Zone)),
        x: Set(form.area.x),
        y: Set(form.area.y),
        width: Set(form.area.width),
        height: Set(form.area.height),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    changed(tx, ctx, id, details).await
}

/// Takes a part out of the plan.
pub async fn remove_part(ctx: &Ctx, id: FairId, key: HallPartId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let gone = part::Entity::delete_many().filter(part::Column::Id.eq(key)).filter(part::Column::FairId.eq(id)).exec(&*tx).await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    changed(tx, ctx, id, format!("without {key}")).await
}
