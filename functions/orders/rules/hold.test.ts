import { describe, expect, test } from "vitest";
import { aPendingOrder, at } from "../../../tests/builders/orders.ts";
import { withHold } from "./hold.ts";

const order = aPendingOrder();

describe("withHold", () => {
  test("its policy is not to wait: it stays as it is", () => {
    expect(withHold(order, at(9))).toBe(order);
  });

  test("it waits from now on, for as long as its policy says", () => {
    expect(withHold({ ...order, paymentHoldSeconds: 60 }, at(9)).holdUntil).toBe(at(69));
  });

  test("a hold that ended, or ends earlier, is longer; one that ends later is not shorter", () => {
    const held = (until: number) => withHold({ ...order, paymentHoldSeconds: 60, holdUntil: at(until) }, at(9));
    expect(held(5).holdUntil).toBe(at(69));
    expect(held(68).holdUntil).toBe(at(69));
    expect(held(70).holdUntil).toBe(at(70));
  });
});
