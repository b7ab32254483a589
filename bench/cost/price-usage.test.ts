import { expect, test } from "vitest";
import { dollarsPerMillion, providerWaitPerMillion } from "./price-usage.ts";
import { readPrices } from "./prices.ts";

const prices = readPrices();

test("units, events and requests: their number times the list price of a million", () => {
  const usage = {
    tableWriteUnits: 14,
    byCustomerWriteUnits: 1,
    byListWriteUnits: 3,
    byDueWriteUnits: 4,
    tableReadUnits: 8,
    byCustomerReadUnits: 0.5,
    events: 6,
    gatewayRequests: 1,
    queueRequests: 3,
  };
  expect(dollarsPerMillion(usage, prices)).toMatchObject({ writes: 13.75, reads: 1.0625, events: 6, gateway: 3.5 });
  expect(dollarsPerMillion(usage, prices).queue).toBeCloseTo(1.2);
  expect(dollarsPerMillion(usage, prices).total).toBeCloseTo(25.5125);
});

test("Lambda: invocations, and memory times time", () => {
  const usage = { invocations: 2, megabyteMilliseconds: 1_024 * 100 };
  expect(dollarsPerMillion(usage, prices).lambda).toBeCloseTo(2 * 0.2 + 0.1 * 13.3334);
});

test("logs: the bytes of the lines, and 26 for each", () => {
  const usage = { logLines: 2, logBytes: 1_024 - 52 };
  expect(dollarsPerMillion(usage, prices).logs).toBeCloseTo((1_000_000 / 1_024 ** 2) * 0.5);
});

test("the wait for the payment provider is priced apart", () => {
  const usage = { providerMegabyteMilliseconds: 1_024 * 400 };
  expect(dollarsPerMillion(usage, prices).total).toBe(0);
  expect(providerWaitPerMillion(usage, prices)).toBeCloseTo(5.33336);
});
