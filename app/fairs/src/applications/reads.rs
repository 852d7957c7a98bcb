//! Applications as acts and pages need them.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use crate::applications::entity::{attendant, fair_product};
use crate::applications::rules::{Applicant, unmet};
use crate::applications::types::{Attendant, Whole};
use crate::entity::{application, fair, goods};
use crate::plan;
use crate::reach::STAFF;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, Fair};
use crate::words::Names;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, Reason};
use ground::ids::{FairApplicationId, FairId, FamilyId};
use market::families;
use people::place;

/// What a fair wants to know of a family, as it stands now.
pub async fn applicant<C: ConnectionTrait>(ctx: &Ctx, db: &C, family: FamilyId) -> Result<(Applicant, String), AppError> {
    let municipality = families::municipality_of(db, family).await?.unwrap_or_default();
    let places = place::places(&ctx.db).await?;
    let region = places.municipality(&municipality).map(|m| m.region_code.clone()).unwrap_or_default();
    let names = families::public_names(db, vec![family], ctx.now).await?;
    let open = application::Entity::find()
        .filter(application::Column::FamilyId.eq(family))
        .filter(application::Column::State.is_in([ApplicationState::CheckedIn, ApplicationState::Ready, ApplicationState::BoothAllocated]))
        .filter(application::Column::FairId.in_subquery(over(ctx)));
    let found = Applicant {
        region,
        crafts: families::crafts_of(db, family).await?,
        licensed_until: families::licensed_until(db, family, day_in_tripoli(ctx.now)).await?,
        marked: names.get(&family).is_some_and(|name| name.marked),
        unsettled: open.count(db).await? > 0,
    };
    Ok((found, municipality))
}

/// Keys of fairs whose last day is behind us.
fn over(ctx: &Ctx) -> sea_orm::sea_query::SelectStatement {
    let mut query = sea_orm::sea_query::Query::select();
    query
        .column(fair::Column::Id)
        .from(fair::Entity)
        .and_where(fair::Column::EndsOn.lt(day_in_tripoli(ctx.now)))
        .and_where(fair::Column::State.ne(FairState::Cancelled));
    query
}

/// The first condition that one's own family does not meet, before the form.
pub async fn unmet_of(ctx: &Ctx, fair: &Fair) -> Result<Option<Reason>, AppError> {
    let db = ctx.db.read();
    let Some(own) = families::own_family(db, ctx).await? else { return Ok(Some(families::NOT_LICENSED)) };
    let (known, _) = applicant(ctx, db, own.id).await?;
    Ok(unmet(fair.asks(), &plan::reads::terms(db, fair.id).await?, &known))
}

/// Everything of an application.
pub async fn whole<C: ConnectionTrait>(db: &C, fair: Fair, application: Application) -> Result<Whole, AppError> {
    let of = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.eq(application.id));
    let shown = of.order_by_asc(fair_product::Column::ProductId).all(db).await?;
    let products = shown.iter().map(|row| row.product_id).collect();
    let packed = shown.iter().filter(|row| row.packed > 0).map(|row| (row.product_id, row.packed)).collect();
    let of = attendant::Entity::find().filter(attendant::Column::ApplicationId.eq(application.id));
    let people = of.order_by_asc(attendant::Column::MemberId).all(db).await?.into_iter().map(Attendant::from).collect();
    Ok(Whole { fair, application, products, packed, people })
}

/// An application as its family sees it: nothing of what an officer proposed and nobody confirmed.
fn seen_by_family(row: &application::Model) -> Application {
    let mut seen = Application::from(row);
    if seen.proposed_refusal().is_some() {
        seen.reason.clear();
    }
    seen
}

/// One's own application.
pub async fn own_application(ctx: &Ctx, id: FairApplicationId) -> Result<Whole, AppError> {
    let me = ctx.actor.person()?.id;
    let db = ctx.db.read();
    let query = application::Entity::find_by_id(id).filter(application::Column::ApplicantId.eq(me));
    let found = query.one(db).await?.ok_or(AppError::NotFound)?;
    let fair = fair::Entity::find_by_id(found.fair_id).one(db).await?.ok_or(AppError::NotFound)?;
    whole(db, Fair::from(&fair), seen_by_family(&found)).await
}

/// One's own application for a fair.
pub async fn own_of(ctx: &Ctx, fair: FairId) -> Result<Option<Application>, AppError> {
    let me = ctx.actor.person()?.id;
    let mine = application::Entity::find().filter(application::Column::ApplicantId.eq(me)).filter(application::Column::FairId.eq(fair));
    Ok(mine.one(ctx.db.read()).await?.map(|row| seen_by_family(&row)))
}

/// One's own applications with their fairs, the latest first.
pub async fn mine(ctx: &Ctx) -> Result<Vec<(Application, Fair)>, AppError> {
    let me = ctx.actor.person()?.id;
    let db = ctx.db.read();
    let query = application::Entity::find().filter(application::Column::ApplicantId.eq(me)).order_by_desc(application::Column::Id);
    let rows = query.all(db).await?;
    let fairs = fair::Entity::find().filter(fair::Column::Id.is_in(rows.iter().map(|row| row.fair_id))).all(db).await?;
    let with = |row: &application::Model| fairs.iter().find(|fair| fair.id == row.fair_id).map(|fair| (seen_by_family(row), fair.into()));
    Ok(rows.iter().filter_map(with).collect())
}

/// Rows of a fair's applications that were sent, in the order in which they came.
pub async fn sent_rows<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<application::Model>, AppError> {
    let query = application::Entity::find()
        .filter(application::Column::FairId.eq(id))
        .filter(application::Column::State.ne(ApplicationState::Draft));
    Ok(query.order_by_asc(application::Column::SentAt).order_by_asc(application::Column::Id).all(db).await?)
}

/// Applications of a fair that were sent, in the order in which they came.
pub async fn sent_of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Application>, AppError> {
    Ok(sent_rows(db, id).await?.iter().map(Application::from).collect())
}

/// How many applications of each fair in the actor's reach an officer has to look at, and since when the first of them waits.
pub(crate) async fn to_screen(ctx: &Ctx) -> Result<Vec<(FairId, i64, DateTime<Utc>)>, AppError> {
    let waiting = application::Entity::find()
        .select_only()
        .column(application::Column::FairId)
        .column_as(application::Column::Id.count(), "n")
        .column_as(application::Column::ChangedAt.min(), "since")
        .filter(plan::reads::open_to_officers())
        .filter(application::Column::FairId.in_subquery(open_in_reach(ctx).into_query()))
        .group_by(application::Column::FairId);
    Ok(waiting.into_tuple().all(ctx.db.read()).await?)
}

/// Keys of fairs in the actor's reach that go on.
pub(crate) fn open_in_reach(ctx: &Ctx) -> Select<fair::Entity> {
    let over = [FairState::Closed, FairState::Settled, FairState::Cancelled];
    let reach = place::within(ctx.actor.scopes(STAFF), fair::Column::MunicipalityCode);
    fair::Entity::find().select_only().column(fair::Column::Id).filter(fair::Column::State.is_not_in(over)).filter(reach)
}

/// Keys of what was sent and not looked at yet.
pub async fn waiting(ctx: &Ctx, id: FairId) -> Result<Vec<FairApplicationId>, AppError> {
    let sent = sent_of(ctx.db.read(), id).await?;
    Ok(sent.into_iter().filter(|row| row.state == ApplicationState::Submitted).map(|row| row.id).collect())
}

/// Whether anything of a family was brought to the fair.
pub(crate) async fn has_goods<C: ConnectionTrait>(db: &C, id: FairApplicationId) -> Result<bool, AppError> {
    let brought = goods::Entity::find().filter(goods::Column::ApplicationId.eq(id)).filter(goods::Column::Brought.gt(0));
    Ok(brought.one(db).await?.is_some())
}

/// Rows of a fair's applications that have a booth or are to have one.
pub(crate) async fn guest_rows<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<application::Model>, AppError> {
    let query = application::Entity::find()
        .filter(application::Column::FairId.eq(id))
        .filter(application::Column::State.is_in(ApplicationState::PLACED));
    Ok(query.order_by_asc(application::Column::Id).all(db).await?)
}

/// Applications of a fair that have a booth or are to have one.
pub async fn guests_of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Application>, AppError> {
    Ok(guest_rows(db, id).await?.iter().map(Application::from).collect())
}

/// Names of families.
pub(crate) async fn names(ctx: &Ctx, families: Vec<FamilyId>) -> Result<Names, AppError> {
    families::public_names(ctx.db.read(), families, ctx.now).await
}
