//! Signing up for a cohort.

use leptos::prelude::*;
use market::families;

use crate::courses::questions::{self, Question};
use crate::courses::types::CohortView;
use crate::enrolment::types::Asked;
use crate::rules::QuestionKind;
use crate::words::named;
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli};
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, radios, select, submit, tick};

/// Whether one may is said first; then who attends, and why.
pub fn apply(ctx: &Ctx, view: &CohortView, asked: &Asked, filled: &Filled) -> Page {
    let l = ctx.l;
    let CohortView { course, cohort, .. } = view;
    let heading = t!(l, training.apply_title);
    let open = cohort.window_open(day_in_tripoli(ctx.now));
    let why_not = match (open || asked.returned.is_some(), asked.unmet, asked.trainees.is_empty()) {
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
        Some((words, path, verb)) => {
            view! { {notice(Tone::Attention, words)}<p><a class="button quiet" href=ctx.link(&path)>{verb}</a></p> }.into_any()
        }
        None => {
            let people: Vec<(String, String)> =
                asked.trainees.iter().map(|trainee| (trainee.id.to_string(), trainee.name.clone())).collect();
            view! {
                <form method="post" novalidate>
                    {asked.returned.as_ref().map(|row| hidden("enrolment", row.id.to_string()))}
                    {asked.returned.is_none().then(|| select(l, filled, "member", t!(l, training.who), Some(t!(l, training.who_hint)), &people))}
                    {Field::lines(filled, "words", t!(l, training.why), 4).hint(t!(l, training.why_hint)).optional().view(l)}
                    {asked.questions.iter().map(|question| ask(l, question, filled)).collect::<Vec<_>>()}
                    {tick(l, filled, "true", t!(l, training.apply_true))}
                    {submit(t!(l, training.apply_verb))}
                </form>
            }
            .into_any()
        }
    };
    let back = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    let body = view! {
        <div class="narrow">
            <p><a href=back>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{cohort.policy.word(l)}</p>
            <ul>{asked.terms.iter().map(|term| view! { <li>{term.clone()}</li> }).collect::<Vec<_>>()}</ul>
            {asked.proposed.as_ref().map(|words| notice(Tone::Good, format!("{} \u{2068}{words}\u{2069}", t!(l, training.proposed_words))))}
            {asked.returned.as_ref().map(|row| notice(Tone::Attention, format!("{} \u{2068}{}\u{2069}", t!(l, training.returned_words), row.reason)))}
            {form}
        </div>
    };
    Page::new(heading, body)
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
