//! One booth of a hall.

use leptos::prelude::*;

use crate::hall::types::Booth;
use crate::rules::application::BoothKind;
use crate::types::Fair;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, pick_one, submit, tick};

fn kinds(l: Locale) -> Vec<(String, String)> {
    BoothKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect()
}

/// Fields of a booth.
pub(super) fn fields(l: Locale, filled: &Filled) -> AnyView {
    view! {
        <div class="pair">
            {Field::line(filled, "number", t!(l, fairs.booth_number)).view(l)}
            {pick_one(l, filled, "kind", t!(l, fairs.booth_kind), &kinds(l))}
        </div>
        <div class="pair">
            {Field::number(filled, "x", t!(l, fairs.from_left)).view(l)}
            {Field::number(filled, "y", t!(l, fairs.from_top)).view(l)}
        </div>
        {tick(l, filled, "power", t!(l, fairs.power))}
        {tick(l, filled, "water", t!(l, fairs.water))}
        {tick(l, filled, "accessible", t!(l, fairs.accessible))}
        {tick(l, filled, "blocked", t!(l, fairs.blocked))}
    }
    .into_any()
}

/// One booth.
pub fn booth(ctx: &Ctx, fair: &Fair, booth: &Booth, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.booth_of, number = format!("\u{2068}{}\u{2069}", booth.number));
    let base = ctx.link(&format!("/desk/fairs/{}/hall/{}", fair.id, booth.id));
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/hall", fair.id))>{t!(l, fairs.hall)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <form method="post" action=format!("{base}/save") novalidate>
                {fields(l, filled)}
                {submit(t!(l, common.save))}
            </form>
            <form method="post" action=format!("{base}/remove") class="apart"><button class="button quiet" type="submit">{t!(l, fairs.booth_remove)}</button></form>
        </div>
    };
    Page::new(heading, body)
}
