//! Applications of a fair at the desk.

use leptos::prelude::*;

use crate::applications::pages::mine::needs_of;
use crate::applications::types::Whole;
use crate::rules::application::ApplicationState;
use crate::types::{Application, DeskFair};
use crate::words::{Names, name, named};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::ids::PersonId;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, bars, empty, error_summary, fact, facts, hidden, notice, submit, tag};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::place::Places;

/// All that were sent.
pub fn sent(ctx: &Ctx, view: &DeskFair, sent: &[Application], names: &Names, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.applications);
    let count = |state: &ApplicationState| sent.iter().filter(|row| row.state == *state).count() as i64;
    let states = ApplicationState::ALL.iter().map(|state| (state.word(l), count(state)));
    let states: Vec<(String, i64)> = states.filter(|(_, n)| *n > 0).collect();
    let lines: Vec<AnyView> = sent.iter().map(|row| line(ctx, view, row, named(l, names, row.family), places)).collect();
    let many = (view.reached && count(&ApplicationState::Submitted) > 0).then(|| {
        view! {
            <form method="post" action=ctx.link(&format!("/desk/fairs/{}/applications/screen-many", fair.id)) id="many" class="actions">
                <button class="button" type="submit">{t!(l, fairs.screen_many)}</button>
            </form>
        }
    });
    let list = if lines.is_empty() {
        empty(t!(l, fairs.applications_none), t!(l, fairs.applications_none_text), None)
    } else {
        view! { {many}<ul class="rows">{lines}</ul> }.into_any()
    };
    let chart = (!states.is_empty()).then(|| bars(t!(l, fairs.by_state), &states));
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}", fair.id)) dir="auto">{name(l, fair)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid"><div>{list}</div><aside>{chart}</aside></div>
        </div>
    };
    Page::new(heading, body)
}

fn line(ctx: &Ctx, view: &DeskFair, row: &Application, family: String, places: &Places) -> AnyView {
    let l = ctx.l;
    let path = ctx.link(&format!("/desk/fairs/{}/applications/{}", view.fair.id, row.id));
    let proposed = row.proposed_refusal().map(|_| view! { {tag(Tone::Attention, t!(l, fairs.refusal_proposed))}" " });
    let tick = (view.reached && row.state == ApplicationState::Submitted && proposed.is_none()).then(|| {
        view! { <input type="checkbox" form="many" name="application" value=row.id.to_string() aria-label=t!(l, fairs.choose, reference = row.reference.clone().unwrap_or_default())/> }
    });
    view! {
        <li class="row">
            <div>
                {tick}" "<a href=path dir="auto">{family}</a>
                <p class="small"><bdi>{row.reference.clone()}</bdi>" · "{places.name(l, &row.municipality)}{row.position.map(|n| format!(" · {}", t!(l, fairs.place_in_order, n = n)))}</p>
            </div>
            <div>{proposed}{tag(row.state.tone(), row.state.word(l))}</div>
        </li>
    }
    .into_any()
}

/// One of them.
pub struct One {
    /// The application.
    pub whole: Whole,
    /// Whether the actor plans the fair.
    pub reached: bool,
    /// Name of the family.
    pub name: String,
    /// What it shows.
    pub cards: Vec<Exhibit>,
    /// Who looked at it last, and the name.
    pub proposer: Option<(PersonId, String)>,
}

/// One of them, with what an officer can do.
pub fn one(ctx: &Ctx, view: &One, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let Whole { fair, application, products, .. } = &view.whole;
    let heading = t!(l, fairs.application_of, name = format!("\u{2068}{}\u{2069}", view.name));
    let base = ctx.link(&format!("/desk/fairs/{}/applications/{}", fair.id, application.id));
    // Every reader of fairs reads the application; the family's page only who works where it lives.
    let reads = places.reached(&ctx.actor.scopes(Role::DESK), &application.municipality);
    let family =
        reads.then(|| view! { <p><a href=ctx.link(&format!("/desk/families/{}", application.family))>{t!(l, fairs.to_family)}</a></p> });
    let shown: Vec<AnyView> = view.cards.iter().filter(|card| products.contains(&card.id)).map(|card| product(ctx, card)).collect();
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link(&format!("/desk/fairs/{}/applications", fair.id))>{t!(l, fairs.applications)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <div class="case-grid">
                <div>{answers(l, &view.whole, places)}<h2>{t!(l, fairs.section_products)}</h2><ul>{shown}</ul></div>
                <aside>
                    {family}
                    <div class="doings">{refusal(ctx, view, &base)}{view.reached.then(|| screening(l, application, filled, &base))}</div>
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

fn product(ctx: &Ctx, card: &Exhibit) -> AnyView {
    let title = texts::pick(ctx.l, &card.title_ar, &card.title_en).to_owned();
    if card.shown {
        view! { <li><a href=ctx.link(&format!("/products/{}", card.slug)) dir="auto">{title}</a></li> }.into_any()
    } else {
        view! { <li dir="auto">{title}</li> }.into_any()
    }
}

/// What was answered, and what was decided.
fn answers(l: Locale, whole: &Whole, places: &Places) -> AnyView {
    let Whole { application, people, .. } = whole;
    let needs = &application.needs;
    let people: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let mut rows = vec![(t!(l, common.status), tag(application.state.tone(), application.state.word(l)))];
    rows.extend(
        [
            fact(t!(l, fairs.reference), application.reference.as_deref().unwrap_or_default()),
            fact(t!(l, families.municipality), &places.name(l, &application.municipality)),
            fact(t!(l, fairs.section_people), &people.join("، ")),
            fact(t!(l, fairs.stand_kind), &needs.size.word(l)),
            fact(t!(l, fairs.day_part), &needs.part.word(l)),
            fact(t!(l, fairs.section_needs), &needs_of(l, needs)),
            fact(t!(l, fairs.lodging), &if needs.lodging > 0 { needs.lodging.to_string() } else { String::new() }),
            fact(t!(l, fairs.passport), &needs.passport_until.map(|day| day.to_string()).unwrap_or_default()),
            fact(t!(l, fairs.anything_else), &needs.words),
            fact(t!(l, fairs.reason), if application.proposed_refusal().is_some() { "" } else { application.reason.as_str() }),
        ]
        .into_iter()
        .flatten(),
    );
    facts(rows)
}

/// A refusal that a colleague proposed, and the button of whoever else may confirm it.
fn refusal(ctx: &Ctx, view: &One, base: &str) -> Option<AnyView> {
    let l = ctx.l;
    let words = view.whole.application.proposed_refusal()?.to_owned();
    let by = view.proposer.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let mine = view.proposer.as_ref().is_some_and(|(person, _)| Some(*person) == ctx.actor.id());
    let confirm = (view.reached && !mine).then(|| {
        view! {
            <form method="post" action=format!("{base}/confirm-refusal")>
                {hidden("seen", words.clone())}
                <p class="hint">{t!(l, fairs.confirm_refusal_hint)}</p>
                {submit(t!(l, fairs.confirm_refusal))}
            </form>
        }
    });
    let waits = mine.then(|| view! { <p class="hint">{t!(l, fairs.refusal_waits)}</p> });
    let said = t!(l, fairs.refusal_proposed_by, name = format!("\u{2068}{by}\u{2069}"), words = words);
    Some(view! { {notice(Tone::Attention, said)}{waits}{confirm} }.into_any())
}

/// The conditions are met, or are not, as long as jurors do not have it.
fn screening(l: Locale, application: &Application, filled: &Filled, base: &str) -> Option<AnyView> {
    let state = application.state;
    let proposed = application.proposed_refusal().map(ToOwned::to_owned);
    let yes = (state == ApplicationState::Submitted || proposed.is_some()).then(|| {
        let seen = proposed.map(|words| hidden("seen", words));
        view! {
            <form method="post" action=format!("{base}/screen")>
                {seen}
                <p class="hint">{t!(l, fairs.screen_hint)}</p>
                {submit(t!(l, fairs.screen))}
            </form>
        }
    });
    matches!(state, ApplicationState::Submitted | ApplicationState::Screened).then(|| {
        view! {
            {yes}
            <details open=filled.errors.of("words").is_some()>
                <summary>{t!(l, fairs.refuse)}</summary>
                <form method="post" action=format!("{base}/refuse") novalidate>
                    {Field::lines(filled, "words", t!(l, fairs.refuse_words), 3).hint(t!(l, fairs.refuse_hint)).view(l)}
                    {submit(t!(l, fairs.refuse))}
                </form>
            </details>
        }
        .into_any()
    })
}
