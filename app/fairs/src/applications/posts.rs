//! What forms of `applications` do, and the same pages again with what is wrong.

use std::collections::BTreeSet;

use axum::extract::Path;

use crate::applications::pages::desk::One;
use crate::applications::pages::mine::Beside;
use crate::applications::rules::Section;
use crate::applications::types::Whole;
use crate::applications::{acts, pages, screening};
use crate::rules::application::{BoothKind, DayPart};
use crate::types::{Application, Needs};
use crate::words::named;
use crate::{applications, reads};
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem, Reason, kept};
use ground::form::{Check, Filled, Form};
use ground::ids::{FairApplicationId, FairId};
use ground::route::{Act, Answer, see_other};
use ground::text;
use ground::ui::{Done, done};
use market::{catalogue, families};
use people::{accounts, place};

type Slug = Path<(String, String)>;

pub(crate) async fn begin(ctx: Ctx, Path((_, slug)): Slug) -> Answer {
    let id = acts::begin(&ctx, &slug).await?;
    Ok(see_other(ctx.link(&format!("/me/fairs/{id}"))))
}

type Key = Path<(String, i64)>;

/// What a family chooses from.
pub(crate) async fn choices(ctx: &Ctx, whole: &Whole) -> Result<(Vec<catalogue::Exhibit>, Vec<families::Trainee>), AppError> {
    let db = ctx.db.read();
    let family = whole.application.family;
    let mut keys = catalogue::published_of(db, family).await?;
    keys.extend(whole.products.iter().copied());
    Ok((catalogue::exhibits(db, keys).await?, families::trainees(db, family).await?))
}

type Part = Path<(String, i64, String)>;

pub(crate) async fn section_again(ctx: &Ctx, whole: &Whole, code: &str, filled: &Filled) -> Answer {
    let section = Section::from_code(code).ok_or(AppError::NotFound)?;
    let (cards, members) = choices(ctx, whole).await?;
    let places = place::places(&ctx.db).await?;
    let beside = Beside { cards: &cards, members: &members, places: &places };
    Ok(pages::mine::section(ctx, whole, section, &beside, filled).answering(filled).respond(ctx))
}

fn several(form: &Form, field: &str) -> Result<BTreeSet<i64>, AppError> {
    let read = |typed: &str| typed.parse::<i64>().map_err(|_| FieldErrors::one(field, Problem::NotAChoice).into());
    form.all(field).map(read).collect()
}

fn read_needs(form: &Form, whole: &Whole) -> Result<Needs, AppError> {
    let mut check = Check::new(form);
    let new = Needs {
        size: check.choice("size", BoothKind::from_code).unwrap_or(BoothKind::Small),
        part: check.choice("part", DayPart::from_code).unwrap_or(DayPart::Whole),
        power: check.flag("power"),
        water: check.flag("water"),
        accessible: check.flag("accessible"),
        transport: check.flag("transport"),
        lodging: check.number("lodging", 0, 9).unwrap_or(0),
        passport_until: if whole.fair.abroad() { check.date("passport_until") } else { None },
        samples: check.flag("samples"),
        origin_paper: check.flag("origin_paper"),
        labels: check.flag("labels"),
        words: check.lines("words", 600),
    };
    check.done()?;
    Ok(new)
}

/// Whether a section says just what its page showed.
fn untouched(form: &Form, section: Section, whole: &Whole) -> bool {
    const NEEDS: [&str; 12] = [
        "size",
        "part",
        "power",
        "water",
        "accessible",
        "transport",
        "lodging",
        "passport_until",
        "samples",
        "origin_paper",
        "labels",
        "words",
    ];
    let fields: &[&str] = match section {
        Section::Products => &["product"],
        Section::People => &["member"],
        Section::Needs => &NEEDS,
    };
    let said = |form: &Form, field: &str| -> BTreeSet<String> {
        form.all(field).filter(|value| !value.is_empty()).map(ToOwned::to_owned).collect()
    };
    let shown = stored(whole);
    fields.iter().all(|&field| said(form, field) == said(&shown, field))
}

pub(crate) async fn save_section(ctx: Ctx, Path((_, id, code)): Part, form: Form) -> Answer {
    let key = FairApplicationId(id);
    let whole = applications::reads::own_application(&ctx, key).await?;
    let then = Section::from_code(form.get("then"));
    let left = Section::from_code(&code).is_some_and(|section| untouched(&form, section, &whole));
    if let Some(next) = then.filter(|_| left) {
        return Ok(see_other(ctx.link(&format!("/me/fairs/{id}/{}", next.code()))));
    }
    let saved = async {
        match Section::from_code(&code).ok_or(AppError::NotFound)? {
            Section::Products => acts::save_products(&ctx, key, several(&form, "product")?).await,
            Section::People => acts::save_people(&ctx, key, several(&form, "member")?).await,
            Section::Needs => acts::save_needs(&ctx, key, read_needs(&form, &whole)?).await,
        }
    };
    match saved.await.map_err(kept) {
        // Where the family goes, or on to what is not said yet; everything said, back to be checked and sent.
        Ok(()) => Ok(match then.or_else(|| whole.lacks_beside(&code)) {
            Some(next) => done(&ctx, &format!("/me/fairs/{id}/{}", next.code()), Done::Saved),
            None => done(&ctx, &format!("/me/fairs/{id}"), Done::Saved),
        }),
        Err(AppError::Invalid(errors)) => section_again(&ctx, &whole, &code, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

pub(crate) async fn sent_again(ctx: &Ctx, id: FairId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, id).await?;
    let sent = applications::reads::sent_of(ctx.db.read(), id).await?;
    let names = applications::reads::names(ctx, sent.iter().map(|row| row.family).collect()).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::desk::sent(ctx, &view, &sent, &names, &places, filled).answering(filled).respond(ctx))
}

/// Applications of the fair of the address; those of others are not found there.
async fn sent_to(ctx: &Ctx, fair: FairId, keys: &[FairApplicationId]) -> Result<(), AppError> {
    let sent = applications::reads::sent_of(ctx.db.read(), fair).await?;
    if keys.iter().all(|key| sent.iter().any(|row| row.id == *key)) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Each of those ticked; the first that cannot be accepted ends it, and says why.
pub(crate) async fn screen_many(ctx: Ctx, Path((_, id)): Key, form: Form) -> Answer {
    let screened = async {
        if form.all("application").next().is_none() {
            return Err(Reason::NOTHING_CHOSEN.into());
        }
        let ticked = form.all("application").map(|typed| typed.parse().map_err(|_| AppError::NotFound));
        let ticked = ticked.collect::<Result<Vec<FairApplicationId>, _>>()?;
        sent_to(&ctx, FairId(id), &ticked).await?;
        for key in ticked {
            screening::pass(&ctx, key, "").await?;
        }
        Ok(())
    };
    match screened.await.map_err(kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/applications"), Done::Saved)),
        Err(AppError::Invalid(errors)) => sent_again(&ctx, FairId(id), &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

type Keys = Path<(String, i64, i64)>;

pub(crate) async fn one_again(ctx: &Ctx, fair: FairId, id: FairApplicationId, filled: &Filled) -> Answer {
    let view = reads::desk_fair(ctx, fair).await?;
    let sent = applications::reads::sent_rows(ctx.db.read(), fair).await?;
    let found = sent.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    let proposer = found.screened_by;
    let whole = applications::reads::whole(ctx.db.read(), view.fair, Application::from(&found)).await?;
    let cards = catalogue::exhibits(ctx.db.read(), whole.products.clone()).await?;
    let family = whole.application.family;
    let name = named(ctx.l, &applications::reads::names(ctx, vec![family]).await?, family);
    let places = place::places(&ctx.db).await?;
    let looked = accounts::names(ctx.db.read(), proposer.into_iter().collect()).await?;
    let proposer = proposer.map(|person| (person, looked.get(&person).cloned().unwrap_or_default()));
    let page = One { whole, reached: view.reached, name, cards, proposer };
    Ok(pages::desk::one(ctx, &page, &places, filled).answering(filled).respond(ctx))
}

pub(crate) async fn screen(ctx: Ctx, Path((_, fair, id)): Keys, act: Act, form: Form) -> Answer {
    let id = FairApplicationId(id);
    let screened = async {
        sent_to(&ctx, FairId(fair), &[id]).await?;
        match act {
            "screen" => screening::pass(&ctx, id, &text::clean(form.get("seen"))).await,
            "refuse" => {
                let mut check = Check::new(&form);
                let words = check.needed_lines("words", 5, 600);
                check.done()?;
                screening::propose_refusal(&ctx, id, &words).await
            }
            // Browsers send the ends of lines in another way than they are kept.
            "confirm-refusal" => screening::confirm_refusal(&ctx, id, &text::clean(form.get("seen"))).await,
            _ => Err(AppError::NotFound),
        }
    };
    match screened.await.map_err(kept) {
        Ok(fair) => Ok(done(&ctx, &format!("/desk/fairs/{fair}/applications"), Done::Saved)),
        Err(AppError::Invalid(errors)) => one_again(&ctx, FairId(fair), id, &Filled::wrong(form, errors)).await,
        Err(error) => Err(error),
    }
}

/// The sections as they stand.
pub(super) fn stored(whole: &Whole) -> Form {
    let needs = &whole.application.needs;
    let yes = |holds: bool| if holds { "yes".to_owned() } else { String::new() };
    let mut form = Form::of([
        ("size", if whole.application.needs_said { needs.size.code().to_owned() } else { String::new() }),
        ("part", needs.part.code().to_owned()),
        ("power", yes(needs.power)),
        ("water", yes(needs.water)),
        ("accessible", yes(needs.accessible)),
        ("transport", yes(needs.transport)),
        ("lodging", if needs.lodging > 0 { needs.lodging.to_string() } else { String::new() }),
        ("passport_until", needs.passport_until.map(|day| day.to_string()).unwrap_or_default()),
        ("samples", yes(needs.samples)),
        ("origin_paper", yes(needs.origin_paper)),
        ("labels", yes(needs.labels)),
        ("words", needs.words.clone()),
    ]);
    for product in &whole.products {
        form.add("product", product.to_string());
    }
    for person in &whole.people {
        form.add("member", person.member.to_string());
    }
    form
}
