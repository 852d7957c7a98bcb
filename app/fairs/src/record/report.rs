//! Figures of a fair: who applied and who went, by region and craft, for the first time; sales, and what a family cost.

use std::collections::{BTreeMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::applications::reads::sent_rows;
use crate::days::entity::settlement;
use crate::entity::{application, fair};
use crate::plan;
use crate::plan::types::FairPlan;
use crate::record::types::Went;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::Fair;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::{FairApplicationId, FairId, FamilyId};
use ground::money::Money;
use ground::t;
use ground::texts::Locale;
use people::place::Places;
use training::figures::{Row, Table, Value};

/// Who was there.
fn went(state: ApplicationState) -> bool {
    matches!(state, ApplicationState::CheckedIn | ApplicationState::ClosedOut)
}

/// Who was taken, and asked to say so, whatever came of it.
fn accepted(row: &application::Model) -> bool {
    row.answer_by.is_some()
}

/// Who said that they come, and was not taken back by them.
fn confirmed(state: ApplicationState) -> bool {
    ApplicationState::PLACED.contains(&state) || state == ApplicationState::NoShow
}

/// Who had a booth at a fair that is over, and was not there.
fn absent(fair: FairState, state: ApplicationState) -> bool {
    let over = matches!(fair, FairState::Closed | FairState::Settled);
    state == ApplicationState::NoShow || (over && matches!(state, ApplicationState::BoothAllocated | ApplicationState::Ready))
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    applied: i64,
    went: i64,
    first: i64,
    sales: i64,
}

impl Sum {
    fn row(self, label: String) -> Row {
        let values = vec![Value::Count(self.applied), Value::Count(self.went), Value::Count(self.first), Value::Money(Money(self.sales))];
        Row { label, people: self.applied, values }
    }
}

/// The fair as a whole, line by line.
fn whole(l: Locale, view: &FairPlan, rows: &[application::Model], all: Sum) -> Vec<(String, Value)> {
    let planned: i64 = view.budget.iter().map(|line| line.planned.0).sum();
    let spent: i64 = view.budget.iter().map(|line| line.spent.0).sum();
    let count = |of: fn(&Fair, &application::Model) -> bool| rows.iter().filter(|row| of(&view.fair, row)).count() as i64;
    let each = |sum: i64| if all.went > 0 { Value::Money(Money(sum / all.went)) } else { Value::None };
    vec![
        (t!(l, fairs.report_days), Value::Count((view.fair.ends_on - view.fair.starts_on).num_days() + 1)),
        (t!(l, fairs.applied), Value::Count(all.applied)),
        (t!(l, fairs.accepted), Value::Count(count(|_, row| accepted(row)))),
        (t!(l, fairs.confirmed), Value::Count(count(|_, row| confirmed(row.state)))),
        (t!(l, fairs.went), Value::Count(all.went)),
        (t!(l, fairs.absent), Value::Count(count(|fair, row| absent(fair.state, row.state)))),
        (t!(l, fairs.first_time), Value::Count(all.first)),
        (t!(l, fairs.visitors), view.visitors.map_or(Value::None, Value::Count)),
        (t!(l, fairs.sales), Value::Money(Money(all.sales))),
        (t!(l, fairs.sales_of_each), each(all.sales)),
        (t!(l, fairs.planned), Value::Money(Money(planned))),
        (t!(l, fairs.spent), Value::Money(Money(spent))),
        (t!(l, fairs.cost_of_each), if spent > 0 { each(spent) } else { Value::None }),
    ]
}

/// The tables of a fair's report, in the reader's language.
pub async fn tables(ctx: &Ctx, id: FairId) -> Result<(FairPlan, Vec<Table>), AppError> {
    let view = plan::reads::planned_fair(ctx, id).await?;
    let db = ctx.db.read();
    let rows = sent_rows(db, id).await?;
    let keys: Vec<FairApplicationId> = rows.iter().map(|row| row.id).collect();
    let settled = settlement::Entity::find().filter(settlement::Column::ApplicationId.is_in(keys)).all(db).await?;
    let before = been_before(ctx, &view.fair, rows.iter().map(|row| row.family_id).collect()).await?;
    let sum = |rows: &[&application::Model]| {
        let mut sum = Sum { applied: rows.len() as i64, ..Sum::default() };
        for row in rows.iter().filter(|row| went(row.state)) {
            sum.went += 1;
            sum.first += i64::from(!before.contains(&row.family_id));
            sum.sales += settled.iter().find(|one| one.application_id == row.id).map_or(0, |one| one.sales);
        }
        sum
    };
    let l = ctx.l;
    let crafts = people::crafts::crafts(&ctx.db).await?;
    let columns = || vec![t!(l, fairs.applied), t!(l, fairs.went), t!(l, fairs.first_time), t!(l, fairs.sales)];
    let grouped = |title: String, of: String, key: &dyn Fn(&application::Model) -> String| {
        let mut groups: BTreeMap<String, Vec<&application::Model>> = BTreeMap::new();
        for row in &rows {
            groups.entry(key(row)).or_default().push(row);
        }
        let lines: Vec<Row> = groups.into_iter().map(|(label, rows)| sum(&rows).row(label)).collect();
        let whole = (lines.len() > 1).then(|| sum(&rows.iter().collect::<Vec<_>>()).row(t!(l, training.figures_sum)));
        Table { title, of, columns: columns(), rows: lines, overlapping: false, chains: &[], sum: whole }
    };
    let all = sum(&rows.iter().collect::<Vec<_>>());
    let whole = whole(l, &view, &rows, all);
    let whole = whole.into_iter().map(|(label, value)| Row { label, people: all.applied, values: vec![value] }).collect();
    let tables = vec![
        Table {
            title: t!(l, fairs.report),
            of: t!(l, fairs.figure),
            columns: vec![t!(l, fairs.value)],
            rows: whole,
            overlapping: true,
            chains: &[],
            sum: None,
        },
        grouped(t!(l, fairs.by_region), t!(l, fairs.region), &|row| Places::region(l, &row.region_code)),
        grouped(t!(l, fairs.by_craft), t!(l, catalogue.craft), &|row| crafts.name(l, row.crafts.split(' ').next().unwrap_or_default())),
    ];
    Ok((view, if rows.is_empty() { Vec::new() } else { tables }))
}

/// How many families were at a fair that is over, from how many regions, with how many crafts.
pub(crate) async fn went_to<C: ConnectionTrait>(db: &C, fair: &Fair) -> Result<Option<Went>, AppError> {
    if !matches!(fair.state, FairState::Closed | FairState::Settled) {
        return Ok(None);
    }
    let there = application::Entity::find().filter(application::Column::FairId.eq(fair.id));
    let there = there.filter(application::Column::State.is_in(ApplicationState::ALL.iter().copied().filter(|state| went(*state))));
    let columns = there.select_only().column(application::Column::RegionCode).column(application::Column::Crafts);
    let rows: Vec<(String, String)> = columns.into_tuple().all(db).await?;
    let regions: HashSet<&str> = rows.iter().map(|(region, _)| region.as_str()).collect();
    let crafts: HashSet<&str> = rows.iter().filter_map(|(_, crafts)| crafts.split(' ').next()).collect();
    let went = Went { families: rows.len(), regions: regions.len(), crafts: crafts.len() };
    Ok((went.families > 0).then_some(went))
}

/// Families that were at an earlier fair.
async fn been_before(ctx: &Ctx, fair: &Fair, families: Vec<FamilyId>) -> Result<HashSet<FamilyId>, AppError> {
    let db = ctx.db.read();
    let earlier = fair::Entity::find().select_only().column(fair::Column::Id);
    let earlier = earlier.filter(fair::Column::EndsOn.lt(fair.starts_on)).into_query();
    let there = application::Entity::find()
        .select_only()
        .column(application::Column::FamilyId)
        .filter(application::Column::FamilyId.is_in(families))
        .filter(application::Column::State.is_in(ApplicationState::ALL.iter().copied().filter(|state| went(*state))))
        .filter(application::Column::FairId.in_subquery(earlier));
    Ok(there.into_tuple().all(db).await?.into_iter().collect())
}
