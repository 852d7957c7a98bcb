//! A certificate, verified by anybody who has its code.

use leptos::prelude::*;
use serde_json::json;

use crate::certificates::reads::Certificate;
use crate::rules::CertificateState;
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::days::{self, date};
use ground::form::Filled;
use ground::ui::{Field, Page, error_summary, fact, facts, submit, tag};
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
        fact(t!(l, training.holder), &name),
        fact(t!(l, training.course), &course),
        fact(t!(l, training.cohort_form), &t!(l, training.cohort_number, n = found.number)),
        fact(t!(l, training.length), &t!(l, training.hours, count = found.hours)),
        fact(t!(l, training.partner), &found.partner),
        fact(t!(l, training.issued_by), &t!(l, common.authority)),
        fact(t!(l, training.issued_on), &date(l, found.issued_on)),
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
