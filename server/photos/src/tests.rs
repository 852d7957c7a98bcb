//! Pictures as people and attackers make them.

use super::jpeg::Jpeg;
use super::*;
use ground::error::Foreign;
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
    for (bytes, kind) in [
        (&b"GIF89a............"[..], Foreign::Named("GIF")),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Foreign::Heic),
        (b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1", Foreign::Named("AVIF")),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Foreign::Film),
        (b"II*\0\x08\0\0\0", Foreign::Named("TIFF")),
        (b"%PDF-1.7", Foreign::Pdf),
    ] {
        assert_eq!(problem(bytes), Problem::ForeignPicture(kind));
    }
    assert_eq!(problem(&jpeg(100, 600)), Problem::PictureTooSmall);
    assert_eq!(problem(&vec![0; 16 * 1024 * 1024]), Problem::FileTooBig(15));
    let mut scans = jpeg(300, 300);
    scans.truncate(scans.len() - 2);
    scans.extend(std::iter::repeat_n(*b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0", 300).flatten());
    scans.extend(b"\xFF\xD9");
    assert_eq!(problem(&scans), Problem::NotAPicture);
}

/// The file of a picture with parts before and behind it, as phones write them.
fn input(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/inputs").join(name)).unwrap()
}

#[test]
fn a_picture_is_judged_by_its_lines_and_not_by_marks() {
    // B1, B2: a film behind the picture, and no mark at its end.
    for name in ["photo-with-film.jpg", "photo-without-end-mark.jpg"] {
        let prepared = prepare_now(&input(name)).unwrap();
        assert_eq!((prepared.media.width, prepared.media.height), (900, 600), "{name}");
    }
    let whole = jpeg(900, 600);
    let end = |bytes: &[u8]| [bytes, b"\xFF\xD9"].concat();
    let scan = whole.windows(2).position(|pair| pair == b"\xFF\xDA").unwrap();
    for (cut, why) in [
        (whole[..400].to_vec(), "no scan"),
        (whole[..whole.len() / 2].to_vec(), "half a scan"),
        (end(&whole[..whole.len() / 2]), "half a scan with a mark behind it"),
        (end(&whole[..whole.len() - 42]), "the last blocks are missing"),
        (end(&whole[..scan]), "nothing between head and end"),
    ] {
        assert_eq!(problem(&cut), Problem::PictureCutOff, "{why}");
    }
    // What stands behind the end is no part of the picture, whatever it looks like.
    let marks: Vec<u8> = std::iter::repeat_n([0xFF, 0xDA], 300).flatten().collect();
    assert!(prepare_now(&[whole.clone(), marks, whole.clone()].concat()).is_ok());
    assert!(prepare_now(&whole[..whole.len() - 2]).is_ok(), "all lines, and no mark");
    // A small picture in the head has an end of its own.
    let mut small = Vec::new();
    JpegEncoder::new(&mut small).encode_image(&RgbImage::new(64, 64)).unwrap();
    let head = [b"\xFF\xE1", &(small.len() as u16 + 2).to_be_bytes()[..], &small].concat();
    assert!(prepare_now(&[&whole[..2], &head, &whole[2..]].concat()).is_ok());
}

#[test]
fn blocks_are_counted_in_every_way_of_writing_them() {
    for (width, height) in [(200, 200), (201, 333), (640, 207)] {
        let read = Jpeg::read(&jpeg(width, height)).unwrap();
        assert_eq!((read.scans, read.progressive, read.whole), (1, false, true), "{width} × {height}");
    }
    // Restarts, a progressive picture, and colours at half their size, written by other programs.
    for (name, progressive) in [("restarts.jpg", false), ("progressive.jpg", true), ("halves.jpg", false), ("grey.jpg", false)] {
        let bytes = input(name);
        let read = Jpeg::read(&bytes).unwrap();
        assert!(read.whole && read.progressive == progressive && read.end == bytes.len(), "{name}: {read:?}");
        assert!(prepare_now(&bytes).is_ok(), "{name}");
        let scan = bytes.windows(2).position(|pair| pair == b"\xFF\xDA").unwrap();
        let begun = Jpeg::read(&bytes[..scan + 60]).unwrap();
        assert!(!begun.whole, "{name}: {begun:?}");
    }
    // Of a progressive one the last scans only make it finer.
    let progressive = input("progressive.jpg");
    assert!(prepare_now(&progressive[..progressive.len() * 9 / 10]).is_ok());
    assert!(Jpeg::read(b"\x89PNG").is_none());
    // Two frames: which of them counts is another's to say.
    let (one, two) = (jpeg(200, 200), progressive.clone());
    let frame = |bytes: &[u8], mark: u8| bytes.windows(2).position(|pair| pair == [0xFF, mark]).unwrap();
    let second = &two[frame(&two, 0xC2)..frame(&two, 0xC2) + 19];
    assert!(Jpeg::read(&[&one[..one.len() - 2], second, b"\xFF\xD9"].concat()).is_none());
    // Tables by the hundred thousand are read past: only those of a scan are laid out.
    let table = [&b"\xFF\xC4\0\x15\0\x02"[..], &[0; 15], &[0, 1]].concat();
    let many = [&one[..2], &table.repeat(200_000), &one[2..]].concat();
    assert!(Jpeg::read(&many).is_some_and(|read| read.whole));
    for n in 0..200 {
        // Whatever stands there is read to its end.
        let mut noise = jpeg(200, 200);
        for at in (n..noise.len()).step_by(37) {
            noise[at] = noise[at].wrapping_mul(31).wrapping_add(n as u8);
        }
        if let Some(read) = Jpeg::read(&noise) {
            assert!(read.end <= noise.len());
        }
    }
}

#[test]
fn colours_are_those_that_the_camera_means() {
    // B4: the left half is the reddest red that sRGB nearly has, written with the numbers of Display P3, the right half its green.
    let shown = decode(&input("display-p3-red-green.jpg"), 400).unwrap().into_rgb8();
    let (width, height) = shown.dimensions();
    let near = |x: u32, wanted: [u8; 3]| {
        let got = shown.get_pixel(x, height / 2).0;
        got.iter().zip(wanted).all(|(got, wanted)| got.abs_diff(wanted) <= 4)
    };
    assert!(
        near(width / 4, [251, 0, 20]) && near(3 * width / 4, [0, 183, 30]),
        "{:?}",
        [shown.get_pixel(width / 4, 9), shown.get_pixel(3 * width / 4, 9)]
    );
    // A profile that is none changes nothing.
    let mut picture = RgbImage::from_pixel(4, 4, Rgb([10, 200, 30]));
    in_our_colours(&mut picture, b"no profile");
    assert_eq!(picture.get_pixel(1, 1).0, [10, 200, 30]);
}

#[test]
fn a_document_may_have_bytes_before_it() {
    // B8: of a mail program or a scanner.
    for before in ["", "\u{feff}", "\n\n", &"X-Header: y\r\n".repeat(20)] {
        let prepared = document_now(&[before.as_bytes(), b"%PDF-1.7 rest"].concat()).unwrap();
        assert_eq!((prepared.media.mime.as_str(), &prepared.files[0].1[..]), ("application/pdf", &b"%PDF-1.7 rest"[..]));
    }
    let far = [vec![b' '; 1_100], b"%PDF-1.7".to_vec()].concat();
    assert!(matches!(document_now(&far), Err(NotTaken::Wrong(Problem::NotADocument))));
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
    // A head of 25 megapixels: 75 MB, and as the picture that a scan has to make finer 225 MB. Its blocks are counted after that.
    let mut finer = plain.clone();
    let frame = finer.windows(2).position(|pair| pair == b"\xFF\xC0").unwrap();
    finer[frame + 5..frame + 9].copy_from_slice(&[0x13, 0x88, 0x13, 0x88]);
    assert_eq!(problem(&finer), Problem::PictureCutOff);
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
