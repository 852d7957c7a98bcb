//! Fairs as pages need them: those to come, and the plan of a year.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{application, fair};
use crate::plan::entity::{budget, team, term};
use crate::plan::rules::{FairTermKind, Terms, in_ramadan, meet};
use crate::plan::types::{BudgetLine, Clash, FairPlan, Fairs, Particulars, Planned, Results, States, When};
use crate::reach::READERS;
use crate::reads::desk_row;
use crate::rules::application::ApplicationState;
use crate::rules::{FairKind, FairState};
use crate::types::Fair;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{FairId, FamilyId, PersonId};
use people::place;

/// Terms of a fair.
pub async fn terms<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Terms, AppError> {
    let mut terms = Terms::default();
    for row in term::Entity::find().filter(term::Column::FairId.eq(id)).all(db).await? {
        match row.kind {
            FairTermKind::Craft => terms.crafts.insert(row.value),
            FairTermKind::Region => terms.regions.insert(row.value),
        };
    }
    Ok(terms)
}

/// All fairs that everyone sees, of one kind if it is given.
pub async fn fairs(ctx: &Ctx, kind: Option<FairKind>) -> Result<Fairs, AppError> {
    let mut query = fair::Entity::find().filter(fair::Column::State.is_in(FairState::SHOWN)).order_by_asc(fair::Column::StartsOn);
    if let Some(kind) = kind {
        query = query.filter(fair::Column::Kind.eq(kind));
    }
    let today = day_in_tripoli(ctx.now);
    let mut found = Fairs::default();
    for row in query.all(ctx.db.read()).await? {
        let fair = Fair::from(&row);
        match When::of(&fair, today) {
            When::Coming => found.coming.push(fair),
            When::Running => found.running.push(fair),
            When::Past => found.past.push(fair),
        }
    }
    found.past.reverse();
    Ok(found)
}

/// What is said of a fair.
pub(crate) fn particulars(row: &fair::Model) -> Particulars {
    Particulars {
        about: row.about.clone(),
        organiser: row.organiser.clone(),
        partners: row.partners.clone(),
        costs: row.costs.clone(),
        contact: row.contact.clone(),
        why_cancelled: row.words.clone(),
    }
}

/// The published order of a fair, by reference numbers only, and how it came about; nothing before it is published.
pub async fn results(ctx: &Ctx, fair: &fair::Model) -> Result<Option<Results>, AppError> {
    if fair.published_on.is_none() {
        return Ok(None);
    }
    let query =
        application::Entity::find().filter(application::Column::FairId.eq(fair.id)).filter(application::Column::Position.is_not_null());
    let rows = query.order_by_asc(application::Column::Position).order_by_asc(application::Column::Id).all(ctx.db.read()).await?;
    let order = rows.into_iter().filter_map(|row| row.reference.map(|reference| (reference, row.state))).collect();
    Ok(Some(Results { order, rotation: fair.rotation, balance: fair.balance, seed: fair.seed.clone() }))
}

/// Addresses of all fairs that everyone sees, below the language.
pub async fn public_paths(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let Fairs { coming, running, past } = fairs(ctx, None).await?;
    Ok(running.into_iter().chain(coming).chain(past).map(|fair| format!("/fairs/{}", fair.slug)).collect())
}

/// The plan of a year in the actor's reach; clashes are looked for among the fairs of everyone.
pub async fn plan(ctx: &Ctx, year: i32) -> Result<Vec<Planned>, AppError> {
    ctx.actor.staff(READERS)?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or(AppError::NotFound);
    let (first, last) = (day(1, 1)?, day(12, 31)?);
    let of_year = fair::Entity::find().filter(fair::Column::StartsOn.lte(last)).filter(fair::Column::EndsOn.gte(first));
    let all = of_year.clone().order_by_asc(fair::Column::StartsOn).order_by_asc(fair::Column::Id).all(ctx.db.read()).await?;
    let reach = place::within(ctx.actor.scopes(READERS), fair::Column::MunicipalityCode);
    let mine: BTreeSet<i64> = of_year.filter(reach).all(ctx.db.read()).await?.into_iter().map(|fair| fair.id.0).collect();
    // What a fair over New Year meets may lie wholly in the other year.
    let (from, to) = all.iter().fold((first, last), |(from, to), fair| (from.min(fair.starts_on), to.max(fair.ends_on)));
    let beside =
        fair::Entity::find().filter(fair::Column::StartsOn.lte(to)).filter(fair::Column::EndsOn.gte(from)).all(ctx.db.read()).await?;
    let beside: Vec<Fair> = beside.iter().map(Fair::from).collect();
    let hindered = Hindered::load(ctx, &beside).await?;
    let planned = |fair: Fair| Planned { clashes: hindered.of(ctx, &fair, &beside), fair };
    Ok(all.iter().filter(|row| mine.contains(&row.id.0)).map(|row| planned(Fair::from(row))).collect())
}

/// What clashes are made of, loaded once.
struct Hindered {
    teams: Vec<team::Model>,
    names: HashMap<PersonId, String>,
    holidays: Vec<place::Holiday>,
    going: Vec<(FairId, FamilyId)>,
}

impl Hindered {
    async fn load(ctx: &Ctx, all: &[Fair]) -> Result<Self, AppError> {
        let teams = team::Entity::find().filter(team::Column::FairId.is_in(all.iter().map(|fair| fair.id))).all(ctx.db.read()).await?;
        let names = people::accounts::names(ctx.db.read(), teams.iter().map(|row| row.person_id).collect()).await?;
        let going = application::Entity::find()
            .filter(application::Column::FairId.is_in(all.iter().map(|fair| fair.id)))
            .filter(application::Column::State.is_in(ApplicationState::TAKING_PART));
        let columns = going.select_only().column(application::Column::FairId).column(application::Column::FamilyId);
        let going = columns.into_tuple().all(ctx.db.read()).await?;
        Ok(Self { teams, names, holidays: place::holiday_rows(&ctx.db).await?, going })
    }

    fn of(&self, ctx: &Ctx, fair: &Fair, all: &[Fair]) -> Vec<Clash> {
        if fair.state == FairState::Cancelled {
            return Vec::new();
        }
        let days = |fair: &Fair| (fair.starts_on, fair.ends_on);
        let beside = all.iter().filter(|other| other.id != fair.id && other.state != FairState::Cancelled);
        let beside: Vec<&Fair> = beside.filter(|other| meet(days(fair), days(other))).collect();
        let named = |venue: &str| ground::text::fold(venue).split_whitespace().collect::<Vec<_>>().join(" ");
        let hall = |fair: &Fair| (fair.municipality.clone(), fair.city.clone(), named(&fair.venue));
        let same_hall = beside.iter().filter(|other| hall(other) == hall(fair));
        let mut clashes: Vec<Clash> = same_hall.map(|other| Clash::Venue(other.name_ar.clone())).collect();
        clashes.extend(beside.iter().flat_map(|other| self.shared(fair.id, other)));
        clashes.extend(self.calendar(ctx, days(fair)));
        clashes
    }

    /// People of the staff and families that are to be at both.
    fn shared(&self, id: FairId, other: &Fair) -> Vec<Clash> {
        let of = |id: FairId| self.teams.iter().filter(move |row| row.fair_id == id).map(|row| row.person_id);
        let both = of(id).filter(|person| of(other.id).any(|there| there == *person));
        let who = |person: PersonId| self.names.get(&person).cloned().unwrap_or_default();
        let mut clashes: Vec<Clash> = both.map(|person| Clash::Team(who(person), other.name_ar.clone())).collect();
        let families =
            |id: FairId| -> BTreeSet<FamilyId> { self.going.iter().filter(|(of, _)| *of == id).map(|(_, family)| *family).collect() };
        let both = families(id).intersection(&families(other.id)).count();
        if both > 0 {
            clashes.push(Clash::Families(both, other.name_ar.clone()));
        }
        clashes
    }

    /// Holidays and Ramadan.
    fn calendar(&self, ctx: &Ctx, (first, last): (NaiveDate, NaiveDate)) -> Vec<Clash> {
        let days = first..=last;
        let holidays = self.holidays.iter().filter(|row| days.contains(&row.day));
        let named = |row: &place::Holiday| {
            let name = ground::texts::pick(ctx.l, &row.name_ar, &row.name_en).to_owned();
            Clash::Holiday(name, row.day)
        };
        let mut clashes: Vec<Clash> = holidays.map(named).collect();
        if first.iter_days().take_while(|day| *day <= last).any(in_ramadan) {
            clashes.push(Clash::Ramadan);
        }
        clashes
    }
}

/// What an officer has to look at: what was sent, and refusals that one officer proposed and no other one answered.
pub(crate) fn open_to_officers() -> Condition {
    let passed = application::Column::State.eq(ApplicationState::Screened);
    let proposed = Condition::all().add(passed).add(application::Column::Reason.ne(""));
    Condition::any().add(application::Column::State.eq(ApplicationState::Submitted)).add(proposed)
}

/// How many applications of a fair an officer has to look at.
pub async fn n_to_screen<C: ConnectionTrait>(db: &C, id: FairId) -> Result<u64, AppError> {
    let of_fair = application::Entity::find().filter(application::Column::FairId.eq(id));
    Ok(of_fair.filter(open_to_officers()).count(db).await?)
}

/// How many applications of a fair stand where.
pub async fn states<C: ConnectionTrait>(db: &C, id: FairId) -> Result<States, AppError> {
    let of_fair = application::Entity::find().select_only().column(application::Column::State);
    let counted = of_fair.column_as(application::Column::Id.count(), "n").filter(application::Column::FairId.eq(id));
    Ok(States(counted.group_by(application::Column::State).into_tuple().all(db).await?))
}

/// The same with everything that its plan says.
pub async fn planned_fair(ctx: &Ctx, id: FairId) -> Result<FairPlan, AppError> {
    let db = ctx.db.read();
    let (row, reached) = desk_row(ctx, id).await?;
    let all = fair::Entity::find()
        .filter(fair::Column::StartsOn.lte(row.ends_on))
        .filter(fair::Column::EndsOn.gte(row.starts_on))
        .all(db)
        .await?;
    let all: Vec<Fair> = all.iter().map(Fair::from).collect();
    let hindered = Hindered::load(ctx, &all).await?;
    let fair = Fair::from(&row);
    let clashes = hindered.of(ctx, &fair, &all);
    let mut team: Vec<_> = hindered.teams.iter().filter(|row| row.fair_id == id).map(|row| row.person_id).collect();
    team.sort_unstable();
    let team = team.into_iter().map(|person| (person, hindered.names.get(&person).cloned().unwrap_or_default())).collect();
    let budget = budget::Entity::find().filter(budget::Column::FairId.eq(id)).order_by_asc(budget::Column::Position).all(db).await?;
    let budget = budget.into_iter().map(BudgetLine::from).collect();
    let (terms, particulars) = (terms(db, id).await?, particulars(&row));
    Ok(FairPlan { terms, particulars, team, budget, clashes, reached, visitors: row.visitors, fair })
}
