import { randomUUID } from "node:crypto";
import { PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { currentContext, now } from "../runtime/request-context.ts";
import { withRetry } from "../runtime/retry.ts";
import { setting } from "../runtime/settings.ts";
import { tableClient } from "./clients.ts";
import type { Writes } from "./conditional-write.ts";
import { ignoreIfAlreadyApplied } from "./failed-conditions.ts";
import { needsTransaction, putInput, type Stamp, transactionInput, updateInput } from "./write-input.ts";

/**
 * Carries out one write, or several in one transaction. Retries what is worth it, under one token and one change id,
 * so that a try whose answer was lost is recognised when it is sent again.
 *
 * @throws the refusal of the first write whose condition fails; 503 `unavailable` where AWS stays busy.
 */
export async function write(writes: Writes): Promise<void> {
  const { actor, cause, correlationId } = currentContext();
  const change = { id: randomUUID(), actor, cause, correlationId };
  const send = sender(writes, { table: setting("TABLE_NAME"), change, at: now() });
  try {
    await withRetry(send);
  } catch (error) {
    ignoreIfAlreadyApplied(error, writes, change);
  }
}

const namesOf = new WeakMap<object, readonly string[]>();

/** The names of the writes that a command's input carries out, in order: for what watches the client's calls. */
export function writesIn(input: object): readonly string[] {
  return namesOf.get(input) ?? [];
}

function named<Input extends object>(input: Input, writes: Writes): Input {
  const names = writes.map(({ name }) => name);
  namesOf.set(input, names);
  return input;
}

function sender(writes: Writes, stamp: Stamp): () => Promise<unknown> {
  if (needsTransaction(writes)) {
    const input = named(transactionInput(writes, stamp), writes);
    return () => tableClient.send(new TransactWriteCommand(input));
  }
  const [one] = writes;
  if (one.kind === "put") {
    const input = named(putInput(one, stamp), writes);
    return () => tableClient.send(new PutCommand(input));
  }
  const input = named(updateInput(one, stamp), writes);
  return () => tableClient.send(new UpdateCommand(input));
}
