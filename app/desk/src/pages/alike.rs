//! Families that look like that of a file, and what is said of them.

use leptos::prelude::*;

use super::case::Subject;
use crate::types::act_path;
use cases::casework::{self, CaseView};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Tone, tag};
use market::families::Application;

/// How alike each is, with the verdict that they are two; and those of which it was said.
pub fn alike(ctx: &Ctx, case: &CaseView, subject: &Subject) -> Option<AnyView> {
    let l = ctx.l;
    let (alike, apart) = match subject {
        Subject::Family(family) => (&family.alike[..], &family.apart[..]),
        Subject::Correction(correction) => (&correction.alike[..], &[][..]),
        _ => return None,
    };
    let flags = case.flagged.as_deref().unwrap_or_default();
    let marked = |mark: &str, other: &Application| flags.split(',').any(|flag| flag == format!("{mark}:{}", other.family.id));
    let works = !casework::moves(&ctx.actor, &case.involved).is_empty();
    let name = |other: &Application| {
        let state = other.family.licence.as_ref().map_or_else(|| other.family.state.word(l), |(number, _)| number.clone());
        view! { <span><bdi>{other.family.trade_name.clone()}</bdi>" · "<bdi>{state}</bdi></span> }
    };
    let rows = alike.iter().filter_map(|other| {
        let probable = marked("same", other);
        if !probable && !marked("near", other) {
            return None;
        }
        let word = if probable { tag(Tone::Danger, t!(l, desk.alike_probable)) } else { tag(Tone::Attention, t!(l, desk.alike_possible)) };
        let verb = works.then(|| {
            let action = act_path(ctx, case.id, &format!("apart/{}", other.family.id));
            view! { <form method="post" action=action><button class="button quiet" type="submit">{t!(l, desk.not_the_same)}</button></form> }
        });
        Some(view! { <li class="row"><div>{name(other)}" "{word}</div>{verb}</li> }.into_any())
    });
    let said = apart
        .iter()
        .map(|other| view! { <li class="row"><div>{name(other)}" "{tag(Tone::Plain, t!(l, desk.said_apart))}</div></li> }.into_any());
    let rows: Vec<AnyView> = rows.chain(said).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t!(l, desk.alike_title)}</h2>
                <p class="hint">{t!(l, desk.alike_hint)}</p>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}
