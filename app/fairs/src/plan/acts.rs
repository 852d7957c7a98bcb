//! Planning of fairs.

use cases::committee::SittingKind;
use chrono::{Datelike, NaiveDate, NaiveTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::acts::{go, record};
use crate::entity::{application, fair};
use crate::notices::Notice;
use crate::plan::calendar;
use crate::plan::entity::{budget, team, term};
use crate::plan::refusals;
use crate::plan::rules::{FairTermKind, announced_alone, not_extended};
use crate::plan::types::FairForm;
use crate::reach::{STAFF, in_reach, locked, reached};
use crate::rules::application::ApplicationState;
use crate::rules::{FairMove, FairState};
use crate::types::Fair;
use crate::words::at;
use crate::{hall, plan};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem, Reason};
use ground::ids::{FairId, PersonId};
use ground::states::States;
use ground::text;
use people::notifications::{tell, tell_inviting};
use people::place;

/// Saves a fair, or a new one. Its address never changes; who may apply stays once the call is open. Other days, hours or
/// another place reach everyone who has to do with it.
pub async fn save(ctx: &Ctx, id: Option<FairId>, form: FairForm) -> Result<FairId, AppError> {
    ctx.actor.staff(STAFF)?;
    let tx = ctx.begin().await?;
    let known = match id {
        Some(id) => Some(in_reach(&tx, ctx, id).await?),
        None => None,
    };
    permitted(&tx, ctx, known.as_ref(), &form).await?;
    let saved = write(&tx, ctx, known.clone(), &form).await?;
    if let Some(from) = form.hall_from.filter(|_| known.is_none()) {
        in_reach(&tx, ctx, from).await?;
        hall::acts::copy(&tx, from, saved.id).await?;
    }
    save_parts(&tx, saved.id, form).await?;
    if known.is_some_and(|before| moved(&before, &saved)) {
        tell_moved(&tx, ctx, saved.clone()).await?;
    }
    record(&tx, ctx, "fair.save", saved.id, format!("{} {} – {}", saved.slug, saved.starts_on, saved.ends_on)).await?;
    tx.changed(saved.id).await?;
    tx.commit().await?;
    Ok(saved.id)
}

/// Whether a fair can be what was typed.
async fn permitted(tx: &Tx, ctx: &Ctx, known: Option<&fair::Model>, form: &FairForm) -> Result<(), AppError> {
    if !reached(ctx, &form.municipality).await? {
        return Err(FieldErrors::one("municipality", Problem::NotAChoice).into());
    }
    if let Some(known) = known {
        stays(tx, ctx, known, form).await?;
    }
    // Once the call is over, the fair may come as early as it is ready.
    let called = known.is_some_and(|known| !matches!(known.state, FairState::Planned | FairState::CallOpen));
    if !called && form.call.is_some_and(|(_, last)| last >= form.days.0) {
        return Err(FieldErrors::one("call_closes_on", crate::refusals::BEFORE_FAIR).into());
    }
    // The same form sent twice makes one fair.
    let twin = fair::Entity::find().filter(fair::Column::NameAr.eq(&form.name_ar));
    let twin = twin.filter(fair::Column::StartsOn.eq(form.days.0)).one(&**tx).await?;
    if twin.is_some_and(|twin| known.is_none_or(|known| known.id != twin.id)) {
        return Err(FieldErrors::one("name_ar", Problem::Twice).into());
    }
    Ok(())
}

async fn write(tx: &Tx, ctx: &Ctx, known: Option<fair::Model>, form: &FairForm) -> Result<fair::Model, AppError> {
    let is_new = known.is_none();
    let mut row = match known {
        Some(known) => known.into_active_model(),
        None => fair::ActiveModel {
            slug: Set(tx.free_slug("fair", &text::slug(&format!("{} {}", form.name_ar, form.days.0.year())), 2).await?),
            state: FairState::first().set(),
            words: Set(String::new()),
            version: Set(0),
            least_scores: Set(2),
            rotation: Set(10),
            balance: Set(10),
            created_at: Set(ctx.now),
            ..Default::default()
        },
    };
    row.name_ar = Set(form.name_ar.clone());
    row.name_en = Set(form.name_en.clone());
    row.kind = Set(form.kind);
    row.municipality_code = Set(form.municipality.clone());
    row.venue = Set(form.venue.clone());
    row.landmark = Set(form.landmark.clone());
    row.city = Set(form.city.clone());
    row.country = Set(form.country.clone());
    (row.starts_on, row.ends_on) = (Set(form.days.0), Set(form.days.1));
    (row.opens_at, row.closes_at) = (Set(form.hours.0), Set(form.hours.1));
    row.organiser = Set(form.organiser.clone());
    row.partners = Set(form.partners.clone());
    row.about = Set(form.about.clone());
    row.costs = Set(form.costs.clone());
    row.contact = Set(form.contact.clone());
    row.call_opens_on = Set(form.call.map(|(first, _)| first));
    row.call_closes_on = Set(form.call.map(|(_, last)| last));
    row.needs_mark = Set(form.needs_mark);
    row.changed_at = Set(ctx.now);
    Ok(if is_new { row.insert(&**tx).await? } else { row.update(&**tx).await? })
}

/// Other days, hours or another place: calendars take the event anew, and everyone hears of it.
async fn tell_moved(tx: &Tx, ctx: &Ctx, saved: fair::Model) -> Result<(), AppError> {
    let version = saved.version + 1;
    let mut row = saved.into_active_model();
    row.version = Set(version);
    let saved = row.update(&**tx).await?;
    // Nobody is asked to answer later than the day before.
    let eve = saved.starts_on.pred_opt().unwrap_or(saved.starts_on).max(day_in_tripoli(ctx.now));
    let sooner = application::Entity::find()
        .filter(application::Column::FairId.eq(saved.id))
        .filter(application::Column::State.eq(ApplicationState::Accepted))
        .filter(application::Column::AnswerBy.gt(eve));
    for row in sooner.all(&**tx).await? {
        let (id, applicant) = (row.id, row.applicant_id);
        let mut row = row.into_active_model();
        row.answer_by = Set(Some(eve));
        row.update(&**tx).await?;
        let notice = Notice::FairAccepted { title: saved.name_ar.clone(), until: eve.to_string() };
        tell(tx, ctx, applicant, &notice, &format!("/me/fairs/{id}")).await?;
    }
    let notice = Notice::FairMoved {
        title: saved.name_ar.clone(),
        from: saved.starts_on.to_string(),
        to: saved.ends_on.to_string(),
        venue: saved.venue.clone(),
    };
    tell_all(tx, ctx, &Fair::from(&saved), &notice).await
}

/// Who may apply, who goes there, and what is paid.
async fn save_parts(tx: &Tx, id: FairId, form: FairForm) -> Result<(), AppError> {
    term::Entity::delete_many().filter(term::Column::FairId.eq(id)).exec(&**tx).await?;
    let terms = form.crafts.iter().map(|code| (FairTermKind::Craft, code));
    let terms = terms.chain(form.regions.iter().map(|code| (FairTermKind::Region, code)));
    for (kind, value) in terms {
        let row = term::ActiveModel { fair_id: Set(id), kind: Set(kind), value: Set(value.clone()) };
        term::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    team::Entity::delete_many().filter(team::Column::FairId.eq(id)).exec(&**tx).await?;
    for person in form.team {
        let row = team::ActiveModel { fair_id: Set(id), person_id: Set(PersonId(person)) };
        team::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    let lines = plan::spending::merged(tx, id, form.budget, &form.seen).await?;
    budget::Entity::delete_many().filter(budget::Column::FairId.eq(id)).exec(&**tx).await?;
    for line in lines {
        let row = budget::ActiveModel {
            fair_id: Set(id),
            position: Set(line.position),
            title: Set(line.title),
            planned: Set(line.planned.0),
            spent: Set(line.spent.0),
        };
        budget::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Under what families applied stays, and what is over does not move.
async fn stays(tx: &Tx, ctx: &Ctx, known: &fair::Model, form: &FairForm) -> Result<(), AppError> {
    if !known.state.plannable() {
        return Err(Reason::NOT_NOW.into());
    }
    let mut errors = FieldErrors::default();
    if known.state != FairState::Planned {
        let terms = plan::reads::terms(&**tx, known.id).await?;
        for (field, changed) in [
            ("kind", known.kind != form.kind),
            ("call_opens_on", known.call_opens_on != form.call.map(|(first, _)| first)),
            ("only_craft", terms.crafts != form.crafts),
            ("only_region", terms.regions != form.regions),
            ("needs_mark", known.needs_mark != form.needs_mark),
        ] {
            if changed {
                errors.add(field, refusals::FIXED_NOW);
            }
        }
    }
    if !matches!(known.state, FairState::Planned | FairState::CallOpen) && known.call_closes_on != form.call.map(|(_, last)| last) {
        errors.add("call_closes_on", refusals::FIXED_NOW);
    }
    if known.state == FairState::Running && known.starts_on != form.days.0 {
        errors.add("starts_on", refusals::FIXED_NOW);
    }
    if known.starts_on != form.days.0 && form.days.0 < day_in_tripoli(ctx.now) {
        errors.add("starts_on", Problem::DatePassed);
    }
    if errors.0.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Whether somebody who means to go there has to hear of it.
fn moved(before: &fair::Model, after: &fair::Model) -> bool {
    type When = (NaiveDate, NaiveDate, NaiveTime, NaiveTime);
    fn of(fair: &fair::Model) -> (When, [&str; 3]) {
        let when = (fair.starts_on, fair.ends_on, fair.opens_at, fair.closes_at);
        (when, [&fair.venue, &fair.municipality_code, &fair.city])
    }
    of(before) != of(after)
}

/// Everyone of the team hears of something, but not who does it; and every family that means to go there. Who goes there gets
/// the days for the calendar, too.
async fn tell_all(tx: &Tx, ctx: &Ctx, fair: &Fair, notice: &Notice) -> Result<(), AppError> {
    let places = place::places(&ctx.db).await?;
    let invite = |l, to: &str| Some(calendar::invitation(l, &ctx.site, fair, &at(l, fair, &places), to));
    for row in team::Entity::find().filter(team::Column::FairId.eq(fair.id)).all(&**tx).await? {
        if Some(row.person_id) != ctx.actor.id() {
            tell_inviting(tx, ctx, row.person_id, notice, &format!("/desk/fairs/{}", fair.id), invite).await?;
        }
    }
    let out = [
        ApplicationState::Draft,
        ApplicationState::Withdrawn,
        ApplicationState::Refused,
        ApplicationState::Expired,
        ApplicationState::NotPlaced,
    ];
    let applied = application::Entity::find().filter(application::Column::FairId.eq(fair.id));
    for row in applied.filter(application::Column::State.is_not_in(out)).all(&**tx).await? {
        let goes = ApplicationState::TAKING_PART.contains(&row.state);
        let invite = |l, to: &str| if goes { invite(l, to) } else { None };
        tell_inviting(tx, ctx, row.applicant_id, notice, &format!("/me/fairs/{}", row.id), invite).await?;
    }
    Ok(())
}

/// From now on everyone sees the fair, and families apply within the days of its call.
pub async fn open_call(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::CallOpen {
        return Ok(());
    }
    let today = day_in_tripoli(ctx.now);
    match fair.call_closes_on {
        None => return Err(refusals::NO_CALL.into()),
        Some(last) if last < today => return Err(crate::refusals::CALL_OVER.into()),
        Some(_) => {}
    }
    go(&tx, ctx, fair, FairMove::OpenCall).await?;
    Ok(tx.commit().await?)
}

/// A fair without a call is announced, or one whose call nobody answered goes on without families.
pub async fn announce(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::SetUp {
        return Ok(());
    }
    let states = plan::reads::states(&*tx, id).await?;
    if !announced_alone(&Fair::from(&fair), states.standing()) {
        return Err(Reason::NOT_NOW.into());
    }
    go(&tx, ctx, fair, FairMove::Announce).await?;
    Ok(tx.commit().await?)
}

/// An officer ends the call before its last day.
pub async fn close_call(ctx: &Ctx, id: FairId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::CallClosed {
        return Ok(());
    }
    go(&tx, ctx, fair, FairMove::CloseCall).await?;
    Ok(tx.commit().await?)
}

/// Families get more days to apply, while the call is open or after it, as long as nobody has begun to choose. Who applies already
/// hears of it, and so does the team.
pub async fn extend_call(ctx: &Ctx, id: FairId, last: NaiveDate) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::CallOpen && fair.call_closes_on == Some(last) {
        return Ok(());
    }
    if !fair.state.can(FairMove::ExtendCall) {
        return Err(Reason::NOT_NOW.into());
    }
    if let Some(problem) = not_extended(&Fair::from(&fair), last, day_in_tripoli(ctx.now)) {
        return Err(FieldErrors::one("call_until", problem).into());
    }
    let mut row = go(&tx, ctx, fair, FairMove::ExtendCall).await?.into_active_model();
    row.call_closes_on = Set(Some(last));
    let fair = row.update(&*tx).await?;
    record(&tx, ctx, "fair.extend", id, last.to_string()).await?;
    let notice = Notice::FairCallLonger { title: fair.name_ar.clone(), until: last.to_string() };
    for row in team::Entity::find().filter(team::Column::FairId.eq(id)).all(&*tx).await? {
        if Some(row.person_id) != ctx.actor.id() {
            tell(&tx, ctx, row.person_id, &notice, &format!("/desk/fairs/{id}")).await?;
        }
    }
    let notice = Notice::FairCallExtended { title: fair.name_ar, until: last.to_string() };
    let applying = [ApplicationState::Draft, ApplicationState::Submitted, ApplicationState::Screened];
    let applied = application::Entity::find().filter(application::Column::FairId.eq(id));
    for row in applied.filter(application::Column::State.is_in(applying)).all(&*tx).await? {
        tell(&tx, ctx, row.applicant_id, &notice, &format!("/me/fairs/{}", row.id)).await?;
    }
    Ok(tx.commit().await?)
}

/// The fair does not take place; everyone is told why, and calendars drop it.
pub async fn cancel(ctx: &Ctx, id: FairId, words: &str) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    let fair = in_reach(&tx, ctx, id).await?;
    if fair.state == FairState::Cancelled {
        return Ok(());
    }
    let version = fair.version;
    cases::committee::call_off(&tx, ctx, SittingKind::Fair, fair.id.0, words).await?;
    let fair = go(&tx, ctx, fair, FairMove::Cancel).await?;
    let mut row = fair.into_active_model();
    row.words = Set(words.to_owned());
    row.version = Set(version + 1);
    let fair = row.update(&*tx).await?;
    let notice = Notice::FairCancelled { title: fair.name_ar.clone(), words: words.to_owned() };
    tell_all(&tx, ctx, &Fair::from(&fair), &notice).await?;
    Ok(tx.commit().await?)
}

/// What the calendar does: calls close after their last day, fairs begin and end on their days. Gives how many moved.
pub async fn daily(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    let due = [
        (FairState::CallOpen, FairMove::CloseCall, fair::Column::CallClosesOn.lt(today)),
        (FairState::SetUp, FairMove::Begin, fair::Column::StartsOn.lte(today)),
        (FairState::Running, FairMove::End, fair::Column::EndsOn.lt(today)),
    ];
    let mut moved = 0;
    for (state, by, when) in due {
        let query = fair::Entity::find().filter(fair::Column::State.eq(state)).filter(when);
        for known in query.all(ctx.db.read()).await? {
            let tx = ctx.begin().await?;
            let fair = locked(&tx, known.id).await?;
            // An evening goes on after midnight.
            let goes_on = by == FairMove::End && Fair::from(&fair).day_at(ctx.now) <= fair.ends_on;
            // Another worker, or an officer, was faster.
            if fair.state == state && !goes_on {
                go(&tx, ctx, fair, by).await?;
                tx.commit().await?;
                moved += 1;
            }
        }
    }
    Ok(moved)
}
