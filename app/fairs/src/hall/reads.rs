//! A hall as it was drawn, and the booths in it that can be given.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::hall::entity::{booth, hall, part};
use crate::hall::placing::Booth;
use crate::hall::rules::{PartKind, natural};
use crate::hall::types;
use crate::hall::types::Hall;
use ground::error::AppError;
use ground::ids::FairId;

/// Booths that can be given.
pub(crate) async fn room<C: sea_orm::ConnectionTrait>(db: &C, id: FairId) -> Result<u64, AppError> {
    let free = booth::Entity::find().filter(booth::Column::FairId.eq(id)).filter(booth::Column::Blocked.eq(false));
    Ok(free.count(db).await?)
}

/// The hall of a fair, if it was drawn.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Option<Hall>, AppError> {
    let Some(hall) = hall::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let mut booths = booth::Entity::find().filter(booth::Column::FairId.eq(id)).order_by_asc(booth::Column::Id).all(db).await?;
    booths.sort_by_key(|row| natural(&row.number));
    let parts = part::Entity::find().filter(part::Column::FairId.eq(id)).order_by_asc(part::Column::Id).all(db).await?;
    Ok(Some(Hall { hall, booths, parts }))
}

/// Booths that can be given, with the crafts of the zones in which their middle lies.
pub(crate) fn booths(found: &types::Hall) -> Vec<Booth> {
    let within = |row: &booth::Model, part: &crate::hall::entity::part::Model| {
        let (x, y) = (2 * row.x + row.width, 2 * row.y + row.height);
        (2 * part.x..=2 * (part.x + part.width)).contains(&x) && (2 * part.y..=2 * (part.y + part.height)).contains(&y)
    };
    let zones = |row: &booth::Model| -> BTreeSet<String> {
        let of = found.parts.iter().filter(|part| part.kind == PartKind::Zone && within(row, part));
        of.filter_map(|part| part.craft.clone()).collect()
    };
    let free = found.booths.iter().filter(|row| !row.blocked);
    free.map(|row| Booth {
        key: row.id.0,
        kind: row.kind,
        area: (row.x, row.y, row.width, row.height),
        power: row.power,
        water: row.water,
        accessible: row.accessible,
        zones: zones(row),
    })
    .collect()
}
