// The account in a parent's hands: seen, changed, taken along, and deleted in two steps.
import { readFileSync } from "node:fs";
import { expect, test } from "../stack/test.ts";
import { Family } from "./parent.ts";
import { codeIn, mailTo } from "../edge/north_pole.ts";
import { rows } from "../edge/database.ts";

test("P14, P17, P15: a parent changes the account, takes a copy along and deletes everything", async () => {
  await Family.arrive("en", async (family) => {
    const { page, say } = family;
    await family.withChild("Alma", 7);
    await page.goto("/");
    await family.tap(page.getByRole("link", { name: say("account.link"), exact: true }));
    await expect(page.getByRole("heading", { name: say("account.title") })).toBeVisible();

    await expect(page.getByText(family.email)).toBeVisible();
    await expect(page.getByText(say("account.this_one"), { exact: true })).toBeVisible();
    await expect(family.button(say("child.save"))).toBeDisabled();
    await family.write(page.getByLabel(say("account.name")), "Mette");
    await family.tap(family.button(say("child.save")));
    await expect(family.button(say("child.save"))).toBeDisabled();
    await page.reload();
    await expect(page.getByLabel(say("account.name"))).toHaveValue("Mette");

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      family.tap(page.getByRole("link", { name: say("account.export") })),
    ]);
    const copy = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(copy.account).toMatchObject({ "e-mail": family.email, name: "Mette" });
    expect(copy.children).toMatchObject([{ name: "Alma", age: 7 }]);

    await family.tap(page.getByRole("link", { name: say("account.delete") }));
    await family.tap(family.button(say("proof.send")));
    const code = page.getByLabel(say("code.label"));
    await expect(code).toBeFocused();
    const [mail] = (await mailTo(family.email)).filter(({ subject }) => subject.includes("deletes your"));
    await family.writeOn(code, "1");
    await family.tap(family.button(say("deletion.delete")));
    await expect(page.getByText(say("problem.wrong_code"))).toBeVisible();
    await code.fill(codeIn(mail));
    await family.tap(family.button(say("deletion.delete")));
    await expect(page.getByRole("heading", { name: say("welcome.title") })).toBeVisible();
    expect(rows("SELECT 1 FROM accounts WHERE email = ?", family.email)).toEqual([]);
  });
});

test("R26: a parent moves the account to another address, and nothing that was typed is lost on the way", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    await family.withChild("Alma", 7);
    await page.goto("/konto");
    await family.tap(page.getByRole("link", { name: say("address.link") }));
    await expect(page.getByRole("heading", { name: say("address.title") })).toBeVisible();
    const address = page.getByLabel(say("address.new"));
    await family.writeOn(address, "mor@");
    await family.tap(family.button(say("address.next")));
    await expect(page.getByText(say("problem.invalid_email"))).toBeVisible();
    await address.fill(family.email.toUpperCase());
    await family.tap(family.button(say("address.next")));
    await expect(page.getByText(say("problem.same_email"))).toBeVisible();

    const email = `ny-${family.email}`;
    await address.fill(email);
    await family.tap(family.button(say("address.next")));
    await expect(page.getByText(say("address.proof", { address: email }))).toBeVisible();
    await family.tap(family.button(say("address.other")));
    await expect(address).toHaveValue(email);
    await family.tap(family.button(say("address.next")));
    await family.tap(family.button(say("proof.send")));
    const code = page.getByLabel(say("code.label"));
    const sent = async (to: string, subject: string) =>
      codeIn((await mailTo(to)).filter((mail) => mail.subject.includes(subject))[0]);
    await family.writeOn(code, "1234 5678");
    await family.tap(family.button(say("address.next")));
    await expect(page.getByText(say("problem.wrong_code"))).toBeVisible();
    await code.fill(await sent(family.email, "skifter din e-mailadresse"));
    await family.tap(family.button(say("address.next")));

    await expect(page.getByText(say("code.sent_to", { address: email }))).toBeVisible();
    await family.writeOn(code, await sent(email, "bekræfter din nye adresse"));
    await family.tap(family.button(say("address.switch")));
    await expect(page.getByText(say("address.done", { address: email }))).toBeVisible();
    await family.tap(page.getByRole("link", { name: say("common.back") }));
    await expect(page.getByText(email, { exact: true })).toBeVisible();
    expect(rows("SELECT 1 FROM accounts WHERE email = ?", email)).toHaveLength(1);
  });
});

test("P19: a parent withdraws consent, keeps the profile, and is asked again", async () => {
  await Family.arrive("da", async (family) => {
    const { page, say } = family;
    await family.withChild("Viggo", 8);
    await page.goto("/konto");
    await family.tap(family.button(say("account.withdraw")));
    await family.tap(family.button(say("account.withdraw_keep")));
    await expect(page.getByText(say("problem.consent_needed"))).toBeVisible();
    await expect(page.getByRole("heading", { name: "Viggo" })).toBeVisible();
    await expect(page.getByRole("link", { name: say("home.call_for", { name: "Viggo" }) })).toHaveCount(0);
    await family.tap(page.getByRole("link", { name: say("home.review_consent") }));
    await expect(page.getByRole("heading", { name: say("consent.title") })).toBeVisible();
    await expect(page.getByLabel(say("consent.custody"))).not.toBeChecked();
  });
});
