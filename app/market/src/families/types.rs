//! Families as pages and other areas see them.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::{Asker, FamilyState, IdentityKind, Part, Way, licence_holds, may_ask_renewal, way};
use ground::days::day_in_tripoli;
use ground::ids::{CaseId, FamilyId, MediaId, MemberId, PersonId};
use people::crafts::Crafts;

/// Whose application is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One's own.
    Own,
    /// One that the officer fills in for a family.
    Helped(FamilyId),
    /// The data of a licensed family in the officer's scope, to be put right for it.
    InScope(FamilyId),
}

impl Target {
    /// Where its pages stand, below the language.
    pub fn base(self) -> String {
        match self {
            Target::Own => "/me/family".to_owned(),
            Target::Helped(id) => format!("/desk/families/{id}/application"),
            Target::InScope(id) => format!("/desk/families/{id}/correction"),
        }
    }

    /// How a part can be changed in a state by whom this target stands for. Who helped with an application does so while it is
    /// open; after that the family is an officer's as far as the scope reaches.
    pub fn way(self, state: FamilyState, part: Part) -> Option<Way> {
        match self {
            Target::Own => way(Asker::Family, state, part),
            // How the family agreed was written down when the officer began.
            Target::Helped(_) => way(Asker::Officer, state, part).filter(|_| state.open() && part != Part::Consent),
            Target::InScope(_) => way(Asker::Officer, state, part),
        }
    }
}

/// What a family said of itself, and where it stands.
#[derive(Debug, Clone)]
pub struct Family {
    /// Key.
    pub id: FamilyId,
    /// Where it stands.
    pub state: FamilyState,
    /// Whose account it is; none while an imported family has none.
    pub owner: Option<PersonId>,
    /// The officer who fills in its application.
    pub helped_by: Option<PersonId>,
    /// Address of the storefront, since it was first licensed.
    pub slug: Option<String>,
    /// Trade name; empty while it is not chosen.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Story.
    pub story: String,
    /// Whether visitors see the story.
    pub show_story: bool,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Quarter (محلة).
    pub quarter: String,
    /// A place nearby that everyone knows.
    pub landmark: String,
    /// Stored phone at which the Authority reaches it.
    pub contact_phone: String,
    /// Number in the family register (رقم القيد).
    pub registration_number: String,
    /// People of the household.
    pub household_size: Option<i64>,
    /// When it consented.
    pub consent_at: Option<DateTime<Utc>>,
    /// To which text.
    pub consent_version: Option<String>,
    /// How an officer got its consent, as a code.
    pub consent_how: Option<String>,
    /// Licence number and last day.
    pub licence: Option<(String, NaiveDate)>,
    /// Parts that were changed since the application came back.
    pub changed: Vec<Part>,
}

/// A member of a family.
#[derive(Debug, Clone)]
pub struct Member {
    /// Key; zero for who is only asked for.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// In relation to the applicant, as a code.
    pub relation: String,
    /// Identity, in its stored form.
    pub identity: Option<(IdentityKind, String)>,
    /// When an officer compared the identity with the original paper.
    pub verified_at: Option<DateTime<Utc>>,
    /// Which officer.
    pub verified_by: Option<PersonId>,
}

/// The kind of document that a health certificate is.
pub const HEALTH_PERMIT: &str = "health_permit";

/// A private document of an application.
#[derive(Debug, Clone)]
pub struct Document {
    /// Key.
    pub id: i64,
    /// What it shows, as a code.
    pub kind: String,
    /// Its file.
    pub media: MediaId,
    /// Its name as it was sent, cleaned.
    pub name: String,
}

/// An application with everything in it.
#[derive(Debug, Clone)]
pub struct Application {
    /// The family.
    pub family: Family,
    /// Members in the order in which they were added.
    pub members: Vec<Member>,
    /// Craft codes.
    pub crafts: Vec<String>,
    /// Documents.
    pub documents: Vec<Document>,
}

impl Application {
    /// Whether a part has what it needs.
    pub fn done(&self, part: Part) -> bool {
        let family = &self.family;
        match part {
            Part::Household => family.household_size.is_some(),
            Part::Members => self.members.iter().any(|member| member.identity.is_some()),
            Part::Crafts => !self.crafts.is_empty(),
            Part::Place => family.municipality.is_some() && !family.quarter.is_empty(),
            Part::Contact => !family.contact_phone.is_empty(),
            Part::Public => !family.trade_name.is_empty(),
            Part::Documents => !self.documents.is_empty(),
            Part::Consent => family.consent_at.is_some(),
        }
    }

    /// Whether it makes food and shows no health certificate: what it makes is not offered without one.
    pub fn lacks_permit(&self, crafts: &Crafts) -> bool {
        let food = self.crafts.iter().any(|code| crafts.craft(code).is_some_and(|craft| craft.food));
        food && self.documents.iter().all(|document| document.kind != HEALTH_PERMIT)
    }

    /// The part to fill in after one: the next that is not done, in order and around; none when all are.
    pub fn next_after(&self, part: Part) -> Option<Part> {
        let at = Part::ALL.iter().position(|other| *other == part).map_or(0, |at| at + 1);
        let (before, behind) = Part::ALL.split_at(at);
        behind.iter().chain(before).copied().find(|part| !self.done(*part))
    }

    /// Whether the part can be filled in: the first one is consent.
    pub fn begins(application: Option<&Self>, part: Part) -> bool {
        let agreed = application.is_some_and(|application| application.done(Part::Consent) || !application.family.state.open());
        agreed || part == Part::Consent
    }

    /// Whether everything is there.
    pub fn complete(&self) -> bool {
        Part::ALL.into_iter().all(|part| self.done(part))
    }
}

/// One part of an application on its page.
#[derive(Debug, Clone)]
pub struct PartView {
    /// Whose application.
    pub target: Target,
    /// The part.
    pub part: Part,
    /// What was said so far; nothing when one's own was not begun.
    pub application: Option<Application>,
    /// What the Authority wants changed in it.
    pub asked: Option<String>,
    /// A correction of it waits to be decided.
    pub waits: bool,
    /// What was done just now, in a sentence.
    pub said: Option<String>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It holds.
    Now,
    /// This case decides it; nothing when the same one waits already.
    Asked(Option<CaseId>),
}

/// A family as the desk sees it, with those that look alike.
#[derive(Debug, Clone)]
pub struct ForDesk {
    /// The application.
    pub application: Application,
    /// Others to compare with, side by side.
    pub alike: Vec<Application>,
    /// Those of which an officer said that they are not the same.
    pub apart: Vec<Application>,
}

/// A correction as those see it who ask for it or decide it.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The part that is to be changed.
    pub part: Part,
    /// The family as it is.
    pub now: Application,
    /// What stood there when it was asked for, if something did.
    pub before: Option<Application>,
    /// What is to stand.
    pub then: Application,
    /// Families with a member like the new one, to compare with.
    pub alike: Vec<Application>,
}

/// One's own family, as other areas need it.
#[derive(Debug, Clone)]
pub struct OwnFamily {
    /// Key.
    pub id: FamilyId,
    /// State.
    pub state: FamilyState,
    /// Trade name.
    pub trade_name: String,
    /// Storefront.
    pub slug: Option<String>,
    /// Municipality code.
    pub municipality: Option<String>,
    /// Licence number and last day.
    pub licence: Option<(String, NaiveDate)>,
    /// Whether new versions are published at once.
    pub trusted: bool,
}

impl OwnFamily {
    /// Whether its licence holds today.
    pub fn licence_holds(&self, now: DateTime<Utc>) -> bool {
        licence_holds(self.state, self.licence.as_ref().map(|(_, until)| *until), day_in_tripoli(now))
    }

    /// Whether the family may ask for its licence to be renewed or given back.
    pub fn may_ask_renewal(&self, now: DateTime<Utc>) -> bool {
        may_ask_renewal(self.state, self.licence.as_ref().map(|(_, until)| *until), day_in_tripoli(now))
    }
}

/// What visitors see of a family: nothing else ever.
#[derive(Debug, Clone)]
pub struct Storefront {
    /// Key.
    pub id: FamilyId,
    /// Address.
    pub slug: String,
    /// Trade name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Municipality code.
    pub municipality: String,
    /// Craft codes.
    pub crafts: Vec<String>,
    /// Story, if it is to be shown.
    pub story: String,
    /// Whether it has the quality mark now.
    pub marked: bool,
}

/// What an address of a storefront leads to.
pub enum FoundStorefront {
    /// The storefront.
    Here(Storefront),
    /// An earlier address; the present one.
    Moved(String),
}

/// What is public of a family beside what it makes.
#[derive(Debug, Clone)]
pub struct PublicName {
    /// Trade name.
    pub ar: String,
    /// In English.
    pub en: String,
    /// Address of the storefront.
    pub slug: String,
    /// Whether it has the quality mark now.
    pub marked: bool,
}

/// A family on a list.
#[derive(Debug, Clone)]
pub struct FamilyCard {
    /// Trade name.
    pub trade_name: String,
    /// In English.
    pub trade_name_en: String,
    /// Address.
    pub slug: String,
    /// Municipality code.
    pub municipality: String,
}

/// A member who can be told from others, and so can attend a course.
#[derive(Debug, Clone)]
pub struct Trainee {
    /// Key.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Identity number, in its stored form.
    pub identity: String,
}
