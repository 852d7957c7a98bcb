//! What can be taken back of a file, and by whom.

use leptos::prelude::*;

use crate::types::{act_path, in_list};
use cases::casework::{self, CaseState, CaseView, EventAct, Move, Outcome, UNDO_MINUTES};
use chrono::Duration;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Tone, hidden, notice, submit};

fn button(action: String, word: String) -> AnyView {
    view! { <form method="post" action=action><button class="button quiet" type="submit">{word}</button></form> }.into_any()
}

/// A recommendation or a return by who made it, one's own approval for some minutes, and any approval of a product by two people.
pub fn backs(ctx: &Ctx, case: &CaseView, filled: &Filled) -> Vec<AnyView> {
    let l = ctx.l;
    let mut forms = Vec::new();
    match casework::backs(&ctx.actor, &case.involved) {
        Some(Move::Recall) => {
            let word = if case.state == CaseState::Returned { t!(l, desk.call_back) } else { t!(l, desk.recall) };
            forms.push(button(act_path(ctx, case.id, "recall"), word));
        }
        Some(_) => forms.push(answer(ctx, case)),
        None => {}
    }
    let approved = case.decision.as_ref().filter(|(outcome, ..)| *outcome == Outcome::Approved);
    let Some((.., at)) = approved.filter(|_| casework::may_ask_back(&ctx.actor, &case.involved).is_ok()) else { return forms };
    if case.decided_by == ctx.actor.id() && ctx.now <= *at + Duration::minutes(UNDO_MINUTES) {
        let action = ctx.link(&in_list(ctx, "/desk/approve/undo".to_owned()));
        let minutes = t!(l, desk.n_minutes, count = UNDO_MINUTES);
        forms.push(
            view! {
                <form method="post" action=action>
                    {hidden("case", case.id.to_string())}
                    <p class="hint">{t!(l, desk.undo_hint, minutes = minutes)}</p>
                    <button class="button quiet" type="submit">{t!(l, desk.undo_verb)}</button>
                </form>
            }
            .into_any(),
        );
    }
    let field = Field::lines(filled, "ask_back", t!(l, desk.ask_back_words), 3).hint(t!(l, desk.ask_back_hint)).view(l);
    let open = filled.errors.of("ask_back").is_some();
    forms.push(
        view! {
            <details open=open>
                <summary>{t!(l, desk.ask_back)}</summary>
                <form method="post" action=act_path(ctx, case.id, "ask-back") novalidate>{field}{submit(t!(l, desk.ask_back_verb))}</form>
            </details>
        }
        .into_any(),
    );
    forms
}

/// What the second person is asked.
fn answer(ctx: &Ctx, case: &CaseView) -> AnyView {
    let l = ctx.l;
    let asked = case.events.iter().rfind(|event| event.act == EventAct::AskBack);
    let words = asked.map(|event| view! { <p class="lines" dir="auto">{event.words.clone()}</p> });
    view! {
        <section class="card pad">
            <h2>{t!(l, desk.ask_back)}</h2>
            {words}
            <form method="post" action=act_path(ctx, case.id, "take-back")>{submit(t!(l, desk.take_back_verb))}</form>
            {button(act_path(ctx, case.id, "keep"), t!(l, desk.keep))}
        </section>
    }
    .into_any()
}

/// That a colleague asked, for everybody else who reads the file.
pub fn back_asked(ctx: &Ctx, case: &CaseView) -> Option<AnyView> {
    case.involved.asked_back.map(|_| notice(Tone::Attention, t!(ctx.l, desk.back_asked)))
}
