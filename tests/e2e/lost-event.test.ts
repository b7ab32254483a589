import { expect, test } from "vitest";
import { anOrderWithShipment } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readStock } from "./shop.ts";
import { loseOrderPlaced, makeDue, storedOrder } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

test("lost OrderPlaced: the sweeper makes the shipment once it is due", async () => {
  const sku = await aProduct({ price: 25_000, stock: 10 });
  const { api } = await aCustomer();
  const { id } = await anOrderWithShipment(api, orderOf(sku, 2));
  await loseOrderPlaced(id);
  await makeDue(id);

  const order = await sweptUntil(api, id, ({ shipments }) => shipments.length > 0);

  expect(order.shipments).toMatchObject([{ number: 1, status: "PENDING", lines: [{ sku, quantity: 2 }] }]);
  expect((await storedOrder(id)).change.actor).toBe("system:sweeper");
  expect(await readStock(sku)).toEqual({ available: 8, reserved: 2 });
});
