//! The register of families as a table, with filters, and as a file.

use leptos::prelude::*;

use super::register::tone;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::ids::FamilyId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, filter_select, pager, submit, tag, tick};
use market::families::{ENDS_SOON_DAYS, FamilyState, MOST_OF_FILE, RegisterRow};
use people::crafts::Crafts;
use people::place::Places;

/// Families within scope, with filters, how many they are in all, and the way to the next.
pub fn register(
    ctx: &Ctx,
    query: &Form,
    rows: &[RegisterRow],
    (next, all): (Option<FamilyId>, u64),
    places: &Places,
    crafts: &Crafts,
) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.register_title);
    let list = if rows.is_empty() {
        empty(t!(l, desk.register_none), t!(l, desk.register_none_text), Some((ctx.link("/desk/families"), t!(l, desk.register_all))))
    } else {
        view! { <p class="small">{t!(l, desk.n_families, count = all)}</p>{table(ctx, rows, places, crafts)}{files(ctx, query)} }.into_any()
    };
    let more = next.map(|after| {
        let mut next = query.clone();
        next.set("after", after.to_string());
        ctx.link(&format!("/desk/families?{}", next.encode()))
    });
    let first = (!query.get("after").is_empty()).then(|| {
        let mut first = query.clone();
        first.0.retain(|(name, value)| name != "after" && !value.is_empty());
        ctx.link(&format!("/desk/families?{}", first.encode()))
    });
    let begin = ctx.actor.holds(Role::CASEWORKERS).then(|| {
        view! { <p><a class="button" href=ctx.link("/desk/families/new")>{t!(l, desk.register)}</a></p> }
    });
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {begin}
            <div class="desk-grid">
                <aside>{filters(ctx, query, places, crafts)}</aside>
                <div>{list}{pager(l, first, more)}</div>
            </div>
        </div>
    };
    Page::new(title, body)
}

fn filters(ctx: &Ctx, query: &Form, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let filled = Filled::from(query.clone());
    let states: Vec<(String, String)> = FamilyState::ALL.iter().map(|state| (state.code().to_owned(), state.word(l))).collect();
    let reached: Vec<(String, String)> =
        places.all(l).into_iter().filter(|(code, _)| places.reached(&ctx.actor.scopes(Role::DESK), code)).collect();
    view! {
        <form class="filter-form" action=ctx.link("/desk/families")>
            {Field::line(&filled, "text", t!(l, desk.register_text)).view(l)}
            {filter_select(l, &filled, "state", t!(l, common.status), &states)}
            {filter_select(l, &filled, "municipality", t!(l, catalogue.municipality), &reached)}
            {filter_select(l, &filled, "craft", t!(l, catalogue.craft), &crafts.options(l))}
            {tick(l, &filled, "ends_soon", t!(l, desk.ends_soon, days = t!(l, common.n_days, count = ENDS_SOON_DAYS)))}
            {tick(l, &filled, "helped", t!(l, desk.helped_only))}
            {submit(t!(l, catalogue.show_results))}
        </form>
    }
    .into_any()
}

/// The same list, as it is narrowed, as files.
fn files(ctx: &Ctx, query: &Form) -> AnyView {
    let l = ctx.l;
    let mut asked = query.clone();
    asked.0.retain(|(name, value)| name != "after" && !value.is_empty());
    let asked = asked.encode();
    let file = |kind: &str| {
        let path = format!("/desk/families/register.{kind}");
        ctx.link(&if asked.is_empty() { path } else { format!("{path}?{asked}") })
    };
    view! {
        <p class="actions">
            <a class="button quiet" href=file("xlsx")>{t!(l, training.figures_xlsx)}</a>
            <a class="button quiet" href=file("csv")>{t!(l, training.figures_csv)}</a>
        </p>
    }
    .into_any()
}

/// What the register says of a family, but for its name: place, crafts, phone, licence, last day.
fn cells(ctx: &Ctx, row: &RegisterRow, places: &Places, crafts: &Crafts) -> [String; 5] {
    let l = ctx.l;
    let place = row.municipality.as_deref().map(|code| places.name(l, code)).unwrap_or_default();
    let makes: Vec<String> = row.crafts.iter().map(|code| crafts.name(l, code)).collect();
    let (number, until) = row.licence.as_ref().map(|(number, until)| (number.clone(), days::date(l, *until))).unwrap_or_default();
    [place, makes.join(if l == Locale::Ar { "، " } else { ", " }), row.phone.clone(), number, until]
}

fn heads(ctx: &Ctx) -> [String; 5] {
    let l = ctx.l;
    [t!(l, catalogue.municipality), t!(l, catalogue.craft), t!(l, families.contact_phone), t!(l, home.licence), t!(l, desk.licence_until)]
}

fn table(ctx: &Ctx, rows: &[RegisterRow], places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let words = heads(ctx);
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let name = if row.trade_name.is_empty() { t!(l, desk.unnamed) } else { row.trade_name.clone() };
            let helped = row.helped.then(|| tag(Tone::Plain, t!(l, desk.helped)));
            let cells = cells(ctx, row, places, crafts).into_iter().zip(words.clone());
            let cells: Vec<AnyView> = cells.map(|(cell, word)| view! { <td data-label=word><bdi>{cell}</bdi></td> }.into_any()).collect();
            view! {
                <tr>
                    <th scope="row"><a href=ctx.link(&format!("/desk/families/{}", row.id)) dir="auto">{name}</a></th>
                    <td>{tag(tone(row.state), row.state.word(l))}" "{helped}</td>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads: Vec<AnyView> = words.iter().map(|word| view! { <th scope="col">{word.clone()}</th> }.into_any()).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, desk.register_title)>
            <table class="queue whole-words cards-on-phone">
                <thead><tr><th scope="col">{t!(l, families.trade_name)}</th><th scope="col">{t!(l, common.status)}</th>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The register as a file has it: the heading, then the rows; where it is cut, the last line says so.
pub fn register_lines(ctx: &Ctx, rows: &[RegisterRow], places: &Places, crafts: &Crafts) -> Vec<Vec<String>> {
    let l = ctx.l;
    let head = [t!(l, families.trade_name), t!(l, common.status)].into_iter().chain(heads(ctx)).collect();
    let line = |row: &RegisterRow| [row.trade_name.clone(), row.state.word(l)].into_iter().chain(cells(ctx, row, places, crafts)).collect();
    let cut = (rows.len() > MOST_OF_FILE).then(|| {
        let words = t!(l, desk.register_cut, families = t!(l, desk.n_families, count = MOST_OF_FILE));
        std::iter::once(words).chain(vec![String::new(); heads(ctx).len() + 1]).collect::<Vec<String>>()
    });
    std::iter::once(head).chain(rows.iter().take(MOST_OF_FILE).map(line)).chain(cut).collect()
}
