//! How a result came about, for whose it is and for who hears an objection to it.

use leptos::prelude::*;

use crate::reach::READERS;
use crate::selection::types::{Contested, Outcome, Proposed};
use crate::words::{name, tenths};
use ground::ctx::Ctx;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Tone, fact, facts, notice, proof, tag};

/// How the result came about: scores, and the arithmetic of the proposal.
pub(crate) fn how(l: Locale, title: String, came: &Outcome) -> AnyView {
    view! { <section><h2>{title.clone()}</h2>{arithmetic(l, title, came)}</section> }.into_any()
}

/// The same for whose result it is: in plain words, and the arithmetic folded.
pub(crate) fn told(l: Locale, came: &Outcome) -> AnyView {
    let title = t!(l, fairs.your_scores);
    let said = came.place.as_ref().map(|place| view! { <p>{in_words(l, place)}</p> });
    let inner = arithmetic(l, t!(l, fairs.how_counted), came);
    view! { <section><h2>{title}</h2>{said}{proof(t!(l, fairs.how_counted), inner)}</section> }.into_any()
}

/// What a place in the proposal says, for who does not read sums: what is nothing is left out.
fn in_words(l: Locale, place: &Proposed) -> String {
    let mut said = vec![t!(l, fairs.said_score, score = tenths(place.score))];
    if place.rotation > 0 {
        said.push(t!(l, fairs.said_rotation, points = tenths(place.rotation)));
    }
    if place.balance > 0 {
        said.push(t!(l, fairs.said_balance, points = tenths(place.balance)));
    }
    if place.total != place.score {
        said.push(t!(l, fairs.said_total, total = tenths(place.total)));
    }
    said.push(t!(l, fairs.said_place, n = place.place));
    said.join(" ")
}

fn arithmetic(l: Locale, title: String, came: &Outcome) -> AnyView {
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
        <div class="scroll" tabindex="0" role="region" aria-label=title><table class="grades"><tbody>{rows}</tbody></table></div>
        {place}
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

#[cfg(test)]
mod tests {
    use super::*;
    use ground::ids::FairApplicationId;

    #[test]
    fn a_score_is_said_in_words_without_what_is_nothing() {
        let place = |rotation, balance| Proposed {
            application: FairApplicationId(1),
            place: 3,
            score: 765,
            recent: 1,
            rotation,
            balance,
            total: 765 - rotation - balance,
        };
        let plain = in_words(Locale::En, &place(0, 0));
        assert_eq!(plain, "The jurors gave you 76.5 of 100. Your place in the proposal to the committee was 3.");
        let less = in_words(Locale::En, &place(100, 50));
        assert!(less.contains("10 of 100") && less.contains("5 of 100") && less.contains("61.5"), "{less}");
    }
}
