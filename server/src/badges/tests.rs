use ground::ctx::Site;
use ground::seal::Keys;
use ring::signature::{ED25519, UnparsedPublicKey};

use super::*;

/// Keys and badges of these tests as another program wrote, signed and verified them (`openbadgeslib` 4.6.3, which canonises with `pyld`).
const GOLDEN: &str = include_str!("../../tests/data/badges.json");

/// A signer with keys that are one byte each, over and over.
fn signer(public_url: &str, bytes: &[u8]) -> Signer {
    let keys: Vec<String> = bytes.iter().map(|byte| hex::encode([*byte; 32])).collect();
    let keys = if keys.is_empty() { Keys::default() } else { Keys::parse(&keys.join(",")).unwrap() };
    Signer::of(&Site { public_url: public_url.into(), keys, ..Site::default() }).unwrap()
}

fn badge(l: &str, code: &str, title: &str, holder: &str) -> Badge {
    let arabic = l == "ar";
    let criteria = if arabic {
        "حضور القدر المطلوب من الساعات، والنجاح في التقييم إن وُجد."
    } else {
        "The required part of the hours was attended, and the assessment passed where there is one."
    };
    Badge {
        site: "https://souq.example".into(),
        page: format!("https://souq.example/{l}/certificates/{code}"),
        authority: if arabic { "هيئة الأسر المنتجة" } else { "Authority for Productive Families" }.into(),
        holder: holder.into(),
        title: title.into(),
        description: format!("{title} — {}", if arabic { "30 ساعة" } else { "30 hours" }),
        criteria: criteria.into(),
        issued_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        expires_on: NaiveDate::from_ymd_opt(2099, 11, 20).unwrap(),
        created: DateTime::from_timestamp(1_795_167_000, 123_456_000).unwrap(),
    }
}

fn olives() -> Badge {
    badge("ar", "AB12-CD34-EF56", "تعليب الزيتون والهريسة", "سالمة محمد المجبري")
}

#[test]
fn badges_are_those_that_another_program_signs_and_verifies() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let (both, first) = (signer("https://souq.example", &[1, 2]), signer("https://souq.example", &[1]));
    assert_eq!(both.document().unwrap(), golden["did"]);
    let odd = "«عسل»\n\"سدر\" \\ n\\t\u{1}<b>&amp;</b> 🍯👩🏽\u{200d}🍳 e\u{301} سَـلَّة\u{2028}'ⵣ' ^^<x:y> _:c14n0 @ar .\u{ffff}";
    let long = format!("{}end", "Long ".repeat(150));
    let signed = [
        olives().signed(&both),
        badge("en", "AB12-CD34-EF56", "Preserving olives and harissa", "Salma Mohamed Al-Majbari").signed(&both),
        badge("ar", "QU0T-E5BS-L4SH", odd, "O'Neil \"\\\" \\\\ \"").signed(&both),
        badge("en", "L0NG-L0NG-L0NG", &long, &"x".repeat(300)).signed(&both),
        olives().signed(&first),
    ];
    assert_eq!(golden["badges"].as_array().unwrap().len(), signed.len());
    for (ours, theirs) in signed.iter().zip(golden["badges"].as_array().unwrap()) {
        assert_eq!(ours, theirs);
    }
}

#[test]
fn the_proof_covers_all_that_is_said() {
    let signer = signer("https://souq.example", &[1, 2]);
    let bytes = |text: &Value| bs58::decode(&text.as_str().unwrap()[1..]).into_vec().unwrap();
    let public = bytes(&signer.document().unwrap()["verificationMethod"][0]["publicKeyMultibase"]);
    let value = bytes(&olives().signed(&signer)["proof"]["proofValue"]);
    let holds = |badge: &Badge, did: &str, method: &str| {
        let said = signer::hashes(&signer::proof(method.into(), badge.created), &badge.credential(did));
        UnparsedPublicKey::new(&ED25519, &public[2..]).verify(&said, &value).is_ok()
    };
    let (did, method) = ("did:web:souq.example", "did:web:souq.example#key-2");
    assert!(holds(&olives(), did, method));
    assert!(!holds(&olives(), "did:web:other.example", method));
    assert!(!holds(&olives(), did, "did:web:souq.example#key-1"));
    let changes: [fn(&mut Badge); 10] = [
        |badge| badge.site.push('x'),
        |badge| badge.page.push('x'),
        |badge| badge.authority.push('x'),
        |badge| badge.holder.push('x'),
        |badge| badge.title.push('x'),
        |badge| badge.description.push('x'),
        |badge| badge.criteria.push('x'),
        |badge| badge.issued_on = badge.issued_on.succ_opt().unwrap(),
        |badge| badge.expires_on = badge.expires_on.succ_opt().unwrap(),
        |badge| badge.created += chrono::Duration::seconds(1),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut changed = olives();
        change(&mut changed);
        assert!(!holds(&changed, did, method), "change {number}");
    }
}

#[test]
fn a_signer_is_known_by_its_address() {
    for (public_url, did) in [
        ("https://souq.example", "did:web:souq.example"),
        ("http://127.0.0.1:3000", "did:web:127.0.0.1%3A3000"),
        ("http://[::1]:3000", "did:web:%5B%3A%3A1%5D%3A3000"),
    ] {
        assert_eq!(signer(public_url, &[]).did(), did);
    }
}

#[test]
fn without_keys_nothing_is_signed() {
    let none = signer("https://souq.example", &[]);
    assert!(none.document().is_none());
    let unsigned = olives().signed(&none);
    assert!(unsigned["proof"].is_null() && unsigned["issuer"]["id"] == "did:web:souq.example", "{unsigned}");
}
