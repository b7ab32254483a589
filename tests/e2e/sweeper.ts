import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Api } from "./api.ts";
import { lambda, output } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { type Order, readOrder } from "./shop.ts";

/**
 * Runs the sweeper, by default over everything that is unfinished, due or not. Other tests' orders are swept too, which
 * must make no difference to them: resuming early is safe. One of theirs that cannot be resumed is their matter.
 */
export async function sweep(dueBefore = new Date("2999-01-01")): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: output("SweeperFunctionName"),
      Payload: JSON.stringify({ dueBefore: dueBefore.toISOString() }),
    }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError && !answer.includes("could not be resumed")) throw new Error(`The sweeper failed: ${answer}`);
}

/** Sweeps, due or not, until the order is what `isThere` accepts. @throws with the last look after 15 s. */
export function sweptUntil(api: Api, orderId: string, isThere: (order: Order) => boolean): Promise<Order> {
  const look = async () => {
    await sweep();
    return readOrder(api, orderId);
  };
  return eventually(look, isThere);
}
