//! Selection at the desk: rules, how far the jury is, the proposal with its arithmetic, the sitting, objections.

use leptos::prelude::*;

use crate::entity::{application, fair};
use crate::rules::FairState;
use crate::selection::entity::{criterion, objection, proposal};
use crate::selection::rules::ObjectionState;
use crate::words::{name, tenths};
use cases::committee::Standing;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, facts, hidden, notice, submit, tag};
use training::criterion_rows;

/// Criteria that a form has room for.
pub const CRITERIA: i64 = 6;

/// What the page shows.
pub struct Selection {
    /// The fair.
    pub fair: fair::Model,
    /// Whether the actor plans it.
    pub reached: bool,
    /// Its criteria.
    pub criteria: Vec<criterion::Model>,
    /// Applications under review with the name of the family, and how many scores each has.
    pub rows: Vec<(application::Model, String, usize)>,
    /// The proposal in its order.
    pub places: Vec<proposal::Model>,
    /// Booths that can be given.
    pub room: u64,
    /// Whether scores and proposal can still move: no sitting has read the files.
    pub scoring: bool,
    /// The sitting, if it was called.
    pub sitting: Option<Standing>,
    /// Objections, those that wait first.
    pub objections: Vec<(objection::Model, application::Model, String)>,
}

/// The page.
pub fn selection(ctx: &Ctx, view: &Selection, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.selection);
    let begins = (fair.state == FairState::CallClosed && view.reached).then(|| rules(l, filled));
    let reviewing = fair.state == FairState::Reviewing;
    let rows = [
        (t!(l, common.status), tag(fair.state.tone(), fair.state.word(l))),
        (t!(l, fairs.room), view! { <span>{view.room.to_string()}</span> }.into_any()),
        (t!(l, fairs.least_scores), view! { <span>{fair.least_scores.to_string()}</span> }.into_any()),
        (t!(l, fairs.rotation), view! { <span>{fair.rotation.to_string()}</span> }.into_any()),
        (t!(l, fairs.balance), view! { <span>{fair.balance.to_string()}</span> }.into_any()),
    ];
    let criteria: Vec<AnyView> = view
        .criteria
        .iter()
        .map(|row| view! { <li><span dir="auto">{row.title.clone()}</span>" × "{row.weight.to_string()}</li> }.into_any())
        .collect();
    let sitting = view.sitting.map(|sitting| {
        view! { <p><a class="button quiet" href=ctx.link(&format!("/committee/{}", sitting.id))>{t!(l, training.to_sitting)}</a>" "{sitting.state.word(l)}</p> }
    });
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {begins}
            <div class="case-grid">
                <div>
                    {(!view.rows.is_empty()).then(|| scores(l, view))}
                    {(!view.places.is_empty()).then(|| proposed(ctx, view))}
                    {objections(l, view, filled)}
                </div>
                <aside>
                    {facts(rows.into_iter().collect())}
                    {(!criteria.is_empty()).then(|| view! { <h2>{t!(l, training.criteria_of)}</h2><ol>{criteria}</ol> })}
                    {sitting}
                    {(reviewing && view.reached && view.sitting.is_none()).then(|| doings(l, view, filled))}
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

fn rules(l: Locale, filled: &Filled) -> AnyView {
    let rows = criterion_rows(l, filled, CRITERIA);
    view! {
        <form method="post" novalidate class="card pad">
            {hidden("do", "begin".to_owned())}
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
    let least = usize::try_from(view.fair.least_scores).unwrap_or_default();
    let scored = view.rows.iter().filter(|(_, _, n)| *n >= least).count();
    view! {
        <section>
            <h2>{t!(l, fairs.how_far)}</h2>
            <progress max=view.rows.len().to_string() value=scored.to_string() aria-label=t!(l, fairs.how_far)></progress>
            <p class="number">{t!(l, fairs.scored_of, done = scored, total = view.rows.len())}</p>
        </section>
    }
    .into_any()
}

/// The proposal: each place with how it came about.
fn proposed(ctx: &Ctx, view: &Selection) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = view
        .places
        .iter()
        .filter_map(|place| view.rows.iter().find(|(row, ..)| row.id == place.application_id).map(|(row, family, _)| (place, row, family)))
        .map(|(place, row, family)| {
            let class = if u64::try_from(place.place).is_ok_and(|n| n <= view.room) { "" } else { "below" };
            let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", view.fair.id, row.id));
            let number = |points: i64| view! { <td class="number"><bdi>{tenths(points)}</bdi></td> }.into_any();
            view! {
                <tr class=class>
                    <td class="number">{place.place.to_string()}</td>
                    <th scope="row"><a href=path dir="auto">{family.clone()}</a><br/><bdi class="small">{row.reference.clone()}</bdi></th>
                    {number(place.score)}{number(-place.rotation)}{number(-place.balance)}{number(place.total)}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="apart">
            <h2>{t!(l, fairs.proposal)}</h2>
            <p class="hint">{t!(l, fairs.proposal_hint)}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, fairs.proposal)><table class="grades">
                <thead><tr>
                    <th scope="col">{t!(l, committee.order)}</th><th scope="col">{t!(l, fairs.family)}</th><th scope="col">{t!(l, fairs.score)}</th>
                    <th scope="col">{t!(l, fairs.rotation)}</th><th scope="col">{t!(l, fairs.balance)}</th><th scope="col">{t!(l, fairs.total)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
    .into_any()
}

fn doings(l: Locale, view: &Selection, filled: &Filled) -> AnyView {
    let verb = if view.places.is_empty() { t!(l, fairs.propose) } else { t!(l, fairs.propose_again) };
    let call = (!view.places.is_empty()).then(|| {
        view! {
            <form method="post" novalidate>
                <h2>{t!(l, training.call_committee)}</h2>
                {hidden("do", "call".to_owned())}
                {Field::date(filled, "held_on", t!(l, training.held_on)).view(l)}
                {Field::line(filled, "sitting_venue", t!(l, training.sitting_venue)).view(l)}
                {Field::lines(filled, "agenda", t!(l, training.agenda), 2).optional().view(l)}
                {submit(t!(l, training.call_committee))}
            </form>
        }
    });
    let least = usize::try_from(view.fair.least_scores).unwrap_or_default();
    let lacks = view.rows.iter().any(|(_, _, n)| *n < least);
    let moves = view.scoring.then(|| {
        view! {
            {lacks.then(|| view! { <form method="post">{hidden("do", "ask".to_owned())}<p class="hint">{t!(l, fairs.ask_hint)}</p><button class="button quiet" type="submit">{t!(l, fairs.ask_others)}</button></form> })}
            <form method="post">{hidden("do", "propose".to_owned())}<p class="hint">{t!(l, fairs.propose_hint)}</p>{submit(verb)}</form>
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

fn objections(l: Locale, view: &Selection, filled: &Filled) -> Option<AnyView> {
    let rows: Vec<AnyView> = view
        .objections
        .iter()
        .map(|(found, row, family)| {
            let field = format!("heard_{}", row.id);
            let state = match found.state {
                ObjectionState::Open => tag(Tone::Attention, t!(l, fairs.objection_open)),
                ObjectionState::Upheld => tag(Tone::Good, t!(l, fairs.objection_upheld)),
                ObjectionState::Rejected => tag(Tone::Plain, t!(l, fairs.objection_rejected)),
            };
            let form = (found.state == ObjectionState::Open && view.reached).then(|| {
                view! {
                    <form method="post" novalidate>
                        {hidden("application", row.id.to_string())}
                        {Field::lines(filled, &field, t!(l, fairs.heard_words), 2).view(l)}
                        <div class="actions">
                            <button class="button" type="submit" name="do" value="uphold">{t!(l, fairs.uphold)}</button>
                            <button class="button quiet" type="submit" name="do" value="reject">{t!(l, fairs.reject)}</button>
                        </div>
                    </form>
                }
            });
            let said = (!found.reason.is_empty()).then(|| notice(Tone::Plain, found.reason.clone()));
            view! {
                <li class="row"><div>
                    <strong dir="auto">{family.clone()}</strong>" "<bdi class="small">{row.reference.clone()}</bdi>" "{state}
                    <p class="lines" dir="auto">{found.words.clone()}</p>
                    {said}{form}
                </div></li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="apart"><h2>{t!(l, fairs.objections)}</h2><p class="hint">{t!(l, fairs.objections_hint)}</p><ul class="rows">{rows}</ul></section> }
            .into_any()
    })
}
