//! A figure that stands on several pages is the same on each of them, and what a count of the rows gives: before some acts and after them.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{StatusCode, header};
use ground::texts::Locale;
use scraper::{ElementRef, Html};
use sea_orm::{ConnectionTrait, Statement};
use server::clock;
use training::texts::training as words;

use crate::on_each;
use crate::place::{Place, body};
use crate::reading::{all, amounts, attribute, bars, choices, counted, dirhams, fact, numbers, tables, text, tiles, within};

const OFFICER: &str = "0910000001";
const HEAD: &str = "0910000002";
const BRANCH_OFFICER: &str = "0910000003";
const AUDITOR: &str = "0910000010";

/// What a count of rows is called among the pages.
const ROWS: &str = "the rows";

/// What is on the market.
const SHOWN: &str = "state = 'published' AND NOT withheld";
/// Who was taught, or is about to be.
const TAUGHT: &str = "('confirmed', 'attending', 'completed', 'certified', 'incomplete', 'no_show')";

/// Figures by name, each with the places that tell it.
#[derive(Default)]
struct Figures(BTreeMap<String, Vec<(String, i64)>>);

impl Figures {
    fn told(&mut self, figure: impl Into<String>, whence: impl Into<String>, n: i64) {
        self.0.entry(figure.into()).or_default().push((whence.into(), n));
    }

    /// Those that are not the same everywhere, and those that one place alone tells: nothing is shown by them.
    fn wrong(&self) -> Vec<String> {
        let differ = |told: &&Vec<(String, i64)>| told.len() < 2 || told.iter().any(|(_, n)| *n != told[0].1);
        self.0.iter().filter(|(_, told)| differ(told)).map(|(figure, told)| format!("{figure}: {told:?}")).collect()
    }

    fn of(&self, figure: &str) -> i64 {
        self.0.get(figure).unwrap_or_else(|| panic!("nobody tells {figure}"))[0].1
    }
}

async fn page(place: &Place, cookie: &str, path: &str) -> Html {
    let answer = place.get_as(cookie, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert!(answer.headers()[header::CONTENT_TYPE].as_bytes().starts_with(b"text/html"), "{path}");
    Html::parse_document(&body(answer).await)
}

async fn file(place: &Place, cookie: &str, path: &str) -> Vec<Vec<String>> {
    let answer = place.get_as(cookie, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let text = body(answer).await;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let records = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    records.filter(|record| record.iter().any(|cell| !cell.is_empty())).collect()
}

/// The first page of a list, and how many rows all its pages have.
async fn walked(place: &Place, cookie: &str, path: &str, rows: &str) -> (Html, i64) {
    let first = page(place, cookie, path).await;
    let further = |page: &Html| all(page, "nav.pager a[rel=next]").first().map(|link| attribute(*link, "href"));
    let (mut many, mut next) = (all(&first, rows).len(), further(&first));
    while let Some(path) = next {
        let page = page(place, cookie, &path).await;
        many += all(&page, rows).len();
        next = further(&page);
    }
    (first, many as i64)
}

async fn texts(place: &Place, sql: &str) -> Vec<String> {
    let db = &place.state.db;
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn keys(place: &Place, sql: &str) -> Vec<i64> {
    texts(place, &format!("SELECT CAST(k AS TEXT) FROM ({sql}) AS found ORDER BY k")).await.iter().map(|key| key.parse().unwrap()).collect()
}

fn today() -> String {
    ground::days::day_in_tripoli(clock::now()).to_string()
}

async fn market(place: &Place, figures: &mut Figures) {
    let home = page(place, "", "/ar").await;
    let numbers: Vec<i64> = all(&home, "section.numbers dd").into_iter().map(|dd| counted(&text(dd))).collect();
    let [families, products, municipalities] = numbers[..] else { panic!("{numbers:?}") };
    let licensed = format!("state = 'approved' AND licence_expires_on >= '{}'", today());
    figures.told("families", "/", families);
    figures.told("families", ROWS, place.number(&format!("SELECT COUNT(*) FROM family WHERE {licensed}")).await);
    figures.told("municipalities of families", "/", municipalities);
    let sql = format!("SELECT COUNT(DISTINCT municipality_code) FROM family WHERE {licensed}");
    figures.told("municipalities of families", ROWS, place.number(&sql).await);
    let (list, many) = walked(place, "", "/ar/products", "li.card").await;
    let crafts = tiles(&page(place, "", "/ar/crafts").await);
    figures.told("products", "/", products);
    figures.told("products", "the head of /products", counted(&text(all(&list, ".listing-head p.small")[0])));
    figures.told("products", "the cards of /products", many);
    figures.told("products", "the tiles of /crafts", crafts.iter().map(|(_, n)| n).sum());
    figures.told("products", ROWS, place.number(&format!("SELECT COUNT(*) FROM product WHERE {SHOWN}")).await);
    for (whence, tiles) in [("/", tiles(&home)), ("/crafts", crafts)] {
        for (code, n) in tiles {
            figures.told(format!("products of craft={code}"), whence, n);
            let sql = format!("SELECT COUNT(*) FROM product WHERE {SHOWN} AND craft_code = '{code}'");
            figures.told(format!("products of craft={code}"), ROWS, place.number(&sql).await);
        }
    }
    let by = [("craft", "craft_code"), ("region", "region_code"), ("municipality", "municipality_code")];
    for (name, column) in by.into_iter().chain([("making", "making"), ("availability", "availability")]) {
        let choices = choices(&list, name);
        figures.told("products", format!("the choices of {name}"), choices.iter().map(|(_, n)| n).sum());
        for (code, n) in choices {
            let path = format!("/ar/products?{name}={code}");
            let (narrowed, many) = walked(place, "", &path, "li.card").await;
            let sql = format!("SELECT COUNT(*) FROM product WHERE {SHOWN} AND {column} = '{code}'");
            let figure = format!("products of {name}={code}");
            figures.told(&figure, "the choice", n);
            figures.told(&figure, "the head of the list", counted(&text(all(&narrowed, ".listing-head p.small")[0])));
            figures.told(&figure, "the cards", many);
            figures.told(&figure, ROWS, place.number(&sql).await);
        }
    }
    if let Some(label) = all(&list, "label[for=f-mark]").first() {
        let (narrowed, many) = walked(place, "", "/ar/products?mark=1", "li.card").await;
        figures.told("marked products", "the choice", numbers_of(*label));
        figures.told("marked products", "the head of the list", counted(&text(all(&narrowed, ".listing-head p.small")[0])));
        figures.told("marked products", "the cards", many);
        let of_marked = format!("SELECT id FROM family WHERE marked_until >= '{}'", today());
        let sql = format!("SELECT COUNT(*) FROM product WHERE {SHOWN} AND family_id IN ({of_marked})");
        figures.told("marked products", ROWS, place.number(&sql).await);
    }
    for slug in texts(place, &format!("SELECT slug FROM family WHERE {licensed} AND id < 25")).await {
        let shop = page(place, "", &format!("/ar/families/{slug}")).await;
        let sql = format!("SELECT COUNT(*) FROM product WHERE {SHOWN} AND family_id = (SELECT id FROM family WHERE slug = '{slug}')");
        figures.told(format!("products of {slug}"), "the shop", all(&shop, "li.card").len() as i64);
        figures.told(format!("products of {slug}"), ROWS, place.number(&sql).await);
    }
}

fn numbers_of(element: ElementRef<'_>) -> i64 {
    numbers(&text(element)).last().copied().unwrap_or(-1)
}

/// How many files a list of the desk has, and says that it has.
async fn listed(place: &Place, figures: &mut Figures, cookie: &str, figure: &str, path: &str) {
    let (first, many) = walked(place, cookie, path, "table.queue tbody tr").await;
    figures.told(figure, format!("the files of {path}"), many);
    let shown = all(&first, ".desk-grid > div > p.small").first().map_or(0, |shown| numbers_of(*shown));
    figures.told(figure, format!("the words above the files of {path}"), shown);
}

/// The desk of somebody, whose scope is a condition on a municipality.
async fn desk(place: &Place, figures: &mut Figures, cookie: &str, who: &str, scope: &str) {
    let waiting = format!("state IN ('submitted', 'in_review', 'recommended') AND {scope}");
    let head = page(place, cookie, "/ar/desk").await;
    let lead = all(&head, "p.lead")[0];
    let total = format!("{who}: files that wait");
    figures.told(&total, "the head of the desk", counted(lead.text().next().unwrap_or_default()));
    figures.told(&total, "the bars by kind", bars(&head).iter().map(|(.., n)| n).sum());
    figures.told(&total, ROWS, place.number(&format!("SELECT COUNT(*) FROM casefile WHERE {waiting}")).await);
    listed(place, figures, cookie, &total, "/ar/desk").await;
    for (word, path, n) in bars(&head) {
        let kind = path.rsplit_once("kind=").unwrap().1.to_owned();
        let figure = format!("{who}: files of kind {kind}");
        figures.told(&figure, format!("the bar {word}"), n);
        listed(place, figures, cookie, &figure, &path).await;
        figures.told(&figure, ROWS, place.number(&format!("SELECT COUNT(*) FROM casefile WHERE {waiting} AND kind = '{kind}'")).await);
    }
    let late = format!("SELECT COUNT(*) FROM casefile WHERE {waiting} AND due_on < '{}'", today());
    let links: BTreeMap<String, String> = within(lead, "a").into_iter().map(|link| (attribute(link, "href"), text(link))).collect();
    let overdue = format!("{who}: files that are late");
    figures.told(&overdue, "the head of the desk", links.get("/ar/desk?overdue=yes").map_or(0, |words| counted(words)));
    figures.told(&overdue, ROWS, place.number(&late).await);
    listed(place, figures, cookie, &overdue, "/ar/desk?overdue=yes").await;
    // What is late is due, too; without anything more it is not said twice.
    if let Some(words) = links.get("/ar/desk?soon=yes") {
        let soon = format!("{who}: files that are due soon");
        figures.told(&soon, "the head of the desk", numbers(words).last().copied().unwrap());
        listed(place, figures, cookie, &soon, "/ar/desk?soon=yes").await;
    }
    let other = format!("{who}: others that wait");
    let beside: Vec<(String, i64)> = all(&head, "#other-work li.row")
        .into_iter()
        .map(|row| (attribute(within(row, "a")[0], "href"), counted(text(within(row, "p.small")[0]).split(" · ").next().unwrap())))
        .collect();
    figures.told(&other, "the head of the desk", links.get("#other-work").map_or(0, |words| numbers(words).last().copied().unwrap()));
    figures.told(&other, "the rows of the desk", beside.iter().map(|(_, n)| n).sum());
    for (path, n) in beside {
        let key = numbers(&path)[0];
        // Families are looked at by officers of their place for a course, and by those of the fair's place for a fair.
        let of = if path.contains("/fairs/") {
            format!("fair_application WHERE fair_id = {key} AND (state = 'submitted' OR (state = 'screened' AND reason <> ''))")
        } else {
            format!("enrolment WHERE cohort_id = {key} AND {scope} AND state = 'submitted'")
        };
        let figure = format!("{who}: to be looked at of {path}");
        figures.told(&figure, "the row of the desk", n);
        figures.told(&figure, ROWS, place.number(&format!("SELECT COUNT(*) FROM {of}")).await);
        let there = page(place, cookie, &path).await;
        // What a colleague would refuse has no box; the town has none of these.
        figures.told(&figure, "the boxes of its page", all(&there, "li.row input[type=checkbox][form]").len() as i64);
    }
    for state in texts(place, &format!("SELECT DISTINCT state FROM family WHERE state <> 'draft' AND {scope}")).await {
        let (_, many) = walked(place, cookie, &format!("/ar/desk/families?state={state}"), "table tbody tr").await;
        let figure =
            if state == "approved" && scope == "TRUE" { "families".to_owned() } else { format!("{who}: families that are {state}") };
        figures.told(&figure, format!("the register for {who}"), many);
        figures.told(&figure, ROWS, place.number(&format!("SELECT COUNT(*) FROM family WHERE state = '{state}' AND {scope}")).await);
    }
}

async fn trainings(place: &Place, figures: &mut Figures, cookie: &str) {
    let shown = page(place, cookie, "/ar/desk/training/figures").await;
    let inside = tables(&shown);
    assert_eq!(inside, file(place, cookie, "/ar/desk/training/figures.csv").await, "the figures of training and their file");
    let outside = tables(&page(place, cookie, "/ar/desk/training/figures?for=partner").await);
    assert_eq!(outside, file(place, cookie, "/ar/desk/training/figures.csv?for=partner").await, "the partner's figures and their file");
    // What a partner is told is what the house knows, or nothing; rows with too few people may be one.
    let known: BTreeMap<&String, BTreeSet<&Vec<String>>> = inside.iter().fold(BTreeMap::new(), |mut known, row| {
        known.entry(&row[0]).or_insert_with(BTreeSet::new).insert(row);
        known
    });
    for row in &outside {
        let Some(rows) = known.get(&row[0]) else { continue };
        let same = |known: &&Vec<String>| {
            known.len() == row.len() && known.iter().zip(row).all(|(known, told)| known == told || told == "–" || told.is_empty())
        };
        assert!(rows.iter().any(same), "a partner is told {row:?} of {rows:?}");
    }
    let cohorts = keys(place, "SELECT id AS k FROM cohort WHERE state NOT IN ('planned', 'cancelled')").await;
    let order = "SELECT CAST(id AS TEXT) FROM cohort WHERE state NOT IN ('planned', 'cancelled') ORDER BY starts_on";
    let title = words::figures_outcomes.text(Locale::Ar);
    let begins = inside.iter().position(|row| row[..] == [title.clone()]).unwrap() + 2;
    for (n, cohort) in texts(place, order).await.into_iter().enumerate() {
        let row = &inside[begins + n];
        let count = async |of: &str| place.number(&format!("SELECT COUNT(*) FROM enrolment WHERE cohort_id = {cohort} AND {of}")).await;
        let cell = |at: usize| row[at].parse::<i64>().unwrap_or_default();
        let state = place.text(&format!("SELECT state FROM cohort WHERE id = {cohort}")).await;
        let begun = matches!(state.as_str(), "running" | "finished" | "certified");
        let took = format!("state IN {TAUGHT}");
        figures.told(format!("cohort {cohort}: seats"), "figures", cell(2));
        figures.told(
            format!("cohort {cohort}: seats"),
            ROWS,
            place.number(&format!("SELECT capacity FROM cohort WHERE id = {cohort}")).await,
        );
        for (name, at, of) in [
            ("signed up", 3, "(state <> 'withdrawn' OR answer_by IS NOT NULL)"),
            ("were offered", 4, "answer_by IS NOT NULL"),
            ("took", 5, took.as_str()),
            ("completed", 7, "state IN ('completed', 'certified')"),
        ] {
            figures.told(format!("cohort {cohort}: {name}"), "figures", cell(at));
            figures.told(format!("cohort {cohort}: {name}"), ROWS, count(of).await);
        }
        let at_desk = page(place, cookie, &format!("/ar/desk/training/cohorts/{cohort}")).await;
        let all_states = format!("cohort {cohort}: all states");
        figures.told(&all_states, "the bars of its page", bars(&at_desk).iter().map(|(.., n)| n).sum());
        figures.told(&all_states, "the rows of its page", all(&at_desk, "ul.rows > li.row").len() as i64);
        figures.told(&all_states, ROWS, count("TRUE").await);
        figures.told(format!("cohort {cohort}: seats"), "the desk", fact(&at_desk, &words::seats.text(Locale::Ar)));
        let address = "SELECT '/ar/courses/' || c.slug || '/' || x.number FROM cohort x JOIN course c ON c.id = x.course_id";
        let for_all = page(place, "", &place.text(&format!("{address} WHERE x.id = {cohort}")).await).await;
        figures.told(format!("cohort {cohort}: seats"), "its public page", fact(&for_all, &words::seats.text(Locale::Ar)));
        figures.told(format!("cohort {cohort}: signed up"), "its public page", fact(&for_all, &words::applied.text(Locale::Ar)));
        if begun {
            attendance(place, figures, cookie, &cohort, (cell(9), cell(10))).await;
        }
    }
    assert_eq!(cohorts.len() + 1, inside[begins..].iter().take_while(|row| row.len() == 11).count(), "a row of each cohort, and the sum");
    for name in ["signed up", "took", "completed"] {
        let of_each: i64 = cohorts.iter().map(|cohort| figures.of(&format!("cohort {cohort}: {name}"))).sum();
        figures.told(format!("all cohorts: {name}"), "the cohorts", of_each);
    }
    for title in [words::figures_places, words::figures_regions] {
        let title = title.text(Locale::Ar);
        let begins = inside.iter().position(|row| row == std::slice::from_ref(&title)).unwrap() + 2;
        let rows: Vec<&Vec<String>> = inside[begins..].iter().take_while(|row| row.len() == 4).collect();
        for (name, at) in [("signed up", 1), ("took", 2), ("completed", 3)] {
            let cells: Vec<i64> = rows.iter().map(|row| row[at].parse().unwrap_or_default()).collect();
            let (sum, parts) = cells.split_last().unwrap();
            figures.told(format!("all cohorts: {name}"), format!("the sum of {title}"), *sum);
            figures.told(format!("all cohorts: {name}"), format!("the rows of {title}"), parts.iter().sum());
        }
    }
}

/// What is noted of the lessons of a cohort, counted anew from the last mark of each.
async fn attendance(place: &Place, figures: &mut Figures, cookie: &str, cohort: &str, (share, unnoted): (i64, i64)) {
    let taught = format!("cohort_id = {cohort} AND state IN {TAUGHT}");
    let held = format!("cohort_id = {cohort} AND day <= '{}'", today());
    let marks = format!(
        "SELECT a.enrolment_id || ' ' || a.mark FROM attendance a \
         WHERE a.id IN (SELECT MAX(id) FROM attendance GROUP BY lesson_id, enrolment_id) \
         AND a.lesson_id IN (SELECT id FROM lesson WHERE {held}) AND a.enrolment_id IN (SELECT id FROM enrolment WHERE {taught})"
    );
    // Lessons of the town are of one length, so that hours are as lessons.
    let lengths = format!("SELECT COUNT(DISTINCT CAST(begins AS TEXT) || CAST(ends AS TEXT)) FROM lesson WHERE cohort_id = {cohort}");
    assert_eq!(place.number(&lengths).await, 1);
    let mut of_each: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in texts(place, &marks).await {
        let (who, mark) = row.split_once(' ').unwrap();
        let (there, noted) = of_each.entry(who.to_owned()).or_default();
        *noted += 1;
        *there += i64::from(matches!(mark, "present" | "late"));
    }
    let shares: Vec<i64> = of_each.values().map(|(there, noted)| there * 100 / noted).collect();
    let (there, noted) = of_each.values().fold((0, 0), |(there, noted), one| (there + one.0, noted + one.1));
    let progress = page(place, cookie, &format!("/ar/desk/training/cohorts/{cohort}/progress")).await;
    let told: Vec<Vec<i64>> = all(&progress, "table.grades tbody tr td:nth-of-type(1)").into_iter().map(|td| numbers(&text(td))).collect();
    for (name, whence, n) in [
        ("average attendance", "figures", share),
        ("average attendance", ROWS, shares.iter().sum::<i64>() / (shares.len() as i64).max(1)),
        ("marks that are missing", "figures", unnoted),
        ("marks that are missing", ROWS, {
            let lessons = place.number(&format!("SELECT COUNT(*) FROM lesson WHERE {held}")).await;
            lessons * place.number(&format!("SELECT COUNT(*) FROM enrolment WHERE {taught}")).await - noted
        }),
        ("lessons attended", "its progress", told.iter().map(|of| of[0]).sum()),
        ("lessons attended", ROWS, there),
        ("lessons noted", "its progress", told.iter().map(|of| of[1]).sum()),
        ("lessons noted", ROWS, noted),
    ] {
        figures.told(format!("cohort {cohort}: {name}"), whence, n);
    }
}

async fn fairs(place: &Place, figures: &mut Figures, cookie: &str) {
    for fair in keys(place, "SELECT id AS k FROM fair WHERE EXISTS (SELECT 1 FROM fair_application a WHERE a.fair_id = fair.id)").await {
        let name = |figure: &str| format!("fair {fair}: {figure}");
        let count = async |of: &str| place.number(&format!("SELECT COUNT(*) FROM fair_application WHERE fair_id = {fair} AND {of}")).await;
        let path = |part: &str| format!("/ar/desk/fairs/{fair}/{part}");
        let slug = place.text(&format!("SELECT slug FROM fair WHERE id = {fair}")).await;
        let state = place.text(&format!("SELECT state FROM fair WHERE id = {fair}")).await;
        let applications = page(place, cookie, &path("applications")).await;
        figures.told(name("applied"), "the bars of the applications", bars(&applications).iter().map(|(.., n)| n).sum());
        figures.told(name("applied"), "the rows of the applications", all(&applications, "ul.rows > li.row").len() as i64);
        figures.told(name("applied"), ROWS, count("state <> 'draft'").await);
        let shown = page(place, cookie, &path("report")).await;
        let report = tables(&shown);
        assert_eq!(report, file(place, cookie, &path("report.csv")).await, "the report of fair {fair} and its file");
        let sales = format!(
            "SELECT CAST(COALESCE(SUM(sales), 0) AS BIGINT) FROM fair_settlement \
             WHERE application_id IN (SELECT id FROM fair_application WHERE fair_id = {fair})"
        );
        let spent = format!("SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM fair_budget WHERE fair_id = {fair}");
        let (applied, went) = (figures.of(&name("applied")), count("state IN ('checked_in', 'closed_out')").await);
        let (sales, spent) = (place.number(&sales).await, place.number(&spent).await);
        for (at, figure, n, money) in
            [(3, "applied", applied, false), (6, "went", went, false), (10, "sales", sales, true), (13, "spent", spent, true)]
        {
            let cell = &report[at][1];
            figures.told(name(figure), "the report", if money { dirhams(cell) } else { cell.parse().unwrap() });
            figures.told(name(figure), ROWS, n);
        }
        // By region, by craft: the last row is the sum where there are several.
        for table in report[15..].split(|row| row.len() == 1).filter(|table| table.len() > 1) {
            let parts = if table.len() > 2 { &table[1..table.len() - 1] } else { &table[1..] };
            let sum = |at: usize| parts.iter().map(|row| row[at].parse::<i64>().unwrap_or_default()).sum::<i64>();
            figures.told(name("applied"), format!("the report by {}", table[0][0]), sum(1));
            figures.told(name("went"), format!("the report by {}", table[0][0]), sum(2));
            figures.told(name("sales"), format!("the report by {}", table[0][0]), parts.iter().map(|row| dirhams(&row[4])).sum());
            figures.told(name("first time"), format!("the report by {}", table[0][0]), sum(3));
        }
        figures.told(name("first time"), "the report", report[8][1].parse().unwrap());
        let plan = page(place, cookie, &format!("/ar/desk/fairs/{fair}")).await;
        figures.told(name("spent"), "the plan", amounts(all(&plan, "table.grades tfoot tr")[0])[1]);
        if matches!(state.as_str(), "closed" | "settled") {
            let told = page(place, "", &format!("/ar/fairs/{slug}")).await;
            let words = fairs_words(&told);
            figures.told(name("went"), "its public page", words[0]);
            let regions = format!(
                "SELECT COUNT(DISTINCT region_code) FROM fair_application WHERE fair_id = {fair} AND state IN ('checked_in', 'closed_out')"
            );
            figures.told(name("regions"), "its public page", words[1]);
            figures.told(name("regions"), ROWS, place.number(&regions).await);
        }
        if matches!(state.as_str(), "results_published" | "set_up" | "running" | "closed" | "settled") {
            hall(place, figures, cookie, fair, &slug).await;
            custody(place, figures, cookie, fair).await;
        }
    }
}

/// The notice of who was there.
fn fairs_words(page: &Html) -> Vec<i64> {
    let told = all(page, ".notice").into_iter().map(|notice| numbers(&text(notice))).find(|numbers| numbers.len() == 3);
    told.unwrap()
}

async fn hall(place: &Place, figures: &mut Figures, cookie: &str, fair: i64, slug: &str) {
    let name = |figure: &str| format!("fair {fair}: {figure}");
    let drawn = page(place, cookie, &format!("/ar/desk/fairs/{fair}/hall")).await;
    let heads: Vec<Vec<i64>> = all(&drawn, "section.apart h2").into_iter().map(|head| numbers(&text(head))).collect();
    let head = heads.into_iter().find(|numbers| numbers.len() == 2).unwrap();
    let count = async |of: &str| place.number(&format!("SELECT COUNT(*) FROM booth WHERE fair_id = {fair} AND {of}")).await;
    figures.told(name("booths"), "the hall", head[0]);
    figures.told(name("booths"), ROWS, count("TRUE").await);
    figures.told(name("booths that can be given"), "the hall", head[1]);
    figures.told(name("booths that can be given"), ROWS, count("NOT blocked").await);
    let given = page(place, cookie, &format!("/ar/desk/fairs/{fair}/booths")).await;
    let rows = all(&given, "table.grades.wide tbody tr");
    let with_booth = rows.iter().filter(|row| !within(**row, "td:nth-of-type(1) > bdi").is_empty()).count() as i64;
    let stands = "SELECT COUNT(*) FROM stand s JOIN fair_application a ON a.id = s.application_id WHERE a.fair_id";
    figures.told(name("have a booth"), "the booths", with_booth);
    figures.told(name("have a booth"), ROWS, place.number(&format!("{stands} = {fair}")).await);
    if let Some(placed) = all(&given, "dl.facts dd").first() {
        let placed = numbers(&text(*placed));
        figures.told(name("have a booth"), "how they were given", placed[0]);
        figures.told(name("guests"), "how they were given", placed[1]);
        figures.told(name("guests"), "the booths", rows.len() as i64);
    }
    if place.get(&format!("/ar/fairs/{slug}/map")).await.status() == StatusCode::OK {
        for (part, rows) in [("map", "ul.rows > li.row"), ("families", "section.card")] {
            let guide = page(place, "", &format!("/ar/fairs/{slug}/{part}")).await;
            let described = attribute(all(&guide, "meta[name=description]")[0], "content");
            figures.told(name("have a booth"), format!("the rows of /{part}"), all(&guide, rows).len() as i64);
            figures.told(name("have a booth"), format!("what is said of /{part}"), counted(&described));
        }
    }
}

/// Goods and money, by family: the sheet of the desk, the family's own page, the accounts.
async fn custody(place: &Place, figures: &mut Figures, cookie: &str, fair: i64) {
    let accounts = page(place, cookie, &format!("/ar/desk/fairs/{fair}/accounts")).await;
    figures.told(format!("fair {fair}: sales"), "the head of the accounts", amounts(all(&accounts, "p.lead")[0])[0]);
    let rows = all(&accounts, "ul.rows > li.row");
    figures.told(format!("fair {fair}: sales"), "the rows of the accounts", rows.iter().flat_map(|row| amounts(*row)).sum());
    let settled: BTreeMap<i64, i64> =
        rows.iter().filter_map(|row| Some((numbers(&attribute(within(*row, "a")[0], "href"))[1], *amounts(*row).first()?))).collect();
    let with_goods = format!(
        "SELECT DISTINCT g.application_id AS k FROM fair_goods g \
         JOIN fair_application a ON a.id = g.application_id WHERE a.fair_id = {fair}"
    );
    for key in keys(place, &with_goods).await {
        let sheet = page(place, cookie, &format!("/ar/desk/fairs/{fair}/accounts/{key}")).await;
        let sum = format!("SELECT CAST(SUM(sold * price) AS BIGINT) FROM fair_goods WHERE application_id = {key}");
        figures.told(format!("sold by {key}"), "the foot of its sheet", amounts(all(&sheet, "table.sheet tfoot tr")[0])[0]);
        figures.told(format!("sold by {key}"), ROWS, place.number(&sum).await);
        if let Some(sales) = settled.get(&key) {
            figures.told(format!("sold by {key}"), "the accounts", *sales);
        }
        let owner = format!("SELECT p.phone FROM person p JOIN fair_application a ON a.applicant_id = p.id WHERE a.id = {key}");
        let family = place.sign_in(&place.text(&owner).await).await;
        let own = page(place, &family, &format!("/ar/me/fairs/{key}")).await;
        for (at, column) in ["brought", "sold", "returned", "damaged"].into_iter().enumerate() {
            let figure = format!("{column} by {key}");
            let of = |page: &Html| -> i64 {
                let cells = |row: ElementRef<'_>| numbers(&text(within(row, "td.number")[at]))[0];
                all(page, "table.sheet tbody tr").into_iter().map(cells).sum()
            };
            figures.told(format!("{figure}, pieces"), "its sheet", of(&sheet));
            figures.told(format!("{figure}, pieces"), "the family's page", of(&own));
            let sql = format!("SELECT CAST(SUM({column}) AS BIGINT) FROM fair_goods WHERE application_id = {key}");
            figures.told(format!("{figure}, pieces"), ROWS, place.number(&sql).await);
        }
    }
}

/// Everybody whose pages are read.
struct Signed {
    officer: String,
    head: String,
    branch: String,
    auditor: String,
}

async fn compared(place: &Place, signed: &Signed) -> Figures {
    let mut figures = Figures::default();
    market(place, &mut figures).await;
    let branch = "municipality_code IN (SELECT code FROM municipality WHERE branch_id = 1)";
    desk(place, &mut figures, &signed.officer, "an officer of all", "TRUE").await;
    desk(place, &mut figures, &signed.branch, "an officer of a branch", branch).await;
    desk(place, &mut figures, &signed.auditor, "an auditor", "TRUE").await;
    trainings(place, &mut figures, &signed.officer).await;
    fairs(place, &mut figures, &signed.officer).await;
    let wrong = figures.wrong();
    assert!(wrong.is_empty(), "{} of {} figures:\n{}", wrong.len(), figures.0.len(), wrong.join("\n"));
    assert!(figures.0.len() > 150, "{} figures were found", figures.0.len());
    figures
}

async fn does(place: &Place, cookie: &str, path: &str, form: &str) {
    let answer = place.post_as(cookie, path, form).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path} {form}");
}

/// Acts that change figures: a product and a family are approved, a trainee was not there and another leaves, goods come and are sold.
async fn acts(place: &Place, signed: &Signed) -> (i64, i64) {
    let product = place.number("SELECT MIN(id) FROM casefile WHERE kind = 'product' AND state = 'submitted' AND flagged IS NULL").await;
    does(place, &signed.officer, &format!("/ar/desk/cases/{product}/decide"), "outcome=approved&theirs=yes").await;
    let family = place.number("SELECT MIN(id) FROM casefile WHERE kind = 'family' AND state = 'recommended'").await;
    let members = format!(
        "SELECT m.id AS k FROM family_member m JOIN casefile c ON c.subject_id = m.family_id \
         WHERE c.id = {family} AND m.verified_at IS NULL AND m.identity_number IS NOT NULL"
    );
    for member in keys(place, &members).await {
        does(place, &signed.head, &format!("/ar/desk/cases/{family}/members/{member}/verify"), "checked=yes").await;
    }
    does(place, &signed.head, &format!("/ar/desk/cases/{family}/decide"), "outcome=approved&theirs=yes").await;
    let cohort = place.number("SELECT MAX(id) FROM cohort WHERE state = 'running'").await;
    let lesson = place.number(&format!("SELECT MIN(id) FROM lesson WHERE cohort_id = {cohort}")).await;
    let there = format!("SELECT MIN(enrolment_id) FROM attendance WHERE lesson_id = {lesson} AND mark = 'present'");
    let (there, path) = (place.number(&there).await, format!("/ar/desk/training/lessons/{lesson}"));
    let seen = attribute(all(&page(place, &signed.officer, &path).await, "input[name=seen]")[0], "value");
    does(place, &signed.officer, &path, &format!("source=list&seen={seen}&mark_{there}=absent")).await;
    let enrolment = place.number(&format!("SELECT MAX(id) FROM enrolment WHERE cohort_id = {cohort} AND state = 'confirmed'")).await;
    let phone = format!("SELECT p.phone FROM person p JOIN enrolment e ON e.applicant_id = p.id WHERE e.id = {enrolment}");
    let trainee = place.sign_in(&place.text(&phone).await).await;
    does(place, &trainee, &format!("/ar/me/training/{enrolment}/withdraw"), "words=cannot+come+any+more").await;
    let guest =
        "SELECT MIN(a.id) FROM fair_application a JOIN fair f ON f.id = a.fair_id WHERE f.state = 'running' AND a.state = 'checked_in'";
    let guest = place.number(guest).await;
    let fair = place.number(&format!("SELECT fair_id FROM fair_application WHERE id = {guest}")).await;
    let goods = keys(place, &format!("SELECT product_id AS k FROM fair_product WHERE application_id = {guest}")).await;
    let line =
        |product: &i64| format!("price_{product}=12.5&brought_{product}=10&sold_{product}=4&returned_{product}=0&damaged_{product}=1");
    let form = goods.iter().map(line).collect::<Vec<_>>().join("&");
    does(place, &signed.officer, &format!("/ar/desk/fairs/{fair}/accounts/{guest}/goods"), &form).await;
    (guest, cohort)
}

on_each! {
    async fn are_the_same_on_every_page(place: &Place) {
        // Somebody has confirmed and not come yet; something is late, and something is due today.
        place.run("UPDATE enrolment SET state = 'confirmed' WHERE id = (SELECT MAX(id) FROM enrolment WHERE state = 'attending')").await;
        let waiting = "FROM casefile WHERE state = 'submitted'";
        place.run(&format!("UPDATE casefile SET due_on = '2020-01-01' WHERE id IN (SELECT MIN(id) {waiting} GROUP BY kind)")).await;
        place.run(&format!("UPDATE casefile SET due_on = '{}' WHERE id IN (SELECT MAX(id) {waiting})", today())).await;
        let signed = Signed {
            officer: place.sign_in(OFFICER).await,
            head: place.sign_in(HEAD).await,
            branch: place.sign_in(BRANCH_OFFICER).await,
            auditor: place.sign_in(AUDITOR).await,
        };
        let before = compared(place, &signed).await;
        assert!(before.of("an officer of all: files that are late") > 0);
        let (guest, cohort) = acts(place, &signed).await;
        // A page that is kept is given once more while it is drawn anew: another program has kept none.
        let after = compared(&place.later(0).await, &signed).await;
        for (figure, more) in [
            ("products".to_owned(), 1),
            ("families".to_owned(), 1),
            ("an officer of all: files that wait".to_owned(), -2),
            (format!("cohort {cohort}: signed up"), 0),
            (format!("cohort {cohort}: took"), -1),
        ] {
            assert_eq!(after.of(&figure) - before.of(&figure), more, "{figure}");
        }
        assert!(after.of(&format!("cohort {cohort}: average attendance")) < before.of(&format!("cohort {cohort}: average attendance")));
        assert!(after.of(&format!("sold by {guest}")) > 0);
    }
}

#[test]
fn what_differs_and_what_one_place_alone_tells_is_wrong() {
    let mut figures = Figures::default();
    for (figure, whence, n) in [("same", "/", 3), ("same", ROWS, 3), ("other", "/", 3), ("other", ROWS, 4), ("alone", "/", 1)] {
        figures.told(figure, whence, n);
    }
    let wrong: Vec<String> = figures.wrong().iter().map(|told| told.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(wrong, ["alone", "other"]);
}
