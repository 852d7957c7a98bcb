//! Real keys of other people: every line of the URL table behind which something of somebody stands, asked and acted on by everybody
//! whose it is not, with the forms that its owners have. They are told what is told of what does not exist, and nothing changes.
//!
//! Who may is read from the rows by questions of this file's own, and from no answer of the program. Asked on SQLite alone: who may is
//! said by the same statements on both, and to look at all rows after each line takes time.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use futures::future::join_all;
use ground::actor::Role;
use ground::route::{Access, Entry};
use sea_orm::{ConnectionTrait, Statement};
use server::{uploads, web};

use crate::doubles::{self, Sample};
use crate::place::{Place, location};

/// Things that are tried of each line.
const OF_A_LINE: usize = 4;

/// Lines that are open to everyone, as they ask whoever comes to sign in themselves, and show what is still somebody's.
const ALSO: &[&str] = &["/attend/{lesson}/{code}"];

/// Keys that there are, by the part of a line that ends with them. `{0}` is the key before.
#[rustfmt::skip]
const REAL: &[(&str, &str)] = &[
    ("/attend/{lesson}", "SELECT id AS k FROM lesson"),
    ("/attend/{lesson}/{code}", "SELECT '0123456789abcdef' AS k"),
    ("/committee/fairs/{fair}", "SELECT id AS k FROM fair WHERE EXISTS (SELECT 1 FROM fair_criterion c WHERE c.fair_id = fair.id)"),
    ("/committee/fairs/{fair}/{number}", "SELECT blind AS k FROM fair_application WHERE fair_id = {0} AND blind IS NOT NULL"),
    ("/committee/{sitting}", "SELECT id AS k FROM sitting"),
    ("/courses/{slug}", "SELECT slug AS k FROM course"),
    ("/courses/{slug}/{cohort}", "SELECT x.number AS k FROM cohort x JOIN course c ON c.id = x.course_id WHERE c.slug = '{0}'"),
    ("/desk/cases/{case}", "SELECT id AS k FROM casefile"),
    ("/desk/cases/{case}/apart/{family}", "SELECT id AS k FROM family WHERE id < 25"),
    ("/desk/cases/{case}/members/{member}", "SELECT m.id AS k FROM family_member m JOIN casefile c ON c.subject_id = m.family_id WHERE c.id = {0} AND c.kind = 'family'"),
    ("/desk/fairs/{fair}", "SELECT id AS k FROM fair WHERE EXISTS (SELECT 1 FROM fair_application a WHERE a.fair_id = fair.id)"),
    ("/desk/fairs/{fair}/accounts/{application}", "SELECT id AS k FROM fair_application WHERE fair_id = {0}"),
    ("/desk/fairs/{fair}/accounts/{application}/goods/{product}", "SELECT product_id AS k FROM fair_product WHERE application_id = {1}"),
    ("/desk/fairs/{fair}/applications/{application}", "SELECT id AS k FROM fair_application WHERE fair_id = {0}"),
    ("/desk/fairs/{fair}/booths/{application}", "SELECT id AS k FROM fair_application WHERE fair_id = {0}"),
    ("/desk/fairs/{fair}/hall/{booth}", "SELECT id AS k FROM booth WHERE fair_id = {0}"),
    ("/desk/families/{family}", "SELECT id AS k FROM family WHERE id < 25"),
    ("/desk/families/{family}/application/documents/{document}", "SELECT id AS k FROM family_document WHERE family_id = {0}"),
    ("/desk/families/{family}/application/members/{member}", "SELECT id AS k FROM family_member WHERE family_id = {0}"),
    ("/desk/families/{family}/application/{part}", "SELECT 'members' AS k"),
    ("/desk/families/{family}/correction/members/{member}", "SELECT id AS k FROM family_member WHERE family_id = {0}"),
    ("/desk/families/{family}/correction/{part}", "SELECT 'household' AS k"),
    ("/desk/grants/{grant}", "SELECT id AS k FROM role_grant"),
    ("/desk/import/samples/{name}", "SELECT 'products.csv' AS k"),
    ("/desk/import/{job}", "SELECT id AS k FROM import_job"),
    ("/desk/mails/{task}", "SELECT id AS k FROM outbox"),
    ("/desk/people/{person}", "SELECT id AS k FROM person WHERE id < 40"),
    ("/desk/proposals/{proposal}", "SELECT id AS k FROM role_proposal"),
    ("/desk/reference/holidays/{key}", "SELECT '2026-12-24' AS k"),
    ("/desk/reference/{table}", "SELECT 'crafts' AS k"),
    ("/desk/reference/{table}/{key}", "SELECT code AS k FROM craft"),
    ("/desk/samples/{product}", "SELECT id AS k FROM product WHERE sampled"),
    ("/desk/training/cohorts/{cohort}", "SELECT id AS k FROM cohort"),
    ("/desk/training/courses/{course}", "SELECT id AS k FROM course"),
    ("/desk/training/courses/{course}/cohorts/{cohort}", "SELECT id AS k FROM cohort WHERE course_id = {0}"),
    ("/desk/training/enrolments/{enrolment}", "SELECT id AS k FROM enrolment"),
    ("/desk/training/homework/{homework}", "SELECT id AS k FROM homework"),
    ("/desk/training/lessons/{lesson}", "SELECT id AS k FROM lesson"),
    ("/desk/training/propose/{family}", "SELECT id AS k FROM family WHERE id < 25"),
    ("/fairs/{slug}", "SELECT slug AS k FROM fair WHERE state = 'call_open'"),
    ("/me/account/devices/{device}", "SELECT id AS k FROM session WHERE expires_at > '2026'"),
    ("/me/cases/{case}", "SELECT id AS k FROM casefile"),
    ("/me/fairs/{application}", "SELECT id AS k FROM fair_application"),
    ("/me/fairs/{application}/{section}", "SELECT 'needs' AS k"),
    ("/me/family/documents/{document}", "SELECT id AS k FROM family_document"),
    ("/me/family/members/{member}", "SELECT id AS k FROM family_member"),
    ("/me/family/{part}", "SELECT 'members' AS k"),
    ("/me/products/{product}", "SELECT id AS k FROM product"),
    ("/me/products/{product}/photos/{at}", "SELECT 0 AS k"),
    ("/me/training/{enrolment}", "SELECT id AS k FROM enrolment"),
    ("/me/training/{enrolment}/answers/{question}", "SELECT id AS k FROM cohort_question"),
];

/// Whose a thing is.
#[derive(Clone, Copy)]
enum Whose {
    /// No thing of somebody stands behind the key: everybody may whom the table lets in.
    Nobodys,
    /// Those whom a question gives.
    Of(&'static str),
    /// Staff whose scope holds one of the places that a question gives, in a role that the table lets in.
    Within(&'static str),
    /// The same, and those whom another question gives.
    WithinOr(&'static str, &'static str),
}
use Whose::{Nobodys, Of, Within, WithinOr};

const PLACE_OF_FAMILY: &str = "SELECT municipality_code AS code FROM family WHERE id = {0} AND state <> 'draft'";
const PLACE_OF_COHORT: &str = "SELECT municipality_code AS code FROM cohort WHERE id = {0}";
const TEACH_COHORT: &str = "SELECT trainer_id AS k FROM lesson WHERE cohort_id = {0} AND trainer_id IS NOT NULL";
const PLACE_OF_LESSON: &str = "SELECT c.municipality_code AS code FROM lesson l JOIN cohort c ON c.id = l.cohort_id WHERE l.id = {0}";
const MEMBERS: &str = "SELECT person_id AS k FROM sitting_member WHERE sitting_id = {0}";

/// Whose the things of lines are, the longest beginning first; one with `=` is the line itself. Why, where it is no matter of course.
#[rustfmt::skip]
const WHOSE: &[(&str, Whose, &str)] = &[
    ("/attend/{lesson}", Of("SELECT e.applicant_id AS k FROM enrolment e JOIN lesson l ON l.cohort_id = e.cohort_id WHERE l.id = {0}"), "only a trainee of the cohort confirms"),
    ("/committee/fairs/{fair}", Of("SELECT r.juror_id AS k FROM fair_review r JOIN fair_application a ON a.id = r.application_id WHERE a.fair_id = {0}"), "who was asked to score"),
    ("/committee/fairs/{fair}/{number}", Of("SELECT r.juror_id AS k FROM fair_review r JOIN fair_application a ON a.id = r.application_id WHERE a.fair_id = {0} AND a.blind = {1}"), "each has numbers of their own"),
    ("/committee/{sitting}", WithinOr("SELECT municipality_code AS code FROM sitting WHERE id = {0}", MEMBERS), "its members, the officers in whose reach it is, and auditors"),
    ("/committee/{sitting}/attend", Of(MEMBERS), "only members are there"),
    ("/committee/{sitting}/declare", Of(MEMBERS), "only members have ties to declare"),
    ("/committee/{sitting}/vote", Of(MEMBERS), "only members vote"),
    ("/committee/{sitting}/sign", Of(MEMBERS), "only members sign"),
    ("/courses/{slug}", Nobodys, "everyone may apply, and everyone knows the address"),
    ("/desk/cases/{case}", Within("SELECT municipality_code AS code FROM casefile WHERE id = {0}"), ""),
    ("/desk/fairs/{fair}", Within("SELECT municipality_code AS code FROM fair WHERE id = {0}"), ""),
    ("/desk/families/{family}", WithinOr(PLACE_OF_FAMILY, "SELECT helped_by AS k FROM family WHERE id = {0} AND helped_by IS NOT NULL"), "what is still being filled in at home is nobody's to read"),
    ("/desk/families/{family}/application", Of("SELECT helped_by AS k FROM family WHERE id = {0} AND helped_by IS NOT NULL"), "only who began it for the family fills it in"),
    ("/desk/families/{family}/correction", Within(PLACE_OF_FAMILY), ""),
    ("/desk/grants/{grant}", Nobodys, "an administrator has no scope"),
    ("/desk/import/", Nobodys, "an administrator has no scope"),
    ("/desk/mails/{task}", Nobodys, "an administrator has no scope"),
    ("/desk/people/{person}", Nobodys, "an administrator has no scope"),
    ("/desk/reference/", Nobodys, "an administrator has no scope"),
    ("/desk/samples/{product}", Within("SELECT municipality_code AS code FROM product WHERE id = {0}"), ""),
    ("=/desk/training/cohorts/{cohort}", Nobodys, "everyone who plans sees how many signed up, and of whom those who live in reach"),
    ("=/desk/training/cohorts/{cohort}/people.xlsx", Nobodys, "the same as the page: those who live in reach"),
    ("/desk/training/cohorts/{cohort}", Within(PLACE_OF_COHORT), ""),
    ("/desk/training/cohorts/{cohort}/materials", WithinOr(PLACE_OF_COHORT, TEACH_COHORT), ""),
    ("/desk/training/cohorts/{cohort}/progress", WithinOr(PLACE_OF_COHORT, TEACH_COHORT), ""),
    ("/desk/training/cohorts/{cohort}/room", WithinOr(PLACE_OF_COHORT, TEACH_COHORT), ""),
    ("/desk/training/cohorts/{cohort}/screen-many", Nobodys, "each of those ticked is looked at by itself, by officers of its place"),
    ("/desk/training/courses/{course}", Nobodys, "a course is of the whole Authority"),
    ("/desk/training/courses/{course}/cohorts/{cohort}", Within("SELECT municipality_code AS code FROM cohort WHERE id = {1}"), ""),
    ("/desk/training/enrolments/{enrolment}", Within("SELECT municipality_code AS code FROM enrolment WHERE id = {0}"), "families are looked at by officers of their place"),
    ("/desk/training/homework/{homework}", WithinOr("SELECT c.municipality_code AS code FROM homework h JOIN lesson l ON l.id = h.lesson_id JOIN cohort c ON c.id = l.cohort_id WHERE h.id = {0}", "SELECT o.trainer_id AS k FROM homework h JOIN lesson l ON l.id = h.lesson_id JOIN lesson o ON o.cohort_id = l.cohort_id WHERE h.id = {0} AND o.trainer_id IS NOT NULL"), ""),
    ("/desk/training/lessons/{lesson}", WithinOr(PLACE_OF_LESSON, "SELECT trainer_id AS k FROM lesson WHERE id = {0} AND trainer_id IS NOT NULL"), ""),
    ("/desk/training/propose/{family}", Within(PLACE_OF_FAMILY), ""),
    ("/desk/proposals/{proposal}", Nobodys, "any administrator may look at what another proposed"),
    ("/fairs/{slug}", Nobodys, "everyone may apply, and everyone knows the address"),
    ("/me/account/devices/{device}", Of("SELECT person_id AS k FROM session WHERE id = {0}"), ""),
    ("/me/cases/{case}", Of("SELECT applicant_id AS k FROM casefile WHERE id = {0} AND applicant_id IS NOT NULL"), ""),
    ("/me/fairs/{application}", Of("SELECT applicant_id AS k FROM fair_application WHERE id = {0}"), ""),
    ("/me/family/documents/{document}", Of("SELECT f.owner_id AS k FROM family_document d JOIN family f ON f.id = d.family_id WHERE d.id = {0}"), ""),
    ("/me/family/members/{member}", Of("SELECT f.owner_id AS k FROM family_member m JOIN family f ON f.id = m.family_id WHERE m.id = {0}"), ""),
    ("/me/family/{part}", Nobodys, "a part of one's own application has a name"),
    ("/me/products/{product}", Of("SELECT f.owner_id AS k FROM product p JOIN family f ON f.id = p.family_id WHERE p.id = {0}"), ""),
    ("/me/training/{enrolment}", Of("SELECT applicant_id AS k FROM enrolment WHERE id = {0}"), ""),
];

/// Answers beside 404 to who may not, to those whose phones begin so, and why they tell nothing of the thing.
#[rustfmt::skip]
const TOLD: &[(&str, StatusCode, &[&str], &str)] = &[
    ("/attend/{lesson}", StatusCode::CONFLICT, &["09"], "the code hangs in the room: who has it is told that the cohort is another"),
    ("/desk/fairs/{fair}/hall/{booth}/remove", StatusCode::SEE_OTHER, &["09"], "what is not in one's own hall is taken for gone already"),
    ("/desk/families/{family}/correction/members/{member}", StatusCode::UNPROCESSABLE_ENTITY, &["09"], "one's own family's page is drawn again: there is no such member"),
    ("/desk/samples/{product}/right", StatusCode::SEE_OTHER, &["09"], "what is not in one's own list is taken for looked at already"),
    ("/me/family/documents/{document}", StatusCode::CONFLICT, &["09"], "the asker's own application is closed, whatever key is asked for"),
    ("/me/family/members/{member}", StatusCode::CONFLICT, &["09"], "the asker's own application is closed, whatever key is asked for"),
    ("/me/products/{product}", StatusCode::CONFLICT, &["0920000017", "0920000018", "093"], "the asker has no licence that holds, whatever key is asked for"),
];

/// Fields whose names have keys in them, of a thing: `{0}` is its key.
#[rustfmt::skip]
const FIELDS: &[(&str, &str)] = &[
    ("/committee/{sitting}/declare", "SELECT 'file=' || MAX(id) || '&conflict_' || MAX(id) || '=words+that+say+why' AS k FROM sitting_file WHERE sitting_id = {0}"),
    ("/committee/{sitting}/vote", "SELECT 'vote_' || id || '=yes' AS k FROM sitting_file WHERE sitting_id = {0}"),
    ("/desk/training/enrolments/{enrolment}/again", "SELECT 'again_words_{0}=words+that+say+why&cohort=' || cohort_id AS k FROM enrolment WHERE id = {0}"),
    ("/desk/training/enrolments/{enrolment}/return", "SELECT 'return_words_{0}=words+that+say+why&cohort=' || cohort_id AS k FROM enrolment WHERE id = {0}"),
];

/// Names in a line that are keys of rows wherever they stand, so that one of another thing can be put behind one's own.
const ROWS: [&str; 8] = ["{application}", "{booth}", "{cohort}", "{document}", "{enrolment}", "{member}", "{product}", "{question}"];

/// What asking alone writes.
const WRITTEN: &[(&str, &[&str], &str)] = &[("session", &["seen_at", "expires_at"], "a session is known to be in use by being used")];

/// Fields of forms that no page of the town shows, of every kind at once.
const TYPED: &str = "act=yes&agenda=words&answer=yes&application=1&booth=1&cancel_words=words+that+say+why&capacity=3&case=1&cohort=1\
    &colleague=2&consent=yes&day=2026-12-24&enrolment=1&enough=yes&file=1&held_on=2026-12-24&id=1&n=3&name=name&note=words+that+say+why\
    &outcome=approved&part=members&photo=1&product=1&reason=other&ride=1&seen=yes&sitting_venue=place&spent=45&title=title&venue=place&what=brought\
    &words=words+that+say+why+it+is+so&x=1&y=1";

struct Reader {
    name: String,
    cookie: String,
    /// Nothing for a visitor.
    id: Option<i64>,
    role: Option<Role>,
}

impl Reader {
    /// Whether the table lets this reader in at all.
    fn let_in(&self, access: Access) -> bool {
        match access {
            Access::Public => true,
            Access::SigningIn | Access::SignedIn => self.id.is_some(),
            Access::Staff(roles) => self.role.is_some_and(|role| roles.contains(&role)),
        }
    }
}

/// The first column of a question, as text.
async fn texts(place: &Place, sql: &str) -> Vec<String> {
    let db = &place.state.db;
    let sql = format!("SELECT CAST(k AS TEXT) FROM ({sql}) AS found");
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql.clone())).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let found: BTreeSet<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_by_key(|key| (key.len(), key.clone()));
    found
}

/// A few of many, from the first to the last.
fn some<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    let many = all.len();
    if many <= most { all.to_vec() } else { (0..most).map(|n| all[n * (many - 1) / (most - 1)].clone()).collect() }
}

fn put(sql: &str, keys: &[String]) -> String {
    keys.iter().enumerate().fold(sql.to_owned(), |sql, (n, key)| sql.replace(&format!("{{{n}}}"), key))
}

fn is_key(part: &str) -> bool {
    part.starts_with('{')
}

fn path(line: &str, keys: &[String]) -> String {
    let mut keys = keys.iter();
    let parts = line.split('/').map(|part| if is_key(part) { keys.next().unwrap().as_str() } else { part });
    format!("/ar{}", parts.collect::<Vec<_>>().join("/"))
}

/// Keys of things that there are, for all names of a line.
async fn things(place: &Place, line: &str) -> Vec<Vec<String>> {
    let parts: Vec<&str> = line.split('/').collect();
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for at in (0..parts.len()).filter(|at| is_key(parts[*at])) {
        let beginning = parts[..=at].join("/");
        let (_, sql) = REAL.iter().find(|(of, _)| *of == beginning).unwrap_or_else(|| panic!("where are keys of {beginning}?"));
        let mut longer = Vec::new();
        for keys in all {
            let most = if keys.is_empty() { 8 } else { 2 };
            for key in some(&texts(place, &put(sql, &keys)).await, most) {
                longer.push(keys.iter().cloned().chain([key]).collect());
            }
        }
        all = longer;
    }
    some(&all, OF_A_LINE)
}

fn whose(line: &str) -> Whose {
    let fits = |of: &&(&str, Whose, &str)| match of.0.strip_prefix('=') {
        Some(exactly) => exactly == line,
        None => line.starts_with(of.0),
    };
    let found = WHOSE.iter().filter(fits).max_by_key(|of| of.0.len());
    found.unwrap_or_else(|| panic!("whose is what stands behind {line}?")).1
}

/// People to whom a thing is open, of those whom the table lets in; nothing if that is everybody.
async fn open_to(place: &Place, entry: &Entry, keys: &[String]) -> Option<BTreeSet<i64>> {
    let scoped = |place: &str| {
        // A trainer and a member of a committee have what is given to them, wherever they are.
        let given = |role: &&Role| !matches!(role, Role::Trainer | Role::CommitteeMember);
        let Access::Staff(roles) = entry.access else { panic!("{}: a scope without roles", entry.path) };
        let roles: Vec<String> = roles.iter().filter(given).map(|role| format!("'{}'", role.code())).collect();
        format!(
            "SELECT g.person_id AS k FROM role_grant g WHERE g.role IN ({}) AND EXISTS (SELECT 1 FROM ({}) AS p \
             LEFT JOIN municipality m ON m.code = p.code WHERE (g.branch_id IS NULL AND g.municipality_code IS NULL) \
             OR g.branch_id = m.branch_id OR g.municipality_code = p.code)",
            roles.join(", "),
            put(place, keys)
        )
    };
    let sql = match whose(entry.path) {
        Nobodys => return None,
        Of(people) => put(people, keys),
        Within(place) => scoped(place),
        WithinOr(place, people) => format!("{} UNION {}", scoped(place), put(people, keys)),
    };
    Some(texts(place, &sql).await.iter().map(|id| id.parse().unwrap()).collect())
}

/// What stands in each table.
async fn contents(place: &Place) -> BTreeMap<String, String> {
    let db = &place.state.db;
    let mut all = BTreeMap::new();
    for table in server::backup::count_rows(db.read()).await.unwrap().into_keys() {
        let left_out = WRITTEN.iter().find(|(of, ..)| *of == table).map_or(&[] as &[&str], |(_, columns, _)| *columns);
        let columns = texts(place, &format!("SELECT name AS k FROM pragma_table_info('{table}')")).await;
        let quoted = columns.iter().filter(|column| !left_out.contains(&column.as_str()));
        let line = quoted.map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join(" || ',' || ");
        let lines = format!("SELECT {line} AS line FROM \"{table}\" ORDER BY line");
        let sql = format!("SELECT COALESCE(group_concat(line, ' '), '') FROM ({lines}) AS found");
        all.insert(table, place.text(&sql).await);
    }
    all
}

/// Half of the town lies in the other branch, somebody was not called to a committee, and there is one of everything.
async fn rearranged(place: &Place) {
    for sql in [
        "UPDATE fair SET municipality_code = 'LYM101' WHERE id % 2 = 0",
        "UPDATE sitting SET municipality_code = 'LYM101' WHERE kind = 'fair' AND subject_id % 2 = 0",
        "UPDATE cohort SET municipality_code = 'LYM101' WHERE id = (SELECT MIN(cohort_id) FROM lesson)",
        "UPDATE lesson SET trainer_id = (SELECT id FROM person WHERE phone = '0910000012') \
         WHERE cohort_id = (SELECT MIN(cohort_id) FROM lesson)",
        "INSERT INTO role_proposal (person_id, role, basis, proposed_by, proposed_at) SELECT MAX(p.id), 'organiser', 'act', MIN(p.id), \
         (SELECT MAX(changed_at) FROM enrolment) FROM person p WHERE p.phone IN ('0910000010', '0910000012')",
        "UPDATE product SET sampled = TRUE WHERE state = 'published' AND id % 5 = 0",
        "INSERT INTO homework (lesson_id, enrolment_id, words, at) SELECT MAX(l.id), MAX(e.id), 'words', MAX(e.changed_at) \
         FROM lesson l JOIN enrolment e ON e.cohort_id = l.cohort_id WHERE e.state = 'attending'",
        "DELETE FROM sitting_vote WHERE person_id = (SELECT id FROM person WHERE phone = '0910000009') \
         AND file_id IN (SELECT id FROM sitting_file WHERE sitting_id = 2)",
        "DELETE FROM sitting_member WHERE sitting_id = 2 AND person_id = (SELECT id FROM person WHERE phone = '0910000009')",
        "DELETE FROM fair_score WHERE juror_id = (SELECT id FROM person WHERE phone = '0910000009') \
         AND application_id IN (SELECT id FROM fair_application WHERE fair_id = 1)",
        "DELETE FROM fair_review WHERE juror_id = (SELECT id FROM person WHERE phone = '0910000009') \
         AND application_id IN (SELECT id FROM fair_application WHERE fair_id = 1)",
    ] {
        place.run(sql).await;
    }
}

async fn readers(place: &Place, cookies: Vec<String>) -> Vec<Reader> {
    let mut all = vec![Reader { name: "a visitor".into(), cookie: String::new(), id: None, role: None }];
    let trainee = world::neighbour_phone(0);
    let signed = doubles::phones().into_iter().zip(cookies).chain([(trainee.clone(), place.sign_in(&trainee).await)]);
    for (phone, cookie) in signed {
        let role = world::STAFF.iter().find(|member| member.phone == phone).map(|member| member.role);
        let id = place.number(&format!("SELECT id FROM person WHERE phone = '{phone}'")).await;
        all.push(Reader { name: format!("{phone} {role:?}"), cookie, id: Some(id), role });
    }
    all
}

/// One thing of a line as it is asked for or acted on.
struct Target {
    path: String,
    /// To whom it is open; nothing if to everybody whom the table lets in.
    open_to: Option<BTreeSet<i64>>,
    typed: String,
}

/// Things of a line: some of those there are, those of which owners have forms, and things of others behind one's own.
async fn targets(place: &Place, entry: &Entry, samples: &[Sample]) -> Vec<Target> {
    let all = things(place, entry.path).await;
    let of_line: Vec<&Sample> = samples.iter().filter(|sample| entry.method == "POST" && sample.line == entry.path).collect();
    let typed = of_line.first().map_or(TYPED, |sample| sample.typed.as_str());
    let mut targets = Vec::new();
    for keys in &all {
        let open_to = open_to(place, entry, keys).await;
        let mut fields = Vec::new();
        for (_, sql) in FIELDS.iter().filter(|(line, _)| *line == entry.path) {
            fields.extend(texts(place, &put(sql, keys)).await);
        }
        fields.push(typed.to_owned());
        targets.push(Target { path: path(entry.path, keys), open_to, typed: fields.join("&") });
    }
    for sample in of_line {
        let bare = sample.path.split('?').next().unwrap().strip_prefix("/ar").unwrap();
        let keys: Vec<String> =
            entry.path.split('/').zip(bare.split('/')).filter(|(part, _)| is_key(part)).map(|(_, key)| key.to_owned()).collect();
        if !keys.iter().any(|key| key == "new") {
            let open_to = open_to(place, entry, &keys).await;
            targets.push(Target { path: sample.path.clone(), open_to, typed: sample.typed.clone() });
        }
    }
    let last = entry.path.split('/').rfind(|part| is_key(part)).unwrap();
    if ROWS.contains(&last) && !matches!(whose(entry.path), Nobodys) {
        for (own, other) in all.iter().zip(all.iter().rev()).filter(|(own, other)| own.len() > 1 && own[0] != other[0]) {
            let mixed: Vec<String> = own[..1].iter().chain(&other[1..]).cloned().collect();
            // Whoever has both may be told so; who has one only has no right to the other.
            let (of_own, of_other) = (open_to(place, entry, own).await, open_to(place, entry, other).await);
            let both = of_own.into_iter().flatten().filter(|id| of_other.as_ref().is_none_or(|ids| ids.contains(id))).collect();
            targets.push(Target { path: path(entry.path, &mixed), open_to: Some(both), typed: typed.to_owned() });
        }
    }
    targets
}

async fn sent(place: &Place, entry: &Entry, reader: &Reader, target: &Target, with_file: bool) -> Result<(), String> {
    const FILE: &str = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\
        Content-Type: image/jpeg\r\n\r\nno picture\r\n--edge--\r\n";
    let method = Method::from_bytes(entry.method.as_bytes()).unwrap();
    let kind = if with_file { "multipart/form-data; boundary=edge" } else { "application/x-www-form-urlencoded" };
    let headers = [("cookie", reader.cookie.as_str()), ("content-type", kind)];
    let typed = match entry.method {
        "GET" => "",
        _ if with_file => FILE,
        _ => &target.typed,
    };
    let answer = place.ask(method, &target.path, &headers, typed).await;
    let (status, to) = (answer.status(), location(&answer));
    let told = TOLD.iter().filter(|(line, other, ..)| entry.path.starts_with(line) && status == *other);
    let told = told.flat_map(|(.., who, _)| who.iter()).any(|phone| reader.name.starts_with(phone));
    let refused = match reader.id {
        None => to.contains("/sign-in") || entry.method == "POST" && status == StatusCode::UNPROCESSABLE_ENTITY,
        Some(_) => status == StatusCode::NOT_FOUND || reader.let_in(entry.access) && told,
    };
    if refused { Ok(()) } else { Err(format!("{} {} by {}: {status} {to}", entry.method, target.path, reader.name)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_others_open_nothing_and_change_nothing() {
    let place = Place::open().await;
    rearranged(&place).await;
    let cookies = doubles::cookies(&place.router).await;
    doubles::prepare(&place.router, &cookies).await;
    let samples = doubles::harvest(&place.router, &cookies).await;
    let readers = readers(&place, cookies).await;
    let with_file: Vec<&str> = uploads::entries().iter().map(|entry| entry.path).collect();
    let (mut wrong, mut idle) = (Vec::new(), Vec::new());
    let (mut asked, mut of_scope) = (0, 0);
    let mut before = contents(&place).await;
    let asks = |entry: &Entry| entry.access != Access::Public || ALSO.contains(&entry.path);
    for entry in web::table().into_iter().filter(|entry| asks(entry) && entry.path.contains('{')) {
        let with_file = entry.method == "POST" && with_file.contains(&entry.path);
        let (mut outside, mut known) = (BTreeSet::new(), 0);
        for target in targets(&place, &entry, &samples).await {
            let closed = |reader: &&Reader| match (&target.open_to, reader.id) {
                // Whom the table does not let in has no way to any key: one of each line is enough.
                _ if !reader.let_in(entry.access) => outside.insert(reader.name.clone()),
                (Some(open_to), Some(id)) => !open_to.contains(&id),
                _ => false,
            };
            let those: Vec<&Reader> = readers.iter().filter(closed).collect();
            known += those.iter().filter(|reader| reader.let_in(entry.access)).count();
            asked += those.len();
            let answers = join_all(those.into_iter().map(|reader| sent(&place, &entry, reader, &target, with_file))).await;
            wrong.extend(answers.into_iter().filter_map(Result::err));
        }
        of_scope += known;
        if known == 0 && !matches!(whose(entry.path), Nobodys) {
            idle.push(format!("{} {}", entry.method, entry.path));
        }
        let after = contents(&place).await;
        let changed: Vec<&String> = after.iter().filter(|(table, rows)| before.get(*table) != Some(rows)).map(|(table, _)| table).collect();
        if !changed.is_empty() {
            wrong.push(format!("{} {} changed {changed:?}", entry.method, entry.path));
        }
        before = after;
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(idle, Vec::<String>::new(), "nobody was there whose it is not, or there is no such thing in the town");
    assert!(asked > 2_000 && of_scope > 1_000, "{asked} were asked, {of_scope} by people whom the table lets in");
}

/// What is open is noticed: a family's own product, taken for that of others, is an answer and a change too many.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_is_noticed() {
    let place = Place::open().await;
    let cookie = place.sign_in("0920000001").await;
    let reader = Reader { name: "the owner".into(), cookie, id: Some(1), role: None };
    let product = "SELECT MIN(p.id) FROM product p JOIN family f ON f.id = p.family_id JOIN person o ON o.id = f.owner_id \
                   WHERE o.phone = '0920000001' AND p.state = 'published'";
    let product = place.number(product).await;
    let before = contents(&place).await;
    for (line, changes) in [("/me/products/{product}", false), ("/me/products/{product}/shelf/pause", true)] {
        let entry = web::table().into_iter().find(|entry| entry.path == line).unwrap();
        let target = Target { path: path(line, &[product.to_string()]), open_to: Some(BTreeSet::new()), typed: String::new() };
        assert!(sent(&place, &entry, &reader, &target, false).await.is_err(), "{line}");
        assert_eq!(contents(&place).await != before, changes, "{line}");
    }
}

/// Names of rules that no line bears any longer.
#[test]
fn each_rule_is_of_a_line() {
    let lines: Vec<&str> = web::table().iter().filter(|entry| entry.access != Access::Public).map(|entry| entry.path).collect();
    let borne = |of: &str| lines.iter().any(|line| line.starts_with(of.trim_start_matches('=')));
    let rules = REAL.iter().map(|(of, _)| *of).chain(WHOSE.iter().map(|(of, ..)| *of)).chain(TOLD.iter().map(|(of, ..)| *of));
    assert_eq!(rules.filter(|of| !borne(of)).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Papers of families and photos that are not published, by their addresses.
#[tokio::test(flavor = "multi_thread")]
async fn files_of_others_are_not_there() {
    let place = Place::open().await;
    let readers = readers(&place, doubles::cookies(&place.router).await).await;
    let desk = ground::route::get("/desk/families/{family}", Access::Staff(Role::DESK), || async { "" });
    let papers = "SELECT media_id AS k FROM family_document";
    let of_paper = "SELECT family_id AS k FROM family_document WHERE media_id = {0}";
    let photos = "SELECT address AS k FROM media WHERE kind = 'photo' AND public_since IS NULL \
                  AND address NOT IN (SELECT address FROM media WHERE public_since IS NOT NULL)";
    let of_photo = "SELECT p.family_id AS k FROM product p JOIN product_version v ON v.product_id = p.id \
                    JOIN product_photo h ON h.version_id = v.id JOIN media m ON m.id = h.media_id WHERE m.address = '{0}'";
    let (mut wrong, mut refused, mut shown) = (Vec::new(), 0, 0);
    for (all, families, paths) in [(papers, of_paper, ["/media/private/", ""]), (photos, of_photo, ["/media/", "-640.webp"])] {
        for key in some(&texts(&place, all).await, 6) {
            let mut open: BTreeSet<i64> = BTreeSet::new();
            for family in texts(&place, &put(families, std::slice::from_ref(&key))).await {
                open.extend(open_to(&place, &desk, std::slice::from_ref(&family)).await.unwrap());
                let owner = format!("SELECT owner_id AS k FROM family WHERE id = {family} AND owner_id IS NOT NULL");
                open.extend(texts(&place, &owner).await.iter().map(|id| id.parse::<i64>().unwrap()));
            }
            assert!(!open.is_empty(), "{key} is nobody's");
            for reader in &readers {
                let answer = place.get_as(&reader.cookie, &paths.join(key.as_str())).await;
                let (status, to) = (answer.status(), location(&answer));
                let right = match reader.id {
                    Some(id) if open.contains(&id) => status == StatusCode::OK,
                    Some(_) => status == StatusCode::NOT_FOUND,
                    None => status == StatusCode::NOT_FOUND || to.contains("/sign-in"),
                };
                (refused, shown) = if status == StatusCode::OK { (refused, shown + 1) } else { (refused + 1, shown) };
                if !right {
                    wrong.push(format!("{key} to {}: {status} {to}", reader.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 100 && shown > 10, "{refused} refused, {shown} shown");
}

/// Acts with a key in their form: who acts and may act at this address, what is sent with `{0}` for a key of somebody else's, where
/// such keys are, and what must stay of them.
#[rustfmt::skip]
const IN_FORMS: &[(&str, &str, &str, &str, &str)] = &[
    (BRANCH, "/desk/approve", "case={0}", "SELECT c.id AS k FROM casefile c JOIN municipality m ON m.code = c.municipality_code WHERE m.branch_id <> 1 AND c.kind = 'product' AND c.state = 'submitted'", "SELECT state AS k FROM casefile WHERE id = {0}"),
    (BRANCH, "/desk/training/cohorts/1/screen-many", "enrolment={0}", "SELECT id AS k FROM enrolment WHERE state = 'submitted' AND municipality_code NOT IN (SELECT code FROM municipality WHERE branch_id = 1)", "SELECT state AS k FROM enrolment WHERE id = {0}"),
    (BRANCH, "/desk/training/cohorts/3/certificates/revoke", "certificate={0}&revoke_{0}=words+that+say+why", "SELECT id AS k FROM certificate WHERE cohort_id = 2", "SELECT state AS k FROM certificate WHERE id = {0}"),
    (BRANCH, "/desk/fairs/3/applications/screen-many", "application={0}", "SELECT a.id AS k FROM fair_application a WHERE a.fair_id = 2 OR a.fair_id = 16", "SELECT state AS k FROM fair_application WHERE id = {0}"),
    (BRANCH, "/desk/fairs/3/hall/remove-part", "part={0}", "SELECT id AS k FROM hall_part WHERE fair_id = 16", "SELECT kind AS k FROM hall_part WHERE id = {0}"),
    (BRANCH, "/desk/fairs/3/hall/move", "booth={0}&x=20&y=10", "SELECT id AS k FROM booth WHERE fair_id = 16", "SELECT x || ' ' || y AS k FROM booth WHERE id = {0}"),
    (BRANCH, "/desk/fairs/3/journey/remove", "ride={0}", "SELECT id AS k FROM fair_ride WHERE fair_id = 16", "SELECT title AS k FROM fair_ride WHERE id = {0}"),
    (TRAINER, "/desk/training/lessons/6", "source=list&seen=0&mark_{0}=absent", "SELECT id AS k FROM enrolment WHERE cohort_id = 2", "SELECT COUNT(*) AS k FROM attendance WHERE enrolment_id = {0}"),
    (TRAINER, "/desk/training/cohorts/3/progress/assess", "points_{0}_1=9&points_{0}_4=9", "SELECT id AS k FROM enrolment WHERE cohort_id = 2", "SELECT COALESCE(SUM(points), 0) AS k FROM assessment WHERE enrolment_id = {0}"),
];

const BRANCH: &str = "0910000003";
const TRAINER: &str = "0910000013";

/// A key in a form is no way either.
#[tokio::test(flavor = "multi_thread")]
async fn in_forms_open_nothing() {
    let place = Place::open().await;
    rearranged(&place).await;
    let cookies = BTreeMap::from([(BRANCH, place.sign_in(BRANCH).await), (TRAINER, place.sign_in(TRAINER).await)]);
    let mut wrong = Vec::new();
    for (who, path, form, keys, stays) in IN_FORMS {
        let mut works = false;
        for page in [*path, path.rsplit_once('/').unwrap().0] {
            works |= place.get_as(&cookies[who], &format!("/ar{page}")).await.status() == StatusCode::OK;
        }
        assert!(works, "{who} works at {path}");
        let keys = some(&texts(&place, keys).await, OF_A_LINE);
        assert!(!keys.is_empty(), "{path}: nothing of others");
        for key in keys {
            let key = [key];
            let before = texts(&place, &put(stays, &key)).await;
            let status = place.post_as(&cookies[who], &format!("/ar{path}"), &put(form, &key)).await.status();
            let after = texts(&place, &put(stays, &key)).await;
            if before != after || status.is_server_error() {
                wrong.push(format!("{path} {}: {status}, {before:?} became {after:?}", put(form, &key)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
