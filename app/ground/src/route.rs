//! A line of the URL table: path, method, who may come in, and what answers.

use axum::Router;
use axum::extract::Path;
use axum::handler::Handler;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get as axum_get, post as axum_post};

use serde::de::DeserializeOwned;

use crate::actor::Role;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::form::Form;
use crate::rooms::Room;
use crate::texts::Text;

/// What a handler gives.
pub type Answer = Result<Response, AppError>;

/// Who may come in. Checked before the handler runs; the act checks its scope besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Public,
    /// Whoever gave phone and password: the pages that ask staff for their second factor.
    SigningIn,
    /// Anyone signed in, staff with their second factor; what is theirs is found by their key.
    SignedIn,
    /// Staff with one of these roles, after the second factor. Others get 404.
    Staff(&'static [Role]),
}

/// One line of the table.
pub struct Entry {
    /// Path below the language, in axum's notation.
    pub path: &'static str,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Who may come in.
    pub access: Access,
    /// What answers.
    pub handler: MethodRouter,
    /// Parameters of the query that a public page reads; its page is kept by these and no others. Without them nothing is said,
    /// and the page is not kept when a query is asked.
    pub reads: Option<&'static [&'static str]>,
    /// Its place among the rooms of the desk and its name there, if it is one.
    pub room: Option<(u8, Text)>,
}

/// A page.
pub fn get<H: Handler<T, ()>, T: 'static>(path: &'static str, access: Access, handler: H) -> Entry {
    Entry { path, method: "GET", access, handler: axum_get(handler), reads: None, room: None }
}

/// A form post on a page's own path.
pub fn post<H: Handler<T, ()>, T: 'static>(path: &'static str, access: Access, handler: H) -> Entry {
    Entry { path, method: "POST", access, handler: axum_post(handler), reads: None, room: None }
}

/// The act of a line, `confirm` of `/me/training/{enrolment}/confirm`: what a form does to the page above it.
pub type Act = &'static str;

/// A form of a page that has several. Each has its own line, and its act is the last part of its path; they share what draws the page
/// again when something is wrong, which links to the page and not to the act.
pub fn act<P, H, A>(path: &'static str, access: Access, handler: H) -> Entry
where
    P: DeserializeOwned + Send + 'static,
    H: Fn(Ctx, Path<P>, Act, Form) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Answer> + Send + 'static,
{
    let act = path.rsplit('/').next().unwrap_or(path);
    post(path, access, move |mut ctx: Ctx, key: Path<P>, form: Form| {
        let page = ctx.path.split('?').next().unwrap_or_default();
        ctx.path = page.strip_suffix(act).and_then(|page| page.strip_suffix('/')).unwrap_or(page).to_owned();
        handler(ctx, key, act, form)
    })
}

impl Entry {
    /// Says which parameters of the query a public page reads.
    pub fn reading(self, names: &'static [&'static str]) -> Self {
        Self { reads: Some(names), ..self }
    }

    /// Makes the line a room of the desk: it stands in the bar above each page of the desk, for whom it lets in.
    pub fn room(self, place: u8, word: Text) -> Self {
        Self { room: Some((place, word)), ..self }
    }

    /// Adds the line to a router, behind its guard.
    pub fn mount(self, router: Router, guard: impl FnOnce(Access, MethodRouter) -> MethodRouter) -> Router {
        router.route(self.path, guard(self.access, self.handler))
    }
}

/// The rooms among the lines of a table, in their order.
pub fn rooms(table: &[Entry]) -> Vec<Room> {
    let room = |entry: &Entry| match (entry.room, entry.access) {
        (Some((place, word)), Access::Staff(roles)) => Some(Room { place, path: entry.path, word, roles }),
        _ => None,
    };
    let mut rooms: Vec<Room> = table.iter().filter_map(room).collect();
    rooms.sort_by_key(|room| room.place);
    rooms
}

/// After a post: 303 to a page, so that reloading does not post again.
pub fn see_other(path: impl AsRef<str>) -> Response {
    Redirect::to(&encoded(path.as_ref())).into_response()
}

/// A path for a header: headers are ASCII, so Arabic slugs are percent-encoded.
pub fn encoded(path: &str) -> String {
    path.chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                percent_encoding::utf8_percent_encode(&c.to_string(), percent_encoding::NON_ALPHANUMERIC).to_string()
            }
        })
        .collect()
}
