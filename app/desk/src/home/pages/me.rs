//! One's own page: where the family stands and what can be done next.

use leptos::prelude::*;

use cases::casework::{CaseKind, CaseState, QueueRow};
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::ui::{Page, Tone, facts, tag};
use market::families::{FamilyState, OwnFamily};

/// State, next step, cases.
pub fn me(ctx: &Ctx, family: Option<&OwnFamily>, cases: &[QueueRow], unread: u64) -> Page {
    let l = ctx.l;
    let title = match family {
        Some(family) if !family.trade_name.is_empty() => family.trade_name.clone(),
        _ => t!(l, common.my_page),
    };
    let state = family.map_or(FamilyState::Draft, |family| family.state);
    let tone = match state {
        FamilyState::Approved => Tone::Good,
        FamilyState::Submitted => Tone::Waiting,
        FamilyState::Returned | FamilyState::Draft => Tone::Attention,
        _ => Tone::Danger,
    };
    let next = match state {
        FamilyState::Draft => (t!(l, home.next_apply), "/me/family", t!(l, home.verb_apply)),
        FamilyState::Returned => (t!(l, home.next_returned), "/me/family", t!(l, home.verb_returned)),
        FamilyState::Submitted => (t!(l, home.next_wait), "/me/family", t!(l, home.verb_wait)),
        FamilyState::Approved => (t!(l, home.next_products), "/me/products", t!(l, catalogue.mine_title)),
        FamilyState::Expired | FamilyState::Suspended => (t!(l, home.next_renewal), "/me/renewal", t!(l, home.renewal)),
        FamilyState::Refused => (t!(l, home.next_refused), "/me/family", t!(l, home.verb_refused)),
        FamilyState::Left => (t!(l, home.next_other), "/inbox", t!(l, common.inbox)),
    };
    let waits = cases.iter().any(|case| {
        case.kind == CaseKind::Renewal && !matches!(case.state, CaseState::Decided | CaseState::ObjectionOpen | CaseState::Closed)
    });
    let next = if waits { (t!(l, home.renewal_waits), "/inbox", t!(l, common.inbox)) } else { next };
    let renew = (state == FamilyState::Approved && !waits && family.is_some_and(|family| family.may_ask_renewal(ctx.now)))
        .then(|| view! { <p><a class="button" href=ctx.link("/me/renewal")>{t!(l, home.renewal)}</a></p> });
    let leave = family.map(|_| view! { <p><a href=ctx.link("/me/leave")>{t!(l, home.leave)}</a></p> });
    let licence = family.and_then(|family| family.licence.clone()).map(|(number, until)| {
        let until = until.parse().map(|day| days::date(l, day)).unwrap_or(until);
        let bdi = |text: String| view! { <bdi>{text}</bdi> }.into_any();
        facts(vec![(t!(l, home.licence), bdi(number)), (t!(l, home.licence_until), bdi(until))])
    });
    let front = family.and_then(|family| family.slug.clone()).filter(|_| state == FamilyState::Approved).map(|slug| {
        view! { <p><a href=ctx.link(&format!("/families/{slug}"))>{t!(l, home.see_storefront)}</a></p> }
    });
    let rows: Vec<AnyView> = cases
        .iter()
        .map(|case| {
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/me/cases/{}", case.id)) dir="auto">{case.title.clone()}</a>
                        <p class="small"><bdi>{case.reference.clone()}</bdi>" · "{case.kind.word(l)}</p>
                    </div>
                    {tag(Tone::Plain, case.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let cases = (!rows.is_empty()).then(|| view! { <h2>{t!(l, home.my_cases)}</h2><ul class="rows">{rows}</ul> });
    let unread = (unread > 0).then(|| {
        let words = t!(l, common.unread, count = unread);
        view! { <p class="notice attention"><a href=ctx.link("/inbox")>{t!(l, common.inbox)}</a>{format!(" — {words}")}</p> }
    });
    let sent = family.is_some_and(|family| !family.state.open() && family.state != FamilyState::Left);
    let data = sent.then(|| view! { <p><a href=ctx.link("/me/family")>{t!(l, families.data_title)}</a></p> });
    let licensed = state == FamilyState::Approved;
    let training = licensed.then(|| view! { <p><a href=ctx.link("/me/training")>{t!(l, training.mine)}</a></p> });
    let fairs = licensed.then(|| view! { <p><a href=ctx.link("/me/fairs")>{t!(l, fairs.mine)}</a></p> });
    let (text, path, verb) = next;
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <p>{family.map(|_| tag(tone, state.word(l)))}</p>
            {unread}
            <p class="lead">{text}</p>
            <p><a class="button" href=ctx.link(path)>{verb}</a></p>
            {licence}
            {renew}
            {front}
            {cases}
            {data}
            {training}
            {fairs}
            <p><a href=ctx.link("/me/account")>{t!(l, accounts.account_title)}</a></p>
            {leave}
        </div>
    };
    Page::new(title, body)
}
