//! The runtime's own cryptography: checks the signature of a passkey.
//!
//! A library for the two kinds of signature would weigh 43 KB in the compressed Worker and spend its CPU time; the
//! runtime has both, written for the purpose. Never in here: what else makes an assertion believable.

use domain::passkey::{Algorithm, Claim};
use web_sys::{Crypto, CryptoKey};
use worker::{
    js_sys::{Array, Object, Reflect, Uint8Array, global},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
};

use crate::error::Fault;

/// Whether the claim's signature fits its message under its key. A key that the runtime does not take fits nothing.
pub(crate) async fn signature_fits(claim: &Claim) -> Result<bool, Fault> {
    let crypto: Crypto = Reflect::get(&global(), &"crypto".into())
        .map_err(|_| Fault::new("opening the runtime's cryptography", ""))?
        .unchecked_into();
    let fits = fits(&crypto, claim).await;
    Ok(fits.is_ok_and(|answer| answer.as_bool() == Some(true)))
}

async fn fits(crypto: &Crypto, claim: &Claim) -> Result<JsValue, JsValue> {
    let subtle = crypto.subtle();
    let (of_key, of_signature) = match claim.key().algorithm() {
        Algorithm::Es256 => (
            object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?,
            object(&[("name", "ECDSA"), ("hash", "SHA-256")])?,
        ),
        Algorithm::Rs256 => {
            let rsa = object(&[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")])?;
            (rsa.clone(), rsa)
        }
    };
    let key = subtle.import_key_with_object(
        "spki",
        &Uint8Array::from(claim.key().spki()),
        &of_key,
        false,
        &Array::of1(&"verify".into()),
    )?;
    let key: CryptoKey = JsFuture::from(key).await?.unchecked_into();
    let answer = subtle.verify_with_object_and_js_u8_array_and_js_u8_array(
        &of_signature,
        &key,
        &Uint8Array::from(claim.signature()),
        &Uint8Array::from(claim.message()),
    )?;
    JsFuture::from(answer).await
}

fn object(members: &[(&str, &str)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), &(*value).into())?;
    }
    Ok(object)
}
