//! How a result came about, for whose it is and for who hears an objection to it.

use leptos::prelude::*;

use crate::reach::READERS;
use crate::selection::types::{Contested, Outcome};
use crate::words::{name, tenths};
use ground::ctx::Ctx;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Tone, fact, facts, notice, tag};

/// How the result came about: scores, and the arithmetic of the proposal.
pub(crate) fn how(l: Locale, title: String, came: &Outcome) -> AnyView {
    let rows: Vec<AnyView> = came
        .criteria
        .iter()
        .map(|(title, weight, mean)| {
            view! { <tr><th scope="row" dir="auto">{title.clone()}</th><td>"× "{weight.to_string()}</td><td class="number"><bdi>{tenths(*mean)}" / 10"</bdi></td></tr> }
                .into_any()
        })
        .collect();
    let place = came.place.as_ref().map(|place| {
        let sum = t!(
            l,
            fairs.arithmetic,
            score = tenths(place.score),
            rotation = tenths(place.rotation),
            recent = place.recent,
            balance = tenths(place.balance),
            total = tenths(place.total)
        );
        view! { <p>{t!(l, fairs.proposed_place, n = place.place)}</p><p>{sum}</p><p class="hint">{t!(l, fairs.steps_hint)}</p> }
    });
    view! {
        <section>
            <h2>{title.clone()}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=title><table class="grades"><tbody>{rows}</tbody></table></div>
            {place}
        </section>
    }
    .into_any()
}

/// What an objection is about, on the page of its case.
pub fn case_panel(ctx: &Ctx, about: &Contested) -> AnyView {
    let l = ctx.l;
    let Contested { fair, application: row, name: family, came } = about;
    let head = [
        fact(t!(l, fairs.fair), &name(l, fair)),
        fact(t!(l, fairs.family), family),
        fact(t!(l, fairs.reference), row.reference.as_deref().unwrap_or_default()),
    ];
    let reason = (!row.reason.is_empty()).then(|| notice(Tone::Plain, row.reason.clone()));
    let selection = ctx.link(&format!("/desk/fairs/{}/selection", fair.id));
    view! {
        <section class="card pad">
            {facts(head.into_iter().flatten().collect())}
            <p>{tag(row.state.tone(), row.state.word(l))}</p>
            {reason}
            {came.as_ref().map(|came| how(l, t!(l, fairs.their_scores), came))}
            {ctx.actor.holds(READERS).then(|| view! { <p><a href=selection>{t!(l, fairs.selection)}</a></p> })}
        </section>
    }
    .into_any()
}
