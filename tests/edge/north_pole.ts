// The stand-in for OpenAI and the mail provider, as the tests see it.
import { expect } from "@playwright/test";
import { NORTH_POLE } from "../stack/address.ts";

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** Everything that was sent to an address, in the order of the inbox. */
export async function mailTo(address: string): Promise<Mail[]> {
  return (await fetch(`${NORTH_POLE}/inbox.json?to=${encodeURIComponent(address)}`)).json() as Promise<Mail[]>;
}

/** The code in the mail to an address that has had one mail only. */
export async function codeFor(address: string): Promise<string> {
  const mails = await mailTo(address);
  if (mails.length !== 1) throw new Error(`${mails.length} mails instead of one`);
  return codeIn(mails[0]);
}

/** The code in a mail. */
export function codeIn(mail: Mail): string {
  const code = /^(\d{4} \d{4}) /.exec(mail.subject)?.[1];
  if (!code) throw new Error(`no code in "${mail.subject}"`);
  return code;
}

/** Lets something go wrong while `body` runs. */
export async function withFault(fault: Record<string, unknown>, body: () => Promise<void>): Promise<void> {
  const answer = await fetch(`${NORTH_POLE}/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`the fault was not taken: ${answer.status}`);
  try {
    await body();
  } finally {
    await fetch(`${NORTH_POLE}/faults`, { method: "DELETE" });
  }
}

/** Waits until a fault that was set for so many `times` has happened as often. What the edge does after its answer is noted in
 * the database before the other side has seen it: a fault that is lifted at the note can be lifted too early. */
export async function faultMet(): Promise<void> {
  await expect.poll(async () => (await fetch(`${NORTH_POLE}/faults`)).json()).toEqual({});
}

// An offer of sound and a data channel as Chromium writes one. Nobody is behind it, so the call is placed and never
// connects, which is all that metering needs.
const OFFER = [
  "v=0",
  "o=- 4611733054762223410 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1",
  "a=msid-semantic: WMS",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  "a=ice-ufrag:Pyrr",
  "a=ice-pwd:q3W9xRt7Ue2Lk0Zb5Nm8Vc1A",
  "a=ice-options:trickle",
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, "0").toUpperCase()).join(":")}`,
  "a=setup:actpass",
  "a=mid:0",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=ssrc:1001 cname:santa",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP4 0.0.0.0",
  "a=ice-ufrag:Pyrr",
  "a=ice-pwd:q3W9xRt7Ue2Lk0Zb5Nm8Vc1A",
  "a=ice-options:trickle",
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, "0").toUpperCase()).join(":")}`,
  "a=setup:actpass",
  "a=mid:1",
  "a=sctp-port:5000",
  "a=max-message-size:262144",
  "",
].join("\r\n");

/** Places a call with an ephemeral token, as a browser would, and answers its id. */
export async function placeCall(callsUrl: string, token: string): Promise<string> {
  const answer = await fetch(callsUrl, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/sdp" },
    body: OFFER,
  });
  const id = answer.headers.get("location")?.split("/").pop();
  if (answer.status !== 201 || !id) throw new Error(`the call was not placed: ${answer.status} ${await answer.text()}`);
  return id;
}

/** What the stand-in noted of a call. */
export async function reportOf(openaiCallId: string): Promise<any> {
  return (await fetch(`${NORTH_POLE}/reports/${openaiCallId}`)).json();
}
