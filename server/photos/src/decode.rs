//! From bytes to a picture, within limits of memory that hold before anything is decoded.

use std::io::Cursor;

use ground::error::Problem;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use people::media::MOST_MEGABYTES;

use super::foreign;
use super::jpeg::{Jpeg, MOST_SCANS};

/// Largest JPEG: what phones call fifty megapixels, 8,192 × 6,144.
const MOST_PIXELS_OF_JPEG: u64 = 50_400_000;
/// Largest PNG, of which each pixel takes more.
const MOST_PIXELS_OF_PNG: u64 = 24_000_000;
/// Largest WebP, whose decoder holds a picture up to three times.
const MOST_PIXELS_OF_WEBP: u64 = 16_000_000;
/// Largest colour profile, in bytes; those of cameras have some thousand.
const LARGEST_PROFILE: usize = 1024 * 1024;
/// Longest side.
const LONGEST_SIDE: u32 = 12_000;
/// The same of a JPEG: a panorama, whose pixels are counted.
const LONGEST_SIDE_OF_JPEG: u32 = 16_400;
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

/// A picture that may be decoded, before it is.
pub struct Opened<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    memory: u64,
}

impl<'a> Opened<'a> {
    /// Looks at the head of a picture and refuses what is none, is damaged, or takes more memory than there is for one.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.len() > MOST_MEGABYTES * 1024 * 1024 {
            return Err(Problem::FileTooBig(MOST_MEGABYTES));
        }
        let kind = kind_of(bytes).ok_or_else(|| foreign::kind_of(bytes).map_or(Problem::NotAPicture, Problem::ForeignPicture))?;
        let jpeg = if kind == ImageFormat::Jpeg { Some(Jpeg::read(bytes).ok_or(Problem::NotAPicture)?) } else { None };
        if jpeg.is_some_and(|jpeg| jpeg.scans > MOST_SCANS) {
            return Err(Problem::NotAPicture);
        }
        let bytes = jpeg.map_or(bytes, |jpeg| &bytes[..jpeg.end]);
        let mut limits = Limits::default();
        let longest = if kind == ImageFormat::Jpeg { LONGEST_SIDE_OF_JPEG } else { LONGEST_SIDE };
        limits.max_image_width = Some(longest);
        limits.max_image_height = Some(longest);
        // Binds only what the decoder takes for itself; the picture is counted below.
        limits.max_alloc = Some(MOST_MEMORY);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|error| match error {
            image::ImageError::Limits(_) => Problem::PictureTooLarge,
            _ if jpeg.is_some_and(|jpeg| !jpeg.whole) => Problem::PictureCutOff,
            _ => Problem::NotAPicture,
        })?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        let (most_pixels, most_memory, beside) = match kind {
            ImageFormat::Jpeg => (MOST_PIXELS_OF_JPEG, MOST_MEMORY, if jpeg.is_some_and(|jpeg| jpeg.progressive) { 6 * pixels } else { 0 }),
            ImageFormat::Png => (MOST_PIXELS_OF_PNG, MOST_MEMORY_OF_OTHERS, 0),
            _ => (MOST_PIXELS_OF_WEBP, MOST_MEMORY_OF_OTHERS, 2 * pixels),
        };
        let memory = decoder.total_bytes().saturating_add(beside);
        if pixels > most_pixels || memory > most_memory || width.max(height) > longest {
            return Err(Problem::PictureTooLarge);
        }
        if jpeg.is_some_and(|jpeg| !jpeg.whole) {
            return Err(Problem::PictureCutOff);
        }
        if width.min(height) < SHORTEST_SIDE {
            return Err(Problem::PictureTooSmall);
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= LARGEST_PROFILE);
        Ok(Self { decoder: Box::new(decoder), orientation, profile, memory })
    }

    /// Whether it takes so much memory that nothing else is decoded beside it.
    pub fn is_heavy(&self) -> bool {
        self.memory > HEAVY
    }

    /// The picture as it was taken.
    pub fn decode(self) -> Result<Taken, Problem> {
        let picture = DynamicImage::from_decoder(self.decoder).map_err(|_| Problem::NotAPicture)?;
        Ok(Taken { picture: flatten(picture), orientation: self.orientation, profile: self.profile })
    }
}

/// A picture as its camera wrote it. Turned and put into our colours by whoever has made it small: each makes another one of it.
pub struct Taken {
    /// Its dots.
    pub picture: RgbImage,
    /// How it has to be turned.
    pub orientation: Orientation,
    /// The colours that its numbers mean (ICC); those of the web if nothing is said.
    pub profile: Option<Vec<u8>>,
}

/// In the colours of the web (sRGB), in which everything is given out: numbers of a phone's wide colours look pale as they are. A profile that cannot be
/// read says nothing.
pub fn in_our_colours(picture: &mut RgbImage, profile: &[u8]) {
    let Ok(theirs) = ColorProfile::new_from_slice(profile) else { return };
    if theirs.color_space != DataColorSpace::Rgb {
        return;
    }
    let transform = theirs.create_transform_8bit(Layout::Rgb, &ColorProfile::new_srgb(), Layout::Rgb, TransformOptions::default());
    let Ok(transform) = transform else { return };
    let mut ours = vec![0; picture.as_raw().len()];
    if transform.transform(picture.as_raw(), &mut ours).is_ok() {
        picture.copy_from_slice(&ours);
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
