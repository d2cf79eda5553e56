// The journey of a passkey, with a virtual authenticator in Chromium: offered after the first call, made, used, renamed,
// removed; and what is refused along the way.
import { type CDPSession, expect, type Page, test } from "../stack/test.ts";
import { Family } from "./parent.ts";
import { rows } from "../edge/database.ts";
import { forward } from "../edge/http.ts";

/** A device with a screen lock, as Chromium sees it. */
class Device {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly id: string,
  ) {}

  static async of(page: Page): Promise<Device> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Device(cdp, authenticatorId);
  }

  /** Whether the owner is recognised from now on. */
  recognises = (isUserVerified: boolean) =>
    this.cdp.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });

  async credentials() {
    return (await this.cdp.send("WebAuthn.getCredentials", { authenticatorId: this.id })).credentials;
  }
}

/** Posts from the page as a script of ours could, and tells what the edge says. */
const post = (page: Page, path: string, body?: string | null) =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(path!, { method: "POST", headers, body });
      return [answer.status, (await answer.json().catch(() => ({}))).code];
    },
    [path, body ?? null] as const,
  );

test("R26: a passkey is offered after the first call, made, used, renamed and removed", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    const device = await Device.of(page);
    const offer = page.getByRole("heading", { name: say("keys.offer_title") });
    const heading = page.getByRole("heading", { name: say("keys.title"), exact: true });
    const dashboard = page.getByRole("heading", { name: say("home.title") });
    const signIn = family.button(say("keys.sign_in"));

    await family.withChild("Alma", 7);
    await expect(page.getByRole("button", { name: say("before.start") })).toBeVisible();
    await page.goto("/");
    await expect(page.getByText(say("home.recent_none"))).toBeVisible();
    await expect(offer).toHaveCount(0);

    await family.tap(page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) }));
    await family.call();
    await expect(page.getByRole("region", { name: say("call.captions") })).toContainText("Alma", { timeout: 60_000 });
    await family.tap(page.getByRole("button", { name: say("call.hang_up") }));
    await expect(page.getByRole("heading", { name: say("after.title", { name: "Alma" }) })).toBeVisible();
    await page.goto("/");
    await expect(offer).toBeVisible();

    await test.step("added", async () => {
      await family.tap(page.getByRole("link", { name: say("keys.offer_yes") }));
      await expect(page.getByText(say("keys.none"))).toBeVisible();
      const name = page.getByLabel(say("keys.name"));
      await name.fill("");
      await family.tap(family.button(say("keys.add")));
      await expect(page.getByRole("alert").getByText(say("problem.invalid_passkey_name"))).toBeVisible();
      await family.write(name, "Mors iPad");
      await family.tap(family.button(say("keys.add")));
      await expect(page.getByRole("heading", { name: "Mors iPad" })).toBeVisible();
      const [credential] = await device.credentials();
      expect(credential.isResidentCredential).toBe(true);
      // The device has one now and is not given a second.
      await family.tap(family.button(say("keys.add")));
      await expect(page.getByText(say("keys.device_has_one"))).toBeVisible();
      expect(await device.credentials()).toHaveLength(1);
    });

    const used: string[] = [];
    await test.step("signs in", async () => {
      await page.goto("/");
      await expect(dashboard).toBeVisible();
      await expect(offer).toHaveCount(0);
      await family.tap(family.button(say("home.sign_out")));
      page.on("request", (request) => {
        if (request.url().endsWith("/api/sign-in/passkey")) used.push(request.postData() ?? "");
      });
      await family.tap(signIn);
      await expect(dashboard).toBeVisible();
      expect(used).toHaveLength(1);
    });

    await test.step("a replayed assertion and a used challenge are refused", async () => {
      expect(await post(page, "/api/sign-in/passkey", used[0])).toEqual([422, "passkey_refused"]);
      expect((await post(page, "/api/sign-in/passkey/challenge"))[0]).toBe(200);
      expect(await post(page, "/api/sign-in/passkey", used[0])).toEqual([422, "passkey_refused"]);
      expect(await post(page, "/api/sign-in/passkey", used[0])).toEqual([422, "passkey_refused"]);
    });

    await test.step("without user verification it is refused, by the browser and by the edge", async () => {
      await family.tap(family.button(say("home.sign_out")));
      await device.recognises(false);
      await family.tap(signIn);
      await expect(page.getByText(say("keys.device_cancelled"))).toBeVisible();
      // A page that asks for less gets an assertion, and nowhere with it.
      await page.evaluate(() => {
        const { credentials } = navigator;
        const honest = credentials.get.bind(credentials);
        credentials.get = (options) => {
          options!.publicKey!.userVerification = "discouraged";
          return honest(options);
        };
      });
      const before = used.length;
      await family.tap(signIn);
      await expect(page.getByText(say("problem.passkey_refused"))).toBeVisible();
      expect(used).toHaveLength(before + 1);
      await device.recognises(true);
      await page.goto("/log-ind");
      await family.tap(signIn);
      await expect(dashboard).toBeVisible();
    });

    await test.step("proves that it is the parent who takes the tablet back", async () => {
      await page.goto("/born");
      await family.tap(family.button(say("kids.hand_over_now")));
      await family.writeOn(page.getByLabel(say("kids.choose_pin")), "0815");
      await family.tap(family.button(say("kids.hand_over_with_pin")));
      await family.tap(family.button(say("call.for_grown_ups")));
      await family.tap(family.button(say("kids.forgotten")));
      await device.recognises(false);
      await family.tap(family.button(say("proof.passkey")));
      await expect(page.getByText(say("keys.device_cancelled"))).toBeVisible();
      await device.recognises(true);
      await family.tap(family.button(say("proof.passkey")));
      await expect(dashboard).toBeVisible();
    });

    await test.step("renamed; and removed, later than the sign-in, on a proof by itself", async () => {
      await forward(11 * 60_000);
      await page.goto("/konto");
      await expect(page.getByText(say("account.by_passkey"))).toHaveCount(2);
      await family.tap(page.getByRole("link", { name: say("keys.title") }));
      await expect(heading).toBeVisible();
      await family.tap(page.getByRole("button", { name: say("keys.rename_for", { name: "Mors iPad" }) }));
      const card = page.locator(".key-card");
      await card.getByLabel(say("keys.name")).fill("Køkkenets iPad");
      await family.tap(card.getByRole("button", { name: say("keys.save") }));
      await expect(page.getByRole("heading", { name: "Køkkenets iPad" })).toBeVisible();
      await family.tap(page.getByRole("button", { name: say("keys.remove_for", { name: "Køkkenets iPad" }) }));
      await family.tap(family.button(say("keys.remove_confirm")));
      await expect(page.getByText(say("proof.lead"))).toBeVisible();
      await family.tap(family.button(say("proof.passkey")));
      await expect(page.getByText(say("keys.none"))).toBeVisible();
      expect(rows("SELECT 1 FROM passkeys JOIN accounts ON accounts.id = account_id WHERE email = ?", family.email)).toEqual([]);
    });

    await test.step("a removed passkey lets nobody in", async () => {
      await page.goto("/");
      await family.tap(family.button(say("home.sign_out")));
      await family.tap(signIn);
      await expect(page.getByText(say("problem.passkey_refused"))).toBeVisible();
    });
  });
});
