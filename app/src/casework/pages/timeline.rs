//! What happened to a case, oldest first.

use leptos::prelude::*;

use super::super::reads::EventRow;
use super::super::rules::{CaseKind, Outcome};
use crate::ctx::Ctx;
use crate::i18n::{self, Locale};
use crate::t;

/// A case's history; names only where the reader may see them.
pub fn timeline(ctx: &Ctx, kind: CaseKind, events: &[EventRow]) -> AnyView {
    let l = ctx.l;
    let items: Vec<AnyView> = events
        .iter()
        .map(|event| {
            let words = (!event.words.is_empty()).then(|| view! { <p class="lines" dir="auto">{event.words.clone()}</p> });
            let fields: Vec<(String, String)> =
                if event.act == "return" { serde_json::from_str(&event.fields).unwrap_or_default() } else { Vec::new() };
            let fields: Vec<AnyView> = fields.into_iter().map(|(_, words)| view! { <li class="lines">{words}</li> }.into_any()).collect();
            let fields = (!fields.is_empty()).then(|| view! { <ul dir="auto">{fields}</ul> });
            let who = event.who.clone().map(|who| format!(" · {who}")).unwrap_or_default();
            view! {
                <li>
                    <p><strong>{act(l, kind, event)}</strong>{who}</p>
                    <p class="small"><time datetime=event.at.to_rfc3339()>{i18n::moment(l, event.at)}</time></p>
                    {words}
                    {fields}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn act(l: Locale, kind: CaseKind, event: &EventRow) -> String {
    let outcome = Outcome::from_code(&event.fields).map(|outcome| outcome.word(kind, l)).unwrap_or_default();
    match event.act.as_str() {
        "open" => t!(l, desk.event_open),
        "take" => t!(l, desk.event_take),
        "assign" => t!(l, desk.event_assign),
        "note" => t!(l, desk.event_note),
        "return" => t!(l, desk.event_return),
        "resubmit" => t!(l, desk.event_resubmit),
        "recommend" => t!(l, desk.event_recommend, outcome = outcome),
        "send_back" => t!(l, desk.event_send_back),
        "decide" => t!(l, desk.event_decide, outcome = outcome),
        "object" => t!(l, desk.event_object),
        "close" => t!(l, desk.event_close),
        "flag" => t!(l, desk.event_flag),
        "document" => t!(l, desk.event_document),
        "withdraw" => t!(l, desk.event_withdraw),
        "help" => t!(l, desk.event_help),
        other => other.to_owned(),
    }
}
