//! Signs for booths.

use leptos::prelude::*;

use crate::booths::types::Exhibitor;
use crate::plan::pages::desk::back;
use crate::types::Fair;
use crate::words::name;
use ground::ctx::Ctx;
use ground::days::date;
use ground::ui::{Page, qr};
use ground::{t, texts};

/// Signs for booths, one to a page when printed: number, name, and the storefront as a QR code.
pub fn signs(ctx: &Ctx, fair: &Fair, all: &[Exhibitor]) -> Page {
    let l = ctx.l;
    let heading = t!(l, fairs.signs);
    let signs: Vec<AnyView> = all
        .iter()
        .map(|one| {
            let family = texts::pick(l, &one.name_ar, &one.name_en).to_owned();
            let address = ctx.site.address(&ctx.link(&format!("/f/{}", one.family)));
            view! {
                <section class="sign">
                    <p class="number"><bdi>{one.number.clone()}</bdi></p>
                    <h2 dir="auto">{family.clone()}</h2>
                    <p>{name(l, fair)}</p>
                    {qr(&address, t!(l, fairs.to_storefront, name = family))}
                </section>
            }
            .into_any()
        })
        .collect();
    let file = |name: &str| ctx.link(&format!("/desk/fairs/{}/{name}.pdf", fair.id));
    let files = (!all.is_empty()).then(|| {
        view! {
            <p class="actions">
                <a class="button" href=file("signs")>{t!(l, fairs.signs_pdf)}</a>
                <a class="button quiet" href=file("badges")>{t!(l, fairs.badges_pdf)}</a>
            </p>
        }
    });
    let body = view! {
        <div class="desk">
            {back(ctx, fair)}
            <h1 class="actions">{heading.clone()}</h1>
            <p class="hint actions">{t!(l, fairs.signs_hint, day = date(l, fair.starts_on))}</p>
            {files}
            <div class="signs">{signs}</div>
        </div>
    };
    Page::new(heading, body)
}
