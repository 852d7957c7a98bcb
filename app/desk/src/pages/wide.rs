//! Tables that scroll in a box of their own where the page is narrow.

use leptos::prelude::*;

/// Lines below their heads; the box that the keyboard reaches is called by `label`.
pub(super) fn wide_table(label: String, heads: Vec<String>, lines: Vec<AnyView>) -> AnyView {
    let heads: Vec<AnyView> = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }.into_any()).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class="queue wide">
                <thead><tr>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
