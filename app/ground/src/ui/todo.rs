//! What a person has to do, first on their page.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::ctx::Ctx;
use crate::t;

/// Something that a person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDo {
    /// What, in a sentence.
    pub words: String,
    /// Until when; what has no end comes last.
    pub until: Option<NaiveDate>,
    /// Where it is done, below the language.
    pub path: String,
    /// The button.
    pub verb: String,
}

/// What has to be done, what ends first before the others.
pub fn todos(ctx: &Ctx, mut all: Vec<ToDo>) -> Option<AnyView> {
    all.sort_by_key(|todo| (todo.until.is_none(), todo.until));
    let row = |todo: ToDo| {
        view! { <li class="notice attention"><p>{todo.words}</p><a class="button" href=ctx.link(&todo.path)>{todo.verb}</a></li> }
            .into_any()
    };
    let rows: Vec<AnyView> = all.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="todos"><h2>{t!(ctx.l, common.to_do_first)}</h2><ul class="stack">{rows}</ul></section> }.into_any()
    })
}
