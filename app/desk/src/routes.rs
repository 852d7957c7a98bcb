//! Lines of the URL table of the desk, and the pages they show.

use axum::extract::{Path, RawQuery};

use crate::pages;
use crate::phrases::phrases;
use crate::posts::bulk::{approve_many, confirm, undo_many};
use crate::posts::cases::{
    apart, ask_back, assign, case_again, decide, keep, note, recall, recommend, reset_applicant, return_case, send_back, take, take_back,
    uncompared, verify,
};
use crate::posts::minutes::sign;
use crate::posts::reference;
use crate::posts::register::{account, family_again, looks_right, looks_wrong, renewal, suspend};
use crate::posts::staff::{
    confirm_role, discard, forget_factor, grant, invite, is_name, people_again, reject_role, reset_link, revive, revoke,
};
use crate::texts;
use crate::trail;
use crate::types::{Attention, NEW, Table, Waiting, queue_filter, register_filter};
use cases::casework::{self, CaseKind};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, FieldErrors};
use ground::form::{Filled, Form};
use ground::ids::{FamilyId, ProductId};
use ground::outbox::Lane;
use ground::route::{Access, Answer, Entry, get, post, see_other};
use ground::{history, outbox, text};
use market::catalogue;
use market::families;
use people::{accounts, crafts, place};

const DESK: Access = Access::Staff(Role::DESK);
const WORKERS: Access = Access::Staff(Role::CASEWORKERS);
const ADMIN: Access = Access::Staff(&[Role::Administrator]);
const AUDIT: Access = Access::Staff(&[Role::Auditor, Role::Administrator]);

/// Lines of the URL table.
pub fn entries() -> Vec<Entry> {
    vec![
        get("/desk", DESK, queue).room(1, texts::desk::queue),
        get("/desk/approve", WORKERS, confirm),
        post("/desk/approve", WORKERS, approve_many),
        post("/desk/approve/undo", WORKERS, undo_many),
        get("/desk/cases/{case}", DESK, case_page),
        post("/desk/cases/{case}/take", WORKERS, take),
        post("/desk/cases/{case}/assign", WORKERS, assign),
        post("/desk/cases/{case}/note", WORKERS, note),
        post("/desk/cases/{case}/return", WORKERS, return_case),
        post("/desk/cases/{case}/recommend", WORKERS, recommend),
        post("/desk/cases/{case}/send-back", WORKERS, send_back),
        post("/desk/cases/{case}/decide", WORKERS, decide),
        post("/desk/cases/{case}/recall", WORKERS, recall),
        post("/desk/cases/{case}/ask-back", WORKERS, ask_back),
        post("/desk/cases/{case}/take-back", WORKERS, take_back),
        post("/desk/cases/{case}/keep", WORKERS, keep),
        post("/desk/cases/{case}/members/{member}/verify", WORKERS, verify),
        post("/desk/cases/{case}/uncompared", WORKERS, uncompared),
        post("/desk/cases/{case}/apart/{family}", WORKERS, apart),
        post("/desk/cases/{case}/reset", WORKERS, reset_applicant),
        get("/desk/families", DESK, register).room(2, texts::desk::register_title),
        get("/desk/families/{family}", DESK, family),
        post("/desk/families/{family}/suspend", WORKERS, suspend),
        post("/desk/families/{family}/renewal", WORKERS, renewal),
        post("/desk/families/{family}/account", WORKERS, account),
        get("/desk/samples", WORKERS, later_looks).room(3, texts::desk::samples),
        post("/desk/samples/{product}", WORKERS, looks_wrong),
        post("/desk/samples/{product}/right", WORKERS, looks_right),
        get("/desk/reference", ADMIN, reference_index).room(9, texts::desk::reference),
        get("/desk/reference/{table}", ADMIN, reference_list),
        get("/desk/reference/{table}/{key}", ADMIN, reference_row),
        post("/desk/reference/{table}/{key}", ADMIN, reference::save),
        post("/desk/reference/holidays/{key}/remove", ADMIN, reference::remove),
        get("/desk/people", ADMIN, people_page).room(11, texts::desk::people),
        post("/desk/people/{person}/grant", ADMIN, grant),
        post("/desk/people/{person}/reset", ADMIN, reset_link),
        post("/desk/people/{person}/factor", ADMIN, forget_factor),
        post("/desk/people/invite", ADMIN, invite),
        post("/desk/proposals/{proposal}/confirm", ADMIN, confirm_role),
        post("/desk/proposals/{proposal}/reject", ADMIN, reject_role),
        post("/desk/grants/{grant}/revoke", ADMIN, revoke),
        get("/desk/audit", AUDIT, audit_page).room(12, texts::desk::audit),
        get("/desk/mails", ADMIN, mails_page).room(13, texts::desk::mails),
        post("/desk/mails/{task}/revive", ADMIN, revive),
        post("/desk/mails/{task}/discard", ADMIN, discard),
        post("/committee/{sitting}/sign", Access::Staff(&[Role::CommitteeMember]), sign),
    ]
}

type Key = Path<(String, i64)>;

async fn queue(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let mut filter = queue_filter(&query);
    let (mut rows, all) = casework::queue(&ctx, &filter).await?;
    if rows.is_empty() && all > 0 {
        // Behind the end stands the last page: what was there has been decided meanwhile.
        filter.page = (all - 1) / casework::QUEUE_ROWS;
        rows = casework::queue(&ctx, &filter).await?.0;
    }
    let products = rows.iter().filter(|row| row.kind == CaseKind::Product);
    let briefs = catalogue::briefs(&ctx, &products.map(|row| (ProductId(row.subject_id), row.version)).collect::<Vec<_>>()).await?;
    let counts = casework::counts(&ctx).await?;
    let mut others = [training::to_screen(&ctx).await?, fairs::other_work(&ctx).await?].concat();
    others.sort_by_key(|work| work.since);
    let places = place::places(&ctx.db).await?;
    let attention = if ctx.actor.holds(&[Role::Administrator]) { Some(attention(&ctx).await?) } else { None };
    let found = Waiting { rows, all, counts, others, attention, briefs };
    Ok(pages::queue(&ctx, &query, &filter, &found, &places).respond(&ctx))
}

/// What waits for an administrator.
async fn attention(ctx: &Ctx) -> Result<Attention, AppError> {
    let me = ctx.actor.id();
    let proposals = accounts::waiting(ctx).await?.iter().filter(|row| Some(row.by.0) != me && Some(row.person.0) != me).count();
    let entered: Vec<_> = place::holidays(ctx.db.read()).await?.into_iter().collect();
    let holidays = place::missing(day_in_tripoli(ctx.now), &entered).len();
    Ok(Attention { proposals, dead: outbox::dead_count(&ctx.db).await?, holidays })
}

async fn case_page(ctx: Ctx, Path((_, id)): Key) -> Answer {
    case_again(&ctx, id, &Filled::default()).await
}

async fn register(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let filter = register_filter(&query);
    let (rows, next, all) = families::register(&ctx, &filter).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(pages::register(&ctx, &query, &rows, (next, all), &places, &crafts).respond(&ctx))
}

async fn family(ctx: Ctx, Path((_, id)): Key) -> Answer {
    family_again(&ctx, FamilyId(id), &Filled::default()).await
}

async fn later_looks(ctx: Ctx) -> Answer {
    let rows = catalogue::later_looks(&ctx).await?;
    let places = place::places(&ctx.db).await?;
    Ok(pages::later_looks(&ctx, &rows, &Filled::default(), &places).respond(&ctx))
}

async fn reference_index(ctx: Ctx) -> Answer {
    Ok(see_other(ctx.link("/desk/reference/municipalities")))
}

async fn reference_list(ctx: Ctx, Path((_, table)): Path<(String, String)>, RawQuery(query): RawQuery) -> Answer {
    let table = reference::table_of(&table)?;
    let query = Form::parse(&query.unwrap_or_default());
    let wanted = text::fold(&text::clean_line(query.get("text")));
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let holidays = if table == Table::Holidays { place::holiday_rows(&ctx.db).await? } else { Vec::new() };
    let phrases = if table == Table::Phrases { phrases(&ctx).await? } else { Vec::new() };
    let rows = pages::reference_rows(&ctx, table, &places, &crafts, &holidays, &phrases);
    let rows = rows.into_iter().filter(|row| wanted.is_empty() || text::fold(&format!("{} {}", row.name, row.note)).contains(&wanted));
    let entered: Vec<_> = holidays.iter().map(|holiday| holiday.day).collect();
    let asked = if table == Table::Holidays { place::missing(day_in_tripoli(ctx.now), &entered) } else { Vec::new() };
    Ok(pages::reference_list(&ctx, table, &query, &rows.collect::<Vec<_>>(), &asked).respond(&ctx))
}

async fn reference_row(ctx: Ctx, Path((_, table, key)): Path<(String, String, String)>, RawQuery(query): RawQuery) -> Answer {
    let table = reference::table_of(&table)?;
    let form = match (table, key.as_str()) {
        // A holiday that is expected brings its names and about which day it is.
        (Table::Holidays, NEW) => Form::parse(&query.unwrap_or_default()),
        (_, NEW) => blank(table)?,
        _ => stored(&ctx, table, &key).await?,
    };
    reference::again(&ctx, table, &key, &Filled::from(form)).await
}

fn blank(table: Table) -> Result<Form, AppError> {
    match table {
        // The districts are those of 2007.
        Table::Districts => Err(AppError::NotFound),
        _ => Ok(Form::of([("active", "yes".to_owned())])),
    }
}

async fn stored(ctx: &Ctx, table: Table, key: &str) -> Result<Form, AppError> {
    let names = |ar: &str, en: &str| Form::of([("name_ar", ar.to_owned()), ("name_en", en.to_owned())]);
    let yes = |set: bool| if set { "yes".to_owned() } else { String::new() };
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    Ok(match table {
        Table::Municipalities => {
            let m = places.municipality(key).ok_or(AppError::NotFound)?;
            let mut form = names(&m.name_ar, &m.name_en);
            form.set("district", m.district_code.clone().unwrap_or_default());
            form.set("south", m.south.clone());
            form.set("aliases", m.aliases.join("\n"));
            form.set("branch", m.branch_id.map(|id| id.to_string()).unwrap_or_default());
            form.set("active_from", m.active_from.map(|at| at.date_naive().to_string()).unwrap_or_default());
            form.set("active_to", m.active_to.map(|at| at.date_naive().to_string()).unwrap_or_default());
            form
        }
        Table::Districts => {
            let d = places.districts.iter().find(|d| d.code == key).ok_or(AppError::NotFound)?;
            names(&d.name_ar, &d.name_en)
        }
        Table::Branches => reference::stored_branch(&places, key)?,
        Table::Holidays => {
            let rows = place::holiday_rows(&ctx.db).await?;
            let h = rows.iter().find(|h| h.day.to_string() == key).ok_or(AppError::NotFound)?;
            let mut form = names(&h.name_ar, &h.name_en);
            form.set("day", h.day.to_string());
            form
        }
        Table::Crafts => {
            let c = crafts.craft(key).ok_or(AppError::NotFound)?;
            let mut form = names(&c.name_ar, &c.name_en);
            form.set("code", c.code.clone());
            form.set("food", yes(c.food));
            form.set("active", yes(c.active));
            form.set("position", c.position.to_string());
            form
        }
        Table::Phrases => {
            let all = phrases(ctx).await?;
            let p = all.iter().find(|p| p.id.to_string() == key).ok_or(AppError::NotFound)?;
            let mut form = names(&p.words_ar, &p.words_en);
            form.set("part", p.part.clone());
            form.set("active", yes(p.active));
            form.set("position", p.position.to_string());
            form
        }
        Table::Items => {
            let i = crafts.item(key).ok_or(AppError::NotFound)?;
            let mut form = names(&i.name_ar, &i.name_en);
            form.set("craft", i.craft.clone());
            form.set("active", yes(i.active));
            form
        }
    })
}

async fn people_page(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    let query = Form::parse(&query.unwrap_or_default());
    let filled = match accounts::phone(query.get("phone")) {
        Err(problem) if !query.get("phone").is_empty() && !is_name(query.get("phone")) => {
            Filled::wrong(query.clone(), FieldErrors::one("phone", problem))
        }
        _ => Filled::from(query.clone()),
    };
    people_again(&ctx, &filled).await
}

async fn audit_page(ctx: Ctx, RawQuery(query): RawQuery) -> Answer {
    const ROWS: u64 = 100;
    let query = Form::parse(&query.unwrap_or_default());
    let rows = trail::trail(&ctx, &trail::filter_of(&query), ROWS).await?;
    // The whole chain is walked when it is asked for: it grows with every act.
    let chain = if query.has("verify", "yes") { Some(history::verify(&ctx).await?) } else { None };
    Ok(pages::audit(&ctx, &query, &rows, ROWS, chain).respond(&ctx))
}

async fn mails_page(ctx: Ctx) -> Answer {
    let dead = outbox::dead(&ctx).await?;
    let waiting = outbox::waiting(&ctx.db).await?;
    let mails = outbox::held(&ctx.db, &[Lane::Mail, Lane::Urgent]).await?;
    let work = outbox::held(&ctx.db, &[Lane::Work]).await?;
    let all_dead = outbox::dead_count(&ctx.db).await?;
    Ok(pages::mails(&ctx, (&dead, all_dead), waiting, mails.as_ref(), work.as_ref()).respond(&ctx))
}
