//! Products approved together: seen once more, and what became of them.

use leptos::prelude::*;

use crate::types::{Picked, carried, in_list};
use cases::casework::{CaseView, UNDO_MINUTES};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::t;
use ground::ui::{Page, Tone, hidden, outcome, submit, tag};
use market::catalogue;

/// What became of each file.
type Results = [(CaseView, Result<(), AppError>)];

fn back(ctx: &Ctx) -> (String, String) {
    (ctx.link(&in_list(ctx, "/desk".to_owned())), t!(ctx.l, desk.to_list))
}

fn nothing(ctx: &Ctx, title: String) -> Page {
    let l = ctx.l;
    Page::new(title, outcome(t!(l, desk.bulk_none), t!(l, desk.bulk_none_text), Some(back(ctx))))
}

/// The list that somebody works through goes along as it was.
pub(super) fn carry(ctx: &Ctx) -> Vec<AnyView> {
    let names = ["kind", "state", "municipality", "mine", "overdue", "soon", "text", "order"];
    let list = carried(ctx);
    let pair = |name: &'static str| (!list.get(name).is_empty()).then(|| hidden(name, list.get(name).to_owned()));
    names.into_iter().filter_map(pair).collect()
}

/// The picked products with pictures, prices and families, and the button that approves them.
pub fn approve_many(ctx: &Ctx, rows: &[Picked]) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.bulk_confirm);
    if rows.is_empty() {
        return nothing(ctx, title);
    }
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|Picked { case, brief }| {
            let path = ctx.link(&in_list(ctx, format!("/desk/cases/{}", case.id)));
            view! {
                <li class="row">
                    <div>
                        <a href=path dir="auto">{case.title.clone()}</a>" "<bdi class="small">{case.reference.clone()}</bdi>
                        {brief.as_ref().map(|brief| catalogue::brief(l, brief))}
                    </div>
                    {hidden("case", case.id.to_string())}
                </li>
            }
            .into_any()
        })
        .collect();
    let (to, word) = back(ctx);
    let verb = t!(l, desk.bulk_confirm_verb, products = t!(l, desk.n_products, count = rows.len()));
    let minutes = t!(l, desk.n_minutes, count = UNDO_MINUTES);
    let body = view! {
        <div class="desk">
            <p><a href=to>{word}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, desk.bulk_confirm_lead, minutes = minutes)}</p>
            <form method="post" action=ctx.link(&in_list(ctx, "/desk/approve".to_owned()))>
                <ul class="rows">{lines}</ul>
                {submit(verb)}
            </form>
        </div>
    };
    Page::new(title, body)
}

fn lines(ctx: &Ctx, results: &Results, good: &str) -> Vec<AnyView> {
    let l = ctx.l;
    let line = |(case, result): &(CaseView, Result<(), AppError>)| {
        let (tone, word) = match result {
            Ok(()) => (Tone::Good, good.to_owned()),
            Err(AppError::Refused(why)) => (Tone::Danger, why.text(l)),
            Err(_) => (Tone::Danger, t!(l, desk.bulk_failed)),
        };
        let path = ctx.link(&in_list(ctx, format!("/desk/cases/{}", case.id)));
        view! { <li class="row"><a href=path dir="auto">{case.title.clone()}</a>{tag(tone, word)}</li> }.into_any()
    };
    results.iter().map(line).collect()
}

/// A line for each, and for some minutes a button that takes all of it back.
pub fn approved_many(ctx: &Ctx, results: &Results) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.bulk_title);
    if results.is_empty() {
        return nothing(ctx, title);
    }
    let approved: Vec<&CaseView> = results.iter().filter(|(_, result)| result.is_ok()).map(|(case, _)| case).collect();
    let undo = (!approved.is_empty()).then(|| {
        let cases: Vec<_> = approved.iter().map(|case| hidden("case", case.id.to_string())).collect();
        let minutes = t!(l, desk.n_minutes, count = UNDO_MINUTES);
        view! {
            <form method="post" action=ctx.link(&in_list(ctx, "/desk/approve/undo".to_owned()))>
                {cases}
                <p class="hint">{t!(l, desk.undo_hint, minutes = minutes)}</p>
                <button class="button quiet" type="submit">{t!(l, desk.undo_all, products = t!(l, desk.n_products, count = approved.len()))}</button>
            </form>
        }
    });
    let (to, word) = back(ctx);
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            <ul class="rows">{lines(ctx, results, &t!(l, desk.bulk_approved))}</ul>
            <p><a class="button" href=to>{word}</a></p>
            {undo}
        </div>
    };
    Page::new(title, body)
}

/// A line for each that was taken back.
pub fn undone_many(ctx: &Ctx, results: &Results) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.undo_title);
    if results.is_empty() {
        return nothing(ctx, title);
    }
    let (to, word) = back(ctx);
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            <ul class="rows">{lines(ctx, results, &t!(l, desk.undone))}</ul>
            <p><a class="button" href=to>{word}</a></p>
        </div>
    };
    Page::new(title, body)
}
