// Every screen of the app, one after the other, for whoever wants to look: the tests that measure each of them, and
// `cargo xtask screens`, which takes their pictures. A screen that is new is put in here and nowhere else.
import { type Page, expect } from "@playwright/test";
import { Browser } from "../edge/http.ts";
import { withFault } from "../edge/north_pole.ts";
import { pair, paired } from "../edge/paired.ts";
import { Parent } from "../edge/parent.ts";
import { answered } from "./parent.ts";
import { begun, bought } from "./pay.ts";
import type { Visitor } from "./visitor.ts";
import type { Language, Say } from "./words.ts";

/** A screen that is being shown, and who it is for. */
export interface Stop {
  name: string;
  /** Children tap with whole hands, so what is theirs is larger. */
  side: "parent" | "child";
  /** A document that lies there as it is; all other screens the app draws. */
  isDocument?: boolean;
}
export type Look = (stop: Stop) => Promise<void>;

/** A way through some of the screens. */
export interface Tour {
  name: string;
  walk: (visitor: Visitor, language: Language, say: Say, look: Look) => Promise<void>;
}

/** What a person typed, and what therefore stands on the screens as it is in every language. */
export const TYPED = ["Alma", "Viggo", "Ida", "Karl Emil", "Sigrid", "Siobhan", "En rød cykel med klokke", "En bog om hvaler", "Hos mormor", "Tabletten"];
const ALMA = { name: TYPED[0], age: 5, wishes: [TYPED[6], TYPED[7]] };
const BROTHERS_AND_SISTERS = [
  { name: TYPED[1], age: 8 },
  { name: TYPED[2], age: 3 },
  { name: TYPED[3], age: 10 },
];
/** A name that Santa gets wrong at first. */
const MISREAD = { da: TYPED[4], en: TYPED[5] };
const PIN = "4821";

/** Shows a screen once the app has drawn it: its heading alone may stand on the first screen, which comes before the app. */
function shown(page: Page, look: Look, side: Stop["side"]) {
  return async (name: string, heading?: string, isDocument = false) => {
    await expect(page.locator("#first")).toHaveCount(0);
    if (heading) await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await look({ name, side, isDocument });
  };
}

const stranger: Tour = {
  name: "stranger",
  async walk(visitor, language, say, look) {
    const { page } = visitor;
    const keep = shown(page, look, "parent");
    await page.goto(`/${language}/`);
    await keep("landing", undefined, true);
    await page.goto("/log-ind");
    await keep("welcome", say("welcome.title"));
    await page.goto("/privatliv");
    await expect(page.locator(".paper h1")).toBeVisible();
    await keep("privacy");
    await page.goto("/vilkaar");
    await expect(page.locator(".paper h1")).toBeVisible();
    await keep("terms");
    await page.goto("/kode");
    await keep("code", say("code.title"));
    await page.goto("/samtykke/ikke-mig#0");
    await keep("disavowal", say("disavowal.title"));
    await page.goto("/breve/afmeld#0");
    await keep("unsubscribe", say("unsubscribe.title"));
    await page.goto("/par");
    await keep("pair", say("pair.title"));
    await page.goto("/her-er-ingenting");
    await keep("lost", say("lost.title"));
  },
};

const parent: Tour = {
  name: "parent",
  async walk(visitor, language, say, look) {
    const { page } = visitor;
    const keep = shown(page, look, "parent");
    const { parent, child } = await Parent.withChild(undefined, { ...ALMA, language });
    await visitor.signInAs(await Parent.signedIn());
    await page.goto("/samtykke");
    await keep("consent", say("consent.title"));
    await page.goto("/");
    await expect(page.locator(".empty")).toBeVisible();
    await keep("home-empty", say("home.title"));
    await page.context().clearCookies();
    await visitor.signInAs(parent);
    await page.goto("/");
    await expect(page.locator(".child-card")).toHaveCount(1);
    await keep("home", say("home.title"));
    await page.goto("/barn/ny");
    await keep("child-new", say("child.new_title"));
    await page.goto(`/barn/${child}`);
    await keep("child", say("child.edit_title", { name: ALMA.name }));
    await page.goto("/konto");
    await expect(page.getByText(parent.email)).toBeVisible();
    await keep("account", say("account.title"));
    await page.goto("/konto/slet");
    await page.getByRole("button", { name: say("proof.send") }).click();
    await expect(page.getByLabel(say("code.label"))).toBeVisible();
    await keep("account-delete", say("deletion.title"));
    await page.goto("/konto/mail");
    await keep("email", say("address.title"));
    await page.getByLabel(say("address.new")).fill("mor@example.dk");
    await page.getByRole("button", { name: say("address.next") }).click();
    await expect(page.getByRole("button", { name: say("proof.send") })).toBeVisible();
    await keep("email-proof", say("address.title"));
    await page.goto("/konto/nogler");
    await keep("keys", say("keys.title"));
    await page.goto("/enheder");
    await keep("devices", say("devices.title"));
    await page.getByLabel(say("devices.name")).fill("Hos mormor");
    await page.getByRole("button", { name: say("devices.invite") }).click();
    await expect(page.locator(".qr")).toBeVisible();
    await keep("devices-code", say("devices.title"));
    const code = (await page.locator('[data-test="pair-code"]').textContent())!;
    expect((await pair(new Browser(), code)).status).toBe(200);
    await expect(page.getByText(say("devices.calls_free"))).toBeVisible();
    await keep("devices-one", say("devices.title"));
  },
};

const buying: Tour = {
  name: "buying",
  async walk(visitor, language, say, look) {
    const { page } = visitor;
    const keep = shown(page, look, "parent");
    const { parent, child } = await Parent.withChild(undefined, { ...ALMA, language });
    for (const profile of BROTHERS_AND_SISTERS) {
      expect((await parent.browser.post("/api/children", { ...profile, language })).status).toBe(201);
    }
    const [paid, open] = [await bought(parent, "ten"), await begun(parent)];
    const { call } = await parent.call(child);
    await parent.end(call);
    await visitor.signInAs(parent);
    await page.goto("/");
    await expect(page.locator(".child-card")).toHaveCount(1 + BROTHERS_AND_SISTERS.length);
    await keep("home-four", say("home.title"));
    await page.getByRole("button", { name: say("home.not_well"), exact: true }).click();
    await keep("home-complaint", say("home.title"));
    await page.goto("/koeb");
    await expect(page.locator(".pack")).toHaveCount(3);
    await keep("shop", say("shop.title"));
    await page.goto(`/koeb?betalt=${open.purchase}`);
    await keep("shop-waiting", say("shop.waiting_title"));
    await page.goto(`/koeb?forladt=${open.purchase}`);
    await expect(page.locator(".pack")).toHaveCount(3);
    await keep("shop-left", say("shop.left_title"));
    await page.goto(`/koeb?betalt=${paid.purchase}`);
    await keep("shop-paid", say("shop.paid_title"));
    await page.goto("/historik");
    await expect(page.locator(".call-row")).toHaveCount(3);
    await keep("history", say("history.title"));
    await page.goto("/fortryd");
    await expect(page.locator(".offer")).toBeVisible();
    await keep("withdrawal", say("withdrawal.title"));
    await page.locator(".offer button").first().click();
    await keep("withdrawal-question", say("withdrawal.title"));
    await page.getByRole("button", { name: say("withdrawal.confirm") }).click();
    await expect(page.getByText(say("withdrawal.none"))).toBeVisible();
    await keep("withdrawal-done", say("withdrawal.title"));
  },
};

const calling: Tour = {
  name: "calling",
  async walk(visitor, language, say, look) {
    const { page } = visitor;
    const keep = shown(page, look, "child");
    const { parent, child } = await Parent.withChild(undefined, { ...ALMA, language });
    await visitor.signInAs(parent);
    await page.goto(`/ring/${child}`);
    await keep("before-call", say("before.title", { name: ALMA.name }));
    const tap = async () => {
      await page.getByLabel(say("before.under_six")).check();
      await page.getByRole("button", { name: say("before.start") }).click();
    };
    await withFault({ mint: "rate_limit" }, async () => {
      await tap();
      await expect(page.locator('[data-test="queue"]')).toBeVisible();
      await keep("call-queue");
    });
    await page.goto(`/ring/${child}`);
    await tap();
    await expect(page.getByRole("region", { name: say("call.captions") })).toContainText(ALMA.name, { timeout: 60_000 });
    await keep("call");
    // Once he has greeted the child may answer, by pictures too.
    await expect(page.locator(".pictures")).toBeVisible({ timeout: 60_000 });
    await keep("call-talk");
    await page.getByRole("button", { name: say("call.hang_up") }).click();
    await keep("after-call", say("after.title", { name: ALMA.name }));
    const name = MISREAD[language];
    const misread = await parent.browser.post("/api/children", { name, age: 8, language });
    await page.goto(`/ring/${misread.body.id}`);
    await page.getByRole("button", { name: say("before.start") }).click();
    await answered(visitor);
    await page.getByRole("button", { name: say("call.hang_up") }).click();
    await expect(page.getByRole("region", { name: say("after.names_title") })).toBeVisible();
    await keep("after-call-name", say("after.title", { name }));
  },
};

const kids: Tour = {
  name: "kids",
  async walk(visitor, language, say, look) {
    const { page } = visitor;
    const keep = shown(page, look, "child");
    const { parent } = await Parent.withChild(undefined, { ...ALMA, language });
    expect((await parent.browser.post("/api/children", { ...BROTHERS_AND_SISTERS[0], language })).status).toBe(201);
    await visitor.signInAs(parent);
    // Before the tablet is handed over, which gives the session another token.
    const device = await paired(parent);
    await page.goto("/born");
    await shown(page, look, "parent")("kids-hand-over", say("kids.hand_over"));
    await page.getByRole("button", { name: say("kids.hand_over_now") }).click();
    await page.getByLabel(say("kids.choose_pin")).fill(PIN);
    await page.getByRole("button", { name: say("kids.hand_over_with_pin") }).click();
    await keep("kids", say("kids.title"));
    await page.getByRole("button", { name: say("call.for_grown_ups") }).click();
    await keep("kids-way-out", say("kids.title"));
    await page.context().clearCookies();
    await visitor.signInAs({ browser: device });
    await page.goto("/born");
    await keep("kids-paired", say("kids.title"));
    await page.context().clearCookies();
    await page.goto("/born");
    await keep("kids-closed", say("kids.closed_title"));
    const build = await page.locator("meta[name=build]").getAttribute("content");
    // It looks for the line every few seconds, and there is one.
    await page.route("**/keeper/offline", (route) => (route.request().method() === "HEAD" ? route.fulfill({ status: 503 }) : route.fallback()));
    await page.goto(`${build}keeper/offline`);
    await keep("offline", say("offline.title"), true);
  },
};

export const TOURS: Tour[] = [stranger, parent, buying, calling, kids];
