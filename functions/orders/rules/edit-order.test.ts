import { describe, expect, test } from "vitest";
import { anOrderAtTwo, anOrderInTwoShipments, BERLIN } from "../../../tests/builders/locations.ts";
import {
  aPendingOrder,
  changed,
  orderInEachSituation,
  theAttemptOf,
  theShipmentOf,
} from "../../../tests/builders/orders.ts";
import { problemThrownBy } from "../../../tests/builders/problem-thrown-by.ts";
import { allOnSale, aProduct, units } from "../../../tests/builders/products.ts";
import { type LocationId, MAIN } from "../../inventory/rules/location.ts";
import { edit } from "./edit-order.ts";
import { type OrderEdit, raisedUnits } from "./edited-lines.ts";
import { captures, isOpen } from "./instructions.ts";
import { allocationsOf } from "./line.ts";
import type { Order } from "./order.ts";
import { confirm } from "./order-transitions.ts";
import { splitShipment } from "./parcels.ts";
import { addShipments, dispatch, pack, recordCapture } from "./shipment-transitions.ts";
import { orderTotal } from "./total.ts";

/** Two mugs and a pen at 12.90 EUR each. */
const orders = orderInEachSituation();
const staff = { actor: "staff:sam", isCustomer: false };
const alice = { actor: "customer:alice", isCustomer: true };
const onSale = allOnSale(
  new Map(
    [
      aProduct("LAMP"),
      aProduct("MUG"),
      aProduct("GIFT", { price: { amount: 0, currency: "EUR" } }),
      aProduct("OLD", { status: "ARCHIVED" }),
      aProduct("DOLLAR", { price: { amount: 1, currency: "USD" } }),
    ].map((product) => [product.sku, product]),
  ),
);

function edited(order: Order, wanted: OrderEdit, editor = staff): Order {
  return edit(order, wanted, editor, onSale, changed(10, editor.actor));
}

function refusal(order: Order, wanted: OrderEdit, editor = staff) {
  return problemThrownBy(() => edited(order, wanted, editor));
}

function wanting(sku: string, quantity: number): OrderEdit {
  return { lines: [units(sku, quantity)] };
}

describe("an order of two locations", () => {
  const split = anOrderInTwoShipments();
  const heldIn = ({ lines }: Order) => lines.map(allocationsOf);
  const at = (location: LocationId, quantity: number) => ({ location, quantity });

  test("units taken out leave the newest shipment that is not packed, and the location that they are at", () => {
    const after = edited(split, wanting("MUG", 2));
    expect(heldIn(after)).toEqual([[at(MAIN, 2)], [at(BERLIN, 1)]]);
    expect(after.shipments).toMatchObject([
      { location: "main", lines: [units("MUG", 2)] },
      { location: "berlin", lines: [units("PEN", 1)] },
    ]);
    expect(heldIn(edited(split, wanting("MUG", 1)))).toEqual([[at(MAIN, 1)], [at(BERLIN, 1)]]);
  });

  test("units in no shipment yet are taken out, those at main first", () => {
    expect(heldIn(edited(anOrderAtTwo(), wanting("MUG", 1)))).toEqual([[at(BERLIN, 1)], [at(BERLIN, 1)]]);
  });

  test("what is packed at one location stays; the rest elsewhere can be taken out", () => {
    const packed = pack(split, theShipmentOf(split), changed(5));
    expect(heldIn(edited(packed, wanting("MUG", 2)))).toEqual([[at(MAIN, 2)], [at(BERLIN, 1)]]);
    expect(refusal(packed, wanting("MUG", 1)).errors).toEqual([
      { path: "lines.0.quantity", message: "must be at least 2" },
    ]);
  });

  describe("units that are added", () => {
    const allocated = { ...onSale, allocate: () => [at(MAIN, 1), at(BERLIN, 2)] };
    const gifts = edit(split, wanting("GIFT", 3), staff, allocated, changed(10));

    test("are held where they are allocated", () => {
      expect(heldIn(gifts)[2]).toEqual([at(MAIN, 1), at(BERLIN, 2)]);
      const inBerlin = { ...onSale, allocate: () => [at(BERLIN, 1)] };
      const more = edit(split, { lines: [units("PEN", 0), units("MUG", 4)] }, staff, inBerlin, changed(10));
      expect(heldIn(more)).toEqual([[at(MAIN, 2), at(BERLIN, 2)], []]);
    });

    test("go into a shipment of each location", () => {
      expect(addShipments(gifts, changed(11)).shipments.slice(2)).toMatchObject([
        { number: 3, location: "main", lines: [units("GIFT", 1)] },
        { number: 4, location: "berlin", lines: [units("GIFT", 2)] },
      ]);
    });
  });
});

describe("units taken out", () => {
  test("leave the line, the total and the shipment that is not packed", () => {
    const after = edited(orders.toBePacked, wanting("MUG", 1), alice);
    expect(after.lines[0]).toMatchObject({ quantity: 2, cancelled: 1 });
    expect(theShipmentOf(after).lines).toEqual([units("MUG", 1), units("PEN", 1)]);
    expect(orderTotal(after).amount).toBe(2 * 1_290);
    expect(after.version).toBe(orders.toBePacked.version + 1);
    expect(after.history.at(-1)).toMatchObject({ type: "OrderEdited", by: "customer" });
  });

  test("packed ones stay: 409 that says how many", () => {
    const refused = refusal(orders.packed, wanting("MUG", 1));
    expect(refused.code).toBe("units_not_free");
    expect(refused.errors).toEqual([{ path: "lines.0.quantity", message: "must be at least 2" }]);
  });

  test("while a shipment is leaving: 409 order_busy; the e-mail can be changed", () => {
    expect(refusal(orders.leaving, wanting("PEN", 0)).code).toBe("order_busy");
    expect(edited(orders.leaving, { email: "a@example.com" }).email).toBe("a@example.com");
  });

  test("all of them: the order is cancelled by who took them out, with what else was changed", () => {
    const after = edited(
      orders.toBePacked,
      { lines: [units("MUG", 0), units("PEN", 0)], email: "a@example.com" },
      alice,
    );
    expect(after).toMatchObject({
      status: "CANCELLED",
      email: "a@example.com",
      cancellation: { reason: "Every line was cancelled", actor: "customer:alice" },
      version: orders.toBePacked.version + 1,
    });
    expect(after.history.at(-1)?.type).toBe("ShipmentCancelled");
  });

  test("all, and another product added: the order goes on", () => {
    const after = edited(orders.toBePacked, { lines: [units("MUG", 0), units("PEN", 0), units("LAMP", 1)] });
    expect(after.status).toBe("CONFIRMED");
    expect(after.lines.at(-1)).toMatchObject({ sku: "LAMP", quantity: 1, added: 1, unitPrice: 1_290 });
  });

  test("the rest after a part has shipped: the order is SHIPPED, what was captured for it is given back", () => {
    const split = splitShipment(orders.toBePacked, [units("MUG", 2)], { id: "r", fingerprint: "f" }, changed(3));
    const parcel = split.shipments[1];
    if (!parcel) throw new Error("The order was split.");
    const packed = pack(split, parcel, changed(4));
    const [, ready] = packed.shipments;
    if (!ready) throw new Error("The shipment is packed.");
    const leaving = dispatch(packed, ready, { number: 2, carrier: "DHL", trackingNumbers: ["1"] }, changed(5));
    const [capture] = captures(leaving, "IN_FLIGHT");
    if (!capture) throw new Error("The shipment waits for its capture.");
    const shipped = recordCapture(leaving, capture, theAttemptOf(leaving), true, [], changed(6));
    expect(shipped.status).toBe("PARTIALLY_SHIPPED");

    const after = edited(shipped, wanting("PEN", 0));

    expect(after.status).toBe("SHIPPED");
    expect(after.payment.instructions.at(-1)).toMatchObject({ kind: "REFUND", amount: 1_290, cause: "edit" });
    expect(after.payment.instructions.filter(isOpen)).toHaveLength(1);
  });
});

describe("units added", () => {
  test("within what is authorized: a line of its own, without a discount, at today's price", () => {
    const after = edited(orders.toBePacked, { lines: [units("MUG", 1), units("LAMP", 1)] });
    expect(after.lines.map(({ sku, quantity, added }) => [sku, quantity, added])).toEqual([
      ["MUG", 2, 0],
      ["PEN", 1, 0],
      ["LAMP", 1, 1],
    ]);
  });

  test("a line that was reduced is raised again at its own price", () => {
    const after = edited(edited(orders.confirmed, wanting("MUG", 1)), wanting("MUG", 2));
    expect(after.lines[0]).toMatchObject({ quantity: 3, added: 1, cancelled: 1 });
    expect(orderTotal(after)).toEqual(orderTotal(orders.confirmed));
  });

  test("above what is authorized: 409 that names both amounts", () => {
    const refused = refusal(orders.confirmed, wanting("MUG", 3));
    expect(refused.code).toBe("above_authorized");
    expect(refused.message).toBe(
      "The order would call for 51.60 EUR more, and 38.70 EUR are authorized. Place another order for the rest.",
    );
  });

  test("of an order that waits for money by hand: whatever it costs", () => {
    const policy = {
      captureAt: "firstShipment",
      customerMayCancelUntil: "PACKED",
      paymentHoldSeconds: 3_600,
      returnWithinDays: 14,
    } as const;
    const order = aPendingOrder({ paidByHand: true, policy });
    expect(orderTotal(edited(order, wanting("LAMP", 5))).amount).toBe(8 * 1_290);
  });

  test.each([
    ["OLD", "unknown_product", "OLD is archived"],
    ["NOTHING", "unknown_product", "NOTHING does not exist"],
  ])("of %s: 422 %s", (sku, code, message) => {
    const refused = refusal(orders.confirmed, wanting(sku, 1));
    expect([refused.code, refused.errors]).toEqual([code, [{ path: "lines.0.sku", message }]]);
  });

  test("of another currency: 422 mixed_currencies; a SKU taken out that is not in the order: 422 unknown_line", () => {
    expect(refusal(orders.confirmed, wanting("DOLLAR", 1)).code).toBe("mixed_currencies");
    expect(refusal(orders.confirmed, wanting("LAMP", 0)).code).toBe("unknown_line");
  });

  test("a 31st line: 422 too_many_lines", () => {
    const items = Array.from({ length: 30 }, (_, index) => units(`SKU-${index}`, 1));
    const order = aPendingOrder({ items });
    const confirmed = confirm(order, theAttemptOf(order), { reference: "auth-1" }, [], changed(1));
    const refused = refusal(confirmed, wanting("GIFT", 1));
    expect([refused.code, refused.errors]).toEqual([
      "too_many_lines",
      [{ path: "lines", message: "must add at most 0 lines" }],
    ]);
  });

  test("are the shop's to decide, and are named with their places", () => {
    const lines = [units("PEN", 0), units("MUG", 3), units("LAMP", 1)];
    expect(raisedUnits(orders.confirmed, { lines })).toEqual([
      { ...units("MUG", 3), index: 1, had: 2 },
      { ...units("LAMP", 1), index: 2, had: 0 },
    ]);
    const refused = refusal(orders.confirmed, { lines, reference: "PO-1", metadata: {} }, alice);
    expect(refused.code).toBe("staff_only");
    expect(refused.errors?.map(({ path }) => path)).toEqual([
      "reference",
      "metadata",
      "lines.1.quantity",
      "lines.2.quantity",
    ]);
  });
});

describe("details", () => {
  test("are set, and cleared by null; others stay", () => {
    const set = edited(orders.confirmed, { email: "a@example.com", reference: "PO-1", metadata: { a: "b" } });
    expect(set).toMatchObject({ email: "a@example.com", reference: "PO-1", metadata: { a: "b" } });
    const cleared = edited(set, { email: null, metadata: null });
    expect(cleared).not.toHaveProperty("email");
    expect(cleared).not.toHaveProperty("metadata");
    expect(cleared.reference).toBe("PO-1");
  });

  test("that are there already change nothing: the same version", () => {
    const { shippingAddress } = orders.confirmed;
    expect(edited(orders.confirmed, { shippingAddress, ...wanting("MUG", 2) })).toBe(orders.confirmed);
  });

  test("shipping address: not once a shipment is packed, nor once the order has ended", () => {
    const moved = { shippingAddress: { ...orders.packed.shippingAddress, city: "Bonn" } };
    expect(edited(orders.toBePacked, moved).shippingAddress.city).toBe("Bonn");
    expect(refusal(orders.packed, moved).code).toBe("already_packed");
    expect(refusal(orders.cancelled, moved).code).toBe("order_ended");
  });

  test("staff keep the notes of an order that has ended; its customer changes nothing, its lines stay", () => {
    for (const order of [orders.cancelled, orders.delivered, orders.outOfStock]) {
      expect(edited(order, { metadata: { closed: "yes" } }).metadata).toEqual({ closed: "yes" });
      expect(refusal(order, { email: "a@example.com" }, alice).code).toBe("too_late_to_edit");
      expect(refusal(order, wanting("GIFT", 1)).code).toBe("order_ended");
    }
  });

  test("customerMayCancelUntil PENDING: its customer changes nothing once a shipment is packed", () => {
    const until = (order: Order): Order => ({ ...order, customerMayCancelUntil: "PENDING" });
    expect(edited(until(orders.toBePacked), { email: "a@example.com" }, alice).email).toBe("a@example.com");
    expect(refusal(until(orders.packed), { email: "a@example.com" }, alice).code).toBe("too_late_to_edit");
  });
});

test("an edit while the provider is asked for the authorization leaves that in flight", () => {
  const after = edited(orders.pending, wanting("MUG", 1));
  expect(after.pending).toEqual(orders.pending.pending);
  expect(after.payment.attempts).toEqual(orders.pending.payment.attempts);
});

test("an order without its shipment yet keeps SHIP claimed for what is left", () => {
  const after = edited(orders.confirmed, wanting("MUG", 0));
  expect(addShipments(after, changed(11)).shipments).toMatchObject([{ lines: [units("PEN", 1)] }]);
});
