//! How much of him a device is asked for: fur, sharpness, frames, chosen by measured time and by nothing else.
//!
//! A picture that changes its mind is worse than a modest one. So he goes down as soon as frames are slow, and up again
//! only after a long calm, one step at a time; a step that was too dear once is never tried again.

/// What one frame is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// The most that a frame may take for him to begin here, in milliseconds.
    pub(crate) up_to_ms: f32,
    /// Of the screen's resolution, along each side.
    pub(crate) share: f32,
    /// Shells of fur, and of the short fuzz on cloth.
    pub(crate) fur_shells: i32,
    pub(crate) fuzz_shells: i32,
    /// He is painted on every so manieth of the screen's frames.
    pub(crate) every: u32,
}

const fn step(up_to_ms: f32, share: f32, fur_shells: i32, fuzz_shells: i32, every: u32) -> Step {
    Step {
        up_to_ms,
        share,
        fur_shells,
        fuzz_shells,
        every,
    }
}

/// What a slow device gives up, step by step.
pub(crate) const STEPS: [Step; 5] = [
    step(7.0, 1.0, 10, 3, 1),
    step(16.0, 1.0, 6, 2, 1),
    step(26.0, 0.75, 6, 2, 1),
    step(42.0, 0.65, 5, 1, 1),
    step(f32::INFINITY, 0.55, 4, 0, 2),
];
/// Where he stands until something was measured.
const FIRST: usize = 1;
/// Frames that come slower than this on average are slow, in milliseconds. A saving mode's steady 30 a second is not.
const SLOW_MS: f32 = 35.0;
/// Frames that come as quickly as this on average show that there is something to spare, in milliseconds.
const QUICK_MS: f32 = 19.0;
/// A frame that takes longer than this is no life; then the still picture is the better Santa, in milliseconds.
const HOPELESS_MS: f32 = 250.0;
/// A longer gap is a hidden page or a busy start, not a slow painter, in milliseconds.
const ABSENCE_MS: f32 = 400.0;
/// How many frames are looked at together.
const FRAMES_TO_JUDGE: u32 = 50;
/// How long all has to be quick before more is tried, in milliseconds.
const CALM_MS: f32 = 60_000.0;

/// What frames showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All stays as it is.
    Stay,
    /// From here on another step holds.
    Changed,
    /// This device can't draw him.
    Hopeless,
}

/// The choice of a step, and what it was chosen by.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    at: usize,
    /// The dearest step that may still be tried.
    dearest: usize,
    /// The last change was upwards, and has not had to be taken back.
    trying: bool,
    /// He stays where he was put.
    held: bool,
    spent_ms: f32,
    counted: u32,
    calm_ms: f32,
}

impl Choice {
    /// Before anything was measured.
    pub(crate) const fn new() -> Self {
        Self {
            at: FIRST,
            dearest: 0,
            trying: false,
            held: false,
            spent_ms: 0.0,
            counted: 0,
            calm_ms: 0.0,
        }
    }

    /// What a frame is made of now.
    pub(crate) fn step(&self) -> Step {
        STEPS[self.at]
    }

    /// The last step, for good: for a test, where a processor draws.
    pub(crate) fn hold_least(&mut self) {
        self.at = STEPS.len() - 1;
        self.held = true;
    }

    /// Begins where frames that took `each_ms` at the first step belong.
    pub(crate) fn begin(&mut self, each_ms: f32) -> Verdict {
        if each_ms > HOPELESS_MS {
            return Verdict::Hopeless;
        }
        let fits = STEPS.iter().position(|step| each_ms <= step.up_to_ms);
        self.at = fits.unwrap_or(STEPS.len() - 1);
        Verdict::Changed
    }

    /// Takes the time since the screen's last frame, in milliseconds.
    pub(crate) fn frame(&mut self, gap_ms: f32) -> Verdict {
        if gap_ms > ABSENCE_MS || self.held {
            return Verdict::Stay;
        }
        self.spent_ms += gap_ms;
        self.counted += 1;
        if self.counted < FRAMES_TO_JUDGE {
            return Verdict::Stay;
        }
        let each = self.spent_ms / self.counted as f32;
        self.calm_ms = if each <= QUICK_MS {
            self.calm_ms + self.spent_ms
        } else {
            0.0
        };
        self.spent_ms = 0.0;
        self.counted = 0;
        if each > SLOW_MS {
            if self.at + 1 < STEPS.len() {
                self.at += 1;
                if self.trying {
                    self.dearest = self.at;
                }
                self.trying = false;
                return Verdict::Changed;
            }
            if each > HOPELESS_MS {
                return Verdict::Hopeless;
            }
        } else if self.calm_ms >= CALM_MS && self.at > self.dearest {
            self.at -= 1;
            self.trying = true;
            self.calm_ms = 0.0;
            return Verdict::Changed;
        }
        Verdict::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A screen of 60 frames a second on which a frame of each step takes so many milliseconds to draw.
    struct Device([f32; STEPS.len()]);

    impl Device {
        /// The gap between two of the screen's frames: as long as drawing takes, in whole beats of the screen.
        fn gap_ms(&self, at: usize) -> f32 {
            let drawn = self.0[at] / STEPS[at].every as f32;
            (drawn / 16.67).ceil().max(1.0) * 16.67
        }

        /// Plays for so many seconds; gives at which step he ended and how often it changed.
        fn play(&self, choice: &mut Choice, seconds: f32) -> (usize, usize) {
            let (mut ms, mut changes) = (0.0, 0);
            while ms < seconds * 1000.0 {
                let gap = self.gap_ms(choice.at);
                ms += gap;
                changes += usize::from(choice.frame(gap) == Verdict::Changed);
            }
            (choice.at, changes)
        }
    }

    #[test]
    fn a_device_ends_where_it_holds_thirty_frames_a_second() {
        // What a frame costs at each step; where he begins; where he has to be ten minutes later, with how many changes.
        for (name, costs, begins, ends, changes) in [
            ("a strong one", [4.0, 3.0, 2.0, 2.0, 1.0], 0, 0, 0),
            ("a good one", [14.0, 9.0, 6.0, 5.0, 3.0], 1, 0, 1),
            (
                "one that is just quick enough",
                [40.0, 15.0, 11.0, 8.0, 5.0],
                1,
                1,
                2,
            ),
            ("a slow one", [60.0, 40.0, 24.0, 18.0, 12.0], 3, 3, 0),
            (
                "one that heated up",
                [90.0, 70.0, 50.0, 40.0, 14.0],
                1,
                4,
                9,
            ),
            (
                "a very slow one",
                [300.0, 200.0, 120.0, 90.0, 60.0],
                4,
                4,
                0,
            ),
        ] {
            let device = Device(costs);
            let mut choice = Choice::new();
            let first = if name == "one that heated up" {
                10.0
            } else {
                costs[FIRST]
            };
            assert_eq!(choice.begin(first), Verdict::Changed);
            assert_eq!(choice.at, begins, "{name} begins");
            let (at, changed) = device.play(&mut choice, 600.0);
            assert_eq!(at, ends, "{name} ends");
            assert!(changed <= changes, "{name} changed {changed} times");
            let apart = device.gap_ms(at) * STEPS[at].every as f32;
            let least = at == STEPS.len() - 1;
            assert!(least || apart <= SLOW_MS, "{name} paints every {apart} ms");
            // And there he stays.
            assert_eq!(device.play(&mut choice, 1800.0), (ends, 0), "{name} stays");
        }
    }

    #[test]
    fn a_busy_moment_is_made_up_for_after_a_long_calm_and_not_sooner() {
        let (busy, calm) = (Device([50.0; 5]), Device([60.0, 10.0, 8.0, 6.0, 4.0]));
        let mut choice = Choice::new();
        choice.begin(10.0);
        assert_eq!(busy.play(&mut choice, 3.0).0, 2);
        assert_eq!(calm.play(&mut choice, 55.0), (2, 0));
        assert_eq!(calm.play(&mut choice, 8.0), (1, 1));
    }

    #[test]
    fn steady_thirty_is_neither_slow_nor_a_reason_for_more() {
        let mut choice = Choice::new();
        choice.begin(10.0);
        for _ in 0..20_000 {
            assert_eq!(choice.frame(33.4), Verdict::Stay);
        }
    }

    #[test]
    fn a_hidden_page_is_no_slow_painter_and_a_hopeless_one_is_told() {
        let mut choice = Choice::new();
        choice.begin(10.0);
        for _ in 0..500 {
            assert_eq!(choice.frame(1_000.0), Verdict::Stay);
        }
        assert_eq!(Choice::new().begin(HOPELESS_MS + 1.0), Verdict::Hopeless);
        let mut verdicts = (0..500).map(|_| choice.frame(300.0));
        assert!(verdicts.any(|it| it == Verdict::Hopeless));
    }

    #[test]
    fn where_a_processor_draws_the_least_step_holds() {
        let mut choice = Choice::new();
        choice.hold_least();
        for _ in 0..500 {
            assert_eq!(choice.frame(300.0), Verdict::Stay);
        }
        assert_eq!(choice.step(), STEPS[STEPS.len() - 1]);
    }
}
