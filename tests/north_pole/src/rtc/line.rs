//! One call's line: its UDP sockets, its WebRTC engine, and the SDP answer to the client's offer.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::task::Poll;
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Input, Rtc, RtcError};
use tokio::net::UdpSocket;

/// Why a call can't be placed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LineFault {
    /// The offer can't be read or accepted.
    #[error("the offer was not accepted: {0}")]
    Offer(String),
    /// No socket.
    #[error("no socket: {0}")]
    Socket(#[from] io::Error),
}

/// A line that can be listened to.
pub(crate) struct Line {
    /// The engine; whoever holds the line drives it.
    pub(super) rtc: Rtc,
    sockets: Vec<(SocketAddr, UdpSocket)>,
    sdp_answer: String,
    packet: Vec<u8>,
}

/// Answers an offer. The answer names 127.0.0.1 and, where there is one, the address in the local network,
/// because Firefox refuses loopback candidates.
pub(crate) async fn answer(offer: &str) -> Result<Line, LineFault> {
    let offer =
        SdpOffer::from_sdp_string(offer).map_err(|fault| LineFault::Offer(fault.to_string()))?;
    let mut rtc = Rtc::builder()
        .clear_codecs()
        .enable_opus(true, false)
        .build(Instant::now());
    let mut sockets = Vec::new();
    for ip in [Some(IpAddr::V4(Ipv4Addr::LOCALHOST)), lan_address().await]
        .into_iter()
        .flatten()
    {
        let socket = UdpSocket::bind((ip, 0)).await?;
        let address = socket.local_addr()?;
        let candidate =
            Candidate::host(address, "udp").map_err(|fault| LineFault::Offer(fault.to_string()))?;
        rtc.add_local_candidate(candidate);
        sockets.push((address, socket));
    }
    let answer = rtc
        .sdp_api()
        .accept_offer(offer)
        .map_err(|fault| LineFault::Offer(fault.to_string()))?;
    Ok(Line {
        rtc,
        sockets,
        sdp_answer: answer.to_sdp_string(),
        packet: vec![0; 2_000],
    })
}

impl Line {
    /// The answer to give to the client.
    pub(crate) fn sdp_answer(&self) -> &str {
        &self.sdp_answer
    }

    /// Sends a datagram from the socket that the engine chose. A lost datagram is the network's daily bread, so
    /// a failed send is not an error.
    pub(super) fn transmit(&self, source: SocketAddr, destination: SocketAddr, contents: &[u8]) {
        if let Some((_, socket)) = self.sockets.iter().find(|(address, _)| *address == source) {
            let _ = socket.try_send_to(contents, destination);
        }
    }

    /// Waits until a socket has something; returns which. Cancel-safe.
    pub(super) async fn readable(&self) -> usize {
        poll_fn(|context| {
            let ready = self
                .sockets
                .iter()
                .position(|(_, socket)| socket.poll_recv_ready(context).is_ready());
            ready.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// Takes one datagram from a socket and hands it to the engine, if it is not to be lost on the way.
    pub(super) fn receive(&mut self, socket_index: usize, lost: bool) -> Result<(), RtcError> {
        let Some((destination, socket)) = self.sockets.get(socket_index) else {
            return Ok(());
        };
        let Ok((length, source)) = socket.try_recv_from(&mut self.packet) else {
            return Ok(());
        };
        if lost {
            return Ok(());
        }
        // What is no STUN, DTLS or RTP is not for us.
        let Ok(contents) = self.packet[..length].try_into() else {
            return Ok(());
        };
        let receive = Receive {
            proto: Protocol::Udp,
            source,
            destination: *destination,
            contents,
        };
        let input = Input::Receive(Instant::now(), receive);
        if self.rtc.accepts(&input) {
            self.rtc.handle_input(input)
        } else {
            Ok(())
        }
    }
}

/// The address this machine has in its local network, if any. Asks the routing table by "connecting" a UDP
/// socket to an address reserved for documentation; no packet is sent.
async fn lan_address() -> Option<IpAddr> {
    let probe = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await.ok()?;
    probe
        .connect((Ipv4Addr::new(203, 0, 113, 1), 9))
        .await
        .ok()?;
    let ip = probe.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn rubbish_is_no_offer() {
        assert!(matches!(
            answer("this is not SDP").await,
            Err(LineFault::Offer(_))
        ));
    }
}
