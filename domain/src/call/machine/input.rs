//! What goes into the call machine and what comes out of it.

use crate::{
    call::{
        EndReason,
        realtime::{ClientEvent, ServerEvent},
    },
    wire::{CallCues, Code},
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The child tapped "call".
    Tap {
        /// Whether the browser is known to hand out the microphone without asking: then no question can outlast the token,
        /// and both are asked for at once.
        microphone_granted: bool,
    },
    /// The microphone was granted or not, at the beginning or after it was lost.
    Microphone(Result<(), MicrophoneProblem>),
    /// The edge started the call or refused.
    Started(Result<Started, Refusal>),
    /// The call that goes on elsewhere shall be ended, and this one begin.
    Instead,
    /// OpenAI took the offer, under this id, or did not. It comes before the line is put up, so that a session never stands
    /// without an id; that the browser could not put it up after all is told in the same way.
    Answer(Result<String, AnswerProblem>),
    /// The edge gave a token for a second line of the same call, or refused.
    Leg(Result<(), Refusal>),
    /// OpenAI said something on the data channel.
    Server(ServerEvent),
    /// The state of the line changed.
    Line(Line),
    /// So many packets of sound have come on this line so far.
    Received(u64),
    /// What became of the last heartbeat.
    Beat(Result<(), Refusal>),
    /// Whether the browser lets Santa be heard.
    Playing(bool),
    /// The child tapped a picture.
    Picture(Picture),
    /// The microphone's track ended by itself: headphones pulled, or taken by another program.
    MicrophoneLost,
    /// The camera's track ended by itself.
    CameraLost,
    /// Sound devices came or went.
    DevicesChanged,
    /// Whether the page can be seen: a hidden tab and a locked screen are the same here.
    Seen(bool),
    /// The child tapped "hang up", or left the page.
    HangUp,
    /// Time has passed.
    Tick,
}

/// The pictures by which a child can answer without speaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// A nod.
    Yes,
    /// A shake of the head.
    No,
    /// A waving hand.
    Wave,
}

/// Why there is no microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MicrophoneProblem {
    /// Not allowed.
    Refused,
    /// There is none.
    Missing,
    /// Another program has it, or the system failed.
    Busy,
}

/// Why the edge did not do what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It said why.
    Code(Code),
    /// It could not be reached.
    Unreachable,
}

/// Why OpenAI did not take the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerProblem {
    /// The token had run out (401).
    TokenExpired,
    /// It refused.
    Refused,
    /// It could not be reached.
    Unreachable,
}

/// What the machine needs to know of a started call.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// The call's length at most, in seconds.
    pub limit_seconds: u32,
    /// What Santa is told along the way.
    pub cues: CallCues,
}

impl std::fmt::Debug for Started {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Started({} s)", self.limit_seconds)
    }
}

/// The state of the line to OpenAI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Sound and events pass.
    Up,
    /// Nothing passes; it may recover.
    Shaky,
    /// It will not recover.
    Down,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ask for the microphone and give it to the line; answer by [`Input::Microphone`].
    AskMicrophone,
    /// Ask the edge for a call and prepare an offer meanwhile; answer by [`Input::Started`].
    StartCall {
        /// Whether a call that goes on elsewhere is ended for it.
        instead: bool,
    },
    /// Send the offer to OpenAI with the token; answer by [`Input::Answer`].
    PlaceCall,
    /// Close the line that broke and keep everything else; then ask the edge for a token for a second one and prepare its
    /// offer; answer by [`Input::Leg`].
    AskLeg,
    /// Say this on the data channel.
    Send(ClientEvent),
    /// Tell the edge under which id OpenAI knows the call.
    ReportConnected {
        /// `rtc_…`
        openai_call_id: String,
    },
    /// Tell the edge that the call goes on; answer by [`Input::Beat`].
    Heartbeat,
    /// Tell the edge that Santa asks for a grown-up, and nothing else.
    CallGrownUp,
    /// See to it that Santa is still heard and the child still has a microphone; answer by [`Input::Playing`], and by
    /// [`Input::MicrophoneLost`] where it has none.
    CheckDevices,
    /// Keep the screen on again.
    StayAwake,
    /// Let the child's own picture go.
    DropPicture,
    /// Close the line, stop the microphone and the camera.
    CloseLine,
    /// Tell the edge that the call is over.
    ReportEnd(EndReason),
}
