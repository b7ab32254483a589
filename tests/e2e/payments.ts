import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import * as z from "zod";
import { dataOf, type Schemas } from "../../client/client.ts";
import { staff, token } from "./api.ts";
import { eventually } from "./eventually.ts";
import { json, problemIn, raw } from "./raw.ts";
import { aProduct, type NewOrder, orderOf, place, readOrder, unique } from "./shop.ts";
import { authorizationsOf, storedOrder } from "./stored-order.ts";

export type Payment = Schemas["Payment"];

export type PaymentOperation = "authorize" | "capture" | "void" | "refund" | "manual" | "refresh";

export interface Sending {
  /** @default staff */
  readonly bearer?: string;
  /** @default a new one */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request about an order's payment once, without the client. */
export async function send(
  orderId: string,
  operation: PaymentOperation,
  body?: unknown,
  { bearer, key = randomUUID(), headers = {} }: Sending = {},
): Promise<Response> {
  const by = bearer ?? (await token("staff", "sam"));
  const request = { bearer: by, body, headers, ...(key !== "" && { idempotencyKey: key }) };
  return raw(`/payments/${orderId}/${operation}`, json("POST", request));
}

const Answered = z.custom<Payment>((value) => typeof value === "object" && value !== null && "attempts" in value);

/** The payment in an answer that must have this status. */
export async function paymentIn(response: Response, status = 200): Promise<Payment> {
  const body: unknown = await response.json();
  expect([response.status, body]).toEqual([status, expect.anything()]);
  return Answered.parse(body);
}

/** The order's payment as staff see it. */
export async function readPayment(orderId: string): Promise<Payment> {
  return dataOf(await (await staff()).GET("/payments/{orderId}", { params: { path: { orderId } } }));
}

export const eur = (amount: number) => ({ amount, currency: "EUR" });

export interface PlacedOrder {
  readonly orderId: string;
  readonly sku: string;
  readonly customer: string;
  readonly bearer: string;
}

/** Two units of 20.00 EUR for a new customer, by staff, with a hold of an hour; `more` replaces fields. */
export async function anOrder(more: Partial<NewOrder> = {}): Promise<PlacedOrder> {
  const [sku, customer] = [await aProduct({ price: 2_000, stock: 10 }), unique("customer")];
  const body = orderOf(sku, 2, { customerId: customer, paymentHoldSeconds: 3_600, ...more });
  const api = await staff();
  const { id: orderId, status } = dataOf(await place(api, body));
  // What makes the shipment would carry out what the test asks for, too.
  if (status === "CONFIRMED") {
    await eventually(
      () => readOrder(api, orderId),
      ({ shipments }) => shipments.length > 0,
    );
  }
  return { orderId, sku, customer, bearer: await token("customer", customer) };
}

/** An order whose payment is captured. */
export async function aCapturedOrder(more: Partial<NewOrder> = {}): Promise<PlacedOrder> {
  const placed = await anOrder(more);
  await paymentIn(await send(placed.orderId, "capture", {}));
  return placed;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly paths?: readonly string[];
}

/** Sends a request that is refused in this way, and leaves the order and the provider's ledger as they are. */
export async function expectRefused(
  orderId: string,
  operation: PaymentOperation,
  body: unknown,
  { status, code, paths }: Refusal,
  sending?: Sending,
): Promise<void> {
  const before = [await quiet(orderId), await authorizationsOf(orderId)];
  const problem = await problemIn(await send(orderId, operation, body, sending));
  expect(problem).toMatchObject({ status, code });
  expect(problem.errors?.map(({ path }) => path)).toEqual(paths);
  expect([await storedOrder(orderId), await authorizationsOf(orderId)]).toEqual(before);
}

/** The stored order, once nothing of it is about to be done. */
function quiet(orderId: string) {
  return eventually(
    () => storedOrder(orderId),
    ({ pending }) => pending === undefined,
  );
}

/** Completes a customer's action in the sandbox, or lets it fail. @returns the answer's status */
export async function completeAction(
  actionId: string,
  result: "completed" | "failed",
  bearer: string,
): Promise<number> {
  return (await raw(`/sandbox/actions/${actionId}`, json("POST", { bearer, body: { result } }))).status;
}

/** The id of the action that the customer is asked for. @throws where they are asked for none */
export function actionIdIn({ nextAction, status }: Pick<Payment, "nextAction" | "status">): string {
  if (!nextAction) throw new Error(`The payment is ${status}, and its customer has nothing to do.`);
  return nextAction.clientSecret;
}
