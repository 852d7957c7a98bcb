//! Files of a fair's plan, and its photos.

use leptos::prelude::*;

use crate::plan::pages::desk::back;
use crate::record::photos::MOST_PHOTOS;
use crate::record::types::Kept;
use crate::rules::FairState;
use crate::types::DeskFair;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::texts::Locale;
use ground::ui::{Asks, Field, Page, empty, error_summary, hidden, send_file, submit, wrong_in};
use ground::{days, t};
use people::media::Photo;

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
    let DeskFair { fair, reached } = view;
    let heading = t!(l, fairs.files_and_photos);
    let base = ctx.link(&format!("/desk/fairs/{}", fair.id));
    let held = matches!(fair.state, FairState::Running | FairState::Closed | FairState::Settled);
    let hint =
        if held { t!(l, fairs.photos_hint, photos = t!(l, common.n_photos, count = MOST_PHOTOS)) } else { t!(l, fairs.photos_later) };
    let files = files(l, view, kept, &base);
    let photos = photos(l, view, kept, &base);
    let add_file = reached.then(|| send_file(l, filled, format!("{base}/files/upload"), ("file", 0), t!(l, fairs.add_file), ()));
    let add_photo = (*reached && held).then(|| add_photo(l, &base, filled));
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

/// The button that takes a file or a photo away.
fn remove(l: Locale, view: &DeskFair, base: &str, (what, key): (&'static str, i64)) -> Option<AnyView> {
    let action = format!("{base}/files");
    view.reached.then(|| {
        view! { <form method="post" action=format!("{action}/{what}")>{hidden("key", key.to_string())}<button class="button quiet" type="submit">{t!(l, fairs.take_out)}</button></form> }
            .into_any()
    })
}

fn files(l: Locale, view: &DeskFair, kept: &Kept, base: &str) -> AnyView {
    let files: Vec<AnyView> = kept
        .files
        .iter()
        .map(|file| {
            let path = format!("/media/private/{}", file.media);
            let remove = remove(l, view, base, ("remove-file", file.id));
            view! { <li class="row"><div><a href=path dir="auto">{file.name.clone()}</a><p class="small">{days::moment(l, file.at)}</p></div>{remove}</li> }
                .into_any()
        })
        .collect();
    if files.is_empty() {
        return empty(t!(l, fairs.files_none), t!(l, fairs.files_none_text), None);
    }
    view! { <ul class="rows">{files}</ul> }.into_any()
}

fn photos(l: Locale, view: &DeskFair, kept: &Kept, base: &str) -> Vec<AnyView> {
    let shown = |(key, photo): &(i64, Photo)| {
        let remove = remove(l, view, base, ("remove-photo", *key));
        view! { <li><figure>{picture(photo)}<figcaption dir="auto">{photo.alt.clone()}</figcaption></figure>{remove}</li> }.into_any()
    };
    kept.photos.iter().map(shown).collect()
}

fn add_photo(l: Locale, base: &str, filled: &Filled) -> AnyView {
    let words = Field::line(filled, "alt", t!(l, fairs.photo_words)).hint(t!(l, fairs.photo_words_hint)).view(l);
    let wrong = wrong_in(l, filled, "photo", &t!(l, fairs.photo_file), Asks::Picture);
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
    .into_any()
}
