//! Outcomes of acts and reads. Texts are chosen where a page is drawn, in the reader's language.

mod problem;
mod reason;

pub use problem::{Foreign, Problem, Words};
pub use reason::Reason;

use std::fmt;

/// Why an act or a page did not come about.
#[derive(Debug)]
pub enum AppError {
    /// The page needs a person; the reader is sent to sign in and comes back.
    SignInFirst,
    /// Staff pages need the second factor.
    SecondFactorFirst,
    /// Unknown, of others, or not (yet) public: one answer for all, so that nothing is learnt.
    NotFound,
    /// What was typed needs another look; nothing was changed.
    Invalid(FieldErrors),
    /// The rule says no; nothing was changed.
    Refused(Reason),
    /// Someone else was writing: rolled back, and worth trying again at once.
    Busy,
    /// This very form was sent before and is done; its sender gets the first one's answer.
    Twice,
    /// The database or the store does not answer now; nothing was changed. Logged with this code.
    Unavailable(Incident),
    /// Ours to mend. Logged once with this code; the page shows it.
    Unexpected(Incident),
}

/// An error leaves a handler as an empty answer that carries it; the outermost layer, which knows the
/// reader's language, draws the page.
impl axum::response::IntoResponse for AppError {
    fn into_response(self) -> axum::response::Response {
        let mut response = axum::response::Response::default();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

/// A code that stands on the error page and in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident(
    /// Eight characters, unguessable enough not to collide within a day's log.
    pub String,
);

impl Incident {
    /// Logs what happened, once, and gives the code to show.
    pub fn log(what: &dyn fmt::Display) -> Self {
        let code = format!("{:08X}", rand::random::<u32>());
        tracing::error!(incident = code, "{what}");
        Self(code)
    }
}

impl From<sea_orm::DbErr> for AppError {
    fn from(error: sea_orm::DbErr) -> Self {
        // Names the key and no value; an act that meets it each time has forgotten to look.
        if let Some(key) = unique_violation(&error) {
            tracing::warn!(key, "a key is there already");
        }
        match trouble(&error) {
            Trouble::Contention => AppError::Busy,
            Trouble::Away => AppError::Unavailable(Incident::log(&error)),
            Trouble::Other => AppError::Unexpected(Incident::log(&error)),
        }
    }
}

/// What a failed statement tells.
#[derive(Debug, PartialEq, Eq)]
enum Trouble {
    /// Two transactions stood in each other's way, or one found what the other had just made; one was rolled back.
    Contention,
    /// The database is away, starting, full or has no connection left.
    Away,
    /// Anything else.
    Other,
}

fn trouble(error: &sea_orm::DbErr) -> Trouble {
    use sea_orm::sqlx::Error as Sqlx;
    let source = match error {
        sea_orm::DbErr::ConnectionAcquire(_) => return Trouble::Away,
        sea_orm::DbErr::Conn(sea_orm::RuntimeErr::Internal(_)) => return Trouble::Away,
        sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(source))
        | sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(source))
        | sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(source)) => source,
        _ => return Trouble::Other,
    };
    match source.as_ref() {
        Sqlx::Database(source) => of_code(&source.code().unwrap_or_default()),
        // A connection that ended in the middle of an answer reads as a breach of protocol.
        Sqlx::Io(_) | Sqlx::Protocol(_) | Sqlx::PoolTimedOut | Sqlx::PoolClosed | Sqlx::WorkerCrashed => Trouble::Away,
        _ => Trouble::Other,
    }
}

/// SQLite: 5 busy, 261 and 517 busy in recovery or by a newer snapshot; 1555 and 2067 a key that is there already; 10 I/O, 13 full,
/// 14 cannot open and their kinds. PostgreSQL: 40001 serialisation, 40P01 deadlock; 23505 a key that is there already: tried again,
/// the act sees the row of the other; 53… resources, 57P… shut down or starting, 08… connection, 58030 I/O,
/// 55000 a database that takes no connections now.
fn of_code(code: &str) -> Trouble {
    if matches!(code, "5" | "261" | "517" | "1555" | "2067" | "40001" | "40P01" | "23505") {
        return Trouble::Contention;
    }
    let sqlite = code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xFF, 10 | 13 | 14));
    let postgres = code.len() == 5 && (["53", "57", "08"].iter().any(|class| code.starts_with(class)) || matches!(code, "58030" | "55000"));
    if sqlite || postgres { Trouble::Away } else { Trouble::Other }
}

/// What is wrong, field by field, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(
    /// Field name and problem.
    pub Vec<(String, Problem)>,
);

impl FieldErrors {
    /// One problem at one field.
    pub fn one(field: &str, problem: Problem) -> Self {
        Self(vec![(field.to_owned(), problem)])
    }

    /// The first problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, problem)| problem)
    }

    /// Notes a problem; only the first of each field is shown.
    pub fn add(&mut self, field: &str, problem: Problem) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), problem));
        }
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        AppError::Invalid(errors)
    }
}

impl From<Reason> for AppError {
    fn from(reason: Reason) -> Self {
        AppError::Refused(reason)
    }
}

/// A refusal as something to be said above the form, so that nothing typed is lost; other errors as they are.
pub fn kept(error: AppError) -> AppError {
    match error {
        AppError::Refused(reason) => FieldErrors::one("", Problem::NotDone(reason)).into(),
        other => other,
    }
}

/// The name of the constraint or the columns that a unique violation hit, or `None` when the
/// error is another one. PostgreSQL names the index, SQLite `table.column`.
pub fn unique_violation(error: &sea_orm::DbErr) -> Option<String> {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(what)) => Some(what),
        _ => None,
    }
}

/// Whether a statement failed by a rule of the schema that has a name: on PostgreSQL a constraint, on SQLite what a trigger says.
pub fn breaks(error: &sea_orm::DbErr, rule: &str) -> bool {
    use sea_orm::{DbErr, RuntimeErr};
    let (DbErr::Exec(RuntimeErr::SqlxError(source)) | DbErr::Query(RuntimeErr::SqlxError(source))) = error else { return false };
    source.as_database_error().is_some_and(|source| source.constraint() == Some(rule) || source.message() == rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        for (code, expected) in [
            ("5", Trouble::Contention),
            ("517", Trouble::Contention),
            ("40P01", Trouble::Contention),
            ("40001", Trouble::Contention),
            ("13", Trouble::Away),
            ("778", Trouble::Away),
            ("57P01", Trouble::Away),
            ("57P03", Trouble::Away),
            ("53300", Trouble::Away),
            ("08006", Trouble::Away),
            ("55000", Trouble::Away),
            ("1", Trouble::Other),
            ("2067", Trouble::Contention),
            ("1555", Trouble::Contention),
            ("23505", Trouble::Contention),
            ("787", Trouble::Other),
            ("23503", Trouble::Other),
            ("42P01", Trouble::Other),
            ("", Trouble::Other),
        ] {
            assert_eq!(of_code(code), expected, "{code}");
        }
    }
}
