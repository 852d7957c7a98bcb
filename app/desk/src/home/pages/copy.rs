//! What is kept of somebody, as a page that is read without the site.

use leptos::prelude::*;

use super::super::kept::Kept;
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::texts;
use ground::ui::{fact, facts, render};
use market::catalogue;
use market::families::{self, Audience};
use people::accounts::phone_shown;
use people::crafts::Crafts;
use people::place::Places;

const LOOK: &str = "body{font-family:sans-serif;line-height:1.6;max-width:48rem;margin:2rem auto;padding:0 1rem}\
    dl>div{display:flex;gap:1rem}dt{min-width:10rem;color:#555}dd{margin:0}.lines{white-space:pre-line}";

/// The whole document.
pub fn copy(ctx: &Ctx, kept: &Kept, places: &Places, crafts: &Crafts) -> String {
    let l = ctx.l;
    let title = t!(l, home.copy_title);
    let family = kept.family.as_ref().map(|family| {
        let name = family.family.trade_name.clone();
        let panel = families::application_panel(ctx, family, name, places, crafts, Audience::Family);
        view! { <p>{t!(l, home.copy_numbers)}</p>{panel} }
    });
    let products = (!kept.products.is_empty())
        .then(|| view! { <h2>{t!(l, common.products)}</h2>{catalogue::written_panel(ctx, &kept.products, crafts)} });
    render(|| {
        view! {
            <!DOCTYPE html>
            <html lang=texts::code(l) dir=texts::direction(l)>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title inner_html=title.clone()></title>
                    <base href=ctx.site.public_url.clone()/>
                    <style>{LOOK}</style>
                </head>
                <body>
                    <main>
                        <h1>{title}</h1>
                        <p>{t!(l, home.copy_of, at = days::moment(l, ctx.now))}</p>
                        {account(ctx, kept)}
                        {family}
                        {products}
                        {cases(ctx, kept)}
                        {courses_and_fairs(ctx, kept)}
                    </main>
                </body>
            </html>
        }
    })
}

fn account(ctx: &Ctx, kept: &Kept) -> AnyView {
    let l = ctx.l;
    let name = ctx.actor.person().map(|signed| signed.name.clone()).unwrap_or_default();
    let licence = kept.family.as_ref().and_then(|family| family.family.licence.clone());
    let (number, until) = licence.map(|(number, until)| (number, days::date(l, until))).unwrap_or_default();
    let rows = [
        fact(t!(l, accounts.name), &name),
        fact(t!(l, accounts.phone), &phone_shown(&kept.account.phone)),
        fact(t!(l, accounts.email), &kept.account.email),
        fact(t!(l, home.licence), &number),
        fact(t!(l, home.licence_until), &until),
    ];
    view! { <h2>{t!(l, accounts.account_title)}</h2>{facts(rows.into_iter().flatten().collect())} }.into_any()
}

/// Cases with what was written in them.
fn cases(ctx: &Ctx, kept: &Kept) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = kept
        .cases
        .iter()
        .map(|case| {
            let outcome = case.outcome.map(|outcome| format!(" — {}", outcome.word(case.kind, l)));
            view! { <li><bdi>{case.reference.clone()}</bdi>{format!(" · {} · {} · {}", case.kind.word(l), case.title, case.state.word(l))}{outcome}</li> }
                .into_any()
        })
        .collect();
    let words = kept.words.iter().map(|(id, at, words)| {
        let reference = kept.cases.iter().find(|case| case.id == *id).map(|case| case.reference.clone()).unwrap_or_default();
        view! { <dt>{format!("{} · {reference}", days::moment(l, *at))}</dt><dd class="lines" dir="auto">{words.clone()}</dd> }.into_any()
    });
    let words: Vec<AnyView> = words.collect();
    (!rows.is_empty() || !words.is_empty()).then(|| view! { <h2>{t!(l, home.my_cases)}</h2><ul>{rows}</ul><dl>{words}</dl> }.into_any())
}

fn courses_and_fairs(ctx: &Ctx, kept: &Kept) -> AnyView {
    let l = ctx.l;
    let courses: Vec<AnyView> = kept
        .enrolments
        .iter()
        .map(|row| {
            let words = format!(" · {} · {} · {}", row.course.title, row.name, row.state.word(l));
            view! { <li><bdi>{row.reference.clone()}</bdi>{words}</li> }.into_any()
        })
        .collect();
    let fairs: Vec<AnyView> = kept
        .fairs
        .iter()
        .map(|(application, fair)| {
            let words = format!(" · {} · {}", texts::pick(l, &fair.name_ar, &fair.name_en), application.state.word(l));
            view! { <li><bdi>{application.reference.clone().unwrap_or_default()}</bdi>{words}</li> }.into_any()
        })
        .collect();
    let courses = (!courses.is_empty()).then(|| view! { <h2>{t!(l, training.mine)}</h2><ul>{courses}</ul> });
    let fairs = (!fairs.is_empty()).then(|| view! { <h2>{t!(l, fairs.mine)}</h2><ul>{fairs}</ul> });
    view! { {courses}{fairs} }.into_any()
}
