// A parent and a child at a tablet: what they see, type and tap, at the pace of people where that is what is measured.
import { type Browser, type BrowserContext, type Locator, type Page, expect } from "@playwright/test";
import { Parent, freshAddress } from "../edge/parent.ts";
import { browserOfWorker, contextIn, launchApart, shownWhereItFails } from "../stack/browser.ts";
import { CallStates } from "./call_states.ts";
import { Child } from "./microphone.ts";
import { PlacedCalls } from "./placed.ts";
import { lendSession } from "./visitor.ts";
import { SENTENCES, microphoneFile } from "./voices.ts";
import { codeFor } from "../edge/north_pole.ts";
import { type Language, words } from "./words.ts";

/** How long a person looks before tapping, takes for a key, and is away to read the code in the mail; milliseconds. */
export interface Pace {
  look: number;
  key: number;
  mailTrip: number;
}
const PEOPLE: Pace = { look: 2_000, key: 150, mailTrip: 6_000 };
const AT_ONCE: Pace = { look: 0, key: 0, mailTrip: 0 };

export class Family {
  taps = 0;
  email = freshAddress();

  /** Who speaks into the tablet's microphone. */
  readonly child: Child;
  /** What the call goes through. */
  readonly states: CallStates;

  private constructor(
    readonly page: Page,
    readonly language: Language,
    private readonly pace: Pace,
  ) {
    this.child = new Child(page, language);
    this.states = new CallStates(page);
  }

  /** Opens the front page in a browser context of its own; the child speaks when it is told to. */
  static async arrive(language: Language, body: (family: Family) => Promise<void>): Promise<void> {
    await Family.in(await browserOfWorker(), language, AT_ONCE, async (context) => Child.listensIn(context), body);
  }

  /** The same at the pace of people, in a browser whose own microphone is a file in which a child speaks now and then. */
  static async arriveAsPeople(language: Language, body: (family: Family) => Promise<void>): Promise<void> {
    const file = await microphoneFile(language, SENTENCES[language]);
    const browser = await launchApart([`--use-file-for-fake-audio-capture=${file}`]);
    try {
      await Family.in(browser, language, PEOPLE, async () => {}, body);
    } finally {
      await browser.close();
    }
  }

  private static async in(
    browser: Browser,
    language: Language,
    pace: Pace,
    prepare: (context: BrowserContext) => Promise<void>,
    body: (family: Family) => Promise<void>,
  ): Promise<void> {
    const context = await contextIn(browser, language);
    try {
      await prepare(context);
      await CallStates.follow(context);
      const calls = new PlacedCalls(context);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        // Refusals of the edge, and that it is out of reach, are shown in words; Chromium logs them on its own.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) faults.push(message.text());
      });
      await page.addInitScript(listenIn);
      await shownWhereItFails(page, () => body(new Family(page, language, pace)));
      expect(faults, "nothing was complained about in the console").toEqual([]);
      await calls.expectNothingRefused();
    } finally {
      await context.close();
    }
  }

  say = (key: string, values?: Record<string, string>) => words(this.language, key, values);

  async tap(target: Locator): Promise<void> {
    await expect(target).toBeEnabled();
    await this.page.waitForTimeout(this.pace.look);
    this.taps += 1;
    await target.click();
  }

  /** Taps into a field and types. */
  async write(field: Locator, text: string): Promise<void> {
    await this.tap(field);
    await field.pressSequentially(text, { delay: this.pace.key });
  }

  /** Types where the cursor already is. */
  async writeOn(field: Locator, text: string): Promise<void> {
    await expect(field).toBeFocused();
    await field.pressSequentially(text, { delay: this.pace.key });
  }

  button = (name: string) => this.page.getByRole("button", { name, exact: true });

  /** From the front page to the dashboard of a parent who has agreed to everything. */
  async signUp(): Promise<void> {
    const { page, say } = this;
    await page.goto("/log-ind");
    await this.write(page.getByLabel(say("welcome.email")), this.email);
    await this.tap(this.button(say("welcome.send")));
    await expect(page.getByRole("heading", { name: say("code.title") })).toBeVisible();
    const code = await codeFor(this.email);
    // The trip to the mail app throws the page out of a small tablet's memory.
    await page.waitForTimeout(this.pace.mailTrip);
    await page.reload();
    await this.writeOn(page.getByLabel(say("code.label")), code);
    for (const tick of ["consent.custody", "consent.collect", "consent.openai"]) {
      await this.tap(page.getByLabel(say(tick)));
    }
    await this.tap(this.button(say("consent.agree")));
  }

  /** Makes the first child's profile with nothing but what is required. */
  async firstChild(name: string, age: number): Promise<void> {
    const { page, say } = this;
    await this.write(page.getByLabel(say("child.name")), name);
    await this.tap(page.getByRole("radio", { name: say("child.years", { age: String(age) }), exact: true }));
    await this.tap(this.button(say("child.save_first")));
  }

  /** A family that has been here before, with one child, on the page before the call. For what is not about signing up: all
   * of that is done over HTTP. */
  async withChild(name: string, age: number): Promise<void> {
    const { parent, child } = await Parent.withChild(undefined, { name, age, language: this.language }, this.language);
    this.email = parent.email;
    await lendSession(parent.browser, this.page.context());
    await this.page.goto(`/ring/${child}`);
  }

  /** From the page before the call to Santa's first word. */
  async call(): Promise<void> {
    await this.tap(this.page.getByRole("button", { name: this.say("before.start") }));
    await expect(this.screen).toHaveAttribute("data-call", "speaking");
  }

  get screen(): Locator {
    return this.page.locator("main.call");
  }

  get caption(): Locator {
    return this.page.getByRole("region", { name: this.say("call.captions") });
  }

  /** How loud Santa has been at most, 0 to 1, by an analyser that hangs on the peer connection itself. */
  loudest = () => this.page.evaluate(() => (window as unknown as { loudest: number }).loudest);

  /** What the browser offered OpenAI. */
  offers = () => this.page.evaluate(() => (window as unknown as { offers: string[] }).offers);
}

/** Lets the child speak once Santa listens, and waits until he has answered, which is when he has heard a wish or a name. */
export async function answered({ child, states }: { child: Child; states: CallStates }): Promise<void> {
  const before = await states.reach("listening");
  await child.says();
  await states.pass(["thinking", "speaking", "listening"], before);
}

/** Calls until Santa has answered the child once, and hangs up. */
export async function talkAndHangUp(family: Family): Promise<void> {
  await family.call();
  await answered(family);
  await family.tap(family.page.getByRole("button", { name: family.say("call.hang_up") }));
}

/** Runs in the page before the app: hears what the peer connection receives and reads what it offers. */
function listenIn(): void {
  const seen = window as unknown as { loudest: number; offers: string[] };
  seen.loudest = 0;
  seen.offers = [];
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener("track", ({ track }) => {
        const stream = new MediaStream([track]);
        // Chromium gives a remote stream to Web Audio only while a media element has it too.
        const element = Object.assign(new Audio(), { srcObject: stream, muted: true });
        void element.play();
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        setInterval(() => {
          analyser.getFloatTimeDomainData(samples);
          for (const sample of samples) seen.loudest = Math.max(seen.loudest, Math.abs(sample));
        }, 50);
      });
    }
    async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      await super.setLocalDescription(description);
      seen.offers.push(this.localDescription?.sdp ?? "");
    }
  };
}
