//! A fair while it is held: journeys, days, accounts, signs.

use std::collections::HashMap;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::application::ApplicationState;
use crate::entity::{application, fair, goods, incident, presence, ride, settlement};
use crate::journeys::{Journey, RideKind};
use crate::pages::public::{days, name};
use crate::reads::DeskFair;
use crate::rules::FairState;
use crate::running::{Account, sales};
use ground::ctx::Ctx;
use ground::days::{self, day_in_tripoli};
use ground::form::Filled;
use ground::ids::FamilyId;
use ground::money::{Money, plain};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Field, Page, Tone, empty, error_summary, hidden, notice, pick_one, price, select_or, submit, tag};
use market::catalogue::Exhibit;
use market::families::PublicName;
use people::place::Places;

/// Names of families by key.
pub type Names = HashMap<FamilyId, PublicName>;

pub(crate) fn named(l: Locale, names: &Names, family: FamilyId) -> String {
    names.get(&family).map(|name| texts::pick(l, &name.ar, &name.en).to_owned()).unwrap_or_default()
}

pub(crate) fn back(ctx: &Ctx, fair: &fair::Model) -> AnyView {
    view! { <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(ctx.l, fair)}</a></p> }.into_any()
}

/// Buses and rooms with their lists, by municipality.
pub fn journey(ctx: &Ctx, view: &DeskFair, found: &Journey, names: &Names, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.journeys);
    let action = ctx.link(&format!("/desk/fairs/{}/journey", fair.id));
    let word = |kind: RideKind| match kind {
        RideKind::Bus => t!(l, fairs.bus),
        RideKind::Room => t!(l, fairs.lodging_room),
    };
    let rides: Vec<AnyView> = found
        .rides
        .iter()
        .map(|ride| {
            let inside: Vec<_> = found.riders.iter().filter(|rider| rider.ride_id == ride.id).collect();
            let taken: i64 = inside.iter().map(|rider| rider.people).sum();
            let mut rows: Vec<(String, String, i64)> = inside
                .iter()
                .filter_map(|rider| found.guests.iter().find(|(row, _)| row.id == rider.application_id).map(|(row, _)| (row, rider.people)))
                .map(|(row, people)| (places.name(l, &row.municipality_code), named(l, names, row.family_id), people))
                .collect();
            rows.sort();
            let list: Vec<AnyView> = rows
                .into_iter()
                .map(|(town, family, people)| view! { <li>{town}" — "<span dir="auto">{family}</span>" × "{people.to_string()}</li> }.into_any())
                .collect();
            let kind = RideKind::from_code(&ride.kind).map(word).unwrap_or_default();
            let gone = (view.reached && taken == 0).then(|| {
                view! { <form method="post" action=action.clone()>{hidden("do", "remove".to_owned())}{hidden("ride", ride.id.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
            });
            view! { <section class="card pad"><h2><span dir="auto">{ride.title.clone()}</span>" — "{kind}</h2><p class="number">{t!(l, fairs.seats_of, n = taken, all = ride.capacity)}</p><ul>{list}</ul>{gone}</section> }
                .into_any()
        })
        .collect();
    let who: Vec<AnyView> = found
        .guests
        .iter()
        .filter(|(row, _)| row.transport || row.lodging > 0)
        .map(|(row, people)| seats(ctx, found, row, *people, &named(l, names, row.family_id), &action, view.reached, filled))
        .collect();
    let kinds = vec![("bus".to_owned(), word(RideKind::Bus)), ("room".to_owned(), word(RideKind::Room))];
    let add = view.reached.then(|| {
        view! {
            <form method="post" action=action.clone() novalidate class="card pad">
                <h2>{t!(l, fairs.add_ride)}</h2>
                {hidden("do", "add".to_owned())}
                {pick_one(l, filled, "kind", t!(l, fairs.ride_kind), &kinds)}
                {Field::line(filled, "title", t!(l, fairs.ride_title)).view(l)}
                {Field::number(filled, "capacity", t!(l, fairs.ride_capacity)).view(l)}
                {submit(t!(l, fairs.add_ride))}
            </form>
        }
    });
    let none = who.is_empty().then(|| view! { <p class="hint">{t!(l, fairs.nobody_rides)}</p> });
    let body = view! {
        <div class="desk">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid"><div><h2>{t!(l, fairs.who_rides)}</h2>{none}<ul class="rows">{who}</ul></div><aside>{rides}{add}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

#[allow(clippy::too_many_arguments)]
fn seats(
    ctx: &Ctx,
    found: &Journey,
    row: &application::Model,
    people: i64,
    family: &str,
    action: &str,
    reached: bool,
    filled: &Filled,
) -> AnyView {
    let l = ctx.l;
    let form = |kind: RideKind, label: String, n: i64| {
        let options: Vec<(String, String)> = found
            .rides
            .iter()
            .filter(|ride: &&ride::Model| ride.kind == kind.code())
            .map(|ride| (ride.id.to_string(), ride.title.clone()))
            .collect();
        let field = format!("{}_{}", kind.code(), row.id);
        let mut known = filled.clone();
        if known.form.get(&field).is_empty() {
            let mine = found.riders.iter().find(|rider| rider.application_id == row.id && rider.kind == kind.code());
            known.form.set(&field, mine.map(|rider| rider.ride_id.to_string()).unwrap_or_default());
        }
        view! {
            <form method="post" action=action.to_owned() novalidate>
                {hidden("do", "seat".to_owned())}{hidden("application", row.id.to_string())}{hidden("kind", kind.code().to_owned())}
                {select_or(l, &known, &field, format!("{label} ({n}) — {family}"), &options, t!(l, fairs.none_yet))}
                <button class="button quiet" type="submit">{t!(l, common.save)}</button>
            </form>
        }
        .into_any()
    };
    let bus = (reached && row.transport).then(|| form(RideKind::Bus, t!(l, fairs.bus), people));
    let room = (reached && row.lodging > 0).then(|| form(RideKind::Room, t!(l, fairs.lodging_room), row.lodging));
    view! { <li class="row"><div><strong dir="auto">{family.to_owned()}</strong>{bus}{room}</div></li> }.into_any()
}

/// Who is there, day by day, and what happened.
pub fn on_days(
    ctx: &Ctx,
    view: &DeskFair,
    day: NaiveDate,
    rows: &[(application::Model, Vec<presence::Model>)],
    told: &[incident::Model],
    names: &Names,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.on_days);
    let (first, last) = (fair.starts_on.parse::<NaiveDate>().unwrap_or_default(), fair.ends_on.parse::<NaiveDate>().unwrap_or_default());
    let text = day.to_string();
    let links: Vec<AnyView> = first
        .iter_days()
        .take_while(|other| *other <= last && *other <= day_in_tripoli(ctx.now))
        .map(|other| {
            let path = ctx.link(&format!("/desk/fairs/{}/days?day={other}", fair.id));
            view! { <a href=path aria-current=(other == day).then_some("page")>{days::date(l, other)}</a> }.into_any()
        })
        .collect();
    let noting = view.reached && matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed) && !links.is_empty();
    let boxes: Vec<AnyView> = rows
        .iter()
        .map(|(row, there)| {
            let id = format!("there-{}", row.id);
            let checked = there.iter().any(|one| one.day == text);
            view! {
                <div class="box">
                    {checked.then(|| hidden("seen", row.id.to_string()))}
                    <input type="checkbox" id=id.clone() name="there" value=row.id.to_string() checked=checked disabled=!noting/>
                    <label for=id><span dir="auto">{named(l, names, row.family_id)}</span><small><bdi>{row.reference.clone()}</bdi></small></label>
                </div>
            }
            .into_any()
        })
        .collect();
    let form = view! {
        <form method="post" novalidate>
            {hidden("do", "presence".to_owned())}{hidden("day", text.clone())}
            <fieldset class="boxes"><legend>{t!(l, fairs.there_on, day = days::date(l, day))}</legend>{boxes}</fieldset>
            {noting.then(|| submit(t!(l, fairs.note_presence)))}
        </form>
    };
    let list = if rows.is_empty() { empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None) } else { form.into_any() };
    let told: Vec<AnyView> = told
        .iter()
        .map(|row| {
            view! { <li><p class="lines" dir="auto">{row.words.clone()}</p><p class="small">{days::moment(l, row.at)}</p></li> }.into_any()
        })
        .collect();
    let told_now = matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let add = (view.reached && told_now).then(|| {
        view! {
            <form method="post" novalidate>
                {hidden("do", "incident".to_owned())}
                {Field::lines(filled, "incident", t!(l, fairs.incident), 3).view(l)}
                {submit(t!(l, fairs.add_incident))}
            </form>
        }
    });
    let body = view! {
        <div class="desk">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <nav class="chips" aria-label=heading.clone()>{links}</nav>
            <div class="case-grid"><div>{list}</div><aside><h2>{t!(l, fairs.incidents)}</h2><ul class="rows">{told}</ul>{add}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

/// Accounts of everyone, and whether the fair can be settled.
pub fn accounts(
    ctx: &Ctx,
    view: &DeskFair,
    rows: &[(application::Model, Option<settlement::Model>)],
    names: &Names,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.accounts);
    let total = Money(rows.iter().filter_map(|(_, settled)| settled.as_ref()).map(|settled| settled.sales).sum());
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|(row, settled)| {
            let path = ctx.link(&format!("/desk/fairs/{}/accounts/{}", fair.id, row.id));
            let sum = settled.as_ref().map(|settled| view! { <p class="small">{price(l, Money(settled.sales))}</p> });
            view! { <li class="row"><div><a href=path dir="auto">{named(l, names, row.family_id)}</a>{sum}</div>{tag(row.state.tone(), row.state.word(l))}</li> }
                .into_any()
        })
        .collect();
    let list = if lines.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    let close = (view.reached && fair.state == FairState::Closed).then(|| {
        view! { <form method="post">{hidden("do", "close".to_owned())}<p class="hint">{t!(l, fairs.close_hint)}</p>{submit(t!(l, fairs.close_fair))}</form> }
    });
    let last = fair.ends_on <= day_in_tripoli(ctx.now).to_string();
    let end = (view.reached && fair.state == FairState::Running && last).then(|| {
        view! { <form method="post">{hidden("do", "end".to_owned())}<p class="hint">{t!(l, fairs.end_hint)}</p>{submit(t!(l, fairs.end_fair))}</form> }
    });
    let body = view! {
        <div class="desk narrow">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {end}
            <p class="lead">{t!(l, fairs.sales_of_all)}" "{price(l, total)}</p>
            {close}
            {list}
        </div>
    };
    Page::new(heading, body)
}

/// The custody sheet of one family, and its settlement; it prints as it stands, with room for signatures.
pub fn account(ctx: &Ctx, view: &DeskFair, found: &Account, items: &[Exhibit], family: &str, filled: &Filled) -> Page {
    let l = ctx.l;
    let (fair, row) = (&view.fair, &found.whole.application);
    let heading = t!(l, fairs.account_of, name = format!("\u{2068}{family}\u{2069}"));
    let here = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready | ApplicationState::CheckedIn);
    let edits = view.reached && here && matches!(fair.state, FairState::SetUp | FairState::Running | FairState::Closed);
    let mut known = filled.clone();
    if known.form.get("do") != "goods" {
        for item in items {
            let line = found.goods.iter().find(|line| line.product_id == item.id);
            known.form.set(&format!("price_{}", item.id), plain(Money(line.map_or(item.price_from, |line| line.price))));
            for (field, value) in line
                .map(|line| [line.brought, line.sold, line.returned, line.damaged])
                .unwrap_or_default()
                .into_iter()
                .enumerate()
                .map(|(at, n)| (FIELDS[at], n))
            {
                known.form.set(&format!("{field}_{}", item.id), value.to_string());
            }
        }
    }
    let rows: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let line = found.goods.iter().find(|line| line.product_id == item.id);
            let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
            let cells: Vec<AnyView> = line
                .map(|line| [line.brought, line.sold, line.returned, line.damaged])
                .unwrap_or_default()
                .into_iter()
                .map(|n| view! { <td class="number">{n.to_string()}</td> }.into_any())
                .collect();
            let each = Money(line.map_or(item.price_from, |line| line.price));
            let path = ctx.link(&format!("/desk/fairs/{}/accounts/{}/goods/{}", fair.id, row.id, item.id));
            view! { <tr id=format!("product-{}", item.id)><th scope="row"><a href=path dir="auto">{title}</a></th><td>{price(l, each)}</td>{cells}</tr> }
                .into_any()
        })
        .collect();
    let words = [t!(l, fairs.brought), t!(l, fairs.sold), t!(l, fairs.returned), t!(l, fairs.damaged)];
    let heads: Vec<AnyView> = words.iter().map(|word| view! { <th scope="col">{word.clone()}</th> }.into_any()).collect();
    let form = edits.then(|| goods_form(l, items, &found.goods, &words, &known, filled));
    let settles = (view.reached && here && fair.state == FairState::Closed).then(|| settle_form(l, row, filled));
    let settled = found.settled.as_ref().map(|settled| {
        let words = t!(l, fairs.settled_words, name = &settled.signed_by, at = days::moment(l, settled.at));
        view! { {notice(Tone::Good, words)}<p>{t!(l, fairs.sales_of_all)}" "{price(l, Money(settled.sales))}</p><p class="lines" dir="auto">{settled.words.clone()}</p> }
    });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}/accounts", fair.id))>{t!(l, fairs.accounts)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{name(l, fair)}" · "{days(l, &fair.starts_on, &fair.ends_on)}</p>
            <p>{tag(row.state.tone(), row.state.word(l))}</p>
            {settled}
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.custody)><table class="sheet">
                <caption>{t!(l, fairs.custody)}</caption>
                <thead><tr><th scope="col">{t!(l, fairs.section_products)}</th><th scope="col">{t!(l, fairs.unit_price)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t!(l, fairs.sales)}</th><td colspan="5">{price(l, sales(&found.goods))}</td></tr></tfoot>
            </table></div>
            <p class="signatures">{t!(l, fairs.signatures)}</p>
            {form}
            {settles}
        </div>
    };
    Page::new(heading, body)
}

/// Fields of a line of custody.
pub const FIELDS: [&str; 4] = ["brought", "sold", "returned", "damaged"];

fn goods_form(l: Locale, items: &[Exhibit], goods: &[goods::Model], words: &[String; 4], known: &Filled, filled: &Filled) -> AnyView {
    let lines: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
            let counts: Vec<AnyView> = FIELDS
                .iter()
                .zip(words)
                .map(|(field, word)| Field::number(known, &format!("{field}_{}", item.id), format!("{word} — {title}")).optional().view(l))
                .collect();
            let there = goods.iter().find(|row| row.product_id == item.id);
            let there = there.map(|row| [row.brought, row.sold, row.returned, row.damaged]).unwrap_or_default();
            let seen: Vec<AnyView> =
                FIELDS.iter().zip(there).map(|(field, n)| hidden(&format!("seen_{field}_{}", item.id), n.to_string())).collect();
            view! { <fieldset>{seen}<legend dir="auto">{title.clone()}</legend>{Field::money(l, known, &format!("price_{}", item.id), format!("{} — {title}", t!(l, fairs.unit_price))).view(l)}<div class="pair">{counts}</div></fieldset> }
                .into_any()
        })
        .collect();
    let open = filled.errors.0.iter().any(|(name, _)| FIELDS.iter().any(|field| name.starts_with(field)) || name.starts_with("price"));
    view! {
        <details open=open>
            <summary>{t!(l, fairs.note_goods)}</summary>
            <form method="post" novalidate>{hidden("do", "goods".to_owned())}{lines}{submit(t!(l, common.save))}</form>
        </details>
    }
    .into_any()
}

fn settle_form(l: Locale, row: &application::Model, filled: &Filled) -> AnyView {
    let absent = matches!(row.state, ApplicationState::BoothAllocated | ApplicationState::Ready).then(|| {
        view! { <form method="post" class="apart">{hidden("do", "miss".to_owned())}<button class="button quiet" type="submit">{t!(l, fairs.never_came)}</button></form> }
    });
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.settle)}</h2>
            <form method="post" novalidate>
                {hidden("do", "settle".to_owned())}
                {Field::line(filled, "signed_by", t!(l, fairs.signed_by)).view(l)}
                {Field::money(l, filled, "by_hand", t!(l, fairs.sales_by_hand)).hint(t!(l, fairs.sales_by_hand_hint)).optional().view(l)}
                {Field::lines(filled, "words", t!(l, fairs.anything_else), 2).optional().view(l)}
                {submit(t!(l, fairs.settle))}
            </form>
            {absent}
        </section>
    }
    .into_any()
}
