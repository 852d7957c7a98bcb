//! All answers before sending.

use leptos::prelude::*;

use super::super::rules::Part;
use super::super::types::{Application, Target};
use super::case_panel::{Audience, part_facts};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::ui::{Page, error_summary, facts, submit, tick};
use people::crafts::Crafts;
use people::place::Places;

/// Every part with what was answered and a link to change it.
pub fn check(
    ctx: &Ctx,
    target: Target,
    application: &Application,
    unchanged: &[Part],
    places: &Places,
    crafts: &Crafts,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let title = t!(l, families.check_title);
    let base = ctx.link(&target.base());
    let parts: Vec<AnyView> = Part::ALL
        .into_iter()
        .map(|part| {
            let id = format!("f-{}", part.code());
            let open = target.way(application.family.state, part).is_some();
            let change = open.then(|| view! { <a href=format!("{base}/{}", part.code())>{t!(l, common.change)}</a> });
            view! {
                <section class="answers" id=id>
                    <header><h2>{part.word(l)}</h2>{change}</header>
                    {facts(part_facts(ctx, part, application, places, crafts, Audience::Family))}
                </section>
            }
            .into_any()
        })
        .collect();
    let links: Vec<AnyView> =
        unchanged.iter().map(|part| view! { <li><a href=format!("{base}/{}", part.code())>{part.word(l)}</a></li> }.into_any()).collect();
    let came_back = (!unchanged.is_empty())
        .then(|| view! { <div class="notice attention" role="status"><p>{t!(l, families.unchanged)}</p><ul>{links}</ul></div> });
    let as_it_is = (!unchanged.is_empty()).then(|| tick(l, filled, "sure", t!(l, families.as_it_is)));
    let documents = format!("{base}/{}", Part::Documents.code());
    let lacks = application.lacks_permit(crafts).then(|| {
        let words = t!(l, families.permit_lacks);
        view! { <p class="notice attention" role="status">{words}" "<a href=documents>{t!(l, families.permit_add)}</a></p> }
    });
    let sentence = if target == Target::Own { t!(l, families.check_true) } else { t!(l, families.helped_true) };
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {lacks}
            {came_back}
            {parts}
            <form method="post">
                <p>{sentence}</p>
                {as_it_is}
                {submit(t!(l, families.send_verb))}
            </form>
        </div>
    };
    Page::new(title, body)
}
