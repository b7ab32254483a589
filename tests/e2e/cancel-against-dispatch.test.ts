import { expect, test } from "vitest";
import { advance, aPackedOrder, cancel, shipped } from "./fulfilment.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock } from "./shop.ts";
import { authorizationsOf } from "./stored-order.ts";

const ROUNDS = 8;

const SHIPPED = {
  order: { status: "SHIPPED", paymentStatus: "CAPTURED", shippingStatus: "SHIPPED", lines: [{ status: "SHIPPED" }] },
  money: [{ status: "CAPTURED" }],
  stock: { available: 8, reserved: 0 },
};
const CANCELLED = {
  order: {
    status: "CANCELLED",
    paymentStatus: "VOIDED",
    shippingStatus: "CANCELLED",
    lines: [{ status: "CANCELLED" }],
  },
  money: [{ status: "VOIDED" }],
  stock: { available: 10, reserved: 0 },
};

test("concurrent cancel and dispatch: one succeeds, and payment, stock and status match it", async () => {
  const { api } = await aCustomer();
  for (let round = 1; round <= ROUNDS; round++) {
    const sku = await aProduct({ price: 25_000, stock: 10 });
    const { id } = await aPackedOrder(api, orderOf(sku, 2));
    const cancelling = () => cancel(api, id);
    const dispatching = () => advance(id, shipped);

    // The first request changes each round, so that either can succeed.
    const [cancelled, dispatched] =
      round % 2 === 0
        ? await Promise.all([cancelling(), dispatching()])
        : (await Promise.all([dispatching(), cancelling()])).toReversed();

    const succeeded = [cancelled, dispatched].filter((answer) => answer?.response.status === 200);
    const refused = [cancelled, dispatched].filter((answer) => answer?.response.status === 409);
    expect([succeeded.length, refused.length], `round ${round}`).toEqual([1, 1]);
    const outcome = succeeded[0] === cancelled ? CANCELLED : SHIPPED;
    expect(await readOrder(api, id), `round ${round}`).toMatchObject(outcome.order);
    expect(await authorizationsOf(id), `round ${round}`).toMatchObject(outcome.money);
    expect(await readStock(sku), `round ${round}`).toEqual(outcome.stock);
  }
});
