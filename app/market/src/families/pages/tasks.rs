//! The task list of the application, and where it stands after it was sent.

use leptos::prelude::*;

use super::super::rules::{FamilyState, Part};
use super::super::types::{Application, Target};
use super::case_panel::{Audience, part_facts};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Page, Tone, facts, notice, submit, tag};
use people::crafts::Crafts;
use people::place::Places;

/// Parts with what is done; can be left and resumed at any time.
pub fn tasks(ctx: &Ctx, target: Target, application: Option<&Application>, returned: &[(String, String)]) -> Page {
    let l = ctx.l;
    let title = t!(l, families.application_title);
    let base = ctx.link(&target.base());
    let own = target == Target::Own;
    let rows: Vec<AnyView> = Part::ALL
        .into_iter()
        .map(|part| {
            let done = application.is_some_and(|a| a.done(part));
            let asked = returned.iter().find(|(name, _)| name == part.code()).map(|(_, words)| words.clone());
            let changed = application.is_some_and(|a| a.family.changed.contains(&part));
            let mark = match (&asked, done) {
                (Some(_), true) if changed => tag(Tone::Good, t!(l, families.changed_part)),
                (Some(_), _) => tag(Tone::Attention, t!(l, families.to_change)),
                (None, false) if !Application::begins(application, part) => tag(Tone::Plain, t!(l, families.after_consent)),
                (None, true) => tag(Tone::Good, t!(l, families.done)),
                (None, false) => tag(Tone::Plain, t!(l, families.to_do)),
            };
            let open = application.is_none_or(|application| target.way(application.family.state, part).is_some());
            let name = match open && Application::begins(application, part) {
                true => view! { <a href=format!("{base}/{}", part.code())>{part.word(l)}</a> }.into_any(),
                false => view! { <span>{part.word(l)}</span> }.into_any(),
            };
            view! {
                <li class="row">
                    <div>
                        {name}
                        {asked.map(|words| view! { <p class="problem lines">{words}</p> })}
                    </div>
                    {mark}
                </li>
            }
            .into_any()
        })
        .collect();
    let ready = Part::ALL.into_iter().filter(|part| application.is_some_and(|application| application.done(*part))).count();
    let (next, verb) = match Part::ALL.into_iter().find(|part| !application.is_some_and(|application| application.done(*part))) {
        None => ("check", t!(l, families.check_verb)),
        Some(part) if ready == 0 => (part.code(), t!(l, families.begin)),
        Some(part) => (part.code(), t!(l, families.go_on, part = part.word(l))),
    };
    let next = view! { <a class="button" href=format!("{base}/{next}")>{verb}</a> };
    let at_hand = (ready < 2 && own).then(|| notice(Tone::Plain, t!(l, families.at_hand)));
    let came_back = if own { t!(l, families.came_back) } else { t!(l, families.helped_came_back) };
    let came_back = (!returned.is_empty()).then(|| notice(Tone::Attention, came_back));
    let lead = if own { t!(l, families.application_lead) } else { t!(l, families.helped_lead) };
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            {came_back}
            <p class="lead">{lead}</p>
            {at_hand}
            <p class="hint">{t!(l, families.parts_done, n = ready, all = Part::ALL.len())}</p>
            <ol class="rows tasks">{rows}</ol>
            {next}
        </div>
    };
    Page::new(title, body)
}

/// After it was sent everything can still be read, and be put right: at once or, after a licence was given, by a case.
pub fn standing(ctx: &Ctx, target: Target, application: &Application, waiting: &[Part], places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = if target == Target::Own { t!(l, families.data_title) } else { t!(l, families.data_of) };
    let state = application.family.state;
    let base = ctx.link(&target.base());
    let parts: Vec<AnyView> = Part::ALL
        .into_iter()
        .map(|part| {
            let change = target.way(state, part).map(|_| {
                let word = if part == Part::Documents { t!(l, families.document_verb) } else { t!(l, common.change) };
                view! { <a href=format!("{base}/{}", part.code())>{word}</a> }
            });
            let waits = waiting.contains(&part).then(|| tag(Tone::Waiting, t!(l, families.correction_waits)));
            view! {
                <section class="answers">
                    <header><h2>{part.word(l)}" "{waits}</h2>{change}</header>
                    {facts(part_facts(ctx, part, application, places, crafts, Audience::Family))}
                </section>
            }
            .into_any()
        })
        .collect();
    let tone = match state {
        FamilyState::Approved => Tone::Good,
        FamilyState::Submitted => Tone::Waiting,
        _ => Tone::Danger,
    };
    let revise = (state == FamilyState::Refused).then(|| {
        view! {
            <p>{t!(l, families.revise_text)}</p>
            <form method="post" action=ctx.link(&format!("{}/revise", target.base()))>{submit(t!(l, families.revise))}</form>
        }
    });
    let back = ctx.link(&match target {
        Target::Own => "/me".to_owned(),
        Target::Helped(id) | Target::InScope(id) => format!("/desk/families/{id}"),
    });
    let whose = (target != Target::Own).then(|| view! { <p class="lead" dir="auto">{application.family.trade_name.clone()}</p> });
    let hint = if target != Target::Own {
        t!(l, families.by_case_officer)
    } else if FamilyState::LICENSED.contains(&state) {
        t!(l, families.correct_by_case)
    } else {
        t!(l, families.correct_hint)
    };
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            {whose}
            <p class="lead">{tag(tone, state.word(l))}</p>
            {revise}
            <p class="hint">{hint}</p>
            {parts}
            <a class="button quiet" href=back>{t!(l, common.back)}</a>
        </div>
    };
    Page::new(title, body)
}
