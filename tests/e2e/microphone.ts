// A child that speaks when a test says so. The page gets its microphone from the browser, with the browser's own question and
// refusals; only the sound in it is the test's, instead of the beeps of Chromium's fake device.
import type { BrowserContext, Page } from "@playwright/test";
import { SENTENCES, spoken, wav } from "./voices.ts";
import type { Language } from "./words.ts";

interface Cued {
  /** Begins to play a sound file into every microphone that is open. */
  speakInto: (file: string) => Promise<void>;
}

/** The sounds of the sentences, made once a worker. */
const sounds = new Map<string, Promise<string>>();

function soundOf(text: string, language: Language): Promise<string> {
  const key = `${language} ${text}`;
  const sound = sounds.get(key) ?? spoken(text, language).then((samples) => wav([samples]).toString("base64"));
  sounds.set(key, sound);
  return sound;
}

export class Child {
  constructor(
    private readonly page: Page,
    private readonly language: Language,
  ) {}

  /** Gives all pages of a context microphones that are silent until somebody speaks into them. */
  static async listensIn(context: BrowserContext): Promise<void> {
    await context.addInitScript(cueMicrophones);
  }

  /** Begins to say a sentence: the first of the child's own, unless told otherwise. */
  async says(sentence = SENTENCES[this.language][0]): Promise<void> {
    const file = await soundOf(sentence, this.language);
    await this.page.evaluate((file) => (window as unknown as Cued).speakInto(file), file);
  }
}

/** Runs in each page before its scripts. */
function cueMicrophones(): void {
  const devices = navigator.mediaDevices;
  // A page that is not from a secure origin has none.
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  let context: AudioContext | undefined;
  let child: GainNode | undefined;
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    const [beeps] = stream.getAudioTracks();
    if (!beeps) return stream;
    context ??= new AudioContext({ sampleRate: 48_000 });
    child ??= context.createGain();
    await context.resume();
    const microphone = context.createMediaStreamDestination();
    child.connect(microphone);
    stream.removeTrack(beeps);
    beeps.stop();
    stream.addTrack(microphone.stream.getAudioTracks()[0]!);
    return stream;
  };
  const speakInto = async (file: string) => {
    if (!context || !child) throw new Error("no microphone was opened");
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const sound = await context.decodeAudioData(bytes.buffer);
    const source = new AudioBufferSourceNode(context, { buffer: sound });
    source.connect(child);
    source.start();
  };
  Object.assign(window, { speakInto });
}
