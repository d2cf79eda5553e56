//! WebRTC: the line (sockets, ICE, DTLS, the SDP answer) and the peer that talks over it.

mod line;
mod mouth;
mod peer;

pub(crate) use line::{LineFault, answer};
pub(crate) use peer::Peer;
