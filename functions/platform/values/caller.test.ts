import { expect, test } from "vitest";
import { type Caller, mayReach } from "./caller.ts";

const alice: Caller = { subject: "alice", role: "customer", reach: "own" };

test("whoever reaches only what is its own reaches nobody else's", () => {
  expect(mayReach(alice, "alice")).toBe(true);
  expect(mayReach(alice, "bob")).toBe(false);
  expect(mayReach(alice, "ALICE")).toBe(false);
  expect(mayReach(alice, "")).toBe(false);
});

test("whoever reaches any reaches everybody's", () => {
  const bob: Caller = { subject: "bob", role: "staff", reach: "any" };
  expect(mayReach(bob, "alice")).toBe(true);
});
