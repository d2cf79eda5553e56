//! Santa's wits: decides what to say next and which tools to call, as an obedient model would.
//!
//! Follows, in this order: what a single response was told, what was written to him, what the tools answered, and
//! else his own thread: the opening, then the child's wishes, notes and likes, then Christmas. Deterministic, so
//! that a test knows what comes. Knows no events and no sound.

use serde_json::{Value, json};

use super::Language;
use super::cue::{Cue, cue, cue_of_instructions, gestures};
use super::lines::{Line, Lines, Topic};
use super::persona::{Persona, block};

/// What happened since Santa last spoke.
#[derive(Debug, Default)]
pub(crate) struct Moment {
    /// Instructions for this response only.
    pub(crate) instructions: Option<String>,
    /// What was written to him, oldest first.
    pub(crate) texts: Vec<String>,
    /// Whether the child spoke aloud.
    pub(crate) heard_voice: bool,
    /// Whether nobody spoke for longer than the session allows.
    pub(crate) idle: bool,
    /// Whether words of his own were put into the conversation: it goes on from an earlier call.
    pub(crate) seeded: bool,
    /// Names of the tools he may call.
    pub(crate) tools: Vec<String>,
}

/// A tool to call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ToolCall {
    /// The tool's name.
    pub(crate) name: String,
    /// Its arguments.
    pub(crate) arguments: Value,
}

/// What Santa says and does in one response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Turn {
    /// The words.
    pub(crate) text: String,
    /// The language they are in.
    pub(crate) language: Language,
    /// Tools called after the words.
    pub(crate) tool_calls: Vec<ToolCall>,
}

/// The thread of one conversation.
#[derive(Debug)]
pub(crate) struct Brain {
    persona: Persona,
    opened: bool,
    parted: bool,
    turns_taken: usize,
    wishes_told: usize,
    name_learnt: bool,
}

impl Brain {
    /// A mind that follows these instructions.
    pub(crate) fn new(instructions: &str) -> Self {
        Self {
            persona: Persona::read(instructions),
            opened: false,
            parted: false,
            turns_taken: 0,
            wishes_told: 0,
            name_learnt: false,
        }
    }

    /// New instructions in the middle of the talk; the thread goes on.
    pub(crate) fn instruct(&mut self, instructions: &str) {
        self.persona = Persona::read(instructions);
    }

    /// The language of the talk.
    pub(crate) fn language(&self) -> Language {
        self.persona.language
    }

    /// The next turn.
    pub(crate) fn turn(&mut self, moment: &Moment) -> Turn {
        let mut turn = self.answer(moment);
        // A child that answers by a picture is answered by a gesture as well.
        let wish = Lines::of(self.persona.language).some_wish;
        let gestures = moment.texts.last().map_or(&[][..], |text| gestures(text));
        for name in gestures {
            let arguments = match *name {
                "show_wish" => json!({"wish": wish}),
                _ => json!({}),
            };
            turn.tool_calls
                .extend(calls(Some((name, arguments)), &moment.tools));
        }
        turn
    }

    fn answer(&mut self, moment: &Moment) -> Turn {
        let lines = Lines::of(self.persona.language);
        let told = moment.instructions.as_deref();
        if let Some(words) = told.and_then(|told| block(told, "say")) {
            self.opened = true;
            return self.say(words.to_owned(), Vec::new());
        }
        if let Some(cue) = told.and_then(cue_of_instructions) {
            return self.follow(cue, moment);
        }
        if moment.seeded && !self.opened {
            return self.follow(Cue::Reconnected, moment);
        }
        if let Some(cue) = moment.texts.iter().rev().find_map(|text| cue(text)) {
            return self.follow(cue, moment);
        }
        if !self.opened {
            return self.open();
        }
        if moment.idle && !moment.heard_voice {
            return self.follow(Cue::Silence, moment);
        }
        if self.parted && !moment.heard_voice {
            // He has said goodbye and is asked for words once more, as by a client that answers every tool.
            return self.say(self.fill(lines.last_wave, ""), Vec::new());
        }
        if moment.heard_voice
            && let Some(sound) = self.misread_name(lines)
        {
            return self.learn_name(sound, moment);
        }
        self.next_line(moment)
    }

    /// How the child's name is really said, where it is one that is often misread and nobody has told him yet.
    fn misread_name(&self, lines: &Lines) -> Option<&'static str> {
        let child = &self.persona.child;
        let (_, sound) = lines
            .misread_names
            .iter()
            .find(|(name, _)| *name == child.name)?;
        let told = self.name_learnt || child.preferences.contains(sound);
        (!told).then_some(sound)
    }

    /// The child has put him right. What it said can't be understood here, so the table stands in for it.
    fn learn_name(&mut self, sound: &str, moment: &Moment) -> Turn {
        self.name_learnt = true;
        let text = Lines::of(self.persona.language).name_learnt;
        let learnt = json!({"name": self.persona.child.name, "sound": sound});
        self.say(
            self.fill(text, ""),
            calls(Some(("note_name_sound", learnt)), &moment.tools),
        )
    }

    fn open(&mut self) -> Turn {
        self.opened = true;
        let lines = Lines::of(self.persona.language);
        let Some(opening) = self.persona.opening.clone() else {
            let nameless = self.persona.child.name.trim().is_empty();
            let greeting = if nameless {
                lines.greeting_nameless
            } else {
                lines.greeting
            };
            return self.say(self.fill(greeting, ""), Vec::new());
        };
        // The instructions want these words to the letter and then one easy question.
        let asks = opening.trim_end().ends_with('?');
        let question = if asks {
            String::new()
        } else {
            format!(" {}", lines.easy_question)
        };
        self.say(opening + &question, Vec::new())
    }

    fn follow(&mut self, cue: Cue, moment: &Moment) -> Turn {
        self.opened = true;
        self.parted = cue == Cue::Farewell;
        let lines = Lines::of(self.persona.language);
        let (line, wish, tool) = match &cue {
            Cue::Distress => (lines.comfort, "", Some(("call_grown_up", json!({})))),
            Cue::AreYouReal => (lines.honest, "", None),
            Cue::CanYouSee => (lines.only_hears, "", None),
            Cue::Farewell => (lines.farewell, "", Some(("say_goodbye", json!({})))),
            Cue::WindDown => (lines.wind_down, "", None),
            Cue::Silence => (lines.nudge, "", None),
            Cue::Reconnected => (lines.welcome_back, "", None),
            Cue::Wish(wish) => (
                lines.heard_wish,
                wish.as_str(),
                Some(("note_wish", json!({"wish": wish}))),
            ),
        };
        self.say(self.fill(line, wish), calls(tool, &moment.tools))
    }

    fn next_line(&mut self, moment: &Moment) -> Turn {
        let lines = Lines::of(self.persona.language);
        let mut wishes_left = self.persona.child.wishes.len();
        let fitting: Vec<&Line> = lines
            .turns
            .iter()
            .filter(|line| self.fits(line.topic, &mut wishes_left))
            .collect();
        let once = fitting.len();
        // After everything personal was said once, he goes on about Christmas and doesn't repeat himself to the
        // child like a record.
        let christmas: Vec<&Line> = fitting
            .iter()
            .copied()
            .filter(|line| line.topic == Topic::Christmas)
            .collect();
        let line = match fitting.get(self.turns_taken) {
            Some(line) => line,
            None => christmas[(self.turns_taken - once) % christmas.len()],
        };
        self.turns_taken += 1;
        let wish = match line.topic {
            Topic::Wish => self.next_wish(),
            Topic::AskForWishes => lines.some_wish.to_owned(),
            _ => return self.say(self.fill(line.text, ""), Vec::new()),
        };
        let text = self.fill(line.text, &wish);
        // Only a child who spoke can have told a wish. What was said can't be understood here, so the wish that
        // the talk is about stands in for it.
        let tool = moment
            .heard_voice
            .then(|| ("note_wish", json!({"wish": wish})));
        self.say(text, calls(tool, &moment.tools))
    }

    fn next_wish(&mut self) -> String {
        let wishes = &self.persona.child.wishes;
        let wish = wishes
            .get(self.wishes_told % wishes.len().max(1))
            .cloned()
            .unwrap_or_default();
        self.wishes_told += 1;
        wish
    }

    fn fits(&self, topic: Topic, wishes_left: &mut usize) -> bool {
        let child = &self.persona.child;
        match topic {
            // A child with one wish is asked about it once.
            Topic::Wish => std::mem::replace(wishes_left, wishes_left.saturating_sub(1)) > 0,
            Topic::AskForWishes => child.wishes.is_empty(),
            Topic::Notes => !child.behaviour_notes.trim().is_empty(),
            Topic::Preferences => !child.preferences.trim().is_empty(),
            Topic::Age => child.age.is_some(),
            Topic::Christmas => true,
        }
    }

    fn fill(&self, line: &str, wish: &str) -> String {
        Lines::of(self.persona.language).fill(line, &self.persona.child, wish)
    }

    fn say(&self, text: String, tool_calls: Vec<ToolCall>) -> Turn {
        Turn {
            text,
            language: self.persona.language,
            tool_calls,
        }
    }
}

fn calls(wanted: Option<(&str, Value)>, allowed: &[String]) -> Vec<ToolCall> {
    let wanted = wanted.filter(|(name, _)| allowed.iter().any(|tool| tool == name));
    wanted
        .into_iter()
        .map(|(name, arguments)| ToolCall {
            name: name.to_owned(),
            arguments,
        })
        .collect()
}

#[cfg(test)]
mod tests;
