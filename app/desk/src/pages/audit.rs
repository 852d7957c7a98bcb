//! The audit trail for the auditor.

use leptos::prelude::*;

use super::act_words::act_word;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::history::Model;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, notice, pager, submit};

/// Rows, newest first; and whether the chain holds, if that was asked for.
pub fn audit(ctx: &Ctx, query: &Form, rows: &[Model], page: u64, chain: Option<Result<u64, i64>>) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.audit);
    let chain = match chain {
        Some(Ok(rows)) => notice(Tone::Good, t!(l, desk.chain_holds, count = rows)),
        Some(Err(id)) => notice(Tone::Danger, t!(l, desk.chain_broken, id = id)),
        None => view! { <p><a class="button quiet" href=ctx.link("/desk/audit?verify=yes")>{t!(l, desk.verify_chain)}</a></p> }.into_any(),
    };
    let filled = Filled::from(query.clone());
    let first = (!query.get("before").is_empty()).then(|| ctx.link("/desk/audit"));
    let next = rows.last().filter(|_| rows.len() as u64 == page).map(|row| {
        let mut next = query.clone();
        next.0.retain(|(name, value)| matches!(name.as_str(), "act" | "who") && !value.is_empty());
        next.set("before", row.id.to_string());
        ctx.link(&format!("/desk/audit?{}", next.encode()))
    });
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {chain}
            <form class="inline" action=ctx.link("/desk/audit")>
                {Field::line(&filled, "act", t!(l, desk.act)).latin().hint(t!(l, desk.act_hint)).view(l)}
                {Field::line(&filled, "who", t!(l, common.who)).view(l)}
                {submit(t!(l, catalogue.show_results))}
            </form>
            {trail(l, rows)}
            {pager(l, first, next)}
        </div>
    };
    Page::new(title, body)
}

/// The rows as a table, each with the beginning of its hash.
fn trail(l: Locale, rows: &[Model]) -> AnyView {
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td class="number">{row.id.to_string()}</td>
                    <td>{days::moment(l, row.at)}</td>
                    <td>{row.actor_name.clone()}</td>
                    <td>{act_word(l, &row.act)}<br/><bdi class="small">{row.act.clone()}</bdi></td>
                    <td><bdi>{format!("{} {}", row.subject_kind, row.subject_id)}</bdi></td>
                    <td dir="auto">{row.details.clone()}</td>
                    <td><bdi><code>{row.hash.chars().take(10).collect::<String>()}</code></bdi></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, desk.audit)>
            <table class="queue wide">
                <thead>
                    <tr>
                        <th scope="col">"#"</th>
                        <th scope="col">{t!(l, common.when)}</th>
                        <th scope="col">{t!(l, common.who)}</th>
                        <th scope="col">{t!(l, desk.act)}</th>
                        <th scope="col">{t!(l, desk.subject)}</th>
                        <th scope="col">{t!(l, desk.details)}</th>
                        <th scope="col">{t!(l, desk.hash)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
