//! Who has which booth, at the desk.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::booths::entity::allocation;
use crate::entity::{application, fair, stand};
use crate::hall::pages::hall::{Labels, drawing};
use crate::hall::types::Hall;
use crate::rules::FairState;
use crate::rules::application::ApplicationState;
use crate::words::name;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::BoothId;
use ground::t;
use ground::ui::{Page, Tone, error_summary, facts, hidden, notice, select_or, submit, tag};
use people::media::Photo;

/// What the page shows.
pub struct Stands {
    /// The fair.
    pub fair: fair::Model,
    /// Whether the actor plans it.
    pub reached: bool,
    /// Its hall.
    pub hall: Option<Hall>,
    /// The picture of its place.
    pub picture: Option<Photo>,
    /// Who is to have a booth, with the family's name.
    pub guests: Vec<(application::Model, String)>,
    /// Who has one.
    pub stands: Vec<stand::Model>,
    /// How it was made.
    pub made: Option<allocation::Model>,
}

/// The page: the plan with names, how it was made, and the list in which it is changed.
pub fn stands(ctx: &Ctx, view: &Stands, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.stands);
    let mut labels: Labels = HashMap::new();
    for stand in &view.stands {
        let Some((_, family)) = view.guests.iter().find(|(row, _)| row.id == stand.application_id) else { continue };
        let label = labels
            .entry(stand.booth_id)
            .or_insert_with(|| (String::new(), ctx.link(&format!("/desk/fairs/{}/booths/{}", fair.id, stand.application_id))));
        label.0 = if label.0.is_empty() { family.clone() } else { format!("{} · {family}", label.0) };
    }
    let drawn = view.hall.as_ref().map(|hall| drawing(l, hall, view.picture.as_ref(), &labels, &t!(l, fairs.hall)));
    let number = |id: BoothId| {
        let found = view.hall.as_ref().and_then(|hall| hall.booths.iter().find(|booth| booth.id == id));
        found.map(|booth| booth.number.clone()).unwrap_or_default()
    };
    let can = view.reached && matches!(fair.state, FairState::ResultsPublished | FairState::SetUp) && view.hall.is_some();
    let rows: Vec<AnyView> = view
        .guests
        .iter()
        .map(|(row, family)| {
            let stand = view.stands.iter().find(|stand| stand.application_id == row.id);
            let path = ctx.link(&format!("/desk/fairs/{}/booths/{}", fair.id, row.id));
            let booth = match stand {
                Some(stand) => view! { <bdi>{number(stand.booth_id)}</bdi> }.into_any(),
                None => tag(Tone::Attention, t!(l, fairs.no_booth)),
            };
            let handle = can.then(|| {
                view! { <span class="handle" hidden aria-hidden="true" data-guest=row.id.to_string() data-words=family.clone()>"⠿"</span> }
            });
            let hand = stand.filter(|stand| stand.by_hand).map(|_| view! { <span class="small">{t!(l, fairs.by_hand)}</span> });
            view! {
                <tr>
                    <th scope="row">{handle}<a href=path dir="auto">{family.clone()}</a><br/><bdi class="small">{row.reference.clone()}</bdi></th>
                    <td>{booth}" "{hand}</td>
                    <td>{row.size.word(l)}</td>
                    <td>{row.part.word(l)}</td>
                    <td>{tag(row.state.tone(), row.state.word(l))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let made = view.made.as_ref().map(|made| {
        let text = |text: String| view! { <span>{text}</span> }.into_any();
        facts(vec![
            (t!(l, fairs.placed), text(t!(l, fairs.placed_of, n = view.stands.len(), all = view.guests.len()))),
            (t!(l, fairs.worth), view! { <bdi>{made.score.to_string()}</bdi> }.into_any()),
            (t!(l, fairs.seed), view! { <bdi><code class="seed">{made.seed.clone()}</code></bdi> }.into_any()),
        ])
    });
    let waiting = view.guests.iter().any(|(row, _)| row.state == ApplicationState::Confirmed);
    let dragged = can.then(|| view! { <p class="hint moving" hidden>{t!(l, fairs.stands_drag)}</p> });
    let doings = can.then(|| {
        let action = ctx.link(&format!("/desk/fairs/{}/booths", fair.id));
        let verb = if view.made.is_some() { t!(l, fairs.allocate_again) } else { t!(l, fairs.allocate) };
        let over = (!view.stands.is_empty() && waiting).then(|| {
            view! { <form method="post" action=action.clone()>{hidden("do", "take_over".to_owned())}<p class="hint">{t!(l, fairs.take_over_hint)}</p>{submit(t!(l, fairs.take_over))}</form> }
        });
        view! {
            <div class="doings">
                <form method="post" action=action.clone()>{hidden("do", "allocate".to_owned())}<p class="hint">{t!(l, fairs.allocate_hint)}</p>{submit(verb)}</form>
                {over}
            </div>
        }
    });
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {view.hall.is_none().then(|| notice(Tone::Attention, t!(l, fairs.hall_none)))}
            {drawn}
            {dragged}
            <div class="case-grid">
                <div data-stands=ctx.link(&format!("/desk/fairs/{}/booths", fair.id))>
                    <div class="scroll" tabindex="0" role="region" aria-label=heading.clone()><table class="grades">
                        <thead><tr>
                            <th scope="col">{t!(l, fairs.family)}</th><th scope="col">{t!(l, fairs.booth)}</th><th scope="col">{t!(l, fairs.booth_kind)}</th>
                            <th scope="col">{t!(l, fairs.day_part)}</th><th scope="col">{t!(l, common.status)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                </div>
                <aside>{made}{doings}</aside>
            </div>
            {can.then(|| view! { <script type="module" src=ctx.site.asset("stands.js")></script> })}
        </div>
    };
    Page::new(heading, body)
}

/// One guest: another booth, or none.
pub fn stand(
    ctx: &Ctx,
    fair: &fair::Model,
    row: &application::Model,
    family: &str,
    hall: &Hall,
    taken: &[stand::Model],
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.booth_for, name = format!("\u{2068}{family}\u{2069}"));
    let field = format!("booth_{}", row.id);
    let options: Vec<(String, String)> = hall
        .booths
        .iter()
        .filter(|booth| !booth.blocked)
        .map(|booth| {
            let others = taken.iter().filter(|stand| stand.booth_id == booth.id && stand.application_id != row.id).count();
            let taken = if others > 0 { format!(" — {}", t!(l, fairs.taken)) } else { String::new() };
            (booth.id.to_string(), format!("{} · {}{taken}", booth.number, booth.kind.word(l)))
        })
        .collect();
    let body = view! {
        <div class="desk narrow">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/booths", fair.id))>{t!(l, fairs.stands)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{row.size.word(l)}" · "{row.part.word(l)}</p>
            <form method="post" novalidate>
                {select_or(l, filled, &field, t!(l, fairs.booth), &options, t!(l, fairs.no_booth))}
                {submit(t!(l, common.save))}
            </form>
        </div>
    };
    Page::new(heading, body)
}
