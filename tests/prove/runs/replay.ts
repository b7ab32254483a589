import type { Command, HistoryPlan } from "../histories/history-plan.ts";
import { playHistory } from "../histories/play-history.ts";
import { historyPlanFrom } from "../histories/random-histories.ts";
import { issuer } from "../world/client.ts";
import type { Provider } from "../world/providers.ts";
import { applySettings } from "../world/settings.ts";
import { withEngines } from "./engines.ts";

/** Repeats the history of a seed and prints its plan, every call, and the violations. */
export async function replay(
  seed: number,
  { endpoint, provider }: { readonly endpoint?: string; readonly provider?: Provider },
  print: (line: string) => void,
): Promise<boolean> {
  return withEngines(endpoint, async ({ start, tableDefinition }) => {
    const engine = await start();
    applySettings(engine.endpoint, issuer.jwks);
    const history = historyPlanFrom(seed);
    for (const line of describePlan(seed, history)) print(line);
    const { violations } = await playHistory(history, { endpoint: engine.endpoint, tableDefinition }, provider, print);
    print("");
    print(violations.length === 0 ? "No violations." : "Violations:");
    for (const { invariant, detail } of violations) print(`  ${invariant}: ${detail}`);
    return violations.length === 0;
  });
}

function describePlan(
  seed: number,
  { stock, elsewhere, orders, reservations, clients, firstOrder, delivery, clientsRetry, skew }: HistoryPlan,
): string[] {
  return [
    `History ${seed}: ${stock[0]} of A, ${stock[1]} of B${elsewhere ? `, ${elsewhere[0]} and ${elsewhere[1]} at berlin` : ""}; first order: ${firstOrder}; deliveries: ${delivery};`,
    `clients ${clientsRetry ? "retry" : "do not retry"}; clocks differ by up to ${skew} ms.`,
    ...orders.map(({ items, method, waits }, number) => {
      const what = items.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(", ");
      return `  order ${number}: ${what}, paid by ${method}${waits ? ", waits for what is missing" : ""}`;
    }),
    ...reservations.map(({ items, method, expiresInSeconds, isOfStaff }, number) => {
      const what = items.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(", ");
      return `  reservation ${number} of ${isOfStaff ? "staff" : "alice"}: ${what}, for ${expiresInSeconds} s, paid by ${method}`;
    }),
    ...clients.map((commands, number) => `  client ${number}: ${commands.map(describeCommand).join(", ")}`),
    "",
  ];
}

function describeCommand(command: Command): string {
  switch (command.action) {
    case "wait":
      return `wait ${command.seconds} s`;
    case "adjust":
      return `adjust ${command.sku} by ${command.quantity} (${command.key})`;
    case "count":
      return `count ${command.counted} of ${command.sku} at ${command.location} (${command.key})`;
    case "transfer":
      return `transfer ${command.quantity} of ${command.sku} (${command.key})`;
    case "put product":
      return `put ${command.sku} as ${command.name}, low at ${command.reorderPoint}`;
    case "read stock":
      return `read stock of ${command.sku}`;
    default:
      return `${command.action} ${"reservation" in command ? command.reservation : command.order}`;
  }
}
