//! A family's answers, part by part: for the check page and for the officer's case.

use leptos::prelude::*;

use super::super::corrections::Correction;
use super::super::reads::{Application, ForDesk};
use super::super::rules::{Part, masked, year_differs};
use super::parts::{document_word, relation_word};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Tone, fact, facts, notice, tag};
use ground::{days, texts};
use people::accounts::phone_shown;
use people::crafts::Crafts;
use people::place::Places;

/// Term and answer of one part. `whole` shows identity numbers in full: officers compare them with
/// the papers.
pub fn part_facts(ctx: &Ctx, part: Part, a: &Application, places: &Places, crafts: &Crafts, whole: bool) -> Vec<(String, AnyView)> {
    let l = ctx.l;
    let family = &a.family;
    let comma = if l == texts::Locale::Ar { "، " } else { ", " };
    let bdi = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    match part {
        Part::Household => {
            let size = family.household_size.map(|n| (t!(l, families.household_size), bdi(n.to_string())));
            size.into_iter().chain(fact(t!(l, families.registration), &family.registration_number)).collect()
        }
        Part::Members => a
            .members
            .iter()
            .map(|member| {
                let identity = member.identity_kind.zip(member.identity_number.as_deref()).map(|(kind, number)| {
                    let number = if whole { number.to_owned() } else { masked(number) };
                    view! { <span class="small">{format!("{}: ", kind.word(l))}<bdi>{number}</bdi></span> }
                });
                let year = member.birth_year.map(|year| format!("{comma}{year}")).unwrap_or_default();
                let checked = (whole && member.verified_at.is_some()).then(|| tag(Tone::Good, t!(l, families.identity_verified)));
                let differs = member.identity_kind.zip(member.identity_number.as_deref());
                let differs = differs.is_some_and(|(kind, number)| whole && year_differs(kind, number, member.birth_year));
                let differs = differs.then(|| tag(Tone::Attention, t!(l, families.year_differs)));
                let name = format!("{}{year}", member.name);
                (relation_word(l, &member.relation), view! { <span>{name}</span><br/>{identity}" "{checked}" "{differs} }.into_any())
            })
            .collect(),
        Part::Crafts => {
            let names: Vec<String> = a.crafts.iter().map(|code| crafts.name(l, code)).collect();
            fact(t!(l, common.crafts), &names.join(comma)).into_iter().collect()
        }
        Part::Place => {
            let municipality = family.municipality_code.as_deref().map(|code| places.name(l, code)).unwrap_or_default();
            let rows = [
                fact(t!(l, families.municipality), &municipality),
                fact(t!(l, families.quarter), &family.quarter),
                fact(t!(l, families.landmark), &family.landmark),
            ];
            rows.into_iter().flatten().collect()
        }
        Part::Contact => vec![(t!(l, families.contact_phone), bdi(phone_shown(&family.contact_phone)))],
        Part::Public => {
            let shown = if family.show_story { t!(l, common.yes) } else { t!(l, common.no) };
            let rows = [
                fact(t!(l, families.trade_name), &family.trade_name),
                fact(t!(l, families.trade_name_en), &family.trade_name_en),
                fact(t!(l, families.story), &family.story),
                fact(t!(l, families.story_shown), &shown),
            ];
            rows.into_iter().flatten().collect()
        }
        Part::Documents => a
            .documents
            .iter()
            .map(|document| {
                let link = format!("/media/private/{}", document.media_id);
                (document_word(l, &document.kind), view! { <a href=link><bdi>{document.name.clone()}</bdi></a> }.into_any())
            })
            .collect(),
        Part::Consent => {
            let at = family.consent_at.map(|at| days::moment(l, at)).unwrap_or_default();
            let how = family.consent_how.clone().unwrap_or_default();
            let how = if how.is_empty() { how } else { super::start::consent_way_word(l, &how) };
            let rows = [
                fact(t!(l, common.when), &at),
                fact(t!(l, families.consent_version), family.consent_version.as_deref().unwrap_or_default()),
                fact(t!(l, families.consent_how), &how),
            ];
            rows.into_iter().flatten().collect()
        }
    }
}

/// What a correction changes: what stands now and what is to stand, side by side.
pub fn correction_panel(ctx: &Ctx, correction: &Correction, places: &Places, crafts: &Crafts, whole: bool) -> AnyView {
    let l = ctx.l;
    let part = correction.part;
    let column = |heading: String, application: &Application| {
        let answers = match (part, application.members.is_empty()) {
            (Part::Members, true) => view! { <p>{t!(l, families.correction_removed)}</p> }.into_any(),
            _ => facts(part_facts(ctx, part, application, places, crafts, whole)),
        };
        view! { <div class="column"><h3>{heading}</h3>{answers}</div> }
    };
    let before = correction.before.as_ref().map(|before| column(t!(l, families.correction_before), before));
    let then = column(t!(l, families.correction_then), &correction.then);
    let alike = correction.alike.iter().filter(|_| whole).map(|other| {
        let licence = other.family.licence_number.clone().unwrap_or_else(|| other.family.state.word(l));
        application_panel(ctx, other, format!("{} ({licence})", other.family.trade_name), places, crafts)
    });
    let alike: Vec<AnyView> = alike.collect();
    let warning = (!alike.is_empty()).then(|| notice(Tone::Attention, t!(l, families.alike)));
    view! { <section><h2>{part.word(l)}</h2>{warning}<div class="columns">{before}{then}{alike}</div></section> }.into_any()
}

/// Everything an officer needs of a family, with those that look alike side by side.
pub fn case_panel(ctx: &Ctx, desk: &ForDesk, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let column = |a: &Application, heading: String| application_panel(ctx, a, heading, places, crafts);
    let warning = (!desk.alike.is_empty()).then(|| notice(Tone::Attention, t!(l, families.alike)));
    let mut columns = vec![column(&desk.application, desk.application.family.trade_name.clone())];
    columns.extend(desk.alike.iter().map(|other| {
        let licence = other.family.licence_number.clone().unwrap_or_else(|| other.family.state.word(l));
        column(other, format!("{} ({licence})", other.family.trade_name))
    }));
    view! { {warning}<div class="columns">{columns}</div> }.into_any()
}

/// All answers of one application, for officers.
pub fn application_panel(ctx: &Ctx, a: &Application, heading: String, places: &Places, crafts: &Crafts) -> AnyView {
    let parts: Vec<AnyView> = Part::ALL
        .into_iter()
        .map(|part| view! { <h3>{part.word(ctx.l)}</h3>{facts(part_facts(ctx, part, a, places, crafts, true))} }.into_any())
        .collect();
    view! { <div class="column"><h2>{heading}</h2>{parts}</div> }.into_any()
}
