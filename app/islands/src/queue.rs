//! Parts of the desk that live in the browser.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Keys for who works through many files: j and k go down and up, x picks, a picks all that can be picked. Enter opens, as
/// on any link. Without JavaScript the tab key does the same, only longer.
#[island]
pub fn QueueKeys(hint: String) -> impl IntoView {
    Effect::new(|_| {
        let handle = window_event_listener(ev::keydown, |event| {
            let typing = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let typing = typing.is_some_and(|element| {
                let text = element.tag_name() == "INPUT" && element.get_attribute("type").as_deref() != Some("checkbox");
                text || matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            });
            if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            match event.key().as_str() {
                "j" => step(1),
                "k" => step(-1),
                "x" => pick(false),
                "a" => pick(true),
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || handle.remove());
    });
    view! { <p class="hint keys">{hint}</p> }
}

fn all(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)).filter_map(|node| node.dyn_into().ok()).collect()
}

/// The row whose link or box has the focus.
fn row() -> Option<Element> {
    document().active_element()?.closest("tr").ok()?
}

fn step(by: i32) {
    let links = all(".queue tbody th a");
    let here = row().and_then(|row| links.iter().position(|link| row.contains(Some(link))));
    let last = links.len().saturating_sub(1);
    let next = match here {
        None => 0,
        Some(at) => at.saturating_add_signed(by as isize).min(last),
    };
    if let Some(link) = links.get(next) {
        let _ = link.focus();
    }
}

fn pick(everything: bool) {
    let boxes = all(".queue .pick input");
    let here = row();
    for tick in boxes {
        if everything || here.as_ref().is_some_and(|row| row.contains(Some(&tick))) {
            tick.click();
        }
    }
}
