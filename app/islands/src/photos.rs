//! Photos of a product: made small, sent one by one, put in order.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileList;

use crate::shrink::{self, Sent};

/// What the picker is doing.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    Sending { at: u32, of: u32 },
    Failed,
    Done,
}

/// How far the picker has come. A copy of it is the same picker.
#[derive(Clone, Copy)]
struct Progress {
    doing: RwSignal<Doing>,
    /// How many photos were sent, or left out because they were not taken.
    sent: RwSignal<u32>,
    /// Names of those that were not taken, with why, as they stand in an address.
    refused: StoredValue<String>,
}

impl Progress {
    fn new() -> Self {
        Self { doing: RwSignal::new(Doing::Nothing), sent: RwSignal::new(0), refused: StoredValue::new(String::new()) }
    }

    /// Other photos were chosen.
    fn begin_anew(self) {
        self.sent.set(0);
        self.refused.set_value(String::new());
    }

    /// Sends those of the first `of` photos that were not sent yet, one by one, and shows the page anew. Stops where the network
    /// fails, to go on from there.
    async fn send_rest(self, action: &str, files: &FileList, of: u32) {
        while self.sent.get_untracked() < of {
            let at = self.sent.get_untracked();
            self.doing.set(Doing::Sending { at: at + 1, of });
            let Some(file) = files.get(at) else { break };
            // The page that follows names what was not taken; the others go on.
            let left_out =
                |why: &str| self.refused.update_value(|names| names.push_str(&format!("&{why}={}", shrink::encoded(&file.name()))));
            match shrink::send_small(action, &file).await {
                Sent::Taken => {}
                Sent::Refused => left_out("refused"),
                Sent::Unread => left_out("unread"),
                Sent::Lost => return self.doing.set(Doing::Failed),
            }
            self.sent.set(at + 1);
        }
        self.doing.set(Doing::Done);
        let refused = self.refused.get_value();
        // That something was added is said only where it was.
        let added = (refused.matches('&').count() as u32) < of;
        let said = if added { format!("done=added{refused}") } else { refused.trim_start_matches('&').to_owned() };
        let _ = window().location().set_search(&format!("?{said}"));
    }
}

/// A file input that makes photos small on the phone, sends them one by one, tries again when the
/// network fails, and then shows the page anew with the names of those that were not taken. Without JavaScript the form around it is sent.
#[island]
pub fn PhotoPicker(action: String, most: u32, sending: String, failed: String, done: String, retry: String) -> impl IntoView {
    let input: NodeRef<Input> = NodeRef::new();
    let progress = Progress::new();
    let Progress { doing, sent, .. } = progress;
    let send = move || {
        let Some(files) = input.get().and_then(|input| input.files()) else { return };
        let action = action.clone();
        let of = files.length().min(most);
        spawn_local(async move { progress.send_rest(&action, &files, of).await });
    };
    let again = send.clone();
    let words = move || match doing.get() {
        Doing::Nothing => String::new(),
        Doing::Sending { at, of } => format!("{sending} {at} / {of}"),
        Doing::Failed => failed.clone(),
        Doing::Done => done.clone(),
    };
    let value = move || sent.get().to_string();
    let most_value = move || match doing.get() {
        Doing::Sending { of, .. } => of.to_string(),
        _ => "1".to_owned(),
    };
    view! {
        <div class="picker">
            <input
                node_ref=input
                id="f-photos"
                type="file"
                name="photos"
                multiple=true
                accept="image/jpeg,image/png,image/webp"
                aria-describedby="f-photos-hint"
                on:change=move |_| {
                    progress.begin_anew();
                    send();
                }
            />
            <p role="status" aria-live="polite">{words}</p>
            <progress max=most_value value=value hidden=move || !matches!(doing.get(), Doing::Sending { .. })></progress>
            <button type="button" class="button quiet" hidden=move || doing.get() != Doing::Failed on:click=move |_| again()>{retry}</button>
        </div>
    }
}

/// Photos in a row that are moved by buttons at once; the order is sent after each move. `photos` holds address and small
/// picture. Without JavaScript each photo has a form for it.
#[island]
pub fn PhotoOrder(
    action: String,
    photos: Vec<(String, String)>,
    legend: String,
    forward: String,
    backward: String,
    saved: String,
    failed: String,
) -> impl IntoView {
    let last = photos.len().saturating_sub(1);
    let order = RwSignal::new(photos);
    let said = RwSignal::new(String::new());
    let turns = RwSignal::new(0_u32);
    let action = StoredValue::new(action);
    let words = StoredValue::new((saved, failed));
    let swap = move |a: usize, b: usize| {
        order.update(|photos| photos.swap(a, b));
        let turn = turns.get_untracked() + 1;
        turns.set(turn);
        let addresses = order.get_untracked().into_iter().map(|(address, _)| address).collect::<Vec<_>>().join(",");
        spawn_local(async move {
            let sent = shrink::send_order(&action.get_value(), &addresses).await.is_ok();
            // Only the last move is spoken of.
            if turns.get_untracked() == turn {
                said.set(words.with_value(|(saved, failed)| if sent { saved.clone() } else { failed.clone() }));
            }
        });
    };
    let items = move || {
        let photos = order.get();
        let item = |(at, (_, small)): (usize, (String, String))| {
            let (to_front, to_back) = (forward.clone(), backward.clone());
            view! {
                <div class="order-item">
                    <img src=small alt="" width="160" height="120"/>
                    <button type="button" class="button quiet" aria-label=to_front disabled=at == 0 on:click=move |_| swap(at, at - 1)>"‹"</button>
                    <button type="button" class="button quiet" aria-label=to_back disabled=at == last on:click=move |_| swap(at, at + 1)>"›"</button>
                </div>
            }
        };
        photos.into_iter().enumerate().map(item).collect_view()
    };
    view! {
        <div class="order" role="group" aria-label=legend>
            <div class="order-row">{items}</div>
            <p role="status" aria-live="polite">{said}</p>
        </div>
    }
}
