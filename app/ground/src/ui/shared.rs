//! Public pages for readers who are signed in: what stands in `<main>` is the same for everyone and kept as long as it holds;
//! the frame, with the reader's own links in it, is drawn for each.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::Response;
use moka::sync::Cache;
use tokio::sync::{Mutex, MutexGuard};

use super::page::{Frame, Main, Page};
use crate::actor::Actor;
use crate::changes::Standing;
use crate::ctx::Ctx;
use crate::db::Db;
use crate::error::AppError;
use crate::route::Answer;

/// Bytes of all that is kept. What is asked for often stays (moka's TinyLFU).
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Bodies that are drawn at a time.
const TURNS: usize = 32;

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
struct Mains {
    kept: Cache<String, Arc<Kept>>,
    /// Held while one is drawn, so that many who ask at once wait for the first; by address, some share one.
    turns: [Mutex<()>; TURNS],
}

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
            let kept = Cache::builder().max_capacity(MOST_BYTES).weigher(size).build();
            db.hold(Self { kept, turns: std::array::from_fn(|_| Mutex::const_new(())) })
        })
    }

    fn find(&self, db: &Db, key: &str) -> Option<Arc<Kept>> {
        self.kept.get(key).filter(|kept| kept.holds(db))
    }

    async fn turn(&self, key: &str) -> MutexGuard<'_, ()> {
        self.turns[BuildHasherDefault::<DefaultHasher>::default().hash_one(key) as usize % TURNS].lock().await
    }
}

impl Kept {
    /// Nothing that it shows has changed: nobody who is signed in sees what was.
    fn holds(&self, db: &Db) -> bool {
        let shows = self.frame.public();
        shows.is_some_and(|shows| self.drawn.elapsed() < shows.lasting() && db.changes().standing(shows, self.seen) == Standing::Holds)
    }
}

/// A public page that reads nothing but its path. It is drawn for a visitor, so nothing of the reader can stand in it. It has no
/// islands: those are numbered in the page in which they are drawn.
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
    let answer = |kept: &Kept| kept.frame.clone().respond(&ctx, Main::Drawn(&kept.html));
    if let Some(kept) = mains.find(&ctx.db, key) {
        return Ok(answer(&kept));
    }
    let _turn = mains.turn(key).await;
    if let Some(kept) = mains.find(&ctx.db, key) {
        return Ok(answer(&kept));
    }
    let seen = ctx.db.changes().now();
    let page = match draw(visitor).await? {
        Drawn::Page(page) => page,
        Drawn::Other(other) => return Ok(other),
    };
    let (frame, html) = page.drawn();
    debug_assert!(!html.contains("<leptos-island"), "{key} has islands");
    let kept = Arc::new(Kept { frame, html, seen, drawn: Instant::now() });
    if kept.frame.public().is_some() {
        mains.kept.insert(key.to_owned(), kept.clone());
    }
    Ok(answer(&kept))
}
