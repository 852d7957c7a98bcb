//! Booths are given: a saved proposal that can be made again, moved by hand, and never twice at the same time.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::acts::{go, in_reach, not_mine, record};
use crate::application::{ApplicationState, DayPart};
use crate::calendar;
use crate::entity::{allocation, application, booth, fair_product, stand};
use crate::hall;
use crate::layout::PartKind;
use crate::pages::at;
use crate::placing::{self, Booth, Guest};
use crate::rules::{FairMove, FairState};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{BoothId, FairApplicationId, FairId, FamilyId, ProductId};
use ground::lots;
use people::notifications::{Notice, tell_inviting};

/// Halves of the day that a part of it takes.
pub fn halves(part: DayPart) -> (i64, i64) {
    match part {
        DayPart::Whole => (0, 2),
        DayPart::Morning => (0, 1),
        DayPart::Evening => (1, 2),
    }
}

/// Who said that they come, and who has a booth already.
const PLACED: [ApplicationState; 5] = [
    ApplicationState::Confirmed,
    ApplicationState::BoothAllocated,
    ApplicationState::Ready,
    ApplicationState::CheckedIn,
    ApplicationState::ClosedOut,
];

/// Applications of a fair that have a booth or are to have one.
pub async fn guests_of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<application::Model>, AppError> {
    let query = application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::State.is_in(PLACED));
    Ok(query.order_by_asc(application::Column::Id).all(db).await?)
}

/// Stands of a fair.
pub async fn of<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<stand::Model>, AppError> {
    let guests: Vec<FairApplicationId> = guests_of(db, id).await?.iter().map(|row| row.id).collect();
    Ok(stand::Entity::find().filter(stand::Column::ApplicationId.is_in(guests)).order_by_asc(stand::Column::BoothId).all(db).await?)
}

/// How the allocation of a fair was made, if it was.
pub async fn made<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Option<allocation::Model>, AppError> {
    Ok(allocation::Entity::find_by_id(id).one(db).await?)
}

pub(crate) fn guest(row: &application::Model) -> Guest {
    Guest {
        key: row.id.0,
        reference: row.reference.clone().unwrap_or_default(),
        kind: row.size,
        halves: halves(row.part),
        power: row.power,
        water: row.water,
        accessible: row.accessible,
        craft: row.crafts.split(' ').next().unwrap_or_default().to_owned(),
        region: row.region_code.clone(),
    }
}

/// Booths that can be given, with the crafts of the zones in which their middle lies.
pub(crate) fn booths(found: &hall::Hall) -> Vec<Booth> {
    let within = |row: &booth::Model, part: &crate::entity::part::Model| {
        let (x, y) = (2 * row.x + row.width, 2 * row.y + row.height);
        (2 * part.x..=2 * (part.x + part.width)).contains(&x) && (2 * part.y..=2 * (part.y + part.height)).contains(&y)
    };
    let zones = |row: &booth::Model| -> BTreeSet<String> {
        let of = found.parts.iter().filter(|part| part.kind == PartKind::Zone && within(row, part));
        of.filter_map(|part| part.craft.clone()).collect()
    };
    let free = found.booths.iter().filter(|row| !row.blocked);
    free.map(|row| Booth {
        key: row.id.0,
        kind: row.kind,
        area: (row.x, row.y, row.width, row.height),
        power: row.power,
        water: row.water,
        accessible: row.accessible,
        zones: zones(row),
    })
    .collect()
}

/// A fair whose booths can be given: results are published, and it has not begun.
fn givable(state: FairState) -> Result<(), AppError> {
    if matches!(state, FairState::ResultsPublished | FairState::SetUp) { Ok(()) } else { Err(Reason::NotNow.into()) }
}

/// An officer has booths given to all who said that they come. Made again, it is made anew from another seed; nothing is told
/// before it is taken over.
pub async fn allocate(ctx: &Ctx, id: FairId) -> Result<usize, AppError> {
    let me = ctx.actor.person()?.id;
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    givable(fair.state)?;
    not_mine(&tx, id, me).await?;
    let rows = guests_of(&*tx, id).await?;
    let found = hall::of(&*tx, id).await?.ok_or(Reason::NoRoom)?;
    let before = of(&*tx, id).await?;
    if rows.is_empty() {
        return Err(Reason::NobodyThere.into());
    }
    let seed = lots::seed();
    let guests: Vec<Guest> = rows.iter().map(guest).collect();
    let booths = booths(&found);
    let drawn = seed.clone();
    // Arithmetic over everyone: on a thread of its own.
    let placed = tokio::task::spawn_blocking(move || placing::place(&guests, &booths, &drawn)).await;
    let placed = placed.map_err(|error| AppError::Unexpected(ground::error::Incident::log(&error)))?;
    clear(&tx, id).await?;
    for row in &rows {
        let booth = placed.of.get(&row.id.0).copied().map(BoothId);
        if before.iter().find(|stand| stand.application_id == row.id).map(|stand| stand.booth_id) != booth {
            untold(&tx, row).await?;
        }
        if let Some(booth) = booth {
            put(&tx, row, booth, false).await?;
        }
    }
    let row = allocation::ActiveModel {
        fair_id: Set(id),
        seed: Set(seed),
        score: Set(placed.score),
        left_out: Set(i64::try_from(placed.left_out.len()).unwrap_or(i64::MAX)),
        made_by: Set(me),
        at: Set(ctx.now),
    };
    allocation::Entity::insert(row).exec_without_returning(&*tx).await?;
    record(&tx, ctx, "fair.allocate", id, format!("{} placed, {} left out", placed.of.len(), placed.left_out.len())).await?;
    tx.public_changed().await?;
    tx.commit().await?;
    Ok(placed.of.len())
}

/// Who was told of a booth and has another one now, or none, is to be told again.
async fn untold(tx: &Tx, row: &application::Model) -> Result<(), AppError> {
    if matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready) {
        let mut row = row.clone().into_active_model();
        row.state = Set(ApplicationState::Confirmed);
        row.update(&**tx).await?;
    }
    Ok(())
}

async fn clear(tx: &Tx, id: FairId) -> Result<(), AppError> {
    let sql = "DELETE FROM stand WHERE application_id IN (SELECT id FROM fair_application WHERE fair_id = $1)";
    tx.run(sql, vec![id.into()]).await?;
    allocation::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

async fn put(tx: &Tx, row: &application::Model, booth: BoothId, by_hand: bool) -> Result<(), AppError> {
    let (from, to) = halves(row.part);
    let new = stand::ActiveModel {
        application_id: Set(row.id),
        booth_id: Set(booth),
        half_from: Set(from),
        half_to: Set(to),
        by_hand: Set(by_hand),
    };
    match stand::Entity::insert(new).exec_without_returning(&**tx).await {
        Ok(_) => Ok(()),
        // Somebody else gave it a moment before: the schema knows.
        Err(error) if error.to_string().contains("stands_apart") => {
            Err(FieldErrors::one(&format!("booth_{}", row.id), Problem::BoothTaken).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// An officer gives somebody another booth, or none. What is not met is refused; two may exchange.
pub async fn give(ctx: &Ctx, id: FairId, application: FairApplicationId, booth: Option<BoothId>) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    givable(fair.state)?;
    let rows = guests_of(&*tx, id).await?;
    let row = rows.iter().find(|row| row.id == application).ok_or(AppError::NotFound)?;
    if Some(row.applicant_id) == ctx.actor.id() {
        return Err(Reason::OwnCase.into());
    }
    let held = stand::Entity::find_by_id(application).one(&*tx).await?.map(|stand| stand.booth_id);
    if held != booth {
        untold(&tx, row).await?;
    }
    let field = format!("booth_{application}");
    stand::Entity::delete_by_id(application).exec(&*tx).await?;
    if let Some(booth) = booth {
        let found = hall::of(&*tx, id).await?.ok_or(AppError::NotFound)?;
        let known = booths(&found);
        let known = known.iter().find(|known| known.key == booth.0).ok_or_else(|| FieldErrors::one(&field, Problem::NotAChoice))?;
        if !placing::fits(&guest(row), known) {
            return Err(FieldErrors::one(&field, Problem::BoothUnfit).into());
        }
        put(&tx, row, booth, true).await?;
    }
    record(&tx, ctx, "fair.stand", id, format!("{} {booth:?}", row.reference.clone().unwrap_or_default())).await?;
    tx.public_changed().await?;
    Ok(tx.commit().await?)
}

/// The allocation is taken over: everyone with a booth hears its number, and the fair is set up. Done again after changes, those
/// who were not told yet are told.
pub async fn take_over(ctx: &Ctx, id: FairId) -> Result<usize, AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    givable(fair.state)?;
    let stands = of(&*tx, id).await?;
    if stands.is_empty() {
        return Err(Reason::NobodyThere.into());
    }
    let found = hall::of(&*tx, id).await?.ok_or(AppError::NotFound)?;
    let title = fair.name_ar.clone();
    let places = people::place::places(&ctx.db).await?;
    let mut told = 0;
    for row in guests_of(&*tx, id).await? {
        let Some(stand) = stands.iter().find(|stand| stand.application_id == row.id) else { continue };
        if row.state != ApplicationState::Confirmed {
            continue;
        }
        let number = found.booths.iter().find(|booth| booth.id == stand.booth_id).map(|booth| booth.number.clone()).unwrap_or_default();
        let (key, applicant) = (row.id, row.applicant_id);
        let mut row = row.into_active_model();
        row.state = Set(ApplicationState::BoothAllocated);
        row.changed_at = Set(ctx.now);
        let row = row.update(&*tx).await?;
        crate::ready::look(&tx, ctx, &fair, row).await?;
        let invite = |l, to: &str| Some(calendar::invitation(l, &ctx.site, &fair, &at(l, &fair, &places), to));
        let notice = Notice::FairBooth { title: title.clone(), number };
        tell_inviting(&tx, ctx, applicant, &notice, &format!("/me/fairs/{key}"), invite).await?;
        told += 1;
    }
    if fair.state == FairState::ResultsPublished {
        go(&tx, ctx, fair, FairMove::SetUp).await?;
    }
    record(&tx, ctx, "fair.set_up", id, format!("{told} told")).await?;
    tx.public_changed().await?;
    tx.commit().await?;
    Ok(told)
}

/// Somebody leaves the fair: the booth is free.
pub(crate) async fn leave(tx: &Tx, application: FairApplicationId) -> Result<(), AppError> {
    stand::Entity::delete_by_id(application).exec(&**tx).await?;
    tx.run("DELETE FROM fair_rider WHERE application_id = $1", vec![application.into()]).await?;
    Ok(())
}

/// A booth with who is in it, for the guide.
#[derive(Debug, Clone)]
pub struct Exhibitor {
    /// The application.
    pub application: FairApplicationId,
    /// The family.
    pub family: FamilyId,
    /// The booth.
    pub booth: BoothId,
    /// Its number.
    pub number: String,
    /// Which part of each day.
    pub part: DayPart,
    /// Crafts.
    pub crafts: String,
}

/// Whether a family was told of its booth, and is at the fair or will be.
pub(crate) fn told(state: ApplicationState) -> bool {
    PLACED.contains(&state) && state != ApplicationState::Confirmed
}

/// Whether there is a guide: somebody was told of a booth.
pub async fn guided<C: ConnectionTrait>(db: &C, id: FairId) -> Result<bool, AppError> {
    let shown = PLACED.into_iter().filter(|state| told(*state));
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(id)).filter(application::Column::State.is_in(shown));
    Ok(of_fair.one(db).await?.is_some())
}

/// The number of the booth that a family was told; empty as long as it was told none.
pub async fn number_of<C: ConnectionTrait>(db: &C, row: &application::Model) -> Result<String, AppError> {
    let given = stand::Entity::find_by_id(row.id).one(db).await?.filter(|_| told(row.state));
    let Some(given) = given else { return Ok(String::new()) };
    Ok(booth::Entity::find_by_id(given.booth_id).one(db).await?.map(|booth| booth.number).unwrap_or_default())
}

/// Who is where, once booths were told.
pub async fn exhibitors<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Vec<Exhibitor>, AppError> {
    let rows = guests_of(db, id).await?;
    let shown: HashMap<FairApplicationId, application::Model> =
        rows.into_iter().filter(|row| told(row.state)).map(|row| (row.id, row)).collect();
    let booths = booth::Entity::find().filter(booth::Column::FairId.eq(id)).all(db).await?;
    let stands = stand::Entity::find().filter(stand::Column::ApplicationId.is_in(shown.keys().copied())).all(db).await?;
    let with = |stand: stand::Model| {
        let row = shown.get(&stand.application_id)?;
        let booth = booths.iter().find(|booth| booth.id == stand.booth_id)?;
        Some(Exhibitor {
            application: row.id,
            family: row.family_id,
            booth: booth.id,
            number: booth.number.clone(),
            part: row.part,
            crafts: row.crafts.clone(),
        })
    };
    let mut all: Vec<Exhibitor> = stands.into_iter().filter_map(with).collect();
    all.sort_by_key(|one| (crate::layout::natural(&one.number), one.application.0));
    Ok(all)
}

/// Products that exhibitors bring.
pub async fn brought<C: ConnectionTrait>(db: &C, all: &[Exhibitor]) -> Result<Vec<(FamilyId, ProductId)>, AppError> {
    let rows = fair_product::Entity::find().filter(fair_product::Column::ApplicationId.is_in(all.iter().map(|one| one.application)));
    let rows = rows.order_by_asc(fair_product::Column::ProductId).all(db).await?;
    let whose = |id: FairApplicationId| all.iter().find(|one| one.application == id).map(|one| one.family);
    Ok(rows.into_iter().filter_map(|row| whose(row.application_id).map(|family| (family, row.product_id))).collect())
}
