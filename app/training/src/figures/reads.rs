//! Figures of training: demand and seats, selection against kept seats, what came of it, and what changed in the shop.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::courses::conditions;
use crate::courses::terms::{Lives, Quota};
use crate::entity::{attendance, cohort, course, enrolment, lesson};
use crate::figures::rules::tell_no_few;
use crate::figures::types::{Audience, Choice, Row, Table, Value};
use crate::lessons::results;
use crate::rules::{CohortState, EnrolmentState, SMALL};
use crate::types::{Course, Lesson};
use cases::casework::{self, ProductRecord};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli};
use ground::error::AppError;
use ground::ids::{CohortId, LessonId, PersonId};
use ground::money::Money;
use ground::t;
use ground::texts::{self, Locale};
use people::crafts::Crafts;
use people::place::{self, Places, REGIONS};

/// Who reads them.
pub const READERS: &[Role] = &[Role::Officer, Role::BranchHead, Role::Organiser, Role::Auditor];

/// Days before the first and after the last day of a cohort in which products of its families are counted.
const SPAN: u64 = 180;

struct Counted {
    course: course::Model,
    cohort: cohort::Model,
    quotas: Vec<Quota>,
    rows: Vec<enrolment::Model>,
    /// Whether its lessons have begun.
    begun: bool,
    /// How many were taught.
    taught: i64,
    /// Attended part of the hours of those for whom something is noted, percent.
    shares: Vec<i64>,
    /// Marks of lessons that were held and are not noted yet.
    unnoted: i64,
}

/// Whether somebody was offered a seat at any time: an offer had its day.
fn offered(row: &enrolment::Model) -> bool {
    row.answer_by.is_some()
}

/// Whether somebody took a seat and did not give it back.
fn took(row: &enrolment::Model) -> bool {
    row.state.taught()
}

/// Whether somebody who took a seat came.
fn came(row: &enrolment::Model) -> bool {
    took(row) && row.state != EnrolmentState::NoShow
}

fn completed(row: &enrolment::Model) -> bool {
    matches!(row.state, EnrolmentState::Completed | EnrolmentState::Certified)
}

async fn counted(ctx: &Ctx, choice: &Choice) -> Result<Vec<Counted>, AppError> {
    ctx.actor.staff(READERS)?;
    let db = ctx.db.read();
    let today = day_in_tripoli(ctx.now);
    let mut query = cohort::Entity::find()
        .filter(cohort::Column::State.is_not_in([CohortState::Planned, CohortState::Cancelled]))
        .filter(place::within(ctx.actor.scopes(READERS), cohort::Column::MunicipalityCode))
        .order_by_asc(cohort::Column::StartsOn);
    if let Some(course) = choice.course {
        query = query.filter(cohort::Column::CourseId.eq(course));
    }
    if let Some(from) = choice.from {
        query = query.filter(cohort::Column::StartsOn.gte(from));
    }
    if let Some(until) = choice.until {
        query = query.filter(cohort::Column::StartsOn.lte(until));
    }
    let cohorts = query.all(db).await?;
    let courses = course::Entity::find().filter(course::Column::Id.is_in(cohorts.iter().map(|row| row.course_id))).all(db).await?;
    let ids: Vec<CohortId> = cohorts.iter().map(|row| row.id).collect();
    let mut rows: HashMap<CohortId, Vec<enrolment::Model>> = HashMap::new();
    let of_cohorts = enrolment::Entity::find().filter(enrolment::Column::CohortId.is_in(ids.iter().copied()));
    for row in of_cohorts.order_by_asc(enrolment::Column::Id).all(db).await? {
        rows.entry(row.cohort_id).or_default().push(row);
    }
    // Lessons that are still to come were not missed.
    let mut lessons = lesson::of_cohorts(db, ids.clone()).await?;
    lessons.retain(|lesson| lesson.day <= today);
    let marks = attendance::marks_in(db, ids.clone()).await?;
    let mut quotas = conditions::quotas(db, ids).await?;
    let mut all = Vec::new();
    for cohort in cohorts {
        let Some(course) = courses.iter().find(|course| course.id == cohort.course_id).cloned() else { continue };
        let rows = rows.remove(&cohort.id).unwrap_or_default();
        let held: Vec<Lesson> = lessons.iter().filter(|lesson| lesson.cohort_id == cohort.id).cloned().map(Lesson::from).collect();
        let begun = matches!(cohort.state, CohortState::Running | CohortState::Finished | CohortState::Certified);
        let taught: Vec<&enrolment::Model> = rows.iter().filter(|row| begun && row.state.taught()).collect();
        let mark = |lesson: LessonId, row: &enrolment::Model| marks.get(&(lesson, row.id)).copied();
        let shares = taught.iter().filter_map(|row| results::attended(&held, |lesson| mark(lesson, row))).collect();
        let missing = |row: &&enrolment::Model| held.iter().filter(|lesson| mark(lesson.id, row).is_none()).count() as i64;
        let (unnoted, taught) = (taught.iter().map(missing).sum(), taught.len() as i64);
        let quotas = quotas.remove(&cohort.id).unwrap_or_default();
        all.push(Counted { quotas, course, cohort, rows, begun, taught, shares, unnoted });
    }
    Ok(all)
}

/// Courses to choose from.
pub async fn courses(ctx: &Ctx) -> Result<Vec<Course>, AppError> {
    ctx.actor.staff(READERS)?;
    let all = course::Entity::find().order_by_desc(course::Column::Id).all(ctx.db.read()).await?;
    Ok(all.iter().map(|row| Course::of(ctx.l, row)).collect())
}

/// All tables of a choice, in the reader's language; for a partner without small groups.
pub async fn tables(ctx: &Ctx, choice: &Choice) -> Result<Vec<Table>, AppError> {
    let all = counted(ctx, choice).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, people::crafts::crafts(&ctx.db).await?);
    let l = ctx.l;
    let mut tables = vec![
        demand(l, t!(l, training.figures_places), t!(l, families.municipality), &all, |row| vec![places.name(l, &row.municipality_code)]),
        demand(l, t!(l, training.figures_crafts), t!(l, training.figures_craft), &all, |row| {
            Lives::of(row).crafts.iter().map(|code| crafts.name(l, code)).collect()
        }),
        demand(l, t!(l, training.figures_regions), t!(l, catalogue.region), &all, |row| vec![Places::region(l, &row.region_code)]),
        kept(l, &all, &places, &crafts),
        outcomes(l, &all, choice.audience),
        change(ctx, &all).await?,
    ];
    // A family makes several things.
    tables[1].overlapping = true;
    // Regions in their own order, not by size.
    let order = |row: &Row| REGIONS.iter().position(|(code, ..)| Places::region(l, code) == row.label);
    tables[2].rows.sort_by_key(order);
    for table in &mut tables {
        if choice.audience == Audience::Partner {
            tell_no_few(table, &t!(l, training.figures_small));
        }
        table.sum = table.summed(t!(l, training.figures_sum));
    }
    tables.retain(|table| !table.rows.is_empty());
    Ok(tables)
}

/// Applied, took a seat, completed, by groups of people.
fn demand(l: Locale, title: String, of: String, all: &[Counted], groups: impl Fn(&enrolment::Model) -> Vec<String>) -> Table {
    let mut counts: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    for row in all.iter().flat_map(|one| &one.rows).filter(|row| row.signed_up()) {
        for group in groups(row) {
            let count = counts.entry(group).or_default();
            count[0] += 1;
            count[1] += i64::from(took(row));
            count[2] += i64::from(completed(row));
        }
    }
    let mut rows: Vec<Row> = counts
        .into_iter()
        .map(|(label, count)| Row { label, people: count[0], values: count.into_iter().map(Value::Count).collect() })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.people));
    let columns = vec![t!(l, training.figures_applied), t!(l, training.figures_selected), t!(l, training.figures_completed)];
    Table { title, of, columns, rows, overlapping: false, chains: &[&[0, 1, 2]], sum: None }
}

fn name(l: Locale, one: &Counted) -> String {
    let title = texts::pick(l, &one.course.title_ar, &one.course.title_en);
    format!("{title} — {}", t!(l, training.cohort_number, n = one.cohort.number))
}

/// Selection against the seats that were kept.
fn kept(l: Locale, all: &[Counted], places: &Places, crafts: &Crafts) -> Table {
    let of_quota = |one: &Counted| -> Vec<Row> {
        let row = |quota: &Quota| {
            let of: Vec<&enrolment::Model> = one.rows.iter().filter(|row| row.signed_up() && quota.group.holds(&Lives::of(row))).collect();
            let chosen = of.iter().filter(|row| took(row)).count() as i64;
            Row {
                label: format!("{}: {}", name(l, one), quota.group.word(l, places, crafts)),
                people: of.len() as i64,
                values: vec![Value::Count(quota.seats), Value::Count(of.len() as i64), Value::Count(chosen)],
            }
        };
        one.quotas.iter().map(row).collect()
    };
    Table {
        title: t!(l, training.figures_kept),
        of: t!(l, training.quota_for),
        columns: vec![t!(l, training.quota), t!(l, training.figures_applied), t!(l, training.figures_selected)],
        rows: all.iter().flat_map(of_quota).collect(),
        overlapping: true,
        chains: &[&[1, 2]],
        sum: None,
    }
}

/// What came of each cohort: seats, then people, each among those of the column before, then shares, and what it cost.
fn outcomes(l: Locale, all: &[Counted], audience: Audience) -> Table {
    let outside = audience == Audience::Partner;
    let row = |one: &Counted| {
        let count = |is: fn(&enrolment::Model) -> bool| one.rows.iter().filter(|row| is(row)).count() as i64;
        let (done, shares) = (count(completed), one.shares.len() as i64);
        let ended = matches!(one.cohort.state, CohortState::Finished | CohortState::Certified);
        let percent = |part: i64, whole: i64| if whole == 0 { Value::None } else { Value::Percent((part * 100 + whole / 2) / whole) };
        let cost = match (one.cohort.spent, done) {
            (0, _) | (_, 0) => Value::None,
            (spent, done) => Value::Money(Money(spent / done)),
        };
        Row {
            label: name(l, one),
            people: count(enrolment::Model::signed_up),
            values: vec![
                Value::Count(one.cohort.capacity),
                Value::Count(count(enrolment::Model::signed_up)),
                Value::Count(count(offered)),
                Value::Count(count(took)),
                if one.begun { Value::Count(count(came)) } else { Value::None },
                if ended { Value::Count(done) } else { Value::None },
                if ended { percent(done, one.taught) } else { Value::None },
                match shares {
                    0 => Value::None,
                    few if few < SMALL && outside => Value::Withheld,
                    _ => Value::Percent(one.shares.iter().sum::<i64>() / shares),
                },
                // What was not noted yet is a matter of the house; beside a share it would tell of how few people that is.
                if one.begun && !outside { Value::Count(one.unnoted) } else { Value::None },
                cost,
            ],
        }
    };
    Table {
        title: t!(l, training.figures_outcomes),
        of: t!(l, training.cohorts),
        columns: vec![
            t!(l, training.seats),
            t!(l, training.figures_applied),
            t!(l, training.figures_offered),
            t!(l, training.figures_selected),
            t!(l, training.figures_came),
            t!(l, training.figures_completed),
            t!(l, training.figures_completion),
            t!(l, training.figures_attended),
            t!(l, training.figures_unnoted),
            t!(l, training.figures_cost),
        ],
        rows: all.iter().map(row).collect(),
        overlapping: false,
        chains: &[&[1, 2, 3, 4, 5]],
        sum: None,
    }
}

/// Products of families whose trainee completed a cohort, before its first day and after its last.
async fn change(ctx: &Ctx, all: &[Counted]) -> Result<Table, AppError> {
    let l = ctx.l;
    let (mut before, mut after) = (ProductRecord::default(), ProductRecord::default());
    // A family counts once, with its first cohort.
    let mut known: HashMap<PersonId, [DateTime<Utc>; 4]> = HashMap::new();
    let today = day_in_tripoli(ctx.now);
    for one in all {
        let (first, last) = (one.cohort.starts_on, one.cohort.ends_on);
        // As many days before as have passed since.
        let days = Days::new(SPAN.min(u64::try_from((today - last).num_days()).unwrap_or(0)));
        let at = |day: NaiveDate| days::from_tripoli(day.and_time(chrono::NaiveTime::MIN));
        let begin = first.checked_sub_days(days).unwrap_or(first);
        let over = last.succ_opt().unwrap_or(last);
        let end = over.checked_add_days(days).unwrap_or(over);
        for row in one.rows.iter().filter(|row| completed(row)) {
            known.entry(row.applicant_id).or_insert([at(begin), at(first), at(over), at(end)]);
        }
    }
    let from = known.values().map(|[begin, ..]| *begin).min();
    let until = known.values().map(|[.., end]| *end).max();
    if let (Some(from), Some(until)) = (from, until) {
        for (whose, decided_at, record) in casework::decided_products(ctx.db.read(), known.keys().copied().collect(), from, until).await? {
            let Some([begin, first, over, end]) = known.get(&whose) else { continue };
            if (*begin..*first).contains(&decided_at) {
                before += record;
            }
            if (*over..*end).contains(&decided_at) {
                after += record;
            }
        }
    }
    let people = known.len() as i64;
    let row = |label: String, record: ProductRecord| {
        let share = if record.decided == 0 { Value::None } else { Value::Percent(record.first_try * 100 / record.decided) };
        let values = vec![Value::Count(record.decided), Value::Count(record.first_try), share, Value::Count(record.returned)];
        Row { label, people, values }
    };
    let rows =
        if people == 0 { Vec::new() } else { vec![row(t!(l, training.figures_before), before), row(t!(l, training.figures_after), after)] };
    Ok(Table {
        title: t!(l, training.figures_change),
        of: t!(l, training.figures_span, count = SPAN),
        columns: vec![
            t!(l, training.figures_decided),
            t!(l, training.figures_first),
            t!(l, training.figures_first_share),
            t!(l, training.figures_returned),
        ],
        rows,
        overlapping: true,
        chains: &[&[0, 1], &[0, 3]],
        sum: None,
    })
}
