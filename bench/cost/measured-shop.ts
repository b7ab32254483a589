import { handler as sweeper } from "../../functions/sweeper/handler.ts";
import { readCatalogue } from "../../local/seed/catalogue.ts";
import type { Client, ClientRequest, ClientResponse } from "../../tests/prove/world/client.ts";
import { idIn, type OrderInput, Shop } from "../../tests/prove/world/shop.ts";
import type { World } from "../../tests/prove/world/world.ts";
import type { CountedStep, Meter } from "./meter.ts";

/** The customer of the reference order: an issuer's `sub` is a UUID as a rule. */
const CUSTOMER = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const STOCK = 10_000;

/** A shop with the seed catalogue, whose requests are counted one by one. */
export class MeasuredShop {
  readonly #shop: Shop;
  readonly #meter: Meter;
  #keys = 0;

  constructor(world: World, meter: Meter) {
    this.#shop = new Shop(world);
    this.#meter = meter;
  }

  get customer(): Client {
    return this.#shop.as("customer", CUSTOMER);
  }

  get staff(): Client {
    return this.#shop.staff;
  }

  get operator(): Client {
    return this.#shop.as("operator", "olga");
  }

  /** Creates the products of the seed catalogue, each with more stock than is ever ordered. */
  async loadCatalogue(): Promise<void> {
    for (const { product } of await readCatalogue()) {
      await this.#send(this.staff, { operation: "createProduct", body: product });
      const body = { quantity: STOCK, reason: "received" };
      await this.#send(this.staff, {
        operation: "adjustStock",
        path: { sku: product.sku },
        key: "opening stock",
        body,
      });
    }
    await this.#shop.waitForDeliveries();
  }

  /** Places an order and waits for its shipment. Returns its id. */
  async place(items: OrderInput["items"]): Promise<string> {
    const id = await this.#placed({ items, key: this.#nextKey() });
    await this.#shop.waitForDeliveries();
    return id;
  }

  /** Places an order, and everything that follows from it. */
  async placing(input: Omit<OrderInput, "key">, client = this.customer): Promise<{ id: string; steps: CountedStep[] }> {
    let id = "";
    const steps = await this.#counted(async () => {
      id = await this.#placed({ ...input, key: this.#nextKey() }, client);
    });
    return { id, steps };
  }

  /** Places an order that waits for its customer. Returns the answer. */
  async acting(input: Omit<OrderInput, "key">): Promise<ClientResponse> {
    const { response } = await this.#shop.place({ ...input, key: this.#nextKey() }, this.customer);
    await this.#shop.waitForDeliveries();
    return response;
  }

  /** Sends a request again that placed an order. */
  async placingAgain(input: Omit<OrderInput, "key">): Promise<CountedStep[]> {
    const key = this.#nextKey();
    await this.#placed({ ...input, key });
    await this.#shop.waitForDeliveries();
    return this.#counted(() => this.#placed({ ...input, key }));
  }

  /** What one request uses, and everything that follows from it. */
  request(client: Client, request: ClientRequest): Promise<CountedStep[]> {
    return this.#counted(() => this.#send(client, request));
  }

  /** What a sweep uses that finds nothing due. */
  async emptySweep(): Promise<CountedStep[]> {
    this.#meter.takeSteps();
    await this.#shop.world.invoke("sweeper", 55_000, (context) => sweeper({}, context));
    return this.#meter.takeSteps();
  }

  async #counted(run: () => Promise<unknown>): Promise<CountedStep[]> {
    this.#meter.takeSteps();
    await run();
    await this.#shop.waitForDeliveries();
    return this.#meter.takeSteps().filter(({ by }) => by !== "sweeper");
  }

  async #placed(input: OrderInput, client = this.customer): Promise<string> {
    const { response } = await this.#shop.place(input, client);
    const id = idIn(response);
    if (id === undefined) throw new Error(`No order was placed: ${JSON.stringify(response)}`);
    return id;
  }

  async #send(client: Client, request: ClientRequest): Promise<void> {
    const { response } = await client.send(request);
    if (response.status === undefined || response.status >= 300) {
      throw new Error(`${request.operation} was answered ${response.status}: ${JSON.stringify(response.body)}`);
    }
  }

  #nextKey(): string {
    return `order ${++this.#keys}`;
  }
}
