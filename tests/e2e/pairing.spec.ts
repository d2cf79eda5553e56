// Pairing as a family meets it: the parent shows a code, another device reads it and is the child's telephone to Santa,
// until the parent takes it back.
import { type Page, expect, test } from "../stack/test.ts";
import { ALMA, Parent } from "../edge/parent.ts";
import { textIn } from "../edge/qr.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, words } from "./words.ts";

/** What a camera reads on a page: its screenshot, taken apart by the browser and read by a decoder of its own. */
async function scanned(page: Page): Promise<string | undefined> {
  const picture = (await page.screenshot()).toString("base64");
  const eye = await page.context().newPage();
  try {
    const { pixels, width, height } = await eye.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
      pen.drawImage(bitmap, 0, 0);
      const { data, width, height } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
      let text = "";
      for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
      return { pixels: btoa(text), width, height };
    }, picture);
    return textIn(new Uint8ClampedArray(Buffer.from(pixels, "base64")), width, height);
  } finally {
    await eye.close();
  }
}

for (const language of LANGUAGES) {
  const say = (key: string, values?: Record<string, string>) => words(language, key, values);
  const name = language === "da" ? "Hos mormor" : "At Granny’s";

  test(`R6: a device is paired by its camera, calls for one child, and is taken back while it calls (${language})`, async () => {
    test.setTimeout(180_000);
    const { parent } = await Parent.withChild(undefined, { ...ALMA, language });
    await parent.browser.post("/api/children", { ...ALMA, name: "Bo", age: 8, language });
    await Visitor.arrive(language, async (grownUp) => {
      await grownUp.signInAs(parent);
      const { page } = grownUp;
      await page.goto("/");
      await page.getByRole("link", { name: say("devices.title") }).click();
      const invite = page.getByRole("button", { name: say("devices.invite") });
      await invite.click();
      await expect(page.getByText(say("problem.invalid_device_name"))).toBeVisible();
      await page.getByLabel(say("devices.name")).fill(name);
      await page.getByRole("radio", { name: "Bo", exact: true }).check();
      await page.getByRole("radio", { name: "3", exact: true }).check();
      await invite.click();
      await expect(page.locator('[data-test="pair-code"]')).toHaveText(/^\d{3} \d{3}$/);
      await expect(page.getByRole("timer")).toContainText(/[1-5]/);
      await page.locator(".qr").scrollIntoViewIfNeeded();
      const link = await scanned(page);
      expect(link).toMatch(/\/par#[0-9a-f]{32}$/);

      await Visitor.arrive(language, async (child) => {
        const device = child.page;
        const asked: string[] = [];
        device.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
        await device.goto(link!);
        const takeUp = device.getByRole("button", { name: say("pair.take_up") });
        await expect(takeUp).toBeVisible();
        await device.reload();
        await expect(takeUp).toBeVisible();
        // Looking at the page spends nothing, and the key is in no address that is asked for.
        expect(asked.filter((request) => request.startsWith("POST"))).toEqual([]);
        await takeUp.click();
        await expect(device.locator('[data-test="kid-mode"]')).toBeVisible();
        expect(asked.filter((request) => request.startsWith("POST")), "it was the tap that spent it").toEqual(["POST /api/pair"]);
        expect(child.requests.join()).not.toContain(link!.split("#")[1]);
        await expect(device.getByRole("link", { name: say("home.call_for", { name: "Bo" }) })).toBeVisible();
        await expect(device.getByText("Alma")).toHaveCount(0);

        // The parent sees it arrive.
        await expect(page.getByText(say("devices.arrived", { name }))).toBeVisible();
        await expect(page.getByText(say("devices.calls_many", { count: "3" }))).toBeVisible();

        await device.getByRole("link", { name: say("home.call_for", { name: "Bo" }) }).click();
        await device.getByRole("button", { name: say("before.start") }).click();
        await expect(device.getByRole("region", { name: say("call.captions") })).toContainText("Bo", { timeout: 60_000 });

        await page.getByRole("button", { name: say("devices.remove_for", { name }) }).click();
        await page.getByRole("button", { name: say("keys.remove_confirm") }).click();
        await expect(page.getByRole("button", { name: say("devices.remove_for", { name }) })).toHaveCount(0);
        await expect(device.locator('[data-test="kids-closed"]')).toBeVisible({ timeout: 60_000 });
        await expect(device.getByRole("heading", { name: say("kids.closed_title") })).toBeVisible();
        await expect(device.getByText(/minut|kroner|credit|pris|price/i)).toHaveCount(0);
        // The key was spent; the page says so and takes the digits of another invitation.
        await device.goto(link!);
        await device.getByRole("button", { name: say("pair.take_up") }).click();
        await expect(device.getByText(say("problem.wrong_code"))).toBeVisible();
        await expect(device.getByLabel(say("pair.code"), { exact: true })).toBeVisible();
      });
    });
  });
}

test("R6: the six digits are typed, the calls are used up kindly, and a grown-up ends it on the device", async () => {
  const say = (key: string, values?: Record<string, string>) => words("da", key, values);
  const { parent, child } = await Parent.withChild();
  await Visitor.arrive("da", async ({ page }) => {
    const { code } = (await parent.browser.post("/api/pairings", { name: "Tabletten", child, calls: 1 })).body;
    await page.goto("/par");
    const field = page.getByLabel(say("pair.code"), { exact: true });
    const takeUp = page.getByRole("button", { name: say("pair.take_up") });
    await field.fill("12345");
    await takeUp.click();
    await expect(page.getByText(say("problem.wrong_code"))).toBeVisible();
    await expect(field).toHaveValue("12345");
    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await takeUp.click();
    await page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) }).click();
    await page.getByRole("button", { name: say("before.start") }).click();
    await expect(page.getByRole("region", { name: say("call.captions") })).toContainText("Alma", { timeout: 60_000 });
    // A child is back on its page sooner than the page hears that this was the last call.
    const { promise: isBack, resolve: back } = Promise.withResolvers<void>();
    await page.route("**/api/kid", async (route) => {
      await isBack;
      await route.continue();
    });
    await page.getByRole("button", { name: say("call.hang_up") }).click();
    await page.getByRole("link", { name: say("after.done") }).click();
    const callSanta = page.getByRole("link", { name: say("home.call_for", { name: "Alma" }) });
    await expect(callSanta).toBeVisible();
    back();
    await expect(page.getByText(say("kids.closed"))).toBeVisible();
    await expect(callSanta).toHaveCount(0);
    await page.getByRole("button", { name: say("call.for_grown_ups") }).click();
    await page.getByRole("button", { name: say("kids.leave"), exact: true }).click();
    await expect(page.locator('[data-test="kids-closed"]')).toBeVisible();
    expect((await parent.browser.get("/api/pairings")).body).toEqual([]);
  });
});
