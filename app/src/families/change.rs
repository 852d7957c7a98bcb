//! What can be changed of what a family said: while its application is open, at once or by a case later.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::{Deserialize, Serialize};

use super::acts::{Target, claim_identities, in_hand, tell_of_held_identity};
use super::corrections::propose;
use super::decisions::locked;
use super::entity::{family, family_craft, family_member};
use super::reads::{Application, application_in};
use super::rules::{CONSENT_VERSION, FamilyState, IdentityKind, MOST_MEMBERS, Part, Way};
use crate::ctx::Ctx;
use crate::db::Tx;
use crate::error::{AppError, FieldErrors, Problem, Reason};
use crate::history::Event;
use crate::ids::{CaseId, FamilyId, MemberId};
use crate::text;

/// A change of one part, read from a form and checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Change {
    /// Size of the household and its number in the family register (رقم القيد).
    Household {
        /// People.
        size: i64,
        /// May be empty.
        registration: String,
    },
    /// A member who comes, goes, or is written anew.
    Member {
        /// Whose place is taken, or who goes.
        replaces: Option<i64>,
        /// Who comes.
        new: Option<NewMember>,
    },
    /// What the family makes.
    Crafts {
        /// Codes in order.
        codes: Vec<String>,
    },
    /// Where the family lives. Only the municipality is ever public.
    Place {
        /// Code.
        municipality: String,
        /// Quarter (محلة).
        quarter: String,
        /// May be empty.
        landmark: String,
    },
    /// The phone at which the Authority and buyers' orders reach the family; never public.
    Contact {
        /// Normalised.
        phone: String,
    },
    /// What visitors see.
    Public(PublicFace),
    /// Consent to the text in force.
    Consent,
}

/// A member as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// Name.
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// In relation to the applicant.
    pub relation: String,
    /// Identity, in its stored form.
    pub identity: Option<(IdentityKind, String)>,
}

/// What visitors see of the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicFace {
    /// Trade name, not the family's name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Story.
    pub story: String,
    /// Whether the story is shown.
    pub show_story: bool,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It holds.
    Now,
    /// This case decides it; nothing when the same one waits already.
    Asked(Option<CaseId>),
}

impl Change {
    /// The part that it belongs to.
    pub fn part(&self) -> Part {
        match self {
            Change::Household { .. } => Part::Household,
            Change::Member { .. } => Part::Members,
            Change::Crafts { .. } => Part::Crafts,
            Change::Place { .. } => Part::Place,
            Change::Contact { .. } => Part::Contact,
            Change::Public(_) => Part::Public,
            Change::Consent => Part::Consent,
        }
    }

    /// What stands in a part now, as a change to itself; nothing for parts without one form. For a member, the one meant.
    pub fn standing(&self, now: &Application) -> Option<Change> {
        let family = &now.family;
        Some(match self {
            Change::Household { .. } => {
                Change::Household { size: family.household_size.unwrap_or_default(), registration: family.registration_number.clone() }
            }
            Change::Member { replaces, .. } => {
                let member = now.members.iter().find(|member| Some(member.id.0) == *replaces)?;
                Change::Member { replaces: *replaces, new: Some(new_of(member)) }
            }
            Change::Crafts { .. } => Change::Crafts { codes: now.crafts.clone() },
            Change::Place { .. } => Change::Place {
                municipality: family.municipality_code.clone().unwrap_or_default(),
                quarter: family.quarter.clone(),
                landmark: family.landmark.clone(),
            },
            Change::Contact { .. } => Change::Contact { phone: family.contact_phone.clone() },
            Change::Public(_) => Change::Public(PublicFace {
                trade_name: family.trade_name.clone(),
                trade_name_en: family.trade_name_en.clone(),
                story: family.story.clone(),
                show_story: family.show_story,
            }),
            Change::Consent => return None,
        })
    }

    /// The change with only that in it which it was about: what already stood there when it was asked for (`before`) is taken
    /// from what stands there now, so that a late decision undoes nothing that was changed at once meanwhile.
    pub fn rebased(self, before: Option<&Change>, now: &Application) -> Change {
        fn pick<T: PartialEq>(asked: T, before: &T, now: T) -> T {
            if asked == *before { now } else { asked }
        }
        match (self.standing(now), before, self) {
            (
                Some(Change::Household { size: s, registration: r }),
                Some(Change::Household { size: bs, registration: br }),
                Change::Household { size, registration },
            ) => Change::Household { size: pick(size, bs, s), registration: pick(registration, br, r) },
            (
                Some(Change::Place { municipality: m, quarter: q, landmark: l }),
                Some(Change::Place { municipality: bm, quarter: bq, landmark: bl }),
                Change::Place { municipality, quarter, landmark },
            ) => Change::Place { municipality: pick(municipality, bm, m), quarter: pick(quarter, bq, q), landmark: pick(landmark, bl, l) },
            (Some(Change::Public(now)), Some(Change::Public(before)), Change::Public(asked)) => Change::Public(PublicFace {
                trade_name: pick(asked.trade_name, &before.trade_name, now.trade_name),
                trade_name_en: pick(asked.trade_name_en, &before.trade_name_en, now.trade_name_en),
                story: pick(asked.story, &before.story, now.story),
                show_story: pick(asked.show_story, &before.show_story, now.show_story),
            }),
            (_, _, asked) => asked,
        }
    }

    /// Whether it touches what the licence or the public page stands on. A family that moves within its municipality or hides
    /// its story need not ask.
    pub fn judged(&self, now: &Application) -> bool {
        let family = &now.family;
        match self {
            Change::Place { municipality, .. } => family.municipality_code.as_ref() != Some(municipality),
            Change::Contact { .. } | Change::Consent => false,
            Change::Public(face) => {
                let story = family.story != face.story && !face.story.is_empty();
                let shows = face.show_story && !family.show_story && !face.story.is_empty();
                family.trade_name != face.trade_name || family.trade_name_en != face.trade_name_en || story || shows
            }
            Change::Household { .. } | Change::Member { .. } | Change::Crafts { .. } => true,
        }
    }

    /// What of a judged change the family need not ask for, and which therefore holds at once.
    pub fn free(&self, now: &Application) -> Option<Change> {
        let free = match (self, self.standing(now)?) {
            (Change::Place { quarter, landmark, .. }, Change::Place { municipality, .. }) => {
                Change::Place { municipality, quarter: quarter.clone(), landmark: landmark.clone() }
            }
            (Change::Public(asked), Change::Public(face)) => {
                Change::Public(PublicFace { show_story: face.show_story && asked.show_story, ..face })
            }
            _ => return None,
        };
        (Some(&free) != self.standing(now).as_ref()).then_some(free)
    }

    /// The application with the part as the change says, for those who compare; of the members only the one meant.
    pub fn preview(&self, now: &Application) -> Application {
        let mut then = now.clone();
        let family = &mut then.family;
        match self.clone() {
            Change::Household { size, registration } => {
                family.household_size = Some(size);
                family.registration_number = registration;
            }
            Change::Member { new, .. } => then.members = new.into_iter().map(|new| member_row(now.family.id, new)).collect(),
            Change::Crafts { codes } => then.crafts = codes,
            Change::Place { municipality, quarter, landmark } => {
                family.municipality_code = Some(municipality);
                family.quarter = quarter;
                family.landmark = landmark;
            }
            Change::Contact { phone } => family.contact_phone = phone,
            Change::Public(face) => {
                family.trade_name = face.trade_name;
                family.trade_name_en = face.trade_name_en;
                family.story = face.story;
                family.show_story = face.show_story;
            }
            Change::Consent => {}
        }
        then
    }
}

fn new_of(member: &family_member::Model) -> NewMember {
    NewMember {
        name: member.name.clone(),
        birth_year: member.birth_year,
        relation: member.relation.clone(),
        identity: member.identity_kind.zip(member.identity_number.clone()),
    }
}

pub(super) fn member_row(family: FamilyId, new: NewMember) -> family_member::Model {
    let (identity_kind, identity_number) = new.identity.unzip();
    family_member::Model {
        id: MemberId(0),
        family_id: family,
        folded_name: text::search_form(&new.name).trim().to_owned(),
        name: new.name,
        birth_year: new.birth_year,
        relation: new.relation,
        identity_kind,
        identity_number,
        claimed: false,
        position: 0,
        verified_at: None,
        verified_by: None,
    }
}

/// Saves a change, or asks for it where [`Target::way`] says so; `why` stands on the case. What an officer changes of a licensed
/// family always has to be decided by somebody else. One's own application is begun by the first thing saved.
pub async fn save(ctx: &Ctx, target: Target, change: Change, why: &str) -> Result<Saved, AppError> {
    match save_once(ctx, target, &change, why).await {
        Err(AppError::Invalid(errors)) if errors.of("identity_number") == Some(&Problem::IdentityHeld) => {
            if let (Some(family), Change::Member { new: Some(new), .. }) = (super::acts::find(ctx, target).await?, &change) {
                tell_of_held_identity(ctx, family.id, new.identity.iter().map(|(_, number)| number.clone()).collect()).await?;
            }
            Err(errors.into())
        }
        done => done,
    }
}

async fn save_once(ctx: &Ctx, target: Target, change: &Change, why: &str) -> Result<Saved, AppError> {
    let tx = ctx.begin().await?;
    let family = in_hand(&tx, ctx, target).await?;
    let (id, licensed) = (family.id, FamilyState::LICENSED.contains(&family.state));
    let by = target.way(family.state, change.part()).ok_or(Reason::NotNow)?;
    let now = application_in(&*tx, family.clone()).await?;
    if licensed && change.standing(&now).as_ref() == Some(change) {
        return Ok(Saved::Now);
    }
    let judged = by == Way::ByCase && (target != Target::Own || change.judged(&now));
    if judged && target != Target::Own && why.is_empty() {
        return Err(FieldErrors::one("why", Problem::ReasonNeeded).into());
    }
    let at_once = if judged { change.free(&now).filter(|_| target == Target::Own) } else { Some(change.clone()) };
    if let Some(at_once) = at_once {
        touch(&tx, &family, change.part()).await?;
        apply(&tx, ctx, family, at_once).await?;
        if licensed {
            let part = change.part().code().to_owned();
            tx.record(ctx, Event { act: "family.correct", subject_kind: "family", subject_id: id.0, details: part }).await?;
            tx.public_changed().await?;
        }
    }
    let saved = match judged {
        true => {
            let family = super::decisions::locked(&tx, id).await?;
            propose(&tx, ctx, &application_in(&*tx, family).await?, change, why).await?
        }
        false => Saved::Now,
    };
    tx.commit().await?;
    Ok(saved)
}

/// Writes what is known of a family that the Authority took over with a licence. For the demo town.
pub async fn write(tx: &Tx, ctx: &Ctx, id: FamilyId, change: Change) -> Result<(), AppError> {
    let family = locked(tx, id).await?;
    apply(tx, ctx, family, change).await
}

/// Notes which parts of an application that came back were changed since.
pub(super) async fn touch(tx: &Tx, family: &family::Model, part: Part) -> Result<(), AppError> {
    if family.state != FamilyState::Returned || family.changed(part) {
        return Ok(());
    }
    let parts = format!("{},{}", family.changed_parts, part.code());
    tx.run("UPDATE family SET changed_parts = $1 WHERE id = $2", vec![parts.into(), family.id.into()]).await?;
    Ok(())
}

impl family::Model {
    /// Whether a part was changed since the application came back.
    pub fn changed(&self, part: Part) -> bool {
        self.changed_parts.split(',').any(|code| code == part.code())
    }
}

/// Makes a change hold.
pub(super) async fn apply(tx: &Tx, ctx: &Ctx, family: family::Model, change: Change) -> Result<(), AppError> {
    let id = family.id;
    let licensed = FamilyState::LICENSED.contains(&family.state);
    let mut row = family.into_active_model();
    match change {
        Change::Household { size, registration } => {
            row.household_size = Set(Some(size));
            row.registration_number = Set(registration);
        }
        Change::Member { replaces, new } => {
            change_members(tx, id, replaces.map(MemberId), new).await?;
            if licensed {
                claim_identities(tx, id).await?;
            }
            return Ok(());
        }
        Change::Crafts { codes } => return set_crafts(tx, id, codes).await,
        Change::Place { municipality, quarter, landmark } => {
            row.municipality_code = Set(Some(municipality));
            row.quarter = Set(quarter);
            row.landmark = Set(landmark);
        }
        Change::Contact { phone } => row.contact_phone = Set(phone),
        Change::Public(face) => {
            row.trade_name = Set(face.trade_name);
            row.trade_name_en = Set(face.trade_name_en);
            row.story = Set(face.story);
            row.show_story = Set(face.show_story);
        }
        Change::Consent => {
            row.consent_version = Set(Some(CONSENT_VERSION.to_owned()));
            row.consent_at = Set(Some(ctx.now));
        }
    }
    row.update(&**tx).await?;
    Ok(())
}

/// What is wrong with a change of members, if something is. The same number twice in one family is a slip, said at once; in two
/// families it is found when the application is sent or the change decided.
pub(super) fn member_problem(
    members: &[family_member::Model],
    replaces: Option<MemberId>,
    new: Option<&NewMember>,
    licensed: bool,
) -> Option<(&'static str, Problem)> {
    let others = || members.iter().filter(|member| Some(member.id) != replaces);
    let number = new.and_then(|new| new.identity.as_ref()).map(|(_, number)| number);
    if number.is_some() && others().any(|member| member.identity_number.as_ref() == number) {
        return Some(("identity_number", Problem::Twice));
    }
    if new.is_some() && others().count() >= MOST_MEMBERS {
        return Some(("name", Problem::AtMost(MOST_MEMBERS)));
    }
    // A licence stands on somebody who can be told from others.
    let nobody = number.is_none() && !others().any(|member| member.identity_number.is_some());
    (licensed && nobody).then_some(("identity_number", Problem::LastIdentity))
}

/// The same form sent twice changes once.
pub(super) fn done_already(members: &[family_member::Model], replaces: Option<MemberId>, new: Option<&NewMember>) -> bool {
    let there = replaces.is_some_and(|id| members.iter().any(|member| member.id == id));
    !there && new.is_some_and(|new| members.iter().any(|member| new_of(member) == *new))
}

async fn change_members(tx: &Tx, family: FamilyId, replaces: Option<MemberId>, new: Option<NewMember>) -> Result<(), AppError> {
    let members = family_member::Entity::find().filter(family_member::Column::FamilyId.eq(family)).all(&**tx).await?;
    let gone = replaces.and_then(|id| members.iter().find(|member| member.id == id));
    if done_already(&members, replaces, new.as_ref()) {
        return Ok(());
    }
    if replaces.is_some() && gone.is_none() {
        return Err(AppError::NotFound);
    }
    let claimed = members.iter().any(|member| member.claimed);
    if let Some((field, problem)) = member_problem(&members, replaces, new.as_ref(), claimed) {
        return Err(FieldErrors::one(field, problem).into());
    }
    let position = gone.map_or(members.len() as i64, |member| member.position);
    if let Some(gone) = gone {
        family_member::Entity::delete_by_id(gone.id).exec(&**tx).await?;
    }
    let Some(new) = new.map(|new| member_row(family, new)) else { return Ok(()) };
    // Who was compared with the original paper stays so while the number is the same.
    let same_number = gone.filter(|gone| (gone.identity_kind, &gone.identity_number) == (new.identity_kind, &new.identity_number));
    let mut row = new.into_active_model();
    row.id = sea_orm::ActiveValue::NotSet;
    row.position = Set(position);
    row.verified_at = Set(same_number.and_then(|gone| gone.verified_at));
    row.verified_by = Set(same_number.and_then(|gone| gone.verified_by));
    row.insert(&**tx).await?;
    Ok(())
}

pub(super) async fn set_crafts(tx: &Tx, family: FamilyId, codes: Vec<String>) -> Result<(), AppError> {
    family_craft::Entity::delete_many().filter(family_craft::Column::FamilyId.eq(family)).exec(&**tx).await?;
    let rows = codes.into_iter().map(|code| family_craft::ActiveModel { family_id: Set(family), craft_code: Set(code) });
    family_craft::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
