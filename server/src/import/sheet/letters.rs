//! Tables of letters: in which encoding, parted by what, and with which mark before the decimals.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1256};

/// The letters of a file, and the encoding that they were in; none if it holds no letters of ours.
pub fn decoded(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (without_mark(bytes), 0),
    };
    let encoding = encoding?;
    let (text, _, broken) = encoding.decode(&bytes[mark..]);
    // A zero is no letter of any table.
    if broken || text.contains('\0') {
        return None;
    }
    // Line ends of all kinds are one line end, inside of texts, too: lines of the file are counted by it.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    Some((text, encoding.name()))
}

/// The encoding of a file that does not say it: UTF-8 if it is, UTF-16 if every other byte of its Latin heading is zero, the one of Windows
/// for Arabic if nearly all of its other letters are Arabic then.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_024)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > head.len() / 4 {
        return Some(if odd > even { UTF_16LE } else { UTF_16BE });
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some(encoding_rs::UTF_8);
    }
    let (text, _, broken) = WINDOWS_1256.decode(bytes);
    let marks = |c: char| matches!(c, '\u{A0}' | '«' | '»' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '\u{200C}'..='\u{200F}');
    let (arabic, all) = text
        .chars()
        .filter(|c| !c.is_ascii() && !marks(*c))
        .fold((0_usize, 0_usize), |(arabic, all), c| (arabic + usize::from(matches!(c, '\u{600}'..='\u{6FF}')), all + 1));
    (!broken && arabic * 100 >= all * 95).then_some(WINDOWS_1256)
}

/// What parts the columns: what a first line `sep=;` says, else what stands most often in the heading outside of quotes. Gives the text
/// without that first line, which stays as an empty one, so that lines are counted as in the file.
pub fn parted(text: String) -> (String, char) {
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if let Some(said) = first.trim().to_lowercase().strip_prefix("sep=").and_then(|said| said.chars().next().or(Some('\t'))) {
        return (format!("\n{rest}"), if said.is_ascii() { said } else { ';' });
    }
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0), ('|', 0)];
    for c in heading.chars() {
        quoted ^= c == '"';
        if let Some((_, n)) = counts.iter_mut().find(|(mark, _)| *mark == c && !quoted) {
            *n += 1;
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let separator = counts.iter().find(|(_, n)| *n == most).map_or(',', |(mark, _)| *mark);
    (text, separator)
}

/// What the prices of a file say together about the mark before their decimals.
#[derive(Debug, Default)]
pub struct Amounts {
    points: bool,
    commas: bool,
    /// A comma that cannot stand before thousands.
    decimals: bool,
    /// A comma that cannot stand before decimals.
    others: bool,
}

impl Amounts {
    /// Looks at one.
    pub fn see(&mut self, typed: &str) {
        let typed = typed.trim();
        // One before a comma parts thousands.
        let behind = typed.rsplit(',').next().unwrap_or(typed);
        self.points |= behind.contains('.') && behind.chars().any(|c| c.is_ascii_digit());
        let Some((whole, part)) = typed.rsplit_once(',') else { return };
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        self.commas = true;
        self.decimals |= digits != 3 || whole.is_empty() || whole.trim() == "0";
        self.others |= digits == 0 || digits > 3 || whole.contains(',');
    }

    /// Whether a comma stands before the decimals. Where columns are parted by semicolons it is because the comma has this task; with other
    /// separators one of the prices has to show it.
    pub fn comma(&self, separator: char) -> bool {
        self.commas && !self.points && !self.others && (separator == ';' || self.decimals)
    }
}
