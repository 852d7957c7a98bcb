//! Tables of fairs.

#![allow(missing_docs)]

mod running;
mod selection;
mod stands;
mod told;

pub use running::{counted, goods, incident, presence, ride, rider, settlement, tick};
pub use selection::{criterion, objection, proposal, review, score};
pub use stands::{allocation, stand};
pub use told::{file, photo, rating, words};

pub mod fair {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::{FairKind, FairState};
    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: FairId,
        pub slug: String,
        pub name_ar: String,
        pub name_en: String,
        pub kind: FairKind,
        pub state: FairState,
        pub municipality_code: String,
        pub venue: String,
        pub landmark: String,
        pub city: String,
        pub country: String,
        pub starts_on: String,
        pub ends_on: String,
        pub opens_at: String,
        pub closes_at: String,
        pub organiser: String,
        pub partners: String,
        pub about: String,
        pub costs: String,
        pub contact: String,
        pub call_opens_on: Option<String>,
        pub call_closes_on: Option<String>,
        pub needs_mark: bool,
        pub words: String,
        pub version: i64,
        pub least_scores: i64,
        pub rotation: i64,
        pub balance: i64,
        pub seed: Option<String>,
        pub minute: Option<String>,
        pub published_on: Option<String>,
        pub created_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod term {
    use sea_orm::entity::prelude::*;

    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_term")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod team {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_team")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod budget {
    use sea_orm::entity::prelude::*;

    use ground::ids::FairId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_budget")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub title: String,
        pub planned: i64,
        pub spent: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod hall {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairId, MediaId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fair_id: FairId,
        pub width: i64,
        pub height: i64,
        pub picture_id: Option<MediaId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod booth {
    use sea_orm::entity::prelude::*;

    use crate::layout::BoothKind;
    use ground::ids::{BoothId, FairId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booth")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: BoothId,
        pub fair_id: FairId,
        pub number: String,
        pub kind: BoothKind,
        pub x: i64,
        pub y: i64,
        pub width: i64,
        pub height: i64,
        pub power: bool,
        pub water: bool,
        pub accessible: bool,
        pub blocked: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod part {
    use sea_orm::entity::prelude::*;

    use crate::layout::PartKind;
    use ground::ids::{FairId, HallPartId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_part")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: HallPartId,
        pub fair_id: FairId,
        pub kind: PartKind,
        pub title: String,
        pub craft: Option<String>,
        pub x: i64,
        pub y: i64,
        pub width: i64,
        pub height: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod application {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::application::{ApplicationState, DayPart};
    use crate::layout::BoothKind;
    use ground::ids::{FairApplicationId, FairId, FamilyId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_application")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: FairApplicationId,
        pub fair_id: FairId,
        pub family_id: FamilyId,
        pub applicant_id: PersonId,
        pub reference: Option<String>,
        pub blind: Option<i64>,
        pub state: ApplicationState,
        pub municipality_code: String,
        pub region_code: String,
        pub crafts: String,
        pub words: String,
        pub size: BoothKind,
        pub part: DayPart,
        pub power: bool,
        pub water: bool,
        pub accessible: bool,
        pub transport: bool,
        pub lodging: i64,
        pub passport_until: Option<String>,
        pub samples: bool,
        pub origin_paper: bool,
        pub labels: bool,
        pub needs_said: bool,
        pub position: Option<i64>,
        pub answer_by: Option<String>,
        pub screened_by: Option<PersonId>,
        pub reason: String,
        pub created_at: DateTime<Utc>,
        pub sent_at: Option<DateTime<Utc>>,
        pub changed_at: DateTime<Utc>,
        pub gave_feedback: bool,
        pub reminded_of: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod fair_product {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, ProductId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_product")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod attendant {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, MemberId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_attendant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: MemberId,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
