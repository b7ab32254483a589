import { afterEach, describe, expect, test, vi } from "vitest";
import { manualHoldSeconds, orderPolicy, shippingRates } from "./shop-settings.ts";

afterEach(() => void vi.unstubAllEnvs());

describe("orderPolicy", () => {
  test("defaults: captured with the first shipment, cancelled until it ships, not held", () => {
    expect(orderPolicy()).toEqual({
      captureAt: "firstShipment",
      customerMayCancelUntil: "PACKED",
      paymentHoldSeconds: 0,
      returnWithinDays: 30,
    });
  });

  test("as the settings say", () => {
    vi.stubEnv("CAPTURE_AT", "eachShipment");
    vi.stubEnv("CUSTOMER_MAY_CANCEL_UNTIL", "PENDING");
    vi.stubEnv("PAYMENT_HOLD_SECONDS", "3600");
    vi.stubEnv("RETURN_WITHIN_DAYS", "0");
    expect(orderPolicy()).toEqual({
      captureAt: "eachShipment",
      customerMayCancelUntil: "PENDING",
      paymentHoldSeconds: 3_600,
      returnWithinDays: 0,
    });
  });

  test.each([
    ["CAPTURE_AT", "never"],
    ["CUSTOMER_MAY_CANCEL_UNTIL", "DELIVERED"],
    ["PAYMENT_HOLD_SECONDS", "an hour"],
    ["PAYMENT_HOLD_SECONDS", "-1"],
    ["RETURN_WITHIN_DAYS", "a month"],
  ])("%s=%s: throws", (name, value) => {
    vi.stubEnv(name, value);
    expect(() => orderPolicy()).toThrow();
  });
});

describe("manualHoldSeconds", () => {
  test("a week, or as the setting says", () => {
    expect(manualHoldSeconds()).toBe(604_800);
    vi.stubEnv("MANUAL_HOLD_SECONDS", "60");
    expect(manualHoldSeconds()).toBe(60);
  });

  test("not at all: throws, the money could never come in time", () => {
    vi.stubEnv("MANUAL_HOLD_SECONDS", "0");
    expect(() => manualHoldSeconds()).toThrow();
  });
});

describe("shippingRates", () => {
  test("none, or as the setting says", () => {
    expect(shippingRates()).toEqual({});
    const rates = {
      EUR: { name: "Standard", amount: 490, taxRate: 1_900, freeFrom: 5_000 },
      JPY: { name: "Standard", amount: 500, taxRate: 1_000 },
    };
    vi.stubEnv("SHIPPING_RATES", JSON.stringify(rates));
    expect(shippingRates()).toEqual(rates);
  });

  test.each([
    ["no JSON", "{"],
    ["no amount", '{"EUR":{"name":"Standard","taxRate":0}}'],
    ["a part of a minor unit", '{"EUR":{"name":"Standard","amount":0.5,"taxRate":0}}'],
    ["something else in it", '{"EUR":{"name":"Standard","amount":1,"taxRate":0,"free":true}}'],
  ])("%s: throws", (_, value) => {
    vi.stubEnv("SHIPPING_RATES", value);
    expect(() => shippingRates()).toThrow();
  });
});
