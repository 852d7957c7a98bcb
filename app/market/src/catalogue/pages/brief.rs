//! A product in a line of a list of files.

use leptos::prelude::*;

use super::super::brief::Brief;
use super::card::{Loading, picture};
use ground::texts::Locale;
use ground::ui::price;

/// Its picture, whose it is, and what it costs.
pub fn brief(l: Locale, brief: &Brief) -> AnyView {
    let photo = brief.photo.as_ref().map(|photo| (photo.address.as_str(), photo.color.as_str()));
    let words = brief.photo.as_ref().map(|photo| photo.alt.clone()).unwrap_or_default();
    view! {
        <div class="brief">
            {picture(photo, words, "5rem", Loading::WhenNear)}
            <span class="small"><bdi>{brief.family.clone()}</bdi>" · "{price(l, brief.price)}</span>
        </div>
    }
    .into_any()
}
