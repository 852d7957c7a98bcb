//! The application's pages and posts, for the family itself and for an officer who helps.

use axum::extract::Path;
use axum::response::Response;
use chrono::Datelike;

use super::acts::{self, NewMember, PublicFace, Target};
use super::rules::{self, IdentityKind, Part};
use super::{documents, pages, reads};
use crate::accounts::rules as account_rules;
use crate::actor::Role;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldErrors, Problem};
use crate::form::{Check, Filled, Form};
use crate::ids::{FamilyId, MemberId};
use crate::route::{Access, Answer, Entry, get, post, see_other};
use crate::{casework, crafts, place};

const HELPERS: Access = Access::Staff(Role::CASEWORKERS);

/// Lines of the URL table. Documents are received by the server, which keeps the bytes.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/me/family", Access::SignedIn, own_tasks),
        get("/me/family/{part}", Access::SignedIn, own_part),
        post("/me/family/{part}", Access::SignedIn, own_save),
        post("/me/family/members/{member}/remove", Access::SignedIn, own_remove_member),
        post("/me/family/documents/{document}/remove", Access::SignedIn, own_remove_document),
        post("/me/family/revise", Access::SignedIn, own_revise),
        get("/me/family/check", Access::SignedIn, own_check),
        post("/me/family/check", Access::SignedIn, own_send),
        get("/me/family/sent", Access::SignedIn, own_sent),
        get("/desk/families/new", HELPERS, start_page),
        post("/desk/families/new", HELPERS, start),
        get("/desk/families/{family}/application", HELPERS, helped_tasks),
        get("/desk/families/{family}/application/{part}", HELPERS, helped_part),
        post("/desk/families/{family}/application/{part}", HELPERS, helped_save),
        post("/desk/families/{family}/application/members/{member}/remove", HELPERS, helped_remove_member),
        post("/desk/families/{family}/application/documents/{document}/remove", HELPERS, helped_remove_document),
        post("/desk/families/{family}/application/revise", HELPERS, helped_revise),
        get("/desk/families/{family}/application/check", HELPERS, helped_check),
        post("/desk/families/{family}/application/check", HELPERS, helped_send),
        get("/desk/families/{family}/application/sent", HELPERS, helped_sent),
    ]
}

async fn own_tasks(ctx: Ctx) -> Answer {
    tasks(ctx, Target::Own).await
}

async fn helped_tasks(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    tasks(ctx, Target::Helped(FamilyId(family))).await
}

async fn tasks(ctx: Ctx, target: Target) -> Answer {
    let application = reads::application(&ctx, target).await?;
    let returned = match &application {
        Some(application) => casework::returned_fields(&ctx, casework::CaseKind::Family, application.family.id.0).await?,
        None => Vec::new(),
    };
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::tasks(&ctx, target, application.as_ref(), &returned, &places, &crafts).respond(&ctx))
}

async fn own_part(ctx: Ctx, Path((_, part)): Path<(String, String)>) -> Answer {
    show_part(ctx, Target::Own, &part).await
}

async fn helped_part(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>) -> Answer {
    show_part(ctx, Target::Helped(FamilyId(family)), &part).await
}

async fn show_part(ctx: Ctx, target: Target, part: &str) -> Answer {
    let part = Part::from_code(part).ok_or(AppError::NotFound)?;
    let application = reads::application(&ctx, target).await?;
    if application.as_ref().is_some_and(|application| !rules::may_correct(target == Target::Own, application.family.state, part)) {
        return Ok(see_other(ctx.link(&target.base())));
    }
    let filled = Filled::from(application.as_ref().map(|application| stored(part, application)).unwrap_or_default());
    part_page(&ctx, target, part, &filled).await
}

fn stored(part: Part, application: &reads::Application) -> Form {
    let family = &application.family;
    match part {
        Part::Household => Form::of([
            ("size", family.household_size.map(|n| n.to_string()).unwrap_or_default()),
            ("registration", family.registration_number.clone()),
        ]),
        Part::Crafts => Form(application.crafts.iter().map(|code| ("craft".to_owned(), code.clone())).collect()),
        Part::Place => Form::of([
            ("municipality", family.municipality_code.clone().unwrap_or_default()),
            ("quarter", family.quarter.clone()),
            ("landmark", family.landmark.clone()),
        ]),
        Part::Contact => Form::of([("phone", family.contact_phone.clone())]),
        Part::Public => {
            let mut form = Form::of([
                ("trade_name", family.trade_name.clone()),
                ("trade_name_en", family.trade_name_en.clone()),
                ("story", family.story.clone()),
            ]);
            if family.show_story {
                form.set("show_story", "yes");
            }
            form
        }
        Part::Consent => Form::of([("consent", family.consent_at.map(|_| "yes".to_owned()).unwrap_or_default())]),
        Part::Members | Part::Documents => Form::default(),
    }
}

async fn part_page(ctx: &Ctx, target: Target, part: Part, filled: &Filled) -> Answer {
    let application = reads::application(ctx, target).await?;
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let page = pages::part(ctx, target, part, filled, application.as_ref(), &places, &crafts);
    let page = if filled.errors.0.is_empty() { page } else { page.unprocessable() };
    Ok(page.respond(ctx))
}

async fn own_save(ctx: Ctx, Path((_, part)): Path<(String, String)>, form: Form) -> Answer {
    save(ctx, Target::Own, &part, form).await
}

async fn helped_save(ctx: Ctx, Path((_, family, part)): Path<(String, i64, String)>, form: Form) -> Answer {
    save(ctx, Target::Helped(FamilyId(family)), &part, form).await
}

async fn save(ctx: Ctx, target: Target, part: &str, form: Form) -> Answer {
    let part = Part::from_code(part).ok_or(AppError::NotFound)?;
    match save_part(&ctx, target, part, &form).await {
        // Members are added one by one, so one stays on their page.
        Ok(()) if part == Part::Members => Ok(see_other(ctx.link(&format!("{}/members", target.base())))),
        Ok(()) => Ok(see_other(ctx.link(&target.base()))),
        Err(AppError::Invalid(errors)) => part_page(&ctx, target, part, &Filled { form, errors }).await,
        Err(error) => Err(error),
    }
}

async fn save_part(ctx: &Ctx, target: Target, part: Part, form: &Form) -> Result<(), AppError> {
    let mut check = Check::new(form);
    match part {
        Part::Household => {
            let size = check.needed_number("size", 1, 40);
            let registration = check.line("registration", 30);
            check.done()?;
            acts::save_household(ctx, target, size, registration).await
        }
        Part::Members => {
            let member = new_member(ctx, &mut check, form);
            check.done()?;
            acts::add_member(ctx, target, member).await
        }
        Part::Crafts => {
            let known = crafts::crafts(&ctx.db).await?;
            let mut codes: Vec<String> = form.all("craft").map(str::to_owned).collect();
            codes.sort();
            codes.dedup();
            if codes.is_empty() {
                check.wrong("craft", Problem::AtLeastOne);
            } else if codes.iter().any(|code| known.craft(code).is_none_or(|craft| !craft.active)) {
                check.wrong("craft", Problem::NotAChoice);
            }
            check.done()?;
            acts::save_crafts(ctx, target, codes).await
        }
        Part::Place => {
            let places = place::places(&ctx.db).await?;
            let known = |code: &str| places.municipality(code).filter(|m| m.active_at(ctx.now)).map(|m| m.code.clone());
            let municipality = check.choice("municipality", known).unwrap_or_default();
            let quarter = check.needed_line("quarter", 2, 80);
            let landmark = check.line("landmark", 120);
            check.done()?;
            acts::save_place(ctx, target, municipality, quarter, landmark).await
        }
        Part::Contact => {
            let phone = check.take("phone", account_rules::phone(form.get("phone")));
            check.done()?;
            acts::save_contact(ctx, target, phone).await
        }
        Part::Public => {
            let face = PublicFace {
                trade_name: check.needed_line("trade_name", 3, 60),
                trade_name_en: check.line("trade_name_en", 60),
                story: check.lines("story", 1_500),
                show_story: check.flag("show_story"),
            };
            check.done()?;
            acts::save_public(ctx, target, face).await
        }
        Part::Consent => {
            if !check.flag("consent") {
                check.wrong("consent", Problem::ConsentNeeded);
            }
            check.done()?;
            acts::save_consent(ctx, target).await
        }
        // Files arrive as multipart at the server's own line of the table.
        Part::Documents => Err(FieldErrors::one("document", Problem::Required).into()),
    }
}

fn new_member(ctx: &Ctx, check: &mut Check<'_>, form: &Form) -> NewMember {
    let this_year = i64::from(crate::i18n::day_in_tripoli(ctx.now).year());
    let kind = match form.get("identity_kind") {
        "" => None,
        _ => check.choice("identity_kind", IdentityKind::from_code),
    };
    let identity = kind.map(|kind| (kind, check.take("identity_number", rules::identity_number(kind, form.get("identity_number")))));
    if kind.is_none() && !form.get("identity_number").trim().is_empty() {
        check.wrong("identity_kind", Problem::Required);
    }
    NewMember {
        name: check.needed_line("name", 3, 80),
        birth_year: check.number("birth_year", 1900, this_year),
        relation: check.choice("relation", pages::relation).unwrap_or_default(),
        identity,
    }
}

async fn own_remove_member(ctx: Ctx, Path((_, member)): Path<(String, i64)>) -> Answer {
    remove_member(ctx, Target::Own, member).await
}

async fn helped_remove_member(ctx: Ctx, Path((_, family, member)): Path<(String, i64, i64)>) -> Answer {
    remove_member(ctx, Target::Helped(FamilyId(family)), member).await
}

async fn remove_member(ctx: Ctx, target: Target, member: i64) -> Answer {
    acts::remove_member(&ctx, target, MemberId(member)).await?;
    Ok(see_other(ctx.link(&format!("{}/members", target.base()))))
}

async fn own_remove_document(ctx: Ctx, Path((_, document)): Path<(String, i64)>) -> Answer {
    remove_document(ctx, Target::Own, document).await
}

async fn helped_remove_document(ctx: Ctx, Path((_, family, document)): Path<(String, i64, i64)>) -> Answer {
    remove_document(ctx, Target::Helped(FamilyId(family)), document).await
}

async fn remove_document(ctx: Ctx, target: Target, document: i64) -> Answer {
    documents::remove_document(&ctx, target, document).await?;
    Ok(see_other(ctx.link(&format!("{}/documents", target.base()))))
}

async fn own_revise(ctx: Ctx) -> Answer {
    revise(ctx, Target::Own).await
}

async fn helped_revise(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    revise(ctx, Target::Helped(FamilyId(family))).await
}

async fn revise(ctx: Ctx, target: Target) -> Answer {
    acts::revise(&ctx, target).await?;
    Ok(see_other(ctx.link(&target.base())))
}

async fn own_check(ctx: Ctx) -> Answer {
    check_page(ctx, Target::Own).await
}

async fn helped_check(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    check_page(ctx, Target::Helped(FamilyId(family))).await
}

async fn check_page(ctx: Ctx, target: Target) -> Answer {
    answers(&ctx, target, FieldErrors::default()).await
}

async fn answers(ctx: &Ctx, target: Target, errors: FieldErrors) -> Answer {
    let application = reads::application(ctx, target).await?.ok_or(AppError::NotFound)?;
    if !application.family.state.open() || !application.complete() {
        return Ok(see_other(ctx.link(&target.base())));
    }
    let places = place::places(&ctx.db).await?;
    let crafts = crafts::crafts(&ctx.db).await?;
    let wrong = !errors.0.is_empty();
    let filled = Filled { form: Form::default(), errors };
    let page = pages::check(ctx, target, &application, &places, &crafts, &filled);
    Ok(if wrong { page.unprocessable() } else { page }.respond(ctx))
}

async fn own_send(ctx: Ctx) -> Answer {
    send(ctx, Target::Own).await
}

async fn helped_send(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    send(ctx, Target::Helped(FamilyId(family))).await
}

async fn send(ctx: Ctx, target: Target) -> Answer {
    match acts::send(&ctx, target).await {
        Ok(_) => Ok(see_other(ctx.link(&format!("{}/sent", target.base())))),
        Err(AppError::Invalid(errors)) => answers(&ctx, target, errors).await,
        // The same form sent twice: the first one did it.
        Err(AppError::Refused(crate::error::Reason::NotNow)) => Ok(see_other(ctx.link(&target.base()))),
        Err(error) => Err(error),
    }
}

async fn own_sent(ctx: Ctx) -> Answer {
    sent(ctx, Target::Own).await
}

async fn helped_sent(ctx: Ctx, Path((_, family)): Path<(String, i64)>) -> Answer {
    sent(ctx, Target::Helped(FamilyId(family))).await
}

async fn sent(ctx: Ctx, target: Target) -> Answer {
    let application = reads::application(&ctx, target).await?.ok_or(AppError::NotFound)?;
    let reference = casework::reference_of(&ctx, casework::CaseKind::Family, application.family.id.0).await?;
    Ok(pages::sent(&ctx, target, &reference).respond(&ctx))
}

async fn start_page(ctx: Ctx) -> Answer {
    Ok(pages::start_for(&ctx, &Filled::default()).respond(&ctx))
}

async fn start(ctx: Ctx, form: Form) -> Answer {
    match start_with(&ctx, &form).await {
        Ok(response) => Ok(response),
        Err(AppError::Invalid(errors)) => Ok(pages::start_for(&ctx, &Filled { form, errors }).unprocessable().respond(&ctx)),
        Err(error) => Err(error),
    }
}

async fn start_with(ctx: &Ctx, form: &Form) -> Result<Response, AppError> {
    let mut check = Check::new(form);
    let name = check.needed_line("name", 2, 80);
    let phone = check.take("phone", account_rules::phone(form.get("phone")));
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

/// The documents page again, with what is wrong.
pub async fn documents_again(ctx: &Ctx, helped: Option<FamilyId>, errors: FieldErrors) -> Answer {
    let target = helped.map_or(Target::Own, Target::Helped);
    part_page(ctx, target, Part::Documents, &Filled { form: Form::default(), errors }).await
}
