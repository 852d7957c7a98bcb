//! The three steps of a product, above each of its pages.

use leptos::prelude::*;

use super::super::types::OwnProduct;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::t;
use ground::ui::{Step, StepWay, steps};
use people::crafts::Crafts;

/// The steps in order, by their codes in addresses.
pub const STEPS: [&str; 3] = ["photos", "what", "price"];

/// Which of the steps are whole, and the way to the others. Where the page has a form of this id, what is typed in it goes along.
pub fn stepper(ctx: &Ctx, own: &OwnProduct, crafts: &Crafts, here: &str, form: Option<&'static str>) -> AnyView {
    let l = ctx.l;
    let product = &own.product;
    let missing = own.open.what.missing(crafts, own.open.photos.len(), product.price_from, day_in_tripoli(ctx.now));
    // Price and stock can be changed at any time; the rest waits while an officer reads.
    let locked = product.has_draft && !own.open.state.open();
    let words = [t!(l, catalogue.step_photos), t!(l, catalogue.step_what), t!(l, catalogue.step_price)];
    let step = |(code, word): (&'static str, String)| Step {
        word,
        whole: missing.iter().all(|lack| lack.step() != code),
        way: match form {
            _ if locked && code != "price" => StepWay::Closed,
            Some(form) => StepWay::Sending(form, code),
            None => StepWay::Link(ctx.link(&format!("/me/products/{}/{code}", product.id))),
        },
    };
    let at = STEPS.iter().position(|code| *code == here).unwrap_or(0);
    steps(l, STEPS.into_iter().zip(words).map(step).collect(), at)
}
