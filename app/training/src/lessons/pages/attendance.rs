//! Who was there: the trainer's list, the code on the screen, the sheet to sign, and the trainee's confirmation.

use leptos::prelude::*;

use crate::lessons::attendance::{CODE_SECONDS, Noting};
use crate::lessons::pages::lessons::head;
use crate::lessons::reads::Listed;
use crate::lessons::refusals;
use crate::lessons::schedule::of_its_day;
use crate::rules::{Mark, Source};
use crate::types::Lesson;
use crate::words::{back, when};
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::ui::{Page, Tone, empty, error_summary, hidden, notice, problem, qr, select, submit, tag};

/// Everyone of a lesson with the mark that holds.
pub fn list(ctx: &Ctx, lesson: &Lesson, title: &str, noting: Noting, rows: &[Listed], filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = head(ctx, lesson);
    let path = ctx.link(&format!("/desk/training/lessons/{}", lesson.id));
    let seen = rows.iter().filter_map(|row| row.noted.as_ref()).map(|noted| noted.id).max().unwrap_or(0);
    let lines: Vec<AnyView> = rows.iter().map(|row| line(ctx, row, filled)).collect();
    let sources: Vec<(String, String)> =
        [Source::List, Source::Sheet].iter().map(|source| (source.code().to_owned(), source.word(l))).collect();
    let person = ctx.actor.id().map(|id| id.to_string()).unwrap_or_default();
    let why_not = match noting {
        Noting::Open => None,
        Noting::Ahead => Some(refusals::LESSON_AHEAD.text(l)),
        Noting::NotRunning => Some(t!(l, training.not_running)),
    };
    let form = if let Some(words) = why_not {
        view! { {notice(Tone::Plain, words)}<ul class="rows">{rows.iter().map(|row| noted(ctx, row)).collect::<Vec<_>>()}</ul> }.into_any()
    } else if lines.is_empty() {
        empty(t!(l, training.trainees_none), String::new(), None)
    } else {
        view! {
            <form method="post" class="attendance" data-person=person data-waiting=t!(l, training.waits_here) data-again=t!(l, training.sign_in_to_send)>
                {hidden("seen", seen.to_string())}
                {lines}
                {select(l, filled, "source", t!(l, training.source_question), None, &sources)}
                <div class="actions">
                    {submit(t!(l, training.save_attendance))}
                    <button class="button quiet" type="submit" name="rest" value="present">{t!(l, training.rest_present)}</button>
                </div>
            </form>
            <script type="module" src=ctx.site.asset("attend.js")></script>
        }
        .into_any()
    };
    let today = of_its_day((lesson.day, lesson.begins, lesson.ends), ctx.now);
    let body = view! {
        <div class="desk narrow">
            <p><a href=back(ctx, lesson.cohort)>{title.to_owned()}</a></p>
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{title.to_owned()}<br/>{when(l, lesson)}{(!lesson.topic.is_empty()).then(|| format!(" · {}", lesson.topic))}</p>
            <div class="actions">
                {today.then(|| view! { <a class="button quiet" href=format!("{path}/code")>{t!(l, training.screen_code)}</a> })}
                <a class="button quiet" href=format!("{path}/sheet")>{t!(l, training.sheet)}</a>
            </div>
            {form}
        </div>
    };
    Page::new(heading, body)
}

/// What stands there, where nothing can be noted.
fn noted(ctx: &Ctx, trainee: &Listed) -> AnyView {
    let mark =
        trainee.noted.as_ref().map(|noted| tag(if noted.mark.counts() { Tone::Good } else { Tone::Attention }, noted.mark.word(ctx.l)));
    view! { <li class="row"><div><span dir="auto">{trainee.name.clone()}</span>" "<bdi class="small">{trainee.reference.clone()}</bdi></div>{mark}</li> }.into_any()
}

fn line(ctx: &Ctx, trainee: &Listed, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let name = format!("mark_{}", trainee.id);
    let typed = Mark::from_code(filled.form.get(&name)).or(trainee.noted.as_ref().map(|noted| noted.mark));
    let wrong = filled.errors.of(&name).map(|wrong| {
        filled.labels.note(&name, &trainee.name);
        view! { <p class="problem">{problem(l, wrong)}</p> }
    });
    let class = if wrong.is_some() { "field boxes marks wrong" } else { "field boxes marks" };
    let noted = trainee.noted.as_ref().map(|noted| {
        let words = t!(l, training.noted, at = days::moment(l, noted.at), source = noted.source.word(l));
        view! { <p class="small">{words}</p> }
    });
    let options: Vec<AnyView> = Mark::ALL
        .iter()
        .enumerate()
        .map(|(n, choice)| {
            let id = if n == 0 { format!("f-{name}") } else { format!("f-{name}-{n}") };
            view! {
                <div class="box">
                    <input type="radio" id=id.clone() name=name.clone() value=choice.code() checked=typed == Some(*choice)/>
                    <label for=id><span>{choice.word(l)}</span></label>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class=class>
            <legend><span dir="auto">{trainee.name.clone()}</span>" "<bdi class="small">{trainee.reference.clone()}</bdi></legend>
            {wrong}
            <div class="choice">{options}</div>
            {noted}
        </fieldset>
    }
    .into_any()
}

/// The code that trainees scan; the page renews itself with it.
pub fn screen(ctx: &Ctx, lesson: &Lesson, code: &str) -> Page {
    let l = ctx.l;
    let heading = head(ctx, lesson);
    let address = format!("{}{}", ctx.site.public_url, ctx.link(&format!("/attend/{}/{code}", lesson.id)));
    let body = view! {
        <div class="desk narrow screen-code">
            <p><a href=ctx.link(&format!("/desk/training/lessons/{}", lesson.id))>{t!(l, training.list)}</a></p>
            <h1>{heading.clone()}</h1>
            <p class="lead">{t!(l, training.scan_lead)}</p>
            {qr(&address, t!(l, training.scan_image))}
        </div>
    };
    // Sooner than the code ends, so that what is on the screen is never an old one.
    Page::new(heading, body).renewed_every(u32::try_from(CODE_SECONDS / 2).unwrap_or(15))
}

/// What a trainee sees after scanning: one button.
pub fn scan(ctx: &Ctx, lesson: &Lesson, title: &str, filled: &Filled) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.scan_title);
    let body = view! {
        <div class="narrow">
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <p class="lead">{title.to_owned()}<br/>{when(l, lesson)}</p>
            <form method="post">{submit(t!(l, training.scan_verb))}</form>
        </div>
    };
    Page::new(heading, body)
}

/// Said once it is noted.
pub fn scanned(ctx: &Ctx) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.scan_title);
    let body = view! { <div class="narrow"><h1>{heading.clone()}</h1>{notice(Tone::Good, t!(l, training.scan_done))}<p><a href=ctx.link("/me/training")>{t!(l, training.mine)}</a></p></div> };
    Page::new(heading, body)
}

/// A sheet for pens: names, families, time, signature. Printed as it stands; phones are not for who signs next.
pub fn sheet(ctx: &Ctx, lesson: &Lesson, title: &str, rows: &[(Listed, String)]) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.sheet_title);
    let lines: Vec<AnyView> = rows
        .iter()
        .enumerate()
        .map(|(n, (trainee, family))| {
            view! {
                <tr>
                    <td class="number">{n + 1}</td>
                    <th scope="row"><span dir="auto">{trainee.name.clone()}</span>" "<bdi class="small">{trainee.reference.clone()}</bdi></th>
                    <td dir="auto">{family.clone()}</td>
                    <td></td>
                    <td></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let topic = (!lesson.topic.is_empty()).then(|| view! { <br/><bdi>{lesson.topic.clone()}</bdi> });
    let heads = [t!(l, training.holder_name), t!(l, training.roll_family), t!(l, training.sheet_in), t!(l, training.sheet_sign)];
    let heads: Vec<AnyView> = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect();
    let body = view! {
        <div class="desk">
            <h1>{heading.clone()}</h1>
            <p class="lead" dir="auto">{title.to_owned()}" · "{when(l, lesson)}" · "{lesson.venue.clone()}{topic}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=heading.clone()><table class="sheet paper wide">
                <thead><tr><th scope="col">"#"</th>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table></div>
        </div>
    };
    Page::new(heading, body)
}
