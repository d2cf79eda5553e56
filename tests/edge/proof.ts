// Fresh proofs as a parent brings them: the code from the mail, and passkeys.
import { expect } from "@playwright/test";
import { Authenticator, type Lies } from "./authenticator.ts";
import type { Browser } from "./http.ts";
import { codeIn, mailTo } from "./north_pole.ts";
import { Parent } from "./parent.ts";

/** How the mail for each purpose is known. */
const SUBJECTS = {
  delete_account: /sletter din konto/,
  leave_kid_mode: /skærmen tilbage/,
  change_email: /skifter din e-mailadresse/,
  add_passkey: /tilføjer en adgangsnøgle/,
  remove_passkey: /fjerner en adgangsnøgle/,
};
export type Purpose = keyof typeof SUBJECTS;

/** The code in the one mail with such a subject that no test has looked at yet. */
export async function newCode(address: string, subject: RegExp): Promise<string> {
  const known = seen.get(address) ?? new Set();
  seen.set(address, known);
  const fresh = (await mailTo(address)).filter((mail) => subject.test(mail.subject) && !known.has(mail.subject));
  expect(fresh).toHaveLength(1);
  known.add(fresh[0].subject);
  return codeIn(fresh[0]);
}
const seen = new Map<string, Set<string>>();

/** Asks for a confirming code and answers it as the mail brings it. */
export async function confirmingCode(parent: Parent, purpose: Purpose = "delete_account"): Promise<string> {
  const asked = await parent.browser.post("/api/account/confirm-code", { purpose });
  expect(asked.status).toBe(202);
  return newCode(parent.email, SUBJECTS[purpose]);
}

/** Asks on a tablet in kid mode for the code that leads out. */
export async function codeOut(browser: Browser, email: string): Promise<string> {
  expect((await browser.post("/api/kid/leave/code")).status).toBe(202);
  return newCode(email, SUBJECTS.leave_kid_mode);
}

/** A code that is not this one. */
export const otherThan = (code: string) => (code === "1234 5678" ? "8765 4321" : "1234 5678");

/** What a parent needs to make a passkey. */
export async function invited(parent: Parent, proof?: unknown) {
  const invitation = await parent.browser.post("/api/passkeys/challenge", { proof });
  expect(invitation.status).toBe(200);
  return invitation.body;
}

/** Gives the parent a passkey. */
export async function addPasskey(parent: Parent, authenticator = new Authenticator()) {
  const added = await parent.browser.post("/api/passkeys", authenticator.registration(await invited(parent)));
  expect([added.status, added.code]).toEqual([201, undefined]);
  return { authenticator, key: added.body };
}

/** A parent with a passkey. */
export async function withPasskey(authenticator = new Authenticator()) {
  const parent = await Parent.signedIn();
  return { parent, ...(await addPasskey(parent, authenticator)) };
}

/** A proof by passkey, for this purpose and this session. */
export async function passkeyProof(parent: Parent, authenticator: Authenticator, purpose: Purpose, lies: Lies = {}) {
  const asked = await parent.browser.post("/api/account/confirm-challenge", { purpose });
  expect(asked.status).toBe(200);
  return { passkey: authenticator.assertion(asked.body, lies) };
}
