//! What is written and read of photos and documents.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::entity;
use super::rules::{photo_files, photo_path, same_photo};
use crate::Erase;
use ground::ctx::Ctx;
use ground::db::{Db, Tx};
use ground::error::AppError;
use ground::ids::{MediaId, PersonId};

/// What is told when a public photo is taken back: every process that knows public photos looks at their rows again before it gives
/// out one more.
pub const PHOTO: ground::changes::Kind = ground::changes::Kind::new("photo");

/// Photo of a product, or private document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In three sizes, public once its product is.
    Photo,
    /// Never public.
    Document,
}

impl Kind {
    /// Where a file of this kind lies in the store: a photo in all its sizes.
    pub fn files(self, address: &str) -> Vec<String> {
        match self {
            Kind::Photo => photo_files(address),
            Kind::Document => vec![format!("documents/{address}")],
        }
    }

    /// How it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Photo => "photo",
            Kind::Document => "document",
        }
    }
}

/// A stored file that is to be known.
#[derive(Debug, Clone)]
pub struct NewMedia {
    /// Photo or document.
    pub kind: Kind,
    /// SHA-256 of the stored bytes, hex.
    pub address: String,
    /// Content type.
    pub mime: String,
    /// Pixels; 0 for documents.
    pub width: u32,
    /// Pixels; 0 for documents.
    pub height: u32,
    /// Dominant colour, `#rrggbb`.
    pub color: String,
    /// 64-bit difference hash of a photo.
    pub perceptual_hash: Option<i64>,
    /// Size of what is stored.
    pub bytes: u64,
}

/// Writes down a stored file; one that the Authority imported has no owner.
pub async fn add(tx: &Tx, ctx: &Ctx, owner: Option<PersonId>, new: NewMedia) -> Result<MediaId, AppError> {
    let NewMedia { kind, address, mime, width, height, color, perceptual_hash, bytes } = new;
    let row = entity::ActiveModel {
        kind: Set(kind.code().to_owned()),
        owner_id: Set(owner),
        address: Set(address),
        mime: Set(mime),
        width: Set(width.into()),
        height: Set(height.into()),
        color: Set(color),
        perceptual_hash: Set(perceptual_hash),
        bytes: Set(i64::try_from(bytes).unwrap_or(i64::MAX)),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Forgets a file that nothing refers to any more; the worker erases its bytes. A public photo is not given out any longer once
/// this is committed.
pub async fn discard(tx: &Tx, ctx: &Ctx, id: MediaId) -> Result<(), AppError> {
    let Some(row) = entity::Entity::find_by_id(id).one(&**tx).await? else { return Ok(()) };
    entity::Entity::delete_by_id(id).exec(&**tx).await?;
    if row.public_since.is_some() {
        tx.changed(PHOTO.of(id.0)).await?;
    }
    tx.later(ctx.now, &Erase { address: row.address }).await
}

/// Whether any file of a kind still has these bytes.
pub async fn held(db: &Db, address: &str, kind: Kind) -> Result<bool, AppError> {
    let query = entity::Entity::find().filter(entity::Column::Address.eq(address)).filter(entity::Column::Kind.eq(kind.code()));
    Ok(query.count(db.read()).await? > 0)
}

/// How many photos of a person are not published yet.
pub async fn unpublished<C: ConnectionTrait>(db: &C, owner: PersonId) -> Result<u64, AppError> {
    let query = entity::Entity::find()
        .filter(entity::Column::OwnerId.eq(owner))
        .filter(entity::Column::Kind.eq(Kind::Photo.code()))
        .filter(entity::Column::PublicSince.is_null())
        .filter(entity::Column::WithdrawnAt.is_null());
    Ok(query.count(db).await?)
}

/// Which of these addresses any file of a kind has.
pub async fn known<C: ConnectionTrait>(db: &C, addresses: Vec<String>, kind: Kind) -> Result<HashSet<String>, AppError> {
    let query = entity::Entity::find().select_only().column(entity::Column::Address);
    let query = query.filter(entity::Column::Address.is_in(addresses)).filter(entity::Column::Kind.eq(kind.code()));
    Ok(query.into_tuple::<String>().all(db).await?.into_iter().collect())
}

/// Kind and address of every file that a row names.
pub async fn addresses<C: ConnectionTrait>(db: &C) -> Result<Vec<(Kind, String)>, AppError> {
    let query = entity::Entity::find().select_only().columns([entity::Column::Kind, entity::Column::Address]).distinct();
    let rows: Vec<(String, String)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(kind, address)| (if kind == Kind::Photo.code() { Kind::Photo } else { Kind::Document }, address)).collect())
}

/// From now on anyone may see these photos.
pub async fn make_public(tx: &Tx, ctx: &Ctx, ids: Vec<MediaId>) -> Result<(), AppError> {
    let row = entity::ActiveModel { public_since: Set(Some(ctx.now)), withdrawn_at: Set(None), ..Default::default() };
    entity::Entity::update_many()
        .set(row)
        .filter(entity::Column::Id.is_in(ids))
        .filter(entity::Column::Kind.eq(Kind::Photo.code()))
        .filter(entity::Column::PublicSince.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// These photos are not public any longer: they are not given out from the moment on in which this is committed.
pub async fn withdraw(tx: &Tx, ctx: &Ctx, ids: Vec<MediaId>) -> Result<(), AppError> {
    let row = entity::ActiveModel { public_since: Set(None), withdrawn_at: Set(Some(ctx.now)), ..Default::default() };
    let withdrawn = entity::Entity::update_many()
        .set(row)
        .filter(entity::Column::Id.is_in(ids))
        .filter(entity::Column::PublicSince.is_not_null())
        .exec_with_returning(&**tx)
        .await?;
    Ok(tx.all_changed(withdrawn.into_iter().map(|row| PHOTO.of(row.id.0))).await?)
}

/// The photos of a person who has left are nobody's to see any longer.
pub async fn take_back(tx: &Tx, owner: PersonId) -> Result<(), AppError> {
    let row = entity::ActiveModel { public_since: Set(None), ..Default::default() };
    entity::Entity::update_many().set(row).filter(entity::Column::OwnerId.eq(owner)).exec(&**tx).await?;
    Ok(tx.changed(PHOTO.all()).await?)
}

/// A photo as a page needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Key.
    pub id: MediaId,
    /// Content address.
    pub address: String,
    /// Pixels of the largest size.
    pub width: i64,
    /// Pixels of the largest size.
    pub height: i64,
    /// Dominant colour.
    pub color: String,
    /// Words for those who do not see it.
    pub alt: String,
}

impl Photo {
    /// Address of one size.
    pub fn path(&self, width: u32, extension: &str) -> String {
        photo_path(&self.address, width, extension)
    }
}

/// Photos by key, without their words.
pub async fn photos<C: ConnectionTrait>(db: &C, ids: Vec<MediaId>) -> Result<HashMap<MediaId, Photo>, AppError> {
    let rows = entity::Entity::find().filter(entity::Column::Id.is_in(ids)).all(db).await?;
    let photo = |row: entity::Model| Photo {
        id: row.id,
        address: row.address,
        width: row.width,
        height: row.height,
        color: row.color,
        alt: String::new(),
    };
    Ok(rows.into_iter().map(|row| (row.id, photo(row))).collect())
}

/// Keys of the files of a kind with this address.
pub async fn keys<C: ConnectionTrait>(db: &C, address: &str, kind: Kind) -> Result<Vec<MediaId>, AppError> {
    let query = entity::Entity::find().filter(entity::Column::Address.eq(address)).filter(entity::Column::Kind.eq(kind.code()));
    Ok(query.all(db).await?.into_iter().map(|row| row.id).collect())
}

/// Whose a stored file is, for this reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone's, and any cache's.
    Public,
    /// The reader's own.
    Own,
    /// Somebody else's: officers see it where it is in their scope, which the caller finds out.
    Others,
}

/// Whose a photo is. Published ones are everyone's.
pub async fn access(ctx: &Ctx, address: &str) -> Result<Access, AppError> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Address.eq(address))
        .filter(entity::Column::Kind.eq(Kind::Photo.code()))
        .all(ctx.db.read())
        .await?;
    if rows.is_empty() {
        return Err(AppError::NotFound);
    }
    if rows.iter().any(|row| row.public_since.is_some()) {
        return Ok(Access::Public);
    }
    let own = ctx.actor.id().is_some_and(|me| rows.iter().any(|row| row.owner_id == Some(me)));
    Ok(if own { Access::Own } else { Access::Others })
}

/// Address and type of a document, and whose it is.
pub async fn document(ctx: &Ctx, id: MediaId) -> Result<(String, String, Access), AppError> {
    let row = entity::Entity::find_by_id(id).filter(entity::Column::Kind.eq(Kind::Document.code()));
    let row = row.one(ctx.db.read()).await?.ok_or(AppError::NotFound)?;
    let own = row.owner_id.is_some() && row.owner_id == ctx.actor.id();
    Ok((row.address, row.mime, if own { Access::Own } else { Access::Others }))
}

/// The four sixteen-bit parts of a perceptual hash as the database has them in an index each; written as they stand there.
const PARTS: [(&str, u32); 4] = [
    ("((perceptual_hash >> 48) & 65535)", 48),
    ("((perceptual_hash >> 32) & 65535)", 32),
    ("((perceptual_hash >> 16) & 65535)", 16),
    ("(perceptual_hash & 65535)", 0),
];

/// Photos that agree with one of these hashes in a part: two that differ in at most three of 64 bits agree in at least one of four.
fn near(hashes: &[i64]) -> Select<entity::Entity> {
    let any = PARTS.iter().fold(Condition::any(), |any, (sql, shift)| {
        let parts: BTreeSet<i64> = hashes.iter().map(|hash| (hash >> shift) & 0xFFFF).collect();
        // Each part says again that there is a hash, so that the index without the others is used.
        any.add(Condition::all().add(entity::Column::PerceptualHash.is_not_null()).add(Expr::cust(*sql).is_in(parts)))
    });
    entity::Entity::find().filter(any)
}

/// Photos of other people that look like one of these.
pub async fn used_elsewhere(tx: &Tx, owner: PersonId, ids: &[MediaId]) -> Result<Vec<MediaId>, AppError> {
    let own = entity::Entity::find().filter(entity::Column::Id.is_in(ids.iter().copied())).all(&**tx).await?;
    let hashes: Vec<i64> = own.iter().filter_map(|row| row.perceptual_hash).collect();
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let same = |row: &entity::Model| row.perceptual_hash.is_some_and(|hash| hashes.iter().any(|own| same_photo(*own, hash)));
    let others = near(&hashes).order_by_asc(entity::Column::Id).all(&**tx).await?;
    let others = others.into_iter().filter(|row| row.owner_id != Some(owner) && !ids.contains(&row.id));
    Ok(others.filter(same).map(|row| row.id).collect())
}

#[cfg(test)]
mod tests {
    use super::near;
    use ground::ctx::Ctx;
    use sea_orm::{ConnectionTrait, DbBackend, QueryTrait};

    // A photo is compared with a few others, however many there are.
    testing::on_both! {
        async fn photos_that_look_alike_are_found_by_indexes(ctx: &Ctx) {
            let tx = ctx.begin().await.unwrap();
            let backend = ctx.db.backend();
            let (explain, column) = match backend {
                DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
                _ => ("EXPLAIN QUERY PLAN", "detail"),
            };
            if backend == DbBackend::Postgres {
                // A few rows are read as a whole, whatever indexes there are.
                let many = "INSERT INTO media (kind, address, mime, width, height, color, perceptual_hash, bytes, created_at) \
                            SELECT 'photo', n::text, '', 1, 1, '', n * 461168601842738, 1, $1 FROM generate_series(1, 20000) n";
                tx.run(many, vec![ctx.now.into()]).await.unwrap();
                tx.run("ANALYZE media", vec![]).await.unwrap();
            }
            let mut asked = near(&[1, -2]).build(backend);
            asked.sql = format!("{explain} {}", asked.sql);
            let steps = tx.query_all_raw(asked).await.unwrap();
            let plan: Vec<String> = steps.iter().map(|row| row.try_get("", column).unwrap()).collect();
            for n in 1..=4 {
                assert!(plan.iter().any(|step| step.contains(&format!("media_hash_{n}"))), "{plan:?}");
            }
        }
    }
}
