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
    Tap,
    /// The microphone was granted or not.
    Microphone(Result<(), MicrophoneProblem>),
    /// The edge started the call or refused.
    Started(Result<Started, Refusal>),
    /// OpenAI took the offer, under this id, or did not.
    Answer(Result<String, AnswerProblem>),
    /// OpenAI said something on the data channel.
    Server(ServerEvent),
    /// The state of the line changed.
    Line(Line),
    /// The child tapped "hang up", or left the page.
    HangUp,
    /// Time has passed.
    Tick,
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

/// Why the edge did not start the call.
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
    /// Ask for the microphone; answer by [`Input::Microphone`].
    AskMicrophone,
    /// Ask the edge for a call and prepare an offer meanwhile; answer by [`Input::Started`].
    StartCall,
    /// Send the offer to OpenAI with the token; answer by [`Input::Answer`].
    PlaceCall,
    /// Say this on the data channel.
    Send(ClientEvent),
    /// Tell the edge under which id OpenAI knows the call.
    ReportConnected {
        /// `rtc_…`
        openai_call_id: String,
    },
    /// Tell the edge that the call goes on.
    Heartbeat,
    /// Close the line, stop the microphone and the camera.
    CloseLine,
    /// Tell the edge that the call is over.
    ReportEnd(EndReason),
}
