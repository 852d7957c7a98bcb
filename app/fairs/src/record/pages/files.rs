//! Files of a fair's plan, and its photos.

use leptos::prelude::*;

use crate::plan::pages::desk::back;
use crate::record::entity::file;
use crate::record::photos::MOST_PHOTOS;
use crate::rules::FairState;
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::texts::Locale;
use ground::ui::{Field, Page, empty, error_summary, hidden, problem, send_file, submit};
use ground::{days, t};
use people::media::Photo;

/// What is kept of a fair.
pub struct Kept {
    /// Files of its plan.
    pub files: Vec<file::Model>,
    /// Photos of it by key.
    pub photos: Vec<(i64, Photo)>,
}

fn picture(photo: &Photo) -> AnyView {
    let (small, large) = (photo.path(320, "webp"), photo.path(1280, "webp"));
    view! { <a href=large><img src=small width="320" height="240" alt=photo.alt.clone() loading="lazy"/></a> }.into_any()
}

/// Photos as everyone sees them.
pub(crate) fn gallery(l: Locale, photos: &[Photo]) -> Option<AnyView> {
    let items: Vec<AnyView> = photos
        .iter()
        .map(|photo| view! { <li><figure>{picture(photo)}<figcaption dir="auto">{photo.alt.clone()}</figcaption></figure></li> }.into_any())
        .collect();
    (!items.is_empty()).then(|| view! { <section><h2>{t!(l, fairs.photos)}</h2><ul class="shots">{items}</ul></section> }.into_any())
}

/// The desk's page of both.
pub fn kept(ctx: &Ctx, view: &DeskFair, kept: &Kept, filled: &Filled) -> Page {
    let l = ctx.l;
    let fair = &view.fair;
    let heading = t!(l, fairs.files_and_photos);
    let base = ctx.link(&format!("/desk/fairs/{}", fair.id));
    let action = format!("{base}/files");
    let remove = |what: &'static str, key: i64| {
        view.reached.then(|| {
            view! { <form method="post" action=action.clone()>{hidden("do", what.to_owned())}{hidden("key", key.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
        })
    };
    let files: Vec<AnyView> = kept
        .files
        .iter()
        .map(|row| {
            let path = format!("/media/private/{}", row.media_id);
            view! { <li class="row"><div><a href=path dir="auto">{row.name.clone()}</a><p class="small">{days::moment(l, row.at)}</p></div>{remove("remove_file", row.id)}</li> }
                .into_any()
        })
        .collect();
    let files = if files.is_empty() {
        empty(t!(l, fairs.files_none), t!(l, fairs.files_none_text), None)
    } else {
        view! { <ul class="rows">{files}</ul> }.into_any()
    };
    let photos: Vec<AnyView> = kept
        .photos
        .iter()
        .map(|(key, photo)| {
            view! { <li><figure>{picture(photo)}<figcaption dir="auto">{photo.alt.clone()}</figcaption></figure>{remove("remove_photo", *key)}</li> }
                .into_any()
        })
        .collect();
    let add_file = view.reached.then(|| send_file(l, filled, format!("{base}/files/upload"), ("file", 0), t!(l, fairs.add_file), ()));
    let held = matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled);
    let add_photo = (view.reached && held).then(|| {
        let words = Field::line(filled, "alt", t!(l, fairs.photo_words)).hint(t!(l, fairs.photo_words_hint)).view(l);
        let wrong = filled.errors.of("photo").map(|wrong| problem(l, wrong));
        let class = if wrong.is_some() { "field wrong" } else { "field" };
        view! {
            <form method="post" action=format!("{base}/photos/upload") enctype="multipart/form-data" novalidate>
                {words}
                <div class=class>
                    <label for="f-photo">{t!(l, fairs.photo_file)}</label>
                    {wrong.map(|wrong| view! { <p class="problem">{wrong}</p> })}
                    <input type="file" id="f-photo" name="photo" accept="image/jpeg,image/png,image/webp"/>
                </div>
                {submit(t!(l, fairs.add_photo))}
            </form>
        }
    });
    let hint = if held { t!(l, fairs.photos_hint, n = MOST_PHOTOS) } else { t!(l, fairs.photos_later) };
    let body = view! {
        <div class="desk narrow">
            {back(ctx, fair)}
            {error_summary(l, filled)}
            <h1>{heading.clone()}</h1>
            <h2>{t!(l, fairs.files)}</h2>
            <p class="hint">{t!(l, fairs.files_hint)}</p>
            {files}
            {add_file}
            <h2>{t!(l, fairs.photos)}</h2>
            <p class="hint">{hint}</p>
            <ul class="shots">{photos}</ul>
            {add_photo}
        </div>
    };
    Page::new(heading, body)
}
