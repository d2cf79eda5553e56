//! Hearing: samples → a row of numbers every ten milliseconds.
//!
//! Twelve band-pass filters and the whole, each as decibels below a ceiling that the voice itself sets, so
//! that a soft and a loud voice look alike. No sample is kept: a hop's energies are all that remains.

/// How long a hop is, in seconds.
pub(super) const HOP_SECONDS: f32 = 0.010;
const BANDS: usize = 12;
/// Numbers in a row: the whole, then each band.
pub(super) const ROW: usize = BANDS + 1;
const HERTZ: [f32; BANDS] = [
    160.0, 300.0, 450.0, 650.0, 900.0, 1250.0, 1700.0, 2300.0, 3100.0, 4200.0, 5700.0, 7600.0,
];
const NARROWNESS: f32 = 1.4;

/// What one hop sounded like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hop {
    /// The whole and the bands under the voice's ceiling, in units of 20 dB.
    pub(super) row: [f32; ROW],
    /// The whole, in decibels of full scale.
    pub(super) dbfs: f32,
    /// The voice's ceiling, in decibels of full scale.
    pub(super) ceiling_dbfs: f32,
    pub(super) seconds: f32,
}

/// A second-order band-pass (constant peak gain).
#[derive(Clone, Copy, Debug, Default)]
struct Band {
    gain: f32,
    a1: f32,
    a2: f32,
    x: [f32; 2],
    y: [f32; 2],
    energy: f32,
}

impl Band {
    fn new(sample_rate: f32, hertz: f32) -> Self {
        let w = core::f32::consts::TAU * (hertz / sample_rate).min(0.45);
        let alpha = w.sin() / (2.0 * NARROWNESS);
        Self {
            gain: alpha / (1.0 + alpha),
            a1: -2.0 * w.cos() / (1.0 + alpha),
            a2: (1.0 - alpha) / (1.0 + alpha),
            ..Self::default()
        }
    }

    fn hear(&mut self, x: f32) {
        let y = self.gain * (x - self.x[1]) - self.a1 * self.y[0] - self.a2 * self.y[1];
        self.x = [x, self.x[0]];
        self.y = [y, self.y[0]];
        self.energy += y * y;
    }
}

/// Ears that split a voice into hops.
#[derive(Clone, Debug)]
pub(super) struct Hearing {
    sample_rate: f32,
    bands: [Band; BANDS],
    energy: f32,
    samples: f32,
    ceiling_dbfs: f32,
}

impl Hearing {
    pub(super) fn new(sample_rate: f32) -> Self {
        Self {
            sample_rate,
            bands: HERTZ.map(|hertz| Band::new(sample_rate, hertz)),
            energy: 0.0,
            samples: 0.0,
            ceiling_dbfs: -20.0,
        }
    }

    /// Takes one sample; gives a hop when one is full.
    pub(super) fn hear(&mut self, sample: f32) -> Option<Hop> {
        let sample = if sample.is_finite() { sample } else { 0.0 };
        for band in &mut self.bands {
            band.hear(sample);
        }
        self.energy += sample * sample;
        self.samples += 1.0;
        (self.samples >= self.sample_rate * HOP_SECONDS).then(|| self.end_hop())
    }

    /// Forgets the hop that has begun.
    pub(super) fn start_anew(&mut self) {
        self.energy = 0.0;
        self.samples = 0.0;
        for band in &mut self.bands {
            band.energy = 0.0;
        }
    }

    fn end_hop(&mut self) -> Hop {
        let samples = self.samples;
        let seconds = samples / self.sample_rate;
        let decibels = |energy: f32| 10.0 * (energy / samples).max(1e-12).log10();
        let dbfs = decibels(self.energy);
        // The ceiling rises with the voice at once and sinks within seconds, never into the noise.
        self.ceiling_dbfs = dbfs.max(self.ceiling_dbfs - 3.0 * seconds).max(-32.0);
        let mut row = [0.0; ROW];
        row[0] = ((dbfs - self.ceiling_dbfs) / 20.0).clamp(-3.0, 0.5);
        for (place, band) in row[1..].iter_mut().zip(&self.bands) {
            *place = ((decibels(band.energy) - self.ceiling_dbfs) / 20.0).clamp(-3.5, 0.5);
        }
        self.start_anew();
        Hop {
            row,
            dbfs,
            ceiling_dbfs: self.ceiling_dbfs,
            seconds,
        }
    }
}
