//! Tables of the days of a fair, and of its accounts.

#![allow(missing_docs)]

use crate::days::types::Goods;
use crate::entity::goods;
use ground::money::Money;

impl From<&goods::Model> for Goods {
    fn from(row: &goods::Model) -> Self {
        Goods { product: row.product_id, price: Money(row.price), counts: [row.brought, row.sold, row.returned, row.damaged] }
    }
}

pub mod presence {
    use chrono::NaiveDate;
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, PersonId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: NaiveDate,
        pub by_id: PersonId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod incident {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::days::types::Incident;
    use ground::ids::{FairId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_incident")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub fair_id: FairId,
        pub words: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Incident {
        fn from(row: Model) -> Self {
            Incident { words: row.words, at: row.at }
        }
    }
}

pub mod settlement {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::days::types::Settled;
    use ground::ids::{FairApplicationId, PersonId};
    use ground::money::Money;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_settlement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        pub sales: i64,
        pub by_hand: bool,
        pub words: String,
        pub signed_by: String,
        pub settled_by: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Settled {
        fn from(row: Model) -> Self {
            Settled { sales: Money(row.sales), by_hand: row.by_hand, words: row.words, signed_by: row.signed_by, at: row.at }
        }
    }
}

pub mod counted {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::days::rules::Count;
    use crate::days::types::Counted;
    use ground::ids::{FairApplicationId, PersonId, ProductId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_counted")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub application_id: FairApplicationId,
        pub product_id: ProductId,
        pub what: Count,
        pub before: i64,
        pub n: i64,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<Model> for Counted {
        fn from(row: Model) -> Self {
            Counted { product: row.product_id, what: row.what, n: row.n, by: row.by_id, at: row.at }
        }
    }
}
