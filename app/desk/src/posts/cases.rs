//! What the forms of a case do, and the case again with what is wrong.

use axum::extract::Path;

use crate::phrases::phrases;
use crate::types::{carried, case_path, queue_filter};
use crate::{acts, backs, pages};
use cases::casework::{self, CaseKind, CaseState, CaseView, Decision, EventAct, Outcome, ReasonCode};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{CaseId, CorrectionId, EnrolmentId, FairApplicationId, FamilyId, MemberId, PersonId, ProductId};
use ground::route::{Answer, see_other};
use ground::ui::{Done, done};
use market::{catalogue, families};
use people::accounts;
use people::{crafts, place};

type Key = Path<(String, i64)>;

pub(crate) async fn case_again(ctx: &Ctx, id: i64, filled: &Filled) -> Answer {
    let case = casework::case_for_staff(ctx, CaseId(id)).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let flags = case.flagged.clone().unwrap_or_default();
    let first = match case.objection_of {
        Some(first) => Some(casework::case_for_staff(ctx, first).await?),
        None => None,
    };
    let kind = first.as_ref().map_or(case.kind, |first| first.kind);
    let panel = match kind {
        CaseKind::Family | CaseKind::Renewal | CaseKind::Suspension => {
            let family = families::for_desk(ctx, FamilyId(case.subject_id), &flags).await?;
            pages::Subject::Family(Box::new(family))
        }
        CaseKind::Correction | CaseKind::Membership => {
            let correction = families::correction(ctx, CorrectionId(case.subject_id), &flags).await?;
            correction.map_or(pages::Subject::Gone, |correction| pages::Subject::Correction(Box::new(correction)))
        }
        CaseKind::Product => {
            pages::Subject::Product(Box::new(catalogue::for_desk(ctx, ProductId(case.subject_id), case.version, &flags).await?))
        }
        CaseKind::Report => pages::Subject::Report(Box::new(catalogue::report_for_desk(ctx, case.subject_id).await?)),
        CaseKind::FairResult => pages::Subject::FairResult(Box::new(fairs::contested(ctx, FairApplicationId(case.subject_id)).await?)),
        CaseKind::CourseResult => pages::Subject::CourseResult(Box::new(training::contested(ctx, EnrolmentId(case.subject_id)).await?)),
        CaseKind::Objection => return Err(AppError::NotFound),
    };
    let mut colleagues = accounts::staff_in_scope(ctx, Role::CASEWORKERS, case.municipality.as_deref()).await?;
    colleagues.retain(|person| casework::may_be_given(&case.involved, person.id).is_ok());
    let documents = casework::documents(ctx, case.id).await?;
    let before = before(ctx).await;
    let phrases = phrases(ctx).await?;
    let page = pages::case(ctx, &case, first.as_ref(), &panel, filled, &colleagues, &documents, &phrases, &places, &crafts, before);
    Ok(page.answering(filled).respond(ctx))
}

/// The next file of the list that somebody works through, when an act puts this one aside. Asked before: afterwards it is not in the list.
async fn next(ctx: &Ctx, id: i64, act: EventAct) -> Result<Option<CaseId>, AppError> {
    let list = carried(ctx);
    let aside = matches!(act, EventAct::Decide | EventAct::Return | EventAct::Recommend | EventAct::SendBack);
    if list.0.is_empty() || !aside {
        return Ok(None);
    }
    casework::next_of(ctx, &queue_filter(&list), CaseId(id)).await
}

/// What was done with the file before, where one leads to the next: the act and its number.
async fn before(ctx: &Ctx) -> Option<(Done, String)> {
    let query = Form::parse(ctx.path.split_once('?')?.1);
    let case = casework::case_for_staff(ctx, CaseId(query.get("before").parse().ok()?)).await.ok()?;
    Some((said(EventAct::from_code(query.get("act"))?), case.reference))
}

/// To the next file of the list, or back to the case, or the case again with what is wrong. The same form sent twice has the same answer.
async fn after(ctx: &Ctx, id: i64, act: EventAct, form: Form, next: Option<CaseId>, result: Result<(), AppError>) -> Answer {
    let back = || {
        let mut list = carried(ctx);
        Ok(match next {
            Some(next) => {
                list.set("before", id.to_string());
                list.set("act", act.code());
                see_other(ctx.link(&format!("/desk/cases/{next}?{}", list.encode())))
            }
            None => done(ctx, &case_path(ctx, CaseId(id)), said(act)),
        })
    };
    match result {
        Ok(()) => back(),
        Err(AppError::Refused(_)) if casework::done_already(ctx, CaseId(id), act).await? => back(),
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => case_again(ctx, id, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

fn said(act: EventAct) -> Done {
    match act {
        EventAct::Take => Done::Taken,
        EventAct::Assign => Done::Assigned,
        EventAct::Return => Done::Returned,
        EventAct::Recommend => Done::Recommended,
        EventAct::SendBack => Done::SentBack,
        EventAct::Decide => Done::Decided,
        EventAct::Recall | EventAct::CallBack => Done::Recalled,
        EventAct::TakeBack => Done::TakenBack,
        EventAct::Keep => Done::Saved,
        _ => Done::Added,
    }
}

pub(crate) async fn take(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = casework::take(&ctx, CaseId(id)).await;
    after(&ctx, id, EventAct::Take, form, None, result).await
}

pub(crate) async fn assign(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = match form.get("assigned_to").parse::<PersonId>() {
        Ok(person) => casework::assign(&ctx, CaseId(id), person).await,
        Err(_) => Err(FieldErrors::one("assigned_to", Problem::Required).into()),
    };
    after(&ctx, id, EventAct::Assign, form, None, result).await
}

pub(crate) async fn note(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("note", 2, 2_000);
        check.done()?;
        casework::note(&ctx, CaseId(id), &words).await
    };
    let result = result.await;
    after(&ctx, id, EventAct::Note, form, None, result).await
}

pub(crate) async fn return_case(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let case = casework::case_for_staff(&ctx, CaseId(id)).await?;
        let mut check = Check::new(&form);
        agreed(&ctx, &case, &mut check, "return_theirs");
        let phrases = phrases(&ctx).await?;
        let fields = pages::returned(ctx.l, case.kind, &phrases, &form, &mut check);
        check.done()?;
        acts::return_to_applicant(&ctx, CaseId(id), &fields).await
    };
    let next = next(&ctx, id, EventAct::Return).await?;
    let result = result.await;
    after(&ctx, id, EventAct::Return, form, next, result).await
}

pub(crate) async fn recommend(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let case = casework::case_for_staff(&ctx, CaseId(id)).await?;
        let mut check = Check::new(&form);
        agreed(&ctx, &case, &mut check, "recommend_theirs");
        let outcome = check.choice("recommend", Outcome::from_code);
        let words = check.needed_lines("recommend_words", 3, 2_000);
        check.done()?;
        let outcome = outcome.unwrap_or(Outcome::Refused);
        acts::recommend(&ctx, CaseId(id), outcome, &words).await
    };
    let next = next(&ctx, id, EventAct::Recommend).await?;
    let result = result.await;
    after(&ctx, id, EventAct::Recommend, form, next, result).await
}

pub(crate) async fn send_back(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("send_back_words", 3, 2_000);
        check.done()?;
        casework::send_back(&ctx, CaseId(id), &words).await
    };
    let next = next(&ctx, id, EventAct::SendBack).await?;
    let result = result.await;
    after(&ctx, id, EventAct::SendBack, form, next, result).await
}

pub(crate) async fn decide(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let case = casework::case_for_staff(&ctx, CaseId(id)).await?;
        let kind = case.kind;
        let adverse = casework::adverse(kind);
        let mut check = Check::new(&form);
        agreed(&ctx, &case, &mut check, "theirs");
        let outcome = check.choice("outcome", Outcome::from_code);
        let words = check.lines("words", 2_000);
        let reason = match outcome {
            Some(outcome) if outcome != adverse => ReasonCode::Meets,
            _ => {
                let fits = |code: &str| ReasonCode::against(kind).find(|reason| reason.code() == code);
                check.choice("reason", fits).unwrap_or(ReasonCode::Other)
            }
        };
        if outcome == Some(adverse) && words.chars().count() < 10 {
            check.wrong("words", Problem::ReasonNeeded);
        }
        check.done()?;
        let outcome = outcome.unwrap_or(Outcome::Refused);
        acts::decide(&ctx, CaseId(id), &Decision { outcome, reason, words }).await
    };
    let next = next(&ctx, id, EventAct::Decide).await?;
    let result = result.await;
    after(&ctx, id, EventAct::Decide, form, next, result).await
}

/// Who recommended or returned it takes that back.
pub(crate) async fn recall(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let returned = casework::case_for_work(&ctx, CaseId(id)).await?.state == CaseState::Returned;
    let result = backs::recall(&ctx, CaseId(id)).await;
    let called_back = returned || casework::done_already(&ctx, CaseId(id), EventAct::CallBack).await?;
    let act = if called_back { EventAct::CallBack } else { EventAct::Recall };
    after(&ctx, id, act, form, None, result).await
}

/// Asks a second person to take a decision back.
pub(crate) async fn ask_back(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("ask_back", 10, 1_000);
        check.done()?;
        casework::ask_back(&ctx, CaseId(id), &words).await
    };
    let result = result.await;
    after(&ctx, id, EventAct::AskBack, form, None, result).await
}

pub(crate) async fn take_back(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = backs::take_back(&ctx, CaseId(id)).await;
    after(&ctx, id, EventAct::TakeBack, form, None, result).await
}

pub(crate) async fn keep(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = casework::keep(&ctx, CaseId(id)).await;
    after(&ctx, id, EventAct::Keep, form, None, result).await
}

/// Who acts on a file that a colleague has in hand says that the two agreed.
fn agreed(ctx: &Ctx, case: &CaseView, check: &mut Check<'_>, field: &str) {
    if case.of_colleague(ctx.actor.id()) && !check.flag(field) {
        check.wrong(field, Problem::TickNeeded);
    }
}

/// Why an identity of this file was not compared with its paper.
pub(crate) async fn uncompared(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let result = async {
        let mut check = Check::new(&form);
        let words = check.needed_lines("uncompared", 10, 1_000);
        check.done()?;
        casework::say_uncompared(&ctx, CaseId(id), &words).await
    };
    let result = result.await;
    after(&ctx, id, EventAct::Uncompared, form, None, result).await
}

/// The identity of a member was compared with the original, by an officer who may work on the case.
pub(crate) async fn verify(ctx: Ctx, Path((_, id, member)): Path<(String, i64, i64)>) -> Answer {
    acts::verify_identity(&ctx, CaseId(id), MemberId(member)).await?;
    Ok(done(&ctx, &case_path(&ctx, CaseId(id)), Done::Saved))
}

/// The family of this file is not one that it was compared with.
pub(crate) async fn apart(ctx: Ctx, Path((_, id, other)): Path<(String, i64, i64)>) -> Answer {
    acts::say_apart(&ctx, CaseId(id), FamilyId(other)).await?;
    Ok(done(&ctx, &case_path(&ctx, CaseId(id)), Done::Saved))
}

/// The case again with what is wrong with a paper; papers are received by the server.
pub async fn case_with(ctx: &Ctx, id: CaseId, errors: FieldErrors) -> Answer {
    case_again(ctx, id.0, &Filled::wrong(Form::default(), errors)).await
}

/// A link with which the applicant sets a new password, by an officer in whose scope the case is. Who gives such a link has
/// had the account in hand, and does not decide the case.
pub(crate) async fn reset_applicant(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let case = casework::case_for_work(&ctx, CaseId(id)).await?;
    let applicant = case.involved.applicant.ok_or(AppError::NotFound)?;
    if form.get("checked").is_empty() {
        let errors = FieldErrors::one("checked", Problem::TickNeeded);
        return case_again(&ctx, id, &Filled::wrong(form, errors)).await;
    }
    let tx = ctx.begin().await?;
    let link = accounts::reset_by_officer(&tx, &ctx, applicant).await?;
    casework::helped(&tx, &ctx, CaseId(id)).await?;
    tx.commit().await?;
    Ok(pages::reset_link(&ctx, &link).respond(&ctx))
}
