//! Tables that more than one sub-area uses: fairs, applications, who has which booth, goods in custody.

#![allow(missing_docs)]

pub mod fair {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::{FairKind, FairState};
    use crate::types::Fair;
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
        pub starts_on: NaiveDate,
        pub ends_on: NaiveDate,
        pub opens_at: NaiveTime,
        pub closes_at: NaiveTime,
        pub organiser: String,
        pub partners: String,
        pub about: String,
        pub costs: String,
        pub contact: String,
        pub call_opens_on: Option<NaiveDate>,
        pub call_closes_on: Option<NaiveDate>,
        pub needs_mark: bool,
        pub words: String,
        pub version: i64,
        pub least_scores: i64,
        pub rotation: i64,
        pub balance: i64,
        pub seed: Option<String>,
        pub minute: Option<String>,
        pub published_on: Option<NaiveDate>,
        pub created_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
        pub visitors: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<&Model> for Fair {
        fn from(row: &Model) -> Self {
            let call = row.call_opens_on.zip(row.call_closes_on);
            Fair {
                id: row.id,
                slug: row.slug.clone(),
                name_ar: row.name_ar.clone(),
                name_en: row.name_en.clone(),
                kind: row.kind,
                state: row.state,
                municipality: row.municipality_code.clone(),
                venue: row.venue.clone(),
                landmark: row.landmark.clone(),
                city: row.city.clone(),
                country: row.country.clone(),
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                opens_at: row.opens_at,
                closes_at: row.closes_at,
                call,
                needs_mark: row.needs_mark,
                published_on: row.published_on,
                version: row.version,
                changed_at: row.changed_at,
            }
        }
    }
}

pub mod application {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::application::{ApplicationState, BoothKind, DayPart};
    use crate::types::{Application, Needs};
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
        pub passport_until: Option<NaiveDate>,
        pub samples: bool,
        pub origin_paper: bool,
        pub labels: bool,
        pub needs_said: bool,
        pub position: Option<i64>,
        pub answer_by: Option<NaiveDate>,
        pub screened_by: Option<PersonId>,
        pub reason: String,
        pub created_at: DateTime<Utc>,
        pub sent_at: Option<DateTime<Utc>>,
        pub changed_at: DateTime<Utc>,
        pub gave_feedback: bool,
        pub reminded_of: Option<NaiveDate>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl From<&Model> for Application {
        fn from(row: &Model) -> Self {
            Application {
                id: row.id,
                family: row.family_id,
                reference: row.reference.clone(),
                blind: row.blind,
                state: row.state,
                municipality: row.municipality_code.clone(),
                needs: row.into(),
                needs_said: row.needs_said,
                position: row.position,
                answer_by: row.answer_by,
                reason: row.reason.clone(),
                gave_feedback: row.gave_feedback,
            }
        }
    }

    impl From<&Model> for Needs {
        fn from(row: &Model) -> Self {
            Needs {
                size: row.size,
                part: row.part,
                power: row.power,
                water: row.water,
                accessible: row.accessible,
                transport: row.transport,
                lodging: row.lodging,
                passport_until: row.passport_until,
                samples: row.samples,
                origin_paper: row.origin_paper,
                labels: row.labels,
                words: row.words.clone(),
            }
        }
    }
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

pub mod given_booth {
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
