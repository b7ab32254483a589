import { describe, expect, test } from "vitest";
import * as z from "zod";
import { staff, token } from "./api.ts";
import { actionIdIn, anOrder, completeAction, paymentIn, send } from "./payments.ts";
import { isReplay, json, postOrder, raw } from "./raw.ts";
import { aCustomer, aProduct, orderOf, readOrder, readStock, unique } from "./shop.ts";
import { endActions, passTime, storedOrder } from "./stored-order.ts";
import { sweptUntil } from "./sweeper.ts";

const waiting = { paymentMethod: "pm_sandbox_action" } as const;
const NextAction = z.object({ type: z.literal("sandbox_action"), clientSecret: z.string() });
const Waiting = z.looseObject({ id: z.string(), payment: z.looseObject({ nextAction: NextAction }) });

/** A customer's order that waits for their action. */
async function placed() {
  const [sku, { bearer, api }] = [await aProduct({ price: 2_000, stock: 10 }), await aCustomer()];
  const [key, body] = [unique("key"), orderOf(sku, 2, waiting)];
  const placeIt = () => postOrder(bearer, body, key);
  const first = await placeIt();
  const { id, payment } = Waiting.parse(await first.json());
  return { first, id, sku, bearer, api, placeIt, actionId: payment.nextAction.clientSecret };
}

describe("POST /orders with a method that needs an action", () => {
  test("202 with the action, again as long as it is open, and it is stored nowhere", async () => {
    const { first, id, actionId, placeIt, api } = await placed();
    expect(first.status).toBe(202);

    const again = await placeIt();

    expect([again.status, isReplay(again)]).toEqual([202, true]);
    expect(Waiting.parse(await again.json()).payment.nextAction.clientSecret).toBe(actionId);
    expect(JSON.stringify(await storedOrder(id))).not.toContain(actionId);
    expect(JSON.stringify(await readOrder(api, id))).not.toContain(actionId);
  });

  test("completed, and sent again: confirmed", async () => {
    const { id, actionId, placeIt, bearer, api } = await placed();

    expect(await completeAction(actionId, "completed", bearer)).toBe(200);
    const again = await placeIt();

    expect([again.status, await again.json()]).toMatchObject([201, { status: "CONFIRMED" }]);
    expect(await readOrder(api, id)).toMatchObject({ paymentStatus: "AUTHORIZED" });
  });

  test("failed, and sent again: FAILED, stock released", async () => {
    const { actionId, placeIt, bearer, sku } = await placed();

    expect(await completeAction(actionId, "failed", bearer)).toBe(200);
    const again = await placeIt();

    expect([again.status, await again.json()]).toMatchObject([
      201,
      { status: "FAILED", failure: { reason: "PAYMENT_DECLINED" } },
    ]);
    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
  });

  test("completed by a customer who does not come back: the sweeper confirms it", async () => {
    const { id, actionId, bearer, api } = await placed();
    await completeAction(actionId, "completed", bearer);
    await passTime(id);

    await sweptUntil(api, id, ({ status }) => status === "CONFIRMED");
  });

  test("abandoned: FAILED at the deadline, stock released, and the action is over", async () => {
    const { id, actionId, bearer, api, sku } = await placed();
    await endActions(id);

    await sweptUntil(api, id, ({ status }) => status === "FAILED");

    expect(await readStock(sku)).toEqual({ available: 10, reserved: 0 });
    expect(await readOrder(api, id)).toMatchObject({ paymentStatus: "DECLINED" });
    expect(await completeAction(actionId, "completed", bearer)).toBe(409);
  });
});

describe("POST /payments/{orderId}/authorize with a method that needs an action", () => {
  test("202 with the action; completed, and sent again: 200, authorized", async () => {
    const { orderId, bearer } = await anOrder({ paymentMethod: "pm_sandbox_declined" });
    const key = unique("key");
    const first = await paymentIn(await send(orderId, "authorize", waiting, { bearer, key }), 202);
    const open = await paymentIn(await send(orderId, "authorize", waiting, { bearer, key }), 202);
    expect(first).toMatchObject({ status: "ACTION_REQUIRED" });
    expect(open.nextAction).toEqual(first.nextAction);

    await completeAction(actionIdIn(first), "completed", bearer);

    expect(await paymentIn(await send(orderId, "authorize", waiting, { bearer, key }))).toMatchObject({
      status: "AUTHORIZED",
    });
    expect(await readOrder(await staff(), orderId)).toMatchObject({ status: "CONFIRMED" });
  });

  test("completed, and refreshed by staff: authorized", async () => {
    const { orderId, bearer } = await anOrder({ paymentMethod: "pm_sandbox_declined" });
    const asked = await paymentIn(await send(orderId, "authorize", waiting, { bearer }), 202);
    await completeAction(actionIdIn(asked), "completed", bearer);

    expect(await paymentIn(await send(orderId, "refresh"))).toMatchObject({ status: "AUTHORIZED" });
  });
});

test("an action that nobody was told: 404; a malformed result: 400; without a token: 401", async () => {
  const { actionId, bearer } = await placed();
  expect(await completeAction(`${actionId.split(".")[0]}.act_${"0".repeat(32)}`, "completed", bearer)).toBe(404);
  const malformed = json("POST", { bearer: await token("staff", "sam"), body: { result: "done" } });
  expect((await raw(`/sandbox/actions/${actionId}`, malformed)).status).toBe(400);
  expect((await raw(`/sandbox/actions/${actionId}`, { method: "POST" })).status).toBe(401);
});
