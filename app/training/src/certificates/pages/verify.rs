//! A certificate, verified by anybody who has its code.

use leptos::prelude::*;
use serde_json::json;

use crate::certificates::reads::Certificate;
use crate::rules::CertificateState;
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::days::{self, date};
use ground::form::Filled;
use ground::ui::{Field, Page, error_summary, fact, facts, submit};
use ground::{t, text, texts};

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
    Page::new(heading, body).public(t!(l, training.verify_lead), "/certificates".to_owned()).shows(Shows::any(REFERENCE))
}

/// What a certificate says, to anybody who has its code: who got what from whom and when, whether it holds, and no more.
pub fn certificate(ctx: &Ctx, found: &Certificate, next: Option<&str>) -> Page {
    let l = ctx.l;
    let course = texts::pick(l, &found.title_ar, &found.title_en).to_owned();
    let heading = t!(l, training.certificate_of);
    // What does not hold any more says so, and not of whom.
    let named = matches!(found.state, CertificateState::Issued | CertificateState::Expired);
    let name = if named { texts::pick(l, &found.name, &found.name_en).to_owned() } else { String::new() };
    let valid = found.state == CertificateState::Issued;
    let ended = match found.state {
        CertificateState::Issued | CertificateState::Expired => date(l, found.expires_on),
        _ => days::date(l, days::day_in_tripoli(found.changed_at)),
    };
    let rows = [
        fact(t!(l, training.code), &found.code),
        fact(t!(l, training.cohort_form), &t!(l, training.cohort_number, n = found.number)),
        fact(t!(l, training.length), &t!(l, training.hours, count = found.hours)),
        fact(t!(l, training.partner), &found.partner),
        fact(t!(l, training.issued_by), &t!(l, common.authority)),
        fact(t!(l, training.signed_by), &found.signed),
        fact(t!(l, training.issued_on), &date(l, found.issued_on)),
        fact(if valid { t!(l, training.valid_until) } else { t!(l, training.ended_on) }, &ended),
    ];
    let path = ctx.link(&format!("/certificates/{}", found.code));
    let files = valid.then(|| {
        view! {
            <div class="actions">
                <a class="button" href=format!("{path}/certificate.pdf") rel="nofollow">{t!(l, training.download_pdf)}</a>
                <a class="button quiet" href=format!("{path}/certificate.png") rel="nofollow">{t!(l, training.download_picture)}</a>
            </div>
            <details class="screen">
                <summary>{t!(l, training.for_specialists)}</summary>
                <p>{t!(l, training.badge_text)}</p>
                <p><a href=format!("{path}/badge.json") rel="nofollow">{t!(l, training.download_badge)}</a></p>
            </details>
        }
    });
    // On paper it is the certificate itself, with its code to scan and who issued it.
    let picture = valid.then(|| {
        let alt = t!(l, training.certificate_picture, name = text::isolated(&name), course = text::isolated(&course));
        view! { <img class="paper" src=format!("{path}/certificate.png") width="1123" height="794" alt=alt decoding="async"/> }
    });
    let next = next.map(|code| view! { <p>{t!(l, training.replaced_by)}" "<a href=ctx.link(&format!("/certificates/{code}"))><bdi>{code.to_owned()}</bdi></a></p> });
    // What holds is printed as the certificate, and what does not as what is said of it.
    let shown = if valid { "screen" } else { "" };
    let body = view! {
        <div class="narrow">
            <section class=format!("verdict {} {shown}", found.state.tone().class())>
                <h1><span aria-hidden="true">{if valid { "✓ " } else { "✗ " }}</span>{found.state.verdict(l)}</h1>
                {(!name.is_empty()).then(|| view! { <p class="holder" dir="auto">{name.clone()}</p> })}
                <p dir="auto">{course.clone()}</p>
            </section>
            {next}
            {picture}
            <div class=shown>{facts(rows.into_iter().flatten().collect())}</div>
            {files}
            <p class="screen"><a class="button quiet" href=ctx.link("/certificates")>{t!(l, common.verify)}</a></p>
        </div>
    };
    let image = valid.then(|| format!("{path}/certificate.png"));
    let data = json!({ "@context": "https://schema.org", "@type": "EducationalOccupationalCredential", "name": course, "credentialCategory": "certificate" });
    // By its code only: search engines do not list people's certificates.
    Page::new(format!("{heading} {}", found.code), body).image(image).json_ld(&data)
}
