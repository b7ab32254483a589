import { createHash } from "node:crypto";

/** The key that the tests sign bodies with. */
export const SIGNING_KEY = "a key of the tests";

/** Bytes that look random, the same for the same seed (SHA-256 in counter mode). */
export function bytesOf(seed: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
    createHash("sha256").update(`${seed}/${block}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
