import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { temporaryIssuer } from "../../local/issuer.ts";
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

/** A customer's token with the algorithm "none" and without a signature. */
export async function unsignedToken(): Promise<string> {
  const { header, payload } = partsOf(await token("customer", "alice"));
  return `${encode({ ...header, alg: "none" })}.${encode(payload)}.`;
}

/** A token signed with the public key as if it were a shared secret (RFC 8725, 2.1). */
export async function tokenSignedWithPublicKey(): Promise<string> {
  const { header, payload } = partsOf(await token("staff", "alice"));
  const signed = `${encode({ ...header, alg: "HS256" })}.${encode(payload)}`;
  const secret = publicKey().export({ type: "spki", format: "pem" });
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A customer's token signed by the issuer, with these claims changed; without those that are undefined. */
export async function tokenWithClaims(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const { header, payload } = partsOf(await token("customer", "alice"));
  const signed = `${encode(header)}.${encode({ ...payload, ...changes })}`;
  const key = createPrivateKey({ key: signingKey(), format: "jwk" });
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** A customer's token whose role was changed to staff after it was signed. */
export async function tamperedToken(): Promise<string> {
  const { header, payload, signature } = partsOf(await token("customer", "alice"));
  return `${encode(header)}.${encode({ ...payload, role: "staff" })}.${signature}`;
}

/** A token that another issuer signed and that names our key's id. */
export async function tokenOfAnotherSigner(): Promise<string> {
  const { kid } = z.looseObject({ kid: z.string() }).parse(partsOf(await token("staff", "alice")).header);
  return (await temporaryIssuer()).token("staff", "alice", { keyId: kid });
}
