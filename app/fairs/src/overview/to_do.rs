//! What a family has to do about fairs.

use crate::applications;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::types::{Application, Fair};
use crate::words::name;
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::error::AppError;
use ground::t;
use ground::ui::ToDo;

/// Booths that wait for an answer, and applications that were begun and not sent.
pub async fn to_do(ctx: &Ctx) -> Result<Vec<ToDo>, AppError> {
    let (l, today) = (ctx.l, day_in_tripoli(ctx.now));
    let what = |(application, fair): (Application, Fair)| {
        let title = name(l, &fair);
        let path = format!("/me/fairs/{}", application.id);
        match application.state {
            ApplicationState::Accepted if fair.state != FairState::Cancelled => {
                let until = application.answer_by.filter(|last| *last >= today)?;
                let words = t!(l, fairs.todo_answer, fair = title, day = date(l, until));
                Some(ToDo { words, until: Some(until), path, verb: t!(l, fairs.confirm) })
            }
            ApplicationState::Draft if fair.call_open(today) => {
                let until = fair.call.map(|(_, last)| last)?;
                let words = t!(l, fairs.todo_draft, fair = title, day = date(l, until));
                Some(ToDo { words, until: Some(until), path, verb: t!(l, fairs.check) })
            }
            _ => None,
        }
    };
    Ok(applications::reads::mine(ctx).await?.into_iter().filter_map(what).collect())
}
