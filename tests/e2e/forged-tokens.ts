import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { type Role, temporaryIssuer } from "../../local/issuer.ts";
import { cloud, token } from "./api.ts";

const SigningKey = z.object({ kty: z.literal("EC"), crv: z.string(), x: z.string(), y: z.string(), d: z.string() });

function signingKey() {
  return SigningKey.parse(JSON.parse(readFileSync(cloud.keyFile, "utf8")));
}

/** The stack's public key. */
function publicKey() {
  const { d: _, ...key } = signingKey();
  return createPublicKey({ key, format: "jwk" });
}

function partsOf(jwt: string) {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const read = (part: string) => z.looseObject({}).parse(JSON.parse(Buffer.from(part, "base64url").toString()));
  return { header: read(header), payload: read(payload), signature };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** A token with the algorithm "none" and without a signature. */
async function unsignedToken(role: Role, subject: string): Promise<string> {
  const { header, payload } = partsOf(await token(role, subject));
  return `${encode({ ...header, alg: "none" })}.${encode(payload)}.`;
}

/** A token signed with the public key as if it were a shared secret (RFC 8725, 2.1). */
async function tokenSignedWithPublicKey(role: Role, subject: string): Promise<string> {
  const { header, payload } = partsOf(await token(role, subject));
  const signed = `${encode({ ...header, alg: "HS256" })}.${encode(payload)}`;
  const secret = publicKey().export({ type: "spki", format: "pem" });
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A token that another issuer signed and that names our key's id. */
async function tokenOfAnotherSigner(role: Role, subject: string): Promise<string> {
  const { kid } = z.looseObject({ kid: z.string() }).parse(partsOf(await token(role, subject)).header);
  return (await temporaryIssuer()).token(role, subject, { keyId: kid });
}

/** A token for another role, changed to this one after it was signed. */
async function tamperedToken(role: Role, subject: string): Promise<string> {
  const { header, payload, signature } = partsOf(await token(role === "customer" ? "service" : "customer", subject));
  return `${encode(header)}.${encode({ ...payload, role })}.${signature}`;
}

const tenMinutesFromNow = () => Math.floor(Date.now() / 1000) + 600;

/** Tokens that name a role and a subject, and that every operation with a caller answers with 401. */
export const refusedTokens = {
  "has expired": (role, subject) => token(role, subject, { expires: "-1m" }),
  "is not valid yet": (role, subject) => token(role, subject, { claims: { nbf: tenMinutesFromNow() } }),
  "is for another audience": (role, subject) => token(role, subject, { audience: "another-api" }),
  "is from another issuer": (role, subject) => token(role, subject, { issuer: "https://issuer.example" }),
  "is not signed (alg: none)": unsignedToken,
  "is signed with the public key as a shared secret (HS256)": tokenSignedWithPublicKey,
  "names a key that is not the issuer's": (role, subject) => token(role, subject, { keyId: "unknown-key" }),
  "was signed with another key under our key id": tokenOfAnotherSigner,
  "was changed after it was signed": tamperedToken,
} as const satisfies Record<string, (role: Role, subject: string) => Promise<string>>;

/** A customer's token signed by the issuer, with these claims changed; without those that are undefined. */
export async function tokenWithClaims(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const { header, payload } = partsOf(await token("customer", "alice"));
  const signed = `${encode(header)}.${encode({ ...payload, ...changes })}`;
  const key = createPrivateKey({ key: signingKey(), format: "jwk" });
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}
