//! The one loop of a call: feeds the machine what happened and carries out what it says.
//!
//! Everything that lasts (devices, line, timers) is held here and let go of at once when the machine closes the line.

mod deeds;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    call::machine::{Action, CallView, Input, Machine},
    id::ChildId,
    wire::{CallEnded, CallStarted},
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use web_sys::AudioContext;

use super::{
    after::WishHeard,
    awake::{self, Awake},
    media::{Captured, Loudspeaker},
    peer::Peer,
};
use crate::{api::Answer, browser, components::santa::Voice, session::Session, work};

/// How often time is told to the machine and the screen drawn anew, in milliseconds: often enough for captions to
/// flow, and finer than any delay that the machine waits for.
const PULSE_MS: u32 = 150;

/// What the screen reads of a call.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    /// The machine's view.
    pub(super) view: RwSignal<CallView>,
    /// Santa's voice, for his ears.
    pub(super) voice: RwSignal<Option<Voice>, LocalStorage>,
    /// The child's own picture, where the camera was granted.
    pub(super) camera: RwSignal<Option<Rc<Captured>>, LocalStorage>,
    /// Whether the browser refused to play without another tap.
    pub(super) needs_tap_to_hear: RwSignal<bool>,
    /// What the call came to, once the edge has said; a tablet in kid mode is told no figures.
    pub(super) settled: RwSignal<Option<Answer<Option<CallEnded>>>>,
}

/// One call.
pub(super) struct Driver {
    child: ChildId,
    /// Who calls along, known from the tap on.
    siblings: RefCell<Vec<ChildId>>,
    session: Session,
    scene: Scene,
    machine: RefCell<Machine>,
    hands: RefCell<Hands>,
    open: Cell<bool>,
}

/// What is held while the call lives.
#[derive(Default)]
struct Hands {
    microphone: Option<Captured>,
    loudspeaker: Option<Loudspeaker>,
    ears: Option<AudioContext>,
    line: Option<Rc<Peer>>,
    started: Option<CallStarted>,
    awake: Option<Awake>,
    pulse: Option<Interval>,
}

impl Driver {
    /// A call that waits for the tap.
    pub(super) fn new(child: ChildId, session: Session) -> Rc<Self> {
        let machine = Machine::default();
        let scene = Scene {
            view: RwSignal::new(machine.view(browser::now_ms())),
            voice: RwSignal::new_local(None),
            camera: RwSignal::new_local(None),
            needs_tap_to_hear: RwSignal::new(false),
            settled: RwSignal::new(None),
        };
        Rc::new(Self {
            child,
            siblings: RefCell::default(),
            session,
            scene,
            machine: RefCell::new(machine),
            hands: RefCell::default(),
            open: Cell::new(true),
        })
    }

    /// What the screen reads.
    pub(super) fn scene(&self) -> Scene {
        self.scene
    }

    /// The tap, with the brothers and sisters who call along. Whatever a tablet allows only inside a tap is done here,
    /// before anything is waited for.
    pub(super) fn start(self: &Rc<Self>, siblings: Vec<ChildId>) {
        if self.hands.borrow().pulse.is_some() {
            return;
        }
        *self.siblings.borrow_mut() = siblings;
        awake::begin_audio_session();
        let ears = AudioContext::new().ok();
        if let Some(Ok(resumed)) = ears.as_ref().map(AudioContext::resume) {
            // Without ears Santa's mouth rests; the call itself does not need them.
            work::soon(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(resumed).await;
            });
        }
        let pulse = {
            let call = Rc::downgrade(self);
            Interval::new(PULSE_MS, move || {
                if let Some(call) = call.upgrade() {
                    call.take(Input::Tick);
                }
            })
        };
        *self.hands.borrow_mut() = Hands {
            loudspeaker: Loudspeaker::open(),
            ears,
            pulse: Some(pulse),
            ..Hands::default()
        };
        self.stay_awake();
        self.take(Input::Tap);
    }

    /// What Santa heard the children wish: in memory only.
    pub(super) fn wishes_heard(&self) -> Vec<WishHeard> {
        let machine = self.machine.borrow();
        let wishes = machine.wishes().iter().cloned();
        wishes.map(|text| WishHeard { text }).collect()
    }

    /// The child hung up, or the page is being left.
    pub(super) fn hang_up(self: &Rc<Self>) {
        self.take(Input::HangUp);
    }

    /// Asks the browser once more to let Santa be heard, from inside a tap.
    pub(super) fn hear(self: &Rc<Self>) {
        if let Some(loudspeaker) = &self.hands.borrow().loudspeaker {
            self.watch_playing(loudspeaker.play());
        }
    }

    /// Keeps the screen on again after the page has been away, while the call goes on.
    pub(super) fn stay_awake_if_live(self: &Rc<Self>) {
        if self.hands.borrow().pulse.is_some() {
            self.stay_awake();
        }
    }

    fn stay_awake(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let awake = Awake::ask().await;
            if call.open.get() {
                call.hands.borrow_mut().awake = awake;
            }
        });
    }

    /// One input, then everything that follows from it.
    fn take(self: &Rc<Self>, input: Input) {
        let now_ms = browser::now_ms();
        self.machine.borrow_mut().handle(input, now_ms);
        loop {
            let next = self.machine.borrow_mut().poll();
            let Some(action) = next else { break };
            self.carry_out(action);
        }
        let view = self.machine.borrow().view(now_ms);
        if self.scene.view.try_with_untracked(|shown| *shown != view) == Some(true) {
            self.scene.view.set(view);
        }
    }

    fn carry_out(self: &Rc<Self>, action: Action) {
        match action {
            Action::AskMicrophone => self.ask_microphone(),
            Action::StartCall => {
                self.ask_camera();
                self.start_call();
            }
            Action::PlaceCall => self.place_call(),
            Action::Send(event) => {
                if let Some(line) = &self.hands.borrow().line {
                    line.say(&event.to_json());
                }
            }
            Action::ReportConnected { openai_call_id } => self.report_connected(openai_call_id),
            Action::Heartbeat => self.beat(),
            Action::CloseLine => self.close(),
            Action::ReportEnd(reason) => self.report_end(reason),
        }
    }
}
