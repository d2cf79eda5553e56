//! Guessing: the last tenth of a second of hearing → how open a mouth that says this is, and its shape.
//!
//! A network of one small hidden layer, fitted to synthetic voices whose phonemes are known
//! (`tests/bench/lips/`). It costs some three thousand multiplications a hop.

use super::hearing::ROW;
use super::weights::{FIRST, FIRST_BIAS, FIRST_SCALE, SECOND, SECOND_BIAS};

/// How many hops back it looks at.
const BACK: [usize; 8] = [0, 1, 2, 3, 4, 6, 8, 11];
const MEMORY: usize = 12;
pub(super) const INPUTS: usize = ROW * BACK.len();
pub(super) const HIDDEN: usize = 24;
pub(super) const OUTPUTS: usize = 1 + Viseme::ALL.len();

/// The shapes that a mouth can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viseme {
    /// Silence.
    Rest,
    /// Open, as in "far".
    Aa,
    /// Wide, as in "see".
    Ee,
    /// Round, as in "you".
    Oo,
    /// Shut, as in "mum".
    Mm,
    /// The lip under the teeth, as in "five".
    Ff,
    /// Teeth together, as in "yes".
    Ss,
}

impl Viseme {
    /// All of them, in the order of the fitted table.
    pub const ALL: [Viseme; 7] = [
        Viseme::Rest,
        Viseme::Aa,
        Viseme::Ee,
        Viseme::Oo,
        Viseme::Mm,
        Viseme::Ff,
        Viseme::Ss,
    ];
}

/// A guess about one hop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    /// 0 (shut) to 1.
    pub(super) opening: f32,
    /// How likely each viseme is, in the order of [`Viseme::ALL`]; they add up to 1.
    pub(super) shape: [f32; 7],
}

/// The rows that were heard lately.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    rows: [[f32; ROW]; MEMORY],
    newest: usize,
}

impl Default for Memory {
    fn default() -> Self {
        // As if it had been silent.
        let mut silence = [-3.5; ROW];
        silence[0] = -3.0;
        Self {
            rows: [silence; MEMORY],
            newest: 0,
        }
    }
}

impl Memory {
    /// Takes the newest row and guesses.
    pub(super) fn guess(&mut self, row: [f32; ROW]) -> Guess {
        self.newest = (self.newest + 1) % MEMORY;
        self.rows[self.newest] = row;
        let inputs = || {
            BACK.iter()
                .flat_map(|back| &self.rows[(self.newest + MEMORY - back) % MEMORY])
        };
        let mut hidden = [0.0; HIDDEN];
        for (unit, ((weights, scale), bias)) in hidden
            .iter_mut()
            .zip(FIRST.iter().zip(FIRST_SCALE).zip(FIRST_BIAS))
        {
            let sum: f32 = weights
                .iter()
                .zip(inputs())
                .map(|(weight, input)| f32::from(*weight) * input)
                .sum();
            *unit = (sum * scale + bias).tanh();
        }
        let mut outputs = [0.0; OUTPUTS];
        for (output, (weights, bias)) in outputs.iter_mut().zip(SECOND.iter().zip(SECOND_BIAS)) {
            *output = bias + weights.iter().zip(hidden).map(|(w, h)| w * h).sum::<f32>();
        }
        let [opening, mut shape @ ..] = outputs;
        let highest = shape.iter().copied().fold(f32::MIN, f32::max);
        for likely in &mut shape {
            *likely = (*likely - highest).exp();
        }
        let all: f32 = shape.iter().sum();
        Guess {
            opening: 1.0 / (1.0 + (-opening).exp()),
            shape: shape.map(|likely| likely / all),
        }
    }
}
