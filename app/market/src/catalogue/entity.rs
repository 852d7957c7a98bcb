//! Tables of the catalogue.

#![allow(missing_docs)]

pub mod product {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::catalogue::rules::{Availability, Making, ProductState};
    use crate::families::entity::family;
    use ground::ids::{FamilyId, ProductId, VersionId};
    use ground::sql::is;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: ProductId,
        pub family_id: FamilyId,
        pub state: ProductState,
        pub slug: Option<String>,
        pub import_id: Option<String>,
        pub live_version_id: Option<VersionId>,
        pub draft_version_id: Option<VersionId>,
        pub craft_code: Option<String>,
        pub craft_item_code: Option<String>,
        pub municipality_code: Option<String>,
        pub region_code: Option<String>,
        pub making: Option<Making>,
        pub price_from: i64,
        pub availability: Availability,
        pub stock: i64,
        pub lead_days: i64,
        pub weekly_capacity: Option<i64>,
        pub search_title: String,
        pub search_text: String,
        pub sampled: bool,
        pub created_at: DateTime<Utc>,
        pub published_at: Option<DateTime<Utc>>,
        pub changed_at: DateTime<Utc>,
        pub withheld: bool,
    }

    impl Entity {
        /// Products on the market: published, and of a family whose licence holds.
        pub fn shown() -> Select<Entity> {
            Entity::find().filter(is(Column::State, ProductState::Published)).filter(Column::Withheld.eq(false))
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::version::Entity", from = "Column::LiveVersionId", to = "super::version::Column::Id")]
        Live,
        #[sea_orm(belongs_to = "family::Entity", from = "Column::FamilyId", to = "family::Column::Id")]
        Family,
    }

    impl Related<super::version::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Live.def()
        }
    }

    impl Related<family::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Family.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod version {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::catalogue::rules::VersionState;
    use ground::ids::{ProductId, VersionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_version")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: VersionId,
        pub product_id: ProductId,
        pub number: i64,
        pub state: VersionState,
        pub title_ar: String,
        pub title_en: String,
        pub description_ar: String,
        pub description_en: String,
        pub craft_code: Option<String>,
        pub craft_item_code: Option<String>,
        pub material: String,
        pub making: String,
        pub size: String,
        pub weight_grams: Option<i64>,
        pub care: String,
        pub ingredients: String,
        pub allergens: String,
        pub shelf_life_days: Option<i64>,
        pub permit_number: String,
        pub permit_expires_on: Option<NaiveDate>,
        pub created_at: DateTime<Utc>,
        pub submitted_at: Option<DateTime<Utc>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod photo {
    use sea_orm::entity::prelude::*;

    use ground::ids::{MediaId, VersionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_photo")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub version_id: VersionId,
        pub media_id: MediaId,
        pub position: i64,
        pub alt: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod variant {
    use sea_orm::entity::prelude::*;

    use ground::ids::{ProductId, VariantId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_variant")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: VariantId,
        pub product_id: ProductId,
        pub name_ar: String,
        pub name_en: String,
        pub price: i64,
        pub stock: i64,
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod report {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::catalogue::rules::ReportReason;
    use ground::ids::ProductId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "listing_report")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub product_id: ProductId,
        pub reason: ReportReason,
        pub words: String,
        pub contact: String,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
