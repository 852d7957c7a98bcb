//! Signing up for a cohort.

use leptos::prelude::*;
use market::families;

use crate::courses::questions::{self, Question};
use crate::courses::types::CohortView;
use crate::enrolment::types::{Asked, There};
use crate::rules::QuestionKind;
use crate::types::Cohort;
use crate::words::{days, hours, named, window};
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::form::Filled;
use ground::t;
use ground::text;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, fact, facts, hidden, notice, radios, select, submit, tick};
use people::place::Places;

/// When and where, and whether one may; then who attends, and why. Who signed up already is told where that stands.
pub fn apply(ctx: &Ctx, view: &CohortView, asked: &Asked, places: &Places, filled: &Filled) -> Page {
    let l = ctx.l;
    let CohortView { course, cohort, .. } = view;
    let heading = t!(l, training.apply_title);
    let open = cohort.window_open(day_in_tripoli(ctx.now));
    let stands = asked.returned.is_none() && !asked.there.is_empty();
    let why_not = match (open || asked.returned.is_some(), asked.unmet, asked.trainees.is_empty() && asked.returned.is_none()) {
        (false, ..) => {
            Some((t!(l, training.window_over, day = date(l, cohort.window.closes_on)), "/courses".to_owned(), t!(l, training.courses)))
        }
        (true, Some(families::NOT_LICENSED), _) => {
            Some((t!(l, training.needs_licence), "/me/family".to_owned(), t!(l, families.application_title)))
        }
        (true, Some(unmet), _) => Some((unmet.text(l), "/courses".to_owned(), t!(l, training.courses))),
        (true, None, true) => Some((t!(l, training.needs_identity), "/me/family/members".to_owned(), t!(l, families.part_members))),
        _ => None,
    };
    let form = match why_not {
        // What stands is said already, and nobody else is to be signed up.
        Some(_) if stands => unnumbered(ctx, &asked.unnumbered),
        Some((words, path, verb)) => {
            let missing = asked.unmet.is_none().then(|| unnumbered(ctx, &asked.unnumbered));
            view! { {notice(Tone::Attention, words)}{missing}<p><a class="button quiet" href=ctx.link(&path)>{verb}</a></p> }.into_any()
        }
        None if stands => view! {
            <details open=!filled.errors.0.is_empty()>
                <summary>{t!(l, training.apply_another)}</summary>
                {form(ctx, asked, filled)}
            </details>
        }
        .into_any(),
        None => form(ctx, asked, filled),
    };
    let terms: Vec<AnyView> = asked.terms.iter().map(|term| view! { <li>{term.clone()}</li> }.into_any()).collect();
    let back = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    let body = view! {
        <div class="narrow">
            <p><a href=back>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {facts(first(l, view, places))}
            {stands.then(|| there(ctx, cohort, &asked.there))}
            {(!terms.is_empty()).then(|| view! { <ul>{terms}</ul> })}
            {asked.proposed.as_ref().map(|words| notice(Tone::Good, format!("{} \u{2068}{words}\u{2069}", t!(l, training.proposed_words))))}
            {asked.returned.as_ref().map(|row| notice(Tone::Attention, format!("{} \u{2068}{}\u{2069}", t!(l, training.returned_words), row.reason)))}
            {form}
        </div>
    };
    Page::new(heading, body)
}

/// What has to be known before anything is typed: days, hours, place, until when, and how seats are given.
fn first(l: Locale, view: &CohortView, places: &Places) -> Vec<(String, AnyView)> {
    let cohort = &view.cohort;
    let mut spans: Vec<String> = Vec::new();
    for lesson in &view.lessons {
        let span = hours(l, lesson);
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    let spans = if spans.is_empty() { t!(l, training.hours_later) } else { spans.join(&t!(l, training.and)) };
    let rows = [
        fact(t!(l, training.when), &days(l, cohort.starts_on, cohort.ends_on)),
        fact(t!(l, training.day_hours), &spans),
        fact(t!(l, training.place), &format!("{} — {}", places.name(l, &cohort.municipality), cohort.venue)),
        fact(t!(l, training.window), &window(l, &cohort.window)),
        fact(t!(l, training.how), &cohort.policy.word(l)),
    ];
    rows.into_iter().flatten().collect()
}

/// Who of the family signed up, where that stands, and the way to it.
fn there(ctx: &Ctx, cohort: &Cohort, all: &[There]) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = all
        .iter()
        .map(|one| {
            let other = (one.number != cohort.number).then(|| format!(" · {}", t!(l, training.cohort_number, n = one.number)));
            view! {
                <li>
                    <a href=ctx.link(&format!("/me/training#e-{}", one.id))><span dir="auto">{one.name.clone()}</span></a>
                    ": "{one.state.word(l)}" · "<bdi>{one.reference.clone()}</bdi>{other}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <section class="notice good"><h2>{t!(l, training.signed_up_already)}</h2><ul class="plain">{rows}</ul></section> }.into_any()
}

/// Members who are missing from the list, by name, and what puts them on it.
fn unnumbered(ctx: &Ctx, names: &[String]) -> AnyView {
    let l = ctx.l;
    if names.is_empty() {
        return ().into_any();
    }
    let names = names.iter().map(|name| text::isolated(name)).collect::<Vec<_>>().join(&t!(l, training.and));
    view! {
        <p class="hint">{t!(l, training.without_number, names = names)}" "<a href=ctx.link("/me/family/members")>{t!(l, families.part_members)}</a></p>
    }
    .into_any()
}

fn form(ctx: &Ctx, asked: &Asked, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let people: Vec<(String, String)> = asked.trainees.iter().map(|trainee| (trainee.id.to_string(), trainee.name.clone())).collect();
    let who = asked.returned.is_none().then(|| {
        view! {
            {select(l, filled, "member", t!(l, training.who), Some(t!(l, training.who_hint)), &people)}
            {unnumbered(ctx, &asked.unnumbered)}
        }
    });
    view! {
        <form method="post" novalidate>
            {asked.returned.as_ref().map(|row| hidden("enrolment", row.id.to_string()))}
            {who}
            {Field::lines(filled, "words", t!(l, training.why), 4).hint(t!(l, training.why_hint)).optional().view(l)}
            {asked.questions.iter().map(|question| ask(l, question, filled)).collect::<Vec<_>>()}
            {tick(l, filled, "true", t!(l, training.apply_true))}
            {submit(t!(l, training.apply_verb))}
        </form>
    }
    .into_any()
}

/// One question of the organiser's.
fn ask(l: Locale, question: &Question, filled: &Filled) -> AnyView {
    let field = questions::field(question.id);
    match question.kind {
        QuestionKind::Text => {
            let lines = Field::lines(filled, &field, question.words.clone(), 3);
            if question.needed { lines.view(l) } else { lines.optional().view(l) }
        }
        QuestionKind::Choice => {
            let words = if question.needed { question.words.clone() } else { format!("{} ({})", question.words, t!(l, common.optional)) };
            let options: Vec<(String, &str)> =
                question.choices.lines().enumerate().map(|(n, words)| ((n + 1).to_string(), words)).collect();
            let options: Vec<(&str, String, Option<String>)> =
                options.iter().map(|(n, words)| (n.as_str(), (*words).to_owned(), None)).collect();
            radios(l, filled, &field, words, &options)
        }
        QuestionKind::File => {
            view! { <p><strong dir="auto">{question.words.clone()}</strong>" — "{t!(l, training.file_later)}</p> }.into_any()
        }
    }
}
