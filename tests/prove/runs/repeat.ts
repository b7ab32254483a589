import type { Violation } from "../invariants/check.ts";
import { comeToRest } from "../world/rest.ts";
import type { World } from "../world/world.ts";

/** Sends every request that made something again, and looks whether anything moved. */
export async function repetitionsIn(world: World): Promise<Violation[]> {
  const before = await snapshot(world);
  const made = world.exchanged.filter(
    ({ wish, answer }) => answer.status !== undefined && answer.status < 300 && isRepeatable(wish.operation),
  );
  const answers: Violation[] = [];
  for (const { wish, client, answer } of made) {
    const again = await client.wish(wish);
    if (again.answer.status !== answer.status && again.answer.status !== 201)
      answers.push(violation(`${wish.operation} was answered ${answer.status}, and again ${again.answer.status}`));
  }
  await comeToRest(world);
  const after = await snapshot(world);
  const moved = [...after]
    .filter(([key, item]) => before.get(key) !== item)
    .map(([key]) => violation(`${key} changed`));
  return [...answers, ...moved];
}

function isRepeatable(operation: string): boolean {
  return ["placeOrder", "adjustStock", "createProduct", "cancelOrder"].includes(operation);
}

async function snapshot(world: World): Promise<Map<string, string>> {
  return new Map((await world.items()).map((item) => [`${item.pk} ${item.sk}`, JSON.stringify(item)]));
}

function violation(detail: string): Violation {
  return { invariant: "a repetition changes nothing", detail };
}
