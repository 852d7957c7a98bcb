//! What families and visitors say of a fair.

use leptos::prelude::*;

use crate::record::rules::{FEW, Side};
use crate::record::types::Said;
use crate::types::Fair;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Scale, error_summary, hidden, notice, outcome, rating_charts, rating_fields, submit};

fn fields(l: Locale, side: Side, filled: &Filled) -> AnyView {
    let questions = side.asked().map(|(code, scale)| (code, side.word(l, code), scale));
    view! {
        {rating_fields(l, filled, &questions)}
        {Field::lines(filled, "said", t!(l, fairs.anything_to_say), 4).optional().view(l)}
        {submit(t!(l, training.feedback_send))}
    }
    .into_any()
}

/// The form of a family that was there.
pub(crate) fn of_family(l: Locale, action: String, filled: &Filled) -> AnyView {
    view! {
        <section class="card pad">
            <h2>{t!(l, fairs.how_was_it)}</h2>
            <p class="hint">{t!(l, fairs.feedback_family_hint, n = FEW)}</p>
            <form method="post" action=format!("{action}/feedback") novalidate>{fields(l, Side::Family, filled)}</form>
        </section>
    }
    .into_any()
}

/// The page of a visitor; its key makes that a form sent twice counts once.
pub fn of_visitor(ctx: &Ctx, fair: &Fair, key: &str, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.how_was_it);
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link(&format!("/fairs/{}", fair.slug)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="hint">{t!(l, fairs.feedback_visitor_hint)}</p>
            <form method="post" novalidate>{hidden("key", key.to_owned())}{fields(l, Side::Visitor, filled)}</form>
        </div>
    };
    Page::new(heading, body)
}

/// After a visitor answered.
pub fn thanks(ctx: &Ctx, fair: &Fair) -> Page {
    let l = ctx.l;
    let to_fair = (ctx.link(&format!("/fairs/{}", fair.slug)), name(l, fair));
    let body = view! { <div class="narrow">{outcome(t!(l, fairs.thanks), t!(l, fairs.thanks_text), Some(to_fair))}</div> };
    Page::new(t!(l, fairs.thanks), body)
}

/// What each side said, with charts; prints as it stands.
pub(crate) fn said(l: Locale, all: &[Said]) -> AnyView {
    let sections: Vec<AnyView> = all
        .iter()
        .map(|said| {
            let (heading, count) = match said.side {
                Side::Family => (t!(l, fairs.said_by_families), t!(l, fairs.families_answered, n = said.people)),
                Side::Visitor => (t!(l, fairs.said_by_visitors), t!(l, fairs.visitors_answered, n = said.people)),
            };
            let asked = said.side.asked().into_iter().zip(said.ratings.iter().copied());
            let ratings: Vec<(String, Scale, [i64; 5])> =
                asked.map(|((code, scale), counts)| (said.side.word(l, code), scale, counts)).collect();
            let held = (said.side == Side::Family && said.people > 0 && ratings.is_empty())
                .then(|| notice(ground::ui::Tone::Plain, t!(l, fairs.feedback_held, n = FEW)));
            view! { <section class="apart"><h2>{heading}</h2><p class="hint">{count}</p>{held}{rating_charts(l, &ratings, &said.words)}</section> }
                .into_any()
        })
        .collect();
    sections.into_any()
}
