//! The plan of a hall: booths (جناح) on a grid of metres, aisles, entrances and zones of crafts. Places count from one at the
//! left and at the top for people, and from nought in the database.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use crate::acts::record;
use crate::applications;
use crate::entity::stand;
use crate::hall::entity::{booth, hall, part};
use crate::hall::reads::of;
use crate::hall::rules::{PartKind, natural};
use crate::hall::types::{BoothForm, Hall, PartForm, RowForm};
use crate::reach::in_reach;
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
    let fair = in_reach(tx, ctx, id).await?;
    if matches!(fair.state, FairState::Closed | FairState::Settled | FairState::Cancelled) {
        return Err(Reason::NotNow.into());
    }
    Ok(())
}

async fn drawn(tx: &Tx, id: FairId) -> Result<Hall, AppError> {
    of(&**tx, id).await?.ok_or(AppError::NotFound)
}

async fn changed(tx: Tx, ctx: &Ctx, id: FairId, details: String) -> Result<(), AppError> {
    // More booths are there for who waits.
    let fair = crate::reach::locked(&tx, id).await?;
    applications::waiting::fill(&tx, ctx, &fair).await?;
    record(&tx, ctx, "fair.hall", id, details).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

/// Sets the size of a hall in metres; what stands in it stays inside.
pub async fn set_size(ctx: &Ctx, id: FairId, width: i64, height: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let known = of(&*tx, id).await?;
    if let Some(known) = &known {
        let areas = known.booths.iter().map(|row| (row.x + row.width, row.y + row.height));
        let areas = areas.chain(known.parts.iter().map(|row| (row.x + row.width, row.y + row.height)));
        let (right, bottom) = areas.fold((0, 0), |(right, bottom), (x, y)| (right.max(x), bottom.max(y)));
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
    let picture = known.as_ref().and_then(|known| known.hall.picture_id);
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
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    drawn(&tx, id).await.map(|_| ())
}

/// Gives a hall the picture of its place as a background; or takes it away.
pub async fn set_picture(ctx: &Ctx, id: FairId, picture: Option<NewMedia>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let Hall { hall, .. } = drawn(&tx, id).await?;
    let key = match picture {
        Some(new) => {
            let key = media::add(&tx, ctx, None, new).await?;
            media::make_public(&tx, ctx, vec![key]).await?;
            Some(key)
        }
        None => None,
    };
    let mut row = hall.into_active_model();
    row.picture_id = Set(key);
    row.update(&*tx).await?;
    changed(tx, ctx, id, "picture".to_owned()).await
}

/// What is wrong with the place of something among the booths that stand, by the fields of its form.
fn misplaced(found: &Hall, own: Option<BoothId>, (x, y, width, height): (i64, i64, i64, i64), among: bool) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if x + width > found.hall.width {
        errors.add("x", Problem::OutsideHall);
    }
    if y + height > found.hall.height {
        errors.add("y", Problem::OutsideHall);
    }
    let beside = found.booths.iter().filter(|row| Some(row.id) != own);
    let meets = |row: &&booth::Model| row.x < x + width && x < row.x + row.width && row.y < y + height && y < row.y + row.height;
    if let Some(row) = beside.clone().find(meets).filter(|_| among) {
        errors.add("x", Problem::BoothsMeet(row.number.clone()));
    }
    errors
}

/// What the schema refuses, in words: somebody else drew there a moment before.
fn refused(error: DbErr, field: &str) -> AppError {
    if ground::error::unique_violation(&error).is_some() {
        return FieldErrors::one("number", Problem::Twice).into();
    }
    if error.to_string().contains("booths_apart") {
        return FieldErrors::one(field, Problem::BoothsMeet(String::new())).into();
    }
    error.into()
}

fn row_of(id: FairId, form: BoothForm) -> booth::ActiveModel {
    let (width, height) = form.kind.size();
    booth::ActiveModel {
        fair_id: Set(id),
        number: Set(form.number),
        kind: Set(form.kind),
        x: Set(form.x),
        y: Set(form.y),
        width: Set(width),
        height: Set(height),
        power: Set(form.power),
        water: Set(form.water),
        accessible: Set(form.accessible),
        blocked: Set(form.blocked),
        ..Default::default()
    }
}

/// Saves a booth, or a new one: inside the hall, on no other one, with a number of its own.
pub async fn save_booth(ctx: &Ctx, id: FairId, key: Option<BoothId>, form: BoothForm) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    if let Some(key) = key.filter(|key| !found.booths.iter().any(|row| row.id == *key)) {
        tracing::debug!(%key, "a booth of another hall");
        return Err(AppError::NotFound);
    }
    if let Some(key) = key {
        let stands = stand::Entity::find().filter(stand::Column::BoothId.eq(key)).one(&*tx).await?.is_some();
        let same = found.booths.iter().any(|row| {
            let as_typed = (row.kind, row.power, row.water, row.accessible, row.blocked);
            row.id == key && row.number == form.number && as_typed == (form.kind, form.power, form.water, form.accessible, form.blocked)
        });
        // What somebody was told, and what somebody needs, stays.
        if stands && !same {
            return Err(Reason::BoothGiven.into());
        }
    }
    let (width, height) = form.kind.size();
    let mut errors = misplaced(&found, key, (form.x, form.y, width, height), true);
    if found.booths.iter().any(|row| Some(row.id) != key && row.number == form.number) {
        errors.add("number", Problem::Twice);
    }
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    let number = form.number.clone();
    let mut row = row_of(id, form);
    let saved = match key {
        Some(key) => {
            row.id = Set(key);
            row.update(&*tx).await
        }
        None => row.insert(&*tx).await,
    };
    saved.map_err(|error| refused(error, "x"))?;
    changed(tx, ctx, id, number).await
}

/// Moves a booth, as a hand on the plan does.
pub async fn move_booth(ctx: &Ctx, id: FairId, key: BoothId, x: i64, y: i64) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    let row = found.booths.iter().find(|row| row.id == key).ok_or(AppError::NotFound)?;
    let errors = misplaced(&found, Some(key), (x, y, row.width, row.height), true);
    if x < 0 || y < 0 || !errors.0.is_empty() {
        return Err(Reason::NoRoom.into());
    }
    let number = row.number.clone();
    let mut row = row.clone().into_active_model();
    (row.x, row.y) = (Set(x), Set(y));
    row.update(&*tx).await.map_err(|error| refused(error, "x"))?;
    changed(tx, ctx, id, number).await
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
        let (x, y) = if form.down {
            (form.first.x, form.first.y + n * (height + form.gap))
        } else {
            (form.first.x + n * (width + form.gap), form.first.y)
        };
        let number = format!("{stem}{}", first + u64::try_from(n).unwrap_or(0));
        let mut errors = misplaced(&found, None, (x, y, width, height), true);
        if found.booths.iter().any(|row| row.number == number) {
            errors.add("number", Problem::Twice);
        }
        if !errors.0.is_empty() {
            return Err(errors.into());
        }
        let row = row_of(id, BoothForm { number, x, y, ..form.first.clone() });
        found.booths.push(row.insert(&*tx).await.map_err(|error| refused(error, "x"))?);
    }
    changed(tx, ctx, id, format!("{} booths", form.count)).await
}

/// Takes a booth out of the plan.
pub async fn remove_booth(ctx: &Ctx, id: FairId, key: BoothId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    if stand::Entity::find().filter(stand::Column::BoothId.eq(key)).one(&*tx).await?.is_some() {
        return Err(Reason::BoothGiven.into());
    }
    booth::Entity::delete_many().filter(booth::Column::Id.eq(key)).filter(booth::Column::FairId.eq(id)).exec(&*tx).await?;
    changed(tx, ctx, id, format!("without {key}")).await
}

/// Draws an aisle, an entrance or a zone.
pub async fn add_part(ctx: &Ctx, id: FairId, form: PartForm) -> Result<(), AppError> {
    const MOST: u64 = 100;
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    let found = drawn(&tx, id).await?;
    let errors = misplaced(&found, None, form.area, false);
    if !errors.0.is_empty() {
        return Err(errors.into());
    }
    if part::Entity::find().filter(part::Column::FairId.eq(id)).count(&*tx).await? >= MOST {
        return Err(Reason::NoRoom.into());
    }
    let (x, y, width, height) = form.area;
    // The same form sent twice draws one.
    let there = |row: &part::Model| row.kind == form.kind && (row.x, row.y, row.width, row.height) == form.area;
    if found.parts.iter().any(there) {
        return Ok(());
    }
    let details = form.kind.code().to_owned();
    let row = part::ActiveModel {
        fair_id: Set(id),
        kind: Set(form.kind),
        title: Set(form.title),
        craft: Set(form.craft.filter(|_| form.kind == PartKind::Zone)),
        x: Set(x),
        y: Set(y),
        width: Set(width),
        height: Set(height),
        ..Default::default()
    };
    row.insert(&*tx).await?;
    changed(tx, ctx, id, details).await
}

/// Takes a part out of the plan.
pub async fn remove_part(ctx: &Ctx, id: FairId, key: HallPartId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    drawable(&tx, ctx, id).await?;
    part::Entity::delete_many().filter(part::Column::Id.eq(key)).filter(part::Column::FairId.eq(id)).exec(&*tx).await?;
    changed(tx, ctx, id, format!("without {key}")).await
}

/// The plan of another fair, for a fair that has none yet.
pub(crate) async fn copy(tx: &Tx, from: FairId, to: FairId) -> Result<(), AppError> {
    let Some(Hall { hall, booths, parts }) = of(&**tx, from).await? else { return Ok(()) };
    let row = hall::ActiveModel { fair_id: Set(to), ..hall.into_active_model().reset_all() };
    hall::Entity::insert(row).exec_without_returning(&**tx).await?;
    for known in booths {
        let row = booth::ActiveModel { id: sea_orm::NotSet, fair_id: Set(to), ..known.into_active_model().reset_all() };
        booth::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for known in parts {
        let row = part::ActiveModel { id: sea_orm::NotSet, fair_id: Set(to), ..known.into_active_model().reset_all() };
        part::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
