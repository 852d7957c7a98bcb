//! Every page that the URL table has for a role is reached by links from where that role begins, and no link leads to nothing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{StatusCode, header};
use ground::actor::Role;
use ground::route::Access;
use matchit::Router;
use scraper::{Html, Selector};
use server::web;

use crate::place::{Place, body, location};

/// Addresses of one line that are asked, for each reader.
const OF_A_LINE: usize = 12;

/// The same of a line with keys, behind which pages of several kinds stand.
const OF_A_LINE_WITH_KEYS: usize = 40;

/// Pages that links of the town do not lead to, and why.
const NOT_LINKED: &[(&str, &str)] = &[
    ("/p/{product}", "shared in messages"),
    ("/f/{family}", "shared in messages, and a code on a booth's sign"),
    ("/suggest", "asked by the script of the search box"),
    ("/me/calendar.ics", "an address with a secret, put into a calendar"),
    ("/attend/{lesson}/{code}", "a code on the trainer's screen"),
    ("/fairs/{slug}/goods/{label}", "a code on a label"),
    ("/reset", "a link that an officer or a mail gives"),
    ("/confirm-email", "a link in a mail"),
    ("/sign-in/code", "led to after the password"),
    ("/sign-in/set-up", "led to after the password"),
    ("/me/left", "led to by a form"),
    ("/me/family/sent", "led to by a form"),
    ("/me/products/{product}/sent", "led to by a form"),
    ("/desk/families/{family}/application/sent", "led to by a form"),
    ("/desk/families/{family}/application/check", "led to by the form of the last part"),
    ("/fairs/{slug}/share.png", "shown by messengers beside a link"),
    ("/desk/approve", "led to by the form of the list"),
    ("/desk/import/{job}", "the town has imported nothing"),
    ("/desk/import/{job}/report.csv", "the town has imported nothing"),
];

/// What a reader found: lines that were reached, and links that led to nothing.
#[derive(Default)]
struct Found {
    lines: BTreeSet<&'static str>,
    pages: Vec<String>,
    broken: Vec<String>,
}

/// Follows the links of all pages, beginning with the front page.
async fn walk(place: &Place, cookie: &str) -> Found {
    let mut lines = Router::new();
    for entry in web::table().into_iter().filter(|entry| entry.method == "GET") {
        lines.insert(format!("/ar{}", entry.path.trim_end_matches('/')), entry.path).unwrap();
    }
    let links = Selector::parse("a[href]").unwrap();
    let mut found = Found::default();
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    let mut known = BTreeSet::from(["/ar".to_owned()]);
    let mut next = VecDeque::from([("/ar".to_owned(), "the beginning".to_owned())]);
    while let Some((path, from)) = next.pop_front() {
        let Ok(line) = lines.at(path.split('?').next().unwrap()).map(|at| *at.value) else {
            if path.starts_with("/ar") {
                found.broken.push(format!("{path} on {from}: no line of the table"));
            }
            continue;
        };
        let times = asked.entry(line).or_default();
        *times += 1;
        if *times > if line.contains('{') { OF_A_LINE_WITH_KEYS } else { OF_A_LINE } {
            continue;
        }
        let response = place.get_as(cookie, &path).await;
        let status = response.status();
        let to = location(&response);
        if !(status == StatusCode::OK || status.is_redirection()) || (!cookie.is_empty() && to.contains("/sign-in")) {
            found.broken.push(format!("{path} on {from}: {status} {to}"));
            continue;
        }
        found.lines.insert(line);
        let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let hrefs: Vec<String> = if page {
            found.pages.push(path.clone());
            let text = body(response).await;
            if line.starts_with("/desk") && !text.contains("class=\"rooms\"") {
                found.broken.push(format!("{path}: without the rooms of the desk"));
            }
            let html = Html::parse_document(&text);
            html.select(&links).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
        } else {
            vec![to]
        };
        for href in hrefs {
            let href = resolved(&path, &href);
            if (href.starts_with("/ar/") || href == "/ar") && known.insert(href.clone()) {
                next.push_back((href, path.clone()));
            }
        }
    }
    found
}

/// An address as the page that has it means it, without the place on the page.
fn resolved(page: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap();
    let decoded = percent_encoding::percent_decode_str(href).decode_utf8_lossy().into_owned();
    match href.starts_with('?') {
        true => format!("{}{href}", page.split('?').next().unwrap()),
        false if href.contains('?') => href.to_owned(),
        false => decoded,
    }
}

/// Lines that this reader may enter and did not reach.
fn missed(found: &Found, may: impl Fn(Access) -> bool) -> Vec<&'static str> {
    let excused = |path: &str| NOT_LINKED.iter().any(|(line, _)| *line == path);
    let pages = web::table().into_iter().filter(|entry| entry.method == "GET" && may(entry.access));
    pages.map(|entry| entry.path).filter(|path| !found.lines.contains(path) && !excused(path)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_everyone_to_everything_that_is_theirs() {
    let place = Place::open().await;
    let mut wrong = Vec::new();
    // Who may has begun an application for somebody. A code of the second factor is good for one sign-in.
    let mut helpers = BTreeMap::new();
    for n in [0, 1] {
        let cookie = place.sign_in(world::STAFF[n].phone).await;
        let form = format!("name=%D8%B3%D8%A7%D9%84%D9%85%D8%A9&phone=092555888{n}&how=signed&consent=yes");
        place.post_as(&cookie, "/ar/desk/families/new", &form).await;
        helpers.insert(world::STAFF[n].phone, cookie);
    }
    for role in Role::ALL {
        let mut found = Found::default();
        for member in world::STAFF.iter().filter(|member| member.role == role) {
            let cookie = match helpers.get(member.phone) {
                Some(cookie) => cookie.clone(),
                None => place.sign_in(member.phone).await,
            };
            let of_one = walk(&place, &cookie).await;
            wrong.extend(of_one.broken.iter().map(|link| format!("{}: {link}", role.code())));
            found.lines.extend(of_one.lines);
        }
        for line in missed(&found, |access| matches!(access, Access::Staff(roles) if roles.contains(&role))) {
            wrong.push(format!("{}: {line} is not reached", role.code()));
        }
    }
    // Families with seats and booths, and applicants.
    let mut families = Found::default();
    let families_of = [1, 2, 3, 4, 8, 17, 18].map(|n| format!("09200000{n:02}")).into_iter();
    let applicants = (1..=4).map(|n| format!("093000000{n}"));
    for phone in families_of.chain(applicants).chain(["0921000001".to_owned()]) {
        let found = walk(&place, &place.sign_in(&phone).await).await;
        wrong.extend(found.broken.iter().map(|link| format!("{phone}: {link}")));
        families.lines.extend(found.lines);
    }
    let visitor = walk(&place, "").await;
    wrong.extend(visitor.broken.iter().map(|link| format!("visitor: {link}")));
    families.lines.extend(visitor.lines);
    for line in missed(&families, |access| matches!(access, Access::Public | Access::SignedIn | Access::SigningIn)) {
        wrong.push(format!("family: {line} is not reached"));
    }
    for (line, _) in NOT_LINKED {
        assert!(!families.lines.contains(line), "{line} is reached, and is no exception");
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// Pages that everybody reads today, on later days: licences, offers, calls, roles and certificates are over, and no worker has seen to it.
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_today_can_be_drawn_on_any_later_day() {
    let place = Place::open().await;
    // One of each role, families with seats and booths, applicants.
    let mut seen = BTreeSet::new();
    let staff = world::STAFF.iter().filter(|member| seen.insert(member.role.code())).map(|member| member.phone.to_owned());
    let families = [1, 8].map(|n| format!("09200000{n:02}")).into_iter().chain((1..=4).map(|n| format!("093000000{n}")));
    let mut wrong = Vec::new();
    for phone in staff.chain(families).chain([String::new()]) {
        let sign_in = async |place: &Place| if phone.is_empty() { String::new() } else { place.sign_in(&phone).await };
        let pages = walk(&place, &sign_in(&place).await).await.pages;
        assert!(pages.len() > 3, "{phone}");
        for days in [8, 400] {
            let later = place.later(days).await;
            let cookie = sign_in(&later).await;
            for path in &pages {
                let status = later.get_as(&cookie, path).await.status();
                let drawn = status == StatusCode::OK || status.is_redirection() || matches!(status.as_u16(), 404 | 409);
                if !drawn {
                    wrong.push(format!("{phone} {path} after {days} days: {status}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
