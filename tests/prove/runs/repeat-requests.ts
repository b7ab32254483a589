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
    if (again.response.status !== response.status && again.response.status !== 201)
      answers.push(violation(`${request.operation} was answered ${response.status}, then ${again.response.status}`));
  }
  await runUntilIdle(world);
  const after = byKey(await world.items());
  const moved = [...after]
    .filter(([key, item]) => before.get(key) !== item)
    .map(([key]) => violation(`${key} changed`));
  return [...answers, ...moved];
}

function isRepeatable(operation: string): boolean {
  return ["placeOrder", "adjustStock", "createProduct", "cancelOrder", "splitShipment"].includes(operation);
}

function byKey(items: StoredState["items"]): Map<string, string> {
  return new Map(items.map((item) => [`${item.pk} ${item.sk}`, JSON.stringify(item)]));
}

function violation(detail: string): Violation {
  return { invariant: "repeated requests change nothing", detail };
}
