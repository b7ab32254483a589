import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { WaybillClient } from "../../client/client.ts";
import { lambda, output } from "./aws.ts";
import { eventually } from "./eventually.ts";
import { type Order, readOrder } from "./shop.ts";

/** Invokes the sweeper until the order is as expected. @throws with the last order read after 15 s */
export function sweptUntil(api: WaybillClient, orderId: string, isExpected: (order: Order) => boolean): Promise<Order> {
  const sweepAndRead = async () => {
    await sweep();
    return readOrder(api, orderId);
  };
  return eventually(sweepAndRead, isExpected);
}

/** It also resumes the orders of other tests, and fails where one of them cannot be resumed: that is ignored. */
export async function sweep(): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: output("SweeperFunctionName"), Payload: "{}" }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError && !answer.includes("could not be resumed")) throw new Error(`The sweeper failed: ${answer}`);
}
