//! One family of the register with its licence and cases.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::queue::tone as case_tone;
use cases::casework::QueueRow;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::ui::{Field, Page, Tone, error_summary, facts, submit, tag, tick};
use market::families::{self, Application, Audience, FamilyState};
use people::accounts::EmailState;
use people::crafts::Crafts;
use people::place::Places;

pub(super) fn tone(state: FamilyState) -> Tone {
    match state {
        FamilyState::Approved => Tone::Good,
        FamilyState::Submitted => Tone::Waiting,
        FamilyState::Returned | FamilyState::Expired => Tone::Attention,
        FamilyState::Suspended | FamilyState::Refused => Tone::Danger,
        FamilyState::Draft | FamilyState::Left => Tone::Plain,
    }
}

fn licence_words(ctx: &Ctx, number: &str, until: NaiveDate) -> String {
    let day = days::date(ctx.l, until);
    format!("\u{2068}{number}\u{2069} — {}", t!(ctx.l, desk.until, day = day))
}

/// One family: what it said, its licence, its cases, and what an officer can begin.
pub fn family(
    ctx: &Ctx,
    application: &Application,
    email: EmailState,
    cases: &[QueueRow],
    filled: &Filled,
    places: &Places,
    crafts: &Crafts,
) -> Page {
    let l = ctx.l;
    let family = &application.family;
    let title = if family.trade_name.is_empty() { t!(l, desk.unnamed) } else { family.trade_name.clone() };
    let mut rows = vec![(t!(l, common.status), tag(tone(family.state), family.state.word(l)))];
    if let Some((number, until)) = &family.licence {
        let words = licence_words(ctx, number, *until);
        rows.push((t!(l, home.licence), view! { <bdi>{words}</bdi> }.into_any()));
    }
    if email == EmailState::Refused {
        rows.push((t!(l, desk.email), tag(Tone::Danger, t!(l, desk.email_refused))));
    }
    let shop = family.slug.as_ref().filter(|_| family.state == FamilyState::Approved);
    let shop = shop.map(|slug| view! { <p><a href=ctx.link(&format!("/families/{slug}"))>{t!(l, desk.shop)}</a></p> });
    let mine = family.helped_by.is_some() && family.helped_by == ctx.actor.id() && family.state.open();
    let go_on = mine.then(|| {
        let path = ctx.link(&format!("/desk/families/{}/application", family.id));
        view! { <p><a class="button" href=path>{t!(l, desk.go_on)}</a></p> }
    });
    let lines: Vec<AnyView> = cases
        .iter()
        .map(|case| {
            view! {
                <li class="row">
                    <a href=ctx.link(&format!("/desk/cases/{}", case.id))><bdi>{case.reference.clone()}</bdi>" · "{case.kind.word(l)}</a>
                    {tag(case_tone(case.state), case.state.word(l))}
                </li>
            }
            .into_any()
        })
        .collect();
    let lines = (!lines.is_empty()).then(|| view! { <h2>{t!(l, desk.cases)}</h2><ul class="rows">{lines}</ul> });
    let body_doings = doings(ctx, application, filled);
    let body = view! {
        <div class="desk">
            {error_summary(l, filled)}
            <h1 dir="auto">{title.clone()}</h1>
            <div class="case-grid">
                <div>{families::application_panel(ctx, application, t!(l, desk.answers), places, crafts, Audience::Officer)}</div>
                <aside>{facts(rows)}{shop}{go_on}<div class="doings">{body_doings}</div>{lines}</aside>
            </div>
        </div>
    };
    Page::new(title, body)
}

/// What an officer in scope can begin about a family that is not the officer's own.
fn doings(ctx: &Ctx, application: &Application, filled: &Filled) -> Vec<AnyView> {
    let l = ctx.l;
    let family = &application.family;
    let own = family.owner.is_some() && family.owner == ctx.actor.id();
    if own || !ctx.actor.holds(Role::CASEWORKERS) {
        return Vec::new();
    }
    let path = |act: &str| ctx.link(&format!("/desk/families/{}/{act}", family.id));
    let folded = |summary: String, names: &[&str], form: AnyView| {
        let open = filled.errors.0.iter().any(|(name, _)| names.contains(&name.as_str()));
        view! { <details open=open><summary>{summary}</summary>{form}</details> }.into_any()
    };
    let mut forms = Vec::new();
    if FamilyState::LICENSED.contains(&family.state) {
        forms.push(view! { <p><a class="button quiet" href=path("correction")>{t!(l, desk.correct_for)}</a></p> }.into_any());
        let propose = ctx.link(&format!("/desk/training/propose/{}", family.id));
        forms.push(view! { <p><a class="button quiet" href=propose>{t!(l, training.propose)}</a></p> }.into_any());
    }
    let expires = family.licence.as_ref().map(|(_, until)| *until);
    if families::may_ask_renewal(family.state, expires, days::day_in_tripoli(ctx.now)) {
        let field = Field::lines(filled, "renewal_words", t!(l, desk.renewal_words), 3).view(l);
        let form = view! { <form method="post" action=path("renewal") novalidate>{field}{submit(t!(l, home.renewal_verb))}</form> };
        forms.push(folded(t!(l, desk.renewal_for), &["renewal_words"], form.into_any()));
    }
    if family.owner.is_none() && family.state != FamilyState::Left {
        let form = view! {
            <form method="post" action=path("account") novalidate>
                <p class="hint">{t!(l, desk.account_hint)}</p>
                {Field::line(filled, "name", t!(l, families.start_name)).view(l)}
                {Field::phone(filled, "phone", t!(l, families.contact_phone)).view(l)}
                {tick(l, filled, "checked", t!(l, desk.reset_checked))}
                {submit(t!(l, desk.account_verb))}
            </form>
        };
        forms.push(folded(t!(l, desk.account), &["name", "phone", "checked"], form.into_any()));
    }
    if family.state == FamilyState::Approved {
        let field = Field::lines(filled, "words", t!(l, desk.suspend_words), 4).hint(t!(l, desk.suspend_hint)).view(l);
        let form = view! { <form method="post" action=path("suspend") novalidate>{field}{submit(t!(l, desk.suspend_verb))}</form> };
        forms.push(folded(t!(l, desk.suspend), &["words"], form.into_any()));
    }
    forms
}
