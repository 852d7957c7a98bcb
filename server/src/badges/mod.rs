//! Certificates as digital badges: Open Badges 3.0 credentials (<https://www.imsglobal.org/spec/ob/v3p0>) with a proof of their own, which
//! anybody verifies with the document at `/.well-known/did.json`.

mod graph;
mod signer;
#[cfg(test)]
mod tests;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::route::Answer;
use serde_json::Value;

use self::graph::{Said, TYPE, Term, Thing};
pub use self::signer::Signer;
use crate::drawing::answer;
use crate::trouble::unexpected;

const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
const BADGES: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const SCHEMA: &str = "https://schema.org/";

const CONTEXTS: [&str; 2] = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
/// Types as the context of badges writes them.
const BOOLEAN: &str = "https://www.w3.org/2001/XMLSchema#boolean";
const ADDRESS: &str = "https://www.w3.org/2001/XMLSchema#anyURI";

/// What the badge of a certificate says, in one language.
#[derive(Debug, Clone)]
pub struct Badge {
    /// The address of the site, without a stroke at its end.
    pub site: String,
    /// The address of the certificate's page.
    pub page: String,
    /// Who gives it.
    pub authority: String,
    /// Who completed the course.
    pub holder: String,
    /// What was completed.
    pub title: String,
    /// More of it.
    pub description: String,
    /// What it takes.
    pub criteria: String,
    /// Its first day.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// When it got this form.
    pub created: DateTime<Utc>,
}

impl Badge {
    /// The badge with its proof.
    pub fn signed(&self, signer: &Signer) -> Value {
        signer.signed(&self.credential(signer.did()), &CONTEXTS, self.created)
    }

    fn credential(&self, did: &str) -> Thing {
        let term = |name| Term::of(CREDENTIALS, name);
        // Days are those of Tripoli.
        let at = |day: NaiveDate, hour: &str| Said::Typed(signer::DATE_TIME, format!("{day}T{hour}+02:00"));
        let says = vec![
            (TYPE, Said::Words(vec![Term::of(CREDENTIALS, "VerifiableCredential"), Term::of(BADGES, "OpenBadgeCredential")])),
            (term("issuer"), Said::About(self.issuer(did))),
            (term("validFrom"), at(self.issued_on, "00:00:00")),
            (term("validUntil"), at(self.expires_on, "23:59:59")),
            (Term::of(SCHEMA, "name"), Said::text(&self.title)),
            (term("credentialSubject"), Said::About(self.subject())),
        ];
        Thing::at(format!("{}/badge.json", self.page), says)
    }

    fn issuer(&self, did: &str) -> Thing {
        let says = vec![
            (TYPE, Said::Words(vec![Term::of(BADGES, "Profile")])),
            (Term::of(SCHEMA, "name"), Said::text(&self.authority)),
            (Term::of(SCHEMA, "url"), Said::Typed(ADDRESS, self.site.clone())),
        ];
        Thing::at(did.to_owned(), says)
    }

    fn subject(&self) -> Thing {
        let term = |name| Term::of(BADGES, name);
        // The only thing without an address: schemas of Open Badges allow it none.
        let identity = vec![
            (TYPE, Said::Word(term("IdentityObject"))),
            (term("identityType"), Said::text("name")),
            (term("hashed"), Said::Flag(BOOLEAN, false)),
            (term("identityHash"), Said::text(&self.holder)),
        ];
        let says = vec![
            (TYPE, Said::Words(vec![Term::of(BADGES, "AchievementSubject")])),
            (term("identifier"), Said::Among(Thing { id: None, says: identity })),
            (term("achievement"), Said::About(self.achievement())),
        ];
        Thing::at(format!("{}#holder", self.page), says)
    }

    fn achievement(&self) -> Thing {
        let term = |name| Term::of(BADGES, name);
        let criteria = vec![(term("narrative"), Said::text(&self.criteria))];
        let image = vec![(TYPE, Said::Word(term("Image")))];
        let says = vec![
            (TYPE, Said::Words(vec![Term::of(BADGES, "Achievement")])),
            (term("achievementType"), Said::text("Certificate")),
            (Term::of(SCHEMA, "name"), Said::text(&self.title)),
            (Term::of(SCHEMA, "description"), Said::text(&self.description)),
            (Term::called("criteria", BADGES, "Criteria"), Said::About(Thing::at(format!("{}#criteria", self.page), criteria))),
            (term("image"), Said::About(Thing::at(format!("{}/certificate.png", self.page), image))),
        ];
        Thing::at(format!("{}#achievement", self.page), says)
    }
}

/// Who signs badges, with the keys to verify them; not there in a program without keys.
pub async fn did_document(ctx: Ctx) -> Answer {
    let document = Signer::of(&ctx.site)?.document().ok_or(AppError::NotFound)?;
    written(&document, "application/did+ld+json")
}

/// A document that pages of other sites may read, too: those that verify badges do it in the browser.
pub fn written(document: &Value, mime: &'static str) -> Answer {
    let mut response: Response = answer(serde_json::to_vec_pretty(document).map_err(unexpected)?, mime);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}
