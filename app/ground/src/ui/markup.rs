//! HTML that is written as text: for drawings and lists of hundreds of rows, where a view of each element costs more than the page.

use std::fmt::{self, Display, Write};

/// Elements in the order in which they are written. What stands in attributes and between tags is escaped.
#[derive(Debug, Default)]
pub struct Markup(String);

struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        Ok(())
    }
}

impl Markup {
    /// Begins an element; one like `<img>` has no end.
    pub fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &dyn Display)]) -> &mut Self {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
        self
    }

    /// Ends an element.
    pub fn close(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
        self
    }

    /// What somebody reads.
    pub fn text(&mut self, words: &dyn Display) -> &mut Self {
        // A text in memory always takes more.
        write!(Escaped(&mut self.0), "{words}").unwrap_or_default();
        self
    }

    /// An element with nothing but words in it.
    pub fn element(&mut self, tag: &'static str, attributes: &[(&'static str, &dyn Display)], words: &dyn Display) -> &mut Self {
        self.open(tag, attributes).text(words).close(tag)
    }

    /// Nothing but what was written, for `inner_html`.
    pub fn into_html(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn what_people_write_stays_text() {
        let mut written = Markup::default();
        written.element("a", &[("href", &"/x?a=\"&b"), ("data-n", &7)], &"<b>\"&</b>");
        assert_eq!(written.into_html(), "<a href=\"/x?a=&quot;&amp;b\" data-n=\"7\">&lt;b&gt;&quot;&amp;&lt;/b&gt;</a>");
    }
}
