import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import { aContext } from "../../../tests/builders/request-context.ts";
import { backgroundContext, currentContext, now, runInContext, timeLeft } from "./request-context.ts";

test("the context is found by everything called in it, also after waiting", async () => {
  const context = aContext();
  const found = await runInContext(context, async () => {
    await wait(1);
    return currentContext();
  });
  expect(found).toBe(context);
});

test("concurrent contexts are separate", async () => {
  const ids = ["a", "b", "c"];
  const found = await Promise.all(
    ids.map((correlationId, index) =>
      runInContext(aContext({ correlationId }), async () => {
        await wait(3 - index);
        return currentContext().correlationId;
      }),
    ),
  );
  expect(found).toEqual(ids);
});

test("a nested context hides the outer one while it runs", async () => {
  const seen = await runInContext(aContext({ actor: "anonymous" }), async () => {
    const inner = await runInContext(aContext({ actor: "staff:bob" }), async () => currentContext().actor);
    return [inner, currentContext().actor];
  });
  expect(seen).toEqual(["staff:bob", "anonymous"]);
});

test("outside of a context: throws", () => {
  expect(() => currentContext()).toThrow("an entry point has to call runInContext first");
  expect(() => now()).toThrow("runInContext");
});

test("now() is the time of the context's clock", async () => {
  const clock = () => Date.parse("2026-11-21T05:30:00.000Z");
  expect(await runInContext(aContext({ clock }), async () => now())).toBe("2026-11-21T05:30:00.000Z");
});

test("timeLeft() does not depend on the context's clock", async () => {
  const left = await runInContext(aContext({ deadline: Date.now() - 1_000, clock: () => 0 }), async () => timeLeft());
  expect(left).toBeLessThanOrEqual(-1_000);
});

const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "sweeper",
  functionVersion: "1",
  invokedFunctionArn: "arn",
  memoryLimitInMB: "256",
  awsRequestId: "invocation-1",
  logGroupName: "group",
  logStreamName: "stream",
  getRemainingTimeInMillis: () => 25_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

test("background context: the actor is the system", () => {
  expect(backgroundContext("sweeper", lambdaContext)).toMatchObject({
    actor: "system:sweeper",
    cause: "sweeper",
    correlationId: "invocation-1",
  });
});

test("background context caused by a request: keeps the request's id", () => {
  expect(backgroundContext("OrderPlaced", lambdaContext, "request-1").correlationId).toBe("request-1");
});

test("background context: the deadline is two seconds before the function's timeout", () => {
  const { deadline } = backgroundContext("sweeper", lambdaContext);
  expect(deadline - Date.now()).toBeGreaterThan(22_000);
  expect(deadline - Date.now()).toBeLessThanOrEqual(23_000);
});
