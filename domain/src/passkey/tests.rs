//! An honest authenticator, and forgeries made of what it says: each has one thing wrong and its own disbelief.

use p256::ecdsa::{
    DerSignature, Signature, SigningKey, VerifyingKey,
    signature::{Signer, Verifier},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::bytes::Bytes;

mod bytes;

const ORIGIN: &str = "https://callsanta.space";
const CHALLENGE: &[u8] = &[7; 32];
const CREDENTIAL: &[u8] = b"credential of mother's tablet";
const USER: &[u8] = b"0123";
const EXPECTED: Expected<'_> = Expected {
    challenge: CHALLENGE,
    origin: ORIGIN,
};
/// Present, verified; and in a registration with a credential.
const SEEN: u8 = 0x05;
const SEEN_WITH_CREDENTIAL: u8 = 0x45;

fn key() -> SigningKey {
    SigningKey::from_slice(&[9; 32]).unwrap()
}

fn spki() -> Vec<u8> {
    let point = key().verifying_key().to_encoded_point(false);
    [&key::P256_BEFORE_POINT[..26], point.as_bytes()].concat()
}

fn client_data(ceremony: &str) -> Value {
    json!({"type": ceremony, "challenge": Bytes(CHALLENGE.to_vec()).text(), "origin": ORIGIN, "crossOrigin": false})
}

fn authenticator_data(site: &str, flags: u8, counter: u32) -> Vec<u8> {
    [
        &Sha256::digest(site)[..],
        &[flags],
        &counter.to_be_bytes()[..],
    ]
    .concat()
}

fn with_credential(mut data: Vec<u8>, id: &[u8]) -> Vec<u8> {
    data.extend([0; 16]);
    data.extend(u16::try_from(id.len()).unwrap().to_be_bytes());
    data.extend(id);
    data.extend(b"a key in CBOR");
    data
}

/// The parts of a registration, to be forged one by one.
struct Made {
    credential: Vec<u8>,
    client_data: Value,
    authenticator_data: Vec<u8>,
    public_key: Vec<u8>,
}

impl Made {
    fn honest() -> Self {
        Self {
            credential: CREDENTIAL.to_vec(),
            client_data: client_data("webauthn.create"),
            authenticator_data: with_credential(
                authenticator_data("callsanta.space", SEEN_WITH_CREDENTIAL, 0),
                CREDENTIAL,
            ),
            public_key: spki(),
        }
    }

    fn check(&self) -> Result<NewPasskey, Disbelief> {
        Registration {
            credential: &self.credential,
            client_data: self.client_data.to_string().as_bytes(),
            authenticator_data: &self.authenticator_data,
            public_key: &self.public_key,
        }
        .check(&EXPECTED)
    }
}

/// The parts of an assertion, signed when it is checked unless a signature is given.
struct Signed {
    credential: Vec<u8>,
    client_data: Value,
    authenticator_data: Vec<u8>,
    signature: Option<Vec<u8>>,
    user: Vec<u8>,
    counter_before: u32,
}

impl Signed {
    fn honest() -> Self {
        Self {
            credential: CREDENTIAL.to_vec(),
            client_data: client_data("webauthn.get"),
            authenticator_data: authenticator_data("callsanta.space", SEEN, 6),
            signature: None,
            user: USER.to_vec(),
            counter_before: 5,
        }
    }

    fn check(&self) -> Result<u32, Disbelief> {
        let client_data = self.client_data.to_string();
        let signature = self.signature.clone().unwrap_or_else(|| {
            let message = [
                &self.authenticator_data[..],
                &Sha256::digest(&client_data)[..],
            ]
            .concat();
            let signature: DerSignature = key().sign(&message);
            signature.as_bytes().to_vec()
        });
        let claim = Assertion {
            credential: &self.credential,
            client_data: client_data.as_bytes(),
            authenticator_data: &self.authenticator_data,
            signature: &signature,
            user: &self.user,
        }
        .check(&EXPECTED, &known(self.counter_before))?;
        let fits = fits(&claim);
        claim.settle(fits)
    }
}

fn known(counter: u32) -> KnownPasskey {
    KnownPasskey {
        credential: CREDENTIAL.to_vec(),
        key: PublicKey::read(&spki()).unwrap(),
        counter,
        user: USER.to_vec(),
    }
}

/// What the platform answers, here by a library that knows nothing of ours.
fn fits(claim: &Claim) -> bool {
    let point = &claim.key().spki()[26..];
    let key = VerifyingKey::from_sec1_bytes(point).unwrap();
    Signature::from_slice(claim.signature())
        .is_ok_and(|signature| key.verify(claim.message(), &signature).is_ok())
}

#[test]
fn an_honest_registration_is_believed() {
    let believed = Made::honest().check().unwrap();
    assert_eq!(believed.credential, CREDENTIAL);
    assert_eq!(believed.key.algorithm(), Algorithm::Es256);
    assert_eq!(believed.counter, 0);
}

#[test]
fn an_honest_assertion_is_believed() {
    assert_eq!(Signed::honest().check(), Ok(6));
}

#[test]
fn what_browsers_add_to_the_client_data_is_let_be() {
    let mut made = Made::honest();
    made.client_data["other_keys_can_be_added_here"] = "do not compare".into();
    assert!(made.check().is_ok());
    let mut signed = Signed::honest();
    signed
        .client_data
        .as_object_mut()
        .unwrap()
        .remove("crossOrigin");
    assert!(signed.check().is_ok());
}

/// A way to spoil something, and what is said to it.
type Forgery<T> = (fn(&mut T), Disbelief);

#[test]
fn a_forged_registration_is_refused() {
    let forgeries: &[Forgery<Made>] = &[
        (
            |m| m.client_data = json!([]),
            Disbelief::UnreadableClientData,
        ),
        (
            |m| m.client_data = json!({}),
            Disbelief::UnreadableClientData,
        ),
        (
            |m| m.client_data["type"] = "webauthn.get".into(),
            Disbelief::WrongCeremony,
        ),
        (
            |m| m.client_data["challenge"] = Bytes(vec![8; 32]).text().into(),
            Disbelief::WrongChallenge,
        ),
        (
            |m| m.client_data["challenge"] = "".into(),
            Disbelief::WrongChallenge,
        ),
        (
            |m| m.client_data["origin"] = "https://callsanta.space.example".into(),
            Disbelief::WrongOrigin,
        ),
        (
            |m| m.client_data["origin"] = "http://callsanta.space".into(),
            Disbelief::WrongOrigin,
        ),
        (
            |m| m.client_data["origin"] = "https://evil.callsanta.space".into(),
            Disbelief::WrongOrigin,
        ),
        (
            |m| m.client_data["crossOrigin"] = true.into(),
            Disbelief::CrossOrigin,
        ),
        (
            |m| m.client_data["topOrigin"] = "https://example.com".into(),
            Disbelief::CrossOrigin,
        ),
        (
            |m| m.authenticator_data.truncate(36),
            Disbelief::UnreadableAuthenticatorData,
        ),
        (
            |m| m.authenticator_data.truncate(60),
            Disbelief::UnreadableAuthenticatorData,
        ),
        (
            |m| m.authenticator_data.clear(),
            Disbelief::UnreadableAuthenticatorData,
        ),
        (
            |m| m.authenticator_data[54] = 0xff,
            Disbelief::UnreadableAuthenticatorData,
        ),
        (|m| m.authenticator_data[0] ^= 1, Disbelief::WrongSite),
        (|m| m.authenticator_data[32] &= !0x01, Disbelief::UserAbsent),
        (
            |m| m.authenticator_data[32] &= !0x04,
            Disbelief::UserUnverified,
        ),
        (
            |m| m.authenticator_data[32] |= 0x10,
            Disbelief::ImpossibleBackup,
        ),
        (
            |m| m.authenticator_data = authenticator_data("callsanta.space", SEEN, 0),
            Disbelief::NoCredential,
        ),
        (
            |m| {
                let data = authenticator_data("callsanta.space", SEEN_WITH_CREDENTIAL, 0);
                m.authenticator_data = with_credential(data, &[]);
            },
            Disbelief::NoCredential,
        ),
        (
            |m| {
                let data = authenticator_data("callsanta.space", SEEN_WITH_CREDENTIAL, 0);
                m.authenticator_data = with_credential(data, &[1; CREDENTIAL_ID_BYTES + 1]);
            },
            Disbelief::NoCredential,
        ),
        (|m| m.credential[0] ^= 1, Disbelief::WrongCredential),
        (|m| m.credential.truncate(4), Disbelief::WrongCredential),
        (|m| m.public_key.clear(), Disbelief::UnsupportedKey),
        (|m| m.public_key.push(0), Disbelief::UnsupportedKey),
        // Another curve, and a compressed point.
        (|m| m.public_key[22] ^= 1, Disbelief::UnsupportedKey),
        (|m| m.public_key[26] = 2, Disbelief::UnsupportedKey),
    ];
    for (number, (spoil, disbelief)) in forgeries.iter().enumerate() {
        let mut made = Made::honest();
        spoil(&mut made);
        assert_eq!(made.check(), Err(*disbelief), "forgery {number}");
    }
}

#[test]
fn a_forged_assertion_is_refused() {
    let forgeries: &[Forgery<Signed>] = &[
        (
            |s| s.client_data = "webauthn.get".into(),
            Disbelief::UnreadableClientData,
        ),
        (
            |s| s.client_data["type"] = "webauthn.create".into(),
            Disbelief::WrongCeremony,
        ),
        (
            |s| s.client_data["type"] = "payment.get".into(),
            Disbelief::WrongCeremony,
        ),
        (
            |s| s.client_data["challenge"] = Bytes(vec![7; 31]).text().into(),
            Disbelief::WrongChallenge,
        ),
        (
            |s| s.client_data["origin"] = "https://callsanta.spaces".into(),
            Disbelief::WrongOrigin,
        ),
        (
            |s| s.client_data["crossOrigin"] = true.into(),
            Disbelief::CrossOrigin,
        ),
        (|s| s.credential.push(0), Disbelief::WrongCredential),
        (|s| s.user.clear(), Disbelief::WrongUser),
        (|s| s.user[0] ^= 1, Disbelief::WrongUser),
        (
            |s| s.authenticator_data = authenticator_data("example.com", SEEN, 6),
            Disbelief::WrongSite,
        ),
        (|s| s.authenticator_data[32] = 0x04, Disbelief::UserAbsent),
        (
            |s| s.authenticator_data[32] = 0x01,
            Disbelief::UserUnverified,
        ),
        (
            |s| s.authenticator_data[32] = 0x15,
            Disbelief::ImpossibleBackup,
        ),
        (
            |s| s.authenticator_data.push(0),
            Disbelief::UnreadableAuthenticatorData,
        ),
        (
            |s| s.authenticator_data[32] = 0x85,
            Disbelief::UnreadableAuthenticatorData,
        ),
        (|s| s.counter_before = 6, Disbelief::CounterWentBack),
        (|s| s.counter_before = 7, Disbelief::CounterWentBack),
        (
            |s| s.signature = Some(vec![]),
            Disbelief::UnreadableSignature,
        ),
        (
            |s| s.signature = Some(vec![0x30, 0]),
            Disbelief::UnreadableSignature,
        ),
        (
            |s| {
                s.signature =
                    Some([&[0x30, 0x44, 2, 0x20], &[1; 32][..], &[2, 0x20], &[1; 32]].concat())
            },
            Disbelief::WrongSignature,
        ),
    ];
    for (number, (spoil, disbelief)) in forgeries.iter().enumerate() {
        let mut signed = Signed::honest();
        spoil(&mut signed);
        assert_eq!(signed.check(), Err(*disbelief), "forgery {number}");
    }
}

#[test]
fn what_was_signed_for_one_message_does_not_fit_another() {
    let honest = Signed::honest();
    let message = [
        &honest.authenticator_data[..],
        &Sha256::digest(honest.client_data.to_string())[..],
    ]
    .concat();
    let signature: DerSignature = key().sign(&message);
    let signature = Some(signature.as_bytes().to_vec());
    let with_other_counter = Signed {
        authenticator_data: authenticator_data("callsanta.space", SEEN, 7),
        signature: signature.clone(),
        ..Signed::honest()
    };
    assert_eq!(with_other_counter.check(), Err(Disbelief::WrongSignature));
    let mut with_other_client_data = Signed {
        signature,
        ..Signed::honest()
    };
    with_other_client_data.client_data["more"] = 1.into();
    assert_eq!(
        with_other_client_data.check(),
        Err(Disbelief::WrongSignature)
    );
}

#[test]
fn a_counter_goes_up_or_stays_at_nothing() {
    for (before, now, fine) in [
        (0, 0, true),
        (0, 1, true),
        (5, 6, true),
        (5, 4_000_000_000, true),
        (5, 5, false),
        (5, 4, false),
        (5, 0, false),
        (1, 0, false),
    ] {
        assert_eq!(moved_on(before, now), fine, "{before} then {now}");
        let mut signed = Signed::honest();
        signed.counter_before = before;
        signed.authenticator_data = authenticator_data("callsanta.space", SEEN, now);
        let answer = if fine {
            Ok(now)
        } else {
            Err(Disbelief::CounterWentBack)
        };
        assert_eq!(signed.check(), answer);
    }
}

#[test]
fn a_passkey_that_is_kept_in_sync_is_believed() {
    let mut signed = Signed::honest();
    signed.authenticator_data[32] |= 0x18;
    assert_eq!(signed.check(), Ok(6));
}

#[test]
fn the_site_is_the_host_without_its_port() {
    for (origin, site) in [
        ("https://callsanta.space", "callsanta.space"),
        ("http://localhost:8787", "localhost"),
        ("nonsense", ""),
    ] {
        let expected = Expected {
            challenge: CHALLENGE,
            origin,
        };
        assert_eq!(expected.site(), site);
    }
}

#[test]
fn a_name_is_trimmed_and_bounded() {
    assert_eq!(name("  Mors iPad\n").as_deref(), Some("Mors iPad"));
    assert_eq!(name("æ".repeat(40).as_str()), Some("æ".repeat(40)));
    for wrong in ["", "  ", "\u{7}", &"x".repeat(41)] {
        assert_eq!(name(wrong), None);
    }
}
