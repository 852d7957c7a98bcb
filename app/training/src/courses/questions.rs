//! Questions of an organiser's own to who signs up, and their answers.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{answer, enrolment, question};
use crate::rules::QuestionKind;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CohortId, EnrolmentId, QuestionId};

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

impl From<&question::Model> for NewQuestion {
    fn from(row: &question::Model) -> Self {
        let (words, choices) = (row.words.clone(), row.choices.clone());
        Self { position: row.position, kind: row.kind, words, choices, needed: row.needed }
    }
}

/// Questions of a cohort in their order.
pub async fn of_cohort<C: ConnectionTrait>(db: &C, id: CohortId) -> Result<Vec<question::Model>, AppError> {
    let query = question::Entity::find().filter(question::Column::CohortId.eq(id)).order_by_asc(question::Column::Position);
    Ok(query.all(db).await?)
}

/// Answers of several people, by person and question.
pub async fn answers<C: ConnectionTrait>(
    db: &C,
    ids: Vec<EnrolmentId>,
) -> Result<HashMap<(EnrolmentId, QuestionId), answer::Model>, AppError> {
    let rows = answer::Entity::find().filter(answer::Column::EnrolmentId.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| ((row.enrolment_id, row.question_id), row)).collect())
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
pub fn read(questions: &[question::Model], typed: &HashMap<QuestionId, String>) -> Result<Vec<(QuestionId, String)>, FieldErrors> {
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
        let question = |id: i64, kind, needed| question::Model {
            id: QuestionId(id),
            cohort_id: CohortId(1),
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
