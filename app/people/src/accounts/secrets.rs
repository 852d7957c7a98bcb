//! Passwords, tokens and one-time codes.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use totp_rs::{Algorithm, Secret, TOTP};

use ground::error::{AppError, Incident};

/// Hashes at a time: each takes 19 MiB.
static TURNS: Semaphore = Semaphore::const_new(4);

fn broken(error: impl std::fmt::Display) -> AppError {
    AppError::Unexpected(Incident::log(&error))
}

/// Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet), off the
/// threads that serve requests.
pub async fn hash_password(password: String) -> Result<String, AppError> {
    let hash = move || {
        let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
        Argon2::default().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
    };
    let _turn = TURNS.acquire().await.map_err(broken)?;
    tokio::task::spawn_blocking(hash).await.map_err(broken)?.map_err(broken)
}

/// Whether the password fits. Without a stored hash a dummy is checked, so that an unknown phone
/// takes as long as a known one.
pub async fn password_fits(password: String, stored: Option<String>) -> Result<bool, AppError> {
    const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c291cXNvdXFzb3Vxc28$O6UCUFGTLIMbjbqJnJ2b5zW3Yv5d1yk6F2NhS0lGbDE";
    let known = stored.is_some();
    let check = move || {
        let stored = stored.unwrap_or_else(|| DUMMY.to_owned());
        PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    let _turn = TURNS.acquire().await.map_err(broken)?;
    Ok(tokio::task::spawn_blocking(check).await.map_err(broken)? && known)
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
    TOTP::new(Algorithm::SHA1, 6, 1, 30, bytes, Some("Souq".to_owned()), account.to_owned()).ok()
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

    #[tokio::test]
    async fn passwords_fit_only_themselves() {
        let hash = hash_password("نخلة على الرمل".into()).await.unwrap();
        assert!(password_fits("نخلة على الرمل".into(), Some(hash.clone())).await.unwrap());
        assert!(!password_fits("نخله على الرمل".into(), Some(hash)).await.unwrap());
        assert!(!password_fits("نخلة على الرمل".into(), None).await.unwrap());
    }
}
