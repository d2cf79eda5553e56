//! Passkeys on this device: `navigator.credentials`, spoken to by name.
//!
//! The bindings of `web_sys` would add a type for each dictionary; a handful of names says the same. Never in here:
//! whether a passkey is believed. That is for the edge to decide, by `domain::passkey`.

use domain::{
    bytes::Bytes,
    confirmation::{Proof, Purpose},
    passkey::{Algorithm, PasskeyAnswer},
    wire::{AddPasskey, PasskeyChallenge, PasskeyInvitation, Proven},
};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    api::{self, Failure},
    browser,
    words::{Key, text},
};

/// How long a device may wait for its owner, in milliseconds; a little less than the challenge lives.
const PATIENCE_MS: i32 = 4 * 60 * 1000;

/// Why nothing came of a passkey.
#[derive(Clone, PartialEq)]
pub(crate) enum Trouble {
    /// The device did not do it.
    Device(Key),
    /// The edge did not.
    Edge(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Trouble::Edge(failure)
    }
}

/// Whether this browser knows passkeys at all.
pub(crate) fn is_known_here() -> bool {
    Reflect::has(&js_sys::global(), &"PublicKeyCredential".into()).unwrap_or(false)
}

/// Has the device make a passkey, and adds it to the account under this name; with a fresh proof where one is needed.
pub(crate) async fn add(name: String, owner: &str, proof: Option<Proof>) -> Result<(), Trouble> {
    let invitation = api::invite_passkey(&Proven { proof }).await?;
    let made = make(&invitation, name, owner).await.map_err(of_device)?;
    Ok(api::add_passkey(&made).await?)
}

/// Has the device answer a challenge, and signs in with it.
pub(crate) async fn sign_in() -> Result<(), Trouble> {
    let challenge = api::passkey_challenge().await?;
    let answer = answer(&challenge).await.map_err(of_device)?;
    Ok(api::sign_in_with_passkey(&answer).await?)
}

/// Has the device answer a challenge that is for one purpose only.
pub(crate) async fn prove(purpose: Purpose) -> Result<Proof, Trouble> {
    let challenge = api::confirmation_challenge(purpose).await?;
    let answer = answer(&challenge).await.map_err(of_device)?;
    Ok(Proof::Passkey(answer))
}

/// A name to begin with: what kind of device this is.
pub(crate) fn device_name() -> &'static str {
    let agent = browser::window()
        .and_then(|window| window.navigator().user_agent().ok())
        .unwrap_or_default();
    ["iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS"]
        .into_iter()
        .find(|kind| agent.contains(kind))
        .map_or("", |kind| match kind {
            "Macintosh" => "Mac",
            "CrOS" => "Chromebook",
            kind => kind,
        })
}

async fn make(
    invitation: &PasskeyInvitation,
    name: String,
    owner: &str,
) -> Result<AddPasskey, JsValue> {
    let kinds = Algorithm::ALL
        .iter()
        .map(|kind| object(&[("type", "public-key".into()), ("alg", kind.cose().into())]));
    let known = invitation
        .known
        .iter()
        .map(|id| object(&[("type", "public-key".into()), ("id", array(id))]));
    let options = object(&[
        ("challenge", array(&invitation.challenge)),
        ("rp", object(&[("name", "Call Santa".into())])),
        (
            "user",
            object(&[
                ("id", array(&invitation.user)),
                ("name", owner.into()),
                ("displayName", owner.into()),
            ]),
        ),
        ("pubKeyCredParams", kinds.collect::<Array>().into()),
        ("excludeCredentials", known.collect::<Array>().into()),
        (
            "authenticatorSelection",
            object(&[
                ("residentKey", "required".into()),
                ("requireResidentKey", true.into()),
                ("userVerification", "required".into()),
            ]),
        ),
        ("attestation", "none".into()),
        ("timeout", PATIENCE_MS.into()),
    ]);
    let (credential, response) = ask("create", options).await?;
    Ok(AddPasskey {
        name,
        credential: bytes(&get(&credential, "rawId")?),
        client_data: bytes(&get(&response, "clientDataJSON")?),
        authenticator_data: bytes(&told(&response, "getAuthenticatorData")?),
        public_key: bytes(&told(&response, "getPublicKey")?),
    })
}

async fn answer(challenge: &PasskeyChallenge) -> Result<PasskeyAnswer, JsValue> {
    let options = object(&[
        ("challenge", array(&challenge.challenge)),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE_MS.into()),
    ]);
    let (credential, response) = ask("get", options).await?;
    Ok(PasskeyAnswer {
        credential: bytes(&get(&credential, "rawId")?),
        client_data: bytes(&get(&response, "clientDataJSON")?),
        authenticator_data: bytes(&get(&response, "authenticatorData")?),
        signature: bytes(&get(&response, "signature")?),
        user: bytes(&get(&response, "userHandle")?),
    })
}

/// Asks `navigator.credentials` and takes the credential and its response.
async fn ask(what: &str, options: JsValue) -> Result<(JsValue, JsValue), JsValue> {
    let navigator = get(&js_sys::global(), "navigator")?;
    let credentials = get(&navigator, "credentials")?;
    let deed: Function = get(&credentials, what)?.dyn_into()?;
    let promise: Promise = deed
        .call1(&credentials, &object(&[("publicKey", options)]))?
        .dyn_into()?;
    let credential = JsFuture::from(promise).await?;
    let response = get(&credential, "response")?;
    Ok((credential, response))
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

/// What a method without arguments answers; what it does not want to tell is an error.
fn told(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let method: Function = get(of, name)?.dyn_into()?;
    let answer = method.call0(of)?;
    if answer.is_null() {
        Err(answer)
    } else {
        Ok(answer)
    }
}

/// The bytes of an `ArrayBuffer`; none of what is not there, which the edge then does not believe.
fn bytes(buffer: &JsValue) -> Bytes {
    Bytes(Uint8Array::new(buffer).to_vec())
}

fn array(bytes: &Bytes) -> JsValue {
    Uint8Array::from(&bytes.0[..]).into()
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a plain object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// What the device's error is called on the page.
fn of_device(error: JsValue) -> Trouble {
    let name = get(&error, "name").ok().and_then(|name| name.as_string());
    Trouble::Device(match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => text::keys::DEVICE_CANCELLED,
        Some("InvalidStateError") => text::keys::DEVICE_HAS_ONE,
        _ => text::keys::DEVICE_UNABLE,
    })
}
