//! What the forms of an application do, for the family itself and for an officer who helps, and its pages again with what is wrong.

use axum::extract::Path;
use axum::response::Response;

use super::change::Change;
use super::corrections::parts_with;
use super::reach::find;
use super::rules::{CorrectionState, FamilyState, Part};
use super::saving::save as save_change;
use super::types::{Application, PartView, Saved, Target};
use super::{acts, documents, forms, pages, reads, refusals, storefronts};
use cases::casework;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::FamilyId;
use ground::route::{Answer, see_other};
use ground::t;
use ground::text;
use ground::ui::{Done, done};
use people::accounts;
use people::{crafts, place};

pub(crate) async fn part_again(ctx: &Ctx, target: Target, part: Part, filled: &Filled) -> Answer {
    part_said(ctx, target, part, filled, None).await
}

/// The page of a part with what was typed in it, and what was done just now.
async fn part_said(ctx: &Ctx, target: Target, part: Part, filled: &Filled, said: Option<String>) -> Answer {
    let application = reads::application(ctx, target).await?;
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let returned = match &application {
        Some(application) if application.family.state.open() => {
            casework::returned_fields(ctx, casework::CaseKind::Family, application.family.id.0).await?
        }
        _ => Vec::new(),
    };
    let waits = match &application {
        Some(application) => parts_with(ctx.db.read(), application.family.id, CorrectionState::Waiting).await?.contains(&part),
        None => false,
    };
    let asked = returned.into_iter().find(|(name, _)| name == part.code()).map(|(_, words)| words);
    let view = PartView { target, part, application, asked, waits, said };
    let page = pages::part(ctx, &view, filled, &places, &crafts);
    Ok(page.answering(filled).respond(ctx))
}

pub(crate) async fn own_save(ctx: Ctx, Path((_, part)): Path<(String, String)>, form: Form) -> Answer {
    save(ctx, Target::Own, &part, form).await
}

pub(crate) async fn helped_save(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>, form: Form) -> Answer {
    save(ctx, Target::Helped(FamilyId(family)), &part, form).await
}

pub(crate) async fn corrected_save(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>, form: Form) -> Answer {
    save(ctx, Target::InScope(FamilyId(family)), &part, form).await
}

async fn save(ctx: Ctx, target: Target, part: &str, form: Form) -> Answer {
    let part = Part::from_code(part).ok_or(AppError::NotFound)?;
    // «No more members» keeps a member that stands in the form.
    let last = part == Part::Members && form.get("then") == "list";
    if last && forms::no_member(&form) {
        return Ok(see_other(ctx.link(&onward(&ctx, target, part).await?)));
    }
    let saved = async {
        let (change, why) = forms::read(&ctx, part, &form).await?;
        if let Change::Public(face) = &change {
            own_name(&ctx, target, &face.trade_name, form.get("borne")).await?;
        }
        save_change(&ctx, target, change, &why).await
    };
    match saved.await {
        Ok(Saved::Now) if last || part != Part::Members => Ok(done(&ctx, &onward(&ctx, target, part).await?, Done::Saved)),
        Ok(saved) => Ok(after(&ctx, target, part, saved)),
        Err(error) => match kept(error) {
            AppError::Invalid(errors) => part_again(&ctx, target, part, &Filled::wrong(form, errors)).await,
            error => Err(error),
        },
    }
}

/// A trade name that another family bears is kept by who has read that it is so (`borne`).
async fn own_name(ctx: &Ctx, target: Target, name: &str, borne: &str) -> Result<(), AppError> {
    let family = find(ctx, target).await?;
    let kept = borne == name || family.as_ref().is_some_and(|family| family.trade_name == name);
    if !kept && storefronts::name_borne(ctx.db.read(), name, family.map(|family| family.id)).await? {
        return Err(FieldErrors::one("trade_name", refusals::NAME_BORNE).into());
    }
    Ok(())
}

/// Where a saved part leads while the application is written: to the next one that is not done, or to the check. One that came back leads
/// to its list, where the words of the Authority stand.
async fn onward(ctx: &Ctx, target: Target, part: Part) -> Result<String, AppError> {
    let base = target.base();
    let written = reads::application(ctx, target).await?.filter(|application| application.family.state == FamilyState::Draft);
    let Some(application) = written else { return Ok(base) };
    Ok(application.next_after(part).map_or_else(|| format!("{base}/check"), |next| format!("{base}/{}", next.code())))
}

/// Where a saved part leads: to its case, to the next member, or back to the list.
fn after(ctx: &Ctx, target: Target, part: Part, saved: Saved) -> Response {
    let cases = if target == Target::Own { "/me/cases" } else { "/desk/cases" };
    match saved {
        Saved::Asked(Some(case)) => done(ctx, &format!("{cases}/{case}"), Done::Sent),
        Saved::Asked(None) => done(ctx, &target.base(), Done::Sent),
        Saved::Now if part == Part::Members => done(ctx, &format!("{}/members", target.base()), Done::Saved),
        Saved::Now => done(ctx, &target.base(), Done::Saved),
    }
}

pub(crate) async fn own_remove_member(ctx: Ctx, Path((_, member)): Path<(String, i64)>, form: Form) -> Answer {
    remove_member(ctx, Target::Own, member, form).await
}

pub(crate) async fn helped_remove_member(ctx: Ctx, Path((_, family, member)): Path<(String, i64, i64)>, form: Form) -> Answer {
    remove_member(ctx, Target::Helped(FamilyId(family)), member, form).await
}

pub(crate) async fn corrected_remove_member(ctx: Ctx, Path((_, family, member)): Path<(String, i64, i64)>, form: Form) -> Answer {
    remove_member(ctx, Target::InScope(FamilyId(family)), member, form).await
}

/// Who is removed at once is named, and what was typed of somebody else stays in the form.
async fn remove_member(ctx: Ctx, target: Target, member: i64, form: Form) -> Answer {
    let members = reads::application(&ctx, target).await?.map(|application| application.members).unwrap_or_default();
    let name = members.into_iter().find(|known| known.id.0 == member).map(|known| known.name);
    let why: String = text::clean(form.get("why")).chars().take(600).collect();
    match save_change(&ctx, target, Change::Member { replaces: Some(member), new: None }, &why).await {
        Ok(Saved::Now) => {
            let said = match name {
                Some(name) => t!(ctx.l, families.member_removed, name = text::isolated(&name)),
                None => Done::Removed.word(ctx.l),
            };
            part_said(&ctx, target, Part::Members, &Filled::from(form), Some(said)).await
        }
        Ok(saved) => Ok(after(&ctx, target, Part::Members, saved)),
        Err(AppError::Invalid(errors)) => part_again(&ctx, target, Part::Members, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn own_remove_document(ctx: Ctx, Path((_, document)): Path<(String, i64)>) -> Answer {
    remove_document(ctx, Target::Own, document).await
}

pub(crate) async fn helped_remove_document(ctx: Ctx, Path((_, family, document)): Path<(String, i64, i64)>) -> Answer {
    remove_document(ctx, Target::Helped(FamilyId(family)), document).await
}

async fn remove_document(ctx: Ctx, target: Target, document: i64) -> Answer {
    documents::remove_document(&ctx, target, document).await?;
    Ok(done(&ctx, &format!("{}/documents", target.base()), Done::Removed))
}

pub(crate) async fn own_revise(ctx: Ctx) -> Answer {
    revise(ctx, Target::Own).await
}

pub(crate) async fn helped_revise(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    revise(ctx, Target::Helped(FamilyId(family))).await
}

async fn revise(ctx: Ctx, target: Target) -> Answer {
    acts::revise(&ctx, target).await?;
    Ok(see_other(ctx.link(&target.base())))
}

pub(crate) async fn check_again(ctx: &Ctx, target: Target, errors: FieldErrors) -> Answer {
    let application = reads::application(ctx, target).await?.ok_or(AppError::NotFound)?;
    if !application.family.state.open() || !application.complete() {
        return Ok(see_other(ctx.link(&target.base())));
    }
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let wrong = !errors.0.is_empty();
    let filled = Filled::wrong(Form::default(), errors);
    let unchanged = unchanged(ctx, &application).await?;
    let page = pages::check(ctx, target, &application, &unchanged, &places, &crafts, &filled);
    Ok(if wrong { page.unprocessable() } else { page }.respond(ctx))
}

pub(crate) async fn own_send(ctx: Ctx, form: Form) -> Answer {
    send(ctx, Target::Own, form).await
}

pub(crate) async fn helped_send(ctx: Ctx, Path((_, family)): Path<(String, i64)>, form: Form) -> Answer {
    send(ctx, Target::Helped(FamilyId(family)), form).await
}

/// Parts of an application that came back for them and were not changed since.
async fn unchanged(ctx: &Ctx, application: &Application) -> Result<Vec<Part>, AppError> {
    if application.family.state != FamilyState::Returned {
        return Ok(Vec::new());
    }
    let asked = casework::returned_fields(ctx, casework::CaseKind::Family, application.family.id.0).await?;
    let parts = asked.iter().filter_map(|(code, _)| Part::from_code(code));
    Ok(parts.filter(|part| !application.family.changed.contains(part)).collect())
}

async fn send(ctx: Ctx, target: Target, form: Form) -> Answer {
    // What came back and was not changed is sent by who says so.
    if form.get("sure").is_empty()
        && let Some(application) = reads::application(&ctx, target).await?
        && !unchanged(&ctx, &application).await?.is_empty()
    {
        return check_again(&ctx, target, FieldErrors::one("sure", Problem::TickNeeded)).await;
    }
    match acts::send(&ctx, target).await {
        Ok(_) => Ok(see_other(ctx.link(&format!("{}/sent", target.base())))),
        Err(AppError::Invalid(errors)) => check_again(&ctx, target, errors).await,
        // The same form sent twice: the first one did it.
        Err(AppError::Refused(ground::error::Reason::NOT_NOW)) => Ok(see_other(ctx.link(&target.base()))),
        Err(error) => Err(error),
    }
}

pub(crate) async fn start(ctx: Ctx, form: Form) -> Answer {
    match start_with(&ctx, &form).await {
        Ok(response) => Ok(response),
        Err(AppError::Invalid(errors)) => Ok(pages::start_for(&ctx, &Filled::wrong(form, errors)).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn start_with(ctx: &Ctx, form: &Form) -> Result<Response, AppError> {
    let mut check = Check::new(form);
    let name = check.needed_line("name", 2, 80);
    let phone = check.take("phone", accounts::phone(form.get("phone")));
    let how = check.choice("how", pages::consent_way).unwrap_or_default();
    if !check.flag("consent") {
        check.wrong("consent", Problem::TickNeeded);
    }
    check.done()?;
    let family = acts::start_for(ctx, name, phone, how).await?;
    Ok(see_other(ctx.link(&Target::Helped(family).base())))
}

/// Where the pages of an application stand, below the language.
pub fn application_base(helped: Option<FamilyId>) -> String {
    helped.map_or(Target::Own, Target::Helped).base()
}

/// The documents page again, with the kind that was chosen and what is wrong.
pub async fn documents_again(ctx: &Ctx, helped: Option<FamilyId>, kind: String, errors: FieldErrors) -> Answer {
    let target = helped.map_or(Target::Own, Target::Helped);
    part_again(ctx, target, Part::Documents, &Filled::wrong(Form::of([("kind", kind)]), errors)).await
}
