//! Fairs as pages need them: those to come, and the plan of a year.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{application, fair};
use crate::plan::entity::{budget, team, term};
use crate::plan::rules::Terms;
use crate::plan::rules::{in_ramadan, meet};
use crate::plan::types::{Clash, FairPlan, Fairs, Planned, When};
use crate::reach::READERS;
use crate::reads::desk_fair;
use crate::rules::application::ApplicationState;
use crate::rules::{FairKind, FairState};
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::{FairId, FamilyId};
use people::place;

/// Terms of a fair.
pub async fn terms<C: ConnectionTrait>(db: &C, id: FairId) -> Result<Terms, AppError> {
    let mut terms = Terms::default();
    for row in term::Entity::find().filter(term::Column::FairId.eq(id)).all(db).await? {
        if row.kind == "craft" {
            terms.crafts.insert(row.value)
        } else {
            terms.regions.insert(row.value)
        };
    }
    Ok(terms)
}

/// When a fair is.
pub fn when(fair: &fair::Model, today: NaiveDate) -> When {
    let today = today.to_string();
    if fair.ends_on < today || matches!(fair.state, FairState::Closed | FairState::Settled | FairState::Cancelled) {
        When::Past
    } else if fair.starts_on <= today {
        When::Running
    } else {
        When::Coming
    }
}

/// All fairs that everyone sees, of one kind if it is given.
pub async fn fairs(ctx: &Ctx, kind: Option<FairKind>) -> Result<Fairs, AppError> {
    let mut query = fair::Entity::find().filter(fair::Column::State.is_in(FairState::SHOWN)).order_by_asc(fair::Column::StartsOn);
    if let Some(kind) = kind {
        query = query.filter(fair::Column::Kind.eq(kind));
    }
    let today = day_in_tripoli(ctx.now);
    let mut found = Fairs::default();
    for fair in query.all(ctx.db.read()).await? {
        match when(&fair, today) {
            When::Coming => found.coming.push(fair),
            When::Running => found.running.push(fair),
            When::Past => found.past.push(fair),
        }
    }
    found.past.reverse();
    Ok(found)
}

/// The published order of a fair: reference numbers only, with whether they go.
pub async fn published(ctx: &Ctx, fair: &fair::Model) -> Result<Vec<(String, ApplicationState)>, AppError> {
    if fair.published_on.is_none() {
        return Ok(Vec::new());
    }
    let query =
        application::Entity::find().filter(application::Column::FairId.eq(fair.id)).filter(application::Column::Position.is_not_null());
    let rows = query.order_by_asc(application::Column::Position).order_by_asc(application::Column::Id).all(ctx.db.read()).await?;
    Ok(rows.into_iter().filter_map(|row| row.reference.map(|reference| (reference, row.state))).collect())
}

/// Addresses of all fairs that everyone sees, below the language.
pub async fn public_paths(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let Fairs { coming, running, past } = fairs(ctx, None).await?;
    Ok(running.into_iter().chain(coming).chain(past).map(|fair| format!("/fairs/{}", fair.slug)).collect())
}

/// The plan of a year in the actor's reach; clashes are looked for among the fairs of everyone.
pub async fn plan(ctx: &Ctx, year: i32) -> Result<Vec<Planned>, AppError> {
    ctx.actor.staff(READERS)?;
    let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let of_year = fair::Entity::find().filter(fair::Column::StartsOn.lte(&last)).filter(fair::Column::EndsOn.gte(&first));
    let all = of_year.clone().order_by_asc(fair::Column::StartsOn).order_by_asc(fair::Column::Id).all(ctx.db.read()).await?;
    let reach = place::within(ctx.actor.scopes(READERS), fair::Column::MunicipalityCode);
    let mine: BTreeSet<i64> = of_year.filter(reach).all(ctx.db.read()).await?.into_iter().map(|fair| fair.id.0).collect();
    // What a fair over New Year meets may lie wholly in the other year.
    let (from, to) = all.iter().fold((first, last), |(from, to), fair| (from.min(fair.starts_on.clone()), to.max(fair.ends_on.clone())));
    let beside =
        fair::Entity::find().filter(fair::Column::StartsOn.lte(to)).filter(fair::Column::EndsOn.gte(from)).all(ctx.db.read()).await?;
    let hindered = Hindered::load(ctx, &beside).await?;
    let planned = |fair: &fair::Model| Planned { clashes: hindered.of(ctx, fair, &beside), fair: fair.clone() };
    Ok(all.iter().filter(|fair| mine.contains(&fair.id.0)).map(planned).collect())
}

/// What clashes are made of, loaded once.
struct Hindered {
    teams: Vec<team::Model>,
    names: std::collections::HashMap<ground::ids::PersonId, String>,
    holidays: Vec<place::Holiday>,
    going: Vec<(FairId, FamilyId)>,
}

impl Hindered {
    async fn load(ctx: &Ctx, all: &[fair::Model]) -> Result<Self, AppError> {
        let teams = team::Entity::find().filter(team::Column::FairId.is_in(all.iter().map(|fair| fair.id))).all(ctx.db.read()).await?;
        let names = people::accounts::names(ctx.db.read(), teams.iter().map(|row| row.person_id).collect()).await?;
        let going = application::Entity::find()
            .filter(application::Column::FairId.is_in(all.iter().map(|fair| fair.id)))
            .filter(application::Column::State.is_in(ApplicationState::TAKING_PART));
        let columns = going.select_only().column(application::Column::FairId).column(application::Column::FamilyId);
        let going = columns.into_tuple().all(ctx.db.read()).await?;
        Ok(Self { teams, names, holidays: place::holiday_rows(&ctx.db).await?, going })
    }

    fn of(&self, ctx: &Ctx, fair: &fair::Model, all: &[fair::Model]) -> Vec<Clash> {
        if fair.state == FairState::Cancelled {
            return Vec::new();
        }
        let days = |fair: &fair::Model| (fair.starts_on.clone(), fair.ends_on.clone());
        let (starts, ends) = days(fair);
        let beside = all.iter().filter(|other| other.id != fair.id && other.state != FairState::Cancelled);
        let beside: Vec<&fair::Model> = beside.filter(|other| meet((&starts, &ends), (&other.starts_on, &other.ends_on))).collect();
        let named = |venue: &str| ground::text::fold(venue).split_whitespace().collect::<Vec<_>>().join(" ");
        let hall = |fair: &fair::Model| (fair.municipality_code.clone(), fair.city.clone(), named(&fair.venue));
        let mut clashes: Vec<Clash> =
            beside.iter().filter(|other| hall(other) == hall(fair)).map(|other| Clash::Venue(other.name_ar.clone())).collect();
        let of = |id: FairId| self.teams.iter().filter(move |row| row.fair_id == id).map(|row| row.person_id);
        let families =
            |id: FairId| -> BTreeSet<FamilyId> { self.going.iter().filter(|(of, _)| *of == id).map(|(_, family)| *family).collect() };
        for other in &beside {
            for person in of(fair.id).filter(|person| of(other.id).any(|there| there == *person)) {
                let who = self.names.get(&person).cloned().unwrap_or_default();
                clashes.push(Clash::Team(who, other.name_ar.clone()));
            }
            let both = families(fair.id).intersection(&families(other.id)).count();
            if both > 0 {
                clashes.push(Clash::Families(both, other.name_ar.clone()));
            }
        }
        let (first, last) = (starts.parse::<NaiveDate>().unwrap_or_default(), ends.parse::<NaiveDate>().unwrap_or_default());
        for row in self.holidays.iter().filter(|row| starts <= row.day && row.day <= ends) {
            let name = ground::texts::pick(ctx.l, &row.name_ar, &row.name_en).to_owned();
            clashes.push(Clash::Holiday(name, row.day.parse().unwrap_or_default()));
        }
        if first.iter_days().take_while(|day| *day <= last).any(in_ramadan) {
            clashes.push(Clash::Ramadan);
        }
        clashes
    }
}

/// The same with everything that its plan says.
pub async fn planned_fair(ctx: &Ctx, id: FairId) -> Result<FairPlan, AppError> {
    let db = ctx.db.read();
    let DeskFair { fair, reached } = desk_fair(ctx, id).await?;
    let all = fair::Entity::find()
        .filter(fair::Column::StartsOn.lte(&fair.ends_on))
        .filter(fair::Column::EndsOn.gte(&fair.starts_on))
        .all(db)
        .await?;
    let hindered = Hindered::load(ctx, &all).await?;
    let clashes = hindered.of(ctx, &fair, &all);
    let mut team: Vec<_> = hindered.teams.iter().filter(|row| row.fair_id == id).map(|row| row.person_id).collect();
    team.sort_unstable();
    let team = team.into_iter().map(|person| (person, hindered.names.get(&person).cloned().unwrap_or_default())).collect();
    let budget = budget::Entity::find().filter(budget::Column::FairId.eq(id)).order_by_asc(budget::Column::Position).all(db).await?;
    Ok(FairPlan { terms: terms(db, id).await?, team, budget, clashes, reached, fair })
}
