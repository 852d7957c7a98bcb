//! What both classrooms show: messages, materials, homework.

use leptos::prelude::*;

use crate::classroom::reads::{Homework, Material, Message};
use crate::types::{Lesson, Module};
use crate::words::when;
use ground::ctx::Ctx;
use ground::days;
use ground::ids::MediaId;
use ground::t;
use ground::texts::Locale;
use ground::ui::hidden;

pub(super) fn file_link(id: MediaId, name: &str) -> AnyView {
    view! { <a href=format!("/media/private/{id}") dir="auto">{name.to_owned()}</a> }.into_any()
}

/// Messages, the latest first.
pub(super) fn said(ctx: &Ctx, messages: &[Message]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = messages
        .iter()
        .map(|row| {
            view! { <li><p class="lines" dir="auto">{row.words.clone()}</p><p class="small">{days::moment(l, row.at)}</p></li> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.messages)}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

/// Files to read, by module; taken away where there is an address that does it.
pub(super) fn materials(ctx: &Ctx, modules: &[(Module, Vec<Material>)], remove: Option<&str>) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = modules
        .iter()
        .filter(|(_, materials)| !materials.is_empty())
        .map(|(module, materials)| {
            let files: Vec<AnyView> = materials
                .iter()
                .map(|row| {
                    let gone = remove.map(|action| {
                        view! {
                            <form method="post" action=format!("{action}/remove")>
                                {hidden("material", row.id.to_string())}
                                <button class="button quiet" type="submit">{t!(l, training.remove_file)}</button>
                            </form>
                        }
                    });
                    view! { <li class="row">{file_link(row.file, &row.name)}{gone}</li> }.into_any()
                })
                .collect();
            view! { <h3 dir="auto">{module.title.clone()}</h3><ul class="rows">{files}</ul> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.materials)}</h2>{rows}</section> }.into_any())
}

/// What is rated, in words.
pub(super) fn question_word(l: Locale, code: &str) -> String {
    match code {
        "useful" => t!(l, training.rate_useful),
        "taught" => t!(l, training.rate_taught),
        "clear" => t!(l, training.rate_clear),
        _ => t!(l, training.rate_place),
    }
}

/// A piece of homework with its answer.
pub(super) fn piece(ctx: &Ctx, row: &Homework, lesson: Option<&Lesson>) -> AnyView {
    let l = ctx.l;
    let file = row.file.map(|media| view! { <p>{file_link(media, &t!(l, training.picture))}</p> });
    let words = (!row.words.is_empty()).then(|| view! { <p class="lines" dir="auto">{row.words.clone()}</p> });
    let reply = (!row.reply.is_empty()).then(|| view! { <p class="lines notice good" dir="auto">{row.reply.clone()}</p> });
    let lesson = lesson.map(|lesson| view! { <p class="small">{when(l, lesson)}" · "<span dir="auto">{lesson.topic.clone()}</span></p> });
    view! { {lesson}{words}{file}{reply} }.into_any()
}
