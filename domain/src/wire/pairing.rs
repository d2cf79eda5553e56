//! Pairing on the wire: the parent's invitation, the device that takes it up, and the list of those that did.

use serde::{Deserialize, Serialize};

use crate::id::{ChildId, PairingId};

/// Invites a device.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteDevice {
    /// What the parent calls it.
    pub name: String,
    /// For whom; `None` for every child of the account.
    pub child: Option<ChildId>,
    /// For how many calls; `None` for as many as there are until it is removed.
    pub calls: Option<u32>,
}

/// An invitation, told once. Only hashes of it are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The six digits to type.
    pub code: String,
    /// Where to type them, as people write an address.
    pub page: String,
    /// A QR code that leads there with a key of its own: its dark modules, in the language of an SVG path.
    pub qr_path: String,
    /// The QR code's width and height in modules, the quiet border included.
    pub qr_size: u32,
    /// How long it works, in seconds from now: no two clocks have to agree.
    pub seconds: u32,
}

/// A device that takes up an invitation.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairDevice {
    /// The six digits as typed, or the QR code's key.
    pub secret: String,
}

/// A paired device as the parent sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairingView {
    /// Its id, to remove it by.
    pub id: PairingId,
    /// What the parent calls it.
    pub name: String,
    /// For whom; `None` for every child of the account.
    pub child: Option<ChildId>,
    /// Calls that can still be made; `None` where nobody counts.
    pub calls_left: Option<u32>,
    /// Since when.
    pub created_at_ms: i64,
    /// When it was used last, to the hour.
    pub last_seen_at_ms: i64,
}
