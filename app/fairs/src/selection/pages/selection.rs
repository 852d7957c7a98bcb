//! Selection at the desk: rules, how far the jury is, the proposal with its arithmetic, the sitting, objections.

use leptos::prelude::*;

use crate::rules::FairState;
use crate::selection::types::{Mean, Proposed, Reviewed, Selection};
use crate::types::Application;
use crate::words::{name, tenths};
use cases::casework::{Objected, objected};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, error_summary, facts, submit, tag};
use training::criterion_rows;

/// Criteria that a form has room for.
pub const CRITERIA: i64 = 6;

/// The page.
pub fn selection(ctx: &Ctx, view: &Selection, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.selection);
    let base = ctx.link(&format!("/desk/fairs/{}/selection", fair.id));
    let begins = (fair.state == FairState::CallClosed && view.reached).then(|| rules(l, filled, &base));
    let reviewing = fair.state == FairState::Reviewing;
    let rows = [
        (t!(l, common.status), tag(fair.state.tone(), fair.state.word(l))),
        (t!(l, fairs.room), view! { <span>{view.room.to_string()}</span> }.into_any()),
        (t!(l, fairs.least_scores), view! { <span>{view.least_scores.to_string()}</span> }.into_any()),
        (t!(l, fairs.rotation), view! { <span>{view.rotation.to_string()}</span> }.into_any()),
        (t!(l, fairs.balance), view! { <span>{view.balance.to_string()}</span> }.into_any()),
    ];
    let criteria: Vec<AnyView> = view
        .criteria
        .iter()
        .map(|row| view! { <li><span dir="auto">{row.title.clone()}</span>" × "{row.weight.to_string()}</li> }.into_any())
        .collect();
    let reads = view.reached || ctx.actor.holds(&[Role::Auditor]);
    let sitting = view.sitting.map(|sitting| {
        let path = ctx.link(&format!("/committee/{}", sitting.id));
        let link = reads.then(|| view! { <a class="button quiet" href=path>{t!(l, training.to_sitting)}</a> });
        view! { <p>{link}" "{sitting.state.word(l)}</p> }
    });
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {begins}
            <div class="case-grid">
                <div>
                    {(!view.reviewed.is_empty()).then(|| scores(l, view))}
                    {(!view.places.is_empty()).then(|| proposed(ctx, view))}
                    {objections(ctx, view)}
                </div>
                <aside>
                    {facts(rows.into_iter().collect())}
                    {(!criteria.is_empty()).then(|| view! { <h2>{t!(l, training.criteria_of)}</h2><ol>{criteria}</ol> })}
                    {sitting}
                    {(reviewing && view.reached && view.sitting.is_none()).then(|| doings(l, view, filled, &base))}
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

fn rules(l: Locale, filled: &Filled, base: &str) -> AnyView {
    let rows = criterion_rows(l, filled, CRITERIA);
    view! {
        <form method="post" action=format!("{base}/begin") novalidate class="card pad">
            <h2>{t!(l, fairs.begin_review)}</h2>
            <p class="hint">{t!(l, fairs.begin_review_hint)}</p>
            {rows}
            {Field::number(filled, "least_scores", t!(l, fairs.least_scores)).view(l)}
            <div class="pair">
                {Field::number(filled, "rotation", t!(l, fairs.rotation)).hint(t!(l, fairs.rotation_hint)).view(l)}
                {Field::number(filled, "balance", t!(l, fairs.balance)).hint(t!(l, fairs.balance_hint)).view(l)}
            </div>
            {submit(t!(l, fairs.begin_review))}
        </form>
    }
    .into_any()
}

fn scores(l: Locale, view: &Selection) -> AnyView {
    let least = usize::try_from(view.least_scores).unwrap_or_default();
    let scored = view.reviewed.iter().filter(|one| one.scores >= least).count();
    view! {
        <section>
            <h2>{t!(l, fairs.how_far)}</h2>
            <progress max=view.reviewed.len().to_string() value=scored.to_string() aria-label=t!(l, fairs.how_far)></progress>
            <p class="number">{t!(l, fairs.scored_of, done = scored, total = view.reviewed.len())}</p>
            {(!view.means.is_empty()).then(|| means(l, &view.means))}
        </section>
    }
    .into_any()
}

/// What each juror gave on the average: who is far from the others was stricter, or milder.
fn means(l: Locale, all: &[Mean]) -> AnyView {
    let row = |(n, one): (usize, &Mean)| {
        view! { <tr><th scope="row">{t!(l, fairs.juror_number, n = n)}</th><td class="number">{one.scored.to_string()}</td><td class="number"><bdi>{tenths(one.mean)}</bdi></td></tr> }
            .into_any()
    };
    let rows: Vec<AnyView> = (1..).zip(all).map(row).collect();
    view! {
        <details>
            <summary>{t!(l, fairs.means)}</summary>
            <p class="hint">{t!(l, fairs.means_hint)}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.means)><table class="grades">
                <thead><tr><th scope="col">{t!(l, fairs.juror)}</th><th scope="col">{t!(l, fairs.applications)}</th><th scope="col">{t!(l, fairs.mean_of_hundred)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </details>
    }
    .into_any()
}

/// The proposal: each place with how it came about.
fn proposed(ctx: &Ctx, view: &Selection) -> AnyView {
    let l = ctx.l;
    let of = |place: &Proposed| view.reviewed.iter().find(|one| one.application.id == place.application);
    let rows: Vec<AnyView> = view.places.iter().filter_map(|place| of(place).map(|one| proposed_row(ctx, view, place, one))).collect();
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.proposal)}</h2>
            <p class="hint">{t!(l, fairs.proposal_hint)}</p>
            <p class="hint">{t!(l, fairs.steps_hint)}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.proposal)><table class="grades wide">
                <thead><tr>
                    <th scope="col">{t!(l, committee.order)}</th><th scope="col">{t!(l, fairs.family)}</th><th scope="col">{t!(l, fairs.score)}</th>
                    <th scope="col">{t!(l, fairs.rotation)}</th><th scope="col">{t!(l, fairs.balance_then)}</th><th scope="col">{t!(l, fairs.total_then)}</th>
                    <th scope="col">{t!(l, fairs.next_then)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
    .into_any()
}

fn proposed_row(ctx: &Ctx, view: &Selection, place: &Proposed, one: &Reviewed) -> AnyView {
    let class = if u64::try_from(place.place).is_ok_and(|n| n <= view.room) { "" } else { "below" };
    let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", view.fair.id, one.application.id));
    let number = |points: i64| view! { <td class="number"><bdi>{tenths(points)}</bdi></td> }.into_any();
    view! {
        <tr class=class>
            <td class="number">{place.place.to_string()}</td>
            <th scope="row"><a href=path dir="auto">{one.name.clone()}</a><br/><bdi class="small">{one.application.reference.clone()}</bdi></th>
            {number(place.score)}{number(-place.rotation)}{number(-place.balance)}{number(place.total)}
            <td class="number"><bdi>{view.compared.get(&place.application).map(|next| tenths(*next))}</bdi></td>
        </tr>
    }
    .into_any()
}

fn doings(l: Locale, view: &Selection, filled: &Filled, base: &str) -> AnyView {
    let verb = if view.places.is_empty() { t!(l, fairs.propose) } else { t!(l, fairs.propose_again) };
    let call = (!view.places.is_empty()).then(|| {
        view! {
            <form method="post" action=format!("{base}/call") novalidate>
                <h2>{t!(l, training.call_committee)}</h2>
                {Field::date(filled, "held_on", t!(l, training.held_on)).view(l)}
                {Field::line(filled, "sitting_venue", t!(l, training.sitting_venue)).view(l)}
                {Field::lines(filled, "agenda", t!(l, training.agenda), 2).optional().view(l)}
                {submit(t!(l, training.call_committee))}
            </form>
        }
    });
    let least = usize::try_from(view.least_scores).unwrap_or_default();
    let lacks = view.reviewed.iter().any(|one| one.scores < least);
    let moves = view.scoring.then(|| {
        view! {
            {lacks.then(|| view! { <form method="post" action=format!("{base}/ask")><p class="hint">{t!(l, fairs.ask_hint)}</p><button class="button quiet" type="submit">{t!(l, fairs.ask_others)}</button></form> })}
            <form method="post" action=format!("{base}/propose")><p class="hint">{t!(l, fairs.propose_hint)}</p>{submit(verb)}</form>
        }
    });
    view! {
        <div class="doings">
            {moves}
            {call}
        </div>
    }
    .into_any()
}

/// Objections with their cases, which those read who work on cases.
fn objections(ctx: &Ctx, view: &Selection) -> Option<AnyView> {
    let l = ctx.l;
    let reads = ctx.actor.holds(&[Role::Auditor, Role::Administrator]) || (view.reached && ctx.actor.holds(Role::CASEWORKERS));
    let row = |(found, application, family): &(Objected, Application, String)| {
        let path = reads.then(|| ctx.link(&format!("/desk/cases/{}", found.case)));
        view! {
            <li class="row"><div>
                <strong dir="auto">{family.clone()}</strong>" "<bdi class="small">{application.reference.clone()}</bdi>
                {objected(l, found, path)}
            </div></li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = view.objections.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="apart"><h2>{t!(l, fairs.objections)}</h2><p class="hint">{t!(l, fairs.objections_hint)}</p><ul class="rows">{rows}</ul></section> }
            .into_any()
    })
}
