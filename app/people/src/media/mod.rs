//! Photos and documents: what is known of them. Their bytes are with `server`.

mod acts;
mod entity;
mod rules;

pub use acts::{
    Access, Kind, NewMedia, PHOTO, Photo, access, add, addresses, discard, document, held, keys, known, make_public, photos, take_back,
    unpublished, used_elsewhere, withdraw,
};
pub use rules::{MOST_MEGABYTES, WIDTHS, photo_path, same_photo};
