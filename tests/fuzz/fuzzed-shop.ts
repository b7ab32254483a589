import { dataOf, newIdempotencyKey, waybillClient } from "../../client/client.ts";
import { type Role, roles } from "../../local/issuer.ts";
import { type LocalCloud, startLocalCloud } from "../../local/local-cloud.ts";
import { stockShop } from "../../local/seed/stock-shop.ts";
import { type PythonTool, pythonTool } from "../../tooling/python-tool.ts";
import { type FuzzResult, type FuzzSize, runSchemathesis } from "./run-schemathesis.ts";

/** Whose orders the runs read and change. */
const customer = "fuzzing-customer";

type Orders = [string, string, string];

/** A stack of its own with products and orders, which the runs change: archived products, cancelled orders. */
export class FuzzedShop {
  readonly #tool: PythonTool;
  readonly #cloud: LocalCloud;
  readonly #ordersOf: ReadonlyMap<Role, Orders>;

  private constructor(tool: PythonTool, cloud: LocalCloud, ordersOf: ReadonlyMap<Role, Orders>) {
    this.#tool = tool;
    this.#cloud = cloud;
    this.#ordersOf = ordersOf;
  }

  static async open(): Promise<FuzzedShop> {
    const tool = await pythonTool("schemathesis");
    const cloud = await startLocalCloud();
    try {
      await stockShop(cloud);
      const ordersOf = new Map<Role, Orders>();
      for (const role of roles) ordersOf.set(role, await placeOrders(cloud));
      return new FuzzedShop(tool, cloud, ordersOf);
    } catch (error) {
      await cloud.stop();
      throw error;
    }
  }

  /** Sends requests in a role. */
  async run(role: Role, size: FuzzSize): Promise<FuzzResult> {
    const { apiUrl, token } = this.#cloud;
    const orders = this.#ordersOf.get(role);
    if (!orders) throw new Error(`There are no orders for the role ${role}.`);
    const bearer = await token(role, role === "customer" ? customer : `fuzzing-${role}`);
    return runSchemathesis(this.#tool, { ...size, apiUrl, token: bearer, customer, orders });
  }

  stop(): Promise<void> {
    return this.#cloud.stop();
  }
}

/** Orders for one run to read, cancel and ship. */
async function placeOrders({ apiUrl, token }: LocalCloud): Promise<Orders> {
  const api = waybillClient({ baseUrl: apiUrl, token: await token("customer", customer) });
  const placeOrder = async () => {
    const placed = await api.POST("/orders", {
      params: { header: { "Idempotency-Key": newIdempotencyKey() } },
      body: {
        items: [{ sku: "BAR-OAT-12", quantity: 1 }],
        shippingAddress: {
          name: "Alice Example",
          line1: "Hauptstr. 1",
          city: "Berlin",
          postalCode: "10115",
          country: "DE",
        },
        paymentMethod: "pm_sandbox_ok",
      },
    });
    return dataOf(placed).id;
  };
  return [await placeOrder(), await placeOrder(), await placeOrder()];
}
