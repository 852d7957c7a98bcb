//! Questions of an organiser's own to who signs up, and their answers.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{answer, enrolment, question};
use crate::rules::QuestionKind;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CohortId, EnrolmentId, MediaId, QuestionId};

/// A question as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// Its place.
    pub position: i64,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked.
    pub words: String,
    /// The answers of a choice, one a line.
    pub choices: String,
    /// Whether it has to be answered.
    pub needed: bool,
}

/// A question of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its key.
    pub id: QuestionId,
    /// Its place.
    pub position: i64,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked.
    pub words: String,
    /// The answers of a choice, one a line.
    pub choices: String,
    /// Whether it has to be answered.
    pub needed: bool,
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The words, the choice, or the name of the file.
    pub words: String,
    /// The file, where one was asked for.
    pub file: Option<MediaId>,
}

impl From<Question> for NewQuestion {
    fn from(row: Question) -> Self {
        Self { position: row.position, kind: row.kind, words: row.words, choices: row.choices, needed: row.needed }
    }
}

/// Answers by person and question.
pub type Answers = HashMap<(EnrolmentId, QuestionId), Answer>;

/// Questions of a cohort in their order.
pub async fn of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<Question>, AppError> {
    let query = question::Entity::find().filter(question::Column::CohortId.eq(id)).order_by_asc(question::Column::Position);
    let question = |row: question::Model| Question {
        id: row.id,
        position: row.position,
        kind: row.kind,
        words: row.words,
        choices: row.choices,
        needed: row.needed,
    };
    Ok(query.all(db).await?.into_iter().map(question).collect())
}

/// Which of some cohorts ask for a file.
pub async fn asking_for_files<C: ConnectionTrait>(db: &C, ids: Vec<CohortId>) -> Result<HashSet<CohortId>, AppError> {
    let query =
        question::Entity::find().filter(question::Column::CohortId.is_in(ids)).filter(question::Column::Kind.eq(QuestionKind::File));
    Ok(query.select_only().column(question::Column::CohortId).into_tuple().all(db).await?.into_iter().collect())
}

/// Answers of several people.
pub async fn answers<C: ConnectionTrait>(db: &C, ids: Vec<EnrolmentId>) -> Result<Answers, AppError> {
    let rows = answer::Entity::find().filter(answer::Column::EnrolmentId.is_in(ids)).all(db).await?;
    let answer = |row: answer::Model| ((row.enrolment_id, row.question_id), Answer { words: row.answer, file: row.media_id });
    Ok(rows.into_iter().map(answer).collect())
}

/// Writes the questions of a cohort that is still planned.
pub(crate) async fn save(tx: &Tx, id: CohortId, questions: Vec<NewQuestion>) -> Result<(), AppError> {
    question::Entity::delete_many().filter(question::Column::CohortId.eq(id)).exec(&**tx).await?;
    for new in questions {
        let row = question::ActiveModel {
            cohort_id: Set(id),
            position: Set(new.position),
            kind: Set(new.kind),
            words: Set(new.words),
            choices: Set(new.choices),
            needed: Set(new.needed),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// The field of a question in a form.
pub fn field(id: QuestionId) -> String {
    format!("q_{id}")
}

/// What somebody answered, checked against the questions: texts as they are, choices by their number.
pub fn read(questions: &[Question], typed: &HashMap<QuestionId, String>) -> Result<Vec<(QuestionId, String)>, FieldErrors> {
    let (mut errors, mut answers) = (FieldErrors::default(), Vec::new());
    for question in questions.iter().filter(|question| question.kind != QuestionKind::File) {
        let typed = typed.get(&question.id).map(String::as_str).unwrap_or_default();
        if typed.is_empty() {
            if question.needed {
                errors.add(&field(question.id), Problem::Required);
            }
            continue;
        }
        if question.kind == QuestionKind::Text {
            answers.push((question.id, typed.to_owned()));
            continue;
        }
        let chosen = typed.parse::<usize>().ok().and_then(|n| question.choices.lines().nth(n.checked_sub(1)?));
        match chosen {
            Some(chosen) => answers.push((question.id, chosen.to_owned())),
            None => errors.add(&field(question.id), Problem::NotAChoice),
        }
    }
    if errors.0.is_empty() { Ok(answers) } else { Err(errors) }
}

/// Writes somebody's answers; files that were sent stay.
pub(crate) async fn write(tx: &Tx, id: EnrolmentId, answers: Vec<(QuestionId, String)>) -> Result<(), AppError> {
    let texts = answer::Entity::delete_many().filter(answer::Column::EnrolmentId.eq(id)).filter(answer::Column::MediaId.is_null());
    texts.exec(&**tx).await?;
    for (question, words) in answers {
        let row = answer::ActiveModel { enrolment_id: Set(id), question_id: Set(question), answer: Set(words), media_id: Set(None) };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Whether a file that is needed was not sent.
pub(crate) async fn lacks_file(tx: &Tx, row: &enrolment::Model) -> Result<bool, AppError> {
    let known = answers(&**tx, vec![row.id]).await?;
    let mut needed = of_cohort(&**tx, row.cohort_id).await?.into_iter().filter(|asked| asked.kind == QuestionKind::File && asked.needed);
    Ok(needed.any(|asked| !known.contains_key(&(row.id, asked.id))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_against_their_questions() {
        let question = |id: i64, kind, needed| Question {
            id: QuestionId(id),
            position: id,
            kind,
            words: "سؤال".to_owned(),
            choices: "نعم\nلا".to_owned(),
            needed,
        };
        let asked =
            [question(1, QuestionKind::Text, true), question(2, QuestionKind::Choice, false), question(3, QuestionKind::File, true)];
        let typed = |pairs: &[(i64, &str)]| pairs.iter().map(|(id, text)| (QuestionId(*id), (*text).to_owned())).collect::<HashMap<_, _>>();
        assert_eq!(read(&asked, &typed(&[])), Err(FieldErrors::one("q_1", Problem::Required)));
        assert_eq!(read(&asked, &typed(&[(1, "جواب")])), Ok(vec![(QuestionId(1), "جواب".to_owned())]));
        let both = read(&asked, &typed(&[(1, "جواب"), (2, "2"), (9, "غريب")]));
        assert_eq!(both, Ok(vec![(QuestionId(1), "جواب".to_owned()), (QuestionId(2), "لا".to_owned())]));
        for wrong in ["0", "3", "نعم", "-1"] {
            assert_eq!(read(&asked, &typed(&[(1, "جواب"), (2, wrong)])), Err(FieldErrors::one("q_2", Problem::NotAChoice)), "{wrong}");
        }
    }
}
