//! Forms in which a hall is drawn.

use leptos::prelude::*;

use crate::drawing::pages::booth::fields;
use crate::drawing::types::HallPage;
use crate::hall::rules::PartKind;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, pick_one, select_or, send_file, submit, tick};
use people::crafts::Crafts;

/// What was sent in one of several forms of a page, which have the same names in the errors: each shows what is its own.
struct Sent<'a> {
    filled: &'a Filled,
    nothing: Filled,
}

impl Sent<'_> {
    fn of(&self, form: &str) -> &Filled {
        if self.is(form) { self.filled } else { &self.nothing }
    }

    fn is(&self, form: &str) -> bool {
        self.filled.act == Some(form)
    }

    fn wrong(&self, form: &str) -> bool {
        self.is(form) && !self.filled.errors.0.is_empty()
    }
}

/// All of them; before a hall has a size, that one alone.
pub(super) fn forms(l: Locale, view: &HallPage, crafts: &Crafts, filled: &Filled, action: &str) -> AnyView {
    let sent = Sent { filled, nothing: Filled::default() };
    let sizes = size(l, view, &sent, action);
    let more = view.hall.as_ref().map(|_| {
        view! {
            {row(l, &sent, action)}
            {part(l, &sent, crafts, action)}
            {picture(l, view, filled, action)}
        }
    });
    view! { <div class="doings-wide">{sizes}{more}</div> }.into_any()
}

fn size(l: Locale, view: &HallPage, sent: &Sent<'_>, action: &str) -> AnyView {
    let mut known = sent.of("size").clone();
    if let Some(hall) = view.hall.as_ref().filter(|_| !sent.is("size")) {
        known.form.set("width", hall.width.to_string());
        known.form.set("height", hall.height.to_string());
    }
    view! {
        <details open=view.hall.is_none() || sent.wrong("size")>
            <summary>{t!(l, fairs.hall_size)}</summary>
            <form method="post" action=format!("{action}/size") novalidate>
                <div class="pair">
                    {Field::number(&known, "width", t!(l, fairs.hall_width)).view(l)}
                    {Field::number(&known, "height", t!(l, fairs.hall_height)).view(l)}
                </div>
                {submit(t!(l, common.save))}
            </form>
        </details>
    }
    .into_any()
}

fn row(l: Locale, sent: &Sent<'_>, action: &str) -> AnyView {
    let known = sent.of("row");
    view! {
        <details open=sent.wrong("row")>
            <summary>{t!(l, fairs.add_booths)}</summary>
            <form method="post" action=format!("{action}/row") novalidate>
                <p class="hint">{t!(l, fairs.add_booths_hint)}</p>
                {fields(l, known)}
                <div class="pair">
                    {Field::number(known, "count", t!(l, fairs.row_count)).view(l)}
                    {Field::number(known, "gap", t!(l, fairs.row_gap)).optional().view(l)}
                </div>
                {tick(l, known, "down", t!(l, fairs.row_down))}
                {submit(t!(l, fairs.add_booths))}
            </form>
        </details>
    }
    .into_any()
}

fn part(l: Locale, sent: &Sent<'_>, crafts: &Crafts, action: &str) -> AnyView {
    let known = sent.of("part");
    let kinds: Vec<(String, String)> = PartKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    view! {
        <details open=sent.wrong("part")>
            <summary>{t!(l, fairs.add_part)}</summary>
            <form method="post" action=format!("{action}/part") novalidate>
                {pick_one(l, known, "part_kind", t!(l, fairs.part_kind), &kinds)}
                {Field::line(known, "title", t!(l, fairs.part_title)).optional().view(l)}
                {select_or(l, known, "craft", t!(l, fairs.part_craft), &crafts.options(l), t!(l, fairs.no_craft))}
                <div class="pair">
                    {Field::number(known, "part_x", t!(l, fairs.from_left)).view(l)}
                    {Field::number(known, "part_y", t!(l, fairs.from_top)).view(l)}
                </div>
                <div class="pair">
                    {Field::number(known, "across", t!(l, fairs.part_across)).view(l)}
                    {Field::number(known, "downward", t!(l, fairs.part_downward)).view(l)}
                </div>
                {submit(t!(l, fairs.add_part))}
            </form>
        </details>
    }
    .into_any()
}

fn picture(l: Locale, view: &HallPage, filled: &Filled, action: &str) -> AnyView {
    let gone = view.picture.as_ref().map(|_| {
        view! { <form method="post" action=format!("{action}/no-picture")>{submit(t!(l, fairs.picture_remove))}</form> }
    });
    view! {
        <details open=filled.errors.of("picture").is_some()>
            <summary>{t!(l, fairs.picture)}</summary>
            {gone}
            {send_file(l, filled, format!("{action}/picture"), ("picture", 0), t!(l, fairs.picture_file), ())}
        </details>
    }
    .into_any()
}
