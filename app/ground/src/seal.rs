//! What a thief of the database could find by trying, because there is little of it (national numbers, recovery codes), is kept as HMACs;
//! what has to be read again (secrets of authenticator apps) is kept encrypted. The keys of both are not in the database.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sha2::{Digest, Sha256};

use crate::db::{Db, Tx};

/// Keys, the oldest first. A new one is added behind the others, which stay: each seals what the one before it made.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<[u8; 32]>);

/// Never with a key in it.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

/// A column whose values are sealed.
#[derive(Debug, Clone, Copy)]
pub struct Sealed {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// Which rows hold a sealed value, as a condition.
    pub rows: &'static str,
}

/// A column whose values are encrypted.
#[derive(Debug, Clone, Copy)]
pub struct Hidden {
    /// Its table, whose key is called `id`.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
}

impl Hidden {
    /// Where a value stands: taken to another row it cannot be read.
    fn place(self, id: i64) -> String {
        format!("{}.{} {id}", self.table, self.column)
    }
}

/// Why a database and keys do not belong together.
#[derive(Debug)]
pub enum Foreign {
    /// It was sealed with more keys than are there.
    Missing,
    /// It was sealed with others.
    Other,
    /// It does not answer.
    Database(DbErr),
}

impl From<DbErr> for Foreign {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// HMAC-SHA-256 of parts, in hex.
pub(crate) fn keyed(key: &[u8], parts: &[&[u8]]) -> String {
    // Keys of any length are taken, so that this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    for part in parts {
        mac.update(part);
    }
    hex::encode(mac.finalize().into_bytes())
}

/// Bytes of the number that makes two encryptions of one text differ.
const NONCE: usize = 24;

/// A key of its own for each purpose, so that one tells nothing of another. Not the key itself, which makes HMACs.
fn own(key: &[u8; 32], purpose: &str) -> Option<[u8; 32]> {
    hex::decode(keyed(key, &[purpose.as_bytes()])).ok()?.try_into().ok()
}

fn cipher(key: &[u8; 32]) -> Option<XChaCha20Poly1305> {
    XChaCha20Poly1305::new_from_slice(&own(key, "souq: what is read again")?).ok()
}

fn hmac(key: &[u8; 32], text: &str) -> String {
    keyed(key, &[text.as_bytes()])
}

impl Keys {
    /// Reads keys as 64 hexadecimal digits each, separated by commas or lines; `None` if one is none.
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split([',', '\n']).map(str::trim).filter(|word| !word.is_empty());
        let keys: Option<Vec<[u8; 32]>> = words.map(|word| hex::decode(word).ok()?.try_into().ok()).collect();
        keys.filter(|keys| !keys.is_empty()).map(Self)
    }

    /// A new key, as it is written down.
    pub fn new_key() -> String {
        hex::encode(rand::random::<[u8; 32]>())
    }

    /// Whether there are none: values are hashed then, and sealed when there is one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is kept in place of a value; the same for the same value.
    pub fn seal(&self, value: &str) -> String {
        self.0.iter().fold(hex::encode(Sha256::digest(value)), |sealed, key| hmac(key, &sealed))
    }

    /// What each key, the oldest first, gives for a purpose that is named nowhere else: the seed of a pair that signs, for example.
    pub fn derived(&self, purpose: &str) -> Option<Vec<[u8; 32]>> {
        self.0.iter().map(|key| own(key, purpose)).collect()
    }

    /// How what was encrypted with the newest key begins.
    fn mark(&self) -> String {
        format!("key{}:", self.0.len())
    }

    /// What is kept of a value that has to be read again: encrypted with the newest key (XChaCha20-Poly1305); itself without keys. `None`
    /// for a text of gigabytes.
    pub fn hide(&self, of: Hidden, id: i64, value: &str) -> Option<String> {
        let Some(key) = self.0.last() else { return Some(value.to_owned()) };
        let (nonce, place) = (rand::random::<[u8; NONCE]>(), of.place(id));
        let payload = Payload { msg: value.as_bytes(), aad: place.as_bytes() };
        let hidden = cipher(key)?.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(format!("{}{}{}", self.mark(), hex::encode(nonce), hex::encode(hidden)))
    }

    /// The value of a row; `None` if it stood in another one, was changed, its key is not here, or somebody wrote it there in clear.
    pub fn reveal(&self, of: Hidden, id: i64, kept: &str) -> Option<String> {
        if self.is_empty() {
            return Some(kept.to_owned());
        }
        let (number, hidden) = kept.strip_prefix("key")?.split_once(':')?;
        let key = self.0.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        let bytes = hex::decode(hidden).ok()?;
        let (nonce, hidden) = bytes.split_first_chunk::<NONCE>()?;
        let place = of.place(id);
        let value = cipher(key)?.decrypt(&XNonce::from(*nonce), Payload { msg: hidden, aad: place.as_bytes() }).ok()?;
        String::from_utf8(value).ok()
    }

    /// By which a key is known again in the database.
    fn proof(key: &[u8; 32]) -> String {
        hmac(key, "souq")
    }

    /// Seals what is not sealed with all keys yet, and encrypts what is not with the newest, once for all processes.
    ///
    /// # Errors
    /// Keys that are not those with which the database was sealed.
    pub async fn settle(&self, db: &Db, sealed: &[Sealed], hidden: &[Hidden]) -> Result<(), Foreign> {
        let tx = db.begin().await?;
        tx.alone("seal_key").await?;
        let proofs = "SELECT proof FROM seal_key ORDER BY position";
        let rows = tx.query_all_raw(Statement::from_string(db.backend(), proofs)).await?;
        let known = rows.iter().map(|row| row.try_get("", "proof")).collect::<Result<Vec<String>, _>>()?;
        if known.iter().zip(&self.0).any(|(proof, key)| *proof != Self::proof(key)) {
            return Err(Foreign::Other);
        }
        let new = self.0.get(known.len()..).ok_or(Foreign::Missing)?;
        for (position, key) in (known.len()..).zip(new) {
            for Sealed { table, column, rows } in sealed {
                let values = format!("SELECT {column} AS value FROM {table} WHERE {rows}");
                let update = format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2");
                for row in tx.query_all_raw(Statement::from_string(db.backend(), values)).await? {
                    let value: String = row.try_get("", "value")?;
                    tx.run(&update, vec![hmac(key, &value).into(), value.into()]).await?;
                }
            }
            let values = vec![(position as i64).into(), Self::proof(key).into()];
            tx.run("INSERT INTO seal_key (position, proof) VALUES ($1, $2)", values).await?;
        }
        for of in hidden.iter().filter(|_| !self.is_empty()) {
            self.hide_anew(&tx, *of).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn hide_anew(&self, tx: &Tx, of: Hidden) -> Result<(), Foreign> {
        let (Hidden { table, column }, mark) = (of, self.mark());
        let sql = format!("SELECT id, {column} AS value FROM {table} WHERE {column} NOT LIKE '{mark}%'");
        let update = format!("UPDATE {table} SET {column} = $1 WHERE id = $2");
        for row in tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql)).await? {
            let (id, value): (i64, String) = (row.try_get("", "id")?, row.try_get("", "value")?);
            // What was kept before there were keys stands there in clear.
            let value = if value.starts_with("key") { self.reveal(of, id, &value).ok_or(Foreign::Other)? } else { value };
            tx.run(&update, vec![self.hide(of, id, &value).ok_or(Foreign::Other)?.into(), id.into()]).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_that_of_the_standard() {
        let keys = Keys::parse(&format!("{},\n{}", "01".repeat(32), "02".repeat(32))).unwrap();
        let one = Keys::parse(&"01".repeat(32)).unwrap();
        // printf '%s' "$(printf %s abc | sha256sum | cut -c1-64)" | openssl dgst -sha256 -mac hmac -macopt hexkey:0101… (32 bytes)
        assert_eq!(one.seal("abc"), "2787a6013b1bb29d9416e29e04080fd2641d3203c94595c023f8d169d26061ad");
        assert_eq!(keys.seal("abc"), hmac(&[2; 32], &one.seal("abc")), "a new key seals what is sealed");
        assert_eq!(Keys::default().seal("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(format!("{keys:?}"), "2 keys");
        for wrong in ["", "01", "zz", &"01".repeat(33), &format!("{},x", "01".repeat(32))] {
            assert!(Keys::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(keys.derived("a").unwrap().len(), 2);
        assert_ne!(keys.derived("a"), keys.derived("b"));
        assert_eq!(keys.derived("a").unwrap()[0], one.derived("a").unwrap()[0], "an older key stays");
        assert_eq!(Keys::default().derived("a"), Some(Vec::new()));
        assert_ne!(Keys::new_key(), Keys::new_key());
        assert!(Keys::parse(&Keys::new_key()).is_some());
    }

    #[test]
    fn what_is_read_again_is_read_where_it_stood_and_with_its_key() {
        const OF: Hidden = Hidden { table: "person", column: "totp_secret" };
        let one = Keys::parse(&"01".repeat(32)).unwrap();
        let both = Keys::parse(&format!("{},{}", "01".repeat(32), "02".repeat(32))).unwrap();
        let kept = one.hide(OF, 7, "JBSWY3DP").unwrap();
        assert!(!kept.contains("JBSWY3DP") && Some(&kept) != one.hide(OF, 7, "JBSWY3DP").as_ref(), "{kept}");
        assert_eq!(one.reveal(OF, 7, &kept).as_deref(), Some("JBSWY3DP"));
        assert_eq!(both.reveal(OF, 7, &kept).as_deref(), Some("JBSWY3DP"), "an older key stays");
        let broken = format!("{}{}", &kept[..kept.len() - 1], if kept.ends_with('0') { '1' } else { '0' });
        for (keys, id, kept) in [
            (&one, 8, kept.as_str()),
            (&one, 7, broken.as_str()),
            (&one, 7, both.hide(OF, 7, "JBSWY3DP").unwrap().as_str()),
            (&Keys::parse(&"03".repeat(32)).unwrap(), 7, kept.as_str()),
            (&one, 7, "key0:00"),
            (&one, 7, "key1:00"),
            (&one, 7, "JBSWY3DP"),
        ] {
            assert_eq!(keys.reveal(OF, id, kept), None, "{kept}");
        }
        assert_eq!(Keys::default().hide(OF, 7, "JBSWY3DP").as_deref(), Some("JBSWY3DP"));
        assert_eq!(Keys::default().reveal(OF, 7, "JBSWY3DP").as_deref(), Some("JBSWY3DP"));
    }
}
