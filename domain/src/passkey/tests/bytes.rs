//! Keys of every size, and bytes that nobody would send by mistake.

use super::*;

/// An RSA key as SPKI, of so many bytes and with this exponent.
fn rsa(bytes: usize, exponent: &[u8]) -> Vec<u8> {
    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let head = match length {
            0..0x80 => vec![tag, length as u8],
            0x80..0x100 => vec![tag, 0x81, length as u8],
            _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
        };
        [head, content.to_vec()].concat()
    }
    let modulus = [&[0][..], &vec![0xc5; bytes]].concat();
    let key = der(0x30, &[der(2, &modulus), der(2, exponent)].concat());
    let kind = der(
        0x30,
        &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0],
    );
    der(0x30, &[kind, der(3, &[vec![0], key].concat())].concat())
}

#[test]
fn rsa_keys_are_taken_from_2048_bits_on() {
    const F4: &[u8] = &[1, 0, 1];
    for (spki, algorithm) in [
        (rsa(256, F4), Ok(Algorithm::Rs256)),
        (rsa(512, F4), Ok(Algorithm::Rs256)),
        (rsa(255, F4), Err(Disbelief::UnsupportedKey)),
        (rsa(128, F4), Err(Disbelief::UnsupportedKey)),
        (rsa(513, F4), Err(Disbelief::UnsupportedKey)),
        (rsa(256, &[3]), Err(Disbelief::UnsupportedKey)),
        (
            [rsa(256, F4), vec![0]].concat(),
            Err(Disbelief::UnsupportedKey),
        ),
    ] {
        assert_eq!(PublicKey::read(&spki).map(|key| key.algorithm()), algorithm);
    }
    // Ed25519 (RFC 8410) was not asked for.
    let ed25519 = [
        &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0][..],
        &[1; 32],
    ]
    .concat();
    assert_eq!(PublicKey::read(&ed25519), Err(Disbelief::UnsupportedKey));
}

proptest! {
    #[test]
    fn any_bytes_are_taken_without_a_panic(
        a in prop::collection::vec(any::<u8>(), 0..200),
        b in prop::collection::vec(any::<u8>(), 0..200),
        c in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let _ = Registration { credential: &c, client_data: &a, authenticator_data: &b, public_key: &c }.check(&EXPECTED);
        let _ = Assertion { credential: CREDENTIAL, client_data: &a, authenticator_data: &b, signature: &c, user: USER }
            .check(&EXPECTED, &known(0));
    }

    #[test]
    fn an_honest_part_with_any_byte_changed_is_never_believed(place in 0usize..37, change in 1u8..) {
        // The signature covers every byte, so whatever passes the other checks fails at it.
        let honest = Signed::honest();
        let signature: DerSignature = key().sign(
            &[&honest.authenticator_data[..], &Sha256::digest(honest.client_data.to_string())[..]].concat());
        let mut signed = Signed { signature: Some(signature.as_bytes().to_vec()), ..honest };
        signed.authenticator_data[place] ^= change;
        prop_assert!(signed.check().is_err());
    }

    #[test]
    fn any_key_bytes_are_taken_without_a_panic(head in 0usize..91, tail in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = PublicKey::read(&[&spki()[..head], &tail].concat());
        let long = rsa(256, &[1, 0, 1]);
        let _ = PublicKey::read(&[&long[..head], &tail].concat());
    }

    #[test]
    fn a_signature_keeps_its_numbers(seed in any::<[u8; 16]>()) {
        let signature: Signature = key().sign(&seed);
        let der = signature.to_der();
        let side_by_side = signature::for_platform(Algorithm::Es256, der.as_bytes());
        prop_assert_eq!(side_by_side, Ok(signature.to_bytes().to_vec()));
    }
}
