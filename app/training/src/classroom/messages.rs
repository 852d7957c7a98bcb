//! Messages to everyone in a cohort.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::classroom::notices::Notice;
use crate::entity::{course, enrolment, message};
use crate::reach::{TEACHERS, taught_in_reach};
use crate::rules::INSIDE;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::CohortId;
use people::notifications::tell;

/// Whoever teaches or plans a cohort writes to all who have a seat in it.
pub async fn write(ctx: &Ctx, id: CohortId, words: &str) -> Result<(), AppError> {
    let me = ctx.actor.staff(TEACHERS)?.id;
    let tx = ctx.begin().await?;
    let cohort = taught_in_reach(&*tx, ctx, id).await?;
    // The same form sent twice writes once.
    let last = message::Entity::find().filter(message::Column::CohortId.eq(id)).order_by_desc(message::Column::Id).one(&*tx).await?;
    if last.is_some_and(|last| last.words == words && last.by_id == me) {
        return Ok(());
    }
    let row =
        message::ActiveModel { cohort_id: Set(id), words: Set(words.to_owned()), by_id: Set(me), at: Set(ctx.now), ..Default::default() };
    row.insert(&*tx).await?;
    let title = course::title_of(&tx, &cohort).await?;
    for row in enrolment::of_cohort(&tx, id, &INSIDE).await? {
        let notice = Notice::CohortMessage { title: title.clone(), words: words.to_owned() };
        tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/training/{}", row.id)).await?;
    }
    Ok(tx.commit().await?)
}
