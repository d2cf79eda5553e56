"""Clips with known phoneme times, for the lips bench: libespeak-ng through ctypes.

espeak-ng is GPL; it speaks here for measuring only, and nothing of it is ever part of the product.
Writes one folder: NAME.f32 (48 kHz mono), and clips.json with language, voice, set and phoneme times.
"""

import array
import ctypes
import ctypes.util
import json
import math
import os
import random
import sys

DA = [
    "Ho ho ho, kære Alma! Jeg er nissernes computer-julemand, en AI og ikke et menneske.",
    "Men jeg elsker at snakke om jul, og jeg glæder mig til at høre, hvad du ønsker dig.",
    "Heroppe i Grønland sner det i dag, og nisserne har travlt i værkstedet.",
    "Har I pyntet juletræet derhjemme, med hjerter og en stjerne i toppen?",
    "Det var en dejlig historie. Fortæl mig mere om din lille hund!",
    "Husk at sætte en skål risengrød ud til nissen på loftet.",
    "Må jeg spørge dig om noget? Hvem skal du holde juleaften sammen med?",
    "Farvel og tak for snakken. Glædelig jul til dig og dem, du holder af!",
]
EN = [
    "Ho ho ho, dear Alma! I am the elves' computer Santa, an AI, not a person.",
    "But I love to talk about Christmas, and I want to hear what you wish for.",
    "It is snowing up here today, and the elves are busy in the workshop.",
    "Have you put up your tree at home, with hearts and a star on the top?",
    "What a lovely story! Tell me more about your little puppy.",
    "My favourite food is warm rice pudding with butter and cinnamon.",
    "May I ask you something? Who will you be with on Christmas Eve?",
    "Goodbye, and thank you for the talk. A merry Christmas to you all!",
]
# Voice variants; the last two of each language are held out of all tuning.
VARIANTS = ["m1", "m3", "m7", "f2", "m2", "f4"]
RATE = 48000


class Event(ctypes.Structure):
    class Id(ctypes.Union):
        _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]

    _fields_ = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", Id),
    ]


PHONEME = 7
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


class Speaker:
    def __init__(self):
        self.lib = ctypes.CDLL(ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1")
        self.rate = self.lib.espeak_Initialize(2, 0, None, 1)  # 2: synchronous retrieval; option 1: phoneme events
        if self.rate <= 0:
            raise SystemExit("libespeak-ng did not start; is its data installed?")
        self.sound = array.array("h")
        self.events = []
        self.callback = CALLBACK(self.take)
        self.lib.espeak_SetSynthCallback(self.callback)

    def take(self, wave, count, events):
        if wave and count > 0:
            self.sound.frombytes(ctypes.string_at(wave, count * 2))
        i = 0
        while events[i].type != 0:
            if events[i].type == PHONEME:
                self.events.append((events[i].audio_position / 1000.0, events[i].id.string.decode("utf-8", "replace")))
            i += 1
        return 0

    def say(self, text, voice, words_a_minute, pitch):
        self.sound, self.events = array.array("h"), []
        if self.lib.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SystemExit(f"there is no voice {voice}")
        self.lib.espeak_SetParameter(1, words_a_minute, 0)
        self.lib.espeak_SetParameter(3, pitch, 0)
        data = text.encode() + b"\0"
        self.lib.espeak_Synth(data, len(data), 0, 0, 0, 1, None, None)
        self.lib.espeak_Synchronize()
        return [s / 32768.0 for s in self.sound], list(self.events)


def resampled(sound, rate):
    """To 48 kHz by straight lines, after a soft cut of what lies over the old rate's reach."""
    step = rate / RATE
    out = array.array("f")
    for i in range(int(len(sound) / step) - 2):
        at = i * step
        k = int(at)
        f = at - k
        out.append(sound[k] * (1 - f) + sound[k + 1] * f)
    return out


def main(folder):
    os.makedirs(folder, exist_ok=True)
    speaker = Speaker()
    rng = random.Random(1224)
    clips = []
    for language, texts in (("da", DA), ("en", EN)):
        for v, variant in enumerate(VARIANTS):
            for i, text in enumerate(texts):
                if v < len(VARIANTS) - 2 and (i + v) % 2:
                    continue
                sound, events = speaker.say(text, f"{language}+{variant}", rng.randint(125, 165), rng.randint(15, 45))
                out = resampled(sound, speaker.rate)
                noisy = (i + v) % 6 == 0
                loud = 10 ** (rng.uniform(-8, 0) / 20)
                level = math.sqrt(sum(x * x for x in out) / len(out))
                noise = level * 10 ** (-20 / 20) if noisy else 0.0
                lead = int(0.35 * RATE)
                data = array.array("f", [rng.gauss(0, noise) for _ in range(lead)] if noisy else [0.0] * lead)
                data.extend(x * loud + (rng.gauss(0, noise) if noisy else 0.0) for x in out)
                data.extend(rng.gauss(0, noise) if noisy else 0.0 for _ in range(int(0.5 * RATE)))
                name = f"{language}-{variant}-{i}"
                with open(os.path.join(folder, name + ".f32"), "wb") as f:
                    data.tofile(f)
                clips.append({
                    "name": name, "language": language, "voice": variant, "held_out": v >= len(VARIANTS) - 2, "noisy": noisy,
                    "phonemes": [[round(t + 0.35, 4), p] for t, p in events], "seconds": len(data) / RATE,
                })
    with open(os.path.join(folder, "clips.json"), "w") as f:
        json.dump(clips, f)
    print(f"{len(clips)} clips")


main(sys.argv[1])
