//! The authenticator data: what the device says, as bytes of a fixed layout (WebAuthn, section 6.1).
//!
//! Read up to the credential's id; the key and the extensions behind it are CBOR, and nobody here needs them.

use sha2::{Digest, Sha256};

use super::Disbelief;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const IS_BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Authenticator data, read but not yet believed.
pub(super) struct AuthenticatorData<'a> {
    site_hash: &'a [u8; 32],
    flags: u8,
    /// How often the passkey was used; 0 where it does not count.
    pub(super) counter: u32,
    /// The id of the new credential, in a registration.
    pub(super) credential: Option<&'a [u8]>,
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Disbelief> {
        Self::split(bytes).ok_or(Disbelief::UnreadableAuthenticatorData)
    }

    fn split(bytes: &'a [u8]) -> Option<Self> {
        let (site_hash, rest) = bytes.split_first_chunk::<32>()?;
        let (&[flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, rest) = rest.split_first_chunk::<4>()?;
        let (credential, rest) = if flags & HAS_CREDENTIAL == 0 {
            (None, rest)
        } else {
            let (_model, rest) = rest.split_first_chunk::<16>()?;
            let (length, rest) = rest.split_first_chunk::<2>()?;
            let (id, key) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
            (Some(id), key)
        };
        // A credential is followed by its key, and extensions take up room; otherwise nothing may be left.
        let announces_more = flags & (HAS_CREDENTIAL | HAS_EXTENSIONS) != 0;
        (announces_more != rest.is_empty()).then_some(Self {
            site_hash,
            flags,
            counter: u32::from_be_bytes(*counter),
            credential,
        })
    }

    /// What holds for a registration and for an assertion alike.
    pub(super) fn check(&self, site: &str) -> Result<(), Disbelief> {
        if self.site_hash[..] != Sha256::digest(site)[..] {
            return Err(Disbelief::WrongSite);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(Disbelief::UserAbsent);
        }
        if self.flags & USER_VERIFIED == 0 {
            return Err(Disbelief::UserUnverified);
        }
        if self.flags & (MAY_BE_BACKED_UP | IS_BACKED_UP) == IS_BACKED_UP {
            return Err(Disbelief::ImpossibleBackup);
        }
        Ok(())
    }
}
