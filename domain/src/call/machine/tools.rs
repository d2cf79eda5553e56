//! What Santa does besides talking: the tools that he uses, as far as a call has to do something about them.

use serde_json::Value;

use super::{Action, Machine, State, view::Gesture};
use crate::{
    call::{
        realtime::ClientEvent,
        tool::{NameSound, Tool, name_sound_in, wish_in},
    },
    persona::CHILDREN,
    wire::CallCues,
};

/// The most wishes that are noted in one call.
const WISHES_NOTED: usize = 20;
/// The most names whose sound is learnt in one call: as many as children call together.
const NAMES_LEARNT: usize = CHILDREN;
/// How long a gesture lasts, in milliseconds.
const GESTURE_MS: i64 = 3_000;
/// How long a wish is held into the child's view, in milliseconds.
const SHOWN_MS: i64 = 8_000;
/// How long a goodbye may take once Santa has used the tool for it, in milliseconds.
const GOODBYE_LASTS_MS: i64 = 30_000;

/// What he has done so far, and what can still be seen of it.
#[derive(Debug, Default)]
pub(super) struct Doings {
    pub(super) wishes: Vec<String>,
    pub(super) name_sounds: Vec<NameSound>,
    pub(super) grown_up_wanted: bool,
    gesture: Option<(Gesture, i64)>,
    shown: Option<(String, i64)>,
}

impl Doings {
    pub(super) fn gesture(&self, now_ms: i64) -> Option<Gesture> {
        let (gesture, until_ms) = self.gesture?;
        (now_ms < until_ms).then_some(gesture)
    }

    pub(super) fn shown(&self, now_ms: i64) -> Option<&str> {
        let (wish, until_ms) = self.shown.as_ref()?;
        (now_ms < *until_ms).then_some(wish.as_str())
    }

    /// When something goes out of sight.
    pub(super) fn gone_at_ms(&self) -> Option<i64> {
        let gesture = self.gesture.map(|(_, until_ms)| until_ms);
        let shown = self.shown.as_ref().map(|(_, until_ms)| *until_ms);
        [gesture, shown].into_iter().flatten().min()
    }

    fn note(&mut self, wish: String) {
        let wanted = wish.to_lowercase();
        let new = self
            .wishes
            .iter()
            .all(|known| known.to_lowercase() != wanted);
        if new && self.wishes.len() < WISHES_NOTED {
            self.wishes.push(wish);
        }
    }

    /// The last word on a name holds.
    fn learn(&mut self, learnt: NameSound) {
        let called = learnt.name.to_lowercase();
        let mut known = self.name_sounds.iter_mut();
        if let Some(known) = known.find(|known| known.name.to_lowercase() == called) {
            *known = learnt;
        } else if self.name_sounds.len() < NAMES_LEARNT {
            self.name_sounds.push(learnt);
        }
    }
}

impl Machine {
    pub(super) fn tool(&mut self, call_id: String, name: &str, arguments: &Value, now_ms: i64) {
        self.turns.used_tool();
        let done = match Tool::named(name) {
            Some(tool) => self.use_tool(tool, arguments, now_ms),
            // Made up by the model: it is told so and goes on.
            None => false,
        };
        self.send(ClientEvent::ToolResult { call_id, done });
    }

    fn use_tool(&mut self, tool: Tool, arguments: &Value, now_ms: i64) -> bool {
        match tool {
            // Nobody laughs beside a child that needs a grown-up.
            Tool::Laugh if self.tools.grown_up_wanted => return false,
            Tool::Laugh => self.gesture(Gesture::Laugh, now_ms),
            Tool::Wave => self.gesture(Gesture::Wave, now_ms),
            Tool::LookAtList => self.gesture(Gesture::LookAtList, now_ms),
            Tool::ShowWish => match wish_in(arguments) {
                Some(wish) => self.tools.shown = Some((wish, now_ms + SHOWN_MS)),
                None => return false,
            },
            Tool::NoteWish => match wish_in(arguments) {
                Some(wish) => self.tools.note(wish),
                None => return false,
            },
            Tool::NoteNameSound => match name_sound_in(arguments) {
                Some(learnt) => self.tools.learn(learnt),
                None => return false,
            },
            Tool::CallGrownUp => {
                if !self.tools.grown_up_wanted {
                    self.tools.grown_up_wanted = true;
                    self.actions.push_back(Action::CallGrownUp);
                }
                self.tools.gesture = None;
            }
            Tool::SayGoodbye => match self.state {
                State::Talking => {
                    self.turns.says_goodbye();
                    self.state = State::Farewell {
                        give_up_ms: now_ms + GOODBYE_LASTS_MS,
                    };
                }
                State::Farewell { .. } => self.turns.says_goodbye(),
                _ => return false,
            },
        }
        true
    }

    fn gesture(&mut self, gesture: Gesture, now_ms: i64) {
        self.tools.gesture = Some((gesture, now_ms + GESTURE_MS));
    }

    /// Reminds a second line of what was told on the first, in Santa's own words: the wishes, and how names are said.
    pub(super) fn recall_what_was_told(&mut self) {
        if !self.tools.wishes.is_empty() {
            let wishes = self.tools.wishes.join("; ");
            self.recall_in(|cues| &cues.wishes_heard, "{wishes}", &wishes);
        }
        if !self.tools.name_sounds.is_empty() {
            let learnt = self.tools.name_sounds.iter();
            let names: Vec<_> = learnt
                .map(|it| format!("{}: {}", it.name, it.sound))
                .collect();
            self.recall_in(|cues| &cues.names_learnt, "{names}", &names.join("; "));
        }
    }

    fn recall_in(&mut self, words: fn(&CallCues) -> &String, slot: &str, told: &str) {
        if let Some(words) = self.cues_told(words) {
            let text = words.replace(slot, told);
            self.send(ClientEvent::Recall { text });
        }
    }
}
