//! Decisions: taken by one person, numbered, told, and applied to their subject by the desk.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::acts::{Held, audit, days_since, event, in_hand};
use super::notices::Notice;
use super::objections::close_first;
use super::rules::{CaseKind, Decision, EventAct, Move, Outcome, Round, adverse};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::{CaseId, VersionId};
use ground::series::Series;
use people::notifications::tell;

/// A decision that was taken; the desk applies it to its subject in the same transaction.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The case.
    pub id: CaseId,
    /// The kind of the subject; for an objection that of the first case.
    pub kind: CaseKind,
    /// Key of the subject.
    pub subject_id: i64,
    /// Yes or no.
    pub outcome: Outcome,
    /// Why.
    pub words: String,
    /// Decision number.
    pub number: String,
    /// The first case, when it was heard as an objection.
    pub first: Option<CaseId>,
    /// The version of a product that it is about.
    pub version: Option<VersionId>,
}

impl Decided {
    /// In which round.
    pub fn round(&self) -> Round {
        if self.first.is_some() { Round::Objection } else { Round::First }
    }
}

/// Approves or refuses, with a reason and a number; the person decided upon is told of it and of
/// the right to object.
pub async fn decide(tx: &Tx, ctx: &Ctx, id: CaseId, decision: &Decision) -> Result<Decided, AppError> {
    let Held { case, involved, next: state } = in_hand(tx, ctx, id, Move::Decide).await?;
    if decision.outcome == adverse(case.kind) && decision.words.is_empty() {
        return Err(FieldErrors::one("words", Problem::ReasonNeeded).into());
    }
    let number = tx.next_reference(Series::Decision, ctx.now).await?;
    event(tx, ctx, id, EventAct::Decide, &decision.words, decision.outcome.code()).await?;
    audit(tx, ctx, "case.decide", &case, format!("{} {} {number}", decision.outcome.code(), decision.reason.code())).await?;
    if let Some(applicant) = case.applicant_id {
        let notice = notice(case.kind, decision, case.title.clone(), number.clone());
        tell(tx, ctx, applicant, &notice, &format!("/me/cases/{id}")).await?;
    }
    if let Some(first) = case.objection_of {
        close_first(tx, ctx, first).await?;
    }
    let decided = Decided {
        id,
        kind: involved.about,
        subject_id: case.subject_id,
        outcome: decision.outcome,
        words: decision.words.clone(),
        number: number.clone(),
        first: case.objection_of,
        version: case.version_id,
    };
    let used = case.days_used + days_since(tx, ctx, &case).await?;
    let mut row = case.into_active_model();
    row.state = state.set();
    row.days_used = Set(used);
    row.clock_since = Set(None);
    row.due_on = Set(None);
    row.decided_by = Set(ctx.actor.id());
    row.decided_at = Set(Some(ctx.now));
    row.outcome = Set(Some(decision.outcome));
    row.reason_code = Set(Some(decision.reason));
    row.reason_text = Set(Some(decision.words.clone()));
    row.decision_number = Set(Some(number));
    row.update(&**tx).await?;
    Ok(decided)
}

/// What the person decided upon is told.
fn notice(kind: CaseKind, decision: &Decision, title: String, number: String) -> Notice {
    let words = decision.words.clone();
    match (kind, decision.outcome) {
        (CaseKind::Suspension, Outcome::Approved) => Notice::Suspended { number, words },
        (CaseKind::Suspension, Outcome::Refused) => Notice::NotSuspended { number },
        (CaseKind::Correction | CaseKind::Membership, Outcome::Approved) => Notice::Corrected { number },
        (CaseKind::Correction | CaseKind::Membership, Outcome::Refused) => Notice::NotCorrected { number, words },
        (kind, Outcome::Approved) if kind.objects() => Notice::Upheld { title, number, words },
        (kind, Outcome::Refused) if kind.objects() => Notice::NotUpheld { title, number, words },
        (_, Outcome::Approved) => Notice::Approved { title, number },
        (_, Outcome::Refused) => Notice::Refused { title, number, words },
    }
}
