//! Which part of a file is asked for: one range of bytes, as RFC 9110 has it in chapter 14.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, header};

/// What of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it; also what is asked for in a way that is not understood.
    Whole,
    /// These bytes, at least one; none of them lies behind the end.
    Of(Range<u64>),
    /// Only bytes that it does not have.
    Outside,
}

/// What a request asks for of a file with a tag and a size in bytes.
pub fn part(request: &HeaderMap, etag: &HeaderValue, size: u64) -> Part {
    // The rest of another file would not fit what the client has.
    let same = request.get(header::IF_RANGE).is_none_or(|held| held == etag);
    let range = request.get(header::RANGE).and_then(|value| value.to_str().ok()).filter(|_| same);
    range.map_or(Part::Whole, |range| read(range, size))
}

fn read(range: &str, size: u64) -> Part {
    let Some((unit, set)) = range.split_once('=') else { return Part::Whole };
    // Several ranges may be answered with all of it, and are.
    let Some((first, last)) = set.split_once('-') else { return Part::Whole };
    let asked = match (first, number(first), number(last)) {
        _ if !unit.eq_ignore_ascii_case("bytes") => return Part::Whole,
        ("", _, Some(most)) => size.saturating_sub(most)..size,
        (_, Some(first), None) if last.is_empty() => first..size,
        (_, Some(first), Some(last)) if first <= last => first..size.min(last.saturating_add(1)),
        _ => return Part::Whole,
    };
    if asked.is_empty() { Part::Outside } else { Part::Of(asked) }
}

/// A number of bytes; one that is too large to be counted lies behind every end.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_read() {
        for (range, expected) in [
            ("bytes=0-0", Part::Of(0..1)),
            ("bytes=0-99", Part::Of(0..100)),
            ("bytes=10-19", Part::Of(10..20)),
            ("bytes=90-", Part::Of(90..100)),
            ("bytes=99-", Part::Of(99..100)),
            ("bytes=-1", Part::Of(99..100)),
            ("bytes=-30", Part::Of(70..100)),
            ("bytes=-5000", Part::Of(0..100)),
            ("bytes=50-5000", Part::Of(50..100)),
            ("Bytes=1-2", Part::Of(1..3)),
            ("bytes=0-99999999999999999999999", Part::Of(0..100)),
            ("bytes=0-18446744073709551615", Part::Of(0..100)),
            ("bytes=100-", Part::Outside),
            ("bytes=100-200", Part::Outside),
            ("bytes=99999999999999999999999-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=9-3", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=1-2x", Part::Whole),
            ("bytes=--5", Part::Whole),
            ("bytes", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(read(range, 100), expected, "{range}");
        }
    }

    #[test]
    fn nothing_has_no_part() {
        for range in ["bytes=0-", "bytes=0-5", "bytes=-5"] {
            assert_eq!(read(range, 0), Part::Outside, "{range}");
        }
    }

    #[test]
    fn a_part_fits_only_the_same_file() {
        let etag = HeaderValue::from_static("\"a\"");
        for (held, expected) in [
            (None, Part::Of(1..3)),
            (Some("\"a\""), Part::Of(1..3)),
            (Some("\"b\""), Part::Whole),
            (Some("W/\"a\""), Part::Whole),
            (Some("Thu, 26 Nov 2026 10:00:00 GMT"), Part::Whole),
        ] {
            let mut request = HeaderMap::new();
            request.insert(header::RANGE, HeaderValue::from_static("bytes=1-2"));
            if let Some(held) = held {
                request.insert(header::IF_RANGE, HeaderValue::from_static(held));
            }
            assert_eq!(part(&request, &etag, 100), expected, "{held:?}");
        }
    }
}
