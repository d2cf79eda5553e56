//! One peer: drives the WebRTC engine, the conversation machine and the voice, and writes the report.
//!
//! Takes no decision about the talk. Follows the engine's one rule: one mutation, then drain it, then wait.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use str0m::channel::ChannelId;
use str0m::format::Codec;
use str0m::media::{Frequency, MediaKind, MediaTime, Mid};
use str0m::{Event, IceConnectionState, Input as RtcInput, Output as RtcOutput, RtcError};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep_until;

use super::line::Line;
use super::mouth::Mouth;
use crate::conversation::machine::{Input, Machine, Output};
use crate::faults::{CallFaults, Cue};
use crate::report::{EndedBy, SharedReport};
use crate::voice::opus::{Earpiece, OpusError};
use crate::voice::{FRAME_MS, FRAME_SAMPLES, Speaker, Voice, duration_ms};

/// A client that has not connected by then never will.
const LONGEST_CONNECT: Duration = Duration::from_secs(30);

/// How long a closing line may take to say goodbye.
const LONGEST_GOODBYE: Duration = Duration::from_secs(1);

/// A finished piece of voice, or `None` where it could not be made.
type Voiced = (u64, Option<Vec<f32>>);

/// One end of a call.
pub(crate) struct Peer {
    line: Line,
    machine: Machine,
    speaker: Arc<Speaker>,
    mouth: Mouth,
    ear: Earpiece,
    report: SharedReport,
    cues: mpsc::UnboundedReceiver<Cue>,
    is_dropped: bool,
    sound_is_frozen: bool,
    network_is_back_at: Option<Instant>,
    hung_up: watch::Receiver<bool>,
    voiced: (
        mpsc::UnboundedSender<Voiced>,
        mpsc::UnboundedReceiver<Voiced>,
    ),
    outbox: VecDeque<String>,
    channel: Option<ChannelId>,
    channel_closed: bool,
    media: Option<Mid>,
    began: Instant,
    connected_at: Option<Instant>,
    next_frame_at: Option<Instant>,
    frames_sent: u64,
    voiced_frames_sent: u64,
    goodbye_by: Option<Instant>,
}

impl Peer {
    /// A peer on this line. What comes by `cues` goes wrong at once; `hung_up` turning true ends it.
    pub(crate) fn new(
        line: Line,
        machine: Machine,
        speaker: Arc<Speaker>,
        report: SharedReport,
        cues: mpsc::UnboundedReceiver<Cue>,
        hung_up: watch::Receiver<bool>,
    ) -> Result<Self, OpusError> {
        Ok(Self {
            line,
            machine,
            speaker,
            mouth: Mouth::new()?,
            ear: Earpiece::new()?,
            report,
            cues,
            is_dropped: false,
            sound_is_frozen: false,
            network_is_back_at: None,
            hung_up,
            voiced: mpsc::unbounded_channel(),
            outbox: VecDeque::new(),
            channel: None,
            channel_closed: false,
            media: None,
            began: Instant::now(),
            connected_at: None,
            next_frame_at: None,
            frames_sent: 0,
            voiced_frames_sent: 0,
            goodbye_by: None,
        })
    }

    /// Runs until the call is over.
    pub(crate) async fn run(mut self) {
        if self.talk().await.is_err() {
            self.end(EndedBy::Fault);
        }
        self.end(EndedBy::PeerLost);
    }

    async fn talk(&mut self) -> Result<(), RtcError> {
        loop {
            let Some(engine_due) = self.drain_engine()? else {
                return Ok(());
            };
            if self.channel_closed && self.goodbye_by.is_none() {
                self.say_goodbye()?;
                continue;
            }
            if self.send_next_event()? {
                continue;
            }
            let due = self.next_due(engine_due);
            tokio::select! {
                socket = self.line.readable() => {
                    let lost = self.network_is_away();
                    self.line.receive(socket, lost)?;
                }
                Some(cue) = self.cues.recv() => {
                    self.go_wrong(cue.faults);
                    // Whoever asked may have gone; the fault stays.
                    let _ = cue.done.send(());
                    if self.is_dropped {
                        return Ok(());
                    }
                }
                Some((utterance, sound)) = self.voiced.1.recv() => self.take_voice(utterance, sound),
                Ok(()) = self.hung_up.changed(), if self.goodbye_by.is_none() => {
                    self.end(EndedBy::Hangup);
                    self.say_goodbye()?;
                }
                () = sleep_until(due.into()) => {
                    if self.is_past_its_end() {
                        return Ok(());
                    }
                    self.on_time()?;
                }
            }
        }
    }

    /// Drains the engine; returns when it wants to be called again, or `None` when the line is dead.
    fn drain_engine(&mut self) -> Result<Option<Instant>, RtcError> {
        while self.line.rtc.is_alive() {
            match self.line.rtc.poll_output()? {
                RtcOutput::Timeout(due) => return Ok(Some(due)),
                // What the engine sends into a network that is away is lost like any datagram.
                RtcOutput::Transmit(_) if self.network_is_away() => {}
                RtcOutput::Transmit(packet) => {
                    self.line
                        .transmit(packet.source, packet.destination, &packet.contents)
                }
                RtcOutput::Event(event) => self.on_engine_event(event),
            }
        }
        Ok(None)
    }

    fn on_engine_event(&mut self, event: Event) {
        match event {
            Event::Connected => {
                let now = Instant::now();
                self.connected_at = Some(now);
                self.next_frame_at = Some(now);
                crate::lock(&self.report).connected = true;
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                self.end(EndedBy::PeerLost);
                self.line.rtc.disconnect();
            }
            Event::MediaAdded(media) if media.kind == MediaKind::Audio => {
                self.media.get_or_insert(media.mid);
            }
            Event::MediaData(media) => {
                self.note_heard_codec(media.params.spec().codec);
                // A packet that can't be decoded is one lost packet, not the end of the call.
                if let Ok(sound) = self.ear.decode(&media.data) {
                    let now_ms = self.began.elapsed().as_millis() as u64;
                    self.machine.handle(Input::Heard(sound), now_ms);
                    self.drain_machine();
                    crate::lock(&self.report).measured(self.machine.measured());
                }
            }
            Event::ChannelOpen(id, label) if label == "oai-events" => {
                self.channel = Some(id);
                self.step(Input::Opened);
            }
            Event::ChannelData(data) if Some(data.id) == self.channel => {
                let message = serde_json::from_slice(&data.data).unwrap_or(Value::Null);
                crate::lock(&self.report)
                    .client_events
                    .push(message.clone());
                self.step(Input::Client(&message));
            }
            Event::ChannelClose(id) if Some(id) == self.channel => {
                self.end(EndedBy::Client);
                self.channel_closed = true;
            }
            Event::Closed => self.end(EndedBy::Client),
            _ => {}
        }
    }

    fn step(&mut self, input: Input<'_>) {
        self.machine
            .handle(input, self.began.elapsed().as_millis() as u64);
        self.drain_machine();
    }

    fn drain_machine(&mut self) {
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Event(event) => {
                    if event["type"] == "error" {
                        crate::lock(&self.report)
                            .refused
                            .push(event["error"].clone());
                    }
                    self.outbox.push_back(event.to_string());
                }
                Output::Speak {
                    utterance,
                    text,
                    language,
                    speed,
                } => {
                    let (speaker, done) = (self.speaker.clone(), self.voiced.0.clone());
                    tokio::task::spawn_blocking(move || {
                        let sound = speaker.say_at(&text, language, Voice::Santa, speed).ok();
                        // The call may be over by now; then nobody waits for the voice.
                        let _ = done.send((utterance, sound));
                    });
                }
                Output::Play {
                    utterance,
                    duration_ms,
                } => self.mouth.play(utterance, duration_ms),
                Output::Hush => self.mouth.hush(),
                Output::Said(text) => crate::lock(&self.report).said.push(text),
                Output::Responded(summary) => crate::lock(&self.report).responses.push(summary),
                Output::Called(call) => crate::lock(&self.report).tool_calls.push(call),
            }
        }
        let mut report = crate::lock(&self.report);
        report
            .language
            .replace_range(.., self.machine.language().code());
    }

    fn take_voice(&mut self, utterance: u64, sound: Option<Vec<f32>>) {
        match sound {
            Some(sound) => {
                let duration_ms = duration_ms(sound.len());
                self.mouth.prepare(utterance, sound);
                self.step(Input::Voiced {
                    utterance,
                    duration_ms,
                });
            }
            None => self.step(Input::Voiceless { utterance }),
        }
    }

    /// Sends one waiting event; says whether the engine was touched.
    fn send_next_event(&mut self) -> Result<bool, RtcError> {
        let Some(mut channel) = self.channel.and_then(|id| self.line.rtc.channel(id)) else {
            return Ok(false);
        };
        let Some(event) = self.outbox.front() else {
            return Ok(false);
        };
        // A full buffer is tried again after the next thing that happens.
        let sent = channel.write(false, event.as_bytes())?;
        if sent {
            self.outbox.pop_front();
        }
        Ok(sent)
    }

    fn next_due(&self, engine_due: Instant) -> Instant {
        let machine_due = self
            .machine
            .deadline()
            .map(|ms| self.began + Duration::from_millis(ms));
        let dues = [
            Some(engine_due),
            machine_due,
            self.next_frame_at,
            self.goodbye_by,
        ];
        dues.into_iter().flatten().min().unwrap_or(engine_due)
    }

    fn on_time(&mut self) -> Result<(), RtcError> {
        let now = Instant::now();
        if self.next_frame_at.is_some_and(|due| now >= due) && self.goodbye_by.is_none() {
            return self.send_frame(now);
        }
        if self
            .machine
            .deadline()
            .is_some_and(|ms| now >= self.began + Duration::from_millis(ms))
        {
            self.step(Input::Time);
            return Ok(());
        }
        self.line.rtc.handle_input(RtcInput::Timeout(now))
    }

    /// Sends the 20 ms that are due, voice or silence.
    fn send_frame(&mut self, now: Instant) -> Result<(), RtcError> {
        let due = self.next_frame_at.unwrap_or(now);
        let behind = now.saturating_duration_since(due) > Duration::from_millis(10 * FRAME_MS);
        self.next_frame_at = Some(if behind { now } else { due } + Duration::from_millis(FRAME_MS));
        let Ok((packet, voiced)) = self.mouth.next_packet() else {
            return Ok(());
        };
        let media_time = MediaTime::new(
            self.frames_sent * FRAME_SAMPLES as u64,
            Frequency::FORTY_EIGHT_KHZ,
        );
        self.frames_sent += 1;
        if self.sound_is_frozen {
            return Ok(());
        }
        let Some(writer) = self.media.and_then(|mid| self.line.rtc.writer(mid)) else {
            return Ok(());
        };
        let Some(pt) = writer
            .payload_params()
            .find(|params| params.spec().codec == Codec::Opus)
            .map(|p| p.pt())
        else {
            return Ok(());
        };
        if voiced {
            self.voiced_frames_sent += 1;
            let said_ms = self.voiced_frames_sent * FRAME_MS;
            crate::lock(&self.report).said_seconds = said_ms as f64 / 1_000.0;
        }
        writer.write(pt, now, media_time, packet)
    }

    fn go_wrong(&mut self, faults: CallFaults) {
        if faults.drop_peer {
            self.is_dropped = true;
            self.end(EndedBy::Fault);
        }
        self.sound_is_frozen |= faults.freeze_sound;
        if let Some(for_ms) = faults.lose_network_for_ms {
            self.network_is_back_at = Some(Instant::now() + Duration::from_millis(for_ms));
        }
    }

    /// Whether a fault keeps every datagram from getting through just now.
    fn network_is_away(&self) -> bool {
        self.network_is_back_at
            .is_some_and(|back| Instant::now() < back)
    }

    /// Whether the call must end now: never connected, or long enough at its goodbye.
    fn is_past_its_end(&mut self) -> bool {
        let now = Instant::now();
        let never_connected = self.connected_at.is_none() && now >= self.began + LONGEST_CONNECT;
        never_connected || self.goodbye_by.is_some_and(|by| now >= by)
    }

    fn say_goodbye(&mut self) -> Result<(), RtcError> {
        self.goodbye_by = Some(Instant::now() + LONGEST_GOODBYE);
        self.next_frame_at = None;
        self.mouth.hush();
        self.line.rtc.close()
    }

    fn note_heard_codec(&self, codec: Codec) {
        let name = format!("{codec:?}").to_ascii_lowercase();
        let mut report = crate::lock(&self.report);
        if !report.heard_codecs.contains(&name) {
            report.heard_codecs.push(name);
        }
    }

    /// Notes who ended the call; the first reason stands.
    fn end(&self, by: EndedBy) {
        crate::lock(&self.report).ended_by.get_or_insert(by);
    }
}

#[cfg(test)]
mod tests;
