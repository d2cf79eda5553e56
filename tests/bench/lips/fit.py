"""Fits the small network of `santa/src/lipsync/` to clips that speak.py made: `fit.py CLIPS_FOLDER`.

Wants numpy and scipy. The features are those of `santa/src/lipsync/hearing.rs`, line for line. The voices that are held
out are never trained on. Writes `santa/src/lipsync/weights.rs`; the table of phonemes was written down before.
"""

import json
import os
import sys
import time

import numpy as np
from scipy.signal import lfilter

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = sys.argv[1]
RATE, HOP, Q = 48000, 480, 1.4
BANDS = [160, 300, 450, 650, 900, 1250, 1700, 2300, 3100, 4200, 5700, 7600]
BACK = [0, 1, 2, 3, 4, 6, 8, 11]  # hops that the network looks back
AHEAD = 0.01  # seconds: part of the way that the acting's springs will take
HIDDEN = 24
EPOCHS = 14

table = json.load(open(os.path.join(HERE, "table.json")))
CLASSES, PHONEMES = table["classes"], table["phonemes"]
rng = np.random.default_rng(3)


def asked(phoneme):
    """What a phoneme asks of the mouth."""
    if phoneme.startswith("_"):
        return PHONEMES["_"]
    if phoneme in PHONEMES:
        return PHONEMES[phoneme]
    phoneme = phoneme.lstrip("?")
    while phoneme and phoneme not in PHONEMES:
        phoneme = phoneme[:-1]
    return PHONEMES.get(phoneme, PHONEMES["_"])


def heard(x):
    """A row of features for each hop."""
    n = len(x) // HOP
    hops = lambda y: (y[: n * HOP].reshape(n, HOP) ** 2).mean(1)
    decibels = lambda e: 10 * np.log10(np.maximum(e, 1e-12))
    total = decibels(hops(x))
    ceiling, c = np.empty(n), -20.0
    for i in range(n):
        c = max(total[i], c - 3 * 0.01, -32.0)
        ceiling[i] = c
    rows = [np.clip((total - ceiling) / 20, -3, 0.5)]
    for hertz in BANDS:
        w = 2 * np.pi * min(hertz / RATE, 0.45)
        a = np.sin(w) / (2 * Q)
        g = a / (1 + a)
        y = lfilter([g, 0, -g], [1, -2 * np.cos(w) / (1 + a), (1 - a) / (1 + a)], x)
        rows.append(np.clip((decibels(hops(y)) - ceiling) / 20, -3.5, 0.5))
    return np.array(rows).T


def wanted(clip, n):
    """Opening and class for each hop; the opening smoothed over a tenth of a second, for jaws are heavy."""
    opening, kind = np.zeros(n), np.zeros(n, int)
    t = np.arange(n) * 0.01 + 0.005 + AHEAD
    events = clip["phonemes"]
    for i, (start, phoneme) in enumerate(events):
        end = events[i + 1][0] if i + 1 < len(events) else clip["seconds"]
        o, k = asked(phoneme)
        during = (t >= start) & (t < end)
        opening[during], kind[during] = o, CLASSES.index(k)
    window = np.hanning(13)[1:-1]
    return np.convolve(opening, window / window.sum(), "same"), kind


def stacked(rows):
    most, n = max(BACK), len(rows)
    padded = np.vstack([np.repeat(rows[:1], most, 0), rows])
    return np.hstack([padded[most - back : most - back + n] for back in BACK])


def elsewhere(x):
    """The same clip in another throat, room and loudness; and how much faster it is."""
    speed = rng.uniform(0.88, 1.14)
    y = np.interp(np.arange(0, len(x) - 1, speed), np.arange(len(x)), x)
    y = lfilter([1, rng.uniform(-0.35, 0.35)], [1], y)
    w = 2 * np.pi * rng.uniform(300, 3500) / RATE
    gain, alpha = 10 ** (rng.uniform(-6, 6) / 40), np.sin(w) / 1.4
    y = lfilter([1 + alpha * gain, -2 * np.cos(w), 1 - alpha * gain], [1 + alpha / gain, -2 * np.cos(w), 1 - alpha / gain], y)
    y = y * 10 ** (rng.uniform(-12, 6) / 20)
    return y + rng.normal(0, 10 ** (rng.uniform(-75, -42) / 20), len(y)), speed


def main():
    X, O, K, held = [], [], [], []
    for clip in json.load(open(os.path.join(FOLDER, "clips.json"))):
        x = np.fromfile(os.path.join(FOLDER, clip["name"] + ".f32"), dtype=np.float32).astype(float)
        for turn in range(1 if clip["held_out"] else 5):
            y, speed = (x, 1.0) if turn == 0 else elsewhere(x)
            quicker = {"phonemes": [[t / speed, p] for t, p in clip["phonemes"]], "seconds": clip["seconds"] / speed}
            rows = heard(y)
            o, k = wanted(quicker, len(rows))
            X.append(stacked(rows))
            O.append(o)
            K.append(k)
            held.append(np.full(len(rows), clip["held_out"]))
    X, O, K, held = np.vstack(X), np.concatenate(O), np.concatenate(K), np.concatenate(held)
    train = ~held
    mean, spread = X[train].mean(0), X[train].std(0) + 1e-3
    Z, D, C = (X - mean) / spread, X.shape[1], len(CLASSES)
    P = [rng.normal(0, 1 / np.sqrt(D), (D, HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 1 / np.sqrt(HIDDEN), (HIDDEN, C + 1)), np.zeros(C + 1)]
    first, second = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    rare = 1 / np.sqrt(np.bincount(K[train], minlength=C) + 50.0)
    rare /= rare.mean()

    def through(z, P):
        h = np.tanh(z @ P[0] + P[1])
        y = h @ P[2] + P[3]
        e = np.exp(y[:, 1:] - y[:, 1:].max(1, keepdims=True))
        return h, 1 / (1 + np.exp(-y[:, 0])), e / e.sum(1, keepdims=True)

    index, step, since = np.where(train)[0], 0, time.time()
    for epoch in range(EPOCHS):
        rng.shuffle(index)
        rate = 3e-3 * (0.5 * (1 + np.cos(np.pi * epoch / EPOCHS))) + 1e-5
        for s in range(0, len(index), 256):
            j = index[s : s + 256]
            z = Z[j] + rng.normal(0, 0.15, (len(j), D))
            h, o, p = through(z, P)
            g = np.zeros((len(j), C + 1))
            g[:, 0] = 8 * (o - O[j]) * o * (1 - o)
            q = p.copy()
            q[np.arange(len(j)), K[j]] -= 1
            g[:, 1:] = q * rare[K[j]][:, None] * 0.35
            g /= len(j)
            dh = (g @ P[2].T) * (1 - h * h)
            step += 1
            for i, d in enumerate([z.T @ dh, dh.sum(0), h.T @ g, g.sum(0)]):
                d = d + 1e-4 * P[i] * (i % 2 == 0)
                first[i] = 0.9 * first[i] + 0.1 * d
                second[i] = 0.999 * second[i] + 0.001 * d * d
                P[i] -= rate * (first[i] / (1 - 0.9**step)) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
    # Into raw features, and a byte a weight.
    P = [P[0] / spread[:, None], P[1] - (mean / spread) @ P[0], P[2], P[3]]
    scale = np.abs(P[0]).max(0) / 127
    bytes_ = np.round(P[0] / scale).astype(int)
    Q_ = [bytes_ * scale, P[1], P[2], P[3]]
    for name, rows in (("trained on", train), ("held out", held)):
        _, o, p = through(X[rows], Q_)
        print(name, "correlation", round(np.corrcoef(o, O[rows])[0, 1], 3), "classes", round((p.argmax(1) == K[rows]).mean(), 3))
    print(round(time.time() - since, 1), "s")
    number = lambda x: f"{x:.4}" if "." in f"{x:.4}" or "e" in f"{x:.4}" else f"{x:.4}.0"
    floats = lambda v: ", ".join(number(float(x)) for x in v)
    with open(os.path.join(HERE, "../../../santa/src/lipsync/weights.rs"), "w") as f:
        f.write("//! Numbers that `tests/bench/lips/fit.py` found; do not edit by hand.\n\n")
        f.write(f"use super::guess::{{HIDDEN, INPUTS, OUTPUTS}};\n\n#[rustfmt::skip]\n")
        f.write(f"pub(super) const FIRST: [[i8; INPUTS]; HIDDEN] = [\n")
        for unit in bytes_.T:
            f.write("    [" + ", ".join(map(str, unit)) + "],\n")
        f.write("];\n")
        f.write(f"#[rustfmt::skip]\npub(super) const FIRST_SCALE: [f32; HIDDEN] = [{floats(scale)}];\n")
        f.write(f"#[rustfmt::skip]\npub(super) const FIRST_BIAS: [f32; HIDDEN] = [{floats(P[1])}];\n")
        f.write(f"#[rustfmt::skip]\npub(super) const SECOND: [[f32; HIDDEN]; OUTPUTS] = [\n")
        for unit in P[2].T:
            f.write("    [" + floats(unit) + "],\n")
        f.write("];\n")
        f.write(f"#[rustfmt::skip]\npub(super) const SECOND_BIAS: [f32; OUTPUTS] = [{floats(P[3])}];\n")


main()
