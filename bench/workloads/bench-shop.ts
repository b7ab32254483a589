import type { APIGatewayProxyEvent, DynamoDBRecord } from "aws-lambda";
import type { Order } from "../../functions/orders/rules/order.ts";
import type { Role } from "../../local/issuer.ts";
import { aRequest, type RequestParts } from "../../tests/builders/api-requests.ts";
import { storedStateOf } from "../../tests/prove/invariants/stored-state.ts";
import type { BenchStack } from "../bench-stack.ts";
import { runProbe } from "../run-probe.ts";

/** A product with stock and some orders, and requests about them. */
export interface BenchShop {
  readonly sku: string;
  readonly request: (role: Role, parts: RequestParts, body?: object) => APIGatewayProxyEvent;
  /** A request for an order that is confirmed. */
  readonly placing: (key: string) => APIGatewayProxyEvent;
  /** At least so many orders that fulfil the condition. */
  readonly orders: (count: number, isWanted: (order: Order) => boolean) => Promise<readonly Order[]>;
  /** All records of the table's stream until now, in order. */
  readonly records: () => Promise<readonly DynamoDBRecord[]>;
}

const SKU = "MUG-BLUE-350";
/** Enough for a full page. */
const EARLIER_ORDERS = 20;
const address = { name: "Alice Example", line1: "Hauptstr. 1", city: "Berlin", postalCode: "10115", country: "DE" };

/** Creates the product, its stock and the orders by the functions themselves. */
export async function openBenchShop({ environment, table, token }: BenchStack): Promise<BenchShop> {
  const tokens: Record<Role, string> = {
    customer: await token("customer", "alice"),
    staff: await token("staff", "sam"),
    operator: await token("operator", "olga"),
    service: await token("service", "shop"),
  };
  const request: BenchShop["request"] = (role, { headers, ...parts }, body) =>
    aRequest({
      ...parts,
      headers: {
        ...headers,
        Authorization: `Bearer ${tokens[role]}`,
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const placing: BenchShop["placing"] = (key) =>
    request(
      "customer",
      { method: "POST", resource: "/orders", headers: { "Idempotency-Key": key } },
      { items: [{ sku: SKU, quantity: 1 }], shippingAddress: address, paymentMethod: "pm_sandbox_ok" },
    );
  const create = async (name: string, events: readonly object[]) => {
    const { invocations } = await runProbe(name, environment, events);
    const refused = invocations.find(({ answer }) => !hasStatus(201)(answer));
    if (refused) throw new Error(`The function ${name} answered ${JSON.stringify(refused.answer)}.`);
  };
  const product = { sku: SKU, name: "Mug", price: { amount: 1_290, currency: "EUR" }, taxRate: 1_900 };
  const adjustments = {
    method: "POST",
    resource: "/products/{sku}/stock/adjustments",
    pathParameters: { sku: SKU },
    headers: { "Idempotency-Key": "first" },
  };
  await create("inventory", [
    request("staff", { method: "POST", resource: "/products" }, product),
    request("staff", adjustments, { quantity: 100_000, reason: "received" }),
  ]);
  await create(
    "orders",
    Array.from({ length: EARLIER_ORDERS }, (_, number) => placing(`earlier-${number}`)),
  );

  const records: DynamoDBRecord[] = [];
  return {
    sku: SKU,
    request,
    placing,
    orders: async (count, isWanted) => {
      const found = storedStateOf(await table.items()).orders.filter(isWanted);
      if (found.length < count) throw new Error(`The bench needs ${count} orders, and finds ${found.length}.`);
      return found;
    },
    records: async () => {
      for (let more = await table.newRecords(); more.length > 0; more = await table.newRecords()) records.push(...more);
      return records;
    },
  };
}

/** Whether an API function's answer has this status. */
export function hasStatus(status: number): (answer: unknown) => boolean {
  return (answer) =>
    typeof answer === "object" && answer !== null && "statusCode" in answer && answer.statusCode === status;
}
