//! One's own enrolments: where they stand, and what can be answered.

use leptos::prelude::*;

use crate::courses::conditions::Criterion;
use crate::enrolment::acts::REPLACEABLE;
use crate::enrolment::rules::reconsiders;
use crate::enrolment::types::Mine;
use crate::rules::{EnrolmentMove, EnrolmentState};
use crate::words::{days, named, when};
use cases::casework::{object_form, objected};
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli, moment};
use ground::form::Filled;
use ground::states::States;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, error_summary, notice, select, submit, tag};
use market::families::Trainee;

/// The page.
pub fn mine(ctx: &Ctx, all: &[Mine], trainees: &[Trainee], link: Option<&str>, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.mine);
    let items: Vec<AnyView> = all.iter().map(|mine| item(ctx, mine, trainees, filled)).collect();
    let list = if items.is_empty() {
        empty(t!(l, training.mine_empty), t!(l, training.mine_empty_text), Some((ctx.link("/courses"), t!(l, training.courses))))
    } else {
        view! { <div class="stack">{items}</div> }.into_any()
    };
    let calendar = (!all.is_empty()).then(|| calendar(ctx, link));
    let body = view! { <div class="narrow">{error_summary(l, filled)}<h1>{heading.clone()}</h1>{list}{calendar}</div> };
    Page::new(heading, body)
}

/// The secret address for a calendar program, and a new one.
fn calendar(ctx: &Ctx, link: Option<&str>) -> AnyView {
    let l = ctx.l;
    let address = link.map(|secret| format!("{}{}?key={secret}", ctx.site.public_url, ctx.link("/me/calendar.ics")));
    let verb = if address.is_some() { t!(l, training.calendar_again) } else { t!(l, training.calendar_new) };
    let shown = address.map(|address| view! { <p><a href=address.clone()><bdi class="break">{address.clone()}</bdi></a></p> });
    view! {
        <section class="apart">
            <h2>{t!(l, training.my_calendar)}</h2>
            <p class="hint">{t!(l, training.calendar_hint)}</p>
            {shown}
            <form method="post" action=ctx.link("/me/training/calendar")><button class="button quiet" type="submit">{verb}</button></form>
        </section>
    }
    .into_any()
}

pub(super) fn tone(state: EnrolmentState) -> Tone {
    match state {
        EnrolmentState::Confirmed | EnrolmentState::Attending | EnrolmentState::Completed | EnrolmentState::Certified => Tone::Good,
        EnrolmentState::Offered | EnrolmentState::Returned => Tone::Attention,
        EnrolmentState::Refused | EnrolmentState::OfferExpired => Tone::Danger,
        EnrolmentState::Declined | EnrolmentState::Withdrawn => Tone::Plain,
        _ => Tone::Waiting,
    }
}

/// One enrolment: where it stands, and what can be done.
fn item(ctx: &Ctx, mine: &Mine, trainees: &[Trainee], filled: &Filled) -> AnyView {
    let l = ctx.l;
    let Mine { course, cohort, .. } = mine;
    let state = mine.state.told();
    let path = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    let today = day_in_tripoli(ctx.now);
    let first = mine.lessons.iter().map(|(lesson, _)| lesson).find(|lesson| lesson.day >= today);
    let first = first.map(|lesson| view! { " · "{when(l, lesson)} });
    let reason = (!mine.reason.is_empty()).then(|| view! { <p class="lines" dir="auto">{mine.reason.clone()}</p> });
    let in_room = seated(state) || state == EnrolmentState::Incomplete || mine.files;
    let room = in_room.then(|| view! { <p><a class="button quiet" href=action(ctx, mine)>{t!(l, training.open_room)}</a></p> });
    let certificate = mine.certificate.as_ref().map(|code| view! { <p><a class="button quiet" href=ctx.link(&format!("/certificates/{code}"))>{t!(l, training.my_certificate)}</a></p> });
    view! {
        <section class="card pad" id=format!("e-{}", mine.id)>
            <h2><a href=path>{named(l, course, cohort)}</a></h2>
            <p>{tag(tone(state), state.word(l))}</p>
            <p class="small" dir="auto">{mine.name.clone()}" · "<bdi>{mine.reference.clone()}</bdi></p>
            <p class="small">{days(l, cohort.starts_on, cohort.ends_on)}</p>
            <p class="small" dir="auto">{cohort.venue.clone()}{first}</p>
            {next_step(ctx, mine, state, filled)}
            {reason}
            {arithmetic(l, &mine.points)}
            {room}
            {certificate}
            {timetable(l, mine, state)}
            {substitute(ctx, mine, state, trainees, filled)}
            {objection(ctx, mine, filled)}
            {withdraw(ctx, mine, filled)}
        </section>
    }
    .into_any()
}

/// Where the forms of an enrolment go.
fn action(ctx: &Ctx, mine: &Mine) -> String {
    ctx.link(&format!("/me/training/{}", mine.id))
}

/// Whether the seat is taken, not only offered.
fn seated(state: EnrolmentState) -> bool {
    state.holds_seat() && state != EnrolmentState::Offered
}

/// What the family does next: completes what was sent back, answers an offer, or waits.
fn next_step(ctx: &Ctx, mine: &Mine, state: EnrolmentState, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    match state {
        EnrolmentState::Returned => {
            let again = ctx.link(&format!("/courses/{}/{}/apply?enrolment={}", mine.course.slug, mine.cohort.number, mine.id));
            Some(view! { <p><a class="button" href=again>{t!(l, training.complete_it)}</a></p> }.into_any())
        }
        EnrolmentState::Offered => {
            let until = mine.answer_by.map(|last| date(l, last)).unwrap_or_default();
            let offer = view! {
                {notice(Tone::Attention, t!(l, training.offer_text, day = until))}
                <form method="post" action=format!("{}/confirm", action(ctx, mine))>{submit(t!(l, training.confirm))}</form>
                {decline(ctx, mine, filled)}
            };
            Some(offer.into_any())
        }
        EnrolmentState::Declined => reconsider(ctx, mine),
        EnrolmentState::Submitted | EnrolmentState::Screened => {
            let ahead = mine.cohort.draw_at.filter(|at| *at > ctx.now);
            ahead.map(|at| view! { <p>{t!(l, training.draw_at)}": "{moment(l, at)}</p> }.into_any())
        }
        EnrolmentState::Waitlisted => {
            let words = t!(l, training.waiting_text, place = mine.before + 1);
            Some(view! { <p>{words}" "{mine.cohort.policy.word(l)}</p> }.into_any())
        }
        _ => None,
    }
}

/// The form that gives an offered seat up: not beside the button that takes it, and asked once more.
fn decline(ctx: &Ctx, mine: &Mine, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let name = format!("declined_{}", mine.id);
    view! {
        <details>
            <summary>{t!(l, training.decline)}</summary>
            <form method="post" action=format!("{}/decline", action(ctx, mine))>
                <p>{t!(l, training.decline_sure)}</p>
                {Field::lines(filled, &name, t!(l, training.decline_why), 2).sent_as("words").optional().view(l)}
                <button class="button quiet" type="submit">{t!(l, training.decline_verb)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The way back for who declined by mistake, or thought again.
fn reconsider(ctx: &Ctx, mine: &Mine) -> Option<AnyView> {
    let l = ctx.l;
    if !reconsiders(mine.state, mine.cohort.state, mine.answer_by, day_in_tripoli(ctx.now)) {
        return None;
    }
    let until = mine.answer_by.map(|last| date(l, last)).unwrap_or_default();
    let form = view! {
        <form method="post" action=format!("{}/reconsider", action(ctx, mine))>
            <p>{t!(l, training.reconsider_text, day = until)}</p>
            <button class="button quiet" type="submit">{t!(l, training.reconsider)}</button>
        </form>
    };
    Some(form.into_any())
}

/// What was objected, or the form for it as long as its days last.
fn objection(ctx: &Ctx, mine: &Mine, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    if let Some(made) = &mine.objected {
        let case = ctx.link(&format!("/me/cases/{}", made.case));
        return Some(view! { <section><h3>{t!(l, casework.your_objection)}</h3>{objected(l, made, Some(case))}</section> }.into_any());
    }
    let last = mine.object_until?;
    Some(object_form(l, filled, &format!("objection_{}", mine.id), format!("{}/objection", action(ctx, mine)), last))
}

/// The form that takes the enrolment back.
fn withdraw(ctx: &Ctx, mine: &Mine, filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    mine.state.after(EnrolmentMove::Withdraw)?;
    let name = format!("words_{}", mine.id);
    let form = view! {
        <details>
            <summary>{t!(l, training.withdraw)}</summary>
            <form method="post" action=format!("{}/withdraw", action(ctx, mine))>
                {Field::lines(filled, &name, t!(l, training.withdraw_why), 2).sent_as("words").optional().view(l)}
                {submit(t!(l, training.withdraw_verb))}
            </form>
        </details>
    };
    Some(form.into_any())
}

/// The form that sends somebody else of the family, until the cohort begins.
fn substitute(ctx: &Ctx, mine: &Mine, state: EnrolmentState, trainees: &[Trainee], filled: &Filled) -> Option<AnyView> {
    let l = ctx.l;
    let others: Vec<(String, String)> =
        trainees.iter().filter(|other| other.name != mine.name).map(|other| (other.id.to_string(), other.name.clone())).collect();
    let begun = mine.cohort.starts_on <= day_in_tripoli(ctx.now);
    if begun || !REPLACEABLE.contains(&state) || others.is_empty() {
        return None;
    }
    let (member, why) = (format!("member_{}", mine.id), format!("why_{}", mine.id));
    let open = filled.errors.of(&member).is_some() || filled.errors.of(&why).is_some();
    let form = view! {
        <details open=open>
            <summary>{t!(l, training.substitute)}</summary>
            <form method="post" action=format!("{}/substitute", action(ctx, mine)) novalidate>
                {select(l, filled, &member, t!(l, training.who), Some(t!(l, training.who_hint)), &others)}
                {Field::lines(filled, &why, t!(l, training.substitute_why), 2).view(l)}
                {submit(t!(l, training.substitute))}
            </form>
        </details>
    };
    Some(form.into_any())
}

/// When lessons are held, and whether one was there.
fn timetable(l: Locale, mine: &Mine, state: EnrolmentState) -> Option<AnyView> {
    let times: Vec<AnyView> = mine
        .lessons
        .iter()
        .map(|(lesson, mark)| {
            let mark = mark.map(|mark| tag(if mark.counts() { Tone::Good } else { Tone::Attention }, mark.word(l)));
            view! { <li>{when(l, lesson)}" "{mark}</li> }.into_any()
        })
        .collect();
    (seated(state) && !times.is_empty())
        .then(|| view! { <details><summary>{t!(l, training.timetable)}</summary><ol>{times}</ol></details> }.into_any())
}

/// One's own points, with the arithmetic.
fn arithmetic(l: Locale, points: &[(Criterion, i64)]) -> Option<AnyView> {
    let sum: i64 = points.iter().map(|(criterion, points)| criterion.weight * points).sum();
    let rows: Vec<AnyView> = points
        .iter()
        .map(|(criterion, points)| {
            view! {
                <li>
                    <span dir="auto">{criterion.title.clone()}</span>": "
                    <bdi>{format!("{points} × {} = {}", criterion.weight, points * criterion.weight)}</bdi>
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <details><summary>{t!(l, training.points_of, count = sum)}</summary><ol>{rows}</ol></details> }.into_any())
}
