//! Reference data: a list with a search, and a form for one row.

use leptos::prelude::*;

use super::returning::return_fields;
use crate::phrases::Phrase;
use crate::types::{NEW, Table};
use cases::casework::CaseKind;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Field, Page, Tone, empty, error_summary, select, submit, tag, tick};
use people::crafts::Crafts;
use people::place::{Branch, Expected, Holiday, Municipality, Places};

/// Whether a municipality counts as the south, as in the Authority's programmes.
pub const SOUTH: [&str; 3] = ["core", "extended", "no"];

/// A line of a list.
pub struct Row {
    /// Key in the address.
    pub key: String,
    /// Name in the reader's language.
    pub name: String,
    /// The other name, the district, the craft, the day.
    pub note: String,
    /// Whether it is out of use.
    pub over: bool,
}

impl Table {
    fn word(self, l: Locale) -> String {
        match self {
            Table::Municipalities => t!(l, reference.municipalities),
            Table::Districts => t!(l, reference.districts),
            Table::Branches => t!(l, reference.branches),
            Table::Holidays => t!(l, reference.holidays),
            Table::Crafts => t!(l, common.crafts),
            Table::Items => t!(l, reference.items),
            Table::Phrases => t!(l, reference.phrases),
        }
    }
}

/// All rows of a table.
pub fn reference_rows(ctx: &Ctx, table: Table, places: &Places, crafts: &Crafts, holidays: &[Holiday], phrases: &[Phrase]) -> Vec<Row> {
    let l = ctx.l;
    let named = |key: &str, ar: &str, en: &str, note: String, over: bool| {
        let other = if l == Locale::Ar { en } else { ar };
        let note = if note.is_empty() { other.to_owned() } else { format!("{other} · {note}") };
        Row { key: key.to_owned(), name: texts::pick(l, ar, en).to_owned(), note, over }
    };
    match table {
        Table::Municipalities => {
            let district = |code: &Option<String>| places.districts.iter().find(|d| Some(&d.code) == code.as_ref());
            let row = |m: &Municipality| {
                let district = district(&m.district_code).map(|d| texts::pick(l, &d.name_ar, &d.name_en).to_owned()).unwrap_or_default();
                let aliases = m.aliases.join(" · ");
                let note = [district, aliases].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
                named(&m.code, &m.name_ar, &m.name_en, note, !m.active_at(ctx.now))
            };
            places.municipalities.iter().map(row).collect()
        }
        Table::Districts => places.districts.iter().map(|d| named(&d.code, &d.name_ar, &d.name_en, d.code.clone(), false)).collect(),
        Table::Branches => {
            let address = |b: &Branch| if b.address_ar.is_empty() { t!(l, reference.no_address) } else { b.phone.clone() };
            places.branches.iter().map(|b| named(&b.id.to_string(), &b.name_ar, &b.name_en, address(b), false)).collect()
        }
        Table::Holidays => {
            let row = |h: &Holiday| named(&h.day.to_string(), &h.name_ar, &h.name_en, days::date(l, h.day), false);
            holidays.iter().map(row).collect()
        }
        Table::Crafts => crafts.crafts.iter().map(|c| named(&c.code, &c.name_ar, &c.name_en, c.code.clone(), !c.active)).collect(),
        Table::Phrases => {
            let parts = parts(l);
            let word = |code: &str| parts.iter().find(|(part, _)| part == code).map(|(_, word)| word.clone()).unwrap_or_default();
            phrases.iter().map(|p| named(&p.id.to_string(), &p.words_ar, &p.words_en, word(&p.part), !p.active)).collect()
        }
        Table::Items => crafts.items.iter().map(|i| named(&i.code, &i.name_ar, &i.name_en, crafts.name(l, &i.craft), !i.active)).collect(),
    }
}

/// Parts that phrases are for: their code, such as `family.members`, and word.
pub fn parts(l: Locale) -> Vec<(String, String)> {
    let of = |kind: CaseKind| {
        let part = move |(code, word): (&str, String)| (format!("{}.{code}", kind.code()), format!("{}: {word}", kind.word(l)));
        return_fields(l, kind).into_iter().map(part)
    };
    of(CaseKind::Family).chain(of(CaseKind::Product)).collect()
}

fn tables(ctx: &Ctx, here: Table) -> AnyView {
    let links: Vec<AnyView> = Table::ALL
        .iter()
        .map(|table| {
            let current = (*table == here).then_some("page");
            view! { <a href=ctx.link(&format!("/desk/reference/{}", table.code())) aria-current=current>{table.word(ctx.l)}</a> }.into_any()
        })
        .collect();
    view! { <nav class="tabs" aria-label=t!(ctx.l, desk.reference)>{links}</nav> }.into_any()
}

/// The list.
pub fn reference_list(ctx: &Ctx, table: Table, query: &Form, rows: &[Row], asked: &[Expected]) -> Page {
    let l = ctx.l;
    let title = table.word(l);
    let base = ctx.link(&format!("/desk/reference/{}", table.code()));
    let filled = Filled::from(query.clone());
    let add =
        (table != Table::Districts).then(|| view! { <p><a class="button" href=format!("{base}/{NEW}")>{t!(l, reference.add)}</a></p> });
    let items: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let over = row.over.then(|| tag(Tone::Plain, t!(l, reference.over)));
            view! {
                <li class="row">
                    <div><a href=format!("{base}/{}", row.key)>{row.name.clone()}</a><p class="small" dir="auto">{row.note.clone()}</p></div>
                    {over}
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if items.is_empty() {
        empty(t!(l, reference.none), t!(l, reference.none_text), Some((base.clone(), t!(l, reference.all))))
    } else {
        view! { <ul class="rows">{items}</ul> }.into_any()
    };
    let body = view! {
        <div class="desk">
            {tables(ctx, table)}
            <h1>{title.clone()}</h1>
            {expected(ctx, asked)}
            {add}
            <form class="inline" action=base.clone()>{Field::line(&filled, "text", t!(l, common.search)).view(l)}{submit(t!(l, common.search))}</form>
            {list}
        </div>
    };
    Page::new(title, body)
}

/// Holidays that nobody has entered yet, each with the form that enters it.
fn expected(ctx: &Ctx, asked: &[Expected]) -> Option<AnyView> {
    let l = ctx.l;
    let line = |holiday: &Expected| {
        let query =
            Form::of([("day", holiday.day.to_string()), ("name_ar", holiday.name_ar.to_owned()), ("name_en", holiday.name_en.to_owned())]);
        let day = days::date(l, holiday.day);
        let day = if holiday.lunar { t!(l, reference.about, day = day) } else { day };
        let enter = ctx.link(&format!("/desk/reference/holidays/{NEW}?{}", query.encode()));
        view! { <li><a href=enter>{texts::pick(l, holiday.name_ar, holiday.name_en).to_owned()}</a>" · "<span class="small">{day}</span></li> }
            .into_any()
    };
    let lines: Vec<AnyView> = asked.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="notice attention">
                <p>{t!(l, reference.expected)}</p>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// The form of one row.
pub fn reference_row(ctx: &Ctx, table: Table, key: &str, filled: &Filled, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let is_new = key == NEW;
    let called = texts::pick(l, filled.form.get("name_ar"), filled.form.get("name_en"));
    let title = match (is_new, called) {
        (true, _) => format!("{} — {}", table.word(l), t!(l, reference.add)),
        (false, "") => table.word(l),
        (false, called) => called.to_owned(),
    };
    let base = ctx.link(&format!("/desk/reference/{}", table.code()));
    let remove = (table == Table::Holidays && !is_new).then(|| {
        view! {
            <form method="post" action=format!("{base}/{key}/remove")>
                <button class="button quiet" type="submit">{t!(l, families.remove)}</button>
            </form>
        }
    });
    let base = ctx.link(&format!("/desk/reference/{}", table.code()));
    let body = view! {
        <div class="desk narrow">
            <p><a href=base>{table.word(l)}</a></p>
            {error_summary(l, filled)}
            <h1 dir="auto">{title.clone()}</h1>
            <form method="post" novalidate>
                {called_fields(l, table, filled)}
                {own_fields(l, table, key, filled, places, crafts)}
                {submit(t!(l, common.save))}
            </form>
            {remove}
        </div>
    };
    Page::new(title, body)
}

/// What a row is called, or what a phrase says.
fn called_fields(l: Locale, table: Table, filled: &Filled) -> AnyView {
    if table == Table::Phrases {
        return view! {
            {Field::lines(filled, "name_ar", t!(l, reference.phrase_ar), 3).hint(t!(l, reference.phrase_hint)).view(l)}
            {Field::lines(filled, "name_en", t!(l, reference.phrase_en), 3).latin().view(l)}
        }
        .into_any();
    }
    view! {
        {Field::line(filled, "name_ar", t!(l, reference.name_ar)).view(l)}
        {Field::line(filled, "name_en", t!(l, reference.name_en)).latin().view(l)}
    }
    .into_any()
}

/// The fields that only this table has.
fn own_fields(l: Locale, table: Table, key: &str, filled: &Filled, places: &Places, crafts: &Crafts) -> AnyView {
    match table {
        Table::Municipalities => municipality_fields(l, filled, places),
        Table::Holidays => Field::date(filled, "day", t!(l, reference.day)).hint(t!(l, reference.day_hint)).view(l),
        Table::Crafts => view! {
            {(key == NEW).then(|| Field::line(filled, "code", t!(l, reference.code)).hint(t!(l, reference.code_hint)).latin().view(l))}
            {Field::number(filled, "position", t!(l, reference.position)).optional().view(l)}
            {tick(l, filled, "food", t!(l, reference.food))}
            {tick(l, filled, "active", t!(l, reference.active))}
        }
        .into_any(),
        Table::Items => view! {
            {select(l, filled, "craft", t!(l, catalogue.craft), None, &crafts.options(l))}
            {tick(l, filled, "active", t!(l, reference.active))}
        }
        .into_any(),
        Table::Branches => branch_fields(l, filled, places),
        Table::Phrases => view! {
            {select(l, filled, "part", t!(l, reference.part), None, &parts(l))}
            {Field::number(filled, "position", t!(l, reference.position)).optional().view(l)}
            {tick(l, filled, "active", t!(l, reference.active))}
        }
        .into_any(),
        Table::Districts => ().into_any(),
    }
}

fn branch_fields(l: Locale, filled: &Filled, places: &Places) -> AnyView {
    view! {
        {select(l, filled, "municipality", t!(l, reference.seat), None, &places.all(l))}
        {Field::line(filled, "address_ar", t!(l, reference.address_ar)).hint(t!(l, reference.address_hint)).optional().view(l)}
        {Field::line(filled, "address_en", t!(l, reference.address_en)).latin().optional().view(l)}
        {Field::line(filled, "branch_phone", t!(l, reference.phone)).latin().optional().view(l)}
        {Field::line(filled, "hours_ar", t!(l, reference.hours_ar)).optional().view(l)}
        {Field::line(filled, "hours_en", t!(l, reference.hours_en)).latin().optional().view(l)}
        {Field::lines(filled, "networks", t!(l, reference.networks), 3).hint(t!(l, reference.networks_hint)).optional().view(l)}
    }
    .into_any()
}

fn municipality_fields(l: Locale, filled: &Filled, places: &Places) -> AnyView {
    let option = |key: String, ar: &str, en: &str| (key, texts::pick(l, ar, en).to_owned());
    let districts: Vec<(String, String)> = places.districts.iter().map(|d| option(d.code.clone(), &d.name_ar, &d.name_en)).collect();
    let branches: Vec<(String, String)> = places.branches.iter().map(|b| option(b.id.to_string(), &b.name_ar, &b.name_en)).collect();
    let south = SOUTH.map(|code| {
        let word = match code {
            "core" => t!(l, reference.south_core),
            "extended" => t!(l, reference.south_wider),
            _ => t!(l, common.no),
        };
        (code.to_owned(), word)
    });
    view! {
        {select(l, filled, "district", t!(l, reference.district), None, &districts)}
        {select(l, filled, "south", t!(l, reference.south), None, &south)}
        {select(l, filled, "branch", t!(l, reference.branch), Some(t!(l, reference.branch_hint)), &branches)}
        {Field::lines(filled, "aliases", t!(l, reference.aliases), 4).hint(t!(l, reference.aliases_hint)).optional().view(l)}
        <div class="pair">
            {Field::date(filled, "active_from", t!(l, reference.active_from)).optional().view(l)}
            {Field::date(filled, "active_to", t!(l, reference.active_to)).optional().view(l)}
        </div>
    }
    .into_any()
}
