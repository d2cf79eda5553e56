//! `cargo xtask bench lips`: how well Santa's mouth follows a voice.
//!
//! A synthetic voice whose phonemes are known (espeak-ng's C library, for measuring only) says sentences in
//! both languages; each clip goes through Opus and then into the same lip-sync and acting that the product
//! runs. What is reported are the voices that nothing was ever tuned on. The reference is the table beside
//! `speak.py`, its opening smoothed over a tenth of a second.

use std::{collections::HashMap, path::Path, process::Command};

use anyhow::{Result, ensure};
use opus_rs::{Application, OpusDecoder, OpusEncoder};
use santa::{acting::Performance, lipsync::LipSync, pose::Mouth, wire::State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{paths, progress, test::chromium, tools};

const RATE: usize = 48_000;
/// Of one Opus packet, 20 ms.
const PACKET: usize = 960;
/// Reference and mouth are compared at so many points a second.
const GRID: f32 = 200.0;

#[derive(Deserialize)]
struct Table {
    classes: Vec<String>,
    phonemes: HashMap<String, (f32, String)>,
}

#[derive(Deserialize)]
struct Clip {
    name: String,
    held_out: bool,
    phonemes: Vec<(f32, String)>,
    seconds: f32,
}

/// How one mouth did on one clip.
struct Score {
    lag_ms: f32,
    correlation: f32,
    /// Hops whose class was right, and hops in all.
    right: (usize, usize),
}

/// Measures and prints the figures.
pub fn run() -> Result<()> {
    tools::prepare_benches()?;
    let folder = paths::own().join("lips");
    let source = paths::root().join("tests/bench/lips");
    progress::step(
        "Speaking the clips",
        "libespeak-ng, through Python's ctypes",
        |report| {
            report.run(
                Command::new("python3")
                    .arg(source.join("speak.py"))
                    .arg(&folder),
            )
        },
    )?;
    let table: Table = serde_json::from_slice(&std::fs::read(source.join("table.json"))?)?;
    let clips: Vec<Clip> = serde_json::from_slice(&std::fs::read(folder.join("clips.json"))?)?;
    let (mut held_out, mut trained_on) = (Vec::new(), Vec::new());
    for clip in &clips {
        let sound = through_opus(&read(&folder.join(format!("{}.f32", clip.name)))?)?;
        let bytes: Vec<u8> = sound
            .iter()
            .flat_map(|sample| sample.to_le_bytes())
            .collect();
        std::fs::write(folder.join(format!("{}.heard.f32", clip.name)), bytes)?;
        let score = score(&table, clip, &sound);
        if clip.held_out {
            &mut held_out
        } else {
            &mut trained_on
        }
        .push(score);
    }
    for (name, scores) in [("tuned on", &trained_on), ("held out", &held_out)] {
        let (lag, correlation, classes) = summary(scores);
        println!(
            "Voices {name}: {} clips, lag {lag:.0} ms, correlation {correlation:.3}, classes {classes:.3}",
            scores.len()
        );
    }
    let (lag, correlation, classes) = summary(&held_out);
    let mut line = json!({
        "bench": "lips", "clips": held_out.len(),
        "lag_ms": lag, "correlation": rounded(correlation), "class_accuracy": rounded(classes),
    });
    let heard = peers(&folder, &clips)?;
    for name in ["headaudio", "wawa"] {
        let scores: Vec<Score> = clips
            .iter()
            .filter_map(|clip| {
                let mouth: Vec<(f32, f32)> =
                    serde_json::from_value(heard.get(&clip.name)?.get(name)?.clone()).ok()?;
                let (lag_ms, correlation) = compare(&table, clip, &mouth);
                Some(Score {
                    lag_ms,
                    correlation,
                    right: (0, 0),
                })
            })
            .collect();
        let (lag, correlation, _) = summary(&scores);
        line[format!("{name}_correlation")] = rounded(correlation);
        line[format!("{name}_lag_ms")] = lag.into();
    }
    println!("{line}");
    Ok(())
}

fn rounded(x: f32) -> Value {
    ((f64::from(x) * 1000.0).round() / 1000.0).into()
}

/// What two other lip-syncs say to the clips of the held-out voices.
fn peers(folder: &Path, clips: &[Clip]) -> Result<Value> {
    let out = folder.join("peers.json");
    let mut node = chromium::script("tests/bench/lips/peers.ts")?;
    node.arg(folder)
        .arg(paths::root().join("tests/bench/node_modules"))
        .arg(&out);
    node.args(
        clips
            .iter()
            .filter(|clip| clip.held_out)
            .map(|clip| &clip.name),
    );
    progress::step(
        "Playing the clips to headaudio and wawa-lipsync",
        "in Chromium and in real time, some two minutes",
        |report| report.run(&mut node),
    )?;
    Ok(serde_json::from_slice(&std::fs::read(out)?)?)
}

fn summary(scores: &[Score]) -> (f32, f32, f32) {
    let mut lags: Vec<f32> = scores.iter().map(|score| score.lag_ms).collect();
    lags.sort_by(f32::total_cmp);
    let lag = lags.get(lags.len() / 2).copied().unwrap_or_default();
    let correlation =
        scores.iter().map(|score| score.correlation).sum::<f32>() / scores.len() as f32;
    let (right, all) = scores.iter().fold((0, 0), |sum, score| {
        (sum.0 + score.right.0, sum.1 + score.right.1)
    });
    (lag, correlation, right as f32 / all.max(1) as f32)
}

fn read(path: &Path) -> Result<Vec<f32>> {
    let bytes = std::fs::read(path)?;
    let number = |b: &[u8]| b.try_into().map(f32::from_le_bytes).unwrap_or_default();
    Ok(bytes.chunks_exact(4).map(number).collect())
}

fn through_opus(sound: &[f32]) -> Result<Vec<f32>> {
    let fault = |text: &'static str| anyhow::anyhow!("Opus: {text}");
    let mut encoder = OpusEncoder::new(RATE as i32, 1, Application::Voip).map_err(fault)?;
    encoder.bitrate_bps = 32_000;
    let mut decoder = OpusDecoder::new(RATE as i32, 1).map_err(fault)?;
    let mut out = Vec::with_capacity(sound.len());
    let mut packet = [0_u8; 1_500];
    let mut decoded = [0.0; 5_760];
    for frame in sound.chunks_exact(PACKET) {
        let size = encoder.encode(frame, PACKET, &mut packet).map_err(fault)?;
        let samples = decoder
            .decode(&packet[..size], PACKET, &mut decoded)
            .map_err(fault)?;
        out.extend_from_slice(&decoded[..samples]);
    }
    ensure!(out.len() + 2 * PACKET >= sound.len(), "Opus lost sound");
    // The codec's own delay belongs to the codec: clip and reference are laid over each other again.
    let delay = delay(sound, &out);
    out.drain(..delay);
    Ok(out)
}

/// By how many samples `late` is behind `sound`: where their loudness fits best.
fn delay(sound: &[f32], late: &[f32]) -> usize {
    const STEP: usize = 24;
    let fits = |by: usize| {
        let pairs = sound.iter().zip(late.iter().skip(by)).step_by(7);
        pairs.map(|(a, b)| f64::from(a * b)).sum::<f64>()
    };
    (0..40)
        .map(|k| k * STEP)
        .max_by(|a, b| fits(*a).total_cmp(&fits(*b)))
        .unwrap_or(0)
}

fn score(table: &Table, clip: &Clip, sound: &[f32]) -> Score {
    let mut ears = LipSync::new(RATE as f32);
    let mut santa = Performance::new(7);
    santa.act(State::Speaking);
    for _ in 0..60 {
        santa.step(1.0 / 60.0, Mouth::default());
    }
    let (mut jaw, mut right, mut all) = (Vec::new(), 0, 0);
    let frame = RATE / 60;
    for (i, chunk) in sound.chunks(frame).enumerate() {
        // As in the product: the worklet's batches arrive, then a frame is drawn.
        ears.hear(chunk);
        ears.pass(1.0 / 60.0);
        jaw.push(santa.step(1.0 / 60.0, ears.mouth()).mouth.jaw);
        let middle = (i as f32 + 0.7) / 60.0;
        let class = &asked(table, clip, middle).1;
        let at = table.classes.iter().position(|name| name == class);
        all += 1;
        right += usize::from(at == Some(ears.viseme() as usize));
    }
    // A frame shows the state at its end.
    let mouth: Vec<(f32, f32)> = (1..).map(|i| i as f32 / 60.0).zip(jaw).collect();
    let (lag_ms, correlation) = compare(table, clip, &mouth);
    Score {
        lag_ms,
        correlation,
        right: (right, all),
    }
}

/// By how many milliseconds a mouth (moments and openings) is late on a clip, and how well it fits then.
fn compare(table: &Table, clip: &Clip, mouth: &[(f32, f32)]) -> (f32, f32) {
    let shown_at = |t: f32| {
        let after = mouth.partition_point(|(at, _)| *at <= t);
        let value = |i: usize| mouth.get(i).copied().unwrap_or((t, 0.0));
        let ((t0, a), (t1, b)) = (value(after.saturating_sub(1)), value(after));
        a + (b - a) * ((t - t0) / (t1 - t0).max(1e-4)).clamp(0.0, 1.0)
    };
    let points = (clip.seconds * GRID) as usize;
    let window = (0.1 * GRID) as i32;
    let hann = |k: i32| 0.5 + 0.5 * (k as f32 / window as f32 * core::f32::consts::TAU).cos();
    let reference: Vec<f32> = (0..points)
        .map(|i| {
            let (mut sum, mut weights) = (0.0, 0.0);
            for k in -window / 2..=window / 2 {
                sum += hann(k) * asked(table, clip, (i as f32 + k as f32) / GRID).0;
                weights += hann(k);
            }
            sum / weights
        })
        .collect();
    let (mut best, mut lag_ms) = (f32::MIN, 0.0);
    for lag in -20..=50 {
        let late = lag as f32 / GRID;
        let shown: Vec<f32> = (0..points)
            .map(|i| shown_at(i as f32 / GRID + late))
            .collect();
        let fit = correlation(&reference, &shown);
        if fit > best {
            (best, lag_ms) = (fit, late * 1000.0);
        }
    }
    (lag_ms, best)
}

/// What the table asks for at a moment of a clip.
fn asked<'a>(table: &'a Table, clip: &Clip, t: f32) -> &'a (f32, String) {
    let rest = &table.phonemes["_"];
    let phoneme = clip.phonemes.iter().rev().find(|(start, _)| *start <= t);
    let Some((_, phoneme)) = phoneme.filter(|(_, phoneme)| !phoneme.starts_with('_')) else {
        return rest;
    };
    let mut name = phoneme.as_str();
    if let Some(found) = table.phonemes.get(name) {
        return found;
    }
    name = name.trim_start_matches('?');
    while !name.is_empty() {
        if let Some(found) = table.phonemes.get(name) {
            return found;
        }
        name = name
            .char_indices()
            .next_back()
            .map_or("", |(last, _)| &name[..last]);
    }
    rest
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |x: &[f32]| x.iter().sum::<f32>() / x.len() as f32;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 1e-9, 1e-9);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma).powi(2);
        bb += (y - mb).powi(2);
    }
    ab / (aa * bb).sqrt()
}
