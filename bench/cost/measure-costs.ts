import { withEngines } from "../../tests/prove/runs/engines.ts";
import { randomFrom } from "../../tests/prove/runs/random.ts";
import { issuer } from "../../tests/prove/world/client.ts";
import { applySettings } from "../../tests/prove/world/settings.ts";
import { World } from "../../tests/prove/world/world.ts";
import { countLogLines } from "./count-log-lines.ts";
import { countMessages } from "./count-messages.ts";
import { countProviderCalls } from "./count-provider-calls.ts";
import { countTableCalls } from "./count-table-calls.ts";
import { deployedFunctions } from "./deployed-functions.ts";
import { indexesOf } from "./dynamodb/table-indexes.ts";
import { type CountedOperations, measureOperations } from "./measure-operations.ts";
import { MeasuredShop } from "./measured-shop.ts";
import { Meter } from "./meter.ts";

/**
 * What each operation uses: the real handlers on a real table, in the proof's world, without faults. Two measurements of
 * the same code are equal.
 */
export function measureCosts(): Promise<CountedOperations> {
  return withEngines(undefined, async ({ start, tableDefinition }) => {
    const { endpoint } = await start();
    const functions = deployedFunctions();
    applySettings(endpoint, issuer.jwks);
    process.env.PUBLISH_STOCK_MOVES = functions.get("relay")?.environment.PUBLISH_STOCK_MOVES;
    process.env.SHIPPING_RATES = JSON.stringify({ EUR: { name: "Standard shipping", amount: 490, taxRate: 1_900 } });
    const meter = new Meter(functions);
    const world = await World.create({
      endpoint,
      tableDefinition,
      delivery: "usual",
      random: randomFrom(1),
      interleaves: false,
      skew: 0,
      onInvocation: (name) => meter.countInvocation(name),
    });
    const { simulation } = world;
    const runningFunction = () => simulation.actor.name;
    countTableCalls({ meter, endpoint, indexes: indexesOf(tableDefinition), runningFunction });
    countMessages(meter, runningFunction);
    countProviderCalls(meter, runningFunction);
    countLogLines(meter, runningFunction);
    const operations = await simulation.runUntil(measureOperations(new MeasuredShop(world, meter)));
    if (meter.disagreements.length > 0) {
      throw new Error(`The engine counts other units than bench/cost/dynamodb:\n${meter.disagreements.join("\n")}`);
    }
    return operations;
  });
}
