//! Courses with their cohorts at the desk.

use leptos::prelude::*;

use crate::courses::types::CourseView;
use crate::words::{cohort_tone, days, number};
use ground::ctx::Ctx;
use ground::t;
use ground::ui::{Page, empty, tag};
use people::place::Places;

/// All courses with their cohorts.
pub fn desk(ctx: &Ctx, all: &[CourseView], places: &Places) -> Page {
    let l = ctx.l;
    let heading = t!(l, training.desk);
    let items: Vec<AnyView> = all
        .iter()
        .map(|view| {
            let course = ctx.link(&format!("/desk/training/courses/{}", view.course.id));
            let cohorts: Vec<AnyView> = view
                .cohorts
                .iter()
                .map(|cohort| {
                    let path = ctx.link(&format!("/desk/training/cohorts/{}", cohort.id));
                    view! {
                        <li class="row">
                            <div>
                                <a href=path>{number(l, cohort)}</a>
                                <p class="small">
                                    {places.name(l, &cohort.municipality)}" · "{days(l, cohort.starts_on, cohort.ends_on)}
                                </p>
                            </div>
                            {tag(cohort_tone(cohort.state), cohort.state.word(l))}
                        </li>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <section class="card pad">
                    <h2>{view.course.title.clone()}</h2>
                    <ul class="rows">{cohorts}</ul>
                    <div class="actions">
                        <a class="button quiet" href=course.clone()>{t!(l, common.change)}</a>
                        <a class="button quiet" href=format!("{course}/cohorts/new")>{t!(l, training.new_cohort)}</a>
                    </div>
                </section>
            }
            .into_any()
        })
        .collect();
    let new = ctx.link("/desk/training/courses/new");
    let list = if items.is_empty() {
        empty(t!(l, training.no_courses), t!(l, training.desk_none), Some((new.clone(), t!(l, training.new_course))))
    } else {
        let figures = ctx.link("/desk/training/figures");
        view! { <p class="actions"><a class="button" href=new>{t!(l, training.new_course)}</a><a class="button quiet" href=figures>{t!(l, training.figures)}</a></p><div class="stack">{items}</div> }.into_any()
    };
    let body = view! { <div class="desk narrow"><h1>{heading.clone()}</h1>{list}</div> };
    Page::new(heading, body)
}
