//! Phones, passwords, addresses: what is taken and what is not.

use chrono::Duration;

use super::{refusals, secrets};
use ground::codes;
use ground::error::Problem;
use ground::ids::PersonId;
use ground::retention::Spent;
use ground::seal::{Hidden, Keys, Sealed};
use ground::text;

/// A Libyan mobile number in the one form that is stored: `0912345678`. Takes digits of any keyboard, `+218`, `00218`, blanks, dashes and
/// brackets, what a chat or a list of contacts puts around a number, and links (`tel:`, `https://wa.me/`).
pub fn phone(typed: &str) -> Result<String, Problem> {
    const LINKS: [&str; 6] = ["https://wa.me/", "wa.me/", "whatsapp:", "callto:", "tel:", "sms:"];
    let typed = text::typed(typed).to_lowercase();
    let bare = LINKS.iter().find_map(|link| typed.strip_prefix(link)).unwrap_or(&typed);
    // What stands behind it in a link is not of the number.
    let bare = bare.split([';', '?']).next().unwrap_or_default();
    let number: String =
        bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '.' | '/' | '"' | '\'' | '·')).collect();
    // Copied out of a text that reads from the right, the plus stands behind.
    let digits = number.strip_prefix('+').or_else(|| number.strip_suffix('+')).unwrap_or(&number);
    if digits.is_empty() {
        return Err(Problem::Required);
    }
    let national = digits.strip_prefix("00218").or_else(|| digits.strip_prefix("218")).unwrap_or(digits);
    let national = national.strip_prefix('0').unwrap_or(national);
    let mobile = national.len() == 9
        && national.chars().all(|c| c.is_ascii_digit())
        && national.starts_with('9')
        && matches!(national.as_bytes()[1], b'1'..=b'6');
    if mobile { Ok(format!("0{national}")) } else { Err(Problem::NotAPhone) }
}

/// `091-2345678`, as it is written in Libya.
pub fn phone_shown(stored: &str) -> String {
    match stored.split_at_checked(3) {
        Some((prefix, rest)) => format!("{prefix}-{rest}"),
        None => stored.to_owned(),
    }
}

/// A mail address that can be written to (RFC 5321, section 4.1.2, without quotes and without addresses of machines), nothing that could break a
/// mail header. Whether it exists is proved by the link that is sent there.
pub fn email(typed: &str) -> Result<String, Problem> {
    let typed = text::typed(typed).to_ascii_lowercase();
    let bare = typed.strip_prefix("mailto:").unwrap_or(&typed);
    let bare = bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(bare);
    let bare = bare.trim_end_matches(['.', ',', '،', ';']);
    if bare.is_empty() {
        return Err(Problem::Required);
    }
    let label = |part: &str| {
        let inner = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !part.starts_with('-') && !part.ends_with('-');
        inner && (1..=63).contains(&part.len())
    };
    let local_fits = |local: &str| {
        let atom = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c));
        local.len() <= 64 && local.split('.').all(atom)
    };
    let domain_fits = |domain: &str| {
        let labels: Vec<&str> = domain.split('.').collect();
        let top =
            labels.last().is_some_and(|top| top.len() >= 2 && (top.starts_with("xn--") || top.chars().all(|c| c.is_ascii_alphabetic())));
        labels.len() >= 2 && top && labels.into_iter().all(label)
    };
    let fits = bare.len() <= 254 && bare.split_once('@').is_some_and(|(local, domain)| local_fits(local) && domain_fits(domain));
    if fits { Ok(bare.to_owned()) } else { Err(Problem::NotAnEmail) }
}

/// A code of an authenticator app, or a recovery code as it is kept (`abcde-fghij`), however it was typed.
pub fn code(typed: &str) -> String {
    let code: String = text::typed(typed).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match code.split_at_checked(5) {
        Some((first, second)) if second.len() == 5 => format!("{first}-{second}"),
        _ => code,
    }
}

/// Families: at least this many characters; guessing is throttled.
pub const LEAST_PASSWORD: usize = 8;
/// Longer ones would only slow the hash down.
pub const MOST_PASSWORD: usize = 200;

/// What of accounts is kept no longer than it is needed: sessions that have ended, links that lead nowhere any more, windows in which
/// tries were counted.
pub const SPENT: &[Spent] = &[
    Spent { rows: "session WHERE expires_at < $1", days: 0 },
    Spent { rows: "mail_token WHERE expires_at < $1", days: 1 },
    Spent { rows: "throttle WHERE window_ends_at < $1", days: 0 },
    Spent { rows: "role_proposal WHERE proposed_at < $1", days: 30 },
];

codes! {
    /// What a link in a mail is for.
    Purpose {
        /// Confirms a mail address.
        Confirm = "confirm",
        /// Sets a new password.
        Reset = "reset",
    }
}

/// Recovery codes are short enough to be tried out.
pub const SEALED: Sealed = Sealed { table: "recovery_code", column: "code_hash", rows: "TRUE" };

/// The secret of an authenticator app makes every code: whoever reads it needs no phone.
pub const HIDDEN: Hidden = Hidden { table: "person", column: "totp_secret" };

/// The most used passwords, and those that Libyan phones invite.
const COMMON: &str = include_str!("common_passwords.txt");

/// Length, the list of common ones, and nothing that stands beside it on the form. No rules of
/// composition (NIST SP 800-63B 3.1.1.2).
pub fn password(typed: &str, phone: &str, name: &str) -> Result<(), Problem> {
    let typed = &secrets::normal(typed);
    let length = typed.chars().count();
    if length == 0 {
        return Err(Problem::Required);
    }
    if length < LEAST_PASSWORD {
        return Err(Problem::TooShort(LEAST_PASSWORD));
    }
    if length > MOST_PASSWORD {
        return Err(Problem::TooLong(MOST_PASSWORD));
    }
    let folded = text::fold(typed);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    let own_phone = !phone.is_empty() && digits.ends_with(phone.trim_start_matches('0'));
    let first = folded.chars().next();
    let one_letter = folded.chars().all(|c| first == Some(c));
    let own_name = text::fold(name).replace(' ', "") == folded.replace(' ', "");
    if own_phone || own_name || one_letter || COMMON.lines().any(|common| common == folded) {
        return Err(refusals::WEAK_PASSWORD);
    }
    Ok(())
}

/// Failures within [`WINDOW_MINUTES`] after which tries at an account wait for one another.
pub const MOST_FAILURES_OF_ACCOUNT: i64 = 8;
/// The same for an address, which many people may share behind one mobile gateway: accounts that were tried there in vain.
pub const MOST_FAILURES_OF_ADDRESS: i64 = 80;
/// Accounts that are opened from one address within the same time before they wait for one another: a hall on the day of a campaign.
pub const MOST_JOINS_OF_ADDRESS: i64 = 400;
/// How many times as much is free at an address of a branch of the Authority.
pub const AT_A_BRANCH: i64 = 5;
/// How long failures count.
pub const WINDOW_MINUTES: i64 = 15;
/// How long those who try too often wait for one another. A day has 4,320 such turns; a password that is not among the known ones takes
/// many years.
pub const SLOWED: Duration = Duration::seconds(20);
/// The same for the six digits of a second factor, of which three are right at a time: one in 230 days of guessing without a pause.
pub const SLOWED_CODES: Duration = Duration::seconds(60);
/// Accounts of which a device remembers that it has been in them.
pub const MOST_KNOWN: usize = 3;

/// What a device shows to be known for an account: a seal that nobody else can make and that a new password makes void.
pub fn known_mark(keys: &Keys, person: PersonId, password_hash: &str) -> String {
    format!("{person}.{}", keys.seal(&format!("known:{person}:{password_hash}")))
}

/// Where to go after signing in: a path of this site, never another site's.
pub fn next_path(asked: &str) -> Option<&str> {
    let inside = asked.starts_with("/ar/") || asked.starts_with("/en/") || matches!(asked, "/ar" | "/en");
    let sound = !asked.contains("//") && !asked.contains('\\') && asked.chars().all(|c| !c.is_control());
    (inside && sound).then_some(asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phones_meet_in_one_form() {
        for typed in [
            "0912345678",
            "912345678",
            "091-2345678",
            "+218 91 234 5678",
            "00218912345678",
            "٠٩١٢٣٤٥٦٧٨",
            "(091) 234.5678",
            "\u{202A}+218 91\u{2011}234\u{2011}5678\u{202C}",
            "tel:+218-91-234-5678",
            "\u{2068}٠٩١ ٢٣٤ ٥٦٧٨\u{2069}",
            "218912345678+",
            "０９１２３４５６７８",
            "+218 (0) 91 234 5678",
            "https://wa.me/218912345678?text=x",
            "Tel:0912345678;ext=2",
        ] {
            assert_eq!(phone(typed), Ok("0912345678".to_owned()), "{typed}");
        }
        for typed in ["0972345678", "09123456789", "091234567", "0212345678", "+1 912345678", "hello", "091234567a"] {
            assert_eq!(phone(typed), Err(Problem::NotAPhone), "{typed}");
        }
        assert_eq!(phone(" "), Err(Problem::Required));
    }

    #[test]
    fn headers_cannot_be_broken_by_an_address() {
        for typed in [
            "a@b.ly\r\nBcc: c@d.ly",
            "a b@c.ly",
            "a@b",
            "@b.ly",
            "a@@b.ly",
            "a@b.ly,c@d.ly",
            "\"a\"@b.ly",
            "a..b@c.ly",
            ".a@b.ly",
            "a.@b.ly",
            "a@b..ly",
            "a@-b.ly",
            "a@b-.ly",
            "a@b.l",
            "a@b.123",
            "<a@b.ly",
        ] {
            assert_eq!(email(typed), Err(Problem::NotAnEmail), "{typed}");
        }
        let long = format!("{}@b.ly", "a".repeat(65));
        assert_eq!(email(&long), Err(Problem::NotAnEmail));
        for typed in [
            " Salma@Example.LY ",
            "mailto:salma@example.ly",
            "<salma@example.ly>",
            "\u{202A}salma@example.ly\u{202C}",
            "salma＠example.ly",
            "salma@example.ly،",
        ] {
            assert_eq!(email(typed), Ok("salma@example.ly".to_owned()), "{typed}");
        }
    }

    #[test]
    fn codes_are_read_however_they_were_typed() {
        for typed in ["abcde-fghij", "ABCDE FGHIJ", "abcdefghij", "abcde\u{2011}fghij", " abcde\n-\u{00A0}fghij "] {
            assert_eq!(code(typed), "abcde-fghij", "{typed:?}");
        }
        for typed in ["123456", "123 456", "١٢٣ ٤٥٦", "123\u{00A0}456", "\u{202A}123456\u{202C}"] {
            assert_eq!(code(typed), "123456", "{typed:?}");
        }
    }

    #[test]
    fn weak_passwords_are_refused() {
        for typed in ["12345678", "password", "0912345678", "218912345678", "aaaaaaaaaa", "١٢٣٤٥٦٧٨", "salma ali"] {
            assert_eq!(password(typed, "0912345678", "Salma Ali"), Err(refusals::WEAK_PASSWORD), "{typed}");
        }
        assert_eq!(password("short", "", ""), Err(Problem::TooShort(8)));
        assert_eq!(password("نخلة على الرمل", "0912345678", "سالمة"), Ok(()));
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(next_path("/ar/me?a=1"), Some("/ar/me?a=1"));
        for asked in ["//evil.example", "https://evil.example", "/ar//evil.example", "/ar/\\evil", "/\\evil", "", "/de", "/ar/\nx"] {
            assert_eq!(next_path(asked), None, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn stored_phones_are_stable(typed in "\\PC{0,20}") {
            if let Ok(stored) = phone(&typed) {
                prop_assert_eq!(phone(&stored), Ok(stored.clone()));
                prop_assert_eq!(phone(&phone_shown(&stored)), Ok(stored));
            }
        }
    }
}
