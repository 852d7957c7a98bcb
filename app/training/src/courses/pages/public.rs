//! Courses and their cohorts as everyone sees them.

use leptos::prelude::*;
use serde_json::json;

use crate::courses::conditions::{Conditions, MOST_POINTS};
use crate::courses::types::{CohortView, CourseFilter, CourseView, Draw};
use crate::rules::{CohortState, Completion, CourseField, EnrolmentState, Policy};
use crate::types::{Cohort, Course, Lesson, Module};
use crate::words::{days, named, number, when, window};
use ground::changes::{REFERENCE, Shows};
use ground::ctx::Ctx;
use ground::days::{date, day_in_tripoli, moment};
use ground::form::{Filled, Form};
use ground::ids::CourseId;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Field, Page, Tone, empty, fact, facts, filter_in_groups, filter_select, proof, prose, tag, tick};
use people::crafts::Crafts;
use people::media::Photo;
use people::place::Places;

/// Where a cohort stands for who might sign up.
fn standing(ctx: &Ctx, cohort: &Cohort) -> AnyView {
    let l = ctx.l;
    let today = day_in_tripoli(ctx.now);
    match cohort.state {
        CohortState::Open if cohort.window_open(today) => {
            tag(Tone::Good, t!(l, training.open_until, day = date(l, cohort.window.closes_on)))
        }
        CohortState::Open if cohort.window.opens_on > today => {
            tag(Tone::Plain, t!(l, training.opens_on, day = date(l, cohort.window.opens_on)))
        }
        CohortState::Open => tag(Tone::Waiting, t!(l, training.being_ordered)),
        state => tag(if state == CohortState::Cancelled { Tone::Danger } else { Tone::Plain }, state.word(l)),
    }
}

fn line(ctx: &Ctx, course: &Course, cohort: &Cohort, places: &Places) -> AnyView {
    let l = ctx.l;
    let path = ctx.link(&format!("/courses/{}/{}", course.slug, cohort.number));
    view! {
        <li class="row">
            <div>
                <a href=path>{number(l, cohort)}</a>
                <p class="small">{places.name(l, &cohort.municipality)}" · "{days(l, cohort.starts_on, cohort.ends_on)}</p>
            </div>
            {standing(ctx, cohort)}
        </li>
    }
    .into_any()
}

/// All courses.
pub fn courses(ctx: &Ctx, all: &[CourseView], query: &Form, filter: &CourseFilter, places: &Places) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.courses);
    let items: Vec<AnyView> = all
        .iter()
        .map(|view| {
            let path = ctx.link(&format!("/courses/{}", view.course.slug));
            let cohorts: Vec<AnyView> = view.cohorts.iter().take(3).map(|cohort| line(ctx, &view.course, cohort, places)).collect();
            view! {
                <section class="card pad">
                    <h2><a href=path>{view.course.title.clone()}</a></h2>
                    <p dir="auto">{view.about.aims.lines().next().unwrap_or_default().to_owned()}</p>
                    <ul class="rows">{cohorts}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    let list = if items.is_empty() && *filter != CourseFilter::default() {
        empty(t!(l, training.none_fit), String::new(), Some((ctx.link("/courses"), t!(l, training.courses))))
    } else if items.is_empty() {
        empty(t!(l, training.no_courses), t!(l, training.no_courses_text), Some((ctx.link("/products"), t!(l, catalogue.all_products))))
    } else {
        view! { <div class="stack">{items}</div> }.into_any()
    };
    let body = view! { <div class="narrow"><h1>{heading.clone()}</h1><p class="lead">{t!(l, training.courses_lead)}</p>{narrow(ctx, query, filter, places)}{list}</div> };
    Page::new(heading, body)
        .public(t!(l, training.courses_lead), "/courses".to_owned())
        .shows(Shows::any(CourseId::KIND).and_any(REFERENCE))
}

/// Place, field, days, and whether one can sign up now.
fn narrow(ctx: &Ctx, query: &Form, filter: &CourseFilter, places: &Places) -> AnyView {
    let l = ctx.l;
    let open = *filter != CourseFilter::default();
    let filled = Filled::from(query.clone());
    let fields: Vec<(String, String)> = CourseField::ALL.iter().map(|field| (field.code().to_owned(), field.word(l))).collect();
    view! {
        <details open=open>
            <summary>{t!(l, training.filter)}</summary>
            <form class="filters" action=ctx.link("/courses")>
                {filter_in_groups(l, &filled, "municipality", t!(l, families.municipality), &places.by_region(l, ctx.now))}
                {filter_select(l, &filled, "field", t!(l, training.field), &fields)}
                {Field::date(&filled, "from", t!(l, training.from_day)).optional().view(l)}
                {Field::date(&filled, "until", t!(l, training.to_day)).optional().view(l)}
                {tick(l, &filled, "open", t!(l, training.see_open))}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// One course.
pub fn course(ctx: &Ctx, view: &CourseView, modules: &[Module], logo: Option<&Photo>, places: &Places) -> Page {
    let l = ctx.l;
    let CourseView { course, about, cohorts } = view;
    let heading = course.title.clone();
    let cohorts: Vec<AnyView> = cohorts.iter().map(|cohort| line(ctx, course, cohort, places)).collect();
    let hours = t!(l, training.hours, count = about.hours);
    let partner = match (about.partner.as_str(), about.partner_since.as_str()) {
        ("", _) => String::new(),
        (partner, "") => partner.to_owned(),
        (partner, since) => format!("{partner} {}", t!(l, training.since, when = since)),
    };
    let held = t!(l, training.valid_for, months = t!(l, common.n_months, count = about.valid_months));
    let certificate = if about.gives_mark { format!("{held} {}", t!(l, training.gives_mark_text)) } else { held };
    let rows = [
        fact(t!(l, training.length), &hours),
        fact(t!(l, training.certificate), &certificate),
        fact(t!(l, training.partner), &partner),
        fact(t!(l, training.language), &about.language),
        fact(t!(l, training.accessibility), &about.accessibility),
        fact(t!(l, training.prerequisites), &about.prerequisites),
    ];
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link("/courses")>{t!(l, training.courses)}</a></p>
            <h1>{heading.clone()}</h1>
            {prose(&about.aims)}
            {logo.map(partner_logo)}
            {facts(rows.into_iter().flatten().collect())}
            {taught(l, modules)}
            <h2>{t!(l, training.cohorts)}</h2>
            <ul class="rows">{cohorts}</ul>
        </div>
    };
    let data = json!({
        "@context": "https://schema.org", "@type": "Course", "name": heading, "description": about.aims,
        "provider": { "@type": "Organization", "name": t!(l, common.authority) },
    });
    let summary: String = about.aims.chars().take(155).collect();
    Page::new(heading, body)
        .public(summary, format!("/courses/{}", course.slug))
        .shows(Shows::one(course.id).and_any(REFERENCE))
        .json_ld(&data)
}

/// The partner's mark, as it was given.
pub(crate) fn partner_logo(logo: &Photo) -> AnyView {
    view! {
        <img class="logo" src=logo.path(320, "webp") width=logo.width.to_string() height=logo.height.to_string() alt=logo.alt.clone() loading="lazy"/>
    }
    .into_any()
}

fn taught(l: Locale, modules: &[Module]) -> Option<AnyView> {
    let rows: Vec<AnyView> = modules
        .iter()
        .map(|module| {
            view! {
                <li>
                    <strong dir="auto">{module.title.clone()}</strong>" — "{t!(l, training.hours, count = module.hours)}
                    <p class="lines small" dir="auto">{module.learnt.clone()}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h2>{t!(l, training.modules)}</h2><ol>{rows}</ol> }.into_any())
}

/// One cohort: when, where, how seats are given, and the published order.
pub fn cohort(ctx: &Ctx, view: &CohortView, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let CohortView { course, cohort, conditions, .. } = view;
    let heading = named(l, course, cohort);
    let path = format!("/courses/{}/{}", course.slug, cohort.number);
    let open = cohort.window_open(day_in_tripoli(ctx.now));
    let join = open.then(|| view! { <p><a class="button" href=ctx.link(&format!("{path}/apply"))>{t!(l, training.apply_verb)}</a></p> });
    let rows = [
        fact(t!(l, training.when), &days(l, cohort.starts_on, cohort.ends_on)),
        fact(t!(l, training.place), &format!("{} — {}", places.name(l, &cohort.municipality), cohort.venue)),
        fact(t!(l, training.window), &window(l, &cohort.window)),
        fact(t!(l, training.seats), &cohort.capacity.to_string()),
        fact(t!(l, training.quota), &quotas(l, cohort, conditions, places, crafts)),
        fact(t!(l, training.who_may), &conditions.terms.words(l, places, crafts).join(" ")),
        fact(t!(l, training.how), &cohort.policy.word(l)),
        draw_time(l, cohort),
        fact(t!(l, training.completes), &completes(l, cohort.completion)),
        fact(t!(l, training.costs), &view.costs),
        fact(t!(l, training.contact), &view.contact),
        fact(t!(l, training.applied), &view.applied.to_string()),
        fact(t!(l, training.by_minute), view.minute.as_deref().unwrap_or_default()),
    ];
    let body = view! {
        <div class="narrow">
            <p><a href=ctx.link(&format!("/courses/{}", course.slug))>{course.title.clone()}</a></p>
            <h1>{heading.clone()}</h1>
            <p>{standing(ctx, cohort)}</p>
            {join}
            {facts(rows.into_iter().flatten().collect())}
            {criteria(l, cohort, conditions)}
            {timetable(ctx, &view.lessons)}
            <p><a href=ctx.link(&format!("{path}.ics")) rel="nofollow">{t!(l, training.calendar_file)}</a></p>
            {published(ctx, view)}
        </div>
    };
    let status = if cohort.state == CohortState::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let mode = match (view.lessons.iter().any(|lesson| lesson.link.is_empty()), view.lessons.iter().any(|lesson| !lesson.link.is_empty())) {
        (true, true) => "MixedEventAttendanceMode",
        (false, true) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let data = json!({
        "@context": "https://schema.org", "@type": "EducationEvent", "name": heading, "startDate": cohort.starts_on, "endDate": cohort.ends_on,
        "eventStatus": format!("https://schema.org/{status}"), "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": { "@type": "Place", "name": cohort.venue, "address": places.name(l, &cohort.municipality) },
        "organizer": { "@type": "Organization", "name": t!(l, common.authority) },
    });
    let summary = format!("{}. {}", days(l, cohort.starts_on, cohort.ends_on), cohort.policy.word(l));
    Page::new(heading, body).public(summary, path).shows(Shows::one(course.id).and_any(REFERENCE)).json_ld(&data)
}

/// For whom seats are kept, and until when.
pub(crate) fn quotas(l: Locale, cohort: &Cohort, conditions: &Conditions, places: &Places, crafts: &Crafts) -> String {
    let Some(spill) = cohort.spill_on.filter(|_| !conditions.quotas.is_empty()) else { return String::new() };
    let kept = conditions.quotas.iter().map(|quota| format!("{}: {}", quota.group.word(l, places, crafts), quota.seats));
    let kept: Vec<String> = kept.collect();
    t!(l, training.quota_words, kept = kept.join(&t!(l, training.and)), count = cohort.capacity, day = date(l, spill))
}

/// What gives points, with its weight.
fn criteria(l: Locale, cohort: &Cohort, conditions: &Conditions) -> Option<AnyView> {
    let rows: Vec<AnyView> = conditions
        .criteria
        .iter()
        .map(|row| view! { <li><span dir="auto">{row.title.clone()}</span>" — × "{row.weight}</li> }.into_any())
        .collect();
    (cohort.policy == Policy::Score && !rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t!(l, training.criteria_of)}</h2>
                <p class="hint">{t!(l, training.criteria_words, most = MOST_POINTS)}</p>
                <ol>{rows}</ol>
            </section>
        }
        .into_any()
    })
}

/// What completes a cohort, in words.
pub(crate) fn completes(l: Locale, rule: Completion) -> String {
    let attended = t!(l, training.completes_attended, n = rule.attended);
    if rule.assessed { format!("{attended} {}", t!(l, training.completes_assessed)) } else { attended }
}

/// When lessons are held; the same in one's calendar.
fn timetable(ctx: &Ctx, lessons: &[Lesson]) -> Option<AnyView> {
    let l = ctx.l;
    let rows: Vec<AnyView> = lessons
        .iter()
        .map(|lesson| {
            view! { <li>{when(l, lesson)}<span dir="auto">{(!lesson.topic.is_empty()).then(|| format!(" — {}", lesson.topic))}</span></li> }
                .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, training.timetable)}</h2><ol>{rows}</ol></section> }.into_any())
}

/// What everyone may know of a place in the order: whether there is a seat, not how somebody fared.
fn told(l: Locale, state: EnrolmentState) -> String {
    use EnrolmentState as S;
    match state {
        S::Offered => t!(l, training.state_offered),
        S::Confirmed | S::Attending | S::Completed | S::Certified | S::Incomplete | S::NoShow => t!(l, training.state_confirmed),
        S::Waitlisted | S::NotSeated => t!(l, training.state_waitlisted),
        S::Declined => t!(l, training.state_declined),
        _ => t!(l, training.not_taken),
    }
}

/// The order by reference numbers, so that everyone finds their own and nobody another's name; with the seed of a lottery, so
/// that anybody can draw it again.
fn published(ctx: &Ctx, view: &CohortView) -> AnyView {
    let l = ctx.l;
    if view.order.is_empty() {
        return ().into_any();
    }
    let items: Vec<AnyView> = view
        .order
        .iter()
        .map(|(reference, state, points)| {
            let points = points.map(|points| format!(" — {}", t!(l, training.points_of, count = points)));
            view! { <li><bdi>{reference.clone()}</bdi>" — "{told(l, *state)}{points}</li> }.into_any()
        })
        .collect();
    let check = |words: String, seed: &str| {
        let seed = seed.to_owned();
        proof(t!(l, common.how_to_check), view! { <p>{words}</p><p><bdi><code class="seed">{seed}</code></bdi></p> })
    };
    let seed = match view.cohort.policy {
        Policy::Committee => view.seed.as_deref().map(|seed| check(t!(l, training.committee_repeat), seed)),
        // The last drawing is the one that holds.
        Policy::Lottery => view.draws.last().map(|last| {
            view! { <h3>{t!(l, training.draws)}</h3>{drawn(l, &view.draws)}{check(t!(l, training.lottery_repeat), &last.seed)} }.into_any()
        }),
        Policy::FirstCome | Policy::Score | Policy::Balance => None,
    };
    view! { <section><h2>{t!(l, training.order)}</h2><ol class="order">{items}</ol>{seed}</section> }.into_any()
}

/// Every drawing of the lots with its number, and why there was another one.
pub(crate) fn drawn(l: Locale, draws: &[Draw]) -> AnyView {
    let rows: Vec<AnyView> = draws
        .iter()
        .enumerate()
        .map(|(n, draw)| {
            let reason = (!draw.reason.is_empty()).then(|| view! { <p class="lines" dir="auto">{draw.reason.clone()}</p> });
            let holds = if n + 1 == draws.len() {
                tag(Tone::Good, t!(l, training.draw_holds))
            } else {
                tag(Tone::Plain, t!(l, training.draw_void))
            };
            view! { <li>{moment(l, draw.at)}" "{holds}<br/><bdi><code class="seed">{draw.seed.clone()}</code></bdi>{reason}</li> }
                .into_any()
        })
        .collect();
    view! { <ol class="draws">{rows}</ol> }.into_any()
}

/// When lots are drawn, and before it is announced that it will be.
pub(crate) fn draw_time(l: Locale, cohort: &Cohort) -> Option<(String, AnyView)> {
    if cohort.policy != Policy::Lottery {
        return None;
    }
    let words = match cohort.draw_at {
        Some(at) => moment(l, at),
        None if cohort.state == CohortState::Open => t!(l, training.draw_later),
        None => String::new(),
    };
    fact(t!(l, training.draw_at), &words)
}
