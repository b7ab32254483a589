import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { WaybillClient } from "../../client/client.ts";
import { lambda, output } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { type Order, readOrder } from "./shop.ts";

/** Sweeps, as every minute does, until the order is what `isThere` accepts. @throws with the last look after 15 s. */
export function sweptUntil(api: WaybillClient, orderId: string, isThere: (order: Order) => boolean): Promise<Order> {
  const look = async () => {
    await sweep();
    return readOrder(api, orderId);
  };
  return eventually(look, isThere);
}

/** What other tests have left due is swept too; one of theirs that cannot be resumed is their matter. */
async function sweep(): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: output("SweeperFunctionName"), Payload: "{}" }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError && !answer.includes("could not be resumed")) throw new Error(`The sweeper failed: ${answer}`);
}
