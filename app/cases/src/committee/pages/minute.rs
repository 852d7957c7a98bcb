//! The minute of a sitting as it is read, printed and put into a file.

use leptos::prelude::*;

use super::super::rules::{SittingState, quorum};
use super::super::types::{FileView, SittingView, Tie};
use ground::ctx::Ctx;
use ground::days::{self, date};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, facts, notice};

/// The page; it prints as it stands, in the form of an official minute.
pub fn minute(ctx: &Ctx, view: &SittingView) -> Page {
    let l = ctx.l;
    let SittingView { sitting, files, .. } = view;
    let number = sitting.number.clone().unwrap_or_default();
    let heading = t!(l, committee.minute_of, number = format!("\u{2068}{number}\u{2069}"));
    let agenda = (!sitting.agenda.is_empty())
        .then(|| view! { <h2>{t!(l, committee.agenda)}</h2><p class="lines" dir="auto">{sitting.agenda.clone()}</p> });
    let mut ordered: Vec<&FileView> = files.iter().collect();
    ordered.sort_by_key(|file| (file.hidden, file.position.is_none(), file.position, file.id.0));
    let decided: Vec<AnyView> = ordered.into_iter().map(|file| line(l, file)).collect();
    let open = (sitting.state != SittingState::Signed).then(|| notice(Tone::Attention, t!(l, committee.hint_sign)));
    let body = view! {
        <div class="desk minute">
            <p class="actions"><a href=ctx.link(&format!("/committee/{}", sitting.id))>{t!(l, committee.heading)}</a></p>
            <p class="letterhead"><span>{t!(l, committee.state_name)}</span><strong>{t!(l, common.authority)}</strong></p>
            <h1>{heading.clone()}</h1>
            {open}
            {facts(about(l, view))}
            {agenda}
            <h2>{t!(l, committee.ties)}</h2>
            {ties(l, &view.ties)}
            <h2>{t!(l, committee.decisions)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, committee.decisions)><table class="sheet wide">
                <thead><tr>
                    <th scope="col">{t!(l, committee.order)}</th><th scope="col">{t!(l, committee.file)}</th>
                    <th scope="col">{t!(l, committee.votes)}</th><th scope="col">{t!(l, committee.why)}</th>
                </tr></thead>
                <tbody>{decided}</tbody>
            </table></div>
            <h2>{t!(l, committee.signatures)}</h2>
            {signatures(l, view)}
            <p class="digest">
                {t!(l, committee.digest)}": "<bdi>{sitting.digest.clone()}</bdi>" · "{t!(l, committee.seed)}": "<bdi>{sitting.seed.clone()}</bdi>
            </p>
        </div>
    };
    Page::new(heading, body)
}

/// Of what, when from and to, where, and with how many.
fn about(l: Locale, view: &SittingView) -> Vec<(String, AnyView)> {
    let SittingView { sitting, members, .. } = view;
    let text = |text: String| view! { <span dir="auto">{text}</span> }.into_any();
    let present = members.iter().filter(|member| member.present_at.is_some()).count();
    let mut rows = vec![
        (t!(l, committee.about), text(sitting.title.clone())),
        (t!(l, committee.held_on), text(date(l, sitting.held_on))),
        (t!(l, committee.venue), text(sitting.venue.clone())),
    ];
    let began = members.iter().filter_map(|member| member.present_at).min();
    rows.extend(began.map(|at| (t!(l, committee.began), text(days::moment(l, at)))));
    rows.extend(sitting.counted_at.map(|at| (t!(l, committee.ended), text(days::moment(l, at)))));
    let quorum = t!(l, committee.quorum_words, present = present, needed = quorum(members.len()), all = members.len());
    rows.push((t!(l, committee.quorum), text(quorum)));
    rows
}

/// Who disclosed which tie to which file, and so did not vote on it.
fn ties(l: Locale, ties: &[Tie]) -> AnyView {
    if ties.is_empty() {
        return view! { <p>{t!(l, committee.no_ties)}</p> }.into_any();
    }
    let item = |tie: &Tie| {
        let words = (!tie.words.is_empty()).then(|| view! { ": "<span dir="auto">{tie.words.clone()}</span> });
        view! { <li><bdi>{tie.member.clone()}</bdi>" — "<bdi>{tie.reference.clone()}</bdi>{words}</li> }
    };
    view! { <ul>{ties.iter().map(item).collect::<Vec<_>>()}</ul> }.into_any()
}

/// Name, office, how it was signed here, and a line to sign on paper.
fn signatures(l: Locale, view: &SittingView) -> AnyView {
    let row = |name: String, office: String, how: String| {
        view! { <tr><th scope="row" dir="auto">{name}</th><td>{office}</td><td>{how}</td><td class="signature"></td></tr> }.into_any()
    };
    let members = view.members.iter().map(|member| {
        let how = match (member.present_at, member.signed_at) {
            (None, _) => t!(l, committee.absent),
            (Some(_), None) => t!(l, committee.not_signed),
            (Some(_), Some(at)) => t!(l, committee.signed_at, at = days::moment(l, at)),
        };
        row(member.name.clone(), t!(l, committee.office_member), how)
    });
    let wrote = view.secretary.clone().map(|name| row(name, t!(l, committee.office_secretary), t!(l, committee.wrote)));
    let rows: Vec<AnyView> = members.chain(wrote).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!(l, committee.signatures)><table class="sheet">
            <thead><tr>
                <th scope="col">{t!(l, committee.member_name)}</th><th scope="col">{t!(l, committee.office)}</th>
                <th scope="col">{t!(l, common.status)}</th><th scope="col">{t!(l, committee.signature)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
    .into_any()
}

fn line(l: Locale, file: &FileView) -> AnyView {
    let reference = view! { <bdi class="small">{file.reference.clone()}</bdi> };
    if file.hidden {
        return view! { <tr><td></td><th scope="row">{reference}</th><td></td><td>{t!(l, committee.hidden)}</td></tr> }.into_any();
    }
    let place = file.position.map_or_else(|| t!(l, committee.not_accepted), |position| position.to_string());
    let votes = t!(l, committee.tally, yes = file.yes.unwrap_or_default(), no = file.no.unwrap_or_default());
    let tied = (file.conflicts > 0).then(|| view! { <br/><span class="small">{t!(l, committee.conflicts, count = file.conflicts)}</span> });
    view! {
        <tr>
            <td class="number">{place}</td>
            <th scope="row"><span dir="auto">{file.name.clone()}</span><br/>{reference}</th>
            <td>{votes}{tied}</td>
            <td class="lines" dir="auto">{file.reason.clone()}</td>
        </tr>
    }
    .into_any()
}
