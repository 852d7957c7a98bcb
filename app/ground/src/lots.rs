//! Lots that anybody can draw again.

use sha2::{Digest, Sha256};

/// A new seed: 128 random bits in hexadecimal.
pub fn seed() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// The lot of a reference number under a published seed, with `printf '%s' "$seed:$reference" | sha256sum`; the smaller comes
/// first.
pub fn lot(seed: &str, reference: &str) -> String {
    hex::encode(Sha256::digest(format!("{seed}:{reference}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_can_be_drawn_again() {
        // printf '%s' 'abc:E-2026-00001' | sha256sum
        assert_eq!(lot("abc", "E-2026-00001"), "e327a51881b9f4c57b148ebefe23fa170b0520c9d1abff760d7c3498a679e004");
        assert_ne!(lot("abc", "E-2026-00001"), lot("abd", "E-2026-00001"));
    }
}
