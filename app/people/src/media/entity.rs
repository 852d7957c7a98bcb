//! Table of photos and documents.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use ground::ids::{MediaId, PersonId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MediaId,
    pub kind: String,
    pub owner_id: Option<PersonId>,
    pub address: String,
    pub mime: String,
    pub width: i64,
    pub height: i64,
    pub color: String,
    pub perceptual_hash: Option<i64>,
    pub bytes: i64,
    pub created_at: DateTime<Utc>,
    pub public_since: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
