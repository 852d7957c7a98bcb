//! The branches of the Authority, for whoever wants to buy, to ask or to come.

use leptos::prelude::*;

use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::t;
use ground::texts;
use ground::ui::{Page, empty, fact, facts};
use people::place::{Branch, Places};

/// All branches: where each is, when it is open, and for which municipalities.
pub fn branches(ctx: &Ctx, places: &Places) -> Page {
    let l = ctx.l;
    let title = t!(l, home.branches);
    let cards: Vec<AnyView> = places.branches.iter().map(|branch| card(ctx, branch, places)).collect();
    let list = if cards.is_empty() {
        empty(t!(l, home.no_branches), t!(l, home.no_branches_text), Some((ctx.link("/products"), t!(l, common.products))))
    } else {
        view! { <ul class="rows">{cards}</ul> }.into_any()
    };
    let body = view! { <h1>{title.clone()}</h1><p class="lead">{t!(l, home.branches_lead)}</p>{list} };
    Page::new(title, body).public(t!(l, home.branches_lead), "/branches".to_owned()).shows(Shows::any(REFERENCE))
}

fn card(ctx: &Ctx, branch: &Branch, places: &Places) -> AnyView {
    let l = ctx.l;
    let seat = branch.municipality.as_deref().map(|code| places.name(l, code)).unwrap_or_default();
    let address = texts::pick(l, &branch.address_ar, &branch.address_en).to_owned();
    let address = [seat, address].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let phone = (!branch.phone.is_empty()).then(|| {
        let call = format!("tel:{}", branch.phone.split([',', '،', '/']).next().unwrap_or_default().replace(' ', ""));
        (t!(l, home.branch_phone), view! { <a href=call><bdi>{branch.phone.clone()}</bdi></a> }.into_any())
    });
    let separator = if l == texts::Locale::Ar { "، " } else { ", " };
    let municipalities = places.looked_after(l, branch.id, ctx.now).join(separator);
    let rows = [
        fact(t!(l, home.branch_address), &address),
        phone,
        fact(t!(l, home.branch_hours), texts::pick(l, &branch.hours_ar, &branch.hours_en)),
        fact(t!(l, home.branch_municipalities), &municipalities),
    ];
    let name = texts::pick(l, &branch.name_ar, &branch.name_en).to_owned();
    view! {
        <li class="card pad" id=format!("branch-{}", branch.id)>
            <h2>{name}</h2>
            {facts(rows.into_iter().flatten().collect())}
        </li>
    }
    .into_any()
}
