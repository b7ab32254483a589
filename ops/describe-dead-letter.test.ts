import { expect, it } from "vitest";
import { describeDeadLetter } from "./describe-dead-letter.ts";

const letter = { id: "abc", sentAt: new Date("2026-11-21T06:00:00Z"), receiveCount: 4, attributes: {}, body: "" };

it("a dead letter is shown with its id, time, receive count and the first lines of its body", () => {
  const body = ["{", '  "detail-type": "OrderPlaced",', "x".repeat(400), "}"].join("\n");
  expect(describeDeadLetter({ ...letter, body }).split("\n")).toEqual([
    "abc  sent 2026-11-21T06:00:00.000Z, received 4 times",
    "    {",
    '      "detail-type": "OrderPlaced",',
    `    ${"x".repeat(160)}`,
    `    ${"x".repeat(160)}`,
    "    …",
  ]);
});

it("an event that EventBridge could not deliver: EventBridge's reason is shown", () => {
  const attributes = { ERROR_CODE: "SDK_CLIENT_ERROR", ERROR_MESSAGE: "queue not found" };
  expect(
    describeDeadLetter({ ...letter, attributes, body: "{}" })
      .split("\n")
      .slice(1),
  ).toEqual(["    ERROR_CODE: SDK_CLIENT_ERROR", "    ERROR_MESSAGE: queue not found", "    {}"]);
});
