import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { orderInEachSituation, PLACED_AT } from "../../../tests/builders/orders.ts";
import { Order } from "../rules/order.ts";
import { NewOrder, OrderView, orderView } from "./order-api.ts";

const orders = orderInEachSituation();

test.each(Object.entries(orders))(
  "an order that is %s is shown as the contract says, and with nothing else",
  (_, order) => {
    for (const caller of [alice, sam]) {
      const shown: unknown = JSON.parse(JSON.stringify(orderView(order, caller, PLACED_AT)));
      expect(z.safeParse(OrderView, shown).error).toBeUndefined();
      expect(shown).not.toHaveProperty("fingerprint");
      expect(shown).not.toHaveProperty("pending");
      expect(shown).not.toHaveProperty("history");
    }
  },
);

describe("a customer", () => {
  test.each(Object.entries(orders))(
    "does not see the provider of an order that is %s, nor its provider errors",
    (_, order) => {
      expect(orderView(order, sam, PLACED_AT).payment).toMatchObject({
        provider: "sandbox",
        providerErrors: expect.any(Array),
      });
      expect(orderView(order, alice, PLACED_AT).payment).not.toHaveProperty("provider");
      expect(orderView(order, alice, PLACED_AT).payment).not.toHaveProperty("providerErrors");
    },
  );

  test.each([
    ["customer:alice", "customer:alice"],
    ["staff:sam", "staff"],
    ["service:desk:7", "service"],
  ])("sees an order that %s cancelled as cancelled by %s; staff see who it was", (actor, shown) => {
    const order: Order = { ...orders.cancelled, cancellation: { reason: "Damaged", actor, at: PLACED_AT } };

    expect(orderView(order, alice, PLACED_AT).cancellation).toEqual({ reason: "Damaged", actor: shown, at: PLACED_AT });
    expect(orderView(order, sam, PLACED_AT).cancellation?.actor).toBe(actor);
  });
});

describe("a line's amounts", () => {
  /** An order of one line. */
  function lineOf(quantity: number, unitPrice: number, taxRate: number) {
    const [line] = orders.confirmed.lines;
    if (!line) throw new Error("The order has a line.");
    const order = { ...orders.confirmed, lines: [{ ...line, quantity, unitPrice, taxRate }] };
    const { lines, total } = orderView(order, sam, PLACED_AT);
    const [shown] = lines;
    if (!shown) throw new Error("The order is shown with a line.");
    return { line: shown, total };
  }

  test("are of its currency: unit price, gross, net and tax, net rounded half up", () => {
    const { line, total } = lineOf(2, 1_290, 1_900);
    const money = (amount: number) => ({ amount, currency: "EUR" });
    expect(line).toMatchObject({ unitPrice: money(1_290), gross: money(2_580), net: money(2_168), tax: money(412) });
    expect(total).toEqual(money(2_580));
  });

  test("exact arithmetic: gross = unit price * quantity = net + tax, net rounded half up", () => {
    const amount = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 1, max: 333 }),
        fc.integer({ min: 0, max: 10_000 }),
        (price, units, rate) => {
          const { gross, net, tax } = lineOf(units, price, rate).line;
          const exactly = BigInt(price) * BigInt(units);
          const divisor = 10_000n + BigInt(rate);
          expect(BigInt(gross.amount)).toBe(exactly);
          expect(BigInt(net.amount)).toBe((exactly * 20_000n + divisor) / (2n * divisor));
          expect(net.amount + tax.amount).toBe(gross.amount);
        },
      ),
    );
  });

  test("do not change with what is cancelled or shipped", () => {
    const amounts = ({ lines }: ReturnType<typeof orderView>) => lines.map(({ gross, net, tax }) => [gross, net, tax]);
    const before = amounts(orderView(orders.pending, sam, PLACED_AT));
    for (const order of Object.values(orders)) expect(amounts(orderView(order, sam, PLACED_AT))).toEqual(before);
  });
});

test("line of which parts are cancelled, shipped and open: it is shown so", () => {
  const [line] = orders.packed.lines;
  if (!line) throw new Error("The order has a line.");
  const lines = [{ ...line, quantity: 9, cancelled: 2, shipped: 4, delivered: 1 }];
  expect(orderView({ ...orders.packed, lines }, sam, PLACED_AT).lines).toMatchObject([
    { quantity: 9, open: 3, shipped: 4, cancelled: 2, status: "PARTIALLY_SHIPPED" },
  ]);
});

test("line: open until it ships, shipped also when it is delivered", () => {
  const counts = (order: Order) =>
    orderView(order, sam, PLACED_AT).lines.map(({ open, shipped, cancelled }) => [open, shipped, cancelled]);
  expect(counts(orders.packed)).toEqual([
    [2, 0, 0],
    [1, 0, 0],
  ]);
  expect(counts(orders.shipped)).toEqual([
    [0, 2, 0],
    [0, 1, 0],
  ]);
  expect(counts(orders.delivered)).toEqual([
    [0, 2, 0],
    [0, 1, 0],
  ]);
  expect(counts(orders.cancelled)).toEqual([
    [0, 0, 2],
    [0, 0, 1],
  ]);
});

test("order stored with a country that no new order may have: is read and shown", () => {
  const stored = Order.parse({
    ...orders.pending,
    shippingAddress: { ...orders.pending.shippingAddress, country: "ZZ" },
  });
  expect(z.parse(OrderView, orderView(stored, alice, PLACED_AT)).shippingAddress.country).toBe("ZZ");
});

describe("NewOrder", () => {
  const { shippingAddress } = orders.pending;
  const body = { items: [{ sku: "MUG", quantity: 1 }], shippingAddress, paymentMethod: "pm_sandbox_ok" };

  test("the contract's example is accepted", () => {
    expect(z.safeParse(NewOrder, body).error).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ["without items", { ...body, items: [] }],
    ["of 31 lines", { ...body, items: Array.from({ length: 31 }, (_, index) => ({ sku: `S${index}`, quantity: 1 })) }],
    ["of nothing", { ...body, items: [{ sku: "MUG", quantity: 0 }] }],
    ["of less than nothing", { ...body, items: [{ sku: "MUG", quantity: -1 }] }],
    ["of half a thing", { ...body, items: [{ sku: "MUG", quantity: 0.5 }] }],
    ["of too many", { ...body, items: [{ sku: "MUG", quantity: 100_001 }] }],
    [
      "of too many on two lines",
      {
        ...body,
        items: [
          { sku: "MUG", quantity: 100_000 },
          { sku: "MUG", quantity: 1 },
        ],
      },
    ],
    ["with a field that there is not", { ...body, discount: 10 }],
    ["with an address field that there is not", { ...body, shippingAddress: { ...shippingAddress, planet: "Mars" } }],
    ["to a country that is spelled out", { ...body, shippingAddress: { ...shippingAddress, country: "Germany" } }],
    ["to a country that does not exist", { ...body, shippingAddress: { ...shippingAddress, country: "ZZ" } }],
    ["without a payment method", { ...body, paymentMethod: "" }],
    ["with a card number as payment method", { ...body, paymentMethod: "4111111111111111" }],
    [
      "with a card number in the address",
      { ...body, shippingAddress: { ...shippingAddress, line2: "4111 1111 1111 1111" } },
    ],
    [
      "to a name with a text direction override",
      { ...body, shippingAddress: { ...shippingAddress, name: "Al\u202eice" } },
    ],
    ["to a blank city", { ...body, shippingAddress: { ...shippingAddress, city: " " } }],
  ])("refuses an order %s", (_, wrong) => {
    expect(z.safeParse(NewOrder, wrong).success).toBe(false);
  });
});
