//! One's own page: where the family stands and what can be done next.

use leptos::prelude::*;

use cases::casework::{CaseKind, CaseState, QueueRow, adverse};
use chrono::NaiveDate;
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::ui::{Page, ToDo, Tone, facts, tag, todos};
use market::families::{FamilyState, OwnFamily};

/// What has to be done, state, next step, cases.
pub fn me(ctx: &Ctx, family: Option<&OwnFamily>, cases: &[QueueRow], unread: u64, mut todo: Vec<ToDo>) -> Page {
    let l = ctx.l;
    let title = match family {
        Some(family) if !family.trade_name.is_empty() => family.trade_name.clone(),
        _ => t!(l, common.my_page),
    };
    let state = family.map_or(FamilyState::Draft, |family| family.state);
    let waits = cases.iter().any(|case| {
        case.kind == CaseKind::Renewal && !matches!(case.state, CaseState::Decided | CaseState::ObjectionOpen | CaseState::Closed)
    });
    let may_renew = !waits && family.is_some_and(|family| family.may_ask_renewal(ctx.now));
    let (text, path, verb) = match state {
        _ if waits => (t!(l, home.renewal_waits), "/inbox".to_owned(), t!(l, common.inbox)),
        // A licence that was suspended long before its end is not renewed.
        FamilyState::Expired | FamilyState::Suspended if !may_renew => (t!(l, home.next_other), "/inbox".to_owned(), t!(l, common.inbox)),
        FamilyState::Submitted => {
            let text = last_day(cases).map_or_else(|| t!(l, home.next_wait), |day| t!(l, home.next_wait_until, day = days::date(l, day)));
            (text, application(cases), t!(l, home.verb_wait))
        }
        state => next(ctx, state),
    };
    todo.extend(family.filter(|_| state == FamilyState::Approved && may_renew).and_then(|family| licence_ends(ctx, family)));
    let class = if todo.is_empty() { "button" } else { "button quiet" };
    let unread = (unread > 0).then(|| {
        let words = t!(l, common.unread, count = unread);
        view! { <p class="notice attention"><a href=ctx.link("/inbox")>{t!(l, common.inbox)}</a>{format!(" — {words}")}</p> }
    });
    let body = view! {
        <div class="narrow">
            <h1>{title.clone()}</h1>
            <p>{family.map(|_| tag(tone(state), state.word(l)))}</p>
            {todos(ctx, todo)}
            {unread}
            <p class="lead">{text}</p>
            <p><a class=class href=ctx.link(&path)>{verb}</a></p>
            {family.and_then(|family| licence(ctx, family))}
            {family.and_then(|family| storefront(ctx, family))}
            {own_cases(ctx, cases)}
            {links(ctx, family)}
        </div>
    };
    Page::new(title, body)
}

/// The day by which the family hears of its application.
fn last_day(cases: &[QueueRow]) -> Option<NaiveDate> {
    cases.iter().filter(|case| case.kind == CaseKind::Family && !case.overdue).find_map(|case| case.due_on)
}

/// Where the application stands that waits to be decided.
fn application(cases: &[QueueRow]) -> String {
    let open = |case: &&QueueRow| case.kind == CaseKind::Family && !matches!(case.state, CaseState::Decided | CaseState::Closed);
    cases.iter().find(open).map_or_else(|| "/me/family".to_owned(), |case| format!("/me/cases/{}", case.id))
}

/// A licence that ends soon and can be renewed.
fn licence_ends(ctx: &Ctx, family: &OwnFamily) -> Option<ToDo> {
    let l = ctx.l;
    let (_, until) = family.licence.as_ref()?;
    let left = (*until - days::day_in_tripoli(ctx.now)).num_days().max(0);
    let words = t!(l, home.todo_licence, days = t!(l, common.n_days, count = left), day = days::date(l, *until));
    Some(ToDo { words, until: Some(*until), path: "/me/renewal".to_owned(), verb: t!(l, home.renewal) })
}

fn tone(state: FamilyState) -> Tone {
    match state {
        FamilyState::Approved => Tone::Good,
        FamilyState::Submitted => Tone::Waiting,
        FamilyState::Returned | FamilyState::Draft => Tone::Attention,
        _ => Tone::Danger,
    }
}

/// What can be done next: words, address, verb.
fn next(ctx: &Ctx, state: FamilyState) -> (String, String, String) {
    let l = ctx.l;
    let (text, path, verb) = match state {
        FamilyState::Draft => (t!(l, home.next_apply), "/me/family", t!(l, home.verb_apply)),
        FamilyState::Returned => (t!(l, home.next_returned), "/me/family", t!(l, home.verb_returned)),
        FamilyState::Submitted => (t!(l, home.next_wait), "/me/family", t!(l, home.verb_wait)),
        FamilyState::Approved => (t!(l, home.next_products), "/me/products", t!(l, catalogue.mine_title)),
        FamilyState::Expired | FamilyState::Suspended => (t!(l, home.next_renewal), "/me/renewal", t!(l, home.renewal)),
        FamilyState::Refused => (t!(l, home.next_refused), "/me/family", t!(l, home.verb_refused)),
        FamilyState::Left => (t!(l, home.next_other), "/inbox", t!(l, common.inbox)),
    };
    (text, path.to_owned(), verb)
}

/// Number and last day of the licence.
fn licence(ctx: &Ctx, family: &OwnFamily) -> Option<AnyView> {
    let l = ctx.l;
    let (number, until) = family.licence.clone()?;
    let until = days::date(l, until);
    let bdi = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    Some(facts(vec![(t!(l, home.licence), bdi(number)), (t!(l, home.licence_until), bdi(until))]))
}

/// The way to the storefront, while it is open.
fn storefront(ctx: &Ctx, family: &OwnFamily) -> Option<AnyView> {
    let slug = family.slug.as_ref().filter(|_| family.licence_holds(ctx.now))?;
    Some(view! { <p><a href=ctx.link(&format!("/families/{slug}"))>{t!(ctx.l, home.see_storefront)}</a></p> }.into_any())
}

fn own_cases(ctx: &Ctx, cases: &[QueueRow]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = cases
        .iter()
        .map(|case| {
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/me/cases/{}", case.id)) dir="auto">{case.title.clone()}</a>
                        <p class="small"><bdi>{case.reference.clone()}</bdi>" · "{case.kind.word(l)}</p>
                    </div>
                    {standing(ctx, case)}
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h2>{t!(l, home.my_cases)}</h2><ul class="rows">{rows}</ul> }.into_any())
}

/// What was decided, or where it stands.
fn standing(ctx: &Ctx, case: &QueueRow) -> AnyView {
    let l = ctx.l;
    match case.outcome.filter(|_| matches!(case.state, CaseState::Decided | CaseState::Closed)) {
        Some(outcome) if outcome == adverse(case.kind) => tag(Tone::Danger, outcome.word(case.kind, l)),
        Some(outcome) => tag(Tone::Good, outcome.word(case.kind, l)),
        None => tag(Tone::Plain, case.state.word(l)),
    }
}

/// Ways to the other pages that this family has.
fn links(ctx: &Ctx, family: Option<&OwnFamily>) -> AnyView {
    let l = ctx.l;
    let state = family.map(|family| family.state);
    let sent = state.is_some_and(|state| !state.open() && state != FamilyState::Left);
    let licensed = family.is_some_and(|family| family.licence_holds(ctx.now));
    let ways = [
        (sent, "/me/family", t!(l, families.data_title)),
        (licensed, "/me/training", t!(l, training.mine)),
        (licensed, "/me/fairs", t!(l, fairs.mine)),
        (true, "/me/account", t!(l, accounts.account_title)),
        (family.is_some(), "/me/leave", t!(l, home.leave)),
    ];
    let open = ways.into_iter().filter(|(open, ..)| *open);
    open.map(|(_, path, words)| view! { <p><a href=ctx.link(path)>{words}</a></p> }).collect_view().into_any()
}
