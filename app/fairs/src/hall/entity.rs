//! Tables of halls.

#![allow(missing_docs)]

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

    use crate::hall::types::{Area, Booth};
    use crate::rules::application::BoothKind;
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

    impl From<Model> for Booth {
        fn from(row: Model) -> Self {
            Booth {
                id: row.id,
                number: row.number,
                kind: row.kind,
                area: Area { x: row.x, y: row.y, width: row.width, height: row.height },
                power: row.power,
                water: row.water,
                accessible: row.accessible,
                blocked: row.blocked,
            }
        }
    }
}

pub mod part {
    use sea_orm::entity::prelude::*;

    use crate::hall::rules::PartKind;
    use crate::hall::types::{Area, Part};
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

    impl From<Model> for Part {
        fn from(row: Model) -> Self {
            let area = Area { x: row.x, y: row.y, width: row.width, height: row.height };
            Part { id: row.id, kind: row.kind, title: row.title, craft: row.craft, area }
        }
    }
}
