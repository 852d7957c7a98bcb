//! Making a photo small in the browser before it is sent, and small requests.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, FormData, HtmlCanvasElement, ImageBitmap, RequestInit, Response, UrlSearchParams};

/// Longest side that is sent; the server makes its sizes from it.
const LONGEST: f64 = 1_600.0;
/// Tries before the reader is asked.
const TRIES: u32 = 3;

/// Sends one photo, made small if the browser can, up to three times. Gives whether it was taken: what was refused is not
/// sent again.
pub async fn send_small(action: &str, file: &File) -> Result<bool, JsValue> {
    let small = shrink(file).await.ok();
    let mut last = JsValue::NULL;
    for _ in 0..TRIES {
        match post(action, small.as_ref().unwrap_or(file.as_ref()), &file.name()).await {
            Ok(taken) => return Ok(taken),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn post(action: &str, photo: &Blob, name: &str) -> Result<bool, JsValue> {
    let form = FormData::new()?;
    form.append_with_blob_and_filename("photos", photo, name)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(form.as_ref());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(action, &init)).await?.dyn_into()?;
    match response.status() {
        413 | 422 => Ok(false),
        // Taken photos lead back to their page; anything else (signed out, busy) is not success.
        200 if response.redirected() && response.url().contains("/photos") => Ok(true),
        status => Err(JsValue::from(status)),
    }
}

async fn shrink(file: &File) -> Result<Blob, JsValue> {
    let bitmap: ImageBitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.dyn_into()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST / width.max(height)).min(1.0);
    let document = window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    // As paper is where nothing is: a JPEG has no transparent parts, and a canvas makes them black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width * scale, height * scale);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width * scale, height * scale)?;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let take = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob_with_type_and_encoder_options(take.unchecked_ref(), "image/jpeg", &JsValue::from(0.85));
    });
    JsFuture::from(promise).await?.dyn_into()
}

/// Sends the order of photos; anything but the page it leads to is not success.
pub async fn send_order(action: &str, addresses: &str) -> Result<(), JsValue> {
    let form = UrlSearchParams::new()?;
    form.append("order", addresses);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(form.as_ref());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(action, &init)).await?.dyn_into()?;
    if response.ok() && response.url().contains("/photos") { Ok(()) } else { Err(JsValue::from(response.status())) }
}

/// A text for a query.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
