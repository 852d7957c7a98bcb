//! From an uploaded file to the sizes that pages use. Content decides, not the name; limits come
//! before decoding; orientation is applied and metadata is gone, because everything is encoded anew.

use std::io::Cursor;
use std::sync::LazyLock;

use bytes::Bytes;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use ground::error::Problem;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use image_hasher::{HashAlg, HasherConfig};
use people::media::{Kind, NewMedia};
use people::media::{MOST_MEGABYTES, WIDTHS};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// Largest picture: fifty megapixels, more than any phone's.
const MOST_PIXELS: u64 = 50_000_000;
/// Longest side.
const LONGEST_SIDE: u32 = 12_000;
/// Shortest side of a photo worth showing.
const SHORTEST_SIDE: u32 = 200;
/// Memory that decoding may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// Two at a time: decoding takes memory.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

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

/// Prepares a photo on a thread of its own, when it is its turn.
pub async fn prepare(bytes: Bytes) -> Result<Prepared, NotTaken> {
    let broken = |error: &dyn std::fmt::Display| NotTaken::Broken(error.to_string());
    let _turn = TURNS.acquire().await.map_err(|error| broken(&error))?;
    tokio::task::spawn_blocking(move || prepare_now(&bytes)).await.map_err(|error| broken(&error))?
}

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

fn decode(bytes: &[u8]) -> Result<DynamicImage, Problem> {
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
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => Problem::PictureTooLarge,
        _ => Problem::NotAPicture,
    })?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST_SIDE {
        return Err(Problem::PictureTooLarge);
    }
    if width.min(height) < SHORTEST_SIDE {
        return Err(Problem::PictureTooSmall);
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Problem::NotAPicture)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn prepare_now(bytes: &[u8]) -> Result<Prepared, NotTaken> {
    let picture = decode(bytes).map_err(NotTaken::Wrong)?;
    sizes(&picture).map_err(NotTaken::Broken)
}

/// All sizes of a picture, with its colour and hash. Also used for the pictures of the demo town.
pub fn sizes(picture: &DynamicImage) -> Result<Prepared, String> {
    // Transparent parts become white, as on paper.
    let flat = flatten(picture);
    let largest = shrink(&flat, WIDTHS[2])?;
    let mut files = Vec::new();
    let mut encoded = Vec::new();
    for width in WIDTHS {
        let size = shrink(&largest, width)?;
        let webp = webp::Encoder::from_rgb(size.as_raw(), size.width(), size.height()).encode(72.0).to_vec();
        let jpeg = encode_jpeg(&size, 78)?;
        encoded.push((width, webp, jpeg));
    }
    let address = encoded.last().map(|(_, _, jpeg)| hex::encode(Sha256::digest(jpeg))).unwrap_or_default();
    let mut total = 0;
    for (width, webp, jpeg) in encoded {
        total += (webp.len() + jpeg.len()) as u64;
        files.push((format!("photos/{address}-{width}.webp"), Bytes::from(webp)));
        files.push((format!("photos/{address}-{width}.jpg"), Bytes::from(jpeg)));
    }
    let (width, height) = largest.dimensions();
    let media = NewMedia {
        kind: Kind::Photo,
        address,
        mime: "image/webp".to_owned(),
        width,
        height,
        color: color(&largest),
        perceptual_hash: Some(perceptual_hash(&largest)),
        bytes: total,
    };
    Ok(Prepared { media, files })
}

fn flatten(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    let mut flat = RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(flat.pixels_mut()) {
        let alpha = u32::from(from[3]);
        for channel in 0..3 {
            to[channel] = ((u32::from(from[channel]) * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
    }
    flat
}

fn shrink(picture: &RgbImage, width: u32) -> Result<RgbImage, String> {
    let (from_width, from_height) = picture.dimensions();
    if from_width <= width {
        return Ok(picture.clone());
    }
    let height = (u64::from(from_height) * u64::from(width) / u64::from(from_width)).max(1) as u32;
    let source = DynamicImage::ImageRgb8(picture.clone());
    let mut target = DynamicImage::ImageRgb8(RgbImage::new(width, height));
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&source, &mut target, &options).map_err(|error| error.to_string())?;
    Ok(target.into_rgb8())
}

/// The mean colour: what shows until the photo has come.
fn color(picture: &RgbImage) -> String {
    let mut sums = [0_u64; 3];
    for pixel in picture.pixels() {
        for (sum, channel) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(channel);
        }
    }
    let count = u64::from(picture.width()) * u64::from(picture.height());
    let [r, g, b] = sums.map(|sum| sum / count.max(1));
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A 64-bit difference hash: the same for a photo that was cut down, saved again or made lighter.
fn perceptual_hash(picture: &RgbImage) -> i64 {
    let hasher = HasherConfig::new().hash_size(8, 8).hash_alg(HashAlg::Gradient).to_hasher();
    let hash = hasher.hash_image(&DynamicImage::ImageRgb8(picture.clone()));
    let mut bytes = [0_u8; 8];
    for (to, from) in bytes.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    i64::from_be_bytes(bytes)
}

/// A document: a PDF as it is, or a picture encoded anew without its metadata.
pub async fn prepare_document(bytes: Bytes) -> Result<Prepared, NotTaken> {
    if bytes.len() > MOST_MEGABYTES * 1024 * 1024 {
        return Err(NotTaken::Wrong(Problem::FileTooBig(MOST_MEGABYTES)));
    }
    let pdf = bytes.starts_with(b"%PDF-");
    let (bytes, mime, width, height) = if pdf {
        (bytes, "application/pdf", 0, 0)
    } else {
        let _turn = TURNS.acquire().await.map_err(|error| NotTaken::Broken(error.to_string()))?;
        let work = move || {
            let picture = decode(&bytes).map_err(|problem| match problem {
                Problem::NotAPicture => Problem::NotADocument,
                other => other,
            })?;
            let flat = shrink(&flatten(&picture), 2_000).map_err(|_| Problem::NotADocument)?;
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, 82).encode_image(&flat).map_err(|_| Problem::NotADocument)?;
            Ok((Bytes::from(jpeg), flat.width(), flat.height()))
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| NotTaken::Broken(error.to_string()))?;
        let (bytes, width, height) = done.map_err(NotTaken::Wrong)?;
        (bytes, "image/jpeg", width, height)
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

/// A picture as JPEG, `quality` from 1 to 100.
pub fn encode_jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, String> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture).map_err(|error| error.to_string())?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8]));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
        bytes
    }

    fn problem(bytes: &[u8]) -> Problem {
        match prepare_now(bytes) {
            Err(NotTaken::Wrong(problem)) => problem,
            other => panic!("taken or broken: {other:?}"),
        }
    }

    /// An EXIF block that says «turned by 90 degrees» and holds a text where a position could be.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 32.88N 13.19E");
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend_from_slice(&[0xFF, 0xE1]);
        bytes.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
        bytes.extend_from_slice(&exif);
        bytes.extend_from_slice(&jpeg[2..]);
        bytes
    }

    #[test]
    fn orientation_is_applied_and_metadata_is_gone() {
        let prepared = prepare_now(&with_exif(&jpeg(900, 600))).unwrap();
        assert_eq!((prepared.media.width, prepared.media.height), (600, 900));
        assert_eq!(prepared.files.len(), 6);
        for (name, bytes) in &prepared.files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("GPS") && !text.contains("Exif"), "{name}");
        }
    }

    #[test]
    fn content_decides_and_limits_come_first() {
        assert_eq!(problem(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Problem::NotAPicture);
        assert_eq!(problem(b"<html><script>1</script>"), Problem::NotAPicture);
        assert_eq!(problem(b"GIF89a............"), Problem::NotAPicture);
        assert_eq!(problem(&jpeg(900, 600)[..400]), Problem::NotAPicture);
        let whole = jpeg(900, 600);
        assert_eq!(problem(&whole[..whole.len() / 2]), Problem::NotAPicture, "cut off in the middle of its scan");
        assert_eq!(problem(&jpeg(100, 600)), Problem::PictureTooSmall);
        assert_eq!(problem(&vec![0; 16 * 1024 * 1024]), Problem::FileTooBig(15));
        let mut scans = jpeg(300, 300);
        scans.extend(std::iter::repeat_n([0xFF, 0xDA], 300).flatten());
        assert_eq!(problem(&scans), Problem::NotAPicture);
    }

    #[test]
    fn a_bomb_of_pixels_is_not_decoded() {
        // The head of a PNG of 30,000 × 30,000 pixels.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        let mut head = Vec::new();
        head.extend_from_slice(&30_000_u32.to_be_bytes());
        head.extend_from_slice(&30_000_u32.to_be_bytes());
        head.extend_from_slice(&[8, 2, 0, 0, 0]);
        png.extend_from_slice(&head);
        let mut crc = flate2::Crc::new();
        crc.update(b"IHDR");
        crc.update(&head);
        png.extend_from_slice(&crc.sum().to_be_bytes());
        png.extend_from_slice(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        assert!(matches!(problem(&png), Problem::PictureTooLarge | Problem::NotAPicture));
    }

    #[test]
    fn the_same_photo_saved_again_is_recognised() {
        let picture = image::load_from_memory(&jpeg(900, 600)).unwrap();
        let smaller = picture.resize(500, 400, image::imageops::FilterType::Triangle);
        let a = sizes(&picture).unwrap().media.perceptual_hash.unwrap();
        let b = sizes(&smaller).unwrap().media.perceptual_hash.unwrap();
        assert!(people::media::same_photo(a, b));
    }
}
