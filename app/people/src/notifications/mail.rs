//! Mails: plain text and HTML with its direction, complete when they enter the outbox.

use super::types::Told;
use ground::ctx::Site;
use ground::outbox::Mail;
use ground::t;
use ground::texts::{self, Locale};

/// The mail that goes with a notice.
pub fn notice_mail(l: Locale, site: &Site, to: &str, notice: &impl Told, link: &str) -> Mail {
    let verb = notice.verb(l).unwrap_or_else(|| t!(l, notifications.open));
    compose(l, site, to, &notice.title(l), &notice.text(l), link, &verb)
}

/// Asks to confirm a mail address.
pub fn confirm_mail(l: Locale, site: &Site, to: &str, link: &str) -> Mail {
    let (subject, text) = (t!(l, notifications.confirm_subject), t!(l, notifications.confirm_text));
    compose(l, site, to, &subject, &text, link, &t!(l, notifications.confirm_verb))
}

/// Carries the link that sets a new password.
pub fn reset_mail(l: Locale, site: &Site, to: &str, link: &str) -> Mail {
    let (subject, text) = (t!(l, notifications.reset_subject), t!(l, notifications.reset_text));
    compose(l, site, to, &subject, &text, link, &t!(l, notifications.reset_verb))
}

fn compose(l: Locale, site: &Site, to: &str, subject: &str, text: &str, link: &str, verb: &str) -> Mail {
    let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name = t!(l, common.authority);
    let paragraphs: String = text.lines().map(|line| format!("<p dir=\"auto\">{}</p>", escape(line))).collect();
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body style=\"font-family:Tahoma,Arial,sans-serif;font-size:17px;line-height:1.7;color:#1d1a17;background:#faf7f1;padding:16px\">\
         <div lang=\"{lang}\" dir=\"{dir}\" style=\"text-align:{side};max-width:34em;margin:auto;background:#fff;padding:20px;border-top:6px solid #3a3470\">\
         <h1 style=\"font-size:20px\">{title}</h1>{paragraphs}\
         <p><a href=\"{link}\" style=\"display:inline-block;background:#3a3470;color:#fff;padding:10px 18px;text-decoration:none\">{verb}</a></p>\
         <p style=\"color:#6b645c;font-size:14px\">{name}</p></div></body></html>",
        lang = texts::code(l),
        dir = texts::direction(l),
        // Mail programs drop the outermost elements with what they say, so it is said of the inner one, too.
        side = if texts::direction(l) == "rtl" { "right" } else { "left" },
        title = escape(&subject),
        link = escape(link),
        verb = escape(verb),
        name = escape(&name),
    );
    let host = site.public_url.split("//").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost");
    let message_id = format!("<{:032x}@{host}>", rand::random::<u128>());
    Mail {
        to: to.to_owned(),
        text: format!("{subject}\n\n{text}\n\n{verb}: {link}\n\n{name}\n"),
        subject,
        html,
        invitation: None,
        message_id,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Notice {
        title: &'static str,
        words: &'static str,
    }

    impl Told for Notice {
        fn title(&self, _: Locale) -> String {
            self.title.to_owned()
        }

        fn text(&self, _: Locale) -> String {
            self.words.to_owned()
        }
    }

    #[test]
    fn words_of_people_stay_words() {
        let site = Site { public_url: "https://souq.example".into(), ..Site::default() };
        let notice = Notice { title: "سلة\r\nBcc: x@y.ly", words: "<script>alert(1)</script>" };
        let mail = notice_mail(Locale::Ar, &site, "a@b.ly", &notice, "https://souq.example/ar/me");
        assert!(!mail.subject.contains(['\r', '\n']));
        assert!(!mail.html.contains("<script>"));
        let inner = mail.html.split("<div").nth(1).unwrap_or_default();
        assert!(inner.contains("lang=\"ar\" dir=\"rtl\" style=\"text-align:right"), "of what mail programs keep: {inner}");
        assert!(mail.message_id.ends_with("@souq.example>"));
    }
}
