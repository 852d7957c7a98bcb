//! A server without a socket, on a database of its own with the demo town.
#![allow(missing_docs)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, header};
use ground::ctx::Ctx;
use ground::outbox::Mail;
use people::accounts;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::blobs::Blobs;
use server::config::Config;
use server::front::Front;
use server::mailer::Mailer;
use server::state::State;
use server::{clock, seed};
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub struct Place {
    pub state: State,
    pub router: Front,
    pub mails: Arc<Mutex<Vec<Mail>>>,
    pub folder: tempfile::TempDir,
}

/// The town is drawn and filled once; each test gets a copy of its file.
static TEMPLATE: OnceCell<(tempfile::TempDir, Blobs)> = OnceCell::const_new();

async fn template() -> &'static (tempfile::TempDir, Blobs) {
    TEMPLATE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().unwrap();
            let db = ground::db::Db::open(&format!("sqlite://{}", folder.path().join("town.sqlite").display()), 2).await.unwrap();
            server::state::migrate(&db).await.unwrap();
            let blobs = Blobs::in_memory();
            let ctx = world::console(db.clone(), Arc::default(), clock::now());
            seed::town(&ctx, &blobs).await.unwrap();
            let copy = format!("VACUUM INTO '{}'", folder.path().join("copy.sqlite").display());
            db.writer().execute_unprepared(&copy).await.unwrap();
            (folder, blobs)
        })
        .await
}

/// Counts statements, for a database that is watched.
pub fn counting(counter: &Arc<AtomicU64>) -> impl Fn(&str) + Send + Sync + Clone + 'static {
    let counter = counter.clone();
    move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// A copy of the town in a folder, and its pictures.
pub async fn settle(folder: &std::path::Path) -> (std::path::PathBuf, &'static Blobs) {
    let (town, blobs) = template().await;
    let file = folder.join("souq.sqlite");
    std::fs::copy(town.path().join("copy.sqlite"), &file).unwrap();
    (file, blobs)
}

/// The town on PostgreSQL, its pictures without bytes, filled once; each test gets a clone.
static SERVED: OnceCell<String> = OnceCell::const_new();

/// A test on each of the two databases.
#[macro_export]
macro_rules! on_each {
    ($(async fn $name:ident($place:ident: &Place) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($place: &Place) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                check(&Place::open().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgresql() {
                let (place, admin, name) = Place::served().await;
                check(&place).await;
                drop(place);
                $crate::place::run_on(&admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    )+};
}

pub async fn run_on(admin: &DatabaseConnection, sql: String) {
    admin.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
}

impl Place {
    pub async fn open() -> Self {
        Self::watched(|_| {}).await
    }

    /// On PostgreSQL; the database is to be dropped by its name.
    pub async fn served() -> (Self, DatabaseConnection, String) {
        let base = std::env::var("SOUQ_TEST_POSTGRES").unwrap();
        let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
        let new = || format!("souq_{:016x}", rand::random::<u64>());
        let town = SERVED.get_or_init(async || {
            let name = new();
            run_on(&admin, format!("CREATE DATABASE {name}")).await;
            crate::doubles::filled(&format!("{base}/{name}")).await;
            name
        });
        let (town, name) = (town.await, new());
        run_on(&admin, format!("CREATE DATABASE {name} TEMPLATE {town}")).await;
        let folder = tempfile::tempdir().unwrap();
        let place = Self::at(&format!("{base}/{name}"), folder, Blobs::in_memory(), |_| {}).await;
        (place, admin, name)
    }

    /// A place in which each statement is told.
    pub async fn watched(told: impl Fn(&str) + Send + Sync + Clone + 'static) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (file, blobs) = settle(folder.path()).await;
        Self::at(&format!("sqlite://{}", file.display()), folder, blobs.clone(), told).await
    }

    async fn at(url: &str, folder: tempfile::TempDir, blobs: Blobs, told: impl Fn(&str) + Send + Sync + Clone + 'static) -> Self {
        let config = Config::read(|name| match name {
            "DATABASE_URL" => Some(url.to_owned()),
            "SOUQ_DATA" => Some(folder.path().display().to_string()),
            _ => None,
        });
        let config = config.unwrap();
        let db = ground::db::Db::open_watched(url, 8, told).await.unwrap();
        let (mailer, mails) = Mailer::in_memory();
        let state = State::of(config, db, blobs, mailer);
        state.pages.look().await;
        Self { router: Front::new(&state), state, mails, folder }
    }

    /// The same database as it is asked on another day, with nothing kept in memory and no worker.
    pub async fn later(&self, days: i64) -> Self {
        self.anew(days, |_| {}).await
    }

    /// The same database in a program with other settings.
    pub async fn set(&self, change: impl FnOnce(&mut Config)) -> Self {
        self.anew(0, change).await
    }

    async fn anew(&self, days: i64, change: impl FnOnce(&mut Config)) -> Self {
        let (mailer, mails) = Mailer::in_memory();
        let mut config = (*self.state.config).clone();
        change(&mut config);
        let mut state = State::of(config, self.state.db.clone(), self.state.blobs.clone(), mailer);
        state.ahead = chrono::Duration::days(days);
        state.pages.look().await;
        Self { router: Front::new(&state), state, mails, folder: tempfile::tempdir().unwrap() }
    }

    pub fn ctx(&self) -> Ctx {
        world::console(self.state.db.clone(), self.state.site.clone(), clock::now())
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Body> {
        let path = ground::route::encoded(path);
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "127.0.0.1:3000");
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response<Body> {
        self.ask(Method::GET, path, &[], "").await
    }

    pub async fn post(&self, path: &str, form: &str) -> Response<Body> {
        self.ask(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], form).await
    }

    /// The cookie of a person of the town; staff give their second factor.
    pub async fn sign_in(&self, phone: &str) -> String {
        let form = format!("phone={phone}&password={}", world::DEMO_PASSWORD);
        let cookie = cookie(&self.post("/ar/sign-in", &form).await);
        if !world::STAFF.iter().any(|member| member.phone == phone) {
            return cookie;
        }
        let code = accounts::totp_code(world::DEMO_TOTP_SECRET, (clock::now() + self.state.ahead).timestamp()).unwrap();
        let headers = [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let response = self.ask(Method::POST, "/ar/sign-in/code", &headers, &format!("code={code}")).await;
        self::cookie(&response)
    }

    /// A form post by someone who is signed in.
    pub async fn post_as(&self, cookie: &str, path: &str, form: &str) -> Response<Body> {
        let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
        self.ask(Method::POST, path, &headers, form).await
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Response<Body> {
        self.ask(Method::GET, path, &[("cookie", cookie)], "").await
    }

    /// A multipart form with texts and files (field, name, bytes).
    pub async fn upload(&self, cookie: &str, path: &str, texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Response<Body> {
        const EDGE: &str = "edge-of-the-parts";
        let mut sent = Vec::new();
        for (name, value) in texts {
            sent.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/jpeg");
            sent.extend(format!("--{EDGE}\r\n{head}\r\n\r\n").into_bytes());
            sent.extend_from_slice(bytes);
            sent.extend(b"\r\n");
        }
        sent.extend(format!("--{EDGE}--\r\n").into_bytes());
        let request = Request::builder()
            .method(Method::POST)
            .uri(ground::route::encoded(path))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"));
        self.router.clone().oneshot(request.body(Body::from(sent)).unwrap()).await.unwrap()
    }

    /// A number from the database.
    pub async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.state.db.backend(), sql);
        self.state.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// Changes the database behind everyone's back.
    pub async fn run(&self, sql: &str) {
        let tx = self.state.db.begin().await.unwrap();
        tx.run(sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn text(&self, sql: &str) -> String {
        let statement = Statement::from_string(self.state.db.backend(), sql);
        self.state.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    pub async fn unpublished_photo(&self) -> String {
        self.text("SELECT address FROM media WHERE public_since IS NULL AND kind = 'photo' LIMIT 1").await
    }

    pub async fn raise_all_prices(&self) {
        let tx = self.state.db.begin().await.unwrap();
        tx.run("UPDATE product SET price_from = price_from + 1000", vec![]).await.unwrap();
        tx.changed(ground::ids::ProductId::KIND.all()).await.unwrap();
        tx.commit().await.unwrap();
        self.state.pages.look().await;
    }
}

pub async fn body(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

pub fn location(response: &Response<Body>) -> String {
    response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

pub fn cookie(response: &Response<Body>) -> String {
    let mut set = response.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    set.rfind(|line| line.starts_with("souq_session=")).unwrap().split(';').next().unwrap().to_owned()
}

/// A photo that differs with its seed.
pub fn jpeg(seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(480, 360, |x, y| {
        let wave = |n: u32, by: u32| ((f64::from(n) / f64::from(5 + by % 17)).sin() * 100.0 + 128.0) as u8;
        image::Rgb([wave(x, seed), wave(y, seed * 3), ((x * seed + y * 7) % 251) as u8])
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&picture).unwrap();
    bytes
}
