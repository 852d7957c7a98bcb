//! Who signs badges, and how: Data Integrity with the suite `eddsa-rdfc-2022` (<https://www.w3.org/TR/vc-data-integrity/>,
//! <https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022>), by a `did:web` (<https://w3c-ccg.github.io/did-method-web/>), whose keys stand in
//! its document as Multikey (<https://www.w3.org/TR/cid/#Multikey>).

use chrono::{DateTime, SecondsFormat, Utc};
use ground::ctx::Site;
use ground::error::AppError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::graph::{Said, TYPE, Term, Thing};
use crate::trouble::unexpected;

const SECURITY: &str = "https://w3id.org/security#";
const CREATED: Term = Term::of("http://purl.org/dc/terms/", "created");
const CRYPTOSUITE: Term = Term::of(SECURITY, "cryptosuite");
const PROOF_PURPOSE: Term = Term::of(SECURITY, "proofPurpose");
const VERIFICATION_METHOD: Term = Term::of(SECURITY, "verificationMethod");
const DATA_INTEGRITY: Term = Term::of(SECURITY, "DataIntegrityProof");
const ASSERTION: Term = Term::of(SECURITY, "assertionMethod");

/// An instant, as proofs and credentials write it.
pub const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
/// What the installation's keys are used for here.
const PURPOSE: &str = "souq: badges";
/// How the bytes of a public key of Ed25519 begin.
const ED25519_PUB: &[u8] = &[0xed, 0x01];
/// Letters of a host that stand in a DID as they are; the colon before a port does not.
const HOST: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// The Authority as it signs: with the newest key of the installation, and known by all of them.
pub struct Signer {
    did: String,
    /// The oldest first.
    pairs: Vec<Ed25519KeyPair>,
}

impl Signer {
    /// The signer of an installation. Without keys it signs nothing.
    pub fn of(site: &Site) -> Result<Self, AppError> {
        let seeds = site.keys.derived(PURPOSE).ok_or_else(|| unexpected("no key for badges"))?;
        let pairs = seeds.iter().map(|seed| Ed25519KeyPair::from_seed_unchecked(seed)).collect::<Result<_, _>>().map_err(unexpected)?;
        let host = site.public_url.split_once("://").map_or(site.public_url.as_str(), |(_, host)| host);
        Ok(Self { did: format!("did:web:{}", utf8_percent_encode(host, HOST)), pairs })
    }

    /// By what the signer is known.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// Where a key stands in the document; the oldest has number 1, and keeps it.
    fn method(&self, number: usize) -> String {
        format!("{}#key-{number}", self.did)
    }

    /// The public keys, the newest first, as some readers take the first one; none without keys.
    pub fn document(&self) -> Option<Value> {
        let numbered = self.pairs.iter().enumerate();
        let (ids, keys): (Vec<String>, Vec<Value>) = numbered.rev().map(|(before, pair)| self.told(before + 1, pair)).unzip();
        let contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"];
        let document = json!({ "@context": contexts, "id": self.did, "verificationMethod": keys, "assertionMethod": ids });
        (!ids.is_empty()).then_some(document)
    }

    /// Where a public key stands, and what stands there.
    fn told(&self, number: usize, pair: &Ed25519KeyPair) -> (String, Value) {
        let (id, public) = (self.method(number), multibase(&[ED25519_PUB, pair.public_key().as_ref()].concat()));
        let key = json!({ "id": id, "type": "Multikey", "controller": self.did, "publicKeyMultibase": public });
        (id, key)
    }

    /// The JSON of a credential with its proof.
    pub fn signed(&self, credential: &Thing, contexts: &[&str], created: DateTime<Utc>) -> Value {
        let mut whole = credential.json();
        whole.insert("@context".to_owned(), json!(contexts));
        if let Some(newest) = self.pairs.last() {
            let proof = proof(self.method(self.pairs.len()), created);
            let signature = newest.sign(&hashes(&proof, credential));
            let mut proof = proof.json();
            proof.insert("proofValue".to_owned(), multibase(signature.as_ref()).into());
            whole.insert("proof".to_owned(), proof.into());
        }
        whole.into()
    }
}

/// A proof before it has its value.
pub(super) fn proof(method: String, created: DateTime<Utc>) -> Thing {
    let suite = Said::Typed("https://w3id.org/security#cryptosuiteString", "eddsa-rdfc-2022".to_owned());
    let says = vec![
        (TYPE, Said::Word(DATA_INTEGRITY)),
        (CRYPTOSUITE, suite),
        (CREATED, Said::Typed(DATE_TIME, created.to_rfc3339_opts(SecondsFormat::Secs, true))),
        (VERIFICATION_METHOD, Said::Link(method)),
        (PROOF_PURPOSE, Said::Word(ASSERTION)),
    ];
    Thing { id: None, says }
}

/// What is signed, in 64 bytes: hash of the proof, hash of the credential.
pub(super) fn hashes(proof: &Thing, credential: &Thing) -> Vec<u8> {
    [proof, credential].iter().flat_map(|thing| Sha256::digest(thing.canonical())).collect()
}

/// Bytes in the letters of `base58btc`, with the mark for them.
fn multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}
