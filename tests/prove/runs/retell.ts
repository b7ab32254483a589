import type { Command, History } from "../histories/history.ts";
import { playHistory } from "../histories/play-history.ts";
import { historyOf } from "../histories/random-histories.ts";
import { issuer } from "../world/client.ts";
import { settle } from "../world/settings.ts";
import { withSite } from "./engines.ts";

/** Plays the history of a seed again and tells it: what was planned, what happened, what does not hold. */
export async function retell(
  seed: number,
  endpoint: string | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  return withSite(endpoint, async ({ open, tableDefinition }) => {
    const place = await open();
    settle(place.endpoint, issuer.jwks);
    const history = historyOf(seed);
    for (const line of planOf(seed, history)) say(line);
    const { violations } = await playHistory(history, { endpoint: place.endpoint, tableDefinition }, say);
    say("");
    say(violations.length === 0 ? "Everything holds." : "What does not hold:");
    for (const { invariant, detail } of violations) say(`  ${invariant}: ${detail}`);
    return violations.length === 0;
  });
}

function planOf(seed: number, { stock, orders, clients, begun, delivery, insists, skew }: History): string[] {
  return [
    `History ${seed}: ${stock[0]} of A, ${stock[1]} of B; the first order is begun: ${begun}; deliveries: ${delivery};`,
    `clients ${insists ? "insist" : "go away after one try"}; clocks differ by up to ${skew} ms.`,
    ...orders.map(({ items, method }, number) => {
      const what = items.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(", ");
      return `  order ${number}: ${what}, paid by ${method}`;
    }),
    ...clients.map((commands, number) => `  client ${number}: ${commands.map(spell).join(", ")}`),
    "",
  ];
}

function spell(command: Command): string {
  switch (command.does) {
    case "wait":
      return `wait ${command.seconds} s`;
    case "adjust":
      return `adjust ${command.sku} by ${command.quantity} (${command.key})`;
    case "read stock":
      return `read stock of ${command.sku}`;
    default:
      return `${command.does} ${command.order}`;
  }
}
