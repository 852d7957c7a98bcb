//! What an act and a page are given: the database, who acts, the time and the language.

use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};

use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::once::SentForm;
use crate::rooms::Room;
use crate::route::encoded;
use crate::seal::Keys;
use crate::texts::{self, Locale};

/// What is the same for every request of a running program.
#[derive(Debug, Default)]
pub struct Site {
    /// `https://souq.example`, without a slash at the end; stands in mails and canonical links.
    pub public_url: String,
    /// The address that mails come from; empty where none leave.
    pub mail_address: String,
    /// Development aids (`/dev/…`) are served.
    pub development: bool,
    /// Pages load themselves anew when the program was built and started again.
    pub reload: bool,
    /// With which values that could be guessed are sealed.
    pub keys: Keys,
    /// Addresses of the assets with their content hash, by plain name.
    pub assets: std::collections::HashMap<String, String>,
    /// The rooms of the desk, in their order; known when the URL table is mounted.
    pub rooms: OnceLock<Vec<Room>>,
}

impl Site {
    /// The name of the site on the net, without a port.
    pub fn host(&self) -> &str {
        self.public_url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost")
    }

    /// Who stands behind an entry of a calendar: the address that its mail comes from, where answers are read.
    pub fn organizer(&self) -> String {
        if self.mail_address.is_empty() { format!("mailto:souq@{}", self.host()) } else { format!("mailto:{}", self.mail_address) }
    }

    /// The hashed address of an asset such as `souq.css`.
    pub fn asset(&self, name: &str) -> String {
        let hashed = self.assets.get(name).map_or(name, String::as_str);
        format!("/assets/{hashed}")
    }

    /// The whole address of a path with its language, in ASCII: what leaves the site (links for sharing, codes to scan, canonical
    /// links, calendars) is read by programs that take no Arabic letters.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}", self.public_url, encoded(path))
    }
}

/// One request, seen from the domain. Time is a value, so that rules can be tested.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// Who acts.
    pub actor: Actor,
    /// The time of the request, in whole microseconds as both databases keep them.
    pub now: DateTime<Utc>,
    /// The language of the answer.
    pub l: Locale,
    /// The program's settings that pages show.
    pub site: Arc<Site>,
    /// Path and query of the request, with the language.
    pub path: String,
    /// The network address that throttling counts.
    pub address: String,
    /// The form that is answered, when who is signed in sent one.
    pub form: Option<Arc<SentForm>>,
}

impl Ctx {
    /// Begins the transaction of an act.
    ///
    /// # Errors
    /// [`AppError::Twice`] when the form that asks for it was sent before.
    pub async fn begin(&self) -> Result<Tx, AppError> {
        let tx = self.db.begin().await?;
        match &self.form {
            Some(form) if !form.took_effect() => {
                form.write(&tx, self.now).await?;
                Ok(tx.of_form(form.clone()))
            }
            _ => Ok(tx),
        }
    }

    /// A path in the reader's language: `/ar` + `/products`.
    pub fn link(&self, path: &str) -> String {
        format!("/{}{path}", texts::code(self.l))
    }

    /// The path without its language: `/products?q=…`.
    pub fn plain_path(&self) -> &str {
        self.path.get(3..).unwrap_or("")
    }

    /// The same for the page in the other language: without what links from elsewhere carry (`fbclid`, `utm_source`), and without what was
    /// said once after an act (`done`).
    pub fn lasting_path(&self) -> String {
        lasting(self.plain_path())
    }
}

fn lasting(path: &str) -> String {
    let Some((page, query)) = path.split_once('?') else { return path.to_owned() };
    let passing = |pair: &str| {
        let name = pair.split('=').next().unwrap_or(pair);
        PASSING.contains(&name) || name.starts_with("utm_")
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !passing(pair)).collect();
    if kept.is_empty() { page.to_owned() } else { format!("{page}?{}", kept.join("&")) }
}

/// Parameters that say where a reader comes from, or what has just been done.
const PASSING: [&str; 12] = ["fbclid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "msclkid", "yclid", "_gl", "ref", "done", "refused"];

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        parts.extensions.get::<Ctx>().cloned().ok_or(AppError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_other_language_is_the_same_page() {
        for (path, lasting) in [
            ("", ""),
            ("/me/account?done=saved", "/me/account"),
            ("/products?q=%D8%B3&fbclid=Iw&sort=price&utm_source=x", "/products?q=%D8%B3&sort=price"),
            ("/sign-in?next=/en/me%3Fdone", "/sign-in?next=/en/me%3Fdone"),
        ] {
            assert_eq!(super::lasting(path), lasting);
        }
    }
}
