//! A call over real UDP: a client made of the same engine places it, hears Santa, speaks, and ends it.
//!
//! The independent clients stand in `tests/conformance`; this one runs wherever `cargo test` does.

use std::sync::{Arc, Mutex, Once};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use str0m::change::SdpAnswer;
use str0m::channel::ChannelId;
use str0m::media::{Direction, Frequency, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::Peer;
use crate::conversation::machine::Machine;
use crate::faults::{CallFaults, Cue};
use crate::openai::session::Session;
use crate::pace::Pace;
use crate::report::{EndedBy, Report, SharedReport};
use crate::voice::opus::{Earpiece, Mouthpiece};
use crate::voice::{FRAME_SAMPLES, Speaker};

const PACE: Pace = Pace {
    speed: 1.0,
    think_ms: 0,
};
const INSTRUCTIONS: &str = "<language>en</language><opening>Hello Bo, how are you?</opening>";

/// The child's side of a call.
struct Caller {
    cue: mpsc::UnboundedSender<Cue>,
    rtc: Rtc,
    socket: UdpSocket,
    media: Mid,
    channel: Option<ChannelId>,
    mouth: Mouthpiece,
    ear: Earpiece,
    next_frame_at: Instant,
    frames_sent: u64,
    speaks: bool,
    events: Vec<Value>,
    loudest: f32,
    closed: bool,
}

impl Caller {
    /// Calls, and returns the caller, the report and the switch that hangs up.
    async fn call() -> (Self, SharedReport, watch::Sender<bool>) {
        static CRYPTO: Once = Once::new();
        CRYPTO.call_once(|| str0m::crypto::from_feature_flags().install_process_default());
        let mut rtc = Rtc::builder()
            .clear_codecs()
            .enable_opus(true, false)
            .build(Instant::now());
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
        let mut change = rtc.sdp_api();
        let media = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        change.add_channel("oai-events".into());
        let (offer, pending) = change.apply().unwrap();

        let line = crate::rtc::answer(&offer.to_sdp_string()).await.unwrap();
        let answer = SdpAnswer::from_sdp_string(line.sdp_answer()).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let session = Session::new(&json!({"type": "realtime", "instructions": INSTRUCTIONS,
            "audio": {"input": {"turn_detection": {"type": "server_vad", "silence_duration_ms": 300}}}}));
        let report = Arc::new(Mutex::new(Report::default()));
        let (hang_up, hung_up) = watch::channel(false);
        let (cue, cues) = mpsc::unbounded_channel();
        let speaker = Arc::new(Speaker::new().unwrap());
        let peer = Peer::new(
            line,
            Machine::new(session, PACE),
            speaker,
            report.clone(),
            cues,
            hung_up,
        )
        .unwrap();
        tokio::spawn(peer.run());
        let caller = Self {
            cue,
            rtc,
            socket,
            media,
            channel: None,
            mouth: Mouthpiece::new().unwrap(),
            ear: Earpiece::new().unwrap(),
            next_frame_at: Instant::now(),
            frames_sent: 0,
            speaks: false,
            events: Vec::new(),
            loudest: 0.0,
            closed: false,
        };
        (caller, report, hang_up)
    }

    /// Stays on the line until something holds, at most ten seconds.
    async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waited = timeout(Duration::from_secs(10), async {
            while !holds(self) {
                self.step().await;
            }
        });
        assert!(
            waited.await.is_ok(),
            "{what} did not come; seen: {:?}",
            self.types()
        );
    }

    async fn step(&mut self) {
        let due = loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(due) => break due,
                Output::Transmit(packet) => {
                    self.socket
                        .send_to(&packet.contents, packet.destination)
                        .await
                        .unwrap();
                }
                Output::Event(event) => self.on_event(event),
            }
        };
        let mut packet = [0; 2_000];
        let due = due.min(self.next_frame_at);
        tokio::select! {
            received = self.socket.recv_from(&mut packet) => {
                let (length, source) = received.unwrap();
                let destination = self.socket.local_addr().unwrap();
                let contents = packet[..length].try_into().unwrap();
                let receive = Receive { proto: Protocol::Udp, source, destination, contents };
                self.rtc.handle_input(Input::Receive(Instant::now(), receive)).unwrap();
            }
            () = tokio::time::sleep_until(due.into()) => {
                if Instant::now() >= self.next_frame_at {
                    self.send_frame();
                } else {
                    self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
                }
            }
        }
    }

    fn on_event(&mut self, event: Event) {
        match event {
            Event::ChannelOpen(id, _) => self.channel = Some(id),
            Event::ChannelData(data) => self
                .events
                .push(serde_json::from_slice(&data.data).unwrap()),
            Event::ChannelClose(_) | Event::Closed => self.closed = true,
            Event::MediaData(media) => {
                let sound = self.ear.decode(&media.data).unwrap();
                self.loudest = sound
                    .iter()
                    .fold(self.loudest, |loudest, sample| loudest.max(sample.abs()));
            }
            _ => {}
        }
    }

    fn send_frame(&mut self) {
        self.next_frame_at += Duration::from_millis(20);
        let loudness = if self.speaks { 0.2 } else { 0.0 };
        let frame: [f32; FRAME_SAMPLES] =
            std::array::from_fn(|n| if n % 240 < 120 { loudness } else { -loudness });
        let packet = self.mouth.encode(&frame).unwrap();
        let time = MediaTime::new(
            self.frames_sent * FRAME_SAMPLES as u64,
            Frequency::FORTY_EIGHT_KHZ,
        );
        self.frames_sent += 1;
        let Some(writer) = self.rtc.writer(self.media) else {
            return;
        };
        let pt = writer.payload_params().next().unwrap().pt();
        writer.write(pt, Instant::now(), time, packet).unwrap();
    }

    fn send(&mut self, event: &Value) {
        let mut channel = self.rtc.channel(self.channel.unwrap()).unwrap();
        assert!(channel.write(false, event.to_string().as_bytes()).unwrap());
    }

    /// Lets something go wrong at the other end, and waits until it does.
    async fn go_wrong(&self, faults: CallFaults) {
        let (done, goes_wrong) = oneshot::channel();
        self.cue.send(Cue { faults, done }).unwrap();
        goes_wrong.await.unwrap();
    }

    fn saw(&self, kind: &str) -> bool {
        self.events.iter().any(|event| event["type"] == kind)
    }

    fn types(&self) -> Vec<&str> {
        self.events
            .iter()
            .filter_map(|event| event["type"].as_str())
            .collect()
    }

    async fn be_greeted(&mut self) {
        self.until("session.created", |caller| caller.saw("session.created"))
            .await;
        self.send(&json!({"type": "response.create"}));
        self.until("the sound of the greeting", |caller| {
            caller.saw("output_audio_buffer.started")
        })
        .await;
    }
}

#[tokio::test]
async fn a_call_is_greeted_heard_interrupted_and_hung_up() {
    let (mut caller, report, hang_up) = Caller::call().await;
    caller.be_greeted().await;
    caller
        .until("Santa's voice", |caller| caller.loudest > 0.1)
        .await;
    caller.speaks = true;
    caller
        .until("the interruption", |caller| {
            caller.saw("output_audio_buffer.cleared")
        })
        .await;
    caller.speaks = false;
    caller
        .until("the committed turn", |caller| {
            caller.saw("input_audio_buffer.committed")
        })
        .await;
    hang_up.send_replace(true);
    caller.until("the end", |caller| caller.closed).await;

    let report = crate::lock(&report).clone();
    assert!(report.connected);
    assert_eq!(report.ended_by, Some(EndedBy::Hangup));
    assert_eq!(report.heard_codecs, ["opus"]);
    assert!(
        report.heard_speech_seconds >= 0.1,
        "{}",
        report.heard_speech_seconds
    );
    assert!(report.said_seconds > 0.0);
    assert_eq!(report.client_events, [json!({"type": "response.create"})]);
    assert_eq!(report.said[0], "Hello Bo, how are you?");
}

#[tokio::test]
async fn what_openai_would_refuse_stands_in_the_report() {
    let (mut caller, report, _hang_up) = Caller::call().await;
    caller.be_greeted().await;
    assert!(crate::lock(&report).refused.is_empty());
    caller.send(
        &json!({"type": "session.update", "session": {"type": "realtime", "temperature": 1}}),
    );
    caller
        .until("the refusal", |caller| caller.saw("error"))
        .await;
    let refused = crate::lock(&report).refused.clone();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0]["code"], "unknown_parameter");
}

#[tokio::test]
async fn frozen_sound_is_silent_while_events_go_on() {
    let (mut caller, report, _hang_up) = Caller::call().await;
    let faults = CallFaults {
        freeze_sound: true,
        ..CallFaults::default()
    };
    caller.go_wrong(faults).await;
    caller.be_greeted().await;
    caller
        .until("the end of the greeting", |caller| {
            caller.saw("output_audio_buffer.stopped")
        })
        .await;
    assert_eq!(caller.loudest, 0.0);
    assert_eq!(crate::lock(&report).said_seconds, 0.0);
}

#[tokio::test]
async fn a_network_that_was_away_comes_back() {
    let (mut caller, _report, _hang_up) = Caller::call().await;
    caller.be_greeted().await;
    let faults = CallFaults {
        lose_network_for_ms: Some(500),
        ..CallFaults::default()
    };
    caller.go_wrong(faults).await;
    let spoken = caller.until("a word", |caller| caller.loudest > 0.1);
    assert!(timeout(Duration::from_millis(300), spoken).await.is_err());
    caller
        .until("Santa's voice", |caller| caller.loudest > 0.1)
        .await;
}

#[tokio::test]
async fn a_dropped_peer_says_nothing_and_is_reported() {
    let (mut caller, report, _hang_up) = Caller::call().await;
    caller.be_greeted().await;
    let faults = CallFaults {
        drop_peer: true,
        ..CallFaults::default()
    };
    caller.go_wrong(faults).await;
    let over = || crate::lock(&report).ended_by.is_some();
    caller.until("the drop", |_| over()).await;
    let goodbye = caller.until("a goodbye", |caller| caller.closed);
    assert!(
        timeout(Duration::from_millis(500), goodbye).await.is_err(),
        "a dead peer says nothing"
    );
    assert!(crate::lock(&report).connected);
    assert_eq!(crate::lock(&report).ended_by, Some(EndedBy::Fault));
}

#[tokio::test]
async fn a_caller_who_hangs_up_is_noticed_at_once() {
    let (mut caller, report, _hang_up) = Caller::call().await;
    caller.be_greeted().await;
    caller.rtc.close().unwrap();
    let noticed = timeout(Duration::from_secs(5), async {
        while crate::lock(&report).ended_by.is_none() {
            while let Ok(Output::Transmit(packet)) = caller.rtc.poll_output() {
                caller
                    .socket
                    .send_to(&packet.contents, packet.destination)
                    .await
                    .unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(noticed.await.is_ok());
    assert_eq!(crate::lock(&report).ended_by, Some(EndedBy::Client));
}
