//! How fast Santa talks and how long he thinks, so that a test need not sit through a talk at the pace of people.
//!
//! At any pace it is real speech: the synthesiser is asked to speak faster, and what it says is sent in frames of 20 ms and
//! lasts as long as the events say.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

/// A pace that calls begin with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Pace {
    /// Santa speaks so many times as fast as usual.
    pub(crate) speed: f64,
    /// Milliseconds that he thinks before each answer.
    pub(crate) think_ms: u64,
}

impl Pace {
    /// What can be asked for. A sentence takes 0.56 of its usual time at 2, 0.44 at 3 and 0.33 at 4, and 1.7 times as long at
    /// 0.5 (measured with Danish and English ones of 5.9 to 12.5 s); see [`crate::voice::Speaker::say_at`].
    pub(crate) const SPEEDS: std::ops::RangeInclusive<f64> = 0.5..=4.0;
}

/// Another pace; what is left out stays.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PaceChange {
    speed: Option<f64>,
    think_ms: Option<u64>,
}

/// The pace of calls that begin from now on.
#[derive(Debug)]
pub(crate) struct Metronome {
    at_start: Pace,
    now: Mutex<Pace>,
}

impl Metronome {
    /// The pace that the program was started with.
    pub(crate) fn new(at_start: Pace) -> Self {
        Self {
            at_start,
            now: Mutex::new(at_start),
        }
    }

    /// The pace of a call that begins now.
    pub(crate) fn pace(&self) -> Pace {
        *crate::lock(&self.now)
    }

    /// Changes it; `None` where nobody can speak at that speed.
    pub(crate) fn change(&self, change: PaceChange) -> Option<Pace> {
        let mut now = crate::lock(&self.now);
        let changed = Pace {
            speed: change.speed.unwrap_or(now.speed),
            think_ms: change.think_ms.unwrap_or(now.think_ms),
        };
        if !Pace::SPEEDS.contains(&changed.speed) {
            return None;
        }
        *now = changed;
        Some(changed)
    }

    /// Goes back to how the program was started.
    pub(crate) fn reset(&self) {
        *crate::lock(&self.now) = self.at_start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTED: Pace = Pace {
        speed: 2.0,
        think_ms: 250,
    };

    #[test]
    fn what_is_left_out_stays_and_the_start_comes_back() {
        let metronome = Metronome::new(STARTED);
        let change = |text: &str| metronome.change(serde_json::from_str(text).unwrap());
        let quick = Pace {
            speed: 3.0,
            think_ms: 250,
        };
        assert_eq!(change(r#"{"speed":3}"#), Some(quick));
        assert_eq!(change(r#"{"think_ms":0}"#).unwrap().speed, 3.0);
        assert_eq!(change(r#"{"speed":9}"#), None);
        assert_eq!(
            metronome.pace().speed,
            3.0,
            "a refused change changes nothing"
        );
        metronome.reset();
        assert_eq!(metronome.pace(), STARTED);
    }
}
