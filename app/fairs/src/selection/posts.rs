//! What forms of `selection` do, and the same pages again with what is wrong.

use axum::extract::Path;

use crate::selection::pages::selection::CRITERIA;
use crate::selection::rules::Rules;
use crate::selection::{committee, jury, pages, proposal, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::FairId;
use ground::route::{Act, Answer, see_other};
use ground::ui::{Done, done};
use market::catalogue;
use people::crafts;

type Key = Path<(String, i64)>;

type Number = Path<(String, i64, i64)>;

pub(crate) async fn before_again(ctx: &Ctx, id: FairId, number: i64, filled: &Filled) -> Answer {
    let db = ctx.db.read();
    let seen = jury::before(ctx, db, id, number).await?;
    let exhibits = catalogue::exhibits(db, jury::shown(db, &seen).await?).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    Ok(pages::jury::before(ctx, &seen, number, &exhibits, &crafts, filled).answering(filled).respond(ctx))
}

pub(crate) async fn score(ctx: Ctx, Path((_, id, number)): Number, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let scored = async {
        let mut check = Check::new(&form);
        match act {
            "tie" => {
                let words = check.needed_lines("tie", 3, 600);
                check.done()?;
                jury::declare(&ctx, id, number, &words).await
            }
            "give" => {
                let criteria = reads::criteria(ctx.db.read(), id).await?;
                let points: Vec<i64> = criteria.iter().map(|row| check.needed_number(&format!("points_{}", row.position), 0, 10)).collect();
                let words = check.lines("words", 600);
                check.done()?;
                jury::give(&ctx, id, number, &points, &words).await
            }
            _ => Err(AppError::NotFound),
        }
    };
    match scored.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/committee/fairs/{id}"), Done::Saved)),
        Err(AppError::Invalid(errors)) => before_again(&ctx, id, number, &Filled::wrong(form, errors).of(act)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn selection_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let page = reads::selection(ctx, id).await?;
    Ok(pages::selection::selection(ctx, &page, filled).answering(filled).respond(ctx))
}

fn read_rules(form: &Form) -> Result<Rules, AppError> {
    let mut check = Check::new(form);
    let mut criteria = Vec::new();
    for n in 1..=CRITERIA {
        let (title, weight) = (format!("criterion_{n}"), format!("weight_{n}"));
        if form.get(&title).trim().is_empty() && form.get(&weight).trim().is_empty() {
            continue;
        }
        criteria.push((check.needed_line(&title, 2, 60), check.needed_number(&weight, 1, 100)));
    }
    if criteria.is_empty() {
        check.wrong("criterion_1", Problem::Required);
    }
    let rules = Rules {
        criteria,
        least_scores: check.needed_number("least_scores", 1, 9),
        rotation: check.needed_number("rotation", 0, 50),
        balance: check.needed_number("balance", 0, 50),
    };
    check.done()?;
    Ok(rules)
}

pub(crate) async fn change(ctx: Ctx, Path((_, id)): Key, act: Act, form: Form) -> Answer {
    let id = FairId(id);
    let changed = async {
        match act {
            "begin" => jury::begin_review(&ctx, id, read_rules(&form)?).await.map(|()| None),
            "ask" => jury::ask_others(&ctx, id).await.map(|_| None),
            "propose" => proposal::propose(&ctx, id).await.map(|()| None),
            "call" => {
                let mut check = Check::new(&form);
                let held_on = check.needed_date("held_on");
                let venue = check.needed_line("sitting_venue", 3, 120);
                let agenda = check.lines("agenda", 1_000);
                check.done()?;
                committee::call(&ctx, id, held_on, venue, agenda).await.map(Some)
            }
            _ => Err(AppError::NotFound),
        }
    };
    match changed.await.map_err(kept) {
        Ok(Some(sitting)) => Ok(see_other(ctx.link(&format!("/committee/{sitting}")))),
        Ok(None) => Ok(done(&ctx, &format!("/desk/fairs/{id}/selection"), Done::Saved)),
        Err(AppError::Invalid(errors)) => selection_again(&ctx, id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}
