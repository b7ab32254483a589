import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

const FINGERPRINT_BYTES = 16;

/**
 * Identifies a request body: 128 bits of the SHA-256 of its canonical form (RFC 8785). The same JSON with other spaces or
 * another order of keys has the same fingerprint.
 *
 * @throws where JSON has no canonical form: a number beyond a double's range, or text that is not valid Unicode.
 */
export function fingerprint(json: unknown): string {
  const canonical = canonicalize(json);
  if (canonical === undefined) throw new TypeError("undefined has no JSON form");
  return createHash("sha256").update(canonical).digest().subarray(0, FINGERPRINT_BYTES).toString("base64url");
}
