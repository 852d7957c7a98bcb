//! Under which address a public page is kept: its path, and of its query what its line of the URL table reads. What a link
//! from elsewhere carries (`fbclid`, `utm_source`, `igsh` …) is no part of it.

use std::borrow::Cow;

use axum::http::Uri;
use ground::route::Entry;
use matchit::Router;
use url::form_urlencoded;

/// Longer addresses are nobody's link.
const LONGEST: usize = 1_500;

/// The public lines that say what they read.
#[derive(Debug, Clone, Default)]
pub struct Lines(Router<&'static [&'static str]>);

impl Lines {
    /// Lines of the URL table.
    pub fn of(table: &[Entry]) -> Self {
        let mut lines = Router::new();
        for entry in table {
            if let Some(reads) = entry.reads {
                // The table itself is tested; two lines of one path would not be served either.
                let _ = lines.insert(format!("/{{lang}}{}", entry.path.trim_end_matches('/')), reads);
            }
        }
        Self(lines)
    }

    /// The address under which the page of a request is kept; none if it is not.
    pub fn key<'a>(&self, uri: &'a Uri) -> Option<Cow<'a, str>> {
        let path = uri.path();
        let Some(query) = uri.query() else { return Some(Cow::Borrowed(path)) };
        let reads = self.0.at(path).ok()?.value;
        let said: Vec<_> = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()).collect();
        let mut written = form_urlencoded::Serializer::new(String::new());
        for name in *reads {
            for (_, value) in said.iter().filter(|(said, _)| said == name) {
                written.append_pair(name, value);
            }
        }
        let written = written.finish();
        if written == query {
            let whole = uri.path_and_query().map_or(path, axum::http::uri::PathAndQuery::as_str);
            return (whole.len() <= LONGEST).then_some(Cow::Borrowed(whole));
        }
        let key = if written.is_empty() { path.to_owned() } else { format!("{path}?{written}") };
        (key.len() <= LONGEST).then_some(Cow::Owned(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_its_line_reads() {
        let lines = Lines::of(&crate::web::table());
        for (asked, kept) in [
            ("/ar/products", Some("/ar/products")),
            ("/ar/products?fbclid=IwAR2&q=%D8%B3%D9%84%D8%A9", Some("/ar/products?q=%D8%B3%D9%84%D8%A9")),
            ("/ar/products?sort=price&utm_source=whatsapp&craft=palm&q=", Some("/ar/products?craft=palm&sort=price")),
            ("/ar/products?craft=palm&sort=price", Some("/ar/products?craft=palm&sort=price")),
            ("/en/products/basket?igsh=1", Some("/en/products/basket")),
            ("/ar?gclid=7", Some("/ar")),
            ("/ar/fairs/sabha/map?n=3", Some("/ar/fairs/sabha/map")),
            ("/ar/sign-in?next=/ar/me", None),
            ("/ar/nothing?here=1", None),
        ] {
            assert_eq!(lines.key(&asked.parse().unwrap()).as_deref(), kept, "{asked}");
        }
        let long = format!("/ar/products?q={}", "a".repeat(LONGEST));
        assert_eq!(lines.key(&long.parse().unwrap()), None);
    }
}
