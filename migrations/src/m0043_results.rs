//! Objections to results of fairs become cases, as those to results of courses are. Mails with links have a lane of their own.

use chrono::{DateTime, Datelike, Days, Utc};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

use crate::constraints::{self, Constraint};
use crate::ddl;

const KINDS: &[&str] =
    &["family", "product", "renewal", "correction", "membership", "suspension", "report", "objection", "fair_result", "course_result"];

const ACTS: &[&str] = &[
    "open",
    "help",
    "hand",
    "take",
    "assign",
    "note",
    "flag",
    "document",
    "return",
    "resubmit",
    "recommend",
    "send_back",
    "decide",
    "object",
    "close",
    "withdraw",
];

const REASONS: &[&str] =
    &["meets", "followed", "outside_scope", "not_true", "duplicate", "not_homemade", "no_permit", "prohibited", "misleading", "other"];

/// What was objected to is not heard a second time.
const ONCE: &str = "CREATE UNIQUE INDEX casefile_one_result ON casefile (kind, subject_id) WHERE kind IN ('fair_result', 'course_result')";

#[derive(FromQueryResult)]
struct Objection {
    application_id: i64,
    words: String,
    state: String,
    at: DateTime<Utc>,
    heard_by: Option<i64>,
    reason: String,
    heard_at: Option<DateTime<Utc>>,
    applicant_id: i64,
    title: String,
    municipality_code: String,
}

const OBJECTIONS: &str = "SELECT o.application_id, o.words, o.state, o.at, o.heard_by, o.reason, o.heard_at, a.applicant_id, \
     f.name_ar AS title, f.municipality_code FROM fair_objection o JOIN fair_application a ON a.id = o.application_id \
     JOIN fair f ON f.id = a.fair_id ORDER BY o.at, o.application_id";

ddl::migration! {
    /// Kinds and acts that the program knows since, and the rows of `fair_objection`, which goes.
    |manager| {
        let connection = manager.get_connection();
        let codes = [
            Constraint::codes("casefile", "kind", KINDS),
            Constraint::codes("casefile", "reason_code", REASONS),
            Constraint::codes("case_event", "act", ACTS),
            Constraint::codes("outbox", "lane", &["mail", "urgent", "work"]),
            // Conditions that nobody could read would hold nobody off.
            Constraint::codes("cohort_term", "kind", &["region", "municipality", "craft", "licence_through", "first_time"]),
            Constraint::codes("cohort_quota", "kind", &["region", "municipality", "craft"]),
            Constraint::codes("fair_term", "kind", &["craft", "region"]),
            Constraint::codes("mail_token", "purpose", &["confirm", "reset"]),
        ];
        constraints::add(manager, &codes).await?;
        connection.execute_unprepared(ONCE).await?;
        let backend = connection.get_database_backend();
        for row in Objection::find_by_statement(Statement::from_string(backend, OBJECTIONS)).all(connection).await? {
            carry_over(connection, row).await?;
        }
        connection.execute_unprepared("DROP TABLE fair_objection").await.map(drop)
    }
}

async fn one(connection: &SchemaManagerConnection<'_>, sql: &str, values: Vec<Value>) -> Result<i64, DbErr> {
    let row = connection.query_one_raw(Statement::from_sql_and_values(connection.get_database_backend(), sql, values)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}

async fn next(connection: &SchemaManagerConnection<'_>, series: String) -> Result<i64, DbErr> {
    let sql = "INSERT INTO numbering (series, last) VALUES ($1, 1) \
               ON CONFLICT (series) DO UPDATE SET last = numbering.last + 1 RETURNING last";
    one(connection, sql, vec![series.into()]).await
}

/// One objection as a case with its history: numbers of the year in which it was made and heard.
async fn carry_over(connection: &SchemaManagerConnection<'_>, row: Objection) -> Result<(), DbErr> {
    let Objection { application_id, words, state, at, heard_by, reason, heard_at, applicant_id, title, municipality_code } = row;
    let (year, number) = (at.year(), next(connection, format!("case-O-{}", at.year())).await?);
    let heard = state != "open";
    let decision = match heard_at.filter(|_| heard) {
        Some(at) => Some(format!("{}/{:05}", at.year(), next(connection, format!("decision-{}", at.year())).await?)),
        None => None,
    };
    let upheld = state == "upheld";
    let due = at.date_naive().checked_add_days(Days::new(7)).filter(|_| !heard);
    let sql = "INSERT INTO casefile (reference, kind, subject_id, title, state, municipality_code, applicant_id, filed_by, opened_at, \
               days_used, clock_since, due_on, decided_by, decided_at, outcome, reason_code, reason_text, decision_number) \
               VALUES ($1, 'fair_result', $2, $3, $4, $5, $6, $6, $7, 0, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id";
    let values: Vec<Value> = vec![
        format!("O-{year}-{number:05}").into(),
        application_id.into(),
        title.into(),
        (if heard { "decided" } else { "submitted" }).into(),
        municipality_code.into(),
        applicant_id.into(),
        at.into(),
        Some(at).filter(|_| !heard).into(),
        due.into(),
        heard_by.into(),
        heard_at.into(),
        heard.then_some(if upheld { "approved" } else { "refused" }).into(),
        heard.then_some(if upheld { "meets" } else { "other" }).into(),
        heard.then_some(reason.as_str()).into(),
        decision.into(),
    ];
    let case = one(connection, sql, values).await?;
    let event = async |at: DateTime<Utc>, who: Option<i64>, act: &str, words: &str, fields: &str| {
        let sql = "INSERT INTO case_event (case_id, at, person_id, act, words, fields) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
        one(connection, sql, vec![case.into(), at.into(), who.into(), act.into(), words.into(), fields.into()]).await
    };
    event(at, Some(applicant_id), "open", &words, "").await?;
    if let Some(at) = heard_at.filter(|_| heard) {
        event(at, heard_by, "decide", &reason, if upheld { "approved" } else { "refused" }).await?;
    }
    let hands = "INSERT INTO case_event (case_id, at, person_id, act, words, fields) \
                 SELECT $1, $2, who, 'hand', '', '' FROM ( \
                 SELECT screened_by AS who FROM fair_application WHERE id = $3 AND screened_by IS NOT NULL \
                 UNION SELECT juror_id FROM fair_review WHERE application_id = $3 AND state = 'given' \
                 UNION SELECT m.person_id FROM sitting_member m JOIN sitting s ON s.id = m.sitting_id JOIN fair_application a ON a.fair_id = s.subject_id \
                 WHERE s.kind = 'fair' AND s.state = 'signed' AND a.id = $3) hands";
    let values = [case.into(), at.into(), application_id.into()];
    connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), hands, values)).await?;
    Ok(())
}
