//! What happened to a case, oldest first.

use leptos::prelude::*;

use super::super::reads::EventRow;
use super::super::rules::{CaseKind, EventAct, Outcome};
use super::super::words::part_word;
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
                if event.act == EventAct::Return { serde_json::from_str(&event.fields).unwrap_or_default() } else { Vec::new() };
            let part = |code: &str| part_word(l, code).map(|part| view! { <strong>{part}": "</strong> });
            let field = |(code, words): (String, String)| view! { <li class="lines">{part(&code)}{words}</li> }.into_any();
            let fields: Vec<AnyView> = fields.into_iter().map(field).collect();
            let fields = (!fields.is_empty()).then(|| view! { <ul dir="auto">{fields}</ul> });
            let who = event.who.clone().map(|who| format!(" · {who}")).unwrap_or_default();
            view! {
                <li>
                    <p><strong>{act(l, kind, event)}</strong>{who}</p>
                    <p class="small"><time datetime=days::machine(event.at)>{days::moment(l, event.at)}</time></p>
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
    match event.act {
        EventAct::Open => t!(l, casework.event_open),
        EventAct::Take => t!(l, casework.event_take),
        EventAct::Assign => t!(l, casework.event_assign),
        EventAct::Note => t!(l, casework.event_note),
        EventAct::Return => t!(l, casework.event_return),
        EventAct::Resubmit => t!(l, casework.event_resubmit),
        EventAct::Recommend => t!(l, casework.event_recommend, outcome = outcome),
        EventAct::SendBack => t!(l, casework.event_send_back),
        EventAct::Decide => t!(l, casework.event_decide, outcome = outcome),
        EventAct::Object => t!(l, casework.event_object),
        EventAct::Close => t!(l, casework.event_close),
        EventAct::Flag => t!(l, casework.event_flag),
        EventAct::Document => t!(l, casework.event_document),
        EventAct::Recall => t!(l, casework.event_recall),
        EventAct::CallBack => t!(l, casework.event_call_back),
        EventAct::AskBack => t!(l, casework.event_ask_back),
        EventAct::Keep => t!(l, casework.event_keep),
        EventAct::TakeBack => t!(l, casework.event_take_back, number = &event.fields),
        EventAct::Uncompared => t!(l, casework.event_uncompared),
        EventAct::Withdraw => t!(l, casework.event_withdraw),
        EventAct::Help => t!(l, casework.event_help),
        EventAct::Hand => t!(l, casework.event_hand),
    }
}
