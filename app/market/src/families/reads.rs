//! Families as pages and other areas need them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::entity::{family, family_craft, family_document, family_member};
use super::likeness;
use super::reach::find;
use super::refusals;
use super::rules::{self, FamilyState, Part};
use super::types::{Application, Document, Family, FamilyCard, ForDesk, Member, OwnFamily, PublicName, Target, Trainee};
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::{FamilyId, MediaId, PersonId};
use ground::sql::is_not;
use people::place;

fn family_view(row: &family::Model) -> Family {
    let row = row.clone();
    Family {
        id: row.id,
        state: row.state,
        owner: row.owner_id,
        helped_by: row.helped_by,
        slug: row.slug,
        trade_name: row.trade_name,
        trade_name_en: row.trade_name_en,
        story: row.story,
        show_story: row.show_story,
        municipality: row.municipality_code,
        quarter: row.quarter,
        landmark: row.landmark,
        contact_phone: row.contact_phone,
        registration_number: row.registration_number,
        household_size: row.household_size,
        consent_at: row.consent_at,
        consent_version: row.consent_version,
        consent_how: row.consent_how,
        licence: row.licence_number.zip(row.licence_expires_on),
        changed: row.changed_parts.split(',').filter_map(Part::from_code).collect(),
    }
}

pub(super) fn member_view(row: family_member::Model) -> Member {
    Member {
        id: row.id,
        name: row.name,
        birth_year: row.birth_year,
        relation: row.relation,
        identity: row.identity_kind.zip(row.identity_number),
        verified_at: row.verified_at,
        verified_by: row.verified_by,
    }
}

/// What a family said, with everything in it.
pub(super) async fn application_in<C: ConnectionTrait>(db: &C, family: &family::Model) -> Result<Application, AppError> {
    let all = applications_in(db, std::slice::from_ref(family)).await?;
    all.into_iter().next().ok_or(AppError::NotFound)
}

/// The same of some families, in their order.
async fn applications_in<C: ConnectionTrait>(db: &C, families: &[family::Model]) -> Result<Vec<Application>, AppError> {
    let ids: Vec<FamilyId> = families.iter().map(|family| family.id).collect();
    let members = family_member::Entity::find().filter(family_member::Column::FamilyId.is_in(ids.clone()));
    let members = members.order_by_asc(family_member::Column::Id);
    let crafts = family_craft::Entity::find().filter(family_craft::Column::FamilyId.is_in(ids.clone()));
    let crafts = crafts.order_by_asc(family_craft::Column::CraftCode);
    let documents = family_document::Entity::find().filter(family_document::Column::FamilyId.is_in(ids));
    let documents = documents.order_by_asc(family_document::Column::Id);
    let (members, crafts, documents) = (members.all(db).await?, crafts.all(db).await?, documents.all(db).await?);
    let document =
        |row: &family_document::Model| Document { id: row.id, kind: row.kind.clone(), media: row.media_id, name: row.name.clone() };
    let application = |family: &family::Model| Application {
        family: family_view(family),
        members: members.iter().filter(|row| row.family_id == family.id).cloned().map(member_view).collect(),
        crafts: crafts.iter().filter(|row| row.family_id == family.id).map(|row| row.craft_code.clone()).collect(),
        documents: documents.iter().filter(|row| row.family_id == family.id).map(document).collect(),
    };
    Ok(families.iter().map(application).collect())
}

/// The application of a target; nothing when one's own was not begun.
pub async fn application(ctx: &Ctx, target: Target) -> Result<Option<Application>, AppError> {
    match find(ctx, target).await? {
        Some(family) => Ok(Some(application_in(ctx.db.read(), &family).await?)),
        None => Ok(None),
    }
}

/// One's own family, if it was begun.
pub async fn own_family<C: ConnectionTrait>(db: &C, ctx: &Ctx) -> Result<Option<OwnFamily>, AppError> {
    let signed = ctx.actor.person()?;
    let query =
        family::Entity::find().filter(family::Column::OwnerId.eq(signed.id)).filter(is_not(family::Column::State, FamilyState::Left));
    Ok(query.one(db).await?.map(|family| OwnFamily {
        id: family.id,
        state: family.state,
        trusted: family.trusted(),
        trade_name: family.trade_name,
        slug: family.slug,
        municipality: family.municipality_code,
        licence: family.licence_number.zip(family.licence_expires_on),
    }))
}

/// Whether a family of the actor's has left.
pub async fn has_left(ctx: &Ctx) -> Result<bool, AppError> {
    let left = family::Entity::find()
        .filter(family::Column::OwnerId.eq(ctx.actor.person()?.id))
        .filter(family::Column::State.eq(FamilyState::Left));
    Ok(left.one(ctx.db.read()).await?.is_some())
}

/// One's own family with a licence that holds today.
pub async fn licensed_own<C: ConnectionTrait>(db: &C, ctx: &Ctx) -> Result<OwnFamily, AppError> {
    let own = own_family(db, ctx).await?.ok_or(AppError::NotFound)?;
    if own.licence_holds(ctx.now) { Ok(own) } else { Err(refusals::NOT_LICENSED.into()) }
}

/// Whether a quality mark that holds until a day holds now, in Tripoli.
pub fn marked(until: Option<NaiveDate>, now: DateTime<Utc>) -> bool {
    until.is_some_and(|until| until >= day_in_tripoli(now))
}

/// The quality mark holds until a day, or not any more. Written by training, which alone knows the certificates.
pub async fn set_mark(tx: &Tx, id: FamilyId, until: Option<NaiveDate>) -> Result<(), AppError> {
    tx.run("UPDATE family SET marked_until = $1 WHERE id = $2", vec![until.into(), id.into()]).await?;
    Ok(tx.changed(id).await?)
}

/// Names, addresses and marks by key, of licensed families.
pub async fn public_names<C: ConnectionTrait>(
    db: &C,
    ids: Vec<FamilyId>,
    now: DateTime<Utc>,
) -> Result<HashMap<FamilyId, PublicName>, AppError> {
    let query = family::Entity::find().select_only().columns([
        family::Column::Id,
        family::Column::TradeName,
        family::Column::TradeNameEn,
        family::Column::Slug,
        family::Column::MarkedUntil,
    ]);
    let query = query.filter(family::Column::Id.is_in(ids)).filter(family::licensed(day_in_tripoli(now)));
    type Row = (FamilyId, String, String, Option<String>, Option<NaiveDate>);
    let rows: Vec<Row> = query.into_tuple().all(db).await?;
    let name = |(id, ar, en, slug, until): Row| (id, PublicName { marked: marked(until, now), ar, en, slug: slug.unwrap_or_default() });
    Ok(rows.into_iter().map(name).collect())
}

/// The name of one licensed family from its row.
pub(crate) fn public_name(row: family::Model, now: DateTime<Utc>) -> Option<PublicName> {
    let licensed = rules::licence_holds(row.state, row.licence_expires_on, day_in_tripoli(now));
    licensed.then(|| PublicName {
        marked: marked(row.marked_until, now),
        ar: row.trade_name,
        en: row.trade_name_en,
        slug: row.slug.unwrap_or_default(),
    })
}

/// Families of some municipalities, newest first.
pub async fn cards(ctx: &Ctx, municipalities: Vec<String>, most: u64) -> Result<Vec<FamilyCard>, AppError> {
    let rows = family::Entity::find()
        .filter(family::licensed(day_in_tripoli(ctx.now)))
        .filter(family::Column::MunicipalityCode.is_in(municipalities))
        .order_by_desc(family::Column::ApprovedAt)
        .order_by_desc(family::Column::Id)
        .limit(most)
        .all(ctx.db.read())
        .await?;
    let card = |row: family::Model| FamilyCard {
        trade_name: row.trade_name,
        trade_name_en: row.trade_name_en,
        slug: row.slug.unwrap_or_default(),
        municipality: row.municipality_code.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(card).collect())
}

/// How many families are licensed, and in how many municipalities.
pub async fn totals(ctx: &Ctx) -> Result<(u64, u64), AppError> {
    let licensed = family::Entity::find().filter(family::licensed(day_in_tripoli(ctx.now)));
    let counts = licensed
        .select_only()
        .column_as(family::Column::Id.count(), "families")
        .column_as(Expr::cust("COUNT(DISTINCT municipality_code)"), "places");
    let (families, places): (i64, i64) = counts.into_tuple().one(ctx.db.read()).await?.unwrap_or_default();
    Ok((u64::try_from(families).unwrap_or(0), u64::try_from(places).unwrap_or(0)))
}

/// A family for a case that the actor may see; `flags` is what the case was flagged with.
pub async fn for_desk(ctx: &Ctx, id: FamilyId, flags: &str) -> Result<ForDesk, AppError> {
    let db = ctx.db.read();
    let others = flags.split(',').filter_map(|flag| flag.split_once(':')).filter_map(|(_, id)| id.parse::<FamilyId>().ok());
    let mut marked: Vec<FamilyId> = Vec::new();
    for other in others {
        if !marked.contains(&other) && marked.len() < 5 {
            marked.push(other);
        }
    }
    let rows = family::Entity::find().filter(family::Column::Id.is_in(marked.iter().copied().chain([id]))).all(db).await?;
    let row = |id: FamilyId| rows.iter().find(|row| row.id == id).cloned();
    // The family itself first, then the others in the order of the flags.
    let wanted: Vec<family::Model> = std::iter::once(id).chain(marked).filter_map(row).collect();
    let mut all = applications_in(db, &wanted).await?.into_iter();
    let application = all.next().filter(|first| first.family.id == id).ok_or(AppError::NotFound)?;
    let places = place::places(&ctx.db).await?;
    let scopes = ctx.actor.scopes(Role::DESK);
    let numbers: Vec<String> = application.members.iter().filter_map(|member| member.identity.clone()).map(|(_, number)| number).collect();
    let alike = all.map(|other| match &other.family.municipality {
        Some(municipality) if places.reached(&scopes, municipality) => other,
        _ => of_another_branch(other, &numbers),
    });
    let said = likeness::said_apart(db, id).await?;
    // A number that stands in both is a question whatever was said.
    let held = |other: &Application| {
        let key = other.family.id.to_string();
        flags.split(',').filter_map(|flag| flag.split_once(':')).any(|(mark, of)| mark.ends_with("-by") && of == key)
    };
    let (apart, alike) = alike.partition(|other: &Application| said.contains(&other.family.id) && !held(other));
    Ok(ForDesk { application, alike, apart })
}

/// What may be seen of a family of another branch: who it is, and the members about whom the question is. The rest its own officers say.
fn of_another_branch(other: Application, numbers: &[String]) -> Application {
    let asked = |member: &Member| member.identity.as_ref().is_some_and(|(_, number)| numbers.contains(number));
    let family = Family {
        story: String::new(),
        quarter: String::new(),
        landmark: String::new(),
        contact_phone: String::new(),
        registration_number: String::new(),
        household_size: None,
        ..other.family
    };
    Application { family, members: other.members.into_iter().filter(asked).collect(), crafts: other.crafts, documents: Vec::new() }
}

/// The family whose application holds a document.
pub async fn document_case_scope(ctx: &Ctx, media: MediaId) -> Result<Option<FamilyId>, AppError> {
    let row = family_document::Entity::find().filter(family_document::Column::MediaId.eq(media)).one(ctx.db.read()).await?;
    Ok(row.map(|row| row.family_id))
}

/// Members of a family with an identity number.
pub async fn trainees<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<Vec<Trainee>, AppError> {
    named(db, family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family))).await
}

/// Members of a family with an identity number, and the names of those without one.
pub async fn told_apart<C: ConnectionTrait>(db: &C, family: FamilyId) -> Result<(Vec<Trainee>, Vec<String>), AppError> {
    let query = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family)).order_by_asc(family_member::Column::Id);
    let (mut trainees, mut unnumbered) = (Vec::new(), Vec::new());
    for row in query.all(db).await? {
        match row.identity_number {
            Some(identity) => trainees.push(Trainee { id: row.id, name: row.name, identity }),
            None => unnumbered.push(row.name),
        }
    }
    Ok((trainees, unnumbered))
}

async fn named<C: ConnectionTrait>(db: &C, members: Select<family_member::Entity>) -> Result<Vec<Trainee>, AppError> {
    let named = members.filter(family_member::Column::IdentityNumber.is_not_null());
    let rows = named.order_by_asc(family_member::Column::Id).all(db).await?;
    let trainee = |row: family_member::Model| row.identity_number.map(|identity| Trainee { id: row.id, name: row.name, identity });
    Ok(rows.into_iter().filter_map(trainee).collect())
}

/// Members of one's own family with an identity number; none where it was not begun.
pub async fn own_trainees(ctx: &Ctx) -> Result<Vec<Trainee>, AppError> {
    let own = family::Entity::find()
        .select_only()
        .column(family::Column::Id)
        .filter(family::Column::OwnerId.eq(ctx.actor.person()?.id))
        .filter(is_not(family::Column::State, FamilyState::Left));
    let of_own = family_member::Entity::find().filter(family_member::Column::FamilyId.in_subquery(own.into_query()));
    named(ctx.db.read(), of_own).await
}

/// Whether this actor fills in the application of a family.
pub async fn helps(ctx: &Ctx, id: FamilyId) -> Result<bool, AppError> {
    let Some(me) = ctx.actor.id() else { return Ok(false) };
    let query = family::Entity::find_by_id(id).filter(family::Column::HelpedBy.eq(me));
    Ok(query.count(ctx.db.read()).await? > 0)
}

/// How many people the licensed families count.
pub async fn member_count(ctx: &Ctx) -> Result<i64, AppError> {
    let query = family::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(COALESCE(SUM(household_size), 0) AS BIGINT)"), "n")
        .filter(family::licensed(day_in_tripoli(ctx.now)));
    Ok(query.into_tuple::<i64>().one(ctx.db.read()).await?.unwrap_or(0))
}

/// The account of a family.
pub async fn owner_of<C: ConnectionTrait>(db: &C, id: FamilyId) -> Result<Option<PersonId>, AppError> {
    Ok(family::Entity::find_by_id(id).one(db).await?.and_then(|family| family.owner_id))
}

/// The municipality of a family.
pub async fn municipality_of<C: ConnectionTrait>(db: &C, id: FamilyId) -> Result<Option<String>, AppError> {
    Ok(family::Entity::find_by_id(id).one(db).await?.and_then(|family| family.municipality_code))
}

/// Keys of imported families by the id in their file.
pub async fn import_keys(ctx: &Ctx) -> Result<HashMap<String, FamilyId>, AppError> {
    let query = family::Entity::find()
        .select_only()
        .column(family::Column::ImportId)
        .column(family::Column::Id)
        .filter(family::Column::ImportId.is_not_null());
    let rows: Vec<(Option<String>, FamilyId)> = query.into_tuple().all(ctx.db.read()).await?;
    Ok(rows.into_iter().filter_map(|(import, id)| import.map(|import| (import, id))).collect())
}

/// What is registered of an imported family that a file could say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Trade name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Story.
    pub story: String,
    /// Municipality code.
    pub municipality: String,
}

/// The same of all imported families, by the id in their file.
pub async fn import_registered(ctx: &Ctx) -> Result<HashMap<String, Registered>, AppError> {
    let query = family::Entity::find()
        .select_only()
        .columns([
            family::Column::ImportId,
            family::Column::TradeName,
            family::Column::TradeNameEn,
            family::Column::Story,
            family::Column::MunicipalityCode,
        ])
        .filter(family::Column::ImportId.is_not_null());
    let rows: Vec<(String, String, String, String, Option<String>)> = query.into_tuple().all(ctx.db.read()).await?;
    let registered = |(id, trade_name, trade_name_en, story, municipality): (String, String, String, String, Option<String>)| {
        (id, Registered { trade_name, trade_name_en, story, municipality: municipality.unwrap_or_default() })
    };
    Ok(rows.into_iter().map(registered).collect())
}

/// Ids of imported families that have left: nothing is imported over them (Law 6/2022).
pub async fn import_left(ctx: &Ctx) -> Result<HashSet<String>, AppError> {
    let query = family::Entity::find().select_only().column(family::Column::ImportId).filter(family::Column::ImportId.is_not_null());
    let rows: Vec<Option<String>> = query.filter(family::Column::State.eq(FamilyState::Left)).into_tuple().all(ctx.db.read()).await?;
    Ok(rows.into_iter().flatten().collect())
}

/// Whether a family's licence holds on a day, so that its products are shown.
pub async fn licence_holds<C: ConnectionTrait>(db: &C, id: FamilyId, today: NaiveDate) -> Result<bool, AppError> {
    let query = family::Entity::find_by_id(id).filter(family::licensed(today));
    Ok(query.count(db).await? > 0)
}

/// Whether one of these families lives within these scopes.
pub async fn any_within<C: ConnectionTrait>(db: &C, ids: Vec<FamilyId>, scopes: Vec<Scope>) -> Result<bool, AppError> {
    let query =
        family::Entity::find().filter(family::Column::Id.is_in(ids)).filter(place::within(scopes, family::Column::MunicipalityCode));
    Ok(query.count(db).await? > 0)
}
