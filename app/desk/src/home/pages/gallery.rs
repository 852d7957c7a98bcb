//! Every part of the ui with its states; served in development only.

use leptos::prelude::*;

use ground::ctx::Ctx;
use ground::error::{FieldErrors, Problem};
use ground::form::{Filled, Form};
use ground::money::Money;
use ground::t;
use ground::ui::{
    Field, Page, Step, StepWay, Tone, band, bars, check_boxes, empty, error_summary, facts, notice, pager, price, radios, select, steps,
    submit, tag, tick,
};

fn three_steps() -> Vec<Step> {
    let step = |n: usize, way| Step { word: n.to_string(), whole: n == 1, way };
    vec![step(1, StepWay::Link("#".to_owned())), step(2, StepWay::Closed), step(3, StepWay::Closed)]
}

/// The gallery.
pub fn gallery(ctx: &Ctx) -> Page {
    let l = ctx.l;
    let filled = Filled::from(Form::of([("line", "سلة سعف".to_owned()), ("money", "45.500".to_owned()), ("one", "b".to_owned())]));
    let wrong = Filled::wrong(
        filled.form.clone(),
        FieldErrors(vec![("wrong".to_owned(), Problem::Required), ("wrong_one".to_owned(), Problem::NotAChoice)]),
    );
    let options = [("a".to_owned(), "A".to_owned()), ("b".to_owned(), "B".to_owned())];
    let boxes = [("a", "A".to_owned(), None), ("b", "B".to_owned(), Some(t!(l, catalogue.in_stock_help)))];
    let tones = [Tone::Plain, Tone::Waiting, Tone::Good, Tone::Attention, Tone::Danger];
    let tags: Vec<AnyView> = tones.iter().map(|tone| view! { {tag(*tone, tone.class().to_owned())}" " }.into_any()).collect();
    let notices: Vec<AnyView> = tones.iter().map(|tone| notice(*tone, tone.class().to_owned())).collect();
    let body = view! {
        <div class="narrow">
            <h1>"ui"</h1>
            {band()}
            {steps(l, three_steps(), 1)}
            {error_summary(l, &wrong)}
            <p>{tags}</p>
            {notices}
            {Field::line(&filled, "line", "line".to_owned()).hint("hint".to_owned()).view(l)}
            {Field::line(&wrong, "wrong", "wrong".to_owned()).view(l)}
            {Field::lines(&filled, "lines", "lines".to_owned(), 3).optional().view(l)}
            {Field::money(l, &filled, "money", "money".to_owned()).view(l)}
            {select(l, &filled, "one", "select".to_owned(), None, &options)}
            {select(l, &wrong, "wrong_one", "select".to_owned(), Some("hint".to_owned()), &options)}
            {radios(l, &filled, "radio", "radios".to_owned(), &boxes)}
            {check_boxes(l, &filled, "boxes", "check boxes".to_owned(), &boxes)}
            {tick(l, &filled, "tick", "tick".to_owned())}
            {submit("submit".to_owned())}
            {facts(vec![("term".to_owned(), price(l, Money(1_250_500)))])}
            {bars("bars".to_owned(), &[("a".to_owned(), 3), ("b".to_owned(), 8)])}
            {pager(l, Some("#".to_owned()), Some("#".to_owned()))}
            {empty("empty".to_owned(), "what to do next".to_owned(), Some(("#".to_owned(), "verb".to_owned())))}
        </div>
    };
    Page::new("ui".to_owned(), body)
}
