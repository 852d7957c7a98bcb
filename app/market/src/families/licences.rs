//! The life of a licence after it was given: renewal, suspension, expiry, leaving.

use chrono::{Days, Months, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::corrections;
use super::entity::{family, family_document, family_member};
use super::notices::Notice;
use super::reach::{in_reach, locked, own};
use super::rules::{FamilyMove, FamilyState, LICENCE_YEARS, REMIND_DAYS, licence_holds, may_ask_renewal};
use cases::casework::{self, CaseKind, NewCase, Outcome, Round};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Reason, unique_violation};
use ground::history::Event;
use ground::ids::{CaseId, FamilyId, PersonId};
use ground::sql::is;
use ground::states::States;
use people::accounts::{self, NewAccount};
use people::media;
use people::notifications::tell;

fn new_case(kind: CaseKind, family: &family::Model, words: String) -> NewCase {
    let new = NewCase::new(kind, family.id.0, family.trade_name.clone(), family.municipality_code.clone());
    NewCase { applicant: family.owner_id, words, ..new }
}

/// A family asks for its licence to be renewed, from [`super::rules::RENEW_FROM_DAYS`] before its end, or to be given
/// back after it ended or was suspended. Gives the case's number.
pub async fn ask_renewal(ctx: &Ctx, words: String) -> Result<String, AppError> {
    let tx = ctx.begin().await?;
    let family = own(&tx, ctx).await?;
    if !may_ask_renewal(family.state, family.licence_expires_on, day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    let (_, reference) = casework::open(&tx, ctx, new_case(CaseKind::Renewal, &family, words)).await?;
    tx.commit().await?;
    Ok(reference)
}

/// An officer asks for a family's licence to be renewed or given back, for those who cannot do it themselves; somebody else
/// decides.
pub async fn ask_renewal_for(ctx: &Ctx, id: FamilyId, words: String) -> Result<CaseId, AppError> {
    let tx = ctx.begin().await?;
    let family = in_reach(&tx, ctx, id).await?;
    if !may_ask_renewal(family.state, family.licence_expires_on, day_in_tripoli(ctx.now)) {
        return Err(Reason::NOT_NOW.into());
    }
    let (case, reference) = casework::open(&tx, ctx, new_case(CaseKind::Renewal, &family, words)).await?;
    let event = Event { act: "family.ask_renewal_for", subject_kind: "family", subject_id: id.0, details: reference };
    tx.record(ctx, event).await?;
    tx.commit().await?;
    Ok(case)
}

/// A family without an account, such as an imported one, gets one by its phone, after an officer in scope has checked who
/// asks. Gives the person.
pub async fn give_account(tx: &Tx, ctx: &Ctx, id: FamilyId, new: NewAccount) -> Result<PersonId, AppError> {
    let family = in_reach(tx, ctx, id).await?;
    if family.owner_id.is_some() || family.state == FamilyState::Left {
        return Err(Reason::NOT_NOW.into());
    }
    let phone = new.phone.clone();
    let owner = match accounts::person_by_phone(&**tx, &phone).await? {
        Some(owner) => owner,
        None => accounts::create_account(tx, ctx, new).await?,
    };
    if Some(owner) == ctx.actor.id() {
        return Err(FieldErrors::one("phone", accounts::PHONE_TAKEN).into());
    }
    let mut row = family.into_active_model();
    row.owner_id = Set(Some(owner));
    row.contact_phone = Set(phone);
    match row.update(&**tx).await {
        Ok(_) => {}
        // The phone's owner has a family of their own.
        Err(error) if unique_violation(&error).is_some() => return Err(FieldErrors::one("phone", accounts::PHONE_TAKEN).into()),
        Err(error) => return Err(error.into()),
    }
    tx.record(ctx, Event { act: "family.give_account", subject_kind: "family", subject_id: id.0, details: format!("person {owner}") })
        .await?;
    Ok(owner)
}

/// An officer proposes to suspend the licence of a family within scope. The family hears why; somebody
/// else decides.
pub async fn propose_suspension(ctx: &Ctx, id: FamilyId, words: String) -> Result<CaseId, AppError> {
    let tx = ctx.begin().await?;
    let family = in_reach(&tx, ctx, id).await?;
    if !family.state.can(FamilyMove::Suspend) {
        return Err(Reason::NOT_NOW.into());
    }
    let (case, reference) = casework::open(&tx, ctx, new_case(CaseKind::Suspension, &family, words)).await?;
    let event = Event { act: "family.propose_suspension", subject_kind: "family", subject_id: id.0, details: reference };
    tx.record(ctx, event).await?;
    tx.commit().await?;
    Ok(case)
}

/// Whether a licence holds after a decision, so that what its family makes is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Licence {
    /// It does.
    Holds,
    /// It was suspended, or has ended.
    Over,
}

impl Licence {
    fn of(state: FamilyState, until: Option<NaiveDate>, today: NaiveDate) -> Self {
        if licence_holds(state, until, today) { Self::Holds } else { Self::Over }
    }
}

/// An approved renewal adds a year to the licence, counted from its last day or from today if that is
/// over; an objection finds it renewed by a later request, or the family gone, and changes nothing. Gives whether the
/// licence holds now.
pub async fn apply_renewal(tx: &Tx, ctx: &Ctx, id: FamilyId, outcome: Outcome, round: Round) -> Result<Licence, AppError> {
    let family = locked(tx, id).await?;
    let today = day_in_tripoli(ctx.now);
    let moot = round == Round::Objection && !may_ask_renewal(family.state, family.licence_expires_on, today);
    if outcome == Outcome::Refused || moot {
        return Ok(Licence::of(family.state, family.licence_expires_on, today));
    }
    let until = renewed_until(family.licence_expires_on, today);
    give_back(tx, ctx, family, Some(until)).await
}

/// The last day of a renewed licence.
fn renewed_until(before: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    let from = before.map_or(today, |last| last.max(today));
    from.checked_add_months(Months::new(12 * LICENCE_YEARS)).unwrap_or(from)
}

/// Gives whether the licence holds now: one that ended meanwhile is given back as over.
async fn give_back(tx: &Tx, ctx: &Ctx, family: family::Model, until: Option<NaiveDate>) -> Result<Licence, AppError> {
    let owner = family.owner_id;
    let until = until.or(family.licence_expires_on);
    let today = day_in_tripoli(ctx.now);
    let holds = licence_holds(FamilyState::Approved, until, today);
    let state = family.state.step(if holds { FamilyMove::Renew } else { FamilyMove::Lapse })?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.licence_expires_on = Set(until);
    row.update(&**tx).await?;
    if let Some(owner) = owner {
        let notice = match until.filter(|_| holds) {
            Some(until) => Notice::Renewed { until: until.to_string() },
            None => Notice::Expired,
        };
        tell(tx, ctx, owner, &notice, "/me").await?;
    }
    Ok(Licence::of(*state, until, today))
}

/// A decided suspension takes the licence until it is given back, and ends an older request for renewal; an objection that
/// is upheld gives it back with the last day it had. Gives whether the licence holds now.
pub async fn apply_suspension(tx: &Tx, ctx: &Ctx, id: FamilyId, outcome: Outcome, round: Round) -> Result<Licence, AppError> {
    let family = locked(tx, id).await?;
    if outcome == Outcome::Refused || (round == Round::Objection && family.state != FamilyState::Suspended) {
        return Ok(Licence::of(family.state, family.licence_expires_on, day_in_tripoli(ctx.now)));
    }
    if round == Round::Objection {
        return give_back(tx, ctx, family, None).await;
    }
    let state = family.state.step(FamilyMove::Suspend)?;
    if let Some(owner) = family.owner_id {
        casework::withdraw(tx, ctx, owner, &[CaseKind::Renewal]).await?;
    }
    let mut row = family.into_active_model();
    row.state = state.set();
    row.update(&**tx).await?;
    Ok(Licence::Over)
}

/// Families whose licence ended before today, at most a hundred.
pub async fn ended(ctx: &Ctx) -> Result<Vec<FamilyId>, AppError> {
    let today = day_in_tripoli(ctx.now);
    let query = family::Entity::find()
        .select_only()
        .column(family::Column::Id)
        .filter(is(family::Column::State, FamilyState::Approved))
        .filter(family::Column::LicenceExpiresOn.lt(today))
        .order_by_asc(family::Column::Id)
        .limit(100);
    Ok(query.into_tuple().all(ctx.db.read()).await?)
}

/// The licence is over; the family is told. Gives whether this call did it.
pub async fn expire(tx: &Tx, ctx: &Ctx, id: FamilyId) -> Result<bool, AppError> {
    let family = locked(tx, id).await?;
    let over = family.licence_expires_on.is_some_and(|last| last < day_in_tripoli(ctx.now));
    let Some(state) = family.state.step(FamilyMove::Expire).ok().filter(|_| over) else { return Ok(false) };
    let (owner, licence) = (family.owner_id, family.licence_number.clone().unwrap_or_default());
    let mut row = family.into_active_model();
    row.state = state.set();
    row.update(&**tx).await?;
    if let Some(owner) = owner {
        tell(tx, ctx, owner, &Notice::Expired, "/me").await?;
    }
    tx.record(ctx, Event { act: "family.expire", subject_kind: "family", subject_id: id.0, details: licence }).await?;
    Ok(true)
}

/// Reminds families whose licence ends within [`REMIND_DAYS`], once for each last day.
pub async fn remind(ctx: &Ctx) -> Result<usize, AppError> {
    let today = day_in_tripoli(ctx.now);
    let until = today.checked_add_days(Days::new(REMIND_DAYS)).unwrap_or(today);
    let unreminded = sea_orm::Condition::any()
        .add(family::Column::RemindedOf.is_null())
        .add(sea_orm::sea_query::Expr::cust("reminded_of <> licence_expires_on"));
    let tx = ctx.begin().await?;
    let due = family::Entity::find()
        .filter(family::licensed(today))
        .filter(family::Column::LicenceExpiresOn.lte(until))
        .filter(unreminded)
        .limit(200)
        .lock_exclusive()
        .all(&*tx)
        .await?;
    let told = due.len();
    for family in due {
        let (owner, last) = (family.owner_id, family.licence_expires_on);
        let mut row = family.into_active_model();
        row.reminded_of = Set(last);
        row.update(&*tx).await?;
        if let (Some(owner), Some(until)) = (owner, last) {
            tell(&tx, ctx, owner, &Notice::Expiring { until: until.to_string() }, "/me").await?;
        }
    }
    tx.commit().await?;
    Ok(told)
}

/// The family leaves and takes its consent back (Law 6/2022): papers, members, address, phone and story go, what the
/// Authority decided stays. Its identities are free again.
pub async fn leave(tx: &Tx, ctx: &Ctx) -> Result<FamilyId, AppError> {
    let family = own(tx, ctx).await?;
    let state = family.state.step(FamilyMove::Leave)?;
    let id = family.id;
    family_member::Entity::delete_many().filter(family_member::Column::FamilyId.eq(id)).exec(&**tx).await?;
    let documents = family_document::Entity::find().filter(family_document::Column::FamilyId.eq(id)).all(&**tx).await?;
    family_document::Entity::delete_many().filter(family_document::Column::FamilyId.eq(id)).exec(&**tx).await?;
    for document in documents {
        media::discard(tx, ctx, document.media_id).await?;
    }
    corrections::forget(tx, id).await?;
    let mut row = family.into_active_model();
    row.state = state.set();
    row.quarter = Set(String::new());
    row.landmark = Set(String::new());
    row.contact_phone = Set(String::new());
    row.registration_number = Set(String::new());
    row.story = Set(String::new());
    row.household_size = Set(None);
    row.update(&**tx).await?;
    tx.record(ctx, Event { act: "family.leave", subject_kind: "family", subject_id: id.0, details: String::new() }).await?;
    tx.changed(id).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewed_licence_loses_no_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-24");
        assert_eq!(renewed_until(Some(day("2026-12-31")), today), day("2027-12-31"));
        assert_eq!(renewed_until(Some(day("2026-01-31")), today), day("2027-11-24"));
        assert_eq!(renewed_until(None, today), day("2027-11-24"));
    }
}
