//! The audit trail for the auditor.

use leptos::prelude::*;

use super::rooms;
use crate::ctx::Ctx;
use crate::history::Model;
use crate::i18n;
use crate::t;
use crate::ui::{Page, Tone, notice, pager};

/// Rows, newest first, and whether the chain holds.
pub fn audit(ctx: &Ctx, rows: &[Model], page: u64, chain: Result<u64, i64>) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.audit);
    let chain = match chain {
        Ok(rows) => notice(Tone::Good, t!(l, desk.chain_holds, n = rows)),
        Err(id) => notice(Tone::Danger, t!(l, desk.chain_broken, id = id)),
    };
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <td class="number">{row.id.to_string()}</td>
                    <td>{i18n::moment(l, row.at)}</td>
                    <td>{row.actor_name.clone()}</td>
                    <td><bdi>{row.act.clone()}</bdi></td>
                    <td><bdi>{format!("{} {}", row.subject_kind, row.subject_id)}</bdi></td>
                    <td dir="auto">{row.details.clone()}</td>
                    <td><bdi><code>{row.hash.chars().take(10).collect::<String>()}</code></bdi></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let next = rows.last().filter(|_| rows.len() as u64 == page).map(|row| ctx.link(&format!("/desk/audit?before={}", row.id)));
    let body = view! {
        <div class="desk">
            {rooms(ctx, "/desk/audit")}
            <h1>{title.clone()}</h1>
            {chain}
            <div class="scroll" tabindex="0" role="region" aria-label=title.clone()>
                <table class="queue">
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
            {pager(l, None, next)}
        </div>
    };
    Page::new(title, body)
}
