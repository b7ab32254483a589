import { InvokeCommand } from "@aws-sdk/client-lambda";
import { lambda, output } from "./aws.ts";

/**
 * Runs the sweeper, by default over everything that is unfinished, due or not. Other tests' orders are swept too, which
 * must make no difference to them: resuming early is safe.
 */
export async function sweep(dueBefore = new Date("2999-01-01")): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: output("SweeperFunctionName"),
      Payload: JSON.stringify({ dueBefore: dueBefore.toISOString() }),
    }),
  );
  if (FunctionError) throw new Error(`The sweeper failed: ${Buffer.from(Payload ?? []).toString()}`);
}
