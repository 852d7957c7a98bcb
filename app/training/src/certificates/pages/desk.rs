//! Certificates at the desk: issued together, put right, taken back.

use leptos::prelude::*;

use crate::certificates::reads::{Given, Progress};
use crate::rules::{CertificateState, CohortState, IssuingState};
use crate::types::{Cohort, Course};
use crate::words::named;
use ground::ctx::Ctx;
use ground::days::date;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, hidden, notice, submit, tag};

/// Certificates of a cohort at the desk.
pub fn certificates(ctx: &Ctx, course: &Course, cohort: &Cohort, all: &[Given], job: Option<&Progress>, filled: &Filled) -> Page {
    let l = ctx.l;
    if let Some(job) = job.filter(|job| job.state == IssuingState::Running) {
        return being_issued(ctx, course, cohort, job);
    }
    let broken = job.filter(|job| job.state == IssuingState::Failed);
    let broken = broken.map(|job| notice(Tone::Danger, t!(l, training.issuing_failed, code = &job.incident)));
    let heading = t!(l, training.certificates);
    let back = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let base = format!("{back}/certificates");
    let rows: Vec<AnyView> = all.iter().map(|found| row(ctx, found, filled, &base)).collect();
    let list = if rows.is_empty() {
        view! { <p class="hint">{t!(l, training.certificates_none)}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let issue = matches!(cohort.state, CohortState::Finished | CohortState::Certified).then(|| {
        view! { <form method="post" action=format!("{base}/issue")><p class="hint">{t!(l, training.issue_hint)}</p>{submit(t!(l, training.issue))}</form> }
    });
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{named(l, course, cohort)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {broken}
            {issue}
            {list}
        </div>
    };
    Page::new(heading, body)
}

/// The worker writes them: how far it is, looked at again by itself.
fn being_issued(ctx: &Ctx, course: &Course, cohort: &Cohort, job: &Progress) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.issuing);
    let back = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{named(l, course, cohort)}</a></p>
            <h1>{heading.clone()}</h1>
            <progress max=job.total.max(1).to_string() value=job.issued.to_string() aria-label=heading.clone()></progress>
            <p class="number" role="status">{t!(l, training.issued_of, done = job.issued, total = job.total)}</p>
            <p class="hint">{t!(l, training.issuing_text)}</p>
        </div>
    };
    Page::new(heading, body).renewed_every(2)
}

fn row(ctx: &Ctx, found: &Given, filled: &Filled, base: &str) -> AnyView {
    let l = ctx.l;
    let doings =
        (found.state == CertificateState::Issued).then(|| view! { {revoke(l, found, filled, base)}{replace(l, found, filled, base)} });
    let again = (found.state == CertificateState::Revoked).then(|| again(l, found, filled, base));
    let reason = (!found.reason.is_empty()).then(|| view! { <p class="lines small" dir="auto">{found.reason.clone()}</p> });
    view! {
        <li class="row">
            <div>
                <strong dir="auto">{found.name.clone()}</strong>
                <p class="small"><a href=ctx.link(&format!("/certificates/{}", found.code))><bdi>{found.code.clone()}</bdi></a>" · "{date(l, found.issued_on)}</p>
                {reason}
                {again}
                {doings}
            </div>
            {tag(found.state.tone(), found.state.word(l))}
        </li>
    }
    .into_any()
}

/// The form that takes a certificate back.
fn revoke(l: Locale, found: &Given, filled: &Filled, base: &str) -> AnyView {
    let words = format!("revoke_{}", found.id);
    view! {
        <details open=filled.errors.of(&words).is_some()>
            <summary>{t!(l, training.revoke)}</summary>
            <form method="post" action=format!("{base}/revoke") novalidate>
                {hidden("certificate", found.id.to_string())}
                {Field::lines(filled, &words, t!(l, training.revoke_words), 2).view(l)}
                {submit(t!(l, training.revoke))}
            </form>
        </details>
    }
    .into_any()
}

/// The form that puts the name right.
fn replace(l: Locale, found: &Given, filled: &Filled, base: &str) -> AnyView {
    let (why, name, name_en) = (format!("why_{}", found.id), format!("name_{}", found.id), format!("name_en_{}", found.id));
    let mut typed = filled.clone();
    if typed.form.get(&name).is_empty() && typed.errors.of(&name).is_none() {
        typed.form.set(&name, found.name.clone());
    }
    let open = [&why, &name, &name_en].into_iter().any(|field| filled.errors.of(field).is_some());
    view! {
        <details open=open>
            <summary>{t!(l, training.replace)}</summary>
            <form method="post" action=format!("{base}/replace") novalidate>
                {hidden("certificate", found.id.to_string())}
                {Field::line(&typed, &name, t!(l, training.replace_name)).view(l)}
                {Field::line(filled, &name_en, t!(l, training.replace_name_en)).optional().latin().view(l)}
                {Field::line(filled, &why, t!(l, training.replace_words)).view(l)}
                {submit(t!(l, training.replace_verb))}
            </form>
        </details>
    }
    .into_any()
}

/// The form that issues one again after it was taken back.
fn again(l: Locale, found: &Given, filled: &Filled, base: &str) -> AnyView {
    let name = format!("again_{}", found.id);
    view! {
        <details open=filled.errors.of(&name).is_some()>
            <summary>{t!(l, training.issue_again)}</summary>
            <form method="post" action=format!("{base}/again") novalidate>
                {hidden("certificate", found.id.to_string())}
                {Field::lines(filled, &name, t!(l, training.replace_words), 2).view(l)}
                {submit(t!(l, training.issue_again))}
            </form>
        </details>
    }
    .into_any()
}
