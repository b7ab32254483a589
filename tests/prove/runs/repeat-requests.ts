import type { Violation } from "../invariants/check.ts";
import type { StoredState } from "../invariants/stored-state.ts";
import { runUntilIdle } from "../world/run-until-idle.ts";
import type { World } from "../world/world.ts";

/** Sends every successful request again; every item must stay the same. */
export async function repeatRequests(world: World, { items }: StoredState): Promise<Violation[]> {
  const before = byKey(items);
  const made = world.requests.filter(
    ({ request, response }) =>
      response.status !== undefined && response.status < 300 && isRepeatable(request.operation),
  );
  const answers: Violation[] = [];
  for (const { request, client, response } of made) {
    const again = await client.send(request);
    if (!isSameAnswer(request.operation, response.status, again.response.status))
      answers.push(violation(`${request.operation} was answered ${response.status}, then ${again.response.status}`));
  }
  await runUntilIdle(world);
  const after = byKey(await world.items());
  const moved = [...after]
    .filter(([key, item]) => before.get(key) !== item)
    .map(([key]) => violation(`${key} changed`));
  return [...answers, ...moved];
}

const ABOUT_MONEY = ["authorizePayment", "capturePayment", "voidPayment", "refundPayment", "recordManualPayment"];
const BOOKING_STOCK = ["adjustStock", "countStock", "transferStock"];
const REPEATABLE = [
  "placeOrder",
  ...BOOKING_STOCK,
  "createProduct",
  "createLocation",
  "createReservation",
  "releaseReservation",
  "commitReservation",
  "cancelOrder",
  "splitShipment",
  "recordCarrierEvent",
  "requestReturn",
  "cancelReturn",
  "receiveReturn",
  ...ABOUT_MONEY,
];

function isRepeatable(operation: string): boolean {
  return REPEATABLE.includes(operation);
}

/** What the provider had not answered at first is done by now. */
function isSameAnswer(operation: string, first: number | undefined, again: number | undefined): boolean {
  return (
    again === first ||
    again === 201 ||
    ([...ABOUT_MONEY, "receiveReturn"].includes(operation) && first === 202 && again === 200)
  );
}

function byKey(items: StoredState["items"]): Map<string, string> {
  return new Map(items.map((item) => [`${item.pk} ${item.sk}`, JSON.stringify(item)]));
}

function violation(detail: string): Violation {
  return { invariant: "repeated requests change nothing", detail };
}
