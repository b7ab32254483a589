import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { cloud } from "./api.ts";
import { output, sqs } from "./aws.ts";

/** The output of `npm run redrive -- --queue … --yes`. @throws with its `stdout` where a message stays in the queue */
export async function redrive(queue: string, ...options: string[]): Promise<string> {
  const command = join(import.meta.dirname, "../../ops/redrive.ts");
  const target = ["--queue", queue, "--stage", "test", "--endpoint", cloud.endpoint, "--yes"];
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...target, ...options]);
  return stdout;
}

/** The bodies of the messages in a queue, which stay visible to others. */
export async function bodiesIn(queueOutput: string): Promise<string[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: output(queueOutput), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = "" }) => Body);
}
