//! The audit trail for the auditor.

use leptos::prelude::*;

use super::act_words::act_word;
use super::trail_words::{details_in_words, subject_in_words};
use super::wide::wide_table;
use crate::trail::TrailLine;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, filter_select, notice, pager, submit};

/// Beginnings of acts by which the trail is narrowed.
fn groups(l: Locale) -> Vec<(String, String)> {
    let groups = [
        ("case.", t!(l, desk.group_case)),
        ("family.", t!(l, desk.group_family)),
        ("product.", t!(l, desk.group_product)),
        ("committee.", t!(l, desk.group_committee)),
        ("training.", t!(l, desk.group_training)),
        ("fair.", t!(l, desk.group_fair)),
        ("role.", t!(l, desk.group_role)),
        ("account.", t!(l, desk.group_account)),
        ("reference.", t!(l, desk.group_reference)),
        ("import", t!(l, desk.group_import)),
        ("mail.", t!(l, desk.group_mail)),
    ];
    groups.into_iter().map(|(code, word)| (code.to_owned(), word)).collect()
}

/// What of an address narrows the trail.
fn narrowed(query: &Form) -> Form {
    let mut query = query.clone();
    query.0.retain(|(name, value)| matches!(name.as_str(), "act" | "who" | "file" | "from" | "to") && !value.is_empty());
    query
}

/// Rows, newest first; and whether the chain holds, if that was asked for.
pub fn audit(ctx: &Ctx, query: &Form, rows: &[TrailLine], page: u64, chain: Option<Result<u64, i64>>) -> Page {
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
        let mut next = narrowed(query);
        next.set("before", row.row.id.to_string());
        ctx.link(&format!("/desk/audit?{}", next.encode()))
    });
    let file = ctx.link(&format!("/desk/audit.csv?{}", narrowed(query).encode()));
    let list = if rows.is_empty() {
        empty(t!(l, desk.audit_none), t!(l, desk.audit_none_text), Some((ctx.link("/desk/audit"), t!(l, desk.audit_all))))
    } else {
        trail(ctx, rows)
    };
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {chain}
            <form class="inline" action=ctx.link("/desk/audit")>
                {filter_select(l, &filled, "act", t!(l, desk.act), &groups(l))}
                {Field::line(&filled, "file", t!(l, desk.file_number)).optional().latin().view(l)}
                {Field::line(&filled, "who", t!(l, common.who)).optional().view(l)}
                {Field::date(&filled, "from", t!(l, desk.since_label)).optional().view(l)}
                {Field::date(&filled, "to", t!(l, desk.until_label)).optional().view(l)}
                {submit(t!(l, catalogue.show_results))}
            </form>
            <p><a class="button quiet" href=file>{t!(l, desk.audit_csv)}</a></p>
            {list}
            {pager(l, first, next)}
        </div>
    };
    Page::new(title, body)
}

/// The rows as a table, each with the beginning of its hash.
fn trail(ctx: &Ctx, rows: &[TrailLine]) -> AnyView {
    let l = ctx.l;
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|line| {
            let row = &line.row;
            let subject = match &line.link {
                Some(link) => view! { <a href=ctx.link(link)>{subject_in_words(l, line)}</a> }.into_any(),
                None => subject_in_words(l, line).into_any(),
            };
            view! {
                <tr>
                    <td class="number">{row.id.to_string()}</td>
                    <td class="moment"><bdi>{days::moment(l, row.at)}</bdi></td>
                    <td>{row.actor_name.clone()}</td>
                    <td>{act_word(l, &row.act)}</td>
                    <td dir="auto">{subject}</td>
                    <td dir="auto">{details_in_words(l, &row.details)}</td>
                    <td><bdi><code title=row.act.clone()>{row.hash.chars().take(10).collect::<String>()}</code></bdi></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = vec![
        "#".to_owned(),
        t!(l, common.when),
        t!(l, common.who),
        t!(l, desk.act),
        t!(l, desk.subject),
        t!(l, desk.details),
        t!(l, desk.hash),
    ];
    wide_table(t!(l, desk.audit), heads, lines)
}
