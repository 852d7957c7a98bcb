//! Tables of courses, of their cohorts, and of what is asked of who signs up.

pub mod course {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::CourseField;
    use ground::db::Tx;
    use ground::error::AppError;
    use ground::ids::{CourseId, MediaId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CourseId,
        pub slug: String,
        pub title_ar: String,
        pub title_en: String,
        pub aims: String,
        pub prerequisites: String,
        pub partner: String,
        pub partner_since: String,
        pub language: String,
        pub accessibility: String,
        pub field: CourseField,
        pub hours: i64,
        pub valid_months: i64,
        pub gives_mark: bool,
        pub partner_logo_id: Option<MediaId>,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    /// The Arabic title of a cohort's course, in which people are told of it.
    pub async fn title_of(tx: &Tx, cohort: &super::cohort::Model) -> Result<String, AppError> {
        let course = Entity::find_by_id(cohort.course_id).one(&**tx).await?.ok_or(AppError::NotFound)?;
        Ok(course.title_ar)
    }
}

pub mod module {
    use sea_orm::entity::prelude::*;
    use sea_orm::{ConnectionTrait, QueryOrder};

    use ground::error::AppError;
    use ground::ids::{CourseId, ModuleId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_module")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: ModuleId,
        pub course_id: CourseId,
        pub position: i64,
        pub title: String,
        pub hours: i64,
        pub learnt: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    /// Modules of a course in their order.
    pub async fn of_course<C: ConnectionTrait>(db: &C, id: CourseId) -> Result<Vec<Model>, AppError> {
        Ok(Entity::find().filter(Column::CourseId.eq(id)).order_by_asc(Column::Position).all(db).await?)
    }
}

pub mod cohort {
    use chrono::{DateTime, Days, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;

    use crate::rules::{CohortState, Completion, Policy};
    use crate::types::Window;
    use ground::ids::{CohortId, CourseId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CohortId,
        pub course_id: CourseId,
        pub number: i64,
        pub state: CohortState,
        pub municipality_code: String,
        pub venue: String,
        pub starts_on: NaiveDate,
        pub ends_on: NaiveDate,
        pub opens_on: NaiveDate,
        pub closes_on: NaiveDate,
        pub capacity: i64,
        pub policy: Policy,
        pub offer_days: i64,
        pub kept_seats: i64,
        pub spill_on: Option<NaiveDate>,
        pub costs: String,
        pub contact: String,
        pub attendance_min: i64,
        pub assessed: bool,
        pub spent: i64,
        pub seed: Option<String>,
        pub minute: Option<String>,
        pub closed_on: Option<NaiveDate>,
        pub carries_from: Option<CohortId>,
        pub ordered_by: Option<PersonId>,
        pub draw_at: Option<DateTime<Utc>>,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::course::Entity", from = "Column::CourseId", to = "super::course::Column::Id")]
        Course,
    }

    impl Related<super::course::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Course.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// Whether families sign up on a day.
        pub fn window_open(&self, today: NaiveDate) -> bool {
            self.window().open(self.state, today)
        }

        /// When families sign up.
        pub fn window(&self) -> Window {
            Window { opens_on: self.opens_on, closes_on: self.closes_on, closed_on: self.closed_on }
        }

        /// What completes it.
        pub fn completion(&self) -> Completion {
            Completion { attended: self.attendance_min, assessed: self.assessed }
        }

        /// The last day on which an offer that is made today is answered: before the cohort begins.
        pub fn answer_by(&self, today: NaiveDate) -> NaiveDate {
            let last = today.checked_add_days(Days::new(u64::try_from(self.offer_days).unwrap_or(0))).unwrap_or(today);
            let eve = self.starts_on.pred_opt().unwrap_or(last);
            last.min(eve).max(today)
        }
    }
}

pub mod term {
    use sea_orm::entity::prelude::*;

    use crate::rules::TermKind;
    use ground::ids::CohortId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_term")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: CohortId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: TermKind,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod quota {
    use sea_orm::entity::prelude::*;

    use crate::rules::QuotaKind;
    use ground::ids::CohortId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_quota")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: CohortId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub kind: QuotaKind,
        pub code: String,
        pub seats: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod criterion {
    use sea_orm::entity::prelude::*;

    use ground::ids::{CohortId, CriterionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_criterion")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: CriterionId,
        pub cohort_id: CohortId,
        pub position: i64,
        pub title: String,
        pub weight: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod question {
    use sea_orm::entity::prelude::*;

    use crate::rules::QuestionKind;
    use ground::ids::{CohortId, QuestionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_question")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: QuestionId,
        pub cohort_id: CohortId,
        pub position: i64,
        pub kind: QuestionKind,
        pub words: String,
        pub choices: String,
        pub needed: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
