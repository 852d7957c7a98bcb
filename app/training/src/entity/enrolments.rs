//! Tables of those who signed up.

pub mod enrolment {
    use chrono::{DateTime, NaiveDate, Utc};
    use sea_orm::entity::prelude::*;
    use sea_orm::{Condition, ConnectionTrait, QueryOrder};

    use crate::rules::EnrolmentState;
    use ground::db::Tx;
    use ground::error::AppError;
    use ground::ids::{CohortId, CourseId, EnrolmentId, FamilyId, PersonId};
    use ground::text;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: EnrolmentId,
        pub cohort_id: CohortId,
        pub course_id: CourseId,
        pub family_id: FamilyId,
        pub applicant_id: PersonId,
        pub reference: String,
        pub name: String,
        pub person_key: String,
        pub municipality_code: String,
        pub region_code: String,
        pub crafts: String,
        pub words: String,
        pub state: EnrolmentState,
        pub position: Option<i64>,
        pub seat: Option<i64>,
        pub answer_by: Option<NaiveDate>,
        pub screened_by: Option<PersonId>,
        pub reason: String,
        pub repeatable: i64,
        pub gave_feedback: bool,
        pub applied_at: DateTime<Utc>,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// Whether somebody counts as having signed up: who took it back before a seat was offered does not.
        pub fn signed_up(&self) -> bool {
            self.state != EnrolmentState::Withdrawn || self.answer_by.is_some()
        }
    }

    /// The same as [`Model::signed_up`], of rows that are not read.
    pub fn signed_up() -> Condition {
        Condition::any().add(Column::State.ne(EnrolmentState::Withdrawn)).add(Column::AnswerBy.is_not_null())
    }

    /// Those of a cohort who are in one of some states, in the order of their places.
    pub async fn of_cohort(tx: &Tx, id: CohortId, states: &[EnrolmentState]) -> Result<Vec<Model>, AppError> {
        let query = Entity::find()
            .filter(Column::CohortId.eq(id))
            .filter(Column::State.is_in(states.iter().copied()))
            .order_by_asc(Column::Position)
            .order_by_asc(Column::Id);
        Ok(query.all(&**tx).await?)
    }

    /// Who was taught, or is about to be, in the order of names.
    pub async fn taught<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Model>, AppError> {
        let query = Entity::find()
            .filter(Column::CohortId.eq(id))
            .filter(Column::State.is_in(EnrolmentState::TAUGHT.into_iter().chain([EnrolmentState::Confirmed])))
            .order_by_asc(Column::Id);
        let mut rows = query.all(db).await?;
        rows.sort_by_cached_key(|row| text::order(&row.name));
        Ok(rows)
    }
}

pub mod answer {
    use sea_orm::entity::prelude::*;

    use ground::ids::{EnrolmentId, MediaId, QuestionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolment_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrolment_id: EnrolmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub question_id: QuestionId,
        pub answer: String,
        pub media_id: Option<MediaId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod points {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use super::super::criterion;
    use ground::ids::{CriterionId, EnrolmentId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolment_points")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrolment_id: EnrolmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub criterion_id: CriterionId,
        pub points: i64,
        pub given_by: PersonId,
        pub given_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "criterion::Entity", from = "Column::CriterionId", to = "criterion::Column::Id")]
        Criterion,
    }

    impl Related<criterion::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Criterion.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod proposal {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{CohortId, FamilyId, PersonId, ProposalId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_proposal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: ProposalId,
        pub cohort_id: CohortId,
        pub family_id: FamilyId,
        pub words: String,
        pub proposed_by: PersonId,
        pub proposed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
