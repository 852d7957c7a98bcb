//! Certificates: verified by anybody, issued and taken back at the desk.

use leptos::prelude::*;
use serde_json::json;

use crate::entity::{certificate, cohort, course, issuing};
use crate::rules::{CertificateState, CohortState, IssuingState};
use crate::words::{number, title};
use ground::ctx::Ctx;
use ground::days::{self, stored_date};
use ground::form::Filled;
use ground::ui::{Field, Page, Tone, error_summary, fact, facts, hidden, notice, submit, tag};
use ground::{t, texts};

/// The form that asks for a code.
pub fn verify(ctx: &Ctx, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, common.verify);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, training.verify_lead)}</p>
            <form action=ctx.link("/certificates") novalidate>
                {Field::line(filled, "code", t!(l, training.code)).latin().view(l)}
                {submit(t!(l, training.verify_verb))}
            </form>
        </div>
    };
    Page::new(heading, body).public(t!(l, training.verify_lead), "/certificates".to_owned())
}

/// What a certificate says, to anybody who has its code: who got what from whom and when, whether it holds, and no more.
pub fn certificate(ctx: &Ctx, found: &certificate::Model, next: Option<&str>) -> Page {
    let l = ctx.l;
    let course = texts::pick(l, &found.title_ar, &found.title_en).to_owned();
    let heading = t!(l, training.certificate_of);
    // What does not hold any more says so, and not of whom.
    let named = matches!(found.state, CertificateState::Issued | CertificateState::Expired);
    let name = if named { texts::pick(l, &found.name, &found.name_en).to_owned() } else { String::new() };
    let valid = found.state == CertificateState::Issued;
    let ended = match found.state {
        CertificateState::Issued | CertificateState::Expired => stored_date(l, &found.expires_on),
        _ => days::date(l, days::day_in_tripoli(found.changed_at)),
    };
    let rows = [
        fact(t!(l, training.holder), &name),
        fact(t!(l, training.course), &course),
        fact(t!(l, training.cohort_form), &t!(l, training.cohort_number, n = found.number)),
        fact(t!(l, training.length), &t!(l, training.hours, count = found.hours)),
        fact(t!(l, training.partner), &found.partner),
        fact(t!(l, training.issued_by), &t!(l, common.authority)),
        fact(t!(l, training.issued_on), &stored_date(l, &found.issued_on)),
        fact(if valid { t!(l, training.valid_until) } else { t!(l, training.ended_on) }, &ended),
    ];
    let path = ctx.link(&format!("/certificates/{}", found.code));
    let files = valid.then(|| {
        view! {
            <div class="actions">
                <a class="button" href=format!("{path}/certificate.pdf") rel="nofollow">{t!(l, training.download_pdf)}</a>
                <a class="button quiet" href=format!("{path}/certificate.png") rel="nofollow">{t!(l, training.download_picture)}</a>
                <a class="button quiet" href=format!("{path}/badge.json") rel="nofollow">{t!(l, training.download_badge)}</a>
            </div>
        }
    });
    let next = next.map(|code| view! { <p>{t!(l, training.replaced_by)}" "<a href=ctx.link(&format!("/certificates/{code}"))><bdi>{code.to_owned()}</bdi></a></p> });
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}" "<bdi>{found.code.clone()}</bdi></h1>
            <p>{tag(found.state.tone(), found.state.word(l))}</p>
            {next}
            {facts(rows.into_iter().flatten().collect())}
            {files}
            <p class="small"><a href=ctx.link("/certificates")>{t!(l, common.verify)}</a></p>
        </div>
    };
    let image = valid.then(|| format!("{path}/certificate.png"));
    let data = json!({ "@context": "https://schema.org", "@type": "EducationalOccupationalCredential", "name": course, "credentialCategory": "certificate" });
    // By its code only: search engines do not list people's certificates.
    Page::new(format!("{heading} {}", found.code), body).image(image).json_ld(&data)
}

/// Certificates of a cohort at the desk.
pub fn certificates(
    ctx: &Ctx,
    (course, cohort): (&course::Model, &cohort::Model),
    all: &[certificate::Model],
    job: Option<&issuing::Model>,
    filled: &Filled,
) -> Page {
    let l = ctx.l;
    if let Some(job) = job.filter(|job| job.state == IssuingState::Running) {
        return being_issued(ctx, course, cohort, job);
    }
    let broken = job.filter(|job| job.state == IssuingState::Failed);
    let broken = broken.map(|job| notice(Tone::Danger, t!(l, training.issuing_failed, code = &job.incident)));
    let heading = t!(l, training.certificates);
    let back = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let rows: Vec<AnyView> = all.iter().map(|found| row(ctx, found, filled)).collect();
    let list = if rows.is_empty() {
        view! { <p class="hint">{t!(l, training.certificates_none)}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let issue = matches!(cohort.state, CohortState::Finished | CohortState::Certified).then(|| {
        view! { <form method="post">{hidden("do", "issue".to_owned())}<p class="hint">{t!(l, training.issue_hint)}</p>{submit(t!(l, training.issue))}</form> }
    });
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{format!("{} — {}", title(l, course), number(l, cohort))}</a></p>
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
fn being_issued(ctx: &Ctx, course: &course::Model, cohort: &cohort::Model, job: &issuing::Model) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.issuing);
    let back = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
    let body = view! {
        <div class="desk narrow">
            <p><a href=back>{format!("{} — {}", title(l, course), number(l, cohort))}</a></p>
            <h1>{heading.clone()}</h1>
            <progress max=job.total.max(1).to_string() value=job.issued.to_string() aria-label=heading.clone()></progress>
            <p class="number" role="status">{t!(l, training.issued_of, done = job.issued, total = job.total)}</p>
            <p class="hint">{t!(l, training.issuing_text)}</p>
        </div>
    };
    Page::new(heading, body).renewed_every(2)
}

fn row(ctx: &Ctx, found: &certificate::Model, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let (words, why, name, name_en) =
        (format!("revoke_{}", found.id), format!("why_{}", found.id), format!("name_{}", found.id), format!("name_en_{}", found.id));
    let doings = (found.state == CertificateState::Issued).then(|| {
        let mut typed = filled.clone();
        if typed.form.get(&name).is_empty() && typed.errors.of(&name).is_none() {
            typed.form.set(&name, found.name.clone());
        }
        let open = [&why, &name, &name_en].into_iter().any(|field| filled.errors.of(field).is_some());
        view! {
            <details open=filled.errors.of(&words).is_some()>
                <summary>{t!(l, training.revoke)}</summary>
                <form method="post" novalidate>
                    {hidden("do", "revoke".to_owned())}{hidden("certificate", found.id.to_string())}
                    {Field::lines(filled, &words, t!(l, training.revoke_words), 2).view(l)}
                    {submit(t!(l, training.revoke))}
                </form>
            </details>
            <details open=open>
                <summary>{t!(l, training.replace)}</summary>
                <form method="post" novalidate>
                    {hidden("do", "replace".to_owned())}{hidden("certificate", found.id.to_string())}
                    {Field::line(&typed, &name, t!(l, training.replace_name)).view(l)}
                    {Field::line(filled, &name_en, t!(l, training.replace_name_en)).optional().latin().view(l)}
                    {Field::line(filled, &why, t!(l, training.replace_words)).view(l)}
                    {submit(t!(l, training.replace_verb))}
                </form>
            </details>
        }
    });
    let again = (found.state == CertificateState::Revoked).then(|| {
        let name = format!("again_{}", found.id);
        view! {
            <details open=filled.errors.of(&name).is_some()>
                <summary>{t!(l, training.issue_again)}</summary>
                <form method="post" novalidate>
                    {hidden("do", "again".to_owned())}{hidden("certificate", found.id.to_string())}
                    {Field::lines(filled, &name, t!(l, training.replace_words), 2).view(l)}
                    {submit(t!(l, training.issue_again))}
                </form>
            </details>
        }
    });
    let reason = (!found.reason.is_empty()).then(|| view! { <p class="lines small" dir="auto">{found.reason.clone()}</p> });
    view! {
        <li class="row">
            <div>
                <strong dir="auto">{found.name.clone()}</strong>
                <p class="small"><a href=ctx.link(&format!("/certificates/{}", found.code))><bdi>{found.code.clone()}</bdi></a>" · "{stored_date(l, &found.issued_on)}</p>
                {reason}
                {again}
                {doings}
            </div>
            {tag(found.state.tone(), found.state.word(l))}
        </li>
    }
    .into_any()
}
