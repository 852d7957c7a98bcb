//! One page for each part of the application.

use leptos::prelude::*;

use super::super::change::RELATIONS;
use super::super::refusals;
use super::super::rules::{FamilyState, IdentityKind, Part, Way, masked};
use super::super::types::{Application, HEALTH_PERMIT, PartView, Target};
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::text;
use ground::texts::{self, Locale};
use ground::ui::{
    Asks, Field, Page, Tone, asks_first, check_boxes, error_summary, hidden, notice, select, select_in_groups, select_or, submit, tick,
    wrong_in,
};
use people::crafts::Crafts;
use people::place::Places;

/// A relation in words.
pub fn relation_word(l: Locale, code: &str) -> String {
    match code {
        "self" => t!(l, families.relation_self),
        "spouse" => t!(l, families.relation_spouse),
        "child" => t!(l, families.relation_child),
        "parent" => t!(l, families.relation_parent),
        "sibling" => t!(l, families.relation_sibling),
        "relative" => t!(l, families.relation_relative),
        _ => t!(l, families.relation_other),
    }
}

/// The page of a part.
pub fn part(ctx: &Ctx, view: &PartView, filled: &Filled, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let PartView { target, part, .. } = *view;
    let application = view.application.as_ref();
    let title = part.word(l);
    let base = ctx.link(&target.base());
    let state = application.map_or(FamilyState::Draft, |application| application.family.state);
    let by_case = target.way(state, part) == Some(Way::ByCase);
    let end = End { by_case, why: by_case.then(|| why(l, target, filled)) };
    let body = match part {
        Part::Household => household(l, filled, end),
        Part::Members => members(l, filled, application, &base, end),
        Part::Crafts => craft_boxes(l, filled, crafts, end),
        Part::Place => where_it_lives(ctx, filled, places, end),
        Part::Contact => contact(l, filled, end),
        Part::Public => public(l, filled, end),
        Part::Documents => documents(ctx, filled, application, &base, crafts),
        Part::Consent => consent(l, filled, end),
    };
    let words = if target == Target::Own { by_case_words(l, part) } else { t!(l, families.by_case_officer) };
    let explained = by_case.then(|| notice(Tone::Plain, words));
    let back = if state.open() { t!(l, families.back_to_tasks) } else { t!(l, families.back_to_data) };
    let waits = view.waits.then(|| notice(Tone::Waiting, t!(l, families.correction_waits_note)));
    let whose = application.filter(|_| target != Target::Own);
    let whose = whose.map(|application| view! { <p class="lead" dir="auto">{application.family.trade_name.clone()}</p> });
    let body = view! {
        <div class="narrow">
            <p><a href=base.clone()>{back}</a></p>
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {whose}
            {view.said.clone().map(|said| notice(Tone::Good, said))}
            {waits}
            {view.asked.clone().map(|words| notice(Tone::Attention, words))}
            {explained}
            {body}
        </div>
    };
    Page::new(title, body)
}

/// Why something changes: said by the family if it likes, by an officer always.
fn why(l: Locale, target: Target, filled: &Filled) -> AnyView {
    let field = Field::lines(filled, "why", t!(l, families.why), 3);
    if target == Target::Own { field.optional() } else { field }.view(l)
}

/// How a form ends: saved at once, or sent to be decided, with a reason.
struct End {
    by_case: bool,
    why: Option<AnyView>,
}

impl End {
    fn view(self, l: Locale, at_once: String) -> AnyView {
        let verb = if self.by_case { t!(l, families.correction_verb) } else { at_once };
        view! { {self.why}{submit(verb)} }.into_any()
    }
}

/// What a correction of a part means for the family.
fn by_case_words(l: Locale, part: Part) -> String {
    match part {
        Part::Place => t!(l, families.by_case_place),
        Part::Public => t!(l, families.by_case_public),
        _ => t!(l, families.by_case),
    }
}

fn form(l: Locale, fields: impl IntoAny, end: End) -> AnyView {
    view! { <form method="post" novalidate>{fields.into_any()}{end.view(l, t!(l, common.save_next))}</form> }.into_any()
}

fn household(l: Locale, filled: &Filled, end: End) -> AnyView {
    form(
        l,
        view! {
            {Field::number(filled, "size", t!(l, families.household_size)).hint(t!(l, families.household_size_hint)).view(l)}
            {Field::line(filled, "registration", t!(l, families.registration)).hint(t!(l, families.registration_hint)).optional().latin().view(l)}
        },
        end,
    )
}

fn members(l: Locale, filled: &Filled, application: Option<&Application>, base: &str, end: End) -> AnyView {
    let members = application.map(|a| a.members.as_slice()).unwrap_or_default();
    let remove = if end.by_case { t!(l, families.ask_removal) } else { t!(l, families.remove) };
    let question = |name: &str| match end.by_case {
        true => t!(l, families.ask_removal_of, name = text::isolated(name)),
        false => t!(l, families.remove_member_of, name = text::isolated(name)),
    };
    // What is typed of somebody else goes along, and stays in the form.
    let sure = |id: i64| {
        let action = format!("{base}/members/{id}/remove");
        view! { <button class="button quiet" type="submit" form="member" formaction=action>{t!(l, families.remove_sure)}</button> }
    };
    let rows: Vec<AnyView> = members
        .iter()
        .map(|member| {
            let identity = member.identity.as_ref();
            let identity = identity
                .map(|(kind, number)| view! { <span class="small">{format!("{}: ", kind.word(l))}<bdi>{masked(number)}</bdi></span> });
            view! {
                <li class="row">
                    <div><strong>{member.name.clone()}</strong>" — "{relation_word(l, &member.relation)}<br/>{identity}</div>
                    {asks_first(remove.clone(), question(&member.name), sure(member.id.0))}
                </li>
            }
            .into_any()
        })
        .collect();
    let relations: Vec<(String, String)> = RELATIONS.iter().map(|code| ((*code).to_owned(), relation_word(l, code))).collect();
    let kinds: Vec<(String, String)> = IdentityKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(l))).collect();
    let present: Vec<(String, String)> = members.iter().map(|member| (member.id.to_string(), member.name.clone())).collect();
    // In an application nobody is replaced: who is wrong there is removed.
    let replaces = (end.by_case && !present.is_empty())
        .then(|| select_or(l, filled, "replaces", t!(l, families.replaces), &present, t!(l, families.replaces_nobody)));
    view! {
        <p class="lead">{t!(l, families.members_lead)}</p>
        // Enter sends the first button of a form: it must not be one that removes somebody.
        <button class="first-submit" type="submit" form="member" tabindex="-1" aria-hidden="true"></button>
        <ul class="rows">{rows}</ul>
        <h2>{t!(l, families.add_member)}</h2>
        <form id="member" method="post" action=format!("{base}/members") novalidate>
            {replaces}
            {Field::line(filled, "name", t!(l, families.member_name)).view(l)}
            {select(l, filled, "relation", t!(l, families.relation), None, &relations)}
            {Field::number(filled, "birth_year", t!(l, families.birth_year)).optional().view(l)}
            {select(l, filled, "identity_kind", t!(l, families.identity_kind), Some(t!(l, families.identity_hint)), &kinds)}
            {Field::line(filled, "identity_number", t!(l, families.identity_number)).latin().view(l)}
            {end.view(l, t!(l, families.add_member_verb))}
            <p class="apart"><button class="button quiet" type="submit" name="then" value="list">{t!(l, families.members_done)}</button></p>
        </form>
    }
    .into_any()
}

fn craft_boxes(l: Locale, filled: &Filled, crafts: &Crafts, end: End) -> AnyView {
    let options: Vec<(&str, String, Option<String>)> = crafts
        .crafts
        .iter()
        .filter(|craft| craft.active)
        .map(|craft| {
            let items = crafts.items_of(&craft.code).take(4).map(|item| texts::pick(l, &item.name_ar, &item.name_en)).collect::<Vec<_>>();
            let comma = if l == Locale::Ar { "، " } else { ", " };
            (craft.code.as_str(), texts::pick(l, &craft.name_ar, &craft.name_en).to_owned(), Some(items.join(comma)))
        })
        .collect();
    form(l, check_boxes(l, filled, "craft", t!(l, families.crafts_legend), &options), end)
}

fn where_it_lives(ctx: &Ctx, filled: &Filled, places: &Places, end: End) -> AnyView {
    let l = ctx.l;
    form(
        l,
        view! {
            {select_in_groups(l, filled, "municipality", t!(l, families.municipality), Some(t!(l, families.municipality_hint)), &places.by_region(l, ctx.now))}
            {Field::line(filled, "quarter", t!(l, families.quarter)).hint(t!(l, families.never_public)).view(l)}
            {Field::line(filled, "landmark", t!(l, families.landmark)).hint(t!(l, families.landmark_hint)).optional().view(l)}
        },
        end,
    )
}

fn contact(l: Locale, filled: &Filled, end: End) -> AnyView {
    let phone = Field::phone(filled, "phone", t!(l, families.contact_phone)).hint(t!(l, families.contact_hint)).autocomplete("tel");
    form(l, phone.view(l), end)
}

fn public(l: Locale, filled: &Filled, end: End) -> AnyView {
    // Who has read that another family bears the name may keep it.
    let told = filled.errors.of("trade_name") == Some(&refusals::NAME_BORNE);
    let borne = told.then(|| hidden("borne", text::clean_line(filled.form.get("trade_name"))));
    form(
        l,
        view! {
            <p class="lead">{t!(l, families.public_lead)}</p>
            {borne}
            {Field::line(filled, "trade_name", t!(l, families.trade_name)).hint(t!(l, families.trade_name_hint)).view(l)}
            {Field::line(filled, "trade_name_en", t!(l, families.trade_name_en)).optional().latin().view(l)}
            {Field::lines(filled, "story", t!(l, families.story), 6).hint(t!(l, families.story_hint)).optional().view(l)}
            {tick(l, filled, "show_story", t!(l, families.show_story))}
        },
        end,
    )
}

fn documents(ctx: &Ctx, filled: &Filled, application: Option<&Application>, base: &str, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let lacks = application.is_some_and(|application| application.lacks_permit(crafts));
    let lacks = lacks.then(|| notice(Tone::Attention, t!(l, families.permit_lacks)));
    let open = application.is_none_or(|a| a.family.state.open());
    let next = application.and_then(|application| application.next_after(Part::Documents)).map_or("check", Part::code);
    let (onward, verb) = match application.filter(|_| open) {
        Some(application) if application.done(Part::Documents) => (format!("{base}/{next}"), t!(l, families.documents_done)),
        Some(_) => (base.to_owned(), t!(l, families.back_to_tasks)),
        None => (base.to_owned(), t!(l, families.back_to_data)),
    };
    let rows: Vec<AnyView> = application
        .map(|a| a.documents.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|document| {
            // What a licence stands on is kept.
            let remove = open.then(|| {
                let sure = view! {
                    <form method="post" action=format!("{base}/documents/{}/remove", document.id)>
                        <button class="button quiet" type="submit">{t!(l, families.remove_sure)}</button>
                    </form>
                };
                asks_first(t!(l, families.remove), t!(l, families.remove_document_of, name = text::isolated(&document.name)), sure)
            });
            view! {
                <li class="row">
                    <div>
                        <a href=format!("/media/private/{}", document.media)><bdi>{document.name.clone()}</bdi></a>
                        <br/><span class="small">{document_word(l, &document.kind)}</span>
                    </div>
                    {remove}
                </li>
            }
            .into_any()
        })
        .collect();
    let kinds: Vec<(String, String)> =
        ["identity", "family_register", HEALTH_PERMIT, "other"].iter().map(|code| ((*code).to_owned(), document_word(l, code))).collect();
    let wrong = wrong_in(l, filled, "document", &t!(l, families.document_file), Asks::File);
    let field_class = if wrong.is_some() { "field wrong" } else { "field" };
    view! {
        <p class="lead">{t!(l, families.documents_lead)}</p>
        {lacks}
        <ul class="rows">{rows}</ul>
        <form method="post" enctype="multipart/form-data" action=format!("{base}/documents/upload")>
            {select(l, filled, "kind", t!(l, families.document_kind), None, &kinds)}
            <div class=field_class>
                <label for="f-document">{t!(l, families.document_file)}</label>
                <p class="hint" id="f-document-hint">{t!(l, common.document_hint)}</p>
                {wrong.map(|wrong| view! { <p class="problem" id="f-document-error">{wrong}</p> })}
                <input type="file" id="f-document" name="document" accept="image/jpeg,image/png,image/webp,application/pdf" aria-describedby="f-document-hint"/>
            </div>
            {submit(t!(l, families.document_verb))}
        </form>
        <p class="apart"><a class="button quiet" href=onward>{verb}</a></p>
    }
    .into_any()
}

/// What a document shows, in words.
pub fn document_word(l: Locale, code: &str) -> String {
    match code {
        "identity" => t!(l, families.document_identity),
        "family_register" => t!(l, families.document_register),
        HEALTH_PERMIT => t!(l, families.document_permit),
        _ => t!(l, families.document_other),
    }
}

fn consent(l: Locale, filled: &Filled, end: End) -> AnyView {
    let paragraphs =
        [t!(l, families.consent_who), t!(l, families.consent_what), t!(l, families.consent_where), t!(l, families.consent_rights)];
    let paragraphs: Vec<AnyView> = paragraphs.into_iter().map(|text| view! { <p>{text}</p> }.into_any()).collect();
    view! {
        {notice(Tone::Plain, t!(l, families.consent_law))}
        <div class="prose">{paragraphs}</div>
        {form(l, tick(l, filled, "consent", t!(l, families.consent_sentence)), end)}
        <p class="hint">{t!(l, families.consent_refuse)}</p>
    }
    .into_any()
}
