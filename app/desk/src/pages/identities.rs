//! Identities of a file that were not compared with their papers.

use leptos::prelude::*;

use super::case::Subject;
use crate::types::act_path;
use cases::casework::{self, CaseKind, CaseView, EventAct};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Tone, notice, submit};
use market::families::Member;

/// Members with an identity that was not compared with the original paper.
fn open(subject: &Subject) -> Vec<&Member> {
    let application = match subject {
        Subject::Family(family) => &family.application,
        Subject::Correction(correction) => &correction.now,
        _ => return Vec::new(),
    };
    application.members.iter().filter(|member| member.identity.is_some() && member.verified_at.is_none()).collect()
}

/// Why one could not be compared, as it was said since the file was last sent.
fn said(case: &CaseView) -> Option<String> {
    let last = case.events.iter().rfind(|event| matches!(event.act, EventAct::Open | EventAct::Resubmit | EventAct::Uncompared));
    last.filter(|event| event.act == EventAct::Uncompared).map(|event| event.words.clone())
}

/// That a family cannot be licensed yet, because an identity was neither compared nor is it said why.
pub fn uncompared(l: Locale, case: &CaseView, subject: &Subject) -> Option<AnyView> {
    let waits = case.involved.about == CaseKind::Family && !open(subject).is_empty() && said(case).is_none();
    waits.then(|| notice(Tone::Attention, t!(l, desk.recommend_uncompared)))
}

/// Members whose identity was not compared with the original paper, for everybody who reads the file: who decides has to know it. Whoever
/// may move it says that one was compared, or why it could not be.
pub fn identities(ctx: &Ctx, case: &CaseView, subject: &Subject, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    let works = !casework::moves(&ctx.actor, &case.involved).is_empty();
    let rows: Vec<AnyView> = open(subject)
        .into_iter()
        .map(|member| {
            let action = act_path(ctx, case.id, &format!("members/{}/verify", member.id));
            let verb = works.then(|| {
                view! { <form method="post" action=action><button class="button quiet" type="submit">{t!(l, desk.verify_identity)}</button></form> }
            });
            view! { <li class="row"><span dir="auto">{member.name.clone()}</span>{verb}</li> }.into_any()
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let said = said(case).map(|words| notice(Tone::Attention, words));
    let hint = if works { t!(l, desk.identities_hint) } else { t!(l, desk.identities_others) };
    let form = works.then(|| {
        let action = act_path(ctx, case.id, "uncompared");
        let open = filled.errors.of("uncompared").is_some();
        let field = Field::lines(filled, "uncompared", t!(l, desk.uncompared_why), 3).view(l);
        let form = view! { <form method="post" action=action novalidate>{field}{submit(t!(l, desk.uncompared_verb))}</form> };
        view! { <details open=open><summary>{t!(l, desk.uncompared_why)}</summary>{form}</details> }
    });
    let section = view! {
        <section>
            <h2>{t!(l, desk.identities)}</h2>
            <p class="hint">{hint}</p>
            {said}
            <ul class="rows">{rows}</ul>
            {form}
        </section>
    };
    Some(section.into_any())
}
