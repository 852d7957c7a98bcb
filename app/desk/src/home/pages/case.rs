//! One's own case: where it stands, what was decided and why, the right to object.

use chrono::Duration;
use leptos::prelude::*;

use cases::casework::{CaseKind, CaseState, CaseView, adverse, policy, timeline};
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, facts, submit, tag};

/// The page; `asked` is what a correction changes.
pub fn case(ctx: &Ctx, case: &CaseView, asked: Option<AnyView>, filled: &Filled) -> Page {
    let l = ctx.l;
    let title = case.title.clone();
    let bdi = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    let mut rows = vec![
        (t!(l, families.sent_reference), bdi(case.reference.clone())),
        (t!(l, desk.kind), bdi(case.kind.word(l))),
        (t!(l, common.status), tag(Tone::Waiting, case.state.word(l))),
    ];
    if let Some(due) = case.due_on {
        rows.push((t!(l, home.answer_by), bdi(days::date(l, due))));
    }
    let decision = case.decision.as_ref().map(|(outcome, reason, words, number, at)| {
        let tone = if *outcome == adverse(case.kind) { Tone::Danger } else { Tone::Good };
        view! {
            <section class="decision">
                <h2>{t!(l, desk.decide)}</h2>
                <p>{tag(tone, outcome.word(case.kind, l))}" "<bdi>{number.clone()}</bdi>" — "{reason.word(l)}</p>
                <p class="lines" dir="auto">{words.clone()}</p>
                <p class="small">{days::moment(l, *at)}</p>
            </section>
        }
    });
    let change = (case.state == CaseState::Returned).then(|| {
        let path = match case.kind {
            CaseKind::Product => format!("/me/products/{}", case.subject_id),
            _ => "/me/family".to_owned(),
        };
        view! { <p><a class="button" href=ctx.link(&path)>{t!(l, home.verb_returned)}</a></p> }
    });
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1 dir="auto">{title.clone()}</h1>
            {facts(rows)}
            {asked}
            {change}
            {decision}
            {objection(ctx, case, filled)}
            <h2>{t!(l, desk.timeline)}</h2>
            {timeline(ctx, case.kind, &case.events)}
        </div>
    };
    Page::new(title, body)
}

fn objection(ctx: &Ctx, case: &CaseView, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let days = policy(case.kind).objection_days;
    let Some((outcome, _, _, _, at)) = &case.decision else { return ().into_any() };
    if *outcome != adverse(case.kind) {
        return ().into_any();
    }
    let last = *at + Duration::days(days);
    if case.state != CaseState::Decided || days == 0 || ctx.now > last {
        return ().into_any();
    }
    view! {
        <section>
            <h2>{t!(l, home.object)}</h2>
            <p>{t!(l, home.object_text, day = days::date(l, days::day_in_tripoli(last)))}</p>
            <form method="post" action=ctx.link(&format!("/me/cases/{}/object", case.id)) novalidate>
                {Field::lines(filled, "words", t!(l, home.object_words), 5).view(l)}
                {submit(t!(l, home.object_verb))}
            </form>
        </section>
    }
    .into_any()
}
