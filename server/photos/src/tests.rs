//! Pictures as people and attackers make them.

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

/// A PNG of one colour, of which nothing is in memory but the file.
fn plain_png(width: u32, height: u32, depth: u8, channels: usize, color: u8) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(data);
        [&(data.len() as u32).to_be_bytes()[..], name, data, &crc.sum().to_be_bytes()].concat()
    };
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let line = vec![0; 1 + width as usize * channels * usize::from(depth) / 8];
    for _ in 0..height {
        std::io::Write::write_all(&mut packed, &line).unwrap();
    }
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", &packed.finish().unwrap()), &chunk(b"IEND", b"")].concat()
}

#[test]
fn what_a_picture_takes_in_memory_is_counted_before_it_is_decoded() {
    // Sixteen bits a channel and transparent: 49 megapixels are 392 MB.
    assert_eq!(problem(&plain_png(7_000, 7_000, 16, 4, 6)), Problem::PictureTooLarge);
    // Few bytes a pixel, and more pixels than a screen or a phone has.
    assert_eq!(problem(&plain_png(6_000, 4_100, 8, 1, 0)), Problem::PictureTooLarge);
    assert!(prepare_now(&plain_png(2_000, 1_000, 16, 4, 6)).is_ok());
    let heavy = |png: &[u8]| Opened::of(png).unwrap().is_heavy();
    assert!(heavy(&plain_png(4_000, 4_000, 8, 4, 6)) && !heavy(&plain_png(4_000, 3_000, 8, 3, 2)));
}

#[test]
fn scans_that_make_a_picture_finer_are_seen_by_the_marker_of_its_frame() {
    let plain = jpeg(300, 300);
    assert!(Opened::of(&plain).is_ok_and(|opened| !opened.is_heavy()));
    // A head of 25 megapixels as the picture that a scan has to make finer: 225 MB.
    let mut finer = plain.clone();
    let frame = finer.windows(2).position(|pair| pair == b"\xFF\xC0").unwrap();
    finer[frame + 5..frame + 9].copy_from_slice(&[0x13, 0x88, 0x13, 0x88]);
    assert!(Opened::of(&finer).is_ok_and(|opened| opened.is_heavy()));
    finer[frame + 1] = 0xC2;
    assert_eq!(problem(&finer), Problem::PictureTooLarge);
}

#[test]
fn transparent_parts_become_white() {
    let picture = image::RgbaImage::from_fn(3, 2, |x, _| image::Rgba([200, 100, 0, [255, 0, 128][x as usize]]));
    let flat = flatten(DynamicImage::ImageRgba8(picture));
    assert_eq!(flat.dimensions(), (3, 2));
    for y in 0..2 {
        assert_eq!([0, 1, 2].map(|x| flat.get_pixel(x, y).0), [[200, 100, 0], [255, 255, 255], [227, 177, 127]]);
    }
}

#[test]
fn the_same_photo_saved_again_is_recognised() {
    let picture = image::load_from_memory(&jpeg(900, 600)).unwrap();
    let smaller = picture.resize(500, 400, image::imageops::FilterType::Triangle);
    let a = sizes(picture).unwrap().media.perceptual_hash.unwrap();
    let b = sizes(smaller).unwrap().media.perceptual_hash.unwrap();
    assert!(people::media::same_photo(a, b));
}
