//! Public pages for readers who are signed in: what stands in `<main>` is the same for everyone and kept as long as it holds;
//! the frame, with the reader's own links in it, is drawn for each.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::Response;
use moka::sync::Cache;

use super::page::{Frame, Main, Page};
use crate::actor::Actor;
use crate::changes::Standing;
use crate::ctx::Ctx;
use crate::db::Db;
use crate::error::AppError;
use crate::route::Answer;

/// Bytes of all that is kept. What is asked for often stays (moka's TinyLFU).
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// What came of drawing a page for everyone.
pub enum Drawn {
    /// The page.
    Page(Page),
    /// Another answer, such as the address to which it has moved.
    Other(Response<Body>),
}

impl From<Page> for Drawn {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}

impl From<Response<Body>> for Drawn {
    fn from(other: Response<Body>) -> Self {
        Self::Other(other)
    }
}

/// What stands in `<main>` by address.
struct Mains(Cache<String, Arc<Kept>>);

struct Kept {
    frame: Frame,
    html: String,
    /// The number of the last change before it was drawn.
    seen: u64,
    drawn: Instant,
}

impl Mains {
    fn of(db: &Db) -> Arc<Self> {
        db.held().unwrap_or_else(|| {
            let size = |key: &String, kept: &Arc<Kept>| u32::try_from(key.len() + kept.html.len() + kept.frame.size()).unwrap_or(u32::MAX);
            db.hold(Self(Cache::builder().max_capacity(MOST_BYTES).weigher(size).build()))
        })
    }
}

impl Kept {
    /// Nothing that it shows has changed: nobody who is signed in sees what was.
    fn holds(&self, db: &Db) -> bool {
        let shows = self.frame.public();
        shows.is_some_and(|shows| self.drawn.elapsed() < shows.lasting() && db.changes().standing(shows, self.seen) == Standing::Holds)
    }
}

/// A public page that reads nothing but its path. It is drawn for a visitor, so nothing of the reader can stand in it.
pub async fn shared<F, D>(ctx: Ctx, draw: F) -> Answer
where
    F: FnOnce(Ctx) -> D,
    D: Future<Output = Result<Drawn, AppError>>,
{
    let visitor = Ctx { actor: Actor::Visitor, ..ctx.clone() };
    if matches!(ctx.actor, Actor::Visitor) {
        return Ok(match draw(visitor).await? {
            Drawn::Page(page) => page.respond(&ctx),
            Drawn::Other(other) => other,
        });
    }
    let mains = Mains::of(&ctx.db);
    let key = ctx.path.split('?').next().unwrap_or_default();
    if let Some(kept) = mains.0.get(key).filter(|kept| kept.holds(&ctx.db)) {
        return Ok(kept.frame.clone().respond(&ctx, Main::Drawn(kept.html.clone())));
    }
    let seen = ctx.db.changes().now();
    let page = match draw(visitor).await? {
        Drawn::Page(page) => page,
        Drawn::Other(other) => return Ok(other),
    };
    let (frame, html) = page.drawn();
    // Islands are numbered where they are drawn; a page that has some is drawn as a whole.
    debug_assert!(!html.contains("<leptos-island"), "a page with islands is not shared");
    if frame.public().is_some() {
        let kept = Kept { frame: frame.clone(), html: html.clone(), seen, drawn: Instant::now() };
        mains.0.insert(key.to_owned(), Arc::new(kept));
    }
    Ok(frame.respond(&ctx, Main::Drawn(html)))
}
