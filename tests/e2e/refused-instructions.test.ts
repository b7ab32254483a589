import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { dataOf, type WaybillClient } from "../../client/client.ts";
import { cloud, staff } from "./api.ts";
import { auditOf } from "./audit.ts";
import { eventually } from "./eventually.ts";
import { advance, aPackedOrder, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, place } from "./shop.ts";

async function refund(api: WaybillClient, orderId: string) {
  const params = { path: { orderId }, header: { "Idempotency-Key": randomUUID() } };
  const body = { reason: "Arrived scratched" };
  return dataOf(await api.POST("/payments/{orderId}/refund", { params, body }));
}

async function recordManual(
  api: WaybillClient,
  orderId: string,
  moved: { amount: { amount: number; currency: string } } | { refund: number },
) {
  const params = { path: { orderId }, header: { "Idempotency-Key": randomUUID() } };
  const body = { ...moved, reference: "transfer 4711" };
  return dataOf(await api.POST("/payments/{orderId}/manual", { params, body }));
}

/** The audit reads what all tests before have placed. */
const AUDIT_TIMEOUT = 240_000;

async function refusedOf(orderId: string) {
  const { refused, violations } = await auditOf();
  expect(violations.filter(({ subject }) => subject === orderId)).toEqual([]);
  return refused.filter((one) => one.orderId === orderId);
}

/** The lines that `npm run logs` prints of an order. */
async function logsOf(orderId: string): Promise<string> {
  const command = join(import.meta.dirname, "../../ops/logs.ts");
  const options = ["--stage", "test", "--endpoint", cloud.endpoint, "--order", orderId, "--since", "10m"];
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...options]);
  return stdout;
}

test(
  "refund that the provider refuses: REFUSED, listed by the audit without a violation, logged for the alarm",
  async () => {
    const sku = await aProduct({ price: 10_000 });
    const { api } = await aCustomer();
    const { id } = await aPackedOrder(api, orderOf(sku, 1, { paymentMethod: "pm_sandbox_refund_refused" }));
    dataOf(await advance(id, shipped));

    const payment = await refund(await staff(), id);

    const [refused] = payment.instructions?.filter(({ kind }) => kind === "REFUND") ?? [];
    expect(refused).toMatchObject({ state: "REFUSED", reason: expect.any(String) });
    expect(await refusedOf(id)).toEqual([
      {
        orderId: id,
        orderStatus: "SHIPPED",
        instruction: refused?.id,
        kind: "REFUND",
        amount: { amount: 10_000, currency: "EUR" },
        reason: refused?.reason,
      },
    ]);
    const lines = await eventually(
      () => logsOf(id),
      (text) => text.includes("payment instruction refused"),
    );
    expect(lines).toMatch(/relay +ERROR +payment instruction refused/);
  },
  AUDIT_TIMEOUT,
);

test(
  "refund of money that came another way: REFUSED until it is recorded as given back",
  async () => {
    const sku = await aProduct({ price: 10_000 });
    const customer = await aCustomer();
    const api = await staff();
    const placed = await place(api, orderOf(sku, 1, { customerId: customer.name, paymentMethod: "manual" }));
    const { id } = dataOf(placed);
    await recordManual(api, id, { amount: { amount: 10_000, currency: "EUR" } });
    const { refunds } = await refund(api, id);
    const instruction = refunds[0]?.instruction ?? 0;
    expect(await refusedOf(id)).toMatchObject([{ instruction, reason: expect.stringContaining("by hand") }]);

    await recordManual(api, id, { refund: instruction });

    expect(await refusedOf(id)).toEqual([]);
  },
  AUDIT_TIMEOUT,
);
