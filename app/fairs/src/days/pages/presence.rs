//! Who is there, day by day.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::days::entity::{incident, presence};
use crate::entity::application;
use crate::plan::pages::desk::back;
use crate::rules::FairState;
use crate::types::DeskFair;
use crate::words::{Names, named};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Filled;
use ground::ui::{Field, Page, empty, error_summary, hidden, submit};
use ground::{days, t};

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
