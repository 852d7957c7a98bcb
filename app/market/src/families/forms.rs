//! Forms of the parts: what is stored in them, and the change that they ask for.

use chrono::Datelike;

use super::change::{self, Change, NewMember, PublicFace};
use super::refusals;
use super::rules::{self, IdentityKind, MOST_OF_NAME, MOST_OF_STORY, Part};
use super::types::{Application, Target};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Form};
use people::accounts;
use people::{crafts, place};

/// What stands in the form of a part at first: what was said, or what is known of whoever has the account.
pub(super) async fn first(ctx: &Ctx, target: Target, part: Part, application: Option<&Application>) -> Result<Form, AppError> {
    let said = application.map(|application| stored(part, application)).unwrap_or_default();
    let nobody = application.is_none_or(|application| application.members.is_empty());
    match part {
        Part::Contact if target == Target::Own && said.get("phone").is_empty() => {
            let phone = accounts::phone_of(ctx.db.read(), ctx.actor.person()?.id).await?;
            Ok(Form::of([("phone", phone.unwrap_or_default())]))
        }
        Part::Members if target == Target::Own && nobody => {
            Ok(Form::of([("name", ctx.actor.person()?.name.clone()), ("relation", "self".to_owned())]))
        }
        // The officer has typed the name of whoever applies already.
        Part::Members if matches!(target, Target::Helped(_)) && nobody => {
            let owner = application.and_then(|application| application.family.owner);
            let name = match owner {
                Some(owner) => accounts::names(ctx.db.read(), vec![owner]).await?.remove(&owner),
                None => None,
            };
            Ok(Form::of([("name", name.unwrap_or_default()), ("relation", "self".to_owned())]))
        }
        _ => Ok(said),
    }
}

/// What stands in the form of a part that was said.
fn stored(part: Part, application: &Application) -> Form {
    let family = &application.family;
    match part {
        Part::Household => Form::of([
            ("size", family.household_size.map(|n| n.to_string()).unwrap_or_default()),
            ("registration", family.registration_number.clone()),
        ]),
        Part::Crafts => Form(application.crafts.iter().map(|code| ("craft".to_owned(), code.clone())).collect()),
        Part::Place => Form::of([
            ("municipality", family.municipality.clone().unwrap_or_default()),
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

/// Whether nobody was typed into the form of members.
pub(super) fn no_member(form: &Form) -> bool {
    ["name", "birth_year", "identity_number"].iter().all(|field| form.get(field).trim().is_empty())
}

/// The change that a form asks for, and why.
pub(super) async fn read(ctx: &Ctx, part: Part, form: &Form) -> Result<(Change, String), AppError> {
    let mut check = Check::new(form);
    let change = match part {
        Part::Household => Change::Household { size: check.needed_number("size", 1, 40), registration: check.line("registration", 30) },
        Part::Members => {
            let replaces = check.number("replaces", 1, i64::MAX);
            Change::Member { replaces, new: Some(new_member(ctx, &mut check, form)) }
        }
        Part::Crafts => Change::Crafts { codes: craft_codes(ctx, &mut check, form).await? },
        Part::Place => {
            let places = place::places(&ctx.db).await?;
            let known = |code: &str| places.municipality(code).filter(|m| m.active_at(ctx.now)).map(|m| m.code.clone());
            let municipality = check.choice("municipality", known).unwrap_or_default();
            Change::Place { municipality, quarter: check.needed_line("quarter", 2, 80), landmark: check.line("landmark", 120) }
        }
        Part::Contact => Change::Contact { phone: check.take("phone", accounts::phone(form.get("phone"))) },
        Part::Public => Change::Public(PublicFace {
            trade_name: check.needed_line("trade_name", 3, MOST_OF_NAME),
            trade_name_en: check.line("trade_name_en", MOST_OF_NAME),
            story: check.lines("story", MOST_OF_STORY),
            show_story: check.flag("show_story"),
        }),
        Part::Consent => {
            if !check.flag("consent") {
                check.wrong("consent", refusals::CONSENT_NEEDED);
            }
            Change::Consent
        }
        // Files arrive as multipart at the server's own line of the table.
        Part::Documents => return Err(FieldErrors::one("document", Problem::Required).into()),
    };
    let why = check.lines("why", 600);
    check.done()?;
    Ok((change, why))
}

async fn craft_codes(ctx: &Ctx, check: &mut Check<'_>, form: &Form) -> Result<Vec<String>, AppError> {
    let known = crafts::crafts(&ctx.db).await?;
    let mut codes: Vec<String> = form.all("craft").map(str::to_owned).collect();
    codes.sort();
    codes.dedup();
    if codes.is_empty() {
        check.wrong("craft", Problem::AtLeastOne);
    } else if codes.iter().any(|code| known.craft(code).is_none_or(|craft| !craft.active)) {
        check.wrong("craft", Problem::NotAChoice);
    }
    Ok(codes)
}

fn new_member(ctx: &Ctx, check: &mut Check<'_>, form: &Form) -> NewMember {
    let this_year = i64::from(ground::days::day_in_tripoli(ctx.now).year());
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
        relation: check.choice("relation", change::relation).unwrap_or_default(),
        identity,
    }
}
