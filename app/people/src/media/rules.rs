//! Names and sizes of stored pictures.

/// Widths that are made of each photo, in pixels.
pub const WIDTHS: [u32; 3] = [320, 640, 1280];

/// Largest upload, in megabytes.
pub const MOST_MEGABYTES: usize = 15;

/// Address of one size of a photo: `/media/<address>-640.webp`.
pub fn photo_path(address: &str, width: u32, extension: &str) -> String {
    format!("/media/{address}-{width}.{extension}")
}

/// Where the sizes of a photo lie in the store.
pub(super) fn photo_files(address: &str) -> Vec<String> {
    WIDTHS.into_iter().flat_map(|width| ["webp", "jpg"].map(|extension| format!("photos/{address}-{width}.{extension}"))).collect()
}

/// How many of 64 bits may differ before two perceptual hashes stand for two photos.
pub const SAME_PHOTO_BITS: u32 = 3;

/// Whether two perceptual hashes stand for the same photo.
pub fn same_photo(a: i64, b: i64) -> bool {
    (a ^ b).count_ones() <= SAME_PHOTO_BITS
}
