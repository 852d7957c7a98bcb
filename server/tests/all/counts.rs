//! How many statements a page needs for who is signed in: few, and as many for five times the rows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use ground::route::Access;
use sea_orm::{ConnectionTrait, Statement};
use server::web;

use crate::growth;
use crate::place::{Place, location};

/// Statements of a page, the one that finds the session among them.
const MOST: usize = 12;

/// Lines that need more, and why.
const EXCEPTIONS: &[(&str, usize, &str)] = &[
    ("/desk", 13, "a page of the queue with pictures and prices, its counts, and what waits in training and at fairs"),
    ("/courses/{slug}/{cohort}/apply", 14, "everything that a cohort asks for, and what is known of the family that asks"),
    ("/desk/training/cohorts/{cohort}", 14, "everyone who signed up with family, phone, answers and points, and what makes their order"),
    ("/desk/training/cohorts/{cohort}/people.xlsx", 18, "the same as a workbook, and the row of the trail that says who took it"),
    ("/desk/families/register.csv", 16, "the register with its places, and the row of the trail that says who took it"),
    ("/desk/families/register.xlsx", 16, "the same as a workbook"),
    ("/desk/audit.csv", 16, "the trail with names and files, and the row of the trail that says who took it"),
    ("/desk/fairs/{fair}/report", 14, "the figures of a fair, its plan and its clashes, and what was said of it"),
    ("/me/training", 13, "every enrolment with its lessons, marks, points, certificate and objection on one page"),
    (
        "/me/fairs/{application}",
        18,
        "an application from its products to its result, its booth, its goods, its account and its objection on one page",
    ),
    ("/me/copy", 40, "all that is kept of somebody: their family, products, cases, courses and fairs"),
];

const FAMILY: &str = "0920000001";
const POTTER: &str = "0920000008";
const EXPIRED: &str = "0920000018";
const DRAFT: &str = "0930000004";
const RETURNED: &str = "0930000002";
const SENT: &str = "0930000001";
const NEIGHBOUR: &str = "0921000001";
const OFFICER: &str = "0910000001";
const HEAD: &str = "0910000002";
const MEMBER: &str = "0910000007";
const AUDITOR: &str = "0910000010";
const ADMINISTRATOR: &str = "0910000011";
const TRAINER: &str = "0910000013";

/// Lines of the table, who opens them, and at which addresses: one, or those that a query gives.
#[rustfmt::skip]
const OPENED: &[(&str, &str, &str)] = &[
    ("/", FAMILY, "/"),
    ("/products", FAMILY, "/products?craft=palm"),
    ("/products/{slug}", FAMILY, "SELECT '/products/' || slug FROM product WHERE state = 'published' AND NOT withheld ORDER BY id LIMIT 2"),
    ("/families/{slug}", FAMILY, "SELECT '/families/' || slug FROM family WHERE state = 'approved' ORDER BY id LIMIT 2"),
    ("/crafts", FAMILY, "/crafts"),
    ("/branches", FAMILY, "/branches"),
    ("/crafts/{craft}", FAMILY, "/crafts/palm"),
    ("/courses", FAMILY, "/courses"),
    ("/courses/{slug}", FAMILY, "SELECT '/courses/' || c.slug FROM course c WHERE EXISTS (SELECT 1 FROM cohort x WHERE x.course_id = c.id AND x.state <> 'planned') ORDER BY id LIMIT 2"),
    ("/courses/{slug}/{cohort}", FAMILY, "SELECT '/courses/' || c.slug || '/' || x.number FROM cohort x JOIN course c ON c.id = x.course_id WHERE x.state <> 'planned' AND x.id < 100"),
    ("/fairs", FAMILY, "/fairs"),
    ("/fairs/{slug}", FAMILY, "SELECT '/fairs/' || slug FROM fair WHERE state <> 'planned' AND id < 8"),
    ("/fairs/{slug}/map", FAMILY, "SELECT '/fairs/' || slug || '/map' FROM fair WHERE state = 'running' AND id < 100"),
    ("/fairs/{slug}/families", FAMILY, "SELECT '/fairs/' || slug || '/families' FROM fair WHERE state = 'running' AND id < 100"),
    ("/certificates/{code}", FAMILY, "SELECT '/certificates/' || code FROM certificate ORDER BY id LIMIT 1"),
    ("/committee", MEMBER, "/committee"),
    ("/committee/{sitting}", MEMBER, "SELECT '/committee/' || id FROM sitting WHERE id < 100"),
    ("/committee/{sitting}/minute", MEMBER, "/committee/1/minute"),
    ("/desk/training/cohorts/{cohort}/certificates", OFFICER, "SELECT '/desk/training/cohorts/' || cohort_id || '/certificates' FROM certificate WHERE cohort_id < 100 GROUP BY cohort_id"),
    ("/desk/training/teaching", TRAINER, "/desk/training/teaching"),
    ("/desk/training/cohorts/{cohort}/lessons", OFFICER, "SELECT '/desk/training/cohorts/' || cohort_id || '/lessons' FROM lesson WHERE cohort_id < 100 GROUP BY cohort_id"),
    ("/desk/training/lessons/{lesson}/change", OFFICER, "SELECT '/desk/training/lessons/' || MAX(id) || '/change' FROM lesson WHERE cohort_id IN (SELECT id FROM cohort WHERE state = 'running')"),
    ("/desk/training/lessons/{lesson}", TRAINER, "SELECT '/desk/training/lessons/' || lesson_id FROM attendance GROUP BY lesson_id"),
    ("/desk/training/lessons/{lesson}/code", TRAINER, "SELECT '/desk/training/lessons/' || MAX(lesson_id) || '/code' FROM attendance"),
    ("/desk/training/lessons/{lesson}/sheet", TRAINER, "SELECT '/desk/training/lessons/' || MAX(lesson_id) || '/sheet' FROM attendance"),
    ("/desk/training/cohorts/{cohort}/progress", OFFICER, "SELECT '/desk/training/cohorts/' || cohort_id || '/progress' FROM lesson WHERE cohort_id < 100 GROUP BY cohort_id"),
    ("/attend/{lesson}/{code}", NEIGHBOUR, "SELECT '/attend/' || MAX(lesson_id) || '/0123456789abcdef' FROM attendance"),
    ("/me/training/{enrolment}", NEIGHBOUR, "SELECT '/me/training/' || id FROM enrolment WHERE applicant_id = (SELECT id FROM person WHERE phone = '0921000001') AND id < 100000"),
    ("/desk/training/cohorts/{cohort}/room", OFFICER, "SELECT '/desk/training/cohorts/' || id || '/room' FROM cohort WHERE id < 100"),
    ("/desk/training", OFFICER, "/desk/training"),
    ("/desk/training/courses/{course}", OFFICER, "/desk/training/courses/1"),
    ("/desk/training/courses/{course}/cohorts/{cohort}", OFFICER, "SELECT '/desk/training/courses/' || course_id || '/cohorts/' || id FROM cohort WHERE id < 100"),
    ("/courses/{slug}/{cohort}/apply", FAMILY, "SELECT '/courses/' || c.slug || '/' || x.number || '/apply' FROM cohort x JOIN course c ON c.id = x.course_id WHERE x.state = 'open' AND x.id < 100"),
    ("/me/training", NEIGHBOUR, "/me/training"),
    ("/me/training", FAMILY, "/me/training"),
    ("/desk/training/cohorts/{cohort}", OFFICER, "SELECT '/desk/training/cohorts/' || id FROM cohort WHERE id < 100"),
    ("/desk/training/propose/{family}", OFFICER, "/desk/training/propose/1"),
    ("/desk/training/figures", OFFICER, "/desk/training/figures"),
    ("/desk/training/cohorts/{cohort}/people.xlsx", OFFICER, "SELECT '/desk/training/cohorts/' || id || '/people.xlsx' FROM cohort WHERE id < 100"),
    ("/desk/training/figures.csv", OFFICER, "/desk/training/figures.csv"),
    ("/desk/training/figures.xlsx", OFFICER, "/desk/training/figures.xlsx"),
    ("/me/fairs/{application}", POTTER, "SELECT '/me/fairs/' || id FROM fair_application WHERE applicant_id = (SELECT id FROM person WHERE phone = '0920000008') AND id < 100000"),
    ("/me/fairs/{application}/{section}", POTTER, "SELECT '/me/fairs/' || id || '/' || s FROM fair_application, (SELECT 'products' AS s UNION SELECT 'people' UNION SELECT 'needs') WHERE applicant_id = (SELECT id FROM person WHERE phone = '0920000008') AND state = 'draft' AND id < 100000"),
    ("/me/fairs/{application}/guide", POTTER, "SELECT '/me/fairs/' || MAX(application_id) || '/guide' FROM stand s JOIN fair_application a ON a.id = s.application_id WHERE applicant_id = (SELECT id FROM person WHERE phone = '0920000008') AND a.id < 100000"),
    ("/me/fairs/{application}/packing", POTTER, "SELECT '/me/fairs/' || MAX(application_id) || '/packing' FROM stand s JOIN fair_application a ON a.id = s.application_id WHERE applicant_id = (SELECT id FROM person WHERE phone = '0920000008') AND a.id < 100000"),
    ("/me/fairs", POTTER, "/me/fairs"),
    ("/fairs/{slug}/apply", EXPIRED, "SELECT '/fairs/' || slug || '/apply' FROM fair WHERE state = 'call_open' AND id < 100"),
    ("/desk/fairs/{fair}/readiness", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/readiness' FROM fair_application a JOIN stand s ON s.application_id = a.id WHERE fair_id < 100 GROUP BY fair_id"),
    ("/desk/fairs/{fair}/journey", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/journey' FROM fair_application a JOIN stand s ON s.application_id = a.id WHERE fair_id < 100 GROUP BY fair_id"),
    ("/desk/fairs", OFFICER, "/desk/fairs"),
    ("/desk/fairs/new", OFFICER, "/desk/fairs/new?from=1"),
    ("/desk/fairs/{fair}", OFFICER, "SELECT '/desk/fairs/' || id FROM fair WHERE id < 8"),
    ("/desk/fairs/{fair}/edit", OFFICER, "SELECT '/desk/fairs/' || MIN(id) || '/edit' FROM fair WHERE state = 'planned'"),
    ("/desk/fairs/{fair}/days", OFFICER, "SELECT '/desk/fairs/' || id || '/days' FROM fair WHERE id < 3"),
    ("/desk/fairs/{fair}/accounts", OFFICER, "SELECT '/desk/fairs/' || id || '/accounts' FROM fair WHERE id < 3"),
    ("/desk/fairs/{fair}/accounts/{application}", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/accounts/' || MIN(a.id) FROM fair_application a JOIN stand s ON s.application_id = a.id WHERE fair_id < 3 GROUP BY fair_id"),
    ("/desk/fairs/{fair}/accounts/{application}/goods/{product}", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/accounts/' || a.id || '/goods/' || MIN(p.product_id) FROM fair_application a JOIN stand s ON s.application_id = a.id JOIN fair_product p ON p.application_id = a.id WHERE fair_id = 2 AND a.id < 100000 GROUP BY a.id LIMIT 1"),
    ("/desk/fairs/{fair}/hall", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/hall' FROM hall WHERE fair_id < 100"),
    ("/desk/fairs/{fair}/hall/{booth}", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/hall/' || MIN(id) FROM booth WHERE fair_id < 100 GROUP BY fair_id"),
    ("/desk/fairs/{fair}/files", OFFICER, "/desk/fairs/1/files"),
    ("/desk/fairs/{fair}/report", OFFICER, "/desk/fairs/1/report"),
    ("/desk/fairs/{fair}/report.csv", OFFICER, "/desk/fairs/1/report.csv"),
    ("/desk/fairs/{fair}/report.xlsx", OFFICER, "/desk/fairs/1/report.xlsx"),
    ("/desk/fairs/{fair}/booths", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/booths' FROM hall WHERE fair_id < 100"),
    ("/desk/fairs/{fair}/booths/{application}", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/booths/' || MIN(a.id) FROM fair_application a JOIN stand s ON s.application_id = a.id WHERE fair_id IN (SELECT id FROM fair WHERE state IN ('results_published', 'set_up', 'running')) AND fair_id < 100 GROUP BY fair_id"),
    ("/desk/fairs/{fair}/signs", OFFICER, "/desk/fairs/2/signs"),
    ("/desk/fairs/{fair}/signs.pdf", OFFICER, "/desk/fairs/2/signs.pdf"),
    ("/desk/fairs/{fair}/badges.pdf", OFFICER, "/desk/fairs/2/badges.pdf"),
    ("/desk/fairs/{fair}/applications", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/applications' FROM fair_application WHERE fair_id < 100 GROUP BY fair_id"),
    ("/desk/fairs/{fair}/applications/{application}", OFFICER, "SELECT '/desk/fairs/' || fair_id || '/applications/' || MIN(id) FROM fair_application WHERE state <> 'draft' AND fair_id < 100 GROUP BY fair_id"),
    ("/committee/fairs", MEMBER, "/committee/fairs"),
    ("/committee/fairs/{fair}", MEMBER, "/committee/fairs/1"),
    ("/committee/fairs/{fair}/{number}", MEMBER, "/committee/fairs/1/1"),
    ("/desk/fairs/{fair}/selection", OFFICER, "SELECT '/desk/fairs/' || id || '/selection' FROM fair WHERE id < 4"),
    ("/desk", OFFICER, "/desk"),
    ("/desk", HEAD, "/desk?kind=product"),
    ("/desk/cases/{case}", HEAD, "SELECT '/desk/cases/' || MIN(id) FROM casefile WHERE id < 100000 GROUP BY kind, state"),
    ("/desk/approve", HEAD, "SELECT '/desk/approve?case=' || MIN(id) FROM casefile WHERE kind = 'product' AND state = 'submitted' AND id < 100000"),
    ("/desk/families", OFFICER, "/desk/families"),
    ("/desk/families/register.csv", OFFICER, "/desk/families/register.csv?state=suspended"),
    ("/desk/families/register.xlsx", OFFICER, "/desk/families/register.xlsx?state=suspended"),
    ("/desk/families/{family}", OFFICER, "SELECT '/desk/families/' || MIN(id) FROM family WHERE id < 100000 AND state <> 'draft' GROUP BY state"),
    ("/desk/samples", OFFICER, "/desk/samples"),
    ("/desk/reference", ADMINISTRATOR, "/desk/reference"),
    ("/desk/reference/{table}", ADMINISTRATOR, "SELECT '/desk/reference/' || t FROM (SELECT 'municipalities' AS t UNION SELECT 'districts' UNION SELECT 'branches' UNION SELECT 'holidays' UNION SELECT 'crafts' UNION SELECT 'items' UNION SELECT 'phrases')"),
    ("/desk/reference/{table}/{key}", ADMINISTRATOR, "/desk/reference/crafts/palm"),
    ("/desk/people", ADMINISTRATOR, "/desk/people"),
    ("/desk/people", ADMINISTRATOR, "/desk/people?phone=0920000001"),
    ("/desk/audit", AUDITOR, "/desk/audit"),
    ("/desk/audit.csv", AUDITOR, "/desk/audit.csv"),
    ("/desk/mails", ADMINISTRATOR, "/desk/mails"),
    ("/desk/import", ADMINISTRATOR, "/desk/import"),
    ("/desk/import/samples/{name}", ADMINISTRATOR, "/desk/import/samples/products.csv"),
    ("/desk/import/{job}", ADMINISTRATOR, "/desk/import/1"),
    ("/desk/import/{job}/report.csv", ADMINISTRATOR, "/desk/import/1/report.csv"),
    ("/me", FAMILY, "/me"),
    ("/me", DRAFT, "/me"),
    ("/me/renewal", EXPIRED, "/me/renewal"),
    ("/me/leave", FAMILY, "/me/leave"),
    ("/me/left", OFFICER, "/me/left"),
    ("/me/copy", FAMILY, "/me/copy"),
    ("/me/cases/{case}", RETURNED, "SELECT '/me/cases/' || MIN(id) FROM casefile WHERE applicant_id = (SELECT id FROM person WHERE phone = '0930000002')"),
    ("/inbox", FAMILY, "/inbox"),
    ("/sign-in/code", FAMILY, "/sign-in/code"),
    ("/sign-in/set-up", FAMILY, "/sign-in/set-up"),
    ("/me/account", FAMILY, "/me/account"),
    ("/me/account/erase", FAMILY, "/me/account/erase"),
    ("/me/products", FAMILY, "/me/products"),
    ("/me/products/{product}", FAMILY, "/me/products/1"),
    ("/me/products/{product}/photos", FAMILY, "/me/products/1/photos"),
    ("/me/products/{product}/what", FAMILY, "/me/products/1/what"),
    ("/me/products/{product}/price", FAMILY, "/me/products/1/price"),
    ("/me/products/{product}/check", FAMILY, "/me/products/1/check"),
    ("/me/products/{product}/sent", FAMILY, "/me/products/1/sent"),
    ("/me/family", FAMILY, "/me/family"),
    ("/me/family", SENT, "/me/family"),
    ("/me/family/{part}", DRAFT, "SELECT '/me/family/' || t FROM (SELECT 'household' AS t UNION SELECT 'members' UNION SELECT 'crafts' UNION SELECT 'place' UNION SELECT 'contact' UNION SELECT 'public' UNION SELECT 'documents' UNION SELECT 'consent')"),
    ("/me/family/check", RETURNED, "/me/family/check"),
    ("/me/family/sent", SENT, "/me/family/sent"),
    ("/desk/families/new", OFFICER, "/desk/families/new"),
    ("/desk/families/{family}/application", OFFICER, "SELECT '/desk/families/' || id || '/application' FROM family WHERE helped_by IS NOT NULL AND state = 'draft' AND id < 100000"),
    ("/desk/families/{family}/application/{part}", OFFICER, "SELECT '/desk/families/' || id || '/application/members' FROM family WHERE helped_by IS NOT NULL AND state = 'draft' AND id < 100000"),
    ("/desk/families/{family}/application/check", OFFICER, "SELECT '/desk/families/' || id || '/application/check' FROM family WHERE helped_by IS NOT NULL AND state = 'draft' AND id < 100000"),
    ("/desk/families/{family}/application/sent", OFFICER, "SELECT '/desk/families/' || id || '/application/sent' FROM family WHERE helped_by IS NOT NULL AND state <> 'draft' AND id < 100000"),
    ("/desk/families/{family}/correction", OFFICER, "/desk/families/1/correction"),
    ("/desk/families/{family}/correction/{part}", OFFICER, "/desk/families/1/correction/household"),
];

/// Statements as they are sent.
type Sent = Arc<Mutex<Vec<String>>>;

struct Counted {
    place: Place,
    sent: Sent,
    cookies: BTreeMap<&'static str, String>,
}

impl Counted {
    async fn open() -> Self {
        let sent = Sent::default();
        let told = sent.clone();
        let place = Place::watched(move |sql| told.lock().unwrap().push(sql.to_owned())).await;
        let mut cookies = BTreeMap::new();
        for (_, who, _) in OPENED {
            if !cookies.contains_key(who) {
                cookies.insert(*who, place.sign_in(who).await);
            }
        }
        let begun = place.post_as(&cookies[OFFICER], "/ar/desk/families/new", "name=Mona&phone=0925558888&how=signed&consent=on").await;
        assert_eq!(begun.status(), StatusCode::SEE_OTHER);
        Self { place, sent, cookies }
    }

    /// Addresses below the language.
    async fn paths(&self, asked: &str) -> Vec<String> {
        if asked.starts_with('/') {
            return vec![asked.to_owned()];
        }
        let db = &self.place.state.db;
        let rows = db.read().query_all_raw(Statement::from_string(db.backend(), asked)).await.unwrap();
        rows.iter().filter_map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// What is sent for a page. Reference data is read anew now and then, on whichever page comes first: of three answers the
    /// one with the fewest statements is the page's own.
    async fn statements(&self, who: &str, path: &str) -> Vec<String> {
        let mut fewest: Option<Vec<String>> = None;
        for _ in 0..3 {
            self.sent.lock().unwrap().clear();
            let response = self.place.get_as(&self.cookies[who], &format!("/ar{}", path.trim_end_matches('/'))).await;
            // Some lines lead on to another one, and what a rule says no to is a page too.
            let (status, moved) = (response.status(), location(&response));
            let opened = matches!(status, StatusCode::OK | StatusCode::CONFLICT)
                || (status == StatusCode::SEE_OTHER && !moved.ends_with("/sign-in"));
            assert!(opened, "{status} for {who} at {path} {moved:?}");
            let sent = self.sent.lock().unwrap().clone();
            if fewest.as_ref().is_none_or(|known| sent.len() < known.len()) {
                fewest = Some(sent);
            }
        }
        fewest.unwrap()
    }
}

/// Statements with how often each was sent, the most often sent ones first.
fn told(statements: &[String]) -> String {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for sql in statements {
        *times.entry(sql).or_default() += 1;
    }
    let mut times: Vec<(usize, String)> = times.into_iter().map(|(sql, n)| (n, sql.chars().take(300).collect())).collect();
    times.sort_by(|a, b| b.cmp(a));
    times.iter().map(|(n, sql)| format!("\n      {n} × {sql}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_who_is_signed_in_need_few_statements_however_much_is_there() {
    let counted = Counted::open().await;
    growth::begin(&counted.place).await;
    growth::grow(&counted.place, 1..=1).await;
    let mut opened = Vec::new();
    for (line, who, asked) in OPENED {
        let paths = counted.paths(asked).await;
        assert!(!paths.is_empty(), "{line}: nothing to open");
        let most = EXCEPTIONS.iter().find(|(excepted, ..)| excepted == line).map_or(MOST, |(_, most, _)| *most);
        for path in paths {
            let few = counted.statements(who, &path).await;
            opened.push((*who, path, few, most));
        }
    }
    growth::grow(&counted.place, 2..=4).await;
    let mut wrong = Vec::new();
    for (who, path, few, most) in opened {
        let many = counted.statements(who, &path).await;
        if std::env::var("COUNTS").is_ok() {
            eprintln!("{:3} {:3} {who} {path}", few.len(), many.len());
        }
        if many.len() != few.len() || many.len() > most {
            wrong.push(format!("{path}: {} statements, and {} with more rows{}", few.len(), many.len(), told(&many)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page that is added to the table without somebody who opens it fails here.
#[test]
fn each_page_behind_a_guard_is_opened() {
    let guarded = web::table().into_iter().filter(|entry| entry.method == "GET" && entry.access != Access::Public);
    let left: Vec<&str> = guarded.map(|entry| entry.path).filter(|path| !OPENED.iter().any(|(line, ..)| line == path)).collect();
    assert_eq!(left, Vec::<&str>::new());
    let table: Vec<&str> = web::table().into_iter().filter(|entry| entry.method == "GET").map(|entry| entry.path).collect();
    let gone: Vec<&str> = OPENED.iter().map(|(line, ..)| *line).filter(|line| !table.contains(line)).collect();
    assert_eq!(gone, Vec::<&str>::new());
}
