//! Pictures and other files that are not taken, by their first bytes, so that whoever sent one is told what it is and what to do.

use ground::error::Foreign;

/// What these bytes are, if they are known.
pub fn kind_of(bytes: &[u8]) -> Option<Foreign> {
    // The brand of the family of files to which pictures of iPhones belong, and films.
    let brand = (bytes.get(4..8) == Some(b"ftyp")).then(|| bytes.get(8..12)).flatten();
    match brand {
        Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1") => return Some(Foreign::Heic),
        Some(b"avif" | b"avis") => return Some(Foreign::Named("AVIF")),
        Some(
            b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"qt  " | b"M4V " | b"3gp4" | b"3gp5" | b"3gp6",
        ) => {
            return Some(Foreign::Film);
        }
        _ => {}
    }
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"GIF8") {
        Some(Foreign::Named("GIF"))
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        Some(Foreign::Named("TIFF"))
    } else if begins(b"BM") {
        Some(Foreign::Named("BMP"))
    } else if begins(b"\xFF\x0A") || begins(b"\0\0\0\x0CJXL ") {
        Some(Foreign::Named("JPEG XL"))
    } else if begins(b"\x1A\x45\xDF\xA3") {
        Some(Foreign::Film)
    } else if begins(b"%PDF-") {
        Some(Foreign::Pdf)
    } else {
        None
    }
}
