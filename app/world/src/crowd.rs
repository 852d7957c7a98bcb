//! Many at one fair, for benchmarks.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use fairs::applications::reads::applicant;
use fairs::entity::{application, fair};
use fairs::{ApplicationMove, ApplicationState, BoothKind, DayPart, FairMove, FairState};
use ground::ctx::Ctx;
use ground::days::tripoli;
use ground::error::AppError;
use ground::ids::{FairId, FamilyId};
use ground::states::States;
use market::families;

/// These families said that they come, and results are published, as if all had gone its way; what they need differs.
pub(crate) async fn crowd(ctx: &Ctx, id: FairId, families: Vec<FamilyId>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    use ApplicationMove as M;
    let sent = ApplicationState::first().step(M::Send)?.step(M::Screen)?.step(M::Review)?;
    let comes = sent.step(M::Accept)?.step(M::Confirm)?;
    for (n, family) in (1_usize..).zip(families) {
        let (known, municipality) = applicant(ctx, &*tx, family).await?;
        let owner = families::owner_of(&*tx, family).await?.ok_or(AppError::NotFound)?;
        let row = application::ActiveModel {
            fair_id: Set(id),
            family_id: Set(family),
            applicant_id: Set(owner),
            state: comes.set(),
            reference: Set(Some(format!("F-{}-{:05}", tripoli(ctx.now).format("%Y"), 90_000 + n))),
            municipality_code: Set(municipality),
            region_code: Set(known.region),
            crafts: Set(known.crafts.join(" ")),
            words: Set(String::new()),
            size: Set(if n.is_multiple_of(17) { BoothKind::Kitchen } else { BoothKind::Small }),
            part: Set([DayPart::Whole, DayPart::Morning, DayPart::Evening][n % 3]),
            power: Set(n.is_multiple_of(2)),
            water: Set(n.is_multiple_of(17)),
            accessible: Set(n.is_multiple_of(29)),
            transport: Set(false),
            lodging: Set(0),
            samples: Set(false),
            origin_paper: Set(false),
            labels: Set(false),
            needs_said: Set(true),
            reason: Set(String::new()),
            created_at: Set(ctx.now),
            changed_at: Set(ctx.now),
            ..Default::default()
        };
        application::Entity::insert(row).exec_without_returning(&*tx).await?;
    }
    // The moves on the way, and their rows of the trail, are left out: nobody reads them in a bench.
    let reviewing = FairState::first().step(FairMove::OpenCall)?.step(FairMove::CloseCall)?.step(FairMove::Review)?;
    let published = reviewing.step(FairMove::Publish)?;
    let published = fair::ActiveModel { state: published.set(), changed_at: Set(ctx.now), ..Default::default() };
    fair::Entity::update_many().set(published).filter(fair::Column::Id.eq(id)).exec(&*tx).await?;
    tx.changed(id).await?;
    Ok(tx.commit().await?)
}
