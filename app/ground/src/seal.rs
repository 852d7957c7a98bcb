//! What a thief of the database could find by trying, because there is little of it: national numbers, recovery codes. Such values are
//! kept as HMACs under keys that are not in the database.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sha2::{Digest, Sha256};

use crate::db::Db;

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

    /// By which a key is known again in the database.
    fn proof(key: &[u8; 32]) -> String {
        hmac(key, "souq")
    }

    /// Seals what is not sealed with all keys yet, once for all processes.
    ///
    /// # Errors
    /// Keys that are not those with which the database was sealed.
    pub async fn settle(&self, db: &Db, columns: &[Sealed]) -> Result<(), Foreign> {
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
            for Sealed { table, column, rows } in columns {
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
        Ok(tx.commit().await?)
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
        assert_ne!(Keys::new_key(), Keys::new_key());
        assert!(Keys::parse(&Keys::new_key()).is_some());
    }
}
