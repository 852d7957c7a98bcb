//! The minute of a sitting as it is read, printed and put into a file.

use leptos::prelude::*;

use super::super::rules::{SittingState, quorum};
use super::super::types::{FileView, SittingView};
use ground::ctx::Ctx;
use ground::days::{self, date};
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, facts, notice, proof};

/// The page; it prints as it stands.
pub fn minute(ctx: &Ctx, view: &SittingView) -> Page {
    let l = ctx.l;
    let SittingView { sitting, members, files, .. } = view;
    let number = sitting.number.clone().unwrap_or_default();
    let heading = t!(l, committee.minute_of, number = format!("\u{2068}{number}\u{2069}"));
    let present: Vec<_> = members.iter().filter(|member| member.present_at.is_some()).collect();
    let text = |text: String| view! { <span dir="auto">{text}</span> }.into_any();
    let code = |text: &str| view! { <bdi><code class="seed">{text.to_owned()}</code></bdi> }.into_any();
    let rows = vec![
        (t!(l, committee.about), text(sitting.title.clone())),
        (t!(l, committee.held_on), text(date(l, sitting.held_on))),
        (t!(l, committee.venue), text(sitting.venue.clone())),
        (
            t!(l, committee.quorum),
            text(t!(l, committee.quorum_words, present = present.len(), needed = quorum(members.len()), all = members.len())),
        ),
    ];
    let mut checks = vec![(t!(l, committee.seed), code(&sitting.seed))];
    checks.extend(sitting.digest.as_deref().map(|digest| (t!(l, committee.digest), code(digest))));
    let agenda = (!sitting.agenda.is_empty())
        .then(|| view! { <h2>{t!(l, committee.agenda)}</h2><p class="lines" dir="auto">{sitting.agenda.clone()}</p> });
    let mut ordered: Vec<&FileView> = files.iter().collect();
    ordered.sort_by_key(|file| (file.hidden, file.position.is_none(), file.position, file.id.0));
    let decided: Vec<AnyView> = ordered.into_iter().map(|file| line(l, file)).collect();
    let signed: Vec<AnyView> = members
        .iter()
        .map(|member| {
            let how = match (member.present_at, member.signed_at) {
                (None, _) => t!(l, committee.absent),
                (Some(_), None) => t!(l, committee.not_signed),
                (Some(_), Some(at)) => t!(l, committee.signed_at, at = days::moment(l, at)),
            };
            view! { <tr><th scope="row" dir="auto">{member.name.clone()}</th><td>{how}</td></tr> }.into_any()
        })
        .collect();
    let open = (sitting.state != SittingState::Signed).then(|| notice(Tone::Attention, t!(l, committee.hint_sign)));
    let body = view! {
        <div class="desk">
            <p class="actions"><a href=ctx.link(&format!("/committee/{}", sitting.id))>{t!(l, committee.heading)}</a></p>
            <h1>{heading.clone()}</h1>
            {open}
            {facts(rows)}
            {agenda}
            <h2>{t!(l, committee.decisions)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, committee.decisions)><table class="sheet wide">
                <thead><tr>
                    <th scope="col">{t!(l, committee.order)}</th><th scope="col">{t!(l, committee.file)}</th>
                    <th scope="col">{t!(l, committee.votes)}</th><th scope="col">{t!(l, committee.why)}</th>
                </tr></thead>
                <tbody>{decided}</tbody>
            </table></div>
            <h2>{t!(l, committee.members)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t!(l, committee.members)><table class="sheet"><tbody>{signed}</tbody></table></div>
            {proof(t!(l, common.to_check), facts(checks))}
        </div>
    };
    Page::new(heading, body)
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
