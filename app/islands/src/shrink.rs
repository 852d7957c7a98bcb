//! Making a photo small in the browser before it is sent, and small requests.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, FormData, HtmlCanvasElement, ImageBitmap, RequestInit, Response, UrlSearchParams};

/// Longest side that is sent; the server makes its sizes from it.
const LONGEST: f64 = 1_600.0;
/// Tries before the reader is asked.
const TRIES: u32 = 3;

/// Furthest that a part of a colour may stand from what was drawn: more is no rounding but made up.
const ROUNDED: i16 = 8;

/// What became of a photo.
pub enum Sent {
    /// The server took it.
    Taken,
    /// The server refused it, and would again.
    Refused,
    /// The phone cannot read it: a file out of a cloud that changed after it was chosen.
    Unread,
    /// It did not arrive.
    Lost,
}

/// Sends one photo, made small if the browser can, up to three times.
pub async fn send_small(action: &str, file: &File) -> Sent {
    // What the phone has now is sent, whatever becomes of the file meanwhile.
    let Ok(whole) = read(file).await else { return Sent::Unread };
    let small = if draws_truly().unwrap_or(false) { shrink(&whole).await.ok() } else { None };
    for _ in 0..TRIES {
        match post(action, small.as_ref().unwrap_or(&whole), &file.name()).await {
            Ok(true) => return Sent::Taken,
            Ok(false) => return Sent::Refused,
            Err(_) => {}
        }
    }
    Sent::Lost
}

async fn read(file: &File) -> Result<Blob, JsValue> {
    let bytes = JsFuture::from(file.array_buffer()).await?;
    Blob::new_with_buffer_source_sequence(&js_sys::Array::of1(&bytes))
}

/// Whether a canvas gives back what is drawn on it. Browsers that guard their reader against being recognised give noise, which
/// would be sent in place of the photo.
fn draws_truly() -> Result<bool, JsValue> {
    const DRAWN: [u8; 4] = [32, 96, 160, 255];
    let (_, context) = canvas(8, 8)?;
    context.set_fill_style_str("rgb(32 96 160)");
    context.fill_rect(0.0, 0.0, 8.0, 8.0);
    let seen = context.get_image_data(0.0, 0.0, 8.0, 8.0)?.data().0;
    Ok(seen.iter().zip(DRAWN.iter().cycle()).all(|(seen, drawn)| (i16::from(*seen) - i16::from(*drawn)).abs() <= ROUNDED))
}

fn canvas(width: u32, height: u32) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let document = window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    Ok((canvas, context))
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

async fn shrink(photo: &Blob) -> Result<Blob, JsValue> {
    let bitmap: ImageBitmap = JsFuture::from(window().create_image_bitmap_with_blob(photo)?).await?.dyn_into()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST / width.max(height)).min(1.0);
    let (canvas, context) = canvas((width * scale) as u32, (height * scale) as u32)?;
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
