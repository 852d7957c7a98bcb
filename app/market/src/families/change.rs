//! What can be changed of what a family said: while its application is open, at once or by a case later.

use serde::{Deserialize, Serialize};

use super::refusals;
use super::rules::{IdentityKind, MOST_MEMBERS, Part};
use super::types::{Application, Member};
use ground::error::Problem;
use ground::ids::MemberId;
use ground::text;

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

impl NewMember {
    /// A member as it would be typed.
    pub(super) fn of(member: &Member) -> Self {
        Self {
            name: member.name.clone(),
            birth_year: member.birth_year,
            relation: member.relation.clone(),
            identity: member.identity.clone(),
        }
    }

    /// A member who is only asked for.
    fn proposed(self) -> Member {
        let Self { name, birth_year, relation, identity } = self;
        Member { id: MemberId(0), name, birth_year, relation, identity, verified_at: None, verified_by: None }
    }
}

/// A name as members of other families are compared by it.
pub(super) fn folded(name: &str) -> String {
    text::search_form(name).trim().to_owned()
}

/// A rule about a change of members: which field, and what is wrong there.
pub(super) type MemberCheck = fn(&[Member], Option<MemberId>, Option<&NewMember>) -> Option<(&'static str, Problem)>;

/// What is wrong with a change of members, if something is. The same number twice in one family is a slip, said at once; in two
/// families it is found when the application is sent or the change decided.
pub(super) fn member_problem(members: &[Member], replaces: Option<MemberId>, new: Option<&NewMember>) -> Option<(&'static str, Problem)> {
    let others = || members.iter().filter(|member| Some(member.id) != replaces);
    let number = |identity: &Option<(IdentityKind, String)>| identity.as_ref().map(|(_, number)| number.clone());
    let typed = new.and_then(|new| number(&new.identity));
    if typed.is_some() && others().any(|member| number(&member.identity) == typed) {
        return Some(("identity_number", Problem::Twice));
    }
    let too_many = new.is_some() && others().count() >= MOST_MEMBERS;
    too_many.then_some(("name", Problem::AtMost(MOST_MEMBERS)))
}

/// The same of a licensed family: a licence stands on somebody who can be told from others.
pub(super) fn licensed_member_problem(
    members: &[Member],
    replaces: Option<MemberId>,
    new: Option<&NewMember>,
) -> Option<(&'static str, Problem)> {
    let stays = members.iter().any(|member| Some(member.id) != replaces && member.identity.is_some());
    let comes = new.is_some_and(|new| new.identity.is_some());
    let nobody = (!stays && !comes).then_some(("identity_number", refusals::LAST_IDENTITY));
    member_problem(members, replaces, new).or(nobody)
}

/// The same form sent twice changes once.
pub(super) fn done_already(members: &[Member], replaces: Option<MemberId>, new: Option<&NewMember>) -> bool {
    let there = replaces.is_some_and(|id| members.iter().any(|member| member.id == id));
    !there && new.is_some_and(|new| members.iter().any(|member| NewMember::of(member) == *new))
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
                Change::Member { replaces: *replaces, new: Some(NewMember::of(member)) }
            }
            Change::Crafts { .. } => Change::Crafts { codes: now.crafts.clone() },
            Change::Place { .. } => Change::Place {
                municipality: family.municipality.clone().unwrap_or_default(),
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
            Change::Place { municipality, .. } => family.municipality.as_ref() != Some(municipality),
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
            Change::Member { new, .. } => then.members = new.into_iter().map(NewMember::proposed).collect(),
            Change::Crafts { codes } => then.crafts = codes,
            Change::Place { municipality, quarter, landmark } => {
                family.municipality = Some(municipality);
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

/// Codes of what a member is to the one who registers.
pub const RELATIONS: [&str; 7] = ["self", "spouse", "child", "parent", "sibling", "relative", "other"];

/// The code of a relation, if it is one.
pub(super) fn relation(code: &str) -> Option<String> {
    RELATIONS.contains(&code).then(|| code.to_owned())
}
