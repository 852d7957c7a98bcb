//! The queue: what waits longest stands first.

use leptos::prelude::*;

use super::rooms;
use cases::casework::{CaseKind, CaseState, OtherWork, QueueFilter, QueueRow};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::ids::CaseId;
use ground::t;
use ground::ui::{Field, Page, Tone, bars, empty, filter_select, pager, submit, tag, tick};
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
#[allow(clippy::too_many_arguments)] // One page shows all of them.
pub fn queue(
    ctx: &Ctx,
    query: &Form,
    filter: &QueueFilter,
    rows: &[QueueRow],
    next: Option<CaseId>,
    counts: &[(CaseKind, i64)],
    overdue: u64,
    others: &[OtherWork],
    places: &Places,
) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.queue);
    let total: i64 = counts.iter().map(|(_, n)| n).sum();
    let chart: Vec<(String, i64)> = counts.iter().map(|(kind, n)| (kind.word(l), *n)).collect();
    let chart = (!chart.is_empty()).then(|| bars(t!(l, desk.waiting_by_kind), &chart));
    let next = next.map(|after| {
        let mut next = query.clone();
        next.set("after", after.to_string());
        ctx.link(&format!("/desk?{}", next.encode()))
    });
    let first = filter.after.map(|_| ctx.link("/desk"));
    let list = if rows.is_empty() {
        empty(t!(l, desk.nothing_waits), t!(l, desk.nothing_waits_text), Some((ctx.link("/desk"), t!(l, desk.whole_queue))))
    } else {
        table(ctx, rows, places)
    };
    let summary = t!(l, desk.summary, files = t!(l, common.n_files, count = total), overdue = overdue);
    let waiting: i64 = others.iter().map(|work| work.count).sum();
    let beside = (waiting > 0).then(|| view! { " · "<a href="#other-work">{format!("{}: {waiting}", t!(l, desk.other_work))}</a> });
    let body = view! {
        <div class="desk">
            {rooms(ctx, "/desk")}
            <h1>{title.clone()}</h1>
            <p class="lead">{summary}{beside}</p>
            <div class="desk-grid">
                <aside>{filters(ctx, query, places)}{chart}</aside>
                <div>{list}{pager(l, first, next)}{other_work(ctx, others)}</div>
            </div>
        </div>
    };
    Page::new(title, body)
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

fn filters(ctx: &Ctx, query: &Form, places: &Places) -> AnyView {
    let l = ctx.l;
    let filled = Filled::from(query.clone());
    let kinds: Vec<(String, String)> = CaseKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    let states: Vec<(String, String)> = CaseState::ALL.iter().map(|state| (state.code().to_owned(), state.word(l))).collect();
    view! {
        <form class="filter-form" action=ctx.link("/desk")>
            {Field::line(&filled, "text", t!(l, desk.text)).view(l)}
            {filter_select(l, &filled, "kind", t!(l, desk.kind), &kinds)}
            {filter_select(l, &filled, "state", t!(l, common.status), &states)}
            {filter_select(l, &filled, "municipality", t!(l, catalogue.municipality), &places.all(l))}
            {tick(l, &filled, "mine", t!(l, desk.mine))}
            {tick(l, &filled, "overdue", t!(l, desk.overdue))}
            {submit(t!(l, catalogue.show_results))}
        </form>
    }
    .into_any()
}

/// Whether a case may be approved together with others: products in which nothing was noticed.
fn pickable(row: &QueueRow) -> bool {
    row.kind == CaseKind::Product && !row.flagged && matches!(row.state, CaseState::Submitted | CaseState::InReview)
}

fn table(ctx: &Ctx, rows: &[QueueRow], places: &Places) -> AnyView {
    let l = ctx.l;
    let works = ctx.actor.holds(Role::CASEWORKERS);
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let pick = (works && pickable(row)).then(|| {
                let label = t!(l, desk.pick, reference = &row.reference);
                view! { <input type="checkbox" name="case" value=row.id.to_string() aria-label=label/> }
            });
            let due = row.due_on.map(|day| days::date(l, day)).unwrap_or_default();
            let late = row.overdue.then(|| tag(Tone::Danger, t!(l, desk.overdue)));
            let flag = row.flagged.then(|| tag(Tone::Attention, t!(l, desk.look)));
            view! {
                <tr>
                    <td class="pick">{pick}</td>
                    <th scope="row">
                        <a href=ctx.link(&format!("/desk/cases/{}", row.id)) dir="auto">{row.title.clone()}</a>
                        <br/><span class="small"><bdi>{row.reference.clone()}</bdi>" · "{row.kind.word(l)}</span>
                    </th>
                    <td>{tag(tone(row.state), row.state.word(l))}" "{flag}</td>
                    <td data-label=t!(l, catalogue.municipality)>{row.municipality.as_deref().map(|code| places.name(l, code))}</td>
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
        <form method="post" action=ctx.link("/desk/approve")>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, desk.queue)>
                <table class="queue cards-on-phone">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{t!(l, desk.file)}</th>
                            <th scope="col">{t!(l, common.status)}</th>
                            <th scope="col">{t!(l, catalogue.municipality)}</th>
                            <th scope="col">{t!(l, desk.due)}</th>
                            <th scope="col">{t!(l, desk.assigned_to)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            {bulk}
        </form>
    }
    .into_any()
}
