//! The public key of a passkey, as SubjectPublicKeyInfo (RFC 5280), of one of the two kinds that we ask for.
//!
//! Only as much DER is read as tells the kind and the size. Whether a point lies on its curve is for the platform to
//! find out when it takes the key into use.

use super::Disbelief;

/// The kinds of signature that we take, with the numbers that WebAuthn (COSE) knows them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, which Windows Hello uses.
    Rs256,
}

impl Algorithm {
    /// Both, the better liked first.
    pub const ALL: [Algorithm; 2] = [Algorithm::Es256, Algorithm::Rs256];

    /// The number in the COSE registry.
    pub const fn cose(self) -> i32 {
        match self {
            Algorithm::Es256 => -7,
            Algorithm::Rs256 => -257,
        }
    }
}

/// A public key of a kind that we take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: Algorithm,
    spki: Vec<u8>,
}

/// All of a P-256 key before its two coordinates: kind, curve, "here come bits", "uncompressed".
pub(super) const P256_BEFORE_POINT: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];
const P256_BYTES: usize = P256_BEFORE_POINT.len() + 64;

/// `rsaEncryption` with its NULL, as the content of an AlgorithmIdentifier.
const RSA_ENCRYPTION: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];
/// From 2048 to 4096 bits.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

impl PublicKey {
    /// Reads a key; refuses every kind but the two.
    pub fn read(spki: &[u8]) -> Result<Self, Disbelief> {
        let algorithm = if is_p256(spki) {
            Algorithm::Es256
        } else if is_rsa(spki) == Some(true) {
            Algorithm::Rs256
        } else {
            return Err(Disbelief::UnsupportedKey);
        };
        Ok(Self {
            algorithm,
            spki: spki.to_vec(),
        })
    }

    /// Its kind.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key as it came.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }
}

fn is_p256(spki: &[u8]) -> bool {
    spki.len() == P256_BYTES && spki.starts_with(P256_BEFORE_POINT)
}

/// `None` where the DER is cut off or has something behind its end.
fn is_rsa(spki: &[u8]) -> Option<bool> {
    let content = whole(0x30, spki)?;
    let (kind, rest) = element(0x30, content)?;
    let bits = whole(0x03, rest)?;
    let key = whole(0x30, bits.strip_prefix(&[0])?)?;
    let (modulus, rest) = element(0x02, key)?;
    let exponent = whole(0x02, rest)?;
    // A leading zero keeps the number positive and is none of its bytes.
    let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    Some(
        kind == RSA_ENCRYPTION
            && RSA_MODULUS_BYTES.contains(&modulus.len())
            && modulus.first().is_some_and(|byte| *byte >= 0x80)
            && exponent == [1, 0, 1],
    )
}

/// The content of the DER element that fills `bytes` to the last.
pub(super) fn whole(tag: u8, bytes: &[u8]) -> Option<&[u8]> {
    element(tag, bytes)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(content, _)| content)
}

/// The content of the DER element that `bytes` begin with, and what follows it. Lengths up to two bytes.
pub(super) fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(&[tag])?;
    let (length, rest) = match rest {
        [short @ 0..=0x7f, rest @ ..] => (usize::from(*short), rest),
        [0x81, one @ 0x80..=0xff, rest @ ..] => (usize::from(*one), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}
