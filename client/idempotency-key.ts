const KEY_BYTES = 16;

/**
 * A random Idempotency-Key. Store it before the first attempt where the request must also survive a restart of the
 * caller: a repeated request has the effect of one only under the same key.
 */
export function newIdempotencyKey(): string {
  // crypto.randomUUID() is missing on pages that are not served over HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
