import { describe, expect, test } from "vitest";
import { orderInEachSituation, type Situation } from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aRefund, aVoid, withPayment } from "../../../tests/builders/payments.ts";
import type { LineStatus, OrderLine } from "../../orders/rules/line.ts";
import type { Order } from "../../orders/rules/order.ts";
import type { AttemptStatus, Instruction } from "../../orders/rules/payment.ts";
import { orderRules } from "./order-rules.ts";
import { type Violation, violationsOf } from "./rule.ts";

const situations = Object.entries(orderInEachSituation());

function stored(situation: Situation): Order {
  return orderInEachSituation()[situation];
}

function violations(order: Order): Violation[] {
  return violationsOf(orderRules, order.id, order);
}

/** The names of the invariants that the order breaks. */
function broken(order: Order): string[] {
  return violations(order).map(({ invariant }) => invariant);
}

/** The details of the violations of one invariant. */
function detailsOf(name: string, order: Order): string[] {
  return violations(order).flatMap(({ invariant, detail }) => (invariant === name ? [detail] : []));
}

function withLine(order: Order, changes: Partial<OrderLine>): Order {
  const [first, ...others] = order.lines;
  if (!first) throw new Error("The order has no line.");
  return { ...order, lines: [{ ...first, ...changes }, ...others] };
}

function withAttempt(order: Order, status: AttemptStatus, amount = 3_870): Order {
  return withPayment(order, { attempts: [anAttempt({ status, amount })] });
}

function withInstructions(order: Order, ...instructions: Instruction[]): Order {
  return withPayment(order, { instructions: [...instructions] });
}

test.each(situations)("an order that is %s keeps every rule", (_, order) => {
  expect(broken(order)).toEqual([]);
});

const invalid = "statuses are a valid combination";
const containUnits = "shipments contain the ordered units";
const countsAddUp = "line counts add up";
const toBeDone = "what is pending is to be done";

describe("statuses", () => {
  /** The counts of a line of two units. */
  const counts: Record<LineStatus, Partial<OrderLine>> = {
    BACKORDERED: { cancelled: 0, shipped: 0, delivered: 0, backordered: 1 },
    RESERVED: { cancelled: 0, shipped: 0, delivered: 0 },
    PARTIALLY_SHIPPED: { cancelled: 0, shipped: 1, delivered: 0 },
    SHIPPED: { cancelled: 0, shipped: 2, delivered: 0 },
    DELIVERED: { cancelled: 0, shipped: 2, delivered: 2, undelivered: 0 },
    UNDELIVERED: { cancelled: 0, shipped: 2, delivered: 0, undelivered: 2 },
    CANCELLED: { cancelled: 2, shipped: 0, delivered: 0 },
  };

  test.each([
    ["pending", "SHIPPED"],
    ["confirmed", "PARTIALLY_SHIPPED"],
    ["packed", "DELIVERED"],
    ["shipped", "RESERVED"],
    ["delivered", "SHIPPED"],
    ["returned", "DELIVERED"],
    ["cancelled", "RESERVED"],
    ["declined", "RESERVED"],
    ["outOfStock", "RESERVED"],
    ["shipped", "BACKORDERED"],
    ["cancelled", "BACKORDERED"],
  ] as const satisfies [Situation, LineStatus][])(
    "an order that is %s with a line that is %s: invalid",
    (situation, status) => {
      expect(broken(withLine(stored(situation), counts[status]))).toContain(invalid);
    },
  );

  test.each([
    ["pending", "toBePacked"],
    ["confirmed", "shipped"],
    ["shipped", "packed"],
    ["cancelled", "packed"],
    ["declined", "packed"],
  ] as const)("an order that is %s with the shipment of one that is %s: invalid", (situation, other) => {
    expect(broken({ ...stored(situation), shipments: stored(other).shipments })).toContain(invalid);
  });

  test.each([
    ["pending", "AUTHORIZED"],
    ["declined", "AUTHORIZED"],
    ["outOfStock", "REQUESTED"],
  ] as const satisfies [Situation, AttemptStatus][])(
    "an order that is %s with an attempt that is %s: invalid",
    (situation, status) => {
      expect(broken(withAttempt(stored(situation), status))).toContain(invalid);
    },
  );

  test.each([
    ["shipped, and nothing is captured", withInstructions(stored("shipped"))],
    [
      "delivered, and the capture was refused",
      withInstructions(stored("delivered"), aCapture(1, 3_870, { state: "REFUSED" })),
    ],
  ])("an order that is %s: invalid", (_, order) => {
    expect(broken(order)).toContain(invalid);
  });

  test.each([
    ["confirmed", "pending"],
    ["shipped", "leaving"],
    ["packed", "cancelling"],
  ] as const)(
    "an order that is %s with the pending effect of one that is %s: nothing to be done",
    (situation, other) => {
      const { pending } = stored(other);
      expect(broken({ ...stored(situation), ...(pending && { pending }) })).toContain(toBeDone);
    },
  );

  test("a shipment is pending of an order that is delivered: invalid, and the report names every status", () => {
    const { pending } = stored("confirmed");
    expect(detailsOf(invalid, { ...stored("delivered"), ...(pending && { pending }) })).toEqual([
      "order DELIVERED, lines DELIVERED DELIVERED, shipments DELIVERED, payment CAPTURED, pending SHIP",
    ]);
  });

  test.each<[Situation, string, string]>([
    ["pending", "nothing waits for ever", "attempt 1 is REQUESTED, and nobody asks for it"],
    ["confirmed", containUnits, "2 of MUG are held, 0 are in shipments that wait"],
    ["cancelling", "instructions are carried out", "instruction 1, a VOID, waits for nothing"],
    ["givenUp", "instructions are carried out", "instruction 1, a VOID, waits for nothing"],
  ])("an order that is %s without its pending effect: %s", (situation, rule, detail) => {
    const { pending: _, ...left } = stored(situation);
    expect(detailsOf(rule, left)).toContain(detail);
  });

  test("a PENDING order that nobody pays, and that is never due", () => {
    const { pending: _, ...left } = withAttempt(stored("pending"), "AUTHORIZED");
    expect(detailsOf("nothing waits for ever", left)).toEqual(["the PENDING order is never due"]);
    const asked = withAttempt(stored("confirmed"), "REQUESTED");
    expect(broken(asked)).toContain("nothing waits for ever");
  });
});

describe("line counts", () => {
  test.each<[string, Situation, Partial<OrderLine>]>([
    ["more cancelled than ordered", "cancelled", { cancelled: 3 }],
    ["fewer than none cancelled", "packed", { cancelled: -1 }],
    ["more shipped than ordered", "shipped", { shipped: 3 }],
    ["shipped and cancelled more than ordered", "shipped", { cancelled: 1 }],
    ["more delivered than shipped", "shipped", { delivered: 3 }],
    ["fewer than none delivered", "shipped", { delivered: -1 }],
  ])("%s: they do not add up, the line is named", (_, situation, changes) => {
    const order = withLine(stored(situation), changes);
    expect(detailsOf(countsAddUp, order)).toEqual([expect.stringMatching(/^of 2 of MUG, -?\d cancelled, \d shipped/)]);
  });

  test("part cancelled, part shipped, part delivered: they add up", () => {
    const order = withLine(stored("shipped"), { quantity: 5, cancelled: 1, shipped: 3, delivered: 2 });
    expect(broken(order)).not.toContain(countsAddUp);
  });
});

describe("shipments and lines", () => {
  function withShipmentOf(order: Order, quantity: number): Order {
    const shipments = order.shipments.map((shipment) => ({
      ...shipment,
      lines: shipment.lines.map((line) => ({ ...line, quantity })),
    }));
    return { ...order, shipments };
  }

  test("second shipment, or shipment of fewer units: they differ, each line is told", () => {
    const order = stored("packed");
    const [shipment] = order.shipments;
    if (!shipment) throw new Error("The order has a shipment.");
    expect(broken({ ...order, shipments: [shipment, { ...shipment, number: 2 }] })).toEqual([
      containUnits,
      containUnits,
    ]);
    expect(broken(withShipmentOf(order, 0))).toEqual([containUnits, containUnits]);
    expect(detailsOf(containUnits, withShipmentOf(order, 1))).toEqual([
      "2 of MUG are held, 1 are in shipments that wait",
    ]);
  });

  test("shipped units that are in no shipment, or in too many: they differ", () => {
    const order = stored("shipped");
    expect(detailsOf(containUnits, withShipmentOf(order, 1))).toEqual(["the shipped units of MUG are in no shipment"]);
    expect(detailsOf(containUnits, withShipmentOf(order, 3))).toHaveLength(2);
  });

  test("delivered units that are in no shipment that was delivered: they differ", () => {
    expect(detailsOf(containUnits, withLine(stored("shipped"), { delivered: 1 }))).toEqual([
      "the delivered units of MUG differ",
    ]);
  });

  test("units that are in no shipment while the next one is about to be made: no violation", () => {
    const order = withShipmentOf(stored("packed"), 1);
    const { pending } = stored("confirmed");
    const [shipment] = order.shipments;
    if (!pending || !shipment) throw new Error("The order has a shipment, and SHIP is pending.");
    expect(detailsOf(containUnits, { ...order, pending })).toEqual([]);
    expect(detailsOf(containUnits, { ...withShipmentOf(order, 3), pending })).toHaveLength(2);
  });

  test("a shipment that was cancelled contains nothing", () => {
    expect(detailsOf(containUnits, stored("cancelled"))).toEqual([]);
    const cancelled = cancelledBeforePacking();
    expect(cancelled.shipments).toMatchObject([{ status: "CANCELLED", lines: [{}, {}] }]);
    expect(detailsOf(containUnits, cancelled)).toEqual([]);
  });

  function cancelledBeforePacking(): Order {
    const { shipments, ...order } = stored("toBePacked");
    return {
      ...order,
      lines: order.lines.map((line) => ({ ...line, cancelled: line.quantity })),
      shipments: shipments.map((shipment) => ({ ...shipment, status: "CANCELLED" as const })),
    };
  }
});

describe("money", () => {
  const money = "refunded <= captured <= authorized";
  const moneyOf = (order: Order) => detailsOf(money, order);
  const requested = { state: "REQUESTED" } as const;

  test.each<[string, Instruction[], number, string[]]>([
    [
      "more captured than authorized",
      [aCapture(1, 1_000), aCapture(2, 1)],
      1_000,
      ["more than the 1000 of attempt 1 is captured"],
    ],
    [
      "more captured and about to be captured than authorized",
      [aCapture(1, 1_000), aCapture(2, 1, requested)],
      1_000,
      ["more than the 1000 of attempt 1 is captured"],
    ],
    ["a refused capture does not count", [aCapture(1, 1_000), aCapture(2, 1, { state: "REFUSED" })], 1_000, []],
    [
      "more captured than the total",
      [aCapture(1, 3_870), aCapture(2, 1)],
      9_000,
      ["3871 captured and not given back, for a total of 3870"],
    ],
    [
      "more given back than captured",
      [aCapture(1, 100), aRefund(2, 1, 101)],
      3_870,
      ["more than capture 1 is given back"],
    ],
    [
      "more given back and about to be given back than captured",
      [aCapture(1, 100), aRefund(2, 1, 60), aRefund(3, 1, 41, requested)],
      3_870,
      ["more than capture 1 is given back"],
    ],
    [
      "more given back of one capture, less of the other",
      [aCapture(1, 100), aCapture(2, 100), aRefund(3, 2, 101)],
      3_870,
      ["more than capture 2 is given back"],
    ],
    ["a refused refund does not count", [aCapture(1, 100), aRefund(2, 1, 101, { state: "REFUSED" })], 3_870, []],
    ["all given back", [aCapture(1, 3_870), aRefund(2, 1, 3_870)], 3_870, []],
  ])("%s", (_, instructions, authorized, details) => {
    const order = withAttempt(withInstructions(stored("packed"), ...instructions), "CAPTURED", authorized);
    expect(moneyOf(order)).toEqual(details);
  });

  test.each(["shipped", "delivered"] as const)(
    "%s, and not all is captured: the captured part is named",
    (situation) => {
      const status = situation.toUpperCase();
      expect(moneyOf(withInstructions(stored(situation), aCapture(1, 3_869)))).toEqual([
        `the order is ${status}, and 3869 of 3870 are captured`,
      ]);
      expect(broken(withInstructions(stored(situation), aCapture(1, 1)))).toEqual([invalid, money]);
      expect(moneyOf(withInstructions(stored(situation), aCapture(1, 1_290), aCapture(2, 2_580, requested)))).toEqual([
        `the order is ${status}, and 1290 of 3870 are captured`,
      ]);
      expect(moneyOf(withInstructions(stored(situation), aCapture(1, 1_290), aCapture(2, 2_580)))).toEqual([]);
      expect(moneyOf(withInstructions(stored(situation), aCapture(1, 3_870), aRefund(2, 1, 3_870)))).toEqual([]);
    },
  );

  test("an amount below 0 is named", () => {
    expect(moneyOf(withInstructions(stored("packed"), aCapture(1, -1), aRefund(2, 1, -2)))).toEqual([
      "instruction 1, a CAPTURE, is of -1",
      "instruction 2, a REFUND, is of -2",
    ]);
  });

  test("captures of several attempts: each within its own, and all together within the total", () => {
    const attempts = [anAttempt({ amount: 1_290 }), anAttempt({ id: 2, amount: 2_580 })];
    const instructions = [aCapture(1, 1_290), aCapture(2, 2_580, { attempt: 2 })];
    const order = withPayment(stored("packed"), { attempts, instructions });
    expect(moneyOf(order)).toEqual([]);
    const swapped = withInstructions(order, aCapture(1, 2_580), aCapture(2, 1_290, { attempt: 2 }));
    expect(moneyOf(swapped)).toEqual(["more than the 1290 of attempt 1 is captured"]);
    const { attempt: _, ...byHand } = aCapture(3, 1);
    expect(moneyOf(withInstructions(order, ...instructions, byHand))).toEqual([
      "3871 captured and not given back, for a total of 3870",
    ]);
  });
});

describe("instructions", () => {
  const carriedOut = "instructions are carried out";

  test("one that is REQUESTED with nothing pending, or only SHIP: waits for nothing", () => {
    const left = withInstructions(stored("packed"), aCapture(1, 100), aVoid(2));
    expect(detailsOf(carriedOut, left)).toEqual(["instruction 2, a VOID, waits for nothing"]);
    const shipping = withInstructions(stored("confirmed"), aVoid(1));
    expect(detailsOf(carriedOut, shipping)).toEqual(["instruction 1, a VOID, waits for nothing"]);
  });

  test("while another effect is pending, and once they are over: no violation", () => {
    expect(detailsOf(carriedOut, stored("cancelling"))).toEqual([]);
    const over = [aCapture(1, 100), aVoid(2, { state: "DONE" }), aRefund(3, 1, 1, { state: "REFUSED" })];
    expect(detailsOf(carriedOut, withInstructions(stored("packed"), ...over))).toEqual([]);
  });
});

describe("a shipment that is to leave", () => {
  const waits = "a shipment that is to leave waits for its money";
  const inState = (state: Instruction["state"]) =>
    withInstructions(stored("leaving"), aCapture(1, 3_870, { state, shipment: 1 }));

  test("waits for a capture that is open", () => {
    expect(detailsOf(waits, inState("REQUESTED"))).toEqual([]);
    expect(detailsOf(waits, inState("IN_FLIGHT"))).toEqual([]);
  });

  test("after the capture was refused or done, it waits for nothing", () => {
    const detail = "shipment 1 is PACKED and to leave, and waits for no capture";
    expect(detailsOf(waits, inState("REFUSED"))).toEqual([detail]);
    expect(detailsOf(waits, inState("DONE"))).toEqual([detail]);
  });

  test("of one that was cancelled, nothing leaves", () => {
    const { shipments, ...order } = inState("REQUESTED");
    const cancelled = { ...order, shipments: shipments.map((one) => ({ ...one, status: "CANCELLED" as const })) };
    expect(detailsOf(waits, cancelled)).toEqual(["shipment 1 is CANCELLED and to leave, and waits for no capture"]);
  });
});

describe("an order that ended", () => {
  const nothingHeld = "nothing is held for an order that ended";

  test.each<AttemptStatus>(["REQUESTED", "ACTION_REQUIRED", "AUTHORIZED", "DECLINED"])(
    "with an attempt that is %s and nothing pending: something may be held",
    (status) => {
      for (const [situation, name] of [
        ["declined", "FAILED"],
        ["cancelled", "CANCELLED"],
      ] as const) {
        expect(detailsOf(nothingHeld, withAttempt(stored(situation), status))).toEqual([
          `attempt 1 of the ${name} order is ${status}`,
        ]);
      }
    },
  );

  test.each<AttemptStatus>(["VOIDED", "CLOSED", "EXPIRED", "CAPTURED"])(
    "with an attempt that is %s: nothing is held",
    (status) => {
      expect(detailsOf(nothingHeld, withAttempt(stored("cancelled"), status))).toEqual([]);
    },
  );

  test("of several attempts, each that is not closed is named", () => {
    const attempts = [anAttempt({ status: "CLOSED" }), anAttempt({ id: 2 }), anAttempt({ id: 3, status: "DECLINED" })];
    expect(detailsOf(nothingHeld, withPayment(stored("declined"), { attempts }))).toEqual([
      "attempt 2 of the FAILED order is AUTHORIZED",
      "attempt 3 of the FAILED order is DECLINED",
    ]);
  });

  test("whose money is about to be let go of, or an order that goes on: no violation", () => {
    for (const situation of ["cancelling", "declining", "givenUp", "packed", "shipped"] as const) {
      expect(detailsOf(nothingHeld, stored(situation))).toEqual([]);
    }
  });
});

test("failure without FAILED or cancellation without CANCELLED, and the reverse: violation", () => {
  const { failure, ...failed } = stored("declined");
  const { cancellation, ...cancelled } = stored("cancelled");
  expect(broken(failed)).toEqual(["failed and cancelled orders say why"]);
  expect(broken(cancelled)).toEqual(["failed and cancelled orders say why"]);
  expect(broken({ ...stored("packed"), ...(failure && { failure }) })).toEqual(["failed and cancelled orders say why"]);
  expect(broken({ ...stored("packed"), ...(cancellation && { cancellation }) })).toEqual([
    "failed and cancelled orders say why",
  ]);
});
