import { expect, test } from "vitest";
import { type Caller, mayReach } from "./caller.ts";

const alice: Caller = { subject: "alice", role: "customer", reach: "own" };

test("caller with reach own: reaches its own things only", () => {
  expect(mayReach(alice, "alice")).toBe(true);
  expect(mayReach(alice, "bob")).toBe(false);
  expect(mayReach(alice, "ALICE")).toBe(false);
  expect(mayReach(alice, "")).toBe(false);
});

test("caller with reach any: reaches everybody's things", () => {
  const bob: Caller = { subject: "bob", role: "staff", reach: "any" };
  expect(mayReach(bob, "alice")).toBe(true);
});
