//! Tables that more than one sub-area uses: fairs, applications, who has which booth, goods in custody.

#![allow(missing_docs)]

pub mod fair {
    use chrono::{DateTime, NaiveDate, Utc};
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

    impl Model {
        /// Whether families apply on a day.
        pub fn call_open(&self, today: NaiveDate) -> bool {
            let today = today.to_string();
            let within = self.call_opens_on.as_deref().zip(self.call_closes_on.as_deref());
            self.state == FairState::CallOpen && within.is_some_and(|(first, last)| (first..=last).contains(&today.as_str()))
        }

        /// Whether papers for a journey abroad are asked for.
        pub fn abroad(&self) -> bool {
            self.kind == FairKind::International
        }

        /// Its last day, and whether only families with the quality mark come: what conditions are measured by.
        pub fn asks(&self) -> (NaiveDate, bool) {
            (self.ends_on.parse().unwrap_or_default(), self.needs_mark)
        }
    }
}

pub mod application {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::application::BoothKind;
    use crate::rules::application::{ApplicationState, DayPart};
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

pub mod goods {
    use sea_orm::entity::prelude::*;

    use ground::ids::{FairApplicationId, ProductId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fair_goods")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: ProductId,
        pub price: i64,
        pub brought: i64,
        pub sold: i64,
        pub returned: i64,
        pub damaged: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod stand {
    use sea_orm::entity::prelude::*;

    use ground::ids::{BoothId, FairApplicationId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stand")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub application_id: FairApplicationId,
        pub booth_id: BoothId,
        pub half_from: i64,
        pub half_to: i64,
        pub by_hand: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
