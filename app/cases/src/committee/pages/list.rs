//! Sittings, the latest first.

use leptos::prelude::*;

use super::super::rules::SittingState;
use super::super::types::Sitting;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::date;
use ground::t;
use ground::ui::{Page, Tone, empty, tag};

pub(super) fn tone(state: SittingState) -> Tone {
    match state {
        SittingState::Called => Tone::Waiting,
        SittingState::Counted => Tone::Attention,
        SittingState::Signed => Tone::Good,
        SittingState::Cancelled => Tone::Plain,
    }
}

/// The page.
pub fn list(ctx: &Ctx, all: &[Sitting]) -> Page {
    let l = ctx.l;
    let heading = t!(l, committee.heading);
    let items: Vec<AnyView> = all
        .iter()
        .map(|sitting| {
            let number = sitting.number.clone().filter(|_| sitting.state == SittingState::Signed);
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/committee/{}", sitting.id))>{sitting.title.clone()}</a>
                        <p class="small">{date(l, sitting.held_on)}{number.map(|number| view! { " · "<bdi>{number}</bdi> })}</p>
                    </div>
                    {tag(tone(sitting.state), sitting.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if items.is_empty() {
        empty(t!(l, committee.none), t!(l, committee.none_text), None)
    } else {
        view! { <ul class="rows">{items}</ul> }.into_any()
    };
    let jury = ctx
        .actor
        .holds(&[Role::CommitteeMember])
        .then(|| view! { <p><a href=ctx.link("/committee/fairs")>{t!(l, committee.to_score)}</a></p> });
    let body = view! { <div class="desk narrow"><h1>{heading.clone()}</h1>{jury}{list}</div> };
    Page::new(heading, body)
}
