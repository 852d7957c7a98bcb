//! Tables of lessons and of what came of them.

pub mod lesson {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
    use sea_orm::entity::prelude::*;
    use sea_orm::{ConnectionTrait, QueryOrder};

    use ground::error::AppError;
    use ground::ids::{CohortId, LessonId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lesson")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: LessonId,
        pub cohort_id: CohortId,
        pub day: NaiveDate,
        pub begins: NaiveTime,
        pub ends: NaiveTime,
        pub venue: String,
        pub link: String,
        pub topic: String,
        pub trainer_id: Option<PersonId>,
        pub secret: String,
        pub version: i64,
        pub changed_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    /// Lessons of a cohort in their order.
    pub async fn of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Model>, AppError> {
        of_cohorts(db, vec![id]).await
    }

    /// Lessons of some cohorts by day and hour.
    pub async fn of_cohorts<C: ConnectionTrait>(db: &C, ids: Vec<CohortId>) -> Result<Vec<Model>, AppError> {
        let query = Entity::find().filter(Column::CohortId.is_in(ids)).order_by_asc(Column::Day);
        Ok(query.order_by_asc(Column::Begins).all(db).await?)
    }
}

pub mod attendance {
    use std::collections::HashMap;

    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;
    use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, QueryTrait};

    use super::lesson;
    use crate::rules::{Mark, Source};
    use ground::error::AppError;
    use ground::ids::{CohortId, EnrolmentId, LessonId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub lesson_id: LessonId,
        pub enrolment_id: EnrolmentId,
        pub mark: Mark,
        pub source: Source,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    /// The marks that hold in a lesson: of each person the latest.
    pub async fn marks<C: ConnectionTrait>(db: &C, lessons: &[LessonId]) -> Result<HashMap<(LessonId, EnrolmentId), Model>, AppError> {
        let query = Entity::find().filter(Column::LessonId.is_in(lessons.iter().copied()));
        Ok(latest(query.order_by_asc(Column::Id).all(db).await?))
    }

    /// The marks of some people that hold, in all their lessons.
    pub async fn marks_of<C: ConnectionTrait>(db: &C, ids: Vec<EnrolmentId>) -> Result<HashMap<(LessonId, EnrolmentId), Model>, AppError> {
        let query = Entity::find().filter(Column::EnrolmentId.is_in(ids));
        Ok(latest(query.order_by_asc(Column::Id).all(db).await?))
    }

    /// The marks that hold in all lessons of some cohorts: of each person the latest.
    pub async fn marks_in<C: ConnectionTrait>(db: &C, ids: Vec<CohortId>) -> Result<HashMap<(LessonId, EnrolmentId), Mark>, AppError> {
        let lessons = lesson::Entity::find().select_only().column(lesson::Column::Id).filter(lesson::Column::CohortId.is_in(ids));
        let query = Entity::find().filter(Column::LessonId.in_subquery(lessons.into_query())).order_by_asc(Column::Id);
        let columns = query.select_only().column(Column::LessonId).column(Column::EnrolmentId).column(Column::Mark);
        let rows: Vec<(LessonId, EnrolmentId, Mark)> = columns.into_tuple().all(db).await?;
        Ok(rows.into_iter().map(|(lesson, enrolment, mark)| ((lesson, enrolment), mark)).collect())
    }

    fn latest(rows: Vec<Model>) -> HashMap<(LessonId, EnrolmentId), Model> {
        rows.into_iter().map(|row| ((row.lesson_id, row.enrolment_id), row)).collect()
    }
}

pub mod assessment {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::{EnrolmentId, ModuleId, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assessment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrolment_id: EnrolmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub module_id: ModuleId,
        pub points: i64,
        pub words: String,
        pub by_id: PersonId,
        pub at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod calendar_link {
    use chrono::{DateTime, Utc};
    use sea_orm::entity::prelude::*;

    use ground::ids::PersonId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub secret: String,
        pub created_at: DateTime<Utc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
