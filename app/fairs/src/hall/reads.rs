//! A hall as it was drawn, and the booths in it that can be given.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::hall::entity::{booth, hall, part};
use crate::hall::placing;
use crate::hall::rules::{PartKind, natural};
use crate::hall::types::{Booth, Hall, Part};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::FairId;
use people::media;
use people::media::Photo;

/// Booths that can be given.
pub(crate) async fn room<C: ConnectionTrait>(db: &C, id: FairId) -> Result<u64, AppError> {
    let free = booth::Entity::find().filter(booth::Column::FairId.eq(id)).filter(booth::Column::Blocked.eq(false));
    Ok(free.count(db).await?)
}

/// The hall of a fair, if it was drawn.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Option<Hall>, AppError> {
    let Some(row) = hall::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let booths = booth::Entity::find().filter(booth::Column::FairId.eq(id)).order_by_asc(booth::Column::Id).all(db).await?;
    let mut booths: Vec<Booth> = booths.into_iter().map(Booth::from).collect();
    booths.sort_by_cached_key(|booth| natural(&booth.number));
    let parts = part::Entity::find().filter(part::Column::FairId.eq(id)).order_by_asc(part::Column::Id).all(db).await?;
    let parts = parts.into_iter().map(Part::from).collect();
    Ok(Some(Hall { width: row.width, height: row.height, picture: row.picture_id, booths, parts }))
}

/// The picture of a hall's place.
pub(crate) async fn picture(ctx: &Ctx, found: Option<&Hall>) -> Result<Option<Photo>, AppError> {
    let Some(id) = found.and_then(|found| found.picture) else { return Ok(None) };
    Ok(media::photos(ctx.db.read(), vec![id]).await?.remove(&id))
}

/// Booths that can be given, with the crafts of the zones in which their middle lies.
pub(crate) fn booths(found: &Hall) -> Vec<placing::Booth> {
    let zones = |booth: &Booth| -> BTreeSet<String> {
        let of = found.parts.iter().filter(|part| part.kind == PartKind::Zone && part.area.holds_middle_of(booth.area));
        of.filter_map(|part| part.craft.clone()).collect()
    };
    let free = found.booths.iter().filter(|booth| !booth.blocked);
    free.map(|booth| placing::Booth {
        key: booth.id.0,
        kind: booth.kind,
        area: (booth.area.x, booth.area.y, booth.area.width, booth.area.height),
        power: booth.power,
        water: booth.water,
        accessible: booth.accessible,
        zones: zones(booth),
    })
    .collect()
}
