import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { currentWork, now, runWork, timeLeft, type Work } from "./request-context.ts";

function aWork(changes: Partial<Work> = {}): Work {
  return {
    correlationId: "request-1",
    actor: "customer:alice",
    cause: "placeOrder",
    deadline: Date.now() + 15_000,
    clock: Date.now,
    ...changes,
  };
}

test("whatever a piece of work calls finds it, also after waiting", async () => {
  const work = aWork();
  const found = await runWork(work, async () => {
    await wait(1);
    return currentWork();
  });
  expect(found).toBe(work);
});

test("pieces of work that run at once each find their own", async () => {
  const ids = ["a", "b", "c"];
  const found = await Promise.all(
    ids.map((correlationId, index) =>
      runWork(aWork({ correlationId }), async () => {
        await wait(3 - index);
        return currentWork().correlationId;
      }),
    ),
  );
  expect(found).toEqual(ids);
});

test("a piece of work within another one hides it, and no longer than it runs", async () => {
  const seen = await runWork(aWork({ actor: "anonymous" }), async () => {
    const inner = await runWork(aWork({ actor: "staff:bob" }), async () => currentWork().actor);
    return [inner, currentWork().actor];
  });
  expect(seen).toEqual(["staff:bob", "anonymous"]);
});

test("outside of any work nobody is responsible, which is an error", () => {
  expect(() => currentWork()).toThrow("an entry point has to call runWork first");
  expect(() => now()).toThrow("runWork");
});

test("the present moment is what the work's clock says", async () => {
  const clock = () => Date.parse("2026-11-21T05:30:00.000Z");
  expect(await runWork(aWork({ clock }), async () => now())).toBe("2026-11-21T05:30:00.000Z");
});

test("the time that is left runs out, whatever the work's clock says", async () => {
  const left = await runWork(aWork({ deadline: Date.now() - 1_000, clock: () => 0 }), async () => timeLeft());
  expect(left).toBeLessThanOrEqual(-1_000);
});
