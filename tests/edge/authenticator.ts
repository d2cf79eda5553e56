// An authenticator in software: makes passkeys and signs with them, honestly unless a test wants it otherwise.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { CALL_SANTA } from "../stack/address.ts";

export const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** What a test may have the authenticator say instead of the truth. */
export interface Lies {
  type?: string;
  challenge?: string;
  origin?: string;
  crossOrigin?: boolean;
  site?: string;
  present?: boolean;
  verified?: boolean;
  counter?: number;
  /** The credential id that the request names, where it is not the authenticator's. */
  credential?: string;
  user?: string;
}

/** What the edge gives out to add a passkey or to sign in with one. */
export interface Asked {
  challenge: string;
  user?: string;
}

export class Authenticator {
  readonly credential = randomBytes(16);
  counter = 0;
  user = "";
  private readonly privateKey: KeyObject;
  private readonly publicKey: Buffer;

  constructor(kind: "ES256" | "RS256" | "ES384" = "ES256") {
    const pair =
      kind === "RS256"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: kind === "ES256" ? "P-256" : "P-384" });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey.export({ type: "spki", format: "der" });
  }

  /** The body that adds this passkey. */
  registration(asked: Asked, name = "iPad", lies: Lies = {}) {
    this.user = asked.user ?? "";
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credential.length);
    // The key in CBOR, behind the id, is read by nobody.
    const told = Buffer.concat([Buffer.alloc(16), length, this.credential, Buffer.from([0xa0])]);
    return {
      name,
      credential: lies.credential ?? base64url(this.credential),
      client_data: base64url(this.clientData("webauthn.create", asked, lies)),
      authenticator_data: base64url(Buffer.concat([this.authenticatorData(HAS_CREDENTIAL, lies), told])),
      public_key: base64url(this.publicKey),
    };
  }

  /** The body that signs in with this passkey. */
  assertion(asked: Asked, lies: Lies = {}) {
    const clientData = this.clientData("webauthn.get", asked, lies);
    const authenticatorData = this.authenticatorData(0, lies);
    const message = Buffer.concat([authenticatorData, createHash("sha256").update(clientData).digest()]);
    return {
      credential: lies.credential ?? base64url(this.credential),
      client_data: base64url(clientData),
      authenticator_data: base64url(authenticatorData),
      signature: base64url(sign("sha256", message, this.privateKey)),
      user: lies.user ?? this.user,
    };
  }

  private clientData(type: string, asked: Asked, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? asked.challenge,
        origin: lies.origin ?? CALL_SANTA,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  }

  private authenticatorData(flags: number, lies: Lies): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    const seen = (lies.present === false ? 0 : PRESENT) | (lies.verified === false ? 0 : VERIFIED);
    const site = createHash("sha256").update(lies.site ?? new URL(CALL_SANTA).hostname);
    return Buffer.concat([site.digest(), Buffer.from([flags | seen]), counter]);
  }
}
