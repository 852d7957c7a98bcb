//! What happened to a case, oldest first.

use leptos::prelude::*;

use super::super::reads::EventRow;
use super::super::rules::{CaseKind, Outcome};
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::texts::Locale;

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
                    <p class="small"><time datetime=event.at.to_rfc3339()>{days::moment(l, event.at)}</time></p>
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
        "open" => t!(l, casework.event_open),
        "take" => t!(l, casework.event_take),
        "assign" => t!(l, casework.event_assign),
        "note" => t!(l, casework.event_note),
        "return" => t!(l, casework.event_return),
        "resubmit" => t!(l, casework.event_resubmit),
        "recommend" => t!(l, casework.event_recommend, outcome = outcome),
        "send_back" => t!(l, casework.event_send_back),
        "decide" => t!(l, casework.event_decide, outcome = outcome),
        "object" => t!(l, casework.event_object),
        "close" => t!(l, casework.event_close),
        "flag" => t!(l, casework.event_flag),
        "document" => t!(l, casework.event_document),
        "withdraw" => t!(l, casework.event_withdraw),
        "help" => t!(l, casework.event_help),
        other => other.to_owned(),
    }
}
