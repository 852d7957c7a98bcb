//! The interactive parts of pages. Each enhances a form or a list that works without it. This is the only crate that is also
//! built for the browser; it knows neither the database nor the texts: words come as props.

mod photos;
mod shrink;

pub use photos::{PhotoOrder, PhotoPicker};

/// Called once by `boot.js` when somebody has touched an island and the browser half has loaded; islands are then woken one by one.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
