//! Step one: photos.

use leptos::prelude::*;

use super::super::rules::MOST_PHOTOS;
use super::super::types::OwnProduct;
use super::card::{Loading, picture};
use super::stepper::stepper;
use ground::ctx::Ctx;
use ground::error::FieldErrors;
use ground::form::{Filled, Form};
use ground::t;
use ground::ui::{Asks, Field, Page, asks_first, error_summary, hidden, wrong_in};
use islands::{PhotoOrder, PhotoPicker};
use people::crafts::Crafts;

/// Photos that are there, and the form that adds more. Without JavaScript the form is sent as it is;
/// with it, photos are made small on the phone first.
pub fn photos(ctx: &Ctx, own: &OwnProduct, filled: &Filled, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.step_photos);
    let id = own.product.id;
    let last = own.open.photos.len().saturating_sub(1);
    let items: Vec<AnyView> = own
        .open
        .photos
        .iter()
        .enumerate()
        .map(|(at, photo)| {
            let action = ctx.link(&format!("/me/products/{id}/photos/{at}"));
            let button = |code: &'static str, verb: String| {
                view! {
                    <form method="post" action=format!("{action}/{code}")>
                        {hidden("photo", photo.address.clone())}
                        <button class="button quiet" type="submit">{verb}</button>
                    </form>
                }
                .into_any()
            };
            let id_of_alt = format!("alt_{at}");
            let mut alt = Filled::from(Form::default());
            let typed = (filled.form.get("photo") == photo.address).then(|| filled.form.get("alt").to_owned());
            alt.form.set(&id_of_alt, typed.unwrap_or_else(|| photo.alt.clone()));
            alt.errors = FieldErrors(filled.errors.0.iter().filter(|(name, _)| *name == id_of_alt).cloned().collect());
            let forward = (at > 0).then(|| button("forward", t!(l, catalogue.photo_forward)));
            let backward = (at < last).then(|| button("backward", t!(l, catalogue.photo_backward)));
            let sure = button("remove", t!(l, families.remove_sure));
            let remove = asks_first(t!(l, families.remove), t!(l, catalogue.remove_photo), sure);
            let moves = view! { <span class="actions needs-no-script">{forward}{backward}</span> };
            view! {
                <li class="card pad">
                    {picture(Some((&photo.address, &photo.color)), photo.alt.clone(), "20rem", Loading::WhenNear)}
                    <form method="post" action=format!("{action}/describe")>
                        {hidden("photo", photo.address.clone())}
                        {Field::line(&alt, &id_of_alt, t!(l, catalogue.photo_alt)).sent_as("alt").hint(t!(l, catalogue.photo_alt_hint)).optional().view(l)}
                        <button class="button quiet" type="submit">{t!(l, catalogue.photo_describe)}</button>
                    </form>
                    <div class="actions">{moves}{remove}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    let body = view! {
        <div class="narrow">
            {stepper(ctx, own, crafts, "photos", None)}
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <p class="lead">{t!(l, catalogue.photos_lead, photos = t!(l, common.n_photos, count = MOST_PHOTOS))}</p>
            {order(ctx, own)}
            <ul class="photo-list">{items}</ul>
            {upload(ctx, own, filled)}
            <div class="actions"><a class="button" href=ctx.link(&format!("/me/products/{id}/what"))>{t!(l, catalogue.next_step)}</a></div>
        </div>
    };
    Page::new(title, body)
}

/// With JavaScript, two photos and more are moved in a row.
fn order(ctx: &Ctx, own: &OwnProduct) -> AnyView {
    let l = ctx.l;
    if own.open.photos.len() < 2 {
        return ().into_any();
    }
    let photos: Vec<(String, String)> = own.open.photos.iter().map(|photo| (photo.address.clone(), photo.path(320, "webp"))).collect();
    view! {
        <section class="needs-script">
            <h2>{t!(l, catalogue.photos_order)}</h2>
            <p class="hint">{t!(l, catalogue.photos_order_hint)}</p>
            <PhotoOrder
                action=ctx.link(&format!("/me/products/{}/photos/order", own.product.id))
                photos=photos
                legend=t!(l, catalogue.photos_order)
                forward=t!(l, catalogue.photo_forward)
                backward=t!(l, catalogue.photo_backward)
                saved=t!(l, catalogue.photos_saved)
                failed=t!(l, catalogue.photos_failed)
            />
        </section>
    }
    .into_any()
}

fn upload(ctx: &Ctx, own: &OwnProduct, filled: &Filled) -> AnyView {
    let l = ctx.l;
    let left = MOST_PHOTOS.saturating_sub(own.open.photos.len());
    if left == 0 {
        return ().into_any();
    }
    let action = ctx.link(&format!("/me/products/{}/photos", own.product.id));
    let wrong = wrong_in(l, filled, "photos", &t!(l, catalogue.photos_label), Asks::Picture);
    let class = if wrong.is_some() { "field wrong" } else { "field" };
    view! {
        <form method="post" enctype="multipart/form-data" action=action.clone() class="upload">
            <div class=class>
                <label for="f-photos">{t!(l, catalogue.photos_label)}</label>
                <p class="hint" id="f-photos-hint">{t!(l, catalogue.photos_hint)}</p>
                {wrong.map(|wrong| view! { <p class="problem" id="f-photos-error">{wrong}</p> })}
                <PhotoPicker
                    action=action.clone()
                    most=left as u32
                    sending=t!(l, catalogue.photos_sending)
                    failed=t!(l, catalogue.photos_failed)
                    done=t!(l, catalogue.photos_done)
                    retry=t!(l, catalogue.photos_retry)
                />
            </div>
            <button class="button needs-no-script" type="submit">{t!(l, catalogue.photos_verb)}</button>
        </form>
    }
    .into_any()
}
