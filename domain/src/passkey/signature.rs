//! The signature's form. WebAuthn writes ECDSA's two numbers as DER; WebCrypto wants them side by side.

use super::{Algorithm, Disbelief, key};

/// The signature as WebCrypto takes it.
pub(super) fn for_platform(algorithm: Algorithm, given: &[u8]) -> Result<Vec<u8>, Disbelief> {
    match algorithm {
        Algorithm::Es256 => side_by_side(given).ok_or(Disbelief::UnreadableSignature),
        Algorithm::Rs256 => Ok(given.to_vec()),
    }
}

fn side_by_side(der: &[u8]) -> Option<Vec<u8>> {
    let numbers = key::whole(0x30, der)?;
    let (r, rest) = key::element(0x02, numbers)?;
    let s = key::whole(0x02, rest)?;
    Some([padded(r)?, padded(s)?].concat())
}

/// A DER integer as 32 bytes: positive, without needless zeros.
fn padded(integer: &[u8]) -> Option<[u8; 32]> {
    let magnitude = match integer {
        [0, rest @ ..] if rest.first().is_some_and(|byte| *byte >= 0x80) => rest,
        [1..=0x7f, ..] => integer,
        _ => return None,
    };
    let mut number = [0; 32];
    let start = number.len().checked_sub(magnitude.len())?;
    number[start..].copy_from_slice(magnitude);
    Some(number)
}
