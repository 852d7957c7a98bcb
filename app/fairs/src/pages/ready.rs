//! Getting ready: a family's list, what it packs, and who lacks what.

use leptos::prelude::*;

use crate::application::ApplicationState;
use crate::applying::Whole;
use crate::counting::Count;
use crate::entity::{application, fair, goods};
use crate::pages::public::{at, days, name};
use crate::pages::running::{Names, back, named};
use crate::reads::DeskFair;
use crate::ready::Line;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Page, Tone, bars, check_boxes, empty, fact, facts, hidden, notice, qr, submit, tag};
use market::catalogue::Exhibit;
use people::place::Places;

/// What is left to do before a fair, with what the family ticks.
pub(crate) fn checklist(ctx: &Ctx, row: &application::Model, lines: &[Line]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let l = ctx.l;
    let theirs: Vec<AnyView> = lines
        .iter()
        .filter(|line| !line.item.own())
        .map(|line| {
            let state = if line.done { tag(Tone::Good, t!(l, fairs.given)) } else { tag(Tone::Waiting, t!(l, fairs.to_be_given)) };
            view! { <li class="row"><span>{line.item.word(l)}</span>{state}</li> }.into_any()
        })
        .collect();
    let own: Vec<&Line> = lines.iter().filter(|line| line.item.own()).collect();
    let options: Vec<(&str, String, Option<String>)> =
        own.iter().map(|line| (line.item.code(), line.item.word(l), Some(t!(l, fairs.by_day, day = days::date(l, line.by))))).collect();
    let mut ticked = Filled::default();
    for line in own.iter().filter(|line| line.done) {
        ticked.form.add("done", line.item.code());
    }
    let ready = (row.state == ApplicationState::Ready).then(|| notice(Tone::Good, t!(l, fairs.all_ready)));
    let packing = (row.state != ApplicationState::Confirmed).then(|| {
        view! { <p><a href=ctx.link(&format!("/me/fairs/{}/packing", row.id))>{t!(l, fairs.packing)}</a></p> }
    });
    Some(
        view! {
            <section class="card pad">
                <h2>{t!(l, fairs.getting_ready)}</h2>
                {ready}
                <ul class="rows">{theirs}</ul>
                <form method="post" action=ctx.link(&format!("/me/fairs/{}", row.id)) novalidate>
                    {hidden("do", "ready".to_owned())}
                    {check_boxes(l, &ticked, "done", t!(l, fairs.for_you_to_do), &options)}
                    {submit(t!(l, common.save))}
                </form>
                {packing}
            </section>
        }
        .into_any(),
    )
}

/// What custody says of a family's goods.
pub(crate) fn custody(l: Locale, goods: &[goods::Model], items: &[Exhibit]) -> Option<AnyView> {
    let title = |row: &goods::Model| {
        let card = items.iter().find(|card| card.id == row.product_id);
        card.map(|card| texts::pick(l, &card.title_ar, &card.title_en).to_owned()).unwrap_or_default()
    };
    let rows: Vec<AnyView> = goods
        .iter()
        .map(|row| {
            let cells: Vec<AnyView> =
                Count::ALL.iter().map(|count| view! { <td class="number">{count.of(row).to_string()}</td> }.into_any()).collect();
            view! { <tr><th scope="row" dir="auto">{title(row)}</th>{cells}</tr> }.into_any()
        })
        .collect();
    let heads: Vec<AnyView> = Count::ALL.iter().map(|count| view! { <th scope="col">{count.word(l)}</th> }.into_any()).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.custody)><table class="sheet">
                <caption>{t!(l, fairs.custody)}</caption>
                <thead><tr><th scope="col">{t!(l, fairs.section_products)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
        .into_any()
    })
}

/// Address that the label of a product leads to: its page for everyone, its custody for who counts.
fn label(ctx: &Ctx, fair: &fair::Model, row: &application::Model, item: &Exhibit) -> String {
    format!("{}{}", ctx.site.public_url, ctx.link(&format!("/fairs/{}/goods/{}-{}", fair.slug, row.id, item.id)))
}

/// What a family packs, with room for counts by hand, and a label for each product to be cut out.
pub fn packing(ctx: &Ctx, whole: &Whole, number: &str, items: &[Exhibit], places: &Places) -> Page {
    let l = ctx.l;
    let Whole { fair, application: row, people, .. } = whole;
    let heading = t!(l, fairs.packing);
    let who: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let rows = [
        fact(t!(l, fairs.booth), number),
        fact(t!(l, training.when), &days(l, &fair.starts_on, &fair.ends_on)),
        fact(t!(l, fairs.hours), &format!("\u{2066}{}–{}\u{2069}", fair.opens_at, fair.closes_at)),
        fact(t!(l, training.place), &at(l, fair, places)),
        fact(t!(l, fairs.landmark), &fair.landmark),
        fact(t!(l, fairs.section_people), &who.join("، ")),
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
    ];
    let title = |item: &Exhibit| texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let lines: Vec<AnyView> = items
        .iter()
        .map(|item| view! { <tr><th scope="row" dir="auto">{title(item)}</th><td>"......"</td><td>"......"</td></tr> }.into_any())
        .collect();
    let labels: Vec<AnyView> = items
        .iter()
        .map(|item| {
            view! {
                <section class="label">
                    {qr(&label(ctx, fair, row, item), t!(l, fairs.label_of, title = title(item)))}
                    <p dir="auto">{title(item)}</p>
                    <p class="small"><bdi>{number.to_owned()}</bdi></p>
                </section>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <p class="actions"><a href=ctx.link(&format!("/me/fairs/{}", row.id)) dir="auto">{name(l, fair)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{name(l, fair)}</p>
            {facts(rows.into_iter().flatten().collect())}
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.section_products)><table class="sheet">
                <caption>{t!(l, fairs.section_products)}</caption>
                <thead><tr><th scope="col">{t!(l, fairs.product)}</th><th scope="col">{t!(l, fairs.packed)}</th><th scope="col">{t!(l, fairs.taken_over)}</th></tr></thead>
                <tbody>{lines}</tbody>
            </table></div>
            <h2>{t!(l, fairs.labels_heading)}</h2>
            <p class="hint">{t!(l, fairs.labels_hint)}</p>
            <div class="labels">{labels}</div>
        </div>
    };
    Page::new(heading, body)
}

/// Who is ready for a fair, and what the others lack by when.
pub fn readiness(ctx: &Ctx, view: &DeskFair, rows: &[(application::Model, Vec<Line>)], names: &Names) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.readiness);
    let today = days::day_in_tripoli(ctx.now);
    let list: Vec<AnyView> = rows
        .iter()
        .map(|(row, lines)| {
            let missing: Vec<AnyView> = lines
                .iter()
                .filter(|line| !line.done)
                .map(|line| {
                    let late = (line.by < today).then(|| tag(Tone::Danger, t!(l, fairs.late)));
                    view! { <li>{line.item.word(l)}" · "{t!(l, fairs.by_day, day = days::date(l, line.by))}" "{late}</li> }.into_any()
                })
                .collect();
            let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", fair.id, row.id));
            view! {
                <li class="row">
                    <div><a href=path dir="auto">{named(l, names, row.family_id)}</a><ul class="plain small">{missing}</ul></div>
                    {tag(row.state.tone(), row.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let done = rows.iter().filter(|(_, lines)| lines.iter().all(|line| line.done)).count();
    let counts = [(t!(l, fairs.app_ready), done as i64), (t!(l, fairs.not_ready), (rows.len() - done) as i64)];
    let body = if rows.is_empty() {
        empty(t!(l, fairs.nobody_there), t!(l, fairs.nobody_there_text), None)
    } else {
        view! { <div class="case-grid"><div><ul class="rows">{list}</ul></div><aside>{bars(heading.clone(), &counts)}</aside></div> }
            .into_any()
    };
    let body = view! { <div class="desk">{back(ctx, fair)}<h1>{heading.clone()}</h1>{body}</div> };
    Page::new(heading, body)
}
