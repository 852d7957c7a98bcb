//! Papers of a file.

use leptos::prelude::*;

use crate::types::act_path;
use cases::casework::{CaseView, DocumentRow};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::ui::{Asks, wrong_in};

/// Papers that colleagues added, and the form that adds one.
pub fn papers(ctx: &Ctx, case: &CaseView, filled: &Filled, documents: &[DocumentRow]) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = documents
        .iter()
        .map(|row| {
            let who = row.who.clone().map(|who| format!(" · {who}")).unwrap_or_default();
            view! {
                <li class="row">
                    <a href=format!("/media/private/{}", row.media)><bdi>{row.name.clone()}</bdi></a>
                    <span class="small">{format!("{}{who}", days::moment(l, row.at))}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let list = match rows.is_empty() {
        true => view! { <p class="small">{t!(l, families.nothing_given)}</p> }.into_any(),
        false => view! { <ul class="rows">{rows}</ul> }.into_any(),
    };
    let works = ctx.actor.holds(Role::CASEWORKERS);
    let wrong = wrong_in(l, filled, "document", &t!(l, desk.add_document), Asks::File);
    let class = if wrong.is_some() { "field wrong" } else { "field" };
    let form = works.then(|| {
        view! {
            <form method="post" enctype="multipart/form-data" action=act_path(ctx, case.id, "documents")>
                <div class=class>
                    <label for="f-document">{t!(l, desk.add_document)}</label>
                    <p class="hint" id="f-document-hint">{t!(l, common.document_hint)}</p>
                    {wrong.map(|wrong| view! { <p class="problem" id="f-document-error">{wrong}</p> })}
                    <input type="file" id="f-document" name="document" accept="image/jpeg,image/png,image/webp,application/pdf" aria-describedby="f-document-hint"/>
                </div>
                <button class="button quiet" type="submit">{t!(l, families.document_verb)}</button>
            </form>
        }
    });
    view! { <section><h2>{t!(l, desk.documents)}</h2>{list}{form}</section> }.into_any()
}
