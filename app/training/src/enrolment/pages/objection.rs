//! What an objection is about, on the page of its case.

use leptos::prelude::*;

use crate::enrolment::pages::mine::tone;
use crate::enrolment::types::Contested;
use crate::reach::PLANNERS;
use crate::words::named;
use ground::ctx::Ctx;
use ground::ui::{Tone, notice, tag};

/// The panel.
pub fn case_panel(ctx: &Ctx, about: &Contested) -> AnyView {
    let l = ctx.l;
    let Contested { course, cohort, who } = about;
    let path = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let title = match ctx.actor.holds(PLANNERS) {
        true => view! { <a href=path>{named(l, course, cohort)}</a> }.into_any(),
        false => view! { <span>{named(l, course, cohort)}</span> }.into_any(),
    };
    let reason = (!who.reason.is_empty()).then(|| notice(Tone::Plain, who.reason.clone()));
    let words = (!who.words.is_empty()).then(|| view! { <p class="lines" dir="auto">{who.words.clone()}</p> });
    view! {
        <section class="card pad">
            <h2 dir="auto">{title}</h2>
            <p>{tag(tone(who.state), who.state.word(l))}" "{cohort.policy.word(l)}</p>
            <p class="small"><span dir="auto">{who.name.clone()}</span>" · "<span dir="auto">{who.family_name.clone()}</span>" · "<bdi>{who.reference.clone()}</bdi></p>
            {reason}{words}
        </section>
    }
    .into_any()
}
