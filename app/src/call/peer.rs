//! The line to OpenAI: one peer connection with one audio track and one data channel.
//!
//! It takes no decision: it does what the driver says and reports what happens. It can't send a picture: the only
//! track it is ever given is the microphone's, and an offer that speaks of video is not sent.

use std::rc::Rc;

use domain::call::machine::{AnswerProblem, Line};
use gloo_net::http::Request;
use js_sys::{Array, Map, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MediaStream, MessageEvent, RtcConfiguration, RtcDataChannel, RtcDataChannelState, RtcIceServer,
    RtcOfferOptions, RtcPeerConnection, RtcPeerConnectionState, RtcRtpSender, RtcSdpType,
    RtcSessionDescriptionInit, RtcTrackEvent,
};

use super::media::Captured;

/// The data channel that OpenAI's events pass on.
const EVENTS: &str = "oai-events";
/// The status of an accepted offer; any other body is not to be read as an answer.
const CREATED: u16 = 201;
/// The status of an offer whose token is not, or no longer, good.
const UNAUTHORISED: u16 = 401;

/// Something that happened on the line.
pub(super) enum Report {
    /// A text came on the data channel.
    Event(String),
    /// The line's state changed.
    Line(Line),
    /// Santa's sound is there.
    Sound(MediaStream),
}

/// A line, from the offer that is prepared to the hang-up. Dropping it closes it.
pub(super) struct Peer {
    connection: RtcPeerConnection,
    events: RtcDataChannel,
    /// Where the microphone's track goes; empty until there is one.
    mouth: RtcRtpSender,
    /// Called by the browser as long as the line lives.
    _on_event: Closure<dyn FnMut(MessageEvent)>,
    _on_state: Closure<dyn FnMut()>,
    _on_track: Closure<dyn FnMut(RtcTrackEvent)>,
}

/// What OpenAI answers to an offer.
pub(super) struct Answer {
    /// The id under which it knows the call.
    pub(super) id: String,
    /// Its side of the line.
    pub(super) sdp: String,
}

impl Peer {
    /// Builds the connection and its offer, and has the browser look for its own addresses; nothing is sent yet. This
    /// needs neither a tap nor a microphone, so it is done before both.
    pub(super) async fn prepare(report: Rc<dyn Fn(Report)>) -> Result<Self, JsValue> {
        let connection = RtcPeerConnection::new()?;
        // Sound both ways; the browser writes the same offer whether the microphone is there yet or not.
        let mouth = connection.add_transceiver_with_str("audio").sender();
        let events = connection.create_data_channel(EVENTS);

        let on_event = {
            let report = report.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                if let Some(text) = message.data().as_string() {
                    report(Report::Event(text));
                }
            })
        };
        events.set_onmessage(Some(on_event.as_ref().unchecked_ref()));

        let on_track = {
            let report = report.clone();
            Closure::<dyn FnMut(RtcTrackEvent)>::new(move |event: RtcTrackEvent| {
                let stream = event.streams().get(0).dyn_into::<MediaStream>().ok();
                let stream = stream
                    .or_else(|| MediaStream::new_with_tracks(&Array::of1(&event.track())).ok());
                if let Some(stream) = stream {
                    report(Report::Sound(stream));
                }
            })
        };
        connection.set_ontrack(Some(on_track.as_ref().unchecked_ref()));

        let on_state = {
            let (connection, events) = (connection.clone(), events.clone());
            Closure::<dyn FnMut()>::new(move || {
                if let Some(line) = line_of(&connection, &events) {
                    report(Report::Line(line));
                }
            })
        };
        connection.set_onconnectionstatechange(Some(on_state.as_ref().unchecked_ref()));
        events.set_onclose(Some(on_state.as_ref().unchecked_ref()));

        let offer = JsFuture::from(connection.create_offer())
            .await?
            .unchecked_into();
        JsFuture::from(connection.set_local_description(&offer)).await?;
        Ok(Self {
            connection,
            events,
            mouth,
            _on_event: on_event,
            _on_state: on_state,
            _on_track: on_track,
        })
    }

    /// Sends the offer with the ephemeral token; tells what OpenAI answered. Nothing stands until [`Peer::take`].
    pub(super) async fn place(
        &self,
        calls_url: &str,
        token: &str,
        stun_urls: &[String],
    ) -> Result<Answer, AnswerProblem> {
        self.use_stun(stun_urls)
            .await
            .map_err(|_| AnswerProblem::Refused)?;
        let offer = self
            .connection
            .local_description()
            .map(|offer| offer.sdp())
            .unwrap_or_default();
        if !offers_sound_only(&offer) {
            return Err(AnswerProblem::Refused);
        }
        // No header but these two: OpenAI's preflight refuses what it does not know.
        let request = Request::post(calls_url)
            .header("Authorization", &format!("Bearer {token}"))
            .header("Content-Type", "application/sdp")
            .body(offer)
            .map_err(|_| AnswerProblem::Refused)?;
        let answer = request
            .send()
            .await
            .map_err(|_| AnswerProblem::Unreachable)?;
        match answer.status() {
            CREATED => {}
            UNAUTHORISED => return Err(AnswerProblem::TokenExpired),
            _ => return Err(AnswerProblem::Refused),
        }
        // Without the id nobody could hang this call up from outside, so it may not stand.
        let location = answer
            .headers()
            .get("Location")
            .ok_or(AnswerProblem::Refused)?;
        let id = id_in(&location).ok_or(AnswerProblem::Refused)?.to_owned();
        let sdp = answer
            .text()
            .await
            .map_err(|_| AnswerProblem::Unreachable)?;
        Ok(Answer { id, sdp })
    }

    /// Takes the answer, upon which the line is put up. It may stand, and its session speak, before this has returned.
    pub(super) async fn take(&self, answer_sdp: &str) -> Result<(), AnswerProblem> {
        let description = RtcSessionDescriptionInit::new(RtcSdpType::Answer);
        description.set_sdp(answer_sdp);
        JsFuture::from(self.connection.set_remote_description(&description))
            .await
            .map_err(|_| AnswerProblem::Refused)?;
        Ok(())
    }

    /// Says something on the data channel; what is said before it opens or after it closed is lost.
    pub(super) fn say(&self, json: &str) {
        if self.events.ready_state() == RtcDataChannelState::Open {
            // A channel that closes this very moment reports it by itself.
            let _ = self.events.send_with_str(json);
        }
    }

    /// Lets the microphone be heard on it, also in the place of one that is gone.
    pub(super) async fn speak_by(&self, microphone: &Captured) -> Result<(), JsValue> {
        let track = microphone.track().ok_or(JsValue::NULL)?;
        JsFuture::from(self.mouth.replace_track(Some(&track))).await?;
        Ok(())
    }

    /// How many packets of sound have come; `None` where the browser does not count. Before the first it has nothing to
    /// report of them.
    pub(super) async fn packets_received(&self) -> Option<u64> {
        let report = JsFuture::from(self.connection.get_stats()).await.ok()?;
        let mut packets = None;
        let report: Map = report.unchecked_into();
        report.for_each(&mut |entry, _| {
            let of = |name: &str| Reflect::get(&entry, &name.into()).ok();
            if of("type").and_then(|kind| kind.as_string()).as_deref() == Some("inbound-rtp") {
                packets = of("packetsReceived").and_then(|count| count.as_f64());
            }
        });
        // A count of packets stays far below 2^53.
        Some(packets.unwrap_or_default() as u64)
    }

    /// Has the browser look for its addresses once more, with the help of a STUN server, where the operator has set one.
    async fn use_stun(&self, urls: &[String]) -> Result<(), JsValue> {
        if urls.is_empty() {
            return Ok(());
        }
        let server = RtcIceServer::new();
        let list: Array = urls.iter().map(JsValue::from).collect();
        Reflect::set(&server, &"urls".into(), &list)?;
        let configuration = RtcConfiguration::new();
        configuration.set_ice_servers(&Array::of1(&server));
        self.connection
            .set_configuration_with_configuration(&configuration)?;
        let anew = RtcOfferOptions::new();
        anew.set_ice_restart(true);
        let offer = self.connection.create_offer_with_rtc_offer_options(&anew);
        let offer = JsFuture::from(offer).await?.unchecked_into();
        JsFuture::from(self.connection.set_local_description(&offer)).await?;
        Ok(())
    }
}

impl Peer {
    /// Hangs up, also while the offer is still on its way.
    pub(super) fn close(&self) {
        // First the ears, so that the closing is not taken for a line that broke.
        self.events.set_onmessage(None);
        self.events.set_onclose(None);
        self.connection.set_ontrack(None);
        self.connection.set_onconnectionstatechange(None);
        self.events.close();
        self.connection.close();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.close();
    }
}

fn line_of(connection: &RtcPeerConnection, events: &RtcDataChannel) -> Option<Line> {
    // A far end that hangs up closes the channel at once, and the connection only much later.
    if events.ready_state() == RtcDataChannelState::Closed {
        return Some(Line::Down);
    }
    match connection.connection_state() {
        RtcPeerConnectionState::Connected => Some(Line::Up),
        RtcPeerConnectionState::Disconnected => Some(Line::Shaky),
        RtcPeerConnectionState::Failed | RtcPeerConnectionState::Closed => Some(Line::Down),
        _ => None,
    }
}

/// Whether an offer holds sound, and no picture.
fn offers_sound_only(sdp: &str) -> bool {
    let mut kinds = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("m=")?.split(' ').next());
    sdp.contains("m=audio") && kinds.all(|kind| matches!(kind, "audio" | "application"))
}

/// The call's id in a `Location` such as `/v1/realtime/calls/rtc_abc`.
fn id_in(location: &str) -> Option<&str> {
    let path = location.split(['?', '#']).next()?;
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_with_a_picture_is_not_sent() {
        let sound = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";
        assert!(offers_sound_only(sound));
        assert!(!offers_sound_only(&format!(
            "{sound}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
        )));
        assert!(!offers_sound_only(""));
    }

    #[test]
    fn the_calls_id_is_the_last_part_of_its_location() {
        let table = [
            ("/v1/realtime/calls/rtc_abc", Some("rtc_abc")),
            (
                "https://api.openai.com/v1/realtime/calls/rtc_abc/",
                Some("rtc_abc"),
            ),
            ("/v1/realtime/calls/rtc_abc?x=1", Some("rtc_abc")),
            ("rtc_abc", Some("rtc_abc")),
            ("", None),
            ("/", None),
        ];
        for (location, id) in table {
            assert_eq!(id_in(location), id, "{location}");
        }
    }
}
