import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aContext } from "../../../tests/builders/request-context.ts";
import { clock } from "./clock.ts";
import { runInContext } from "./request-context.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";

class ConflictError extends Error {}
const isConflict = (error: unknown) => error instanceof ConflictError;

beforeEach(() => void vi.spyOn(clock, "sleep").mockResolvedValue());
afterEach(() => vi.restoreAllMocks());

/** Runs a change that meets so many conflicts, and has so much time. */
function change(conflicts: number, milliseconds = 15_000): Promise<number> {
  let tries = 0;
  const attempt = async () => {
    if (++tries <= conflicts) throw new ConflictError();
    return tries;
  };
  return runInContext(aContext({ deadline: clock.now() + milliseconds }), () =>
    retryOnConflict("product MUG", attempt, isConflict),
  );
}

test("conflict: read and decided again", async () => {
  expect(await change(0)).toBe(1);
  expect(await change(9)).toBe(10);
});

test("conflicts do not end: 503 with Retry-After", async () => {
  await expect(change(10)).rejects.toMatchObject({
    code: "unavailable",
    retryAfter: 1,
    message: "Other requests keep changing the product MUG. Send this request again in a moment.",
  });
});

test("no attempt starts after the deadline", async () => {
  await expect(change(1, -1)).rejects.toMatchObject({ code: "unavailable" });
});

test("other error: thrown, not retried", async () => {
  const attempt = vi.fn().mockRejectedValue(new Error("no product"));
  await expect(retryOnConflict("product MUG", attempt, isConflict)).rejects.toThrow("no product");
  expect(attempt).toHaveBeenCalledTimes(1);
});
