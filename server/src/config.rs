//! Settings from the environment, parsed once. A wrong value stops the start with its name and what
//! would be right.

use ground::seal::Keys;
use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

/// What a variable holds that it should not.
#[derive(Debug, thiserror::Error)]
#[error("{name}={value:?} is not right: {right}")]
pub struct WrongSetting {
    /// Variable.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What would be right.
    pub right: &'static str,
}

/// Where mails go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTo {
    /// A folder, for development; readable at `/dev/mail`.
    Folder(PathBuf),
    /// An SMTP server.
    Smtp(String),
}

/// Where photos are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobsAt {
    /// A folder.
    Folder(PathBuf),
    /// `s3://bucket/prefix`; credentials come from the `AWS_…` variables.
    S3(String),
}

/// All settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Address for metrics alone, which are not for the public; without it there are none.
    pub metrics_addr: Option<SocketAddr>,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Folder of the embedded database and photos.
    pub data: PathBuf,
    /// Keys that are not in the database; without any, one is made in `data` at the first start.
    pub keys: Keys,
    /// Address in mails and canonical links, without a slash at the end.
    pub public_url: String,
    /// Mail.
    pub mail: MailTo,
    /// Sender of mails.
    pub mail_from: String,
    /// Photos.
    pub blobs: BlobsAt,
    /// Proxies of one's own in front, each of which adds the address that it saw to `X-Forwarded-For`.
    pub proxies: usize,
    /// Connections that one address may have at a time; counts only without a proxy.
    pub connections_per_address: usize,
    /// Development aids.
    pub development: bool,
    /// Pages load themselves anew after a rebuild.
    pub reload: bool,
}

fn wrong(name: &'static str, value: &str, right: &'static str) -> WrongSetting {
    WrongSetting { name, value: value.to_owned(), right }
}

fn address(name: &'static str, value: &str) -> Result<SocketAddr, WrongSetting> {
    value.parse().map_err(|_| wrong(name, value, "an address and port such as 127.0.0.1:3000"))
}

/// The address of the site as browsers write it in `Origin`: without a path, in small letters, without the port that goes without saying, names
/// of other scripts in Punycode.
fn origin(value: &str) -> Result<String, WrongSetting> {
    let url = Url::parse(value).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let bare = url.filter(|url| url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty());
    let bare = bare.ok_or_else(|| wrong("SOUQ_PUBLIC_URL", value, "an address such as https://souq.example, without a path"))?;
    Ok(bare.origin().ascii_serialization())
}

fn keys(text: &str) -> Result<Keys, WrongSetting> {
    let right = "64 hexadecimal digits, as `openssl rand -hex 32` gives; several, the oldest first, with commas between them";
    Keys::parse(text).ok_or_else(|| wrong("SOUQ_KEY", "…", right))
}

impl Config {
    /// Reads settings through `get`, which is the environment except in tests.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, WrongSetting> {
        let get = |name: &str| get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let addr = address("SOUQ_ADDR", &get("SOUQ_ADDR").unwrap_or_else(|| "127.0.0.1:3000".to_owned()))?;
        let metrics_addr = get("SOUQ_METRICS_ADDR").map(|value| address("SOUQ_METRICS_ADDR", &value)).transpose()?;
        let data = PathBuf::from(get("SOUQ_DATA").unwrap_or_else(|| "data".to_owned()));
        let database_url = get("DATABASE_URL").unwrap_or_else(|| format!("sqlite://{}", data.join("souq.sqlite").display()));
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            // Never shown: it may hold a password.
            return Err(wrong("DATABASE_URL", "…", "sqlite://file or postgres://user:password@host/database"));
        }
        let keys = get("SOUQ_KEY").map_or_else(|| Ok(Keys::default()), |text| keys(&text))?;
        let public_url = origin(&get("SOUQ_PUBLIC_URL").unwrap_or_else(|| format!("http://{addr}")))?;
        let mail = match get("SOUQ_SMTP_URL") {
            None => MailTo::Folder(data.join("mail")),
            Some(url) if url.starts_with("smtp://") || url.starts_with("smtps://") => MailTo::Smtp(url),
            Some(_) => return Err(wrong("SOUQ_SMTP_URL", "…", "smtps://user:password@host or smtp://host:port")),
        };
        let mail_from = get("SOUQ_MAIL_FROM").unwrap_or_else(|| "Souq <souq@localhost>".to_owned());
        if mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(wrong("SOUQ_MAIL_FROM", &mail_from, "a sender such as Souq <souq@example.ly>"));
        }
        let blobs = match get("SOUQ_BLOBS") {
            None => BlobsAt::Folder(data.join("blobs")),
            Some(url) if url.starts_with("s3://") => BlobsAt::S3(url),
            Some(path) if !path.contains("://") => BlobsAt::Folder(PathBuf::from(path)),
            Some(other) => return Err(wrong("SOUQ_BLOBS", &other, "a folder, or s3://bucket with the AWS_… variables set")),
        };
        let share = get("SOUQ_CONNECTIONS_PER_ADDRESS").unwrap_or_else(|| "64".to_owned());
        let connections_per_address = share.parse().ok().filter(|many| (1..=100_000).contains(many));
        let connections_per_address =
            connections_per_address.ok_or_else(|| wrong("SOUQ_CONNECTIONS_PER_ADDRESS", &share, "a number from 1 to 100000"))?;
        let said = get("SOUQ_PROXIES").unwrap_or_else(|| "0".to_owned());
        let proxies: usize =
            said.parse().ok().filter(|many| *many <= 5).ok_or_else(|| wrong("SOUQ_PROXIES", &said, "a number from 0 to 5"))?;
        let flag = |name: &'static str| match get(name).as_deref() {
            None | Some("0" | "no" | "false") => Ok(false),
            Some("1" | "yes" | "true") => Ok(true),
            Some(other) => Err(wrong(name, other, if name == "SOUQ_DEV" { "1, 0 or reload" } else { "1 or 0" })),
        };
        let reload = get("SOUQ_DEV").as_deref() == Some("reload");
        Ok(Self {
            addr,
            metrics_addr,
            database_url,
            data,
            keys,
            public_url,
            mail,
            mail_from,
            blobs,
            // As settings before this one said it.
            proxies: if flag("SOUQ_BEHIND_PROXY")? { proxies.max(1) } else { proxies },
            connections_per_address,
            development: reload || flag("SOUQ_DEV")?,
            reload,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, WrongSetting> {
        Config::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn nothing_set_is_a_working_machine() {
        let config = read(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite://data/souq.sqlite");
        assert_eq!(config.public_url, "http://127.0.0.1:3000");
        assert_eq!(config.mail, MailTo::Folder("data/mail".into()));
    }

    #[test]
    fn the_address_is_written_as_browsers_write_it() {
        for (said, written) in [
            ("https://Souq.Example/", "https://souq.example"),
            ("https://souq.example:443", "https://souq.example"),
            ("http://souq.example:8080", "http://souq.example:8080"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(read(&[("SOUQ_PUBLIC_URL", said)]).unwrap().public_url, written);
        }
    }

    #[test]
    fn wrong_values_are_named() {
        for (name, value) in [
            ("SOUQ_ADDR", "3000"),
            ("SOUQ_METRICS_ADDR", "localhost"),
            ("DATABASE_URL", "mysql://x"),
            ("SOUQ_KEY", "secret"),
            ("SOUQ_PUBLIC_URL", "souq.example"),
            ("SOUQ_PUBLIC_URL", "https://souq.example/path"),
            ("SOUQ_PUBLIC_URL", "https://souq.example?a=b"),
            ("SOUQ_PUBLIC_URL", "https://me@souq.example"),
            ("SOUQ_PUBLIC_URL", "ftp://souq.example"),
            ("SOUQ_PUBLIC_URL", "https://"),
            ("SOUQ_SMTP_URL", "mail.example"),
            ("SOUQ_MAIL_FROM", "nobody"),
            ("SOUQ_BLOBS", "ftp://x"),
            ("SOUQ_DEV", "maybe"),
            ("SOUQ_PROXIES", "9"),
            ("SOUQ_PROXIES", "yes"),
            ("SOUQ_CONNECTIONS_PER_ADDRESS", "0"),
            ("SOUQ_CONNECTIONS_PER_ADDRESS", "many"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().name, name, "{value}");
        }
    }

    #[test]
    fn no_password_is_shown() {
        for pair in [("DATABASE_URL", "mysql://user:secret@host"), ("SOUQ_KEY", "secret")] {
            assert!(!read(&[pair]).unwrap_err().to_string().contains("secret"));
        }
    }
}
