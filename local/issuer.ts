import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import * as z from "zod";
import { localFolder } from "./environment.ts";

/** Who signs tokens locally, and for whom: what the local stack is deployed with. */
export const localIssuer = "https://waybill.local";
export const localAudience = "waybill";

/** The roles that operations tell apart. */
export const roles = ["customer", "staff", "operator", "service"] as const;
export type Role = (typeof roles)[number];

/** What a token claims, where it is not the usual. */
export interface TokenOptions {
  /** A span as in `15m`, `12h`, `-1m` (already over). @default "12h" */
  expires?: string;
  issuer?: string;
  audience?: string;
  /** The key id in the header: an unknown one must be refused. */
  keyId?: string;
  /** Further claims, and replacements for the usual ones. */
  claims?: Record<string, unknown>;
}

/** Signs tokens for a stack that is deployed with its `jwks`. */
export interface Issuer {
  /** The public key, as the JSON text for the stack's `jwks` setting. */
  jwks: string;
  token(role: Role, subject: string, options?: TokenOptions): Promise<string>;
}

const algorithm = "ES256";
/** The key of `npm start` and `npm run token`. */
export const localKeyFile = join(localFolder, "signing-key.json");
const PrivateKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** The issuer of this checkout: its key is made at the first call and kept, so that tokens outlive a restart. */
export async function openLocalIssuer(file = localKeyFile): Promise<Issuer> {
  const stored = await readFile(file, "utf8").catch(() => undefined);
  if (stored !== undefined) return issuerOf(PrivateKey.parse(JSON.parse(stored)));
  const key = await generateKey();
  await mkdir(dirname(file), { recursive: true });
  // If another process has created the file in the meantime, its key is used.
  const isOurs = await writeFile(file, JSON.stringify(key), { flag: "wx", mode: 0o600 }).then(
    () => true,
    () => false,
  );
  if (!isOurs) return openLocalIssuer(file);
  await chmod(file, 0o600);
  return issuerOf(key);
}

/** An issuer whose key is forgotten with the process: for tests. */
export async function temporaryIssuer(): Promise<Issuer> {
  return issuerOf(await generateKey());
}

async function generateKey(): Promise<z.infer<typeof PrivateKey>> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return PrivateKey.parse(await exportJWK(privateKey));
}

async function issuerOf(key: z.infer<typeof PrivateKey>): Promise<Issuer> {
  const keyId = await calculateJwkThumbprint(key);
  const { d: _secret, ...publicKey } = key;
  const publicJwk: JWK = { ...publicKey, kid: keyId, alg: algorithm, use: "sig" };
  const signingKey = await importJWK(key, algorithm);
  return {
    jwks: JSON.stringify({ keys: [publicJwk] }),
    token: (role, subject, options = {}) =>
      new SignJWT({ role, ...options.claims })
        .setProtectedHeader({ alg: algorithm, kid: options.keyId ?? keyId, typ: "JWT" })
        .setSubject(subject)
        .setIssuer(options.issuer ?? localIssuer)
        .setAudience(options.audience ?? localAudience)
        .setIssuedAt()
        .setExpirationTime(options.expires ?? "12h")
        .sign(signingKey),
  };
}
