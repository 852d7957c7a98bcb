//! From an uploaded file to the sizes that pages use. Content decides, not the name; limits come
//! before decoding; orientation is applied and metadata is gone, because everything is encoded anew.

mod decode;
mod foreign;
mod jpeg;

use std::fs::File;
use std::io::{Read, Seek};
use std::sync::LazyLock;

use bytes::Bytes;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use ground::error::Problem;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use image_hasher::{HashAlg, HasherConfig};
use people::media::{Kind, NewMedia};
use people::media::{MOST_MEGABYTES, WIDTHS};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

use self::decode::{Opened, Taken, flatten, in_our_colours};

/// Pictures at a time: decoding takes memory.
const AT_ONCE: u32 = 2;
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(AT_ONCE as usize));

/// Where the bytes of a file are until it is its turn.
#[derive(Debug)]
pub enum Source {
    /// In memory.
    Bytes(Bytes),
    /// In a file, which is read from its beginning.
    File(File),
}

impl From<Bytes> for Source {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<File> for Source {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

impl Source {
    /// All bytes; of a file that is larger than any may be, one more than that.
    fn read(self) -> Result<Bytes, NotTaken> {
        let mut file = match self {
            Self::Bytes(bytes) => return Ok(bytes),
            Self::File(file) => file,
        };
        let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |known| known.len() as usize).min(MOST_MEGABYTES * 1024 * 1024));
        let read = file.rewind().and_then(|()| file.take((MOST_MEGABYTES * 1024 * 1024 + 1) as u64).read_to_end(&mut bytes));
        read.map_err(|error| NotTaken::Broken(error.to_string()))?;
        Ok(Bytes::from(bytes))
    }
}

/// A photo in all its sizes.
#[derive(Debug)]
pub struct Prepared {
    /// What the database keeps.
    pub media: NewMedia,
    /// File names and bytes.
    pub files: Vec<(String, Bytes)>,
}

/// Why a file is not taken, or that something broke.
#[derive(Debug)]
pub enum NotTaken {
    /// The sender's; said at the field.
    Wrong(Problem),
    /// Ours.
    Broken(String),
}

fn broken(error: impl std::fmt::Display) -> NotTaken {
    NotTaken::Broken(error.to_string())
}

/// Waits for a turn; a heavy picture has all of them, so that what is decoded at a time stays within one picture's limit.
async fn turns(many: u32) -> Result<SemaphorePermit<'static>, NotTaken> {
    TURNS.acquire_many(many).await.map_err(broken)
}

/// Does work on a thread of its own with the bytes of a picture, when it is its turn.
async fn in_turn(source: Source, work: impl FnOnce(&[u8]) -> Result<Prepared, NotTaken> + Send + 'static) -> Result<Prepared, NotTaken> {
    let turn = turns(1).await?;
    let look = move || {
        let bytes = source.read()?;
        let heavy = Opened::of(&bytes).is_ok_and(|opened| opened.is_heavy());
        Ok((bytes, heavy))
    };
    let (bytes, heavy) = tokio::task::spawn_blocking(look).await.map_err(broken)??;
    let turn = if heavy {
        drop(turn);
        turns(AT_ONCE).await?
    } else {
        turn
    };
    // The turn ends with the work: who asked may be gone long before.
    let work = move || {
        let _turn = turn;
        work(&bytes)
    };
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

/// Prepares a photo.
pub async fn prepare(source: impl Into<Source>) -> Result<Prepared, NotTaken> {
    in_turn(source.into(), prepare_now).await
}

/// Times as wide as it is to become: above it a picture is made smaller in two steps.
const MUCH_TOO_LARGE: u32 = 4;

/// A picture, upright and at most so wide.
fn decode(bytes: &[u8], width: u32) -> Result<DynamicImage, NotTaken> {
    let Taken { picture, orientation, profile } = Opened::of(bytes).and_then(Opened::decode).map_err(NotTaken::Wrong)?;
    let lies =
        matches!(orientation, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH);
    let upright = if lies { picture.height() } else { picture.width() };
    let mut small = DynamicImage::ImageRgb8(picture);
    if upright > width {
        let scaled = |side: u32| (u64::from(side) * u64::from(width) / u64::from(upright)).max(1) as u32;
        let (to_width, to_height) = if lies { (scaled(small.width()), width) } else { (width, scaled(small.height())) };
        // What is much too large is averaged first, which takes no memory beside what comes of it.
        if upright > MUCH_TOO_LARGE * width {
            small = small.thumbnail_exact(2 * to_width, 2 * to_height);
        }
        small = resized(&small, to_width, to_height).map_err(NotTaken::Broken)?;
    }
    if let (Some(profile), DynamicImage::ImageRgb8(picture)) = (profile, &mut small) {
        in_our_colours(picture, &profile);
    }
    small.apply_orientation(orientation);
    Ok(small)
}

fn prepare_now(bytes: &[u8]) -> Result<Prepared, NotTaken> {
    sizes(decode(bytes, WIDTHS[2])?).map_err(NotTaken::Broken)
}

/// All sizes of a picture, with its colour and hash. Also used for the pictures of the demo town.
pub fn sizes(picture: DynamicImage) -> Result<Prepared, String> {
    let largest = DynamicImage::ImageRgb8(flatten(picture));
    let largest = shrink(&largest, WIDTHS[2])?.unwrap_or(largest);
    let mut files = Vec::new();
    let mut encoded = Vec::new();
    for width in WIDTHS {
        let smaller = shrink(&largest, width)?;
        let size = smaller.as_ref().unwrap_or(&largest);
        let webp = webp::Encoder::from_rgb(size.as_bytes(), size.width(), size.height()).encode(72.0).to_vec();
        let jpeg = jpeg_of(size, 78)?;
        encoded.push((width, webp, jpeg));
    }
    let address = encoded.last().map(|(_, _, jpeg)| hex::encode(Sha256::digest(jpeg))).unwrap_or_default();
    let mut total = 0;
    for (width, webp, jpeg) in encoded {
        total += (webp.len() + jpeg.len()) as u64;
        files.push((format!("photos/{address}-{width}.webp"), Bytes::from(webp)));
        files.push((format!("photos/{address}-{width}.jpg"), Bytes::from(jpeg)));
    }
    let media = NewMedia {
        kind: Kind::Photo,
        address,
        mime: "image/webp".to_owned(),
        width: largest.width(),
        height: largest.height(),
        color: color(&largest),
        perceptual_hash: Some(perceptual_hash(&largest)),
        bytes: total,
    };
    Ok(Prepared { media, files })
}

/// Typed, so that the program carries the arithmetic for three bytes a pixel alone.
fn resized(picture: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, String> {
    let picture = picture.as_rgb8().ok_or("a picture is resized that is not RGB")?;
    let source = TypedImageRef::<U8x3>::from_buffer(picture.width(), picture.height(), picture.as_raw());
    let mut pixels = RgbImage::new(width, height);
    let mut target = TypedImage::<U8x3>::from_buffer(width, height, &mut pixels).map_err(|error| error.to_string())?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    let source = source.map_err(|error| error.to_string())?;
    Resizer::new().resize_typed(&source, &mut target, &options).map_err(|error| error.to_string())?;
    drop(target);
    Ok(DynamicImage::ImageRgb8(pixels))
}

/// The picture at a width, if it is wider.
fn shrink(picture: &DynamicImage, width: u32) -> Result<Option<DynamicImage>, String> {
    let (from_width, from_height) = (picture.width(), picture.height());
    if from_width <= width {
        return Ok(None);
    }
    let height = (u64::from(from_height) * u64::from(width) / u64::from(from_width)).max(1) as u32;
    resized(picture, width, height).map(Some)
}

/// The mean colour: what shows until the photo has come.
fn color(picture: &DynamicImage) -> String {
    let mut sums = [0_u64; 3];
    for pixel in picture.as_bytes().chunks_exact(3) {
        for (sum, channel) in sums.iter_mut().zip(pixel) {
            *sum += u64::from(*channel);
        }
    }
    let count = u64::from(picture.width()) * u64::from(picture.height());
    let [r, g, b] = sums.map(|sum| sum / count.max(1));
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A 64-bit difference hash: the same for a photo that was cut down, saved again or made lighter.
fn perceptual_hash(picture: &DynamicImage) -> i64 {
    let hasher = HasherConfig::new().hash_size(8, 8).hash_alg(HashAlg::Gradient).to_hasher();
    let hash = hasher.hash_image(picture);
    let mut bytes = [0_u8; 8];
    for (to, from) in bytes.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    i64::from_be_bytes(bytes)
}

/// Largest width of a document that is a picture, in pixels.
const WIDTH_OF_DOCUMENTS: u32 = 2_000;

/// A document: a PDF as it is, or a picture encoded anew without its metadata.
pub async fn prepare_document(source: impl Into<Source>) -> Result<Prepared, NotTaken> {
    in_turn(source.into(), document_now).await
}

/// A PDF, which may stand behind some bytes of a mail program or a scanner: readers look for its beginning in the first kilobyte.
fn pdf_in(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(1_024)];
    let at = head.windows(5).position(|mark| mark == b"%PDF-")?;
    image::guess_format(bytes).is_err().then(|| &bytes[at..])
}

fn document_now(bytes: &[u8]) -> Result<Prepared, NotTaken> {
    if bytes.len() > MOST_MEGABYTES * 1024 * 1024 {
        return Err(NotTaken::Wrong(Problem::FileTooBig(MOST_MEGABYTES)));
    }
    let (bytes, mime, width, height) = if let Some(pdf) = pdf_in(bytes) {
        (Bytes::copy_from_slice(pdf), "application/pdf", 0, 0)
    } else {
        let picture = decode(bytes, WIDTH_OF_DOCUMENTS).map_err(|why| match why {
            NotTaken::Wrong(Problem::NotAPicture) => NotTaken::Wrong(Problem::NotADocument),
            other => other,
        })?;
        (Bytes::from(jpeg_of(&picture, 82).map_err(NotTaken::Broken)?), "image/jpeg", picture.width(), picture.height())
    };
    let address = hex::encode(Sha256::digest(&bytes));
    let media = NewMedia {
        kind: Kind::Document,
        address: address.clone(),
        mime: mime.to_owned(),
        width,
        height,
        color: String::new(),
        perceptual_hash: None,
        bytes: bytes.len() as u64,
    };
    Ok(Prepared { media, files: vec![(format!("documents/{address}"), bytes)] })
}

fn jpeg_of(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, String> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture).map_err(|error| error.to_string())?;
    Ok(jpeg)
}

/// A picture as JPEG, `quality` from 1 to 100.
pub fn encode_jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, String> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture).map_err(|error| error.to_string())?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
