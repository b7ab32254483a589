import { afterAll, expect } from "vitest";
import { requestListeners } from "../stripe-fake/stripe-api.ts";
import { kindOf } from "./request-kinds.ts";
import { type MockedRequest, sendToStripeMock } from "./stripe-mock.ts";

// Beside the tests of the adapter: each kind of request that they send to the fake is sent to stripe-mock, too.
const url = process.env.STRIPE_MOCK_URL ?? "";
const sent = new Map<string, MockedRequest>();

requestListeners.add((request) => {
  const kind = kindOf(request);
  if (!sent.has(kind)) sent.set(kind, request);
});

afterAll(async () => {
  const refused: string[] = [];
  for (const [kind, request] of sent) {
    const { status, text } = await sendToStripeMock(url, request);
    if (status !== 200) refused.push(`${kind}: ${status} ${text}`);
  }
  expect(refused).toEqual([]);
  if (sent.size > 0)
    console.log(`stripe-mock accepts ${sent.size} kinds of requests:\n${[...sent.keys()].toSorted().join("\n")}`);
});
