import type { Shop } from "../world/shop.ts";
import { type Scenario, scenario } from "./scenario.ts";

const inTransit = { id: "e-1", status: "IN_TRANSIT", seconds: 100 };
const delivered = { id: "e-2", status: "DELIVERED", seconds: 300 };
const failed = { id: "e-3", status: "DELIVERY_FAILED", seconds: 200, description: "nobody was at home" };

/** What a carrier tells of an order of two units whose shipment is packed, or shipped, and how everything ends. */
function told(
  name: string,
  prepared: (shop: Shop, orderId: string) => Promise<unknown>,
  run: (shop: Shop, orderId: string) => Promise<unknown>,
  end: string,
): Scenario {
  return scenario({
    name,
    prepare: async (shop) => {
      await shop.createProduct("A", 10);
      const orderId = await shop.placeConfirmed({ items: [{ sku: "A", quantity: 2 }], key: "k" });
      await shop.pack(orderId);
      await prepared(shop, orderId);
      return () => run(shop, orderId);
    },
    endStates: [end, "A 8+0"],
  });
}

const shipped = (shop: Shop, orderId: string) => shop.dispatch(orderId);

export const whole = told(
  "a carrier tells the whole way of a shipment, each event twice",
  shipped,
  async (shop, orderId) => {
    for (const event of [inTransit, failed, delivered]) {
      await shop.carrierEvent(orderId, event);
      await shop.carrierEvent(orderId, event);
    }
  },
  "DELIVERED CAPTURED [DELIVERED]",
);

export const repeated = told(
  "the same event of a carrier is told three times at the same time",
  shipped,
  (shop, orderId) => Promise.all([1, 2, 3].map(() => shop.carrierEvent(orderId, inTransit))),
  "SHIPPED CAPTURED [SHIPPED]",
);

export const underOneId = told(
  "two events of a carrier are told under one id at the same time",
  shipped,
  (shop, orderId) =>
    Promise.all([
      shop.carrierEvent(orderId, inTransit),
      shop.carrierEvent(orderId, { ...inTransit, description: "another" }),
    ]),
  "SHIPPED CAPTURED [SHIPPED]",
);

export const several = told(
  "several events of a carrier are told at the same time, the last one first",
  shipped,
  (shop, orderId) => Promise.all([delivered, failed, inTransit].map((event) => shop.carrierEvent(orderId, event))),
  "DELIVERED CAPTURED [DELIVERED]",
);

export const againstStaff = told(
  "a carrier tells that a shipment is delivered while staff say that it is not",
  shipped,
  (shop, orderId) => Promise.all([shop.carrierEvent(orderId, delivered), shop.failDelivery(orderId)]),
  "DELIVERED CAPTURED [DELIVERED]",
);

export const whileItComesBack = told(
  "a carrier tells that a shipment is delivered while staff take it back",
  async (shop, orderId) => {
    await shop.dispatch(orderId);
    await shop.failDelivery(orderId);
  },
  (shop, orderId) => Promise.all([shop.writeOff(orderId), shop.carrierEvent(orderId, delivered)]),
  "RETURNED CAPTURED [RETURNED]",
);

export const early = told(
  "a carrier tells of a shipment while it is dispatched",
  async () => {},
  (shop, orderId) => Promise.all([shop.dispatch(orderId), shop.carrierEvent(orderId, inTransit)]),
  "SHIPPED CAPTURED [SHIPPED]",
);

export const ofTheFirstDispatch = told(
  "a carrier tells late that the first delivery of a shipment failed, which was sent again",
  async (shop, orderId) => {
    await shop.dispatch(orderId);
    await shop.failDelivery(orderId);
    await shop.dispatch(orderId, "T-2");
  },
  (shop, orderId) => shop.carrierEvent(orderId, failed),
  "SHIPPED CAPTURED [SHIPPED]",
);
