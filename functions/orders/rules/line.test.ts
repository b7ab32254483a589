import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { units } from "../../../tests/builders/products.ts";
import { testEveryTransition } from "../../../tests/builders/transitions.ts";
import {
  cancelOpenUnits,
  LINE_STATUSES,
  type LineStatus,
  lineStates,
  lineStatus,
  NO_UNITS,
  OrderLine,
  openUnits,
} from "./line.ts";

interface Counts {
  readonly quantity: number;
  readonly cancelled: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly backordered?: number;
  readonly undelivered: number;
}

function aLine(counts: Partial<Counts> = {}): OrderLine {
  const { sku } = units("MUG", 1);
  const none = { ...NO_UNITS, quantity: 1 };
  return { sku, name: "Mug", unitPrice: 1_290, taxRate: 1_900, ...none, ...counts };
}

/** Every line whose counts add up: cancelled + shipped <= quantity, delivered + undelivered <= shipped. */
const counts: fc.Arbitrary<Counts> = fc
  .tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4))
  .filter((units) => units.some((quantity) => quantity > 0))
  .map(([open, cancelled, transit, delivered, undelivered]) => {
    const shipped = transit + delivered + undelivered;
    return { quantity: open + cancelled + shipped, cancelled, shipped, delivered, undelivered };
  });

describe("states", () => {
  testEveryTransition(lineStates, {
    BACKORDERED: ["RESERVED", "PARTIALLY_SHIPPED", "CANCELLED"],
    RESERVED: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
    PARTIALLY_SHIPPED: ["SHIPPED", "DELIVERED", "UNDELIVERED"],
    SHIPPED: ["DELIVERED", "UNDELIVERED", "PARTIALLY_SHIPPED"],
    DELIVERED: ["PARTIALLY_SHIPPED"],
    UNDELIVERED: ["PARTIALLY_SHIPPED"],
    CANCELLED: ["RESERVED"],
  });

  test("the statuses are the states of the state machine", () => {
    expect([...LINE_STATUSES].sort()).toEqual(Object.keys(lineStates.transitions).sort());
  });
});

describe("lineStatus", () => {
  test.each<[string, Partial<Counts>, LineStatus]>([
    ["all units are open", { quantity: 3 }, "RESERVED"],
    ["some units wait for stock", { quantity: 3, backordered: 1 }, "BACKORDERED"],
    ["some units shipped, others wait for stock", { quantity: 3, shipped: 1, backordered: 2 }, "PARTIALLY_SHIPPED"],
    ["some units are cancelled, the others open", { quantity: 3, cancelled: 2 }, "RESERVED"],
    ["all units are cancelled", { quantity: 3, cancelled: 3 }, "CANCELLED"],
    ["some units shipped, others open", { quantity: 3, shipped: 1 }, "PARTIALLY_SHIPPED"],
    ["some units delivered, others open", { quantity: 3, shipped: 1, delivered: 1 }, "PARTIALLY_SHIPPED"],
    ["all units shipped", { quantity: 3, shipped: 3 }, "SHIPPED"],
    ["all units shipped, some delivered", { quantity: 3, shipped: 3, delivered: 2 }, "SHIPPED"],
    ["some units shipped, the others cancelled", { quantity: 3, shipped: 2, cancelled: 1 }, "SHIPPED"],
    ["all units delivered", { quantity: 3, shipped: 3, delivered: 3 }, "DELIVERED"],
    [
      "some units delivered, the others cancelled",
      { quantity: 3, shipped: 2, delivered: 2, cancelled: 1 },
      "DELIVERED",
    ],
    ["some units delivered, others came back", { quantity: 3, shipped: 3, delivered: 1, undelivered: 2 }, "DELIVERED"],
    ["some units came back, others on their way", { quantity: 3, shipped: 3, undelivered: 2 }, "SHIPPED"],
    ["all units came back", { quantity: 3, shipped: 3, undelivered: 3 }, "UNDELIVERED"],
    ["some units came back, others open", { quantity: 3, shipped: 1, undelivered: 1 }, "PARTIALLY_SHIPPED"],
  ])("%s", (_, some, status) => {
    expect(lineStatus(aLine(some))).toBe(status);
  });

  test("units that are added, ship or arrive lead to the same status or to one that the state machine allows", () => {
    const moved = (line: OrderLine): OrderLine[] => [
      { ...line, quantity: line.quantity + 1, added: line.added + 1 },
      ...(openUnits(line) > 0 ? [{ ...line, shipped: line.shipped + 1 }] : []),
      ...(line.delivered + line.undelivered < line.shipped
        ? [
            { ...line, delivered: line.delivered + 1 },
            { ...line, undelivered: line.undelivered + 1 },
          ]
        : []),
    ];
    fc.assert(
      fc.property(counts, (some) => {
        const line = aLine(some);
        const from = lineStatus(line);
        for (const to of moved(line).map(lineStatus)) {
          expect(from === to || lineStates.allows(from, to), `${from} -> ${to}`).toBe(true);
        }
      }),
    );
  });

  test("a line holds stock exactly where it is RESERVED or PARTIALLY_SHIPPED", () => {
    fc.assert(
      fc.property(counts, (some) => {
        const line = aLine(some);
        const holdsStock = ["RESERVED", "PARTIALLY_SHIPPED"].includes(lineStatus(line));
        expect(openUnits(line) > 0).toBe(holdsStock);
      }),
    );
  });
});

test("open, cancelled and shipped units are the ordered ones", () => {
  expect(openUnits(aLine({ quantity: 9, cancelled: 2, shipped: 3, delivered: 1 }))).toBe(4);
  expect(openUnits(aLine({ quantity: 5, cancelled: 2, shipped: 3 }))).toBe(0);
});

test("cancelOpenUnits: no unit is open any more; what shipped and what was cancelled before stays", () => {
  fc.assert(
    fc.property(counts, (some) => {
      const line = aLine(some);
      const cancelled = cancelOpenUnits(line);
      expect(openUnits(cancelled)).toBe(0);
      expect(cancelled).toEqual({ ...line, cancelled: line.quantity - line.shipped });
    }),
  );
});

test("a line that is stored without counts has none", () => {
  const { added: _, cancelled: __, shipped: ___, delivered: ____, ...uncounted } = aLine({ quantity: 2 });
  expect(OrderLine.parse(uncounted)).toEqual(aLine({ quantity: 2 }));
});
