//! From bytes to a picture, within limits of memory that hold before anything is decoded.

use std::io::Cursor;

use ground::error::Problem;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use people::media::MOST_MEGABYTES;

/// Largest JPEG: fifty megapixels, more than any phone's.
const MOST_PIXELS_OF_JPEG: u64 = 50_000_000;
/// Largest PNG, of which each pixel takes more.
const MOST_PIXELS_OF_PNG: u64 = 24_000_000;
/// Largest WebP, whose decoder holds a picture up to three times.
const MOST_PIXELS_OF_WEBP: u64 = 16_000_000;
/// Longest side.
const LONGEST_SIDE: u32 = 12_000;
/// Shortest side of a photo worth showing.
const SHORTEST_SIDE: u32 = 200;
/// Memory that decoding one picture may take, in bytes.
const MOST_MEMORY: u64 = 160 * 1024 * 1024;
/// The same where what was decoded has to be made smaller than it came: sixteen bits a channel, and transparent parts.
const MOST_MEMORY_OF_OTHERS: u64 = 100 * 1024 * 1024;
/// What takes more is decoded alone, in bytes.
const HEAVY: u64 = 48 * 1024 * 1024;

/// The kind of picture that these bytes are, whatever their name says.
fn kind_of(bytes: &[u8]) -> Option<ImageFormat> {
    let kind = image::guess_format(bytes).ok()?;
    matches!(kind, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP).then_some(kind)
}

/// A JPEG of more scans than any camera writes is made to keep a decoder busy.
fn too_many_scans(bytes: &[u8]) -> bool {
    const MOST_SCANS: usize = 200;
    bytes.windows(2).filter(|pair| pair == b"\xFF\xDA").count() > MOST_SCANS
}

/// A JPEG that was cut off: no end behind the beginning of its last scan. Decoders fill the rest with grey.
fn is_cut_off(bytes: &[u8]) -> bool {
    let last_scan = bytes.windows(2).rposition(|pair| pair == b"\xFF\xDA").unwrap_or(bytes.len());
    !bytes[last_scan..].windows(2).any(|pair| pair == b"\xFF\xD9")
}

/// A JPEG whose scans make the whole picture finer one after the other: the decoder keeps all of it, six bytes a pixel, beside
/// the picture.
fn is_progressive(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            0xC2 | 0xC6 | 0xCA | 0xCE => return true,
            0xDA => return false,
            0xFF => at += 1,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

/// A picture that may be decoded, before it is.
pub struct Opened<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    orientation: Orientation,
    memory: u64,
}

impl<'a> Opened<'a> {
    /// Looks at the head of a picture and refuses what is none, is damaged, or takes more memory than there is for one.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.len() > MOST_MEGABYTES * 1024 * 1024 {
            return Err(Problem::FileTooBig(MOST_MEGABYTES));
        }
        let kind = kind_of(bytes).ok_or(Problem::NotAPicture)?;
        if kind == ImageFormat::Jpeg && (too_many_scans(bytes) || is_cut_off(bytes)) {
            return Err(Problem::NotAPicture);
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST_SIDE);
        limits.max_image_height = Some(LONGEST_SIDE);
        // Binds only what the decoder takes for itself; the picture is counted below.
        limits.max_alloc = Some(MOST_MEMORY);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|error| match error {
            image::ImageError::Limits(_) => Problem::PictureTooLarge,
            _ => Problem::NotAPicture,
        })?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        let (most_pixels, most_memory, beside) = match kind {
            ImageFormat::Jpeg => (MOST_PIXELS_OF_JPEG, MOST_MEMORY, if is_progressive(bytes) { 6 * pixels } else { 0 }),
            ImageFormat::Png => (MOST_PIXELS_OF_PNG, MOST_MEMORY_OF_OTHERS, 0),
            _ => (MOST_PIXELS_OF_WEBP, MOST_MEMORY_OF_OTHERS, 2 * pixels),
        };
        let memory = decoder.total_bytes().saturating_add(beside);
        if pixels > most_pixels || memory > most_memory || width.max(height) > LONGEST_SIDE {
            return Err(Problem::PictureTooLarge);
        }
        if width.min(height) < SHORTEST_SIDE {
            return Err(Problem::PictureTooSmall);
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        Ok(Self { decoder: Box::new(decoder), orientation, memory })
    }

    /// Whether it takes so much memory that nothing else is decoded beside it.
    pub fn is_heavy(&self) -> bool {
        self.memory > HEAVY
    }

    /// The picture as it was taken, and how it has to be turned. Turned by whoever has made it small: a turned picture is another one.
    pub fn decode(self) -> Result<(RgbImage, Orientation), Problem> {
        let picture = DynamicImage::from_decoder(self.decoder).map_err(|_| Problem::NotAPicture)?;
        Ok((flatten(picture), self.orientation))
    }
}

/// Without transparent parts, which become white, as on paper.
pub fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    let (width, height) = rgba.dimensions();
    let mut bytes = rgba.into_raw();
    // In its own place: three bytes of each four are written where they have been read.
    for pixel in 0..bytes.len() / 4 {
        let alpha = u32::from(bytes[4 * pixel + 3]);
        for channel in 0..3 {
            let from = u32::from(bytes[4 * pixel + channel]);
            bytes[3 * pixel + channel] = ((from * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
    }
    bytes.truncate(bytes.len() / 4 * 3);
    RgbImage::from_raw(width, height, bytes).unwrap_or_default()
}
