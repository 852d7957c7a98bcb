//! Passwords, tokens and one-time codes.

use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::{self, Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use totp_rs::{Secret, TOTP};

use ground::error::{AppError, Incident};
use ground::text;
use unicode_normalization::UnicodeNormalization;

/// Most hashes at a time: each takes 19 MiB and a whole core.
const MOST_AT_ONCE: usize = 4;

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from).min(MOST_AT_ONCE)));

/// Memory for hashes: taken up again by the next one, and given back when none is at work.
static MEMORY: Mutex<Memory> = Mutex::new(Memory { at_work: 0, spare: Vec::new() });

struct Memory {
    at_work: usize,
    spare: Vec<Vec<Block>>,
}

/// The hash of a password, in memory that is used again: a morning of sign-ins would otherwise take and give 19 MiB each time, which
/// allocators keep.
fn hash_with(argon: &Argon2<'_>, password: &[u8], salt: &[u8], length: usize) -> password_hash::Result<Output> {
    let memory = || MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let mut blocks = {
        let mut memory = memory();
        memory.at_work += 1;
        memory.spare.pop().unwrap_or_default()
    };
    let many = argon.params().block_count();
    if blocks.len() < many {
        blocks.resize(many, Block::new());
    }
    let hashed = Output::init_with(length, |out| Ok(argon.hash_password_into_with_memory(password, salt, out, &mut blocks[..many])?));
    let mut memory = memory();
    memory.at_work -= 1;
    if memory.at_work == 0 {
        memory.spare = Vec::new();
    } else {
        memory.spare.push(blocks);
    }
    hashed
}

/// A new hash as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$…`.
fn hashed(password: &[u8]) -> password_hash::Result<String> {
    let argon = Argon2::default();
    let bytes = rand::random::<[u8; 16]>();
    let salt = SaltString::encode_b64(&bytes)?;
    let hash = PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon.params())?,
        salt: Some(salt.as_salt()),
        hash: Some(hash_with(&argon, password, &bytes, Params::DEFAULT_OUTPUT_LEN)?),
    };
    Ok(hash.to_string())
}

/// Whether a password is the one of a PHC string, with the parameters that stand in it.
fn fits(password: &[u8], stored: &str) -> password_hash::Result<bool> {
    let stored = PasswordHash::new(stored)?;
    let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Ok(false) };
    let version = stored.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon = Argon2::new(Algorithm::try_from(stored.algorithm)?, version, Params::try_from(&stored)?);
    let mut buffer = [0; 64];
    // Outputs are compared in a time that tells nothing.
    Ok(hash_with(&argon, password, salt.decode_b64(&mut buffer)?, expected.len())? == expected)
}

fn broken(error: impl std::fmt::Display) -> AppError {
    AppError::Unexpected(Incident::log(&error))
}

/// A password as it is hashed: what looks the same is the same, however a keyboard puts it together. Letters keep their form: ة is not ه.
pub fn normal(password: &str) -> String {
    let plain: String = text::latin_digits(&text::clean_line(password)).nfkc().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a password fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fits {
    /// It does.
    Yes,
    /// As it was typed, and not in its normal form: it was hashed before there was one, and is to be hashed anew.
    AsTyped,
    /// It does not.
    No,
}

/// Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet), off the
/// threads that serve requests.
pub async fn hash_password(password: String) -> Result<String, AppError> {
    let _turn = TURNS.acquire().await.map_err(broken)?;
    tokio::task::spawn_blocking(move || hashed(normal(&password).as_bytes())).await.map_err(broken)?.map_err(broken)
}

/// Whether the password fits. Without a stored hash a dummy is checked, so that an unknown phone
/// takes as long as a known one.
pub async fn password_fits(password: String, stored: Option<String>) -> Result<Fits, AppError> {
    const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c291cXNvdXFzb3Vxc28$O6UCUFGTLIMbjbqJnJ2b5zW3Yv5d1yk6F2NhS0lGbDE";
    let known = stored.is_some();
    let check = move || {
        let stored = stored.unwrap_or_else(|| DUMMY.to_owned());
        let normal = normal(&password);
        if fits(normal.as_bytes(), &stored).unwrap_or(false) {
            return Fits::Yes;
        }
        // Whether it is tried a second time depends on what was typed alone, so that the time tells nothing of the account.
        if normal != password && fits(password.as_bytes(), &stored).unwrap_or(false) { Fits::AsTyped } else { Fits::No }
    };
    let _turn = TURNS.acquire().await.map_err(broken)?;
    let found = tokio::task::spawn_blocking(check).await.map_err(broken)?;
    Ok(if known { found } else { Fits::No })
}

/// A new token of 256 random bits and the hash that is stored in its place.
pub fn token() -> (String, String) {
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let hash = token_hash(&token);
    (token, hash)
}

/// Tokens are random, so one pass of SHA-256 is enough to make a stolen table worthless.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// A new secret for an authenticator app, base32.
pub fn totp_secret() -> String {
    Secret::Raw(rand::random::<[u8; 20]>().to_vec()).to_encoded().to_string()
}

fn totp(secret: &str, account: &str) -> Option<TOTP> {
    let bytes = Secret::Encoded(secret.to_owned()).to_bytes().ok()?;
    // RFC 6238 with what every authenticator app knows: SHA-1, six digits, thirty seconds.
    TOTP::new(totp_rs::Algorithm::SHA1, 6, 1, 30, bytes, Some("Souq".to_owned()), account.to_owned()).ok()
}

/// The address that a QR code carries to the app.
pub fn totp_address(secret: &str, account: &str) -> Option<String> {
    totp(secret, account).map(|totp| totp.get_url())
}

/// The step whose code was typed: this one or a neighbour, and never one up to `last`.
pub fn totp_step(secret: &str, code: &str, at: i64, last: Option<i64>) -> Option<i64> {
    let totp = totp(secret, "souq")?;
    let step = at / 30;
    (step - 1..=step + 1)
        .filter(|step| last.is_none_or(|last| *step > last))
        .find(|step| u64::try_from(step * 30).is_ok_and(|time| totp.generate(time) == code))
}

/// Ten recovery codes of fifty random bits, as groups that can be written down.
pub fn recovery_codes() -> Vec<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";
    let letter = || char::from(LETTERS[usize::from(rand::random::<u8>() % 32)]);
    let group = || (0..5).map(|_| letter()).collect::<String>();
    (0..10).map(|_| format!("{}-{}", group(), group())).collect()
}

/// The code that an app shows at a time (Unix seconds); for the demo town and tests.
pub fn totp_code(secret: &str, at: i64) -> Option<String> {
    totp(secret, "souq").zip(u64::try_from(at).ok()).map(|(totp, at)| totp.generate(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_once() {
        let secret = totp_secret();
        let at = 1_800_000_000;
        let code = totp(&secret, "souq").unwrap().generate(at as u64);
        let step = totp_step(&secret, &code, at, None);
        assert_eq!(step, Some(at / 30));
        assert_eq!(totp_step(&secret, &code, at, step), None);
        assert_eq!(totp_step(&secret, &code, at + 120, None), None);
        assert_eq!(totp_step(&secret, "000 00", at, None), None);
    }

    /// What was stored before memory was used again, and what other programs write, is read; what is written here they read.
    #[test]
    fn hashes_are_those_of_the_plain_interface() {
        use argon2::password_hash::{PasswordHasher, PasswordVerifier};
        let password = "نخلة على الرمل".as_bytes();
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let old = Argon2::default().hash_password(password, &salt).unwrap().to_string();
        assert!(fits(password, &old).unwrap() && !fits(b"another", &old).unwrap());
        // With other parameters than today's, which took more and less memory.
        for memory in [8 * 1024, 32 * 1024] {
            let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory, 1, 1, None).unwrap());
            let other = argon.hash_password(password, &salt).unwrap().to_string();
            assert!(fits(password, &other).unwrap() && !fits(b"another", &other).unwrap(), "{memory}");
        }
        let new = hashed(password).unwrap();
        assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{new}");
        let read = PasswordHash::new(&new).unwrap();
        assert!(Argon2::default().verify_password(password, &read).is_ok());
        assert!(Argon2::default().verify_password(b"another", &read).is_err());
        assert_ne!(hashed(password).unwrap(), new, "a salt of its own");
        for broken in ["", "$argon2id$v=19$m=19456,t=2,p=1", "$2b$12$abcdefghijklmnopqrstuv", "plain"] {
            assert!(!fits(password, broken).unwrap_or(false), "{broken}");
        }
    }

    #[tokio::test]
    async fn memory_is_given_back_when_no_hash_is_at_work() {
        let mut many: tokio::task::JoinSet<_> = (0..12).map(|n| hash_password(format!("a long sentence {n}"))).collect();
        while let Some(hash) = many.join_next().await {
            assert!(hash.unwrap().is_ok());
        }
        let memory = MEMORY.lock().unwrap();
        // Another test may be at work.
        assert!(memory.spare.len() < MOST_AT_ONCE && (memory.at_work > 0 || memory.spare.is_empty()));
    }

    #[tokio::test]
    async fn passwords_fit_only_themselves() {
        let hash = hash_password("نخلة على الرمل".into()).await.unwrap();
        let found = async |typed: &str, hash: Option<&String>| password_fits(typed.to_owned(), hash.cloned()).await.unwrap();
        assert_eq!(found("نخلة على الرمل", Some(&hash)).await, Fits::Yes);
        assert_eq!(found(" نخلة  على الرمل ", Some(&hash)).await, Fits::Yes, "blanks of a keyboard that guesses");
        assert_eq!(found("نخله على الرمل", Some(&hash)).await, Fits::No);
        assert_eq!(found("نخلة على الرمل", None).await, Fits::No);
        // The same letters put together otherwise, and digits of another keyboard.
        let hash = hash_password("كلم\u{0651}\u{064E}ة 1234".into()).await.unwrap();
        assert_eq!(found("كلم\u{064E}\u{0651}ة ١٢٣٤", Some(&hash)).await, Fits::Yes);
        // What was hashed as it was typed, before.
        let old = hashed("سرّي ١٢٣٤ ".as_bytes()).unwrap();
        assert_eq!(found("سرّي ١٢٣٤ ", Some(&old)).await, Fits::AsTyped);
        assert_eq!(found("سرّي 1234", Some(&old)).await, Fits::No);
    }
}
