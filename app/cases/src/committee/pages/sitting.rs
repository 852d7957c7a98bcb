//! A sitting on one page: who sits, what is before it, and what the reader can do now.

use leptos::prelude::*;

use super::super::rules::{Ballot, Choice, SittingState, quorum};
use super::super::types::{FileView, Member, Part, SittingView};
use super::list::tone;
use ground::ctx::Ctx;
use ground::days::{self, date, day_in_tripoli};
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, error_summary, facts, hidden, notice, proof, submit, tag};

/// The page.
pub fn sitting(ctx: &Ctx, view: &SittingView, filled: &Filled) -> Page {
    let l = ctx.l;
    let SittingView { sitting, members, .. } = view;
    // The title is Arabic in every language: isolated, so that it keeps its own direction.
    let heading = t!(l, committee.sitting_of, title = format!("\u{2068}{}\u{2069}", sitting.title));
    let text = |text: String| view! { <span dir="auto">{text}</span> }.into_any();
    let present = members.iter().filter(|member| member.present_at.is_some()).count();
    let mut rows = vec![
        (t!(l, common.status), tag(tone(sitting.state), sitting.state.word(l))),
        (t!(l, committee.held_on), text(date(l, sitting.held_on))),
        (t!(l, committee.venue), text(sitting.venue.clone())),
        (
            t!(l, committee.quorum),
            text(t!(l, committee.quorum_words, present = present, needed = quorum(members.len()), all = members.len())),
        ),
    ];
    if let Some(number) = &sitting.number {
        rows.push((t!(l, committee.minute_number), view! { <bdi>{number.clone()}</bdi> }.into_any()));
    }
    let checks = sitting.digest.as_ref().map(|digest| {
        let code = |text: &str| view! { <bdi><code class="seed">{text.to_owned()}</code></bdi> }.into_any();
        let rows = vec![(t!(l, committee.digest), code(digest)), (t!(l, committee.seed), code(&sitting.seed))];
        proof(t!(l, common.to_check), facts(rows))
    });
    let minute = sitting.digest.as_ref().map(|_| {
        let path = ctx.link(&format!("/committee/{}/minute", sitting.id));
        view! { <p><a class="button quiet" href=path>{t!(l, committee.minute_read)}</a></p> }
    });
    let agenda = (!sitting.agenda.is_empty())
        .then(|| view! { <h2>{t!(l, committee.agenda)}</h2><p class="lines" dir="auto">{sitting.agenda.clone()}</p> });
    let words = (!sitting.words.is_empty()).then(|| notice(Tone::Danger, sitting.words.clone()));
    let body = view! {
        <div class="desk">
            <p><a href=ctx.link("/committee")>{t!(l, committee.heading)}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            {words}
            {hint(ctx, view)}
            <div class="case-grid">
                <div>{agenda}<h2>{t!(l, committee.files)}</h2>{files(ctx, view, filled)}</div>
                <aside>
                    {facts(rows)}
                    {checks}
                    {minute}
                    <h2>{t!(l, committee.members)}</h2>
                    <ul class="rows">{members.iter().map(|member| who(l, member)).collect::<Vec<_>>()}</ul>
                    {doings(ctx, view, filled)}
                </aside>
            </div>
        </div>
    };
    Page::new(heading, body)
}

/// What is waited for, in a sentence.
fn hint(ctx: &Ctx, view: &SittingView) -> AnyView {
    let l = ctx.l;
    let due = view.sitting.held_on <= day_in_tripoli(ctx.now);
    let words = match (view.sitting.state, view.part) {
        (SittingState::Called, _) if !due => t!(l, committee.hint_wait, day = date(l, view.sitting.held_on)),
        (SittingState::Called, Part::Member) => t!(l, committee.hint_vote),
        (SittingState::Called, _) => t!(l, committee.hint_count),
        (SittingState::Counted, _) => t!(l, committee.hint_sign),
        _ => return ().into_any(),
    };
    notice(Tone::Plain, words)
}

fn who(l: Locale, member: &Member) -> AnyView {
    let word = match (member.signed_at, member.present_at) {
        (Some(at), _) => tag(Tone::Good, t!(l, committee.signed_at, at = days::moment(l, at))),
        (None, Some(_)) => tag(Tone::Waiting, t!(l, committee.present)),
        _ => tag(Tone::Plain, t!(l, committee.absent)),
    };
    view! { <li class="row"><span dir="auto">{member.name.clone()}</span>{word}</li> }.into_any()
}

/// What the reader is asked of each file now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A present member: for or against.
    Vote,
    /// Who counts the votes: why, for the person.
    Reason,
    Nothing,
}

fn asked(ctx: &Ctx, view: &SittingView) -> Asked {
    let due = view.sitting.held_on <= day_in_tripoli(ctx.now);
    if view.sitting.state != SittingState::Called || !due {
        return Asked::Nothing;
    }
    match (view.part, &view.me) {
        (Part::Member, Some(me)) if me.present_at.is_some() => Asked::Vote,
        (Part::Secretary, _) => Asked::Reason,
        _ => Asked::Nothing,
    }
}

/// Votes in one form; a conflict is declared beside its file, outside of that form.
fn files(ctx: &Ctx, view: &SittingView, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let action = ctx.link(&format!("/committee/{}", view.sitting.id));
    let asked = asked(ctx, view);
    let rows: Vec<AnyView> = view.files.iter().map(|file| file_row(l, view.sitting.state, file, filled, asked)).collect();
    let list = view! { <ol class="rows">{rows}</ol> };
    let conflicts = (view.sitting.state == SittingState::Called && view.part == Part::Member).then(|| {
        let forms: Vec<AnyView> =
            view.files.iter().filter(|file| !file.hidden).map(|file| conflict_form(l, file, filled, &action)).collect();
        let open = filled.errors.0.iter().any(|(name, _)| name.starts_with("conflict_"));
        view! {
            <details open=open>
                <summary>{t!(l, committee.conflict)}</summary>
                <p class="hint">{t!(l, committee.conflict_hint)}</p>
                {forms}
            </details>
        }
    });
    let body = match asked {
        Asked::Vote => {
            let proposed = view.files.iter().any(|file| file.proposed.is_some());
            let rest = if proposed { t!(l, committee.vote_proposed) } else { t!(l, committee.vote_rest) };
            view! {
                <form method="post" action=format!("{action}/vote")>
                    {list}
                    <p class="hint">{t!(l, committee.vote_rest_hint)}</p>
                    {submit(t!(l, committee.vote_verb))}
                    <button class="button quiet" type="submit" name="rest" value="yes">{rest}</button>
                </form>
            }
            .into_any()
        }
        Asked::Reason => {
            let refused = view.files.iter().filter(|file| file.ballot.as_ref().is_some_and(|ballot| !ballot.accepted())).count();
            let rest = (refused > 0).then(|| {
                let label = t!(l, committee.reason_rest, files = t!(l, common.n_files, count = refused));
                Field::lines(filled, "reason_rest", label, 2).hint(t!(l, committee.reason_rest_hint)).optional().view(l)
            });
            view! { <form method="post" action=format!("{action}/count") novalidate>{list}{rest}{submit(t!(l, committee.count_verb))}</form> }
                .into_any()
        }
        Asked::Nothing => list.into_any(),
    };
    view! { {conflicts}{body} }.into_any()
}

fn conflict_form(l: Locale, file: &FileView, filled: &Filled, action: &str) -> AnyView {
    let name = format!("conflict_{}", file.id);
    view! {
        <details open=filled.errors.of(&name).is_some()>
            <summary><span dir="auto">{file.name.clone()}</span>" · "<bdi>{file.reference.clone()}</bdi></summary>
            <form method="post" action=format!("{action}/declare") novalidate>
                {hidden("file", file.id.to_string())}
                {Field::lines(filled, &name, t!(l, committee.conflict_words), 2).view(l)}
                {submit(t!(l, committee.conflict_verb))}
            </form>
        </details>
    }
    .into_any()
}

fn file_row(l: Locale, state: SittingState, file: &FileView, filled: &Filled, asked: Asked) -> AnyView {
    if file.hidden {
        return view! { <li class="row"><bdi>{file.reference.clone()}</bdi>{tag(Tone::Plain, t!(l, committee.hidden))}</li> }.into_any();
    }
    let tally = file.ballot.as_ref().map(|ballot| {
        let words = t!(l, committee.tally, yes = ballot.yes, no = ballot.no);
        let conflicts = (file.conflicts > 0).then(|| format!(" · {}", t!(l, committee.conflicts, count = file.conflicts)));
        view! { <p class="small">{words}{conflicts}</p> }
    });
    let done = matches!(state, SittingState::Counted | SittingState::Signed);
    let result = done.then(|| match file.position {
        Some(position) => tag(Tone::Good, t!(l, committee.place, n = position)),
        None => tag(Tone::Danger, t!(l, committee.not_accepted)),
    });
    let words = (done && !file.reason.is_empty()).then(|| view! { <p class="lines small" dir="auto">{file.reason.clone()}</p> });
    view! {
        <li class="row">
            <div>
                <strong dir="auto">{file.name.clone()}</strong>" "<bdi class="small">{file.reference.clone()}</bdi>
                <p class="lines small" dir="auto">{file.details.clone()}</p>
                {tally}
                {words}
                {(asked == Asked::Reason).then(|| reason(l, file, filled))}
            </div>
            {(asked == Asked::Vote).then(|| choice(l, file))}
            {result}
        </li>
    }
    .into_any()
}

/// For or against, as the reader voted before.
fn choice(l: Locale, file: &FileView) -> AnyView {
    let name = format!("vote_{}", file.id);
    let options = [(Choice::Yes, t!(l, committee.yes)), (Choice::No, t!(l, committee.no))].map(|(choice, word)| {
        let id = format!("{name}_{}", choice.code());
        view! {
            <div class="box">
                <input type="radio" id=id.clone() name=name.clone() value=choice.code() checked=file.own == Some(choice)/>
                <label for=id><span>{word}</span></label>
            </div>
        }
    });
    let legend = t!(l, committee.vote_on, name = &file.name);
    view! { <fieldset class="choice"><legend class="unseen">{legend}</legend>{options.into_iter().collect::<Vec<_>>()}</fieldset> }
        .into_any()
}

/// What is said to a person whose file is accepted, when nothing else is written.
pub fn accepted_by(l: Locale, ballot: &Ballot) -> String {
    t!(l, committee.reason_accepted, yes = ballot.yes, no = ballot.no)
}

/// Why, for the person; what is accepted has a reason without anything being written, and what is not may have one with others.
fn reason(l: Locale, file: &FileView, filled: &Filled) -> AnyView {
    let name = format!("reason_{}", file.id);
    let label = t!(l, committee.reason_for, name = &file.name, reference = format!("\u{2068}{}\u{2069}", file.reference));
    let field = Field::lines(filled, &name, label, 2).optional();
    match file.ballot.as_ref().filter(|ballot| ballot.accepted()) {
        Some(ballot) => field.hint(t!(l, committee.reason_else, words = accepted_by(Locale::Ar, ballot))).view(l),
        None => field.view(l),
    }
}

/// What the reader can do now, apart from voting.
fn doings(ctx: &Ctx, view: &SittingView, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let action = ctx.link(&format!("/committee/{}", view.sitting.id));
    let state = view.sitting.state;
    let due = view.sitting.held_on <= day_in_tripoli(ctx.now);
    let mut forms: Vec<AnyView> = Vec::new();
    if let Some(me) = &view.me {
        if state == SittingState::Called && due && me.present_at.is_none() {
            forms.push(view! { <form method="post" action=format!("{action}/attend")>{submit(t!(l, committee.attend))}</form> }.into_any());
        }
        if state == SittingState::Counted && me.present_at.is_some() && me.signed_at.is_none() {
            forms.push(
                view! {
                    <form method="post" action=format!("{action}/sign") novalidate>
                        {hidden("read", view.sitting.digest.clone().unwrap_or_default())}
                        {Field::line(filled, "code", t!(l, committee.code)).hint(t!(l, committee.code_hint)).latin().autocomplete("one-time-code").view(l)}
                        {submit(t!(l, committee.sign))}
                    </form>
                }
                .into_any(),
            );
        }
    }
    if view.part == Part::Secretary {
        if state == SittingState::Counted {
            forms.push(with_reason(l, filled, &action, "reopen", t!(l, committee.reopen)));
        }
        if matches!(state, SittingState::Called | SittingState::Counted) {
            forms.push(with_reason(l, filled, &action, "cancel", t!(l, committee.cancel)));
        }
    }
    view! { <div class="doings">{forms}</div> }.into_any()
}

fn with_reason(l: Locale, filled: &Filled, action: &str, code: &'static str, verb: String) -> AnyView {
    let name = format!("{code}_words");
    view! {
        <details open=filled.errors.of(&name).is_some()>
            <summary>{verb.clone()}</summary>
            <form method="post" action=format!("{action}/{code}") novalidate>
                {Field::lines(filled, &name, t!(l, committee.why), 2).view(l)}
                {submit(verb)}
            </form>
        </details>
    }
    .into_any()
}
