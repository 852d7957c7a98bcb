//! Applications of a fair at the desk.

use leptos::prelude::*;

use crate::applications::pages::mine::needs_of;
use crate::applications::types::Whole;
use crate::entity::{application, fair};
use crate::rules::application::ApplicationState;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::FamilyId;
use ground::ui::{Field, Page, bars, empty, error_summary, fact, facts, hidden, submit, tag};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::place::Places;

/// All that were sent.
pub fn sent(ctx: &Ctx, fair: &fair::Model, rows: &[(application::Model, String)], places: &Places, reached: bool, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.applications);
    let states: Vec<(String, i64)> = ApplicationState::ALL
        .iter()
        .map(|state| (state.word(l), rows.iter().filter(|(row, _)| row.state == *state).count() as i64))
        .filter(|(_, n)| *n > 0)
        .collect();
    let waiting = rows.iter().filter(|(row, _)| row.state == ApplicationState::Submitted).count();
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|(row, family)| {
            let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", fair.id, row.id));
            let tick = (reached && row.state == ApplicationState::Submitted).then(|| {
                view! { <input type="checkbox" form="many" name="application" value=row.id.to_string() aria-label=t!(l, fairs.choose, reference = row.reference.clone().unwrap_or_default())/> }
            });
            view! {
                <li class="row">
                    <div>
                        {tick}" "<a href=path dir="auto">{family.clone()}</a>
                        <p class="small"><bdi>{row.reference.clone()}</bdi>" · "{places.name(l, &row.municipality_code)}{row.position.map(|n| format!(" · {}", t!(l, fairs.place_in_order, n = n)))}</p>
                    </div>
                    {tag(row.state.tone(), row.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let many = (reached && waiting > 0).then(|| {
        view! {
            <form method="post" id="many" class="actions">
                {hidden("do", "screen_many".to_owned())}
                <button class="button" type="submit">{t!(l, fairs.screen_many)}</button>
            </form>
        }
    });
    let list = if lines.is_empty() {
        empty(t!(l, fairs.applications_none), t!(l, fairs.applications_none_text), None)
    } else {
        view! { {many}<ul class="rows">{lines}</ul> }.into_any()
    };
    let chart = (!states.is_empty()).then(|| bars(t!(l, fairs.by_state), &states));
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid"><div>{list}</div><aside>{chart}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

/// One of them, with what an officer can do.
pub fn one(
    ctx: &Ctx,
    whole: &Whole,
    (family, id): (&str, FamilyId),
    cards: &[Exhibit],
    places: &Places,
    reached: bool,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, .. } = whole;
    let heading = t!(l, fairs.application_of, name = format!("\u{2068}{family}\u{2069}"));
    let shown: Vec<AnyView> = cards
        .iter()
        .filter(|card| whole.products.contains(&card.id))
        .map(|card| {
            let title = texts::pick(l, &card.title_ar, &card.title_en).to_owned();
            if card.shown {
                view! { <li><a href=ctx.link(&format!("/products/{}", card.slug)) dir="auto">{title}</a></li> }.into_any()
            } else {
                view! { <li dir="auto">{title}</li> }.into_any()
            }
        })
        .collect();
    let people: Vec<&str> = whole.people.iter().map(|person| person.name.as_str()).collect();
    let mut rows = vec![(t!(l, common.status), tag(row.state.tone(), row.state.word(l)))];
    rows.extend(
        [
            fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
            fact(t!(l, families.municipality), &places.name(l, &row.municipality_code)),
            fact(t!(l, fairs.section_people), &people.join("، ")),
            fact(t!(l, fairs.booth_kind), &row.size.word(l)),
            fact(t!(l, fairs.day_part), &row.part.word(l)),
            fact(t!(l, fairs.section_needs), &needs_of(l, row)),
            fact(t!(l, fairs.lodging), &if row.lodging > 0 { row.lodging.to_string() } else { String::new() }),
            fact(t!(l, fairs.passport), row.passport_until.as_deref().unwrap_or_default()),
            fact(t!(l, fairs.anything_else), &row.words),
            fact(t!(l, fairs.reason), &row.reason),
        ]
        .into_iter()
        .flatten(),
    );
    let screens = (reached && matches!(row.state, ApplicationState::Submitted | ApplicationState::Screened)).then(|| {
        let yes = (row.state == ApplicationState::Submitted).then(|| {
            view! { <form method="post">{hidden("do", "screen".to_owned())}<p class="hint">{t!(l, fairs.screen_hint)}</p>{submit(t!(l, fairs.screen))}</form> }
        });
        view! {
            {yes}
            <details open=filled.errors.of("words").is_some()>
                <summary>{t!(l, fairs.refuse)}</summary>
                <form method="post" novalidate>
                    {hidden("do", "refuse".to_owned())}
                    {Field::lines(filled, "words", t!(l, fairs.refuse_words), 3).view(l)}
                    {submit(t!(l, fairs.refuse))}
                </form>
            </details>
        }
    });
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/applications", fair.id))>{t!(l, fairs.applications)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid">
                <div>{facts(rows)}<h2>{t!(l, fairs.section_products)}</h2><ul>{shown}</ul></div>
                <aside>
                    <p><a href=ctx.link(&format!("/desk/families/{id}"))>{t!(l, fairs.to_family)}</a></p>
                    <div class="doings">{screens}</div>
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}
