import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataOf, type Schemas, type WaybillClient, waybillClient } from "../../client/client.ts";
import { localStage } from "../../local/environment.ts";
import type { Role } from "../../local/issuer.ts";
import { type LocalCloud, startLocalCloud } from "../../local/local-cloud.ts";
import { cloud as sharedCloud } from "./api.ts";
import { fetchChecked } from "./contract.ts";
import { eventually } from "./eventually.ts";
import { type NewOrder, type Order, orderOf, place, readOrder } from "./shop.ts";

/** What a shop may choose instead of each default. */
const settings = {
  captureAt: "placement",
  paymentHoldSeconds: "3600",
  customerMayCancelUntil: "PENDING",
  manualHoldSeconds: "7200",
  shippingRates: JSON.stringify({
    EUR: { name: "Standard shipping", amount: 495, taxRate: 1900, freeFrom: 10_000 },
  }),
  trackingLinks: JSON.stringify({ DHL: "https://dhl.example/track?piececode={trackingNumber}" }),
};

/** A stack of its own, deployed with these settings, on the embedded engine. */
describe.runIf(sharedCloud.kind === "MiniStack")("the settings of a stage, for orders that say nothing else", () => {
  let cloud: LocalCloud;
  let customer: WaybillClient;
  let staff: WaybillClient;
  let sku: string;

  beforeAll(async () => {
    cloud = await startLocalCloud({ stage: localStage, context: settings, builds: false });
    customer = await clientOf("customer", "alice");
    staff = await clientOf("staff", "sam");
    sku = await aProductAt(2_500);
  }, 180_000);

  afterAll(() => cloud?.stop());

  async function clientOf(role: Role, subject: string): Promise<WaybillClient> {
    const token = await cloud.token(role, subject);
    return waybillClient({ baseUrl: cloud.apiUrl, token, timeoutMs: 60_000, fetch: fetchChecked });
  }

  async function aProductAt(amount: number): Promise<string> {
    const product = { sku: "MUG", name: "Mug", price: { amount, currency: "EUR" }, taxRate: 1900 };
    dataOf(await staff.POST("/products", { body: product }));
    const header = { "Idempotency-Key": randomUUID() };
    const body = { quantity: 100, reason: "received" } as const;
    dataOf(await staff.POST("/products/{sku}/stock/adjustments", { params: { path: { sku: "MUG" }, header }, body }));
    return "MUG";
  }

  /** The customer's own order once its payment was asked for. */
  async function ordered(quantity: number, more: Partial<NewOrder> = {}): Promise<Order> {
    const { id } = dataOf(await place(customer, orderOf(sku, quantity, more)));
    return eventually(
      () => readOrder(customer, id),
      ({ paymentStatus }) => paymentStatus !== "PENDING",
    );
  }

  test("captureAt placement: an order is captured when it is placed", async () => {
    const { id } = await ordered(1);
    const paid = await eventually(
      () => readOrder(customer, id),
      ({ paymentStatus }) => paymentStatus === "CAPTURED",
    );
    expect(paid.status).toBe("CONFIRMED");
  });

  test("shippingRates: a customer's order has the charge, and is free of it from an amount on", async () => {
    expect((await ordered(3)).total).toEqual({ amount: 3 * 2_500 + 495, currency: "EUR" });
    expect((await ordered(4)).total).toEqual({ amount: 4 * 2_500, currency: "EUR" });
  });

  test("shippingRates: an order that staff place has only the charges that it names", async () => {
    const order = dataOf(await place(staff, orderOf(sku, 1, { customerId: "alice" })));
    expect(order.total).toEqual({ amount: 2_500, currency: "EUR" });
  });

  test("paymentHoldSeconds: a declined order waits for another payment; staff let one fail at once", async () => {
    expect((await ordered(1, { paymentMethod: "pm_sandbox_declined" })).status).toBe("PENDING");
    const body = orderOf(sku, 1, {
      customerId: "alice",
      paymentMethod: "pm_sandbox_declined",
      paymentHoldSeconds: 0,
    });
    expect(dataOf(await place(staff, body)).status).toBe("FAILED");
  });

  test("trackingLinks: customers get the carrier's page for each number, whatever the case of the carrier's name", async () => {
    const { id } = await ordered(1);
    await eventually(
      () => readOrder(customer, id),
      ({ shipments }) => shipments.length === 1,
    );
    const params = { path: { orderId: id, number: 1 } };
    const step = (body: Schemas["ShipmentStep"]) => staff.PATCH("/shipments/{orderId}/{number}", { params, body });
    dataOf(await step({ status: "PACKED" }));
    const way = { carrier: "dhl", trackingNumbers: ["JD 1/2", "JD3"] };
    const sent = dataOf(await step({ status: "SHIPPED", ...way }));

    const trackingLinks = [
      { trackingNumber: "JD 1/2", link: "https://dhl.example/track?piececode=JD%201%2F2" },
      { trackingNumber: "JD3", link: "https://dhl.example/track?piececode=JD3" },
    ];
    expect(sent).toMatchObject({ ...way, trackingLinks });
    expect((await readOrder(customer, id)).shipments).toMatchObject([{ trackingLinks }]);
  });

  test("customerMayCancelUntil PENDING: a customer cannot cancel once the parcel is packed", async () => {
    const { id } = await ordered(1);
    await eventually(
      () => readOrder(customer, id),
      ({ shipments }) => shipments.length === 1,
    );
    const params = { path: { orderId: id, number: 1 } };
    dataOf(await staff.PATCH("/shipments/{orderId}/{number}", { params, body: { status: "PACKED" } }));

    const refused = await customer.POST("/orders/{orderId}/cancel", {
      params: { path: { orderId: id } },
      body: { reason: "Ordered twice" },
    });

    expect(refused.error?.code).toBe("too_late_to_cancel");
  });

  test("manualHoldSeconds: an order that is paid by hand waits for its money", async () => {
    const body = orderOf(sku, 1, { customerId: "alice", paymentMethod: "manual", paymentHoldSeconds: 0 });
    const order = dataOf(await place(staff, body));
    expect(order).toMatchObject({ status: "PENDING", paymentStatus: "PENDING" });
  });
});
