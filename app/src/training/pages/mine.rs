//! One's own enrolments: where they stand, and what can be answered.

use leptos::prelude::*;

use super::super::reads::Mine;
use super::super::rules::{EnrolmentMove, EnrolmentState, step};
use super::public::{day, days, number, title};
use crate::ctx::Ctx;
use crate::form::Filled;
use crate::t;
use crate::ui::{Field, Page, Tone, empty, error_summary, hidden, notice, submit, tag};

/// The page.
pub fn mine(ctx: &Ctx, all: &[Mine], filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.mine);
    let items: Vec<AnyView> = all.iter().map(|mine| item(ctx, mine, filled)).collect();
    let list = if items.is_empty() {
        empty(t!(l, training.mine_empty), t!(l, training.mine_empty_text), Some((ctx.link("/courses"), t!(l, training.courses))))
    } else {
        view! { <div class="stack">{items}</div> }.into_any()
    };
    let body = view! { <div class="narrow">{error_summary(l, filled)}<h1>{heading.clone()}</h1>{list}</div> };
    Page::new(heading, body)
}

fn tone(state: EnrolmentState) -> Tone {
    match state {
        EnrolmentState::Confirmed => Tone::Good,
        EnrolmentState::Offered => Tone::Attention,
        EnrolmentState::Refused | EnrolmentState::OfferExpired => Tone::Danger,
        EnrolmentState::Declined | EnrolmentState::Withdrawn => Tone::Plain,
        _ => Tone::Waiting,
    }
}

fn item(ctx: &Ctx, mine: &Mine, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let Mine { enrolment, course, cohort, before } = mine;
    let state = enrolment.state.told();
    let action = ctx.link(&format!("/me/training/{}", enrolment.id));
    let button = |code: &'static str, verb: String| {
        view! { <form method="post" action=action.clone()>{hidden("do", code.to_owned())}{submit(verb)}</form> }.into_any()
    };
    let offer = (state == EnrolmentState::Offered).then(|| {
        let until = enrolment.answer_by.as_deref().map(|stored| day(l, stored)).unwrap_or_default();
        view! {
            {notice(Tone::Attention, t!(l, training.offer_text, day = until))}
            <div class="actions">{button("confirm", t!(l, training.confirm))}{button("decline", t!(l, training.decline))}</div>
        }
    });
    let waiting = (state == EnrolmentState::Waitlisted).then(|| {
        let words = t!(l, training.waiting_text, place = before + 1);
        view! { <p>{words}" "{cohort.policy.word(l)}</p> }
    });
    let reason = (!enrolment.reason.is_empty()).then(|| view! { <p class="lines" dir="auto">{enrolment.reason.clone()}</p> });
    let withdraw = step(enrolment.state, EnrolmentMove::Withdraw).map(|_| {
        let name = format!("words_{}", enrolment.id);
        view! {
            <details>
                <summary>{t!(l, training.withdraw)}</summary>
                <form method="post" action=action.clone()>
                    {hidden("do", "withdraw".to_owned())}
                    {Field::lines(filled, &name, t!(l, training.withdraw_why), 2).sent_as("words").optional().view(l)}
                    {submit(t!(l, training.withdraw_verb))}
                </form>
            </details>
        }
    });
    let path = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    view! {
        <section class="card pad">
            <h2><a href=path>{format!("{} — {}", title(l, course), number(l, cohort))}</a></h2>
            <p>{tag(tone(state), state.word(l))}</p>
            <p class="small" dir="auto">{enrolment.name.clone()}" · "<bdi>{enrolment.reference.clone()}</bdi></p>
            <p class="small">{days(l, &cohort.starts_on, &cohort.ends_on)}</p>
            {offer}
            {waiting}
            {reason}
            {withdraw}
        </section>
    }
    .into_any()
}
