import { expect, test } from "vitest";
import { alice, sam } from "../../../tests/builders/callers.ts";
import { at, orderInEachSituation } from "../../../tests/builders/orders.ts";
import { timelineView } from "./timeline-api.ts";

const { confirmed } = orderInEachSituation();
const history = [
  { type: "OrderPlaced", after: 1_000 },
  { type: "OrderEdited", after: 2_000, by: "customer" },
  { type: "ShipmentPacked", after: 3_500, by: "staff:sam" },
  { type: "PaymentRefunded", after: 4_000, external: true },
];

test("entries show when they happened; staff see who, nobody where Waybill did it", () => {
  expect(timelineView(confirmed, history, sam)).toEqual({
    orderId: confirmed.id,
    data: [
      { type: "OrderPlaced", at: at(1) },
      { type: "OrderEdited", at: at(2), actor: "customer:alice" },
      { type: "ShipmentPacked", at: at(3.5), actor: "staff:sam" },
      { type: "PaymentRefunded", at: at(4), external: true },
    ],
  });
});

test("a customer sees itself by name, others by role", () => {
  const { data } = timelineView(confirmed, history, alice);
  expect(data.map(({ actor }) => actor)).toEqual([undefined, "customer:alice", "staff", undefined]);
});
