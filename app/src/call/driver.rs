//! The one loop of a call: feeds the machine what happened and carries out what it says.
//!
//! Everything that lasts (devices, line, timers) is held here and let go of at once when the machine closes the line.

mod deeds;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    call::machine::{Action, CallView, Input, Machine, Picture, Stage},
    id::ChildId,
    wire::{CallEnded, CallStarted},
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use web_sys::AudioContext;

use super::{
    after::Heard,
    awake::{self, Awake},
    media::{self, Captured, DeviceWatch, Loudspeaker},
    peer::Peer,
    whole_screen::WholeScreen,
};
use crate::{api::Answer, browser, components::santa::Voice, session::Session, work};

/// How often time is told to the machine and the screen drawn anew, in milliseconds: often enough for captions to
/// flow, and finer than any delay that the machine waits for.
const PULSE_MS: u32 = 150;
/// Every so many pulses the packets of sound are counted.
const COUNT_EVERY: u32 = 4;
/// How long a line that was prepared before the tap is good, in milliseconds: the tablet may have been carried to another
/// network since.
const PREPARED_FOR_MS: i64 = 2 * 60 * 1000;

/// What the screen reads of a call.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    /// The machine's view.
    pub(super) view: RwSignal<CallView>,
    /// Santa's voice, for his ears.
    pub(super) voice: RwSignal<Option<Voice>, LocalStorage>,
    /// The child's own picture, where the camera was granted.
    pub(super) camera: RwSignal<Option<Rc<Captured>>, LocalStorage>,
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
    /// Whether the browser is known to hand out the microphone without asking.
    microphone_granted: Cell<bool>,
    /// Whether it is known not to ask about the camera: then the child's own picture waits until Santa is heard, which it
    /// would delay.
    camera_granted: Cell<bool>,
    camera_waits: Cell<bool>,
    pulses: Cell<u32>,
}

/// What is held while the call lives.
#[derive(Default)]
struct Hands {
    microphone: Option<Captured>,
    loudspeaker: Option<Loudspeaker>,
    ears: Option<AudioContext>,
    line: Option<Rc<Peer>>,
    /// A line that was prepared before it was needed, and when.
    prepared: Option<(Peer, i64)>,
    started: Option<CallStarted>,
    awake: Option<Awake>,
    whole_screen: Option<WholeScreen>,
    devices: Option<DeviceWatch>,
    pulse: Option<Interval>,
}

impl Hands {
    /// Santa's ears, made now where they are not there yet; `None` where the browser has none to give.
    fn ears(&mut self) -> Option<AudioContext> {
        if self.ears.is_none() {
            self.ears = AudioContext::new().ok();
        }
        self.ears.clone()
    }
}

impl Driver {
    /// A call that waits for the tap.
    pub(super) fn new(child: ChildId, session: Session) -> Rc<Self> {
        let machine = Machine::default();
        let scene = Scene {
            view: RwSignal::new(machine.view(browser::now_ms())),
            voice: RwSignal::new_local(None),
            camera: RwSignal::new_local(None),
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
            microphone_granted: Cell::new(false),
            camera_granted: Cell::new(false),
            camera_waits: Cell::new(false),
            pulses: Cell::new(0),
        })
    }

    /// Does before the tap whatever needs none: builds a line with its offer and looks whether the microphone will be
    /// asked about.
    pub(super) fn prepare(self: &Rc<Self>) {
        let call = self.clone();
        work::soon(async move {
            let granted = media::is_granted("microphone").await;
            call.microphone_granted.set(granted);
            call.camera_granted.set(media::is_granted("camera").await);
        });
        let call = self.clone();
        work::soon(async move {
            let line = call.new_line().await;
            if !call.open.get() {
                return;
            }
            let mut hands = call.hands.borrow_mut();
            hands.prepared = line.ok().map(|line| (line, browser::now_ms()));
            // They sleep until the tap. To make them asks the system for its loudspeaker, and the page stands still
            // meanwhile, which inside the tap would keep everything else waiting.
            hands.ears();
        });
    }

    /// What the screen reads.
    pub(super) fn scene(&self) -> Scene {
        self.scene
    }

    /// The tap, with the brothers and sisters who call along. First the machine, whose question for a token leaves at once;
    /// then whatever a tablet allows only inside a tap, before anything is waited for.
    pub(super) fn start(self: &Rc<Self>, siblings: Vec<ChildId>) {
        if self.hands.borrow().pulse.is_some() {
            return;
        }
        *self.siblings.borrow_mut() = siblings;
        let line = self.prepared_line().map(Rc::new);
        self.hands.borrow_mut().line = line;
        self.take(Input::Tap {
            microphone_granted: self.microphone_granted.get(),
        });
        awake::begin_audio_session();
        let ears = self.hands.borrow_mut().ears();
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
                    call.count_packets();
                }
            })
        };
        let devices = {
            let call = Rc::downgrade(self);
            DeviceWatch::begin(move || {
                if let Some(call) = call.upgrade() {
                    call.take(Input::DevicesChanged);
                }
            })
        };
        let mut hands = self.hands.borrow_mut();
        hands.loudspeaker = Loudspeaker::open();
        hands.pulse = Some(pulse);
        hands.devices = devices;
        hands.whole_screen = WholeScreen::ask();
        drop(hands);
        self.stay_awake();
    }

    /// What Santa was told and a parent may want to keep: in memory only.
    pub(super) fn heard(&self) -> Heard {
        let machine = self.machine.borrow();
        Heard {
            wishes: machine.wishes().to_vec(),
            name_sounds: machine.name_sounds().to_vec(),
        }
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

    /// The child tapped a picture.
    pub(super) fn picture(self: &Rc<Self>, picture: Picture) {
        self.take(Input::Picture(picture));
    }

    /// The call that goes on elsewhere shall be ended for this one.
    pub(super) fn instead(self: &Rc<Self>) {
        self.take(Input::Instead);
    }

    /// Whether the page can be seen: the machine is told in a call.
    pub(super) fn seen(self: &Rc<Self>, seen: bool) {
        if self.hands.borrow().pulse.is_some() {
            self.take(Input::Seen(seen));
        }
    }

    /// Asks the browser now and then how much sound has come: it is for the machine to say what that means.
    fn count_packets(self: &Rc<Self>) {
        self.pulses.set(self.pulses.get().wrapping_add(1));
        let Some(line) = self.hands.borrow().line.clone() else {
            return;
        };
        if !self.pulses.get().is_multiple_of(COUNT_EVERY) {
            return;
        }
        let call = self.clone();
        work::soon(async move {
            let received = line.packets_received().await;
            let is_current =
                |hands: &Hands| hands.line.as_ref().is_some_and(|it| Rc::ptr_eq(it, &line));
            if let Some(packets) = received
                && is_current(&call.hands.borrow())
            {
                call.take(Input::Received(packets));
            }
        });
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
        if view.stage == Stage::Speaking && self.camera_waits.take() {
            self.ask_camera();
        }
        if self.scene.view.try_with_untracked(|shown| *shown != view) == Some(true) {
            self.scene.view.set(view);
        }
    }

    fn carry_out(self: &Rc<Self>, action: Action) {
        match action {
            Action::AskMicrophone => self.ask_microphone(),
            Action::StartCall { instead } => {
                self.start_call(instead);
                if self.camera_granted.get() {
                    self.camera_waits.set(true);
                } else {
                    self.ask_camera();
                }
            }
            Action::AskLeg => self.ask_leg(),
            Action::PlaceCall => self.place_call(),
            Action::Send(event) => {
                if let Some(line) = &self.hands.borrow().line {
                    event.to_json().iter().for_each(|text| line.say(text));
                }
            }
            Action::ReportConnected { openai_call_id } => self.report_connected(openai_call_id),
            Action::Heartbeat => self.beat(),
            Action::CallGrownUp => self.call_grown_up(),
            Action::CheckDevices => self.check_devices(),
            Action::StayAwake => self.stay_awake(),
            Action::DropPicture => self.scene.camera.set(None),
            Action::CloseLine => self.close(),
            Action::ReportEnd(reason) => self.report_end(reason),
        }
    }
}
