//! Handing mails over: to an SMTP server, to a folder, or to memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ground::outbox::{Ending, Mail};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::MailTo;

/// Text, page, and the times for a calendar where the mail brings them: clients that know calendars offer to take them in.
fn parts(mail: &Mail) -> Result<MultiPart, String> {
    let both = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let Some(invitation) = &mail.invitation else { return Ok(both) };
    let kind = format!("text/calendar; method={}; charset=utf-8", invitation.method);
    let kind = ContentType::parse(&kind).map_err(|error| error.to_string())?;
    Ok(both.singlepart(SinglePart::builder().header(kind).body(invitation.text.clone())))
}

/// Whether a mail that was refused is worth trying again. Only what a server says of the recipient is for good: a sign-in that is refused, a
/// command, our own address (RFC 3463, `5.1.7` and `5.1.8`) or a policy (`5.7`) are ours to mend, and the mails wait for it.
fn not_sent(error: &lettre::transport::smtp::Error) -> Ending {
    // RFC 5321, section 4.2.3, and RFC 7504.
    const OF_THE_RECIPIENT: [u16; 4] = [550, 551, 553, 556];
    let said = error.to_string();
    let refused = error.is_permanent() && error.status().is_some_and(|code| OF_THE_RECIPIENT.contains(&code.into()));
    let ours = ["5.7.", "5.1.7 ", "5.1.8 "].iter().any(|code| said.contains(code));
    if refused && !ours { Ending::Fail(said) } else { Ending::Retry(said) }
}

/// What the end of a mail says of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// A server took it.
    Taken,
    /// A server says that there is nobody.
    Nobody,
    /// Nothing.
    Unknown,
}

/// Only what names the mailbox itself (RFC 3463, 3.2) is said of the address: a server that refuses a sender, a relay or what looks like spam
/// answers 550 too.
pub fn of_ending(ending: &Ending) -> Reached {
    const MAILBOX: [&str; 5] = ["5.1.1 ", "5.1.2 ", "5.1.3 ", "5.1.6 ", "5.1.10 "];
    match ending {
        Ending::Done => Reached::Taken,
        Ending::Fail(said) if MAILBOX.iter().any(|code| said.contains(code)) => Reached::Nobody,
        _ => Reached::Unknown,
    }
}

/// A back-end for mails.
#[derive(Clone)]
enum Backend {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<Mail>>>),
    Panics,
}

/// Sends mails that are complete already.
#[derive(Clone)]
pub struct Mailer {
    backend: Backend,
    from: Mailbox,
}

impl Mailer {
    /// The configured back-end.
    pub fn open(to: &MailTo, from: &str) -> Result<Self, String> {
        let from = from.parse::<Mailbox>().map_err(|error| error.to_string())?;
        let backend = match to {
            MailTo::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
                Backend::Folder(folder.clone())
            }
            MailTo::Smtp(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| error.to_string())?;
                Backend::Smtp(transport.timeout(Some(std::time::Duration::from_secs(30))).build())
            }
        };
        Ok(Self { backend, from })
    }

    /// For tests.
    pub fn in_memory() -> (Self, Arc<Mutex<Vec<Mail>>>) {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let from = Mailbox::new(None, lettre::Address::new_dangerous("souq", "localhost"));
        (Self { backend: Backend::Memory(sent.clone()), from }, sent)
    }

    /// For tests of what becomes of a task that panics.
    pub fn that_panics() -> Self {
        Self { backend: Backend::Panics, ..Self::in_memory().0 }
    }

    /// Hands a mail over; says whether it is worth trying again.
    pub async fn send(&self, mail: &Mail) -> Ending {
        let message = match self.compose(mail) {
            Ok(message) => message,
            Err(error) => return Ending::Fail(error),
        };
        match &self.backend {
            Backend::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
                Ending::Done
            }
            Backend::Panics => panic!("a mail cannot be handed over"),
            Backend::Folder(folder) => {
                let name = mail.message_id.trim_matches(['<', '>']).split('@').next().unwrap_or("mail").to_owned();
                // Beside the mail as it would leave, its page, which a person can read.
                let written = async {
                    tokio::fs::write(folder.join(format!("{name}.html")), &mail.html).await?;
                    tokio::fs::write(folder.join(format!("{name}.eml")), message.formatted()).await
                };
                match written.await {
                    Ok(()) => Ending::Done,
                    Err(error) => Ending::Retry(error.to_string()),
                }
            }
            Backend::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ending::Done,
                Err(error) => not_sent(&error),
            },
        }
    }

    fn compose(&self, mail: &Mail) -> Result<Message, String> {
        Message::builder()
            .from(self.from.clone())
            .to(mail.to.parse::<Mailbox>().map_err(|error| error.to_string())?)
            .subject(&mail.subject)
            .message_id(Some(mail.message_id.clone()))
            .multipart(parts(mail)?)
            .map_err(|error| error.to_string())
    }
}
