//! A case on one page: everything needed to decide, what can be done now, what happened.

use leptos::prelude::*;

use super::alike::alike;
use super::backs::{back_asked, backs};
use super::identities::{identities, uncompared};
use super::papers::papers;
use super::queue::tone;
use super::returning::return_form;
use crate::phrases::Phrase;
use crate::types::{act_path, in_list};
use cases::casework::{self, CaseKind, CaseState, CaseView, DocumentRow, EventAct, Move, Outcome, ReasonCode};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use market::catalogue;
use market::families::{self, Audience, FamilyState};
use people::accounts::PersonRow;
use people::crafts::Crafts;
use people::place::Places;

use ground::ui::{Done, Field, Page, Tone, error_summary, facts, notice, radios, select, submit, tag, tick};

/// What the case is about, loaded.
pub enum Subject {
    /// A family.
    Family(Box<families::ForDesk>),
    /// A correction of what a licensed family said.
    Correction(Box<families::Correction>),
    /// Nothing is left of it: the family took its data with it.
    Gone,
    /// A product.
    Product(Box<catalogue::ForDesk>),
    /// A report and its product.
    Report(Box<catalogue::Report>),
    /// What came of an application to a fair.
    FairResult(Box<fairs::Contested>),
    /// What came of an enrolment in a course.
    CourseResult(Box<training::Contested>),
}

/// The page.
#[allow(clippy::too_many_arguments)] // One page shows all of them.
pub fn case(
    ctx: &Ctx,
    case: &CaseView,
    first: Option<&CaseView>,
    subject: &Subject,
    filled: &Filled,
    colleagues: &[PersonRow],
    documents: &[DocumentRow],
    phrases: &[Phrase],
    places: &Places,
    crafts: &Crafts,
    before: Option<(Done, String)>,
) -> Page {
    let l = ctx.l;
    let title = case.title.clone();
    let list = ctx.link(&in_list(ctx, "/desk".to_owned()));
    let before = before.map(|(done, reference)| {
        notice(Tone::Good, t!(l, desk.next_opened, done = done.word(l), reference = ground::text::isolated(&reference)))
    });
    let body = view! {
        <div class="desk">
            <p><a href=list>{t!(l, desk.to_list)}</a></p>
            {before}
            {error_summary(l, filled)}
            <h1 dir="auto">{title.clone()}</h1>
            <div class="case-grid">
                <div>
                    {back_asked(ctx, case)}
                    {identity_claimed(l, case, subject)}
                    {against(ctx, case, first, subject)}
                    {alike(ctx, case, subject)}
                    {panel(ctx, case, subject, places, crafts)}
                    {identities(ctx, case, subject, filled)}
                    {papers(ctx, case, filled, documents)}
                </div>
                <aside>
                    {head(ctx, case, places)}
                    {decision(ctx, case)}
                    {doings(ctx, case, filled, colleagues, phrases, subject)}
                    {course_that_helps(ctx, case, subject)}
                    <h2>{t!(l, desk.timeline)}</h2>
                    {casework::timeline(ctx, case.kind, &case.events)}
                </aside>
            </div>
        </div>
    };
    Page::new(title, body)
}

/// What the case is about, as its wing shows it.
fn panel(ctx: &Ctx, case: &CaseView, subject: &Subject, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    match subject {
        Subject::Family(family) => families::case_panel(ctx, family, places, crafts),
        Subject::Correction(correction) => {
            let whole = families::application_panel(ctx, &correction.now, t!(l, desk.answers), places, crafts, Audience::Officer);
            view! {
                {families::correction_panel(ctx, correction, places, crafts, Audience::Officer)}
                <details><summary>{t!(l, desk.answers)}</summary>{whole}</details>
            }
            .into_any()
        }
        Subject::Gone => notice(Tone::Plain, t!(l, desk.subject_gone)),
        Subject::Product(product) => catalogue::case_panel(ctx, product, crafts, case.flagged.as_deref().unwrap_or_default()),
        Subject::Report(report) => catalogue::report_panel(ctx, report, crafts),
        Subject::FairResult(about) => fairs::case_panel(ctx, about),
        Subject::CourseResult(about) => training::case_panel(ctx, about),
    }
}

/// A number of this family stands in another one, or the other way: warnings above everything else, for as long as the other one keeps it.
fn identity_claimed(l: Locale, case: &CaseView, subject: &Subject) -> Vec<AnyView> {
    let flags = case.flagged.as_deref().unwrap_or_default();
    let others = match subject {
        Subject::Family(family) => &family.alike[..],
        Subject::Correction(correction) => &correction.alike[..],
        _ => &[],
    };
    let over = |id: &str| {
        let other = others.iter().find(|other| other.family.id.to_string() == id);
        other.is_some_and(|other| matches!(other.family.state, FamilyState::Refused | FamilyState::Left))
    };
    let marked = |mark: &str| flags.split(',').filter_map(|flag| flag.strip_prefix(mark)).any(|id| !over(id));
    let marks = [("claimed-by:", t!(l, desk.identity_claimed)), ("held-by:", t!(l, desk.identity_held))];
    marks.into_iter().filter(|(mark, _)| marked(mark)).map(|(_, words)| notice(Tone::Attention, words)).collect()
}

/// What is asked for stands above everything; an objection beside the decision that it is against.
fn against(ctx: &Ctx, case: &CaseView, first: Option<&CaseView>, subject: &Subject) -> AnyView {
    let asked = proposal(ctx, case, subject);
    match first {
        Some(first) => view! { <div class="columns">{asked}{objected(ctx, first)}</div> }.into_any(),
        None => asked,
    }
}

/// The decision that an objection is against.
fn objected(ctx: &Ctx, first: &CaseView) -> AnyView {
    view! {
        <section class="card pad">
            <h2>{t!(ctx.l, desk.first_decision)}</h2>
            {decision(ctx, first)}
            <p><a href=ctx.link(&format!("/desk/cases/{}", first.id))><bdi>{first.reference.clone()}</bdi></a></p>
        </section>
    }
    .into_any()
}

/// A product that came back for its quality: a course is proposed to its family.
fn course_that_helps(ctx: &Ctx, case: &CaseView, subject: &Subject) -> Option<AnyView> {
    let Subject::Product(product) = subject else { return None };
    let back = case.state == CaseState::Returned || case.decision.as_ref().is_some_and(|(outcome, ..)| *outcome == Outcome::Refused);
    (back && ctx.actor.holds(Role::CASEWORKERS)).then(|| {
        let path = ctx.link(&format!("/desk/training/propose/{}", product.product.family));
        view! { <p><a class="button quiet" href=path>{t!(ctx.l, training.propose_course)}</a></p> }.into_any()
    })
}

/// What is asked for or proposed stands above the papers it is about.
fn proposal(ctx: &Ctx, case: &CaseView, subject: &Subject) -> AnyView {
    let l = ctx.l;
    let family = match (case.kind, subject) {
        (CaseKind::Renewal | CaseKind::Suspension, _) => Some(case.subject_id),
        (_, Subject::Correction(correction)) => Some(correction.now.family.id.0),
        (kind, _) if kind.objects() => None,
        _ => return ().into_any(),
    };
    let words = case.events.iter().find(|event| event.act == EventAct::Open).map(|event| event.words.clone()).unwrap_or_default();
    let words = (!words.is_empty()).then(|| view! { <p class="lines" dir="auto">{words}</p> });
    let family = family.map(|family| {
        let path = ctx.link(&format!("/desk/families/{family}"));
        view! { <p><a href=path>{t!(l, desk.family_page)}</a></p> }
    });
    view! {
        <section class="card pad">
            <h2>{case.kind.word(l)}</h2>
            {words}
            {family}
        </section>
    }
    .into_any()
}

fn head(ctx: &Ctx, case: &CaseView, places: &Places) -> AnyView {
    let l = ctx.l;
    let text = |text: String| view! { <span>{text}</span> }.into_any();
    let mut rows = vec![
        (t!(l, families.sent_reference), view! { <bdi>{case.reference.clone()}</bdi> }.into_any()),
        (t!(l, desk.kind), text(case.kind.word(l))),
        (t!(l, common.status), tag(tone(case.state), case.state.word(l))),
        (t!(l, desk.since), text(days::moment(l, case.opened_at))),
    ];
    // A last day is there while the desk has it.
    if case.due_on.is_some() {
        let holder = match &case.holder {
            Some(_) if case.assigned_to == ctx.actor.id() => t!(l, desk.with_you),
            Some(name) => name.clone(),
            None => t!(l, desk.with_nobody),
        };
        rows.push((t!(l, desk.assigned_to), text(holder)));
    }
    if let Some(code) = &case.municipality {
        rows.push((t!(l, catalogue.municipality), text(places.name(l, code))));
    }
    if let Some(due) = case.due_on {
        let late = case.overdue.then(|| tag(Tone::Danger, t!(l, desk.overdue)));
        rows.push((t!(l, desk.due), view! { <span>{days::date(l, due)}</span>" "{late} }.into_any()));
    }
    if let Some(outcome) = case.recommended {
        rows.push((t!(l, desk.recommended), text(outcome.word(case.kind, l))));
    }
    facts(rows)
}

fn decision(ctx: &Ctx, case: &CaseView) -> AnyView {
    let l = ctx.l;
    let Some((outcome, reason, words, number, at)) = &case.decision else { return ().into_any() };
    let tone = if *outcome == casework::adverse(case.kind) { Tone::Danger } else { Tone::Good };
    view! {
        <section class="decision">
            <p>{tag(tone, outcome.word(case.kind, l))}" "<bdi>{number.clone()}</bdi></p>
            <p>{reason.word(l)}</p>
            <p class="lines" dir="auto">{words.clone()}</p>
            <p class="small">{days::moment(l, *at)}</p>
        </section>
    }
    .into_any()
}

/// What this person can do now, drawn from the same table that guards the acts.
fn doings(ctx: &Ctx, case: &CaseView, filled: &Filled, colleagues: &[PersonRow], phrases: &[Phrase], subject: &Subject) -> AnyView {
    let l = ctx.l;
    let path = |act: &str| act_path(ctx, case.id, act);
    let moves = casework::moves(&ctx.actor, &case.involved);
    let mut forms: Vec<AnyView> = Vec::new();
    for wanted in &moves {
        forms.push(match wanted {
            Move::Take if case.of_colleague(ctx.actor.id()) => ().into_any(),
            Move::Take => view! { <form method="post" action=path("take")>{submit(t!(l, desk.take))}</form> }.into_any(),
            Move::Decide => decide_form(ctx, case, filled, path("decide")),
            Move::Recommend => recommend_form(ctx, case, filled, path("recommend"), uncompared(l, case, subject)),
            Move::SendBack => {
                let field = Field::lines(filled, "send_back_words", t!(l, desk.send_back_words), 3).view(l);
                folded(
                    t!(l, desk.send_back),
                    view! { <form method="post" action=path("send-back")>{field}{submit(t!(l, desk.send_back))}</form> },
                    filled,
                    "send_back",
                )
            }
            Move::Return => {
                let form = return_form(ctx, case, filled, path("return"), phrases, theirs(ctx, case, filled, "return_theirs"));
                folded(t!(l, desk.return_title), form, filled, "return")
            }
            Move::Resubmit | Move::Object | Move::Close | Move::Withdraw | Move::Recall | Move::TakeBack => ().into_any(),
        });
    }
    forms.extend(backs(ctx, case, filled));
    let works = ctx.actor.holds(Role::CASEWORKERS);
    if works {
        let field = Field::lines(filled, "note", t!(l, desk.note), 3).hint(t!(l, desk.note_hint)).view(l);
        forms.push(folded(
            t!(l, desk.add_note),
            view! { <form method="post" action=path("note")>{field}{submit(t!(l, desk.add_note))}</form> },
            filled,
            "note",
        ));
    }
    if works && !colleagues.is_empty() {
        let people: Vec<(String, String)> = colleagues.iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
        let field = select(l, filled, "assigned_to", t!(l, desk.assigned_to), None, &people);
        forms.push(folded(
            t!(l, desk.assign),
            view! { <form method="post" action=path("assign")>{field}{submit(t!(l, desk.assign))}</form> },
            filled,
            "assigned_to",
        ));
    }
    if works && case.involved.applicant.is_some() {
        let field = tick(l, filled, "checked", t!(l, desk.reset_checked));
        let form = view! { <form method="post" action=path("reset")>{field}{submit(t!(l, desk.reset))}</form> };
        forms.push(folded(t!(l, desk.reset), form, filled, "checked"));
    }
    let why_not = (works && moves.is_empty() && case.due_on.is_some()).then(|| notice(Tone::Plain, t!(l, desk.not_yours)));
    view! { {why_not}<div class="doings">{forms}</div> }.into_any()
}

/// A form that is folded away until it is needed, or until something in it is wrong.
fn folded(summary: String, form: impl IntoAny, filled: &Filled, prefix: &str) -> AnyView {
    let open = filled.errors.0.iter().any(|(name, _)| name.starts_with(prefix));
    view! { <details open=open><summary>{summary}</summary>{form.into_any()}</details> }.into_any()
}

fn outcomes(l: Locale, kind: CaseKind) -> [(&'static str, String, Option<String>); 2] {
    [Outcome::Approved, Outcome::Refused].map(|outcome| (outcome.code(), outcome.word(kind, l), None))
}

/// Whoever acts on a colleague's file is asked whether the two agreed.
fn theirs(ctx: &Ctx, case: &CaseView, filled: &Filled, name: &str) -> Option<AnyView> {
    let holder = case.holder.clone().unwrap_or_default();
    case.of_colleague(ctx.actor.id()).then(|| tick(ctx.l, filled, name, t!(ctx.l, desk.of_colleague, name = holder)))
}

fn decide_form(ctx: &Ctx, case: &CaseView, filled: &Filled, action: String) -> AnyView {
    let (l, kind) = (ctx.l, case.kind);
    // The reason belongs to the outcome that takes something from the person.
    let only = if casework::adverse(kind) == Outcome::Refused { "only-refused" } else { "only-approved" };
    let reasons: Vec<(String, String)> = ReasonCode::against(kind).map(|reason| (reason.code().to_owned(), reason.word(l))).collect();
    view! {
        <form method="post" action=action novalidate class="decide">
            <h2>{t!(l, desk.decide)}</h2>
            {radios(l, filled, "outcome", t!(l, desk.outcome), &outcomes(l, kind))}
            <div class=only>{select(l, filled, "reason", t!(l, desk.reason), None, &reasons)}</div>
            {Field::lines(filled, "words", t!(l, desk.words), 4).hint(t!(l, desk.words_hint)).view(l)}
            {theirs(ctx, case, filled, "theirs")}
            {submit(t!(l, desk.decide_verb))}
        </form>
    }
    .into_any()
}

fn recommend_form(ctx: &Ctx, case: &CaseView, filled: &Filled, action: String, warning: Option<AnyView>) -> AnyView {
    let (l, kind) = (ctx.l, case.kind);
    view! {
        <form method="post" action=action novalidate>
            <h2>{t!(l, desk.recommend)}</h2>
            {warning}
            {radios(l, filled, "recommend", t!(l, desk.outcome), &outcomes(l, kind))}
            {Field::lines(filled, "recommend_words", t!(l, desk.recommend_words), 4).view(l)}
            {theirs(ctx, case, filled, "recommend_theirs")}
            {submit(t!(l, desk.recommend_verb))}
        </form>
    }
    .into_any()
}
