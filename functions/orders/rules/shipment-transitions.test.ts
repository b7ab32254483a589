import { describe, expect, test } from "vitest";
import { anOrderAtTwo, anOrderInTwoShipments } from "../../../tests/builders/locations.ts";
import {
  aPendingOrder,
  at,
  changed,
  held,
  orderInEachSituation,
  theAttemptOf,
  theInstructionOf,
  theShipmentOf,
} from "../../../tests/builders/orders.ts";
import { aCapture, anAttempt, aVoid, withInstructions, withPayment } from "../../../tests/builders/payments.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { units } from "../../../tests/builders/products.ts";
import { stockMoves } from "../stock-moves.ts";
import { deliver } from "./arrivals.ts";
import { allocationsOf, lineStatus } from "./line.ts";
import type { Order } from "./order.ts";
import { confirm } from "./order-transitions.ts";
import { splitShipment } from "./parcels.ts";
import type { Instruction } from "./payment.ts";
import { paymentStatus } from "./payment-status.ts";
import type { Shipment } from "./shipment.ts";
import {
  addShipments,
  type Dispatch,
  dispatch,
  pack,
  recordCapture,
  recordRefusedCapture,
} from "./shipment-transitions.ts";

const orders = orderInEachSituation();
const { confirmed, toBePacked, packed, leaving, shipped } = orders;
const way: Dispatch = { number: 1, carrier: "DHL", trackingNumbers: ["123"] };
const context = changed(9);
const error = { at: at(9), effect: "CAPTURE", reason: "the bank answered 503" };

function dispatched(order: Order): Order {
  return dispatch(order, theShipmentOf(order), way, context);
}

function captured(order: Order, { closed = true } = {}): Order {
  return recordCapture(order, theInstructionOf(order), theAttemptOf(order), closed, [error], context);
}

function refused(order: Order): Order {
  return recordRefusedCapture(order, theInstructionOf(order), theAttemptOf(order), "it has expired", [error], context);
}

/** The same order, its units in two shipments: the mugs in the first, the pen in the second. */
function inTwoShipments(order: Order): Order {
  const shipment = theShipmentOf(order);
  const { leaving: _, ...stays } = shipment;
  const [mugs, pen] = shipment.lines;
  if (!mugs || !pen) throw new Error("The shipment has two lines.");
  return {
    ...order,
    shipments: [
      { ...shipment, lines: [mugs] },
      { ...stays, number: 2, lines: [pen] },
    ],
  };
}

function theSecondShipmentOf({ shipments: [, second] }: Order): Shipment {
  if (!second) throw new Error("The order has two shipments.");
  return second;
}

describe("addShipments", () => {
  test("confirmed order: the shipment has all its units, SHIP is done", () => {
    const order = addShipments(confirmed, context);
    expect(order.shipments).toEqual([
      {
        number: 1,
        status: "PENDING",
        location: "main",
        createdAt: at(9),
        lines: [
          { sku: "MUG", quantity: 2 },
          { sku: "PEN", quantity: 1 },
        ],
      },
    ]);
    expect(order.pending).toBeUndefined();
  });

  test("units that are in no shipment any more: the next shipment has them, and only them", () => {
    const [mug, pen] = packed.lines;
    if (!mug || !pen) throw new Error("The order has two lines.");
    const order = addShipments({ ...packed, lines: [{ ...mug, quantity: 5, cancelled: 1 }, pen] }, context);
    expect(order.shipments).toMatchObject([
      { number: 1, status: "PACKED" },
      { number: 2, status: "PENDING", lines: [{ sku: "MUG", quantity: 2 }] },
    ]);
  });
});

describe("an order of two locations", () => {
  const sent = (order: Order, number: number) => {
    const shipment = (one: Order) => one.shipments.find((each) => each.number === number) ?? theShipmentOf(one);
    const ready = pack(order, shipment(order), context);
    return dispatch(ready, shipment(ready), { ...way, number }, context);
  };

  test("SHIP: a shipment from each, with what is held there", () => {
    expect(addShipments(anOrderAtTwo(), context).shipments).toMatchObject([
      { number: 1, location: "main", lines: [units("MUG", 2)] },
      { number: 2, location: "berlin", lines: [units("MUG", 1), units("PEN", 1)] },
    ]);
  });

  test("one leaves: its units are shipped where they were, the others stay held", () => {
    const after = captured(sent(anOrderInTwoShipments(), 2));
    expect(after.status).toBe("PARTIALLY_SHIPPED");
    expect(after.lines).toMatchObject([
      { shipped: 1, elsewhere: [] },
      { shipped: 1, elsewhere: [] },
    ]);
    expect(after.lines.map(allocationsOf)).toEqual([[{ location: "main", quantity: 2 }], []]);
    expect(sent(after, 1)).toMatchObject({ status: "SHIPPED" });
  });

  test("both wait for one capture, and leave together", () => {
    const waiting = sent(sent(anOrderInTwoShipments(), 1), 2);
    expect(waiting.shipments.map(({ status }) => status)).toEqual(["PACKED", "PACKED"]);
    const after = captured(waiting);
    expect(after).toMatchObject({ status: "SHIPPED", shipments: [{ status: "SHIPPED" }, { status: "SHIPPED" }] });
  });
});

describe("shipments of 30 lines that wait for one capture", () => {
  const lines = Array.from({ length: 30 }, (_, index) => units(`SKU-${index}`, 3));
  const pending = aPendingOrder({ items: lines });
  const first = confirm(pending, theAttemptOf(pending), { reference: "auth-1" }, [], changed(1));
  const parcels = [1, 2, 3].reduce((order, number) => {
    const some = lines.map(({ sku }) => ({ sku, quantity: 1 }));
    const split = splitShipment(order, some, { id: `r${number}`, fingerprint: "f" }, context);
    return split.shipments.reduce(
      (changing, one) => (one.number === number ? pack(changing, one, context) : changing),
      split,
    );
  }, first);
  const send = (order: Order, number: number) => {
    const [shipment] = order.shipments.filter((one) => one.number === number);
    if (!shipment) throw new Error(`There is no shipment ${number}.`);
    return dispatch(order, shipment, { ...way, number }, context);
  };

  test("two may wait, and leave in one transaction, which has room for them; a third has to be sent later", () => {
    const two = send(send(parcels, 1), 2);
    expect(problemThrownBy(() => send(two, 3)).code).toBe("order_busy");
    const left = captured(two);
    expect(left.shipments.map(({ status }) => status)).toEqual(["SHIPPED", "SHIPPED", "PACKED"]);
    // With the order and a part of its history.
    expect(stockMoves(two, left).length + 2).toBeLessThanOrEqual(100);
    expect(send(left, 3).status).toBe("SHIPPED");
  });
});

test("packing: only the shipment changes", () => {
  const { lines, payment, status } = toBePacked;
  expect(pack(toBePacked, theShipmentOf(toBePacked), context)).toMatchObject({
    lines,
    payment,
    status,
    shipments: [{ status: "PACKED", packedAt: at(9) }],
  });
});

describe("dispatch", () => {
  test("carrier and tracking number are stored before the capture is requested", () => {
    const order = dispatched(packed);
    expect(order.shipments).toMatchObject([
      { status: "PACKED", leaving: { carrier: "DHL", trackingNumbers: ["123"] } },
    ]);
    expect(order.payment.instructions).toEqual([aCapture(1, 3_870, { state: "IN_FLIGHT", shipment: 1 })]);
    expect(order.pending).toEqual({ effect: "CAPTURE", instruction: 1, since: at(9), dueAt: at(39), tries: 0 });
    expect(order).toMatchObject({ version: packed.version + 1, status: "CONFIRMED", lines: packed.lines });
    expect(paymentStatus(order)).toBe("AUTHORIZED");
  });

  test("a part was captured before: only the rest is", () => {
    const order = dispatched(withInstructions(packed, aCapture(1, 1_290)));
    expect(order.payment.instructions[1]).toMatchObject({ kind: "CAPTURE", amount: 2_580, attempt: 1 });
  });

  test("of several attempts, the one that holds the money is captured", () => {
    const attempts = [anAttempt({ status: "CLOSED" }), anAttempt({ id: 2 })];
    const order = dispatched(withPayment(packed, { attempts }));
    expect(order.payment.instructions).toMatchObject([{ kind: "CAPTURE", attempt: 2 }]);
  });

  test("everything is paid: it leaves at once, without an effect", () => {
    const paid = withInstructions(packed, aCapture(1, 3_870));
    const order = dispatched(withPayment(paid, { attempts: [anAttempt({ status: "CAPTURED" })] }));
    expect(order).toMatchObject({
      status: "SHIPPED",
      shipments: [{ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["123"], shippedAt: at(9) }],
    });
    expect(order.shipments[0]).not.toHaveProperty("leaving");
    expect(order.lines.map(lineStatus)).toEqual(["SHIPPED", "SHIPPED"]);
    expect(order.pending).toBeUndefined();
  });

  test("shipment not packed: refused, both states are named", () => {
    expect(() => dispatched(toBePacked)).toThrow("The shipment is PENDING and cannot become SHIPPED.");
    expect(() => dispatched(shipped)).toThrow("The shipment is SHIPPED and cannot become SHIPPED.");
  });

  test("it is leaving already: refused", () => {
    expect(() => dispatched(leaving)).toThrow(expect.objectContaining({ code: "order_busy", retryAfter: 2 }));
  });

  test("while something else is pending: the capture waits for it", () => {
    const refreshing: Order = { ...packed, pending: { effect: "REFRESH", dueAt: at(20), tries: 0 } };
    const order = dispatched(refreshing);
    expect(order.payment.instructions).toEqual([aCapture(1, 3_870, { state: "REQUESTED", shipment: 1 })]);
    expect(order.pending).toEqual(refreshing.pending);
  });

  test("payment not authorized: refused, its status is named", () => {
    expect(() => dispatched(refused(held(leaving)))).toThrow(
      expect.objectContaining({ code: "payment_not_capturable", message: expect.stringContaining("EXPIRED") }),
    );
  });

  test("payment about to be let go of: refused", () => {
    expect(() => dispatched(withInstructions(packed, aVoid(1)))).toThrow(
      expect.objectContaining({ code: "payment_not_capturable" }),
    );
  });
});

describe("recordCapture", () => {
  test("everything is captured and the attempt closed: the shipment is SHIPPED, and so is the order", () => {
    const order = captured(leaving);
    expect(order).toMatchObject({
      version: leaving.version + 1,
      status: "SHIPPED",
      payment: {
        attempts: [{ status: "CAPTURED" }],
        instructions: [aCapture(1, 3_870, { shipment: 1 })],
        providerErrors: [error],
      },
      shipments: [{ status: "SHIPPED", carrier: "DHL", trackingNumbers: ["123"], shippedAt: at(9) }],
    });
    expect(order.shipments[0]).not.toHaveProperty("leaving");
    expect(order.lines.map(lineStatus)).toEqual(["SHIPPED", "SHIPPED"]);
    expect(order.pending).toBeUndefined();
    expect(paymentStatus(order)).toBe("CAPTURED");
  });

  test("everything is captured, and the attempt not closed: what it still holds is let go of", () => {
    const order = captured(leaving, { closed: false });
    expect(order.payment.instructions[1]).toEqual(aVoid(2, { state: "IN_FLIGHT" }));
    expect(order.pending).toMatchObject({ effect: "VOID", instruction: 2 });
  });

  test("a part is captured: the attempt goes on holding the rest", () => {
    const [capture] = leaving.payment.instructions;
    if (!capture) throw new Error("The order has a capture.");
    const part = withPayment(leaving, { instructions: [{ ...capture, amount: 1_290 }] });
    const order = captured(part, { closed: false });
    expect(order.payment).toMatchObject({
      attempts: [{ status: "AUTHORIZED" }],
      instructions: [{ state: "DONE", amount: 1_290 }],
    });
    expect(order.pending).toBeUndefined();
  });

  test("a capture that no shipment waits for: nothing leaves", () => {
    const capture: Instruction = aCapture(1, 3_870, { state: "REQUESTED" });
    const order = recordCapture(withInstructions(packed, capture), capture, theAttemptOf(packed), true, [], context);
    expect(order).toMatchObject({ status: "CONFIRMED", shipments: packed.shipments, lines: packed.lines });
    expect(paymentStatus(order)).toBe("CAPTURED");
  });

  test.each(["REQUESTED", "IN_FLIGHT"] as const)(
    "another shipment waits for another capture, %s: it stays",
    (state) => {
      const two = inTwoShipments(leaving);
      const second = aCapture(2, 1_290, { state, shipment: 2 });
      const [first] = leaving.payment.instructions;
      if (!first) throw new Error("The order has a capture.");
      const waiting = {
        ...withPayment(two, { instructions: [{ ...first, amount: 2_580 }, second] }),
        shipments: two.shipments.map((one) => ({
          ...one,
          leaving: { carrier: "DHL", trackingNumbers: [`${one.number}`] },
        })),
      };

      const order = captured(waiting, { closed: false });

      expect(order.shipments).toMatchObject([
        { number: 1, status: "SHIPPED", trackingNumbers: ["1"] },
        { number: 2, status: "PACKED", leaving: { trackingNumbers: ["2"] } },
      ]);
      expect(order.status).toBe("PARTIALLY_SHIPPED");
      expect(order.pending).toMatchObject({ effect: "CAPTURE", instruction: 2 });
      expect(captured(order)).toMatchObject({ status: "SHIPPED", shipments: [{}, { trackingNumbers: ["2"] }] });
    },
  );
});

describe("recordRefusedCapture", () => {
  test("the attempt is EXPIRED, the shipment stays PACKED and does not leave any more", () => {
    const order = refused(held(leaving));
    expect(order).toMatchObject({
      status: "CONFIRMED",
      holdUntil: at(3_609),
      shipments: packed.shipments,
      lines: packed.lines,
      payment: {
        attempts: [{ status: "EXPIRED" }],
        instructions: [aCapture(1, 3_870, { state: "REFUSED", shipment: 1, reason: "it has expired" })],
        providerErrors: [error, { at: at(9), effect: "CAPTURE", reason: "it has expired" }],
      },
    });
    expect(order.shipments).toEqual(packed.shipments);
    expect(order.pending).toBeUndefined();
  });

  test("an order that is not held ends with it", () => {
    expect(refused(leaving)).toMatchObject({
      status: "CANCELLED",
      cancellation: { actor: "system", at: at(9) },
      shipments: [{ status: "CANCELLED" }],
    });
  });

  test("other captures of the attempt are refused with it, and their shipments stay", () => {
    const two = inTwoShipments(leaving);
    const [first] = leaving.payment.instructions;
    if (!first) throw new Error("The order has a capture.");
    const second = aCapture(2, 1_290, { state: "REQUESTED", shipment: 2 });
    const waiting = {
      ...withPayment(two, { instructions: [{ ...first, amount: 2_580 }, second] }),
      shipments: two.shipments.map((one) => ({
        ...one,
        leaving: { carrier: "DHL", trackingNumbers: [`${one.number}`] },
      })),
    };
    const order = refused(waiting);
    expect(order.payment.instructions.map(({ state }) => state)).toEqual(["REFUSED", "REFUSED"]);
    expect(order.shipments.every((one) => !("leaving" in one))).toBe(true);
    expect(order.pending).toBeUndefined();
  });
});

describe("an order in two shipments, the first of which leaves", () => {
  const first = captured(inTwoShipments(leaving));

  test("it is PARTIALLY_SHIPPED, and not DELIVERED with the first shipment", () => {
    expect(first.status).toBe("PARTIALLY_SHIPPED");
    expect(first.lines.map(lineStatus)).toEqual(["SHIPPED", "RESERVED"]);
    expect(first.history.map(({ type }) => type)).not.toContain("OrderShipped");
    const arrived = deliver(first, theShipmentOf(first), changed(10));
    expect(arrived.status).toBe("PARTIALLY_SHIPPED");
    expect(arrived.lines.map(lineStatus)).toEqual(["DELIVERED", "RESERVED"]);
  });

  test("the second leaves at once, because everything is paid; then the order is SHIPPED, and DELIVERED with both", () => {
    const both = dispatch(first, theSecondShipmentOf(first), { ...way, number: 2 }, changed(10));
    expect(both.status).toBe("SHIPPED");
    expect(both.history.map(({ type }) => type)).toContain("OrderShipped");
    const one = deliver(both, theShipmentOf(both), changed(11));
    expect(one.status).toBe("SHIPPED");
    expect(deliver(one, theSecondShipmentOf(one), changed(12)).status).toBe("DELIVERED");
  });
});
