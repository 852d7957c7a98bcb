//! Every form that a line of the URL table answers, sent by one person twenty times at once to two processes: as many rows in every
//! table, the audit trail among them, as when it is sent once, and one answer. The forms are those that the pages of the demo town
//! show, filled in where they are empty.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::Duration;
use futures::future::join_all;
use ground::db::Db;
use ground::route::{Access, Entry};
use matchit::Router;
use people::media::{Kind, NewMedia};
use scraper::{ElementRef, Html, Selector};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::blobs::Blobs;
use server::config::Config;
use server::front::Front;
use server::mailer::Mailer;
use server::state::State;
use server::{clock, uploads, web};
use tower::ServiceExt;
use url::form_urlencoded;

use crate::former;
use crate::place::{body, cookie, location};

/// How often a form is sent at once.
const TIMES: usize = 20;
/// Forms of one line that are tried, each with another button or hidden word.
const OF_A_LINE: usize = 6;

/// Lines whose forms no page of the town shows: it has nothing in the state that they are for, or a script sends them. The same layer
/// stands before them.
const NOT_SHOWN: &[&str] = &[
    "/attend/{lesson}/{code}",
    "/committee/{sitting}/attend",
    "/committee/{sitting}/cancel",
    "/committee/{sitting}/count",
    "/committee/{sitting}/declare",
    "/committee/{sitting}/reopen",
    "/committee/{sitting}/sign",
    "/committee/{sitting}/vote",
    "/desk/approve",
    "/desk/approve/undo",
    "/desk/cases/{case}/apart/{family}",
    "/desk/cases/{case}/ask-back",
    "/desk/cases/{case}/keep",
    "/desk/cases/{case}/recall",
    "/desk/cases/{case}/take-back",
    "/desk/fairs/{fair}/accounts/close",
    "/desk/fairs/{fair}/accounts/end",
    "/desk/fairs/{fair}/accounts/{application}/goods/{product}",
    "/desk/fairs/{fair}/accounts/{application}/miss",
    "/desk/fairs/{fair}/accounts/{application}/settle",
    "/desk/fairs/{fair}/announce",
    "/desk/fairs/{fair}/applications/{application}/confirm-refusal",
    "/desk/fairs/{fair}/booths/take-over",
    "/desk/fairs/{fair}/files/remove-file",
    "/desk/fairs/{fair}/files/remove-photo",
    "/desk/fairs/{fair}/hall/move",
    "/desk/fairs/{fair}/hall/no-picture",
    "/desk/fairs/{fair}/selection/ask",
    "/desk/fairs/{fair}/selection/begin",
    "/desk/fairs/{fair}/selection/call",
    "/desk/fairs/{fair}/selection/propose",
    "/desk/families/{family}/account",
    "/desk/families/{family}/application/check",
    "/desk/families/{family}/application/documents/{document}/remove",
    "/desk/families/{family}/application/members/{member}/remove",
    "/desk/families/{family}/application/revise",
    "/desk/mails/{task}/discard",
    "/desk/mails/{task}/revive",
    "/desk/reference/holidays/{key}/remove",
    "/desk/samples/{product}",
    "/desk/samples/{product}/right",
    "/desk/training/cohorts/{cohort}/announce",
    "/desk/training/cohorts/{cohort}/call",
    "/desk/training/cohorts/{cohort}/certificates/again",
    "/desk/training/cohorts/{cohort}/draw-again",
    "/desk/training/cohorts/{cohort}/order",
    "/desk/training/cohorts/{cohort}/publish",
    "/desk/training/cohorts/{cohort}/room/remove",
    "/desk/training/courses/{course}/no-logo",
    "/desk/training/enrolments/{enrolment}/points",
    "/desk/training/homework/{homework}",
    "/me/fairs/{application}/confirm",
    "/me/fairs/{application}/feedback",
    "/me/fairs/{application}/objection",
    "/me/fairs/{application}/send",
    "/me/fairs/{application}/{section}",
    "/me/family/revise",
    "/me/products/{product}/discard",
    "/me/products/{product}/photos/order",
    "/me/products/{product}/photos/{at}/backward",
    "/me/products/{product}/photos/{at}/forward",
    "/me/products/{product}/shelf/resume",
    "/me/training/{enrolment}/confirm",
    "/me/training/{enrolment}/decline",
    "/me/training/{enrolment}/feedback",
    "/me/training/{enrolment}/objection",
    "/me/training/{enrolment}/reconsider",
    "/me/training/{enrolment}/substitute",
];

/// Lines that once had more than one effect, by one session or by two people: each is sent so that it does something.
const MUST_ACT: &[&str] = &[
    "/desk/fairs/new",
    "/desk/training/courses/{course}",
    "/desk/training/courses/{course}/cohorts/{cohort}",
    "/desk/reference/{table}/{key}",
    "/desk/people/{person}/grant",
    "/desk/training/cohorts/{cohort}/room/write",
    "/desk/cases/{case}/note",
    "/desk/cases/{case}/members/{member}/verify",
    "/desk/fairs/{fair}/booths/allocate",
    "/me/training/calendar",
];

/// Each sending shows a link of its own, which nothing keeps; the last one holds, and each is on the record.
const SHOWN_ONCE: &[&str] = &["/desk/cases/{case}/reset", "/desk/people/{person}/reset"];

/// A form as somebody would send it.
#[derive(Debug, Clone)]
pub struct Sample {
    pub line: &'static str,
    pub path: String,
    pub who: usize,
    pub typed: String,
}

/// The demo town on one database, from which copies are made.
pub enum Town {
    File(tempfile::TempDir),
    Server { admin: DatabaseConnection, base: String, name: String },
}

/// A copy with two processes on it.
struct Copy {
    fronts: [Front; 2],
    states: [State; 2],
    _folder: tempfile::TempDir,
    name: Option<String>,
}

async fn run(admin: &DatabaseConnection, sql: String) {
    admin.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
}

/// The demo town in a new database, its pictures without bytes.
pub async fn filled(url: &str) {
    let db = Db::open(url, 4).await.unwrap();
    server::state::migrate(&db).await.unwrap();
    let ctx = world::console(db.clone(), std::sync::Arc::default(), clock::now());
    let pictures = (0..world::FAMILIES.len() * world::PICTURES).map(|n| testing::photo(1_000 + n as u64)).collect();
    let paper = NewMedia { kind: Kind::Document, mime: "image/jpeg".into(), perceptual_hash: None, ..testing::photo(999) };
    world::fill(&ctx, &world::Stored { pictures, paper: paper.clone() }).await.unwrap();
    world::cohorts(&ctx).await.unwrap();
    world::fairs(&ctx, Vec::new()).await.unwrap();
    db.close().await.unwrap();
}

impl Town {
    pub async fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        filled(&format!("sqlite://{}", folder.path().join("souq.sqlite").display())).await;
        Self::File(folder)
    }

    async fn server() -> Self {
        let base = std::env::var("SOUQ_TEST_POSTGRES").unwrap();
        let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
        let name = format!("souq_{:016x}", rand::random::<u64>());
        run(&admin, format!("CREATE DATABASE {name}")).await;
        filled(&format!("{base}/{name}")).await;
        Self::Server { admin, base, name }
    }

    pub fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}", folder.path().join("souq.sqlite").display()),
            Self::Server { base, name, .. } => format!("{base}/{name}"),
        }
    }

    async fn copy(&self) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        let (url, copied) = match self {
            Self::File(town) => {
                let file = folder.path().join("souq.sqlite");
                std::fs::copy(town.path().join("souq.sqlite"), &file).unwrap();
                (format!("sqlite://{}", file.display()), None)
            }
            Self::Server { admin, base, name } => {
                let copied = format!("souq_{:016x}", rand::random::<u64>());
                run(admin, format!("CREATE DATABASE {copied} TEMPLATE {name}")).await;
                (format!("{base}/{copied}"), Some(copied))
            }
        };
        let states = [process(&url, &folder).await, process(&url, &folder).await];
        Copy { fronts: [Front::new(&states[0]), Front::new(&states[1])], states, _folder: folder, name: copied }
    }

    async fn end(&self, copy: Copy) {
        for state in &copy.states {
            state.db.close().await.unwrap();
        }
        if let (Self::Server { admin, .. }, Some(name)) = (self, copy.name) {
            run(admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

pub async fn process(url: &str, folder: &tempfile::TempDir) -> State {
    let config = Config::read(|name| match name {
        "DATABASE_URL" => Some(url.to_owned()),
        "SOUQ_DATA" => Some(folder.path().display().to_string()),
        _ => None,
    });
    let db = if former::recording() {
        let of = url.to_owned();
        Db::open_watched(url, 4, move |sql| former::heard(&of, sql)).await.unwrap()
    } else {
        Db::open(url, 4).await.unwrap()
    };
    State::of(config.unwrap(), db, Blobs::in_memory(), Mailer::in_memory().0)
}

pub async fn ask(front: &Front, method: Method, path: &str, cookie: &str, typed: &str) -> axum::http::Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(ground::route::encoded(path))
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    front.clone().oneshot(request.body(Body::from(typed.to_owned())).unwrap()).await.unwrap()
}

/// Phones of those who are signed in, in their order: families, of which the first ones hold seats and booths and the last two no
/// licence, applicants, and all staff at the end.
pub fn phones() -> Vec<String> {
    let families = [1, 2, 3, 4, 17, 18].map(|n| format!("09200000{n:02}")).into_iter();
    let applicants = (1..=4).map(|n| format!("093000000{n}"));
    families.chain(applicants).chain(world::STAFF.iter().map(|member| member.phone.to_owned())).collect()
}

/// Signs people of the town in, families, applicants and staff; their sessions are copied with it.
pub async fn cookies(front: &Front) -> Vec<String> {
    let mut signed = Vec::new();
    let phones = phones();
    for phone in &phones[..phones.len() - world::STAFF.len()] {
        let typed = format!("phone={phone}&password={}", world::DEMO_PASSWORD);
        signed.push(cookie(&ask(front, Method::POST, "/ar/sign-in", "", &typed).await));
    }
    for member in &world::STAFF {
        let typed = format!("phone={}&password={}", member.phone, world::DEMO_PASSWORD);
        let half = cookie(&ask(front, Method::POST, "/ar/sign-in", "", &typed).await);
        let code = people::accounts::totp_code(world::DEMO_TOTP_SECRET, clock::now().timestamp()).unwrap();
        signed.push(cookie(&ask(front, Method::POST, "/ar/sign-in/code", &half, &format!("code={code}")).await));
    }
    signed
}

fn attribute<'a>(element: &ElementRef<'a>, name: &str) -> &'a str {
    element.value().attr(name).unwrap_or_default()
}

/// What somebody would type where a field is empty.
fn plausible(field: &ElementRef<'_>) -> String {
    let day = |days| (clock::now() + Duration::days(days)).date_naive().to_string();
    let name = attribute(field, "name");
    match name {
        "opens_on" | "call_opens_on" | "active_from" => return day(10),
        "closes_on" | "call_closes_on" => return day(20),
        "ends_on" | "to" => return day(42),
        "closes_at" | "ends" => return "18:00".into(),
        "birth_year" => return "1990".into(),
        "identity_number" => return "119900000001".into(),
        "partner_since" => return "2020".into(),
        "email" => return "someone@example.org".into(),
        "link" => return "https://example.org/room".into(),
        "spent" | "price_0" => return "45".into(),
        "code" => return "trial".into(),
        "active_to" | "spill_on" | "city" | "country" => return String::new(),
        _ => {}
    }
    // Rows of a table beyond the first are there for those who need them.
    let numbered = name.rsplit_once('_').is_some_and(|(_, n)| n.parse::<u32>().is_ok());
    if numbered && !name.starts_with("module") || name.starts_with("module") && !name.ends_with("_1") {
        return String::new();
    }
    match attribute(field, "type") {
        "number" => attribute(field, "min").to_owned(),
        "date" => day(40),
        "time" => "10:00".into(),
        _ if attribute(field, "inputmode") == "tel" => "0925551234".into(),
        _ if attribute(field, "inputmode") == "numeric" => "3".into(),
        _ if name.ends_with("_en") || attribute(field, "dir") == "ltr" => "trial".into(),
        _ if field.value().name() == "textarea" => "كلمات كافية لما يُسأل عنه هنا".into(),
        _ => "تجربة في المعرض".into(),
    }
}

/// A form of a page as it is sent by each of its buttons: where it goes, if the button says so, and what is typed.
fn sendings(page: &Html, form: &ElementRef<'_>) -> Vec<(String, String)> {
    let fields = Selector::parse("input, select, textarea").unwrap();
    let buttons = Selector::parse("button, input[type=submit]").unwrap();
    let (options, chosen) = (Selector::parse("option").unwrap(), Selector::parse("option[selected]").unwrap());
    let id = attribute(form, "id");
    let outside = |selector: &Selector| {
        let of_it = |element: &ElementRef<'_>| !id.is_empty() && attribute(element, "form") == id;
        page.select(selector).filter(of_it).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut radios: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for field in form.select(&fields).chain(outside(&fields)) {
        let (name, value) = (attribute(&field, "name").to_owned(), attribute(&field, "value").to_owned());
        if name.is_empty() || field.value().attr("disabled").is_some() {
            continue;
        }
        let checked = field.value().attr("checked").is_some();
        match (field.value().name(), attribute(&field, "type")) {
            ("select", _) => {
                // A role that decides waits for a second administrator, and some exclude each other: this one holds at once.
                let given =
                    if name == "role" { Some("trainer") } else { field.select(&chosen).next().map(|option| attribute(&option, "value")) };
                let mut values = field.select(&options).map(|option| attribute(&option, "value"));
                let first = if plausible(&field).is_empty() { values.next() } else { values.find(|value| !value.is_empty()) };
                pairs.push((name, given.or(first).unwrap_or_default().to_owned()));
            }
            ("textarea", _) => {
                let text: String = field.text().collect();
                pairs.push((name, if text.trim().is_empty() { plausible(&field) } else { text }));
            }
            (_, "radio") => {
                let known = radios.entry(name).or_insert((checked, value.clone()));
                if checked && !known.0 {
                    *known = (true, value);
                }
            }
            (_, "checkbox") if checked || matches!(name.as_str(), "consent" | "checked" | "sure" | "seen" | "case" | "application") => {
                pairs.push((name, if value.is_empty() { "on".into() } else { value }));
            }
            (_, "checkbox" | "submit" | "file" | "button") => {}
            _ => pairs.push((name, if value.is_empty() { plausible(&field) } else { value })),
        }
    }
    pairs.extend(radios.into_iter().map(|(name, (_, value))| (name, value)));
    let write = |button: Option<(&str, &str)>| {
        let mut typed = form_urlencoded::Serializer::new(String::new());
        typed.extend_pairs(&pairs).extend_pairs(button);
        typed.finish()
    };
    let pressed = form.select(&buttons).chain(outside(&buttons)).map(|button| {
        let (name, value) = (attribute(&button, "name"), attribute(&button, "value"));
        (attribute(&button, "formaction").to_owned(), write((!name.is_empty()).then_some((name, value))))
    });
    let sent: Vec<_> = pressed.collect();
    if sent.is_empty() { vec![(String::new(), write(None))] } else { sent }
}

/// What a form's acts differ by: words of its address that are no keys, hidden words and buttons.
fn kind_of(path: &str, typed: &str) -> String {
    let words = path.split('/').filter(|word| !word.is_empty() && word.is_ascii() && word.chars().all(|c| !c.is_ascii_digit()));
    let telling = |name: &str| matches!(name, "act" | "outcome" | "part" | "state" | "answer" | "to");
    let pairs = form_urlencoded::parse(typed.as_bytes()).filter(|(name, _)| telling(name)).map(|(name, value)| format!("{name}={value}"));
    words.map(str::to_owned).chain(pairs).collect::<Vec<_>>().join(" ")
}

/// Brings about what the town has not: a draft of a product, and an application that an officer writes for a family.
pub async fn prepare(front: &Front, cookies: &[String]) {
    ask(front, Method::POST, "/ar/me/products", &cookies[0], "").await;
    let officer = &cookies[cookies.len() - world::STAFF.len()];
    ask(front, Method::POST, "/ar/desk/families/new", officer, "name=%D9%85%D9%86%D9%89&phone=0925557777&how=signed&consent=yes").await;
}

/// The lines that answer forms without files of people who are signed in. What visitors send is counted, and has tests of its own.
fn forms() -> impl Iterator<Item = Entry> {
    let mut files: Vec<&str> = uploads::entries().iter().map(|entry| entry.path).collect();
    files.extend(["/desk/import", "/desk/import/{job}"]);
    web::table().into_iter().filter(move |entry| entry.method == "POST" && entry.access != Access::Public && !files.contains(&entry.path))
}

/// Walks through the pages of everybody and gathers their forms.
pub async fn harvest(front: &Front, cookies: &[String]) -> Vec<Sample> {
    const PAGES_OF_A_LINE: usize = 8;
    let (mut pages, mut lines) = (Router::new(), Router::new());
    for entry in web::table().into_iter().filter(|entry| entry.method == "GET") {
        pages.insert(format!("/ar{}", entry.path.trim_end_matches('/')), entry.path).unwrap();
    }
    for entry in forms() {
        lines.insert(format!("/ar{}", entry.path), entry.path).unwrap();
    }
    let alone = web::table().into_iter().filter(|entry| entry.method == "GET" && !entry.path.contains('{'));
    // Somebody who holds no role yet comes first: those who hold one may not have another beside it.
    let starts = ["/ar/desk/people?phone=0920000012".to_owned()].into_iter();
    let starts: Vec<String> = starts.chain(alone.map(|entry| format!("/ar{}", entry.path))).collect();
    let (links, posts) = (Selector::parse("a[href]").unwrap(), Selector::parse("form").unwrap());
    let mut samples: BTreeMap<(&'static str, String), Sample> = BTreeMap::new();
    let mut of_a_line: HashMap<&'static str, usize> = HashMap::new();
    for (who, cookie) in cookies.iter().enumerate() {
        let mut waiting: VecDeque<String> = starts.iter().cloned().collect();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        let mut drawn: HashMap<&'static str, usize> = HashMap::new();
        while let Some(path) = waiting.pop_front() {
            let bare = path.split(['?', '#']).next().unwrap().to_owned();
            let Ok(line) = pages.at(&bare) else { continue };
            let many = drawn.entry(line.value).or_default();
            *many += 1;
            if *many > PAGES_OF_A_LINE {
                continue;
            }
            let answer = ask(front, Method::GET, &path, cookie, "").await;
            let led = percent(&location(&answer));
            if led.starts_with("/ar") && seen.insert(led.clone()) {
                waiting.push_back(led);
            }
            let html = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
            if answer.status() != StatusCode::OK || !html {
                continue;
            }
            let page = Html::parse_document(&body(answer).await);
            for link in page.select(&links) {
                let to = percent(attribute(&link, "href").split('#').next().unwrap());
                if to.starts_with("/ar") && seen.insert(to.clone()) {
                    waiting.push_back(to);
                }
            }
            for form in page.select(&posts).filter(|form| attribute(form, "method").eq_ignore_ascii_case("post")) {
                if attribute(&form, "enctype").starts_with("multipart") {
                    continue;
                }
                for (own, typed) in sendings(&page, &form) {
                    let action = [own.as_str(), attribute(&form, "action"), &bare].into_iter().find(|to| !to.is_empty()).unwrap();
                    let to = percent(action);
                    let act = to.split('?').next().unwrap();
                    let Ok(line) = lines.at(act) else { continue };
                    let key = (*line.value, kind_of(act, &typed));
                    if !samples.contains_key(&key) && *of_a_line.entry(line.value).or_default() < OF_A_LINE {
                        *of_a_line.entry(line.value).or_default() += 1;
                        samples.insert(key, Sample { line: line.value, path: to.clone(), who, typed });
                    }
                }
            }
        }
    }
    samples.into_values().collect()
}

fn percent(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// How many rows each table has.
async fn rows(db: &Db) -> BTreeMap<String, i64> {
    let mut counted = server::backup::count_rows(db.read()).await.unwrap();
    counted.remove("form_sent");
    // Who waits for a turn after too many tries: one row beside that of the tries, however many there are.
    let turns =
        db.read().query_one_raw(Statement::from_string(db.backend(), "SELECT COUNT(*) AS n FROM throttle WHERE subject LIKE 'turn:%'"));
    let turns: i64 = turns.await.unwrap().unwrap().try_get("", "n").unwrap();
    counted.entry("throttle".to_owned()).and_modify(|rows| *rows -= turns);
    counted
}

/// Rows that a form adds and takes away, and the answers.
async fn sent(town: &Town, sample: &Sample, cookie: &str, times: usize) -> (BTreeMap<String, i64>, BTreeSet<(StatusCode, String)>) {
    let copy = town.copy().await;
    let before = rows(&copy.states[0].db).await;
    let all = (0..times).map(|n| ask(&copy.fronts[n % 2], Method::POST, &sample.path, cookie, &sample.typed));
    let answers = join_all(all).await.iter().map(|answer| (answer.status(), location(answer))).collect();
    let mut after = rows(&copy.states[0].db).await;
    town.end(copy).await;
    for (table, many) in &mut after {
        *many -= before.get(table).copied().unwrap_or_default();
    }
    after.retain(|_, many| *many != 0);
    (after, answers)
}

async fn one_effect(town: Town) {
    let state = process(&town.url(), &tempfile::tempdir().unwrap()).await;
    let front = Front::new(&state);
    let cookies = cookies(&front).await;
    prepare(&front, &cookies).await;
    let samples = harvest(&front, &cookies).await;
    state.db.close().await.unwrap();
    let known: BTreeSet<&str> = samples.iter().map(|sample| sample.line).chain(NOT_SHOWN.iter().copied()).collect();
    let missing: Vec<_> = forms().map(|entry| entry.path).filter(|path| !known.contains(path)).collect();
    assert!(missing.is_empty(), "no page shows a form of {missing:?}");
    let shown = |line: &&&str| samples.iter().any(|sample| sample.line == **line) || !forms().any(|entry| entry.path == **line);
    let stale: Vec<_> = NOT_SHOWN.iter().filter(shown).collect();
    assert!(stale.is_empty(), "a page shows them, or there is no such line: {stale:?}");
    let (mut wrong, mut effective) = (Vec::new(), BTreeSet::new());
    for sample in &samples {
        let cookie = &cookies[sample.who];
        let (once, answer) = sent(&town, sample, cookie, 1).await;
        let (mut many, answers) = sent(&town, sample, cookie, TIMES).await;
        if SHOWN_ONCE.contains(&sample.line) {
            many.extend(["audit", "case_event"].into_iter().filter_map(|table| once.get_key_value(table)).map(|(t, n)| (t.clone(), *n)));
        }
        if !once.is_empty() {
            effective.insert(sample.line);
        }
        let told = |answers: &BTreeSet<(StatusCode, String)>| answers.iter().map(|(status, _)| *status).collect::<BTreeSet<_>>();
        let alike = answers.len() == 1 && told(&answers) == told(&answer);
        if once != many || !alike {
            wrong.push(format!("{} {}\n  once {once:?} {answer:?}\n  many {many:?} {answers:?}", sample.path, sample.typed));
        }
    }
    if former::recording() {
        former::record(&Db::open(&town.url(), 1).await.unwrap()).await;
    }
    assert!(wrong.is_empty(), "{} of {} forms:\n{}", wrong.len(), samples.len(), wrong.join("\n"));
    let idle: Vec<_> = MUST_ACT.iter().filter(|line| !effective.contains(*line)).collect();
    assert!(idle.is_empty(), "{idle:?} did nothing, so that nothing is shown of them; what did: {effective:?}");
    assert!(effective.len() >= 50, "{} lines with an effect: {effective:?}", effective.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_has_one_effect_on_sqlite() {
    one_effect(Town::file().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_has_one_effect_on_postgresql() {
    one_effect(Town::server().await).await;
}
