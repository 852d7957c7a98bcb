//! Families that may be one: found in the whole country, and what officers said of them.

use std::collections::HashSet;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::change::folded;
use super::entity::{family, family_apart, family_member};
use super::rules::{FamilyState, Likeness, Signs};
use super::types::{Application, Member};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::history::Event;
use ground::ids::FamilyId;

/// Most members, and most families, that are looked at.
const MOST_LOOKED_AT: u64 = 200;
/// Most marks that a file bears.
const MOST_ALIKE: usize = 5;

/// Members of the same folded name as one of these.
fn of_same_name(members: &[Member]) -> Condition {
    let names = members.iter().map(|member| folded(&member.name)).filter(|name| !name.is_empty());
    Condition::all().add(family_member::Column::FoldedName.is_in(names))
}

/// What a family has in common with an application, from those of its members that bear a name of it.
fn signs(application: &Application, other: &family::Model, named: &[&family_member::Model]) -> Signs {
    let same = |least: i64, most: i64| {
        application.members.iter().any(|member| {
            named.iter().any(|row| {
                let apart = member.birth_year.zip(row.birth_year).map(|(one, two)| (one - two).abs());
                row.folded_name == folded(&member.name) && (least..=most).contains(&apart.unwrap_or(1))
            })
        })
    };
    let own = &application.family;
    let given = |one: &str, two: &str| !one.is_empty() && one == two;
    Signs {
        member: same(0, 0),
        name: same(1, 1),
        phone: given(&own.contact_phone, &other.contact_phone),
        registration: given(&own.registration_number, &other.registration_number),
        municipality: own.municipality.is_some() && own.municipality == other.municipality_code,
    }
}

/// Families other than this one that were sent and that fit, the newest first.
async fn sent<C: ConnectionTrait>(db: &C, own: FamilyId, fits: Condition) -> Result<Vec<family::Model>, AppError> {
    let query = family::Entity::find()
        .filter(fits)
        .filter(family::Column::Id.ne(own))
        .filter(family::Column::State.is_not_in([FamilyState::Draft, FamilyState::Left]))
        .order_by_desc(family::Column::Id)
        .limit(MOST_LOOKED_AT);
    Ok(query.all(db).await?)
}

/// Marks of a file for families that may be the same, the likeliest first: `same:7,near:9`. Of whom an officer said that they are two,
/// nothing is said again.
pub(super) async fn near_matches<C: ConnectionTrait>(db: &C, application: &Application) -> Result<Vec<String>, AppError> {
    let own = &application.family;
    let others = family_member::Column::FamilyId.ne(own.id);
    let members = family_member::Entity::find().filter(others).filter(of_same_name(&application.members));
    let members = members.order_by_desc(family_member::Column::Id).limit(MOST_LOOKED_AT).all(db).await?;
    let named = Condition::all().add(family::Column::Id.is_in(members.iter().map(|row| row.family_id)));
    let mut families = sent(db, own.id, named).await?;
    // However many bear a common name, who gives the same phone or registration is found.
    let mut any = Condition::any();
    if !own.contact_phone.is_empty() {
        any = any.add(family::Column::ContactPhone.eq(&own.contact_phone));
    }
    if !own.registration_number.is_empty() {
        any = any.add(family::Column::RegistrationNumber.eq(&own.registration_number));
    }
    if !any.is_empty() {
        let known: HashSet<FamilyId> = families.iter().map(|other| other.id).collect();
        families.extend(sent(db, own.id, any).await?.into_iter().filter(|other| !known.contains(&other.id)));
    }
    let said = said_apart(db, own.id).await?;
    let likeness = |other: &family::Model| {
        let named: Vec<&family_member::Model> = members.iter().filter(|row| row.family_id == other.id).collect();
        Likeness::of(signs(application, other, &named)).map(|likeness| (likeness, other.id))
    };
    let mut alike: Vec<(Likeness, FamilyId)> = families.iter().filter(|other| !said.contains(&other.id)).filter_map(likeness).collect();
    alike.sort_by_key(|(likeness, id)| (std::cmp::Reverse(*likeness), id.0));
    Ok(alike.into_iter().take(MOST_ALIKE).map(|(likeness, id)| format!("{}:{id}", likeness.mark())).collect())
}

/// Families of which an officer said that they are others than this one.
pub async fn said_apart<C: ConnectionTrait>(db: &C, id: FamilyId) -> Result<HashSet<FamilyId>, AppError> {
    let either = Condition::any().add(family_apart::Column::OneId.eq(id)).add(family_apart::Column::OtherId.eq(id));
    let rows = family_apart::Entity::find().filter(either).all(db).await?;
    Ok(rows.into_iter().map(|row| if row.one_id == id { row.other_id } else { row.one_id }).collect())
}

/// An officer compared two families and says that they are not one: neither is shown beside the other again for being alike. Said twice
/// it is said once.
pub async fn say_apart(tx: &Tx, ctx: &Ctx, id: FamilyId, other: FamilyId) -> Result<(), AppError> {
    if id == other || said_apart(&**tx, id).await?.contains(&other) {
        return Ok(());
    }
    let (one, two) = if id.0 < other.0 { (id, other) } else { (other, id) };
    let row = family_apart::ActiveModel { one_id: Set(one), other_id: Set(two), by_id: Set(ctx.actor.id()), at: Set(ctx.now) };
    // Two officers may say it at once.
    let written = family_apart::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(&**tx);
    if written.await? == 0 {
        return Ok(());
    }
    let details = format!("not family {other}");
    tx.record(ctx, Event { act: "family.not_the_same", subject_kind: "family", subject_id: id.0, details }).await
}
