import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { ClearError } from "../local/terminal/clear-error.ts";

/** Time limits of the search; the defaults suit a deployment. */
export interface DiscoveryLimits {
  /** For one answer, from the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Before the second try; twice as long before the third. */
  readonly waitMs: number;
}

const MAX_ATTEMPTS = 3;
const MAX_BYTES = 256 * 1024;
const Metadata = z.object({ issuer: z.string(), jwks_uri: z.string() });

/**
 * Where an issuer publishes its keys, as its discovery document says: OpenID Connect Discovery, or RFC 8414 where it
 * has only that.
 *
 * @throws ClearError where there is no such document, or it is about another issuer, or its keys are not under https
 */
export async function discoverJwksUri(
  issuer: string,
  limits: DiscoveryLimits = { timeoutMs: 5_000, waitMs: 500 },
): Promise<string> {
  if (!isHttps(issuer)) throw new ClearError(`The issuer must be an https:// URL, and is "${issuer}".`);
  const failures: string[] = [];
  for (const address of documentAddresses(issuer)) {
    const found = await readDocument(address, limits);
    if ("metadata" in found) return keysOf(issuer, address, found.metadata);
    failures.push(`${address} ${found.failure}`);
  }
  throw new ClearError(
    `The issuer's discovery document cannot be read: ${failures.join("; ")}. ` +
      "Check the issuer, or name the address of its keys: --setting jwksUri=https://…",
  );
}

/** OpenID Connect puts the name at the end of the issuer's path, RFC 8414 before it. */
function documentAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

function keysOf(issuer: string, address: string, metadata: z.infer<typeof Metadata>): string {
  if (metadata.issuer !== issuer) {
    throw new ClearError(
      `${address} says that its issuer is "${metadata.issuer}", and "${issuer}" was given. Tokens carry the former, ` +
        "to the letter: give that as the issuer, if it is the one that you mean.",
    );
  }
  if (isHttps(metadata.jwks_uri)) return metadata.jwks_uri;
  throw new ClearError(`${address} says that the keys are at "${metadata.jwks_uri}", which is no https:// URL.`);
}

type Found = { metadata: z.infer<typeof Metadata> } | { failure: string; isTransient?: boolean };

async function readDocument(address: string, { timeoutMs, waitMs }: DiscoveryLimits): Promise<Found> {
  for (let attempt = 1; ; attempt++) {
    const found = await readOnce(address, timeoutMs);
    if ("metadata" in found || !found.isTransient || attempt === MAX_ATTEMPTS) return found;
    await sleep(waitMs * attempt);
  }
}

async function readOnce(address: string, timeoutMs: number): Promise<Found> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(address, { redirect: "manual", headers: { accept: "application/json" }, signal });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { failure: `answered ${response.status}`, isTransient: response.status >= 500 || response.status === 429 };
    }
    return metadataIn(await readText(response));
  } catch (error) {
    return { failure: whyNot(error, timeoutMs), isTransient: true };
  }
}

/** The body, or undefined where it is larger than any discovery document. */
async function readText({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function metadataIn(text: string | undefined): Found {
  if (text === undefined) return { failure: `answered with more than ${MAX_BYTES / 1024} KB` };
  try {
    const metadata = Metadata.safeParse(JSON.parse(text));
    return metadata.success ? { metadata: metadata.data } : { failure: "names no issuer or no jwks_uri" };
  } catch {
    return { failure: "did not answer with JSON" };
  }
}

function whyNot(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  if (error.name === "TimeoutError") return `did not answer within ${timeoutMs / 1000} s`;
  return `cannot be reached (${error.cause instanceof Error ? error.cause.message : error.message})`;
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:";
}
