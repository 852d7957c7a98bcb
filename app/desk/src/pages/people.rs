//! People and their roles.

use leptos::prelude::*;

use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::days;
use ground::form::{Filled, Form};
use ground::t;
use ground::texts::{self, Locale};
use ground::ui::{Field, Page, Tone, error_summary, notice, select, submit, tag, tick};
use people::accounts::{Given, PersonRow, ProposalRow, phone_shown, role_word, why_apart};
use people::place::Places;

fn scope_word(l: Locale, scope: &Scope, places: &Places) -> String {
    match scope {
        Scope::Whole => t!(l, desk.whole),
        Scope::Branch(id) => {
            places.branches.iter().find(|b| b.id == *id).map(|b| texts::pick(l, &b.name_ar, &b.name_en).to_owned()).unwrap_or_default()
        }
        Scope::Municipality(code) => places.name(l, code),
    }
}

/// Staff, or who was looked for; each with roles to give and take. Above them what waits for a second administrator.
pub fn people(ctx: &Ctx, people: &[PersonRow], waiting: &[ProposalRow], filled: &Filled, places: &Places) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.people);
    let cards: Vec<AnyView> = people
        .iter()
        .map(|person| {
            // Whom something is done about stands alone on the page, so that each form is there once.
            let whole = people.len() == 1 || filled.form.get("person") == person.id.to_string();
            card(ctx, person, whole.then_some(filled), places)
        })
        .collect();
    let none = people.is_empty().then(|| notice(Tone::Plain, t!(l, desk.nobody)));
    let body = view! {
        <div class="desk">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <form action=ctx.link("/desk/people") class="inline">
                {Field::line(filled, "phone", t!(l, desk.find_person)).optional().view(l)}
                {submit(t!(l, common.search))}
            </form>
            {proposals(ctx, waiting, places)}
            {invitation(ctx, filled)}
            {none}
            <ul class="rows">{cards}</ul>
        </div>
    };
    Page::new(title, body)
}

fn card(ctx: &Ctx, person: &PersonRow, filled: Option<&Filled>, places: &Places) -> AnyView {
    let l = ctx.l;
    let grants: Vec<AnyView> = person
        .grants
        .iter()
        .map(|grant| {
            let since =
                (grant.starts_at > ctx.now).then(|| t!(l, desk.from_day, day = days::date(l, days::day_in_tripoli(grant.starts_at))));
            let until = grant.ends_at.map(|end| t!(l, desk.until, day = days::date(l, days::day_in_tripoli(end))));
            let basis = (!grant.basis.is_empty()).then(|| grant.basis.clone());
            let more: Vec<String> = [since, until, basis].into_iter().flatten().collect();
            let revoke = filled.map(|_| {
                view! {
                    <form method="post" action=ctx.link(&format!("/desk/grants/{}/revoke", grant.id))>
                        <button class="button quiet" type="submit">{t!(l, desk.revoke)}</button>
                    </form>
                }
            });
            view! {
                <li class="row">
                    <span>
                        {role_word(l, grant.role)}{format!(" — {}", scope_word(l, &grant.scope, places))}
                        {(!more.is_empty()).then(|| view! { <span class="small">" · "{more.join(" · ")}</span> })}
                    </span>
                    {revoke}
                </li>
            }
            .into_any()
        })
        .collect();
    let factor =
        if person.has_second_factor { tag(Tone::Good, t!(l, desk.has_factor)) } else { tag(Tone::Attention, t!(l, desk.no_factor)) };
    let forms = filled.map(|filled| doings(ctx, person, filled, places));
    let alone = filled.is_none().then(|| {
        let page = ctx.link(&format!("/desk/people?phone={}", person.phone.replace('+', "%2B")));
        view! { <p><a href=page>{t!(l, desk.roles_and_account)}</a></p> }
    });
    view! {
        <li class="card pad">
            <h2>{person.name.clone()}</h2>
            <p><bdi>{phone_shown(&person.phone)}</bdi>" "{factor}</p>
            <ul class="rows">{grants}</ul>
            {apart(l, person)}
            {alone}
            {forms}
        </li>
    }
    .into_any()
}

/// Roles that exclude each other and were given before that was asked.
fn apart(l: Locale, person: &PersonRow) -> Option<AnyView> {
    let roles: Vec<Role> = person.grants.iter().map(|grant| grant.role).collect();
    let pairs = roles.iter().enumerate().flat_map(|(n, one)| roles.iter().skip(n + 1).map(move |other| (*one, *other)));
    let (one, other, why) = pairs.into_iter().find_map(|(one, other)| why_apart(one, other).map(|why| (one, other, why)))?;
    let words = t!(l, desk.roles_clash, one = role_word(l, one), other = role_word(l, other), why = why.text(l));
    Some(notice(Tone::Attention, words))
}

/// Roles that one administrator proposed: the others confirm or reject them, who proposed takes them back.
fn proposals(ctx: &Ctx, waiting: &[ProposalRow], places: &Places) -> Option<AnyView> {
    let l = ctx.l;
    let me = ctx.actor.id();
    let row = |row: &ProposalRow| {
        let until = row.until.map(|end| t!(l, desk.until, day = days::date(l, days::day_in_tripoli(end))));
        let since = row.from.map(|from| t!(l, desk.from_day, day = days::date(l, days::day_in_tripoli(from))));
        let facts: Vec<String> = [Some(row.basis.clone()), since, until].into_iter().flatten().collect();
        let path = |act: &str| ctx.link(&format!("/desk/proposals/{}/{act}", row.id));
        let own = me == Some(row.by.0);
        let confirm = (!own && me != Some(row.person.0)).then(|| {
            view! { <form method="post" action=path("confirm")>{submit(t!(l, desk.confirm_role))}</form> }
        });
        let word = if own { t!(l, desk.take_proposal_back) } else { t!(l, desk.reject_role) };
        view! {
            <li class="row">
                <div>
                    <p>{format!("{}: {} — {}", row.person.1, role_word(l, row.role), scope_word(l, &row.scope, places))}</p>
                    <p class="small"><bdi>{phone_shown(&row.phone)}</bdi>" · "{facts.join(" · ")}</p>
                    <p class="small">{t!(l, desk.proposed_by, name = row.by.1, at = days::moment(l, row.at))}</p>
                </div>
                {confirm}
                <form method="post" action=path("reject")><button class="button quiet" type="submit">{word}</button></form>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = waiting.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card pad">
                <h2>{t!(l, desk.proposals)}</h2>
                <p class="hint">{t!(l, desk.proposals_hint)}</p>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// An account for a colleague who has none: a name and a phone.
fn invitation(ctx: &Ctx, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let open = filled.errors.of("name").or(filled.errors.of("new_phone")).is_some();
    view! {
        <details open=open>
            <summary>{t!(l, desk.invite)}</summary>
            <form method="post" action=ctx.link("/desk/people/invite") novalidate>
                <p class="hint">{t!(l, desk.invite_hint)}</p>
                {Field::line(filled, "name", t!(l, desk.invite_name)).view(l)}
                {Field::phone(filled, "new_phone", t!(l, desk.invite_phone)).view(l)}
                {submit(t!(l, desk.invite))}
            </form>
        </details>
    }
    .into_any()
}

/// What can be done about a person.
fn doings(ctx: &Ctx, person: &PersonRow, filled: &Filled, places: &Places) -> AnyView {
    let l = ctx.l;
    let roles: Vec<(String, String)> = Role::ALL.iter().map(|role| (role.code().to_owned(), role_word(l, *role))).collect();
    let mut scopes = vec![("whole".to_owned(), t!(l, desk.whole))];
    scopes.extend(places.branches.iter().map(|b| (format!("branch:{}", b.id), texts::pick(l, &b.name_ar, &b.name_en).to_owned())));
    scopes.extend(places.options(l, ctx.now).into_iter().map(|(code, name)| (format!("municipality:{code}"), name)));
    // What was typed belongs to one person's form only.
    let blank = Filled::from(Form::default());
    let own = if filled.form.get("person") == person.id.to_string() { filled } else { &blank };
    let id = person.id;
    let forget = person.has_second_factor.then(|| {
        view! {
            <details>
                <summary>{t!(l, desk.forget_factor)}</summary>
                <form method="post" action=ctx.link(&format!("/desk/people/{id}/factor"))>
                    <p class="hint">{t!(l, desk.forget_factor_hint)}</p>
                    {ground::ui::hidden("person", id.to_string())}
                    {tick(l, own, "factor_checked", t!(l, desk.reset_checked))}
                    {submit(t!(l, desk.forget_factor))}
                </form>
            </details>
        }
    });
    view! {
            <details open=["role", "scope", "basis", "active_from", "until"].into_iter().any(|field| own.errors.of(field).is_some())>
                <summary>{t!(l, desk.grant)}</summary>
                <form method="post" action=ctx.link(&format!("/desk/people/{id}/grant")) novalidate>
                    {ground::ui::hidden("person", id.to_string())}
                    {ground::ui::hidden("phone", person.phone.clone())}
                    {select(l, own, "role", t!(l, desk.role), None, &roles)}
                    {select(l, own, "scope", t!(l, desk.scope), None, &scopes)}
                    {Field::line(own, "basis", t!(l, desk.basis)).hint(t!(l, desk.basis_hint)).view(l)}
                    {Field::date(own, "active_from", t!(l, desk.since_label)).optional().view(l)}
                    {Field::date(own, "until", t!(l, desk.until_label)).optional().view(l)}
                    {submit(t!(l, desk.grant))}
                </form>
            </details>
            <details>
                <summary>{t!(l, desk.reset)}</summary>
                <form method="post" action=ctx.link(&format!("/desk/people/{id}/reset"))>
                    {ground::ui::hidden("person", id.to_string())}
                    {tick(l, own, "checked", t!(l, desk.reset_checked))}
                    {submit(t!(l, desk.reset))}
                </form>
            </details>
            {forget}
    }
    .into_any()
}

/// The link, shown once to the officer who has checked the identity; or that it went to the person's own address.
pub fn reset_link(ctx: &Ctx, given: &Given) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.reset);
    let said = match given {
        Given::Shown(link) => view! {
            {notice(Tone::Attention, t!(l, desk.reset_given))}
            <p class="reference"><bdi class="break">{link.clone()}</bdi></p>
        }
        .into_any(),
        Given::Mailed => notice(Tone::Good, t!(l, desk.reset_mailed)),
    };
    let body = view! { <div class="narrow"><h1>{title.clone()}</h1>{said}</div> };
    Page::new(title, body)
}
