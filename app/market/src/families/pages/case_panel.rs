//! A family's answers, part by part: for the check page and for the officer's case.

use leptos::prelude::*;

use super::super::rules::{Part, masked, year_differs};
use super::super::types::{Application, Correction, Document, Family, ForDesk, Member};
use super::parts::{document_word, relation_word};
use ground::ctx::Ctx;
use ground::days;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Tone, fact, facts, notice, tag};
use people::accounts::phone_shown;
use people::crafts::Crafts;
use people::place::Places;

/// Who reads the answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The family: most of an identity number is covered.
    Family,
    /// An officer, who compares identity numbers with the papers.
    Officer,
}

type Facts = Vec<(String, AnyView)>;

fn bdi(text: String) -> AnyView {
    view! { <bdi>{text}</bdi> }.into_any()
}

fn comma(l: Locale) -> &'static str {
    if l == Locale::Ar { "، " } else { ", " }
}

/// Term and answer of one part.
pub fn part_facts(ctx: &Ctx, part: Part, a: &Application, places: &Places, crafts: &Crafts, audience: Audience) -> Facts {
    let l = ctx.l;
    let family = &a.family;
    match part {
        Part::Household => {
            let size = family.household_size.map(|n| (t!(l, families.household_size), bdi(n.to_string())));
            size.into_iter().chain(fact(t!(l, families.registration), &family.registration_number)).collect()
        }
        Part::Members => a.members.iter().map(|member| member_fact(l, member, audience)).collect(),
        Part::Crafts => {
            let names: Vec<String> = a.crafts.iter().map(|code| crafts.name(l, code)).collect();
            fact(t!(l, common.crafts), &names.join(comma(l))).into_iter().collect()
        }
        Part::Place => {
            let municipality = family.municipality.as_deref().map(|code| places.name(l, code)).unwrap_or_default();
            let rows = [
                fact(t!(l, families.municipality), &municipality),
                fact(t!(l, families.quarter), &family.quarter),
                fact(t!(l, families.landmark), &family.landmark),
            ];
            rows.into_iter().flatten().collect()
        }
        Part::Contact => vec![(t!(l, families.contact_phone), bdi(phone_shown(&family.contact_phone)))],
        Part::Public => public_facts(l, family, audience),
        Part::Documents => {
            let link = |media| format!("/media/private/{media}");
            let document = |row: &Document| {
                let name = view! { <a href=link(row.media)><bdi>{row.name.clone()}</bdi></a> };
                (document_word(l, &row.kind), name.into_any())
            };
            a.documents.iter().map(document).collect()
        }
        Part::Consent => consent_facts(l, family),
    }
}

fn member_fact(l: Locale, member: &Member, audience: Audience) -> (String, AnyView) {
    let officer = audience == Audience::Officer;
    let identity = member.identity.as_ref().map(|(kind, number)| {
        let number = if officer { number.clone() } else { masked(number) };
        view! { <span class="small">{format!("{}: ", kind.word(l))}<bdi>{number}</bdi></span> }
    });
    let year = member.birth_year.map(|year| format!("{}{year}", comma(l))).unwrap_or_default();
    let checked = (officer && member.verified_at.is_some()).then(|| tag(Tone::Good, t!(l, families.identity_verified)));
    let differs = member.identity.as_ref().is_some_and(|(kind, number)| officer && year_differs(*kind, number, member.birth_year));
    let differs = differs.then(|| tag(Tone::Attention, t!(l, families.year_differs)));
    let name = format!("{}{year}", member.name);
    (relation_word(l, &member.relation), view! { <span>{name}</span><br/>{identity}" "{checked}" "{differs} }.into_any())
}

fn public_facts(l: Locale, family: &Family, audience: Audience) -> Facts {
    let story = match audience {
        Audience::Family => t!(l, families.story),
        Audience::Officer => t!(l, families.story_told),
    };
    let shown = if family.show_story { t!(l, common.yes) } else { t!(l, common.no) };
    let rows = [
        fact(t!(l, families.trade_name), &family.trade_name),
        fact(t!(l, families.trade_name_en), &family.trade_name_en),
        fact(story, &family.story),
        fact(t!(l, families.story_shown), &shown),
    ];
    rows.into_iter().flatten().collect()
}

fn consent_facts(l: Locale, family: &Family) -> Facts {
    let at = family.consent_at.map(|at| days::moment(l, at)).unwrap_or_default();
    let how = family.consent_how.as_deref().filter(|how| !how.is_empty());
    let how = how.map(|how| super::start::consent_way_word(l, how)).unwrap_or_default();
    let rows = [
        fact(t!(l, common.when), &at),
        fact(t!(l, families.consent_version), family.consent_version.as_deref().unwrap_or_default()),
        fact(t!(l, families.consent_how), &how),
    ];
    rows.into_iter().flatten().collect()
}

/// A family that looks alike is named with its licence, or where it stands.
fn named(l: Locale, family: &Family) -> String {
    let licence = family.licence.as_ref().map_or_else(|| family.state.word(l), |(number, _)| number.clone());
    format!("{} ({licence})", family.trade_name)
}

/// What a correction changes: what stands now and what is to stand, side by side.
pub fn correction_panel(ctx: &Ctx, correction: &Correction, places: &Places, crafts: &Crafts, audience: Audience) -> AnyView {
    let l = ctx.l;
    let part = correction.part;
    let column = |heading: String, application: &Application| {
        let answers = match (part, application.members.is_empty()) {
            (Part::Members, true) => view! { <p>{t!(l, families.correction_removed)}</p> }.into_any(),
            _ => answers(l, part_facts(ctx, part, application, places, crafts, audience)),
        };
        view! { <div class="column"><h3>{heading}</h3>{answers}</div> }
    };
    let before = correction.before.as_ref().map(|before| column(t!(l, families.correction_before), before));
    let then = column(t!(l, families.correction_then), &correction.then);
    let alike = correction.alike.iter().filter(|_| audience == Audience::Officer);
    let alike: Vec<AnyView> = alike.map(|other| application_panel(ctx, other, named(l, &other.family), places, crafts, audience)).collect();
    let warning = (!alike.is_empty()).then(|| notice(Tone::Attention, t!(l, families.alike)));
    view! { <section><h2>{part.word(l)}</h2>{warning}<div class="columns">{before}{then}{alike}</div></section> }.into_any()
}

/// Everything an officer needs of a family, with those that look alike side by side.
pub fn case_panel(ctx: &Ctx, desk: &ForDesk, places: &Places, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let column = |a: &Application, heading: String| application_panel(ctx, a, heading, places, crafts, Audience::Officer);
    let warning = (!desk.alike.is_empty()).then(|| notice(Tone::Attention, t!(l, families.alike)));
    let mut columns = vec![column(&desk.application, desk.application.family.trade_name.clone())];
    columns.extend(desk.alike.iter().map(|other| column(other, named(l, &other.family))));
    let lacks = desk.application.lacks_permit(crafts).then(|| notice(Tone::Attention, t!(l, families.permit_lacks_desk)));
    view! { {warning}{lacks}<div class="columns">{columns}</div> }.into_any()
}

/// Answers of a part; that there are none is said.
fn answers(l: Locale, rows: Facts) -> AnyView {
    match rows.is_empty() {
        true => view! { <p class="small">{t!(l, families.nothing_given)}</p> }.into_any(),
        false => facts(rows),
    }
}

/// All answers of one application.
pub fn application_panel(ctx: &Ctx, a: &Application, heading: String, places: &Places, crafts: &Crafts, audience: Audience) -> AnyView {
    let part = |part: Part| {
        let answers = answers(ctx.l, part_facts(ctx, part, a, places, crafts, audience));
        view! { <h3>{part.word(ctx.l)}</h3>{answers} }.into_any()
    };
    let parts: Vec<AnyView> = Part::ALL.into_iter().map(part).collect();
    view! { <div class="column"><h2>{heading}</h2>{parts}</div> }.into_any()
}
