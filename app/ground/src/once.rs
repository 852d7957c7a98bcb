//! The same form sent twice, by a double click or over a bad network, has one effect and one answer. What a form does and the row
//! by which it is known again are written in one transaction, so neither stands without the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::ids::PersonId;
use crate::retention::Spent;
use crate::seal;

/// A form that comes again within this time is the same click, unless its sender has sent another one since.
pub const SAME_CLICK: Duration = Duration::seconds(30);

/// Forms that were sent go once none of them can be the same click any more.
pub const SPENT: &[Spent] = &[Spent { rows: "form_sent WHERE at < $1", days: 1 }];

/// Whether a row `f` is the same click: young enough, not of a clock that was set back since, and the last that its sender sent.
const STANDS: &str = "f.at > $3 AND f.at < $4 AND NOT EXISTS \
    (SELECT 1 FROM form_sent o WHERE o.person_id = f.person_id AND o.digest <> f.digest AND o.at > f.at)";

/// A form as somebody who is signed in sent it.
#[derive(Debug)]
pub struct SentForm {
    person: PersonId,
    digest: String,
    took_effect: AtomicBool,
}

/// What came of a form that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// It was answered with the way to this page.
    Answered(String),
    /// What it does is done, its answer is still on its way.
    Done,
}

impl SentForm {
    /// A form by its sender, its address and what was typed: all of it under the token of the sender's session, of which the database has
    /// a hash only. So nobody finds out from the row what was typed, passwords and words without a name among it.
    pub fn new(person: PersonId, token: &str, address: &str, typed: &[u8]) -> Self {
        let digest = seal::keyed(token.as_bytes(), &[&address.len().to_le_bytes(), address.as_bytes(), typed]);
        Self { person, digest, took_effect: AtomicBool::new(false) }
    }

    /// Whether a transaction of this very sending was committed.
    pub fn took_effect(&self) -> bool {
        self.took_effect.load(Ordering::Acquire)
    }

    pub(crate) fn takes_effect(&self) {
        self.took_effect.store(true, Ordering::Release);
    }

    /// Writes down that it was sent; on PostgreSQL this waits for the same form sent at the same time.
    ///
    /// # Errors
    /// [`AppError::Twice`] when it was sent before.
    pub(crate) async fn write(&self, tx: &Tx, now: DateTime<Utc>) -> Result<(), AppError> {
        let sql = format!(
            "INSERT INTO form_sent AS f (person_id, digest, at) VALUES ($1, $2, $5) \
             ON CONFLICT (person_id, digest) DO UPDATE SET at = $5, answer = NULL WHERE NOT ({STANDS})"
        );
        let values =
            vec![self.person.into(), self.digest.as_str().into(), (now - SAME_CLICK).into(), (now + SAME_CLICK).into(), now.into()];
        if tx.run(&sql, values).await? == 0 { Err(AppError::Twice) } else { Ok(()) }
    }

    /// What came of it when it was sent before.
    pub async fn before(&self, db: &Db, now: DateTime<Utc>) -> Result<Option<Before>, AppError> {
        let sql = format!("SELECT f.answer FROM form_sent f WHERE f.person_id = $1 AND f.digest = $2 AND {STANDS}");
        let values = [self.person.into(), self.digest.as_str().into(), (now - SAME_CLICK).into(), (now + SAME_CLICK).into()];
        let row = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, values)).await?;
        let answer: Option<Option<String>> = row.map(|row| row.try_get("", "answer")).transpose()?;
        Ok(answer.map(|answer| answer.map_or(Before::Done, Before::Answered)))
    }

    /// It was not done, or its answer is no page to be led to: sent again, it is a new one.
    pub async fn forget(&self, db: &Db) -> Result<(), AppError> {
        let tx = db.begin().await?;
        let values = vec![self.person.into(), self.digest.as_str().into()];
        tx.run("DELETE FROM form_sent WHERE person_id = $1 AND digest = $2", values).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Keeps where the answers of forms led, for those who sent them at the same time.
pub async fn answered(db: &Db, answers: &[(Arc<SentForm>, String)]) -> Result<(), AppError> {
    let tx = db.begin().await?;
    for (form, to) in answers {
        let values = vec![form.person.into(), form.digest.as_str().into(), to.as_str().into()];
        tx.run("UPDATE form_sent SET answer = $3 WHERE person_id = $1 AND digest = $2", values).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Somebody has sent what is not known again, such as files: a form from before it is another one from now on.
pub async fn another(db: &Db, person: PersonId, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let sql =
        "INSERT INTO form_sent (person_id, digest, at) VALUES ($1, 'files', $2) ON CONFLICT (person_id, digest) DO UPDATE SET at = $2";
    tx.run(sql, vec![person.into(), now.into()]).await?;
    tx.commit().await?;
    Ok(())
}
