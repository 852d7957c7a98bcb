//! The queue: what is late and what is due soon stands first.

use leptos::prelude::*;

use super::attention::attention;
use super::bulk::carry;
use crate::types::{Waiting, carried};
use cases::casework::{CaseKind, CaseState, OtherWork, QUEUE_ROWS, QueueFilter, QueueOrder, QueueRow, SOON_DAYS};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::ids::ProductId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, filter_select, hidden, linked_bars, pages, submit, tag, tick};
use market::catalogue;
use people::place::Places;

/// How a case's state is shown.
pub fn tone(state: CaseState) -> Tone {
    match state {
        CaseState::Submitted | CaseState::InReview | CaseState::Recommended => Tone::Waiting,
        CaseState::Returned | CaseState::ObjectionOpen => Tone::Attention,
        CaseState::Decided | CaseState::Closed => Tone::Plain,
    }
}

/// Filters, counts and rows; products can be approved together.
pub fn queue(ctx: &Ctx, query: &Form, filter: &QueueFilter, found: &Waiting, places: &Places) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.queue);
    let list = if found.rows.is_empty() {
        let (heading, words) = match query.0.iter().all(|(_, value)| value.is_empty()) {
            true => (t!(l, desk.nothing_waits), t!(l, desk.nothing_waits_text)),
            false => (t!(l, desk.nothing_found), t!(l, desk.nothing_found_text)),
        };
        empty(heading, words, Some((ctx.link("/desk"), t!(l, desk.whole_queue))))
    } else {
        let last = filter.page * QUEUE_ROWS + found.rows.len() as u64;
        let shown = t!(l, common.rows_shown, from = filter.page * QUEUE_ROWS + 1, to = last, all = found.all);
        view! { <p class="small"><bdi>{shown}</bdi></p>{table(ctx, query, filter, found, places)} }.into_any()
    };
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {found.attention.as_ref().and_then(|waits| attention(ctx, waits))}
            {summary(ctx, found)}
            <div class="desk-grid">
                <aside>{filters(ctx, query, filter, places)}</aside>
                <div>
                    {list}
                    {pages(l, &ctx.link("/desk"), query, (filter.page, QUEUE_ROWS, found.all))}
                    {other_work(ctx, &found.others)}
                    {kinds(ctx, found)}
                </div>
            </div>
        </div>
    };
    Page::new(title, body)
}

/// How much waits, and what is late of it: each number leads to its files.
fn summary(ctx: &Ctx, found: &Waiting) -> AnyView {
    let l = ctx.l;
    let total: i64 = found.counts.kinds.iter().map(|(_, n)| n).sum();
    let waiting: i64 = found.others.iter().map(|work| work.count).sum();
    let late = (found.counts.overdue > 0)
        .then(|| view! { " · "<a href=ctx.link("/desk?overdue=yes")>{t!(l, desk.n_overdue, count = found.counts.overdue)}</a> });
    let days = t!(l, common.n_work_days, count = SOON_DAYS);
    let soon = (found.counts.soon > found.counts.overdue)
        .then(|| view! { " · "<a href=ctx.link("/desk?soon=yes")>{t!(l, desk.soon, n = found.counts.soon, days = days)}</a> });
    // Who reads only decides nothing.
    let works = ctx.actor.holds(Role::CASEWORKERS);
    let (new, recommended) = (found.counts.new, found.counts.recommended);
    let newer = (new > 0).then(|| view! { " · "<a href=ctx.link("/desk?order=newest")>{t!(l, casework.n_new, count = new)}</a> });
    let decide = (recommended > 0 && works)
        .then(|| view! { " · "<a href=ctx.link("/desk?state=recommended")>{t!(l, casework.n_recommended, count = recommended)}</a> });
    let heard: Vec<AnyView> = found
        .counts
        .kinds
        .iter()
        .filter(|(kind, n)| kind.objects() && *n > 0)
        .map(|(kind, n)| {
            let files = ctx.link(&format!("/desk?kind={}", kind.code()));
            view! { " · "<a href=files>{format!("{}: {n}", kind.word(l))}</a> }.into_any()
        })
        .collect();
    let beside = (waiting > 0).then(|| view! { " · "<a href="#other-work">{format!("{}: {waiting}", t!(l, desk.other_work))}</a> });
    view! { <p class="lead">{t!(l, common.n_files, count = total)}{late}{soon}{newer}{decide}{heard}{beside}</p> }.into_any()
}

/// What waits by kind; each leads to its files.
fn kinds(ctx: &Ctx, found: &Waiting) -> Option<AnyView> {
    let l = ctx.l;
    let row = |(kind, n): &(CaseKind, i64)| (kind.word(l), *n, ctx.link(&format!("/desk?kind={}", kind.code())));
    let rows: Vec<(String, i64, String)> = found.counts.kinds.iter().map(row).collect();
    (!rows.is_empty()).then(|| linked_bars(t!(l, desk.waiting_by_kind), &rows))
}

/// What waits and is no case: it is looked at on a page of its own.
fn other_work(ctx: &Ctx, others: &[OtherWork]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = others
        .iter()
        .map(|work| {
            let since = t!(l, desk.waits_since, day = days::date(l, days::day_in_tripoli(work.since)));
            view! { <li class="row"><div><a href=ctx.link(&work.path) dir="auto">{work.title.clone()}</a><p class="small">{work.what.clone()}" · "{since}</p></div></li> }
                .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="apart" id="other-work"><h2>{t!(l, desk.other_work)}</h2><ul class="rows">{rows}</ul></section> }.into_any()
    })
}

fn filters(ctx: &Ctx, query: &Form, filter: &QueueFilter, places: &Places) -> AnyView {
    let l = ctx.l;
    let on = query.0.iter().any(|(name, value)| !matches!(name.as_str(), "page" | "order") && !value.is_empty());
    let filled = Filled::from(query.clone());
    let kinds: Vec<(String, String)> = CaseKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    let states: Vec<(String, String)> = CaseState::ALL.iter().map(|state| (state.code().to_owned(), state.word(l))).collect();
    let reached: Vec<(String, String)> =
        places.all(l).into_iter().filter(|(code, _)| places.reached(&ctx.actor.scopes(Role::DESK), code)).collect();
    let form = view! {
        <form class="filter-form" action=ctx.link("/desk")>
            {hidden("order", filter.order.code().to_owned())}
            {Field::line(&filled, "text", t!(l, desk.text)).view(l)}
            {filter_select(l, &filled, "kind", t!(l, desk.kind), &kinds)}
            {filter_select(l, &filled, "state", t!(l, common.status), &states)}
            {filter_select(l, &filled, "municipality", t!(l, catalogue.municipality), &reached)}
            {tick(l, &filled, "mine", t!(l, desk.mine))}
            {tick(l, &filled, "overdue", t!(l, desk.overdue))}
            {submit(t!(l, catalogue.show_results))}
        </form>
    };
    view! { <details class="filters" open=on><summary>{t!(l, catalogue.filters)}</summary>{form}</details> }.into_any()
}

/// Whether a case may be approved together with others: products in which nothing was noticed.
fn pickable(row: &QueueRow) -> bool {
    row.kind == CaseKind::Product && !row.flagged && matches!(row.state, CaseState::Submitted | CaseState::InReview)
}

/// The head of a column by which the files can be put in order.
fn head(ctx: &Ctx, query: &Form, filter: &QueueFilter, word: String, orders: [QueueOrder; 2]) -> AnyView {
    let next = if filter.order == orders[0] { orders[1] } else { orders[0] };
    let sorted = orders.contains(&filter.order).then_some(if filter.order == QueueOrder::Newest { "descending" } else { "ascending" });
    let mut address = query.clone();
    address.0.retain(|(name, value)| name != "page" && !value.is_empty());
    address.set("order", next.code());
    view! { <th scope="col" aria-sort=sorted><a href=ctx.link(&format!("/desk?{}", address.encode()))>{word}</a></th> }.into_any()
}

/// For how long it waits.
fn waited(l: Locale, days: i64) -> String {
    match days {
        0 => t!(l, desk.waits_today),
        days => t!(l, desk.waits, days = t!(l, common.n_work_days, count = days)),
    }
}

/// The heads of all columns.
fn heads(ctx: &Ctx, query: &Form, filter: &QueueFilter) -> AnyView {
    let l = ctx.l;
    view! {
        <tr>
            <td></td>
            {head(ctx, query, filter, t!(l, desk.file), [QueueOrder::Title, QueueOrder::Due])}
            <th scope="col">{t!(l, common.status)}</th>
            <th scope="col">{t!(l, catalogue.municipality)}</th>
            {head(ctx, query, filter, t!(l, desk.arrived), [QueueOrder::Oldest, QueueOrder::Newest])}
            {head(ctx, query, filter, t!(l, desk.due), [QueueOrder::Due, QueueOrder::Due])}
            <th scope="col">{t!(l, desk.assigned_to)}</th>
        </tr>
    }
    .into_any()
}

fn table(ctx: &Ctx, query: &Form, filter: &QueueFilter, found: &Waiting, places: &Places) -> AnyView {
    let l = ctx.l;
    let rows = &found.rows;
    let works = ctx.actor.holds(Role::CASEWORKERS);
    let list = carried(ctx).encode();
    // Named even where it is the usual one: a file opened from a list leads to the next of it and back.
    let carried = if list.is_empty() { format!("?order={}", QueueOrder::Due.code()) } else { format!("?{list}") };
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let pick = (works && pickable(row)).then(|| {
                let label = t!(l, desk.pick, reference = &row.reference);
                view! { <input type="checkbox" name="case" value=row.id.to_string() aria-label=label/> }
            });
            let due = row.due_on.map(|day| days::date(l, day)).unwrap_or_default();
            let late = row.overdue.then(|| tag(Tone::Danger, t!(l, desk.overdue)));
            let brief = found.briefs.get(&ProductId(row.subject_id)).filter(|_| row.kind == CaseKind::Product);
            let flag = row.flagged.then(|| tag(Tone::Attention, t!(l, desk.look)));
            view! {
                <tr>
                    <td class="pick">{pick}</td>
                    <th scope="row">
                        <a href=ctx.link(&format!("/desk/cases/{}{carried}", row.id)) dir="auto">{row.title.clone()}</a>
                        <br/><span class="small"><bdi>{row.reference.clone()}</bdi>" · "{row.kind.word(l)}</span>
                        {brief.map(|brief| catalogue::brief(l, brief))}
                    </th>
                    <td>{tag(tone(row.state), row.state.word(l))}" "{flag}</td>
                    <td data-label=t!(l, catalogue.municipality)>{row.municipality.as_deref().map(|code| places.name(l, code))}</td>
                    <td data-label=t!(l, desk.arrived)>{days::date(l, days::day_in_tripoli(row.opened_at))}<br/><span class="small">{waited(l, row.waits)}</span></td>
                    <td data-label=t!(l, desk.due)>{due}" "{late}</td>
                    <td data-label=t!(l, desk.assigned_to)>{row.assigned_to.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let bulk = (works && rows.iter().any(pickable)).then(|| submit(t!(l, desk.approve_picked)));
    view! {
        <p class="hint keys needs-script">{t!(l, desk.keys_hint)}</p>
        <script type="module" src=ctx.site.asset("queue.js")></script>
        <form action=ctx.link("/desk/approve")>
            {carry(ctx)}
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, desk.queue)>
                <table class="queue cards-on-phone">
                    <thead>{heads(ctx, query, filter)}</thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            {bulk}
        </form>
    }
    .into_any()
}
